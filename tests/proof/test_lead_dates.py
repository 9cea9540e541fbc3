"""Dates before a colon or a dash at the beginning of a line, and months in capitals."""

from __future__ import annotations

import pytest

from proof_reading_helpers import verdicts


@pytest.mark.parametrize(
    "text, expected",
    [
        ("Oct. 30: Xi and Trump met in Busan.", ["stands"]),
        ("Oct. 28: Xi and Trump met in Busan.", ["differs"]),
        ("30 October, Busan: Xi and Trump meet.", ["stands"]),
        ("28 October, Busan: Xi and Trump meet.", ["differs"]),
        ("October: Xi and Trump met in Busan.", ["stands"]),
        ("July 11 — Wang Yi meets Rubio in Kuala Lumpur", ["stands"]),
        ("July 20 — Wang Yi meets Rubio in Kuala Lumpur", ["differs"]),
        # the date after the colon is that of the meeting
        ("Oct. 27: Trump told reporters that he and Xi met in Busan on Oct. 30.", ["stands"]),
        ("The plan of Oct. 27 was kept: Xi and Trump met in Busan.", ["stands"]),
        # months in capitals
        ("JAN 17: Xi and Trump spoke by phone.", ["stands"]),
        ("JAN 18: Xi and Trump spoke by phone.", ["differs"]),
        ("17 JANUARY 2025: Xi and Trump spoke by phone.", ["stands"]),
        ("18 JANUARY 2025: Xi and Trump spoke by phone.", ["differs"]),
        ("SEPT. 14-15 — Fourth round of trade talks in Madrid", ["stands"]),
        ("SEPT. 7-8 — Fourth round of trade talks in Madrid", ["differs"]),
        ("OCT. 20 — Xi and Trump meet in Busan", ["differs"]),
        ("WASHINGTON, NOV. 25 — Xi and Trump met in Busan.", ["stands"]),
        ("XI MAY MEET TRUMP IN BUSAN", []),
    ],
)
def test_dates_at_the_beginning(text: str, expected: list[str]) -> None:
    assert verdicts(text) == expected
