"""Sentences of a text, numbers in words, and marks that overlap."""

from __future__ import annotations

import pytest

from chrono.core.proof.words import Mark, Phrases, number_in, sentences, without_overlaps, words_in


@pytest.mark.parametrize(
    "text, expected",
    [
        ("They met. They spoke.", ["They met.", "They spoke."]),
        ("They met on Oct. 30 in Busan. It went well.",
         ["They met on Oct. 30 in Busan.", "It went well."]),
        ("The U.S. side agreed.", ["The U.S. side agreed."]),
        ("He is in the U.S. They met.", ["He is in the U.S.", "They met."]),
        ("Did they speak? Twice!", ["Did they speak?", "Twice!"]),
        ("“They met.” He left.", ["“They met.”", "He left."]),
        ("Mr. Xi met Gen. Dong.", ["Mr. Xi met Gen. Dong."]),
        ("no stop", ["no stop"]),
        ("  \n ", []),
    ],
)  # fmt: skip
def test_sentences(text: str, expected: list[str]) -> None:
    assert [one.text for one in sentences(text)] == expected


def test_sentences_have_their_place_in_the_source() -> None:
    source = "# A\n\n  They met. They spoke."
    for one in sentences(source[3:], 3):
        assert source[one.start : one.start + len(one.text)] == one.text


@pytest.mark.parametrize(
    "text, number",
    [
        ("four", 4),
        ("Four", 4),
        ("4", 4),
        ("fourth", 4),
        ("4th", 4),
        ("twentieth", 20),
        ("few", None),
    ],
)
def test_numbers_in_words_and_figures(text: str, number: int | None) -> None:
    assert number_in(text) == number


def test_words_are_in_lower_case_and_any_figure_is_one_word() -> None:
    assert words_in("On Oct. 30, Xi met 2 men") == {"on", "oct", "xi", "met", "men", "#"}


def test_the_longest_phrase_wins() -> None:
    phrases = Phrases(["York", "New York", "New"], r"(?<!\w)PHRASE(?!\w)")
    assert [one[0] for one in phrases.matches("In New York, not York or Newark")] == [
        "New York", "York",
    ]  # fmt: skip


def test_of_marks_that_overlap_the_longer_one_stays() -> None:
    short, long, other = Mark(0, 4, "a", 1), Mark(2, 9, "b", 2), Mark(9, 10, "c", 3)
    assert without_overlaps([short, other, long]) == [long, other]
