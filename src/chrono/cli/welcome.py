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
    last = "Run `chrono help COMMAND` for options and examples."
    brief = page._replace(help=f"{first}\n\n{last}", examples=())
    sys.stdout.write(help.headed(help.text(brief, help.width()), session.color) + "\n")
    sys.stdout.flush()
    selection = session.select(Question(), noted_contacts=True)
    figures = overview(session.part, selection, today=session.today)
    Output(session).render(lambda _: [views.summary.Summary(figures, whole=False)])
