"""Give each entry the same id in all versions, and different new events different ids."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any, NamedTuple

from chrono.files.format.ids import free_id
from chrono.files.format.keys import ENTRIES, FORMER_IDS
from chrono.files.format.new_entry import DATED
from chrono.files.read.source_files import SourceFile, list_of, table_of
from chrono.files.write.ledger_files import LedgerFiles
from chrono.files.write.rename import Named, make_moves, moves_to_new_id

_SAME = {
    "events": ("date", "title"), "claims": ("date", "statement"), "actors": ("name",),
    "types": ("label",), "publishers": ("name",), "sources": ("url", "title"),
}  # fmt: skip
"""The keys by which an entry of a table is recognised under another id."""

Renames = Mapping[Named, str]
"""The new ids of the entries of the base that a side has renamed."""


class Aligned(NamedTuple):
    """Three versions of a file in which an entry has the same id, and no other entry has it."""

    base: SourceFile
    ours: SourceFile
    theirs: SourceFile
    ids: Mapping[Named, str]
    new_ids: Mapping[str, str]


def align(base: SourceFile, ours: SourceFile, theirs: SourceFile) -> Aligned:
    """Return three versions of a file in which an entry has the same id, and no other entry has
    this id.
    """
    own, other = (find_renames(base.data, side.data) for side in (ours, theirs))
    ids: dict[Named, str] = {}
    for entry in dict.fromkeys((*own, *other)):
        kind, old = entry
        new = own.get(entry) or other[entry]
        our_id, their_id = own.get(entry, old), other.get(entry, old)
        if new != our_id and new in _by_id(ours.data, kind):
            continue  # our side has given this id to another entry
        if new != their_id and new in _by_id(theirs.data, kind):
            continue
        base = _renamed(base, entry, new)
        ours = _renamed(ours, Named(kind, our_id), new)
        theirs = _renamed(theirs, Named(kind, their_id), new)
        if entry in own and entry in other and our_id != their_id:
            ids[Named(kind, new)] = their_id
    new_ids = _new_ids(base, ours, theirs)
    for id, free in new_ids.items():
        theirs = _renamed(theirs, Named("events", id), free)
    return Aligned(base, ours, theirs, ids, new_ids)


def _new_ids(base: SourceFile, ours: SourceFile, theirs: SourceFile) -> dict[str, str]:
    """Return a free id, by id, for each event on their side that has the id of another event."""
    old, own, other = (_by_id(side.data, "events") for side in (base, ours, theirs))
    rows = [
        table_of(row) for side in (base, ours, theirs) for row in list_of(side.data.get("events"))
    ]
    taken = {str(id) for row in rows for id in (row.get("id"), *list_of(row.get(FORMER_IDS)))}
    times = Counter(str(row.get("id")) for row in rows)
    found: dict[str, str] = {}
    for id in (id for id in other if id in own and id not in old and times[id] == 2):
        titles = [str(side[id].get("title", "")) for side in (own, other)]
        if all(titles) and titles[0] != titles[1]:
            found[id] = free_id([id], taken)
            taken.add(found[id])
    return found


def find_renames(base: Mapping[str, Any], side: Mapping[str, Any]) -> Renames:
    """Return the new id of each entry that a side has renamed, by (table, old id)."""
    found: dict[Named, str] = {}
    for kind in ENTRIES:
        before, after = _by_id(base, kind), _by_id(side, kind)
        gone = [
            id
            for id, fields in before.items()
            if id not in after or (kind == "events" and not _is_same(kind, fields, after[id]))
        ]
        new = [id for id in after if id not in before]
        if not gone or not new:
            continue
        for id in new:
            for old in list_of(after[id].get(FORMER_IDS)):
                if old in gone and Named(kind, old) not in found:
                    found[Named(kind, old)] = id
                    break
        taken = {*found.values()}
        for old in gone:
            same = [id for id in new if id not in taken and _is_same(kind, before[old], after[id])]
            alike = [id for id in gone if _is_same(kind, before[id], before[old])]
            if Named(kind, old) not in found and len(same) == len(alike) == 1:
                found[Named(kind, old)] = same[0]
    return found


def _is_same(kind: str, fields: Mapping[str, Any], others: Mapping[str, Any]) -> bool:
    values = [[one.get(key) for key in _SAME[kind]] for one in (fields, others)]
    return values[0] == values[1] and any(value is not None for value in values[0])


def _by_id(data: Mapping[str, Any], kind: str) -> dict[str, Mapping[str, Any]]:
    value = data.get(kind)
    if kind in DATED:
        rows = map(table_of, list_of(value))
        return {one["id"]: one for one in rows if isinstance(one.get("id"), str)}
    return {id: one for id, one in table_of(value).items() if isinstance(one, dict)}


def _renamed(file: SourceFile, entry: Named, new: str) -> SourceFile:
    if entry.id == new or entry.id not in _by_id(file.data, entry.kind):
        return file
    files = LedgerFiles([file])
    make_moves(files, moves_to_new_id(files, entry, new))
    return files.source_files[0]
