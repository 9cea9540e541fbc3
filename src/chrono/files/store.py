"""Which ledger is read: named, in the environment, nearby, the user's own, or the shipped one."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import chrono
from chrono.errors import NotWritten

NAMES = ("events.toml", "data/events.toml")
"""What a ledger is called where none is named."""


class Found(NamedTuple):
    """The files to read, why these, and whether they are the copy that ships with chrono."""

    paths: tuple[str, ...]
    reason: str
    shipped: bool = False


def find(named: Sequence[str], environ: Mapping[str, str], folder: Path | None = None) -> Found:
    """The ledger to read, by the first of the five ways that leads to one.

    `folder` is where the search begins; without it the current one, looked up when it matters.
    """
    if named:
        return Found(tuple(named), "named by --ledger")
    if path := environ.get("CHRONO_LEDGER"):
        return Found((path,), "named by $CHRONO_LEDGER")
    if nearby := _nearby(folder or Path.cwd(), environ):
        return Found((nearby,), "found in this folder or above it")
    if own := _in_user_data():
        return Found((str(own),), "found in your data folder")
    return Found((str(shipped()),), "the copy that ships with chrono", shipped=True)


def _nearby(folder: Path, environ: Mapping[str, str]) -> str | None:
    """The nearest ledger, up to the repository's root or the home folder."""
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
    import platformdirs  # only where nothing nearer was found

    path = platformdirs.user_data_path("chrono", appauthor=False) / "events.toml"
    return path if path.is_file() else None


def shipped() -> Path:
    """The real 2025 chronology: inside the package, or beside the source in a checkout."""
    package = Path(chrono.__file__).parent
    inside = package / "events.toml"
    return inside if inside.is_file() else package.parents[1] / "data" / "events.toml"


def write_text(path: Path, text: str) -> None:
    """Put a text in a file's place in one step. Raises NotWritten, and then it is as it was.

    What is no file that could be replaced, a pipe or a device, is written to.
    """
    try:
        raw = text.encode("utf-8", "surrogateescape")
        if path.exists() and not path.is_file():
            path.write_bytes(raw)
        else:
            _replace(Path(os.path.realpath(path)), raw)
    except OSError as error:
        raise NotWritten(f"{path} could not be written: {error.strerror or error}") from None
    except UnicodeEncodeError:
        raise NotWritten(f"{path} could not be written: half a character has no bytes") from None


def _replace(target: Path, raw: bytes) -> None:
    import tempfile  # only where a file is written

    mode = target.stat().st_mode & 0o7777 if target.exists() else 0o666 & ~_umask()
    number, name = tempfile.mkstemp(dir=target.parent, prefix=".chrono-")
    beside = Path(name)
    try:
        with os.fdopen(number, "wb") as file:
            file.write(raw)
            file.flush()
            os.fsync(file.fileno())
        beside.chmod(mode)
        beside.replace(target)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
