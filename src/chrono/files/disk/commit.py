"""Replace several files in one step: all or none, even if the process is killed.

First, the old content of each file is saved in a hidden file in the same folder. Then a marker file
is created, and the files are replaced one after another. Deleting the marker completes the change.

As long as the marker exists, chrono reads the old contents. The next command that writes restores
the files. Other programs read the files on the disk, which may be old or new.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Sequence
from contextlib import ExitStack, closing, suppress
from pathlib import Path
from typing import NamedTuple

from chrono.errors import WriteError
from chrono.files.disk.atomic import TemporaryFile, create, replace, sync_folder
from chrono.files.disk.backup import backup_path, digest, read_backup

_MARKER = ".chrono-change-"
"""The beginning of the name of a marker: a hidden file that lists the files with saved contents."""


class Replacement(NamedTuple):
    """A file to replace.

    - `raw`: the new content
    - `expected`: the content that the file must still have
    """

    target: Path
    raw: bytes
    expected: bytes


def replace_all(replacements: Sequence[Replacement], ready: Callable[[], None]) -> bool:
    """Replace the contents of all files, or of none. The modes, owners and attributes stay.

    Return False, and change nothing, if a file does not have the expected content, or if another
    program is saving it. `ready`: a function that is called just before the first file is replaced.

    - Raises FileChanged if another program changes a file after this check.
    - Raises OSError if a file cannot be written.
    - Raises WriteError if a file cannot be restored after one of these errors.
    """
    if len(replacements) == 1:
        return replace(*replacements[0], ready=ready)
    with ExitStack() as stack:
        files = [stack.enter_context(closing(TemporaryFile(*one))) for one in replacements]
        for file in files:
            file.fill()
        if not all(file.may_replace(file.path) for file in files):
            return False
        marker = files[0].path.parent / f"{_MARKER}{os.urandom(8).hex()}"
        backups: list[Path] = []
        stack.callback(_delete, backups)
        for file in files:
            backups.append(_saved(file, marker))
        ready()
        names = [os.path.relpath(backup, marker.parent) for backup in backups]
        try:
            create(marker, json.dumps(names).encode())
            for file in files:
                file.take_place()
            _sync(file.path for file in files)
            marker.unlink()
        except BaseException:  # Ctrl-C too
            if marker.exists():
                _put_back(files, marker, backups)
            raise
        sync_folder(marker.parent)
    return True


def _put_back(files: Sequence[TemporaryFile], marker: Path, backups: list[Path]) -> None:
    # If this fails, the marker and the backups stay, so that the next writer can restore the files.
    kept = backups.copy()
    backups.clear()
    if changed := [str(file.path) for file in files if not file.put_back()]:
        raise WriteError(*map(_changed_since, changed))
    _sync(file.path for file in files)
    marker.unlink()
    backups += kept


def _sync(paths: Iterable[Path]) -> None:
    for folder in dict.fromkeys(path.parent for path in paths):
        sync_folder(folder)


def _delete(paths: Iterable[Path]) -> None:
    for path in paths:
        with suppress(OSError):
            path.unlink()


def _saved(file: TemporaryFile, marker: Path) -> Path:
    assert file.expected is not None
    backup = Path(backup_path(str(file.path)))
    head = json.dumps([os.path.relpath(marker, backup.parent), digest(file.raw)])
    try:
        create(backup, f"{head}\n".encode() + file.expected, like=file.path)
    except FileExistsError:
        raise WriteError(_changed_since(str(file.path))) from None
    return backup


def restore(name: str, say: Callable[[str], None]) -> bool:
    """Restore the file `name` if a change was interrupted. Return whether the file was replaced.

    The caller must have locked the file. A file that was changed after the interruption stays
    unchanged, and `say` shows a message to the user. Raises OSError if the file cannot be written.
    """
    path = os.path.realpath(name)
    if (backup := read_backup(path)) is None:
        return False
    is_replaced = False
    marker = Path(backup.marker)
    if marker.exists():
        content = Path(path).read_bytes()
        if digest(content) == backup.digest:
            is_replaced = replace(Path(path), backup.raw, content)
        if not is_replaced and content != backup.raw:
            say(_changed_since(path))
            return False
    _delete([Path(backup_path(path))])
    with suppress(OSError, ValueError):
        others = [marker.parent / name for name in json.loads(marker.read_bytes())]
        if not any(map(os.path.lexists, others)):
            marker.unlink()
    return is_replaced


def _changed_since(path: str) -> str:
    return (
        f"{path} was changed after an interrupted change of several files; its earlier content, "
        f"below a line about the change, is in {backup_path(path)}; check it, then delete it"
    )
