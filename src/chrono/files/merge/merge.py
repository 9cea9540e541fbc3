"""Merge the rows of a table into a ledger, by the last import of the same file."""

from __future__ import annotations

import json
import re
import shlex
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any, NamedTuple

from chrono.core.causes import Caused
from chrono.core.english import first_few, plural
from chrono.core.model import NOTHING, Event
from chrono.core.note_kinds import Note
from chrono.core.progress import counted
from chrono.core.references import links
from chrono.errors import UsageError
from chrono.files.exchange.import_table import ImportTable, Row
from chrono.files.exchange.record import source_cell
from chrono.files.format.content import has_content, normalized
from chrono.files.format.dump import actor_fields, claim_fields, event_fields, source_fields
from chrono.files.format.ids import fingerprint, free_id
from chrono.files.format.keys import EVENT, FORMER_IDS, PARTICIPANTS
from chrono.files.format.new_entry import Fields, NewEntry
from chrono.files.merge import notes, records
from chrono.files.merge.actors import ActorMatcher
from chrono.files.merge.cells import as_ledger_id, as_template
from chrono.files.merge.entries import InvalidRow, Mapper, Participant
from chrono.files.merge.last_import import (
    LastImport,
    Record,
    earlier,
    free_name,
    kept_imports,
    known_rows,
    pair,
    path_of,
)
from chrono.files.merge.rows import rejected_parts
from chrono.files.merge.rules import Rules, write
from chrono.files.toml.emit import literal
from chrono.files.write.apply import Change
from chrono.files.write.ledger_files import LedgerFiles
from chrono.files.write.names import NameResolver
from chrono.files.write.three_way.values import MISSING, Conflict, merge_values, name_of

_ADDED_TO = ("tags", "follows", "sources")
"""The lists to which a row only adds elements, unless the last import gave their elements."""
_IN_A_CELL = ("publisher", "origin", "url")
"""The keys of a source that a text in a cell can contain."""


class Item(NamedTuple):
    """A row, its fields as in the row (None removes a key), and the checked fields."""

    row: Row
    raw: Fields = NOTHING
    fields: Fields = NOTHING


class MergeResult(NamedTuple):
    """The result of merging the rows of a table into a ledger."""

    additions: list[NewEntry]
    changes: list[Change]
    rejected: list[tuple[Row, tuple[str, ...]]]
    rows: Mapping[tuple[str, str], Sequence[Row]]
    counts: Mapping[str, int]
    claims: Mapping[str, int]
    notes: list[tuple[int, str | Note]]
    refusal: str | None


