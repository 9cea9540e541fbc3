"""Convert rows to fields of events, by the rules of an import. Dates are never guessed."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from typing import Any, NamedTuple

from chrono.core.causes import Caused, prefixed
from chrono.core.english import first_few, plural
from chrono.core.sentences import INVALID_CHARACTER
from chrono.errors import UsageError
from chrono.files.exchange.import_table import ImportTable, Row
from chrono.files.exchange.record import OF_ACTOR
from chrono.files.format.containers import ListOf
from chrono.files.format.content import DERIVED_KEYS, normalized
from chrono.files.format.dump import FLAGS, without_empty
from chrono.files.format.keys import EVENT, PARTICIPANTS
from chrono.files.format.kind import Kind
from chrono.files.format.kinds import TEXT, Country, Date, FreeTable, Id, Line, TableKind, Text
from chrono.files.format.ledger_kinds import SourceItem
from chrono.files.format.new_entry import Fields
from chrono.files.merge import cells, remedies
from chrono.files.merge.date_formats import parse_by_formats
from chrono.files.merge.ditto_marks import is_ditto
from chrono.files.merge.field_templates import is_part, templates_by_field
from chrono.files.merge.footnotes import marked_text
from chrono.files.merge.json_paths import has_objects, refuse_objects
from chrono.files.merge.missing_fields import refuse_missing_fields
from chrono.files.merge.place_reader import PlaceReader
from chrono.files.merge.readers import CellReader, CountryReader, Slot, participant, slots_by_key
from chrono.files.merge.rows import joined_fields
from chrono.files.merge.rules import Rules, listed, locate_field
from chrono.files.toml.blocks import Path
from chrono.files.toml.emit import key_text, literal
from chrono.files.write.from_text import join_end

_DERIVED = {*DERIVED_KEYS, *OF_ACTOR}
"""The columns of `chrono list` whose values are computed from other columns."""


class InvalidRow(UsageError):
    """The error for a row that cannot become an event. `fields`: the valid fields by key."""

    def __init__(self, problems: Iterable[str], fields: Fields) -> None:
        super().__init__(*problems)
        self.fields = fields


class _Field(NamedTuple):
    path: Path
    kind: Kind
    templates: Sequence[str]


class Mapper:
    """A mapper that converts the rows of one table to the fields of events.

    - `rules`: the rules of the import
    - `id_column`: the column or template of the ids, or "" for rows without ids
    - `whole_keys`: the keys that are mapped as a whole, not in parts such as `dates.signed`
    - `constant_keys`: the keys with the same value in every row
    - `has_source_keys`: whether columns have parts of sources, such as `sources[1].url`
    """

    def __init__(self, rules: Rules, table: ImportTable, known_countries: Iterable[str]) -> None:
        self.rules, self._noun = rules, table.noun
        self._reader = CellReader(rules)
        by_name = templates_by_field(rules, table)
        known = {*EVENT.keys, *_DERIVED}
        self.is_listed = not rules.map and not table.fields and known >= {*table.columns}
        self._is_exact = table.all_actors or {*DERIVED_KEYS} <= {*table.columns}
        self.countries = CountryReader(rules, known_countries, self._is_exact)
        self._slots = slots_by_key(PARTICIPANTS, by_name, rules, self.countries)
        self.id_column = str(by_name.get("id", ""))
        self._fields = [
            _Field(*locate_field(name), listed(one))
            for name, one in by_name.items()
            if not is_part(name) and name not in PARTICIPANTS
        ]
        self._fields.sort(key=lambda field: len(field.path))  # tables before their parts
        self._constants = [(locate_field(name)[0], value) for name, value in rules.set.items()]
        paths = [field.path for field in self._fields]
        self.whole_keys = {str(path[0]) for path in paths if len(path) == 1} | {*self._slots}
        constants = {str(path[0]) for path, _ in self._constants}
        in_columns = {str(path[0]) for path in paths} | {*self._slots}
        refuse_missing_fields(constants | in_columns, table, rules)
        self.constant_keys, self.keys = constants - in_columns, constants | in_columns
        self.has_source_keys = any(path[0] == "sources" and path[1:] for path in paths)
        used = {*rules.keep, *(() if rules.map else _DERIVED)}
        for one in (*by_name.values(), rules.event or "{{"):
            for template in listed(one):
                named = cells.columns_of(cells.as_template(template))
                used.update(*((name, cells.column_and_part(name)[0]) for name in named))
        used.update(*(_with_outer(name) for name in [*used]))
        self._unused = [
            name for name in table.columns
            if name and name not in used and any(row.values.get(name) for row in table.rows)
        ]  # fmt: skip
        self.notes: list[str] = []
        self._places = PlaceReader(rules, self.countries, listed(by_name.get("place", ())))
        self._unread_dates: dict[str, None] = {}
        self.line_breaks: dict[str, dict[int, None]] = {}
        """The numbers of the rows in which line breaks became spaces, by field."""

    def column_notes(self) -> Iterator[str]:
        """Yield notes on countries, places, hosts and columns that need a rule."""
        yield from self._places.notes()
        yield from self.countries.notes()
        for column, hosts in self._reader.hosts.items():
            are = "publishers are the hosts of links"
            publishers = plural(len(hosts), "publisher is the host of a link", are)
            line = f'{literal(next(iter(hosts)))} = "NAME"'
            remedy = remedies.write(self.rules, line, f"values.{key_text(column)}")
            yield f"{publishers}: {first_few([*hosts])}; {remedy}"
        if self._unused:
            what = "property" if self._noun == "event" else "column"
            number, names = plural(len(self._unused), what), first_few(self._unused, word="and")
            remedy = remedies.map_fields(self.rules, {"FIELD": self._unused[0]})
            yield f"{number} not imported ({names}); {remedy}"

    def fields(self, row: Row) -> dict[str, Any]:
        """Return the fields of an event from a row, by key. The value None removes a key.

        Raises InvalidRow with all problems. For several joined rows, raises InvalidPart instead.
        """
        if not row.parts:
            return self._fields_of(row)
        return joined_fields((part, partial(self._fields_of, part)) for part in row.parts)

    def _fields_of(self, row: Row) -> dict[str, Any]:
        event: dict[str, Any] = {}
        problems = [
            problem
            for column, problem in row.problems.items()
            if column not in self._unused
            and (
                isinstance(row.values[column], list)
                or self._reader.text(row, column) == cells.trim(str(row.values[column]))
            )  # not replaced
        ]
        for key, slots in self._slots.items():
            try:
                event[key] = self._participants(row, slots)
            except UsageError as error:
                problems += error.args
        marks = {
            column
            for column in row.problems
            if is_ditto(value := row.values.get(column)) or marked_text(value)
        }
        for field in self._fields:
            if problems and not marks.isdisjoint(field.templates):
                continue
            try:
                value = self._value(row, field)
            except UsageError as error:
                problems += [_at_column(problem, field) for problem in error.args]
                continue
            if value not in (None, "", []):
                cells.put(event, field.path, value)
        for path, value in self._constants:
            if value not in ("", [], {}):
                cells.put(event, path, self._constant(event, path, value))
        self._make_ids(event)
        try:
            self._places.split(event)
        except UsageError as error:
            problems += error.args
        try:
            join_end(event, "end" in self.rules.map)
        except UsageError as error:
            problems += error.args
        if not problems and cells.has_half_characters(event):
            problems.append(INVALID_CHARACTER)
        if problems:
            raise InvalidRow(dict.fromkeys(problems), event)
        public = [flag for flag in FLAGS if event.get(flag) is False]
        return {**dict.fromkeys(public), **without_empty(event, _DERIVED)}

    @property
    def splits_participants(self) -> bool:
        """Return whether a cell with several participants has been split."""
        slots = (slot for some in self._slots.values() for slot in some)
        return any(self._reader.has_split(slot.name) for slot in slots)

    def has_id(self, row: Row) -> bool:
        """Return whether the row contains an id."""
        template = cells.as_template(self.id_column) if self.id_column else ""
        return bool(cells.filled(template, partial(self._reader.text, row)))

    def has_event(self, row: Row) -> bool:
        """Return whether the row has a text by the rule `event`, so that it equals no other row."""
        template = cells.as_template(self.rules.event) if self.rules.event else ""
        return bool(cells.filled(template, partial(self._reader.text, row)))

    def emptied(self, row: Row) -> dict[str, str]:
        """Return the texts of cells that the rules replace with "", by key such as `place`."""
        columns = {
            str(field.path[0]): column
            for field in self._fields
            if len(field.path) == len(field.templates) == 1
            and (column := cells.only_column(cells.as_template(field.templates[0])))
        }
        return {
            key: cells.trim(text)
            for key, column in columns.items()
            if isinstance(text := row.values.get(column), str)
            and not self._reader.text(row, column)
        }

    def own_content(self, fields: Fields) -> str:
        """Return `fields` as JSON text, without the fields that have the same value in all rows."""
        own = {key: value for key, value in fields.items() if key not in self.constant_keys}
        for key in (key for key in own if key in self._slots and own[key]):
            own[key] = [
                one if isinstance(one, str) else "; ".join(filter(None, one[:3]))
                for one in own[key]
            ]
        return json.dumps(normalized(own), sort_keys=True, default=str)

    def _make_ids(self, event: dict[str, Any]) -> None:
        old, as_id = event.get("id"), cells.as_ledger_id
        for key in event.keys() & {"id", "part_of", "follows"}:
            ids = event[key]
            event[key] = [*map(as_id, ids)] if isinstance(ids, list) else as_id(ids)
        if event.get("id") != old and not self.notes:
            self.notes.append(f'ids are converted: "{old}" becomes "{event["id"]}"')

    # -- the value of a field

    def _participants(self, row: Row, slots: Sequence[Slot]) -> Any:
        found: dict[Any, None] = {}
        problems: list[str] = []
        for slot in slots:
            column = cells.only_column(slot.name) or ""
            value = row.values.get(column)
            items = value if isinstance(value, list) else [value]
            if value is not None and not all(map(cells.is_text, items)):
                refuse_objects(value, column)
                if has_objects(value):
                    continue
                return value  # the check of the event explains what is wrong
            try:
                found |= dict.fromkeys(slot.participants(row, self._reader, self.countries))
            except UsageError as error:
                problems += error.args
        if problems:
            raise UsageError(*problems)
        return [*found]

    def _constant(self, event: Fields, path: Path, value: Any) -> Any:
        if not isinstance(value, list):
            return value
        if path[0] in PARTICIPANTS:
            value = [participant(item, self.countries) for item in value]
        own = event.get(str(path[0])) if len(path) == 1 else None
        return [*own, *(one for one in value if one not in own)] if isinstance(own, list) else value

    def _value(self, row: Row, field: _Field) -> Any:
        kind, templates = field.kind, field.templates
        if len(templates) == 1 and not cells.is_template(templates[0]):
            value = row.values.get(templates[0])
            if isinstance(value, list) and len(value) == 1 and not isinstance(kind, ListOf):
                value = value[0]
            is_texts = isinstance(kind, ListOf) and not isinstance(kind.item, SourceItem)
            items = value if is_texts and isinstance(value, list) else [value]
            if not isinstance(kind, (ListOf, TableKind)) or is_texts:
                refuse_objects(value, templates[0])
                if has_objects(value):  # which have no values
                    return None
            is_text = all(map(cells.is_text, items)) and (
                is_texts or isinstance(value, str) or isinstance(kind, (Text, Date))
            )
            is_day = isinstance(value, dt.date) and not isinstance(kind, Date)
            if not is_text and not is_day:  # from JSON or a calendar
                return None if str(value) in self.rules.missing else kind.parse(value)
            is_plain = isinstance(kind, ListOf if isinstance(value, list) else Text)
            if self._is_exact and is_plain and not isinstance(kind, Id):
                return kind.parse(value)  # as chrono wrote it
        if isinstance(kind, ListOf):
            return self._list(row, kind.item, templates)
        for template in map(cells.as_template, templates):
            if text := cells.filled(template, partial(self._reader.text, row)):
                if isinstance(kind, Line) and not kind.refers_to:
                    text = self._one_line(text, row, field)
                return self._single(kind, text, template)
        return None

    def _one_line(self, text: str, row: Row, field: _Field) -> str:
        text = cells.trim(text)
        if (line := cells.one_line(text)) != text:
            name = ".".join(map(str, field.path))
            self.line_breaks.setdefault(name, {})[row.number] = None
        return line

    def _list(self, row: Row, kind: Kind, templates: Sequence[str]) -> list[Any]:
        is_source = isinstance(kind, SourceItem)
        values = [
            self._single(kind, text, piece)
            for template in templates
            for piece in self.rules.split.pieces(cells.as_template(template))
            for (text,) in self._reader.filled(row, [piece], with_urls=is_source)
            if text
        ]
        if is_source:  # two sources may have the same publisher, and nothing else in the cell
            return values
        return [one for at, one in enumerate(values) if one not in values[:at]]

    def _single(self, kind: Kind, text: str, template: str) -> Any:
        if not (bare := cells.trim(text)):
            return None
        text = text if kind is TEXT else bare
        if isinstance(kind, Date):
            rules = self.rules
            remedy = partial(remedies.correct_dates, rules, template, self._unread_dates)
            try:
                return parse_by_formats(text, rules.date_formats, rules.century, remedy)
            except UsageError:
                self._unread_dates[text] = None
                raise
        if isinstance(kind, Country):
            return self.countries.country(text, template)
        if isinstance(kind, SourceItem):
            return cells.parse_source(text)
        is_table = isinstance(kind, TableKind)
        if is_table and (value := cells.from_json(text, dict)) is not None:
            return kind.parse(value)
        return kind.parse(cells.split_pairs(text) if isinstance(kind, FreeTable) else text)


# -- the fields of a table ------------------------------------------------------------------------


def _with_outer(path: str) -> list[str]:
    # `a.b.c` is inside the columns `a` and `a.b`, if the rows are objects of JSON.
    steps = path.split(".")
    return [".".join(steps[:number]) for number in range(1, len(steps))]


def _at_column(problem: str, field: _Field) -> str:
    if not isinstance(problem, Caused):
        return problem
    is_column = len(field.templates) == 1 and not cells.is_template(field.templates[0])
    label = field.templates[0] if is_column else ".".join(map(str, field.path))
    return prefixed(f"{label}: ", problem)
