"""A new entry of a ledger, such as an event or an actor."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from chrono.files.format.keys import ENTRIES, key_order
from chrono.files.toml.emit import dotted, table

Fields = Mapping[str, Any]
"""The TOML values of an entry, such as an event or an actor, by key."""

DATED = ("events", "claims")
"""The tables that are lists of entries. The other tables have their entries by id."""


class NewEntry(NamedTuple):
    """A new entry for a ledger.

    - `kind`: the table of the entry, such as `events`
    - `fields`: the TOML values by key
    - `lines`: the TOML text; None: make the text from `fields`
    """

    kind: str
    fields: Fields
    lines: str | None = None

    @property
    def id(self) -> str:
        """Return the id of the new entry."""
        return str(self.fields.get("id"))

    @property
    def data(self) -> dict[str, Any]:
        """Return the fields in the order in which chrono writes keys.

        If the id is in the header, as in `[actors.ID]`, the result has no id.
        """
        fields, order = self.fields, key_order(self.kind)
        keys = [key for key in order if key in fields]
        if len(keys) < len(fields):
            keys += [key for key in fields if key not in order]
        return {key: fields[key] for key in keys if key != "id" or self.kind in DATED}

    def problems(self) -> list[str]:
        """Return messages about invalid and missing fields, or [] if the entry is valid."""
        at = (self.kind, 0 if self.kind in DATED else self.id)
        return ENTRIES[self.kind].problems(self.data, at)

    @property
    def text(self) -> str:
        r"""Return the TOML text of the entry. Each line ends in `\n`."""
        if self.lines is not None:
            return self.lines
        if self.kind in DATED:
            return table(f"[[{self.kind}]]", self.data)
        return table(f"[{dotted((self.kind, self.id))}]", self.data)
