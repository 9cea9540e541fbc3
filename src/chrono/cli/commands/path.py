"""`chrono path`: show which ledger files are used."""

from __future__ import annotations

from chrono.cli.command import command
from chrono.cli.session import Session
from chrono.core.text import escape_controls
from chrono.errors import LedgerError
from chrono.files.read.diagnostics import Diagnostics
from chrono.files.read.source_files import expand, gather


@command()
def path(session: Session) -> None:
    """Show which ledger files are used, and why.

    chrono path
        Show the files of the ledger in use.
    chrono path 2>/dev/null | xargs wc -l
        Count the lines of these files.
    """
    diagnostics = Diagnostics()
    storage = session.storage
    files = gather(expand(session.located.paths, storage), diagnostics, storage=storage)
    if not files:
        raise LedgerError(diagnostics.problems())
    session.note(f"this ledger {session.located.reason}")
    for file in files:
        print(escape_controls(file.name))
    if unread := [problem for problem in diagnostics.problems() if problem.rule == "file"]:
        raise LedgerError(unread)
