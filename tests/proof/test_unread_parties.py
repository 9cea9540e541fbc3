"""A contact with a party that the ledger does not have is another contact."""

from __future__ import annotations

import pytest

from proof_reading_helpers import verdicts


@pytest.mark.parametrize(
    "text",
    [
        "Trump met reporters on Oct. 30.",
        "Trump met reporters in Busan on Oct. 30.",
        "Trump spoke to reporters by phone on Nov. 24.",
        "Trump met his advisers on Oct. 30.",
        "Trump met 12 executives on Oct. 30.",
        "Trump met with criticism on Oct. 30.",
        "Trump met with supporters twice in 2025.",
        "Xi met twice with Putin in 2025.",
        "Xi met Putin on Oct. 30.",
        "Xi spoke by phone with Macron on Nov. 24.",
        "Bessent met the Spanish minister on Sept. 14 in Madrid.",
        "Trump met on Oct. 30 with business leaders.",
        "A student met Trump on Oct. 30.",
        "Trump was welcomed by a mayor in Busan on Oct. 30.",
        "Trump and Xi met reporters on Oct. 31.",
        "Wang Yi met 20 ambassadors in 2025.",
        "Wang Yi spoke with Rubio by phone in 2025, and with Lavrov twice, in 2025.",
        "Xi called on Nov. 24 for calm.",
    ],
)
def test_another_party_has_no_verdict(text: str) -> None:
    assert not {"stands", "differs"}.intersection(verdicts(text))


@pytest.mark.parametrize(
    "text",
    [
        "Xi received foreign executives on March 28.",
        "Trump met Xi on Oct. 30.",
        "Pete Hegseth talked to his counterpart, Dong Jun, by video on Sept. 9.",
        "Trump met the Chinese leader, Xi Jinping, on Oct. 30.",
        "Trump and Xi met again briefly on Oct. 30.",
        "Trump and Xi met the same week, on Oct. 30.",
        "Trump called Xi on Nov. 24.",
    ],
)
def test_a_party_of_the_event_stands(text: str) -> None:
    assert verdicts(text) == ["stands"]
