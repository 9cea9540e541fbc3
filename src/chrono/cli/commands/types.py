"""`chrono types`: the kinds of event, with counts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import typer

from chrono.cli.options import command
from chrono.cli.output import Output
from chrono.cli.session import Session
from chrono.core.counting import Count, tally
from chrono.core.model import EventType
from chrono.core.query import Query, Question, resolve, select
from chrono.files.exchange.rows import Rows, number_cell, plain_cells
from chrono.files.format.content import plain_data

if TYPE_CHECKING:
    from rich.console import RenderableType

app = typer.Typer(rich_markup_mode=None, add_completion=False)

COLUMNS = ("id", "label", "contact", "events")
KEYS = ("id", "label", "plural", "contact", "events", "extra")


@command(
    app,
    "The types of events, with their numbers; built-in ones first.",
    examples=(
        ("chrono types", "All types that the ledger knows."),
        ("chrono types 2025-Q4 -o markdown", "The events of a quarter by type, for a text."),
    ),
)
def types(session: Session, question: Question, output: Output) -> None:
    """Count the events of each type among those that are asked for."""
    ledger = session.read(question)
    selection = select(ledger, resolve(question, ledger, unique_names=True))
    session.say_about(selection)
    session.say_undecided(Count(list(selection.matches)))
    numbers = tally(selection, ["type"], ledger.types).rows
    found = [(kind, numbers.get((id,), Count([]))) for id, kind in ledger.types.items()]
    shown = session.shown(found, selection.query, "type")
    columns = output.columns(KEYS, COLUMNS)
    rows = Rows(columns, (_record(*row) for row in shown), _cells)
    output.rows(session, rows, lambda: _view(list(shown), selection.query))


def _record(kind: EventType, events: Count) -> dict[str, Any]:
    return {
        "id": kind.id,
        "label": kind.label,
        "plural": kind.plural,
        "contact": kind.contact,
        "events": events.to_dict(),
        "extra": plain_data(kind.extra),
    }


def _cells(row: dict[str, Any], columns: Sequence[str]) -> list[str]:
    return plain_cells({**row, "events": number_cell(row["events"])}, columns)


def _view(found: list[tuple[EventType, Count]], query: Query) -> RenderableType:
    from chrono.view.actor_and_type_tables import types_table

    return types_table(found, query)
