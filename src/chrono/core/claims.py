"""Verdicts on claims: compare the numbers in claims with the ledger, and find near misses."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from functools import cache, cached_property, partial
from itertools import accumulate
from typing import NamedTuple

from chrono.core.counting import Count
from chrono.core.coverage import Subject, covered_days, holds
from chrono.core.lookup import Lookup
from chrono.core.model import Claim, Event, EventType, Ledger, Number
from chrono.core.names import choose
from chrono.core.periods import Period
from chrono.core.progress import counted
from chrono.core.query import Match, Query
from chrono.core.spans import Containment, Span, high, low
from chrono.core.verdicts import VERDICTS, Verdict


class NearMiss(NamedTuple):
    """An event that does not count towards a number in a claim, for a single reason.

    `days`: the distance from the period of the claim [days], negative before the period. None for
    an event of another status or type in the period.
    """

    event: Event
    days: int | None = None


class StatedNumber(NamedTuple):
    """A number of events in a claim, compared with the number in the ledger.

    - `what`: the id of an event type, or "total"
    - `types`: the event types that count, or empty for all types of contacts
    - `number`: the number in the claim
    - `counted`: the number in the ledger
    - `unconfirmed`: events that do not count only because they are unconfirmed
    - `near`: the near misses if the ledger has fewer events than the claim
    """

    what: str
    types: tuple[EventType, ...]
    number: Number
    counted: Count
    unconfirmed: tuple[Event, ...]
    near: tuple[NearMiss, ...] = ()

    @property
    def low(self) -> int:
        """Return the smallest number of events for which the claim is true."""
        return self.number.min or 0

    @property
    def high(self) -> int:
        """Return the largest number of events for which the claim is true.

        If the claim has no upper limit, the result is the largest possible number in the ledger.
        """
        return self.number.max if self.number.max is not None else self.counted.max

    @property
    def verdict(self) -> Verdict:
        """Return the verdict on this number, as if the ledger covered the whole period.

        The verdict is "cannot tell" if unknown dates or unconfirmed events decide the result.
        """
        low, high = self.counted.min, self.counted.max
        if self.low <= low and high <= self.high:
            return "agrees"
        # Unconfirmed events can only raise the number: could they make the statement true?
        possible = high + len(self.unconfirmed)
        return "cannot tell" if possible >= self.low and low <= self.high else "differs"


class Interpretation(NamedTuple):
    """One reading of the period in a claim, with the numbers in the claim and in the ledger.

    For example, "this year" can mean since January, or the last 12 months.

    - `name`: the name of the reading, or None if the claim has only one reading
    - `as_of`: the last day whose events count, or None if this day is not known
    """

    name: str | None
    period: Period
    stated: tuple[StatedNumber, ...]
    covered: bool
    as_of: dt.date | None = None

    @property
    def verdict(self) -> Verdict:
        """Return the worst verdict on the numbers: "differs", else "cannot tell", else "agrees".

        If the ledger does not cover the period, the verdict is "cannot tell".
        """
        if not self.covered:
            return "cannot tell"
        verdicts = {number.verdict for number in self.stated}
        return next(v for v in ("differs", "cannot tell", "agrees") if v in verdicts)

    @property
    def events(self) -> tuple[Event, ...]:
        """Return the events that count for any of the numbers, without repeats, sorted by date."""
        matches = (match for number in self.stated for match in number.counted.matches)
        events = {match.event.id: match.event for match in matches}
        return tuple(sorted(events.values(), key=lambda event: event.sort_key))

    @property
    def near(self) -> tuple[NearMiss, ...]:
        """Return the near misses of all numbers, without repeats."""
        misses = (miss for number in self.stated for miss in number.near)
        return tuple({miss.event.id: miss for miss in misses}.values())


class ClaimVerdict(NamedTuple):
    """A claim compared with the ledger, under each reading of the claim's period."""

    claim: Claim
    readings: tuple[Interpretation, ...]

    @property
    def verdict(self) -> Verdict:
        """Return the verdict that all readings have.

        If the verdicts differ, the result is "depends" if any reading agrees, else "cannot tell".
        """
        verdicts = {reading.verdict for reading in self.readings}
        if len(verdicts) == 1:
            return verdicts.pop()
        return "depends" if "agrees" in verdicts else "cannot tell"

    @property
    def broken(self) -> bool:
        """Return whether the claim differs from the ledger and is not marked as disputed."""
        return self.verdict == "differs" and self.claim.disputed is None

    @property
    def settled(self) -> bool:
        """Return whether the claim agrees with the ledger, but is still marked as disputed."""
        return self.verdict == "agrees" and self.claim.disputed is not None


