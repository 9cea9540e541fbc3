"""Dates, periods and distances in a text of 12 December 2025, a Friday."""

from __future__ import annotations

import datetime as dt

import pytest

from chrono.core.proof import time_marks
from chrono.core.proof.times import Distance, Time
from chrono.core.proof.vocabulary import Vocabulary
from proof_reading_helpers import LEDGER, iso, marks


def times(text: str) -> list[str]:
    found: list[Time] = [mark.value for mark in marks(text, "time")]
    return [f"{time.prep} {iso(time.span)}" for time in found]


@pytest.mark.parametrize(
    "text, expected",
    [
        # days
        ("on Oct. 30", "in 2025-10-30"),
        ("on 30 October", "in 2025-10-30"),
        ("on Thursday, Oct. 30, 2025", "in 2025-10-30"),
        ("the 30th of October", "in 2025-10-30"),
        ("on 2025-10-30", "in 2025-10-30"),
        ("on 2025/10/30", "in 2025-10-30"),
        ("on Dec. 12", "in 2025-12-12"),
        ("on Dec. 13", "in 2024-12-13"),
        # ranges of days
        ("on Sept. 14-15", "in 2025-09-14/2025-09-15"),
        ("14-15 September", "in 2025-09-14/2025-09-15"),
        ("on Oct. 30 - Nov. 1", "in 2025-10-30/2025-11-01"),
        ("from June 9 to June 10", "in 2025-06-09/2025-06-10"),
        ("between May and July", "between 2025-05-01/2025-07-31"),
        # months and their parts
        ("in October", "in 2025-10-01/2025-10-31"),
        ("in late October", "in 2025-10-21/2025-10-31"),
        ("in mid-May", "in 2025-05-11/2025-05-20"),
        ("the first week of May", "in 2025-05-01/2025-05-07"),
        ("the week of Oct. 27", "in 2025-10-27/2025-11-02"),
        # longer periods
        ("in the autumn", "in 2025-09-01/2025-11-30"),
        ("in the autumn of 2024", "in 2024-09-01/2024-11-30"),
        ("in the winter of 2024", "in 2024-12-01/2025-02-28"),
        ("in late summer 2024", "in 2024-08-01/2024-08-31"),
        ("in the early summer", "in 2025-06-01/2025-06-30"),
        ("in late winter 2023", "in 2024-02-01/2024-02-29"),
        ("in early 2024", "in 2024-01-01/2024-04-30"),
        ("in mid-2024", "in 2024-05-01/2024-08-31"),
        ("in late 2024", "in 2024-09-01/2024-12-31"),
        ("at the start of 2024", "in 2024-01-01/2024-02-29"),
        ("at the end of 2024", "in 2024-11-01/2024-12-31"),
        ("in the closing weeks of 2024", "in 2024-11-01/2024-12-31"),
        ("in the first months of 2024", "in 2024-01-01/2024-04-30"),
        ("in the latter half of 2024", "in 2024-07-01/2024-12-31"),
        ("in the final quarter of 2024", "in 2024-10-01/2024-12-31"),
        ("in H1 2024", "in 2024-01-01/2024-06-30"),
        ("before the end of 2024", "in 2024-01-01/2024-12-31"),
        ("since the start of 2024", "since 2024-01-01/2024-01-31"),
        ("in the second quarter of 2025", "in 2025-04-01/2025-06-30"),
        ("the first half of 2025", "in 2025-01-01/2025-06-30"),
        ("in 2024", "in 2024-01-01/2024-12-31"),
        ("since January", "since 2025-01-01/2025-01-31"),
        # relative to the day of the text
        ("on Thursday", "in 2025-12-11"),
        ("on Friday", "in 2025-12-12"),
        ("last Friday", "in 2025-12-05"),
        ("yesterday", "in 2025-12-11"),
        ("this month", "in 2025-12-01/2025-12-31"),
        ("early this year", "in 2025-01-01/2025-04-30"),
        ("late last year", "in 2024-09-01/2024-12-31"),
        ("late last month", "in 2025-11-01/2025-11-30"),
        ("last week", "in 2025-12-01/2025-12-07"),
        ("a week ago", "in 2025-12-02/2025-12-08"),
        ("in the past two months", "in 2025-10-13/2025-12-12"),
        ("in the past ten days", "in 2025-12-03/2025-12-12"),
        ("in the past year", "in 2024-12-13/2025-12-12"),
        ("in the ten days to Dec. 5", "between 2025-11-26/2025-12-05"),
        # terms of office
        ("since taking office", "since 2025-01-20"),
        ("in Trump's second term", "since 2025-01-20"),
    ],
)
def test_dates(text: str, expected: str) -> None:
    assert times(f"They met {text}.") == [expected]


@pytest.mark.parametrize("word", ["fall", "spring"])
def test_a_noun_that_is_also_a_season_is_no_date(word: str) -> None:
    assert times(f"They met after the {word} of the currency.") == []


@pytest.mark.parametrize(
    "text",
    [
        "on Feb. 30, 2025",
        "on 2025-02-30",
        "on 2025/02/30",
        "at a.org/2025/10/30/b",
        "for $2025",
        "in the 2025s",
    ],
)
def test_no_day_is_made_up(text: str) -> None:
    assert not [one for one in times(f"They met {text}.") if "/" not in one]


def test_a_range_from_the_last_day_of_a_leap_february_begins_in_the_year_before() -> None:
    found = Vocabulary(LEDGER, dt.date(2024, 6, 30)).marks("They met between Feb. 29 and Jan. 5.")
    assert [iso(mark.value.span) for mark in found if mark.kind == "time"] == [
        "2023-02-28/2024-01-05"
    ]


def test_a_time_before_the_year_1_is_not_read() -> None:
    found = time_marks.times("They met 999 years ago.", dt.date(500, 6, 30))
    assert [mark.kind for mark in found] == ["distance"]


def test_two_days_that_are_no_range() -> None:
    assert times("They met on May 3 and 7.") == ["in 2025-05-03", "in 2025-05-07"]


def test_a_range_that_ends_in_another_mark_is_one_date() -> None:
    assert times("They met in May, and again on the 25th.") == [
        "in 2025-05-01/2025-05-31", "in 2025-05-25",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text, expected",
    [
        ("three days later", Distance(3, 3, "after")),
        ("a day after the summit", Distance(1, 1, "after")),
        ("the day before", Distance(1, 1, "before")),
        ("the same day", Distance(0, 0, "after")),
        ("a week earlier", Distance(6, 8, "before", False)),
        ("two weeks before the summit", Distance(12, 16, "before", False)),
        ("within a month of the summit", Distance(0, 31, "near", False)),
        ("two months after the summit", Distance(53, 65, "after", False)),
        ("more than ten days later", Distance(11, 17, "after", False)),
        ("the following week", Distance(1, 13, "after", False)),
    ],
)
def test_distances(text: str, expected: Distance) -> None:
    assert [mark.value for mark in marks(f"They spoke {text}.", "distance")] == [expected]


def test_a_span_of_time_that_is_filled_is_no_distance() -> None:
    assert marks("They held a week of talks.", "distance")[0].value.way == "between"
