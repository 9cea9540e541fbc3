"""`chrono summary`: a period at a glance."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from chrono.cli.command import command
from chrono.cli.commands.claims import record
from chrono.cli.options import AllEvents, contacts_by_default
from chrono.cli.output import PictureOutput, Renderable
from chrono.cli.session import Session
from chrono.core.claims import claims_about
from chrono.core.counting import Tally
from chrono.core.gaps import Gap
from chrono.core.model import Event
from chrono.core.overview import Overview, overview
from chrono.core.query import Question
from chrono.errors import refuse
from chrono.files.exchange.rows import Table, key_columns


@command(
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
    by_default = contacts_by_default(question, all)
    # A claim is compared with all events in its own window.
    selection = session.select(
        question, unique_names=True, noted_contacts=by_default, whole_if=claims_about
    )
    contacts = by_default or question.contacts
    found = overview(session.part, selection, contacts=contacts, today=session.today)
    name = output.chosen(page=True)
    if output.objects(page=True):
        output.one(to_dict(found), name)
    else:
        output.page(_table(found), lambda: _view(found))


def to_dict(found: Overview) -> dict[str, Any]:
    """The overview as one object of plain data."""
    return {
        "period": found.query.period.text,
        "ledger": found.ledger.name,
        "events": found.events,
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
    return {"total": tally.total, "by_type": _by(tally)}


def _by(tally: Tally) -> dict[str, Any]:
    return {key[0]: count for key, count in tally.numbers.items()}


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


def _table(found: Overview) -> Table[Mapping[str, Any]]:
    """A row for each number, for formats of text."""
    parts = {"principals": found.shared, "contacts": found.counted, "month": found.by_month}
    rows = (
        {"part": part, "key": key[0], "count": count}
        for part, tally in parts.items()
        for key, count in tally.numbers.items()
    )
    return Table(key_columns("part", "key", "count"), rows)


def _view(found: Overview) -> Renderable:
    from chrono.view.summary import Summary

    return Summary(found)