def claims_about(ledger: Ledger, query: Query, speakers: Collection[str] = ()) -> list[Claim]:
    """Return the claims from the period of a query, about events that the query selects.

    `speakers`: ids of the speakers (empty: all).
    """
    at_least = Containment.CERTAIN if query.certain else Containment.POSSIBLE
    return [
        claim
        for claim in ledger.claims
        if claim.date.starts_in(query.period) >= at_least
        and (not speakers or claim.by.id in speakers)
        and any(
            all(condition(subject) for condition in query.conditions)
            for subject in _subjects(claim, ledger)
        )
    ]


def _subjects(claim: Claim, ledger: Ledger) -> Iterator[Event]:
    for id in {id for *_, ids in _numbers(claim, ledger) for id in ids}:
        event = Event(claim.id, claim.date, ledger.types[id], claim.statement, claim.actors)
        yield event._replace(
            summary=claim.window, tags=claim.tags, sources=claim.sources, extra=claim.extra
        )


def judged(
    ledger: Ledger, query: Query, speakers: Iterable[str] = (), verdicts: Collection[str] = ()
) -> list[ClaimVerdict]:
    """Return the verdict on each claim that a query selects.

    An empty `speakers` or `verdicts` means all. Raises UsageError for an unknown verdict, and for
    an unknown or ambiguous name.
    """
    lookup = Lookup(ledger)
    ids = {actor.id for name in speakers for actor in lookup.speakers(name)}
    lookup.require_unique_names()
    wanted = [choose(word, VERDICTS, "verdict") for word in verdicts] or VERDICTS
    judgements = judge_all(claims_about(ledger, query, ids), ledger)
    return [judgement for judgement in judgements if judgement.verdict in wanted]


def judge_all(claims: Iterable[Claim], ledger: Ledger) -> Iterator[ClaimVerdict]:
    """Yield the verdict on each claim, in the order of the claims."""
    claims = [*claims]
    if not claims:
        return
    countable = [one for one in ledger.events if one.between_nations or not one.type.contact]
    by_actor: dict[str, list[Event]] = {}
    for event in countable:
        for actor in event.actors:
            by_actor.setdefault(actor.id, []).append(event)

    @cache  # many claims are about the same people
    def about(ids: frozenset[str], tags: frozenset[str]) -> DatedEvents:
        events = min((by_actor.get(id, []) for id in ids), key=len, default=countable)
        tagged = (event for event in events if tags.issubset(event.tags))
        return DatedEvents(e for e in tagged if ids <= {actor.id for actor in e.actors})

    @cache
    def typed(subject: Subject, types: frozenset[str], status: str) -> DatedEvents:
        events = about(subject.actors, subject.tags).events
        return DatedEvents(e for e in events if e.status == status and e.type.id in types)

    covered = cache(partial(covered_days, ledger.coverage))
    for claim in counted(claims, "Checking claims", len(claims)):
        subject = subject_of(claim, ledger)
        events = about(subject.actors, subject.tags)
        days = covered(subject)
        of_type = partial(typed, subject)
        readings = (
            _interpret(claim, *reading, events, of_type, days, ledger) for reading in claim.readings
        )
        yield ClaimVerdict(claim, tuple(readings))


def subject_of(claim: Claim, ledger: Ledger) -> Subject:
    """Return the subject of the events that a claim counts."""
    types = frozenset[str]().union(*(ids for *_, ids in _numbers(claim, ledger)))
    return Subject.between(claim.actors, types, claim.tags)


