"""Match imported rows to existing events, and keep values of events that rows cannot contain."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any

from chrono.core.causes import Caused
from chrono.core.model import Event
from chrono.core.references import Reference, links
from chrono.files.exchange.import_table import Row
from chrono.files.format.content import normalized
from chrono.files.format.dump import event_fields
from chrono.files.format.keys import EVENT, PARTICIPANTS
from chrono.files.format.kinds import TableKind
from chrono.files.format.new_entry import Fields
from chrono.files.write.ledger_files import LedgerFiles


class ExistingEvents:
    """Finds the events of a ledger by id and by content.

    `id_after_import`: returns the id that an actor of an existing event has after the import;
    `ids`: the ids of the ledger's events; `data`: the events as in the ledger's files.
    """

    def __init__(self, files: LedgerFiles, id_after_import: Callable[[str], str]) -> None:
        self._files = files
        self._id_after_import = id_after_import
        self._ids_by_day_and_title: dict[Any, list[str]] = defaultdict(list)
        self._ids_by_content: dict[Any, dict[str, list[str]]] = {}
        self.ids = {*files.ids("events")}
        self.data = [
            fields
            for source_file in files.source_files
            for fields in source_file.data.get("events", ())
        ]
        for fields in self.data:
            self._ids_by_day_and_title[_day_and_title(fields)].append(fields["id"])

    def equal_ids(self, fields: Fields) -> Sequence[str]:
        """The ids of the existing events that have all values of `fields`, except its id."""
        # Many rows may share a day, a title and their keys: the events are indexed once for all.
        day_and_title = _day_and_title(fields)
        group = (*day_and_title, *sorted(fields))
        if group not in self._ids_by_content:
            self._ids_by_content[group] = defaultdict(list)
            for id in self._ids_by_day_and_title.get(day_and_title, []):
                self._ids_by_content[group][content(self.fields(id), fields)].append(id)
        return self._ids_by_content[group].get(content(fields), ())

    @cached_property
    def _events(self) -> Mapping[str, Event]:
        return {event.id: event for event in self._files.ledger.events}

    def fields(self, id: str) -> dict[str, Any]:
        """The fields of the existing event `id` by key, with its actors' ids after the import."""
        return self.with_ids(event_fields(self._events[id], self._files.ledger.sources))

    def with_ids(self, fields: Fields) -> dict[str, Any]:
        """`fields` with the ids that its actors have after the import, and no former ids."""
        new = {
            key: [*map(self._id_after_import, fields[key])] for key in PARTICIPANTS if key in fields
        }
        if "follows" in fields:
            new["follows"] = [self._files.current_id("events", id) for id in fields["follows"]]
        return {**fields, **new}


def _day_and_title(fields: Fields) -> tuple[Any, Any]:
    return normalized(fields.get("date")), fields.get("title")


def content(fields: Fields, keys: Iterable[str] | None = None) -> str:
    """The values of `keys` (None: all), except the id, as a string that is equal if they are."""
    keys = fields if keys is None else keys
    values = {key: normalized(fields[key]) for key in keys if key in fields and key != "id"}
    return json.dumps(values, sort_keys=True, default=str)


# -- updates --------------------------------------------------------------------------------------

TABLES = [key.name for key in EVENT.keys.values() if isinstance(key.kind, TableKind)]
"""The keys of an event whose values are tables. A row may give only a part of a table."""


def updated_value(old: Any, new: Any) -> Any:
    """The value `old` updated with `new`; a table keeps the keys that `new` lacks."""
    if isinstance(old, Mapping) and isinstance(new, Mapping):
        return {
            name: updated_value(old.get(name), new[name]) if name in new else old[name]
            for name in {**old, **new}
        }
    return old if old is not None and normalized(old) == normalized(new) else new


def merged_list(
    existing: Sequence[Any], new: Sequence[Any], brought: Collection[Any]
) -> Sequence[Any]:
    """A list of an event after an update; elements that the user added or removed stay so.

    `new`: the elements in the row; `brought`: those that earlier rows brought.
    """
    if [*existing] == [*brought]:
        return new
    if not brought:
        return [*existing, *(item for item in new if item not in existing)]
    merged = [item for item in new if item in existing or item not in brought]
    merged += [item for item in existing if item not in new and item not in brought]
    return unless_reordered(existing, merged)


def unless_reordered(existing: Sequence[Any], new: Sequence[Any]) -> Sequence[Any]:
    """`new`, or `existing` if both have the same elements in different orders."""
    left = [*existing]
    for item in new:
        if item not in left:
            return new
        left.remove(item)
    return new if left else existing


def missing_names(existing: Fields, fields: Fields, whole_keys: Collection[str]) -> Iterator[str]:
    """The names, such as `dates.signed`, in `existing` but not in a row's `fields`.

    Only tables under `whole_keys`, which the row has as a whole, are compared.
    """
    for key in TABLES:
        if key in whole_keys and key in fields and key in existing:
            yield from (f"{key}.{name}" for name in existing[key] if name not in fields[key])


def in_old_order(existing: Sequence[Any], new: Sequence[Any]) -> list[Any]:
    """The elements of `new`, each once: first those in `existing`, in their old order."""
    kept = [item for item in existing if item in new]
    return kept + [item for at, item in enumerate(new) if item not in (*existing, *new[:at])]


def broken_links(
    rows: Sequence[tuple[Row, Fields]], existing: Collection[str], in_table: Collection[str]
) -> dict[int, list[str]]:
    """The problems of rows with broken links, by the row's number.

    A link to a row with a broken link is broken, too. `existing`: the ids of the ledger's events;
    `in_table`: the ids of all rows, including rejected rows.
    """
    coming = Counter(str(fields["id"]) for _, fields in rows if "id" in fields)
    linking: dict[str, list[tuple[Row, Fields, Reference]]] = {}
    for row, fields in rows:
        for link in links(fields.get("follows", ()), fields.get("part_of")):
            linking.setdefault(link.id, []).append((row, fields, link))
    problems: dict[int, list[str]] = {}
    lost = [id for id in linking if id not in existing and id not in coming]
    while lost:
        target = lost.pop()
        reason = "is not in the ledger or the file"
        if target in in_table:
            reason = "is in the file but cannot be imported"
        for row, fields, link in linking.get(target, ()):
            id = str(fields.get("id"))
            if row.number not in problems and id in coming:
                coming[id] -= 1
                if not coming[id] and id not in existing:
                    lost.append(id)
            problems.setdefault(row.number, []).append(
                Caused(f"{link.key} ", target, f": this event {reason}")
            )
    return problems
