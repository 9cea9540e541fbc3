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
"""The key under the `extra` of an event for what `chrono import` remembers; exports omit it."""


def has_import(extra: Any) -> bool:
    """Whether the table `extra` of an event has what `chrono import` remembers."""
    table = extra.get(IMPORTED) if isinstance(extra, Mapping) else None
    return isinstance(table, Mapping) and isinstance(table.get("as"), str)


def without_import(extra: Mapping[str, Any]) -> Mapping[str, Any]:
    """The user's own data in the `extra` of an event."""
    if not has_import(extra):
        return extra
    return {key: value for key, value in extra.items() if key != IMPORTED}


def plain_data(value: Any, day: Callable[[dt.date], str] = methodcaller("isoformat")) -> Any:
    """A value as JSON data; dates (by `day`), times, NaN and infinity become strings."""
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
    """The value as JSON data in which equivalent values are equal, with dates in EDTF."""
    return plain_data(value, lambda day: When.on(day).text)


def has_content(value: Any) -> bool:
    """Whether a value has content: None and an empty list, tuple or dict have none."""
    return value is not None and value != [] and value != () and value != {}


def source_reference(
    id: str, fields: Mapping[str, Any], declared: Mapping[str, Any], cleared: Collection[str] = ()
) -> Any:
    """A reference to a declared source: its id, or a table of `ref` and the differing fields. If
    one of its keys is `cleared`, which no reference can express, the result is `fields`."""
    if not declared.keys().isdisjoint(cleared):
        return fields
    differences = {
        key: value
        for key, value in fields.items()
        if normalized(declared.get(key)) != normalized(value)
    }
    return {"ref": id, **differences} if differences else id
