"""The events of a ledger with their days as numbers, and the events in which some people take part.

A text returns to the same people again and again, so the events of each group of people are kept.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from functools import cache, cached_property
from typing import NamedTuple

from chrono.core.model import Event
from chrono.core.proof.people import Party
from chrono.core.spans import Span, high, low


class Dated(NamedTuple):
    """An event with its days as ordinals (see `date.toordinal`). Local dates count too.

    - `first`: the first day on which the event may have begun
    - `start`: the last day on which the event may have begun
    - `last`: the last day of the event
    """

    event: Event
    first: int
    start: int
    last: int


def bounds(span: Span) -> tuple[int, int]:
    """Return the first and the last day of `span` as ordinals."""
    return low(span.first).toordinal(), high(span.last).toordinal()


def _dated(event: Event) -> Dated:
    starts = [bounds(start) for when in event.all_dates for start in when.starts]
    first, start = min(one for one, _ in starts), max(other for _, other in starts)
    ends = [high(when.days.last).toordinal() for when in event.all_dates]
    return Dated(event, first, start, max(start, *ends))


class DatedEvents:
    """All events of a ledger, in order. `with_all` returns those with certain parties."""

    def __init__(self, events: Sequence[Event]) -> None:
        self.events = events
        self._places = cache(self._places_of)

    @cached_property
    def all(self) -> Sequence[Dated]:
        """Return all events with their days."""
        return [_dated(event) for event in self.events]

    @cached_property
    def _of_actor(self) -> Mapping[str, set[int]]:
        places: defaultdict[str, set[int]] = defaultdict(set)
        for at, event in enumerate(self.events):
            for actor in event.actors:
                places[actor.id].add(at)
        return places

    def with_all(self, parties: Sequence[Party], missing: int = 0) -> Sequence[Dated]:
        """Return the events in which at most `missing` of the parties do not take part.

        The offices of the parties are ignored.
        """
        if not parties:
            return self.all
        places = self._places(tuple(party.actors for party in parties), missing)
        return [self.all[at] for at in places]

    def _places_of(self, parties: Sequence[frozenset[str]], missing: int) -> Sequence[int]:
        numbers: Counter[int] = Counter()
        for ids in parties:
            numbers.update(set().union(*(self._of_actor.get(id, ()) for id in ids)))
        return sorted(at for at, number in numbers.items() if number >= len(parties) - missing)
