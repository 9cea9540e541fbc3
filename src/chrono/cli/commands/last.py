"""`chrono last`: show the last contact between actors, and the next planned one."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from typing import Annotated, Any, NamedTuple

from chrono.cli import views
from chrono.cli.bare_words import last_command, list_command
from chrono.cli.command import command
from chrono.cli.options import (
    CONTACTS_HELP,
    PLANNED_HELP,
    AllEvents,
    UndatedQuestion,
    Words,
    argument,
    counts_contacts,
)
from chrono.cli.output import Output
from chrono.cli.session import Session
from chrono.core.command_lines import command_line
from chrono.core.coverage import coverage_notes
from chrono.core.english import date, first_few, short
from chrono.core.lookup import Lookup
from chrono.core.model import Event
from chrono.core.names import SMALL
from chrono.core.nearest import Nearest, following, last
from chrono.core.note_kinds import Note, NoteKind
from chrono.core.periods import Period
from chrono.core.query import HELD_AND_PLANNED, Question, Selection, select
from chrono.core.sentences import MOST_CHOICES, no_effect, shell_word, uncertain
from chrono.errors import ActorNameError, SeveralActorsError, UsageError, refuse
from chrono.files.exchange.record import record
from chrono.files.exchange.rows import Column, Table

_NAMES = "People or organisations (put a name of several words in quotes)."


_HELP = {"limit": None, "reverse": None, "status": PLANNED_HELP.format("held and planned")}


class _Answer(NamedTuple):
    today: dt.date
    last: Nearest | None
    next: Nearest | None


@command(option_help={**CONTACTS_HELP, **_HELP})
def show_last(
    session: Session,
    question: UndatedQuestion,
    output: Output,
    names: Annotated[Words, argument("[NAME…]", _NAMES)] = None,
    all: AllEvents = False,
) -> None:
    """Show people's last contact, and when the next is planned.

    If you name several people, chrono looks for their contacts with each other. Without names,
    chrono looks at all contacts. If some dates are inexact, chrono shows every contact that may
    have been the last.

    chrono last Xi Trump
        Show when two people were last in contact, and how many days ago.
    chrono last "Wang Yi" --type call
        Show one person's last phone call.
    chrono last Xi Trump | cut -f 1
        Print only the number of days.
    """
    names = [name for name in names or () if name.lower() not in SMALL]  # "Xi and Trump"
    actors = [*names, *question.words.get("actor", ())]
    _refuse_order(question, actors)
    by_default = counts_contacts(question, all)
    wanted = question._replace(
        words={**question.words, **({"actor": actors} if actors else {})},
        status=question.status or HELD_AND_PLANNED,
    )
    try:
        selection = session.select(wanted, "counted", only_contacts=by_default, coverage=False)
    except ActorNameError as error:
        typed = ["last", *re.split(r"[\s,;/&+–-]+", " ".join(names))]
        command = last_command(session, typed) or list_command(session, typed)
        if command and command != " ".join(["chrono last", *map(shell_word, names)]):
            which = "for the last contact of anyone, " if command == "chrono last" else ""
            choices = ""
            if isinstance(error, SeveralActorsError) and error.country_option:
                choices = f"; or {error.choices}"
            raise UsageError(f"{error.problem}; {which}run `{command}`{choices}") from None
        raise UsageError(f"{error}{_hint(session, names)}") from None
    query, matches = selection.query, selection.matches
    other_plans = _other_plans(selection, session.today) if by_default and matches else ""
    plans = [match for match in matches if match.event.status == "planned"]
    past = matches if question.status else [each for each in matches if each not in plans]
    answer = _Answer(
        session.today,
        last(past, query.period, session.today),
        following(plans, query.period, session.today),
    )
    _add_notes(session, answer, selection)
    session.note(*_held_in_future(session.today, selection.events))
    if other_plans and (answer.next or output.chosen() != "table"):  # or else the view names them
        session.note(Note(other_plans, NoteKind.SELECTION))
    rows = [answer] if answer.last or answer.next else []
    output.rows(
        Table(_COLUMNS, rows, _BRIEF),
        lambda _: views.last.last(answer.last, answer.next, query, selection.ledger, other_plans),
    )


def _refuse_order(question: UndatedQuestion, actors: Sequence[str]) -> None:
    several = "on the last contact; for several, run"
    contacts = Question.of(actor=actors, contacts=True, reverse=True)
    some, every = (
        command_line("list", contacts._replace(limit=most)) for most in (question.limit, None)
    )
    refuse(
        (question.limit is not None, no_effect("--limit", f"{several} `{some}`")),
        (question.reverse, no_effect("--reverse", f"{several} `{every}`")),
    )


def _other_plans(selection: Selection, today: dt.date) -> str:
    query = selection.query
    matches = select(selection.ledger, query._replace(contacts=False)).matches
    plans = [
        match
        for match in matches
        if match.event.status == "planned" and not match.event.between_nations
    ]
    first = following(plans, query.period, today)
    if not first:
        return ""
    event = first.events[0]
    day = f"{event.type.label} on {date(event.when)}" if event.when.start_known else "event"
    if len(plans) > 1:
        return f"{len(plans)} planned events are not contacts; to include them, add --all"
    return f"1 planned {day} is not a contact; to include it, add --all"


def _hint(session: Session, names: Sequence[str]) -> str:
    name = " ".join(names)
    with suppress(UsageError):
        if len(names) > 1 and len(Lookup(session.part).actors(name)) == 1:
            return f'; for one actor, write "{name}"'
    return ""


def _add_notes(session: Session, answer: _Answer, selection: Selection) -> None:
    ledger, query = selection.ledger, selection.query
    if answer.last is None:
        session.note(*coverage_notes(ledger, query))
        if selection.matches:
            session.note(f"no {query.noun} up to {short(answer.today, year=True)}")
        return
    ids = [*answer.last.undecided, *(answer.next.undecided if answer.next else ())]
    if undecided := [id for id in ids if id not in ledger.unsupported]:
        session.note(uncertain(undecided, ledger.any_exact(undecided)))
    since = min(answer.last.max or 0, answer.today.toordinal() - 1)
    start = answer.today - dt.timedelta(days=since)
    rest = Period.between(start, answer.today).narrowed(query.period) or query.period
    missing = "later contacts may be missing"
    session.note(*coverage_notes(ledger, query._replace(period=rest), missing))


def _held_in_future(today: dt.date, events: Sequence[Event]) -> Iterator[Note]:
    ids = [
        event.id
        for event in events
        if event.status == "held" and (day := event.when.days.first) and day > today
    ]
    if ids:
        has, it = ("has", "it is") if len(ids) == 1 else ("have", "they are")
        command = (
            f"`chrono edit {' '.join(map(shell_word, ids[:MOST_CHOICES]))} --set status=planned`"
        )
        yield Note(
            f'{first_few(ids)} {has} the status "held" but a date in the future; if {it} planned, '
            f"run {command}",
            NoteKind.UNCERTAIN,
        )


def _events(found: Nearest | None) -> Sequence[Event]:
    return found.events if found else ()


def _cells(prefix: str, side: str) -> Sequence[Column[_Answer]]:
    def column(key: str) -> Column[_Answer]:
        def value(answer: _Answer) -> list[Any]:
            return [record(event, [key])[key] for event in _events(getattr(answer, side))]

        return Column(f"{prefix}{key}", value)

    def days(answer: _Answer) -> str | None:
        found: Nearest | None = getattr(answer, side)
        return found.text() if found else None

    return [Column(f"{prefix}days", days), *map(column, ("date", "type", "title", "id"))]


_BRIEF = (*_cells("", "last"), *_cells("next_", "next"))

_COLUMNS: Sequence[Column[_Answer]] = (
    Column("today", lambda answer: answer.today.isoformat()),
    Column("days", lambda answer: answer.last.to_dict() if answer.last else None),
    Column("last", lambda answer: [record(event) for event in _events(answer.last)]),
    Column("next_days", lambda answer: answer.next.to_dict() if answer.next else None),
    Column("next", lambda answer: [record(event) for event in _events(answer.next)]),
)
"""The values in JSON. `last` and `next` have several events if dates leave the nearest open."""
