"""Show an agenda: planned, ongoing and overdue events, and events of earlier years."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import Console, RenderableType
from rich.text import Text

from chrono.core import english
from chrono.core.agenda import Agenda
from chrono.core.model import Ledger
from chrono.view.listing import EventLines, doubts

_MOST = 100  # the greatest width of a heading [columns]


def agenda(
    found: Agenda, ledger: Ledger, console: Console, ids: bool = False
) -> Iterator[RenderableType]:
    """Yield the events of an agenda under the headings of sections, as Rich renderables.

    `ids`: True to show all event ids, False to show event ids only if there is room.
    """
    query = found.planned.query
    sections = {name: section for name, section in found.sections.items() if section.shown}
    matches = [match for section in sections.values() for match in section.shown]
    if not matches:
        return
    lines = EventLines(matches, ledger, console, ids)
    for number, (name, section) in enumerate(sections.items()):
        yield from [Text()] * bool(number)
        left = Text(f"{found.heading(name)} ", "heading")
        right = Text(f" {english.plural(len(section.matches), 'event')}", "quiet")
        rule = Text("─" * (min(console.width, _MOST) - left.cell_len - right.cell_len), "axis")
        yield Text.assemble(left, rule, right)
        yield from lines.by_year(section.shown)
    yield from lines.legend()
    yield from doubts(matches, query, ledger)
