"""Find the files that a ledger includes, by the names and patterns under the key `include`."""

from __future__ import annotations

import errno
import fnmatch
import glob
import os
from collections.abc import Hashable, Iterator, Sequence
from contextlib import suppress
from pathlib import PurePath

from chrono.core.names import did_you_mean
from chrono.core.sentences import cannot_read
from chrono.files.read.diagnostics import Place
from chrono.files.read.source_files import toml_files
from chrono.files.read.storage import DISK, Storage

MOST_FOLDERS = 20_000
"""The maximum number of folders that are searched for one pattern."""


def included(
    pattern: str, place: Place, including: Sequence[str], storage: Storage = DISK
) -> list[str]:
    """Return the paths of the files that match a pattern, and report problems at `place`.

    `including`: the real paths of files to leave out, such as the file with the key `include`.
    """
    # If the including file is not a regular file, paths are relative to the current folder.
    own = place.file.path
    folder = os.path.dirname(own) if storage.is_file(own) else ""
    path = os.path.normpath(os.path.join(folder, pattern))
    if "\0" in pattern:
        problem = "include contains a NUL character; remove it"
    elif glob.has_magic(pattern):
        return _matched(folder, pattern, place, including, storage)
    elif outside := storage.refusal(path):
        problem = f'include "{pattern}" {outside}'
    elif storage.real_path(path) in including:
        circle = "is circular: that file already includes this one; remove one of the two"
        problem = f'include "{pattern}" {circle}'
    elif storage.is_file(path):
        return [path]
    elif storage.is_folder(path):
        problem = f'include "{pattern}" is a folder; write "{pattern.rstrip("/")}/*.toml"'
    else:
        names: list[str] = []
        with suppress(OSError):
            names = toml_files(os.path.dirname(path), storage)
        hint = did_you_mean(os.path.basename(path), names)
        problem = f'include "{pattern}": file not found{hint}'
    place.error(problem, "include")
    return []


class _TooWide(Exception):
    """A pattern would search the root folder, or a folder above the including file's folder.

    The argument is the folder that it would search.
    """


def _contains(folder: str, own: str, storage: Storage) -> bool:
    """Return whether `folder` is the root, or is above the folder `own`."""
    place, below = storage.real_path(folder or os.curdir), storage.real_path(own or os.curdir)
    is_root = os.path.dirname(place) == place
    return is_root or (place != below and below.startswith(os.path.join(place, "")))


def _matched(
    folder: str, pattern: str, place: Place, including: Sequence[str], storage: Storage
) -> list[str]:
    try:
        paths = matching(folder, pattern, storage)
    except _TooWide as error:
        wide = storage.real_path(error.args[0] or os.curdir)
        is_root = os.path.dirname(wide) == wide
        what = "the whole computer" if is_root else f"{wide}, which contains the including file"
        place.error(f'include "{pattern}" searches {what}; write a folder before the *', "include")
        return []
    except OSError as error:
        why = cannot_read(error.filename or folder, error)
        place.error(f'include "{pattern}": {why}', "include")
        return []
    if all(storage.real_path(path) == including[-1] for path in paths):
        place.error(f'include "{pattern}" matches no files', "include")
    paths = [path for path in paths if storage.real_path(path) not in including]
    for path in paths:
        if storage.exists(path) and not storage.is_file(path):
            message = f'include "{pattern}" matches {path}, which is not a regular file'
            place.error(message, "include")
    return [path for path in paths if storage.is_file(path) or not storage.exists(path)]


def matching(folder: str, pattern: str, storage: Storage = DISK) -> list[str]:
    """Return the sorted paths that match `pattern`, which is relative to `folder`.

    `**` matches a folder and every folder below it. As in a shell, a hidden name matches only a
    pattern that begins with a dot. Raises OSError if a folder cannot be read, and _TooWide if
    folders are searched in the root folder or in a folder above `folder`.
    """
    path, own = PurePath(pattern), folder
    start = path.anchor or folder
    found: set[str] = set()
    entered: set[tuple[int, Hashable]] = set()
    left = [(start, path.parts[1:] if path.anchor else path.parts)]
    while left:
        folder, (step, *rest) = left.pop()
        if glob.has_magic(step) and (rest or step == "**") and _contains(folder, own, storage):
            raise _TooWide(folder)
        try:
            key = (len(rest), storage.identity(folder))
            inside = [] if key in entered else sorted(_inside(folder, step, storage))
        except (FileNotFoundError, NotADirectoryError):
            continue
        entered.add(key)
        if len(entered) > MOST_FOLDERS:
            raise OSError(errno.E2BIG, f"more than {MOST_FOLDERS:,} folders", start or os.curdir)
        deeper = [os.path.join(folder, name) for name, is_folder in inside if is_folder]
        if step == "**":
            left += [(path, (step, *rest)) for path in reversed(deeper)]
            if rest:
                left.append((folder, tuple(rest)))
        elif rest:
            left += [(path, tuple(rest)) for path in reversed(deeper)]
        if not rest:
            names = [name for name, is_folder in inside if step != "**" or not is_folder]
            found.update(os.path.normpath(os.path.join(folder, name)) for name in names)
    return sorted(found)


def _inside(folder: str, step: str, storage: Storage) -> Iterator[tuple[str, bool]]:
    if not glob.has_magic(step):
        yield step, storage.entry(os.path.join(folder, step))
        return

    def matches(name: str) -> bool:
        hidden = name.startswith(".") and not step.startswith(".")
        return not hidden and fnmatch.fnmatch(name, step)

    yield from storage.entries(folder, matches)
