"""`chrono help`: show the help of a command."""

from __future__ import annotations

from typing import Annotated

import typer

from chrono.cli import help
from chrono.cli.command import command
from chrono.cli.options import WITHOUT_LEDGER, Words, argument
from chrono.cli.session import Session

_COMMAND = "The command, such as list or add claim [default: all commands]."


@command(option_help=WITHOUT_LEDGER)
def show_help(
    context: typer.Context,
    session: Session,
    names: Annotated[Words, argument("[COMMAND…]", _COMMAND)] = None,
) -> None:
    """Show help for a command.

    chrono help list
        Show the options and examples of list.
    chrono help add claim
        Show help for a subcommand.
    """
    page = help.find(context.find_root(), names or ())
    session.print_text(help.headed(help.text(page, help.width()), session.color))
