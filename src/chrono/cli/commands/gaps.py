"""`chrono gaps`: the longest silences between contacts, and the one that is running."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import typer

from chrono.cli.conflicts import contacts_unasked
from chrono.cli.options import AllEvents, command
from chrono.cli.output import Output
from chrono.cli.session import Session
from chrono.core.english import plural
from chrono.core.gaps import Gap, Gaps, OpenGap, gaps
from chrono.core.query import Query, Question, resolve, select
from chrono.files.exchange.rows import Rows, number_cell, plain_cells

if TYPE_CHECKING:
    from rich.console import RenderableType

app = typer.Typer(rich_markup_mode=None, add_completion=False)

COLUMNS = ("days", "from", "to", "after", "before")
KEYS = (*COLUMNS, "running", "median", "times_median")


@command(
    app,
    "The longest silences between contacts, and the one that is running.",
    examples=(
        (
            "chrono gaps 2025 --limit 3",
            "The three longest silences of a year, and the one that is running.",
        ),
        (
            "chrono gaps --actor Xi --actor Trump -o table",
            "How long two people did not deal with each other.",
        ),
    ),
)
def show_gaps(session: Session, question: Question, output: Output, all: AllEvents = False) -> None:
    """Measure what lies between the contacts that `count` counts."""
    ledger = session.read(question)
    contacts_by_default = contacts_unasked(question, all)
    query = resolve(question, ledger, unique_names=True, contacts=contacts_by_default)
    selection = select(ledger, query)
    session.say_about(selection, contacts_by_default=contacts_by_default)
    found = gaps(selection.matches, query.period, ledger.covers, session.today)
    if found.outside:
        number = plural(len(found.outside), "event")
        session.say(f"nothing is said about {number} outside {ledger.covers.text}")
    elif selection.matches and not found.found:
        session.say("a silence lies between two contacts, and there is none here")
    if found.running and not found.running.to_today:
        end = found.running.end.isoformat()
        session.say(f"the last silence is counted to {end}, where the ledger's period ends")
    columns = output.columns(KEYS, COLUMNS)
    shown = session.shown(found.found, query, "silence")
    rows = Rows(columns, _records(found, shown), _cells)
    output.rows(session, rows, lambda: _view(found, query))


def _records(found: Gaps, shown: Sequence[Gap]) -> Iterator[dict[str, Any]]:
    """The silences that are shown; the running one stands last."""
    for one in shown:
        yield record(one, found.median)
    if found.running:
        yield record(found.running, found.median)


def record(one: Gap | OpenGap, median: tuple[float, float] | None) -> dict[str, Any]:
    """A silence: its days, and the ids on either side; the second is None while it runs."""
    low, high = median or (None, None)
    times = {"min": one.min / high, "max": one.max / low} if low and high else None
    return {
        "days": {"min": one.min, "max": one.max, "undecided": list(one.undecided)},
        "from": one.start.isoformat(),
        "to": one.end.isoformat(),
        "after": one.after.id,
        "before": one.before.id if isinstance(one, Gap) else None,
        "running": isinstance(one, OpenGap),
        "median": {"min": low, "max": high} if median else None,
        "times_median": {key: round(value, 2) for key, value in times.items()} if times else None,
    }


def _cells(found: dict[str, Any], columns: Sequence[str]) -> list[str]:
    return plain_cells({**found, "days": number_cell(found["days"])}, columns)


def _view(found: Gaps, query: Query) -> RenderableType:
    from chrono.view.gaps import GapsTable

    return GapsTable(found, query)
