"""`chrono actors`: list the participants, with counts."""

from __future__ import annotations

from collections.abc import Sequence

from chrono.cli import views
from chrono.cli.command import command
from chrono.cli.output import Output
from chrono.cli.session import Session
from chrono.core.counting import Count, tally
from chrono.core.model import Actor
from chrono.core.query import Query, Question
from chrono.files.exchange.rows import Column, Table, pick
from chrono.files.format.content import plain_data
from chrono.files.format.keys import ROLE

# Each row is an actor, with the counts of its events and contacts.
_COLUMNS: Sequence[Column[tuple[Actor, Count, Count]]] = (
    Column("id", lambda row: row[0].id),
    Column("name", lambda row: row[0].name),
    Column("aliases", lambda row: list(row[0].aliases)),
    Column("country", lambda row: row[0].country),
    Column("roles", lambda row: [ROLE.dump(role, json=True) for role in row[0].roles]),
    Column("declared", lambda row: row[0].declared),
    Column("events", lambda row: row[1]),
    Column("contacts", lambda row: row[2]),
    Column("extra", lambda row: plain_data(row[0].extra)),
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
    shown = session.shown(rows, selection.query, "actor")
    output.rows(
        Table(_COLUMNS, shown, _BRIEF), lambda _: views.tally.actors_table(shown, selection.query)
    )
