"""An agenda: what is planned, what is overdue, and what happened on these days in earlier years."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import Console, RenderableType
from rich.text import Text

from chrono.core import english
from chrono.core.agenda import Agenda
from chrono.core.model import Ledger
from chrono.core.periods import EVERYTHING
from chrono.view.listing import listing


def agenda(found: Agenda, ledger: Ledger, console: Console) -> Iterator[RenderableType]:
    """The three sections of an agenda, each as `chrono list` shows events; nothing if all are
    empty."""
    period = found.planned.query.period
    days = "" if period == EVERYTHING else f", {english.span(period.span, year=True)}"
    sections = {
        f"Planned{days}": found.planned,
        "Overdue": found.overdue,
        "On these days in earlier years": found.earlier,
    }
    if any(selection.matches for selection in sections.values()):
        for number, (heading, selection) in enumerate(sections.items()):
            yield from [Text()] * bool(number)
            yield Text(heading, "heading")
            if selection.matches:
                yield from listing(selection, ledger, console)
            else:
                yield Text("None", "quiet")
