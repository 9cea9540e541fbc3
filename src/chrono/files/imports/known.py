"""The events that are there already, and whether a row says anything else."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from functools import cached_property
from typing import Any

from chrono.core.dates import When
from chrono.core.model import Event
from chrono.files.changing import Opened
from chrono.files.fields import event_fields
from chrono.files.formats.record import plain_data
from chrono.files.imports.people import People


class Known:
    """The events of a ledger, and of a table so far, among which rows are to be found."""

    def __init__(self, opened: Opened, people: People) -> None:
        self._opened = opened
        self._people = people
        self._alike: dict[tuple[Any, ...], list[Mapping[str, Any]]] = {}
        self.ids: set[str] = set()
        for part in opened.parts:
            for fields in part.data.get("events", ()):
                self.ids.add(fields["id"])
                self.add(fields)

    def add(self, fields: Mapping[str, Any]) -> None:
        """One more event among which rows are found."""
        self._alike.setdefault(_key(fields), []).append(fields)

    def like(self, fields: Mapping[str, Any]) -> str | None:
        """The id of an event that says all that these keys do."""
        for other in self._alike.get(_key(fields), ()):
            id = str(other["id"])
            there = self.fields(id) if id in self.ids else other
            if not different(there, fields):
                return id
        return None

    @cached_property
    def _events(self) -> Mapping[str, Event]:
        return {event.id: event for event in self._opened.ledger.events}

    def fields(self, id: str) -> dict[str, Any]:
        """The keys of an event of the ledger, whatever its author wrote for the same."""
        found = event_fields(self._events[id], self._opened.ledger.sources)
        for key in ("actors", "present"):
            if key in found:
                found[key] = [self._people.now(name) for name in found[key]]
        return found


def _key(fields: Mapping[str, Any]) -> tuple[Any, ...]:
    return _plain(fields.get("date")), fields.get("title")


def _plain(value: Any) -> Any:
    """A value as it can be compared with one that is written otherwise."""
    return When.on(value).text if isinstance(value, dt.date) else plain_data(value)


def different(there: Mapping[str, Any], fields: Mapping[str, Any]) -> dict[str, Any]:
    """The keys that are to say something else than they do."""
    return {
        key: value
        for key, value in fields.items()
        if key != "id" and (key not in there or _plain(there[key]) != _plain(value))
    }
