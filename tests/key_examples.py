"""Provide example values for each kind of key.

Tests use these examples for keys for which the tests have no examples of their own.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from typing import NamedTuple

from chrono.files.format import keys, kinds
from chrono.files.format.containers import Key, ListOf, MapOf, Table
from chrono.files.format.kind import Kind
from chrono.files.toml.emit import literal


class Example(NamedTuple):
    """A value as a user types it (`text`), and as a TOML value (`value`)."""

    text: str
    value: object

    @property
    def toml(self) -> str:
        """Return the value as TOML text."""
        return literal(self.value)


_NAMES = {"actor": ("xi", "trump"), "event": ("zero", "two"), "type": ("call", "video")}
_PAIRS = {
    kinds.BOOLEAN: (Example("true", True), Example("false", False)),
    kinds.COUNT: (Example("4", 4), Example("5", 5)),
    kinds.DATE: (
        Example("2025-10-30", dt.date(2025, 10, 30)),
        Example("2025-10-31", dt.date(2025, 10, 31)),
    ),
    keys.CODES: (
        Example("iso3=VDR", {"iso3": "VDR"}),
        Example("cow=817; iso3=VDR", {"cow": 817, "iso3": "VDR"}),
    ),
}
_WORDS = {
    kinds.ID: ("earlier-1", "earlier-2"),
    kinds.URL: ("https://example.org/1", "https://example.org/2"),
    kinds.LANGUAGE: ("zh", "en-GB"),
    kinds.COUNTRY: ("CN", "US"),
    kinds.PERIOD: ("2025", "2024.."),
}


def _examples(kind: Kind) -> tuple[Example, Example]:
    """Return two different values of a kind."""
    if isinstance(kind, ListOf):
        one, other = _examples(kind.item)
        return (
            Example(one.text, [one.value]),
            Example(f"{one.text}; {other.text}", [one.value, other.value]),
        )
    if isinstance(kind, MapOf):
        one, other = _examples(kind.item)
        name = "call" if kind.refers_to else "CN"
        return (
            Example(f"{name}={one.text}", {name: one.value}),
            Example(f"{name}={other.text}", {name: other.value}),
        )
    if kind in _PAIRS:
        return _PAIRS[kind]
    words: tuple[str, ...] | None = _WORDS.get(kind) or _NAMES.get(kind.refers_to)
    if isinstance(kind, kinds.Choice):
        words = kind.options[:2]
    elif isinstance(kind, kinds.Text) and not words:
        words = ("Hall 1", "Hall 2")
    assert words, f"tests/key_examples.py has no values of the kind {type(kind).__name__}"
    one, other = (Example(word, word) for word in words)
    return one, other


def examples(table: Table, named: Collection[str]) -> dict[str, tuple[Example, Example]]:
    """Return two example values for each key of a table, by the name of the key.

    `named`: the keys to leave out. The first value differs from the default of the key.
    """
    others: list[Key] = [key for key in table.keys.values() if key.name not in named]
    found = {key.name: _examples(key.kind) for key in others}
    return {
        name: pair if pair[0].value != table.keys[name].default else pair[::-1]
        for name, pair in found.items()
    }
