"""Find the changes that an import makes in existing events and claims."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

from chrono.core.model import NOTHING
from chrono.files.format.content import IMPORTED, has_content, normalized, without_import
from chrono.files.format.dump import FLAGS
from chrono.files.format.ids import fingerprint
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


_DEFAULTS = (("status", "held"), *((flag, None) for flag in FLAGS))
"""The default values, which `fields` of a row lacks. They replace the values of an event."""


class Updater:
    """Changes existing entries to match the rows of an imported table, and records the changes.

    - `kept`: the values that stay in an event because its row has no such value, as a list of texts
      such as `ID dates.signed`
    - `replaced`: maps the id of an entry to the keys of the values that rows replace or remove
    - `conflicts`: the values that both the user and the row have changed since the last import, as
      texts with both values
    """

    def __init__(
        self, mapper: Mapper, existing: ExistingEvents, imports: Imports, sources: SourceMatcher
    ) -> None:
        self.kept: list[str] = []
        self.replaced: dict[str, list[str]] = {}
        self.conflicts: list[str] = []
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
        blank = (mapped - raw.keys()) & existing.keys()
        defaults = {key: one for key, one in raw.items() if (key, one) in _DEFAULTS}
        values = {**defaults, **fields}
        memory = self._imports.memory.get(id)
        known: dict[str, Any] = {key: [] for key in _ADDED_TO}
        conflicts = len(self.conflicts)
        if memory is not None:
            base = self._base(existing, memory)
            if "was" in memory and existing.get("status") == "cancelled":  # the row is back
                values = {"status": memory["was"], **values}
                base = {**base, **digests({"status": "cancelled"})}
            values |= {
                key: self._merged(id, key, existing.get(key), values[key], base)
                for key in _single_values(values)
            }
            emptied_cells = self._mapper.emptied(item.row)
            read = {key for key in blank if emptied_cells.get(key) == existing[key]}
            values |= dict.fromkeys(read)
            self._keep(id, sorted(blank - {*_LISTS, "sources", *read}))
            values |= {key: [] for key in blank & memory.keys() & {*_LISTS, "sources"}}
            known = self._existing.with_ids({"present": [], **known, **memory})
        elif self._mapper.has_source_keys:
            known.pop("sources", None)  # the columns are those of the event's first sources
        for key in _TABLES:
            if key in self._mapper.whole_keys and key in fields:
                names = (name for name in existing.get(key, ()) if name not in fields[key])
                self._keep(id, (f"{key}.{name}" for name in names))
        changes = self.entry(existing, values, raw.get("sources"), in_table, known)
        if memory is None:
            self._keep(id, (key for key in known if self._has_more(key, existing, fields)))
        elif changes or len(self.conflicts) > conflicts:
            saved = {**dict.fromkeys(values.keys() & memory.keys()), **self.lists(fields)}
            digested = {**memory.get("values", {}), **digests(fields)}
            saved |= {"values": digested, "notes": None, "row": None, **hashes, "was": None}
            extra = self._imports.extra(id, **saved)
            if "extra" in changes:
                changes["extra"] = {**(changes["extra"] or {}), IMPORTED: extra[IMPORTED]}
            elif extra[IMPORTED] != memory:
                changes["extra"] = extra
        return changes

    def _base(self, existing: Fields, memory: Memory) -> Mapping[str, str]:
        """Return the digests of the values in the last import, by path.

        Imports of version 0.2.0 saved only the notes. Their other values are taken as unchanged.
        """
        if (base := memory.get("values")) is not None:
            return base  # type: ignore[no-any-return]
        mapped = {*self._mapper.keys, "place_country"}
        known = {
            key: one for key, one in existing.items() if key in mapped or key in EVENT.required
        }
        return digests({**known, "notes": memory.get("notes")})

    def _merged(self, id: str, path: str, old: Any, new: Any, base: Mapping[str, str]) -> Any:
        """Return a value after a three-way merge of the last import, the ledger and the row."""
        if isinstance(new, Mapping):
            table = old or {}
            return {
                name: self._merged(id, f"{path}.{name}", table.get(name), new[name], base)
                if name in new
                else table[name]
                for name in {**table, **new}
            }
        imported, mine, theirs = base.get(path), *(_digest(path, value) for value in (old, new))
        if theirs in (imported, mine):
            return old
        if mine != imported:
            was = f'"{normalized(old)}"' if has_content(old) else "no value"
            self.conflicts.append(f'{id} {path} ({was}, but "{normalized(new)}" in the file)')
            return old
        return new

    def _has_more(self, key: str, existing: Fields, fields: Fields) -> bool:
        if key not in fields or key not in existing:
            return False
        if key == "sources":
            return self._sources.are_more(existing[key], fields[key])
        return key == "tags" and not {*existing[key]} <= {*fields[key]}

    def _keep(self, id: str, names: Iterable[str]) -> None:
        self.kept += [f"{id} {name}" for name in names]

    def lists(self, fields: Fields) -> dict[str, Any]:
        """Return the lists that a row gives to an event, by key.

        The list of sources has a short label for each source.
        """
        found = {key: fields[key] for key in _LISTS if key in fields}
        labels = self._sources.labels(fields.get("sources"))
        return {**found, **({"sources": labels} if labels else {})}

    def own_keys(self, id: str) -> list[str]:
        """Return the paths of the values that the user has added or changed in an imported event.

        A path is a key such as `title` or `dates.signed`.
        """
        event = self._existing.fields(id)
        memory = self._existing.with_ids(self._imports.memory[id])
        lists, base, now = self.lists(event), self._base(event, memory), digests(event)
        changed = [key for key in (*_LISTS, "sources") if lists.get(key) != memory.get(key)]
        changed += [path for path in {**now, **base} if now.get(path) != base.get(path)]
        return [path for path in changed if path != "status" or "was" not in memory]

    def with_memory(
        self, events: Mapping[str, Fields], name: str, hashes: Mapping[str, Mapping[str, str]]
    ) -> dict[str, Fields]:
        """Return the new events by id, with the data of the import in `extra`.

        - `name`: the name of the import
        - `hashes`: the hashes of each event's row, by the event's id
        """
        found: dict[str, Fields] = {}
        for id, fields in events.items():
            memory = {"as": name, **hashes[id], **self.lists(fields), "values": digests(fields)}
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


def _single_values(fields: Fields) -> list[str]:
    return [key for key in fields if key not in {*_LISTS, "sources", "id", FORMER_IDS}]


def digests(fields: Fields) -> dict[str, str]:
    """Return a short hash of each single value of an event, by path such as `dates.signed`."""
    found: dict[str, str] = {}
    for key in _single_values(fields):
        for path, value in _leaves(key, fields[key]):
            if (digest := _digest(path, value)) is not None:
                found[path] = digest
    return found


def _leaves(path: str, value: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(value, Mapping):
        for name, item in without_import(value).items():
            yield from _leaves(f"{path}.{name}", item)
    else:
        yield path, value


def _digest(path: str, value: Any) -> str | None:
    if not has_content(value) or (path, value) == ("status", "held"):  # the default
        return None
    return fingerprint(json.dumps(normalized(value), default=str))[:4]


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
