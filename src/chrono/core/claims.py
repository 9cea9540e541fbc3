"""A claim beside the ledger: agrees, differs, depends, cannot tell; and what it misses narrowly."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from typing import Literal, NamedTuple

from chrono.core.counting import Count
from chrono.core.model import Claim, Event, EventType, Ledger, Number
from chrono.core.names import choose
from chrono.core.periods import Period
from chrono.core.query import Match, Query
from chrono.core.spans import Containment

Verdict = Literal["agrees", "differs", "depends", "cannot tell"]
VERDICTS: tuple[Verdict, ...] = ("agrees", "differs", "depends", "cannot tell")


def verdict_named(word: str) -> Verdict:
    """The verdict of that name. Raises UsageError where there is none."""
    return choose(word, VERDICTS, "verdict")


class NearMiss(NamedTuple):
    """An event that would count but for one thing.

    `days` is how far it began outside the window at the least, negative before it and positive
    after it; None where it lies inside, and its status or its type is another.
    """

    event: Event
    days: int | None = None


class StatedNumber(NamedTuple):
    """One number of a claim beside the ledger's own.

    `what` is a type id, or "total"; `types` are those that it counts, none for all contacts.
    `unconfirmed` may have happened; `near` is empty unless the number is too high for the ledger.
    """

    what: str
    types: tuple[EventType, ...]
    number: Number
    counted: Count
    unconfirmed: tuple[Event, ...]
    near: tuple[NearMiss, ...] = ()

    @property
    def low(self) -> int:
        """The least that was stated."""
        return self.number.min or 0

    @property
    def high(self) -> int:
        """The most that was stated; where no most was, whatever the ledger has."""
        return self.number.max if self.number.max is not None else self.counted.max

    @property
    def verdict(self) -> Verdict:
        """For this number alone, in a window that the ledger covers."""
        low, high = self.counted.min, self.counted.max
        if self.low <= low and high <= self.high:
            return "agrees"
        # What only may have happened counts upward: could it make the number true?
        possible = high + len(self.unconfirmed)
        return "cannot tell" if possible >= self.low and low <= self.high else "differs"


class Interpretation(NamedTuple):
    """One reading of a claim's window, and what the ledger counts in it.

    `period` ends with the last day of which the claim speaks.
    """

    name: str | None
    period: Period
    stated: tuple[StatedNumber, ...]
    covered: bool

    @property
    def verdict(self) -> Verdict:
        """The worst of its numbers; outside what the ledger covers nothing can be told."""
        if not self.covered:
            return "cannot tell"
        found = {one.verdict for one in self.stated}
        return next(v for v in ("differs", "cannot tell", "agrees") if v in found)

    @property
    def events(self) -> tuple[Event, ...]:
        """What is counted in it, each event once, in the order of days."""
        found = {hit.event.id: hit.event for one in self.stated for hit in one.counted.matches}
        return tuple(sorted(found.values(), key=lambda event: event.sort_key))

    @property
    def near(self) -> tuple[NearMiss, ...]:
        """What any of its numbers misses narrowly, each event once."""
        return tuple({one.event.id: one for each in self.stated for one in each.near}.values())


class ClaimVerdict(NamedTuple):
    """A claim with its readings and the verdict over all of them."""

    claim: Claim
    readings: tuple[Interpretation, ...]

    @property
    def verdict(self) -> Verdict:
        """One verdict when every reading has it; `depends` when one is true and another is not.

        A reading for which nothing can be told is not true: the claim still depends on which one
        was meant.
        """
        found = {reading.verdict for reading in self.readings}
        if len(found) == 1:
            return found.pop()
        return "depends" if "agrees" in found else "cannot tell"

    @property
    def broken(self) -> bool:
        """Whether it differs, and nobody has said why that stands."""
        return self.verdict == "differs" and self.claim.disputed is None

    @property
    def settled(self) -> bool:
        """Whether it is marked as disputed, and the ledger agrees with it now."""
        return self.verdict == "agrees" and self.claim.disputed is not None


def claims_about(ledger: Ledger, query: Query, speakers: Collection[str] = ()) -> list[Claim]:
    """The claims made in a query's period about such events as it asks for, by date.

    `speakers` are ids; none means whoever spoke.
    """
    found = []
    for claim in ledger.claims:
        made = claim.date.starts_in(query.period)
        if made is Containment.NO or (query.certain and made is not Containment.CERTAIN):
            continue
        if speakers and claim.by.id not in speakers:
            continue
        if any(
            all(wanted(event) for wanted in query.filters) for event in _spoken_of(claim, ledger)
        ):
            found.append(claim)
    return found


def _spoken_of(claim: Claim, ledger: Ledger) -> Iterator[Event]:
    """The events that a claim speaks of, as a filter sees them: one of each type that it counts."""
    kinds = {kind: ledger.types[kind] for kind in claim.counts}
    if claim.total is not None:
        counted = claim.types or [kind for kind in ledger.types.values() if kind.contact]
        kinds.update((kind.id, kind) for kind in counted)
    for kind in kinds.values():
        yield Event(
            claim.id, claim.date, kind, claim.statement, claim.actors, summary=claim.window,
            tags=claim.tags, sources=claim.sources,
        )  # fmt: skip


def judge(claim: Claim, ledger: Ledger) -> ClaimVerdict:
    """Hold a claim against the events of a ledger."""
    return next(judge_all([claim], ledger))


def judge_all(claims: Iterable[Claim], ledger: Ledger) -> Iterator[ClaimVerdict]:
    """Hold claims against the events of a ledger, each in turn."""
    told_of: dict[str, list[Event]] = {}
    for event in ledger.events:
        if event.between_nations or not event.type.contact:
            for actor in event.actors:
                told_of.setdefault(actor.id, []).append(event)
    known: dict[tuple[object, ...], Sequence[Event]] = {}  # many claims speak of the same people
    for claim in claims:
        key = (frozenset(actor.id for actor in claim.actors), frozenset(claim.tags))
        if (about := known.get(key)) is None:
            about = known[key] = _about(claim, ledger, told_of)
        readings = [_read(claim, name, period, about, ledger) for name, period in claim.readings]
        yield ClaimVerdict(claim, tuple(readings))


def _about(claim: Claim, ledger: Ledger, told_of: Mapping[str, Sequence[Event]]) -> Sequence[Event]:
    """The events that a claim speaks of: of these actors, with these tags."""
    tags = set(claim.tags)
    if not claim.actors:
        events = [
            event for event in ledger.events if event.between_nations or not event.type.contact
        ]
        return [event for event in events if tags <= set(event.tags)]
    ids = {actor.id for actor in claim.actors}
    fewest = min((told_of.get(id, ()) for id in ids), key=len)
    return [
        event
        for event in fewest
        if tags <= set(event.tags) and ids <= {actor.id for actor in event.actors}
    ]


def _read(
    claim: Claim, name: str | None, period: Period, about: Sequence[Event], ledger: Ledger
) -> Interpretation:
    """Count what the claim counts, in one window and up to the day it speaks of."""
    window = period.narrowed(Period("", None, claim.as_of.end))
    # Of a day that is not known every event counts for certain that is no later than its first.
    first = claim.as_of.start
    surely = period.narrowed(Period("", None, first)) if first else None
    if window is None:
        return Interpretation(name, period, tuple(_stated(claim, period, None, (), ledger)), True)
    stated = tuple(_stated(claim, window, surely, about, ledger))
    return Interpretation(name, window, stated, window.within(ledger.covers))


def _stated(
    claim: Claim, window: Period, surely: Period | None, about: Sequence[Event], ledger: Ledger
) -> Iterator[StatedNumber]:
    """Each number of the claim beside what the ledger has in a window, and in what surely is it."""
    wanted: list[tuple[str, tuple[EventType, ...], Number]] = [
        (kind, (ledger.types[kind],), number) for kind, number in claim.counts.items()
    ]
    if claim.total is not None:
        wanted.append(("total", claim.types, claim.total))
    elsewhere = {kind.id for _, kinds, _ in wanted for kind in kinds}
    if claim.total is not None and not claim.types:
        elsewhere |= {kind.id for kind in ledger.types.values() if kind.contact}
    for what, kinds, number in wanted:
        counts = _counter(kinds)
        matches: list[Match] = []
        unconfirmed: list[Event] = []
        for event in about:
            if counts(event) and (fit := event.when.starts_in(window)) is not Containment.NO:
                if surely is None or event.when.starts_in(surely) is not Containment.CERTAIN:
                    fit = Containment.POSSIBLE
                if event.status == "held":
                    matches.append(Match(event, fit))
                elif event.status == "unconfirmed":
                    unconfirmed.append(event)
        found = StatedNumber(what, kinds, number, Count(matches), tuple(unconfirmed))
        if found.counted.min < found.low:
            others = elsewhere if claim.actors or claim.tags else None
            inside = _inside(window, about, counts, others)
            found = found._replace(near=(*_outside(window, about, counts), *inside))
        yield found


def _counter(kinds: Sequence[EventType]) -> Callable[[Event], bool]:
    """Whether a number counts an event, whatever its date and status."""
    ids = {kind.id for kind in kinds}
    return lambda event: event.type.id in ids if ids else event.type.contact


JUST_OUTSIDE = 31
"""So many days from a window still count as just outside it."""


def _outside(
    window: Period, about: Sequence[Event], counts: Callable[[Event], bool]
) -> Iterator[NearMiss]:
    """The held event next to the window, and the one on its other side where that is near too."""
    found = list(_beside(window, about, counts))
    nearest = min((abs(one.days or 0) for one in found), default=0)
    return (one for one in found if abs(one.days or 0) <= max(nearest, JUST_OUTSIDE))


def _beside(
    window: Period, about: Sequence[Event], counts: Callable[[Event], bool]
) -> Iterator[NearMiss]:
    """The last that surely began before the window, and the first that surely began after it.

    Where several are as near, all of them.
    """
    held = [event for event in about if event.status == "held" and counts(event)]
    start, end = window.start, window.end
    if start is not None:
        last_days = [(day, e) for e in held if (day := e.when.start_span.last) and day < start]
        if last_days:
            nearest = max(day for day, _ in last_days)
            yield from (
                NearMiss(one, (day - start).days) for day, one in last_days if day == nearest
            )
    if end is not None:
        first_days = [(day, e) for e in held if (day := e.when.start) and day > end]
        if first_days:
            nearest = min(day for day, _ in first_days)
            yield from (
                NearMiss(one, (day - end).days) for day, one in first_days if day == nearest
            )


def _inside(
    window: Period,
    about: Sequence[Event],
    counts: Callable[[Event], bool],
    elsewhere: set[str] | None,
) -> Iterator[NearMiss]:
    """What lies in the window and is of another status, or of a type that the claim does not count.

    `elsewhere` are the types of its other numbers; None where a claim names neither actors nor
    tags, and events of other types would be the whole ledger.
    """
    for event in about:
        if event.when.starts_in(window) is Containment.NO:
            continue
        if counts(event):
            if event.status != "held":
                yield NearMiss(event)
        elif elsewhere is not None and event.status == "held" and event.type.id not in elsewhere:
            yield NearMiss(event)
