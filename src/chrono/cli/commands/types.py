"""`chrono types`: list the types of event, with counts."""

from __future__ import annotations

from collections.abc import Sequence
from operator import itemgetter

from chrono.cli import views
from chrono.cli.command import command
from chrono.cli.options import ROWS_HELP
from chrono.cli.output import Output
from chrono.cli.session import Session
from chrono.core.counting import Count, tally
from chrono.core.model import EventType
from chrono.core.query import Question
from chrono.files.exchange.record import columns_of_keys
from chrono.files.exchange.rows import Column, Table, pick
from chrono.files.format.keys import TYPE

_COLUMNS: Sequence[Column[tuple[EventType, Count]]] = (
    Column("id", lambda row: row[0].id),
    *columns_of_keys(TYPE, itemgetter(0), "label", "plural", "contact"),
    Column("events", lambda row: row[1]),
    *columns_of_keys(TYPE, itemgetter(0), "extra"),
)
_BRIEF = pick(_COLUMNS, ("id", "label", "contact", "events"))


@command(option_help=ROWS_HELP)
def types(session: Session, question: Question, output: Output) -> None:
    """List the types of event, and count the events of each type.

    chrono types
        List all types.
    chrono types 2025-Q4 -o markdown
        Count the events of a quarter by type, as a Markdown table.
    """
    selection = session.select(question, "counted")
    session.note_undecided(selection)
    numbers = tally(selection, ["type"]).rows
    rows = [(type, numbers.get((id,), Count([]))) for id, type in selection.ledger.types.items()]
    query = selection.query
    shown = session.shown(rows, query, "type")
    table = Table(_COLUMNS, shown, _BRIEF)
    output.rows(table, lambda console: views.tally.types_table(shown, query, console))
