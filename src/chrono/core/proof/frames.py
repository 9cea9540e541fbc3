"""Make frames of a sentence: one for each contact, or number of contacts, that it states.

A sentence becomes anchors (see `lexicon`), the anchors become clauses, and each word for a contact
in a clause becomes a frame with the slots that the words around it fill. A slot that stays empty is
taken from the frame before, then from the sentence before. A period that closes a sentence belongs
to all its numbers.

There is one rule for what is judged: only what is joined to a word for a contact by words that
chrono knows. A word that is not known might deny, limit or move the contact, or belong to another
matter, so it ends the frame. A frame is then judged if nothing beside it denies it or makes it
unreal, and if no date or place is left over behind the unknown word. What depends on another
clause ("who", "after", "to") states nothing of its own.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from chrono.core.calendar import Context, Time
from chrono.core.proof.clauses import (
    FILLS,
    LIMITING,
    Clause,
    clauses,
    coordinates,
    distinct,
    has_kind,
    opening,
    subject_of,
    word_of,
)
from chrono.core.proof.lexicon import LONGEST, Anchor, Lexicon, Party, Place
from chrono.core.proof.orders import ORDERS, Distance
from chrono.core.proof.parties import Parties
from chrono.core.proof.words import LIMITS, MOST, PAST, PRESENT, RESTRICTING
from chrono.core.spans import WEEKDAYS, Span


class Limits(NamedTuple):
    """The least and the greatest number of contacts that words allow. None means no limit."""

    low: int | None
    high: int | None


class Frame(NamedTuple):
    """What a clause states about one contact, or about a number of contacts."""

    start: int  # the position of its words in the sentence [characters]
    end: int
    types: frozenset[str]  # the types of events that it can mean, and means strictly
    narrow: frozenset[str]
    who: tuple[Party, ...] = ()  # the parties, who must all take part
    when: tuple[Time, ...] = ()  # the times and places, all of which must fit
    where: tuple[Place, ...] = ()
    number: Limits | None = None  # how many contacts it states, or None for one contact
    rank: int | None = None  # which of several contacts it is: 2 for the second, -1 for the last
    tags: tuple[str, ...] = ()  # the tags that the events have
    lengths: tuple[int, ...] = ()  # how long it lasted [days]
    denied: bool = False  # whether it states that there was no such contact
    plural: bool = False  # whether it is about several contacts without a number
    tentative: bool = False  # whether the parties are only those of a sentence before
    past: bool = False  # whether its verb says that it has taken place
    unread: str = ""  # why the clause cannot be judged, or ""
    holes: tuple[tuple[int, int], ...] = ()  # what is between its words and was not checked
    since: Frame | None = None  # the contact with which the period of a number begins


class Order(NamedTuple):
    """What a sentence states about the days of two contacts, or of one and a time."""

    start: int  # the position of its words in the sentence [characters]
    end: int
    one: Frame
    other: Frame | Time
    sign: int  # 1 if `one` is the later of the two, or -1
    apart: Distance | None


class Sentence(NamedTuple):
    """A sentence with its anchors and frames. `start`: its position in the text [characters]."""

    start: int
    text: str
    anchors: Sequence[Anchor]
    frames: Sequence[Frame]
    orders: Sequence[Order] = ()

    @property
    def about_contacts(self) -> bool:
        """Return whether the sentence names two parties, or one party and a contact."""
        slots = {one.slot for one in self.anchors}
        parties = distinct(one.value for one in self.anchors if one.slot == "who")
        both = bool("both" in slots and slots & {"when", "where"})
        return len(parties) > 1 or both or bool("kind" in slots and slots & {"who", "both"})


_APPOSED = r"(?:.*, (?:marking|making (?:it|this)|which was) |,? (?:in|for) |, )(?:the |its |a )?"
_NOTE = re.compile(
    r"\[\^?\w{1,3}\]|\([A-Z]{2,8}\)"
    r"|(?:\b(?:at|around|about) )?\b\d\d?(?::\d\d)? ?[ap]\.?m\b\.?(?: local time)?"
)
"""Matches what says nothing of a contact: `[1]`, `(USTR)`, or a time of day."""


class Who(NamedTuple):
    """The parties of a frame."""

    parties: tuple[Party, ...]
    unread: str = ""  # why they are not known, or ""
    tentative: bool = False  # whether only a sentence before tells who they are


class Reader:
    """Reads the sentences of a text in order, since "they" are those who were named before."""

    def __init__(self, lexicon: Lexicon, context: Context) -> None:
        self.lexicon, self.context = lexicon, context
        self.parties = Parties(lexicon)
        self.known: list[tuple[Party, ...]] = []
        self.recent: list[tuple[Party, ...]] = []
        self.anchors: Sequence[Anchor] = ()
        self.subject: tuple[Party, ...] = ()
        self.heading: tuple[Time, ...] = ()
        self.told: Frame | None = None

    def sentence(self, text: str, start: int = 0) -> Sentence:
        """Return a sentence with its frames. `start`: its position in the text [characters]."""
        text = _NOTE.sub(lambda note: " " * len(note[0]), text)
        anchors = self.parties.read(text, self.lexicon.read(text, self.context))
        self.anchors = anchors
        frames: list[Frame] = []
        self.orders: list[Order] = []
        if len(text) <= LONGEST:
            frames = [*self._frames(text, anchors)]
        if frames or len({one.slot for one in anchors} & {"who", "when", "kind"}) > 1:
            self.told = _told(frames)
        if sides := self._sides(len(text)):
            self.known = [sides, *(one for one in self.known if one != sides)][:6]
        if [one.slot for one in anchors if one.slot not in ("sign", "comma", "stop")] == ["when"]:
            self.heading = tuple(one.value for one in anchors if one.slot == "when")
        for time in (one.value for one in anchors if one.slot == "when"):
            first, last = time.readings[-1]
            self.context = self.context._replace(day=first if first == last else None)
            if time.dated and not time.relation:
                self.context = self.context._replace(last=time.readings[-1])
        return Sentence(start, text, anchors, frames, self.orders)

    def _frames(self, text: str, anchors: Sequence[Anchor]) -> Iterator[Frame]:
        frames: list[Frame] = []
        inner: list[tuple[Clause, Frame]] = []  # those of clauses such as `by the time they met`
        times: list[tuple[Anchor, Frame]] = []
        is_question = text.rstrip().endswith("?")
        found = [*clauses(text, anchors)]
        for clause in found:
            before: Frame | None = None
            first = opening(clause.anchors)
            for run in _runs(text, clause):
                parts = [*_coordinated(text, run)]
                counted = any(_is_count(part.anchors) for part in parts)
                for part in parts:
                    distant = [one for one in part.anchors if one.slot == "order"]
                    made: list[Frame] = []
                    for frame in self._of_part(text, part, before, counted):
                        if not frame.when and distant:
                            frame = _moved(frame, distant.pop())
                        if not frame.when and not frame.number:
                            frame = frame._replace(when=first)
                        before = frame._replace(unread="a question") if is_question else frame
                        made.append(before)
                    for one in distant if made else ():
                        earlier = [frame for frame in made if frame.end <= one.start] or made
                        times.append((one, earlier[-1]))
                    if clause.opener in LIMITING:
                        inner += [(clause, frame) for frame in made]
                    else:
                        frames += made
        for clause in found:
            if not clause.opener and len(subject := subject_of(text, clause.anchors)) == 1:
                self.subject = subject if len(subject[0].ids) == 1 else ()
        if limits := [clause.opener for clause in found if clause.opener in LIMITING]:
            begins = limits[0] == "since"
            since = inner[0][1] if begins and len(inner) == 1 else None
            frames = [
                one if not (one.number or (begins and (one.rank or one.denied)))
                else one._replace(since=since) if since
                else one._replace(unread=one.unread or f'"{limits[0]}"')
                for one in frames
            ]  # fmt: skip
        self.orders = [*_orders(frames, inner), *(
            Order(one.start, one.end, frame, one.value[1]._replace(relation=""),
                  1 if one.value[1].relation == "after" else -1, one.value[0])
            for one, frame in times
        )]  # fmt: skip
        frames += [
            one._replace(unread=one.unread or "a number") if one.number and not one.when else one
            for _, one in inner
        ]
        frames.sort(key=lambda one: one.start)
        if frames and self.told and _is_of_told(text, frames[0], self.told):
            before = self.told
            when = (*before.when, *frames[0].when)
            frames[0] = frames[0]._replace(who=before.who, when=when, tentative=False, unread="")
        for at, frame in enumerate(frames[1:], 1):
            if frame.rank and _is_apposed(text, frames[at - 1], frame):
                frames[at] = frame._replace(when=(*frames[at - 1].when, *frame.when))
        yield from _with_periods(frames)

    def _of_part(
        self, text: str, clause: Clause, before: Frame | None, counted: bool
    ) -> Iterator[Frame]:
        anchors = clause.anchors
        kinds = [one for one in anchors if one.slot == "kind"]
        if not kinds:
            return
        shown = [one for one in anchors
                 if not (one.slot == "where" and not one.value.known)
                 and not (one.slot == "length" and one.value is None)]  # fmt: skip
        fills = [one for one in shown if one.slot in FILLS]
        words = [one.value for one in anchors if one.slot in ("kind", "form")]
        types = frozenset.intersection(*(word.types for word in words))
        narrow = types.intersection(*(word.narrow for word in words)) or types
        sides = (self._sides(kinds[0].start), *self.known, self._sides(len(text)))
        self.recent = [one for one in sides if one]
        who = self._who(text, clause, kinds[0], before)
        number, amiss = _number(text, anchors)
        if counted and _is_one(text, anchors):
            number = number or Limits(1, 1)  # a meeting and four calls
        reason = clause.unread or who.unread or amiss
        if not types:
            reason = reason or "several kinds of contact"
        ranks = [one.value for one in anchors if one.slot == "rank"]
        for one in anchors:
            if one.slot == "when" and (amiss := _amiss(text, one)):
                reason = reason or f'"{text[one.start : one.end]}" {amiss}'
        tags, limited = self._tags(text, anchors)
        if limited and (number or ranks):
            reason = reason or f'"{limited}"'
        past = any(word_of(text, one) == "had" for one in anchors)  # the two had last met in May
        if len(ranks) > 1 or (ranks and number) or (past and -1 in ranks):
            reason = reason or "several numbers"
        denied = any(one.slot == "not" for one in anchors)
        if past and denied:
            reason = reason or '"had"'  # not until a day that the sentence may not name
        frame = Frame(
            clause.start or fills[0].start, fills[-1].end, types, narrow,
            who.parties, number=number,
            rank=ranks[0] if ranks else None,
            tags=tags,
            lengths=tuple(one.value for one in shown if one.slot == "length"),
            denied=denied,
            plural=any(one.value.plural for one in kinds) and number is None and not ranks,
            tentative=who.tentative, past=_is_past(text, anchors), unread=reason,
            holes=tuple((one.end, other.start) for one, other in pairwise(shown)
                        if re.search(r"\w", text[one.end : other.start])),
        )  # fmt: skip
        slots = [one.slot for one in anchors]
        said = not kinds[0].value.noun or "light" in slots
        whole = said and (slots.count("who") > 1 or "both" in slots)
        for made in _with_days(text, anchors, frame):
            if self.heading and whole and not (made.when or made.where or made.number):
                made = made._replace(when=self.heading, tentative=True)  # `24 January`, and below
            yield made

    def _tags(self, text: str, anchors: Sequence[Anchor]) -> tuple[tuple[str, ...], str]:
        """Return the tags of the contacts in a clause, and the word that limits them otherwise."""
        said: list[str] = []
        people: list[str] = []
        for at, one in enumerate(anchors):
            nation = one.slot == "people" or (one.slot == "who" and len(one.value.ids) != 1)
            words = people if nation else said
            if nation or (one.slot == "kind" and one.value.noun):
                words += [word.removesuffix("s") for word in word_of(text, one).split()]
                while at and anchors[at - 1].slot == "plain":
                    at -= 1
                    words.append(word_of(text, anchors[at]))
        known = self.lexicon.tags
        tags = [tag for tag in known if tag in said]
        asked = [word for word in people if word in _RESTRICTING and known]
        limits = [word for word in said if word in _RESTRICTING and known]
        limits = [] if {*limits} & {*tags} else limits
        return tuple(tags), "".join([*limits, *asked][:1])

    def _who(self, text: str, clause: Clause, kind: Anchor, before: Frame | None) -> Who:
        """Return the parties of a frame. `before`: the frame before it in its clause, or None."""
        anchors = clause.anchors
        named = distinct(one.value for one in anchors if one.slot == "who")
        if words := [word_of(text, o) for o in anchors if o.slot == "one"]:
            return self._with_pronoun(words, named, clause, kind, before)
        has_subject = any(one.slot == "who" and one.start < kind.start for one in anchors)
        if named and not has_subject and not kind.value.noun:  # met Xi, and then spoke to him
            goes_on = coordinates(text, anchors[0])
            subject = before.who[:1] if before and goes_on else ()
            subject = subject or (clause.subject if clause.opener or goes_on else ())
            named = distinct([*subject, *named])
        lacks_subject = not has_subject and _is_with(text, anchors, kind)
        if len(named) > 1 and not lacks_subject:
            return Who(named)
        if not named:
            return self._inherited(text, clause, kind, before)
        if "visit" in kind.value.types:
            return Who(named)
        both = distinct([*clause.subject, *named])
        if lacks_subject and len(both) > len(named):
            return Who(both)
        slots = {one.slot for one in anchors}
        if {"light", "where", "when"} <= slots and _is_definite(text, anchors, kind):
            return Who(named, tentative=True)  # `He Lifeng attended the talks in London in June`
        if any(one.slot == "when" for one in anchors) and (pair := self._pair(clause, kind)):
            return Who(pair, tentative=True)
        return Who(named, "only one party is named")

    def _inherited(self, text: str, clause: Clause, kind: Anchor, before: Frame | None) -> Who:
        """Return the parties of a frame whose own words name nobody."""
        anchors = clause.anchors
        dated = any(one.slot in ("when", "where") for one in anchors)
        counted = any(one.slot == "number" for one in anchors) or _is_one(text, anchors)
        pronouns = [word_of(text, one) for one in anchors if one.slot == "both"]
        found = before.who if before else ()
        if clause.opener in ("who", "whom") and not kind.value.noun:
            found = clause.subject
        elif "visit" in kind.value.types:
            return Who(clause.subject, "" if clause.subject else "nobody is named")
        elif not found and pronouns:
            found = self._meant(pronouns[0])
        elif not found and clause.opener and (dated or counted) and len(clause.subject) > 1:
            if _is_definite(text, anchors, kind):  # `after the talks in London`
                return Who(self._countries(clause.subject), tentative=True)
            found = clause.subject
        people = any(
            word_of(text, one) in _TEAMS.split() for one in anchors if one.slot == "people"
        ) or any(word_of(text, one) == "followed" for one in anchors)
        if not found and dated and (pair := self._pair(clause, kind)):
            return Who(pair, tentative=True)  # `in a phone call on March 18, Xi said`
        ranked = any(one.slot == "rank" for one in anchors)
        if not found and self.recent and dated and (
            people or ranked or _is_definite(text, anchors, kind)
        ):  # fmt: skip
            sides = self.recent[0] if ranked else self._countries(self.recent[0])
            return Who(sides, tentative=True)
        return Who(found, "" if len(found) > 1 else "nobody is named")

    def _with_pronoun(
        self, words: Sequence[str], named: tuple[Party, ...], clause: Clause, kind: Anchor,
        before: Frame | None,
    ) -> Who:  # fmt: skip
        """Return the parties of a frame with "he" or "him"."""
        if not {*words} <= {"he", "she", "him", "her", "his"} or len(named) > 1:
            return Who(named, "a pronoun")
        pair = before.who if before else self.recent[0] if self.recent else ()
        pair = () if "visit" in kind.value.types else pair
        people = len(pair) == 2 and all(len(one.ids) == 1 for one in pair)
        if people and (not named or any(named[0].ids == one.ids for one in pair)):
            known = bool(named or len(words) > 1 or before)
            return Who(pair, "" if known else "a pronoun", before is None)
        subject = clause.subject or self.subject
        if len(subject) == 1 and named and len(both := distinct([*subject, *named])) == 2:
            return Who(both, tentative=not clause.subject)
        return Who(named, "a pronoun")

    def _pair(self, clause: Clause, kind: Anchor) -> tuple[Party, ...]:
        """Return the pair that was named last, if a clause is about one of it and nobody else."""
        named = [one.value for one in clause.anchors if one.slot == "who"]
        subject, pair = distinct(named) or clause.subject, [*self.recent, ()][0]
        known = len(pair) == 2 and [one.ids for one in subject] in [[one.ids] for one in pair]
        return pair if known and not clause.strange and kind.value.noun else ()

    def _meant(self, word: str) -> tuple[Party, ...]:
        """Return the two sides that were named last and that a pronoun can mean, or ()."""
        noun = word.split()[-1]
        for sides in self.recent:
            people = all(len(one.ids) == 1 for one in sides)
            if noun in ("countries", "sides", "nations", "governments", "teams", "delegations",
                        "militaries", "parties"):  # fmt: skip
                return self._countries(sides)
            if noun not in _OFFICES or (people and all(self._holds(one, noun) for one in sides)):
                return sides
        known = self.lexicon.ledger.principals
        leaders = tuple(Party(frozenset((one.id,)), "", (), one.name) for one in known)
        is_pair = len(leaders) == 2 and noun in _OFFICES
        return leaders if is_pair and all(self._holds(one, noun) for one in leaders) else ()

    def _countries(self, sides: Sequence[Party]) -> tuple[Party, ...]:
        nations, ids = dict.fromkeys(map(self._nation, sides)), self.lexicon.by_country
        return tuple(Party(ids.get(one, frozenset()), one, (), one) for one in nations)

    def _holds(self, party: Party, noun: str) -> bool:
        roles = [role for id in party.ids for role in self.lexicon.ledger.actors[id].roles]
        return any(word in role.title.lower() for role in roles for word in _OFFICES[noun])

    def _nation(self, party: Party) -> str:
        countries = {self.lexicon.ledger.actors[id].country for id in party.ids}
        return party.nation or (next(iter(countries)) or "" if len(countries) == 1 else "")

    def _sides(self, end: int) -> tuple[Party, ...]:
        """Return the two sides that the sentence names before a position, or ()."""
        named = distinct(o.value for o in self.anchors if o.slot == "who" and o.start < end)
        nations = {self._nation(one) for one in named}
        return named if len(nations) == 2 and "" not in nations else ()


def _is_past(text: str, anchors: Sequence[Anchor]) -> bool:
    """Return whether the verb of a clause is in the past: `met`, `a call took place`."""
    verbs = [word_of(text, one).split()[0] for one in anchors
             if one.slot == "light" or (one.slot == "kind" and not one.value.noun)]  # fmt: skip
    return PRESENT.isdisjoint(verbs) and any(verb.endswith("ed") or verb in PAST for verb in verbs)


def _moved(frame: Frame, order: Anchor) -> Frame:
    """Return the frame of a contact on the day of `three days before the inauguration`."""
    apart, time = order.value
    day = time.readings[0].first
    if day is None or apart.slack or apart.least != apart.most:
        return frame
    day += dt.timedelta(apart.most if time.relation == "after" else -apart.most)
    return frame._replace(when=(Time((Span(day, day),), "", True, True),), end=order.end)


def _is_apposed(text: str, before: Frame, frame: Frame) -> bool:
    """Return whether a rank is of the contact before it: `spoke on June 5, their second call`."""
    between = text[before.end : frame.start]
    days = [one for one in (before, frame) if any(time.exact for time in one.when)]
    return days == [before] and re.fullmatch(_APPOSED, between) is not None


_QUOTED_DAY = re.compile(r"today|yesterday|tonight|last night|this (?:morning|afternoon|evening)")

_DAYS = re.compile("|".join(f"({name})" for name in WEEKDAYS))


def _amiss(text: str, one: Anchor) -> str:
    """Return why a day cannot be read, or "".

    Its weekday may be wrong, or it counts from the day of a speaker who is quoted.
    """
    before, words = text[: one.start], text[one.start : one.end]
    is_quoted = before.count("“") > before.count("”") or before.count('"') % 2 == 1
    if is_quoted and _QUOTED_DAY.match(words.lower()):
        return "in a quotation"
    day = _DAYS.search(words)
    firsts = [first for first, _ in one.value.readings if first]
    wrong = day and all(first.weekday() != WEEKDAYS.index(day[0]) for first in firsts)
    return "is another day of the week" if wrong and not one.value.relation else ""


def _told(frames: Sequence[Frame]) -> Frame | None:
    """Return the only contact that a sentence states with its parties and day, or None."""
    found = [one for one in frames if not (one.unread or one.denied or one.number)]
    days = [one for one in found if any(time.exact for time in one.when)]
    return days[0] if len(days) == len(frames) == 1 and len(days[0].who) > 1 else None


def _is_of_told(text: str, frame: Frame, told: Frame) -> bool:
    """Return whether a rank is of the contact that the sentence before states: `It was their`."""
    days = any(time.exact and not time.relation for time in frame.when)
    own = days or frame.where or frame.denied or frame.number
    named = [one.ids for one in frame.who]
    same = not named or all(one.ids in named for one in told.who) or frame.tentative
    is_said = frame.unread in ("", "nobody is named", "only one party is named")
    fits = bool(frame.rank and told.types & frame.types)
    return fits and same and is_said and not own and _IT_WAS.match(text) is not None


_IT_WAS = re.compile(r"(?:It|This|That|The [\w\s-]{3,40}?) (?:was|is|were|marked|represented) ")


def _orders(frames: Sequence[Frame], inner: Sequence[tuple[Clause, Frame]]) -> Iterator[Order]:
    """Yield the order of each contact of a clause such as `after they met`, and of the main one."""
    for clause, other in inner:
        before = [one for one in frames if one.start < clause.place[0]]
        mains = before[-1:] or [one for one in frames if one.start > other.end][:1]
        if mains and clause.opener in ORDERS:
            sign = ORDERS[clause.opener]
            yield Order(*clause.place, mains[0], other, sign, clause.apart)


def _is_definite(text: str, anchors: Sequence[Anchor], kind: Anchor) -> bool:
    """Return whether words such as `the talks` mean a contact of those who were named before."""
    head = [word_of(text, one) for one in anchors[: anchors.index(kind)]]
    known = not _OF_BEFORE.isdisjoint(head)
    return kind.value.noun and (not head or kind.value.plural or known)


def _is_with(text: str, anchors: Sequence[Anchor], kind: Anchor) -> bool:
    """Return whether a contact is "a meeting with" somebody, or "meeting" them: the subject's."""
    at = anchors.index(kind)
    after = next((n for n in range(at + 1, len(anchors)) if anchors[n].slot == "who"), at)
    led = "with" in [word_of(text, one) for one in anchors[at + 1 : after][-2:]] or after == at + 1
    before = [word_of(text, one) for one in anchors[:at]]
    return kind.value.noun and led and "the" not in before


