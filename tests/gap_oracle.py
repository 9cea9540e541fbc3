"""Calculate the gaps between contacts by definition, from all possible days of all contacts.

Nothing in this module uses chrono. Days are ordinal numbers.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain, combinations, pairwise, product
from typing import NamedTuple

Way = tuple[int, int]
"""The first and last day of a contact, as numbers."""

World = tuple[Way | None, ...]
"""The way of each contact, or None for one that did not happen."""


class Placed(NamedTuple):
    """A contact.

    - `text`: the date as text
    - `ways`: the possible pairs of first and last day
    - `certain`: whether the contact certainly happened
    """

    id: str
    text: str
    ways: frozenset[Way]
    certain: bool

    @property
    def days(self) -> set[int]:
        """Return all days on which the contact may have gone on."""
        return {day for first, last in self.ways for day in range(first, last + 1)}

    @property
    def exact(self) -> bool:
        return self.certain and len(self.ways) == 1

    @property
    def choices(self) -> list[Way | None]:
        return [*sorted(self.ways), *([] if self.certain else [None])]


def worlds(some: Sequence[Placed]) -> Iterator[World]:
    return product(*(one.choices for one in some))


def gaps_of_a_world(world: Sequence[Way | None]) -> list[tuple[int, int]]:
    """Return (last day before the gap, first day after the gap) for each gap in one world.

    A world has one possible way for each contact, or None if the contact did not happen.
    """
    ways = sorted(way for way in world if way)
    found, over = [], None
    for first, last in ways:
        if over is not None and over < first:
            found.append((over, first))
        over = last if over is None else max(over, last)
    return found


def longest_between(world: World, low: int, high: int) -> int:
    """Return the length [days] of the longest gap of a world between two days, or 0.

    `low`, `high`: the two days, on which there are contacts.
    """
    return max(
        (end - start for start, end in gaps_of_a_world(world) if low <= start and end <= high),
        default=0,
    )


Anchor = tuple[list[int], Placed | None]
"""An anchor: either days of certain contact, or a contact of which no day is certain."""


def certain_days(some: Sequence[Placed]) -> set[int]:
    """Return the days on which a contact certainly went on."""
    found: set[int] = set()
    for one in some:
        if one.certain:
            found |= set.intersection(*(set(range(first, last + 1)) for first, last in one.ways))
    return found


def anchors(some: Sequence[Placed]) -> list[Anchor]:
    """Return the anchors, sorted by day. Gaps lie between two anchors.

    An anchor is a run of days with certain contact, or a certain contact without a certain day.
    Anchors do not overlap. If contacts without a certain day overlap, as many as possible are
    anchors.
    """
    days = certain_days(some)
    runs: list[list[int]] = []
    for day in sorted(days):
        # Two neighbouring days of contact leave a gap of one day, unless one contact has both.
        joined = any(
            one.certain and all(first < day <= last for first, last in one.ways) for one in some
        )
        if runs and runs[-1][-1] == day - 1 and joined:
            runs[-1].append(day)
        else:
            runs.append([day])
    apart = [one for one in some if one.certain and not one.days & days]
    apart = [one for one in apart if not any(min(one.days) < day < max(one.days) for day in days)]

    def ends_first(one: Placed) -> tuple[int, int, int]:
        """Return a key that sorts contacts by their latest possible day."""
        return max(one.days), -min(one.days), some.index(one)

    chosen = max(
        chain.from_iterable(combinations(apart, size) for size in range(len(apart) + 1)),
        key=lambda few: (
            all(_apart(one, other) for one, other in combinations(few, 2)) and len(few),
            [[-number for number in ends_first(one)] for one in sorted(few, key=ends_first)],
        ),
    )
    found: list[Anchor] = [(run, None) for run in runs]
    found += [(sorted(one.days), one) for one in chosen]
    return sorted(found, key=lambda anchor: anchor[0][0])


def _apart(one: Placed, other: Placed) -> bool:
    return max(one.days) < min(other.days) or max(other.days) < min(one.days)


class Row(NamedTuple):
    """A gap between two anchors.

    - `after`, `before`: the id of a contact that is an anchor, or None if the anchor has certain
      days
    - `start`, `end`: the day of an anchor with certain days, or None for a contact
    - `min`, `max`: the possible lengths [days]
    - `named`: the ids of the contacts on which the length depends
    """

    after: str | None
    start: int | None
    before: str | None
    end: int | None
    min: int
    max: int
    named: frozenset[str]


def rows(some: Sequence[Placed]) -> list[Row]:
    """Return all gaps, sorted by day."""
    found = []
    for (days, after), (later, before) in pairwise(anchors(some)):
        lengths, named = set(), {one.id for one in (after, before) if one}
        for world in worlds(some):
            ways = dict(zip(some, world, strict=True))
            low = max(ways[after] or (0,)) if after else days[-1]
            high = min(ways[before] or (0,)) if before else later[0]
            lengths.add(longest_between(_with_anchors(world, low, high), low, high))
            named |= {
                one.id
                for one, way in ways.items()
                if way and not one.exact and way[0] < high and low < way[1]
            }
        row = Row(
            after and after.id,
            None if after else days[-1],
            before and before.id,
            None if before else later[0],
            min(lengths),
            max(lengths),
            frozenset(named if len(lengths) > 1 else ()),
        )
        if row.max:
            found.append(row)
    return found


def _with_anchors(world: World, low: int, high: int) -> World:
    return (*world, (low, low), (high, high))
