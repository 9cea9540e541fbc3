"""Lists of places, days of the week, quarters, and words for events of other people."""

from __future__ import annotations

import datetime as dt

import pytest

from chrono.core.proof.time_marks import times
from chrono.core.proof.words import without_overlaps
from proof_reading_helpers import iso, verdicts


@pytest.mark.parametrize(
    "text, expected",
    [
        # each place of a list
        ("He Lifeng and Bessent met in Geneva, London, Stockholm, Madrid and Kuala Lumpur.",
         ["stands"]),
        ("He Lifeng and Bessent met in Geneva, Paris, Stockholm, Madrid and Kuala Lumpur.",
         ["differs"]),
        ("He Lifeng and Bessent met in Geneva and London this year.", ["stands"]),
        ("He Lifeng and Bessent met in Geneva and Paris this year.", ["differs"]),
        ("Two rounds of talks were held in Geneva and London through early July.", ["stands"]),
        ("Xi and Trump met in Busan and Seoul.", ["differs"]),
        ("Xi and Trump met in Busan and Washington agreed to cut tariffs.", ["stands"]),
        ("Xi and Trump met at Gimhae air base in Busan.", []),
        # places that were not the place
        ("Xi and Trump did not meet in Beijing or Busan in 2025.", ["differs"]),
        ("Xi and Trump did not meet in Washington, Beijing or Busan in 2025.", ["differs"]),
        ("Xi and Trump did not meet in Beijing, Busan, or Washington in 2025.", ["differs"]),
        ("Xi and Trump did not meet in Beijing or South Korea in 2025.", ["differs"]),
        ("Xi and Trump did not meet in Beijing or Washington in 2025.", ["stands"]),
        ("Xi and Trump did not meet in either Beijing or Washington in 2025.", ["stands"]),
        ("He Lifeng and Bessent did not meet in Paris or Madrid in 2025.", ["depends"]),
        ("Xi and Trump did not meet in Oslo or Busan in 2025.", ["differs"]),
        ("He Lifeng and Bessent did not meet in Toledo or Madrid in 2025.", []),
        ("Xi and Trump did not meet in Gimpo or Busan in 2025.", []),
        ("Xi and Trump did not meet in Beijing/Busan in 2025.", []),
        ("Xi and Trump met in Beijing or Busan in 2025.", []),
        # each month of a list
        ("Xi and Trump spoke by phone in June, September and November 2025.", ["stands"]),
        ("Xi and Trump spoke by phone in June, September and October 2025.", ["differs"]),
        ("Xi and Trump spoke by phone in September and October 2025.", ["differs"]),
        ("Xi and Trump spoke by phone in September or October 2025.", ["stands"]),
        ("Xi and Trump spoke by phone in both June and July 2025.", []),
        ("Xi and Trump met in Busan in October and November 2025.", ["differs"]),
        ("He Lifeng and Bessent met in September and October 2025.", ["stands"]),
        ("Xi and Trump had one call in September and October 2025.", ["stands"]),
        ("Xi and Trump had two calls in September and October 2025.", ["differs"]),
        ("Xi and Trump did not speak by phone in July and August 2025.", ["stands"]),
        # the day of the week
        ("On Thursday, Oct. 30, Xi and Trump met in Busan.", ["stands"]),
        ("On Tuesday, Oct. 30, Xi and Trump met in Busan.", ["differs"]),
        ("On Friday 17 January 2025 Xi and Trump spoke by phone.", ["stands"]),
        ("On Monday 17 January 2025 Xi and Trump spoke by phone.", ["differs"]),
        ("Xi and Trump met in Busan on a Thursday.", ["stands"]),
        # quarters
        ("Xi and Trump spoke by phone once in Q3 2025.", ["stands"]),
        ("Xi and Trump spoke by phone twice in Q3 2025.", ["differs"]),
        ("Xi and Trump spoke by phone once in Q4.", ["stands"]),
        ("Xi and Trump did not speak by phone in Q4.", ["differs"]),
        # other people, and events of others
        ("Bessent and He Lifeng met without Lutnick in London.", []),
        ("Xi and Trump met in Busan ahead of the APEC summit in Gyeongju.", ["stands"]),
        # who phones
        ("June 5: Trump phones Xi.", ["stands"]),
        ("June 6: Trump phones Xi.", ["differs"]),
        ("June 5: Xi phones Trump.", ["depends"]),
    ],
)  # fmt: skip
def test_bundled_ledger(text: str, expected: list[str]) -> None:
    assert verdicts(text) == expected