_OF_BEFORE = frozenset(("the", "this", "these", "those", "previous", "earlier", "prior"))
_TEAMS = "negotiators teams delegations diplomats envoys representatives officials"
_LEADERS = ("president", "premier", "prime minister", "chancellor", "king", "general secretary",
            "chairman", "leader")  # fmt: skip
_OFFICES = {
    "presidents": ("president",), "ministers": ("minister", "secretary"), "leaders": _LEADERS,
    "men": _LEADERS, "state": _LEADERS,
}  # fmt: skip
"""The nouns in words such as `the two presidents` -> words in the offices of those they mean."""

_RESTRICTING = frozenset(RESTRICTING.split())
_GOVERNING = frozenset(("who", "light", "both", "where", "rank", "number"))
_BARRIERS = ("unknown", "mood", "topic", "measure", "say")


def _runs(text: str, clause: Clause) -> Iterator[Clause]:
    """Yield the runs of a clause between words that are not known, with what these forbid."""
    anchors = clause.anchors
    bounds = [-1, *(at for at, one in enumerate(anchors) if one.slot in _BARRIERS), len(anchors)]
    strange = any(one.slot == "unknown" and text[one.start].isupper() for one in anchors)
    for left, right in pairwise(bounds):
        run = anchors[left + 1 : right]
        if any(one.slot == "kind" for one in run):
            reason = clause.unread or _barred(text, anchors, left, right)
            if clause.opener == "to" and _is_reached(text, anchors, left):
                reason = ""  # to implement the consensus reached during the call
            while right < len(anchors) and run[-1].slot in ("number", "rank", "limit"):
                run = run[:-1]  # `on 17 January, three days before`, `in a first test`
            if right < len(anchors) and anchors[right].slot == "unknown":
                whole, run = run, _without_tail(text, run)
                tail = whole[len(run) :]
                among = bool(tail) and _between_names(whole, len(run))
                named = [one.slot for one in (*run[-1:], *tail)] == ["who", *["plain"] * len(tail)]
                if among or (named and tail and text[anchors[right].start].isupper()):
                    reason = reason or f'"{word_of(text, anchors[right])}"'  # whose is it?
            yield clause._replace(anchors=run, unread=reason, strange=strange)


