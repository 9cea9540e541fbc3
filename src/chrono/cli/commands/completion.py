"""`chrono completion`: print a completion script for a shell."""

from __future__ import annotations

from typing import Annotated

import typer

from chrono.cli.command import command
from chrono.cli.completers import SHELLS
from chrono.cli.completion import script
from chrono.cli.session import Session
from chrono.core.english import join_or
from chrono.core.names import choose


@command()
def completion(
    session: Session,
    shell: Annotated[
        str, typer.Argument(metavar="SHELL", help=f"{join_or(SHELLS)}.", show_default=False)
    ],
) -> None:
    """A script by which your shell completes commands, options and your ledger's names.

    chrono completion bash > chrono.bash
        For `source` in ~/.bashrc; bash 4.4 or newer.
    chrono completion zsh > _chrono
        For a folder of $fpath.
    chrono completion fish > chrono.fish
        For ~/.config/fish/completions.
    """
    typer.echo(script(choose(shell, SHELLS, "shell")), nl=False)
