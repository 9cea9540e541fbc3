"""What becomes of an entry that is there already when a row gives it again."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from chrono.errors import UsageError
from chrono.files.format.containers import MapOf, Table
from chrono.files.format.content import normalized
from chrono.files.format.keys import EVENT
from chrono.files.format.kinds import FreeTable
from chrono.files.write.apply import Change

TABLES = [
    key.name for key in EVENT.keys.values() if isinstance(key.kind, (MapOf, Table, FreeTable))
]
"""The keys of an event whose value is a table. A row may give a part of the table."""


class Updates:
    """The changes of existing entries. `made` are taken over, `skipped` are labels of the others.

    `on_duplicate` is the rule for entries that are there already: skip, update or fail.
    """

    def __init__(self, on_duplicate: str) -> None:
        self.on_duplicate = on_duplicate
        self.made: list[Change] = []
        self.skipped: list[str] = []

    def refuse_duplicate(self, id: str) -> None:
        """Raise UsageError where no row may give an entry that is there already."""
        if self.on_duplicate == "fail":
            raise UsageError(f"{id} is there already, and --on-duplicate fail allows none")

    def add(self, change: Change, label: str) -> None:
        """Take over a change, or skip it under a label; a change of no key is nothing."""
        if change.fields and self.on_duplicate == "update":
            self.made.append(change)
        elif change.fields:
            self.skipped.append(label)

    def number(self, kind: str) -> int:
        """The number of changes of a kind of entry."""
        return sum(change.kind == kind for change in self.made)


def differences(there: Mapping[str, Any], fields: Mapping[str, Any]) -> dict[str, Any]:
    """The values that differ from those that are there; an empty list becomes None."""
    return {
        key: None if value == [] else value
        for key, value in fields.items()
        if key != "id" and normalized(there.get(key)) != normalized(value)
    }


def with_other_names(there: Any, value: Any) -> Any:
    """A table with the names that only the one that is there has; equal values stay as there."""
    if isinstance(there, Mapping) and isinstance(value, Mapping):
        return {
            name: with_other_names(there.get(name), value[name]) if name in value else there[name]
            for name in {**there, **value}
        }
    return there if there is not None and normalized(there) == normalized(value) else value


def missing_names(
    there: Mapping[str, Any], fields: Mapping[str, Any], whole: Collection[str]
) -> Iterator[str]:
    """The names, such as `dates.signed`, that a row lacks in a table which it gives as a whole."""
    for key in TABLES:
        if key in whole and key in fields and key in there:
            yield from (f"{key}.{name}" for name in there[key] if name not in fields[key])


def in_old_order(there: Sequence[Any], new: Sequence[Any]) -> list[Any]:
    """The new elements, each once: first those that are there, in their order, then the others."""
    kept = [item for item in there if item in new]
    return kept + [
        item for at, item in enumerate(new) if item not in there and item not in new[:at]
    ]
