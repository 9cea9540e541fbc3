"""Which thing an id names: an event or a claim by its id, and else what stands under a header."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

import tomli

from chrono.core.english import join_and, join_or
from chrono.core.names import ids_with_prefix, unknown_id
from chrono.errors import UsageError
from chrono.files.format.keys import ENTRIES, noun
from chrono.files.format.new_entry import DATED, NewEntry
from chrono.files.read.source_files import SourceFile
from chrono.files.toml.blocks import Path
from chrono.files.toml.insert import BlockMap, cut
from chrono.files.toml.set_value import Unwritable, without
from chrono.files.write.transaction import LedgerFiles, PendingChange, same


class EntryRef(NamedTuple):
    """An event, a claim, an actor …, the part that it stands in and the way to it there.

    A ledger's head is one, too: `ledger`, at `("ledger",)`.
    """

    kind: str
    id: str
    part: SourceFile
    path: Path

    @property
    def noun(self) -> str:
        """`event`."""
        return noun(self.kind)

    @property
    def words(self) -> str:
        """What names it and nothing else: `events.2025-10-30-busan`."""
        return f"{self.kind}.{self.id}" if len(self.path) > 1 else self.kind

    @property
    def fields(self) -> Mapping[str, Any]:
        """Its keys, as TOML has them."""
        found: Any = self.part.data
        for step in self.path:
            found = found[step]
        return dict(found)

    def pieces(self) -> list[tuple[int, int]]:
        """Its own lines in the part's text; none where it stands inside another table."""
        return BlockMap(self.part.written, self.part.data).pieces(self.path)

    def text(self) -> str:
        """Its own lines, as they stand there, or as they would stand alone."""
        if pieces := self.pieces():
            text = "".join(self.part.written[start:end] for start, end in pieces)
            if not same(tomli.loads(text), self._alone()):
                raise Unwritable("its own lines cannot be told from others")
            return text
        return NewEntry(self.kind, {"id": self.id, **self.fields}).text

    def _alone(self) -> dict[str, Any]:
        """What a text says in which it is the only thing."""
        if len(self.path) == 1:
            return {self.kind: self.fields}
        key = self.path[1]
        return {self.kind: [self.fields] if isinstance(key, int) else {key: self.fields}}

    def taken_out(self) -> PendingChange:
        """The part without it."""
        text, pieces = self.part.written, self.pieces()
        return self.replaced(cut(text, pieces) if pieces else without(text, self.path), None)

    def replaced(self, text: str, fields: Mapping[str, Any] | None) -> PendingChange:
        """The part with a new text, in which it has these keys, or is no longer there."""
        things = self.part.data[self.kind]
        if len(self.path) == 1:
            return PendingChange(
                self.part, text, {**self.part.data, self.kind: fields}, [self.path]
            )
        key = self.path[1]
        new = dict(enumerate(things) if isinstance(things, list) else things)
        if fields is None:
            del new[key]
        else:
            new[key] = fields
        data = {**self.part.data, self.kind: [*new.values()] if isinstance(key, int) else new}
        if not new:
            del data[self.kind]
        return PendingChange(self.part, text, data, [self.path] if fields is not None else [])


def find(opened: LedgerFiles, words: str) -> EntryRef:
    """The thing that is meant by `2025-10-30-busan`, `actors.xi-jinping` as in a header, `ledger`.

    Without a kind it is an event's or a claim's id, or the beginning of one of them alone, or else
    the only one of that id.
    """
    kind, _, id = words.partition(".")
    if kind in ENTRIES and id:
        return _found(opened, [kind], id)
    for kinds in (["events"], ["claims"], ["actors", "types", "sources"]):
        found = [kind for kind in kinds if opened.find(kind, words)]
        if len(found) > 1:
            raise UsageError(f'"{words}" may be {join_or([f"{kind}.{words}" for kind in found])}')
        if found:
            return _found(opened, found, words)
    if words == "ledger":
        for part in opened.parts:
            if "ledger" in part.data:
                return EntryRef("ledger", "ledger", part, ("ledger",))
        raise UsageError("this ledger has no [ledger] at its top: write one in an editor")
    return _found(opened, ["events", "claims"], words)


def _found(opened: LedgerFiles, kinds: list[str], id: str) -> EntryRef:
    ids = [known for kind in kinds for known in opened.ids(kind)]
    short = kinds[0] in DATED and len(meant := ids_with_prefix(id, ids)) == 1
    whole = meant[0] if short else id
    for kind in kinds:
        if (place := opened.find(kind, whole)) is not None:
            return EntryRef(kind, whole, *place)
    nouns = join_or([*map(noun, kinds)])
    where = "`chrono list --status any` and `chrono claims` have the ids"
    if kinds[0] not in ("events", "claims"):
        where = f"{join_and(ids[:8])} are there" if ids else "there is none at all"
    raise UsageError(unknown_id(nouns, id, ids, f"; {where}"))
