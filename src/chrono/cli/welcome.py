"""`chrono` alone: what it can do, and the first lines of what the ledger at hand has to say."""

from __future__ import annotations

import sys
from textwrap import fill

import typer

from chrono.cli import help
from chrono.cli.output import Output, Renderable
from chrono.cli.session import Session
from chrono.core.overview import overview
from chrono.core.query import Question, Selection

_LAST = "`chrono COMMAND --help` says what a command takes, `chrono --help` what all of them do."


def greet(context: typer.Context, session: Session) -> None:
    """Write both to standard output; a ledger with errors gets its errors in place of the second.

    Raises LedgerError.
    """
    page = help.page(context.command, context)
    width = help.width()
    commands = [_short(one, width) for one in page.sections if one.title == help.COMMANDS]
    short = page._replace(help=page.help.partition("\n\n")[0], sections=commands, examples=())
    sys.stdout.write(f"{help.text(short, width)}\n{fill(_LAST, width)}\n\n")
    sys.stdout.flush()
    selection = session.select(Question(), noted_contacts=True)
    Output(session).render(lambda: _view(selection, session))


def _short(section: help.Section, width: int) -> help.Section:
    """A line for each command, so that what follows is on the same screen."""
    room = width - max(len(entry.term) for entry in section.entries) - 4
    entries = [entry._replace(text=_on_a_line(entry.text, room)) for entry in section.entries]
    return section._replace(entries=entries)


def _on_a_line(sentence: str, room: int) -> str:
    """A sentence as far as one of its parts ends in time; whole where none does."""
    if len(sentence) <= room:
        return sentence
    for separators in ((": ", "; "), (", ",)):
        end = max(sentence.rfind(separator, 0, room + 1) for separator in separators)
        if end >= 0:
            return sentence[:end].rstrip(" …") + "."
    return sentence


def _view(selection: Selection, session: Session) -> Renderable:
    from chrono.view.summary import Summary

    return Summary(overview(session.part, selection, today=session.today), whole=False)
