"""`chrono add type`: a kind of event of your own."""

from __future__ import annotations

from typing import Annotated

import typer

from chrono.cli.options import command
from chrono.cli.record_options import TypeOptions
from chrono.cli.session import Session
from chrono.cli.write_options import WriteOptions
from chrono.core.ids import id_of
from chrono.files.format.new_entry import NewEntry
from chrono.files.write.names import NameResolver

app = typer.Typer(rich_markup_mode=None, add_completion=False)


@command(
    app,
    "A kind of event of your own.",
    examples=(
        (
            'chrono add type "working lunch" --plural "working lunches" --contact',
            "A type whose events can be contacts; the id is working-lunch.",
        ),
    ),
)
def type_(
    session: Session,
    fields: TypeOptions,
    writing: WriteOptions,
    label: Annotated[
        str,
        typer.Argument(metavar="LABEL", help="What one is called.", show_default=False),
    ],
) -> None:
    """Make a type of that label."""

    def make(meant: NameResolver) -> list[NewEntry]:
        id = fields.get("id") or id_of(label, meant.ledger.types)
        return [NewEntry("types", {"label": label, **fields, "id": id})]

    writing.add(session, make)
