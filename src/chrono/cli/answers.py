"""The fields of an event that a person wants to add, and whether a person can be asked for them."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple


class Answers(NamedTuple):
    """The fields of an event that a person wants to add.

    `fields`: key of the event -> value; `new`: key -> names of new actors; `single`: texts that the
    person has confirmed as one name, although they look like several names.
    """

    fields: Mapping[str, Any]
    new: Mapping[str, Sequence[str]]
    single: frozenset[str] = frozenset()


def can_ask() -> bool:
    """Whether a person can answer questions on a terminal."""
    return sys.stdin is not None and sys.stdin.isatty() and sys.stderr.isatty()
