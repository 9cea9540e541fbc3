"""Rename an entry of the ledger, in all files at once."""

from __future__ import annotations

from lsprotocol import types

from chrono.errors import UsageError
from chrono.files.write.apply import apply
from chrono.files.write.rename import rename, undeclared
from chrono.files.write.transaction import verify
from chrono.lsp.analysis import Analysis
from chrono.lsp.cursor import Cursor
from chrono.lsp.documents import Document
from chrono.lsp.edits import ledger_files, workspace_edit
from chrono.lsp.targets import is_declared, target_at


def prepared(
    document: Document, cursor: Cursor, analysis: Analysis
) -> types.PrepareRenamePlaceholder | None:
    """Return the range of the word at the cursor, with the id to rename.

    Return None if the word does not refer to a declared entry.
    """
    target = target_at(cursor, analysis)
    if target is None or not is_declared(target, analysis):
        return None
    range = document.positions.range(cursor.start, cursor.end)
    return types.PrepareRenamePlaceholder(range, target.id)


def renamed(
    cursor: Cursor, analysis: Analysis, new: str, versioned: bool
) -> types.WorkspaceEdit | None:
    """Return the edits that `chrono rename` would make, or None if no entry is at the cursor.

    Raises UsageError if the ledger has errors, or if `chrono rename` would fail.
    """
    if (target := target_at(cursor, analysis)) is None:
        return None
    if analysis.invalid:
        raise UsageError(f"cannot rename: {analysis.invalid}")
    if target.kind == "actors" and not is_declared(target, analysis):
        raise UsageError(undeclared(target.id))
    files = ledger_files(analysis)
    rename(files, f"{target.kind}.{target.id}", new)
    pending = verify(files, apply(files))
    return workspace_edit(pending.changes, analysis, versioned)
