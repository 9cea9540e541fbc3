"""`chrono lsp`: the language server for editors."""

from __future__ import annotations

import sys
from typing import Annotated

from chrono.cli.command import command
from chrono.cli.options import WITHOUT_HISTORY, spec
from chrono.cli.session import Session
from chrono.errors import UsageError, refuse
from chrono.files.read.text import STDIN
from chrono.version import __version__

_STDIO = "Do nothing (some editors add this option)."


@command(option_help=WITHOUT_HISTORY)
def lsp(session: Session, stdio: Annotated[bool, spec("--stdio", None, _STDIO)] = False) -> None:
    """Check a ledger in your text editor while you type.

    This command is a language server, which your text editor starts. The server marks errors and
    completes names. To install the server, run `pip install 'chrono-ledger[lsp]'`. The manual
    (docs/editors.md) shows the settings for five editors.

    chrono lsp
        Check the ledger of each file that the editor opens.
    chrono lsp -f ~/desk/events.toml
        Check this ledger, even if another file is open.
    """
    try:
        from chrono.lsp.server import serve
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] not in ("pygls", "lsprotocol"):
            raise
        message = "the language server needs pygls; run `pip install 'chrono-ledger[lsp]'`"
        raise UsageError(message) from None
    refuse(
        (STDIN in session.named, "lsp reads from the editor; name the ledger's file with -f"),
        (sys.stdin is None, "lsp reads from the editor, but standard input is closed"),
    )
    streams = sys.stdin.buffer, sys.stdout.buffer
    sys.stdout = sys.stderr  # so that nothing else gets between the answers
    serve(
        session.named,
        lambda: session.settings.ledger,
        lambda: session.again().today,
        __version__,
        streams,
    )
