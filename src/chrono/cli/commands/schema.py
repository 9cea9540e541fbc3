"""`chrono schema`: print the JSON Schema of the ledger."""

from __future__ import annotations

import os
from typing import Annotated

import typer

from chrono.cli.command import command
from chrono.cli.options import OUTPUT_HELP, WITHOUT_LEDGER, Word, spec
from chrono.cli.output import Output, OutputOptions
from chrono.cli.session import Session
from chrono.core.names import choose
from chrono.files.format.json_schema import dumps, schema

_OF = "The schema: ledger or statements."


@command(option_help=WITHOUT_LEDGER)
def print_schema(
    session: Session,
    kind: Annotated[str, typer.Argument(metavar="[SCHEMA]", help=_OF)] = "ledger",
    output: Annotated[Word, spec("--output", "FILE", OUTPUT_HELP)] = None,
) -> None:
    """Print the JSON Schema of the ledger, for text editors.

    With the schema, a text editor can suggest fields and mark some errors. The schema of statements
    describes what `chrono proof --statements` checks.

    chrono schema --output ledger.schema.json
        Save the schema next to your ledger.
    chrono schema | jq -r '.properties.events.items.required[]'
        List the required fields of an event.
    chrono schema statements
        Print the schema of statements.
    """
    if output is not None and os.path.isfile(output):
        session.remember_files()
    kind = choose(kind, ("ledger", "statements"), "schema")
    if kind == "statements":
        from chrono.files.format.statement_schema import SCHEMA

        made = dumps(SCHEMA)
    else:
        made = dumps(schema())
    Output(session, OutputOptions(output=output)).text(made)
