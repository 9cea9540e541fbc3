"""`chrono count`: how many, by one or two dimensions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from chrono.cli.options import Words, command
from chrono.cli.output import Output
from chrono.cli.session import Session
from chrono.core.counting import DIMENSIONS, Count, Tally, tally
from chrono.core.model import Ledger
from chrono.core.names import any_of, did_you_mean
from chrono.core.query import Asked, Query, Selection, resolve, select, shortened
from chrono.errors import AskedWrongly
from chrono.files.formats import Rows, number_cell, plain_cells

if TYPE_CHECKING:
    from rich.console import RenderableType

app = typer.Typer(rich_markup_mode=None, add_completion=False)


@command(app, "How many contacts: by type, or by what --by names; ranges where a date is open.")
def count(
    session: Session,
    asked: Asked,
    output: Output,
    by: Annotated[
        Words,
        typer.Option("--by", metavar="WHAT", help=f"{any_of([*DIMENSIONS])}; again: a table."),
    ] = None,
    total: Annotated[bool, typer.Option("--total", help="The number alone.")] = False,
    why: Annotated[
        bool, typer.Option("--why", help="The ids and sources behind each number.")
    ] = False,
    all: Annotated[bool, typer.Option("--all", help="All events, not contacts alone.")] = False,
) -> None:
    """Count what `list --contacts` lists."""
    dimensions = _dimensions(by)
    contacts = not (all or asked.type) or asked.contacts
    ledger = session.ledger
    selection = select(ledger, resolve(asked, ledger, exact=True, contacts=contacts))
    session.say_about(selection)
    counted = tally(selection, dimensions, ledger.types)
    if total:
        _write_total(output, counted.total)
        return
    _say_undecided(session, counted)
    output.rows(
        session,
        _rows(counted, selection.query, why),
        lambda: _view(counted, ledger, selection, why),
    )


def _dimensions(by: Sequence[str] | None) -> Sequence[str]:
    wanted = by or ["type"]
    for name in wanted:
        if name not in DIMENSIONS:
            hint = did_you_mean(name, DIMENSIONS) or f": it is {any_of([*DIMENSIONS])}"
            raise AskedWrongly(f'nothing is counted by "{name}"{hint}')
    if len(wanted) > 2 or len(set(wanted)) < len(wanted):
        raise AskedWrongly("--by takes one dimension, or two different ones")
    return wanted


def _write_total(output: Output, total: Count) -> None:
    name = output.chosen()
    if name in ("json", "jsonl"):
        output.one(total.to_dict(), name)
    else:
        output.text(total.text("–" if name == "table" else "..") + "\n")


def _say_undecided(session: Session, counted: Tally) -> None:
    if undecided := counted.total.undecided:
        session.say(f"undecided, since its day is not known: {', '.join(undecided)}")


def _rows(counted: Tally, query: Query, why: bool) -> Rows:
    keys = ("key",) if len(counted.by) == 1 else ("key", "key2")
    columns = (*keys, "count", *(("id", "date", "sources") if why else ()))
    return Rows(columns, _records(counted, query, why), _cells)


def _records(counted: Tally, query: Query, why: bool) -> Iterator[dict[str, Any]]:
    for key in shortened(list(counted.rows), query):
        found = counted.rows[key]
        row: dict[str, Any] = dict(zip(("key", "key2"), key, strict=False))
        row["count"] = found.to_dict()
        if not why:
            yield row
            continue
        for hit in found.hits:
            sources = [source.name for source in hit.event.sources]
            yield {**row, "id": hit.event.id, "date": hit.event.when.text, "sources": sources}


def _cells(row: dict[str, Any], columns: Sequence[str]) -> list[str]:
    return plain_cells({**row, "count": number_cell(row["count"])}, columns)


def _view(counted: Tally, ledger: Ledger, selection: Selection, why: bool) -> RenderableType:
    from chrono.view.tally import Numbers

    query = selection.query
    noun = "contacts" if query.contacts else "events"
    where = "" if query.period.text == "all" else f", {query.period.text}"
    words = f"{any_of(query.statuses)} {noun} by {any_of(counted.by, 'and')}{where}"
    return Numbers(counted, ledger, query, words[:1].upper() + words[1:], why)