class RowMerger:
    """A merge of the rows of one table into a ledger, by the rules of an import."""

    def __init__(
        self, files: LedgerFiles, table: ImportTable, rules: Rules, name: str = "import"
    ) -> None:
        self._files, self._table, self._rules, self._name = files, table, rules, name
        self._names = NameResolver(files)
        self._ours = records.OurIds(files, table)
        ledger = self._names.ledger
        self._data: dict[str, Fields] = {
            fields["id"]: fields
            for source_file in files.source_files
            for fields in source_file.data.get("events", ())
        }
        countries = {actor.country for actor in ledger.actors.values()}
        countries |= {fields.get("place_country") for fields in self._data.values()}
        self._mapper = Mapper(rules, table, filter(None, countries))
        self._find_records()
        self._actors = ActorMatcher(
            ledger.actors.values(), table, rules, self._mapper.countries,
            self._ours.renamed["actors"],
            {name: files.current_id("actors", id) for name, id in self._last.names.items()},
        )  # fmt: skip
        self._sources = records.SourceMatcher(rules, ledger.sources, table, self._ours)
        former = {id: kind for kind in ledger.types.values() for id in kind.former_ids}
        former |= {id: ledger.types[own] for id, own in self._ours.renamed["types"].items()}
        known = {**former, **ledger.types}
        self._new_types = records.new_types(table, rules, known, self._mapper.is_listed)
        self._items: dict[str, Item] = {}  # by id of the event
        self._merged: dict[str, Fields] = {}  # events after the update from an earlier row
        self._kept: dict[int, Record] = {}  # for the next import, by number of the row
        self._equal_rows: defaultdict[Any, list[int]] = defaultdict(list)  # by id and content
        self._repeated: dict[int, int] = {}
        self._found: set[str] = set()  # events of the ledger
        self._gone: list[str] = []  # events that a user removed
        self._added: dict[str, Fields] = {}
        self._changes: list[Change] = []
        self._replaced: dict[str, list[str]] = {}  # keys, by id of the updated entry
        self._skipped: list[str] = []
        self._conflicts: list[str] = []
        self._rejected: dict[int, tuple[Row, tuple[str, ...]]] = {}
        self._joined = 0  # rejected rows that are one event with an earlier row

    def _find_records(self) -> None:
        """Find the last import of the same file, and the record of each row."""
        table, rules, columns = self._table, self._rules, self._mapper.columns
        self._is_kept = not table.is_record or bool(rules.map or rules.set or rules.name)
        self._known = known_rows(table.rows if self._is_kept else (), columns, self._mapper.key)
        kept = kept_imports(self._files.head) if self._is_kept and self._files.source_files else {}
        kept = {name: one for name, one in kept.items() if self._is_here(one)}
        last = earlier(kept, columns, self._known, rules.name)
        self._is_newer = last is not None
        self._kept_imports = kept
        self._last = last or LastImport(rules.name or free_name(self._name, kept))
        self._record, self._corrected = pair(self._last, columns, self._known)
        ids = {id(record) for record in self._record.values()}
        self._missing = [record for record in self._last.records if id(record) not in ids]
        self._id_of_key = {
            as_ledger_id(one.key): self._files.current_id("events", self._record[one.number].id)
            for one in self._known
            if one.key and one.number in self._record
        }

    def _is_here(self, last: LastImport) -> bool:
        """Return whether most events of an import are in the ledger, which may be a new one."""
        ids = (self._files.current_id("events", one.id) for one in last.records)
        return 2 * sum(id in self._data for id in ids) >= len(last.records)

    def merge(self, known_bad: Mapping[int, tuple[str, ...]]) -> MergeResult:
        """Return the result of merging all rows. No file is written."""

        def read(item: Item) -> Item:
            if bad := known_bad.get(item.row.number) or item.row.problem:
                raise UsageError(*([bad] if isinstance(bad, str) else bad))
            try:
                raw: Fields = self._mapper.fields(item.row)
                is_whole = self._table.is_record
                return item._replace(raw=self._ours.put_into("events", raw) if is_whole else raw)
            except InvalidRow as error:  # an unknown type is reported with the other problems
                problems = [*error.args]
                try:
                    self._type_id(error.fields.get("type"))
                except UsageError as unknown:
                    problems += unknown.args
                raise UsageError(*problems) from None

        mapped = self._passing(map(Item, self._table.rows), read, "Reading")
        self._sources.collect(item.raw for item in mapped)
        self._actors.collect(item.raw for item in mapped)
        self._own_ids = {str(item.raw["id"]) for item in mapped if item.raw.get("id")}
        ids = {as_ledger_id(row.values.get(self._mapper.id_column)) for row in self._table.rows}
        self._ids_in_table = {*map(self._current_id, filter(None, {*ids, *self._own_ids}))}
        resolved = self._passing(mapped, self._resolved, "Checking")
        broken = self._broken_links(resolved)

        def match(item: Item) -> Item:
            if problems := broken.get(item.row.number):
                raise UsageError(*problems)
            return self._match(item)

        self._passing(resolved, match, "Importing")
        return self._result()

    def _passing(self, items: Iterable[Item], act: Callable[[Item], Item], what: str) -> list[Item]:
        results: list[Item] = []
        number = len(self._table.rows)
        for item in counted(items, f"{what} {self._table.noun}s", number):
            try:
                results.append(act(item))
            except UsageError as error:
                for row, problems in rejected_parts(item.row, error, self._table.noun):
                    self._rejected[row.number] = (row, problems)
                self._joined += max(len(item.row.parts) - 1, 0)
        return results

    def _type_id(self, name: Any) -> Any:
        return records.type_id(self._names, self._new_types, self._rules, name)

    def _resolved(self, item: Item) -> Item:
        raw = item.raw
        fields = {key: value for key, value in raw.items() if value is not None}
        problems: list[str] = []
        resolvers: Mapping[str, Callable[[Any], Any]] = {
            **dict.fromkeys(PARTICIPANTS, self._actors.participants),
            "initiator": lambda name: self._actors.initiator(name, fields.get("actors")),
            "type": self._type_id,
            "sources": self._sources.resolved,
            **dict.fromkeys(("id", "part_of"), self._current_id),
            "follows": lambda ids: [*map(self._current_id, ids)] if isinstance(ids, list) else ids,
        }
        for key in (key for key in resolvers if key in fields):
            try:
                fields[key] = resolvers[key](fields[key])
            except UsageError as error:
                problems += error.args
                value = fields.pop(key)  # or the check would report it again
                if key in EVENT.required:
                    items = value if isinstance(value, list) else []
                    labels = [
                        str(one.name or one.id) for one in items if isinstance(one, Participant)
                    ]
                    fields[key] = labels or value
        if fields.get("status") == "held":  # the default
            del fields["status"]
        if raw.get("id") in self._ours.renamed["events"]:
            fields.pop(FORMER_IDS, None)  # they are not those of ours
        self._names.refuse_invalid("events", fields, problems)
        if "tags" in fields:
            fields["tags"] = [*dict.fromkeys(fields["tags"])]
        return item._replace(fields=fields)

    def _current_id(self, id: Any) -> Any:
        if not isinstance(id, str):
            return id
        return self._id_of_key.get(id) or self._ours.of("events", id)

    def _broken_links(self, items: Sequence[Item]) -> dict[int, list[str]]:
        """Return the problems of rows whose link has no target, or a target with a broken link."""
        coming = Counter(str(item.fields["id"]) for item in items if "id" in item.fields)
        linking: defaultdict[str, list[tuple[Item, Any]]] = defaultdict(list)
        for item in items:
            for link in links(item.fields.get("follows", ()), item.fields.get("part_of")):
                linking[link.id].append((item, link))
        problems: dict[int, list[str]] = {}
        lost = [id for id in linking if id not in self._data and id not in coming]
        while lost:
            target = lost.pop()
            reason = "that is not in the ledger or the file"
            if target in self._ids_in_table:
                reason = "that is also invalid"
            for item, link in linking.get(target, ()):
                id, number = str(item.fields.get("id")), item.row.number
                if number not in problems and id in coming:
                    coming[id] -= 1
                    if not coming[id] and id not in self._data:
                        lost.append(id)
                problem = Caused(f'"{link.key}" refers to an event {reason}: ', target, "")
                problems.setdefault(number, []).append(problem)
        return problems

    # -- one row: add, skip or update

    def _match(self, item: Item) -> Item:
        number, record = item.row.number, self._record.get(item.row.number)
        equal = self._equal_rows[item.fields.get("id"), _content(item.fields)]
        equal.append(number)
        if record is not None:
            id = self._files.current_id("events", record.id)
            if id not in self._data:
                self._gone.append(record.id)
                self._kept[number] = record
                return item
        elif "id" not in item.fields or len(equal) > 1:
            new = self._id_of_row(item, equal)
            if new is None:
                return item
            id = new
        else:
            id = item.fields["id"]
            if item.raw["id"] != id and (id in self._own_ids or id in self._items):
                self._found.add(id)  # of an event that was joined with that of another row
                return item
        item = item._replace(fields={**item.fields, "id": id})
        if id in self._items and record is None:
            raise UsageError(self._used_id(id))
        self._items.setdefault(id, item)
        content = normalized(item.fields)
        theirs: Fields | None = {key: content[key] for key in content if key != "id"}
        if id not in self._data:
            self._names.taken.add(id)
            self._added[id] = item.fields
        else:
            self._found.add(id)
            self._refuse_duplicate(id)
            if not self._update(id, item, record, theirs or {}):
                theirs = record.fields if record else None
        self._keep(number, id, theirs)
        return item

    def _keep(self, number: int, id: str, fields: Fields | None) -> None:
        if self._is_kept and fields is not None:
            one = self._known_by_number[number]
            self._kept[number] = Record(id, one.key, one.cells, fields)

    @cached_property
    def _known_by_number(self) -> dict[int, Any]:
        return {one.number: one for one in self._known}

    def _used_id(self, id: str) -> Caused:
        where = f"{self._table.noun} {self._items[id].row.number}"
        why = f" is already used by {where}, with other values; change one id"
        if not self._table.is_record and self._rules.event is None:
            event = f"event = {literal(as_template(self._mapper.id_column))}"
            why += f", or {write(self._rules, event)} if these rows are one event"
        return Caused("the id ", id, why, cause="id")

    def _id_of_row(self, item: Item, equal: Sequence[int]) -> str | None:
        """Return the id of a new event for this row, or None to skip the row."""
        fields, number = item.fields, len(equal)
        known = self._equal_ids(fields)
        free = [id for id in known if id not in self._found]
        if free or (known and number == 1):
            id = (free or known)[0]
            self._found.add(id)
            self._refuse_duplicate(id)
            self._keep(item.row.number, id, normalized(fields))
            return None
        if number > 1 and self._rules.on_duplicate != "add" and not (
            self._rules.event and self._mapper.key(item.row)
        ):  # fmt: skip
            if self._rules.on_duplicate == "fail":
                first = f"{self._table.noun} {equal[0]}"
                why = "; to skip it, use --on-duplicate skip; to add it, use --on-duplicate add"
                raise UsageError(Caused("equal to ", first, why, plain=True))
            self._repeated[item.row.number] = equal[0]
            return None
        if "id" in fields:
            return free_id([fields["id"]], self._names.taken)
        sign = fingerprint(self._mapper.own_content(item.raw) + f" {number}" * (number > 1))
        return self._names.event_id(fields, self._actors.new, sign)

    def _refuse_duplicate(self, id: str) -> None:
        if self._rules.on_duplicate == "fail":
            ways = "to keep it, use --on-duplicate skip; to overwrite it, use --on-duplicate update"
            raise UsageError(Caused("", id, f" is already in the ledger; {ways}", plain=True))

    def _equal_ids(self, fields: Fields) -> Sequence[str]:
        """Return the ids of the events that have all values in `fields`, even if the ids differ."""
        day_and_title = _day_and_title(fields)
        group = (*day_and_title, *sorted(fields))
        if group not in self._by_content:  # many rows may share a day, a title and their keys
            self._by_content[group] = defaultdict(list)
            for id in self._by_day_and_title.get(day_and_title, []):
                same_keys = {key: one for key, one in self._ours_of(id).items() if key in fields}
                self._by_content[group][_content(same_keys)].append(id)
        return self._by_content[group].get(_content(fields), ())

    @cached_property
    def _by_content(self) -> dict[Any, dict[str, list[str]]]:
        return {}

    @cached_property
    def _by_day_and_title(self) -> dict[Any, list[str]]:
        found: defaultdict[Any, list[str]] = defaultdict(list)
        for id, fields in self._data.items():
            found[_day_and_title(fields)].append(id)
        return found

    @cached_property
    def _events(self) -> Mapping[str, Event]:
        return {event.id: event for event in self._files.ledger.events}

    def _ours_of(self, id: str) -> dict[str, Any]:
        """Return the fields of an event of the ledger, with the ids after the import."""
        if id in self._merged:
            return dict(self._merged[id])
        fields = event_fields(self._events[id], self._files.ledger.sources)
        for key in PARTICIPANTS:
            if key in fields:
                fields[key] = [*map(self._actors.id_after_import, fields[key])]
        if "follows" in fields:
            fields["follows"] = [self._files.current_id("events", id) for id in fields["follows"]]
        return fields

    # -- the three-way merge

    def _base(self, record: Record) -> dict[str, Any]:
        """Return the fields that a row had in the last import, with the present ids."""
        fields = dict(record.fields)
        if self._files.has_former_ids:
            fields = self._ours.put_into("events", fields)
        return fields

    def _update(self, id: str, item: Item, record: Record | None, theirs: Fields) -> bool:
        """Merge the last import, the event and the row."""
        if record is not None:
            before = self._base(record)
            if before == theirs:
                return True
            base = EVENT.parse(before)
        ours = self._ours_of(id)
        new = {key: value for key, value in item.fields.items() if key != "id"}
        if record is None:
            base, new = self._two_way(ours, item.raw, new)
        changes, conflicts = merged_changes(base, ours, new)
        if self._rules.on_duplicate != "update":
            if changes or conflicts:
                self._skipped.append(id)
            return not changes and not conflicts
        self._conflicts += [
            f"{id} {_path(one)} ({_shown(one.ours)}, but {_shown(one.theirs)} in the file)"
            for one in conflicts
        ]
        self._merged[id] = {**ours, **changes}
        self._change("events", id, ours, changes)
        return True

    def _two_way(
        self, ours: Fields, raw: Fields, new: dict[str, Any]
    ) -> tuple[dict[str, Any], dict[str, Any]]:
        """Return (base, new values) for an event without a last import: the row's values count."""
        if "sources" in new:
            new["sources"] = self._as_ours([*ours.get("sources", ())], new["sources"])
        base = {key: _restricted(ours[key], new.get(key)) for key in raw if key in ours}
        base.pop(FORMER_IDS, None)
        for key in _ADDED_TO:
            if key == "sources" and self._mapper.has_source_keys and key in new:
                base[key] = [*ours.get(key, ())]
            elif key in new:
                known = {*map(name_of, new[key])}
                base[key] = [one for one in base.get(key, ()) if name_of(one) in known]
        return base, new

    def _as_ours(self, ours: list[Any], theirs: Iterable[Any]) -> list[Any]:
        """Return the sources of a row, as the event has those that are the same."""

        def whole(item: Any) -> Fields:
            table = {"ref": item} if isinstance(item, str) else item
            base = self._names.ledger.sources.get(table.get("ref", ""))
            return {**(source_fields(base) if base else {}), **table}

        def cell(fields: Fields) -> str:
            text = source_cell({key: fields.get(key) or "" for key in _IN_A_CELL})
            return text.replace(" ()", "")

        def is_same(one: Fields, other: Fields) -> bool:
            details = {*other} - {"ref", *_IN_A_CELL}
            are_same = all(normalized(one.get(key)) == normalized(other[key]) for key in details)
            return are_same and cell(one) == cell(other)

        found = []
        for item in theirs:
            same = [one for one in ours if is_same(whole(one), whole(item))]
            found.append(same[0] if same else item)
            if same:
                ours.remove(same[0])
        return found

    def _change(self, kind: str, id: str, ours: Fields, changes: dict[str, Any]) -> None:
        if not changes:
            return
        if self._rules.on_duplicate != "update":
            self._skipped.append(id)
            return
        lost = [key for key, value in changes.items() if _is_lost(ours.get(key), value)]
        earlier = next((one for one in self._changes if (one.kind, one.id) == (kind, id)), None)
        if earlier is not None:
            self._changes.remove(earlier)
            changes = {**(earlier.fields or {}), **changes}
        self._changes.append(Change(kind, id, changes))
        self._replaced[id] = lost

    # -- rows that are no longer in the file

    def _withdraw(self) -> Iterator[tuple[int, str]]:
        """Cancel or remove the events whose rows are missing. Yield notes with their urgency."""
        _rules, way = self._rules, self._rules.on_missing
        there = [(record, self._files.current_id("events", record.id)) for record in self._missing]
        there = [(record, id) for record, id in there if id in self._data and id not in self._found]
        cancelled = {id for _, id in there if self._data[id].get("status") == "cancelled"}
        named = [(record, id) for record, id in there if id not in cancelled or way == "remove"]
        uncertain = [
            row.number for row, _ in self._rejected.values() if row.number not in self._record
        ]
        others = dict(enumerate(self._missing, -len(self._missing)))
        if way == "report" or uncertain or not named:
            self._kept |= {
                at: one for at, one in others.items() if one in [each for each, _ in there]
            }
        else:
            self._refuse_most(len(named))
            self._refuse_linked({id for _, id in named})
            yield from self._withdrawn(named)
        ids = [id for _, id in named]
        if not ids:
            if way != "report" and self._data and not self._is_newer:
                names = first_few([f'"{name}"' for name in self._kept_imports])
                known = f"; the earlier imports are {names}; add --as NAME" if names else ""
                yield 1, f"--on-missing {way} had no effect: no earlier import of this file{known}"
            return
        number = plural(len(ids), "event")
        verb, them = ("is", "this event") if len(ids) == 1 else ("are", "these events")
        what = f'{number} from the earlier import "{self._last.name}" {verb} not in this file'
        if uncertain:
            rows = first_few([*map(str, uncertain)], word="and")
            is_invalid = "is invalid" if len(uncertain) == 1 else "are invalid"
            why = f"{plural(len(uncertain), self._table.noun)} ({rows}) {is_invalid}"
            yield 1, f"{number} may be missing from this file: {first_few(ids)}; {why}"
        elif way == "report":
            ways = (
                f"to cancel {them}, add --on-missing cancelled; to remove {them}, add --on-missing"
            )
            yield 1, f"{what}: {first_few(ids)}; {ways} remove"
        else:
            done = {"cancelled": "now cancelled", "remove": "now removed"}[way]
            yield 3, f"{what}: {first_few(ids)}; {done}"

    def _withdrawn(self, named: Sequence[tuple[Record, str]]) -> Iterator[tuple[int, str]]:
        own: list[str] = []
        for at, (record, id) in enumerate(named):
            base, ours = EVENT.parse(self._base(record)), self._ours_of(id)
            if self._rules.on_missing == "cancelled":
                cancelled = {**base, "status": "cancelled"}
                changes, conflicts = merged_changes(base, ours, cancelled)
                self._kept[-at - 1] = record._replace(fields=normalized(cancelled))
                if conflicts:
                    own.append(f"{id} (status)")
                elif changes:
                    self._changes.append(Change("events", id, changes))
                continue
            keys = [key for key in {**base, **ours} if key not in ("id", FORMER_IDS)]
            keys = [key for key in keys if normalized(base.get(key)) != normalized(ours.get(key))]
            if keys:
                own.append(f"{id} ({', '.join(keys)})")
                self._kept[-at - 1] = record
            else:
                self._changes.append(Change("events", id, None))
        if own:
            are = plural(len(own), "event is missing from the file, but was", "events are missing "
                         "from the file, but were")  # fmt: skip
            yield 0, f"{are} changed in the ledger, which was kept: {first_few(own)}"

    def _refuse_most(self, number: int) -> None:
        total = len(self._last.records)
        if self._rules.name is None and number > 10 and 2 * number > total:
            raise UsageError(
                f'{number} of {total} events of the import "{self._last.name}" are not in this '
                f"file; if it replaces them, add --as {shlex.quote(self._last.name)}"
            )

    def _refuse_linked(self, ids: set[str]) -> None:
        if self._rules.on_missing == "remove" and (
            problems := [
                f'{link.id} is not in this file, but "{id}" refers to this event; use --on-missing '
                "cancelled"
                for id, event in self._data.items()
                if id not in ids
                for link in links(event.get("follows", ()), event.get("part_of"))
                if link.id in ids
            ]
        ):
            raise UsageError(*problems)

    def _refuse_unmatched(self) -> None:
        """Raise UsageError if most rows are new, but seem to be rows of an earlier import."""
        if self._rules.name is not None or self._is_newer or not self._kept_imports:
            return
        there: dict[Any, str] = {}
        for name, one in self._kept_imports.items():
            is_same = re.fullmatch(re.escape(self._name) + r"(-[0-9]+)?", name) is not None
            for record in one.records:
                there |= dict.fromkeys(_likenesses(record.fields)[: 1 + is_same], name)
        new = [one for id, one in self._added.items() if not self._items[id].raw.get("id")]
        known = ([there[key] for key in _likenesses(one) if key in there] for one in new)
        alike = [names[0] for names in known if names]
        if 2 * len(alike) > len(self._table.rows):
            rows = plural(len(self._table.rows), self._table.noun)
            raise UsageError(
                f'{len(alike)} of {rows} resemble those of the import "{alike[0]}", but are not '
                f"recognised; to update that import, add --as {shlex.quote(alike[0])}; to add all "
                "events in this file, add --as with a new name"
            )

    # -- the result

    def _result(self) -> MergeResult:
        self._refuse_unmatched()
        withdrawn = [*self._withdraw()]
        claims = self._claims()
        side = self._side_entries(claims)
        rejected = [self._rejected[number] for number in sorted(self._rejected)]
        invalid = len(rejected) - self._joined
        counts = self._counts("events", len(self._table.rows) - invalid, len(self._added))
        if removed := sum(one.fields is None for one in self._changes):
            counts["updated"] -= removed
            counts["skipped"] += removed
            counts["removed"] = removed
        if cancelled := sum(id in {one.id for one in self._changes} for id in self._missing_ids):
            counts["updated"] -= max(cancelled - removed, 0)
            counts["skipped"] += max(cancelled - removed, 0)
        rows: dict[tuple[str, str], list[Row]] = {}
        for id, item in self._items.items():
            rows["events", id] = [item.row]
            for source in self._sources.of_rows(item.fields):
                rows.setdefault(("sources", source), []).append(item.row)
        names = notes.Names(side, self._rules, self._mapper.splits_participants)
        kept = [self._kept[number] for number in sorted(self._kept)]
        if self._is_kept and (kept or self._last.records):
            new = self._last._replace(
                columns=self._mapper.columns, records=kept,
                names={**self._last.names, **self._actors.names},
            )  # fmt: skip
            self._files.beside[path_of(self._files.head, new.name)] = new.encoded()
        return MergeResult(
            [*side, *(NewEntry("events", one) for one in self._added.values()), *claims],
            self._changes,
            rejected,
            rows,
            {**counts, "rejected": invalid},
            self._counts("claims", len(self._table.claims), len(claims)),
            [*withdrawn, *self._notes(side, names)],
            None if self._table.is_record else names.refusal,
        )

    @property
    def _missing_ids(self) -> set[str]:
        return {self._files.current_id("events", one.id) for one in self._missing}

    def _counts(self, kind: str, read: int, added: int) -> dict[str, int]:
        updated = sum(change.kind == kind for change in self._changes)
        return {"added": added, "updated": updated, "skipped": read - added - updated}

    def _claims(self) -> list[NewEntry]:
        def id_after_import(name: str) -> str:
            return self._actors.id(name) if name in self._actors.records else name

        new: list[NewEntry] = []
        for claim in self._table.claims:
            fields = self._ours.put_into("claims", claim_fields(claim, {}))
            fields["by"] = id_after_import(fields["by"])
            if claim.actors:
                fields["actors"] = [*map(id_after_import, fields["actors"])]
            if claim.sources:
                own = (source_fields(source) for source in claim.sources)
                sources = [self._ours.put_into("sources", one) for one in own]
                fields["sources"] = self._sources.resolved(sources)
            id = self._ours.of("claims", claim.id)
            if not self._files.find("claims", id):
                new.append(NewEntry("claims", fields))
                continue
            if claim.id in self._ours.renamed["claims"]:
                fields.pop(FORMER_IDS)
            self._refuse_duplicate(claim.id)
            ledger = self._files.ledger
            here = next(other for other in ledger.claims if other.id == id)
            ours = claim_fields(here, ledger.sources)
            fields.pop("id")
            base, fields = self._two_way(ours, fields, fields)
            self._change("claims", id, ours, merged_changes(base, ours, fields)[0])
        return new

    def _side_entries(self, claims: Sequence[NewEntry]) -> list[NewEntry]:
        table, ledger = self._table, self._names.ledger
        used: set[str] = set()
        for actor in table.actors.values() if table.all_actors else ():
            if actor.declared:
                used.add(id := self._actors.id(actor.id))
                here = ledger.actors.get(id)
                if here is not None and here.declared and here != actor:
                    ours, theirs = actor_fields(here), actor_fields(actor)
                    if actor.id != id:  # in the ledger, it was not renamed
                        theirs.pop(FORMER_IDS, None)
                    changes, _ = merged_changes({}, ours, {**theirs, "id": id})
                    self._change("actors", id, ours, changes)
        events = [*self._added.values(), *(change.values for change in self._changes)]
        entries: list[Fields] = [claim.fields for claim in claims]
        for fields in (*events, *entries):
            for key in (*PARTICIPANTS, "initiator", "by"):
                value = fields.get(key, ())
                used |= {str(id) for id in (value if isinstance(value, list) else [value])}
        types = {fields.get("type") for fields in events} | {kind.id for kind in table.types}
        return [
            *self._actors.additions(used),
            *(NewEntry("types", self._new_types[id]) for id in self._new_types if id in types),
            *records.new_publishers(table, ledger.publishers.values()),
            *self._sources.additions([*events, *entries], [str(one.id) for one in table.sources]),
        ]

    def _notes(
        self, side: Sequence[NewEntry], names: notes.Names
    ) -> Iterator[tuple[int, str | Note]]:
        """Yield notes with their urgency, of which 0 is the highest."""
        noun, types = self._table.noun, self._names.ledger.types
        if self._conflicts:
            number = plural(len(self._conflicts), "value was", "values were")
            both = f"{number} changed both in the ledger and in the file; the ledger was kept"
            yield 0, f"{both}: {first_few(self._conflicts)}"
        if self._skipped:
            number = plural(len(self._skipped), "event differs", "events differ")
            take = "to take what changed in the file, add --on-duplicate update"
            yield (
                1,
                f"{number} from the file, and stayed as before: {first_few(self._skipped)}; {take}",
            )
        if self._gone:
            number = plural(len(self._gone), "event was", "events were")
            gone = first_few(self._gone)
            yield 2, f"{number} removed from the ledger, and stayed removed: {gone}"
        new = {entry.id for entry in side if entry.kind == "actors"}
        changed = {change.id: change.fields or {} for change in self._changes}
        events = ({**one, **changed.get(id, {})} for id, one in self._data.items())
        for note in notes.on_same(self._actors.same(new, [*events, *self._added.values()])):
            yield 2, note
        if self._corrected:
            rows = first_few([
                f"{number} ({self._record[number].id})" for number in self._corrected
            ])  # fmt: skip
            number = plural(len(self._corrected), f"{noun} was", f"{noun}s were")
            yield (
                3,
                f"{number} read as corrected, since one cell differs from the last import: {rows}",
            )
        new_types = [entry for entry in side if entry.kind == "types"]
        for urgency, several in (
            (3, names.notes()),
            (4, notes.on_repeated(self._repeated, noun)),
            (4, self._mapper.column_notes() if self._added or self._changes else ()),
            (5, notes.on_events(self._added.values(), new_types, types)),
            (6, notes.on_updated(self._replaced)),
            (7, self._actors.notes(new)),
            (8, notes.on_entries(side, types)),
            (9, self._mapper.notes),
            (9, self._on_line_breaks()),
        ):
            for one in several:
                yield urgency, one

    def _on_line_breaks(self) -> Iterator[str]:
        for field, rows in self._mapper.line_breaks.items():
            numbers = first_few([*map(str, rows)], word="and")
            yield f"line breaks in {field} became spaces in {self._table.noun}s {numbers}"


