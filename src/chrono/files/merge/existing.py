"""Match imported rows to existing events, and say what an update changes in them."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any

from chrono.core.model import Event
from chrono.errors import UsageError
from chrono.files.format.containers import MapOf, Table
from chrono.files.format.content import normalized
from chrono.files.format.dump import event_fields
from chrono.files.format.keys import EVENT, PARTICIPANTS
from chrono.files.format.kinds import FreeTable
from chrono.files.merge.actors import ActorMatcher
from chrono.files.write.apply import Change
from chrono.files.write.ledger_files import LedgerFiles


class ExistingEvents:
    """The events of a ledger, by id and by content, and new events by content."""

    def __init__(self, files: LedgerFiles, actors: ActorMatcher) -> None:
        self._files = files
        self._actors = actors
        self._new: dict[str, str] = {}
        self._ids_by_day_and_title: dict[Any, list[str]] = {}
        self._ids_by_content: dict[Any, dict[str, str]] = {}
        self.ids: set[str] = set()
        for source_file in files.source_files:
            for fields in source_file.data.get("events", ()):
                self.ids.add(fields["id"])
                ids = self._ids_by_day_and_title.setdefault(_day_and_title(fields), [])
                ids.append(fields["id"])

    def add(self, id: str, fields: Mapping[str, Any]) -> None:
        """Add a new event, which `like` then finds for rows with exactly the same content."""
        self._new[_content(fields, fields)] = id

    def like(self, fields: Mapping[str, Any]) -> str | None:
        """The id of an event that has these values, or of a new event with no others; or None."""
        content = _content(fields, fields)
        if content in self._new:
            return self._new[content]
        # Many rows may share a day, a title and their keys: the events are indexed once for all.
        group = (*_day_and_title(fields), *sorted(fields))
        if group not in self._ids_by_content:
            ids = self._ids_by_day_and_title.get(_day_and_title(fields), ())
            self._ids_by_content[group] = {
                _content(self.fields(id), fields): id for id in reversed(ids)
            }
        return self._ids_by_content[group].get(content)

    @cached_property
    def _events(self) -> Mapping[str, Event]:
        return {event.id: event for event in self._files.ledger.events}

    def fields(self, id: str) -> dict[str, Any]:
        """The fields of an event of the ledger, with its actors' ids after the import."""
        fields = event_fields(self._events[id], self._files.ledger.sources)
        for key in PARTICIPANTS:
            if key in fields:
                fields[key] = [self._actors.id_here(name) for name in fields[key]]
        return fields


def _day_and_title(fields: Mapping[str, Any]) -> tuple[Any, Any]:
    return normalized(fields.get("date")), fields.get("title")


def _content(fields: Mapping[str, Any], keys: Iterable[str]) -> str:
    """The values of some keys as one text; equal values give equal texts."""
    values = {key: normalized(fields[key]) for key in keys if key in fields and key != "id"}
    return json.dumps(values, sort_keys=True, default=str)


# -- updates --------------------------------------------------------------------------------------

TABLES = [
    key.name for key in EVENT.keys.values() if isinstance(key.kind, (MapOf, Table, FreeTable))
]
"""The keys of an event whose values are tables. A row may give only a part of a table."""


class Updates:
    """The changes of existing entries: `made` are accepted; `skipped` has the labels of the others.

    `on_duplicate` is the rule for entries that exist already: skip, update or fail.
    """

    def __init__(self, on_duplicate: str) -> None:
        self.on_duplicate = on_duplicate
        self.made: list[Change] = []
        self.skipped: list[str] = []

    def refuse_duplicate(self, id: str) -> None:
        """Raise UsageError if rows must not repeat an existing entry."""
        if self.on_duplicate == "fail":
            raise UsageError(f"{id} is there already, and --on-duplicate fail allows none")

    def add(self, change: Change, label: str) -> None:
        """Accept a change, or skip the change under a label; an empty change is ignored."""
        if change.fields and self.on_duplicate == "update":
            self.made.append(change)
        elif change.fields:
            self.skipped.append(label)


def differences(there: Mapping[str, Any], fields: Mapping[str, Any]) -> dict[str, Any]:
    """The values that differ from the existing values `there`; an empty list becomes None."""
    return {
        key: None if value == [] else value
        for key, value in fields.items()
        if key != "id" and normalized(there.get(key)) != normalized(value)
    }


def with_other_names(there: Any, value: Any) -> Any:
    """A table with the names that only the existing table `there` has; equal values stay."""
    if isinstance(there, Mapping) and isinstance(value, Mapping):
        return {
            name: with_other_names(there.get(name), value[name]) if name in value else there[name]
            for name in {**there, **value}
        }
    return there if there is not None and normalized(there) == normalized(value) else value


def missing_names(
    there: Mapping[str, Any], fields: Mapping[str, Any], whole: Collection[str]
) -> Iterator[str]:
    """The names, such as `dates.signed`, that a row lacks in tables that it gives as a whole."""
    for key in TABLES:
        if key in whole and key in fields and key in there:
            yield from (f"{key}.{name}" for name in there[key] if name not in fields[key])


def in_old_order(there: Sequence[Any], new: Sequence[Any]) -> list[Any]:
    """The new elements, each once: existing elements in their old order, then the others."""
    kept = [item for item in there if item in new]
    return kept + [
        item for at, item in enumerate(new) if item not in there and item not in new[:at]
    ]
