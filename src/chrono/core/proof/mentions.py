"""Events that a sentence mentions by a place, an ordinal, a date or a name.

Forms of sentences are patterns on the masked text: the same text, in which each mention of an event
is a run of one character, and likewise each person, distance and time (see MASKS).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import NamedTuple

from chrono.core import english
from chrono.core.model import Event
from chrono.core.proof.context import Context
from chrono.core.proof.findings import Finding, Verdict
from chrono.core.proof.findings import Kind as FindingKind
from chrono.core.proof.kinds import Kind
from chrono.core.proof.masks import MASKS
from chrono.core.proof.matching import date_fits, unique
from chrono.core.proof.people import Party
from chrono.core.proof.places import Place
from chrono.core.proof.scenes import resolved
from chrono.core.proof.statements import Description, Statement
from chrono.core.proof.times import Time
from chrono.core.proof.verdicts import Judge
from chrono.core.proof.words import Mark, Sentence


class Mention(NamedTuple):
    """Words that mean one event. `start`, `end`: their place in the sentence."""

    start: int
    end: int
    event: Event


_BARE = re.compile(
    r"(?: one)?(?=[,.;:)]|$| (?:and|from|to|by|on|was|were|came|took|followed|preceded|lasted|ended"
    r"|began|lay|lies?|passed|of (?:them|these|those))\b)"
)
_DETERMINED = re.compile(r"\b(?:[Tt]h(?:e|at)|[Tt]heir) ([A-Z]\w+\.? )?$")
"""Matches the words before a noun for one event. Its group is the name of a month."""
_GENERAL = {"contact", "contacts", "exchange", "exchanges"}


def _follows(text: str, first: Mark | None, second: Mark | None, kind: str, gap: str) -> bool:
    """Whether two marks stand side by side, the second one of a kind, with a pattern in between."""
    if first is None or second is None or kind != second.kind:
        return False
    return bool(re.fullmatch(gap, text[first.end : second.start]))


class Mentions:
    """A sentence with its marks and the events that it mentions."""

    def __init__(self, sentence: Sentence, context: Context, judge: Judge) -> None:
        self.text, self.offset = sentence.text, sentence.start
        self.context, self.judge = context, judge
        self._lists: dict[tuple[Description, tuple[Time, ...]], list[tuple[Event, ...]]] = {}

    @cached_property
    def marks(self) -> list[Mark]:
        """The marks of the sentence."""
        return self.judge.vocabulary.marks(self.text)

    def of(self, *kinds: str) -> list[Mark]:
        """The marks of some kinds."""
        return [mark for mark in self.marks if mark.kind in kinds]

    def finding(
        self,
        place: tuple[int, int],
        kind: FindingKind,
        verdict: Verdict,
        reading: str,
        answer: str = "",
        events: Sequence[Event] = (),
    ) -> Finding:
        """A finding at a place in the sentence."""
        start, end = place
        piece = self.text[start:end]
        start += len(piece) - len(piece.lstrip(" ,;:"))
        end -= len(piece) - len(piece.rstrip(" ,;:."))
        return Finding(
            self.offset + start, self.offset + end, kind, verdict, reading, answer, unique(events)
        )

    # -- people and kinds -------------------------------------------------------------------------

    def parties(
        self, start: int = 0, end: int | None = None, pronouns: bool = True
    ) -> tuple[Party, ...]:
        """The people named in a part of the sentence; pronouns as the context explains them."""
        last = len(self.text) if end is None else end
        marks = [mark for mark in self.of("people") if start <= mark.start and mark.end <= last]
        unread = {"his", "it"} if pronouns else {mark.value.pronoun for mark in marks} - {""}
        marks = [mark for mark in marks if mark.value.pronoun not in unread]
        return resolved(marks, self.text, self.context, self.judge.vocabulary.names)[0]

    @property
    def pairs(self) -> list[tuple[Party, ...]]:
        """The people of the last contact and last count, if two or more; and their first two."""
        counted = self.context.counted
        both = (self.context.pair, counted.parties if counted else ())
        known = [parties for parties in both if len(parties) >= 2]
        return [*known, *(parties[:2] for parties in known if len(parties) > 2)]

    def kind_at(self, at: int) -> Kind | None:
        """The kind of event of the noun at a place or the last one before it, or of the context."""
        nouns = [mark for mark in self.of("noun") if mark.start <= at]
        counted = self.context.counted
        return (
            nouns[-1].value if nouns else self.context.kind or (counted.kind if counted else None)
        )

    # -- lists of events --------------------------------------------------------------------------

    def groups(self, kind: Kind | None, own: Sequence[Party] = ()) -> Iterator[tuple[Event, ...]]:
        """Yield the lists of events that "the rounds" or "them" may mean, the likeliest first.

        `own`: people whom the sentence names as taking part.
        """
        counted = self.context.counted
        if kind is not None and len(own) >= 2:
            yield from self._listed(Description(tuple(own), kind=kind), ())
        if counted and self._current(counted, kind):
            yield from self._listed(counted._replace(places=()), self.context.windows)
            yield from self._listed(counted._replace(places=()), ())
            yield from self._listed(counted, self.context.windows)
        kind = kind or self.context.kind
        if kind is None:
            return
        if kind.tags:
            yield from self._listed(Description(kind=kind), ())
        if len(self.context.pair) >= 2:
            yield from self._listed(Description(self.context.pair, kind=kind), ())

    def _current(self, counted: Description, kind: Kind | None) -> bool:
        """Whether "the rounds" may mean what was counted: of this kind, and with the last pair."""
        if counted.kind is None or (kind is not None and not kind.types & counted.kind.types):
            return False
        if not counted.parties:
            return bool(counted.kind.tags)
        pair = self.context.pair
        return not pair or any(one.actors & two.actors for one in counted.parties for two in pair)

    def group(
        self, kind: Kind | None, number: int | None = None, own: Sequence[Party] = ()
    ) -> tuple[Event, ...]:
        """The list of events that words mean, with `number` events if that is given.

        It is empty if there is none. Without a number, it has two events or more.
        """
        for events in self.groups(kind, own):
            if len(events) == number or (number is None and len(events) > 1):
                return events
        return ()

    def _listed(self, about: Description, windows: tuple[Time, ...]) -> Sequence[tuple[Event, ...]]:
        """The events of a description, for each reading of the windows, if all are certain."""
        key = about, windows
        if key not in self._lists:
            statement = Statement("count", 0, 0, about, windows=windows)
            found = []
            for _, span in self.judge.spans_of(statement):
                certain, possible = self.judge.matches(about, about.parties, span)
                if certain and not possible:
                    found.append(unique(certain))
            self._lists[key] = found
        return self._lists[key]

    def listed(self, parties: tuple[Party, ...], kind: Kind) -> tuple[Event, ...]:
        """The events of a kind with some people in the year of the text, up to its day."""
        return next(iter(self._listed(Description(parties, kind=kind), ())), ())

    def of_people(
        self, parties: tuple[Party, ...], kind: Kind | None, time: Time | None
    ) -> Event | None:
        """The only event with some people, of a kind and on some days; else None."""
        times = (time,) if time else ()
        found = self.judge.find(Description(parties, kind=kind, times=times))
        return found[0] if len(found) == 1 else None

    # -- mentions ---------------------------------------------------------------------------------

    @cached_property
    def all(self) -> tuple[Mention, ...]:
        """The mentions in the sentence, in order."""
        found = (self._mention(at, mark) for at, mark in enumerate(self.marks))
        return tuple(mention for mention in found if mention)

    def at(self, place: int) -> Event:
        """The event that is mentioned from a place on."""
        return next(mention.event for mention in self.all if mention.start == place)

    def _mention(self, at: int, mark: Mark) -> Mention | None:
        event: Event | None = None
        start, end = mark.start, mark.end
        if mark.kind == "event":
            event = mark.value
        elif mark.kind == "reference":
            event = self.one(mark.value)
        elif mark.kind == "ordinal":
            return self._ordinal(at, mark)
        elif mark.kind in ("place", "country"):
            return self._place(at, mark)
        elif mark.kind == "noun" and self.of("distance"):
            return self._noun(at, mark)
        return Mention(start, end, event) if event else None

    def one(self, about: Description) -> Event | None:
        """The only event that a description fits, or fits with the last pair of people."""
        found = self.judge.find(about)
        if len(found) > 1 and not about.parties and len(self.context.pair) >= 2:
            found = self.judge.find(about._replace(parties=self.context.pair))
        return found[0] if len(found) == 1 else None

    def _place(self, at: int, mark: Mark) -> Mention | None:
        """`Geneva`, `the Madrid round`; and `Geneva` in `held in Geneva, Stockholm and London`."""
        start, end = mark.start, mark.end
        after = self.marks[at + 1] if at + 1 < len(self.marks) else None
        if getattr(mark.value, "prep", False):
            start = end - len(mark.value.name)
            gap = self.text[end : after.start] if after else ""
            listed = after and after.kind in ("place", "country")
            is_item = start == mark.start  # `Vienna` in `in Lyon and Vienna`
            if (
                not is_item
                and not (listed and gap in (", ", " and ", ", then "))
                and not (after and after.kind == "noun" and gap == " ")
            ):
                return None
        name = self.text[start:end]
        if name not in self.judge.ledger.words.get("places", ()):
            return None
        kind = self.kind_at(start)
        if after and after.kind == "noun" and self.text[end : after.start] == " ":
            kind = after.value
            if not kind.plural:
                end = after.end
                start -= 4 if self.text[:start].lower().endswith("the ") else 0
        known = kind or self.context.counted or self.of("noun", "verb", "reference")
        event = self.placed(Place(name), kind) if known else None
        return Mention(start, end, event) if event else None

    def placed(self, place: Place, kind: Kind | None) -> Event | None:
        """The event that a place means: of those counted last, or else the only one there."""
        for events in self.groups(kind):
            there = [event for event in events if place.fits(event)]
            if len(there) == 1:
                return there[0]
        for about in (Description(kind=kind, places=(place,)), Description(places=(place,))):
            if event := self.one(about):
                return event
        return None

    def _ordinal(self, at: int, mark: Mark) -> Mention | None:
        """`the first round`, `the second`, `their third call`; `the first and second rounds`."""
        before = re.search(r"(?:\b[Tt]he (?:very )?|\b[Tt]heir |['’]s? )$", self.text[: mark.start])
        last, noun, after = (self._near(at, step) for step in (-1, 1, 2))
        paired = (
            last is not None
            and last.kind == "ordinal"
            and _follows(self.text, last, mark, "ordinal", " and ")
        )
        if (not before and not paired) or mark.value.number == 0:
            return None
        start, end = before.start() if before else mark.start, mark.end
        start = mark.start if before and before[0][0] in "'’" else start
        windows: tuple[Time, ...] = ()
        if noun and _follows(
            self.text, mark, noun, "noun", r" (?:of (?:these|those) )?(?:\w+ ){0,2}"
        ):
            if noun.value.plural and not paired and " of " not in self.text[mark.end : noun.start]:
                return None
            kind, end = noun.value, noun.end
            if after and _follows(self.text, noun, after, "time", " ?"):
                if after.value.exact and after.value.prep == "in":
                    return None
                windows, end = (after.value,), after.end
        elif _follows(self.text, mark, noun, "ordinal", " and ") and after and after.kind == "noun":
            kind = after.value
        elif bare := _BARE.match(self.text, mark.end):
            kind, end = self.kind_at(mark.start), bare.end()
        else:
            return None
        if kind is None or kind.word in _GENERAL:
            return None
        own = self.parties(0, mark.start)
        event = self._ranked(mark.value.number, kind, windows, own)
        return Mention(start, end, event) if event else None

    def _noun(self, at: int, mark: Mark) -> Mention | None:
        """`their video call`, `the September call`: the only such event of the last pair."""
        kind, month, after = mark.value, self._near(at, -1), self._near(at, 1)
        if month and (month.kind != "time" or month.end != mark.start - 1):
            month = None
        words = _DETERMINED.search(self.text, 0, mark.start)
        if kind.plural or kind.word in _GENERAL or words is None or bool(words[1]) != bool(month):
            return None
        if after and after.kind in ("time", "place") and after.start - mark.end <= 1:
            return None
        event: Event | None = None
        if month:
            time = month.value._replace(prep="in")
            event = self.dated(time, kind) or self._only(Description(kind=kind, times=(time,)))
        elif (
            len(self.context.pair) >= 2 and len(listed := self.listed(self.context.pair, kind)) == 1
        ):
            event = listed[0]
        return Mention(words.start(), mark.end, event) if event else None

    def _near(self, at: int, step: int) -> Mark | None:
        """The mark some steps after that of a number, or before it for negative steps."""
        return self.marks[at + step] if 0 <= at + step < len(self.marks) else None

    def _ranked(
        self, number: int, kind: Kind, windows: tuple[Time, ...], own: Sequence[Party]
    ) -> Event | None:
        """The event of a number in a list; None if the readings of the list do not agree."""
        if windows:
            parties = own if len(own) >= 2 else () if kind.tags else self.context.pair
            lists = [*self._listed(Description(tuple(parties), kind=kind), windows)]
        else:
            lists = [*self.groups(kind, own)][: 2 if self.context.counted and len(own) < 2 else 1]
        least = max([2, *(mark.value.number for mark in self.of("ordinal"))])
        lists = [events for events in lists if windows or len(events) >= least]
        at = number - 1 if number > 0 else number
        found = unique(events[at] for events in lists if len(events) >= max(number, 1))
        return found[0] if len(found) == 1 else None

    def dated(self, time: Time, kind: Kind | None, own: Sequence[Party] = ()) -> Event | None:
        """The only event on a day, of a kind and with people of the sentence or the last pair."""
        for parties in (tuple(own), *self.pairs):
            if parties and (event := self._only(Description(parties, kind=kind, times=(time,)))):
                return event
        if kind is not None and time.exact:
            return self._only(Description(kind=kind, times=(time,)))
        return None

    def _only(self, about: Description) -> Event | None:
        found = [event for event in self.judge.find(about) if event.contact]
        return found[0] if len(found) == 1 else None

    # -- the masked text --------------------------------------------------------------------------

    @cached_property
    def masked(self) -> str:
        """The text with its marks filled by the characters of MASKS."""
        text = [*self.text]
        taken: set[int] = set()
        marked = [(one.start, one.end, "EVENT") for one in self.all]
        names = {"people": "PERSON", "distance": "DISTANCE", "time": "TIME"}
        marked += [
            (mark.start, mark.end, names[mark.kind])
            for mark in self.marks
            if mark.kind in names and self.text[mark.start - 1 : mark.start] not in ("-", "–")
        ]
        for start, end, name in marked:
            while start < end and self.text[start] == " ":
                start += 1
            if taken.isdisjoint(range(start, end)):
                text[start:end] = MASKS[name] * (end - start)
                taken.update(range(start, end))
        return "".join(text)

    def value(self, kind: str, place: int) -> Mark:
        """The mark of a kind at a place in the masked text."""
        return next(m for m in self.of(kind) if m.start <= place < m.end)


def was_there(event: Event, party: Party) -> bool:
    """Whether someone took part in an event or was present."""
    return any(actor.id in party.actors for actor in (*event.actors, *event.present))


def on_day(event: Event, time: Time | None) -> bool:
    """Whether an event was on a stated day; true where none is stated."""
    return time is None or date_fits(event, time) is True


def with_date(event: Event) -> str:
    """An event with its date, in words: `30 Oct 2025: Ash and Birch meet in Rome`."""
    return f"{english.date(event.when)}: {event.title}"
