"""`chrono list`: the events, oldest first."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from chrono.cli.command import command
from chrono.cli.options import Word
from chrono.cli.output import Output, Renderable
from chrono.cli.session import Session
from chrono.core.names import choose
from chrono.core.query import Question, Selection
from chrono.errors import UsageError
from chrono.files.exchange.record import (
    COLUMNS,
    KEYS,
    LONG_COLUMNS,
    LONG_KEYS,
    event_table,
    long_table,
)
from chrono.files.exchange.rows import Table


@command(
    "The events, oldest first.",
    examples=(
        ("chrono list 2025 --actor Xi --contacts", "One person's contacts in a year."),
        (
            "chrono list 2025-10.. --type call --type video --reverse -n 5",
            "The last five calls and video conferences since October.",
        ),
        (
            "chrono list --tag trade --long -o csv --output trade.csv",
            "A sheet with a row per event and actor, with country and office.",
        ),
    ),
)
def list_events(
    session: Session,
    question: Question,
    output: Output,
    fields: Annotated[
        Word,
        typer.Option("--fields", metavar="A,B,C", help="These columns, by the keys of the JSON."),
    ] = None,
    long: Annotated[
        bool, typer.Option("--long", help="A row per event and actor, with country and office.")
    ] = False,
) -> None:
    """Select events and write a row for each."""
    wanted = _fields(fields, long)
    selection = session.select(question)
    events = [match.event for match in session.shown(selection.matches, selection.query, "event")]
    table: Table[Any]
    if long:
        table = long_table(events, wanted or LONG_KEYS, wanted or LONG_COLUMNS)
    else:
        table = event_table(events, wanted or KEYS, wanted or COLUMNS)
    output.rows(table, lambda: _view(selection, table if long or wanted else None))


def _fields(text: str | None, long: bool) -> tuple[str, ...] | None:
    if text is None:
        return None
    known = LONG_KEYS if long else KEYS
    wanted = tuple(word.strip() for word in text.split(","))
    for word in wanted:
        if word in LONG_KEYS and word not in known:
            raise UsageError(f'there is no field "{word}" without --long')
        choose(word, known, "field")
    return wanted


def _view(selection: Selection, table: Table[Any] | None) -> Renderable:
    """The columns that are asked for; without any a listing."""
    from chrono.view import listing

    return (
        listing.Listing(selection)
        if table is None
        else listing.Columns(table.header, table.lines())
    )
