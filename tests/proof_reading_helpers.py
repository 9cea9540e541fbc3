"""Provide the bundled ledger and short forms of marks, for tests that read texts."""

from __future__ import annotations

import datetime as dt

from chrono.core.proof.engine import findings
from chrono.core.proof.passages import Passage
from chrono.core.proof.vocabulary import Vocabulary
from chrono.core.proof.words import Mark
from chrono.core.spans import Span
from chrono.files.read.load import read_ledger
from replay import ROOT

_, LEDGER = read_ledger([str(ROOT / "data" / "events.toml")], {})
DAY = dt.date(2025, 12, 12)


def marks(text: str, *kinds: str) -> list[Mark]:
    """Return the marks of these kinds in a sentence.

    A mark is a phrase that `chrono proof` recognises, such as a date or a name.
    """
    return [mark for mark in Vocabulary(LEDGER, DAY).marks(text) if mark.kind in kinds]


def words(text: str, mark: Mark) -> str:
    """Return the words of a text that a mark covers."""
    return text[mark.start : mark.end]


def iso(span: Span) -> str:
    """Return a span as text, such as `2025-10-30` or `2025-10-01/2025-10-31`."""
    first, last = (day.isoformat() if day else ".." for day in span)
    return first if first == last else f"{first}/{last}"


def verdicts(text: str) -> list[str]:
    """Return the verdicts on the statements of a paragraph, in the order of the text."""
    return [one.verdict for one in findings([Passage("paragraph", 0, text)], LEDGER, DAY)]
