"""`chrono summary`: a period at a glance."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import typer

from chrono.cli.commands.claims import record
from chrono.cli.conflicts import contacts_unasked, refuse
from chrono.cli.options import AllEvents, command
from chrono.cli.picture_output import PictureOutput
from chrono.cli.session import Session
from chrono.core.claims import claims_about
from chrono.core.counting import Tally
from chrono.core.gaps import Gap
from chrono.core.model import Event
from chrono.core.overview import Overview, overview
from chrono.core.query import Question, resolve, select
from chrono.files.exchange.rows import Rows, plain_cells

if TYPE_CHECKING:
    from rich.console import RenderableType

app = typer.Typer(rich_markup_mode=None, add_completion=False)


@command(
    app,
    "A period at a glance: the principals' contacts, all contacts, silences, claims.",
    examples=(
        ("chrono summary 2025", "The year, and the contacts of those whom the ledger is about."),
        ("chrono summary 2025-Q4 --actor Rubio", "A quarter, with one other person at its head."),
    ),
)
def summary(
    session: Session, question: Question, output: PictureOutput, all: AllEvents = False
) -> None:
    """Say what is left out, and show the overview."""
    refuse(
        (question.limit is not None, "--limit has no effect on a summary"),
        (question.reverse, "--reverse has no effect on a summary"),
    )
    contacts_by_default = contacts_unasked(question, all)
    ledger = session.read(question)
    query = resolve(question, ledger, unique_names=True)
    if claims_about(ledger, query):
        ledger = session.read_whole()  # a claim is held against whatever its own window has
    selection = select(ledger, query)
    session.say_about(selection, contacts_by_default=contacts_by_default)
    found = overview(
        ledger, selection, contacts=contacts_by_default or question.contacts, today=session.today
    )
    name = output.chosen(page=True)
    if name in ("json", "jsonl"):
        output.one(session, to_dict(found), name)
    else:
        output.page(session, lambda: _rows(found), lambda: _view(found))


def to_dict(found: Overview) -> dict[str, Any]:
    """The overview as one object of plain data."""
    return {
        "period": found.query.period.text,
        "ledger": found.ledger.name,
        "events": found.events.to_dict(),
        "contacts": _numbers(found.counted),
        "principals": {
            "actors": [actor.id for actor in found.principals],
            **_numbers(found.shared),
            "events": [hit.event.id for hit in found.shared.total.matches],
        },
        "by_month": _by(found.by_month),
        "first": _event(found.first),
        "last": _event(found.last),
        "longest_gap": _gap(found.longest, found.longest_min),
        "claims": [record(one) for one in found.claims],
    }


def _numbers(tally: Tally) -> dict[str, Any]:
    return {"total": tally.total.to_dict(), "by_type": _by(tally)}


def _by(tally: Tally) -> dict[str, Any]:
    return {key[0]: count.to_dict() for key, count in tally.numbers.items()}


def _event(event: Event | None) -> Mapping[str, Any] | None:
    if event is None:
        return None
    return {"id": event.id, "date": event.when.text, "type": event.type.id, "title": event.title}


def _gap(silence: Gap | None, least: int) -> Mapping[str, Any] | None:
    if silence is None:
        return None
    days = {"min": least, "max": silence.max, "undecided": list(silence.undecided)}
    after, before = silence.after, silence.before
    return {
        "days": days,
        "from": silence.start.isoformat(),
        "to": silence.end.isoformat(),
        "after": after.id,
        "before": before.id,
    }


def _rows(found: Overview) -> Rows:
    """The numbers one a row, for formats that hold rows alone."""
    parts = {"principals": found.shared, "contacts": found.counted, "month": found.by_month}
    records = [
        {"part": part, "key": key[0], "count": count.text("..")}
        for part, tally in parts.items()
        for key, count in tally.numbers.items()
    ]
    return Rows(("part", "key", "count"), records, plain_cells)


def _view(found: Overview) -> RenderableType:
    from chrono.view.summary import Summary

    return Summary(found)