def _is_reached(text: str, anchors: Sequence[Anchor], left: int) -> bool:
    """Return whether a participle and a preposition lead to a contact, as in `agreed at talks`."""
    words = [word_of(text, one) for one in anchors[max(left, 0) : left + 2]]
    led = left > 0 and words[1:] and words[1] in ("in", "during", "at")
    return bool(led) and anchors[left].slot == "unknown" and words[0].endswith("ed")


def _without_tail(text: str, run: Sequence[Anchor]) -> Sequence[Anchor]:
    """Return a run without what "and" joins to the word after it, which is not known."""
    for at in range(len(run) - 1, -1, -1):
        if run[at].slot == "kind":
            break
        named = run[at].slot == "comma" and [one.slot for one in run[at + 1 :]] == ["who"]
        joined = word_of(text, run[at]) in ("and", "but") and not _joins_names(text, run, at)
        if named or joined:
            return run[:at]
    return run


def _barred(text: str, anchors: Sequence[Anchor], left: int, right: int) -> str:
    """Return which word beside a run of known words forbids a verdict on it, or ""."""
    run = anchors[left + 1 : right]
    if left < 0 and [one.slot for one in run[:2]] == ["light", "who"]:
        return f'"{text[run[0].start : run[0].end]}"'  # `had they met`, `did they meet`
    slots = {one.slot for one in run}
    kind = next(one for one in run if one.slot == "kind")
    for first, second in pairwise(run):
        numbered = second.slot == "number" or ("number" in slots and second == kind)
        counted = first.slot == "only" and not numbered and "rank" not in slots
        if counted or (first.slot == "vague" and second.slot == "kind"):
            return f'"{text[first.start : first.end]}"'  # `nearly met`, `their only call`
    before = anchors[left] if left >= 0 and not _is_reached(text, anchors, left) else None
    after = anchors[right] if right < len(anchors) else None
    if before is not None:
        word = f'"{text[before.start : before.end]}"'
        apart = [one.slot for one in run if one.slot != "quote"][:1] == ["comma"]
        unreal = _is_unreal(text, anchors[:left]) and not apart
        if before.slot in ("mood", "topic") or unreal:
            return word
        head = run[: run.index(kind)]
        if not kind.value.noun and all(one.slot in ("plain", "rank") for one in head):
            return word  # `the six leaders last met`
        governed = not _GOVERNING.isdisjoint(one.slot for one in head)
        opens = [word_of(text, one) for one in head[:1]]
        half = opens == ["and"] and [one.slot for one in head[1:2]] == ["when"]
        if half or not {"on", "of", "about", "over"}.isdisjoint(opens):
            return word  # `a statement on the talks in Geneva`, `between the flood and June 5`
        definite = any(word_of(text, one) in _DEFINITE for one in head)
        led = word_of(text, (head or [kind])[0]).split()[0] in _LEADING
        restricted = word.islower() and before.slot == "unknown" and run[0].slot == "people"
        if restricted or not (governed or definite or led):
            return word  # `the counternarcotics teams of China`
    if after is None:
        return ""
    word = f'"{text[after.start : after.end]}"'
    tail = [o for o in run if o.slot != "number" and word_of(text, o) not in ("the", "his", "her")]
    if tail[-2:-1] == [kind] and word_of(text, tail[-1]) in ("between", "with", "among"):
        return word  # `a call between six countries`
    ends = [one for one in run if one.slot != "plain" or coordinates(text, one)]
    pairs = [(word_of(text, one), other.slot) for one, other in pairwise(run)]
    if after.slot == "mood" and not (("that", "light") in pairs or coordinates(text, ends[-1])):
        return word
    if run[-1].slot == "comma" or [one.slot for one in run[-2:]] == ["comma", "number"]:
        return ""  # something else follows
    for one in anchors[right + 1 :]:
        if one.slot == "kind" or coordinates(text, one):
            break
        if one.slot in ("when", "where"):
            return word
    return ""


