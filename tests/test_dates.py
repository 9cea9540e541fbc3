"""EDTF and periods: texts and what they mean, what is refused and how, and when the two meet."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from chrono.core.date_errors import DateError
from chrono.core.dates import When
from chrono.core.periods import EVERYTHING, Period
from chrono.core.spans import Containment, Span
from samples import (
    DAY,
    Dated,
    Lasting,
    any_dates,
    day,
    days,
    edtf_texts,
    holds,
    inside,
    intervals,
    law,
    periods,
)

NO, POSSIBLE, CERTAIN = Containment.NO, Containment.POSSIBLE, Containment.CERTAIN


def iso(one: dt.date | None) -> str:
    return "" if one is None else one.isoformat()


def bounds(text: str) -> tuple[str, str]:
    """The first day on which it may have started and the last on which it may have ended."""
    when = When.parse(text)
    return iso(when.start), iso(when.end)


# -- the specification's own examples -----------------------------------------------------------

# Every example of https://www.loc.gov/standards/datetime/ in the years 0001 to 9999: the text,
# its bounds ("" is open), its precision, and how sure it is.
SPECIFICATION = [
    ("1985-04-12", "1985-04-12", "1985-04-12", "day", ""),
    ("1904-02-29", "1904-02-29", "1904-02-29", "day", ""),
    ("1985-04", "1985-04-01", "1985-04-30", "month", ""),
    ("1985", "1985-01-01", "1985-12-31", "year", ""),
    ("1985-04-12T23:20:30", "1985-04-12", "1985-04-12", "time", ""),
    ("1985-04-12T23:20:30Z", "1985-04-12", "1985-04-12", "time", ""),
    ("1985-04-12T23:20:30-04", "1985-04-12", "1985-04-12", "time", ""),
    ("1985-04-12T23:20:30+04:30", "1985-04-12", "1985-04-12", "time", ""),
    ("1964/2008", "1964-01-01", "2008-12-31", "year", "interval"),
    ("2004-06/2006-08", "2004-06-01", "2006-08-31", "month", "interval"),
    ("2004-02-01/2005-02-08", "2004-02-01", "2005-02-08", "day", "interval"),
    ("2004-02-01/2005-02", "2004-02-01", "2005-02-28", "month", "interval"),
    ("2004-02-01/2005", "2004-02-01", "2005-12-31", "year", "interval"),
    ("2005/2006-02", "2005-01-01", "2006-02-28", "year", "interval"),
    ("2001-21", "2001-03-01", "2001-05-31", "season", ""),
    ("1984?", "1984-01-01", "1984-12-31", "year", "uncertain"),
    ("2004-06~", "2004-06-01", "2004-06-30", "month", "approximate"),
    ("2004-06-11%", "2004-06-11", "2004-06-11", "day", "approximate uncertain"),
    ("201X", "2010-01-01", "2019-12-31", "decade", ""),
    ("20XX", "2000-01-01", "2099-12-31", "century", ""),
    ("2004-XX", "2004-01-01", "2004-12-31", "year", ""),
    ("1985-04-XX", "1985-04-01", "1985-04-30", "month", ""),
    ("1985-XX-XX", "1985-01-01", "1985-12-31", "year", ""),
    ("1985-04-12/..", "1985-04-12", "", "day", "interval"),
    ("1985-04/..", "1985-04-01", "", "month", "interval"),
    ("1985/..", "1985-01-01", "", "year", "interval"),
    ("../1985-04-12", "", "1985-04-12", "day", "interval"),
    ("../1985-04", "", "1985-04-30", "month", "interval"),
    ("../1985", "", "1985-12-31", "year", "interval"),
    ("1985-04-12/", "1985-04-12", "", "day", "interval"),
    ("1985-04/", "1985-04-01", "", "month", "interval"),
    ("1985/", "1985-01-01", "", "year", "interval"),
    ("/1985-04-12", "", "1985-04-12", "day", "interval"),
    ("/1985-04", "", "1985-04-30", "month", "interval"),
    ("/1985", "", "1985-12-31", "year", "interval"),
    ("2004-06-XX/2004-07-03", "2004-06-01", "2004-07-03", "month", "interval"),
]


@pytest.mark.parametrize("text, first, last, precision, flags", SPECIFICATION)
def test_the_specifications_examples(
    text: str, first: str, last: str, precision: str, flags: str
) -> None:
    when = When.parse(text)
    said = [name for name in ("interval", "approximate", "uncertain") if getattr(when, name)]
    assert (when.text, iso(when.start), iso(when.end)) == (text, first, last)
    assert (when.precision, said) == (precision, flags.split())


# Those of its examples that this format does not take, and what they are told.
YEARS = "only the years 0001 to 9999 are supported"
LEVEL_2 = (
    "this form of date is not supported; write one of ~, ? and % at the end of the date, "
    'or a set such as "[2025-10-31,2025-11-01]"'
)


@pytest.mark.parametrize(
    "text, message",
    [
        ("Y170000002", f'"Y170000002": {YEARS}'),
        ("Y-170000002", f'"Y-170000002": {YEARS}'),
        ("-1985", f'"-1985": {YEARS}'),
        ("2004-06-~01/2004-06-~20", f'"2004-06-~01": {LEVEL_2}'),
    ],
)
def test_the_specifications_other_examples_are_refused(text: str, message: str) -> None:
    assert refusal(text) == message


# -- what this project's own contract adds ------------------------------------------------------


@pytest.mark.parametrize(
    "text, first, last",
    [
        ("2025", "2025-01-01", "2025-12-31"),
        ("2025-10", "2025-10-01", "2025-10-31"),
        ("2025-05-10/2025-05-11", "2025-05-10", "2025-05-11"),
        ("2025-10-30~", "2025-10-30", "2025-10-30"),
        ("2025-10?", "2025-10-01", "2025-10-31"),
        ("2025-10-30%", "2025-10-30", "2025-10-30"),
        ("2025-10-XX", "2025-10-01", "2025-10-31"),
        ("202X", "2020-01-01", "2029-12-31"),
        ("20XX", "2000-01-01", "2099-12-31"),
        ("2025-21", "2025-03-01", "2025-05-31"),
        ("2025-22", "2025-06-01", "2025-08-31"),
        ("2025-23", "2025-09-01", "2025-11-30"),
        ("2025-24", "2025-12-01", "2026-02-28"),
        ("2023-24", "2023-12-01", "2024-02-29"),
        ("2025-06/..", "2025-06-01", ""),
        ("../2025", "", "2025-12-31"),
        ("2025-06/", "2025-06-01", ""),
        ("[2025-10-31,2025-11-01]", "2025-10-31", "2025-11-01"),
        ("[2025-03-01..2025-03-05]", "2025-03-01", "2025-03-05"),
        ("[..2025-03-05]", "", "2025-03-05"),
        ("[2025-03-05..]", "2025-03-05", ""),
        ("0001-01-01", "0001-01-01", "0001-01-01"),
        ("9999-12-31", "9999-12-31", "9999-12-31"),
        ("9999-23", "9999-09-01", "9999-11-30"),
        ("001X", "0010-01-01", "0019-12-31"),
        ("99XX", "9900-01-01", "9999-12-31"),
        ("2000-02", "2000-02-01", "2000-02-29"),
        ("1900-02", "1900-02-01", "1900-02-28"),
        ("2024-02-29", "2024-02-29", "2024-02-29"),
        # Each end of an interval is any of these.
        ("2025-24/2026-21", "2025-12-01", "2026-05-31"),
        ("202X/2030", "2020-01-01", "2030-12-31"),
        ("[2025-01-01,2025-01-03]/2025-01-05", "2025-01-01", "2025-01-05"),
        ("2025-01-01/[2025-01-03,2025-01-05]", "2025-01-01", "2025-01-05"),
        # Not reversed: the end may come on the day of the start, or after it.
        ("2025-10-31/2025-10", "2025-10-31", "2025-10-31"),
        ("2025/2025-03", "2025-01-01", "2025-03-31"),
        ("2025-10-30/2025-10-30", "2025-10-30", "2025-10-30"),
    ],
)
def test_the_bounds_of_a_date(text: str, first: str, last: str) -> None:
    assert bounds(text) == (first, last)


# -- the same as the libraries that do the same -------------------------------------------------

# Texts and bounds of the test tables of python-edtf (edtf/parser/tests.py, strict bounds), undate
# (tests/test_converters) and edtf-validate, where they keep to the years and levels read here.
# They differ from this contract in: winter (`2010-24`: theirs ends on 31 December, ours in
# February), ends not known (`/2006`: theirs reach ten years, ours are open), blanks in sets
# (`[1667, 1668]`: taken out here), and the years 0000 and before, `Y…`, `{…}`, seasons above 24,
# marks within a date and X before known parts, which are refused here.
LIBRARIES = [
    ("2001-02-03", "2001-02-03", "2001-02-03"),
    ("2008-12", "2008-12-01", "2008-12-31"),
    ("2008", "2008-01-01", "2008-12-31"),
    ("2001-02-03T09:30:01", "2001-02-03", "2001-02-03"),
    ("2004-01-01T10:10:10Z", "2004-01-01", "2004-01-01"),
    ("2004-01-01T10:10:10+05:00", "2004-01-01", "2004-01-01"),
    ("1984?", "1984-01-01", "1984-12-31"),
    ("2004-06-11?", "2004-06-11", "2004-06-11"),
    ("2004-06?", "2004-06-01", "2004-06-30"),
    ("1984~", "1984-01-01", "1984-12-31"),
    ("1984%", "1984-01-01", "1984-12-31"),
    ("199X", "1990-01-01", "1999-12-31"),
    ("19XX", "1900-01-01", "1999-12-31"),
    ("1999-XX", "1999-01-01", "1999-12-31"),
    ("1999-01-XX", "1999-01-01", "1999-01-31"),
    ("1999-XX-XX", "1999-01-01", "1999-12-31"),
    ("../2006", "", "2006-12-31"),
    ("2004-01-01/..", "2004-01-01", ""),
    ("1984~/2004-06", "1984-01-01", "2004-06-30"),
    ("1984/2004-06~", "1984-01-01", "2004-06-30"),
    ("1984?/2004%", "1984-01-01", "2004-12-31"),
    ("1984~/2004~", "1984-01-01", "2004-12-31"),
    ("1984-06?/2004-08?", "1984-06-01", "2004-08-31"),
    ("1984-06-02?/2004-08-08~", "1984-06-02", "2004-08-08"),
    ("2003-22", "2003-06-01", "2003-08-31"),
    ("2000-23", "2000-09-01", "2000-11-30"),
    ("[1667,1668,1670..1672]", "1667-01-01", "1672-12-31"),
    ("[..1760-12-03]", "", "1760-12-03"),
    ("[1760-12..]", "1760-12-01", ""),
    ("[1760-01,1760-02,1760-12..]", "1760-01-01", ""),
    ("[1667,1760-12]", "1667-01-01", "1760-12-31"),
    ("1001-03-30", "1001-03-30", "1001-03-30"),
    ("1000/2000", "1000-01-01", "2000-12-31"),
    ("1000-01/2000-05-01", "1000-01-01", "2000-05-01"),
    ("1800/1900", "1800-01-01", "1900-12-31"),
    ("0900", "0900-01-01", "0900-12-31"),
    ("0033", "0033-01-01", "0033-12-31"),
    ("1111-01-01/1111", "1111-01-01", "1111-12-31"),
    ("2000-12-XX/2012", "2000-12-01", "2012-12-31"),
    ("2000/2000-XX-XX", "2000-01-01", "2000-12-31"),
    ("198X/199X", "1980-01-01", "1999-12-31"),
    ("1987/199X", "1987-01-01", "1999-12-31"),
    ("1984-11-12/1984-11-XX", "1984-11-12", "1984-11-30"),
    # Ours, where they differ.
    ("2010-24", "2010-12-01", "2011-02-28"),
    ("/2006", "", "2006-12-31"),
    ("2004-06-01/", "2004-06-01", ""),
    ("1984-06-02?/", "1984-06-02", ""),
]


@pytest.mark.parametrize("text, first, last", LIBRARIES)
def test_the_bounds_of_other_libraries_examples(text: str, first: str, last: str) -> None:
    assert bounds(text) == (first, last)


@pytest.mark.parametrize(
    "text",
    [
        "not a edtf string", "Y17E7-12-26", "2016-13-08", "2016-02-39", "-0000-01-01",
        "2004-(06)?-11", "2004-06-(11)~", "2004-(06)%", "2004-(06-11)?", "2004?-06-(11)~",
        "(2004-(06)~)?", "(2004)?-06-04~", "(2011)-06-04~", "2011-(06-04)~",
        "2004-06-(01)~/2004-06-(20)~", "1991-13", "1991-12-32", "199A", "1984-13", "Y1702",
        "2012/2011", "2012-10-10T10:10:1", "2012-10-10T1:10:10", "2012-10-10T10:1:10",
        "2012-10-10t10:10:10", "2012-10-10T10:10:10Z10", "2012/2013/1234/55BULBASAUR",
        "NONE/unknown", "2012///4444", "2012\\2013", "2000/12-12", "+20067890?~", "y2006", "-0000",
        "+2006?~", "1960-06-31", "[1 760-01, 1760-02, 1760-12..]", "1863- 03-29", " 1863-03-29",
        "1863-03-29 ", "18 63-03-29",
    ],
)  # fmt: skip
def test_what_other_libraries_refuse_is_refused(text: str) -> None:
    with pytest.raises(DateError):
        When.parse(text)


@pytest.mark.parametrize(
    "text, full",
    [
        ("2026-12-24T09:30", "2026-12-24T09:30:00"),
        ("2026-12-24T09:30Z", "2026-12-24T09:30:00Z"),
        ("2026-12-24T09:30+01:00", "2026-12-24T09:30:00+01:00"),
        ("2026-12-24T09:30-05", "2026-12-24T09:30:00-05"),
    ],
)
def test_a_time_without_seconds_is_the_time_with_the_seconds_00(text: str, full: str) -> None:
    assert When.parse(text) == When.parse(full)
    assert When.parse(text).text == full


# -- what is refused, and with which words ------------------------------------------------------

FORMS = 'write a date such as 2025-10-30, "2025-10", "2025-10-30~" or "2025-05-10/2025-05-11"'
YEAR = "write the year with four digits, as in 2025-10-30"
TWO = " could be two dates; "
UNKNOWN = (
    "X can replace the last digits of a year, or a whole month or day; "
    'write "202X", "2025-XX" or "2025-10-XX"'
)
SEASONS = "write a month, 01 to 12, or a season, 21 (spring) to 24 (winter)"
TIME = "write the time as in 2025-10-30T11:00, 2025-10-30T11:00:00Z or 2025-10-30T11:00+09:00"
NO_TIME = "this time does not exist; write 00:00 to 23:59"
A_SET = 'write a set such as "[2025-10-31,2025-11-01]"'
SETS = f'{A_SET} or "[2025-03-01..2025-03-05]"'


def refusal(text: str) -> str:
    """The words with which a text is refused."""
    with pytest.raises(DateError) as caught:
        When.parse(text)
    return str(caught.value)


@pytest.mark.parametrize(
    "text, why",
    [
        ("30/10/2025", "write 2025-10-30"),
        ("10/30/2025", "write 2025-10-30"),
        ("2025/10/30", "write 2025-10-30"),
        ("2025/2026/2027", FORMS),
        ("Oct/Nov", FORMS),
        ("today", FORMS),
        ("October", FORMS),
        (
            "2025-Q4",
            'write "[2025-10..2025-12]" for one of these days, '
            'or "2025-10/2025-12" for all of them',
        ),
        ("2025-W44", FORMS),
        ("2025-W44-4", FORMS),
        ("2025.10.30", "write 2025-10-30"),
        (
            "2025..2026",
            'write "[2025..2026]" for one of these days, or "2025/2026" for all of them',
        ),
        (
            "202X..203X",
            'write "[202X..203X]" for one of these days, or "202X/203X" for all of them',
        ),
        (
            "2025..",
            'write "[2025..]" for one of these days, or "2025/.." for all of them',
        ),
        (
            "..2025",
            'write "[..2025]" for one of these days, or "../2025" for all of them',
        ),
        ("202", YEAR),
        ("25-10-30", YEAR),
        ("2025-10-30Z", "write 2025-10-30"),
        ("2025-10-30t11:00:00", FORMS),
        ("２０２５", FORMS),
        ("٢٠٢٥-١٠-٣٠", FORMS),
        ("2025-10-３0", FORMS),
        ("2025–10–30", FORMS),
        ("2025-10-30\u200b", FORMS),
        ("2025-1-5", "write 2025-01-05"),
        ("2025-1", 'write "2025-01"'),
        ("2025-10-5~", 'write "2025-10-05~"'),
        ("16 April 2024", "write 2024-04-16"),
        ("Apr. 16th, 2024", "write 2024-04-16"),
        ("October 2025", 'write "2025-10"'),
        ("2/2/2025", "write 2025-02-02"),
        ("1/2/2025", TWO + "write 2025-02-01 or 2025-01-02"),
        ("30 Feb 2025", FORMS),
        ("16 April 24", FORMS),
        ("2025/10", 'write "2025-10"'),
        ("20251030", "write 2025-10-30"),
        ("2025-10-", 'write "2025-10"'),
        ("2025--", 'write "2025"'),
        ("202x", UNKNOWN),
        ("20xx", UNKNOWN),
        ("2025-xx", UNKNOWN),
        ("2025-10-xx", UNKNOWN),
        ("202u", UNKNOWN),
        ("XXXX", UNKNOWN),
        ("XXXX-10-30", UNKNOWN),
        ("2XXX", UNKNOWN),
        ("20X5", UNKNOWN),
        ("2025-1X", UNKNOWN),
        ("2025-10-3X", UNKNOWN),
        ("2025-10-00", 'day 00 does not exist; if you do not know the day, write "2025-10"'),
        ("2025-00", f"there is no month 00; {SEASONS}"),
        ("2025-13", f"there is no month 13; {SEASONS}"),
        ("2025-13-01", "there is no month 13; write a month from 01 to 12"),
        ("2025-20", f"there is no month 20; {SEASONS}"),
        # Level 2 has seasons of a hemisphere (25 to 32), quarters (33 …) and more.
        ("2025-25", f"there is no month 25; {SEASONS}"),
        ("2001-29", f"there is no month 29; {SEASONS}"),
        ("2001-34", f"there is no month 34; {SEASONS}"),
        ("2025-21-05", 'a season cannot have a day; write "2025-21"'),
        ("2025-24-XX", 'a season cannot have a day; write "2025-24"'),
        ("202X-10", 'a month needs a full year; write a date such as "2025-10"'),
        ("202X-XX", 'a month needs a full year; write a date such as "2025-10"'),
        ("156X-12-25", 'a month needs a full year; write a date such as "2025-10"'),
        ("15XX-12-XX", 'a month needs a full year; write a date such as "2025-10"'),
        ("1560-XX-25", "a day needs a month; write a date such as 2025-10-30"),
        ("2004?-06-11", LEVEL_2),
        ("2004-06~-11", LEVEL_2),
        ("2004-06-~11", LEVEL_2),
        ("2004-%06", LEVEL_2),
        ("?2004-06", LEVEL_2),
        ("2025-10-30~?", LEVEL_2),
        ("2025-10-X", LEVEL_2),
        ("{1960,1961-12}", LEVEL_2),
        ("{..1983-12-31}", LEVEL_2),
        ("2025-10-30T11", TIME),
        ("2025-10T11:00:00", TIME),
        ("2025-10-30T11:00:00~", TIME),
        ("2025-10-30T11:00:00z", TIME),
        ("2025-10-30T11:00:00+0900", TIME),
        ("2025-10-30T11:00:00+9", TIME),
        ("2025-10-30T24:00:00", NO_TIME),
        ("2025-10-30T11:60:00", NO_TIME),
        ("2025-10-30T11:00:60", NO_TIME),
        ("2025-10-30T11:00:00+24", NO_TIME),
        ("2025-10-30T11:00:00+14:60", NO_TIME),
        (
            "2025-10-30T11:00:00/2025-10-31",
            'an interval cannot have times of day; write "2025-10-30/2025-10-31"',
        ),
        (
            "2025-10-30/2025-10-31T11:00:00Z",
            'an interval cannot have times of day; write "2025-10-30/2025-10-31"',
        ),
        ("[]", A_SET),
        ("[2025", A_SET),
        ("[..]", SETS),
        ("[,]", SETS),
        ("[2025-10-31,]", SETS),
        ("[2025..2026..2027]", SETS),
    ],
)
def test_other_texts_are_refused_with_a_reason(text: str, why: str) -> None:
    joint = " is not a known date; " if why == FORMS else ": "
    assert refusal(text) == f'"{text}"{joint * (not why.startswith(TWO))}{why}'


@pytest.mark.parametrize(
    "text, length",
    [
        ("2025-02-30", "February 2025 has 28 days"),
        ("2025-02-29", "February 2025 has 28 days"),
        ("1900-02-29", "February 1900 has 28 days"),
        ("2024-02-30", "February 2024 has 29 days"),
        ("2025-04-31", "April 2025 has 30 days"),
        ("2025-12-32", "December 2025 has 31 days"),
    ],
)
def test_a_day_that_a_month_lacks_is_refused(text: str, length: str) -> None:
    assert refusal(text) == f'"{text}" does not exist: {length}'


@pytest.mark.parametrize(
    "text",
    ["0000", "0000-01-01", "0000-13", "000X", "00XX", "10000", "10000-01-01", "-1985", "-0001",
     "-1985-04-12", "Y17E7", "Y-17E7", "Y17101E4S3", "9999-24"],
)  # fmt: skip
def test_years_outside_0001_to_9999_are_refused(text: str) -> None:
    assert refusal(text) == f'"{text}": {YEARS}'


def test_intervals_that_reach_outside_these_years_are_refused() -> None:
    assert refusal("-1985/2025") == f'"-1985": {YEARS}'
    assert refusal("2025/Y170000002") == f'"Y170000002": {YEARS}'


@pytest.mark.parametrize(
    "text, right",
    [
        (" 2025", "2025"),
        ("2025\u00a0", "2025"),
        ("\u30002025", "2025"),
        ("2025-10-30 11:00:00", "2025-10-30T11:00:00"),
        ("2025-10-30 / 2025-11-01", "2025-10-30/2025-11-01"),
        ("[2025-10-31, 2025-11-01]", "[2025-10-31,2025-11-01]"),
    ],
)
def test_a_date_with_spaces_is_refused_with_the_date_without_them(text: str, right: str) -> None:
    assert refusal(text) == f'"{text}": write "{right}"'


@pytest.mark.parametrize("text", ["", " ", "\t\n"])
def test_an_empty_date_is_refused(text: str) -> None:
    assert refusal(text) == f'"{text}": the date is empty; {FORMS}'


def test_an_open_end_goes_on_and_an_unknown_end_may_have_come() -> None:
    for later in ("2025-06-02", "2025-08", "2026", "2030..", "9999"):
        assert When.parse("2025-06-01/..").runs_in(Period.parse(later)) is Containment.CERTAIN
        assert When.parse("2025-06-01/").runs_in(Period.parse(later)) is Containment.POSSIBLE
    period = Period.parse("2025-08")
    assert When.parse("../2025-12").runs_in(period) is Containment.CERTAIN
    assert When.parse("/2025-12").runs_in(period) is Containment.POSSIBLE


@pytest.mark.parametrize("text", ["/", "../..", "/..", "../"])
def test_an_interval_without_ends_is_refused(text: str) -> None:
    forms = '"2025-06-01/.." or "../2025-06-01"'
    assert refusal(text) == f'"{text}": an interval needs a start or an end; write {forms}'


@pytest.mark.parametrize(
    "text, right",
    [
        ("2025-11-01/2025-10-30", "2025-10-30/2025-11-01"),
        ("2025/2024", "2024/2025"),
        ("2025/2024-12-31", "2024-12-31/2025"),
        ("2026-03/2025-24", "2025-24/2026-03"),
        ("2025-11-01~/2025-10?", "2025-10?/2025-11-01~"),
    ],
)
def test_a_reversed_interval_is_refused_with_the_right_order(text: str, right: str) -> None:
    assert refusal(text) == f'"{text}": the end is before the start; write "{right}"'
    assert When.parse(right).interval


def test_a_reversed_run_in_a_set_is_refused() -> None:
    text = "[2025-01-01,2025-03-05..2025-03-01]"
    right = "[2025-01-01,2025-03-01..2025-03-05]"
    assert refusal(text) == f'"{text}": the end is before the start; write "{right}"'


# -- what a date leaves open --------------------------------------------------------------------


def spans(*texts: str) -> tuple[Span, ...]:
    """`2025-10-31..2025-11-01` as spans."""
    ends = [text.split("..") for text in texts]
    return tuple(Span(day(low) if low else None, day(high) if high else None) for low, high in ends)


@pytest.mark.parametrize(
    "text, starts, ends",
    [
        ("2025-10-30", ["2025-10-30..2025-10-30"], "2025-10-30..2025-10-30"),
        ("2025-10", ["2025-10-01..2025-10-31"], "2025-10-01..2025-10-31"),
        # Neighbours become one span; order and repetition do not count.
        ("[2025-11-01,2025-10-31]", ["2025-10-31..2025-11-01"], "2025-10-31..2025-11-01"),
        (
            "[2025-10-31,2025-11-02,2025-10-31]",
            ["2025-10-31..2025-10-31", "2025-11-02..2025-11-02"],
            "2025-10-31..2025-11-02",
        ),
        ("[2025-01,2025-02-10]", ["2025-01-01..2025-01-31", "2025-02-10..2025-02-10"],
         "2025-01-01..2025-02-10"),
        ("[2025-01..2025-03,2025-02]", ["2025-01-01..2025-03-31"], "2025-01-01..2025-03-31"),
        ("[2025-03..,2025-05]", ["2025-03-01.."], "2025-03-01.."),
        ("[2025-03,2025-03-15..]", ["2025-03-01.."], "2025-03-01.."),
        ("[..2025-03,2025-05-01]", ["..2025-03-31", "2025-05-01..2025-05-01"], "..2025-05-01"),
        ("2025-01/2025-03", ["2025-01-01..2025-01-31"], "2025-03-01..2025-03-31"),
        # It does not end before it starts, nor start after it ends.
        ("2025/2025-03", ["2025-01-01..2025-03-31"], "2025-03-01..2025-03-31"),
        ("2025-03-10/2025-03", ["2025-03-10..2025-03-10"], "2025-03-10..2025-03-31"),
        ("[2025-01-01,2025-12-01]/2025-06", ["2025-01-01..2025-01-01"], "2025-06-01..2025-06-30"),
        ("2025-03/..", ["2025-03-01..2025-03-31"], "2025-03-01.."),
        ("2025-03/", ["2025-03-01..2025-03-31"], "2025-03-01.."),
        ("../2025-03", ["..2025-03-31"], "2025-03-01..2025-03-31"),
        ("/2025-03", ["..2025-03-31"], "2025-03-01..2025-03-31"),
        # A mark adds one unit of the date's precision before and after it, `%` two.
        ("2025-01-01~", ["2024-12-31..2025-01-02"], "2024-12-31..2025-01-02"),
        ("2025-01-01?", ["2024-12-31..2025-01-02"], "2024-12-31..2025-01-02"),
        ("2025-01-01%", ["2024-12-30..2025-01-03"], "2024-12-30..2025-01-03"),
        ("2024-02-29~", ["2024-02-28..2024-03-01"], "2024-02-28..2024-03-01"),
        ("2024-02~", ["2024-01-01..2024-03-31"], "2024-01-01..2024-03-31"),
        ("2024-01%", ["2023-11-01..2024-03-31"], "2023-11-01..2024-03-31"),
        ("2024-01-XX?", ["2023-12-01..2024-02-29"], "2023-12-01..2024-02-29"),
        ("2025-21~", ["2024-12-01..2025-08-31"], "2024-12-01..2025-08-31"),
        ("2025-24%", ["2025-06-01..2026-08-31"], "2025-06-01..2026-08-31"),
        ("2025~", ["2024-01-01..2026-12-31"], "2024-01-01..2026-12-31"),
        ("2025-XX%", ["2023-01-01..2027-12-31"], "2023-01-01..2027-12-31"),
        ("202X?", ["2010-01-01..2039-12-31"], "2010-01-01..2039-12-31"),
        ("20XX%", ["1800-01-01..2299-12-31"], "1800-01-01..2299-12-31"),
        # Each part by itself, and never an end before the start.
        ("2025-05~/2025-07", ["2025-04-01..2025-06-30"], "2025-07-01..2025-07-31"),
        ("2025-05/2025-07~", ["2025-05-01..2025-05-31"], "2025-06-01..2025-08-31"),
        ("2025-06-02~/2025-06-02", ["2025-06-01..2025-06-02"], "2025-06-02..2025-06-02"),
        ("2025-06-02/2025-06-02%", ["2025-06-02..2025-06-02"], "2025-06-02..2025-06-04"),
        ("2025-05~/..", ["2025-04-01..2025-06-30"], "2025-04-01.."),
        ("/2025~", ["..2026-12-31"], "2024-01-01..2026-12-31"),
        (
            "[2025-01-05~,2025-03]",
            ["2025-01-04..2025-01-06", "2025-03-01..2025-03-31"],
            "2025-01-04..2025-03-31",
        ),
        ("[2025-01-05~..2025-01-07%]", ["2025-01-04..2025-01-09"], "2025-01-04..2025-01-09"),
        ("[..2025-01-05~]", ["..2025-01-06"], "..2025-01-06"),
        # No day lies outside the years 0001 to 9999.
        ("0001-01-01~", ["0001-01-01..0001-01-02"], "0001-01-01..0001-01-02"),
        ("9999-12-31%", ["9999-12-29..9999-12-31"], "9999-12-29..9999-12-31"),
        ("9999-12~", ["9999-11-01..9999-12-31"], "9999-11-01..9999-12-31"),
        ("0001%", ["0001-01-01..0003-12-31"], "0001-01-01..0003-12-31"),
        ("99XX~", ["9800-01-01..9999-12-31"], "9800-01-01..9999-12-31"),
    ],
)  # fmt: skip
def test_the_days_that_a_date_leaves_open(text: str, starts: list[str], ends: str) -> None:
    when = When.parse(text)
    assert (when.starts, when.ends) == (spans(*starts), spans(ends)[0])


@pytest.mark.parametrize(
    "text, exact",
    [
        ("2025-10-30", True), ("2025-10-30~", False), ("2025-10-30T11:00:00Z", True),
        ("2025-05-10/2025-05-11", True), ("[2025-10-30]", True), ("2025-10", False),
        ("2025-05-10/2025-05", False), ("2025-05/2025-06-01", False), ("2025-05-10/..", False),
        ("../2025-05-10", False), ("[2025-10-30,2025-11-01]", False), ("2025-10-31/2025-10", True),
    ],
)  # fmt: skip
def test_whether_the_days_are_known(text: str, exact: bool) -> None:
    assert When.parse(text).exact is exact


@pytest.mark.parametrize(
    "text, first, last, order",
    [
        ("2025-10-30", "2025-10-30", "2025-10-30", ("2025-10-30", "2025-10-30")),
        ("[2025-01-01,2025-03-01]", "2025-01-01", "2025-03-01", ("2025-01-01", "2025-03-01")),
        ("2025-01/2025-03", "2025-01-01", "2025-01-31", ("2025-01-01", "2025-03-31")),
        ("../2025-03", None, "2025-03-31", ("0001-01-01", "2025-03-31")),
        ("2025-03/..", "2025-03-01", "2025-03-31", ("2025-03-01", "9999-12-31")),
    ],
)
def test_from_the_first_to_the_last_possible_day(
    text: str, first: str | None, last: str | None, order: tuple[str, str]
) -> None:
    when = When.parse(text)
    assert when.start_span == Span(day(first) if first else None, day(last) if last else None)
    assert when.sort_key == (day(order[0]), day(order[1]))


def test_precision_is_that_of_the_coarsest_part() -> None:
    found = [When.parse(text).precision for text in (
        "2025-01-01/2026", "2025-01/2025-24", "[2025,2026-01-01]", "[2025-01-01..202X]", "../20XX",
        "2020/203X", "[2020,203X]",
    )]  # fmt: skip
    assert found == ["year", "season", "year", "decade", "century", "decade", "decade"]


@pytest.mark.parametrize(
    "text, approximate, uncertain",
    [
        ("2025-01-01~/2025-02-01", True, False),
        ("2025-01-01/2025-02-01?", False, True),
        ("2025-01-01~/2025-02-01?", True, True),
        ("[2025-01-01,2025-02-01~]", True, False),
        ("[2025-01-01?,2025-02-01]", False, True),
        ("2025-24%", True, True),
        ("1984%/2004", True, True),
        ("1984/2004~", True, False),
        ("1984?/2004", False, True),
        ("202X?", False, True),
        ("2025-10-XX~", True, False),
    ],
)
def test_marks_of_a_part_are_marks_of_the_whole(
    text: str, approximate: bool, uncertain: bool
) -> None:
    when = When.parse(text)
    assert (when.approximate, when.uncertain) == (approximate, uncertain)


@law(200)
@given(any_dates())
def test_marks_change_no_bound_as_written(date: Dated) -> None:
    when = When.parse(date.text)
    assert (when.start, when.end) == (min(date.written), max(date.written))
    plain = When.parse(re.sub("[~?%]", "", date.text))
    assert when.sort_key == plain.sort_key
    assert (when.unmarked or when) == plain
    assert (when.unmarked is None) == (date.text == plain.text)


# -- TOML's own dates ---------------------------------------------------------------------------


@law(60)
@given(days())
def test_a_toml_date_is_the_text_of_that_day(one: dt.date) -> None:
    assert When.on(one) == When.parse(one.isoformat())


@pytest.mark.parametrize("hour, offset", [(0, 14), (23, -12), (0, 0), (23, 8)])
def test_the_day_of_a_date_time_is_the_day_written(hour: int, offset: int) -> None:
    """No offset moves it, though in UTC it would be another day."""
    zone = dt.timezone(dt.timedelta(hours=offset))
    when = When.on(dt.datetime(2025, 10, 30, hour, 30, tzinfo=zone))
    assert (when.start, when.end, when.precision) == (day("2025-10-30"),) * 2 + ("time",)


@law(100)
@given(
    st.datetimes(dt.datetime(2024, 1, 1), dt.datetime(2026, 12, 31)),
    st.sampled_from([None, -12 * 60, -210, 0, 330, 14 * 60]),
)
def test_a_toml_date_time_can_be_read_back_from_its_text(
    moment: dt.datetime, minutes: int | None
) -> None:
    zone = None if minutes is None else dt.timezone(dt.timedelta(minutes=minutes))
    when = When.on(moment.replace(tzinfo=zone))
    assert When.parse(when.text) == when
    assert when.text.endswith("Z") == (minutes == 0)


@law(200)
@given(edtf_texts())
def test_a_date_keeps_its_text_and_its_bounds_in_order(text: str) -> None:
    when = When.parse(text)
    assert when.text == text
    low, high = when.sort_key
    assert low <= high
    edges = [edge for span in when.starts for edge in span]
    known = [edge for edge in edges if edge is not None]
    assert known == sorted(known)
    assert all(edge is not None for edge in edges[1:-1])


@law(200)
@given(st.text(max_size=12) | st.text("0123456789X-/.[]~?%T:Z,", max_size=24))
@example("2025-10-30")
def test_any_text_is_a_date_or_is_refused_with_itself_quoted(text: str) -> None:
    try:
        answer = When.parse(text).text
    except DateError as error:
        answer = str(error)
    assert answer == text or answer.startswith(('"', "the date is empty"))


# -- how a date and a period meet ---------------------------------------------------------------


def expected(ways: set[bool]) -> Containment:
    """Certain when it is true in every way, possible when in some."""
    return CERTAIN if ways == {True} else POSSIBLE if True in ways else NO


@law(400)
@given(any_dates(), periods())
def test_starts_in_agrees_with_every_possible_day(date: Dated, period: Period) -> None:
    when = When.parse(date.text)
    assert when.starts_in(period) is expected(inside(period, date.days))


@law(150)
@given(any_dates(), periods())
def test_a_date_that_is_no_interval_runs_only_where_it_starts(date: Dated, period: Period) -> None:
    when = When.parse(date.text)
    assert when.runs_in(period) is when.starts_in(period)


HALF_YEAR = day("2024-12-25"), day("2025-07-05")


@law(200)
@given(intervals(), periods(*HALF_YEAR))
def test_an_interval_agrees_with_every_possible_course(lasting: Lasting, period: Period) -> None:
    """It starts in a period by its first day, and runs in it by any of its days."""
    when = When.parse(lasting.text)
    starts = {start for start, _ in lasting.courses}
    assert when.starts_in(period) is expected(inside(period, starts))
    runs = {
        (period.end is None or start <= period.end)
        and (period.start is None or period.start <= end)
        for start, end in lasting.courses
    }
    assert when.runs_in(period) is expected(runs)


@law(150)
@given(any_dates(), periods())
def test_possible_starts_are_the_possible_days_of_the_period(date: Dated, period: Period) -> None:
    """Where none lies in the period, which only `--overlap` asks for, they are all of them."""
    found = set()
    for span in When.parse(date.text).possible_starts(period):
        assert span.first is not None
        assert span.last is not None
        one = span.first
        while one <= span.last:
            found.add(one)
            one += DAY
    assert found == ({one for one in date.days if holds(period, one)} or date.days)


@pytest.mark.parametrize(
    "text, period, starts, runs",
    [
        ("2025-10-30", "2025", CERTAIN, CERTAIN),
        ("2025-10-30", "2025-10-30", CERTAIN, CERTAIN),
        ("2025-10-30", "2025-10-31", NO, NO),
        ("2025-10-30", "..2025-10-29", NO, NO),
        ("2025-10", "2025-Q4", CERTAIN, CERTAIN),
        ("2025-10", "2025-10-15..", POSSIBLE, POSSIBLE),
        ("202X", "2025", POSSIBLE, POSSIBLE),
        ("2025-24", "2025", POSSIBLE, POSSIBLE),
        ("[2025-10-31,2025-11-01]", "2025-11", POSSIBLE, POSSIBLE),
        ("[2025-10-31,2025-11-02]", "2025-11-01", NO, NO),
        # An interval belongs where it starts and runs on for as long as it lasts.
        ("2025-10-30/2025-11-02", "2025-11", NO, CERTAIN),
        ("2025-10-30/2025-11-02", "2025-11-02", NO, CERTAIN),
        ("2025-10-30/2025-11-02", "2025-11-03", NO, NO),
        ("2025-10-30/2025-11-02", "2025-10-29", NO, NO),
        ("2025-10-30/2025-11-02", "2025-10-31", NO, CERTAIN),
        ("2025-10-30/2025-11", "2025-11-15..", NO, POSSIBLE),
        ("2025-06/2025-08", "2025-06-15..2025-07-15", POSSIBLE, CERTAIN),
        # When an unknown end came, and whether on the first day, is not known.
        ("2025-06-10/", "2025-06-10", CERTAIN, CERTAIN),
        ("2025-06-10/", "2025-07", NO, POSSIBLE),
        ("2025-06-10/", "2025-05", NO, NO),
        ("/2025-06-10", "2025-06-10", POSSIBLE, CERTAIN),
        ("/2025-06-10", "2025-05", POSSIBLE, POSSIBLE),
        ("/2025-06-10", "2025-06-11..", NO, NO),
        ("/2025-06-10", "..2025", CERTAIN, CERTAIN),
        ("2025-06-10/..", "2025-05", NO, NO),
        ("2025-06-10/..", "2025-06", CERTAIN, CERTAIN),
        ("../2025-06-10", "2025-06-11..", NO, NO),
        ("[..2025-03-05]", "2025-03", POSSIBLE, POSSIBLE),
        ("[..2025-03-05]", "..2025", CERTAIN, CERTAIN),
        ("[2025-03-05..]", "2025..", CERTAIN, CERTAIN),
        ("[2025-03-05..]", "2025", POSSIBLE, POSSIBLE),
    ],
)
def test_how_a_date_and_a_period_meet(
    text: str, period: str, starts: Containment, runs: Containment
) -> None:
    when, question = When.parse(text), Period.parse(period)
    assert (when.starts_in(question), when.runs_in(question)) == (starts, runs)


@law(100)
@given(edtf_texts())
def test_everything_holds_every_date(text: str) -> None:
    when = When.parse(text)
    assert when.starts_in(EVERYTHING) is CERTAIN
    assert when.runs_in(EVERYTHING) is CERTAIN


def test_an_end_that_is_one_of_a_set_falls_on_no_day_between() -> None:
    """It starts on the 2nd, so of its two possible ends only the 5th is left."""
    when = When.parse("2025-11-02/[2025-11-01,2025-11-05]")
    assert when.runs_in(Period.parse("2025-11-04")) is CERTAIN


def test_a_day_that_its_month_does_not_have_is_refused_beside_a_time_too() -> None:
    with pytest.raises(DateError, match="February 2025 has 28 days"):
        When.parse("2025-02-30T11:00:00")
