"""What Windows lacks, each with what is right in its place."""

from __future__ import annotations

import os


def user_id() -> int:
    """Return the user's number. On Windows, it is 0, and so is the number of each file's owner."""
    return os.geteuid() if hasattr(os, "geteuid") else 0


def open_to_read(path: str | os.PathLike[str]) -> int:
    """Return a descriptor of the file at `path`, without following a link or waiting for a pipe."""
    flags = ("O_NOFOLLOW", "O_NONBLOCK")
    return os.open(path, os.O_RDONLY | sum(getattr(os, flag, 0) for flag in flags))
