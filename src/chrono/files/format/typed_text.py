"""Parse lists, tables and TOML values as people type them: `a; b`, `US=2025-10-30`, `[1]`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import tomli

from chrono.core.sentences import given_twice
from chrono.errors import UsageError


def is_list(value: object) -> bool:
    """Whether the value is a list or another sequence, but not a string."""
    return isinstance(value, Sequence) and not isinstance(value, str)


def parts(words: str) -> list[str]:
    """The parts of a text between semicolons, without blank parts and surrounding spaces."""
    return [part for piece in words.split(";") if (part := piece.strip())]


def pairs(value: Any) -> Any:
    """A dict for `a=1; b=2`, `["a=1", "b=2"]` or `{ a = 1 }`; any other value is unchanged. Raises
    UsageError for a part without `=`, a repeated name, or invalid TOML."""
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


def toml_literal(words: str) -> Any:
    """Like `toml_value`, but raises UsageError, with an example of the right form."""
    try:
        return toml_value(words)
    except ValueError:
        form = '["one", "two"]' if words.startswith("[") else '{ one = "1", two = "2" }'
        raise UsageError(f'"{words}" is not valid TOML; write {form}') from None


def toml_value(words: str) -> Any:
    """The value that `words` is in TOML. Raises ValueError if `words` is not exactly one value."""
    from chrono.files.toml.blocks import TOKEN  # imported here: most commands do not need it

    try:
        document = tomli.loads(f"v = {words}")
    except RecursionError:
        raise ValueError("nested too deeply") from None
    value = document["v"]
    # A list may contain a comment. After a plain value, `#` is part of a text, not a comment.
    commented = any(token[0].startswith("#") for token in TOKEN.finditer(words))
    if len(document) > 1 or (commented and not isinstance(value, (list, dict))):
        raise ValueError("there is more than a value")
    return value
