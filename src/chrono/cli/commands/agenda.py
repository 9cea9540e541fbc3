"""`chrono agenda`: list what is planned, ongoing or overdue, and what was in earlier years."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Annotated, NamedTuple

from chrono.cli import views
from chrono.cli.command import command
from chrono.cli.options import PERIOD_HELP, PLANNED_HELP, Words, repeatable, spec
from chrono.cli.output import Output
from chrono.cli.session import Session
from chrono.core.agenda import SECTIONS, Agenda, agenda, anniversary
from chrono.core.english import date, join_or, plural
from chrono.core.model import Event, Ledger
from chrono.core.names import choose
from chrono.core.note_kinds import Note, NoteKind
from chrono.core.notes import other_statuses, prose_notes
from chrono.core.origins import without_origins
from chrono.core.periods import Period
from chrono.core.query import HELD, HELD_AND_PLANNED, Query, Question, resolve, select
from chrono.core.sentences import hint, no_effect, not_shown, shell_word, unsupported
from chrono.errors import refuse
from chrono.files.exchange.record import COLUMNS, KEYS, event_table
from chrono.files.exchange.rows import Column, Table

_DAYS = 30  # the number of days after today in the default period


class _Row(NamedTuple):
    """A row of the agenda: an event, and the name of its section.

    `anniversary`: the day in the period that is an anniversary of the event, in the section
    "earlier"; None in other sections.
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


_PAST = "to list what happened, run"


@command(option_help=_HELP)
def show_agenda(
    session: Session,
    question: Question,
    output: Output,
    section: Annotated[Words, spec("--section", "SECTION", _SECTION)] = None,
) -> None:
    """List planned and overdue events, and anniversaries.

    The section "planned" lists planned events that are not over. The section "ongoing" lists events
    that began before the period and have not ended. The section "overdue" lists planned events
    whose dates have passed. The section "earlier" lists anniversaries: events that began on the
    same dates in earlier years.

    chrono agenda "next 7 days" -q -o table --section planned -f $HOME/events.toml
        Print what is planned, for an email by cron.
    chrono agenda
        Show the agenda for today and the next 30 days.
    chrono agenda "next 7 days" --contacts --section planned
        List only the contacts that are planned for the next seven days.
    """
    for name in section or ():
        choose(name, SECTIONS, "section")
    refuse((question.overlap, no_effect("--overlap", "on the agenda, which includes such events")))
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
    session.note(*query.notes)
    if not rows:
        session.note(f"no {join_or(section or SECTIONS)} events for {query.period.text}")
    if query.period.end and query.period.end < session.today:
        session.note(hint(f"{_PAST} `chrono list {shell_word(query.period.text)}`"))
    _note_what_is_left_out(session, found)
    if "planned" in (section or SECTIONS):
        next_plan = () if found.planned.matches else _note_on_next(ledger, query, session.today)
        session.note(*next_plan, *_note_on_held(ledger, query, session.today))
    if bare := [row.event.id for row in rows if row.event.id in ledger.unsupported]:
        session.note(unsupported(query.without, bare))
    if output.can("sections"):
        output.texts("sections", ledger, _events(found))
        session.note(*prose_notes((row.event for row in rows), False))
        return
    ids = session.verbose
    output.rows(_table(rows), lambda console: views.agenda.agenda(found, ledger, console, ids))


def _note_on_next(ledger: Ledger, query: Query, today: dt.date) -> Iterator[Note]:
    last = query.period.end
    if last and today <= last < dt.date.max and "planned" in query.statuses:
        later = Period.between(dt.date.fromordinal(last.toordinal() + 1), None)
        planned = select(ledger, query._replace(period=later, statuses=("planned",))).events
        for event in planned[:1]:
            what = f"the next planned event is {event.id} ({date(event.when)})"
            yield Note(f"{what}; to see it, run `chrono show {event.id}`", NoteKind.SELECTION)


def _note_on_held(ledger: Ledger, query: Query, today: dt.date) -> Iterator[Note]:
    """Yield a note on future events of the period that are marked as held, if there are any."""
    tomorrow = dt.date.fromordinal(min(today.toordinal() + 1, dt.date.max.toordinal()))
    coming = query.period.narrowed(Period.between(tomorrow, None))
    if coming and "held" in query.statuses:
        held = select(ledger, query._replace(period=coming, statuses=HELD)).matches
        if number := sum(match.certain for match in held):
            events = plural(number, 'event has the status "held"', 'events have the status "held"')
            but, them = ("it has", "it") if number == 1 else ("they have", "them")
            listing = f"chrono list {shell_word(coming.text)} --status held"
            more = " with the same filters" if query.descriptions else ""
            see = f"to see {them}, run `{listing}`{more}"
            yield Note(f"{events}, but {but} not happened yet; {see}", NoteKind.SELECTION)


def _events(found: Agenda) -> dict[str, list[Event]]:
    return {
        found.heading(name): [match.event for match in events.shown]
        for name, events in found.sections.items()
        if events.shown
    }


def _note_what_is_left_out(session: Session, found: Agenda) -> None:
    hidden = sum(len(each.matches) - len(each.shown) for each in found.sections.values())
    if hidden:
        session.note(not_shown(hidden, "event", remedy="raise --limit"))
    if found.others and found.planned.query.statuses == HELD_AND_PLANNED:
        session.note(other_statuses(found.others))


def _table(rows: Sequence[_Row]) -> Table[_Row]:
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

    events = event_table([], KEYS, COLUMNS)
    section = Column[_Row]("section", lambda row: row.section)
    day = Column[_Row](
        "anniversary", lambda row: row.anniversary.isoformat() if row.anniversary else None
    )
    brief = moved(events.brief or ())
    return Table([section, day, *moved(events.columns)], rows, [section, *brief])
