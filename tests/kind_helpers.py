"""What the tests of kinds share: a value that is checked or parsed, and what is said about it."""

from __future__ import annotations

from typing import Any

import pytest

from chrono.errors import UsageError
from chrono.files.format.kind import INVALID, Errors, Kind

PATH = ("events", 0, "key")


def read(kind: Kind, value: object) -> Any:
    """The value in the model's terms, about which nothing may be reported."""
    errors: Errors = []
    result = kind.check(value, PATH, errors)
    assert errors == []
    return result


def refused(kind: Kind, value: object, path: tuple[str | int, ...] = PATH) -> str:
    """The one message about a value that is refused."""
    errors: Errors = []
    assert kind.check(value, path, errors) is INVALID
    (error,) = errors
    return error.message


def errors_of(kind: Kind, value: object) -> list[tuple[object, str]]:
    """Everything that is reported about an event's value, with its path."""
    errors: Errors = []
    kind.check(value, ("events", 0), errors)
    return [(error.path, error.message) for error in errors]


def is_valid(kind: Kind, value: object) -> bool:
    """Whether a kind accepts the value."""
    errors: Errors = []
    return kind.check(value, PATH, errors) is not INVALID and not errors


def parse_error(kind: Kind, value: object) -> str:
    """The one sentence about a typed value that cannot be parsed."""
    with pytest.raises(UsageError) as caught:
        kind.parse(value)
    (sentence,) = caught.value.args
    return str(sentence)
