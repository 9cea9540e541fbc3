"""Save the id of the event that `chrono add` last added to a ledger, in the user's cache folder."""

from __future__ import annotations

import os
from collections.abc import Iterable
from contextlib import suppress

from chrono.files.disk.journal import digest
from chrono.files.disk.locate import in_cache


def last_added(paths: Iterable[str]) -> str | None:
    """Return the id of the event last added to the ledger at `paths`, or None if it is unknown."""
    with suppress(OSError, ValueError), open(_file(paths), encoding="ascii") as file:
        return file.read(1000)
    return None


def remember_added(paths: Iterable[str], id: str) -> None:
    """Save `id` as that of the event last added to the ledger at `paths`.

    No error is raised if the cache cannot be written.
    """
    with suppress(OSError, ValueError):
        path = _file(paths)
        os.makedirs(os.path.dirname(path), mode=0o700, exist_ok=True)
        with open(path, "w", encoding="ascii") as file:
            file.write(id)


def _file(paths: Iterable[str]) -> str:
    names = "\0".join(sorted(map(os.path.realpath, paths)))
    return in_cache("added", digest(names.encode("utf-8", "surrogateescape")))
