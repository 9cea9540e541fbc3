"""Find the changes that an import makes in existing events and claims."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from chrono.core.model import NOTHING
from chrono.files.format.content import IMPORTED, has_content, normalized
from chrono.files.format.keys import EVENT, FORMER_IDS, PARTICIPANTS
from chrono.files.format.kinds import TableKind
from chrono.files.format.new_entry import Fields
from chrono.files.merge.existing import ExistingEvents, Imports, Memory
from chrono.files.merge.mapping import Mapper
from chrono.files.merge.rows import Item
from chrono.files.merge.sources import SourceMatcher, in_old_order, unless_reordered, updated_value

_LISTS = (*PARTICIPANTS, "tags", "follows")
"""The lists of an event whose elements are compared one by one, except `sources`."""
_ADDED_TO = ("tags", "follows", "sources")
"""The lists to which a row only adds elements, unless earlier rows gave their elements."""
_TABLES = [key.name for key in EVENT.keys.values() if isinstance(key.kind, TableKind)]
"""The keys of an event whose values are tables. A row may have only a part of a table."""


class Updater:
    """Changes existing entries to match the rows of an imported table, and records the changes.

    - `kept`: the values that stay in an event because its row has no such value, as a list of texts
      such as `ID dates.signed`
    - `replaced`: maps the id of an entry to the keys of the values that rows replace or remove
    """

    def __init__(
        self, mapper: Mapper, existing: ExistingEvents, imports: Imports, sources: SourceMatcher
    ) -> None:
        self.kept: list[str] = []
        self.replaced: dict[str, list[str]] = {}
        self._mapper = mapper
        self._existing = existing
        self._imports = imports
        self._sources = sources

    def event(
        self, id: str, item: Item, in_table: Collection[str], hashes: Mapping[str, str]
    ) -> dict[str, Any]:
        """Return the new values of an event by key. The value None removes a key.

        A row without an id may be unchanged since the last import, with unchanged rules. Then only
        values that are the same in all rows are updated.

        - `in_table`: the ids of all events in the file
        - `hashes`: the hashes of the row to save
        """
        raw, fields, mapped = item.raw, item.fields, self._mapper.whole_keys
        if self._imports.is_unchanged(id, hashes.get("row")):
            constants = self._mapper.constant_keys
            raw = {key: raw[key] for key in constants & raw.keys()}
            fields = {key: fields[key] for key in constants & fields.keys()}
            in_table, mapped = (), set()
        existing = self._existing.fields(id)
        emptied = (raw.keys() - fields.keys()) & existing.keys()  # by a record: "tags": []
        blank = (mapped - raw.keys()) & existing.keys()  # cells
        values = {**dict.fromkeys(emptied), **fields}
        values |= {key: [] for key in emptied & {"follows", "sources"}}
        memory = self._imports.memory.get(id)
        known: dict[str, Any] = {key: [] for key in _ADDED_TO if key not in emptied}
        if memory is not None:
            emptied_cells = self._mapper.emptied(item.row)
            read = {key for key in blank if emptied_cells.get(key) == existing[key]}
            values |= dict.fromkeys(read)
            self._keep(id, sorted(blank - {*_LISTS, "sources", *read}))
            values |= {key: [] for key in blank & memory.keys() & {*_LISTS, "sources"}}
            if "was" in memory and existing.get("status") == "cancelled":  # the row is back
                values = {"status": memory["was"], **values}
            known = self._existing.with_ids({"present": [], **known, **memory})
        elif self._mapper.has_source_keys:
            known.pop("sources", None)  # the columns are those of the event's first sources
        for key in _TABLES:
            if key in self._mapper.whole_keys and key in fields:
                names = (name for name in existing.get(key, ()) if name not in fields[key])
                self._keep(id, (f"{key}.{name}" for name in names))
        known = {key: value for key, value in known.items() if key not in emptied}
        changes = self.entry(existing, values, raw.get("sources"), in_table, known)
        if memory is None:
            self._keep(id, (key for key in known if self._has_more(key, existing, fields)))
        elif changes:
            saved = {**dict.fromkeys(values.keys() & memory.keys()), **self.lists_and_notes(fields)}
            extra = self._imports.extra(id, **{"row": None, **saved, **hashes, "was": None})
            if "extra" in changes:
                changes["extra"] = {**(changes["extra"] or {}), IMPORTED: extra[IMPORTED]}
            elif extra[IMPORTED] != memory:
                changes["extra"] = extra
        return changes

    def _has_more(self, key: str, existing: Fields, fields: Fields) -> bool:
        if key not in fields or key not in existing:
            return False
        if key == "sources":
            return self._sources.are_more(existing[key], fields[key])
        return key == "tags" and not {*existing[key]} <= {*fields[key]}

    def _keep(self, id: str, names: Iterable[str]) -> None:
        self.kept += [f"{id} {name}" for name in names]

    def lists_and_notes(self, fields: Fields) -> dict[str, Any]:
        """Return the lists and notes that a row gives to an event, by key.

        The list of sources has a short label for each source.
        """
        found = {key: fields[key] for key in (*_LISTS, "notes") if key in fields}
        labels = self._sources.labels(fields.get("sources"))
        return {**found, **({"sources": labels} if labels else {})}

    def own_keys(self, id: str) -> list[str]:
        """Return the keys whose values the user has added or changed in an imported event."""
        event = self._existing.fields(id)
        memory = self._existing.with_ids(self._imports.memory[id])
        now = self.lists_and_notes(event)
        from_rows = {"id", "extra", FORMER_IDS, *EVENT.required, *self._mapper.keys}
        from_rows |= {"place_country"} if "place" in from_rows else set()
        from_rows |= {"status"} if "was" in memory else set()
        changed = [key for key in (*_LISTS, "sources", "notes") if now.get(key) != memory.get(key)]
        return [*changed, *(key for key in event if key not in {*from_rows, *changed, *now})]

    def with_memory(
        self, events: Mapping[str, Fields], name: str, hashes: Mapping[str, Mapping[str, str]]
    ) -> dict[str, Fields]:
        """Return the new events by id, with the data of the import in `extra`.

        - `name`: the name of the import
        - `hashes`: the hashes of each event's row, by the event's id
        """
        found: dict[str, Fields] = {}
        for id, fields in events.items():
            memory = {"as": name, **hashes[id], **self.lists_and_notes(fields)}
            found[id] = {**fields, "extra": {**fields.get("extra", {}), IMPORTED: memory}}
        return found

    def entry(
        self,
        existing: Fields,
        fields: Fields,
        raw_sources: Any,
        in_table: Collection[str] = (),
        memory: Memory = NOTHING,
    ) -> dict[str, Any]:
        """Return the new values of an event or a claim by key. The value None removes a key.

        Values that a row cannot contain, such as private sources, are kept.

        - `existing`: the fields of the entry
        - `fields`: the new fields from the row
        - `raw_sources`: the sources as in the row
        - `in_table`: the ids of all events in the file
        - `memory`: the values from earlier rows, by key. For a list in `memory`, elements that the
          user added are kept.
        """
        new = dict(fields)
        for key in fields.keys() & existing.keys() & {*_TABLES}:
            new[key] = updated_value(existing[key], fields[key])
        for key in (key for key in _LISTS if key in fields and key in memory):
            new[key] = _merged_list(existing.get(key, []), fields[key], memory[key])
        notes = existing.get("notes")
        if "as" in memory and "notes" in fields and notes not in (None, memory.get("notes")):
            new["notes"] = notes  # the user has changed them
        if "follows" in fields and "follows" in existing and "follows" not in memory:
            elsewhere = [id for id in existing["follows"] if id not in in_table]
            new["follows"] = in_old_order(existing["follows"], [*fields["follows"], *elsewhere])
        if "sources" in fields and ("sources" in existing or "sources" in memory):
            new["sources"] = self._sources.merged(
                existing.get("sources", ()),
                fields["sources"],
                raw_sources or (),
                memory.get("sources"),
            )
        if new.get("status") == "held":  # the default
            new["status"] = None
        filled = {key: value if has_content(value) else None for key, value in new.items()}
        changes = {
            key: value
            for key, value in filled.items()
            if key != "id" and normalized(existing.get(key)) != normalized(value)
        }
        if keys := [key for key in changes if _is_lost(existing.get(key), changes[key])]:
            self.replaced[existing["id"]] = keys
        return changes


def _merged_list(
    existing: Sequence[Any], new: Sequence[Any], earlier: Collection[Any]
) -> Sequence[Any]:
    """Return a row's elements, after the user's additions and deletions."""
    if [*existing] == [*earlier]:
        return new
    if not earlier:
        return [*existing, *(item for item in new if item not in existing)]
    merged = [item for item in new if item in existing or item not in earlier]
    merged += [item for item in existing if item not in new and item not in earlier]
    return unless_reordered(existing, merged)


def _is_lost(old: Any, new: Any) -> bool:
    if not has_content(old):
        return False
    if isinstance(old, Mapping) and isinstance(new, Mapping):
        return any(_is_lost(value, new.get(key)) for key, value in old.items())
    if isinstance(old, (list, tuple)) and isinstance(new, (list, tuple)):
        return any(all(_is_lost(item, other) for other in new) for item in old)
    return bool(normalized(old) != normalized(new))
