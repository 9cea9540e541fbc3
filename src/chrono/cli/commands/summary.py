"""`chrono summary`: summarise a period."""

from __future__ import annotations

from typing import Any

from chrono.cli import views
from chrono.cli.command import command
from chrono.cli.commands.claims import record
from chrono.cli.commands.gaps import COLUMNS
from chrono.cli.options import CONTACTS_HELP, AllEvents, counts_contacts
from chrono.cli.output import PicturePageOutput
from chrono.cli.session import Session
from chrono.core.claims import claims_about
from chrono.core.counting import Tally
from chrono.core.overview import Overview, overview
from chrono.core.query import Question, resolve
from chrono.core.sentences import no_effect
from chrono.errors import refuse
from chrono.files.exchange.record import record as event_record
from chrono.files.exchange.rows import Table, key_columns


@command(option_help={**CONTACTS_HELP, "limit": None, "reverse": None})
def summary(
    session: Session, question: Question, output: PicturePageOutput, all: AllEvents = False
) -> None:
    """Summarise a period.

    The summary begins with contacts between the main actors (principals) of the ledger. It also
    counts all contacts by type and by month, and shows claims and the longest gap. With
    --actor, the summary contains only events with the actors that you name.

    chrono summary 2025
        Summarise a year.
    chrono summary 2025-Q4 --actor Rubio
        Summarise one person's contacts in a quarter.
    """
    for used, option in ((question.limit is not None, "--limit"), (question.reverse, "--reverse")):
        refuse((used, no_effect(option, "on a summary")))
    by_default = counts_contacts(question, all)
    ledger = session.read(question)
    if ledger.vocabulary is not None and claims_about(ledger, resolve(question, ledger)):
        session.read()  # claims need the whole ledger, since each has its own period
    selection = session.select(question, "counted", contacts_note=by_default)
    contacts = by_default or question.contacts
    figures = overview(selection, contacts=contacts, today=session.today)
    if output.objects():
        output.one(to_dict(figures))
        return
    if output.can("digest"):
        output.texts("digest", figures)
        return
    parts = {"principals": figures.shared, "contacts": figures.counted, "month": figures.by_month}
    numbers = ((part, *number) for part, tally in parts.items() for number in _by(tally).items())
    rows = ({"part": part, "key": key, "count": count} for part, key, count in numbers)
    table = Table(key_columns("part", "key", "count"), rows)
    output.rows(table, lambda _: [views.summary.Summary(figures)])


def to_dict(figures: Overview) -> dict[str, Any]:
    """Return the values of an overview as a dict for JSON. Counts are Count objects."""
    longest, keys = figures.longest, ("id", "date", "type", "title")
    return {
        "period": figures.query.period.text,
        "ledger": figures.ledger.name,
        "events": figures.events,
        "contacts": {"total": figures.counted.total, "by_type": _by(figures.counted)},
        "principals": {
            "actors": [actor.id for actor in figures.principals],
            "total": figures.shared.total,
            "by_type": _by(figures.shared),
            "events": [match.event.id for match in figures.shared.total.matches],
        },
        "by_month": _by(figures.by_month),
        "first": figures.first and event_record(figures.first, keys),
        "last": figures.last and event_record(figures.last, keys),
        "longest_gap": longest and {column.key: column.value(longest) for column in COLUMNS},
        "claims": [record(judged) for judged in figures.claims],
    }


def _by(tally: Tally) -> dict[str, Any]:
    return {key[0]: count for key, count in tally.numbers.items()}
