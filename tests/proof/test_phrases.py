"""What was read in a text, in words that a person reads."""

from __future__ import annotations

import datetime as dt

import pytest

from chrono.core.proof.engine import findings
from chrono.core.proof.passages import Passage
from chrono.files.read.load import read_ledger
from replay import ROOT

LEDGER = read_ledger([str(ROOT / "data" / "events.toml")], {})[1]
DAY = dt.date(2025, 12, 12)


def readings(text: str) -> list[str]:
    found = findings([Passage("paragraph", 0, text)], LEDGER, DAY)
    return [f"{one.verdict}: {one.reading}" for one in found]


@pytest.mark.parametrize(
    "text, expected",
    [
        (
            "Xi Jinping and Donald Trump met in Busan on 30 October.",
            "stands: in-person meeting, Xi Jinping with Donald Trump, in Busan, 30 Oct 2025",
        ),
        (
            "Xi Jinping and Donald Trump have spoken by phone four times since January.",
            "stands: 4 phone calls, Xi Jinping with Donald Trump, since 1 Jan 2025",
        ),
        (
            "Xi Jinping and Donald Trump did not meet between 1 March and 1 October.",
            "stands: no in-person meetings, Xi Jinping with Donald Trump, 1 Mar–1 Oct 2025",
        ),
        (
            "Xi Jinping and Donald Trump met at least once in 2025.",
            "stands: at least 1 in-person meeting, Xi Jinping with Donald Trump, 1 Jan–31 Dec 2025",
        ),
        (
            "Donald Trump and Xi Jinping spoke by phone 25 days after the Busan meeting.",
            "stands: phone call, Donald Trump with Xi Jinping, 25 days after in-person meeting, "
            "in Busan",
        ),
        (
            "Donald Trump and Xi Jinping have spoken by phone once since the Busan meeting.",
            "stands: 1 phone call, Donald Trump with Xi Jinping, after in-person meeting, in Busan",
        ),
    ],
)
def test_a_reading_is_a_phrase(text: str, expected: str) -> None:
    assert readings(text) == [expected]


def test_a_month_names_an_event() -> None:
    text = "Xi Jinping and Donald Trump met in Busan on 30 October. The November call came "
    assert readings(text + "35 days later.")[1:] == [
        "differs: 35 days between Xi and Trump meet in Busan and "
        "Xi and Trump speak by phone about Taiwan, trade and visits"
    ]


def test_aliases_of_types_are_words_for_them() -> None:
    types = {**LEDGER.types, "meeting": LEDGER.types["meeting"]._replace(aliases=("huddle",))}
    ledger = LEDGER._replace(types=types)
    text = "Xi Jinping and Donald Trump held three huddles in 2025."
    (found,) = findings([Passage("paragraph", 0, text)], ledger, DAY)
    assert (found.verdict, found.answer) == ("differs", "1")
    assert findings([Passage("paragraph", 0, text)], LEDGER, DAY) == []


@pytest.mark.parametrize(
    "text, words",
    [
        (
            "Donald Trump had eight telephone calls with Jane Roe in 2025.",
            ["eight telephone calls"],
        ),
        ("The price rose three times.", []),
        ("They sold seven chairs after the talks.", []),
        ("Did they meet three times?", []),
    ],
)
def test_numbers_of_contacts_that_are_not_read_are_reported(text: str, words: list[str]) -> None:
    found = findings([Passage("paragraph", 0, text)], LEDGER, DAY)
    unread = [text[one.start : one.end] for one in found if one.verdict == "not checked"]
    assert unread == words