def _is_unreal(text: str, anchors: Sequence[Anchor]) -> bool:
    """Return whether a word such as "hope" governs what follows: `agreed to explore at talks`."""
    for one in reversed(anchors):
        if one.slot == "mood" or coordinates(text, one):
            return bool(one.slot == "mood")
    return False


_LEADING = ("and", "but", "then", ",", "in", "during", "at", "by", "after", "around", "amid")
_DEFINITE = ("the", "this", "that", "these", "those", "their", "'s", "’s")


def _coordinated(text: str, clause: Clause) -> Iterator[Clause]:
    """Yield the parts of a clause that have a verb or noun for a contact of their own."""
    anchors = clause.anchors
    kinds = [at for at, one in enumerate(anchors) if one.slot == "kind"]
    cuts: list[int] = []
    for first, second in pairwise(kinds):
        places = [
            at for at in range(first + 1, second)
            if coordinates(text, anchors[at]) and not _joins_names(text, anchors, at)
        ]  # fmt: skip
        apart = not anchors[first].value.types & anchors[second].value.types
        places = places or [
            at for at in range(first + 1, second) if _leads_to_other(text, anchors[at], apart)
        ]
        apart_from_names = [at for at in places if not _between_names(anchors, at)]
        if places:
            cuts.append((apart_from_names or places)[-1])
    bounds = [0, *cuts, len(anchors)]
    for start, end in pairwise(bounds):
        yield from _repeated(text, clause._replace(anchors=anchors[start:end]))


