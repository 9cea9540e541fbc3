"""Read the user's settings from `config.toml` in the user's configuration folder."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Collection, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple, NoReturn

from chrono.core.names import unknown_word
from chrono.core.sentences import cannot_read
from chrono.errors import UsageError
from chrono.files.disk.locate import user_folder


class Settings(NamedTuple):
    """The user's settings. A setting that is not in the file is None or empty.

    - `path`: the path of the file, which may not exist
    - `ledger`: the paths of the ledger to read if no ledger is in the current folder or above
    - `format`: the output format for pipes and files
    - `colors`: the colours that differ from the theme, such as `{"call": "#0087d7"}`
    - `pager`: a command, or "" for no pager
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
    """Return the settings in the file $CHRONO_CONFIG, or else in the user's config.toml.

    - `formats`: the valid values of the setting `format` (empty: any value)
    - `waiting`: whether to read pipes and devices, too, which may block

    Raises UsageError if the file cannot be read or is not TOML, or if a setting is invalid.
    """
    path = environ.get("CHRONO_CONFIG")
    if path is None:
        if (folder := user_folder("config")) is None:
            return Settings()
        path = os.path.join(folder, "config.toml")
    if not waiting and not os.path.isfile(path):
        return Settings(path)
    try:
        text = Path(path).read_text(encoding="utf-8-sig")
    except (FileNotFoundError, NotADirectoryError):
        return Settings(path)
    except (OSError, UnicodeDecodeError) as error:
        why = error if isinstance(error, OSError) else "it is not UTF-8"
        raise UsageError(cannot_read(path, why)) from None
    return _read(path, text, [*formats])


def _read(path: str, text: str, formats: Sequence[str]) -> Settings:
    import tomli  # imported only if there is such a file

    try:
        values = tomli.loads(text)
    except tomli.TOMLDecodeError as error:
        why = error.msg[:1].lower() + error.msg[1:]
        raise UsageError(f"{path}:{error.lineno}: this line is not valid TOML: {why}") from None
    except RecursionError:
        raise UsageError(f"{path}: this file is not valid TOML: it is nested too deeply") from None
    for key, value in values.items():
        if key not in _SETTINGS:
            _refuse(path, text, key, unknown_word(key, _SETTINGS, "setting"))
        is_valid, wanted = _SETTINGS[key]
        if not is_valid(value):
            _refuse(path, text, key, f"{key} {wanted}")
    if formats and (word := values.get("format", formats[0])) not in formats:
        _refuse(path, text, "format", unknown_word(word, formats, "format"))
    paths = values.pop("ledger", [])
    paths = [paths] if isinstance(paths, str) else paths
    # As everywhere, a path in a file is relative to that file.
    folder = os.path.dirname(path)
    ledger = tuple(os.path.join(folder, os.path.expanduser(name)) for name in paths)
    if values.get("pager") is False:
        values["pager"] = ""
    return Settings(path, ledger, **values)


def _refuse(path: str, text: str, key: str, why: str) -> NoReturn:
    match = re.search(rf"^[ \t]*\[?[ \t]*[\"']?{re.escape(key)}\b", text, re.M)
    line = f":{text.count(chr(10), 0, match.start()) + 1}" if match else ""
    raise UsageError(f"{path}{line}: {why}")


def _is_text(value: object) -> bool:
    return isinstance(value, str)


def _are_paths(value: object) -> bool:
    paths = value if isinstance(value, list) else [value]
    return paths != [] and all(isinstance(one, str) and one and "\0" not in one for one in paths)


_SETTINGS: Mapping[str, tuple[Callable[[object], bool], str]] = {
    "ledger": (
        _are_paths,
        'must be a path or a list of paths; write ledger = "~/desk/events.toml"',
    ),
    "format": (_is_text, 'must be text; write format = "csv"'),
    "theme": (_is_text, 'must be text; write theme = "dark"'),
    "colors": (
        lambda value: isinstance(value, dict) and all(map(_is_text, value.values())),
        'must be a table of colours; write colors = { call = "#0087d7" }',
    ),
    "pager": (
        lambda value: value is False or _is_text(value),
        'must be a command or false; write pager = "less -R"',
    ),
}
"""The settings by name, each with a test of its value and a description of valid values."""
