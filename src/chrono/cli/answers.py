"""The fields of an event that a person wants to add, and whether a person can be asked."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple


class Answers(NamedTuple):
    """The fields of an event that a person wants to add.

    `fields`: the values by key; `new`: for each key, the names of new actors; `single`: texts that
    the person has confirmed as one name, although each looks like several names.
    """

    fields: Mapping[str, Any]
    new: Mapping[str, Sequence[str]]
    single: frozenset[str] = frozenset()


def can_ask() -> bool:
    """Return whether a person can answer questions, since input and errors are on a terminal."""
    return sys.stdin is not None and sys.stdin.isatty() and sys.stderr.isatty()