def _repeated(text: str, clause: Clause) -> Iterator[Clause]:
    """Yield a clause for each object of its verb, as in `met A on Monday and B on Tuesday`."""
    anchors = clause.anchors
    if tail := _last_of_several(text, anchors):
        shared = [one for one in anchors[:tail] if one.slot in ("who", "both", "kind", "form")]
        yield clause._replace(anchors=anchors[:tail])
        yield clause._replace(anchors=[*shared, *anchors[tail:]], start=anchors[tail].start)
        return
    kind = next((at for at, one in enumerate(anchors) if one.slot == "kind"), len(anchors))
    starts: list[int] = []
    slots: set[str] = set()
    for at in range(kind + 1, len(anchors)):
        ahead = [one.slot for one in anchors[at + 1 :] if one.slot in FILLS]
        led = coordinates(text, anchors[at]) and not _joins_names(text, anchors, at)
        if led and "when" in slots and ahead[:1] == ["who"]:
            starts.append(at + 1)
            slots = set()
        slots.add(anchors[at].slot)
    if not starts or "when" not in slots or "number" in slots:
        yield clause
        return
    head = [*anchors[: kind + 1], *(one for one in anchors[kind:] if one.slot == "form")]
    bounds = [kind + 1, *starts, len(anchors)]
    for start, end in pairwise(bounds):
        own = [one for one in anchors[start:end] if one.slot != "form"]
        if start > kind + 1 and any(one.slot == "light" for one in own):
            continue  # `, but Wang Yi was with Rubio`
        pairs = [(one.slot, other.slot) for one, other in pairwise(own)]
        if start > kind + 1 and ("who", "who") in pairs:  # `and Wang Yi Rubio in July`
            head = [one for one in head if one.slot != "who"]
        yield clause._replace(anchors=[*head, *own], start=own[0].start if start > kind + 1 else 0)


