"""Compare values of a ledger exactly, as every change of a file needs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def same_value(value: Any, other: Any) -> bool:
    """Return whether two values are equal and have the same type. NaN is equal to NaN."""
    if isinstance(value, Mapping) and isinstance(other, Mapping):
        return value.keys() == other.keys() and all(
            same_value(value[key], other[key]) for key in value
        )
    if isinstance(value, (list, tuple)) and isinstance(other, (list, tuple)):
        return len(value) == len(other) and all(map(same_value, value, other))
    return type(value) is type(other) and bool(value == other or value != value != other != other)
