"""Take back the last change of a ledger."""

from __future__ import annotations

import os
from collections.abc import Sequence

import tomli

from chrono.errors import UsageError, WriteError
from chrono.files.disk.journal import Journal, digest, interrupted, last_change
from chrono.files.read.text import decode
from chrono.files.write.ledger_files import LedgerFiles


def saved_change(files: LedgerFiles) -> Journal:
    """Return the journal of the last change of a ledger. Raises UsageError if there is none."""
    if (journal := last_change(files.head)) is None:
        name = min((os.path.relpath(files.head), files.head), key=len)
        raise UsageError(f"nothing to undo: no change of {name} by chrono is saved")
    return journal


def was_interrupted(paths: Sequence[str]) -> bool:
    """Return whether a change of several files of the ledger at `paths` was interrupted."""
    files = LedgerFiles.read(paths).source_files
    return bool(interrupted({os.path.realpath(file.name) for file in files}))


def take_back(files: LedgerFiles) -> None:
    """Give each file that the last change has changed its earlier text, but write nothing."""
    _ = files.ledger  # raises the errors that the ledger has before the change
    by_path = {os.path.realpath(file.name): file for file in files.source_files}
    journal = saved_change(files)
    for saved in journal.saved:
        if os.path.basename(saved.path).startswith(".latest."):
            files.beside[saved.path] = saved.raw
            continue
        if (file := by_path.get(saved.path)) is None:
            raise WriteError(f"nothing was undone: {saved.path} is no longer part of this ledger")
        if digest(file.content) != saved.digest:
            since = "has been changed since chrono last changed it"
            raise WriteError(f"nothing was undone: {file.name} {since}; edit the file instead")
        text = decode(file.name, saved.raw)
        files.rewrite(file, text, tomli.loads(text))
