"""New events, claims, actors …: their lines, and where among the others they go."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from itertools import pairwise
from operator import itemgetter
from typing import Any, NamedTuple

from chrono.core.dates import When
from chrono.errors import AskedWrongly
from chrono.files.changing import Draft, Opened
from chrono.files.document import Path
from chrono.files.editing import TABLES, Plan, Spot, inserted, with_element, with_value
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
    plan = Plan(part.written, part.data)
    data = dict(part.data)
    spots: list[tuple[Spot, str]] = []
    inline: list[tuple[Path, Any]] = []
    things: list[Path] = []
    for kind in TABLES:
        new = [addition for addition in additions if addition.kind == kind]
        if not new:
            continue
        numbered: Sequence[tuple[int | str, Addition]]
        if kind in DATED:
            numbered, data[kind] = _among(part.data.get(kind, []), new)
        else:
            numbered = [(one.id, one) for one in new]
            data[kind] = {**data.get(kind, {}), **{one.id: one.data for one in new}}
        things += [(kind, key) for key, _ in numbered]
        if data.get(kind) and part.data.get(kind) and not plan.has(kind):
            inline += [((kind, key), addition.data) for key, addition in numbered]
        else:
            spots += _spots(plan, kind, part.data.get(kind, []), numbered)
    written = inserted(part.written, spots)
    for path, value in inline:  # events = [ { … }, { … } ]
        if isinstance(path[1], int):
            written = with_element(written, path[:1], path[1], value)
        else:
            written = with_value(written, path, value)
    return Draft(part, written, data, things)


def _among(
    there: Sequence[Mapping[str, Any]], new: Sequence[Addition]
) -> tuple[Sequence[tuple[int, Addition]], list[Mapping[str, Any]]]:
    """Dated things among those that are there: the new ones with their numbers, and all of them.

    By date where those that are there are in order, and else behind them as they come.
    """
    keys = [_key(fields) for fields in there]
    dated = [(_key(addition.fields), addition) for addition in new]
    positions = [len(keys)] * len(new)
    if all(one[0] <= other[0] for one, other in pairwise(keys)):
        dated.sort(key=itemgetter(0))
        positions = [_position(keys, key) for key, _ in dated]
    numbered = [
        (at + count, addition)
        for count, (at, (_, addition)) in enumerate(zip(positions, dated, strict=True))
    ]
    merged = list(there)
    for number, addition in numbered:
        merged.insert(number, addition.data)
    return numbered, merged


def _spots(
    plan: Plan,
    kind: str,
    there: Sequence[Mapping[str, Any]],
    numbered: Sequence[tuple[int | str, Addition]],
) -> list[tuple[Spot, str]]:
    """Where the lines of new things go."""
    if kind not in DATED:
        place = plan.place(kind)
        return [(place, addition.text) for _, addition in numbered]
    days = [_key(fields)[0] for fields in there]
    return [
        (plan.among(kind, days, int(number) - count, _key(addition.fields)[0]), addition.text)
        for count, (number, addition) in enumerate(numbered)
    ]


_Key = tuple[dt.date, dt.date, str]


def _key(fields: Mapping[str, Any]) -> _Key:
    """The first day, the last, and the id."""
    date = fields["date"]
    when = When.parse(date) if isinstance(date, str) else When.on(date)
    return (*when.sort_key, fields["id"])


def _position(
    keys: Sequence[tuple[dt.date, dt.date, str]], key: tuple[dt.date, dt.date, str]
) -> int:
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
