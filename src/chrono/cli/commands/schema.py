"""`chrono schema`: print the JSON Schema of the ledger."""

from __future__ import annotations

import os
from typing import Annotated

from chrono.cli.command import command
from chrono.cli.options import OUTPUT_HELP, WITHOUT_LEDGER, Word, spec
from chrono.cli.output import Output, OutputOptions
from chrono.cli.session import Session
from chrono.files.format.json_schema import dumps, schema


@command(option_help=WITHOUT_LEDGER)
def print_schema(
    session: Session, output: Annotated[Word, spec("--output", "FILE", OUTPUT_HELP)] = None
) -> None:
    """Print the JSON Schema of the ledger, for text editors.

    With the schema, a text editor can suggest fields and mark some errors.

    chrono schema --output ledger.schema.json
        Save the schema next to your ledger.
    chrono schema | jq -r '.properties.events.items.required[]'
        List the required fields of an event.
    """
    if output is not None and os.path.isfile(output):
        session.remember_files()
    Output(session, OutputOptions(output=output)).text(dumps(schema()))
