"""Compare the findings of a text with the findings that a careful reader expects.

For a text NAME.md or NAME.txt, NAME.expected.tsv has the expected findings, and NAME.traps.tsv the
words that must bring forth no finding. `texts/CONVENTIONS.txt` describes these files.
"""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from chrono.core.model import Ledger
from chrono.core.proof.engine import findings
from chrono.core.proof.findings import Finding
from chrono.files.read.prose import read_prose

TEXTS = Path(__file__).parent / "texts"
DAYS = {"article": dt.date(2026, 1, 8)}
"""Name of a text that does not have its own day -> the day for which it was written."""


class Expected(NamedTuple):
    """An expected finding, or a trap, for which `verdict` is "". `start`, `end`: its place."""

    line: int
    start: int
    end: int
    text: str
    verdict: str = ""
    ids: frozenset[str] = frozenset()

    def meets(self, finding: Finding) -> bool:
        """Whether they have a character of the text in common."""
        return finding.start < self.end and self.start < finding.end


class Score(NamedTuple):
    """The findings of a text beside the expected ones.

    `given`: the findings that stand or differ and meet an expected finding or a trap; `wrong`:
    those with another verdict than each expected finding that they meet; `missed`: the expected
    findings without a finding of the same verdict; `other_ids`: those whose finding has other
    events; `sprung`: the traps with a finding that meets no expected one; `unlisted`: the findings
    with a verdict that meet nothing.
    """

    expected: Sequence[Expected]
    traps: Sequence[Expected]
    given: Sequence[Finding]
    wrong: Sequence[Finding]
    missed: Sequence[Expected]
    other_ids: Sequence[Expected]
    sprung: Sequence[Expected]
    unlisted: Sequence[Finding]

    @property
    def found(self) -> int:
        """The number of expected findings with a finding of the same verdict."""
        return len(self.expected) - len(self.missed)

    @property
    def right(self) -> int:
        """The number of given findings that are right."""
        return len(self.given) - len(self.wrong)


def score(name: str, ledger: Ledger, folder: Path = TEXTS) -> Score:
    """Compare the findings of the text `name` in a folder with the expected ones."""
    (path,) = (each for each in folder.glob(f"{name}.*") if each.suffix in (".md", ".txt"))
    prose = read_prose(path.read_text(encoding="utf-8"), path.name)
    day = dt.date.fromisoformat(prose.date) if prose.date else DAYS[name]
    found = [one for one in findings(prose.passages, ledger, day) if one.verdict != "not checked"]
    expected = [*_rows(folder / f"{name}.expected.tsv", prose.text)]
    traps = [*_rows(folder / f"{name}.traps.tsv", prose.text)]
    return compare(found, expected, traps)


def compare(
    found: Sequence[Finding], expected: Sequence[Expected], traps: Sequence[Expected]
) -> Score:
    """Compare findings with the expected ones."""
    listed = [one for one in found if any(row.meets(one) for row in expected)]
    trapped = [one for one in found if any(row.meets(one) for row in traps) and one not in listed]
    given = [one for one in (*listed, *trapped) if one.verdict in ("stands", "differs")]
    right = {row: [one for one in found if row.meets(one) and one.verdict == row.verdict]
             for row in expected}  # fmt: skip
    same_ids = [
        row
        for row in expected
        if any(row.ids == {event.id for event in one.events} for one in right[row])
    ]
    return Score(
        expected, traps, given,
        wrong=[one for one in given if not any(one in ones for ones in right.values())],
        missed=[row for row in expected if not right[row]],
        other_ids=[row for row in expected if right[row] and row not in same_ids],
        sprung=[trap for trap in traps if any(trap.meets(one) for one in trapped)],
        unlisted=[one for one in found if one not in listed and one not in trapped],
    )  # fmt: skip


def _rows(path: Path, text: str) -> Iterator[Expected]:
    lines = text.split("\n")
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            line, words = int(row["line"]), row["text"]
            assert lines[line - 1].count(words) == 1, f"{path.name}: line {line}: {words}"
            start = sum(len(each) + 1 for each in lines[: line - 1]) + lines[line - 1].index(words)
            ids = frozenset(filter(None, row.get("ids", "").split(";")))
            yield Expected(line, start, start + len(words), words, row.get("verdict", ""), ids)
