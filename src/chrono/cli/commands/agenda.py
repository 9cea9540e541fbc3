"""`chrono agenda`: list planned, ongoing and overdue events, and anniversaries."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from operator import attrgetter
from typing import Annotated, NamedTuple

from chrono.cli import views
from chrono.cli.command import command
from chrono.cli.options import PERIOD_HELP, PLANNED_HELP, Words, repeatable, spec
from chrono.cli.output import Output
from chrono.cli.session import Session
from chrono.core.agenda import SECTIONS, Agenda, agenda, anniversary
from chrono.core.command_lines import command_line
from chrono.core.coverage import period_notes
from chrono.core.english import date, join_or, plural
from chrono.core.model import STATUSES, Event, Ledger
from chrono.core.names import choose
from chrono.core.note_kinds import Note, NoteKind
from chrono.core.notes import other_statuses, prose_notes
from chrono.core.origins import without_origins
from chrono.core.periods import EVERYTHING, Period
from chrono.core.query import HELD, HELD_AND_PLANNED, Query, Question, resolve, select
from chrono.core.sentences import hint, no_effect, not_shown, unsupported
from chrono.core.spans import high
from chrono.errors import refuse
from chrono.files.exchange.record import COLUMNS, KEYS, event_table
from chrono.files.exchange.rows import Column, Table, columns_of

_DAYS = 30  # the number of days after today in the default period


class _Row(NamedTuple):
    """A row of the agenda.

    `anniversary`: in the section "earlier", the day in the period that is an anniversary of the
    event.
    """

    section: str
    event: Event
    anniversary: dt.date | None = None


_SECTION = repeatable(f"List only this section: {join_or(SECTIONS)}.")
_HELP = {
    "overlap": None,
    "limit": "Show at most N events in each section.",
    "period": PERIOD_HELP.format(f"today and the next {_DAYS} days"),
    "status": PLANNED_HELP.format("held and planned"),
}


@command(option_help=_HELP)
def show_agenda(
    session: Session,
    question: Question,
    output: Output,
    section: Annotated[Words, spec("--section", "SECTION", _SECTION)] = None,
) -> None:
    """List planned and overdue events, and anniversaries.

    The section "planned" lists planned events that are not over. The section "ongoing" lists events
    that began before the period and were not over when the period began. The section "overdue"
    lists planned events whose dates have passed. The section "earlier" lists anniversaries: events
    that began on the same dates in earlier years.

    chrono agenda "next 7 days" -q -o table --section planned -f $HOME/events.toml
        Print planned events, so that cron can send them by email.
    chrono agenda
        Show the agenda for today and the next 30 days.
    chrono agenda "next 7 days" --contacts --section planned
        List only the contacts that are planned for the next seven days.
    """
    for name in section or ():
        choose(name, SECTIONS, "section")
    refuse((question.overlap, no_effect("--overlap", "on the agenda")))
    if question.period is None and not (question.since or question.until):
        last = min(session.today.toordinal() + _DAYS, dt.date.max.toordinal())
        period = Period.between(session.today, dt.date.fromordinal(last))
        question = question._replace(period=period)
    question = question._replace(status=question.status or HELD_AND_PLANNED)
    ledger = session.read(question._replace(period=None, since=None, until=None))
    query = resolve(question, ledger)
    ledger = without_origins(ledger, query.without)
    found = agenda(ledger, query, session.today, section or SECTIONS)
    rows = [
        _Row(name, event, anniversary(event, query.period) if name == "earlier" else None)
        for name, events in found.sections.items()
        for event in (match.event for match in events.shown)
    ]
    session.note(*_notes(ledger, query, session.today, found, section or SECTIONS, rows))
    if output.can("sections"):
        shown = {found.heading(name): each.shown for name, each in found.sections.items()}
        events = {name: [one.event for one in each] for name, each in shown.items() if each}
        output.texts("sections", ledger, events)
        session.note(*prose_notes((row.event for row in rows), False))
        return
    ids = session.verbose
    output.rows(_table(rows), lambda console: views.listing.agenda(found, ledger, console, ids))


def _notes(
    ledger: Ledger, query: Query, today: dt.date, found: Agenda, sections: Sequence[str],
    rows: Sequence[_Row],
) -> Iterator[Note]:  # fmt: skip
    period = query.period
    yield from query.notes
    if not rows:
        kinds = {"earlier": "events from earlier years"}
        what = [kinds.get(section, f"{section} events") for section in sections]
        what = ["events"] if sections == SECTIONS else what
        yield Note(f"no {join_or(what)} on the agenda for {period.text}")
    yesterday = dt.date.fromordinal(max(today.toordinal() - 1, 1))
    past = period.narrowed(Period.between(None, yesterday))
    if period.end and period.end < today:
        yield from period_notes(ledger, period)
        if not rows and not ledger.coverage:
            yield from _first_event(ledger, query)
    elif not rows and "earlier" in sections and sections != SECTIONS:
        yield from period_notes(ledger, Period.between(None, yesterday))
    if past:
        yield hint(f"to list events that took place, run `{command_line('list', Question(past))}`")
    if hidden := sum(len(each.matches) - len(each.shown) for each in found.sections.values()):
        yield not_shown(hidden, "event", remedy="raise --limit")
    if found.others and found.planned.query.statuses == HELD_AND_PLANNED:
        yield other_statuses(found.others)
    if "planned" in sections:
        yield from _notes_on_plans(ledger, query, today, found)
    if bare := [row.event.id for row in rows if row.event.id in ledger.unsupported]:
        yield unsupported(query.without, bare)


def _first_event(ledger: Ledger, query: Query) -> Iterator[Note]:
    events = select(ledger, query._replace(period=EVERYTHING, statuses=STATUSES)).events
    for event in events[:1]:
        if (first := event.when.days.first) and first > high(query.period.end):
            what = f'the first matching event in this ledger is "{event.id}" ({date(event.when)})'
            yield Note(what, NoteKind.COVERAGE)


def _notes_on_plans(ledger: Ledger, query: Query, today: dt.date, found: Agenda) -> Iterator[Note]:
    last = query.period.end if "planned" in query.statuses else None
    if last and today <= last < dt.date.max and not found.planned.matches:
        later = Period.between(dt.date.fromordinal(last.toordinal() + 1), None)
        planned = select(ledger, query._replace(period=later, statuses=("planned",))).events
        for event in planned[:1]:
            what = f'the next planned event is "{event.id}" ({date(event.when)})'
            yield Note(f"{what}; run `chrono show {event.id}`", NoteKind.SELECTION)
    tomorrow = dt.date.fromordinal(min(today.toordinal() + 1, dt.date.max.toordinal()))
    coming = query.period.narrowed(Period.between(tomorrow, None))
    if coming and "held" in query.statuses:
        held = select(ledger, query._replace(period=coming, statuses=HELD)).matches
        if number := sum(match.certain for match in held):
            what = 'future events have the status "held"'
            events = plural(number, 'future event has the status "held"', what)
            listing = command_line("list", Question(coming, status=HELD))
            more = " with the same filters" if query.descriptions else ""
            them = "it" if number == 1 else "them"
            yield Note(f"{events}; to list {them}, run `{listing}`{more}", NoteKind.SELECTION)


def _table(rows: Sequence[_Row]) -> Table[_Row]:
    events, of_event = event_table([], KEYS, COLUMNS), attrgetter("event")
    section = Column[_Row]("section", lambda row: row.section)
    day = Column[_Row](
        "anniversary", lambda row: row.anniversary.isoformat() if row.anniversary else None
    )
    every, brief = (columns_of(of_event, some or ()) for some in (events.columns, events.brief))
    return Table([section, day, *every], rows, [section, *brief])
