"""People, offices and countries in a sentence of a text on the bundled ledger."""

from __future__ import annotations

import pytest

from chrono.core.proof.people import party_of
from chrono.core.proof.vocabulary import Vocabulary
from proof_reading_helpers import DAY, LEDGER, marks, words


def people(text: str) -> list[str]:
    """The parties that a sentence names, or the pronoun, each with its words."""
    found = []
    for mark in marks(text, "people"):
        labels = [party.label for party in mark.value.parties]
        found.append(f"{words(text, mark)}: {', '.join(labels) or mark.value.pronoun or '?'}")
    return found


@pytest.mark.parametrize(
    "text, expected",
    [
        # names
        ("Donald Trump spoke.", ["Donald Trump: Donald Trump"]),
        ("President Xi Jinping spoke.", ["President Xi Jinping: Xi Jinping"]),
        ("Trump and Xi spoke.", ["Trump: Donald Trump", "Xi: Xi Jinping"]),
        ("The Trump–Xi call was short.", ["Trump: Donald Trump", "Xi: Xi Jinping"]),
        ("Trump Tower is in New York.", []),
        ("He Lifeng met Bessent.", ["He Lifeng: He Lifeng", "Bessent: Scott Bessent"]),
        ("They met Ann Lee.", ["They: they"]),
        # offices
        ("The foreign minister, Wang Yi, spoke.", ["Wang Yi: Wang Yi"]),
        ("US Treasury Secretary Scott Bessent spoke.",
         ["US Treasury Secretary Scott Bessent: Scott Bessent"]),
        ("China's top diplomat spoke.", ["China's top diplomat: Wang Yi"]),
        ("The Treasury secretary spoke.", ["The Treasury secretary: Scott Bessent"]),
        # groups
        ("The two presidents spoke.", ["The two presidents: Xi Jinping, Donald Trump"]),
        ("Both sides spoke.", ["Both sides: China, United States"]),
        ("The foreign ministers spoke.", ["The foreign ministers: Wang Yi, Marco Rubio"]),
        # pronouns
        ("They spoke to him.", ["They: they", "him: him"]),
        ("The two met.", ["The two: two"]),
        ("He met his counterpart.", ["He: he", "his counterpart: counterpart"]),
    ],
)  # fmt: skip
def test_people(text: str, expected: list[str]) -> None:
    assert people(text) == expected


@pytest.mark.parametrize(
    "text, codes",
    [("China and the United States met.", ["CN", "US"]), ("Beijing agreed.", ["CN"]),
     ("Chinatown agreed.", [])],
)  # fmt: skip
def test_countries(text: str, codes: list[str]) -> None:
    assert [mark.value for mark in marks(text, "country")] == codes


def test_a_surname_of_several_people_is_the_one_named_in_full_before() -> None:
    vocabulary = Vocabulary(LEDGER, DAY)
    [mark] = [mark for mark in vocabulary.marks("Wang spoke.") if mark.kind == "people"]
    assert mark.value.unsure
    vocabulary.marks("Wang Wentao arrived.")
    [mark] = [mark for mark in vocabulary.marks("Then Wang spoke.") if mark.kind == "people"]
    assert mark.value.parties[0].label == "Wang Wentao"


def test_the_counterpart_is_who_has_the_same_office_in_the_other_country() -> None:
    names = Vocabulary(LEDGER, DAY).names
    rubio = party_of(LEDGER.actors["marco-rubio"])
    other = names.counterpart(rubio)
    assert other is not None
    assert other.label == "Wang Yi"
