"""A new event, claim, actor …: its fields in order, and its lines."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from chrono.files.format.keys import ENTRIES, key_order
from chrono.files.toml.emit import dotted, table

Fields = Mapping[str, Any]
"""The keys of an event, a claim, an actor …, with their values in TOML."""

DATED = ("events", "claims")
"""The kinds whose entries are in a list, by date; the others are tables by id."""


class NewEntry(NamedTuple):
    """A new entry of a kind: `fields` includes `id`; `lines` is the text if already written."""

    kind: str
    fields: Fields
    lines: str | None = None

    @property
    def id(self) -> str:
        """The id of the entry."""
        return str(self.fields.get("id"))

    @property
    def data(self) -> dict[str, Any]:
        """The fields to write in its table, without the id if the header has it."""
        order = dict.fromkeys([*key_order(self.kind), *self.fields])
        keys = [key for key in order if key != "id" or self.kind in DATED]
        return {key: self.fields[key] for key in keys if key in self.fields}

    def problems(self) -> list[str]:
        """The problems of the entry's fields, one sentence each."""
        at = (self.kind, 0 if self.kind in DATED else self.id)
        return ENTRIES[self.kind].problems(self.data, at)

    @property
    def text(self) -> str:
        """Its lines, with line ends that are `\\n`."""
        if self.lines is not None:
            return self.lines
        by_id = f"[{dotted((self.kind, self.id))}]"
        return table(f"[[{self.kind}]]" if self.kind in DATED else by_id, self.data)
