"""`chrono add`: a new event; `add claim`, `add actor`, `add source`, `add type`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Annotated

import typer

from chrono.cli.fields import ActorFields, ClaimFields, EventFields, SourceFields, TypeFields
from chrono.cli.options import Word, command, default
from chrono.cli.session import Session
from chrono.cli.writing import Writing
from chrono.core.names import any_of
from chrono.errors import AskedWrongly, GivenUp
from chrono.files.adding import Addition, added
from chrono.files.changing import Draft, Opened
from chrono.files.ids import free_id, slug
from chrono.files.meant import Meant

app = typer.Typer(rich_markup_mode=None, add_completion=False)

_REQUIRED = {"date": "--date", "type": "--type", "title": "--title", "actors": "--actor"}

_Name = Annotated[str, typer.Argument(show_default=False)]


@default(app, "A new event, from options; on a terminal, what is missing is asked for.")
def add(
    context: typer.Context,
    session: Session,
    fields: EventFields,
    writing: Writing,
    json: Annotated[
        Word,
        typer.Option(
            "--json", metavar="FILE", help="Events in JSON, from a file or -: all or none."
        ),
    ] = None,
    toml: Annotated[
        Word,
        typer.Option("--toml", metavar="FILE", help="Blocks as they stand in a ledger, likewise."),
    ] = None,
) -> None:
    """Make the event of what was said, of what is answered, or of what is read."""
    if context.invoked_subcommand is not None:
        if fields or fields.new_actors or json or toml or writing.said:
            name = context.invoked_subcommand
            raise AskedWrongly(f'the options of `chrono add {name}` stand behind "{name}"')
        return
    given = [word for word in ("--json" if json else "", "--toml" if toml else "") if word]
    if given and (fields or fields.new_actors or len(given) > 1):
        raise AskedWrongly(f"{given[0]} brings all there is to add: no other option goes with it")
    writing.refuse(session)
    if json:
        from chrono.files import given as texts

        make = texts.events(texts.values(texts.read(json), json))
    elif toml:
        from chrono.files import given as texts

        blocks = texts.blocks_of(texts.read(toml), toml)
        make = lambda meant: blocks  # noqa: E731
    else:
        make = _event(session, fields)
    write(session, writing, make)


def _event(session: Session, said: EventFields) -> Callable[[Meant], list[Addition]]:
    fields, new = dict(said), said.new_actors
    missing = [option for key, option in _REQUIRED.items() if key not in fields]
    if "--actor" in missing and new:
        missing.remove("--actor")
    if not missing:
        return lambda meant: meant.event(fields, new)
    from chrono.cli import asking

    if not asking.possible():
        raise AskedWrongly(f"an event needs {any_of(missing, 'and')}")
    if new and "actors" not in fields:
        fields["actors"] = []
    fields, more = asking.event(session, fields)
    new = [*new, *more]
    if not asking.agreed(Meant(Opened.read(session.found.paths)).event(fields, new)):
        raise GivenUp("nothing was written")
    return lambda meant: meant.event(fields, new)


def write(session: Session, writing: Writing, make: Callable[[Meant], Sequence[Addition]]) -> None:
    """Write what is made of a ledger's names, and print the ids; or show the lines."""
    additions: Sequence[Addition] = ()
    notes: list[str] = []

    def draft(opened: Opened) -> Draft:
        nonlocal additions, notes
        meant = Meant(opened)
        additions, notes = make(meant), meant.notes
        return added(opened, opened.part(writing.to), additions)

    def answer(_: Draft) -> Iterable[str]:
        session.say(*notes)
        if writing.dry_run:
            return "\n".join(addition.text for addition in additions).splitlines(keepends=True)
        events = [addition for addition in additions if addition.kind == "events"]
        for addition in additions:
            if events and addition not in events:
                session.say(f"new under [{addition.kind}]: {addition.id}")
        return [f"{addition.id}\n" for addition in events or additions]

    writing.change(session, draft, answer)


@command(app, "What somebody said about how many contacts there were.", "claim")
def claim(session: Session, fields: ClaimFields, writing: Writing) -> None:
    """Make a claim."""
    write(session, writing, lambda meant: [meant.claim(fields)])


@command(app, "A person or body that takes part.", "actor")
def actor(session: Session, name: _Name, fields: ActorFields, writing: Writing) -> None:
    """Make an actor of that name."""

    def make(meant: Meant) -> list[Addition]:
        if "id" in fields:
            return [Addition("actors", {"name": name, **fields})]
        return [meant.actor_named(name, {"name": name, **fields})]

    write(session, writing, make)


@command(app, "A source that several events use.", "source")
def source(session: Session, publisher: _Name, fields: SourceFields, writing: Writing) -> None:
    """Make a source that a publisher put out."""

    def make(meant: Meant) -> list[Addition]:
        id = slug(f"{slug(publisher)}-{fields.get('date', '')}")
        return [
            Addition(
                "sources",
                {
                    "id": free_id([id], meant.ledger.sources),
                    "publisher": publisher,
                    **fields,
                },
            )
        ]

    write(session, writing, make)


@command(app, "A kind of event of your own.", "type")
def type_(session: Session, label: _Name, fields: TypeFields, writing: Writing) -> None:
    """Make a type of that label."""
    id = slug(label)
    write(session, writing, lambda _: [Addition("types", {"id": id, "label": label, **fields})])
