"""Save the content that files had before a change, in the user's state folder.

- The journal of the last change of a ledger serves `chrono undo`.
- The journal of an unfinished change of several files exists until all files are replaced. As long
  as it exists, chrono reads the earlier contents.

No file beside a ledger is a journal, since anybody can put a file into a repository.
"""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from chrono.files.disk.locate import user_folder
from chrono.files.disk.portable import open_to_read, user_id

FINISHED = re.compile("[0-9a-f]{64}")
"""The name of the journal of a ledger's last change."""

_FOLDER = "changes"
_UNFINISHED = ".unfinished"


class InterruptedChange(UserWarning):
    """The warning that chrono reads the earlier content of a file, since a change of several files
    was interrupted.
    """


class ChangedSince(Exception):
    """The error that a file was changed after a change of several files was interrupted."""


class Saved(NamedTuple):
    """The content of a file before a change.

    - `path`: the real path of the file
    - `digest`: the hash of the new content
    - `raw`: the old content
    """

    path: str
    digest: str
    raw: bytes


class Journal(NamedTuple):
    """The file at `path`, with the contents of all files before one change."""

    path: Path
    saved: Sequence[Saved]


def digest(raw: bytes) -> str:
    """Return the SHA-256 hash of `raw`, in hexadecimal."""
    from hashlib import sha256

    return sha256(raw).hexdigest()


def encoded(saved: Sequence[Saved]) -> bytes:
    """Return the bytes of a journal: a line about the files as JSON, then the contents."""
    import json

    head = [[one.path, one.digest, len(one.raw)] for one in saved]
    return b"".join([json.dumps(head).encode(), b"\n", *(one.raw for one in saved)])


def _decoded(content: bytes) -> list[Saved]:
    import json  # slow to import

    head, _, rest = content.partition(b"\n")
    saved = []
    for path, digest, size in json.loads(head):
        if not (isinstance(path, str) and isinstance(digest, str) and 0 <= size <= len(rest)):
            raise ValueError
        saved.append(Saved(path, digest, rest[:size]))
        rest = rest[size:]
    if rest:
        raise ValueError
    return saved


def folder(make: bool = False) -> Path:
    """Return the folder of the journals, which only the user can read and change.

    `make`: whether to create the folder. Raises OSError if there is no such folder.
    """
    if (state := user_folder("state")) is None:
        raise FileNotFoundError("the user's home folder")
    path = Path(state, _FOLDER)
    if make:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.mkdir(mode=0o700, exist_ok=True)
    status = path.lstat()
    is_private = not status.st_mode & 0o022 or os.name == "nt"
    if not (stat.S_ISDIR(status.st_mode) and status.st_uid == user_id() and is_private):
        raise PermissionError(1, "it is not a folder that only you can change", str(path))
    return path


def path_of(head: str, make: bool = False) -> Path:
    """Return the path of the journal of a ledger's last change. For errors, see `folder`.

    `head`: the real path of the ledger's first file.
    """
    return folder(make) / digest(os.fsencode(head))


def unfinished(journal: Path) -> Path:
    """Return the path that a journal has while its change is not finished."""
    return journal.with_name(journal.name + _UNFINISHED)


def _read(path: Path) -> tuple[Journal, bool] | None:
    """Return a journal, and whether another process is making its change.

    The result is None if the file is missing, damaged or owned by another user.
    """
    try:
        with open(open_to_read(path), "rb") as file:
            status = os.fstat(file.fileno())
            if not stat.S_ISREG(status.st_mode) or status.st_uid != user_id():
                return None
            return Journal(path, _decoded(file.read())), _is_locked(file.fileno())
    except (OSError, TypeError, ValueError):
        return None


def paths_in(journal: Path) -> list[str]:
    """Return the paths of the files in a journal, or [] if the journal is damaged."""
    found = _read(journal)
    return [saved.path for saved in found[0].saved] if found else []


def _is_locked(number: int) -> bool:
    try:
        import fcntl

        fcntl.flock(number, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except (ImportError, OSError):
        pass
    return False


def last_change(head: str) -> Journal | None:
    """Return the journal of the last change of a ledger, or None if there is none.

    `head`: the real path of the ledger's first file.
    """
    with suppress(OSError):
        if found := _read(path_of(head)):
            return found[0]
    return None


def journals() -> list[str]:
    """Return the names of all files in the folder of the journals."""
    try:
        return sorted(os.listdir(folder()))
    except OSError:
        return []


def _unfinished_changes() -> Iterator[tuple[Journal, bool]]:
    for name in journals():
        if name.endswith(_UNFINISHED) and (found := _read(folder() / name)):
            yield found


def interrupted(paths: set[str]) -> list[Journal]:
    """Return the journals of unfinished changes of files with the real paths `paths`.

    If the caller has locked these files, no other process is making the changes.
    """
    changes = (journal for journal, _ in _unfinished_changes())
    return [one for one in changes if not paths.isdisjoint(saved.path for saved in one.saved)]


def saved_content(name: str, content: bytes) -> bytes:
    """Return the content to use for the file `name`, whose bytes are `content`.

    If an unfinished change of several files wrote these bytes, the result is the earlier content.
    Warns of an interrupted change. Raises ChangedSince if the bytes belong neither before nor after
    such a change: with the earlier texts of the other files, they might make a wrong ledger.
    """
    for journal, is_running in _unfinished_changes():
        for saved in journal.saved:
            if saved.path != os.path.realpath(name) or content == saved.raw:
                continue
            if saved.digest != digest(content):
                if not is_running:
                    raise ChangedSince(changed_since("this file", journal.path))
            else:
                if not is_running:
                    import warnings

                    what = f"a change of {len(journal.saved)} files was interrupted"
                    message = f"{what}; using the earlier text of {name}, until a command writes"
                    warnings.warn(InterruptedChange(message), stacklevel=2)
                return saved.raw
    return content


def changed_since(path: str, journal: Path) -> str:
    """Return the message that the file `path` was changed after its change was interrupted."""
    return (
        f"{path} was changed after an interrupted change of several files; its earlier content, "
        f"below a line about the change, is in {journal}; check it, then delete it"
    )
