"""The verdicts on claims and on the statements of a text."""

from __future__ import annotations

from pathlib import Path

import pytest

from chrono.core.verdicts import GRAVEST, TEXT_VERDICTS, VERDICTS

DOCS = Path(__file__).parent.parent / "docs"


def test_verdicts_that_correspond_have_the_same_symbol() -> None:
    symbols = {"stands" if word == "agrees" else word: sign for word, sign in VERDICTS.items()}
    assert [*TEXT_VERDICTS.items()][: len(symbols)] == [*symbols.items()]


def test_every_verdict_on_a_statement_has_a_gravity() -> None:
    assert {*GRAVEST} == {*TEXT_VERDICTS}


@pytest.mark.parametrize(
    ("page", "rows"),
    [
        ("questions.md", [f"| {word} | " for word in VERDICTS]),
        ("proof.md", [f"| {sign} | {word} | " for word, sign in TEXT_VERDICTS.items()]),
    ],
)
def test_the_manual_has_each_verdict_in_a_table(page: str, rows: list[str]) -> None:
    text = (DOCS / page).read_text(encoding="utf-8")
    assert [row for row in rows if row not in text] == []
