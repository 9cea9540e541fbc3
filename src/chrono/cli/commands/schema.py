"""`chrono schema`: print the JSON Schema of the ledger."""

from __future__ import annotations

import os
from typing import Annotated

import typer

from chrono.cli.command import command
from chrono.cli.options import Word
from chrono.cli.output import Output
from chrono.cli.session import Session
from chrono.files.format.json_schema import dumps, schema


@command()
def print_schema(
    session: Session,
    output: Annotated[
        Word, typer.Option("--output", metavar="FILE", help="Write to FILE, in one step.")
    ] = None,
) -> None:
    """The JSON Schema of the ledger, for editors: `chrono schema > ledger.schema.json`.

    chrono schema --output ledger.schema.json
        The schema beside your ledger.
    chrono schema | jq -r '.properties.events.items.required[]'
        The keys that an event must have.
    """
    if output is not None and os.path.isfile(output):
        session.remember_files()
    Output(session, output=output).text(dumps(schema()))
