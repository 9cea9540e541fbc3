"""The files of a ledger, and the changes that are to be made to them."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any

from chrono.core.english import join_and, join_or
from chrono.core.model import Ledger
from chrono.core.names import ids_with_prefix, unknown_id
from chrono.errors import UsageError
from chrono.files.format.keys import ENTRIES, noun
from chrono.files.format.new_entry import DATED, NewEntry
from chrono.files.read.diagnostics import Diagnostics
from chrono.files.read.load import resolve
from chrono.files.read.resolve import Resolver
from chrono.files.read.source_files import SourceFile, expand, gather
from chrono.files.toml.blocks import Path
from chrono.files.toml.insert import BlockMap
from chrono.files.write.entry import Entry


class LedgerFiles:
    """The files of a ledger, all of them valid TOML, with the changes that are to be made.

    Whether the files make a valid ledger is known when `ledger` is read, or by the proof of the
    changes. `file_names` are the files that the ledger is read from, without those that these
    include. `entries` are those that were looked up, `additions` the new ones, which go to the
    file `to`. `notes` collects what the user should know about the changes.
    """

    def __init__(self, source_files: Sequence[SourceFile], names: Sequence[str] = ()) -> None:
        self.source_files = source_files
        self.file_names = names
        self.entries: dict[tuple[str, str], Entry] = {}
        self.additions: list[NewEntry] = []
        self.to: str | None = None
        self.notes: list[str] = []
        self._blocks: dict[str, BlockMap] = {}

    @classmethod
    def read(cls, paths: Sequence[str]) -> LedgerFiles:
        """The files of the ledger of these paths. Raises LedgerError where one is not TOML."""
        diagnostics = Diagnostics()
        names = expand(paths)
        source_files = gather(names, diagnostics)
        if diagnostics:
            resolve(source_files, diagnostics)
        return cls(source_files, names)

    @cached_property
    def ledger(self) -> Ledger:
        """The ledger before the changes. Raises LedgerError with all that is wrong with it."""
        return resolve(self.source_files, Diagnostics())

    @cached_property
    def names(self) -> Ledger:
        """Its actors, types and sources alone; much less work than the whole."""
        return Resolver(self.source_files, Diagnostics()).names()

    @cached_property
    def _places(self) -> Mapping[tuple[str, str], tuple[SourceFile, Path]]:
        """Where each entry stands, by kind and id; the first where an id stands twice."""
        places: dict[tuple[str, str], tuple[SourceFile, Path]] = {}
        for source_file in self.source_files:
            if "ledger" in source_file.data:
                places.setdefault(("ledger", "ledger"), (source_file, ("ledger",)))
            for kind in ENTRIES:
                for id, step in _ids_and_steps(source_file.data.get(kind, ())):
                    places.setdefault((kind, id), (source_file, (kind, step)))
        return places

    def ids(self, kind: str) -> list[str]:
        """The ids of all entries of a kind."""
        return [id for other, id in self._places if other == kind]

    def find(self, kind: str, id: str) -> tuple[SourceFile, Path] | None:
        """The file and the path of the entry of that kind and id, if there is one."""
        return self._places.get((kind, id))

    def line(self, kind: str, id: str) -> str | None:
        """`events.toml:12`, where the entry of that kind and id begins, if there is one."""
        if (place := self.find(kind, id)) is None:
            return None
        source_file, path = place
        return f"{source_file.name}:{source_file.line(path)}"

    def blocks(self, source_file: SourceFile) -> BlockMap:
        """Where the entries of a file stand in its text."""
        if source_file.name not in self._blocks:
            self._blocks[source_file.name] = BlockMap(source_file.written)
        return self._blocks[source_file.name]

    def entry(self, words: str) -> Entry:
        """The entry that is meant by an id, by `actors.xi-jinping` as in a header, or `ledger`.

        An id without a kind, or the beginning of one, is that of an event or a claim, or else of
        the only entry of that id. Raises UsageError where it means none, or several.
        """
        kind, _, id = words.partition(".")
        kinds = [kind]
        if kind not in ENTRIES or not id:
            kinds, id = [*ENTRIES], words
        matches = [kind for kind in kinds if self.find(kind, id)]
        if matches and (matches[0] in DATED or len(matches) == 1):
            return self.existing(matches[0], id)
        if matches:
            raise UsageError(f'"{id}" may be {join_or([f"{kind}.{id}" for kind in matches])}')
        if id != "ledger":
            return self._by_prefix(kinds if len(kinds) == 1 else DATED, id)
        if self.find("ledger", "ledger") is None:
            raise UsageError("this ledger has no [ledger] at its top: write one in an editor")
        return self.existing("ledger", "ledger")

    def _by_prefix(self, kinds: Sequence[str], prefix: str) -> Entry:
        """The event or claim whose id begins so, and no other's."""
        places: dict[str, str] = {}
        for kind in kinds:
            places |= {id: places.get(id, kind) for id in self.ids(kind)}
        if kinds[0] in DATED and len(ids := ids_with_prefix(prefix, places)) == 1:
            return self.existing(places[ids[0]], ids[0])
        where = "`chrono list --status any` and `chrono claims` have the ids"
        if kinds[0] not in DATED:
            where = f"{join_and([*places][:8])} are there" if places else "there is none at all"
        raise UsageError(unknown_id(join_or([*map(noun, kinds)]), prefix, [*places], f"; {where}"))

    def existing(self, kind: str, id: str) -> Entry:
        """The entry of a kind and id that are known to be there."""
        if (kind, id) not in self.entries:
            source_file, path = self._places[kind, id]
            self.entries[kind, id] = Entry(kind, id, source_file, path, self.blocks(source_file))
        return self.entries[kind, id]

    def add(self, entries: Iterable[NewEntry], to: str | None = None) -> None:
        """Add new entries, to the file of that name or the only one."""
        self.additions += entries
        self.to = to

    def file_for(self, to: str | None) -> SourceFile:
        """The file to write new entries to: the one of that name, or the only one."""
        names = [source_file.name for source_file in self.source_files]
        if to is None and len(names) > 1:
            raise UsageError(
                f"this ledger has {len(names)} files: --to says which, {join_or(names)}"
            )
        for source_file in self.source_files:
            if to is None or is_same_file(source_file.name, to):
                return source_file
        missing = "" if os.path.exists(str(to)) else "there is no such file, and "
        raise UsageError(f"--to {to}: {missing}this ledger is read from {join_and(names)}")


def _ids_and_steps(entries: Any) -> Iterator[tuple[str, str | int]]:
    """The ids of the entries of a kind in one file, each with the last step of its path."""
    if isinstance(entries, Mapping):
        yield from ((id, id) for id in entries)
    else:
        for number, fields in enumerate(entries):
            yield str(fields.get("id") if isinstance(fields, Mapping) else None), number


def is_same_file(one: str, other: str) -> bool:
    """Whether two paths lead to one file."""
    return os.path.realpath(one) == os.path.realpath(other)
