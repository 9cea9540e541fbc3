"""Read the content that files had before a change of several files was interrupted."""

from __future__ import annotations

import os
import stat
from typing import NamedTuple

from chrono.files.disk.portable import open_to_read, user_id

_PREFIX = ".chrono-before-"
"""The beginning of the name of a hidden file with saved content."""


class Backup(NamedTuple):
    """The content of a file before a change of several files, as saved in a hidden file.

    - `marker`: the path of the marker, a file that exists until the change is complete
    - `digest`: the hash of the new content
    - `raw`: the old content

    The first line of the hidden file is a JSON list of the marker's relative path and the hash.
    """

    marker: str
    digest: str
    raw: bytes


def backup_path(path: str) -> str:
    """Return the path of the hidden file that has the old content of the file at `path`."""
    folder, name = os.path.split(path)
    return os.path.join(folder, _PREFIX + name)


def read_backup(path: str) -> Backup | None:
    """Return the content saved for the file at the real path `path`, or None if there is none."""
    backup = backup_path(path)
    try:
        with open(open_to_read(backup), "rb") as file:
            status = os.fstat(file.fileno())
            owners = (0, user_id(), os.stat(path).st_uid)
            if not stat.S_ISREG(status.st_mode) or status.st_uid not in owners:
                return None
            head, raw = file.read().split(b"\n", 1)
        import json  # slow to import

        marker, digest = json.loads(head)
        return Backup(os.path.join(os.path.dirname(path), marker), digest, raw)
    except (AttributeError, OSError, TypeError, ValueError):
        return None


def saved_content(name: str, content: bytes) -> bytes:
    """Return the content to use for the file `name`, whose bytes are `content`.

    If an interrupted change of several files wrote these bytes, the result is the earlier content.
    """
    backup = read_backup(os.path.realpath(name))
    if backup and os.path.exists(backup.marker) and digest(content) == backup.digest:
        return backup.raw
    return content


def digest(raw: bytes) -> str:
    """Return the SHA-256 hash of `raw`, in hexadecimal."""
    from hashlib import sha256

    return sha256(raw).hexdigest()
