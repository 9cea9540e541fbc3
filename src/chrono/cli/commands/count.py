"""`chrono count`: how many, by one or two dimensions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from chrono.cli.conflicts import contacts_unasked, refuse
from chrono.cli.options import AllEvents, Words, command
from chrono.cli.picture_output import PictureOutput
from chrono.cli.session import Session
from chrono.core.counting import DIMENSIONS, Count, Key, Tally, dimensions, tally
from chrono.core.english import join_or
from chrono.core.model import Ledger
from chrono.core.query import Query, Question, Selection, resolve, select
from chrono.files.exchange.rows import Rows, number_cell, plain_cells

if TYPE_CHECKING:
    from rich.console import RenderableType

app = typer.Typer(rich_markup_mode=None, add_completion=False)


@command(
    app,
    "How many contacts: by type, or by what --by names; ranges where a date is open.",
    examples=(
        (
            "chrono count 2025 --actor Xi --actor Trump",
            "Contacts of two people with each other, by type.",
        ),
        ("chrono count 2025 --by month --by type -o table", "A table of months and types."),
        (
            "chrono count 2025 --actor Xi --type meeting --why",
            "A number, and the ids and sources behind it.",
        ),
    ),
)
def count(
    session: Session,
    question: Question,
    output: PictureOutput,
    by: Annotated[
        Words,
        typer.Option("--by", metavar="WHAT", help=f"{join_or([*DIMENSIONS])}; again: a table."),
    ] = None,
    total: Annotated[bool, typer.Option("--total", help="The number alone.")] = False,
    why: Annotated[
        bool, typer.Option("--why", help="The ids and sources behind each number.")
    ] = False,
    all: AllEvents = False,
) -> None:
    """Count what `list --contacts` lists."""
    wanted = dimensions(by or ["type"])
    contacts_by_default = contacts_unasked(question, all)
    if total:
        refuse(
            (by, "--total is one number, and --by asks for several"),
            (why, "--total is the number alone, and --why what is behind it"),
            (question.limit is not None, "--total is one number: --limit has nothing to leave out"),
            (question.reverse, "--total is one number: --reverse has nothing to turn round"),
            (output.header, "--total is the number alone, and --header asks for a header"),
            (output.excel, "--total is the number alone, and --excel asks for csv"),
        )
    ledger = session.read(question)
    selection = select(
        ledger, resolve(question, ledger, unique_names=True, contacts=contacts_by_default)
    )
    session.say_about(selection, contacts_by_default=contacts_by_default)
    counted = tally(selection, wanted, ledger.types)
    name = output.chosen()
    if total or name != "table":  # the table says it itself
        session.say_undecided(counted.total)
    if total:
        _write_total(session, output, counted.total, name)
        return
    _say_what_is_not_shown(session, counted, selection.query)
    shown = session.shown(list(counted.labelled.items()), selection.query, "row")
    output.rows(
        session,
        _rows(counted, shown, why, nested=name in ("json", "jsonl")),
        lambda: _view(counted, ledger, selection, why),
    )


def _write_total(session: Session, output: PictureOutput, total: Count, name: str) -> None:
    if name in ("json", "jsonl"):
        output.one(session, total.to_dict(), name)
    else:
        output.text(session, total.text("–" if name == "table" else "..") + "\n")


def _say_what_is_not_shown(session: Session, counted: Tally, query: Query) -> None:
    """Why the rows may not add up to the total."""
    total = counted.total.text("–")
    if missing := counted.missing:
        verb = "has" if len(missing) == 1 else "have"
        session.say(f"{len(missing)} of {total} {verb} no {join_or(counted.by)}")
    if counted.overlapping:
        noun = "a contact" if query.contacts else "an event"
        session.say(f"{noun} may stand in several rows: there are {total} in all")


def _rows(counted: Tally, numbers: Sequence[tuple[Key, Count]], why: bool, nested: bool) -> Rows:
    """A row per number; with `why` the events behind it, inside it or in rows of their own."""
    keys = ("key",) if len(counted.by) == 1 else ("key", "key2")
    columns = (*keys, "count")
    records = [
        {**dict(zip(keys, key, strict=True)), "count": count.to_dict()} for key, count in numbers
    ]
    if not why:
        return Rows(columns, records, _cells)
    reasons = [_reasons(count) for _, count in numbers]
    if nested:
        whole = [{**row, "events": rows} for row, rows in zip(records, reasons, strict=True)]
        return Rows((*columns, "events"), whole, _cells)
    flat = ({**row, **one} for row, rows in zip(records, reasons, strict=True) for one in rows)
    return Rows((*columns, "id", "date", "sources"), flat, _cells)


def _reasons(count: Count) -> list[dict[str, Any]]:
    return [
        {
            "id": hit.event.id,
            "date": hit.event.when.text,
            "sources": [source.name for source in hit.event.sources],
        }
        for hit in count.matches
    ]


def _cells(row: dict[str, Any], columns: Sequence[str]) -> list[str]:
    return plain_cells({**row, "count": number_cell(row["count"])}, columns)


def _view(counted: Tally, ledger: Ledger, selection: Selection, why: bool) -> RenderableType:
    from chrono.view.tally import Numbers

    return Numbers(counted, ledger, selection.query, why)
