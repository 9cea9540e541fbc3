"""Periods: in figures, by the calendar of a day, and how they cut each other."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chrono.core.date_errors import DateError
from chrono.core.periods import EVERYTHING, RELATIVE, Period, in_words, to_dates
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


EXAMPLES = "write 2025, 2025-10, 2025-10-30, 2025-Q4, 2025-06..2025-08, 2025-06.. or ..2025"


@pytest.mark.parametrize(
    "text",
    ["", "..", "last-year", "today", "October", "2025-10-30/2025-11-01", "2025-Q5", "2025-Q0",
     "2025-q4", "20251030", "2025-10-XX", "202X", "2025 ", " 2025",
     "2025..2026..2027", "2025...2026", "2025-10-30T11:00:00", "25", "-2025", "２０２５",
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
        ("2025-13", '"2025-13": there is no month 13; write 01 to 12'),
        ("2025-00..", '"2025-00": there is no month 00; write 01 to 12'),
        # A season may be a date, but it is no period.
        ("2025-21", '"2025-21": there is no month 21; write 01 to 12'),
        ("..2025-24", '"2025-24": there is no month 24; write 01 to 12'),
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


# -- in words, by the calendar of a day ---------------------------------------------------------


@pytest.mark.parametrize(
    "today, words, figures",
    [
        ("2025-12-31", "today", "2025-12-31"),
        ("2025-12-31", "yesterday", "2025-12-30"),
        ("2025-12-31", "tomorrow", "2026-01-01"),
        ("2025-12-31", "this year", "2025"),
        ("2025-12-31", "last year", "2024"),
        # The past month is not the last one: it ends today.
        ("2025-12-04", "past year", "2024-12-05..2025-12-04"),
        ("2025-12-04", "Past  Year", "2024-12-05..2025-12-04"),
        ("2025-12-04", "past quarter", "2025-09-05..2025-12-04"),
        ("2025-12-04", "past month", "2025-11-05..2025-12-04"),
        ("2025-12-04", "past week", "2025-11-28..2025-12-04"),
        ("2025-12-04", "past day", "2025-12-04"),
        ("2025-12-04", "past 10 months", "2025-02-05..2025-12-04"),
        ("2025-12-31", "past year", "2025"),
        ("2025-03-31", "past month", "2025-03"),
        ("2024-02-29", "past year", "2023-03-01..2024-02-29"),
        ("2025-12-04", "past month..", "2025-11-05.."),
        ("2025-12-04", "2025..past month", "2025-01-01..2025-12-04"),
        ("2025-12-31", "next quarter", "2026-Q1"),
        ("2025-12-31", "last quarter", "2025-Q3"),
        ("2025-12-31", "this month", "2025-12"),
        ("2026-01-01", "last month", "2025-12"),
        ("2025-11-30", "next month", "2025-12"),
        # A week begins on Monday, as in ISO 8601.
        ("2025-11-24", "this week", "2025-11-24..2025-11-30"),
        ("2025-11-30", "this week", "2025-11-24..2025-11-30"),
        ("2025-11-24", "last week", "2025-11-17..2025-11-23"),
        ("2025-12-31", "last day", "2025-12-30"),
        # So many days end today, and begin tomorrow.
        ("2025-12-31", "last 90d", "2025-10-03..2025-12-31"),
        ("2025-12-31", "last 90 days", "2025-10-03..2025-12-31"),
        ("2025-12-31", "Last  90  Days", "2025-10-03..2025-12-31"),
        ("2025-12-31", "last 1d", "2025-12-31"),
        ("2025-12-31", "last 2w", "2025-12-18..2025-12-31"),
        ("2025-12-31", "next 30d", "2026-01-01..2026-01-30"),
        ("2025-12-31", "last 12m", "2025"),
        ("0002-06-15", "last 1y", "0001-06-16..0002-06-15"),
        ("9998-06-15", "next 1y", "9998-06-16..9999-06-15"),
        ("2025-12-31", "last 2 quarters", "2025-07-01..2025-12-31"),
        ("2025-05-31", "last 3 months", "2025-03-01..2025-05-31"),
        ("2024-02-29", "last 1y", "2023-03-01..2024-02-29"),
        ("2025-12-31", "2025-06..today", "2025-06-01..2025-12-31"),
        ("2025-12-31", "yesterday..", "2025-12-30.."),
        ("2025-12-31", "..last month", "..2025-11-30"),
        ("2025-12-31", "last month..this month", "2025-11-01..2025-12-31"),
        # What has no words is given back as it is, good or not.
        ("2025-12-31", "2025-Q4", "2025-Q4"),
        ("2025-12-31", "2025-XX", "2025-XX"),
        ("2025-12-31", "", ""),
    ],
)
def test_a_period_in_words(today: str, words: str, figures: str) -> None:
    assert to_dates(words, dt.date.fromisoformat(today)) == figures


@pytest.mark.parametrize(
    "text",
    ["last", "last 0d", "last 90x", "90d", "this 3 days", "last 99999d", "heute",
     "today..tomorow", "heute..2025", "2025-q4", "..now", "last month last year"],
)  # fmt: skip
def test_other_words_are_refused(text: str) -> None:
    with pytest.raises(
        DateError, match=r'is not a period; write one such as 2025, .* or "last 90d"'
    ) as refused:
        to_dates(text, dt.date(2025, 12, 31))
    assert str(refused.value).startswith(f'"{text}" ')
    searches = f"; to search, use --actor {text} or --text {text}"
    assert str(refused.value).endswith(searches) == text.isalpha()


@pytest.mark.parametrize("text", ["last 9999y", "next 8000y", "next 8000y..", "..last 2025 years"])
def test_words_that_lead_outside_0001_to_9999_are_refused(text: str) -> None:
    with pytest.raises(DateError, match="only the years 0001 to 9999"):
        to_dates(text, dt.date(2025, 12, 31))


def test_the_last_day_of_all_has_no_tomorrow() -> None:
    with pytest.raises(DateError, match="only the years 0001 to 9999"):
        to_dates("tomorrow", dt.date.max)


@law(200)
@given(st.sampled_from(RELATIVE), days())
def test_past_and_future_words_lie_before_and_after_today(words: str, today: dt.date) -> None:
    assert in_words(words)
    span = Period.parse(to_dates(words, today)).span
    assert span.first
    assert span.last
    here = span.first <= today <= span.last
    up_to_today = words.startswith("past") or (words[-1] in "dm" and "last" in words)
    assert here == (words.startswith(("this", "today")) or up_to_today)
    assert not up_to_today or span.last == today
    if words.startswith(("last", "yesterday")) and not here:
        assert span.last < today
    if words.startswith(("next", "tomorrow")):
        assert span.first > today


@law(200)
@given(st.integers(1, 4000), days())
def test_a_number_of_days_is_a_period_of_that_length(number: int, today: dt.date) -> None:
    last = Period.parse(to_dates(f"last {number}d", today)).span
    after = Period.parse(to_dates(f"next {number} days", today)).span
    for span in (last, after):
        assert span.first
        assert span.last
        assert (span.last - span.first).days == number - 1
    assert last.last == today
    assert after.first == today + dt.timedelta(days=1)


@law(200)
@given(st.sampled_from(["week", "month", "quarter", "year"]), days())
def test_last_this_and_next_touch_without_a_gap(unit: str, today: dt.date) -> None:
    before, this, after = (
        Period.parse(to_dates(f"{which} {unit}", today)).span for which in ("last", "this", "next")
    )
    assert before.last
    assert this.last
    assert this.first == before.last + dt.timedelta(days=1)
    assert after.first == this.last + dt.timedelta(days=1)


@law(150)
@given(st.text(max_size=12), days())
def test_any_text_is_a_period_or_is_refused(text: str, today: dt.date) -> None:
    try:
        figures = to_dates(text, today)
    except DateError:
        return
    assert not in_words(figures)
