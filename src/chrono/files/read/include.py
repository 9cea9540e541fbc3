"""The files that a pattern under `include` matches."""

from __future__ import annotations

import errno
import fnmatch
import glob
import os
import stat
from collections.abc import Iterator, Sequence
from pathlib import PurePath

MOST_FOLDERS = 20_000
"""The largest number of folders that one pattern is looked for in."""


def matching(folder: str, pattern: str) -> list[str]:
    """The sorted names of what a pattern, relative to a folder, matches.

    `**` is a folder and every folder below it. As in a shell, only a pattern that begins with a
    dot matches a hidden name. Every folder is entered once, however many links lead to it. Raises
    OSError where a folder cannot be read, since a file that belongs to the ledger may be in it.
    """
    path = PurePath(pattern)
    steps = path.parts[1:] if path.anchor else path.parts
    return sorted(set(map(os.path.normpath, _walk(path.anchor or folder, steps))))


def _walk(start: str, steps: Sequence[str]) -> Iterator[str]:
    """What the steps of a pattern match below a folder."""
    entered: set[tuple[int, int, int]] = set()
    left = [(start, steps)]
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
            raise OSError(
                errno.E2BIG, f"It has more than {MOST_FOLDERS:,} folders", start or os.curdir
            )
        deeper = [os.path.join(folder, name) for name, is_folder in inside if is_folder]
        if step == "**":
            left += [(one, [step, *rest]) for one in reversed(deeper)]
            if rest:
                left.append((folder, rest))
        elif rest:
            left += [(one, rest) for one in reversed(deeper)]
        if not rest:
            yield from (
                os.path.join(folder, name)
                for name, is_folder in inside
                if step != "**" or not is_folder
            )


def _inside(folder: str, step: str) -> Iterator[tuple[str, bool]]:
    """What one step of a pattern matches in a folder: names, and whether each is a folder's."""
    if not glob.has_magic(step):
        path = os.path.join(folder, step)
        os.lstat(path)  # a link that leads nowhere is there, too
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
                yield entry.name, _is_folder(entry)


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError as error:
        if error.errno != errno.ELOOP:  # a link to itself leads to no folder
            raise
        return False
