"""Rows to the keys of an event: texts as a ledger's values, dates never guessed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

from chrono.core.countries import country_of
from chrono.core.dates import DateError, When
from chrono.core.english import join_and, join_or
from chrono.errors import UsageError
from chrono.files.exchange.import_table import ImportTable, Row
from chrono.files.format import keys
from chrono.files.format.containers import ListOf, MapOf, Table
from chrono.files.format.content import DERIVED_KEYS, without_empty
from chrono.files.format.kind import Kind
from chrono.files.format.kinds import DATE, Choice, Country, Date, FreeTable, Id
from chrono.files.format.ledger_kinds import SourceItem
from chrono.files.merge.cells import (
    as_json,
    as_ledger_id,
    dated,
    halves,
    json_texts,
    pairs,
    source,
)
from chrono.files.merge.rules import (
    Rules,
    check_columns,
    columns_of,
    field,
    filled,
    is_template,
)
from chrono.files.merge.sources import IN_A_CELL
from chrono.files.toml.blocks import Path
from chrono.files.write.from_text import end_is_given, join_end

DERIVED = {*DERIVED_KEYS, "actor", "country", "office"}
"""The columns of `list` that say again what others say."""


class Mapper:
    """The rules of an import, made ready for the columns of one table.

    `unused` are the columns that nothing is taken from; `as_listed` says that all columns are such
    as `list` writes, and that nothing else is said of them.
    """

    def __init__(self, rules: Rules, table: ImportTable) -> None:
        self.rules = rules
        self.columns = table.columns
        check_columns(rules, table.columns)
        own = [*rules.map, *(key for key in rules.set if key not in rules.map)]
        _check_apart(own)
        by_name = {
            key: column
            for key, column in _by_name(table).items()
            if not any(_holds(key, other) or _holds(other, key) for other in own)
        }
        self._by_name = by_name.keys() - {*rules.map, *rules.set, "end"}
        taken = {**by_name, **rules.map}
        id_template = taken.get("id", "")
        self.id_column = id_template if isinstance(id_template, str) else ""
        self._fields = [
            (field(key), _reader(key), [templates] if isinstance(templates, str) else templates)
            for key, templates in taken.items()
            if key not in rules.set
        ]
        self._fields.sort(key=lambda one: len(one[0]))  # a table before what is put into it
        self.wholes = {str(path[0]) for path, *_ in self._fields if len(path) == 1}
        self.notes: list[str] = []
        self.bodies: dict[str, None] = {}
        given = {path[0] for path, *_ in self._fields} | {field(key)[0] for key in rules.set}
        missing = [key for key in keys.EVENT.required if key != "id" and key not in given]
        if missing and not all(row.problem for row in table.rows):
            raise UsageError(
                f"no column gives {join_and(missing)}: --map FIELD=COLUMN says which does, "
                f"or --set FIELD=VALUE what all have; there are {join_and(table.columns)}"
            )
        self._set = [
            (field(key), value) for key, value in rules.set.items() if value not in ("", [], {})
        ]
        used = {
            column
            for *_, templates in self._fields
            for one in templates
            for column in columns_of(one)
        }
        self.partial = any(path[0] == "sources" and len(path) > 1 for path, *_ in self._fields)
        self._source_columns = [
            column
            for path, _, templates in self._fields
            if path == ("sources",)
            for one in templates
            for column in columns_of(one)
        ]
        by_list = {*keys.EVENT.keys, *DERIVED}
        self.as_listed = not rules.map and not table.fields and by_list >= {*table.columns}
        known = DERIVED if not rules.map else set()
        self.unused = [name for name in table.columns if name and name not in {*used, *known}]
        self.bracketed = any(
            is_template(one) and "(" in one
            for path, _, ones in self._fields
            for one in ones
            if path[0] in keys.PARTICIPANTS
        )

    def fields(self, row: Row) -> dict[str, Any]:
        """The keys of an event that a row says; None for one that it says to be empty.

        Raises UsageError with all that is wrong.
        """
        found: dict[str, Any] = {}
        wrong: list[str] = []
        for path, reader, templates in self._fields:
            try:
                value = self._value(row, reader, templates)
            except UsageError as error:
                wrong += error.args
                continue
            if value is not None and value != "" and value != []:
                _put(found, path, value)
        for path, value in self._set:
            _put(found, path, value)
        self._name(found)
        try:
            join_end(found, "end" in self.rules.map)
        except UsageError as error:
            wrong += error.args
        if wrong or (wrong := list(halves(found))):
            raise UsageError(*dict.fromkeys(wrong))
        said = without_empty(found, DERIVED)
        if found.get("private") is False:
            said["private"] = None
        return said | {key: None for key in self._emptied(row) if key not in said}

    def names_sources(self, row: Row) -> bool:
        """Whether a row says of its sources only what a cell can: who published it, and where."""
        said = [row.values.get(name) for name in self._source_columns]
        items = [item for one in said for item in (one if isinstance(one, list) else [one])]
        return all(not isinstance(item, Mapping) or item.keys() <= IN_A_CELL for item in items)

    def _emptied(self, row: Row) -> Iterator[str]:
        """The keys of which JSON says that there is nothing; an empty cell says less than that."""
        for key in self._by_name:
            if key in row.values and row.values[key] in (None, [], {}):
                yield key

    def _name(self, found: dict[str, Any]) -> None:
        """Ids of another kind, `EV/0001`, as a ledger can have them, and what is said of that."""
        if isinstance(id := found.get("id"), str):
            found["id"] = as_ledger_id(id)
            if found["id"] != id and not self.notes:
                self.notes.append(f'ids are written as a ledger has them: "{id}" is {found["id"]}')
        if isinstance(whole := found.get("part_of"), str):
            found["part_of"] = as_ledger_id(whole)
        if isinstance(links := found.get("follows"), list):
            found["follows"] = [as_ledger_id(one) if isinstance(one, str) else one for one in links]

    def _value(self, row: Row, reader: Kind, templates: Sequence[str]) -> Any:
        if len(templates) == 1 and not is_template(templates[0]):
            value = row.values.get(templates[0])
            if isinstance(value, list) and len(value) == 1 and not isinstance(reader, ListOf):
                value = value[0]
            if not isinstance(value, str):  # of JSON, or of a calendar
                return reader.parse(value)
        if isinstance(reader, ListOf):
            return self._list(reader, row, templates)
        words = " ".join(filter(None, (self._text(row, template) for template in templates)))
        return self._single(reader, words)

    def _text(self, row: Row, template: str) -> str:
        if not is_template(template):
            return self._cell(row, template)
        return filled(template, lambda column: self._cell(row, column))

    def _cell(self, row: Row, column: str) -> str:
        """What a column says in a row, or what the rules say for it."""
        value = row.values.get(column)
        if isinstance(value, list):
            return f"{self.rules.split} ".join(self._said(column, str(item)) for item in value)
        return "" if value is None else self._said(column, str(value))

    def _said(self, column: str, words: str) -> str:
        return self.rules.values.get(column, {}).get(words.strip(), words)

    def _list(self, reader: ListOf, row: Row, templates: Sequence[str]) -> list[Any]:
        # An address may have a semicolon in it.
        apart = r";(?=\s|$)" if isinstance(reader.item, SourceItem) else ";"
        split = apart if self.rules.split == ";" else re.escape(self.rules.split)
        parts = [
            part
            for template in templates
            for part in (
                self._filled(row, template, split)
                if is_template(template)
                else self._parts(row, template, split)
            )
        ]
        found = [self._single(reader.item, part) for part in parts if part]
        # Of two sources a cell may have no more to say than the publisher of both.
        twice = isinstance(reader.item, SourceItem)
        return [one for at, one in enumerate(found) if twice or one not in found[:at]]

    def _parts(self, row: Row, column: str, split: str) -> list[str]:
        """The elements of a column, each as the rules have it, unless they have the whole cell."""
        value = row.values.get(column)
        if isinstance(value, list):
            return [self._said(column, str(item)) for item in value]
        words = "" if value is None else str(value)
        if (meant := self._said(column, words)) != words:
            return [*map(str.strip, re.split(split, meant))]
        found = json_texts(words) or [*map(str.strip, re.split(split, words))]
        return [self._said(column, part) for part in found]

    def _filled(self, row: Row, template: str, split: str) -> Iterator[str]:
        """A template's elements: it is filled once for each element of a column that has several.

        A column of one element goes with all of them; two of several must have as many.
        """
        cells = {column: self._parts(row, column, split) for column in columns_of(template)}
        if not any(map(any, cells.values())):
            return
        for piece in re.split(split, template):
            parts = {column: cells[column] for column in columns_of(piece) if is_template(piece)}
            numbers = {len(found): column for column, found in parts.items() if len(found) > 1}
            if len(numbers) > 1:
                told = [f"{number} in {column}" for number, column in numbers.items()]
                raise UsageError(
                    f'"{piece.strip()}": there are {join_and(told)}, and each goes with one'
                )
            for at in range(max(numbers, default=1)):
                nth = {
                    column: found[at % len(found)] if found else ""
                    for column, found in parts.items()
                }
                yield (filled(piece, nth.__getitem__) if nth else piece).strip()

    def _single(self, reader: Kind, words: str) -> Any:
        if not words.strip():
            return None
        if isinstance(reader, Date):
            return self._date(words.strip())
        if isinstance(reader, Country):
            code = country_of(words.strip())
            if code is None:
                self.bodies[words.strip()] = None
            return code or words.strip()
        is_table = isinstance(reader, (MapOf, Table, FreeTable))
        if is_table and (said := as_json(words, dict)) is not None:
            return reader.parse(said)
        if isinstance(reader, FreeTable):
            return reader.parse(pairs(words))
        if isinstance(reader, SourceItem):
            return source(words)
        if isinstance(reader, (Id, Choice)):
            words = words.strip()
        return reader.parse(words)

    def _date(self, words: str) -> Any:
        if not self.rules.date_formats:
            return DATE.parse(words)
        found = {dated(words, form) for form in self.rules.date_formats} - {None}
        if len(found) > 1:
            days = join_or(sorted(map(str, found)))
            raise UsageError(f'"{words}" may be {days} by the date formats that were given')
        if not found and not any(form.startswith("%Y") for form in self.rules.date_formats):
            try:  # what is written as a ledger has it needs no other form
                return DATE.parse(When.parse(words).text)
            except DateError:
                pass
        if not found:
            forms = join_or([f'"{form}"' for form in self.rules.date_formats])
            raise UsageError(f'"{words}" is not written as the date format {forms} says')
        return DATE.parse(found.pop())


def _by_name(table: ImportTable) -> dict[str, str]:
    """The columns that bear an event's keys for names, as `list` writes them, or ways to such."""
    own = {name: name for name in table.columns if name == "end" or _is_way(name)}
    if not end_is_given(table.columns):
        own.pop("end", None)
    return {**own, **table.fields}


