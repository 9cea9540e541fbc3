"""A view of an agenda: planned events, overdue events, and events of earlier years."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import Console, RenderableType
from rich.text import Text

from chrono.core import english
from chrono.core.agenda import Agenda
from chrono.core.model import Ledger
from chrono.core.periods import EVERYTHING
from chrono.view.listing import EventLines, doubts

_MOST = 100  # the greatest width of a heading [columns]


def agenda(
    found: Agenda, ledger: Ledger, console: Console, ids: bool = False
) -> Iterator[RenderableType]:
    """The parts of an agenda below headings, in the same columns; nothing if all parts are empty.

    `ids`: whether to show ids even if they need separate lines.
    """
    query = found.planned.query
    days = "" if query.period == EVERYTHING else f", {english.span(query.period.span, year=True)}"
    parts = {
        f"Planned{days}": found.planned,
        "Overdue": found.overdue,
        "On these days in earlier years": found.earlier,
    }
    matches = [match for part in parts.values() for match in part.shown]
    if not matches:
        return
    lines = EventLines(matches, ledger, console, ids)
    for number, (heading, part) in enumerate(parts.items()):
        yield from [Text()] * bool(number)
        left = Text(f"{heading} ", "heading")
        right = Text(f" {english.plural(len(part.matches), 'event')}", "quiet")
        rule = Text("─" * (min(console.width, _MOST) - left.cell_len - right.cell_len), "axis")
        yield Text.assemble(left, rule, right)
        yield from lines.by_year(part.shown)
    yield from lines.legend()
    yield from doubts(matches, query, ledger)
