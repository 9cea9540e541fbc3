"""Functions for system calls that Windows does not have, with replacements for Windows."""

from __future__ import annotations

import os


def user_id() -> int:
    """Return the number of the user who runs chrono. On Windows, all users and files have 0."""
    return os.geteuid() if hasattr(os, "geteuid") else 0


def open_to_read(path: str | os.PathLike[str]) -> int:
    """Return the descriptor of the file at `path`, opened for reading.

    Raises OSError for a symbolic link, except on Windows. Opening a pipe does not wait for a
    writer.
    """
    flags = ("O_NOFOLLOW", "O_NONBLOCK")
    return os.open(path, os.O_RDONLY | sum(getattr(os, flag, 0) for flag in flags))
