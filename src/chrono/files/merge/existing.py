"""The events that are there already, and whether a row says anything else."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Any

from chrono.core.model import Event
from chrono.files.format.content import normalized
from chrono.files.format.dump import event_fields
from chrono.files.format.keys import PARTICIPANTS
from chrono.files.merge.actors import People
from chrono.files.write.ledger_files import LedgerFiles


class ExistingEvents:
    """The events of a ledger, and of a table so far, among which rows are to be found."""

    def __init__(self, opened: LedgerFiles, people: People) -> None:
        self._opened = opened
        self._people = people
        self._alike: dict[Any, list[str]] = {}
        self._told: dict[Any, dict[str, str]] = {}
        self._new: dict[str, str] = {}
        self.ids: set[str] = set()
        for part in opened.source_files:
            for fields in part.data.get("events", ()):
                self.ids.add(fields["id"])
                self._alike.setdefault(_key(fields), []).append(fields["id"])

    def add(self, id: str, fields: Mapping[str, Any]) -> None:
        """One more event, of the table, among which rows are found that say just the same."""
        self._new[_content(fields, [*fields])] = id

    def like(self, fields: Mapping[str, Any]) -> str | None:
        """The id of an event of the ledger that says all that these keys do, or of such a row."""
        said = _content(fields, [*fields])
        if said in self._new:
            return self._new[said]
        keys = tuple(sorted(fields))
        there = self._alike.get(_key(fields), ())
        if there and (*_key(fields), keys) not in self._told:
            # What all of that day and title say in these keys: rows are many, their keys alike.
            self._told[(*_key(fields), keys)] = {
                _content(self.fields(id), keys): id for id in reversed(there)
            }
        return self._told[(*_key(fields), keys)].get(said) if there else None

    @cached_property
    def _events(self) -> Mapping[str, Event]:
        return {event.id: event for event in self._opened.ledger.events}

    def fields(self, id: str) -> dict[str, Any]:
        """The keys of an event of the ledger, whatever its author wrote for the same."""
        found = event_fields(self._events[id], self._opened.ledger.sources)
        for key in PARTICIPANTS:
            if key in found:
                found[key] = [self._people.now(name) for name in found[key]]
        return found


def _key(fields: Mapping[str, Any]) -> tuple[Any, ...]:
    return normalized(fields.get("date")), fields.get("title")


def _content(fields: Mapping[str, Any], keys: Iterable[str]) -> str:
    """What is said in some keys, as one text."""
    said = {key: normalized(fields[key]) for key in keys if key in fields and key != "id"}
    return json.dumps(said, sort_keys=True, default=str)


def different(there: Mapping[str, Any], fields: Mapping[str, Any]) -> dict[str, Any]:
    """The keys that are to say something else than they do."""
    return {
        key: value
        for key, value in fields.items()
        if key != "id" and (key not in there or normalized(there[key]) != normalized(value))
    }
