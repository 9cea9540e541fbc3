"""Who asked for a contact of a sentence, beside a small ledger."""

from __future__ import annotations

import pytest

from proof_helpers import SUMMIT, found

FIRST = "Marie Duval and Clara Souza spoke by phone on March 1"
SECOND = "Marie Duval and Clara Souza spoke by phone on May 20"


@pytest.mark.parametrize(
    "text, words, verdict, ids",
    [
        (f"{FIRST} at Duval's request.", "at Duval's request", "stands", "call-1"),
        (f"{FIRST}, at the request of Paris.", "at the request of Paris", "stands", "call-1"),
        (f"{FIRST} at Brazil's request.", "at Brazil's request", "differs", "call-1"),
        (f"{SECOND} at Souza's request.", "at Souza's request", "stands", "call-2"),
        ("Duval, who had requested the March 1 call with Souza, was pleased.",
         "Duval, who had requested the March 1 call", "stands", "call-1"),
        (f"{SECOND} at French request.", "at French request", "differs", "call-2"),
        (f"{FIRST}. It was Souza who had asked for the call.",
         "It was Souza who had asked for the call", "differs", "call-1"),
        (f"{FIRST}. The call was initiated by the Brazilian side.",
         "initiated by the Brazilian side", "differs", "call-1"),
        (f"{SECOND}. That call, on May 20, was Souza's idea.",
         "was Souza's idea", "stands", "call-2"),
        ("Marie Duval and Clara Souza spoke by phone on Aug. 15, at Souza's request.",
         "at Souza's request", "cannot tell", "call-3"),
        ("Paul Lenoir and Clara Souza held a video call on June 7 at Brasília's request.",
         "at Brasília's request", "cannot tell", "video"),
    ],
)  # fmt: skip
def test_who_asked(text: str, words: str, verdict: str, ids: str) -> None:
    assert (words, verdict, ids) in found(text)


@pytest.mark.parametrize(
    "text",
    [
        "At Duval's request the price of rice was lowered.",
        "Souza asked for more time, and Duval proposed the budget.",
        "Duval requested a further meeting for April.",
        "The call was refused, though requested by Souza.",
        "Was it Souza who had asked for the meeting?",
        "At Petit's request the museum in Natal opened early.",
    ],
)
def test_other_requests_give_nothing(text: str) -> None:
    assert found(text, SUMMIT) == []
