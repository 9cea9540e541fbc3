"""`chrono` without a command: list the commands, and summarise the ledger in use."""

from __future__ import annotations

import sys
from textwrap import fill

import typer

from chrono.cli import help, views
from chrono.cli.output import Output
from chrono.cli.session import Session
from chrono.core.overview import overview
from chrono.core.query import Question


def greet(context: typer.Context, session: Session) -> None:
    """Write the commands, then a summary. An invalid ledger raises LedgerError in between."""
    width = help.width()
    page = help.page(context.command, context)
    commands = page.sections[help.COMMANDS]
    # Each command takes one line, so that the summary fits the same screen.
    room = width - max(map(len, commands)) - 4
    entries = {name: _beginning(about, room) for name, about in commands.items()}
    first, _, _ = page.help.partition("\n\n")
    brief = page._replace(help=first, sections={help.COMMANDS: entries}, examples=())
    last = "`chrono COMMAND --help` says what a command takes, `chrono --help` what all of them do."
    sys.stdout.write(f"{help.text(brief, width)}\n{fill(last, width)}\n\n")
    sys.stdout.flush()
    selection = session.select(Question(), noted_contacts=True)
    figures = overview(session.part, selection, today=session.today)
    Output(session).render(lambda _: [views.summary.Summary(figures, whole=False)])


def _beginning(sentence: str, room: int) -> str:
    """The start of `sentence`, cut at punctuation to fit `room` columns; else all of it."""
    if len(sentence) <= room:
        return sentence
    for separators in ((": ", "; "), (", ",)):
        end = max(sentence.rfind(separator, 0, room + 1) for separator in separators)
        if end >= 0:
            return sentence[:end].rstrip(" …") + "."
    return sentence