def _holds(one: str, other: str) -> bool:
    """Whether what is put at one way would stand in what is put at the other."""
    outer, inner = field(other), field(one)
    reader = _reader(other)
    open_to = isinstance(reader, (MapOf, Table, FreeTable))
    return len(outer) < len(inner) and inner[: len(outer)] == outer and not open_to


def _check_apart(given: Sequence[str]) -> None:
    """Raise UsageError where one key's value would write over another's."""
    wrong = [
        f"{one} is a part of {other}, and both are given: it is one of the two"
        for one in given
        for other in given
        if _holds(one, other)
    ]
    if wrong:
        raise UsageError(*wrong)


def _is_way(name: str) -> bool:
    """Whether a column is called `title`, `dates.signed` or `sources[1].url`."""
    if name in keys.EVENT.keys:
        return True
    try:
        return len(field(name)) > 1
    except UsageError:
        return False


def _reader(key: str) -> Kind:
    return DATE if key == "end" else keys.locate("events", key)[1]


def _put(found: dict[str, Any], path: Path, value: Any) -> None:
    """Put a value at its way; a list's elements come in their order, without gaps."""
    holder: Any = found
    for step, after in pairwise(path):
        empty: Any = [] if isinstance(after, int) else {}
        if isinstance(step, int):
            while len(holder) <= step:
                holder.append({})
            holder = holder[step]
        else:
            holder = holder.setdefault(step, empty)
        wanted = list if isinstance(after, int) else dict
        if not isinstance(holder, wanted):
            raise UsageError(f"{path[0]} is set twice")
    if isinstance(path[-1], int):
        holder.append(value)
    elif isinstance(value, dict) and isinstance(there := holder.get(path[-1]), dict):
        for key in value:
            if key in there:
                raise UsageError(f"{path[-1]}.{key} is set twice")
        there |= value
    else:
        holder[path[-1]] = value
