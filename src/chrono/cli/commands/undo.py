"""`chrono undo`: take back the last change of the ledger."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated

from chrono.cli.command import command
from chrono.cli.options import WITHOUT_HISTORY, spec
from chrono.cli.prompts import can_ask, require_consent
from chrono.cli.session import Session
from chrono.cli.write_options import WholeLedgerOptions, diff, write_lines
from chrono.errors import Cancelled
from chrono.files.disk.journal import Journal
from chrono.files.write.apply import PendingChange
from chrono.files.write.ledger_files import LedgerFiles
from chrono.files.write.transaction import transaction
from chrono.files.write.undo import saved_change, take_back, was_interrupted


@command(option_help=WITHOUT_HISTORY)
def undo(
    session: Session,
    writing: WholeLedgerOptions,
    yes: Annotated[bool, spec("--yes -y", None, "Skip the confirmation.")] = False,
) -> None:
    """Undo the last change that chrono made, and show it as a diff.

    If a file has been changed since, nothing is undone. To redo the change, run `chrono undo`
    again. Earlier changes cannot be undone.

    chrono undo --dry-run
        Show what would be undone.
    chrono undo --yes
        Undo the change without a question.
    """
    writing.refuse_unwritable(session)
    if was_interrupted(session.located.paths):
        if not writing.dry_run:
            transaction(
                session.located.paths, lambda files: None, wait=writing.wait, say=session.note_now
            )
        would = "would be" if writing.dry_run else "is"
        session.note(f"an interrupted change {would} undone")
        return
    confirmed: Journal | None = None
    if not yes and not writing.dry_run:
        confirmed = saved_change(LedgerFiles.read(session.located.paths))
        pending = transaction(
            session.located.paths, take_back, wait=writing.wait, say=session.note_now,
            dry_run=True,
        )  # fmt: skip
        if can_ask():
            write_lines(diff(pending))
        require_consent("Undo this change?", "nothing was undone")

    def make(files: LedgerFiles) -> None:
        if confirmed not in (None, saved_change(files)):
            changed = "the ledger was changed by someone else in the meantime"
            raise Cancelled(f"{changed}; nothing was undone")
        take_back(files)

    def answer(pending: PendingChange) -> Iterable[str]:
        if not writing.dry_run:
            session.note("the last change is undone; to redo it, run `chrono undo`")
        return () if confirmed else diff(pending)

    writing.transaction(session, make, answer, findings=False)
