"""The period and the numbers that the words of a claim give."""

from __future__ import annotations

import datetime as dt

import pytest

from chrono.core.claim_words import ClaimWords, claim_words
from chrono.core.lookup import Lookup
from samples import event, ledger

LOOKUP = Lookup(ledger(event("2025-10-30"), event("2025-06-05", type="call")))
DAY = dt.date(2025, 12, 4)


@pytest.mark.parametrize(
    "statement, window, period, numbers",
    [
        ("three meetings this year", "this year", "2025..2025-12-04", {"meeting": 3}),
        ("an in-person meeting and four phone calls", "", "", {"meeting": 1, "call": 4}),
        ("We spoke: 4 calls, in the past ten months.", "the past ten months",
         "2025-02-05..2025-12-04", {"call": 4}),
        ("Five contacts since January", "since January", "2025-01-01..2025-12-04", {"": 5}),
        ("no calls last month", "last month", "2025-11", {"call": 0}),
        ("three calls next year", "next year", "2026", {"call": 3}),
        ("two calls in 2024 and three in 2025", "", "", {"call": 2}),
        ("calls", "", "", {}),
        ("two calls on 30 October", "", "", {}),
        ("word " * 101, "", "", {}),
    ],
)  # fmt: skip
def test_what_is_clear_in_a_statement_is_read(
    statement: str, window: str, period: str, numbers: dict[str, int]
) -> None:
    assert claim_words(statement, LOOKUP, DAY) == ClaimWords(window, period, numbers)