def merged_changes(
    base: Fields, ours: Fields, theirs: Fields
) -> tuple[dict[str, Any], list[Conflict]]:
    """Return (the new values of an entry, conflicts). The value None removes a key."""
    conflicts: list[Conflict] = []
    sides = [dict(one) for one in (base, ours, theirs)]
    for key, value in [item for side in sides for item in side.items()]:
        if isinstance(value, (list, dict)):  # an empty list is no value
            for side in sides:
                side.setdefault(key, type(value)())
    merged, _ = merge_values(sides[0], sides[1], sides[2], conflicts)
    found = {key: one for key, one in merged.items() if has_content(one)}
    changes = {
        key: found.get(key)
        for key in {**ours, **found}
        if key != "id" and normalized(ours.get(key) or None) != normalized(found.get(key) or None)
    }
    return changes, conflicts


def _restricted(ours: Any, theirs: Any) -> Any:
    """Return a value of the ledger without what the row's value does not have a place for."""
    if isinstance(ours, Mapping) and isinstance(theirs, Mapping):
        return {key: _restricted(ours[key], theirs[key]) for key in ours if key in theirs}
    if isinstance(ours, (list, tuple)) and isinstance(theirs, (list, tuple)):
        by_name = {name_of(one): one for one in theirs}
        return [_restricted(one, by_name.get(name_of(one), one)) for one in ours]
    return ours


