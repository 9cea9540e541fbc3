"""Change a ledger in one transaction: lock, read, change, check and replace its files."""

from __future__ import annotations

import os
import shlex
import stat
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path as FilePath
from typing import Any

import tomli

from chrono.core.same_value import same_value
from chrono.core.sentences import INVALID_CHARACTER, cannot_write
from chrono.errors import LedgerError, Problem, UsageError, WriteError
from chrono.files.disk.atomic import FileChanged, remove_leftovers, replace
from chrono.files.disk.commit import Replacement, replace_all, restore
from chrono.files.disk.journal import interrupted
from chrono.files.disk.locate import PACKAGE
from chrono.files.disk.lock import lock_files, wait_until_saved
from chrono.files.disk.portable import user_id
from chrono.files.format.keys import noun
from chrono.files.index.load import remember_valid
from chrono.files.read.diagnostics import Diagnostics
from chrono.files.read.resolve import Resolver
from chrono.files.read.source_files import SourceFile, expand, gather, open_file
from chrono.files.read.text import STDIN, label
from chrono.files.toml.blocks import Path
from chrono.files.toml.set_value import Unwritable
from chrono.files.write.apply import FileChange, InvalidChange, Located, PendingChange, apply
from chrono.files.write.ledger_files import LedgerFiles, is_same_file

Make = Callable[[LedgerFiles], object]
"""A function that changes the files. The function is called again if a file changes on the disk."""

BUNDLED = (
    "the bundled ledger is read-only; to make a new ledger, run `chrono init`; to copy the bundled "
    "ledger, run `chrono init --from-shipped`"
)
"""The message for an attempt to change the bundled ledger."""


def transaction(
    paths: Sequence[str],
    make: Make,
    *,
    to: str | None = None,
    wait: float = 60,
    say: Callable[[str], None],
    ready: Callable[[PendingChange], None] = lambda pending: None,
    dry_run: bool = False,
) -> PendingChange:
    """Change the ledger at `paths`, and return the change."""
    if dry_run:
        wait_until_saved(expand(paths), wait)
        pending = _verified_change(paths, make, to)
        ready(pending)
        return pending
    refuse_unwritable(paths)
    locked = {*paths, *([to] if to is not None else [])}
    while True:
        expanded = expand(paths)
        locked.update(expanded)
        with lock_files(locked, wait, say):
            wait_until_saved(locked, wait)
            if more := _to_restore(locked) - {*map(os.path.realpath, locked)}:
                locked |= more  # all files of an interrupted change are restored together
                continue
            if _restored(locked, say):
                continue
            pending = _verified_change(paths, make, to)
            names = {os.path.realpath(change.before.name) for change in pending.changes}
            read = {os.path.realpath(file.name) for file in pending.files.source_files}
            names |= _to_restore(read)
            if not names <= {*map(os.path.realpath, locked)}:
                locked |= names  # included files: lock them, and begin again
            elif pending.changes_nothing:
                ready(pending)
                _replace_beside(pending)
                return pending
            elif _replace(pending, ready, say):
                remember_valid(expanded, pending.source_files, pending.ledger)
                return pending


def _to_restore(names: Iterable[str]) -> set[str]:
    """Return the real paths of the existing files in interrupted changes of any of the files."""
    changes = interrupted({*map(os.path.realpath, names)})
    return {one.path for change in changes for one in change.saved if os.path.isfile(one.path)}


def _restored(names: Iterable[str], say: Callable[[str], None]) -> bool:
    """Undo an interrupted change of several files. Return whether any file was restored."""
    try:
        restored = restore(names, say)
    except OSError as error:
        name = error.filename2 or error.filename or "the ledger"
        raise WriteError(cannot_write(name, error)) from None
    _remove_leftovers(restored, say)
    return bool(restored)


def _remove_leftovers(paths: Iterable[FilePath], say: Callable[[str], None]) -> None:
    for folder in dict.fromkeys(path.parent for path in paths):
        for leftover in remove_leftovers(folder):
            say(
                f"{leftover} is left from an interrupted write and may contain text saved by "
                "another program; check it, then delete it"
            )


def refuse_unwritable(paths: Sequence[str]) -> None:
    """Raise an error if the ledger at `paths` cannot be changed."""
    for path in paths:
        if path == STDIN:
            raise WriteError("cannot write to standard input; name the file with -f")
        if not os.path.exists(path):
            missing = "cannot read this file: no such file or directory"
            if not os.path.islink(path):
                missing += f"; to create it, run `chrono init {shlex.quote(path)}`"
            raise LedgerError([Problem(path, 0, missing, "file")])
        if is_same_file(path, str(PACKAGE / "events.toml")):
            raise WriteError(BUNDLED)
        if not os.path.isfile(path) and not os.path.isdir(path):
            raise WriteError(cannot_write(path, "not a regular file"))


def _verified_change(paths: Sequence[str], make: Make, to: str | None) -> PendingChange:
    files = LedgerFiles.read(paths)
    try:
        make(files)
        pending = verify(files, apply(files))
    except Unwritable as error:
        raise WriteError(f"nothing was changed: {error}; edit the file in an editor") from None
    except Exception:
        # The reason may be that the ledger is invalid: if so, raise the ledger's own errors.
        _ = files.ledger
        raise
    for name in (change.before.name for change in pending.changes):
        if to is not None and files.to is None and not is_same_file(name, to):
            raise UsageError(f"--to {to}: this entry is in {name}; use --to {name}")
    return pending


