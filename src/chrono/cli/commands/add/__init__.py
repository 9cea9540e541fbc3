"""`chrono add`: a new event; `add claim`, `add actor`, `add source`, `add type`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated

import typer

from chrono.cli.lazy_commands import lazy
from chrono.cli.options import Word, default
from chrono.cli.record_options import EventOptions
from chrono.cli.session import Session
from chrono.cli.write_options import WriteOptions
from chrono.core.english import join_and
from chrono.errors import Cancelled, UsageError
from chrono.files.format.new_entry import NewEntry
from chrono.files.write.names import NameResolver
from chrono.files.write.transaction import LedgerFiles

KINDS = ("claim", "actor", "source", "type")
"""What else can be added, each by a command of its own."""

_QUOTES = '; a name or a text of several words stands in "quotes"'

app = typer.Typer(cls=lazy(__name__, KINDS, _QUOTES), rich_markup_mode=None, add_completion=False)

_REQUIRED = {"date": "--date", "type": "--type", "title": "--title", "actors": "--actor"}


@default(
    app,
    "A new event, from options; on a terminal, what is missing is asked for.",
    examples=(
        (
            'chrono add --date 2026-01-15 --type call --title "Xi and Trump speak by phone" '
            "--actor Xi --actor Trump --source https://example.org/call "
            '--publisher "The Wire"',
            "A call, with its source; the id is printed.",
        ),
        (
            'chrono add --date 2026-01 --type meeting --title "Wang Yi and Rubio meet" '
            '--actor "Wang Yi" --actor Rubio --status planned --dry-run',
            "What would be written, and nothing is.",
        ),
        ("chrono add --json calls.json", "Events from another program: all, or none."),
    ),
)
def add(
    context: typer.Context,
    session: Session,
    fields: EventOptions,
    writing: WriteOptions,
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
        if fields or json or toml or writing.said:
            name = context.invoked_subcommand
            raise UsageError(f'the options of `chrono add {name}` stand behind "{name}"')
        return
    given = [word for word in ("--json" if json else "", "--toml" if toml else "") if word]
    if given and (fields or len(given) > 1):
        raise UsageError(f"{given[0]} brings all there is to add: no other option goes with it")
    writing.refuse(session)
    if json:
        from chrono.files.write import from_text as texts

        make = texts.events(texts.values(texts.read(json), json))
    elif toml:
        from chrono.files.write import from_text as texts

        blocks = texts.blocks_of(texts.read(toml), toml)
        make = lambda meant: blocks  # noqa: E731
    else:
        make = _event(session, fields)
    writing.add(session, make)


def _event(session: Session, said: EventOptions) -> Callable[[NameResolver], list[NewEntry]]:
    missing = [
        option for key, option in _REQUIRED.items() if key not in said and not said.new.get(key)
    ]
    if not missing:
        return lambda meant: meant.event(said, said.new)
    from chrono.cli import prompts

    if not prompts.possible():
        raise UsageError(f"an event needs {join_and(missing)}")
    fields, new = prompts.event(session, said, said.new)
    if not prompts.agreed(NameResolver(LedgerFiles.read(session.found.paths)).event(fields, new)):
        raise Cancelled("nothing was written")
    return lambda meant: meant.event(fields, new)
