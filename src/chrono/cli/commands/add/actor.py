"""`chrono add actor`: a person or body that takes part."""

from __future__ import annotations

from typing import Annotated

import typer

from chrono.cli.options import command
from chrono.cli.record_options import ActorOptions
from chrono.cli.session import Session
from chrono.cli.write_options import WriteOptions
from chrono.files.format.new_entry import NewEntry
from chrono.files.write.names import NameResolver

app = typer.Typer(rich_markup_mode=None, add_completion=False)


@command(
    app,
    "A person or body that takes part.",
    examples=(
        (
            'chrono add actor "Ann Ash" --country FR --alias "Minister Ash" '
            '--role "Foreign minister; from=2024-09-21"',
            "A person with an office; the id is ann-ash.",
        ),
        (
            'chrono add actor "Trade Council" --country "European Union" --id trade-council',
            "A body of no one country, with an id of your choice.",
        ),
    ),
)
def actor(
    session: Session,
    fields: ActorOptions,
    writing: WriteOptions,
    name: Annotated[
        str,
        typer.Argument(metavar="NAME", help="The name, as it is shown.", show_default=False),
    ],
) -> None:
    """Make an actor of that name."""

    def make(meant: NameResolver) -> list[NewEntry]:
        keys = {"name": name, **fields}
        meant.aliases(fields.get("aliases"))
        if "id" in fields:  # so somebody may be new who has the name of another
            return [NewEntry("actors", keys)]
        return [meant.actor_named(name, keys)]

    writing.add(session, make)
