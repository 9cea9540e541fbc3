"""`chrono remove`: remove an entry from the ledger."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from typing import Annotated

from chrono.cli.command import command
from chrono.cli.options import WITHOUT_HISTORY, argument, spec
from chrono.cli.prompts import require_consent
from chrono.cli.session import Session
from chrono.cli.write_options import ENTRY_HELP, WriteOptions
from chrono.core.english import plural
from chrono.core.references import referrers
from chrono.errors import Cancelled, UsageError, WriteError
from chrono.files.write.apply import PendingChange
from chrono.files.write.entry import Entry
from chrono.files.write.ledger_files import LedgerFiles


@command(option_help=WITHOUT_HISTORY)
def remove(
    session: Session,
    writing: WriteOptions,
    id: Annotated[str, argument("ID", ENTRY_HELP)],
    yes: Annotated[bool, spec("--yes -y", None, "Skip the confirmation.")] = False,
) -> None:
    """Remove an entry and print it.

    To restore the entry, save the printed text in a file, and run `chrono add --toml FILE`. You
    cannot remove an entry that other entries refer to.

    chrono remove 2025-12-15-defence-policy-talks --yes > removed.toml
        Remove an event, and save the removed text.
    chrono remove 2025-12-15-defence-policy-talks --dry-run
        Show what would be removed, without removing it.
    """
    writing.refuse_unwritable(session)
    confirmed: str | None = None
    if not yes and not writing.dry_run:
        entry = _unreferenced(LedgerFiles.read(session.located.paths), id)
        confirmed, title = entry.text(), entry.fields.get("title", "")
        label = f'"{title}", {entry.id}' if title else f"the {entry.noun} {entry.id}"
        lines = plural(len(confirmed.splitlines()), "line")
        require_consent(f"Remove {label} ({lines})?", "nothing was removed")

    def make(files: LedgerFiles) -> None:
        entry = _unreferenced(files, id)
        if confirmed not in (None, entry.text()):
            changed = f"{entry.id} was changed by someone else in the meantime"
            raise Cancelled(f"{changed}; nothing was removed")
        entry.remove()

    def answer(pending: PendingChange) -> Iterable[str]:
        (entry,) = pending.files.entries.values()
        if getattr(sys.stdout, "name", None) == os.devnull:  # `main` opens this if it was closed
            why = "cannot print the entry, since standard output is closed"
            raise WriteError(f"nothing was removed: {why}")
        if not id.endswith(entry.id):
            session.note(f'"{id}" means {entry.id}')
        return (entry.text().removesuffix("\n") + "\n").splitlines(keepends=True)

    writing.transaction(session, make, answer)


def _unreferenced(files: LedgerFiles, id: str) -> Entry:
    ledger, entry = files.ledger, files.entry(id)
    if entry.kind == "ledger":
        raise UsageError("cannot remove the [ledger] table; to change it, run `chrono edit ledger`")
    if names := referrers(ledger, entry.kind, entry.id):
        remedy = "first remove or replace each reference with `chrono edit`"
        raise UsageError(f'cannot remove "{entry.id}": {"; ".join(names)}; {remedy}')
    return entry
