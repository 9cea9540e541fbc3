"""Parse JSON text that contains a list of objects, or several objects one after another."""

from __future__ import annotations

import json
import re
from typing import Any

NOT_AN_OBJECT = "not a JSON object; write { … }"
"""The error message for a JSON value that should be an event but is not an object."""


class JsonError(ValueError):
    """A text is not valid JSON. `line`: the line number of the error, from 1, or 0 if unknown."""

    def __init__(self, line: int, why: str) -> None:
        super().__init__(why)
        self.line = line
        self.why = why


def parse_json(text: str) -> list[Any]:
    """Return the values in a JSON text. If the text is one list, return its elements.

    Raises JsonError if the text is not valid JSON.
    """
    values: list[Any] = []
    decoder = json.JSONDecoder(object_pairs_hook=_object)
    blank = re.compile(r"\s*")
    at = 0
    while (at := blank.match(text, at).end()) < len(text):  # type: ignore[union-attr]
        try:
            value, at = decoder.raw_decode(text, at)
        except JsonError:
            raise
        except (RecursionError, ValueError) as error:
            line = text.count("\n", 0, getattr(error, "pos", at)) + 1
            is_deep = isinstance(error, RecursionError)
            why = "nested too deeply" if is_deep else getattr(error, "msg", str(error)).lower()
            raise JsonError(line, why) from None
        values += value if isinstance(value, list) else [value]
    return values


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    fields = dict(pairs)
    if len(fields) < len(pairs):
        names = [key for key, _ in pairs]
        twice = next(key for key in names if names.count(key) > 1)
        raise JsonError(0, f'duplicate key "{twice}" in a JSON object')
    return fields
