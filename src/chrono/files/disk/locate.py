"""Find the ledger to read, and the user's folders for data, settings and the cache."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Literal, NamedTuple

from chrono.errors import LedgerError, Problem, reason

PACKAGE = Path(__file__).parents[2]
"""The folder of the Python package `chrono`."""

NAMES = ("events.toml", "data/events.toml")
"""The paths at which to look for a ledger in each folder."""


class LocatedLedger(NamedTuple):
    """The ledger to read. `reason`: why this ledger was chosen, such as "was found in your data
    folder".
    """

    paths: tuple[str, ...]
    reason: str
    bundled: bool = False


def locate_ledger(
    named: Sequence[str],
    environ: Mapping[str, str],
    folder: Path | None = None,
    configured: Callable[[], Sequence[str]] = tuple,
) -> LocatedLedger:
    """Return the ledger to read, with the reason for the choice.

    The result is the first of these that is set or exists:

    - `named`: the paths from the option `--ledger`
    - $CHRONO_LEDGER in `environ`, the environment variables
    - a ledger in `folder` (default: the current folder) or in a folder above
    - the paths in the settings, which `configured` returns
    - a ledger in the user's data folder
    - the bundled ledger

    Raises LedgerError if a folder cannot be searched.
    """
    if named:
        return LocatedLedger(tuple(named), "was chosen by -f")
    if path := environ.get("CHRONO_LEDGER"):
        return LocatedLedger((path,), "was chosen by $CHRONO_LEDGER")
    if near := nearby(folder, environ):
        above = "a folder above " if near.startswith("..") else ""
        return LocatedLedger((near,), f"was found in {above}the current folder")
    if paths := tuple(configured()):
        return LocatedLedger(paths, "was chosen by your config.toml")
    data = user_folder("data")
    if data and os.path.isfile(inside := os.path.join(data, NAMES[0])):
        return LocatedLedger((inside,), "was found in your data folder")
    return LocatedLedger((str(bundled()),), "is bundled with chrono", bundled=True)


def nearby(folder: Path | None, environ: Mapping[str, str]) -> str | None:
    """Return the path of the nearest ledger in or above `folder`, or None if there is none.

    The path is relative to `folder` (default: the current folder). The search ends at the root of
    the repository or at the user's home folder. Raises LedgerError if a folder cannot be searched.
    """
    try:
        folder = folder or Path.cwd()
    except FileNotFoundError:  # the current folder was removed
        return None
    home = environ.get("HOME") or environ.get("USERPROFILE")
    top = Path(home).resolve() if home else None
    for place in (folder, *folder.parents):
        for path in (place / name for name in NAMES):
            try:
                if stat.S_ISREG(os.stat(path).st_mode):
                    return os.path.relpath(path, folder)
            except PermissionError as error:
                message = f"cannot read this file: {reason(error)}"
                raise LedgerError([Problem(str(path), 0, message, "file")]) from None
            except OSError:
                continue
        if place.resolve() == top or (place / ".git").exists():
            return None
    return None


def bundled() -> Path:
    """Return the path of the bundled ledger."""
    inside = PACKAGE / "events.toml"
    return inside if inside.is_file() else PACKAGE.parents[1] / "data" / "events.toml"


_XDG = {
    "data": ("XDG_DATA_HOME", ".local/share"),
    "cache": ("XDG_CACHE_HOME", ".cache"),
    "config": ("XDG_CONFIG_HOME", ".config"),
    "state": ("XDG_STATE_HOME", ".local/state"),
}


def user_folder(kind: Literal["data", "cache", "config", "state"]) -> str | None:
    """Return the path of the user's data, cache, configuration or state folder for chrono.

    The folder may not exist. The result is None if there is no home folder. On Linux, the path
    follows the XDG base directory specification.
    """
    if sys.platform in ("darwin", "win32"):
        import platformdirs

        folder: str = getattr(platformdirs, f"user_{kind}_dir")("chrono", appauthor=False)
        return folder
    variable, usual = _XDG[kind]
    base = os.environ.get(variable, "")
    if not os.path.isabs(base):
        base = os.path.join(os.path.expanduser("~"), usual)
    return os.path.join(base, "chrono") if os.path.isabs(base) else None


def in_cache(*names: str) -> str:
    """Return a path in the user's cache folder for chrono: `in_cache("added", "x")` for `added/x`.

    Raises OSError if there is no home folder.
    """
    if (folder := user_folder("cache")) is None:
        raise FileNotFoundError("the user's cache")
    return os.path.join(folder, *names)
