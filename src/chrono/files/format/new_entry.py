"""A new entry of a ledger, such as an event or an actor: its fields, and its TOML text."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from chrono.files.format.keys import ENTRIES, key_order
from chrono.files.toml.emit import dotted, table

Fields = Mapping[str, Any]
"""The keys of an entry, such as an event or an actor, with their TOML values."""

DATED = ("events", "claims")
"""The kinds of entries that have dates and form lists; other entries are tables under ids."""


class NewEntry(NamedTuple):
    """A new entry of the table `kind`, such as `events`; `lines`: its TOML text, if known."""

    kind: str
    fields: Fields
    lines: str | None = None

    @property
    def id(self) -> str:
        """The id of the entry."""
        return str(self.fields.get("id"))

    @property
    def data(self) -> dict[str, Any]:
        """The fields by key, as ordered in the file, without an id that the header contains."""
        order = dict.fromkeys([*key_order(self.kind), *self.fields])
        keys = [key for key in order if key != "id" or self.kind in DATED]
        return {key: self.fields[key] for key in keys if key in self.fields}

    def problems(self) -> list[str]:
        """The messages about invalid and missing fields; empty if the entry is valid."""
        at = (self.kind, 0 if self.kind in DATED else self.id)
        return ENTRIES[self.kind].problems(self.data, at)

    @property
    def text(self) -> str:
        """The TOML text of the entry; its lines end in `\\n`."""
        if self.lines is not None:
            return self.lines
        by_id = f"[{dotted((self.kind, self.id))}]"
        return table(f"[[{self.kind}]]" if self.kind in DATED else by_id, self.data)
