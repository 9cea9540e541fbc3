"""New events, claims, actors … put in where among the others they go."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from itertools import pairwise
from operator import itemgetter
from typing import Any

from chrono.core.dates import When
from chrono.files.format.keys import ENTRIES, noun
from chrono.files.format.kind import Errors
from chrono.files.format.kinds import DATE
from chrono.files.format.new_entry import DATED, NewEntry
from chrono.files.read.source_files import SourceFile
from chrono.files.toml.blocks import Path
from chrono.files.toml.insert import TABLES, BlockMap, InsertionPoint, inserted
from chrono.files.toml.set_value import with_element, with_value
from chrono.files.write.transaction import InvalidChange, LedgerFiles, PendingChange


def added(opened: LedgerFiles, part: SourceFile, additions: Sequence[NewEntry]) -> PendingChange:
    """One of the ledger's parts with new things in it.

    Raises UsageError where something in one of them is wrong, or its id is taken.
    """
    _check(opened, additions)
    plan = BlockMap(part.written, part.data)
    data = dict(part.data)
    spots: list[tuple[InsertionPoint, str]] = []
    inline: list[tuple[Path, NewEntry]] = []
    things: list[Path] = []
    for kind in TABLES:
        new = [addition for addition in additions if addition.kind == kind]
        if not new:
            continue
        there = part.data.get(kind, ())
        inside = there and not plan.has(kind)  # events = [ { … }, { … } ]
        if kind in DATED:
            places, days = _among(there, new)
            data[kind] = _merged(there, places)
            if not inside:
                spots += [(plan.among(kind, days, at, day), one.text) for at, day, one in places]
            numbered: list[tuple[Path, NewEntry]] = [
                ((kind, at + count), one) for count, (at, _, one) in enumerate(places)
            ]
        else:
            data[kind] = {**dict(there), **{one.id: one.data for one in new}}
            if not inside:
                spots += [(plan.place(kind), one.text) for one in new]
            numbered = [((kind, one.id), one) for one in new]
        things += [path for path, _ in numbered]
        inline += numbered if inside else []
    written = inserted(part.written, spots)
    for path, addition in inline:
        if isinstance(path[1], int):
            written = with_element(written, path[:1], path[1], addition.data)
        else:
            written = with_value(written, path, addition.data)
    return PendingChange(part, written, data, things)


_Place = tuple[int, dt.date, "NewEntry"]
"""Before which of those that are there a new one goes, its first day, and the new one."""


def _among(
    there: Sequence[Mapping[str, Any]], new: Sequence[NewEntry]
) -> tuple[list[_Place], list[dt.date]]:
    """Where dated things go, in the order in which they then stand; the days of those there.

    By date where those that are there are in order, and else behind them as they come.
    """
    keys = [_key(fields) for fields in there]
    days = [day for day, _, _ in keys]
    dated = [(_key(addition.fields), addition) for addition in new]
    if not _rising(days):
        return [(len(keys), key[0], addition) for key, addition in dated], days
    dated.sort(key=itemgetter(0))
    return [(_position(keys, days, key), key[0], addition) for key, addition in dated], days


def in_order(things: Sequence[Mapping[str, Any]]) -> bool:
    """Whether dated things stand in the order of their first days."""
    return _rising([_key(fields)[0] for fields in things])


def _rising(days: Sequence[dt.date]) -> bool:
    return all(one <= other for one, other in pairwise(days))


def _merged(there: Sequence[Mapping[str, Any]], places: Sequence[_Place]) -> list[Any]:
    merged: list[Any] = []
    done = 0
    for at, _, addition in places:
        merged += there[done:at]
        merged.append(addition.data)
        done = at
    return merged + list(there[done:])


_Key = tuple[dt.date, dt.date, str]


def _key(fields: Mapping[str, Any]) -> _Key:
    """The first day, the last, and the id."""
    if type(date := fields["date"]) is dt.date:
        return date, date, fields["id"]
    when: When = DATE.check(date, ("date",), [])
    return (*when.sort_key, fields["id"])


def _position(keys: Sequence[_Key], days: Sequence[dt.date], key: _Key) -> int:
    """Behind all that begin earlier, and behind those of the same day that come before it."""
    first, last = bisect_left(days, key[0]), bisect_right(days, key[0])
    return max((at + 1 for at in range(first, last) if keys[at] <= key), default=first)


def _check(opened: LedgerFiles, additions: Sequence[NewEntry]) -> None:
    wrong: list[str] = []
    things: list[tuple[str, str, str]] = []
    seen: set[tuple[str, str]] = set()
    taken = {kind: set(opened.ids(kind)) for kind in {one.kind for one in additions}}
    for addition in additions:
        kind, id = addition.kind, addition.id
        errors: Errors = []
        ENTRIES[kind].check(addition.data, (kind, 0 if kind in DATED else id), errors)
        found = [error.message for error in errors]
        prefix = f'the {noun(kind)} "{id}": ' if len(additions) > 1 and id != "None" else ""
        told = [prefix + message for message in found]
        if id in taken[kind] and (there := opened.find(kind, id)) is not None:
            part, path = there
            place = f"{part.name}:{part.line(path)}"
            told.append(f'the {noun(kind)} id "{id}" is taken: it stands at {place}')
        elif (kind, id) in seen:
            told.append(f'the {noun(kind)} id "{id}" stands twice in what is to be added')
        seen.add((kind, id))
        wrong += told
        things += [(kind, id, message) for message in (*found, *told[len(found) :])]
    if wrong:
        raise InvalidChange(wrong, things)
