"""`chrono help`: show the help of a command."""

from __future__ import annotations

from typing import Annotated

import typer

from chrono.cli import help
from chrono.cli.command import command
from chrono.cli.options import Words
from chrono.cli.session import Session


@command()
def show_help(
    context: typer.Context,
    session: Session,
    names: Annotated[
        Words,
        typer.Argument(
            metavar="[COMMAND…]",
            help="The command, such as list or add claim [default: all commands].",
            show_default=False,
        ),
    ] = None,
) -> None:
    """Show help for a command.

    chrono help list
        Show the options and examples of list.
    chrono help add claim
        Show help for a subcommand.
    """
    page = help.find(context.find_root(), names or ())
    session.print_text(help.headed(help.text(page, help.width()), session.color))
