"""Replace several files in one step: all or none, even if the process is killed.

First, a journal with the old contents of all files is saved in the user's state folder. Then the
files are replaced one after another. Renaming the journal completes the change, and makes it the
journal of the ledger's last change, which `chrono undo` takes back.

Until then, chrono reads the old contents. The next command that writes restores the files. Other
programs read the files on the disk, which may be old or new.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from contextlib import ExitStack, closing, suppress
from pathlib import Path
from typing import NamedTuple

from chrono.errors import WriteError, reason
from chrono.files.disk.atomic import (
    TemporaryFile,
    remove_leftovers,
    rename,
    replace,
    sync_folder,
)
from chrono.files.disk.journal import (
    FINISHED,
    Journal,
    Saved,
    changed_since,
    digest,
    encoded,
    folder,
    interrupted,
    journals,
    path_of,
    paths_in,
    unfinished,
)

_KEPT = 100
"""The maximum number of ledgers whose last change can be undone."""


class Replacement(NamedTuple):
    """A file to replace.

    - `raw`: the new content
    - `expected`: the content that the file must still have
    """

    target: Path
    raw: bytes
    expected: bytes


def replace_all(
    replacements: Sequence[Replacement],
    ready: Callable[[], None],
    head: str,
    say: Callable[[str], None],
) -> bool:
    """Replace the contents of all files, or of none. The modes, owners and attributes stay.

    Return False, and change nothing, if a file does not have the expected content, or if another
    program is saving it.

    - `ready`: a function that is called just before the first file is replaced
    - `head`: the real path of the ledger's first file
    - `say`: a function that shows a message if the change cannot be undone later

    Raises FileChanged if another program changes a file after this check. Raises OSError if a file
    cannot be written. Raises WriteError if the earlier contents of several files cannot be saved,
    or if a file cannot be restored after one of these errors.
    """
    saved = [Saved(str(one.target), digest(one.raw), one.expected) for one in replacements]
    if len(replacements) == 1:
        if is_replaced := replace(*replacements[0], ready=ready):
            try:
                replace(path_of(head, make=True), encoded(saved), private=True)
            except OSError as error:
                say(f"this change cannot be undone: {_cannot_save(error)}")
        _tidy()
        return is_replaced
    with ExitStack() as stack:
        files = [stack.enter_context(closing(TemporaryFile(*one))) for one in replacements]
        for file in files:
            file.fill()
        if not all(file.may_replace(file.path) for file in files):
            return False
        try:
            last = path_of(head, make=True)
            journal = stack.enter_context(closing(TemporaryFile(last, encoded(saved))))
            journal.fill(private=True)
        except OSError as error:
            raise WriteError(f"nothing was changed: {_cannot_save(error)}") from None
        ready()
        try:
            journal.link(str(unfinished(last)))
        except FileExistsError:  # it has text that nobody has looked at
            changed = paths_in(unfinished(last))
            raise WriteError(*(changed_since(one, unfinished(last)) for one in changed)) from None
        except OSError as error:
            raise WriteError(f"nothing was changed: {_cannot_save(error)}") from None
        _replace_each(files, last)
    _tidy()
    return True


def _replace_each(files: Sequence[TemporaryFile], last: Path) -> None:
    journal = unfinished(last)
    try:
        sync_folder(journal.parent)
        for file in files:
            file.take_place()
        _sync(file.path for file in files)
        rename(str(journal), str(last))
    except BaseException:  # Ctrl-C too
        if journal.exists():
            _put_back(files, journal)
        raise
    sync_folder(journal.parent)


def _put_back(files: Sequence[TemporaryFile], journal: Path) -> None:
    # If this fails, the journal stays, so that the next writer can restore the files.
    if changed := [str(file.path) for file in files if not file.put_back()]:
        raise WriteError(*(changed_since(path, journal) for path in changed))
    _sync(file.path for file in files)
    journal.unlink()


def _sync(paths: Iterable[Path]) -> None:
    for one in dict.fromkeys(path.parent for path in paths):
        sync_folder(one)


def _cannot_save(error: OSError) -> str:
    place = error.filename or error.filename2 or "the user's state folder"
    return f"cannot save the earlier text in {place}: {reason(error)}"


def _tidy() -> None:
    """Delete the journals of ledgers that no longer exist, and those of the oldest changes."""
    with suppress(OSError):
        remove_leftovers(folder())
        finished = [folder() / name for name in journals() if FINISHED.fullmatch(name)]
        finished.sort(key=lambda path: path.stat().st_mtime)
        for number, path in enumerate(finished):
            if number < len(finished) - _KEPT or not any(map(os.path.lexists, paths_in(path))):
                path.unlink(missing_ok=True)


def restore(names: Iterable[str], say: Callable[[str], None]) -> list[Path]:
    """Restore the files `names` if a change of them was interrupted. Return the replaced files.

    The caller must have locked the files. A file that was changed after the interruption stays
    unchanged. `say`: a function that shows a message on each file. Raises OSError if a file cannot
    be written.
    """
    paths = {*map(os.path.realpath, names)}
    return [path for journal in interrupted(paths) for path in _restored(journal, paths, say)]


def _restored(journal: Journal, paths: set[str], say: Callable[[str], None]) -> list[Path]:
    left, replaced = [], []
    for one in journal.saved:
        path = Path(one.path)
        try:
            content = path.read_bytes() if one.path in paths else None
        except FileNotFoundError:
            content = None
        if content is None:
            left.append(one)
        elif digest(content) == one.digest and replace(path, one.raw, content):
            replaced.append(path)
            say(
                f"{path} has its earlier text again, since a change of several files was "
                "interrupted"
            )
        elif content != one.raw:
            left.append(one)
            say(changed_since(one.path, journal.path))
    if not left:
        journal.path.unlink()
    elif len(left) < len(journal.saved):
        replace(journal.path, encoded(left), private=True)
    return replaced
