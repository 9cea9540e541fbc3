"""Timelines: every event under its month, at any width."""

from __future__ import annotations

from functools import partial

import pytest
from rich.cells import cell_len
from rich.console import Console, Group
from rich.segment import Segment

import chrono
from chrono.core.model import Ledger
from chrono.core.query import Question, resolve, select
from chrono.view.theme import themed
from chrono.view.timeline import _Lines, timeline
from drawing import drawn
from replay import ROOT


@pytest.fixture(scope="module")
def ledger() -> Ledger:
    return chrono.load([str(ROOT / "data" / "events.toml")])


@pytest.mark.parametrize("width", [40, 60, 80, 100, 140])
def test_a_timeline_fits_its_width_and_leaves_nothing_out(ledger: Ledger, width: int) -> None:
    selection = select(ledger, resolve(Question.of(period="2025", status=["any"]), ledger))
    lines = drawn(partial(timeline, selection, None), width)
    assert max(cell_len(line) for line in lines) <= width
    letters = "".join("".join(lines).split())
    for match in selection.matches:
        first = match.event.title.split()[0]
        assert first in letters


@pytest.mark.parametrize("width", [30, 60, 80, 100, 120, 200])
def test_texts_that_fit_are_drawn_as_if_they_were_folded(
    ledger: Ledger, width: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    selection = select(ledger, resolve(Question.of(status=["any"]), ledger))

    def segments() -> list[Segment]:
        console = Console(theme=themed("dark"), width=width, force_terminal=True)
        return [*console.render(Group(*timeline(selection, None, console)))]

    quick = segments()
    monkeypatch.setattr(_Lines, "_narrow", lambda *_: [])
    assert quick == segments()


def test_events_stand_under_their_months_with_weekdays_and_gaps_between(ledger: Ledger) -> None:
    selection = select(ledger, resolve(Question.of(period="2025", actor=["Xi", "Trump"]), ledger))
    lines = drawn(partial(timeline, selection, None), 80)
    text = "\n".join(lines)
    for heading in ("January 2025 ─", "June 2025 ─", "October 2025 ─", "November 2025 ─"):
        assert heading in text
    for day in (
        "17 Fri ● Xi",
        "5 Thu ● Xi",
        "19 Fri ● Xi",
        "30 Thu ◆ Xi",
        "24 Mon ● Xi",
    ):
        assert day in text
    for silence in ("139 days", "106 days", "41 days", "25 days"):
        assert f"No listed contact for {silence}" in text


def test_vague_dates_look_vague(ledger: Ledger) -> None:
    selection = select(ledger, resolve(Question.of(period="2025", text=["speak again"]), ledger))
    text = "\n".join(drawn(partial(timeline, selection, None), 80))
    assert "2025, month uncertain" in text
    assert "31 Oct..1 Nov" in text
    assert "..: one of these days" in text
    assert "the exact date is not known" in text
