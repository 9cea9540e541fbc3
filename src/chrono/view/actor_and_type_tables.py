"""The registries, actors and types, as tables with their counts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from rich.console import Console, ConsoleOptions, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from chrono.core.counting import Count
from chrono.core.model import Actor, EventType
from chrono.core.query import Query
from chrono.view import theme
from chrono.view.tally import caption, number

_WIDE = 64
"""From this many columns on there is one for each thing that is told."""


class Registry:
    """Things and what is told of each, by headings; the first is what it is called."""

    def __init__(
        self, title: Text, rows: Sequence[Mapping[str, Text]], numbers: Sequence[str]
    ) -> None:
        self.title = title
        self.rows = rows
        self.numbers = numbers

    def __rich_console__(
        self, console: Console, options: ConsoleOptions
    ) -> Iterator[RenderableType]:
        yield self.title
        if options.max_width < _WIDE:
            yield from self._listed()
        elif self.rows:
            yield self._table()

    def _table(self) -> Table:
        table = Table(box=None, pad_edge=False, header_style="quiet", padding=(0, 2, 0, 0))
        for heading in self.rows[0]:
            if heading in self.numbers:
                table.add_column(heading, justify="right")
            else:
                table.add_column(heading, overflow="fold")
        for row in self.rows:
            table.add_row(*row.values())
        return table

    def _listed(self) -> Iterator[RenderableType]:
        for row in self.rows:
            called, *others = row.items()
            yield called[1]
            told = [Text(f"{heading} ", "quiet").append(text) for heading, text in others if text]
            yield Padding(Text(" · ", "quiet").join(told), (0, 0, 0, 2))


def actors_table(rows: Sequence[tuple[Actor, Count, Count]], query: Query) -> Registry:
    """Name, aliases, country and id; events and contacts."""
    told = []
    for actor, events, contacts in rows:
        name = theme.text(actor.name)
        if others := ", ".join(actor.aliases):
            name.append(theme.text(f"  {others}", "quiet"))
        told.append(
            {
                "name": name,
                "country": theme.text(actor.country or ""),
                "id": theme.text(actor.id, "quiet")
                if actor.declared
                else Text("not declared", "unsure"),
                "events": number(events),
                "contacts": number(contacts),
            }
        )
    return Registry(caption(query, " by actor"), told, ("events", "contacts"))


def types_table(rows: Sequence[tuple[EventType, Count]], query: Query) -> Registry:
    """Symbol, id, label, whether of contacts; events."""
    told = [
        {
            "type": Text.assemble(
                theme.symbol(kind), " ", theme.text(kind.id, theme.mark(kind).style)
            ),
            "label": theme.text(kind.label),
            "contact": Text("yes" if kind.contact else "no", "" if kind.contact else "quiet"),
            "events": number(events),
        }
        for kind, events in rows
    ]
    return Registry(caption(query, " by type"), told, ("events",))
