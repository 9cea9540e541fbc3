"""Axes: each day in its column, under labels that fit."""

from __future__ import annotations

import datetime as dt
import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chrono.core.spans import Span
from chrono.view.axis import Axis
from samples import days, law


@st.composite
def axes(draw: st.DrawFn) -> Axis:
    first, last = sorted((draw(days()), draw(days())))
    return Axis(first, last, draw(st.integers(1, 150)))


@law(200)
@given(axes(), days(), days())
def test_no_day_stands_right_of_a_later_day_or_outside_the_axis(
    axis: Axis, first: dt.date, second: dt.date
) -> None:
    earlier, later = sorted((first, second))
    assert 0 <= axis.column(earlier) <= axis.column(later) < axis.width


@law(200)
@given(axes(), days(), days())
def test_the_columns_of_a_span_are_those_of_its_days(
    axis: Axis, first: dt.date, second: dt.date
) -> None:
    span = Span(*sorted((first, second)))
    along = (axis.first + dt.timedelta(days=number) for number in range(axis.days))
    inside = [day for day in along if Span(day, day).inside(span)]
    columns = axis.columns(span)
    assert set(map(axis.column, inside)) <= set(columns)
    if inside:
        after = axis.column(inside[-1] + dt.timedelta(days=1))
        assert columns[0] == axis.column(inside[0])
        assert columns[-1] in (axis.column(inside[-1]), after - 1) or inside[-1] == axis.last
    else:
        assert not columns


@law(400)
@given(axes(), days())
def test_a_day_is_below_the_labels_of_its_own_units(axis: Axis, day: dt.date) -> None:
    """An event of 30 October is never drawn below the label of November."""
    day = min(max(day, axis.first), axis.last)
    if axis.width < 12:
        return
    for level, line in zip(axis._levels, axis.labels(), strict=True):
        own = max(start for start in axis._starts(level) if start <= day)
        words = re.finditer(r"[A-Z]\w+ \d+|\S+", line.plain)
        before = [found for found in words if found.start() <= axis.column(day)]
        if before:
            assert (before[-1][0], before[-1].start()) == (level.label(own), axis.column(own))
        else:
            assert own == axis.first


@law(200)
@given(axes())
def test_each_whole_unit_has_a_label_and_labels_are_apart(axis: Axis) -> None:
    if axis.width < 12:
        return
    for level, line in zip(axis._levels, axis.labels(), strict=True):
        labels = [level.label(day) for day in axis._starts(level)]
        assert line.plain.split() in ("  ".join(labels).split(), "  ".join(labels[1:]).split())


@law(200)
@given(axes())
def test_all_whole_units_have_the_same_number_of_columns(axis: Axis) -> None:
    ticks = sorted(axis.ticks)
    assert len({after - tick for tick, after in pairwise(ticks[1:])}) <= 1


@law(200)
@given(axes())
def test_labels_fit_and_the_first_tick_is_the_axis_beginning(axis: Axis) -> None:
    labels = [line.plain for line in axis.labels()]
    assert 1 <= len(labels) <= 2
    assert all(len(line) <= axis._room for line in labels)
    assert min(axis.ticks) == 0
    assert max(axis.ticks) < axis.width


@pytest.mark.parametrize(
    "first, last, width, labels",
    [
        ("2025-01-01", "2025-12-31", 60,
         ["2025", "Jan  Feb  Mar  Apr  May  Jun  Jul  Aug  Sep  Oct  Nov  Dec"]),
        ("2025-01-01", "2025-12-31", 36, ["2025", "J  F  M  A  M  J  J  A  S  O  N  D"]),
        ("2024-07-01", "2025-06-30", 60,
         ["2024                          2025",
          "Jul  Aug  Sep  Oct  Nov  Dec  Jan  Feb  Mar  Apr  May  Jun"]),
        ("2024-11-01", "2026-01-31", 36,
         ["    2025                    2026", "Q4  Q1    Q2    Q3    Q4    Q1"]),
        ("2024-09-01", "2026-01-31", 36,
         ["2024    2025                    2026", "  Q4    Q1    Q2    Q3    Q4    Q1"]),
        ("2020-01-01", "2029-12-31", 60,
         ["2020  2021  2022  2023  2024  2025  2026  2027  2028  2029"]),
        ("2025-10-24", "2025-10-31", 40, ["Oct 2025", "24   25   26   27   28   29   30   31"]),
        ("2025-10-24", "2025-11-07", 40,
         ["Oct 2025            Nov 2025", "24      27                3"]),
        ("2025-10-30", "2025-10-30", 20, ["Oct 2025", "30"]),
        ("0001-01-01", "9999-12-31", 60,
         ["1     1000  2000  3000  4000  5000  6000  7000  8000  9000"]),
    ],
)  # fmt: skip
def test_an_axis_is_labelled_as_finely_as_it_has_room(
    first: str, last: str, width: int, labels: list[str]
) -> None:
    axis = Axis(dt.date.fromisoformat(first), dt.date.fromisoformat(last), width)
    assert [line.plain for line in axis.labels()] == labels