def _is_lost(old: Any, new: Any) -> bool:
    if not has_content(old):
        return False
    if isinstance(old, Mapping) and isinstance(new, Mapping):
        return any(_is_lost(value, new.get(key)) for key, value in old.items())
    if isinstance(old, (list, tuple)) and isinstance(new, (list, tuple)):
        return any(all(_is_lost(item, other) for other in new) for item in old)
    return bool(normalized(old) != normalized(new))


def _content(fields: Fields) -> str:
    """Return the values in `fields`, except `id`, as JSON text for comparisons."""
    values = {key: normalized(value) for key, value in fields.items() if key != "id"}
    return json.dumps(values, sort_keys=True, default=str)


def _day_and_title(fields: Fields) -> tuple[Any, Any]:
    return normalized(fields.get("date")), fields.get("title")


def _likenesses(fields: Fields) -> list[tuple[Any, ...]]:
    """Return keys of an event, of which the second counts for rows of the same table only."""
    date, actors = normalized(fields.get("date")), sorted(map(str, fields.get("actors", ())))
    return [(date, fields.get("title")), (date, fields.get("type"), fields.get("place"), *actors)]


def _path(conflict: Conflict) -> str:
    return ".".join(map(str, conflict.path))


def _shown(value: Any) -> str:
    return "no value" if value is MISSING or value is None else literal(normalized(value))
