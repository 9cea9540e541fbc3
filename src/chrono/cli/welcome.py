"""`chrono` without a command: list the commands, and summarise the ledger in use."""

from __future__ import annotations

import sys

import typer

from chrono.cli import help, views
from chrono.cli.output import Output
from chrono.cli.session import Session
from chrono.core.overview import overview
from chrono.core.query import Question


def greet(context: typer.Context, session: Session) -> None:
    """Write the commands, then a summary. An invalid ledger raises LedgerError in between."""
    page = help.page(context.command, context)
    first, _, _ = page.help.partition("\n\n")
    brief = page._replace(help=first, sections={help.COMMANDS: entries}, examples=())
    last = "Run `chrono COMMAND --help` for options and examples."
    sys.stdout.write(f"{help.text(brief, width)}\n{fill(last, width)}\n\n")
    sys.stdout.flush()
    selection = session.select(Question(), noted_contacts=True)
    figures = overview(session.part, selection, today=session.today)
    Output(session).render(lambda _: [views.summary.Summary(figures, whole=False)])
