"""Show the last contact and the next planned contact of actors, and the number of days to each."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import RenderableType
from rich.text import Text

from chrono.core import english
from chrono.core.model import Event, Ledger
from chrono.core.nearest import Nearest
from chrono.core.periods import EVERYTHING
from chrono.core.query import Query
from chrono.view import theme
from chrono.view.tables import grid, indented


def last(
    found: Nearest | None,
    planned: Nearest | None,
    query: Query,
    ledger: Ledger,
    other_plans: str = "",
) -> Iterator[RenderableType]:
    """Yield the last contact and the next planned contact, as Rich renderables.

    `other_plans`: words on planned events that are not contacts, to show if no contact is planned.
    """
    names = english.together([group[0].name for group in query.actors])
    filters = [str(one) for one in query.descriptions if one.name != "actor"]
    more = f"  {english.joined(filters, ', ')}" if filters else ""
    yield theme.text(names or ledger.name, "heading").append(theme.text(more, "quiet"))
    noun = query.noun
    by_type = any(one.name == "type" for one in query.descriptions)
    labels = {event.type.label for event in found.events} if found and by_type else set()
    kind = labels.pop() if len(labels) == 1 else noun
    for label, side, near, words in (
        (f"Last {kind}", found, "yesterday", "{} ago"),
        ("Next planned", planned, "tomorrow", "in {}"),
    ):
        if side is None and label == "Next planned" and "planned" in query.statuses:
            where = "in this ledger" if query.period == EVERYTHING else "in this period"
            yield Text()
            words = f"no contact; {other_plans}" if other_plans else f"none {where}"
            yield Text.assemble(label, "  ", (words, "quiet"))
        if side:
            yield Text()
            several = "" if len(side.events) == 1 else f", {len(side.events)} {noun}s"
            if side.undecided and several:
                several = f", one of {len(side.events)} {noun}s"
            style = "number" if side.min == side.max else "unsure"
            yield Text.assemble(label, "  ", (_distance(side, near, words), style), several)
            table = grid("line", "text", gap=1)
            for event in side.events:
                table.add_row(theme.event_symbol(event), _event(event))
            yield indented(table, 2)


def _distance(found: Nearest, near: str, words: str) -> str:
    if found.max is None:
        return words.format(f"{english.plural(found.min, 'day')} or more")
    word = {0: "today", 1: near}.get(found.max) if found.min == found.max else None
    return word or words.format(english.days(found.min, found.max))


def _event(event: Event) -> Text:
    exact = event.when.start_known
    date = theme.text(english.full_date_and_time(event.when), "" if exact else "unsure")
    kind = theme.text(event.type.label, "quiet")
    facts = theme.text(f" · {english.joined([english.place(event), event.id])}", "quiet")
    return Text.assemble(date, "  ", theme.text(event.title), "\n", kind, facts)
