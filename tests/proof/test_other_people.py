"""Words near a name, a place or a number that make it another one, or say that it is not meant."""

from __future__ import annotations

import pytest

from proof_reading_helpers import verdicts


@pytest.mark.parametrize(
    "text",
    [
        # other people with the same surname, and people who act for others
        "Eric Trump met Xi Jinping in Busan on Oct. 30.",
        "Donald Trump Jr. met Xi on Oct. 30.",
        "Melania Trump met Xi on Oct. 31.",
        "Michael Greer met He Lifeng in Madrid on Sept. 15.",
        "Marco Rubio's wife met Wang Yi on July 11.",
        "Aides to Trump and Xi met on Oct. 25.",
        "Teams of Trump and Xi met in Geneva.",
        "The Trump administration and Xi met on Oct. 31.",
        # other words, years and numbers
        "Trump called Xi a friend three times in 2025.",
        "Trump and Xi met about twice in 2025.",
        "Trump and Xi's 2019 meeting in Osaka was their fifth.",
        "Trump and Xi met in Osaka in 2019.",
        "Trump wrote twice about Xi on Oct. 31 after the meeting.",
    ],
)
def test_something_else_has_no_verdict(text: str) -> None:
    assert not {"stands", "differs"}.intersection(verdicts(text))


@pytest.mark.parametrize(
    "text",
    [
        "Afterwards Trump met Xi in Busan on Oct. 30.",
        "President Trump met Xi in Busan on Oct. 30.",
        "Trump, not Rubio, met Xi in Busan on Oct. 30.",
        "Trump met Xi, not Wang Yi, in Busan on Oct. 30.",
        "Trump met Xi not in Madrid but in Busan on Oct. 30.",
        "Trump met Xi in Busan on Oct. 30, not Oct. 31.",
        "Trump met Xi in Busan rather than in Beijing on Oct. 30.",
        "Trump and Xi met once, not twice, in 2025.",
        "Trump and Xi met in Room 30 on Oct. 30.",
        "Trump called Xi a day after the holiday, on Nov. 24.",
    ],
)
def test_what_is_not_meant_is_left_out(text: str) -> None:
    assert verdicts(text) == ["stands"]


def test_a_verb_of_speech_leaves_the_subject_whole() -> None:
    assert verdicts("The ministry said Trump and Xi had met twice in 2025.") == ["differs"]
    assert verdicts("The ministry said Trump and Xi had met once in 2025.") == ["stands"]
