"""json, one array (or one object), and jsonl, one object a line."""

from __future__ import annotations

import json as _json
import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from chrono.core.text import STEERING
from chrono.files.exchange.rows import Rows, Style

# JSON itself escapes C0 only; the others would reach a terminal raw.
_CONTROL = re.compile(f"[{STEERING}]")


def dumps(value: Any, indent: int | None = None) -> str:
    """JSON text in which no control character stands raw."""
    text = _encoder(indent).encode(value)
    return _CONTROL.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


@cache
def _encoder(indent: int | None) -> _json.JSONEncoder:
    """Made once: json.dumps makes one for every value, which takes longer than a small value."""
    return _json.JSONEncoder(ensure_ascii=False, indent=indent, default=str)


def _picked(rows: Rows) -> Iterator[dict[str, Any]]:
    return ({key: record.get(key) for key in rows.columns} for record in rows.records)


def json(rows: Rows, style: Style) -> Iterator[str]:
    """One array, an object a line."""
    between = "[\n  "
    for record in _picked(rows):
        yield between + dumps(record)
        between = ",\n  "
    yield "[]\n" if between.startswith("[") else "\n]\n"


def jsonl(rows: Rows, style: Style) -> Iterator[str]:
    """One object a line."""
    for record in _picked(rows):
        yield dumps(record) + "\n"