def _last_of_several(text: str, anchors: Sequence[Anchor]) -> int:
    """Return where words such as "most recently in June" begin after a number, or 0."""
    for at in range(2, len(anchors)):
        after = coordinates(text, anchors[at - 1]) and has_kind(anchors[:at])
        counted = any(one.slot == "number" for one in anchors[:at])
        if anchors[at].slot == "rank" and after and counted and not has_kind(anchors[at:]):
            return at
    return 0


def _leads_to_other(text: str, one: Anchor, apart: bool) -> bool:
    """Return whether a word such as "during" leads to another contact, as in `during a trip`."""
    word = word_of(text, one)
    return word == "during" or (apart and word in ("at", "on", "in", "from", "for", "of"))


def _between_names(anchors: Sequence[Anchor], at: int) -> bool:
    return [one.slot for one in (*anchors[at - 1 : at], *anchors[at + 1 : at + 2])] == ["who"] * 2


def _joins_names(text: str, anchors: Sequence[Anchor], at: int) -> bool:
    """Return whether "and" joins two parties, as in `between China and the United States`."""
    before = [word_of(text, one) for one in anchors[max(at - 3, 0) : at]]
    after = [one.slot for one in anchors[at + 1 : at + 3]]
    return not {"between", "that"}.isdisjoint(before) and "who" in after


