"""Find the events that began in a period, or nearest to it, without reading every event."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from functools import cached_property
from itertools import accumulate

from chrono.core.model import Event
from chrono.core.periods import Period
from chrono.core.query import Match
from chrono.core.spans import Containment, high, low


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
