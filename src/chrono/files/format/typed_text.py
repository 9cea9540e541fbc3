"""Read what users type: lists `a; b`, tables `US=2025-10-30`, TOML values, and paths `a[1].b`."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from contextlib import suppress
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import tomli

from chrono.core.sentences import given_twice
from chrono.errors import UsageError

if TYPE_CHECKING:
    from chrono.files.toml.blocks import Path


def is_list(value: object) -> bool:
    """Return whether `value` is a list or another sequence, but not a string."""
    return isinstance(value, Sequence) and not isinstance(value, str)


def parts(words: str) -> list[str]:
    """Return the parts of a text between semicolons: `["a", "b"]` for `a; b;`."""
    return [part for piece in words.split(";") if (part := piece.strip())]


def pairs(value: Any) -> Any:
    """Return `{"a": "1", "b": "2"}` for `a=1; b=2` or `["a=1", "b=2"]`.

    The text of a TOML table is accepted, too. A value that is neither a text nor a list of texts is
    returned unchanged. Raises UsageError for a part without `=`, a repeated name, or invalid TOML.
    """
    if isinstance(value, str):
        text = value.strip(" \t")
        value = toml_literal(text) if text.startswith("{") else parts(text)
    if not is_list(value) or not all(isinstance(item, str) for item in value):
        return value
    values: dict[str, str] = {}
    for item in value:
        name, mark, word = (part.strip() for part in item.partition("="))
        if not mark:
            raise UsageError(f'"{item}" has no value; write {item}=VALUE')
        if name in values:
            raise UsageError(given_twice(f'"{name}"'))
        values[name] = word
    return values


def counted(item: Any) -> Any:
    """Return `calls=4` for `4 calls` or `four calls`, and other items unchanged.

    Raises UsageError for a number without a type.
    """
    from chrono.core.claim_words import number_of  # imported here: most commands do not need it

    first, _, rest = str(item).strip().partition(" ")
    if (number := number_of(first)) is None and not re.fullmatch("[0-9]*[.]{2}[0-9]*", first):
        return item
    text = first if number is None else str(number)
    if not rest.strip():
        total = f"--total {text} for all types together"
        raise UsageError(f'"{item}" has no type; write meeting={text}, or {total}')
    return f"{rest.strip()}={text}"


def toml_literal(words: str) -> Any:
    """Return the value of the TOML text `words`. Raises UsageError for invalid TOML."""
    try:
        return toml_value(words)
    except ValueError:
        form = '["one", "two"]' if words.startswith("[") else '{ one = "1", two = "2" }'
        raise UsageError(f'"{words}" is not valid TOML; write {form}') from None


def toml_value(words: str) -> Any:
    """Return the value of the TOML text `words`. Raises ValueError for invalid TOML."""
    from chrono.files.toml.blocks import comments_in  # imported here: most commands do not need it

    try:
        document = tomli.loads(f"v = {words}")
    except RecursionError:
        raise ValueError("nested too deeply") from None
    value = document["v"]
    # A list may contain a comment. After a plain value, `#` is part of a text, not a comment.
    if len(document) > 1 or (not isinstance(value, (list, dict)) and comments_in(words)):
        raise ValueError("there is more than a value")
    return value


_STEP = r'(?:"(?P<quoted>[^"]+)"|(?P<name>[^.\[\]"]+))(?:\[(?P<index>[1-9][0-9]*)\])?(?:\.(?=.)|$)'
"""The pattern of one step of a typed path. The pattern is compiled only when needed."""


def printed(path: Path) -> str:
    """Return a path as people type it, such as `sources[2].says.date`.

    Elements of lists are counted from 1.
    """
    words = ""
    for step in path:
        if isinstance(step, int):
            words += f"[{step + 1}]" if words else ""
        else:
            name = f'"{step}"' if re.search(r"[.\[\]\s]", step) else step
            words += f".{name}" if words else name
    return words


def printed_in_entry(path: Path) -> str:
    """Return the path of a value inside its entry, as people type it.

    For `("events", 3, "title")`, the result is `title`.
    """
    if path[:1] == ("ledger",) or len(path) < 2:
        return printed(path)
    inner = path[2:] if isinstance(path[1], int) else path[1:]
    return printed(inner) or printed(path)


def parse_path(words: str) -> Path:
    """Return the path for a typed path such as `sources[2].url`.

    Elements of lists are counted from 1 in `words`, and from 0 in the result. A name that contains
    a dot needs quotes. Raises UsageError if the syntax is wrong.
    """
    if not words.strip():
        raise UsageError("the key is missing; write KEY=VALUE")
    path: Path = ()
    position = 0
    while position < len(words):
        step = re.compile(_STEP).match(words, position)
        if step is None:
            raise UsageError(
                f'"{words}" is not a key; write a key such as dates.signed or sources[2].url'
            )
        path = (*path, step["quoted"] or step["name"].strip())
        if step["index"]:
            path = (*path, int(step["index"]) - 1)
        position = step.end()
    return path


@lru_cache(2**15)  # many events have the same date
def day_or_text(text: str) -> dt.date | str:
    """Return a text such as `2025-10-30` as a date, or `text` itself if it is not a day."""
    with suppress(ValueError):
        if re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
            return dt.date.fromisoformat(text)
    return text
