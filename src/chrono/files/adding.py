"""New events, claims, actors …: their lines, and where among the others they go."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from itertools import pairwise
from operator import itemgetter
from typing import Any, NamedTuple

from chrono.core.dates import When
from chrono.errors import AskedWrongly
from chrono.files.changing import Draft, Opened
from chrono.files.document import Path
from chrono.files.editing import TABLES, Key, Spot, Text, inserted
from chrono.files.layout import dotted, table
from chrono.files.parts import Part
from chrono.files.words import KINDS, order

DATED = ("events", "claims")
"""The kinds whose things stand in a list, by date; the others are tables by id."""


class Addition(NamedTuple):
    """A new thing of a kind. `fields` are its keys with `id`; `lines` its text, if it has one."""

    kind: str
    fields: Mapping[str, Any]
    lines: str | None = None

    @property
    def id(self) -> str:
        """Its id."""
        return str(self.fields.get("id"))

    @property
    def data(self) -> dict[str, Any]:
        """What stands in its table: of a table by id the id is in the header."""
        keys = [key for key in order(self.kind) if key in self.fields]
        keys += [key for key in self.fields if key not in keys]
        return {key: self.fields[key] for key in keys if key != "id" or self.kind in DATED}

    @property
    def text(self) -> str:
        """Its lines, with line ends that are `\\n`."""
        if self.lines is not None:
            return self.lines
        by_id = f"[{dotted((self.kind, self.id))}]"
        return table(f"[[{self.kind}]]" if self.kind in DATED else by_id, self.data)


def added(opened: Opened, part: Part, additions: Sequence[Addition]) -> Draft:
    """One of the ledger's parts with new things in it.

    Raises AskedWrongly where something in one of them is wrong, or its id is taken.
    """
    _check(opened, additions)
    text = Text(part.written)
    data = dict(part.data)
    spots: list[tuple[Spot, str]] = []
    things: list[Path] = []
    for kind in TABLES:
        new = [addition for addition in additions if addition.kind == kind]
        if kind in DATED and new:
            found, data[kind], numbers = _among(part.data.get(kind, []), kind, new, text)
            spots += found
            things += [(kind, number) for number in numbers]
        elif new:
            place = text.place(kind)
            spots += [(place, addition.text) for addition in new]
            data[kind] = {**data.get(kind, {}), **{one.id: one.data for one in new}}
            things += [(kind, addition.id) for addition in new]
    return Draft(part, inserted(part.written, spots), data, things)


def _among(
    there: Sequence[Mapping[str, Any]], kind: str, new: Sequence[Addition], text: Text
) -> tuple[list[tuple[Spot, str]], list[Mapping[str, Any]], list[int]]:
    """Dated things among those that are there: their spots, all of them, and the new ones' numbers.

    By date where those that are there are in order, and else behind them as they come.
    """
    keys = [_key(fields) for fields in there]
    dated = [(_key(addition.fields), addition) for addition in new]
    in_order = all(one[0] <= other[0] for one, other in pairwise(keys))
    if in_order:
        dated.sort(key=lambda one: one[0])
    spots: list[tuple[Spot, str]] = []
    numbers: list[int] = []
    merged = list(there)
    for count, (key, addition) in enumerate(dated):
        at = _position(keys, key) if in_order else len(keys)
        spots.append((text.among(kind, keys, at, key), addition.text))
        numbers.append(at + count)
        merged.insert(at + count, addition.data)
    return spots, merged, numbers


def _key(fields: Mapping[str, Any]) -> Key:
    date = fields["date"]
    when = When.parse(date) if isinstance(date, str) else When.on(date)
    return (*when.sort_key, fields["id"])


def _position(keys: Sequence[Key], key: Key) -> int:
    """Behind all that begin earlier, and behind those of the same day that come before it."""
    first = bisect_left(keys, key[0], key=itemgetter(0))
    last = bisect_right(keys, key[0], key=itemgetter(0))
    return max((at + 1 for at in range(first, last) if keys[at] <= key), default=first)


def _check(opened: Opened, additions: Sequence[Addition]) -> None:
    wrong: list[str] = []
    seen: set[tuple[str, str]] = set()
    for addition in additions:
        kind, id = addition.kind, addition.id
        noun = kind.removesuffix("s")
        prefix = f'the {noun} "{id}": ' if len(additions) > 1 and id != "None" else ""

        def report(at: Path, message: str, rule: str = "", prefix: str = prefix) -> None:
            wrong.append(prefix + message)

        KINDS[kind](addition.data, (kind, 0 if kind in DATED else id), report)
        if (found := opened.find(kind, id)) is not None:
            part, path = found
            place = f"{part.name}:{part.line(path)}"
            wrong.append(f'the {noun} id "{id}" is taken: it stands at {place}')
        elif (kind, id) in seen:
            wrong.append(f'the {noun} id "{id}" stands twice in what is to be added')
        seen.add((kind, id))
    if wrong:
        raise AskedWrongly(*wrong)