def _interpret(
    claim: Claim, name: str | None, period: Period, about: DatedEvents,
    typed: Callable[[frozenset[str], str], DatedEvents], covered: Sequence[Span], ledger: Ledger,
) -> Interpretation:  # fmt: skip
    until_then = period.narrowed(Period("", None, claim.as_of.days.last))
    window = until_then or period
    first = claim.as_of.days.first
    certain = window.narrowed(Period("", None, first)) if first else None
    narrower = certain and certain.span != window.span
    numbers = list(_numbers(claim, ledger))
    all_ids = frozenset().union(*(ids for *_, ids in numbers))
    others = ledger.types.keys() - all_ids if claim.actors or claim.tags else ()
    stated = []
    for what, types, number, ids in numbers:
        if until_then is None:  # `as_of` is before the period
            stated.append(StatedNumber(what, types, number, Count([]), ()))
            continue
        held = typed(ids, "held")
        matches = []
        for match in held.begun(window):
            event = match.event
            if certain is None or event.id in ledger.unsupported:
                match = Match(event, Containment.POSSIBLE)
            elif narrower:
                fit = event.when.starts_in(certain)
                match = Match(event, max(fit, Containment.POSSIBLE))
            matches.append(match)
        unconfirmed = tuple(match.event for match in typed(ids, "unconfirmed").begun(window))
        one = StatedNumber(what, types, number, Count(matches), unconfirmed)
        if one.counted.min < one.low:
            # Inside the period, only another type, or else another status, keeps an event out.
            begun = (match.event for match in about.begun(window))
            inside = [e for e in begun if e.type.id in (others if e.status == "held" else ids)]
            near = (*_outside(held.outside(window)), *map(NearMiss, inside))
            one = one._replace(near=near)
        stated.append(one)
    is_covered, last = holds(covered, window.span), claim.as_of.days.last
    return Interpretation(name, window, tuple(stated), is_covered, last)


def _numbers(
    claim: Claim, ledger: Ledger
) -> Iterator[tuple[str, tuple[EventType, ...], Number, frozenset[str]]]:
    for id, number in claim.counts.items():
        yield id, (ledger.types[id],), number, frozenset((id,))
    if claim.total is not None:
        types = claim.types or [type for type in ledger.types.values() if type.contact]
        yield "total", claim.types, claim.total, frozenset(type.id for type in types)


class DatedEvents:
    """An index of events by the days on which each event may have begun."""

    def __init__(self, events: Iterable[Event]) -> None:
        self.events: Sequence[Event] = tuple(events)
        self._spans = [event.when.start_span for event in self.events]
        # The latest day until each event, and the earliest one from it on: neither ever decreases.
        self._lasts = [*accumulate((high(last) for _, last in self._spans), max)]
        self._firsts = [*accumulate((low(first) for first, _ in reversed(self._spans)), min)][::-1]

    def begun(self, period: Period) -> list[Match]:
        """Return the events that certainly or possibly began in a period, in ledger order."""
        start = bisect_left(self._lasts, low(period.start))
        end = bisect_right(self._firsts, high(period.end))
        found = ((event, event.when.starts_in(period)) for event in self.events[start:end])
        return [Match(event, fit) for event, fit in found if fit is not Containment.NO]

    def outside(self, period: Period) -> list[tuple[Event, int]]:
        """Return (event, distance [days]) for the nearest events before and after a period.

        The distance is the least possible one, and is negative before the period.
        """
        near: list[tuple[int, int]] = []
        lasts, firsts = self._sorted
        if period.start and (end := bisect_left(lasts, (period.start, -1))):
            start = bisect_left(lasts, (lasts[end - 1][0], -1))
            near += [(at, (last - period.start).days) for last, at in lasts[start:end]]
        number = len(self.events)
        if period.end and (start := bisect_right(firsts, (period.end, number))) < len(firsts):
            end = bisect_right(firsts, (firsts[start][0], number))
            near += [(at, (first - period.end).days) for first, at in firsts[start:end]]
        return [(self.events[at], days) for at, days in sorted(near)]

    @cached_property
    def _sorted(self) -> tuple[list[tuple[dt.date, int]], list[tuple[dt.date, int]]]:
        spans = [*enumerate(self._spans)]
        lasts = sorted((last, at) for at, (_, last) in spans if last)
        return lasts, sorted((first, at) for at, (first, _) in spans if first)


JUST_OUTSIDE = 31
"""The largest distance of a near miss from the period [days]."""


def days_outside(event: Event, period: Period) -> int | None:
    """Return the distance from a period to an event [days], or None if the event may be inside.

    The distance is negative before the period. For a vague date, the result is the least possible
    distance.
    """
    first, last = event.when.start_span
    if period.start and last and last < period.start:
        return (last - period.start).days
    return (first - period.end).days if period.end and first and first > period.end else None


def _outside(misses: Sequence[tuple[Event, int]]) -> Iterator[NearMiss]:
    """Yield the near misses: all events up to JUST_OUTSIDE days away, or else the nearest events.

    `misses`: pairs (event, distance from the period [days]).
    """
    farthest = max(JUST_OUTSIDE, min((abs(days) for _, days in misses), default=0))
    for event, days in misses:
        if abs(days) <= farthest:
            yield NearMiss(event, days)
