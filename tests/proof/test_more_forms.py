"""Forms of sentences that several modules read together, beside a small ledger."""

from __future__ import annotations

import pytest

from proof_helpers import CALLS, ROUNDS, SUMMIT, found

LYON = "Marie Duval and Bruno Mota met in Lyon on Feb. 5. "


@pytest.mark.parametrize(
    ("before", "text", "words", "verdict", "ids"),
    [
        (ROUNDS, "Each of the three rounds lasted three days.",
         "Each of the three rounds lasted three days", "differs", "lyon-1 recife-2 vienna-3"),
        (CALLS, "167 days lay between the first and the last of them.",
         "167 days lay between the first and the last", "stands", "call-1 call-3"),
        (CALLS, "Nearly eight weeks passed between their third call and the summit.",
         "Nearly eight weeks passed between their third call and the summit", "stands",
         "call-3 summit"),
        (CALLS, "Five weeks passed between the August call and the summit.",
         "Five weeks passed between the August call and the summit", "differs", "call-3 summit"),
        ("", "Three rounds were held in Lyon, Recife and Vienna.",
         "Three rounds were held in Lyon, Recife and Vienna", "stands",
         "lyon-1 recife-2 vienna-3"),
        (LYON, "Marie Duval and Clara Souza held their third call on Aug. 16.",
         "Marie Duval and Clara Souza held their third call on Aug. 16", "differs", "call-3"),
        ("", "Between the inauguration on 1 March and 1 July Marie Duval and Clara Souza spoke by"
         " phone twice.",
         "on 1 March and 1 July Marie Duval and Clara Souza spoke by phone twice", "stands",
         "call-1 call-2"),
        ("", "Marie Duval had a call with Clara Souza on March 2 and a meeting.",
         "Marie Duval had a call with Clara Souza on March 2", "differs", "call-1"),
        (CALLS, "The first one was made at Brazil's request.", "at Brazil's request", "differs",
         "call-1"),
        (SUMMIT, "It was held at the invitation of Brazil.", "at the invitation of Brazil",
         "cannot tell", "summit"),
        ("", "The second round was held on April 20.", "round was held on April 20", "differs",
         "recife-2"),
    ],
)  # fmt: skip
def test_a_form_of_words_is_read(
    before: str, text: str, words: str, verdict: str, ids: str
) -> None:
    assert (words, verdict, ids) in found(text, before)


@pytest.mark.parametrize(
    "text",
    [
        "Each of them lasted two days.",  # calls have no length
        "Vienna was the only round outside South America.",
        "In our game Marie Duval and Clara Souza hold a make-believe call on March 1.",
    ],
)
def test_other_words_are_left_alone(text: str) -> None:
    assert found(text, CALLS) == []
