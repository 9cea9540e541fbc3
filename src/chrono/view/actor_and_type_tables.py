"""The tables of all actors and of all types of a ledger, with the number of events of each."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Group
from rich.text import Text

from chrono.core.counting import Count
from chrono.core.model import Actor, EventType
from chrono.core.query import Query
from chrono.view import theme
from chrono.view.tables import RecordTable
from chrono.view.tally import caption


def actors_table(rows: Sequence[tuple[Actor, Count, Count]], query: Query) -> Group:
    """A table of actors, captioned with `query`; `rows`: (actor, count of events, of contacts)."""
    texts = []
    for actor, events, contacts in rows:
        aliases = ", ".join(actor.aliases)
        name = theme.text(actor.name).append(theme.text(f"  {aliases}" if aliases else "", "quiet"))
        id = theme.text(actor.id, "quiet") if actor.declared else Text("not declared", "unsure")
        country = theme.text(actor.country or "")
        texts.append((name, country, id, theme.count(events), theme.count(contacts)))
    headings = ("name", "country", "id", "events", "contacts")
    table = RecordTable(headings, texts, ("events", "contacts"), named=True)
    return Group(caption(query, " by actor"), table)


def types_table(rows: Sequence[tuple[EventType, Count]], query: Query) -> Group:
    """A table of types, captioned with `query`; `rows`: (type, count of events) for each type."""
    texts = [
        (
            theme.label(kind, kind.id, theme.mark(kind).style),
            theme.text(kind.label),
            Text("yes" if kind.contact else "no", "" if kind.contact else "quiet"),
            theme.count(events),
        )
        for kind, events in rows
    ]
    table = RecordTable(("type", "label", "contact", "events"), texts, ("events",), named=True)
    return Group(caption(query, " by type"), table)
