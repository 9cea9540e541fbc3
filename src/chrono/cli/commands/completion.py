"""`chrono completion`: print a completion script for a shell."""

from __future__ import annotations

import sys
from typing import Annotated

from chrono.cli.command import command
from chrono.cli.completers import SHELLS
from chrono.cli.completion import script
from chrono.cli.options import WITHOUT_LEDGER, argument
from chrono.cli.session import Session
from chrono.core.english import join_or
from chrono.core.names import choose


@command(option_help=WITHOUT_LEDGER)
def completion(
    session: Session, shell: Annotated[str, argument("SHELL", f"The shell: {join_or(SHELLS)}.")]
) -> None:
    """Print a completion script for your shell.

    With this script, the Tab key completes commands, options and the names in your ledger.

    chrono completion bash > chrono.bash
        Create a script for bash 4.4 or newer, to load with `source` in ~/.bashrc.
    chrono completion zsh > _chrono
        Create a script for zsh, to put in a folder in $fpath.
    chrono completion fish > chrono.fish
        Create a script for fish, to put in ~/.config/fish/completions.
    """
    sys.stdout.write(script(choose(shell, SHELLS, "shell")))
