"""The gaps between contacts, against their definition: every placing of every contact is tried."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from chrono.core.gap_lengths import PossibleDays, least_length
from chrono.core.gaps import Gap, gaps
from chrono.core.periods import EVERYTHING
from chrono.core.query import Match
from chrono.core.spans import OPEN, Containment
from gap_oracle import Placed, Row, Way, certain_days, gaps_of_a_world, rows, worlds
from samples import event, law


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
