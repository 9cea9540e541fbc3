"""Findings of texts on the bundled ledger, and what holds for any text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chrono.core.proof.engine import findings, without_dateline
from chrono.core.proof.findings import Finding
from chrono.core.proof.passages import Passage
from proof_reading_helpers import DAY, LEDGER
from samples import law


def read(*texts: str) -> list[Finding]:
    passages, place = [], 0
    for text in texts:
        passages.append(Passage("paragraph", place, text))
        place += len(text) + 1
    return findings(passages, LEDGER, DAY)


@pytest.mark.parametrize(
    "text, kind, verdict, ids",
    [
        ("Trump and Xi met in Busan on Oct. 30.", "event", "stands", ["2025-10-30-busan"]),
        ("Trump and Xi met in Busan on Oct. 31.", "event", "differs", ["2025-10-30-busan"]),
        ("Trump and Xi met once in 2025.", "count", "stands", ["2025-10-30-busan"]),
        ("Trump and Xi met twice in 2025.", "count", "differs", ["2025-10-30-busan"]),
        ("Trump and Xi did not meet in 2025.", "count", "differs", ["2025-10-30-busan"]),
        ("Wang Yi and Marco Rubio telephoned three days before Trump and Xi met in Busan.",
         "interval", "stands", ["2025-10-27-wang-rubio-call", "2025-10-30-busan"]),
    ],
)  # fmt: skip
def test_findings(text: str, kind: str, verdict: str, ids: list[str]) -> None:
    [finding] = read(text)
    assert (finding.kind, finding.verdict) == (kind, verdict)
    assert [event.id for event in finding.events] == ids


@pytest.mark.parametrize(
    "text",
    [
        "Trump and Xi will meet in Beijing in April.",
        "Rubio met reporters on Oct. 30.",
        "Trump and Xi met the target twice.",
        "Trump and Xi will meet twice next year.",
    ],
)
def test_texts_without_a_statement(text: str) -> None:
    assert read(text) == []


def test_numbers_in_a_row_are_one_finding() -> None:
    text = "In 2025 Trump and Xi held a meeting and four phone calls."
    [finding] = read(text)
    assert text[finding.start : finding.end].endswith("meeting and four phone calls")


def test_an_answer_counts_what_the_question_asks() -> None:
    [finding] = read("How often did Trump and Xi meet in 2025? Once.")
    assert (finding.kind, finding.verdict) == ("count", "stands")


def test_they_are_the_people_of_the_last_contact() -> None:
    _, finding = read("Trump and Xi met in Busan on Oct. 30. They met once in 2025.")
    assert (finding.verdict, [event.id for event in finding.events]) == (
        "stands", ["2025-10-30-busan"],
    )  # fmt: skip


def test_a_dateline_is_no_part_of_the_text() -> None:
    text = "WASHINGTON, Nov. 25 - Trump spoke."
    assert without_dateline(text).strip() == "Trump spoke."
    assert len(without_dateline(text)) == len(text)


PIECES = (
    "Trump Xi Wang Rubio He They the two leaders his counterpart met spoke held calls call talks"
    " twice four at least no more than not never first last only third on in since between before"
    " after Oct. 30 May 2025 a day later week month ago Busan Geneva and or of them , ; : . ? ( ) “"
    " ” — - 's"
)
TEXTS = st.lists(st.sampled_from(PIECES.split()), max_size=40).map(" ".join)


@law(200)
@given(st.lists(st.one_of(TEXTS, st.text(max_size=60)), max_size=4))
def test_findings_of_any_text_are_in_order_and_inside_it(texts: list[str]) -> None:
    found = read(*texts)
    length = sum(len(text) + 1 for text in texts)
    assert all(0 <= one.start < one.end <= length for one in found)
    assert [one.start for one in found] == sorted(one.start for one in found)


@law(100)
@given(TEXTS)
def test_a_text_has_the_same_findings_wherever_it_begins(text: str) -> None:
    moved = findings([Passage("paragraph", 100, text)], LEDGER, DAY)
    assert [(one.start - 100, one.verdict, one.reading) for one in moved] == [
        (one.start, one.verdict, one.reading) for one in read(text)
    ]


@pytest.mark.parametrize("words", ["Trump and Xi met and ", "Xi ", "on Oct. 30, 2025, ", "Xi's "])
def test_what_is_no_prose_is_not_read(words: str) -> None:
    rest = "Trump and Xi met in Busan on Oct. 30."
    assert [one.verdict for one in read(words * 20_000, rest)] == ["stands"]
