"""The clauses of a sentence, and names of events."""

from __future__ import annotations

import pytest

from chrono.core.proof.clauses import clauses, skipped
from chrono.core.proof.vocabulary import Vocabulary
from proof_reading_helpers import DAY, LEDGER, marks, words


def parts(text: str) -> list[str]:
    found = clauses(text, Vocabulary(LEDGER, DAY).marks(text))
    return [text[one.start : one.end].strip() for one in found]


@pytest.mark.parametrize(
    "text, expected",
    [
        ("Trump and Xi met in Busan.", ["Trump and Xi met in Busan."]),
        ("Trump met Xi, and Rubio spoke to Wang Yi.",
         ["Trump met Xi, and", "Rubio spoke to Wang Yi."]),
        ("They met in Busan; Trump called Xi in November.",
         ["They met in Busan;", "Trump called Xi in November."]),
        ("They spoke on Jan. 17, and again on June 5.",
         ["They spoke on Jan. 17, and again", "on June 5."]),
        ("They held five rounds of talks, four of them in Europe.",
         ["They held five rounds of talks,", "four of them in Europe."]),
        ("Nothing happened.", ["Nothing happened."]),
    ],
)  # fmt: skip
def test_clauses(text: str, expected: list[str]) -> None:
    assert parts(text) == expected


@pytest.mark.parametrize(
    "text, expected",
    [
        ("They will meet in April.", True),
        ("The next call is near.", True),
        ("They may speak.", True),
        ("They met in April.", False),
        ("Their fourth call was short.", False),
    ],
)
def test_what_has_not_happened_is_skipped(text: str, expected: bool) -> None:
    [clause] = clauses(text, Vocabulary(LEDGER, DAY).marks(text))
    assert skipped(text, clause) is expected


@pytest.mark.parametrize(
    "text, expected",
    [
        ("After the Busan meeting, they left.", "the Busan meeting"),
        ("The call of Nov. 24 was short.", "call of Nov. 24"),
        ("The Nov. 24 call was short.", "Nov. 24 call"),
    ],
)
def test_names_of_events(text: str, expected: str) -> None:
    assert [words(text, mark) for mark in marks(text, "reference")] == [expected]
