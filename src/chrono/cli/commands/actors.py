"""`chrono actors`: who takes part, with counts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import typer

from chrono.cli.options import command
from chrono.cli.output import Output
from chrono.cli.session import Session
from chrono.core.counting import Count
from chrono.core.model import Actor, Ledger
from chrono.core.query import Query, Question, Selection, resolve, select
from chrono.files.exchange.rows import Rows, number_cell, plain_cells
from chrono.files.format.content import plain_data

if TYPE_CHECKING:
    from rich.console import RenderableType

app = typer.Typer(rich_markup_mode=None, add_completion=False)

COLUMNS = ("id", "name", "country", "events", "contacts")
KEYS = ("id", "name", "aliases", "country", "roles", "declared", "events", "contacts", "extra")


@command(
    app,
    "The actors, with the number of their events and contacts.",
    examples=(
        ("chrono actors --country CN --contacts", "Who of one country had contacts, and how many."),
        (
            "chrono actors 2025 -o json | jq -r '.[] | select(.contacts.min > 4) | .name'",
            "Those with more than four contacts.",
        ),
    ),
)
def actors(session: Session, question: Question, output: Output) -> None:
    """Count each actor's events among those that are asked for."""
    ledger = session.read(question)
    selection = select(ledger, resolve(question, ledger, unique_names=True))
    session.say_about(selection)
    session.say_undecided(Count(list(selection.matches)))
    found = session.shown(counted(ledger, selection), selection.query, "actor")
    columns = output.columns(KEYS, COLUMNS)
    records = (_record(*row) for row in found)
    output.rows(session, Rows(columns, records, _cells), lambda: _view(found, selection.query))


def counted(ledger: Ledger, selection: Selection) -> list[tuple[Actor, Count, Count]]:
    """Each actor with its events and its contacts; with a filter, only those who are in them."""
    events: dict[str, Count] = {id: Count([]) for id in ledger.actors}
    contacts: dict[str, Count] = {id: Count([]) for id in ledger.actors}
    for hit in selection.matches:
        for actor in hit.event.actors:
            events[actor.id].matches.append(hit)
            if hit.event.contact:
                contacts[actor.id].matches.append(hit)
    narrowed = selection.query._replace(notes=(), limit=None, reverse=False) != Query()
    return [
        (actor, events[id], contacts[id])
        for id, actor in ledger.actors.items()
        if events[id].matches or not narrowed
    ]


def _record(actor: Actor, events: Count, contacts: Count) -> dict[str, Any]:
    return {
        "id": actor.id,
        "name": actor.name,
        "aliases": list(actor.aliases),
        "country": actor.country,
        "roles": list(_roles(actor)),
        "declared": actor.declared,
        "events": events.to_dict(),
        "contacts": contacts.to_dict(),
        "extra": plain_data(actor.extra),
    }


def _roles(actor: Actor) -> Iterator[dict[str, Any]]:
    for role in actor.roles:
        since = role.since.text if role.since else None
        until = role.until.text if role.until else None
        extra = plain_data(role.extra)
        yield {"title": role.title, "from": since, "until": until, "extra": extra}


def _cells(row: dict[str, Any], columns: Sequence[str]) -> list[str]:
    numbers = {name: number_cell(row[name]) for name in ("events", "contacts")}
    return plain_cells({**row, **numbers}, columns)


def _view(found: Sequence[tuple[Actor, Count, Count]], query: Query) -> RenderableType:
    from chrono.view.actor_and_type_tables import actors_table

    return actors_table(list(found), query)
