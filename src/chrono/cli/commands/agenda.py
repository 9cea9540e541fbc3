"""`chrono agenda`: list what is planned, what is overdue, and what happened in earlier years."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import NamedTuple

from chrono.cli import views
from chrono.cli.command import command
from chrono.cli.output import Output
from chrono.cli.session import Session
from chrono.core.agenda import Agenda, agenda, anniversary
from chrono.core.model import Event
from chrono.core.notes import other_statuses
from chrono.core.origins import without_origins
from chrono.core.periods import Period
from chrono.core.query import HELD_AND_PLANNED, Question, resolve
from chrono.core.sentences import no_effect, not_shown, unsupported
from chrono.errors import refuse
from chrono.files.exchange.record import COLUMNS, KEYS, event_table
from chrono.files.exchange.rows import Column, Table

_DAYS = 30  # the number of days after today in the default period


class _Row(NamedTuple):
    """An event, with the name of its section, and its anniversary in the section "earlier"."""

    section: str
    event: Event
    anniversary: dt.date | None = None


@command(option_help={"overlap": None, "limit": "Show at most N events in each section."})
def show_agenda(session: Session, question: Question, output: Output) -> None:
    """List what is planned, overdue, or was on these days before.

    Without PERIOD, the agenda is for today and the next 30 days. The first part has planned events
    that are not over. The second has all planned events that are over, from any period. The third
    has held events of earlier years that began on a day and month of the period. Events whose first
    day is not known are not in the third part.

    chrono agenda
        Show the agenda for today and the next 30 days.
    chrono agenda -q "next 7 days" --contacts
        Print next week's contacts for a mail; print nothing if there are none.
    chrono agenda today -o json
        Print what is planned today and what happened on this day.
    """
    refuse((question.overlap, no_effect("--overlap", "on the agenda, which includes such events")))
    if question.period is None and not (question.since or question.until):
        last = min(session.today.toordinal() + _DAYS, dt.date.max.toordinal())
        period = Period.between(session.today, dt.date.fromordinal(last))
        question = question._replace(period=period)
    question = question._replace(status=question.status or HELD_AND_PLANNED)
    ledger = session.read(question._replace(period=None, since=None, until=None))
    query = resolve(question, ledger)
    ledger = without_origins(ledger, query.without)
    found = agenda(ledger, query, session.today)
    rows = [_Row("planned", match.event) for match in found.planned.shown]
    rows += [_Row("overdue", match.event) for match in found.overdue.shown]
    for match in found.earlier.shown:
        rows.append(_Row("earlier", match.event, anniversary(match.event, query.period)))
    session.note(*query.notes)
    if not rows:
        session.note(f"no planned, overdue or earlier events for {query.period.text}")
    _note_what_is_left_out(session, found)
    if bare := [row.event.id for row in rows if row.event.id in ledger.unsupported]:
        session.note(unsupported(query.without, bare))
    ids = session.verbose
    output.rows(_table(rows), lambda console: views.agenda.agenda(found, ledger, console, ids))


def _note_what_is_left_out(session: Session, found: Agenda) -> None:
    selections = (found.planned, found.overdue, found.earlier)
    hidden = sum(len(each.matches) - len(each.shown) for each in selections)
    if hidden:
        session.note(not_shown(hidden, "event", remedy="raise --limit"))
    if found.others and found.planned.query.statuses == HELD_AND_PLANNED:
        session.note(other_statuses(found.others, [1]))


def _table(rows: Sequence[_Row]) -> Table[_Row]:
    """A table with the columns of `chrono list` after that of the section."""

    def moved(columns: Sequence[Column[Event]]) -> list[Column[_Row]]:
        return [
            Column(
                one.key,
                lambda row, one=one: one.value(row.event),  # type: ignore[misc]
                lambda row, one=one: (one.cell or one.value)(row.event),  # type: ignore[misc]
                one.exact,
            )
            for one in columns
        ]

    events = event_table([], KEYS, (*COLUMNS, "status"))
    section = Column[_Row]("section", lambda row: row.section)
    day = Column[_Row](
        "anniversary", lambda row: row.anniversary.isoformat() if row.anniversary else None
    )
    brief = moved(events.brief or ())
    return Table([section, day, *moved(events.columns)], rows, [section, *brief])
