"""A date without a year is completed with the last year in which the ledger covers the date."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest

from chrono.core.coverage import CoverageRow
from chrono.core.english_date_forms import PhraseError
from chrono.core.english_dates import read_period
from chrono.core.missing_years import period_with_covered_year, with_covered_year
from chrono.core.periods import Period
from replay import clean_environment, run
from samples import day

COVERED = (CoverageRow(Period.parse("2024-11..2025")),)
DAYS = [
    ("2026-01-31", COVERED, "3 March", "2025-03-03"),
    ("2026-01-31", COVERED, "12 January", "2025-01-12"),
    ("2025-06-01", COVERED, "3 March", "2025-03-03"),
    ("2025-06-01", COVERED, "7 Nov", "2024-11-07"),
    ("2025-06-01", COVERED, "7 October", "2025-10-07"),
    ("2029-06-01", COVERED, "7 Nov", "2025-11-07"),
    ("2024-01-01", COVERED, "7 Nov", "2024-11-07"),
    ("2026-01-31", (), "3 March", "2025-03-03"),
    ("2026-03-31", (), "3 March", "2026-03-03"),
]


@pytest.mark.parametrize("today, coverage, text, expected", DAYS)
def test_a_day(today: str, coverage: tuple[CoverageRow, ...], text: str, expected: str) -> None:
    read = partial(read_period, text)
    with pytest.raises(PhraseError) as caught:
        read(day(today))
    error = with_covered_year(caught.value, read, coverage, day(today))
    assert str(error) == f'"{text}" has no year; write {expected}'


@pytest.mark.parametrize(
    "today, text, expected",
    [
        ("2026-01-31", "March", "2025-03"),
        ("2026-01-31", "Q4", "2025-Q4"),
        ("2025-06-01", "March", "2025-03"),
        ("2025-06-01", "December", "2024-12"),
        ("2025-06-01", "October", "2025-10"),
        ("2026-01-31", "last month", "2025-12"),
        ("2026-01-31", "March 2026", "2026-03"),
    ],
)
def test_a_period(today: str, text: str, expected: str) -> None:
    period = read_period(text, day(today))
    assert period_with_covered_year(text, period, COVERED, day(today)) == expected


def test_commands_suggest_the_year_of_the_ledger(tmp_path: Path) -> None:
    def error(*words: str) -> str:
        return run(*words, folder=tmp_path, environment=clean_environment(tmp_path)).err

    assert "write 2025-03-03, or run `chrono agenda 2026-03-03` for" in error("list", "3 March")
    assert '--since "3 March" has no year; write 2025-03-03\n' in error(
        "list", "--since", "3 March"
    )
    assert '"3 March" has no year; write 2025-03-03\n' in error("search", "trump", "3 March")
    assert "run `chrono list 2025-03 --actor Trump`" in error("list", "Trump in March")
    assert "; run `chrono list 2025-03` or `chrono agenda March`\n" in error("March")
    assert "; run `chrono list 2025-06` or `chrono agenda June`\n" in error("June")
    assert "; run `chrono list 2025-06`\n" in error("--today", "2026-11-28", "June")
    assert "is a period, not an event; run `chrono list 2025-03`\n" in error("show", "March")
    assert 'the last "March" with matching events is "March 2025"' in error("actors", "March")
