"""Merge the rows of a table into a ledger: add, update, skip or reject each row."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any

from chrono.core.causes import Caused
from chrono.core.note_kinds import Note
from chrono.core.progress import counted
from chrono.errors import UsageError
from chrono.files.exchange.import_table import ImportTable, Row
from chrono.files.format.dump import claim_fields
from chrono.files.format.ids import fingerprint, free_id
from chrono.files.format.keys import EVENT, FORMER_IDS, PARTICIPANTS
from chrono.files.format.new_entry import Fields, NewEntry
from chrono.files.merge import notes, records
from chrono.files.merge.actor_matcher import ActorMatcher
from chrono.files.merge.cells import as_ledger_id, as_template
from chrono.files.merge.corrections import corrected
from chrono.files.merge.existing import ExistingEvents, Imports, broken_links, content
from chrono.files.merge.mapping import InvalidRow, Mapper
from chrono.files.merge.merge_result import MergeResult
from chrono.files.merge.readers import Participant
from chrono.files.merge.remedies import write
from chrono.files.merge.rows import Item, cell_hashes, nth, rejected_parts
from chrono.files.merge.rules import Rules
from chrono.files.merge.sources import SourceMatcher
from chrono.files.merge.update import Updater
from chrono.files.toml.emit import literal
from chrono.files.write.apply import Change
from chrono.files.write.ledger_files import LedgerFiles
from chrono.files.write.names import NameResolver


class RowMerger:
    """A merge of the rows of one table into a ledger, by the rules of an import."""

    def __init__(
        self, files: LedgerFiles, table: ImportTable, rules: Rules, name: str = "import"
    ) -> None:
        self._files = files
        self._table = table
        self._rules = rules
        self._on_duplicate = rules.on_duplicate
        self._names = NameResolver(files)
        self._ours = records.OurIds(files, table)
        ledger, ours = self._names.ledger, self._ours.renamed
        self._existing = ExistingEvents(files, lambda name: self._actors.id_after_import(name))
        self._cells = cell_hashes(table.rows)
        self._imports = Imports(self._existing.data, self._cells.values(), rules, name)
        countries = {actor.country for actor in ledger.actors.values()}
        countries |= {fields.get("place_country") for fields in self._existing.data.values()}
        self._mapper = Mapper(rules, table, filter(None, countries))
        self._actors = ActorMatcher(
            ledger.actors.values(), table, rules, self._mapper.countries, ours["actors"]
        )
        sources = {
            **{str(source["id"]): source for source in self._ours.sources(table.sources)},
            **rules.declared.get("sources", {}),
        }
        self._sources = SourceMatcher(self._mapper, ledger.sources, sources, ours["sources"])
        former = {id: kind for kind in ledger.types.values() for id in kind.former_ids}
        former |= {id: ledger.types[own_id] for id, own_id in ours["types"].items()}
        known = {**former, **ledger.types}
        self._new_types = records.new_types(table, rules, known, self._mapper.is_listed)
        self._type_id = partial(records.type_id, self._names, self._new_types, rules, table)
        self._updater = Updater(self._mapper, self._existing, self._imports, self._sources)
        self._items_by_id: dict[str, Item] = {}
        self._equal_rows: dict[tuple[Any, str], list[int]] = {}  # by id and content
        self._repeated: dict[int, int] = {}  # number of a skipped row -> that of an equal row
        self._own_ids: set[str] = set()  # as in the rows
        self._ids_in_table: set[str] = set()  # of rejected rows, too
        self._hashes: dict[str, dict[str, str]] = {}  # of a row, by the id of its event
        self._new_ids: set[str] = set()  # in rows that had another id, or none, until now
        self._found: set[str] = set()  # events of the ledger
        self._added: dict[str, Fields] = {}
        self._changes: list[Change] = []
        self._skipped: list[str] = []
        self._rejected: dict[int, tuple[Row, tuple[str, ...]]] = {}
        self._joined = 0  # rejected rows that are one event with an earlier row

    def merge(self, known_bad: Mapping[int, tuple[str, ...]]) -> MergeResult:
        """Return the result of merging all rows. No file is written.

        `known_bad`: the problems of each row to reject, by row number.
        """

        def read(item: Item) -> Item:
            if bad := known_bad.get(item.row.number) or item.row.problem:
                raise UsageError(*([bad] if isinstance(bad, str) else bad))
            try:
                raw: Fields = self._mapper.fields(item.row)
                if self._table.is_record:
                    raw = self._ours.put_into("events", raw)
                return item._replace(raw=raw)
            except InvalidRow as error:  # an unknown type is reported with the other problems
                problems = [*error.args]
                try:
                    self._type_id(error.fields.get("type"))
                except UsageError as unknown:
                    problems += unknown.args
                raise UsageError(*problems) from None

        mapped = self._passing(map(Item, self._table.rows), read, "Reading")
        self._find_other_ids(mapped)
        self._sources.collect(item.raw for item in mapped)
        self._actors.collect(item.raw for item in mapped)
        cells = (row.values.get(self._mapper.id_column) for row in self._table.rows)
        self._ids_in_table = {as_ledger_id(cell) for cell in cells if isinstance(cell, str)}
        self._own_ids = {str(item.raw["id"]) for item in mapped if item.raw.get("id")}
        self._ids_in_table |= self._own_ids
        self._ids_in_table |= set(map(self._current_id, self._ids_in_table))
        resolved = self._passing(mapped, self._resolved, "Checking")
        rows = [(item.row, item.fields) for item in resolved]
        broken = broken_links(rows, self._existing.data, self._ids_in_table)

        def match(item: Item) -> Item:
            return self._match(item, broken.get(item.row.number, ()))

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

    def _result(self) -> MergeResult:
        rules, claims = self._rules, self._claims()
        side_entries = self._side_entries(claims)
        rejected = [self._rejected[number] for number in sorted(self._rejected)]
        invalid = len(rejected) - self._joined
        counts = self._counts("events", len(self._table.rows) - invalid, len(self._added))
        rows: dict[tuple[str, str], list[Row]] = {}
        for id, item in self._items_by_id.items():
            rows["events", id] = [item.row]
            for source in self._sources.of_rows(item.fields):
                rows.setdefault(("sources", source), []).append(item.row)
        without_id = [row.number for row, _ in rejected if not self._mapper.has_id(row)]
        ids = {row: self._imports.id_of_cells(self._cells.get(row, "")) for row in without_id}
        found = self._found | self._ids_in_table | {*filter(None, ids.values())}
        number = len(self._found) + len(self._added)
        self._imports.refuse_unmatched(self._added_without_id(), found, number)
        name, missing = self._imports.missing(found, number)
        uncertain = [row for row, id in ids.items() if id is None]
        withdrawals = [] if uncertain else self._imports.withdrawals(missing)
        missing_notes = [*notes.on_new_rules(self._with_new_rules)]
        missing_notes += self._imports.notes(missing, uncertain, self._table.noun)
        if rules.on_missing != "cancelled":
            own = {id: self._updater.own_keys(id) for one in missing for id in one.ids}
            missing_notes += notes.on_own_values(own, bool(withdrawals))
        new = self._added_without_id() if rules.on_missing == "report" else {}
        corrections = corrected(new, missing, self._existing)
        missing_notes += notes.on_corrections(corrections)
        events = self._added
        if not self._table.is_record or rules.map or rules.set or rules.name:
            events = self._updater.with_memory(events, name, self._hashes)
        new_events = (NewEntry("events", fields) for fields in events.values())
        names = notes.Names(side_entries, rules, self._mapper.splits_participants)
        return MergeResult(
            [*side_entries, *new_events, *claims],
            [*self._changes, *withdrawals],
            rejected,
            rows,
            {**counts, "rejected": invalid},
            self._counts("claims", len(self._table.claims), len(claims)),
            [*missing_notes, *self._warnings(side_entries, names)],
            [*self._notes(side_entries)],
            {one.id: self._updater.replaced.get(one.id, ()) for one in self._changes},
            corrections,
            None if self._table.is_record else names.refusal,
        )

    def _counts(self, kind: str, read: int, added: int) -> dict[str, int]:
        updated = sum(change.kind == kind for change in self._changes)
        return {"added": added, "updated": updated, "skipped": read - added - updated}

    def _find_other_ids(self, items: Iterable[Item]) -> None:
        for item in () if self._table.is_record else items:
            id, known = item.raw.get("id"), self._imports.id_of_cells(self._cells[item.row.number])
            if known and isinstance(id, str) and not self._files.find("events", id):
                self._ours.renamed["events"].setdefault(id, known)
                self._new_ids.add(id)

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
                    names = [one.label if isinstance(one, Participant) else one for one in items]
                    fields[key] = names or value
        if fields.get("status") == "held":  # the default
            del fields["status"]
        if (id := raw.get("id")) in self._ours.renamed["events"]:
            fields.pop(FORMER_IDS, None)  # they are not those of ours
        if id in self._new_ids:
            former = self._existing.fields(fields["id"]).get(FORMER_IDS, ())
            fields[FORMER_IDS] = [*former, id]
        self._names.refuse_invalid("events", fields, problems)
        if "tags" in fields:
            fields["tags"] = [*dict.fromkeys(fields["tags"])]
        return item._replace(fields=fields)

    def _current_id(self, id: Any) -> Any:
        return self._ours.of("events", id) if isinstance(id, str) else id

    # -- one row: add, skip or update

    def _match(self, item: Item, problems: Sequence[str]) -> Item:
        if problems:
            raise UsageError(*problems)
        equal = self._equal_rows.setdefault((item.fields.get("id"), content(item.fields)), [])
        equal.append(item.row.number)
        hashes = {"cells": self._cells[item.row.number]}
        if "id" not in item.fields or len(equal) > 1:
            own_content = self._mapper.own_content(item.raw)
            hashes["row"] = fingerprint(own_content + nth(len(equal)))
            id = self._id_of_row(item, equal, **hashes)
            if id is None:
                return item
            item = item._replace(fields={**item.fields, "id": id})
        id = item.fields["id"]
        if item.raw.get("id", id) != id and (id in self._own_ids or id in self._items_by_id):
            self._found.add(id)  # of an event that was joined with that of another row
            return item
        if id in self._items_by_id:
            where = f"{self._table.noun} {self._items_by_id[id].row.number}"
            why = f" is already used by {where}, with other values; change one id"
            if not self._table.is_record and self._rules.event is None:
                event = f"event = {literal(as_template(self._mapper.id_column))}"
                why += f", or {write(self._rules, event)} if these rows are one event"
            raise UsageError(Caused("the id ", id, why, cause="id"))
        self._items_by_id[id] = item
        self._hashes[id] = hashes
        if id in self._existing.data:
            self._found.add(id)
            self._refuse_duplicate(id)
            changes = self._updater.event(id, item, self._ids_in_table, hashes)
            self._change(Change("events", id, changes), id)
        else:
            self._names.taken.add(id)
            self._added[id] = item.fields
        return item

    def _id_of_row(self, item: Item, equal: Sequence[int], cells: str, row: str) -> str | None:
        """Return the id of the event for this row, or None to skip the row.

        `equal`: the numbers of the rows with the same content, up to this row.
        """
        fields, number = item.fields, len(equal)
        id = self._imports.id_of_row(cells, row)
        if id is None:
            known = self._imports.of_joined_rows(cells, row) or self._existing.equal_ids(fields)
            free = [id for id in known if id not in self._found]
            if free or (known and number == 1):
                id = (free or known)[0]
                self._found.add(id)
                self._refuse_duplicate(id)
                return None
            if number > 1 and self._on_duplicate != "add" and not self._mapper.has_event(item.row):
                if self._on_duplicate == "fail":
                    first = f"{self._table.noun} {equal[0]}"
                    why = "; to skip it, use --on-duplicate skip; to add it, use --on-duplicate add"
                    raise UsageError(Caused("equal to ", first, why, plain=True))
                self._repeated[item.row.number] = equal[0]
                return None
            if "id" in fields:
                id = free_id([fields["id"]], self._names.taken)
            else:
                id = self._names.event_id(fields, self._actors.new, row)
        return id

    def _refuse_duplicate(self, id: str) -> None:
        if self._on_duplicate == "fail":
            ways = "to keep it, use --on-duplicate skip; to overwrite it, use --on-duplicate update"
            raise UsageError(Caused("", id, f" is already in the ledger; {ways}", plain=True))

    def _added_without_id(self) -> dict[str, Fields]:
        return {id: one for id, one in self._added.items() if "row" in self._hashes[id]}

    def _change(self, change: Change, label: str) -> None:
        if change.fields and self._on_duplicate == "update":
            self._changes.append(change)
        elif change.fields:
            self._skipped.append(label)

    # -- claims, actors, types and sources

    def _claims(self) -> list[NewEntry]:
        def id_after_import(name: str) -> str:
            return self._actors.id(name) if name in self._actors.records else name

        new: list[NewEntry] = []
        for claim in self._table.claims:
            fields = self._ours.put_into("claims", claim_fields(claim, {}))
            fields["by"] = id_after_import(fields["by"])
            if claim.actors:
                fields["actors"] = [*map(id_after_import, fields["actors"])]
            raw_sources = self._ours.sources(claim.sources)  # each with all its keys
            if raw_sources:
                fields["sources"] = self._sources.resolved(raw_sources)
            id = self._ours.of("claims", claim.id)
            if not self._files.find("claims", id):
                new.append(NewEntry("claims", fields))
                continue
            if claim.id in self._ours.renamed["claims"]:
                fields.pop(FORMER_IDS)
            self._refuse_duplicate(claim.id)
            ledger = self._files.ledger
            here = next(other for other in ledger.claims if other.id == id)
            existing = claim_fields(here, ledger.sources)
            changes = self._updater.entry(existing, fields, raw_sources, memory={"sources": []})
            self._change(Change("claims", id, changes), id)
        return new

    def _side_entries(self, claims: Sequence[NewEntry]) -> list[NewEntry]:
        table = self._table
        actor_ids: set[str] = set()
        for actor in table.actors.values() if table.all_actors else ():
            if not actor.declared:
                continue
            actor_ids.add(id := self._actors.id(actor.id))
            here = self._names.ledger.actors.get(id)
            if here is not None and here.declared and here != actor:
                self._change(*records.actor_update(here, actor))
        events = [*self._added.values(), *(change.values for change in self._changes)]
        claim_entries = [claim.fields for claim in claims]
        actor_ids |= records.ids_of_actors(events, (*PARTICIPANTS, "initiator"))
        actor_ids |= records.ids_of_actors(claim_entries, ("by", "actors"))
        types = {fields.get("type") for fields in events} | {kind.id for kind in table.types}
        sources = {"sources": [source.id for source in table.sources]}
        return [
            *self._actors.additions(actor_ids),
            *(NewEntry("types", self._new_types[id]) for id in self._new_types if id in types),
            *records.new_publishers(table, self._names.ledger.publishers.values()),
            *self._sources.additions([*events, *claim_entries, sources]),
        ]

    def _warnings(
        self, side_entries: Sequence[NewEntry], names: notes.Names
    ) -> Iterator[str | Note]:
        actors = {entry.id for entry in side_entries if entry.kind == "actors"}
        changed = {change.id: change.fields or {} for change in self._changes}
        events = ({**one, **changed.get(id, {})} for id, one in self._existing.data.items())
        yield from notes.on_same(self._actors.same(actors, [*events, *self._added.values()]))
        yield from names.notes()
        yield from notes.on_repeated(self._repeated, self._table.noun)
        new = self._added_without_id()
        rows = {self._items_by_id[id].row.number: one for id, one in new.items()}
        yield from notes.on_other_sources(rows, self._table.noun)

    @property
    def _with_new_rules(self) -> Sequence[str]:
        return self._imports.with_new_rules(self._skipped, self._hashes)

    def _notes(self, side_entries: Sequence[NewEntry]) -> Iterator[str]:
        actors = {entry.id for entry in side_entries if entry.kind == "actors"}
        is_update = self._on_duplicate == "update"
        kept, conflicts = (
            some if is_update else () for some in (self._updater.kept, self._updater.conflicts)
        )
        yield from (*self._mapper.notes, *self._actors.sentences(actors))
        yield from notes.on_changes(self._skipped, self._with_new_rules, kept, conflicts)
        new = {*self._added, *(change.id for change in self._changes)}
        rows = (item.row for id, item in self._items_by_id.items() if id in new)
        numbers = {part.number for row in rows for part in row.parts or (row,)}
        yield from notes.on_line_breaks(self._mapper.line_breaks, numbers, self._table.noun)
        yield from self._mapper.column_notes()
        yield from notes.on_entries(side_entries, self._names.ledger.types)
        types = [entry for entry in side_entries if entry.kind == "types"]
        yield from notes.on_events(self._added.values(), types, self._names.ledger.types)
