"""Who was at a contact of a sentence, beside a small ledger."""

from __future__ import annotations

import pytest

from proof_helpers import ROUNDS, SUMMIT, found


@pytest.mark.parametrize(
    "text, verdict, ids",
    [
        ("Paul Lenoir joined only once, in Recife.", "stands", "recife-2"),
        ("Paul Lenoir joined only once, in Vienna.", "differs", "recife-2"),
        ("Paul Lenoir was at the Brazilian table only.", "stands", "recife-2"),
        ("Luc Petit attended in Lyon alone.", "stands", "lyon-1"),
        ("Davi Ramos was at all three of them.", "stands", "lyon-1 recife-2 vienna-3"),
        ("Davi Ramos and Paul Lenoir missed none of them.", "differs", "recife-2"),
        ("Paul Lenoir attended one of the three rounds.", "stands", "recife-2"),
        ("Luc Petit missed only one of them.", "differs", "lyon-1"),
        ("Paul Lenoir was absent from the Lyon round.", "stands", "lyon-1"),
        ("Luc Petit attended the Recife round.", "differs", "recife-2"),
        ("Recife was the only round that Paul Lenoir attended.", "stands", "recife-2"),
    ],
)
def test_rounds(text: str, verdict: str, ids: str) -> None:
    assert found(text, ROUNDS) == [(text.rstrip("."), verdict, ids)]


@pytest.mark.parametrize(
    "text, words, verdict",
    [
        ("Bruno Mota was in the room.", "Bruno Mota was in the room", "stands"),
        ("Paul Lenoir was in the room.", "Paul Lenoir was in the room", "differs"),
        ("Bruno Mota was present; Davi Ramos was not.", "Davi Ramos was not", "stands"),
        ("Also at the table were Luc Petit and Bruno Mota.", "Luc Petit and Bruno Mota", "stands"),
        ("Davi Ramos did not attend.", "Davi Ramos did not attend", "stands"),
    ],
)
def test_the_last_event(text: str, words: str, verdict: str) -> None:
    assert (words, verdict, "summit") in found(text, SUMMIT)


def test_with_someone_at_the_table() -> None:
    text = "Marie Duval met Clara Souza in Natal on Oct. 10, with Davi Ramos at the table."
    assert ("Davi Ramos at the table", "differs", "summit") in found(text)


@pytest.mark.parametrize(
    "text",
    [
        "Bruno Mota joined the board of a bank in Recife.",
        "Luc Petit was in the room with 20 reporters.",
        "Paul Lenoir would attend the next round in Lyon.",
        "Davi Ramos attended school in Olinda.",
        "Clara Souza missed two of the three trains.",
    ],
)
def test_other_presence_gives_nothing(text: str) -> None:
    assert found(text, ROUNDS + SUMMIT) == []
