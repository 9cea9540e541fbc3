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
    counted = tally(selection, ["type", "month"], example)
    shown = drawn(TallyTable(counted, example, selection.query, why=False), 80)
    rows = [line.split("  ") for line in shown if "meeting" in line]
    assert [row[1].strip() for row in rows] == ["January 1001", "December 2000"]
