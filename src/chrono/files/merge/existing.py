"""Finds the events of a ledger that rows give again."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Any

from chrono.core.model import Event
from chrono.files.format.content import normalized
from chrono.files.format.dump import event_fields
from chrono.files.format.keys import PARTICIPANTS
from chrono.files.merge.actors import ActorMatcher
from chrono.files.write.ledger_files import LedgerFiles


class ExistingEvents:
    """The events of a ledger, by id and by content, and the content of new events without an id."""

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
        """Add a new event, for rows with exactly its content."""
        self._new[_content(fields, fields)] = id

    def like(self, fields: Mapping[str, Any]) -> str | None:
        """The id of an event with these values, or of a new event with exactly these; or None."""
        content = _content(fields, fields)
        if content in self._new:
            return self._new[content]
        # Many rows may share a day, a title and their keys: the events are compared with all once.
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
        """The keys of an event of the ledger, with the ids of its actors after the import."""
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
