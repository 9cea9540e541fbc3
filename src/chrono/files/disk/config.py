"""The user's own defaults: `config.toml` in chrono's folder among the settings of the user."""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Mapping, Sequence
from typing import Any, NamedTuple, NoReturn

from chrono.core.english import join_or
from chrono.core.names import unknown_word
from chrono.errors import UsageError
from chrono.files.disk.user_dirs import user_folder


class Settings(NamedTuple):
    """What stands in the file, or nothing of it; `path` is where it is, or would be.

    `ledger` are the paths of the ledger to read where no other is near, `format` what a pipe and a
    file get in place of tsv, `theme` and `colors` are for the view to understand, and `pager` is a
    command, or "" for none.
    """

    path: str | None = None
    ledger: tuple[str, ...] = ()
    format: str | None = None
    theme: str | None = None
    colors: Mapping[str, str] = {}
    pager: str | None = None


def settings(
    environ: Mapping[str, str], *, formats: Collection[str] = (), waiting: bool = True
) -> Settings:
    """Read $CHRONO_CONFIG, or config.toml where it usually stands. Raises UsageError.

    `formats` are the names that `format` may have; without them any name is accepted. Without
    `waiting` the file is read only if it is a regular file, and no pipe or device.
    """
    path = environ.get("CHRONO_CONFIG")
    if path is None:
        if (folder := user_folder("config")) is None:
            return Settings()
        path = os.path.join(folder, "config.toml")
    if not waiting and not os.path.isfile(path):
        return Settings(path)
    try:
        with open(path, encoding="utf-8-sig") as file:
            text = file.read()
    except (FileNotFoundError, NotADirectoryError):
        return Settings(path)
    except (OSError, UnicodeDecodeError) as error:
        why = error.strerror if isinstance(error, OSError) else "it is not UTF-8"
        raise UsageError(f"{path} cannot be read: {why}") from None
    return _read(path, text, [*formats])


def _read(path: str, text: str, formats: Sequence[str]) -> Settings:
    import tomli  # only for who has such a file

    try:
        found = tomli.loads(text)
    except tomli.TOMLDecodeError as error:
        raise UsageError(f"{path}:{error.lineno}: this is not TOML: {error.msg}") from None
    except RecursionError:
        raise UsageError(f"{path}: it is nested too deeply to be settings") from None
    taken: dict[str, Any] = {}
    for key, value in found.items():
        if key not in _READERS:
            _refuse(path, text, key, unknown_word(key, _READERS, "setting"))
        try:
            taken[key] = _READERS[key](value, os.path.dirname(path))
        except ValueError as error:
            _refuse(path, text, key, f"{key} {error}")
    if formats and taken.get("format", formats[0]) not in formats:
        _refuse(path, text, "format", f"format is {join_or(formats)}")
    return Settings(path, **taken)


def _refuse(path: str, text: str, key: str, why: str) -> NoReturn:
    """Say what is wrong with a key, at the line where it seems to stand."""
    pattern = re.compile(rf"^[ \t]*\[?[ \t]*[\"']?{re.escape(key)}\b", re.M)
    match = pattern.search(text)
    line = f":{text.count(chr(10), 0, match.start()) + 1}" if match else ""
    raise UsageError(f"{path}{line}: {why}")


def _ledger(value: Any, folder: str) -> tuple[str, ...]:
    paths = [value] if isinstance(value, str) else value
    if (
        not isinstance(paths, list)
        or not paths
        or not all(isinstance(p, str) and p and "\0" not in p for p in paths)
    ):
        raise ValueError('is a path, or a list of them, as in ledger = "~/desk/events.toml"')
    # A path of this file is meant from this file, as everywhere.
    return tuple(os.path.join(folder, os.path.expanduser(path)) for path in paths)


def _word(value: Any, folder: str) -> str:
    if not isinstance(value, str):
        raise ValueError("is a text, in quotes")
    return value


def _pager(value: Any, folder: str) -> str:
    if value is False:
        return ""
    if not isinstance(value, str):
        raise ValueError('is a command, as in pager = "less -R", or false')
    return value


def _colors(value: Any, folder: str) -> Mapping[str, str]:
    if not isinstance(value, dict) or not all(isinstance(one, str) for one in value.values()):
        raise ValueError('is a table of colours, as in [colors] call = "#0087d7"')
    return value


_READERS = {
    "ledger": _ledger,
    "format": _word,
    "theme": _word,
    "colors": _colors,
    "pager": _pager,
}
"""Key -> what reads its value, from the folder of the file. They raise ValueError."""
