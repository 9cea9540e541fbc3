"""`chrono path`: which files are read."""

from __future__ import annotations

from chrono.cli.command import command
from chrono.cli.session import Session
from chrono.core.text import escape_controls
from chrono.errors import LedgerError
from chrono.files.read.source_files import Diagnostics, expand, gather


@command(
    "The files that are read, one a line, and on standard error why these.",
    examples=(
        ("chrono path", "The file, or the files."),
        ("chrono path 2>/dev/null | xargs wc -l", "How long they are."),
    ),
)
def path(session: Session) -> None:
    """Name the files, sound or not: it is asked where something looks wrong.

    It does not judge what stands in them; a file that cannot be read is said.
    """
    findings = Diagnostics()
    parts = gather(expand(session.located.paths), findings)
    if not parts:
        raise LedgerError(findings.problems())
    session.note(session.located.reason)
    for part in parts:
        print(escape_controls(part.name))
    if findings.unread:
        raise LedgerError(findings.unread)
