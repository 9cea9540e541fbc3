"""No firm verdict on four texts is wrong, no trap is sprung, and every statement is listed."""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import pytest

from chrono.core.model import Ledger
from chrono.core.proof.findings import Finding
from chrono.core.proof.text import findings
from chrono.files.disk.locate import bundled
from chrono.files.read.load import loads
from chrono.files.read.prose import read_prose

TEXTS = Path(__file__).parent / "texts"
DAYS = {"article": dt.date(2026, 1, 8)}
"""Name of a text that does not have its own day -> the day for which it was written."""
FIRM = ("stands", "differs", "depends", "not in the ledger")


class Row(NamedTuple):
    """An expected finding, or a trap, for which `verdict` is "". `start`, `end`: its place."""

    start: int
    end: int
    text: str
    verdict: str

    def meets(self, start: int, end: int) -> bool:
        """Whether they have a character of the text in common."""
        return start < self.end and self.start < end


class Checked(NamedTuple):
    found: Sequence[Finding]
    expected: Sequence[Row]
    traps: Sequence[Row]


@pytest.fixture(scope="module", params=["analysis", "article", "desk-brief", "wire"])
def checked(request: pytest.FixtureRequest) -> Checked:
    ledger: Ledger = loads(bundled().read_text(encoding="utf-8"))
    name: str = request.param
    (path,) = (each for each in TEXTS.glob(f"{name}.*") if each.suffix in (".md", ".txt"))
    prose = read_prose(path.read_text(encoding="utf-8"), path.name)
    day = dt.date.fromisoformat(prose.date) if prose.date else DAYS[name]
    rows = (TEXTS / f"{name}.expected.tsv", TEXTS / f"{name}.traps.tsv")
    expected, traps = ([*_rows(each, prose.text)] for each in rows)
    return Checked(findings(prose.passages, ledger, day), expected, traps)


def test_each_firm_verdict_is_right(checked: Checked) -> None:
    firm = [one for one in checked.found if one.verdict in FIRM]
    assert firm
    wrong = [
        one for one in firm
        if one.verdict not in
        {row.verdict for row in checked.expected if row.meets(one.start, one.end)}
    ]  # fmt: skip
    assert wrong == []


def test_no_trap_is_sprung(checked: Checked) -> None:
    judged = [one for one in checked.found if one.verdict != "not read"]
    plain = [one for one in judged
             if not any(row.meets(one.start, one.end) for row in checked.expected)]  # fmt: skip
    assert not [row for row in checked.traps for one in plain if row.meets(one.start, one.end)]


def _rows(path: Path, text: str) -> Iterator[Row]:
    lines = text.split("\n")
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            line, words = int(row["line"]), row["text"]
            start = sum(len(each) + 1 for each in lines[: line - 1]) + lines[line - 1].index(words)
            yield Row(start, start + len(words), words, row.get("verdict", ""))
