"""Check and parse values for the tests of kinds, and return the messages."""

from __future__ import annotations

from typing import Any

import pytest

from chrono.errors import UsageError
from chrono.files.format.kind import INVALID, Errors, Kind

PATH = ("events", 0, "key")


def read(kind: Kind, value: object) -> Any:
    """Return the value that a kind makes from a TOML value. Fail if there are errors."""
    errors: Errors = []
    result = kind.check(value, PATH, errors)
    assert errors == []
    return result


def refused(kind: Kind, value: object, path: tuple[str | int, ...] = PATH) -> str:
    """Return the only message about an invalid value. `path`: the keys that lead to the value."""
    errors: Errors = []
    assert kind.check(value, path, errors) is INVALID
    (error,) = errors
    return error.message


def errors_of(kind: Kind, value: object) -> list[tuple[object, str]]:
    """Return (path, message) of each error in the TOML value of an event's key."""
    errors: Errors = []
    kind.check(value, ("events", 0), errors)
    return [(error.path, error.message) for error in errors]


def is_valid(kind: Kind, value: object) -> bool:
    """Return whether a kind accepts a TOML value."""
    errors: Errors = []
    return kind.check(value, PATH, errors) is not INVALID and not errors


def parse_error(kind: Kind, value: object) -> str:
    """Return the message about a typed value that a kind cannot parse."""
    with pytest.raises(UsageError) as caught:
        kind.parse(value)
    (sentence,) = caught.value.args
    return str(sentence)
