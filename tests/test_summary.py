"""The summary of a period: on one screen, with the numbers that count has."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from rich.cells import cell_len

import chrono
from chrono.core.counting import tally
from chrono.core.model import Ledger
from chrono.core.overview import overview
from chrono.core.query import Question, resolve, select
from chrono.view.summary import Summary
from drawing import drawn
from replay import ROOT
from samples import event
from samples import ledger as model_ledger


@pytest.fixture(scope="module")
def ledger() -> Ledger:
    return chrono.load([str(ROOT / "data" / "events.toml")])


def test_a_years_summary_fits_one_screen(ledger: Ledger) -> None:
    selection = select(ledger, resolve(Question.of(period="2025"), ledger))
    lines = drawn(Summary(overview(selection)), 80)
    assert len(lines) <= 38  # of 40, with a prompt and a note
    assert "Xi Jinping and Donald Trump  5 contacts" in lines[2]
    assert "1 in-person meeting  30 Oct in Busan" in lines[3]
    assert "4 phone calls        17 Jan, 5 Jun, 19 Sep, 24 Nov" in lines[4]


def test_the_table_by_quarter_has_the_numbers_of_count_by_quarter() -> None:
    """A start that may fall into two months of one quarter falls into that quarter."""
    events = [event(f"{year}-{month:02}-05") for year in (2024, 2025) for month in range(1, 11)]
    example = model_ledger(*events, event("[2025-01-31,2025-02-01]", "either"))
    selection = select(example, resolve(Question(), example))
    plain = "\n".join(drawn(Summary(overview(selection)), 100))
    assert "Contacts by quarter" in plain
    counted = tally(selection, ["quarter"]).numbers
    assert counted[("2025-Q1",)].max == 4
    for (name,), count in counted.items():
        assert re.search(rf"{re.escape(name)} +{count.max} ", plain)


@pytest.mark.parametrize(
    "question",
    [Question.of(period="2025"), Question.of(period="2024..", overlap=True, status=["any"])],
)
def test_a_summary_fits_every_width(ledger: Ledger, question: Question) -> None:
    selection = select(ledger, resolve(question, ledger))
    summary = Summary(overview(selection, contacts=False))
    widths = range(20, 141, 4)
    assert [w for w in widths if max(map(cell_len, drawn(summary, w))) > w] == []


def test_a_gap_that_is_surely_longer_than_the_longest_may_be_is_shown_too() -> None:
    example = model_ledger(
        event("2026-05-05", "may"), event("2026-06", "june"), event("2026-07-08", "july"),
        event("2026-08-20", "august"),
    )  # fmt: skip
    selection = select(example, resolve(Question(), example))
    late = overview(selection, today=dt.date(2026, 11, 25))
    plain = "\n".join(drawn(Summary(late), 100))
    assert "Longest gap    27–56 days, 5 May 2026 to June 2026" in plain
    assert "or perhaps   43 days, 8 Jul 2026 to 20 Aug 2026" in plain
    assert "Current gap    97 days, 20 Aug 2026 to today" in plain
    early = overview(selection, today=dt.date(2026, 8, 30))
    assert "Current gap" not in "\n".join(drawn(Summary(early), 100))
