"""Rows into a ledger: which are new, which are there already, and which cannot be events."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from chrono.core import english
from chrono.core.countries import is_country
from chrono.core.english import join_and, plural
from chrono.core.model import Actor
from chrono.errors import UsageError
from chrono.files.exchange.import_table import ImportTable, Row
from chrono.files.format.content import normalized
from chrono.files.format.dump import actor_fields, claim_fields, source_fields
from chrono.files.format.keys import PARTICIPANTS
from chrono.files.format.new_entry import NewEntry
from chrono.files.merge.actors import People, bracketed, declared
from chrono.files.merge.cells import as_ledger_id
from chrono.files.merge.existing import ExistingEvents, different
from chrono.files.merge.links import unlinked
from chrono.files.merge.mapping import Mapper
from chrono.files.merge.policy import LISTED, Keeping, in_old_order, missing
from chrono.files.merge.rules import Rules
from chrono.files.merge.sources import Sources
from chrono.files.merge.types import types_beside
from chrono.files.write.apply import Change
from chrono.files.write.ledger_files import LedgerFiles
from chrono.files.write.names import NameResolver


class RejectedRow(NamedTuple):
    """A row that cannot be an event, and all that keeps it from being one."""

    row: Row
    wrong: tuple[str, ...]


class MergeResult(NamedTuple):
    """What becomes of a table's rows, each of which is added, updated, skipped or bad.

    `additions` are the new things, whom and what they name first; `changes` those of what is there
    already. `rows` leads from an event, or from a source that rows declare, to its rows, by kind
    and id; `claims` counts those of a ledger.
    """

    additions: list[NewEntry]
    changes: list[Change]
    added: int
    updated: int
    skipped: int
    bad: list[RejectedRow]
    rows: Mapping[tuple[str, str], Sequence[Row]]
    claims: Mapping[str, int]
    notes: list[str]


class RowMerger:
    """One table on its way into a ledger, by its rules."""

    def __init__(self, opened: LedgerFiles, table: ImportTable, rules: Rules) -> None:
        self.table = table
        self.rules = rules
        self.mapper = Mapper(rules, table)
        self.meant = NameResolver(opened)
        told = {
            **_called(table), **declared(table.people), **rules.declared.get("actors", {})
        }  # fmt: skip
        self.people = People(self.meant.ledger.actors, told)
        self.sources = Sources(
            self.meant.ledger.sources, rules.declared.get("sources", {}), table.beside.sources
        )
        self.there = ExistingEvents(opened, self.people)
        self.events: dict[str, tuple[Row, dict[str, Any]]] = {}
        self.added: list[dict[str, Any]] = []
        self.changes: list[Change] = []
        self.kept: list[str] = []
        self.keeping = Keeping(self.sources, (), self.mapper.partial)
        self._emptied: dict[int, set[str]] = {}
        self._unsaid: list[str] = []
        self._types: dict[str, str | UsageError] = {}
        self._new_types = types_beside(
            table, rules.declared.get("types", {}), self.meant.ledger.types, self.mapper.as_listed
        )

    def merged(
        self, known_bad: Mapping[int, tuple[str, ...]], step: Callable[[], None] = lambda: None
    ) -> MergeResult:
        """What becomes of all rows; of some it is known already why they are bad.

        `step` is called after each.
        """
        bad: dict[int, RejectedRow] = {}
        read: list[tuple[Row, dict[str, Any]]] = []
        for row in self.table.rows:
            try:
                if wrong := known_bad.get(row.number) or ((row.problem,) if row.problem else ()):
                    raise UsageError(*wrong)
                read.append((row, self.mapper.fields(row)))
            except UsageError as error:
                bad[row.number] = RejectedRow(row, error.args)
        self.sources.note(fields for _, fields in read)
        in_table = self._ids_in_table(read)
        self.keeping = Keeping(self.sources, in_table, self.mapper.partial)
        resolved: list[tuple[Row, dict[str, Any]]] = []
        for row, fields in read:
            try:
                said = {key: value for key, value in fields.items() if value is not None}
                self._emptied[row.number] = fields.keys() - said.keys()
                resolved.append((row, self._resolved(row, said)))
            except UsageError as error:
                bad[row.number] = RejectedRow(row, error.args)
            step()
        loose = unlinked(resolved, self.there.ids, in_table)
        for row, fields in resolved:
            try:
                if wrong := tuple(loose.get(row.number, ())):
                    raise UsageError(*wrong)
                self._take(row, fields)
            except UsageError as error:
                bad[row.number] = RejectedRow(row, error.args)
        claims = self._claims()
        updated = sum(change.kind == "events" for change in self.changes)
        changed = [
            {key: value for key, value in change.fields.items() if value is not None}
            for change in self.changes
        ]
        beside = self._named([*self.added, *changed], claims)
        events = [NewEntry("events", fields) for fields in self.added]
        return MergeResult(
            [*beside, *events, *claims],
            self.changes,
            len(self.added),
            updated,
            len(self.table.rows) - len(self.added) - updated - len(bad),
            [bad[number] for number in sorted(bad)],
            self._rows(),
            self._counted(claims),
            self._notes(beside),
        )

    def _rows(self) -> dict[tuple[str, str], list[Row]]:
        found: dict[tuple[str, str], list[Row]] = {}
        for id, (row, fields) in self.events.items():
            found["events", id] = [row]
            for source in self.sources.of_rows(fields.get("sources", ())):
                found.setdefault(("sources", source), []).append(row)
        return found

    # -- one row

    def _resolved(self, row: Row, fields: dict[str, Any]) -> dict[str, Any]:
        """A row's keys with ids for names, all of them good. Raises UsageError."""
        found = dict(fields)
        wrong: list[str] = []
        resolvers: Mapping[str, Callable[[Any], Any]] = {
            **dict.fromkeys(PARTICIPANTS, self._present),
            "actors": lambda names: self._actors(row, names),
            "initiator": self._initiator,
            "type": self._type,
            "sources": self.sources.meant,
        }
        for key, resolve in resolvers.items():
            if key in found:
                try:
                    found[key] = resolve(found[key])
                except UsageError as error:
                    wrong += error.args
        if found.get("status") == "held":  # as is said by saying nothing
            del found["status"]
            self._emptied[row.number].add("status")
        self.meant.refuse_invalid("events", found, wrong)
        if "tags" in found:
            found["tags"] = [*dict.fromkeys(found["tags"])]
        return found

    def _ids_in_table(self, read: Iterable[tuple[Row, Mapping[str, Any]]]) -> set[str]:
        """The ids of all rows, also of those that are bad for another reason."""
        ids = {str(fields["id"]) for _, fields in read if "id" in fields}
        raw = (row.values.get(self.mapper.id_column) for row in self.table.rows)
        return ids | {as_ledger_id(id) for id in raw if isinstance(id, str)}

    def _actors(self, row: Row, names: Any) -> Any:
        called = row.values.get("actor_names")
        if isinstance(names, list) and isinstance(called, list) and len(called) == len(names):
            return [
                self.people.of_record(id, name)
                if isinstance(id, str) and isinstance(name, str)
                else self._actor(id)
                for id, name in zip(names, called, strict=True)
            ]
        return self._present(names)

    def _present(self, names: Any) -> Any:
        return [*map(self._actor, names)] if isinstance(names, list) else names

    def _actor(self, name: Any) -> Any:
        if not isinstance(name, str):
            return name
        if (actor := self.table.people.get(name)) is not None:
            return self.people.of_record(actor.id, actor.name)
        called, country = bracketed(name) if self.mapper.bracketed else (name.strip(), None)
        country = country or self.table.countries.get(called)
        return self.people.id(called, country)

    def _initiator(self, name: Any) -> Any:
        """One of the actors by any of their names, a country, or "disputed"."""
        if not isinstance(name, str) or name == "disputed" or is_country(name):
            return name
        return self._actor(name)

    def _type(self, name: Any) -> Any:
        if not isinstance(name, str) or name in self._new_types:
            return name
        if name not in self._types:
            try:
                self._types[name] = self.meant.type(name)
            except UsageError as error:
                self._types[name] = error
        found = self._types[name]
        if isinstance(found, UsageError):
            way = "; [values.COLUMN] in a rules file says what else it is called"
            raise UsageError(*(one if one.endswith("?") else f"{one}{way}" for one in found.args))
        return found

    # -- what is there already

    def _take(self, row: Row, fields: dict[str, Any]) -> None:
        """Add what a row says, or change what is there, or see that it is so already."""
        id = fields.get("id")
        if id is None:
            twin = self.there.like(fields)
            if twin is not None:
                self._already(twin, {})
                return
            without_id = dict(fields)
            id = fields["id"] = self.meant.event_id(fields, self.people.new)
            self.there.add(id, without_id)
        elif id in self.events:
            self._same_again(row, fields)
            return
        elif id in self.there.ids:
            self.events[id] = row, fields
            there = self.there.fields(id)
            named = self.mapper.names_sources(row)
            new = different(there, self.keeping.kept(there, fields, named))
            self._unsaid += missing(id, there, fields, self.mapper.wholes)
            for key in self._emptied[row.number] & there.keys():
                left = self.keeping.kept(there, {key: []}).get(key) if key in LISTED else None
                if not left:
                    new[key] = None
                elif left != there[key]:
                    new[key] = left
            self._already(id, new)
            return
        self.meant.taken.add(id)
        self.events[id] = row, fields
        self.added.append(fields)

    def _same_again(self, row: Row, fields: Mapping[str, Any]) -> None:
        """An id that stands twice in a table is once too much, unless both rows say the same."""
        id = str(fields["id"])
        earlier, said = self.events[id]
        if normalized(said) != normalized(fields):
            raise UsageError(
                f'the id "{id}" is that of {self.table.noun} {earlier.number}, '
                "which says something else"
            )

    def _already(self, id: str, different: Mapping[str, Any], kind: str = "events") -> None:
        if self.rules.on_duplicate == "fail" and (kind == "claims" or id in self.there.ids):
            raise UsageError(f"{id} is there already, and --on-duplicate fail allows none")
        if different and self.rules.on_duplicate == "update":
            self.changes.append(Change(kind, id, different))
        elif different:
            self.kept.append(id)

    # -- what comes with them

    def _claims(self) -> list[NewEntry]:
        """The claims of another ledger that are new here."""
        found = []
        sources = {source.id: source for source in self.table.beside.sources if source.id}
        for claim in self.table.beside.claims:
            fields = claim_fields(claim, sources)
            fields["sources"] = self.sources.meant([source_fields(one) for one in claim.sources])
            for key in ("actors", "by"):
                if key in fields:
                    fields[key] = self._spoken(fields[key])
            if not fields["sources"]:
                del fields["sources"]
            if self.meant.files.find("claims", claim.id) is None:
                found.append(NewEntry("claims", fields))
                continue
            ledger = self.meant.files.ledger
            there = next(one for one in ledger.claims if one.id == claim.id)
            here = claim_fields(there, ledger.sources)
            self._already(claim.id, different(here, self.keeping.kept(here, fields)), "claims")
        return found

    def _spoken(self, names: Any) -> Any:
        """Who speaks and of whom: those whom the other ledger declares under their ids here."""
        if isinstance(names, list):
            return [self._spoken(name) for name in names]
        actor = self.table.people.get(names)
        return self.people.of_record(actor.id, actor.name) if actor and actor.declared else names

    def _counted(self, claims: Sequence[NewEntry]) -> Mapping[str, int]:
        changed = sum(change.kind == "claims" for change in self.changes)
        read = len(self.table.beside.claims)
        skipped = read - len(claims) - changed
        return {"read": read, "added": len(claims), "updated": changed, "skipped": skipped}

    def _named(
        self, events: Sequence[Mapping[str, Any]], claims: Sequence[NewEntry]
    ) -> list[NewEntry]:
        """The actors, types and sources that come in; of a ledger all that it declares."""
        used: set[str] = set()
        for actor in self.table.people.values():
            if self.table.beside.whole and actor.declared:
                used.add(id := self.people.of_record(actor.id, actor.name))
                self._more_of(actor, id)
        beside = self.table.beside
        used |= {str(name) for fields in events for name in _people(fields)}
        used |= {str(name) for claim in claims for name in _spoken_of(claim.fields)}
        types = {fields.get("type") for fields in events} | {kind.id for kind in beside.types}
        all_sources = [{"sources": [source.id for source in beside.sources]}]
        named = [*events, *(claim.fields for claim in claims), *all_sources]
        return [
            *self.people.additions(used),
            *(NewEntry("types", self._new_types[id]) for id in self._new_types if id in types),
            *self.sources.additions(named),
        ]

    def _more_of(self, actor: Actor, id: str) -> None:
        """What another ledger knows of somebody who is here already, and this one does not."""
        here = self.meant.ledger.actors.get(id)
        if here is None or not here.declared or actor == here:
            return
        ours, theirs = actor_fields(here), actor_fields(actor)
        more: dict[str, Any] = {}
        held = {(role["title"], str(role.get("from"))) for role in ours.get("roles", ())}
        theirs["roles"] = [
            role
            for role in theirs.get("roles", ())
            if (role["title"], str(role.get("from"))) not in held
        ]
        for key in ("aliases", "roles"):
            both = in_old_order(ours.get(key, ()), [*ours.get(key, ()), *theirs.get(key, ())])
            if len(both) > len(ours.get(key, ())):
                more[key] = both
        more |= {key: value for key, value in theirs.items() if value and key not in ours}
        if more and self.rules.on_duplicate == "update":
            self.changes.append(Change("actors", id, more))
        elif more:
            self.kept.append(f"actors.{id} ({join_and([*more])})")

    def _notes(self, beside: Sequence[NewEntry]) -> list[str]:
        """What who asked should know of the rows that are taken."""
        actors = [addition for addition in beside if addition.kind == "actors"]
        notes = [
            *self.mapper.notes,
            *self.people.notes,
            *self.people.alike({actor.id for actor in actors}),
        ]
        if actors:
            some_ = english.first_few([str(actor.fields["name"]) for actor in actors], 8)
            notes.append(f"new under [actors]: {plural(len(actors), 'actor')}, {some_}")
            mails = [addition.id for addition in actors if "@" in str(addition.fields["name"])]
            if mails:
                notes.append(f"addresses for names, which exports show: {english.first_few(mails)}")
            if without := [actor.id for actor in actors if "country" not in actor.fields]:
                notes.append(
                    f"{plural(len(without), 'new actor')} without a country, and so each counted "
                    f"as one of its own: {english.first_few(without, 8)}"
                )
        for addition in beside:
            if addition.kind == "types" and addition.id not in self.meant.ledger.types:
                contact = "a contact" if addition.fields.get("contact") else "no contact"
                notes.append(f"new under [types]: {addition.id}, {contact}")
        if self.kept:
            notes.append(
                f"told differently in the file and left as it was: {english.first_few(self.kept)}; "
                "--on-duplicate update takes the file's words"
            )
        if self._unsaid and self.rules.on_duplicate == "update":
            notes.append(
                f"not in the file, and left as it was: {english.first_few(self._unsaid, 8)}; "
                "`chrono edit ID --unset KEY` takes it away"
            )
        if changed := [change.id for change in self.changes]:
            notes.append(f"the file's words are taken for {english.first_few(changed, 20)}")
        if self.mapper.bodies:
            notes.append(
                f"no country's code is known for "
                f"{english.first_few([*self.mapper.bodies], 8)}: taken as names of bodies"
            )
        if self.mapper.unused:
            unused = join_and(self.mapper.unused)
            notes.append(f"nothing is taken from {unused}: --map FIELD=COLUMN says what it is")
        return notes


def _spoken_of(claim: Mapping[str, Any]) -> Iterator[Any]:
    yield claim.get("by")
    yield from claim.get("actors", ())


def _called(table: ImportTable) -> dict[str, dict[str, Any]]:
    """Whom the records of `list` name, by id: who was present has none but an id there."""
    found: dict[str, dict[str, Any]] = {}
    for row in table.rows:
        ids, names = row.values.get("actors"), row.values.get("actor_names")
        if isinstance(ids, list) and isinstance(names, list) and len(ids) == len(names):
            for id, name in zip(ids, names, strict=True):
                if isinstance(id, str) and isinstance(name, str) and id != name:
                    country = table.countries.get(name)
                    found.setdefault(id, {"name": name, "country": country})
    return found


def _people(fields: Mapping[str, Any]) -> Iterator[Any]:
    for key in PARTICIPANTS:
        yield from fields.get(key, ())
    yield fields.get("initiator")
