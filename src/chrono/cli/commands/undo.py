"""`chrono undo`: take back the last change of the ledger."""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import Annotated

import tomli

from chrono.cli.command import command
from chrono.cli.options import WITHOUT_HISTORY, spec
from chrono.cli.prompts import can_ask, require_consent
from chrono.cli.session import Session
from chrono.cli.write_options import WholeLedgerOptions, diff, write_lines
from chrono.errors import Cancelled, UsageError, WriteError
from chrono.files.disk.journal import Journal, digest, last_change
from chrono.files.read.text import decode
from chrono.files.write.apply import PendingChange
from chrono.files.write.ledger_files import LedgerFiles
from chrono.files.write.transaction import transaction


@command(option_help=WITHOUT_HISTORY)
def undo(
    session: Session,
    writing: WholeLedgerOptions,
    yes: Annotated[bool, spec("--yes -y", None, "Skip the confirmation.")] = False,
) -> None:
    """Undo the last change that chrono made to the ledger, and print it as a diff.

    If a file has been changed since, nothing is undone. To redo the change, run `chrono undo`
    again. Earlier changes cannot be undone.

    chrono undo --dry-run
        Show what would be undone.
    chrono undo --yes
        Undo the change without a question.
    """
    writing.refuse_unwritable(session)
    confirmed: Journal | None = None
    if not yes and not writing.dry_run:
        confirmed = _journal(LedgerFiles.read(session.located.paths))
        pending = transaction(
            session.located.paths, _take_back, wait=writing.wait, say=session.note_now,
            dry_run=True,
        )  # fmt: skip
        if can_ask():
            write_lines(diff(pending))
        require_consent("Undo this change?", "nothing was undone")

    def make(files: LedgerFiles) -> None:
        if confirmed not in (None, _journal(files)):
            changed = "the ledger was changed by someone else in the meantime"
            raise Cancelled(f"{changed}; nothing was undone")
        _take_back(files)

    def answer(pending: PendingChange) -> Iterable[str]:
        if not writing.dry_run:
            session.note("the last change is undone; to redo it, run `chrono undo`")
        return () if confirmed else diff(pending)

    writing.transaction(session, make, answer, findings=False)


def _journal(files: LedgerFiles) -> Journal:
    if (journal := last_change(files.head)) is None:
        name = min((os.path.relpath(files.head), files.head), key=len)
        raise UsageError(f"nothing to undo: no change of {name} by chrono is saved")
    return journal


def _take_back(files: LedgerFiles) -> None:
    _ = files.ledger  # raises the errors that the ledger has before the change
    by_path = {os.path.realpath(file.name): file for file in files.source_files}
    journal = _journal(files)
    for saved in journal.saved:
        if (file := by_path.get(saved.path)) is None:
            raise WriteError(f"nothing was undone: {saved.path} is no longer part of this ledger")
        if digest(file.content) != saved.digest:
            since = "has been changed since chrono last changed it"
            raise WriteError(f"nothing was undone: {file.name} {since}; edit the file instead")
        text = decode(file.name, saved.raw)
        files.rewrite(file, text, tomli.loads(text))
