"""The findings of four texts are those of a careful reader, and none of their traps is sprung."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from chrono.core.model import Ledger
from chrono.core.proof.findings import Finding
from chrono.core.verdicts import TextVerdict
from chrono.files.disk.locate import bundled
from chrono.files.read.load import loads
from score import Expected, Score, compare, score

NAMES = ("analysis", "article", "desk-brief", "wire")


@pytest.fixture(scope="module")
def scores() -> Sequence[Score]:
    ledger: Ledger = loads(bundled().read_text(encoding="utf-8"))
    return [score(name, ledger) for name in NAMES]


def test_ninety_seven_of_a_hundred_firm_findings_are_right(scores: Sequence[Score]) -> None:
    given = sum(len(each.given) for each in scores)
    wrong = [one for each in scores for one in each.wrong]
    assert given > 0
    assert len(wrong) <= 0.03 * given, wrong


def test_eighty_of_a_hundred_statements_are_found(scores: Sequence[Score]) -> None:
    expected = sum(len(each.expected) for each in scores)
    missed = [row.text for each in scores for row in each.missed]
    assert expected == 100
    assert len(missed) <= 0.2 * expected, missed


def test_no_trap_is_sprung(scores: Sequence[Score]) -> None:
    assert sum(len(each.traps) for each in scores) == 50
    assert [row.text for each in scores for row in each.sprung] == []


def _finding(start: int, end: int, verdict: TextVerdict) -> Finding:
    return Finding(start, end, "event", verdict, "")


def test_the_score_tells_right_wrong_missed_and_unlisted_apart() -> None:
    expected = [
        Expected(1, 0, 10, "a", "stands"),
        Expected(1, 10, 20, "b", "differs"),
        Expected(1, 20, 30, "c", "cannot tell", frozenset({"x"})),
        Expected(1, 30, 40, "d", "stands"),
    ]
    traps = [Expected(1, 50, 60, "e"), Expected(1, 60, 70, "f"), Expected(1, 8, 9, "g")]
    found = [
        _finding(5, 11, "stands"),  # right for the first, although it meets the second
        _finding(12, 13, "stands"),
        _finding(29, 30, "cannot tell"),
        _finding(45, 50, "differs"),
        _finding(59, 60, "stands"),
        _finding(60, 61, "depends"),
    ]
    result = compare(found, expected, traps)
    assert (result.right, len(result.given), result.found) == (1, 3, 2)
    assert result.wrong == [found[1], found[4]]
    assert [row.text for row in result.missed] == ["b", "d"]
    assert [row.text for row in result.other_ids] == ["c"]
    assert [row.text for row in result.sprung] == ["e", "f"]
    assert result.unlisted == [found[3]]
