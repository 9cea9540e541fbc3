"""Mentions in a sentence: words that mean one event of the ledger, such as `the Madrid round`.

A mention names an event by a place, an ordinal, a date or an id.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache, cached_property
from typing import Any, NamedTuple

from chrono.core.model import Event
from chrono.core.proof.findings import Finding
from chrono.core.proof.findings import Kind as FindingKind
from chrono.core.proof.judge import Judge
from chrono.core.proof.kinds import Kind
from chrono.core.proof.matching import only, unique
from chrono.core.proof.people import Party
from chrono.core.proof.places import Place
from chrono.core.proof.resolved_people import resolved
from chrono.core.proof.statements import Context, Description, Statement
from chrono.core.proof.times import Distance, Time
from chrono.core.proof.words import MASKS, Mark, Sentence
from chrono.core.verdicts import TextVerdict


class Mention(NamedTuple):
    """Words that name one event. `start`, `end`: position in the sentence [characters]."""

    start: int
    end: int
    event: Event


_BARE = re.compile(
    r"(?: one)?(?=[,.;:)]|$| (?:and|from|to|by|on|was|were|came|took|followed|preceded|lasted|ended"
    r"|began|lay|lies?|passed|of (?:them|these|those))\b)"
)
_DETERMINED = re.compile(r"\b(?:[Tt]h(?:e|at)|[Tt]heir) ([A-Z]\w+\.? )?$")
"""Matches the words before a noun for one event. The group is the name of a month."""
_BEFORE_NOUN = r" (?:of (?:these|those) )?(?:\w+ ){0,2}"
_GENERAL = {"contact", "contacts", "exchange", "exchanges"}


class Mentions:
    """A sentence with its marks and its mentions of events.

    - `offset`: the position of the sentence in the whole text [characters]
    - `context`: people and events that the text has named before the sentence
    - `judge`: an object that searches the ledger
    """

    def __init__(self, sentence: Sentence, context: Context, judge: Judge) -> None:
        self.text, self.offset = sentence.text, sentence.start
        self.context, self.judge = context, judge
        self._listed = cache(self._lists)

    @cached_property
    def marks(self) -> list[Mark]:
        """Return the marks of the sentence, in order."""
        return self.judge.vocabulary.marks(self.text)

    def of(self, *kinds: str) -> list[Mark]:
        """Return the marks of the sentence whose `kind` is one of `kinds`, in order."""
        return [mark for mark in self.marks if mark.kind in kinds]

    def inside(self, start: int, end: int, *kinds: str) -> list[Mark]:
        """Return the marks from `start` to `end` [characters] whose `kind` is one of `kinds`."""
        return [mark for mark in self.of(*kinds) if start <= mark.start and mark.end <= end]

    def noun(self, match: re.Match[str]) -> Kind | None:
        """Return the kind of the noun at the end of the group "noun", or None for no noun."""
        nouns = [mark.value for mark in self.of("noun") if mark.end == match.end("noun")]
        return nouns[0] if nouns else None

    def finding(
        self,
        place: tuple[int, int],
        kind: FindingKind,
        verdict: TextVerdict | bool,
        reading: str,
        answer: str,
        events: Sequence[Event],
    ) -> Finding:
        """Return a finding at `place`. Spaces and punctuation at both ends are omitted.

        - `place`: (start, end) [characters] in the sentence
        - `verdict`: a verdict, or True for "stands" and False for "differs"
        """
        start, end = place
        if isinstance(verdict, bool):
            verdict = "stands" if verdict else "differs"
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
        """Return the parties named from `start` to `end` [characters] in the sentence.

        `pronouns`: True to include the parties that pronouns mean. `his` and `it` are always
        ignored.
        """
        marks = self.inside(start, len(self.text) if end is None else end, "people")
        unread = {"his", "it"} if pronouns else {mark.value.pronoun for mark in marks} - {""}
        marks = [mark for mark in marks if mark.value.pronoun not in unread]
        return resolved(marks, self.text, self.context, self.judge.vocabulary.names)[0]

    @property
    def pairs(self) -> list[tuple[Party, ...]]:
        """Return the groups of two or more parties that the sentence may be about.

        These are the parties of the last contact, and the parties of the events counted last. The
        first two parties of a larger group are a group too.
        """
        counted = self.context.counted
        both = (self.context.pair, counted.parties if counted else ())
        known = [parties for parties in both if len(parties) >= 2]
        return [*known, *(parties[:2] for parties in known if len(parties) > 2)]

    def kind_at(self, at: int) -> Kind | None:
        """Return the kind of the last noun up to position `at`, or else the kind that the text
        named last.
        """
        nouns = [mark for mark in self.of("noun") if mark.start <= at]
        counted = self.context.counted
        return nouns[-1].value if nouns else self.context.kind or (counted and counted.kind)

    # -- lists of events --------------------------------------------------------------------------

    def groups(self, kind: Kind | None, own: Sequence[Party] = ()) -> Iterator[tuple[Event, ...]]:
        """Yield the groups of events that `the rounds` or `them` may mean, the likeliest first.

        - `kind`: the kind of event in these words, or None for words such as `them`
        - `own`: the people in the events, if the sentence names people
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
        """Return whether words such as `the rounds` may mean `counted`, the events counted last."""
        if counted.kind is None or (kind is not None and not kind.types & counted.kind.types):
            return False
        if not counted.parties:
            return bool(counted.kind.tags)
        pair = self.context.pair
        return not pair or any(one.actors & two.actors for one in counted.parties for two in pair)

    def group(
        self, kind: Kind | None, number: int | None = None, own: Sequence[Party] = ()
    ) -> tuple[Event, ...]:
        """Return the first group with `number` events that `the rounds` or `them` may mean, or ().

        If `number` is None, the group must have two or more events.

        - `kind`: the kind of event in these words, or None for words such as `them`
        - `own`: the people in the events, if the sentence names people
        """
        for events in self.groups(kind, own):
            if len(events) == number or (number is None and len(events) > 1):
                return events
        return ()

    def _lists(self, about: Description, windows: tuple[Time, ...]) -> Sequence[tuple[Event, ...]]:
        statement = Statement("count", 0, 0, about, windows=windows)
        matches = (
            self.judge.matches(about, about.parties, span)
            for _, span in self.judge.spans_of(statement)
        )
        return [unique(certain) for certain, possible in matches if certain and not possible]

    def listed(self, parties: tuple[Party, ...], kind: Kind) -> tuple[Event, ...]:
        """Return the events of a kind in which `parties` take part, in the year of the text."""
        return next(iter(self._listed(Description(parties, kind=kind), ())), ())

    @property
    def last_contact(self) -> Event | None:
        """Return the only contact of the last statement, or None if there are none or several."""
        return only([event for event in self.context.events if event.contact])

    # -- mentions ---------------------------------------------------------------------------------

    @cached_property
    def all(self) -> tuple[Mention, ...]:
        """Return the mentions in the sentence, in order."""
        found = (self._mention(at, mark) for at, mark in enumerate(self.marks))
        return tuple(mention for mention in found if mention)

    def at(self, place: int) -> Event:
        """Return the event of the mention that begins at position `place` [characters]."""
        return next(mention.event for mention in self.all if mention.start == place)

    def mentioned(self, start: int, end: int) -> list[Mention]:
        """Return the mentions from `start` to `end` [characters] in the sentence."""
        return [mention for mention in self.all if start <= mention.start and mention.end <= end]

    def _mention(self, at: int, mark: Mark) -> Mention | None:
        if mark.kind == "ordinal":
            return self._ordinal(at, mark)
        if mark.kind in ("place", "country"):
            return self._place(at, mark)
        if mark.kind == "noun" and self.of("distance"):
            return self._noun(at, mark)
        event: Event | None = mark.value if mark.kind == "event" else None
        if mark.kind == "reference":
            event = self.one(mark.value)
        return Mention(mark.start, mark.end, event) if event else None

    def one(self, about: Description) -> Event | None:
        """Return the only event that fits a description, or None if no event or several events fit.

        If several events fit, a description without parties is narrowed to the parties of the
        contact mentioned last.
        """
        events = self.judge.find(about)
        if len(events) > 1 and not about.parties and len(self.context.pair) >= 2:
            events = self.judge.find(about._replace(parties=self.context.pair))
        return only(events)

    def _place(self, at: int, mark: Mark) -> Mention | None:
        """Return the mention of an event by its place, as in `the Madrid round`.

        Return None if the place refers to no event. After a preposition (`in Madrid`), a place
        refers to an event only in a list (`in Lyon and Vienna`) or before a noun.
        """
        start, end = mark.start, mark.end
        after = self._near(at, 1)
        gap = self.text[end : after.start] if after else ""
        noun = after if after and after.kind == "noun" and gap == " " else None
        if getattr(mark.value, "prep", False):
            start = end - len(mark.value.name)
            listed = after and after.kind in ("place", "country")
            is_item = start == mark.start  # `Vienna` in `in Lyon and Vienna`
            if not is_item and not noun and not (listed and gap in (", ", " and ", ", then ")):
                return None
        name = self.text[start:end]
        if name not in self.judge.ledger.words.get("places", ()):
            return None
        kind = noun.value if noun else self.kind_at(start)
        if noun and not noun.value.plural:
            end = noun.end
            start -= 4 if self.text[:start].lower().endswith("the ") else 0
        known = kind or self.context.counted or self.of("noun", "verb", "reference")
        event = self.placed(Place(name), kind) if known else None
        return Mention(start, end, event) if event else None

    def placed(self, place: Place, kind: Kind | None) -> Event | None:
        """Return the only event at a place, or None if this is unclear.

        `kind`: the kind of event, or None for any kind.
        """
        for events in self.groups(kind):
            if event := only([event for event in events if place.fits(event)]):
                return event
        about = Description(places=(place,))
        return self.one(about._replace(kind=kind)) or self.one(about)

    def _ordinal(self, at: int, mark: Mark) -> Mention | None:
        before = re.search(r"(?:\b[Tt]he (?:very )?|\b[Tt]heir |['’]s? )$", self.text[: mark.start])
        last, noun, after = (self._near(at, step) for step in (-1, 1, 2))
        paired = self._in_a_row(last, mark, "ordinal", "ordinal", " and ")
        if (not before and not paired) or mark.value.number == 0:
            return None
        start = before.start() if before and before[0][0] not in "'’" else mark.start
        end = mark.end
        windows: tuple[Time, ...] = ()
        if noun and self._in_a_row(mark, noun, "ordinal", "noun", _BEFORE_NOUN):
            if noun.value.plural and not paired and " of " not in self.text[mark.end : noun.start]:
                return None
            kind, end = noun.value, noun.end
            if after and self._in_a_row(noun, after, "noun", "time", " ?"):
                if after.value.exact and after.value.prep == "in":
                    return None
                windows, end = (after.value,), after.end
        elif (
            after
            and after.kind == "noun"
            and self._in_a_row(mark, noun, "ordinal", "ordinal", " and ")
        ):
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

    def _in_a_row(
        self, first: Mark | None, second: Mark | None, kind: str, other: str, gap: str
    ) -> bool:
        if not first or not second or (first.kind, second.kind) != (kind, other):
            return False
        return bool(re.fullmatch(gap, self.text[first.end : second.start]))

    def _noun(self, at: int, mark: Mark) -> Mention | None:
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
            event = self.dated(time, kind) or only(self.contacts((), kind, time))
        elif len(self.context.pair) >= 2:
            event = only(self.listed(self.context.pair, kind))
        return Mention(words.start(), mark.end, event) if event else None

    def _near(self, at: int, step: int) -> Mark | None:
        return self.marks[at + step] if 0 <= at + step < len(self.marks) else None

    def _ranked(
        self, number: int, kind: Kind, windows: tuple[Time, ...], own: Sequence[Party]
    ) -> Event | None:
        if windows:
            parties = own if len(own) >= 2 else () if kind.tags else self.context.pair
            lists = [*self._listed(Description(tuple(parties), kind=kind), windows)]
        else:
            lists = [*self.groups(kind, own)][: 2 if self.context.counted and len(own) < 2 else 1]
        least = max([2, *(mark.value.number for mark in self.of("ordinal"))])
        lists = [events for events in lists if windows or len(events) >= least]
        at = number - 1 if number > 0 else number
        return only(unique(events[at] for events in lists if len(events) >= max(number, 1)))

    def dated(self, time: Time, kind: Kind | None, own: Sequence[Party] = ()) -> Event | None:
        """Return the only contact of a kind at `time`, or None if there are none or several.

        `own`: the people in the contact, if the sentence names people. If these people have no such
        contact, the pairs of people that the sentence may be about are tried.
        """
        for parties in (tuple(own), *self.pairs):
            if parties and (event := only(self.contacts(parties, kind, time))):
                return event
        return only(self.contacts((), kind, time)) if kind is not None and time.exact else None

    def contacts(
        self, parties: tuple[Party, ...], kind: Kind | None, time: Time
    ) -> Sequence[Event]:
        """Return the contacts of a kind at `time`. Without `parties`, anyone may take part."""
        events = self.judge.find(Description(parties, kind=kind, times=(time,)))
        return [event for event in events if event.contact]

    # -- the masked text --------------------------------------------------------------------------

    @cached_property
    def masked(self) -> str:
        """Return the sentence with signs (MASKS) in place of events, people and dates."""
        masked = self.text
        names = {"people": "PERSON", "distance": "DISTANCE", "time": "TIME"}
        places = [(mention.start, mention.end, "EVENT") for mention in self.all]
        places += [
            (mark.start, mark.end, names[mark.kind]) for mark in self.of(*names)
            if self.text[mark.start - 1 : mark.start] not in ("-", "–")
        ]  # fmt: skip
        for start, end, name in places:
            start += len(self.text[start:end]) - len(self.text[start:end].lstrip(" "))
            if masked[start:end] == self.text[start:end]:  # no mask covers a part of it
                masked = masked[:start] + MASKS[name] * (end - start) + masked[end:]
        return masked

    def time(self, match: re.Match[str], group: str = "time") -> Time | None:
        """Return the date in a group of a match in the masked sentence, or None if the group has no
        date.
        """
        value: Time | None = self._value("time", match, group) if match[group] else None
        return value

    def distance(self, match: re.Match[str], group: str = "length") -> Distance:
        """Return the distance in a group of a match in the masked sentence."""
        value: Distance = self._value("distance", match, group)
        return value

    def _value(self, kind: str, match: re.Match[str], group: str) -> Any:
        place = match.start(group)
        return next(mark.value for mark in self.of(kind) if mark.start <= place < mark.end)
