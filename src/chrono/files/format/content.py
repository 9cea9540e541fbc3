"""Compare values of a ledger, and convert values to JSON data."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from math import isfinite
from operator import methodcaller
from typing import Any

from chrono.core.dates import When

DERIVED_KEYS = (
    "start", "end", "interval", "precision", "approximate", "uncertain", "contact", "actor_names",
)  # fmt: skip
"""The keys of an event in JSON that are computed from other keys, and are not in the ledger."""

IMPORTED = "imported"
"""The key in an event's table `extra` under which `chrono import` saves its own data.

Exports omit this data.
"""


def has_import(extra: Any) -> bool:
    """Return whether an event's table `extra` has the data that `chrono import` saves there."""
    table = extra.get(IMPORTED) if isinstance(extra, Mapping) else None
    return isinstance(table, Mapping) and isinstance(table.get("as"), str)


def without_import(extra: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return an event's table `extra` without the data that `chrono import` saves there."""
    if not has_import(extra):
        return extra
    return {key: value for key, value in extra.items() if key != IMPORTED}


def plain_data(value: Any, day: Callable[[dt.date], str] = methodcaller("isoformat")) -> Any:
    """Return a value as JSON data: dates, times, NaN and infinity become strings.

    `day`: a function that turns a date into a string.
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
    """Return a value as JSON data in which equal dates are equal strings, to compare values."""
    return plain_data(value, lambda day: When.on(day).text)


def has_content(value: Any) -> bool:
    """Return whether a value is neither None nor an empty list, tuple or dict."""
    return value is not None and value != [] and value != () and value != {}


def source_reference(
    id: str, fields: Mapping[str, Any], declared: Mapping[str, Any], is_public: bool = False
) -> Any:
    """Return a reference to a declared source: the id, or a dict `{"ref": id, …}` with changed
    fields.

    - `id`: the id of the declared source
    - `declared`: the fields of the declared source
    - `fields`: the fields that the source has in an event or a claim
    - `is_public`: whether the source must not be private there

    If the declared source is private and `is_public` is true, the result is `fields`.
    """
    if is_public and declared.get("private"):
        return fields
    differences = {
        key: value
        for key, value in fields.items()
        if normalized(declared.get(key)) != normalized(value)
    }
    return {"ref": id, **differences} if differences else id
