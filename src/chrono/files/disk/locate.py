"""Which ledger is read: named, in the environment, nearby, the user's own, or the bundled one."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from chrono.files.disk.user_dirs import PACKAGE, user_folder

NAMES = ("events.toml", "data/events.toml")
"""What a ledger is called where none is named."""


class LocatedLedger(NamedTuple):
    """The files to read, why these, and whether they are the copy that ships with chrono."""

    paths: tuple[str, ...]
    reason: str
    bundled: bool = False


def locate_ledger(
    named: Sequence[str],
    environ: Mapping[str, str],
    folder: Path | None = None,
    usual: Callable[[], Sequence[str]] = tuple,
) -> LocatedLedger:
    """The ledger to read, by the first of the six ways that leads to one.

    `usual` gives the paths that the user's settings name, and is asked where they matter.
    `folder` is where the search begins; without it the current one, looked up when it matters.
    """
    if named:
        return LocatedLedger(tuple(named), "named by --ledger")
    if path := environ.get("CHRONO_LEDGER"):
        return LocatedLedger((path,), "named by $CHRONO_LEDGER")
    if nearby := _nearby(folder, environ):
        return LocatedLedger((nearby,), "found in this folder or above it")
    if paths := tuple(usual()):
        return LocatedLedger(paths, "named by your config.toml")
    if own := _in_user_data():
        return LocatedLedger((str(own),), "found in your data folder")
    return LocatedLedger((str(bundled()),), "the copy that ships with chrono", bundled=True)


def _nearby(folder: Path | None, environ: Mapping[str, str]) -> str | None:
    """The nearest ledger, up to the repository's root or the home folder."""
    try:
        folder = folder or Path.cwd()
    except FileNotFoundError:  # somebody has removed the folder
        return None
    home = environ.get("HOME") or environ.get("USERPROFILE")
    top = Path(home).resolve() if home else None
    for place in (folder, *folder.parents):
        for name in NAMES:
            if (place / name).is_file():
                return os.path.relpath(place / name, folder)
        if place.resolve() == top or (place / ".git").exists():
            return None
    return None


def _in_user_data() -> Path | None:
    if (folder := user_folder("data")) is None:
        return None
    path = Path(folder) / "events.toml"
    return path if path.is_file() else None


def bundled() -> Path:
    """The real 2025 chronology: inside the package, or beside the source in a checkout."""
    inside = PACKAGE / "events.toml"
    return inside if inside.is_file() else PACKAGE.parents[1] / "data" / "events.toml"


def template() -> bytes:
    """A ledger to begin with, which explains the format."""
    return (Path(__file__).parents[1] / "write" / "new_ledger.toml").read_bytes()
