"""Wait until a file is saved."""

from __future__ import annotations

import os
import time
from collections.abc import Iterable, Mapping

INTERVAL = 0.1
"""The time between two checks of the files [s]. Network drives do not report changes."""
_SETTLED = 0.05
"""The time without a change after which a file counts as saved [s]."""

FileStates = Mapping[str, tuple[int, ...] | None]
"""For each path, numbers that change if the file is saved or replaced, or None without a file."""


def states(paths: Iterable[str]) -> FileStates:
    """Return the state of each file in `paths`, and of each folder that contains these files.

    A state is a tuple of numbers that change when the file is saved, or None for a missing file.
    """
    files = {*paths}
    folders = {os.path.dirname(path) or os.curdir for path in files}
    return {path: _state(path) for path in sorted(files | folders)}


def _state(path: str) -> tuple[int, ...] | None:
    try:
        found = os.stat(path)
    except OSError:
        return None
    return found.st_mtime_ns, found.st_ctime_ns, found.st_size, found.st_ino


def wait_for_change(known: FileStates) -> None:
    """Wait until a file has been saved. `known`: the states of the files before the change."""
    while (now := {path: _state(path) for path in known}) == known:
        time.sleep(INTERVAL)
    while True:
        time.sleep(_SETTLED)
        before, now = now, {path: _state(path) for path in known}
        if now == before:
            return