_MORE = ("more", "further", "additional", "other", "extra", "fewer")
"""Words after a number that does not begin at the first contact."""


def _is_count(anchors: Sequence[Anchor]) -> bool:
    """Return whether there is a number that is no length of time, as in `one month later`."""
    slots = [one.slot for one in anchors]
    return any(pair[0] == "number" and pair[1] != "measure" for pair in pairwise([*slots, ""]))


def _is_one(text: str, anchors: Sequence[Anchor]) -> bool:
    """Return whether a frame begins with "a meeting" or the like."""
    words = [word_of(text, one) for one in anchors[:3] if one.slot != "comma"]
    nouns = [one for one in anchors if one.slot == "kind" and one.value.noun]
    return bool(nouns) and bool({"a", "an"} & {*words[:2]})


def _number(text: str, anchors: Sequence[Anchor]) -> tuple[Limits | None, str]:
    """Return the number of contacts in a clause, and why it cannot be read, or ""."""
    numbers = [at for at, one in enumerate(anchors) if one.slot == "number"]
    if not numbers:
        return None, ""
    if len(numbers) > 1:
        return None, "several numbers"
    at = numbers[0]
    number = anchors[at].value
    before = anchors[at - 1] if at else None
    following = anchors[at + 1] if at + 1 < len(anchors) else None
    if following is not None and (following.slot == "measure" or word_of(text, following) in _MORE):
        return None, f'"{text[anchors[at].start : following.end]}"'
    if before is not None and before.slot in ("vague", "topic"):
        return None, f'"{text[before.start : before.end]}"'
    if before is not None and before.slot == "limit":
        limit = word_of(text, before)
        if limit in MOST:
            return Limits(None, number + MOST[limit]), ""
        return Limits(number + LIMITS[limit], None), ""
    return Limits(number, number), ""


