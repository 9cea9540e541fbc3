"""The gaps between contacts, against their definition: every placing of every contact is tried."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from itertools import chain, combinations, pairwise, product
from typing import NamedTuple

from hypothesis import given
from hypothesis import strategies as st

from chrono.core.gap_lengths import PossibleDays, least_length
from chrono.core.gaps import Gap, gaps
from chrono.core.periods import EVERYTHING
from chrono.core.query import Match
from chrono.core.spans import OPEN, Containment
from samples import event, law

Way = tuple[int, int]
"""The first and last day of a contact, as numbers of days of a March."""

World = tuple[Way | None, ...]
"""The way of each contact, or None for one that did not happen."""


class Placed(NamedTuple):
    """A contact: its date as text, every way in which it may have happened, and whether it did."""

    id: str
    text: str
    ways: frozenset[Way]
    certain: bool

    @property
    def days(self) -> set[int]:
        """All days on which it may have gone on."""
        return {day for first, last in self.ways for day in range(first, last + 1)}

    @property
    def exact(self) -> bool:
        return self.certain and len(self.ways) == 1

    @property
    def choices(self) -> list[Way | None]:
        return [*sorted(self.ways), *([] if self.certain else [None])]


def _text(day: int) -> str:
    return f"2025-03-{day:02}"


DAYS = st.integers(1, 13)

EXACT = DAYS.map(lambda day: (_text(day), {(day, day)}))

SETS = st.lists(DAYS, min_size=2, max_size=3, unique=True).map(
    lambda days: (f"[{','.join(map(_text, days))}]", {(day, day) for day in days})
)

WINDOWS = st.tuples(DAYS, st.integers(1, 4)).map(
    lambda two: (
        f"[{_text(two[0])}..{_text(sum(two))}]",
        {(day, day) for day in range(two[0], sum(two) + 1)},
    )
)


def _lasting(first: int, more: int, length: int, longer: int) -> tuple[str, set[Way]]:
    starts, ends = (
        range(first, first + more + 1),
        range(first + length, first + length + longer + 1),
    )
    text = f"[{_text(starts[0])}..{_text(starts[-1])}]/[{_text(ends[0])}..{_text(ends[-1])}]"
    return text, {(start, end) for start in starts for end in ends if start <= end}


LASTING = st.builds(_lasting, DAYS, st.integers(0, 2), st.integers(0, 4), st.integers(0, 2))


@st.composite
def contacts(draw: st.DrawFn, most: int = 5) -> list[Placed]:
    """Some contacts in the order of a ledger; most of them certainly happened."""
    drawn = draw(
        st.lists(st.tuples(EXACT | WINDOWS | SETS | LASTING, st.integers(0, 4)), max_size=most)
    )
    some = [
        Placed(f"e{number}", text, frozenset(ways), sure > 0)
        for number, ((text, ways), sure) in enumerate(drawn)
    ]
    return sorted(some, key=lambda one: (min(one.days), max(one.days), one.id))


def worlds(some: Sequence[Placed]) -> Iterator[World]:
    return product(*(one.choices for one in some))


def gaps_of_a_world(world: Sequence[Way | None]) -> list[tuple[int, int]]:
    """The last day before each gap and the first day after it, in one world."""
    ways = sorted(way for way in world if way)
    found, over = [], None
    for first, last in ways:
        if over is not None and over < first:
            found.append((over, first))
        over = last if over is None else max(over, last)
    return found


def longest_between(world: World, low: int, high: int) -> int:
    """The length of the longest gap of a world that lies between two days of contact."""
    return max(
        (end - start for start, end in gaps_of_a_world(world) if low <= start and end <= high),
        default=0,
    )


Anchor = tuple[list[int], Placed | None]
"""An anchor: either days of certain contact, or a contact of which no day is certain."""


def certain_days(some: Sequence[Placed]) -> set[int]:
    """The days on which a contact went on in every world."""
    found: set[int] = set()
    for one in some:
        if one.certain:
            found |= set.intersection(*(set(range(first, last + 1)) for first, last in one.ways))
    return found


def anchors(some: Sequence[Placed]) -> list[Anchor]:
    """The anchors in order, by their definition."""
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
    chosen = max(
        chain.from_iterable(combinations(apart, size) for size in range(len(apart) + 1)),
        key=lambda few: (
            all(_apart(one, other) for one, other in combinations(few, 2)) and len(few),
            [-end for end in sorted(max(one.days) for one in few)],
            [min(one.days) for one in sorted(few, key=lambda one: max(one.days))],
            [-int(one.id[1:]) for one in sorted(few, key=lambda one: max(one.days))],
        ),
    )
    found: list[Anchor] = [(run, None) for run in runs]
    found += [(sorted(one.days), one) for one in chosen]
    return sorted(found, key=lambda anchor: anchor[0][0])


def _apart(one: Placed, other: Placed) -> bool:
    return max(one.days) < min(other.days) or max(other.days) < min(one.days)


class Row(NamedTuple):
    """A gap by its definition; an id only where the anchor is a contact."""

    after: str | None
    start: int | None
    before: str | None
    end: int | None
    min: int
    max: int
    named: frozenset[str]


def rows(some: Sequence[Placed]) -> list[Row]:
    """Every gap by its definition, in the order of time."""
    found = []
    for (days, after), (later, before) in pairwise(anchors(some)):
        lengths, named = set(), {one.id for one in (after, before) if one}
        for world in worlds(some):
            ways = dict(zip(some, world, strict=True))
            low = max(ways[after] or (0,)) if after else days[-1]
            high = min(ways[before] or (99,)) if before else later[0]
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


def found_rows(some: Sequence[Placed]) -> list[Row]:
    """The gaps that chrono finds, in its order."""
    return [_row(gap) for gap in gaps(matches(some), EVERYTHING, [OPEN], None).found]


def matches(some: Sequence[Placed]) -> list[Match]:
    return [
        Match(event(one.text, one.id), Containment.CERTAIN if one.certain else Containment.POSSIBLE)
        for one in some
    ]


def _row(gap: Gap) -> Row:
    return Row(
        None if gap.start else gap.after.id,
        gap.start.day if gap.start else None,
        None if gap.end else gap.before.id,
        gap.end.day if gap.end else None,
        gap.min,
        gap.max,
        frozenset(gap.undecided),
    )


@law(1600)
@given(contacts())
def test_every_gap_has_the_bounds_and_the_names_of_every_placing(some: list[Placed]) -> None:
    expected = rows(some)
    found = found_rows(some)
    assert found == sorted(expected, key=lambda row: -row.max)


@law(400)
@given(contacts())
def test_there_are_fewer_gaps_than_contacts(some: list[Placed]) -> None:
    assert len(found_rows(some)) <= max(0, len(some) - 1)


@law(800)
@given(contacts())
def test_the_longest_gap_of_all_is_the_longest_of_every_placing(some: list[Placed]) -> None:
    lengths = {end - start for world in worlds(some) for start, end in gaps_of_a_world(world)}
    found = gaps(matches(some), EVERYTHING, [OPEN], None)
    assert found.longest == max(lengths, default=0)
    assert all(gap.max <= found.longest for gap in found.found)


@law(400)
@given(contacts())
def test_a_gap_names_only_days_on_which_a_contact_certainly_went_on(some: list[Placed]) -> None:
    days = {dt.date(2025, 3, 1) + dt.timedelta(days=day - 1) for day in certain_days(some)}
    by_id = {one.id: one for one in some}
    for gap in gaps(matches(some), EVERYTHING, [OPEN], None).found:
        for day, side, when in (
            (gap.start, gap.after, gap.since),
            (gap.end, gap.before, gap.until),
        ):
            assert when.text == (f"{day}" if day else side.when.text)
            assert day is None or (day in days and day.day in by_id[side.id].days)
            assert by_id[side.id].certain


@law(400)
@given(contacts(), st.integers(0, 4))
def test_the_current_gap_starts_on_a_known_day_or_with_an_unknown_date(
    some: list[Placed], later: int
) -> None:
    today = dt.date(2025, 3, 20) + dt.timedelta(days=later)
    running = gaps(matches(some), EVERYTHING, [OPEN], today).running
    if running:
        known = running.start is None or running.start.day in certain_days(some)
        assert known
        since = f"{running.start}" if running.start else running.after.when.text
        assert running.since.text == since


def test_the_least_length_of_too_many_choices_is_never_too_great() -> None:
    """Nine sets of three days have 19,683 choices; then all days from first to last count."""
    day = dt.date(2025, 1, 1).toordinal()
    text = "[2025-02-01,2025-03-01,2025-04-01]"
    spans = tuple((at, at) for at in (day + 31, day + 59, day + 90))
    one = PossibleDays(event(text), True, spans, day + 31, day + 90, day + 31, day + 90)
    assert least_length(day, day + 120, [one], 0) == 61
    assert least_length(day, day + 120, [one] * 2, 0) == 59
    assert least_length(day, day + 120, [one] * 3, 0) == 31
    assert least_length(day, day + 120, [one] * 9, 0) == 31
