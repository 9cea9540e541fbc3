"""Kinds of event in a sentence."""

from __future__ import annotations

import pytest

from proof_reading_helpers import marks, words


@pytest.mark.parametrize(
    "text, expected",
    [
        ("They held a phone call.", "noun phone call: call"),
        ("Two phone calls followed.", "noun phone calls: call"),
        ("An in-person meeting followed.", "noun in-person meeting: meeting"),
        ("It was a video conference.", "noun video conference: video"),
        ("Five rounds of trade talks followed.", "noun rounds of trade talks: talks"),
        ("The visit was short.", "noun visit: visit"),
        ("They met.", "verb met: meeting"),
        ("They spoke.", "verb spoke: call video"),
        ("They were on the phone.", "verb were on the phone: call"),
        ("They held two days of talks.", "verb held two days of talks: talks"),
    ],
)
def test_kinds(text: str, expected: str) -> None:
    found = [
        f"{mark.kind} {words(text, mark)}: {' '.join(sorted(mark.value.types))}"
        for mark in marks(text, "noun", "verb")
    ]
    assert expected in found


@pytest.mark.parametrize(
    "text",
    ["China called for calm.", "The so-called deal", "They met the target.", "Talk of war",
     "A conference call with analysts", "Shares on the stock exchange", "In exchange for beans"],
)  # fmt: skip
def test_words_that_only_look_like_a_kind_of_event(text: str) -> None:
    assert marks(text, "noun", "verb") == []


def test_the_tags_of_talks_are_in_their_words() -> None:
    [mark] = marks("Five rounds of trade talks followed.", "noun")
    assert mark.value.plural
    assert mark.value.tags == {"round", "trade"}