def _with_days(text: str, anchors: Sequence[Anchor], frame: Frame) -> Iterator[Frame]:
    """Yield the frame with its times and places. A list of days makes a frame for each day."""
    times = [at for at, one in enumerate(anchors) if one.slot == "when"]
    places = [at for at, one in enumerate(anchors) if one.slot == "where"]
    listed: list[int] = []
    for first, second in pairwise(times):
        between = anchors[first + 1 : second]
        is_list = any(coordinates(text, one) for one in between) and all(
            one.slot in ("comma", "where", "plain", "order") for one in between
        )
        is_list = is_list and not any(anchors[at].value.relation for at in (first, second))
        if is_list and anchors[first].value.exact == anchors[second].value.exact:
            listed += [at for at in (first, second) if at not in listed]
    alone = tuple(anchors[at].value for at in times if at not in listed)
    where = tuple(anchors[at].value for at in places)
    joined = any(
        coordinates(text, one) and one.slot != "comma"
        for first, second in pairwise(places) for one in anchors[first:second]
        if anchors[first].value != anchors[second].value
    )  # fmt: skip
    reason = frame.unread
    counted = frame.number == Limits(len(places), len(places))
    if counted and joined and not (listed or frame.denied):  # three rounds: in Geneva, London ...
        end = max(one.end for one in anchors[: places[0]] if one.slot in FILLS)
        yield frame._replace(when=alone, end=end)
    ranked = frame.rank is not None or frame.denied
    if joined and not (listed or ranked) and (counted or not (alone or frame.number)):
        for at in places:  # talks in Geneva, London and Madrid
            one = frame._replace(when=alone, where=(anchors[at].value,), plural=False, number=None)
            start = frame.start if at == places[0] and not counted else anchors[at].start
            yield one._replace(start=start, end=anchors[at].end)
        return
    if listed and any(one.slot == "who" for one in anchors[listed[0] : listed[-1]]):
        reason = reason or "several parties and days"
    if (len(places) > 1 and joined and len(places) != len(listed)) or (listed and frame.denied):
        reason = reason or "several places or days"
    days = [anchors[at].value for at in times if at not in listed]
    if len({day.readings for day in days if day.exact and not day.relation}) > 1:
        reason = reason or "several days"
    if not listed:
        reason = reason or ("a plural without a number" if frame.plural else "")
        yield frame._replace(when=alone, where=where, unread=reason)
        return
    if frame.number and alone:  # four times this year, in January, June ...
        yield frame._replace(when=alone, unread=reason)
    if frame.number and frame.number != Limits(len(listed), len(listed)):
        reason = reason or "the list is not as long as the number"
    start = frame.start
    for number, at in enumerate(listed):
        own = where[number : number + 1] if len(where) == len(listed) else where
        end = anchors[max([at, *places[number : number + 1]] if own != where else [at])].end
        yield frame._replace(
            start=start, end=end, when=(anchors[at].value,), where=own, number=None, unread=reason
        )
        start = end


def _with_periods(frames: Sequence[Frame]) -> Iterator[Frame]:
    """Yield the frames, with the period that begins or ends the sentence if they have none."""
    for at, frame in enumerate(frames):
        if frame.number and not frame.when:
            later = [one.when for one in frames[at + 1 :] if one.when and one.number]
            earlier = [one.when for one in reversed(frames[:at]) if one.when
                       and not any(o.exact and not o.relation for o in one.when)]  # fmt: skip
            frame = frame._replace(when=[*later, *earlier, ()][0])
        yield frame
