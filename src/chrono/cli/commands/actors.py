"""`chrono actors`: list the participants, with counts."""

from __future__ import annotations

from collections.abc import Sequence
from operator import itemgetter

from chrono.cli import views
from chrono.cli.command import command
from chrono.cli.output import Output
from chrono.cli.session import Session
from chrono.core.counting import Count, tally
from chrono.core.model import Actor
from chrono.core.query import Query, Question
from chrono.files.exchange.record import columns_of_keys
from chrono.files.exchange.rows import Column, Table, pick
from chrono.files.format.keys import ACTOR

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


@command()
def actors(session: Session, question: Question, output: Output) -> None:
    """List people and organisations, with event and contact counts.

    chrono actors --country CN --contacts
        List everyone who took part in contacts involving China.
    chrono actors 2025 -o json | jq -r '.[] | select(.contacts.min > 4) | .name'
        List actors with more than four contacts.
    """
    selection = session.select(question, unique_names=True)
    session.note_undecided(Count(list(selection.matches)))
    counts = tally(selection, ["actor"], session.part).rows
    # With a filter, only the actors of the selection.
    filtered = selection.query._replace(notes=(), limit=None, reverse=False) != Query()
    rows: list[tuple[Actor, Count, Count]] = []
    for id, actor in session.part.actors.items():
        events = counts.get((id,), Count([]))
        if events.matches or not filtered:
            contacts = Count([match for match in events.matches if match.event.contact])
            rows.append((actor, events, contacts))
    query = selection.query
    shown = session.shown(rows, query, "actor")
    table = Table(_COLUMNS, shown, _BRIEF)
    output.rows(table, lambda console: views.tally.actors_table(shown, query, console))
