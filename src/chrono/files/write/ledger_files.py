"""The files of a ledger, with the changes to make in the files."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any

from chrono.core.english import first_few, join_or
from chrono.core.lookup import ActorIndex
from chrono.core.model import Ledger
from chrono.core.names import ids_with_prefix, unknown_id
from chrono.core.sentences import several_match
from chrono.errors import UsageError
from chrono.files.format.keys import ENTRIES, FORMER_IDS, noun
from chrono.files.format.new_entry import DATED, NewEntry
from chrono.files.read.diagnostics import Diagnostics
from chrono.files.read.load import resolve
from chrono.files.read.resolve import Resolver
from chrono.files.read.source_files import SourceFile, expand, gather, list_of, table_of
from chrono.files.toml.blocks import Path
from chrono.files.write.entry import Entry, value_at

Position = tuple[SourceFile, Path]
"""A file, and the path of an entry in this file."""


class LedgerFiles:
    """The files of a ledger, which are valid TOML, and the changes to make in the files."""

    def __init__(self, source_files: Sequence[SourceFile], names: Sequence[str] = ()) -> None:
        self.source_files = [*source_files]
        self.file_names = names
        self.on_disk = {source_file.name: source_file for source_file in source_files}
        self.entries: dict[Position, Entry] = {}
        self.additions: list[NewEntry] = []
        self.to: str | None = None
        self.notes: list[str] = []
        self.beside: dict[str, bytes] = {}

    @classmethod
    def read(cls, paths: Sequence[str]) -> LedgerFiles:
        """Return the files of the ledger at `paths`. Raises LedgerError for invalid TOML."""
        diagnostics = Diagnostics()
        names = expand(paths)
        source_files = gather(names, diagnostics)
        if diagnostics:
            resolve(source_files, diagnostics)
        return cls(source_files, names)

    def rewrite(self, source_file: SourceFile, text: str, data: dict[str, Any]) -> None:
        """Replace the text and the data of a file. Call this method before looking up any entry."""
        assert not self.entries
        new = SourceFile(source_file.name, text, data, source_file.content)
        self.source_files[self.source_files.index(source_file)] = new
        for name in ("_positions", "_current", "names"):
            self.__dict__.pop(name, None)

    @property
    def head(self) -> str:
        """Return the real path of the file that heads the ledger, under which changes are saved."""
        with_head = (file for file in self.source_files if "ledger" in file.data)
        return os.path.realpath(next(with_head, self.source_files[0]).name)

    @cached_property
    def ledger(self) -> Ledger:
        """Return the ledger before the changes."""
        return resolve(self.source_files, Diagnostics())

    @cached_property
    def names(self) -> Ledger:
        """Return the ledger without events and claims, which is faster to make than the whole
        ledger.
        """
        return Resolver(self.source_files, Diagnostics()).names()

    @cached_property
    def _positions(self) -> Mapping[tuple[str, str], list[Position]]:
        positions: defaultdict[tuple[str, str], list[Position]] = defaultdict(list)
        for source_file in self.source_files:
            if "ledger" in source_file.data:
                positions["ledger", "ledger"].append((source_file, ("ledger",)))
            for kind in ENTRIES:
                entries = source_file.data.get(kind, ())
                is_table = isinstance(entries, Mapping)
                for step, entry in entries.items() if is_table else enumerate(entries):
                    key = (kind, str(step if is_table else table_of(entry).get("id")))
                    positions[key].append((source_file, (kind, step)))
        return dict(positions)

    @cached_property
    def _current(self) -> Mapping[tuple[str, str], str]:
        current: dict[tuple[str, str], str] = {}
        for (kind, id), ((source_file, path), *_) in self._positions.items():
            for text in list_of(table_of(value_at(source_file.data, path)).get(FORMER_IDS)):
                current.setdefault((kind, str(text)), id)
        return current

    @property
    def has_former_ids(self) -> bool:
        """Return whether any entry has had another id."""
        return bool(self._current)

    def ids(self, kind: str) -> list[str]:
        """Return the ids of all entries in the table `kind`, such as "events"."""
        return [id for other, id in self._positions if other == kind]

    def taken(self, kind: str) -> set[str]:
        """Return the ids and former ids in the table `kind`. A new entry cannot have these ids."""
        return {id for other, id in (*self._positions, *self._current) if other == kind}

    def current_id(self, kind: str, id: str) -> str:
        """Return the present id of an entry, from its id or a former id."""
        return id if (kind, id) in self._positions else self._current.get((kind, id), id)

    def find(self, kind: str, id: str) -> Sequence[Position]:
        """Return the positions of the entries in the table `kind` with this id or former id."""
        return self._positions.get((kind, self.current_id(kind, id)), ())

    def line(self, kind: str, id: str) -> str | None:
        """Return the file and line of an entry, such as `events.toml:12`."""
        for source_file, path in self.find(kind, id):
            return f"{source_file.name}:{source_file.line(path)}"
        return None

    def entry(self, name: str) -> Entry:
        """Return the entry that matches a name: an id, or a table and an id such as `actors.xi`."""
        return self.existing(*self.identify(name))

    def fields(self, kind: str, id: str) -> Mapping[str, Any]:
        """Return the TOML values of the first entry in the table `kind` with this id."""
        source_file, path = self.find(kind, id)[0]
        fields: Mapping[str, Any] = value_at(source_file.data, path)
        return fields

    def identify(self, name: str) -> tuple[str, str]:
        """Return (table, id) of the entry that matches `name`."""
        kind, _, id = name.partition(".")
        is_whole = kind in ENTRIES and id
        kinds, id = ([kind], id) if is_whole else ([*ENTRIES], name)
        matches = [kind for kind in kinds if self.find(kind, id)]
        if not matches and id == "ledger":
            if not self.find("ledger", "ledger"):
                raise UsageError("this ledger has no [ledger] table; add one in an editor")
            matches = ["ledger"]
        if len(matches) > 1 and matches[0] not in DATED:
            raise UsageError(several_match(id, "entries", [f"{kind}.{id}" for kind in matches]))
        kinds = kinds if is_whole else [*DATED]
        ids = [*dict.fromkeys(id for kind in kinds for id in self.ids(kind))]
        if not matches and kinds[0] in DATED and len(with_prefix := ids_with_prefix(id, ids)) == 1:
            (id,) = with_prefix
            matches = [kind for kind in kinds if self.find(kind, id)]
        if not matches and not is_whole and (actors := self.actors_with_words(name)):
            if len(actors) > 1:
                raise UsageError(several_match(name, "actors", [f"actors.{one}" for one in actors]))
            return "actors", actors[0]
        if matches:
            return matches[0], self.current_id(matches[0], id)
        where = "for the ids, run `chrono list --status any -v` or `chrono claims`"
        if kinds[0] not in DATED:
            where = f"choose {first_few(ids, word='or')}" if ids else "the ledger has none"
        raise UsageError(unknown_id(join_or([*map(noun, kinds)]), id, ids, f"; {where}"))

    def actors_with_words(self, name: str) -> list[str]:
        """Return the ids of the declared actors with this name, or else with all words of it."""
        index = ActorIndex(self.names.actors.values())
        return [actor.id for actor in index.loose(name) if self.find("actors", actor.id)]

    def existing(self, kind: str, id: str) -> Entry:
        """Return the first entry in the table `kind` whose id or former id is `id`."""
        return self._entry(kind, id, self.find(kind, id)[0])

    def all_existing(self, kind: str, id: str) -> list[Entry]:
        """Return all entries in the table `kind` with this id or former id."""
        return [self._entry(kind, id, position) for position in self.find(kind, id)]

    def _entry(self, kind: str, id: str, position: Position) -> Entry:
        if position not in self.entries:
            self.entries[position] = Entry(kind, self.current_id(kind, id), *position)
        return self.entries[position]

    def add(self, entries: Iterable[NewEntry], to: str | None = None) -> None:
        """Add `entries` to the file `to`, or to the only file of the ledger if `to` is None."""
        self.additions += entries
        self.to = to

    def file_for(self, to: str | None) -> SourceFile:
        """Return the file `to`, or the only file of the ledger if `to` is None."""
        names = [source_file.name for source_file in self.source_files]
        if to is None and len(names) > 1:
            raise UsageError(
                f"this ledger has {len(names)} files; choose one with --to: "
                f"{first_few(names, word='or')}"
            )
        for source_file in self.source_files:
            if to is None or is_same_file(source_file.name, to):
                return source_file
        missing = "this file is not in the ledger" if os.path.exists(str(to)) else "file not found"
        raise UsageError(f"--to {to}: {missing}; choose {first_few(names, word='or')}")


def is_same_file(one: str, other: str) -> bool:
    """Return whether two paths lead to the same file."""
    return os.path.realpath(one) == os.path.realpath(other)
