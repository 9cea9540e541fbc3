"""`chrono actors`: list the participants, with counts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from operator import itemgetter
from typing import Annotated

from chrono.cli import views
from chrono.cli.command import command
from chrono.cli.options import (
    ROWS_HELP,
    UndatedQuestion,
    Words,
    argument,
)
from chrono.cli.output import Output
from chrono.cli.session import Session
from chrono.cli.typed_periods import in_dates, with_period
from chrono.core.actor_errors import similar_actors, unknown
from chrono.core.counting import Count, tally
from chrono.core.lookup import ActorIndex
from chrono.core.model import Actor
from chrono.core.names import holds_words, words
from chrono.core.query import Query, Question
from chrono.core.search import refuse_many_words
from chrono.core.sentences import only_one_of, shell_word
from chrono.errors import NotAPeriodError, UsageError
from chrono.files.exchange.record import columns_of_keys
from chrono.files.exchange.rows import Column, Table, pick
from chrono.files.format.keys import ACTOR

_WORDS = 'A period, such as 2025 or "last 90 days", or words from names [default: all actors].'

# Each row is an actor, with the counts of its events and contacts.
_COLUMNS: Sequence[Column[tuple[Actor, Count, Count]]] = (
    Column("id", lambda row: row[0].id),
    *columns_of_keys(ACTOR, itemgetter(0), "name", "aliases", "country", "roles"),
    Column("declared", lambda row: row[0].declared),
    Column("events", lambda row: row[1]),
    Column("contacts", lambda row: row[2]),
    *columns_of_keys(ACTOR, itemgetter(0), "extra"),
)
_BRIEF = pick(_COLUMNS, ("id", "name", "country", "events", "contacts"))


@command(option_help=ROWS_HELP)
def actors(
    session: Session,
    question: UndatedQuestion,
    output: Output,
    typed: Annotated[Words, argument("[PERIOD|NAME…]", _WORDS)] = None,
) -> None:
    """List people and organisations (actors) and count their events.

    chrono actors Bessent
        Show the names and offices of one person, and the number of events.
    chrono actors --country CN --contacts
        List everyone who took part in contacts involving China.
    chrono actors 2025 -o json | jq -r '.[] | select(.contacts.min > 4) | .name'
        List actors with more than four contacts.
    """
    wanted, named = _read(session, question, " ".join(typed or ()).split())
    if named:
        expression = " or ".join(map(_condition, named))
        wanted = wanted._replace(where=[*wanted.where, expression])
    selection = session.select(wanted, "counted")
    session.note_undecided(selection)
    counts = tally(selection, ["actor"]).rows
    # With a filter, only the actors of the selection.
    filtered = selection.query._replace(notes=(), limit=None, reverse=False) != Query()
    rows: list[tuple[Actor, Count, Count]] = []
    for id, actor in selection.ledger.actors.items():
        events = counts.get((id,), Count([]))
        if id in named if named else events.matches or not filtered:
            contacts = Count([match for match in events.matches if match.event.between_nations])
            rows.append((actor, events, contacts))
    query = selection.query
    shown = session.shown(rows, query, "actor")
    table = Table(_COLUMNS, shown, _BRIEF)
    output.rows(table, lambda console: views.tally.actors_table(shown, query, console, bool(named)))


def _office(text: str, index: ActorIndex) -> str:
    """Return the end of an error message for the words of an office, or "" for other words."""
    wanted = words(text)
    titles = (role.title for actor in index.by_id.values() for role in actor.roles)
    if not any(holds_words(title, wanted) for title in titles):
        return ""
    return f"; for an office, run `chrono list --office {shell_word(text)}`"


def _condition(id: str) -> str:
    mark = '"' if "'" in id else "'"
    return f"actor:{mark}{id}{mark}"


def _read(
    session: Session, question: Question, typed: list[str]
) -> tuple[Question, Mapping[str, Actor]]:
    """Return (`question` with the period in the typed words, the actors in these words by id).

    Without a period in the words, the question is unchanged. The longest possible period or name is
    read first. Raises UsageError if a word is neither in a period nor in a name.
    """
    refuse_many_words(typed)
    index = session.lookup.index
    named: dict[str, Actor] = {}
    while typed:
        refusal: UsageError | None = None
        for length in range(len(typed), 0, -1):
            text = " ".join(typed[:length])
            try:
                period = in_dates("period", text, session)
            except UsageError as error:
                if matches := index.loose(text):
                    named |= {actor.id: actor for actor in matches}
                    break
                advice = similar_actors(text, index)
                if isinstance(error, NotAPeriodError):
                    advice = _office(text, index) or advice or "; for a list, run `chrono actors`"
                refusal = refusal or (UsageError(unknown(text) + advice) if advice else error)
                continue
            if question.period is not None:
                raise UsageError(only_one_of(f'"{question.period}"', f'"{text}"'))
            question = with_period(question, text, period)
            break
        else:
            assert refusal  # from the first of the texts
            raise refusal
        del typed[:length]
    return question, named
