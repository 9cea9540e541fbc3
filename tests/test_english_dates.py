"""Dates and periods in plain English, as people type them."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from hypothesis import given, reject
from hypothesis import strategies as st

from chrono.core import english, english_dates
from chrono.core.date_errors import DateError, ReversedError
from chrono.core.dates import When
from chrono.core.english_date_forms import FORMS, PhraseError, compiled
from chrono.core.english_dates import RELATIVE, in_words, read_date, read_period, read_since
from chrono.core.periods import Period
from samples import day, days, law, periods

TODAY = day("2025-12-04")

# -- a table of phrases ---------------------------------------------------------------------------

PHRASES = [
    # phrase, period, date in EDTF ("" if it is refused)
    ("October 2025", "2025-10", "2025-10"),
    ("october 2025", "2025-10", "2025-10"),
    ("Oct 2025", "2025-10", "2025-10"),
    ("Oct. 2025", "2025-10", "2025-10"),
    ("OCTOBER, 2025", "2025-10", "2025-10"),
    ("October of 2025", "2025-10", "2025-10"),
    ("2025 October", "2025-10", "2025-10"),
    ("Sept 2025", "2025-09", "2025-09"),
    ("May 2025", "2025-05", "2025-05"),
    ("16 April 2024", "2024-04-16", "2024-04-16"),
    ("Apr 16, 2024", "2024-04-16", "2024-04-16"),
    ("April 16th, 2024", "2024-04-16", "2024-04-16"),
    ("the 16th of April 2024", "2024-04-16", "2024-04-16"),
    ("Tue 16 Apr 2024", "2024-04-16", "2024-04-16"),
    ("Tuesday, April 16, 2024", "2024-04-16", "2024-04-16"),
    ("29 February 2024", "2024-02-29", "2024-02-29"),
    ("early October 2025", "2025-10-01..2025-10-10", "[2025-10-01..2025-10-10]"),
    ("mid-October 2025", "2025-10-11..2025-10-20", "[2025-10-11..2025-10-20]"),
    ("late Feb 2024", "2024-02-21..2024-02-29", "[2024-02-21..2024-02-29]"),
    ("end of May 2025", "2025-05-21..2025-05-31", "[2025-05-21..2025-05-31]"),
    ("the beginning of May 2025", "2025-05-01..2025-05-10", "[2025-05-01..2025-05-10]"),
    ("first week of October 2025", "2025-10-01..2025-10-07", "[2025-10-01..2025-10-07]"),
    ("the end of February 2025", "2025-02-21..2025-02-28", "[2025-02-21..2025-02-28]"),
    ("early 2025", "2025-01-01..2025-04-30", "[2025-01..2025-04]"),
    ("mid-2025", "2025-05-01..2025-08-31", "[2025-05..2025-08]"),
    ("the last quarter of 2025", "2025-Q4", "[2025-10..2025-12]"),
    ("the third quarter of 2025", "2025-Q3", ""),
    ("10 and 11 May 2025", "2025-05-10..2025-05-11", "2025-05-10/2025-05-11"),
    ("31 May & 1 June 2025", "2025-05-31..2025-06-01", "2025-05-31/2025-06-01"),
    ("Q4 2025", "2025-Q4", ""),
    ("2025 Q4", "2025-Q4", ""),
    ("2025Q4", "2025-Q4", ""),
    ("2025-q4", "2025-Q4", ""),
    ("q4 of 2025", "2025-Q4", ""),
    ("2024H1", "2024-01-01..2024-06-30", ""),
    ("2024-H2", "2024-07-01..2024-12-31", ""),
    ("spring 2024", "2024-03-01..2024-05-31", "2024-21"),
    ("summer 2024", "2024-06-01..2024-08-31", "2024-22"),
    ("autumn 2024", "2024-09-01..2024-11-30", "2024-23"),
    ("fall of 2024", "2024-09-01..2024-11-30", "2024-23"),
    ("winter 2024", "2024-12-01..2025-02-28", "2024-24"),
    ("winter 2023–24", "2023-12-01..2024-02-29", "2023-24"),
    ("winter 2023/2024", "2023-12-01..2024-02-29", "2023-24"),
    ("the 2020s", "2020-01-01..2029-12-31", "202X"),
    ("2025-W49", "2025-12-01..2025-12-07", ""),
    ("2025W01", "2024-12-30..2025-01-05", ""),
    ("week 49 of 2024", "2024-12-02..2024-12-08", ""),
    # Relative to today, a Thursday.
    ("W49", "2025-12-01..2025-12-07", ""),
    ("week 1", "2024-12-30..2025-01-05", ""),
    ("since monday", "2025-12-01..", ""),
    ("since Thursday", "2025-12-04..", ""),
    ("since fri", "2025-11-28..", ""),
    ("last monday", "2025-12-01", "2025-12-01"),
    ("last thursday", "2025-11-27", "2025-11-27"),
    ("next Friday", "2025-12-05", "2025-12-05"),
    ("next thu", "2025-12-11", "2025-12-11"),
    # In figures, with one meaning.
    ("30/10/2025", "2025-10-30", "2025-10-30"),
    ("2025/10/30", "2025-10-30", "2025-10-30"),
    ("30.10.2025", "2025-10-30", "2025-10-30"),
    ("2025-3-9", "2025-03-09", "2025-03-09"),
    ("30/10/2025, 09:30", "", "2025-10-30T09:30:00"),
    ("around 30.10.2025", "", "2025-10-30~"),
    ("09:30 tomorrow", "", "2025-12-05T09:30:00"),
    ("tomorrow 9:30am", "", "2025-12-05T09:30:00"),
    ("tomorrow at 9.30 p.m.", "", "2025-12-05T21:30:00"),
    ("9 PM on 30 Oct 2025", "", "2025-10-30T21:00:00"),
    ("12am tomorrow", "", "2025-12-05T00:00:00"),
    ("today, 12:05 pm", "", "2025-12-04T12:05:00"),
    ("30 Oct 2025 18:00:30", "", "2025-10-30T18:00:30"),
    ("since 30.10.2025", "2025-10-30..", "2025-10-30/.."),
    ("13/4/2025..30/10/2025", "2025-04-13..2025-10-30", ""),
    ("October", "2025-10", ""),
    ("Q4", "2025-Q4", ""),
    ("q1", "2025-Q1", ""),
    ("autumn", "2025-09-01..2025-11-30", ""),
    ("today", "2025-12-04", "2025-12-04"),
    ("Yesterday", "2025-12-03", "2025-12-03"),
    ("day before yesterday", "2025-12-02", "2025-12-02"),
    ("the day after tomorrow", "2025-12-06", "2025-12-06"),
    ("H1 2025", "2025-01-01..2025-06-30", ""),
    ("h2 of 2024", "2024-07-01..2024-12-31", ""),
    ("H2", "2025-07-01..2025-12-31", ""),
    ("the first half of 2025", "2025-01-01..2025-06-30", ""),
    ("second half of 2025", "2025-07-01..2025-12-31", ""),
    ("tomorrow", "2025-12-05", "2025-12-05"),
    ("this month", "2025-12", "2025-12"),
    ("last year", "2024", "2024"),
    ("this week", "2025-12-01..2025-12-07", ""),
    ("past month", "2025-11-05..2025-12-04", ""),
    ("next 2 weeks", "2025-12-05..2025-12-18", ""),
    ("the past 10 months", "2025-02-05..2025-12-04", ""),
    ("3 days ago", "2025-12-01", "2025-12-01"),
    ("a week ago", "2025-11-27", "2025-11-27"),
    ("10 months ago", "2025-02-04", "2025-02-04"),
    ("Ten months ago", "2025-02-04", "2025-02-04"),
    ("twelve months ago", "2024-12-04", "2024-12-04"),
    ("last two weeks", "2025-11-21..2025-12-04", ""),
    ("next one month", "2025-12-05..2026-01-04", ""),
    ("2 years ago", "2023-12-04", "2023-12-04"),
    ("in 2 weeks", "2025-12-18", "2025-12-18"),
    ("in a month", "2026-01-04", "2026-01-04"),
    ("3 days from now", "2025-12-07", "2025-12-07"),
    ("this weekend", "2025-12-06..2025-12-07", ""),
    ("last weekend", "2025-11-29..2025-11-30", ""),
    ("week of 24 November 2025", "2025-11-24..2025-11-30", ""),
    ("the week beginning 2025-11-25", "2025-11-24..2025-11-30", ""),
    ("year to date", "2025-01-01..2025-12-04", ""),
    ("ytd", "2025-01-01..2025-12-04", ""),
    ("qtd", "2025-10-01..2025-12-04", ""),
    # With ends.
    ("since June 2025", "2025-06-01..", "2025-06/.."),
    ("since 2025-06", "2025-06-01..", "2025-06/.."),
    ("since yesterday", "2025-12-03..", "2025-12-03/.."),
    ("from June onwards", "2025-06-01..", ""),
    ("until June 2025", "..2025-06-30", ""),
    ("up to last month", "..2025-11-30", ""),
    ("through 16 April 2024", "..2024-04-16", ""),
    ("before June 2025", "..2025-05-31", ""),
    ("after June 2025", "2025-07-01..", ""),
    ("June to August 2025", "2025-06-01..2025-08-31", "2025-06/2025-08"),
    ("from June 2024 until August 2025", "2024-06-01..2025-08-31", "2024-06/2025-08"),
    ("since June until today", "2025-06-01..2025-12-04", ""),
    ("between 30 Oct and 5 Dec 2025", "2025-10-30..2025-12-05", "[2025-10-30..2025-12-05]"),
    ("10 to 11 May 2025", "2025-05-10..2025-05-11", "2025-05-10/2025-05-11"),
    ("10–11 May 2025", "2025-05-10..2025-05-11", "2025-05-10/2025-05-11"),
    ("10-11 May 2025", "2025-05-10..2025-05-11", "2025-05-10/2025-05-11"),
    ("May 10-11, 2025", "2025-05-10..2025-05-11", "2025-05-10/2025-05-11"),
    ("30 Oct–2 Nov 2025", "2025-10-30..2025-11-02", "2025-10-30/2025-11-02"),
    ("Oct-Dec 2025", "2025-Q4", "2025-10/2025-12"),
    ("2024–2025", "2024-01-01..2025-12-31", "2024/2025"),
    ("Q1 to Q3 2025", "2025-01-01..2025-09-30", ""),
    ("2025..yesterday", "2025-01-01..2025-12-03", ""),
    ("last month..", "2025-11-01..", ""),
    ("June..August 2024", "2024-06-01..2024-08-31", ""),
    ("10 .. 12 May 2024", "2024-05-10..2024-05-12", ""),
    ("today..June 2026", "2025-12-04..2026-06-30", ""),
    ("10 months to 2025-12-04", "2025-02-05..2025-12-04", ""),
    ("the 10 months to 31 Oct 2025", "2025-01-01..2025-10-31", ""),
    ("ten months to 31 Oct 2025", "2025-01-01..2025-10-31", ""),
    ("10 months before 2025-12-04", "2025-02-04..2025-12-03", ""),
    ("10 months after 2025-12-04", "2025-12-05..2026-10-04", ""),
    ("the Two weeks before May 2025", "2025-04-17..2025-04-30", ""),
    ("a week after October 2025", "2025-11-01..2025-11-07", ""),
    # Only for dates of events.
    ("31 Oct or 1 Nov 2025", "2025-10-31..2025-11-01", "[2025-10-31,2025-11-01]"),
    ("about May 2025", "", "2025-05~"),
    ("c. 30 October 2025", "", "2025-10-30~"),
    ("around 2025", "", "2025~"),
    ("30 October 2025?", "", "2025-10-30?"),
    ("about 30 October 2025?", "", "2025-10-30%"),
]


@pytest.mark.parametrize("phrase, period, date", PHRASES)
def test_a_phrase_means_a_period_and_a_date(phrase: str, period: str, date: str) -> None:
    for read, meaning in ((read_period, period), (read_date, date)):
        if meaning:
            assert read(phrase, TODAY) == meaning
        else:
            with pytest.raises(DateError):
                read(phrase, TODAY)


def test_every_form_has_a_phrase_in_the_table() -> None:
    phrases = [phrase for phrase, *_ in PHRASES]
    patterns = [form.pattern for form in FORMS]
    patterns += [pattern for pattern, *_ in (*english_dates.BOUNDS, *english_dates.PAIRS)]
    for pattern in patterns:
        form = compiled(pattern)
        assert any(form.fullmatch(one.replace(",", "")) for one in phrases), pattern


@pytest.mark.parametrize(
    "text, what",
    [
        ("3/4/2025", " could be two dates; write 2025-04-03 or 2025-03-04"),
        ("12/11", " has no year; write 2025-11-12 or 2025-12-11"),
        ("10-30", " has no year; write 2025-10-30"),
        ("30 October", " has no year; write 2025-10-30"),
        ("Oct 30th", " has no year; write 2025-10-30"),
        ("monday", " could be the last or the next one; write 2025-12-01 or 2025-12-08"),
        ("Thursday", " could be the last or the next one; write 2025-12-04 or 2025-12-11"),
        ("7d", ' could be in the past or in the future; write "last 7d" or "next 7d"'),
        (
            "10 months",
            ' could be in the past or in the future; write "last 10 months" or "next 10 months"',
        ),
        ("winter", ' could be two winters; write "winter 2024" or "winter 2025"'),
        ("31 June 2025", " does not exist: June 2025 has 30 days"),
        ("winter 2024–26", ' is not a season; write "winter 2024"'),
        ("16 April '24", ': write the year with four digits, as in "16 April 2024"'),
        ("27/10/25", ': write the year with four digits, as in "27/10/2025"'),
        ("Oct 25", " has no year; write 2025-10-25"),
        ("week of october", ': write a day, such as "week of 24 November 2025"'),
    ],
)
def test_an_unclear_phrase_is_refused_with_each_meaning(text: str, what: str) -> None:
    for read in (read_period, read_date):
        with pytest.raises(DateError) as caught:
            read(text, TODAY)
        assert str(caught.value) == f'"{text}"{what}'


def test_a_wrong_weekday_is_refused_with_the_right_one() -> None:
    for read in (read_period, read_date):
        with pytest.raises(DateError) as caught:
            read("Fri 30 Oct 2025", TODAY)
        assert str(caught.value) == (
            '"30 October 2025" is a Thursday, not a Friday; write 2025-10-30, or correct the day'
        )


@pytest.mark.parametrize(
    "text, what",
    [
        ("1 to 15 October", " has no year; write 2025-10-01..2025-10-15"),
        ("1-15 Oct", " has no year; write 2025-10-01..2025-10-15"),
        ("30 Oct to 5 Nov", " has no year; write 2025-10-30..2025-11-05"),
        ("q4 25", ': write the year with four digits, as in "q4 2025"'),
    ],
)
def test_a_period_without_a_whole_year_is_refused_with_the_period(text: str, what: str) -> None:
    with pytest.raises(DateError) as caught:
        read_period(text, TODAY)
    assert str(caught.value) == f'"{text}"{what}'


@pytest.mark.parametrize(
    "text, named",
    [("30 October", "2025-10-30"), ("10-30", "2025-10-30"), ("12/11", ""), ("77-88", ""),
     ("monday", "")],
)  # fmt: skip
def test_the_error_for_a_day_without_a_year_names_the_day_of_this_year(
    text: str, named: str
) -> None:
    with pytest.raises(PhraseError) as caught:
        read_period(text, TODAY)
    assert caught.value.day == named


@pytest.mark.parametrize(
    "text, what",
    [
        ("October", '"October" has no year; write 2025-10'),
        ("autumn", '"autumn" has no year; write 2025-23'),
        ("1 to 15 October", '"1 to 15 October" has no year; write 2025-10-01/2025-10-15'),
        *(
            (text, f'"{text}": write the day and the time, such as "tomorrow 09:30"')
            for text in ("9.30am", "09:30", "tomorrow 13pm", "tomorrow 25:00", "tomorrow at noon")
        ),
        ("Q4 2025", '"Q4 2025": write "[2025-10..2025-12]" for one of these days, '
                    'or "2025-10/2025-12" for all of them'),
        ("this week", '"this week": write "[2025-12-01..2025-12-07]" for one of these days, '
                      'or "2025-12-01/2025-12-07" for all of them'),
        ("Dec to Feb 2026", '"Dec to Feb 2026": the end is before the start; '
                            "write the year of each date"),
    ],
)  # fmt: skip
def test_the_date_of_an_event_must_be_clear(text: str, what: str) -> None:
    with pytest.raises(DateError) as caught:
        read_date(text, TODAY)
    assert str(caught.value) == what


@pytest.mark.parametrize(
    "text, period",
    [("7d", "2025-11-28..2025-12-04"), ("two weeks", "2025-11-21..2025-12-04"),
     ("Monday", "2025-12-01.."), ("30/10/2025", "2025-10-30"), ("June", "2025-06")],
)  # fmt: skip
def test_after_since_a_length_of_time_ends_today(text: str, period: str) -> None:
    assert read_since(text, TODAY) == period


def test_a_misspelt_month_is_refused_with_the_nearest_month() -> None:
    for read in (read_date, read_period):
        for text in ("16 Apirl 2024", "Febuary 2025", "Septembr 2025"):
            with pytest.raises(DateError, match=r"did you mean .*(April|February|September) 202"):
                read(text, TODAY)


@pytest.mark.parametrize(
    "text, date",
    [
        ("24 December 2026, 09:30", "2026-12-24T09:30:00"),
        ("24 December 2026 at 9:30", "2026-12-24T09:30:00"),
        ("2026-12-24 09:30", "2026-12-24T09:30:00"),
        ("2026-12-24 09:30:15", "2026-12-24T09:30:15"),
    ],
)
def test_a_time_can_follow_a_day(text: str, date: str) -> None:
    assert read_date(text, TODAY) == date


@pytest.mark.parametrize("text", ["December 2026, 09:30", "2026-12 09:30", "2026-12-24 24:30"])
def test_only_a_time_of_day_can_follow_a_day(text: str) -> None:
    with pytest.raises(DateError):
        read_date(text, TODAY)


@pytest.mark.parametrize("text", ["today..2024", "2026 to 2025", "June 2025–May 2025"])
def test_a_reversed_period_in_words_is_refused(text: str) -> None:
    with pytest.raises(DateError, match="before the start; write the earlier date first"):
        read_period(text, TODAY)


@pytest.mark.parametrize(
    "text",
    ["Oktober 2025", "octobre 2025", "Octo 2025", "heute", "Xi", "now", "2025 words", "may be",
     "since Xi", "Xi to Trump", "between Xi and Trump", "32 October 2025", "Q5 2025",
     "2025..2026..2027", "..2025..", "..2025..2026", "2025..2025..2025"],
)  # fmt: skip
def test_other_words_are_neither_a_period_nor_a_date(text: str) -> None:
    for read in (read_period, read_date):
        with pytest.raises(DateError):
            read(text, TODAY)


# -- laws -----------------------------------------------------------------------------------------


@law(300)
@given(periods())
def test_a_period_in_dates_keeps_its_text(period: Period) -> None:
    if period.text != "all":
        assert read_period(period.text, TODAY) == period.text


@law(200)
@given(st.sampled_from([phrase for phrase, period, _ in PHRASES if period]), days())
def test_the_period_in_a_note_is_accepted_and_means_the_same_days(
    phrase: str, today: dt.date
) -> None:
    try:
        dates = read_period(phrase, today)
    except ReversedError:  # such as "since June until today" in January
        reject()
    assert read_period(dates, today) == dates
    assert Period.parse(dates).text == dates


EXACT = st.one_of(
    days().map(str),
    days().map(lambda one: str(one)[:7]),
    days().map(lambda one: str(one)[:4]),
    st.builds("{}-{}".format, st.integers(1900, 2100), st.integers(21, 24)),
    st.builds("{}X".format, st.integers(100, 999)),
)
POINTS = st.builds("{}{}".format, EXACT, st.sampled_from(["", "", "~", "?", "%"]))


@law(400)
@given(POINTS)
def test_an_english_date_that_chrono_writes_is_read_back(text: str) -> None:
    assert read_date(english.date(When.parse(text)), TODAY) == text


@law(200)
@given(days(), days())
def test_an_english_interval_that_chrono_writes_is_read_back(one: dt.date, other: dt.date) -> None:
    first, last = sorted((one, other))
    if first < last:
        text = f"{first}/{last}"
        assert read_date(english.date(When.parse(text)), TODAY) == text


@law(200)
@given(POINTS)
def test_a_date_in_edtf_keeps_its_text(text: str) -> None:
    assert read_date(text, TODAY) == text


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
        ("2025-12-31", "2025-Q4", "2025-Q4"),
    ],
)
def test_a_period_in_words(today: str, words: str, figures: str) -> None:
    assert read_period(words, day(today)) == figures


@pytest.mark.parametrize(
    "text",
    ["last", "last 0d", "last 90x", "this 3 days", "last 99999d", "heute",
     "today..tomorow", "heute..2025", "..now", "last month last year"],
)  # fmt: skip
def test_other_words_are_refused(text: str) -> None:
    with pytest.raises(DateError) as refused:
        read_period(text, dt.date(2025, 12, 31))
    assert str(refused.value) == f'"{text}" is not a period; write {english_dates.WORD_FORMS}'


def test_a_comma_is_not_a_date() -> None:
    with pytest.raises(DateError, match='"," is not a known date'):
        read_date(",", TODAY)


@pytest.mark.parametrize("text", ["last 9999y", "next 8000y", "next 8000y..", "..last 2026 years"])
def test_words_that_lead_outside_0001_to_9999_are_refused(text: str) -> None:
    with pytest.raises(DateError, match="only the years 0001 to 9999"):
        read_period(text, dt.date(2025, 12, 31))


def test_the_last_day_of_all_has_no_tomorrow() -> None:
    with pytest.raises(DateError, match="only the years 0001 to 9999"):
        read_period("tomorrow", dt.date.max)


@law(200)
@given(st.sampled_from(RELATIVE), days())
def test_past_and_future_words_lie_before_and_after_today(words: str, today: dt.date) -> None:
    assert in_words(words)
    span = Period.parse(read_period(words, today)).span
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
    last = Period.parse(read_period(f"last {number}d", today)).span
    after = Period.parse(read_period(f"next {number} days", today)).span
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
        Period.parse(read_period(f"{which} {unit}", today)).span
        for which in ("last", "this", "next")
    )
    assert before.last
    assert this.last
    assert this.first == before.last + dt.timedelta(days=1)
    assert after.first == this.last + dt.timedelta(days=1)


@law(150)
@given(st.text(max_size=12), days())
def test_any_text_is_a_period_or_is_refused(text: str, today: dt.date) -> None:
    try:
        figures = read_period(text, today)
    except DateError:
        return
    assert not in_words(figures)


def test_two_dates_with_a_day_between_them_are_refused() -> None:
    for read in (read_date, read_period):
        with pytest.raises(PhraseError, match=r'is two dates; write one, or "10 to 12 May 2025"$'):
            read("10 and 12 May 2025", TODAY)
    with pytest.raises(PhraseError, match=r'is two dates; write one, or "10 to 12 May 2025"$'):
        read_period("10 or 12 May 2025", TODAY)


def test_a_period_before_a_day_is_not_a_date() -> None:
    with pytest.raises(DateError, match="is not a known date"):
        read_date("10 months before 2025-12-04", TODAY)


@pytest.mark.parametrize("text", ["3. to 5 March 2025", "3 March to 5 2025", "5 2025 to June 2025"])
def test_a_number_beside_a_year_in_a_range_is_no_month(text: str) -> None:
    """Such a number may be a day, so neither a date nor a period is guessed."""
    for read in (read_date, read_period):
        with pytest.raises(DateError, match=re.escape(f'"{text}" is not')):
            read(text, TODAY)
