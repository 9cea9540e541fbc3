"""`chrono list`: list events, oldest first."""

from __future__ import annotations

from typing import Annotated, Any

from chrono.cli import views
from chrono.cli.command import command
from chrono.cli.options import Word, spec
from chrono.cli.output import Output
from chrono.cli.session import Session
from chrono.core.names import choose
from chrono.core.query import Question
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


@command()
def list_events(
    session: Session,
    question: Question,
    output: Output,
    fields: Annotated[
        Word, spec("--fields", "A,B,C", "These columns, by the keys of the JSON.")
    ] = None,
    long: Annotated[
        bool, spec("--long", None, "A row per event and actor, with country and office.")
    ] = False,
) -> None:
    """The events, oldest first.

    chrono list 2025 --actor Xi --contacts
        One person's contacts in a year.
    chrono list 2025-10.. --type call --type video --reverse -n 5
        The last five calls and video conferences since October.
    chrono list --tag trade --long -o csv --output trade.csv
        A sheet with a row per event and actor, with country and office.
    """
    chosen = _fields(fields, long)
    selection = session.select(question)
    events = [match.event for match in session.shown(selection.matches, selection.query, "event")]
    table: Table[Any]
    if long:
        table = long_table(events, chosen or LONG_KEYS, chosen or LONG_COLUMNS)
    else:
        table = event_table(events, chosen or KEYS, chosen or COLUMNS)
    if long or chosen:
        output.rows(table, lambda: views.tables.text_table(table.header, table.lines()))
    else:
        output.rows(table, lambda: views.listing.Listing(selection))


def _fields(text: str | None, long: bool) -> tuple[str, ...] | None:
    """The keys that --fields names. Raises UsageError."""
    if text is None:
        return None
    known = LONG_KEYS if long else KEYS
    chosen = tuple(word.strip() for word in text.split(","))
    for key in chosen:
        if key in LONG_KEYS and key not in known:
            raise UsageError(f'there is no field "{key}" without --long')
        choose(key, known, "field")
    return chosen
