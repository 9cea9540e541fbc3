"""Make the fields of an event from each row, by the rules of an import; dates are never guessed."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from itertools import pairwise
from typing import Any, NamedTuple

from chrono.core.causes import Caused, prefixed
from chrono.core.countries import country_of
from chrono.core.dates import DateError, When
from chrono.core.english import first_few, join_and, join_or, plural
from chrono.core.sentences import INVALID_CHARACTER, given_twice
from chrono.errors import UsageError
from chrono.files.exchange.import_table import ImportTable, Row
from chrono.files.format.containers import ListOf
from chrono.files.format.content import DERIVED_KEYS, normalized
from chrono.files.format.dump import FLAGS, without_empty
from chrono.files.format.keys import EVENT, PARTICIPANTS
from chrono.files.format.kind import Kind
from chrono.files.format.kinds import DATE, Choice, Country, Date, FreeTable, Id, TableKind
from chrono.files.format.ledger_kinds import SourceItem
from chrono.files.format.new_entry import Fields
from chrono.files.merge import cells, date_formats
from chrono.files.merge.cells import as_ledger_id, columns_of, filled, is_template
from chrono.files.merge.columns import Column, map_option, proposed
from chrono.files.merge.rules import Rules, check_columns, locate_field
from chrono.files.toml.blocks import Path
from chrono.files.write.from_text import has_own_end, join_end

DERIVED = {*DERIVED_KEYS, "actor", "country", "office"}
"""The columns of `list` whose values follow from those of other columns."""


class InvalidRow(UsageError):
    """A row cannot be an event; `fields`: the fields of the event that the row has nevertheless."""

    def __init__(self, problems: Iterable[str], fields: Fields) -> None:
        super().__init__(*problems)
        self.fields = fields


class _Field(NamedTuple):
    """A field that rows contain: its path in an event, its kind, and the templates of its text."""

    path: Path
    kind: Kind
    templates: Sequence[str]


class Mapper:
    """Makes the fields of events from the rows of one table.

    `id_column`: the column or template of the ids, or ""; `whole_keys`: the keys whose whole value
    is mapped, not only parts such as `dates.signed`; `constant_keys`: the keys that have the same
    value in every row; `has_source_keys`: whether columns have single
    keys of sources; `is_listed`: whether all columns are columns of `list` and the rules map none;
    `has_countries`: whether actors' names have countries in brackets; `notes`: notes on rows.
    """

    def __init__(self, rules: Rules, table: ImportTable) -> None:
        check_columns(rules, table.columns)
        self._rules = rules
        by_name = _templates_by_field(rules, table)
        self._named = by_name.keys() - {*rules.map, "end"}
        self.id_column = str(by_name.get("id", ""))
        self._fields = [
            _Field(*locate_field(name), [one] if isinstance(one, str) else one)
            for name, one in by_name.items()
        ]
        self._fields.sort(key=lambda field: len(field.path))  # tables before their parts
        self._constants = [(locate_field(name)[0], value) for name, value in rules.set.items()]
        paths = [field.path for field in self._fields]
        _refuse_missing(
            {path[0] for path in paths} | {path[0] for path, _ in self._constants}, table
        )
        self.whole_keys = {str(path[0]) for path in paths if len(path) == 1}
        constants = {str(path[0]) for path, _ in self._constants}
        self.constant_keys = constants - {str(path[0]) for path in paths}
        self.has_source_keys = any(path[0] == "sources" and path[1:] for path in paths)
        self.has_countries = any(
            field.path[0] in PARTICIPANTS and is_template(template) and "(" in template
            for field in self._fields
            for template in field.templates
        )
        known = {*EVENT.keys, *DERIVED}
        self.is_listed = not rules.map and not table.fields and known >= {*table.columns}
        used = set() if rules.map else {*DERIVED}
        for field in self._fields:
            used.update(*map(columns_of, field.templates))
        self._unused = [name for name in table.columns if name and name not in used]
        self.notes: list[str] = []
        self._bodies: dict[str, None] = {}

    def column_notes(self) -> Iterator[str]:
        """Notes on countries without a code, and on columns that are not mapped."""
        if self._bodies:
            names = first_few([*self._bodies], 8)
            yield f"no country code found for {names}; treated as international organisations"
        if self._unused:
            number = plural(len(self._unused), "column")
            yield f"{number} not imported ({join_and(self._unused)}); use --map FIELD=COLUMN"

    def fields(self, row: Row) -> dict[str, Any]:
        """The fields of an event by key, from a row; None for a key that the row sets to empty.

        Raises InvalidRow with all problems.
        """
        event: dict[str, Any] = {}
        problems = [
            problem
            for column, problem in row.problems.items()
            if column not in self._unused and not self._is_replaced(row, column)
        ]
        for field in self._fields:
            try:
                value = self._value(row, field)
            except UsageError as error:
                problems += [at_column(problem, field.templates) for problem in error.args]
                continue
            if value not in (None, "", []):
                _put(event, field.path, value)
        for path, value in self._constants:
            if value not in ("", [], {}):
                _put(event, path, value)
        self._make_ids(event)
        try:
            join_end(event, "end" in self._rules.map)
        except UsageError as error:
            problems += error.args
        if not problems and cells.has_half_characters(event):
            problems.append(INVALID_CHARACTER)
        if problems:
            raise InvalidRow(dict.fromkeys(problems), event)
        # Only JSON can set a key to empty: an empty cell may just be unknown.
        empty = [key for key in self._named if row.values.get(key, "") in (None, [], {})]
        empty += [flag for flag in FLAGS if event.get(flag) is False]
        return {**dict.fromkeys(empty), **without_empty(event, DERIVED)}

    def has_id(self, row: Row) -> bool:
        """Whether the row has an id."""
        return bool(self.id_column and filled(self.id_column, lambda name: self._text(row, name)))

    def own_content(self, fields: Mapping[str, Any]) -> str:
        """The `fields` of a row as text, without the values that are the same in every row."""
        own = {key: value for key, value in fields.items() if key not in self.constant_keys}
        return json.dumps(normalized(own), sort_keys=True, default=str)

    def _make_ids(self, event: dict[str, Any]) -> None:
        """Replace ids in `event` that have another form, such as EV/0001, by valid ids."""
        old = event.get("id")
        for key in event.keys() & {"id", "part_of", "follows"}:
            ids = event[key]
            event[key] = [*map(as_ledger_id, ids)] if isinstance(ids, list) else as_ledger_id(ids)
        if event.get("id") != old and not self.notes:
            self.notes.append(f'ids are converted: "{old}" becomes "{event["id"]}"')

    # -- the value of a field

    def _value(self, row: Row, field: _Field) -> Any:
        kind, templates = field.kind, field.templates
        if len(templates) == 1 and not is_template(templates[0]):
            value = row.values.get(templates[0])
            if isinstance(value, list) and len(value) == 1 and not isinstance(kind, ListOf):
                value = value[0]
            is_day = isinstance(value, dt.date) and not isinstance(kind, Date)
            if not isinstance(value, str) and not is_day:  # from JSON or a calendar
                return kind.parse(value)
        if isinstance(kind, ListOf):
            return self._list(row, kind.item, templates)
        texts = (filled(template, lambda column: self._text(row, column)) for template in templates)
        return self._single(kind, " ".join(filter(None, texts)))

    def _text(self, row: Row, column: str) -> str:
        value = row.values.get(column)
        if isinstance(value, list):
            return f"{self._rules.split} ".join(self._elements(row, column, ""))
        return "" if value is None else self._replaced(column, str(value))

    def _replaced(self, column: str, text: str) -> str:
        """The replacement that the rules have for `text` in `column`, or else `text` itself."""
        return self._rules.values.get(column, {}).get(text.strip(), text)

    def _is_replaced(self, row: Row, column: str) -> bool:
        """Whether the rules replace the text of a cell."""
        return self._text(row, column) != row.values.get(column)

    def _list(self, row: Row, kind: Kind, templates: Sequence[str]) -> list[Any]:
        is_source = isinstance(kind, SourceItem)
        split = re.escape(self._rules.split)
        if is_source and split == ";":
            split = r";(?=\s|$)"  # an address may contain a semicolon
        texts = [text for template in templates for text in self._filled(row, template, split)]
        values = [self._single(kind, text) for text in texts if text]
        if is_source:  # two sources may have the same publisher, and nothing else in the cell
            return values
        return [one for at, one in enumerate(values) if one not in values[:at]]

    def _filled(self, row: Row, template: str, split: str) -> Iterator[str]:
        """Yield `template`, filled once for each element of the lists in its columns.

        A single element is repeated. Raises UsageError if two longer lists have different lengths.
        """
        if not is_template(template):
            yield from self._elements(row, template, split)
            return
        elements = {column: self._elements(row, column, split) for column in columns_of(template)}
        for piece in re.split(split, template) if any(map(any, elements.values())) else ():
            parts = {name: elements[name] for name in columns_of(piece) if is_template(piece)}
            numbers = {len(part): name for name, part in parts.items() if len(part) > 1}
            if len(numbers) > 1:
                counts = join_and([f"{number} in {name}" for number, name in numbers.items()])
                raise UsageError(
                    f'"{piece.strip()}": the columns have different numbers of items ({counts}); '
                    "make them equal"
                )
            for at in range(max(numbers, default=1)):
                cell = {name: part[at % len(part)] if part else "" for name, part in parts.items()}
                yield (filled(piece, cell.__getitem__) if cell else piece).strip()

    def _elements(self, row: Row, column: str, split: str) -> list[str]:
        """The elements of the list in `column`; the rules may replace them, or the whole cell."""
        value = row.values.get(column)
        elements: Any = value
        if not isinstance(value, list):
            text = "" if value is None else str(value)
            if (whole := self._replaced(column, text)) != text:
                return [*map(str.strip, re.split(split, whole))]
            elements = cells.from_json(text, list)
            if not elements or not all(isinstance(item, str) for item in elements):
                elements = map(str.strip, re.split(split, text))
        return [self._replaced(column, str(element)) for element in elements]

    def _single(self, kind: Kind, text: str) -> Any:
        """The value of `text`, which is not a list; None if it is blank."""
        if not (bare := text.strip()):
            return None
        if isinstance(kind, Date):
            return self._date(bare)
        if isinstance(kind, Country):
            if (code := country_of(bare)) is None:
                self._bodies[bare] = None
            return code or bare
        if isinstance(kind, SourceItem):
            return cells.parse_source(text)
        is_table = isinstance(kind, TableKind)
        if is_table and (value := cells.from_json(text, dict)) is not None:
            return kind.parse(value)
        if isinstance(kind, FreeTable):
            return kind.parse(cells.split_pairs(text))
        return kind.parse(bare if isinstance(kind, (Id, Choice)) else text)

    def _date(self, text: str) -> Any:
        """The date in `text`, by a date format of the rules, or else by the ledger's own format.

        A format with `%Y` first excludes the latter. Raises UsageError unless there is one date.
        """
        formats = self._rules.date_formats
        dates = {date for one in formats if (date := cells.parse_date(text, one))}
        if len(dates) > 1:
            why = f" matches several date formats ({join_or(sorted(dates))}); remove one of them"
            raise UsageError(Caused("", text, why, cause="date formats"))
        if dates:
            return DATE.parse(dates.pop())
        if not any(one.startswith("%Y") for one in formats):
            with suppress(DateError):
                return DATE.parse(When.parse(text).text)
        is_edtf = not formats and re.match("[0-9]{4}", text)
        if is_edtf and not date_formats.has_known_format(text):
            return DATE.parse(text)  # the check of the event explains what is wrong
        why = " is not a date such as 2025-10-30"
        if formats:
            quoted = join_or([f'"{one}"' for one in formats])
            why = f" does not match date format {quoted}"
        cause = (why, date_formats.shape(text))
        raise UsageError(Caused("", text, why, cause=cause, remedy=date_formats.remedy))


def at_column(problem: str, templates: Sequence[str]) -> str:
    """The problem of a date with the column of the date, if there is only one."""
    in_column = (
        isinstance(problem, Caused) and len(templates) == 1 and not is_template(templates[0])
    )
    return prefixed(f"{templates[0]}: ", problem) if in_column else problem


# -- fields and columns -------------------------------------------------------------------------


def _templates_by_field(rules: Rules, table: ImportTable) -> dict[str, str | Sequence[str]]:
    """Field -> column, template, or list of these: mapped columns, and columns named like fields.

    A column named like a field is ignored if it overlaps a field of the rules. Raises UsageError if
    two fields of the rules overlap.
    """
    chosen = [*rules.map, *(name for name in rules.set if name not in rules.map)]
    if overlaps := [
        f"{part} is part of {whole}; map only one of them"
        for part in chosen
        for whole in chosen
        if _is_within(part, whole)
    ]:
        raise UsageError(*overlaps)
    joined = {"end"} if has_own_end(table.columns) else set()
    by_name = {name: name for name in table.columns if name in joined or _names_field(name)}
    by_name |= table.fields
    free = {
        name: column
        for name, column in by_name.items()
        if not any(_is_within(name, one) or _is_within(one, name) for one in chosen)
    }
    fields = {**free, **rules.map}
    return {name: templates for name, templates in fields.items() if name not in rules.set}


def _is_within(part: str, whole: str) -> bool:
    """Whether the field `part` is in the field `whole`, so that only one of them can be mapped."""
    (inner, _), (outer, kind) = locate_field(part), locate_field(whole)
    is_open = isinstance(kind, TableKind)
    return len(outer) < len(inner) and inner[: len(outer)] == outer and not is_open


def _names_field(column: str) -> bool:
    """Whether `column` is the name of a key of events, or of a part such as `dates.signed`."""
    if column in EVENT.keys:
        return True
    try:
        return len(locate_field(column)[0]) > 1
    except UsageError:
        return False


def _refuse_missing(mapped: Collection[str | int], table: ImportTable) -> None:
    missing = [key for key in EVENT.required if key != "id" and key not in mapped]
    if missing and not all(row.problem for row in table.rows):
        found = proposed([Column(table, name) for name in table.columns if name])
        options = [map_option(key, found.get(key, "COLUMN")) for key in missing]
        names = [name for name in table.columns if name]
        raise UsageError(
            f"no column for {join_and(missing)}; the columns are {join_and(names)}: add "
            f"{' '.join(options)}, or --set FIELD=VALUE for every row; for a rules file to start "
            "from, run `chrono import --suggest FILE`"
        )


def _put(event: dict[str, Any], path: Path, value: Any) -> None:
    """Set the value at a path in an event; elements of a list must be set in order, without gaps.

    Raises UsageError if that conflicts with another value.
    """
    holder: Any = event
    for step, following in pairwise(path):
        kind = list if isinstance(following, int) else dict
        if isinstance(step, int):
            holder += [{} for _ in range(len(holder), step + 1)]
            holder = holder[step]
        else:
            holder = holder.setdefault(step, kind())
        if not isinstance(holder, kind):
            raise UsageError(given_twice(str(path[0])))
    last: Any = path[-1]
    if isinstance(last, int):
        holder.append(value)
    elif isinstance(value, dict) and isinstance(table := holder.get(last), dict):
        if twice := next((key for key in value if key in table), None):
            raise UsageError(given_twice(f"{last}.{twice}"))
        table |= value
    else:
        holder[last] = value
