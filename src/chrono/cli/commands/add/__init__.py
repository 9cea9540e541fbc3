"""`chrono add`: add an event, from options, answers or a file."""

from __future__ import annotations

from typing import Annotated

import typer

from chrono.cli.command import Command, Group, Subcommands, command
from chrono.cli.options import Word, spec
from chrono.cli.record_options import EventOptions, missing_options
from chrono.cli.session import Session
from chrono.cli.write_options import MakeEntries, WriteOptions
from chrono.core.english import join_and
from chrono.errors import Cancelled, UsageError
from chrono.files.write.ledger_files import LedgerFiles
from chrono.files.write.names import NameResolver

COMMANDS = ("claim", "actor", "source", "type")
"""The subcommands, which add entries of other kinds."""

_JSON = "Events in JSON, from a file or -: all or none."
_TOML = "Blocks as they stand in a ledger, likewise."
_QUOTES = '; a name or a text of several words stands in "quotes"'


def _load(name: str) -> Command | Group:
    from chrono.cli.commands.add import entries

    return entries.entry_command(name)


@command(subcommands=Subcommands(COMMANDS, _load, _QUOTES))
def add(
    context: typer.Context,
    session: Session,
    fields: EventOptions,
    writing: WriteOptions,
    json: Annotated[Word, spec("--json", "FILE", _JSON)] = None,
    toml: Annotated[Word, spec("--toml", "FILE", _TOML)] = None,
) -> None:
    """A new event, from options; on a terminal, what is missing is asked for.

    chrono add --date 2026-01-15 --type call --title "Xi and Trump speak by phone" --actor Xi \
      --actor Trump --source https://example.org/call --publisher "The Wire"
        A call, with its source; the id is printed.
    chrono add --date 2026-01 --type meeting --title "Wang Yi and Rubio meet" --actor "Wang Yi" \
      --actor Rubio --status planned --dry-run
        What would be written, and nothing is.
    chrono add --json calls.json
        Events from another program: all, or none.
    """
    if context.invoked_subcommand is not None:
        if fields or json or toml or writing.any_given:
            name = context.invoked_subcommand
            raise UsageError(f'the options of `chrono add {name}` stand behind "{name}"')
        return
    files = [option for option, file in (("--json", json), ("--toml", toml)) if file]
    if files and (fields or len(files) > 1):
        raise UsageError(f"{files[0]} brings all there is to add: no other option goes with it")
    writing.refuse_unwritable(session)
    writing.add(session, _from_file(json, toml) if files else _event(session, fields))


def _from_file(json: str | None, toml: str | None) -> MakeEntries:
    from chrono.files.write.from_text import entries_from_toml, events_from_json

    if json:
        return events_from_json(json)
    entries = entries_from_toml(toml or "")
    return lambda names: entries


def _event(session: Session, fields: EventOptions) -> MakeEntries:
    given = {**fields, **{key: names for key, names in fields.new.items() if names}}
    missing = missing_options("events", given)
    if not missing:
        return lambda names: names.event(fields, fields.new)
    from chrono.cli import prompts

    if not prompts.can_ask():
        raise UsageError(f"an event needs {join_and(missing)}")
    answers, new = prompts.event(session, fields, fields.new)
    names = NameResolver(LedgerFiles.read(session.located.paths))
    if not prompts.confirm_entries(names.event(answers, new)):
        raise Cancelled("nothing was written")
    return lambda names: names.event(answers, new)
