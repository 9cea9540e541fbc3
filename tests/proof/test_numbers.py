"""Numbers and ordinals in a sentence."""

from __future__ import annotations

import pytest

from chrono.core.proof.numbers import Amount, Ordinal, amounts
from chrono.core.proof.words import without_overlaps


def values(text: str, kind: str) -> list[Amount | Ordinal]:
    return [mark.value for mark in without_overlaps(amounts(text)) if mark.kind == kind]


@pytest.mark.parametrize(
    "text, expected",
    [
        ("They held four calls.", Amount(4, 4)),
        ("They held 4 calls.", Amount(4, 4)),
        ("They spoke four times.", Amount(4, 4, times=True)),
        ("They spoke on three separate occasions.", Amount(3, 3, times=True)),
        ("They spoke twice.", Amount(2, 2, times=True)),
        ("They spoke once.", Amount(1, 1, times=True)),
        ("They held at least four calls.", Amount(4, None)),
        ("They held no fewer than four calls.", Amount(4, None)),
        ("They held up to four calls.", Amount(None, 4)),
        ("They held more than four calls.", Amount(5, None)),
        ("They held fewer than four calls.", Amount(None, 3)),
        ("Both calls were short.", Amount(2, 2, all=True)),
        ("All four calls were short.", Amount(4, 4, all=True)),
        ("They held half a dozen calls.", Amount(6, 6)),
        ("They held thirty calls.", Amount(30, 30)),
        ("They held twenty-one calls.", Amount(21, 21)),
        ("They spoke ninety-nine times.", Amount(99, 99, times=True)),
        ("They held forty long rounds.", Amount(40, 40)),
        ("None of them was short.", Amount(0, 0)),
    ],
)
def test_amounts(text: str, expected: Amount) -> None:
    assert values(text, "amount") == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "They bought four million tonnes.",
        "Tariffs rose by ten per cent.",
        "About four calls were held.",
        "It is $4.",
        "It is on page four.",
        "The one in November was short.",
        "It took four hours.",
        "Once the deal was done, they left.",
    ],
)
def test_numbers_of_other_things(text: str) -> None:
    assert values(text, "amount") == []


@pytest.mark.parametrize(
    "text, number",
    [
        ("their fourth call", 4),
        ("the 4th round", 4),
        ("the last call", -1),
        ("their most recent call", -1),
        ("the only call", 0),
    ],
)
def test_ordinals(text: str, number: int) -> None:
    assert values(f"It was {text}.", "ordinal") == [Ordinal(number)]


@pytest.mark.parametrize(
    "text",
    ["They never met.", "They did not meet.", "They had no call.", "They haven’t met.",
     "They have yet to meet."],
)  # fmt: skip
def test_none(text: str) -> None:
    assert values(text, "none") == [Amount(0, 0, times=True)]


def test_no_fewer_is_not_none() -> None:
    assert values("They held no fewer than four calls.", "none") == []
