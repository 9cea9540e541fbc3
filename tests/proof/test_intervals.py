"""The days between two events of a sentence, and how long one lasted, beside a small ledger."""

from __future__ import annotations

import pytest

from proof_helpers import CALLS, ROUNDS, SUMMIT, found


@pytest.mark.parametrize(
    "text, words, verdict, ids",
    [
        (
            "Nine weeks lay between Lyon and Recife.",
            "Nine weeks lay between Lyon and Recife",
            "stands",
            "lyon-1 recife-2",
        ),
        (
            "Barely two months separate the first round from the last.",
            "Barely two months separate the first round from the last",
            "differs",
            "lyon-1 vienna-3",
        ),
        (
            "Recife, which followed Lyon by about two months, was in spring.",
            "Recife, which followed Lyon by about two months",
            "stands",
            "lyon-1 recife-2",
        ),
        (
            "Lyon, which followed Recife by about two months, was in winter.",
            "Lyon, which followed Recife by about two months",
            "differs",
            "lyon-1 recife-2",
        ),
        ("The Lyon round lasted two days.", "The Lyon round lasted two days", "stands", "lyon-1"),
        (
            "The Recife round lasted two days.",
            "The Recife round lasted two days",
            "differs",
            "recife-2",
        ),
        (
            "All three rounds were over in two days.",
            "All three rounds were over in two days",
            "differs",
            "lyon-1 recife-2 vienna-3",
        ),
        (
            "The longest pause was that between Recife and Vienna.",
            "longest pause was that between Recife and Vienna",
            "stands",
            "recife-2 vienna-3",
        ),
        (
            "The longest gap was between Lyon and Recife.",
            "longest gap was between Lyon and Recife",
            "differs",
            "lyon-1 recife-2",
        ),
        (
            "They met for a three-day round in Vienna.",
            "three-day round in Vienna",
            "differs",
            "vienna-3",
        ),
    ],
)
def test_rounds(text: str, words: str, verdict: str, ids: str) -> None:
    assert (words, verdict, ids) in found(text, ROUNDS)


@pytest.mark.parametrize(
    "text, verdict, ids",
    [
        ("Between the calls of 1 March and 20 May lay 80 days.", "stands", "call-1 call-2"),
        ("Between the calls of 1 March and 20 May lay 90 days.", "differs", "call-1 call-2"),
        ("The first call and the second were 80 days apart.", "stands", "call-1 call-2"),
        ("The last two were 87 days apart.", "stands", "call-2 call-3"),
        ("The last two were 70 days apart.", "differs", "call-2 call-3"),
    ],
)
def test_calls(text: str, verdict: str, ids: str) -> None:
    assert found(text, CALLS) == [(text.rstrip("."), verdict, ids)]


def test_a_form_followed_by_another() -> None:
    text = "Marie Duval and Clara Souza held a call followed 10 days later by a meeting."
    assert [one[1:] for one in found(text)] == []  # three calls: which one is open


@pytest.mark.parametrize(
    "text",
    [
        "The strike lasted three days.",
        "Between 1 March and 20 May lay 80 days of rain in Nice.",
        "The talks on pensions in Nice lasted two days.",
        "Two weeks lay between the storm and the flood.",
    ],
)
def test_other_lengths_give_nothing(text: str) -> None:
    assert found(text, SUMMIT) == []
