"""Compare values of a ledger, test whether they are empty, and convert them to JSON data."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Mapping
from math import isfinite
from operator import methodcaller
from typing import Any

from chrono.core.dates import When

DERIVED_KEYS = (
    "start", "end", "interval", "precision", "approximate", "uncertain", "contact", "actor_names",
)  # fmt: skip
"""The keys of an event in JSON that are computed from other keys, and not in the ledger."""

IMPORTED = "imported"
"""The key under the `extra` of an event for the data that `chrono import` saves there.

Exports omit this data.
"""


def has_import(extra: Any) -> bool:
    """Whether the `extra` of an event contains data that `chrono import` saved there."""
    table = extra.get(IMPORTED) if isinstance(extra, Mapping) else None
    return isinstance(table, Mapping) and isinstance(table.get("as"), str)


def without_import(extra: Mapping[str, Any]) -> Mapping[str, Any]:
    """The `extra` of an event without the data that `chrono import` saved there."""
    if not has_import(extra):
        return extra
    return {key: value for key, value in extra.items() if key != IMPORTED}


def plain_data(value: Any, day: Callable[[dt.date], str] = methodcaller("isoformat")) -> Any:
    """A value as JSON data, in which dates, times, NaN and infinity are strings.

    `day`: converts a date to a string.
    """
    if isinstance(value, str):  # most values are texts
        return value
    if isinstance(value, When):
        return value.text
    if isinstance(value, Mapping):
        return {key: plain_data(item, day) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain_data(item, day) for item in value]
    if isinstance(value, dt.date):
        return day(value)
    is_text = isinstance(value, dt.time) or (isinstance(value, float) and not isfinite(value))
    return str(value) if is_text else value


def normalized(value: Any) -> Any:
    """A value as JSON data, with dates in EDTF, so that equivalent values are equal."""
    return plain_data(value, lambda day: When.on(day).text)


def has_content(value: Any) -> bool:
    """Whether a value is neither None nor an empty list, tuple or dict."""
    return value is not None and value != [] and value != () and value != {}


def source_reference(
    id: str, fields: Mapping[str, Any], declared: Mapping[str, Any], cleared: Collection[str] = ()
) -> Any:
    """How an event refers to a declared source: its id, or a table with `ref` and the other fields.

    The table has those of `fields` that differ from `declared`. If a key in `cleared` has a value
    in `declared`, no reference is possible, and the result is `fields`.
    """
    if not declared.keys().isdisjoint(cleared):
        return fields
    differences = {
        key: value
        for key, value in fields.items()
        if normalized(declared.get(key)) != normalized(value)
    }
    return {"ref": id, **differences} if differences else id
