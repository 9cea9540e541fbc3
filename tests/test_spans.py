"""Spans of days: whether they meet, what they share, and how they are merged."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chrono.core.spans import OPEN, Span, cut_all, high, low, merged, month_length, months
from samples import DAY, day, law

DAYS = st.none() | st.dates(day("2025-03-01"), day("2025-03-12"))
ALL = {day("2025-02-20") + DAY * number for number in range(30)}


def spans() -> st.SearchStrategy[Span]:
    return st.tuples(DAYS, DAYS).map(
        lambda ends: Span(*sorted(ends)) if None not in ends else Span(*ends)  # type: ignore[type-var]
    )


def days_of(*some: Span) -> set[dt.date]:
    return {one for one in ALL if any(low(s.first) <= one <= high(s.last) for s in some)}


@law(200)
@given(spans(), spans())
def test_spans_meet_and_contain_as_their_days_do(one: Span, other: Span) -> None:
    assert one.meets(other) == bool(days_of(one) & days_of(other))
    assert not one.inside(other) or days_of(one) <= days_of(other)
    assert one.inside(OPEN)
    if one.meets(other):
        assert days_of(one.cut(other)) == days_of(one) & days_of(other)
        assert one.cut(other).inside(one)


@law(200)
@given(st.lists(spans(), min_size=1, max_size=4), spans())
def test_merged_spans_have_the_same_days_in_order(some: list[Span], bound: Span) -> None:
    runs = merged(some)
    assert days_of(*runs) == days_of(*some)
    for before, after in pairwise(runs):
        assert before.last is not None
        assert after.first is not None
        assert before.last + DAY < after.first
    assert days_of(*cut_all(some, bound)) == days_of(*some) & days_of(bound)


@pytest.mark.parametrize(
    "year, month, number, first, last",
    [
        (2025, 2, 1, "2025-02-01", "2025-02-28"),
        (2024, 2, 1, "2024-02-01", "2024-02-29"),
        (2025, 10, 3, "2025-10-01", "2025-12-31"),
        (2025, 12, 3, "2025-12-01", "2026-02-28"),
        (9999, 1, 12, "9999-01-01", "9999-12-31"),
    ],
)
def test_the_days_of_months(year: int, month: int, number: int, first: str, last: str) -> None:
    assert months(year, month, number) == (day(first), day(last))


@law(100)
@given(st.dates(dt.date(1, 1, 1), dt.date(9999, 11, 30)))
def test_a_month_has_as_many_days_as_come_before_the_next(one: dt.date) -> None:
    length = month_length(one.year, one.month)
    assert one.replace(day=length) + DAY == months(one.year, one.month, 2).last.replace(day=1)  # type: ignore[union-attr]
