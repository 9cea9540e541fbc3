"""`chrono timeline`: the events along their days."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from chrono.cli.options import command
from chrono.cli.output import Output
from chrono.cli.session import Session
from chrono.core.query import Asked, Selection, resolve, select
from chrono.files.formats.record import COLUMNS, KEYS, rows

if TYPE_CHECKING:
    from rich.console import RenderableType

app = typer.Typer(rich_markup_mode=None, add_completion=False)


@command(
    app,
    "The events along their days, in colour; long silences between contacts are marked.",
    examples=(
        ("chrono timeline 2025-10", "A month, with all that is in the ledger."),
        (
            "chrono timeline 2025 --actor Xi --contacts --color always | less -R",
            "Contacts alone, in colour and in pages.",
        ),
    ),
)
def timeline(session: Session, asked: Asked, output: Output) -> None:
    """Select, say what is left out, and draw."""
    ledger = session.read(asked)
    selection = select(ledger, resolve(asked, ledger))
    session.say_about(selection)
    if selection.hits and not selection.shown:
        session.say("--limit 0 shows none of them")
    columns = output.columns(KEYS, COLUMNS, page=True)
    output.page(
        session, lambda: rows(selection.shown_events, columns), lambda: _view(session, selection)
    )


def _view(session: Session, selection: Selection) -> RenderableType:
    from chrono.view.timeline import Timeline

    return Timeline(session.ledger, selection, session.today)
