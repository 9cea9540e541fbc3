"""Functions for system calls that Windows does not have, with replacements for Windows."""

from __future__ import annotations

import os


def user_id() -> int:
    """Return the number of the user who runs chrono.

    On Windows, the result is 0, and the owner of every file is 0, too.
    """
    return os.geteuid() if hasattr(os, "geteuid") else 0


def open_to_read(path: str | os.PathLike[str]) -> int:
    """Open the file at `path` for reading. Return the descriptor of the file.

    The function does not follow a symbolic link at `path`, and does not wait for a pipe.
    """
    flags = ("O_NOFOLLOW", "O_NONBLOCK")
    return os.open(path, os.O_RDONLY | sum(getattr(os, flag, 0) for flag in flags))
