r"""Write values and tables as TOML 1.0 text. A value is on one line unless the value is long.

Line ends are `\n`. Code that inserts the text into a file must use the line ends of the file.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any

import tomli_w

from chrono.core.text import escape_controls_in_toml

WIDTH = 120
"""The maximum length of a line [characters]. A source has one line of any length."""

_BARE = re.compile(r"[A-Za-z0-9_-]+")
_is_plain = re.compile(r"[ !#-\[\]-~]*").fullmatch
"""Returns a match if a text needs no escape in a TOML string, or else None."""


def table(header: str, fields: Mapping[str, Any]) -> str:
    """Return the TOML text of a table. `header`: a header such as `[[events]]`."""
    return "\n".join([header, *map(pair, fields, fields.values()), ""])


def pair(key: str, value: Any) -> str:
    """Return the TOML text `key = value`, on several lines if the text is long."""
    if type(value) is str and _is_plain(value):  # most values, and much faster
        return f'{key_text(key)} = "{value}"'
    start = f"{key_text(key)} = "
    return start + laid_out(value, len(start))


def laid_out(value: Any, column: int = 0) -> str:
    """Return the TOML text of a value, on several lines if the text is long.

    `column`: the column at which the value begins [characters].
    """
    if isinstance(value, str) and "\n" in value and "\r" not in value:
        return _of_many_lines(value)
    if isinstance(value, (list, tuple)) and len(value) > 1:
        items = [*map(literal, value)]
        whole = f"[{', '.join(items)}]"
        if column + len(whole) > WIDTH or any(item.startswith("{") for item in items):
            return "\n  ".join(["[", *_lines(items)]) + "\n]"
        return whole
    return literal(value)


def literal(value: Any) -> str:
    """Return the TOML text of a value, on one line."""
    if isinstance(value, str):
        if value.isprintable() and '"' not in value and "\\" not in value:  # much faster
            return f'"{value}"' if value.isascii() else escape_controls_in_toml(f'"{value}"')
    elif type(value) is dt.date:
        return value.isoformat()
    elif isinstance(value, (dict, Mapping)):  # a test for dict alone is faster
        inside = ", ".join([f"{key_text(key)} = {literal(item)}" for key, item in value.items()])
        return f"{{ {inside} }}" if inside else "{}"
    elif isinstance(value, (list, tuple)):
        return f"[{', '.join(map(literal, value))}]"
    dumped: str = tomli_w.dumps({"v": value})
    return escape_controls_in_toml(dumped[4:-1])


def _of_many_lines(value: str) -> str:
    dumped: str = tomli_w.dumps({"v": value}, multiline_strings=True)
    inside = re.sub(r"\\(.)", lambda escape: '"' if escape[1] == '"' else escape[0], dumped[8:-4])
    last = '\\"' if value.endswith('"') else ""  # it would join the closing quotes
    inside = inside.removesuffix('"' if last else "").replace('"""', '""\\"')
    return f'"""\n{escape_controls_in_toml(inside)}{last}"""'


@lru_cache(2**10)
def key_text(key: str) -> str:
    """Return a key as TOML text, in quotes if necessary."""
    return key if _BARE.fullmatch(key) else literal(key)


def dotted(path: Sequence[str]) -> str:
    """Return a path as a dotted key, such as `a."b c"`."""
    return ".".join(map(key_text, path))


def _lines(items: Iterable[str]) -> list[str]:
    lines: list[str] = []
    filling = False
    for item in items:
        is_word = not item.startswith("{")
        if filling and is_word and len(lines[-1]) + len(item) + 4 <= WIDTH:
            lines[-1] += f" {item},"
        else:
            lines.append(f"{item},")
        filling = is_word
    return lines
