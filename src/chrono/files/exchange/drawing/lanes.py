"""Make the lanes of a timeline, and place the marks of each lane in rows without overlaps."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from chrono.core.counting import Count, Tally, tally
from chrono.core.countries import country_name
from chrono.core.dates import When
from chrono.core.english import capitalised
from chrono.core.model import Event, EventType
from chrono.core.query import Match, Selection
from chrono.core.spans import Containment
from chrono.core.subset import Subset
from chrono.core.timeline_days import parts_of_event
from chrono.files.exchange.drawing.time_axis import TimeAxis

_MOST = 12  # the maximum number of lanes
_SIDE = 1.5  # the least distance between marks, in pixels


class Part(NamedTuple):
    """A part of a mark, for consecutive days.

    - `first`: the x coordinate of the middle of the first day [px]
    - `last`: the x coordinate of the middle of the last day [px]
    - `certain`: whether the event certainly went on during all days of the part
    """

    first: float
    last: float
    certain: bool


class Mark(NamedTuple):
    """The mark of an event in a lane.

    - `number`: the position of the event in the ledger, from 0
    - `first`: the x coordinate of the middle of the first day [px]
    - `last`: the x coordinate of the middle of the last day [px]
    - `row`: the number of the row in the lane, from 0
    """

    number: int
    event: Event
    parts: Sequence[Part]
    first: float
    last: float
    row: int = 0


class Lane(NamedTuple):
    """A lane of a timeline with its marks.

    - `kind`: the type of all events in the lane, or None if lanes are not types
    - `left_out`: the names of the buckets that have no lane of their own, in the last lane
    """

    name: str
    kind: EventType | None
    held: Count
    marks: Sequence[Mark]
    left_out: Sequence[str] = ()

    @property
    def rows(self) -> int:
        """Return the number of rows in which the marks are placed."""
        return max((mark.row for mark in self.marks), default=-1) + 1


def importance(subset: Subset) -> dict[str, tuple[int, ...]]:
    """Return a sort key for each event, by id. The most important event has the smallest key.

    Events with tags come first, then those with the most sources.
    """
    return {event.id: (not event.tags, -len(event.sources)) for event in subset.ledger.events}


def mark(number: int, event: Event, axis: TimeAxis) -> Mark | None:
    """Return the mark of an event, or None if no possible day of the event is on the axis."""
    drawn = _drawn(event.when, axis)
    return Mark(number, event, *drawn) if drawn else None


@lru_cache(2**14)  # many events have the same date
def _drawn(when: When, axis: TimeAxis) -> tuple[Sequence[Part], float, float] | None:
    parts = [
        Part(*axis.middles(days), certain)
        for days, certain in [*parts_of_event(when)] or [(when.days, True)]
        if axis.meets(days)
    ]
    if not parts:
        return None
    return parts, min(part.first for part in parts), max(part.last for part in parts)


def lanes(subset: Subset, by: str, marks: Sequence[Mark]) -> Iterator[Lane]:
    """Yield a lane for each bucket of a dimension, such as each actor. All marks of a lane are in
    one row.

    The last lane has the events without a bucket. If there are more than 12 buckets, the last lane
    contains the less important buckets too, and names them.
    """
    period = subset.period
    matches = [
        Match(mark.event, min(mark.event.when.starts_in(period), subset.fit(mark.event)))
        for mark in marks
    ]
    own = {mark.event.id: mark for mark in marks}
    counted = tally(Selection(subset.ledger, subset.query, tuple(matches)), [by])
    buckets = [*counted.buckets[0]]
    if by == "actor":
        ranks = {actor.id: rank for rank, actor in enumerate(subset.ledger.principals)}
        buckets.sort(key=lambda bucket: ranks.get(bucket, len(ranks)))
    most = _MOST if len(buckets) <= _MOST else _MOST - 1

    def lane(name: str, kind: EventType | None, found: Sequence[Match]) -> Lane:
        held = [m for m in found if m.event.status == "held" and m.fit is not Containment.NO]
        return Lane(name, kind, Count(held), [own[match.event.id] for match in found])

    for bucket in buckets[:most]:
        found = counted.rows[bucket,].matches
        kind = _kind(subset, by, bucket)
        yield lane(_name(counted, bucket, kind), kind, found)
    drawn = {m.event.id for bucket in buckets[:most] for m in counted.rows[bucket,].matches}
    rest = [match for match in matches if match.event.id not in drawn]
    if left_out := [_name(counted, bucket, _kind(subset, by, bucket)) for bucket in buckets[most:]]:
        yield lane("Others", None, rest)._replace(left_out=left_out)
    elif rest:
        yield lane(f"Without a {by}", None, rest)


def _kind(subset: Subset, by: str, bucket: str) -> EventType | None:
    return subset.ledger.types[bucket] if by == "type" else None


def _name(counted: Tally, bucket: str, kind: EventType | None) -> str:
    label = kind.plural.partition(",")[0] if kind else counted.buckets[0][bucket]
    if counted.by[0] == "country":
        return country_name(label)
    return capitalised(label) if kind else label


def in_rows(
    marks: Sequence[Mark], order: dict[str, tuple[int, ...]], size: float
) -> tuple[Mark, ...]:
    """Return the marks, placed in rows so that no two marks overlap.

    `order`: the keys from `importance`. The most important events are in the first rows.
    """

    def rank(mark: Mark) -> tuple[object, ...]:
        length = mark.last - mark.first
        return (length if length > 4 * size else 0, *order[mark.event.id], mark.number)

    rows: list[_Row] = []
    placed = []
    for mark in sorted(marks, key=rank):
        number, at = _free(rows, mark, size)
        if number == len(rows):
            rows.append(([], []))
        firsts, lasts = rows[number]
        firsts.insert(at, mark.first)
        lasts.insert(at, mark.last)
        placed.append(mark._replace(row=number))
    return tuple(sorted(placed, key=lambda mark: mark.number))


_Row = tuple[list[float], list[float]]
"""The first and the last days of the marks in a row, from left to right."""


def _free(rows: Sequence[_Row], mark: Mark, size: float) -> tuple[int, int]:
    room = size + _SIDE
    first, end = mark.first, mark.last + room
    for number, (firsts, lasts) in enumerate(rows):
        at = bisect(firsts, first)
        if (not at or lasts[at - 1] + room <= first) and (at == len(firsts) or end <= firsts[at]):
            return number, at
    return len(rows), 0
