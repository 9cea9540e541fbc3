"""`chrono add claim`, `add actor`, `add source` and `add type`: all four work in the same way."""

from __future__ import annotations

from collections.abc import Mapping
from inspect import Parameter, Signature
from typing import Annotated, Any

import typer

from chrono.cli.command import Command, Group, make_command
from chrono.cli.record_options import ARGUMENTS, RecordOptions, entry_options, missing_options
from chrono.cli.session import Session
from chrono.cli.write_options import WriteOptions
from chrono.core.english import join_and
from chrono.errors import UsageError
from chrono.files.format.keys import ENTRIES

COMMANDS: Mapping[str, tuple[str, str]] = {
    "claim": (
        "claims",
        """What somebody said about how many contacts there were.

        chrono add claim --by Xie --date 2026-01-10 --statement "four calls in the past year" \
          --window "the past year" --period "calendar year=2025" \
          --period "twelve months=2025-01-10..2026-01-10" --actor Xi --actor Trump --count call=4
            A claim with two readings of its window.
        chrono add claim --by "The Wire" --date 2026-01-12 --statement "40 contacts or more" \
          --period 2025 --total 40..
            A number with a lower bound alone.
        """,
    ),
    "actor": (
        "actors",
        """A person or body that takes part.

        chrono add actor "Ann Ash" --country FR --alias "Minister Ash" \
          --role "Foreign minister; from=2024-09-21"
            A person with an office; the id is ann-ash.
        chrono add actor "Trade Council" --country "European Union" --id trade-council
            A body of no one country, with an id of your choice.
        """,
    ),
    "source": (
        "sources",
        """A source that several events use.

        chrono add source "The Wire" --url https://example.org/busan --date 2025-10-31 --grade B
            A source that events name by its id, the-wire-2025-10-31.
        """,
    ),
    "type": (
        "types",
        """A kind of event of your own.

        chrono add type "working lunch" --plural "working lunches" --contact
            A type whose events can be contacts; the id is working-lunch.
        """,
    ),
}
"""The commands of `chrono add`: name -> the table of its entries, and its documentation."""


def entry_command(name: str) -> Command | Group:
    """The command that adds an entry of this kind."""
    kind, documentation = COMMANDS[name]
    parameters: dict[str, Any] = {
        "session": Session, "fields": entry_options(kind), "writing": WriteOptions,
    }  # fmt: skip
    if (key := ARGUMENTS.get(kind)) is not None:
        about = ENTRIES[kind].keys[key].help
        parameters[key] = Annotated[str, typer.Argument(metavar=key.upper(), help=about)]

    def add(
        session: Session, fields: RecordOptions, writing: WriteOptions, **argument: str
    ) -> None:
        values = {**argument, **fields}
        if missing := missing_options(kind, values):
            raise UsageError(f"a {name} needs {join_and(missing)}")
        writing.add(session, lambda names: [names.entry(kind, values)])

    add.__signature__ = Signature(  # type: ignore[attr-defined]
        [Parameter(key, Parameter.KEYWORD_ONLY, annotation=of) for key, of in parameters.items()]
    )
    return make_command(add, documentation)
