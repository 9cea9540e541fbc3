"""The registries, actors and types, as tables with their counts."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from chrono.core.counting import Count
from chrono.core.model import Actor, EventType
from chrono.core.query import Query
from chrono.view import theme
from chrono.view.tally import caption, number


def actors_table(rows: Sequence[tuple[Actor, Count, Count]], query: Query) -> RenderableType:
    """Name, aliases, country and id; events and contacts."""
    table = _table()
    for column in ("name", "country", "id"):
        table.add_column(column, overflow="fold")
    for column in ("events", "contacts"):
        table.add_column(column, justify="right")
    for actor, events, contacts in rows:
        name = theme.text(actor.name)
        if others := ", ".join(actor.aliases):
            name.append(theme.text(f"  {others}", "quiet"))
        id = theme.text(actor.id, "quiet") if actor.declared else Text("not declared", "unsure")
        country = theme.text(actor.country or "")
        table.add_row(name, country, id, number(events), number(contacts))
    return Group(caption(query, " by actor"), table)


def types_table(rows: Sequence[tuple[EventType, Count]], query: Query) -> RenderableType:
    """Symbol, id, label, whether of contacts; events."""
    table = _table()
    for column in ("type", "label", "contact"):
        table.add_column(column, overflow="fold")
    table.add_column("events", justify="right")
    for kind, events in rows:
        named = Text.assemble(theme.symbol(kind), " ", theme.text(kind.id, theme.mark(kind).style))
        contact = Text("yes" if kind.contact else "no", "" if kind.contact else "quiet")
        table.add_row(named, theme.text(kind.label), contact, number(events))
    return Group(caption(query, " by type"), table)


def _table() -> Table:
    return Table(box=None, pad_edge=False, header_style="quiet", padding=(0, 2, 0, 0))
