"""Tables of counts by two dimensions, on any terminal."""

from __future__ import annotations

from chrono.core.counting import tally
from chrono.view.tally import TallyTable
from drawing import drawn
from samples import ask, event, ledger


def test_months_of_a_thousand_years_are_counted_in_rows() -> None:
    """Each month would be a column, and there are 12,000: no terminal has room for them."""
    example = ledger(event("1001-01-01", "first"), event("2000-12-31", "last"))
    selection = ask(example)
    counted = tally(selection, ["type", "month"])
    shown = drawn(TallyTable(counted, example, selection.query, why=False), 80)
    rows = [line.split("  ") for line in shown if "meeting" in line]
    assert [row[1].strip() for row in rows] == ["January 1001", "December 2000"]


def test_rows_that_a_limit_hides_are_counted_as_they_would_be_shown() -> None:
    """Rows with 0 are not shown, so a limit does not hide them."""
    example = ledger(*(event(f"{year}-01-01", f"e{year}") for year in range(1001, 1301, 100)))
    selection = ask(example, limit="2")
    counted = tally(selection, ["type", "month"])
    shown = drawn(TallyTable(counted, example, selection.query, why=False), 80)
    assert shown[-1] == "1 row not shown; raise --limit"
    assert shown[-3].split() == ["All", "events", "3"]
    assert shown[-2] == "Rows with 0 are not shown"
    whole = drawn(TallyTable(counted, example, ask(example).query, why=False), 80)
    assert any(line.split() == ["Total", "3"] for line in whole)
    assert "not shown; raise" not in "".join(whole)
