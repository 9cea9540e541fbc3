"""Ordinals and numbers beside places, and names after an office or `their deputies`."""

from __future__ import annotations

import datetime as dt

import pytest

from chrono.core.proof.engine import findings
from chrono.core.proof.passages import Passage
from proof_helpers import LEDGER, found
from proof_reading_helpers import DAY, verdicts
from proof_reading_helpers import LEDGER as BUNDLED


@pytest.mark.parametrize(
    "text, expected",
    [
        # an ordinal before a place
        ("Wang Yi and Rubio met for the first time in Kuala Lumpur on July 11.", ["stands"]),
        ("Wang Yi and Rubio met for the second time in Kuala Lumpur on July 11.", ["differs"]),
        ("The fourth round of talks in Madrid was held on 14-15 September.", ["stands"]),
        ("The third round of talks in Madrid was held on 14-15 September.", ["differs"]),
        ("The first round of talks in Madrid was held on 14-15 September.", ["depends"]),
        ("The first round of talks, in Madrid, was held on 14-15 September.", ["differs"]),
        ("Xi and Trump met for the first time in six years in Busan on Oct. 30.", ["stands"]),
        # an ordinal, a period, and where or when the event was held
        ("The third round of talks between He Lifeng and Bessent in 2025 was held in Stockholm.",
         ["stands"]),
        ("The third round of talks between He Lifeng and Bessent in 2025 was held in Madrid.",
         ["differs"]),
        ("The third round of talks between He Lifeng and Bessent in 2025 was held in Paris.", []),
        ("The fourth round of talks between He Lifeng and Bessent in 2025 took place in Madrid.",
         ["stands"]),
        ("The third round of talks between He Lifeng and Bessent was held in July 2025.",
         ["stands"]),
        ("The fourth round of talks between He Lifeng and Bessent was held in July 2025.",
         ["differs"]),
        ("The third round of talks between He Lifeng and Bessent in 2025, held in Madrid, failed.",
         ["differs"]),
        ("The third round of talks between He Lifeng and Bessent in 2025 ended with a dinner in"
         " London.", ["stands"]),
        ("The third Xi-Trump call in 2025 was held in September.", ["stands"]),
        ("The second Xi-Trump call in 2025 was held in September.", ["differs"]),
        ("The third Xi-Trump call in 2025 failed.", ["stands"]),
        ("The fifth Xi-Trump call in 2025 failed.", ["differs"]),
        # people who are introduced
        ("Their deputies, Ma Zhaoxu and Christopher Landau, spoke by phone in late May.",
         ["stands"]),
        ("Their deputies, Ma Zhaoxu and Christopher Landau, spoke by phone in early May.",
         ["differs"]),
        ("Their deputies spoke by phone in late May.", []),
        ("Rubio and China's top diplomat, Wang Yi, spoke by phone on Oct. 27.", ["stands"]),
        ("Rubio and China's top diplomat, Wang Yi, prepared the Busan summit in a video call on"
         " Oct. 27.", ["differs"]),
    ],
)  # fmt: skip
def test_bundled_ledger(text: str, expected: list[str]) -> None:
    assert verdicts(text) == expected


@pytest.mark.parametrize(
    "text, expected",
    [
        ("The third round was held in Vienna on 2-3 September.", "stands"),
        ("The second round was held in Vienna on 2-3 September.", "differs"),
        ("Marie Duval and Bruno Mota held talks once, in Recife and Vienna.", "differs"),
        ("Marie Duval and Bruno Mota held talks twice, in Recife and Vienna.", "stands"),
    ],
)
def test_small_ledger(text: str, expected: str) -> None:
    assert [verdict for _, verdict, _ in found(text)] == [expected]


def verdicts_in_2025(text: str) -> list[str]:
    passage = Passage("paragraph", 0, text)
    return [one.verdict for one in findings([passage], LEDGER, dt.date(2025, 3, 1))]


def test_a_rank_in_an_earlier_year() -> None:
    """The year of the event decides, and not the year of the text."""
    dated = "round was held in Vienna on 2-3 September 2024."
    assert verdicts_in_2025(f"The third {dated}") == ["stands"]
    assert verdicts_in_2025(f"The second {dated}") == ["differs"]


def test_a_wrong_place_beside_an_ordinal_is_corrected_and_not_the_right_date() -> None:
    text = "Wang Yi and Rubio met for the first time in Jakarta on July 11."
    (one,) = findings([Passage("paragraph", 0, text)], BUNDLED, DAY)
    assert (one.verdict, one.answer) == ("differs", "Kuala Lumpur")


@pytest.mark.parametrize(
    "text, expected",
    [
        ("The first of the year's four leaders' calls came on Jan. 17.", ["stands"]),
        ("The first of the year's four leaders' calls came on Jan. 20.", ["differs"]),
        ("The second of the five rounds of talks was held in London in June.", ["stands"]),
        ("The second of the five rounds of talks was held in Madrid in June.", ["differs"]),
        ("Trump's last call with Xi was on Nov. 24.", ["stands"]),
        ("Trump's last call with Xi was on Sept. 19.", ["differs"]),
    ],
)
def test_the_first_of_several_and_the_last_of_somebody(text: str, expected: list[str]) -> None:
    assert verdicts(text) == expected