def verify(files: LedgerFiles, pending: PendingChange) -> PendingChange:
    """Check the new texts, and return `pending` with the changed ledger."""
    new_files = {change.before.name: _file_with_intended_data(change) for change in pending.changes}
    diagnostics = Diagnostics()
    source_files = [new_files.get(file.name, file) for file in files.source_files]
    heads = [(one.before.data.get("ledger"), one.data.get("ledger")) for one in pending.changes]
    if files.file_names and any(old != new for old, new in heads):
        known = {os.path.realpath(file.name): file for file in source_files}

        def opened(name: str) -> SourceFile:
            return known.get(os.path.realpath(label(name))) or open_file(name)

        try:  # [ledger] may include other files now, or need a newer chrono
            source_files = gather(files.file_names, diagnostics, opened)
        except LedgerError as error:
            raise UsageError(*(problem.message for problem in error.problems)) from None
    ledger = Resolver(source_files, diagnostics).build()
    if diagnostics:
        changed = {new_files[change.before.name]: change.paths for change in pending.changes}
        raise _invalid(diagnostics, changed, files.source_files)
    return pending._replace(ledger=ledger, source_files=source_files)


def _file_with_intended_data(change: FileChange) -> SourceFile:
    name = change.before.name
    try:
        new = SourceFile(name, change.text, tomli.loads(change.text), change.content)
    except UnicodeEncodeError:
        raise UsageError(INVALID_CHARACTER) from None
    except (ValueError, RecursionError):
        new = None
    if new is None or (new.data != change.data and not same_value(new.data, change.data)):
        raise WriteError(
            f"chrono cannot edit {name} safely; nothing was changed; use a text editor"
        )
    return new


def _invalid(
    diagnostics: Diagnostics,
    changes: Mapping[SourceFile, Sequence[Path]],
    before: Sequence[SourceFile],
) -> InvalidChange:
    sentences: list[str] = []
    problems: list[Located] = []
    is_single = sum(map(len, changes.values())) == 1
    for source_file, path, message in diagnostics.unique():
        kind, id = None, None
        is_changed = False
        if source_file is not None and source_file in (*changes, *before):
            kind, id = _kind_and_id(source_file.data, path)
            is_changed = not {*changes.get(source_file, ())}.isdisjoint((path[:1], path[:2]))
        problems.append((kind, id, message) if is_changed else (None, None, message))
        if source_file is None or (is_changed and is_single):
            sentences.append(message)
        elif kind is None:  # in a newly included file
            sentences.append(f"{source_file.name}:{source_file.line(path)}: {message}")
        elif len(path) < 2 or kind == "ledger" or not id:
            sentences.append(f"[{kind}]: {message}")
        else:
            sentences.append(f'the {noun(kind)} "{id}": {message}')
    return InvalidChange(problems, sentences)


def _kind_and_id(data: Mapping[str, Any], path: Path) -> tuple[str, str]:
    kind, step, *_ = *path, "ledger"
    id = data[str(kind)][step].get("id", "") if isinstance(step, int) else step
    return str(kind), str(id)


def _replace(
    pending: PendingChange, ready: Callable[[PendingChange], None], say: Callable[[str], None]
) -> bool:
    """Replace the files by the new texts. Return False if a file has changed since it was read."""
    changes = {
        FilePath(os.path.realpath(change.before.name)): change
        for change in pending.changes
        if not change.changes_nothing
    }
    name = ""
    try:
        for path, change in changes.items():
            name = change.before.name
            _refuse_read_only(name, path)
            if path.stat().st_nlink > 1:
                say(f"{name} has another name (a hard link), which keeps the earlier text")
        _remove_leftovers(changes, say)
        replacements = [
            Replacement(path, change.content, change.before.content)
            for path, change in changes.items()
        ]
        for name, content in pending.files.beside.items():
            path = FilePath(name)
            if not path.exists():
                path.write_bytes(b"\n")  # an empty file may be one that a program is saving
            if (before := path.read_bytes()) != content:
                replacements.append(Replacement(path, content, before))
        is_replaced = replace_all(replacements, lambda: ready(pending), pending.files.head, say)
        _remove_empty(pending)
        return is_replaced
    except FileChanged as error:
        raise WriteError(
            f"{changes[error.args[0]].before.name} was changed by another program; nothing was "
            "written; try again"
        ) from None
    except OSError as error:
        failed = changes.get(FilePath(error.filename or ""))
        raise WriteError(cannot_write(failed.before.name if failed else name, error)) from None


def _replace_beside(pending: PendingChange) -> None:
    """Write the files beside the ledger, without a change that `undo` could take back."""
    for name, content in pending.files.beside.items():
        try:
            replace(FilePath(name), content)
        except OSError as error:
            raise WriteError(cannot_write(name, error)) from None
    _remove_empty(pending)


def _remove_empty(pending: PendingChange) -> None:
    for path in map(FilePath, pending.files.beside):
        if path.exists() and path.stat().st_size < 2:
            path.unlink()


def _refuse_read_only(name: str, path: FilePath) -> None:
    file, folder = path.stat(), path.parent.stat()
    if not file.st_mode & 0o222 or not os.access(path, os.W_OK):
        raise WriteError(f"{name} is read-only; nothing was changed")
    is_own = user_id() in (0, file.st_uid, folder.st_uid)
    if folder.st_mode & stat.S_ISVTX and not is_own:
        raise WriteError(
            f"{name} belongs to another user, and only its owner can replace it in this folder"
        )
