"""Find the files that a ledger includes, by a name or a pattern under `include`."""

from __future__ import annotations

import errno
import fnmatch
import glob
import os
import stat
from collections.abc import Iterator, Sequence
from pathlib import PurePath

from chrono.core.names import did_you_mean
from chrono.core.sentences import cannot_read
from chrono.files.read.diagnostics import Place
from chrono.files.read.source_files import toml_files

MOST_FOLDERS = 20_000
"""The maximum number of folders that are searched for one pattern."""


def included(pattern: str, place: Place, including: Sequence[str]) -> list[str]:
    """The paths of the files that match `pattern`, an element of `include`. Problems are reported.

    `place`: the place of the element; `including`: the real paths of the file with the element,
    which comes last, and of the files that include it. A pattern never matches these.
    """
    # If the including file is not a regular file, paths are relative to the current folder.
    name = place.file.name
    folder = os.path.dirname(name) if os.path.isfile(name) else ""
    path = os.path.normpath(os.path.join(folder, pattern))
    if "\0" in pattern:
        problem = "include contains a NUL character; remove it"
    elif _searches_everything(folder, pattern):
        problem = f'include "{pattern}" searches the whole computer; write a folder before **'
    elif glob.has_magic(pattern):
        return _matched(folder, pattern, place, including)
    elif os.path.realpath(path) in including:
        problem = (
            f'include "{pattern}" is circular: that file includes this one; remove one include'
        )
    elif os.path.isfile(path):
        return [path]
    elif os.path.isdir(path):
        problem = f'include "{pattern}" is a folder; write "{pattern.rstrip("/")}/*.toml"'
    else:
        hint = did_you_mean(os.path.basename(path), toml_files(os.path.dirname(path)))
        problem = f'include "{pattern}": file not found{hint}'
    place.error(problem, "include")
    return []


def _searches_everything(folder: str, pattern: str) -> bool:
    before, found, _ = f"{pattern}/".partition("**/")
    start = os.path.realpath(os.path.join(folder, before))
    return bool(found) and os.path.dirname(start) == start


def _matched(folder: str, pattern: str, place: Place, including: Sequence[str]) -> list[str]:
    try:
        paths = matching(folder, pattern)
    except OSError as error:
        why = cannot_read(error.filename or folder, error)
        place.error(f'include "{pattern}": {why}', "include")
        return []
    if all(os.path.realpath(path) == including[-1] for path in paths):
        place.error(f'include "{pattern}" matches no files', "include")
    paths = [path for path in paths if os.path.realpath(path) not in including]
    for path in paths:
        if os.path.exists(path) and not os.path.isfile(path):
            message = f'include "{pattern}" matches {path}, which is not a regular file'
            place.error(message, "include")
    return [path for path in paths if os.path.isfile(path) or not os.path.exists(path)]


def matching(folder: str, pattern: str) -> list[str]:
    """The sorted paths that match `pattern`, which is relative to `folder`.

    `**` is a folder and every folder below it. As in a shell, only a pattern that begins with a dot
    matches a hidden name. Every folder is entered once, even if several links lead to it. Raises
    OSError if a folder cannot be read, since a file of the ledger may be there.
    """
    path = PurePath(pattern)
    start = path.anchor or folder
    found: set[str] = set()
    entered: set[tuple[int, int, int]] = set()
    left = [(start, path.parts[1:] if path.anchor else path.parts)]
    while left:
        folder, (step, *rest) = left.pop()
        try:
            status = os.stat(folder or os.curdir)
            key = (len(rest), status.st_dev, status.st_ino)
            inside = [] if key in entered else sorted(_inside(folder, step))
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


def _inside(folder: str, step: str) -> Iterator[tuple[str, bool]]:
    if not glob.has_magic(step):
        path = os.path.join(folder, step)
        os.lstat(path)  # also finds a broken link
        try:
            is_folder = stat.S_ISDIR(os.stat(path).st_mode)
        except FileNotFoundError:
            is_folder = False
        yield step, is_folder
        return
    with os.scandir(folder or os.curdir) as entries:
        for entry in entries:
            hidden = entry.name.startswith(".") and not step.startswith(".")
            if not hidden and fnmatch.fnmatch(entry.name, step):
                try:
                    yield entry.name, entry.is_dir()
                except OSError as error:
                    if error.errno != errno.ELOOP:
                        raise
                    yield entry.name, False  # a link to itself is not a folder
