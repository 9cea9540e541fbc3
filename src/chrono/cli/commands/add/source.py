"""`chrono add source`: a source that several events use."""

from __future__ import annotations

from typing import Annotated

import typer

from chrono.cli.options import command
from chrono.cli.record_options import SourceOptions
from chrono.cli.session import Session
from chrono.cli.write_options import WriteOptions
from chrono.core.ids import id_of
from chrono.files.format.new_entry import NewEntry
from chrono.files.write.names import NameResolver

app = typer.Typer(rich_markup_mode=None, add_completion=False)


@command(
    app,
    "A source that several events use.",
    examples=(
        (
            'chrono add source "The Wire" --url https://example.org/busan --date 2025-10-31 '
            "--grade B",
            "A source that events name by its id, the-wire-2025-10-31.",
        ),
    ),
)
def source(
    session: Session,
    fields: SourceOptions,
    writing: WriteOptions,
    publisher: Annotated[
        str,
        typer.Argument(metavar="PUBLISHER", help="Who put it out.", show_default=False),
    ],
) -> None:
    """Make a source that a publisher put out."""

    def make(meant: NameResolver) -> list[NewEntry]:
        id = fields.get("id") or id_of(
            f"{publisher} {fields.get('date', '')}", meant.ledger.sources
        )
        return [NewEntry("sources", {"publisher": publisher, **fields, "id": id})]

    writing.add(session, make)