@pytest.mark.parametrize(
    "text, expected",
    [
        ("Xi and Trump: June 5: a call; Oct. 30: a meeting.", ["stands", "stands"]),
        ("Xi and Trump: June 5: a call; Sept. 19: a meeting.", ["stands", "differs"]),
        ("June 5: a call between Xi and Trump; Sept. 19: a meeting.", ["stands", "differs"]),
        ("Xi and Trump: June 5: a call; Oct. 30: a meeting; Nov. 23: a call.",
         ["stands", "stands", "differs"]),
        ("Xi and Trump had a call on June 5; on Sept. 19, a meeting.", ["stands", "differs"]),
        ("Xi and Trump: June 5 - a call; Oct. 30 - a meeting.", ["stands", "stands"]),
        ("Jan. 17: Xi and Trump speak by phone; Oct. 30: they meet in Busan.",
         ["stands", "stands"]),
        ("July 11: Rubio and Wang Yi meet in Kuala Lumpur; Sept. 11: they speak by phone.",
         ["stands", "differs"]),
    ],
)  # fmt: skip
def test_each_date_of_a_list_has_its_own_contact(text: str, expected: list[str]) -> None:
    assert verdicts(text) == expected


@pytest.mark.parametrize(
    "text, expected",
    [
        ("in Q1, Q2 and Q3 2025", "2025-01-01/2025-03-31 2025-04-01/2025-06-30"
         " 2025-07-01/2025-09-30"),
        ("in spring and autumn 2025", "2025-03-01/2025-05-31 2025-09-01/2025-11-30"),
        ("in Q2 and November 2025", "2025-04-01/2025-06-30 2025-11-01/2025-11-30"),
        ("in January, June and late October 2025", "2025-01-01/2025-01-31 2025-06-01/2025-06-30"
         " 2025-10-21/2025-10-31"),
        ("in Q4 and Q1 2026", "2025-10-01/2025-12-31 2026-01-01/2026-03-31"),
    ],
)  # fmt: skip
def test_the_last_year_of_a_list_is_that_of_all(text: str, expected: str) -> None:
    found = without_overlaps(times(text, dt.date(2026, 12, 1)))
    assert " ".join(iso(mark.value.span) for mark in found) == expected


@pytest.mark.parametrize(
    "text, expected",
    [
        ("Dong Jun and Hegseth spoke by video on 9/9/2025.", ["stands"]),
        ("Dong Jun and Hegseth spoke by video on 10/10/2025.", ["not in the ledger"]),
        ("Xi and Trump met in Busan on 10/30/2025.", ["stands"]),
        ("Xi and Trump met in Busan on 30/10/25.", ["stands"]),
        ("Xi and Trump met in Busan on 28/10/2025.", ["differs"]),
        ("Xi and Trump met in Busan on 30.10.2025.", ["stands"]),
        ("Xi and Trump met in Busan on 1.11.2025.", ["differs"]),
        ("Xi and Trump met in Busan on Tuesday, 30/10/2025.", ["differs"]),
        # two days are possible, or none
        ("Xi and Trump met in Busan on 10/11/2025.", []),
        ("Xi and Trump spoke by phone on 5/6/2025.", []),
        ("Xi and Trump met in Busan on 31/31/2025.", []),
    ],
)
def test_dates_in_figures(text: str, expected: list[str]) -> None:
    assert verdicts(text) == expected
