"""Parts of a sentence that state nothing about what took place have no verdict."""

from __future__ import annotations

import pytest

from chrono.core.proof.unreal import is_unreal
from proof_reading_helpers import verdicts


@pytest.mark.parametrize(
    "text",
    [
        # conditions and questions
        "If Trump and Xi meet twice, tariffs may fall.",
        "If Trump and Xi met twice in 2025, nobody noticed.",
        "Had Trump and Xi met twice in 2025, tariffs would have fallen.",
        "Unless Trump and Xi met in Busan on Oct. 31, the paper is wrong.",
        "Suppose Trump and Xi met in Busan on Oct. 31.",
        "It is unclear whether Trump and Xi met twice in 2025.",
        # denials
        "The White House denied that Trump and Xi spoke by phone on Sept. 19.",
        "It is not true that Trump and Xi met in Madrid on Oct. 30.",
        "Trump falsely said he met Xi in Madrid on Oct. 30.",
        "No evidence shows that Trump and Xi spoke on Sept. 20.",
        "Reports that Trump and Xi met in Busan on Oct. 31 are wrong.",
        # plans, and what did not come about
        "Trump cancelled a meeting with Xi on Oct. 31.",
        "A meeting between Trump and Xi on Oct. 31 was cancelled.",
        "The meeting between Trump and Xi planned for Oct. 31 was moved.",
        "Trump threatened to skip the meeting with Xi on Oct. 31.",
        "Trump and Xi had planned to meet on Oct. 31.",
        "Trump and Xi almost met in Busan on Oct. 31.",
        # fiction and sport
        "In the movie, Trump and Xi met in Busan on Oct. 31.",
        "Actors playing Trump and Xi met in Busan on Oct. 31.",
        "China and the United States held four meetings in 2025 at the Olympics.",
        # neither of them
        "Neither Trump nor Xi met Rubio on Oct. 30.",
        "Trump and Xi met neither in Madrid nor in London.",
    ],
)
def test_what_did_not_take_place_has_no_verdict(text: str) -> None:
    assert not {"stands", "differs", "not checked"}.intersection(verdicts(text))


@pytest.mark.parametrize(
    "text",
    [
        "Markets would fall if they fought, but Trump and Xi met in Busan on Oct. 30.",
        "Trump and Xi met in Busan on Oct. 30; no one knew whether they would meet again.",
        "Trump and Xi met in Busan on Oct. 30, if only for an hour.",
        "Trump cancelled the tariffs after he met Xi in Busan on Oct. 30.",
    ],
)
def test_what_stands_beside_it_is_read(text: str) -> None:
    assert verdicts(text) == ["stands"]


def test_a_part_ends_at_a_semicolon() -> None:
    text = "If they meet, prices fall; they met in May."
    assert is_unreal(text, text.index("meet"), text.index(","))
    assert not is_unreal(text, text.index("met"), len(text))
