"""Periods in dates, and how they cut each other."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chrono.core.date_errors import DateError
from chrono.core.periods import EVERYTHING, Period
from samples import day, days, holds, law, periods


def iso(one: dt.date | None) -> str:
    return one.isoformat() if one else ""


# -- in figures ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text, first, last",
    [
        ("2025", "2025-01-01", "2025-12-31"),
        ("2025-10", "2025-10-01", "2025-10-31"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2025-10-30", "2025-10-30", "2025-10-30"),
        ("2025-Q1", "2025-01-01", "2025-03-31"),
        ("2025-Q2", "2025-04-01", "2025-06-30"),
        ("2025-Q3", "2025-07-01", "2025-09-30"),
        ("2025-Q4", "2025-10-01", "2025-12-31"),
        ("2025-06..2025-08", "2025-06-01", "2025-08-31"),
        ("2024..2025", "2024-01-01", "2025-12-31"),
        ("2025-Q1..2025-Q2", "2025-01-01", "2025-06-30"),
        ("2025-03..2025-03-01", "2025-03-01", "2025-03-01"),
        ("2025-06..", "2025-06-01", ""),
        ("..2025", "", "2025-12-31"),
        ("0001", "0001-01-01", "0001-12-31"),
        ("9999-12-31..", "9999-12-31", ""),
    ],
)
def test_the_days_of_a_period(text: str, first: str, last: str) -> None:
    period = Period.parse(text)
    assert (period.text, iso(period.start), iso(period.end)) == (text, first, last)


EXAMPLES = (
    "write a period such as 2025, "
    "2025-10, 2025-10-30, 2025-Q4, 2025-06..2025-08, 2025-06.. or ..2025"
)


@pytest.mark.parametrize(
    "text",
    ["", "..", "last-year", "today", "October", "2025-Q5", "2025-Q0",
     "2025-q4", "20251030", "2025-10-XX", "202X", "2025 ", " 2025",
     "2025..2026..2027", "2025-10-30T11:00:00", "25", "-2025", "２０２５",
     "2025..later"],
)  # fmt: skip
def test_other_texts_are_refused(text: str) -> None:
    with pytest.raises(DateError) as caught:
        Period.parse(text)
    assert str(caught.value) == f'"{text}" is not a period; {EXAMPLES}'


@pytest.mark.parametrize(
    "text, right",
    [
        ("2025-1", "2025-01"),
        ("2025-10~", "2025-10"),
        ("Oct 2025", "2025-10"),
        ("30/10/2025", "2025-10-30"),
        ("2024/2025", "2024..2025"),
        ("2024-01/2025-12", "2024-01..2025-12"),
        ("2025-10-30/2025-11-01", "2025-10-30..2025-11-01"),
        ("2024-2025", "2024..2025"),
        ("2024 – 2025", "2024..2025"),
        ("2025...2026", "2025..2026"),
        ("2025-06/..", "2025-06.."),
        ("../2025", "..2025"),
    ],
)
def test_a_period_in_another_usual_form_is_refused_with_the_right_one(
    text: str, right: str
) -> None:
    with pytest.raises(DateError) as caught:
        Period.parse(text)
    assert str(caught.value) == f'"{text}": write {right}'


@pytest.mark.parametrize(
    "text, what",
    [
        ("2025-02-30", '"2025-02-30" does not exist: February 2025 has 28 days'),
        ("2025-10-00", '"2025-10-00" does not exist: October 2025 has 31 days'),
        ("2025-01-32", '"2025-01-32" does not exist: January 2025 has 31 days'),
        ("2025-12-32", '"2025-12-32" does not exist: December 2025 has 31 days'),
        ("2025-13", '"2025-13": there is no month 13; write a month from 01 to 12'),
        ("2025-00..", '"2025-00": there is no month 00; write a month from 01 to 12'),
        # A season may be a date, but it is no period.
        ("2025-21", '"2025-21": there is no month 21; write a month from 01 to 12'),
        ("..2025-24", '"2025-24": there is no month 24; write a month from 01 to 12'),
        ("0000", '"0000": only the years 0001 to 9999 are supported'),
        ("0000-01..2025", '"0000-01": only the years 0001 to 9999 are supported'),
    ],
)
def test_a_period_of_days_that_do_not_exist_is_refused(text: str, what: str) -> None:
    with pytest.raises(DateError) as caught:
        Period.parse(text)
    assert str(caught.value) == what


@pytest.mark.parametrize("text", ["2026..2025", "2025-10-30..2025-10-29", "2025-Q2..2025-Q1"])
def test_a_reversed_period_is_refused(text: str) -> None:
    with pytest.raises(DateError) as caught:
        Period.parse(text)
    low, _, high = text.partition("..")
    right = f"{high}..{low}"
    assert str(caught.value) == f'"{text}": the end is before the start; write "{right}"'


@law(150)
@given(st.none() | days(), st.none() | days())
def test_a_period_between_two_days_is_read_back_from_its_text(
    one: dt.date | None, other: dt.date | None
) -> None:
    if one is not None and other is not None:
        one, other = min(one, other), max(one, other)
    period = Period.between(one, other)
    assert (period.start, period.end) == (one, other)
    assert period == EVERYTHING or Period.parse(period.text) == period


@pytest.mark.parametrize(
    "first, last, text",
    [
        ("2025-01-01", "2025-12-31", "2025"), ("2025-02-01", "2025-02-28", "2025-02"),
        ("2025-04-01", "2025-06-30", "2025-Q2"), ("2025-10-30", "2025-10-30", "2025-10-30"),
        ("2025-01-01", "2025-06-30", "2025-01-01..2025-06-30"),
        ("0033-01-01", "0033-12-31", "0033"),
    ],
)  # fmt: skip
def test_a_period_between_two_days_has_the_shortest_text(first: str, last: str, text: str) -> None:
    assert Period.between(day(first), day(last)).text == text


@law(200)
@given(periods(), periods(), days())
def test_narrowing_leaves_the_shared_days(one: Period, other: Period, today: dt.date) -> None:
    narrowed = one.narrowed(other)
    both = holds(one, today) and holds(other, today)
    assert (narrowed is not None and holds(narrowed, today)) == both


@law(200)
@given(periods(), periods())
def test_narrowing_to_a_period_around_it_changes_no_days(one: Period, other: Period) -> None:
    narrowed = one.narrowed(other)
    same = narrowed is not None and narrowed.span == one.span
    assert one.within(other) == same
