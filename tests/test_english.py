"""Dates as a person says them: nothing rounded, what is not known visibly so."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chrono.core import english
from chrono.core.counting import Count
from chrono.core.dates import When
from chrono.core.query import Match
from chrono.core.spans import Containment, Span
from samples import edtf_texts, event, law


def test_each_weekday_has_a_short_name() -> None:
    names = [english.weekdays(dt.date(2025, 9, day), dt.date(2025, 9, day)) for day in range(1, 8)]
    assert names == ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]


@pytest.mark.parametrize(
    "text, brief, under_month",
    [
        ("2025-10-30", "30 Oct 2025", "30 Thu"),
        ("2025-10-30T11:00:00+09:00", "30 Oct 2025", "30 Thu"),
        ("2025-10-30~", "about 30 Oct 2025", "~30 Oct"),
        ("2025-10-30?", "30 Oct 2025?", "30 Oct?"),
        ("2025-10-30%", "about 30 Oct 2025?", "~30 Oct?"),
        ("2025-10", "October 2025", "day unknown"),
        ("2025-10~", "about October 2025", "~October"),
        ("2025", "2025", "2025"),
        ("2025-XX-XX", "2025", "2025"),
        ("202X", "the 2020s", "the 2020s"),
        ("200X", "the 2000s", "the 2000s"),
        ("20XX", "between 2000 and 2099", "between 2000 and 2099"),
        ("2025-21", "spring 2025 (Mar–May)", "spring"),
        ("2025-05-10/2025-05-11", "10–11 May 2025", "10–11 Sat–Sun"),
        ("2025-06-30/2025-07-02", "30 Jun–2 Jul 2025", "30 Jun–2 Jul"),
        ("2024-12-30/2025-01-02", "30 Dec 2024–2 Jan 2025", "30 Dec–2 Jan"),
        ("2025-05/2025-06", "May 2025 – June 2025", "May–June"),
        ("2025-06/..", "since June 2025", "since June 2025"),
        ("2025-06-01~/..", "since about 1 Jun 2025", "since ~1 Jun 2025"),
        ("../2025-06-01?", "until 1 Jun 2025?", "until 1 Jun 2025?"),
        ("2025-06/", "from June 2025, end unknown", "from June 2025, end unknown"),
        ("../2025", "until 2025", "until 2025"),
        ("/2025-03-05", "until 5 Mar 2025", "until 5 Mar 2025"),
        ("[2025-10-31,2025-11-01]", "31 Oct or 1 Nov 2025", "31 Oct..1 Nov"),
        ("[2025-01-05,2025-03-05]", "5 Jan 2025 or 5 Mar 2025", "5 Jan or 5 Mar"),
        ("[2025-03-01..2025-03-05]", "between 1 and 5 Mar 2025", "1..5 Mar"),
        ("[..2025-03-05]", "on or before 5 Mar 2025", "on or before 5 Mar 2025"),
        ("[2025-03-05..]", "on or after 5 Mar 2025", "on or after 5 Mar 2025"),
        ("2024-24", "winter 2024–25 (Dec–Feb)", "winter"),
        ("2024-06-01/2025-03-28", "1 Jun 2024–28 Mar 2025", "1 Jun–28 Mar"),
        ("2024-06-01/2025-03-29", "1 Jun 2024–29 Mar 2025", "1 Jun–29 Mar 2025"),
        ("2024-06-01/2025-08-01", "1 Jun 2024–1 Aug 2025", "1 Jun–1 Aug 2025"),
        ("2025-21/..", "since spring 2025 (Mar–May)", "since spring 2025"),
        (
            "[2025-03,2025-05]",
            "March 2025 or May 2025",
            "March or May",
        ),
        ("[2024-12-31,2025-02-01]", "31 Dec 2024 or 1 Feb 2025", "31 Dec 2024 or 1 Feb 2025"),
        (
            "[2025-01-01,2027]",
            "1 Jan 2025 or between 1 Jan and 31 Dec 2027",
            "1 Jan 2025 or between 1 Jan and 31 Dec 2027",
        ),
        (
            "[2025-01,2025-03]/2025-05",
            "January 2025 or March 2025 – May 2025",
            "January or March – May",
        ),
    ],
)
def test_a_date_in_words(text: str, brief: str, under_month: str) -> None:
    when = When.parse(text)
    assert english.brief(when, year=True) == brief
    assert english.in_month(when) == under_month


@pytest.mark.parametrize(
    "text, under_month",
    [
        ("1582-10-15", "15 Fri"),
        ("1582-10-14", "14"),
        ("1582-10-14/1582-10-15", "14–15"),
        ("1582-09-30/1582-10-20", "30 Sep–20 Oct"),
        ("1403-06-27", "27"),
        ("0033-04-03/0033-04-05", "3–5"),
    ],
)
def test_no_day_before_the_gregorian_calendar_has_a_weekday(text: str, under_month: str) -> None:
    assert english.in_month(When.parse(text)) == under_month


@pytest.mark.parametrize(
    "text, brief",
    [
        ("2025-10-30", "30 Oct"),
        ("2025-10", "October"),
        ("2025-10-30/2025-10-31", "30–31 Oct"),
        ("2025", "2025"),
    ],
)
def test_a_date_in_words_without_its_year(text: str, brief: str) -> None:
    assert english.brief(When.parse(text)) == brief


def test_a_span_in_words_with_and_without_its_year() -> None:
    days = When.parse("2025-10").start_span
    assert (english.span(days), english.span(days, True)) == ("1–31 Oct", "1–31 Oct 2025")
    assert english.span(Span(None, None)) == "any date"


@pytest.mark.parametrize(
    "name, heading, brief, in_one_year",
    [
        ("2025-10", "October 2025", "Oct 2025", "Oct"),
        ("2025-XX", "2025, month uncertain", "2025 ?", "uncertain"),
        ("2025-Q4", "2025-Q4", "2025-Q4", "2025-Q4"),
        ("2025", "2025", "2025", "2025"),
        ("202X", "202X, year uncertain", "202X", "202X"),
        ("XXXX", "Year uncertain", "uncertain", "uncertain"),
    ],
)
def test_a_bucket_in_words(name: str, heading: str, brief: str, in_one_year: str) -> None:
    assert english.bucket(name) == heading
    assert english.bucket_brief(name, one_year=False) == brief
    assert english.bucket_brief(name, one_year=True) == in_one_year


@pytest.mark.parametrize(
    "low, high, words",
    [
        (1, 1, "1 day"),
        (25, 25, "25 days"),
        (0, 1, "0–1 days"),
        (9, 37, "9–37 days"),
        (4.0, 5.5, "4–5.5 days"),
        (1_000_000.0, 1_000_000.0, "1000000 days"),
    ],
)
def test_a_number_of_days_in_words(low: float, high: float, words: str) -> None:
    assert english.days(low, high) == words


@pytest.mark.parametrize(
    "text, clock",
    [
        ("2025-10-30", ""),
        ("2025-10", ""),
        ("2025-10-30T11:00:00", "11:00"),
        ("2025-10-30T23:59:58.125", "23:59"),
        ("2025-10-30T11:00:00Z", "11:00 UTC"),
        ("2025-10-30T11:00:00+09:00", "11:00 UTC+09:00"),
        ("2025-10-30T11:00:00.5-05", "11:00 UTC-05"),
    ],
)
def test_the_time_of_day_in_words(text: str, clock: str) -> None:
    assert english.clock(When.parse(text)) == clock


@pytest.mark.parametrize(
    "place, country, said",
    [("Busan", "KR", "Busan (KR)"), ("Busan", None, "Busan"), (None, "KR", "KR"), (None, None, "")],
)
def test_a_place_in_words(place: str | None, country: str | None, said: str) -> None:
    assert english.place(event("2025", place=place, place_country=country)) == said


def test_the_people_of_an_event_in_words() -> None:
    assert english.people(event("2025")) == "Xi Jinping, Donald Trump"
    assert english.people(event("2025"), " and ") == "Xi Jinping and Donald Trump"


@pytest.mark.parametrize(
    "fits, said",
    [
        ([], "0 events"),
        ([Containment.CERTAIN], "1 event"),
        ([Containment.POSSIBLE], "0–1 event"),
        ([Containment.CERTAIN, Containment.CERTAIN], "2 events"),
        ([Containment.CERTAIN, Containment.POSSIBLE], "1–2 events"),
    ],
)
def test_a_number_in_words(fits: list[Containment], said: str) -> None:
    assert Count([Match(event("2025"), fit) for fit in fits]).of("event") == said


def test_empty_parts_are_not_joined() -> None:
    assert english.joined(["a", "", "b"]) == "a · b"
    assert english.joined(["", ""], ", ") == ""


def test_the_first_few_of_many_ids() -> None:
    assert english.first_few([*"abc"], limit=3) == "a, b, c"
    assert english.first_few([*"abcdefg"], limit=3) == "a, b, c, and 4 more"


@pytest.mark.parametrize(
    "text, said",
    [
        ("2025-11", "November 2025"),
        ("2025-11~", "about November 2025"),
        ("2025-21", "spring 2025 (Mar–May)"),
        ("2025", "2025"),
        ("202X?", "the 2020s?"),
        ("20XX", "between 2000 and 2099"),
        ("2025-10-30", "30 Oct 2025"),
    ],
)
def test_the_date_of_a_source_has_its_year(text: str, said: str) -> None:
    assert english.date(When.parse(text)) == said


@pytest.mark.parametrize(
    "parts, text",
    [([], ""), (["a"], "a"), (["a", "b"], "a or b"), (["a", "b", "c"], "a, b or c")],
)
def test_a_list_in_words(parts: list[str], text: str) -> None:
    assert english.join_or(parts) == text
    assert english.join_and(parts) == text.replace(" or ", " and ")


@pytest.mark.parametrize(
    "number, words", [(0, "0 events"), (1, "1 event"), (2, "2 events"), (40, "40 events")]
)
def test_a_number_with_a_noun(number: int, words: str) -> None:
    assert english.plural(number, "event") == words


@pytest.mark.parametrize(
    "noun, nouns",
    [("call", "calls"), ("lunch", "lunches"), ("ceremony", "ceremonies"), ("survey", "surveys")],
)
def test_the_regular_plural_of_a_noun(noun: str, nouns: str) -> None:
    assert english.plural_of(noun) == nouns


def test_a_number_with_an_irregular_noun() -> None:
    assert english.plural(1, "party", "parties") == "1 party"
    assert english.plural(2, "party", "parties") == "2 parties"


@pytest.mark.parametrize(
    "text, words",
    [
        ("2025-10-13/2025-10-27~", "13–~27 Oct"),
        ("2025-10-13~/2025-10-27~", "~13–~27 Oct"),
        ("2025-10-13/2025-11-02~", "13 Oct–~2 Nov"),
        ("[2025-01-19,2025-01-20]", "19..20 Jan"),
        ("[2025-10-30..2025-12-05]", "30 Oct..5 Dec"),
        ("[2025-01-05,2025-03-05]", "5 Jan or 5 Mar"),
        ("2025-05/2025-06~", "May–~June"),
        ("2025-05-10/2025-05-11", "10–11 May"),
        ("2025-10-30", "30 Oct"),
    ],
)
def test_a_date_in_a_list_is_short_and_its_signs_have_a_legend(text: str, words: str) -> None:
    assert english.in_list(When.parse(text)) == words
    legend = english.list_signs([words])
    assert [sign.partition(": ")[0] for sign in legend] == [
        sign for sign in ("~", "..") if sign in words
    ]


@pytest.mark.parametrize(
    "text, brief, full",
    [
        ("2025-10-30T11:00:00", "11:00", "11:00"),
        ("2025-10-30T11:00:00Z", "11:00Z", "11:00 UTC"),
        ("2025-10-30T11:00:00+09:00", "11:00+09", "11:00 UTC+09:00"),
        ("2025-10-30T11:00:00.5-05:30", "11:00-05:30", "11:00 UTC-05:30"),
        ("2025-10-30", "", ""),
    ],
)
def test_a_time_of_day(text: str, brief: str, full: str) -> None:
    assert english.brief_clock(When.parse(text)) == brief
    assert english.clock(When.parse(text)) == full


@law(400)
@given(edtf_texts(), st.integers(8, 24))
def test_a_folded_date_is_whole(text: str, most: int) -> None:
    words = english.in_list(When.parse(text), year=True)
    lines = english.folded_date(words, most).split("\n")
    assert "".join(lines).replace(" ", "") == words.replace(" ", "")
    assert max(map(len, lines)) <= max(most, 24)
    day_and_month = re.compile(r"\d+ [A-Z][a-z]+( \d{4})?")
    for phrase in day_and_month.finditer(words):
        assert any(phrase[0] in line for line in lines)


@pytest.mark.parametrize(
    "text, lines",
    [
        ("[2025-10-31,2025-11-02]", ["31 Oct or 2 Nov"]),
        ("[2025-10-31,2025-11-02,2025-12-05]", ["31 Oct or", "2 Nov or 5 Dec"]),
        ("2025-10-13/2025-10-27~", ["13–~27 Oct"]),
        ("2024-12-30/2025-01-02", ["30 Dec 2024–", "2 Jan 2025"]),
        ("[2024-12-20..2025-01-21]", ["20 Dec 2024..", "21 Jan 2025"]),
        ("[2025-10,2025-12]", ["October or", "December"]),
        ("2025-22/2025-23", ["summer–autumn"]),
        ("2025-24", ["winter 2025–26"]),
        ("[..2025-03-05]", ["on or before", "5 Mar 2025"]),
        ("2025-06/", ["from June 2025,", "end unknown"]),
    ],
)
def test_a_long_date_is_folded_where_another_date_begins(text: str, lines: list[str]) -> None:
    when = When.parse(text)
    years = {day and day.year for day in when.start_span}
    words = english.in_list(when, year=len(years) > 1)
    assert english.folded_date(words, 15).split("\n") == lines
