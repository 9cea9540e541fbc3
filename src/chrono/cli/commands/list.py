"""`chrono list`: the events, oldest first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from chrono.cli.options import Word, command
from chrono.cli.output import Output
from chrono.cli.session import Session
from chrono.core.names import choose
from chrono.core.query import Question, Selection, resolve, select
from chrono.errors import UsageError
from chrono.files.exchange.record import (
    COLUMNS,
    KEYS,
    LONG_COLUMNS,
    LONG_KEYS,
    rows,
)

if TYPE_CHECKING:
    from rich.console import RenderableType

app = typer.Typer(rich_markup_mode=None, add_completion=False)


@command(
    app,
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
    """Select, say what is left out, and write the rows."""
    wanted = _fields(fields, long)
    ledger = session.read(question)
    selection = select(ledger, resolve(question, ledger))
    session.say_about(selection)
    shown = [hit.event for hit in session.shown(selection.matches, selection.query, "event")]
    columns = output.columns(LONG_KEYS, LONG_COLUMNS) if long else output.columns(KEYS, COLUMNS)
    output.rows(
        session,
        rows(shown, wanted or columns, long),
        lambda: _view(selection, wanted, long),
    )


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


def _view(selection: Selection, fields: tuple[str, ...] | None, long: bool) -> RenderableType:
    from chrono.view import listing

    if fields is None and not long:
        return listing.Listing(selection)
    found = rows(selection.shown_events, fields or LONG_COLUMNS, long)
    return listing.Columns(found.columns, found.lines())
