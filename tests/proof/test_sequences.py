"""The order of events in a sentence, beside a small ledger."""

from __future__ import annotations

import pytest

from proof_helpers import CALLS, ROUNDS, found


@pytest.mark.parametrize(
    "text, words, verdict, ids",
    [
        ("Lyon preceded Recife.", "Lyon preceded Recife", "stands", "lyon-1 recife-2"),
        ("Recife preceded Lyon.", "Recife preceded Lyon", "differs", "lyon-1 recife-2"),
        ("Vienna came after Recife.", "Vienna came after Recife", "stands", "recife-2 vienna-3"),
        ("After Lyon came Vienna.", "After Lyon came Vienna", "stands", "lyon-1 vienna-3"),
        (
            "Lyon came first, then Vienna and Recife.",
            "Lyon came first, then Vienna and Recife",
            "differs",
            "lyon-1 recife-2 vienna-3",
        ),
        (
            "The rounds were held in Lyon, Recife and Vienna, in that order.",
            "Lyon, Recife and Vienna",
            "stands",
            "lyon-1 recife-2 vienna-3",
        ),
        (
            "The second round was held before the first.",
            "The second round was held before the first",
            "differs",
            "lyon-1 recife-2",
        ),
        ("Recife was the second round.", "Recife was the second round", "stands", "recife-2"),
    ],
)
def test_the_order_of_rounds(text: str, words: str, verdict: str, ids: str) -> None:
    assert (words, verdict, ids) in found(text, ROUNDS)


def test_the_last_of_a_list_is_a_statement_of_its_own() -> None:
    text = "Lyon came first, then Recife, and last, in early September, Vienna."
    assert found(text, ROUNDS) == [
        ("Lyon came first, then Recife", "stands", "lyon-1 recife-2"),
        ("last, in early September, Vienna", "stands", "vienna-3"),
    ]


def test_a_wrong_month_of_the_last_one_differs() -> None:
    text = "Lyon came first, then Recife, and last, in October, Vienna."
    assert ("last, in October, Vienna", "differs", "vienna-3") in found(text, ROUNDS)


def test_calls_are_ordered_by_their_numbers() -> None:
    assert found("The first call preceded the third.", CALLS) == [
        ("The first call preceded the third", "stands", "call-1 call-3")
    ]


@pytest.mark.parametrize(
    "text",
    [
        "The bakery came first, then the butcher.",
        "Did Recife precede Lyon?",
        "Tours preceded Nice.",
        "He came first in maths, then in Latin.",
        "The first reform preceded the second.",
    ],
)
def test_other_orders_give_nothing(text: str) -> None:
    assert found(text, ROUNDS) == []


def test_places_alone_are_no_events() -> None:
    assert found("Lyon preceded Recife.") == []
