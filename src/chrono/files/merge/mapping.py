"""Make the fields of an event from each row, by the rules of an import; dates are never guessed."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from functools import partial
from typing import Any, NamedTuple

from chrono.core.causes import Caused, prefixed
from chrono.core.date_errors import DateError
from chrono.core.dates import When
from chrono.core.english import first_few, join_or, plural
from chrono.core.sentences import INVALID_CHARACTER
from chrono.errors import UsageError
from chrono.files.exchange.import_table import ImportTable, Row
from chrono.files.format.containers import ListOf
from chrono.files.format.content import DERIVED_KEYS, normalized
from chrono.files.format.dump import FLAGS, without_empty
from chrono.files.format.keys import EVENT, PARTICIPANTS
from chrono.files.format.kind import Kind
from chrono.files.format.kinds import DATE, TEXT, Country, Date, FreeTable, Id, TableKind, Text
from chrono.files.format.ledger_kinds import SourceItem
from chrono.files.format.new_entry import Fields
from chrono.files.merge import cells, date_formats
from chrono.files.merge.cell_reader import CellReader
from chrono.files.merge.cells import (
    as_ledger_id,
    as_template,
    columns_of,
    filled,
    is_template,
    only_column,
)
from chrono.files.merge.country_cells import CountryReader
from chrono.files.merge.fields import is_part, put, refuse_missing, templates_by_field
from chrono.files.merge.joined_rows import joined_fields
from chrono.files.merge.participants import Slot, participant, slots_by_key
from chrono.files.merge.rules import Rules, check_columns, listed, locate_field
from chrono.files.toml.blocks import Path
from chrono.files.write.from_text import join_end

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
    `countries`: reads the cells with countries; `notes`: notes on rows.
    """

    def __init__(self, rules: Rules, table: ImportTable, known_countries: Iterable[str]) -> None:
        check_columns(rules, table.columns)
        self._rules = rules
        self._reader = CellReader(rules)
        by_name = templates_by_field(rules, table)
        self._named = by_name.keys() - {*rules.map, "end"}
        known = {*EVENT.keys, *DERIVED}
        self.is_listed = not rules.map and not table.fields and known >= {*table.columns}
        self._is_exact = table.all_actors or {*DERIVED_KEYS} <= {*table.columns}
        self.countries = CountryReader(rules, known_countries, self._is_exact)
        self._slots = slots_by_key(PARTICIPANTS, by_name, rules.split, self.countries.is_country)
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
        refuse_missing(
            {path[0] for path in paths} | {path[0] for path, _ in self._constants} | {*self._slots},
            table,
        )
        constants = {str(path[0]) for path, _ in self._constants}
        self.constant_keys = constants - {str(path[0]) for path in paths} - {*self._slots}
        self.has_source_keys = any(path[0] == "sources" and path[1:] for path in paths)
        used = set() if rules.map else {*DERIVED}
        for one in (*by_name.values(), rules.event or "{{"):
            for template in listed(one):
                used.update(columns_of(as_template(template)))
        used.update(rules.keep)
        self._unused = [name for name in table.columns if name and name not in used]
        self.notes: list[str] = []

    def column_notes(self) -> Iterator[str]:
        """Notes on countries without a code, and on columns that are not mapped."""
        if self.countries.bodies:
            names = first_few([*self.countries.bodies])
            yield f"no country code found for {names}; treated as international organisations"
        if self._unused:
            number, names = plural(len(self._unused), "column"), first_few(self._unused, word="and")
            yield f"{number} not imported ({names}); use --map FIELD=COLUMN"

    def fields(self, row: Row) -> dict[str, Any]:
        """The fields of an event by key, from a row; None for a key that the row sets to empty.

        Raises InvalidRow with all problems, or InvalidPart if the row is several rows, joined.
        """
        if not row.parts:
            return self._fields_of(row)
        return joined_fields((part, partial(self._fields_of, part)) for part in row.parts)

    def _fields_of(self, row: Row) -> dict[str, Any]:
        event: dict[str, Any] = {}
        problems = [
            problem
            for column, problem in row.problems.items()
            if column not in self._unused and not self._is_replaced(row, column)
        ]
        for key, slots in self._slots.items():
            try:
                event[key] = self._participants(row, slots)
            except UsageError as error:
                problems += error.args
        for field in self._fields:
            try:
                value = self._value(row, field)
            except UsageError as error:
                problems += [at_column(problem, field.templates) for problem in error.args]
                continue
            if value not in (None, "", []):
                put(event, field.path, value)
        for path, value in self._constants:
            if value not in ("", [], {}):
                value = self._constant(path, value)
                own = event.get(str(path[0]))
                if len(path) == 1 and isinstance(own, list):  # from columns
                    value = [*own, *(one for one in value if one not in own)]
                put(event, path, value)
        self._make_ids(event)
        self._split_place(event)
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
        template = as_template(self.id_column) if self.id_column else ""
        return bool(filled(template, partial(self._reader.text, row)))

    def own_content(self, fields: Mapping[str, Any]) -> str:
        """The `fields` of a row as text, without the values that are the same in every row."""
        own = {key: value for key, value in fields.items() if key not in self.constant_keys}
        for key in (key for key in own if key in self._slots and own[key]):
            own[key] = [one if isinstance(one, str) else one.text for one in own[key]]
        return json.dumps(normalized(own), sort_keys=True, default=str)

    def _split_place(self, event: dict[str, Any]) -> None:
        """Move the country's name at the end of a place to `place_country`, by the rules.

        A place stays whole if `place_country` has another country.
        """
        if not self._rules.split_place or not isinstance(event.get("place"), str):
            return
        event["place"] = event["place"].rstrip(", ")  # of "{town}, {land}" without a land
        parts = event["place"].split(",")
        for at in range(1, len(parts)):  # the name of a country may have a comma
            place, last = (",".join(some).strip() for some in (parts[:at], parts[at:]))
            country = self.countries.by_name(last)
            if country and event.get("place_country", country) == country:
                event |= {"place": place, "place_country": country}
                return

    def _make_ids(self, event: dict[str, Any]) -> None:
        """Replace ids in `event` that have another form, such as EV/0001, by valid ids."""
        old = event.get("id")
        for key in event.keys() & {"id", "part_of", "follows"}:
            ids = event[key]
            event[key] = [*map(as_ledger_id, ids)] if isinstance(ids, list) else as_ledger_id(ids)
        if event.get("id") != old and not self.notes:
            self.notes.append(f'ids are converted: "{old}" becomes "{event["id"]}"')

    # -- the value of a field

    def _participants(self, row: Row, slots: Sequence[Slot]) -> Any:
        """The participants in a row, each once; a value that is not text is unchanged."""
        found: dict[Any, None] = {}
        problems: list[str] = []
        for slot in slots:
            value = row.values.get(only_column(slot.name) or "")
            items = value if isinstance(value, list) else [value]
            if value is not None and not all(isinstance(item, str) for item in items):
                return value  # the check of the event explains what is wrong
            try:
                found |= dict.fromkeys(slot.participants(row, self._reader, self.countries))
            except UsageError as error:
                problems += error.args
        if problems:
            raise UsageError(*problems)
        return [*found]

    def _constant(self, path: Path, value: Any) -> Any:
        if path[0] not in PARTICIPANTS or not isinstance(value, list):
            return value
        return [participant(item, self.countries) for item in value]

    def _value(self, row: Row, field: _Field) -> Any:
        """The value of a field in a row; a single value comes from the first template with text."""
        kind, templates = field.kind, field.templates
        if len(templates) == 1 and not is_template(templates[0]):
            value = row.values.get(templates[0])
            if isinstance(value, list) and len(value) == 1 and not isinstance(kind, ListOf):
                value = value[0]
            is_day = isinstance(value, dt.date) and not isinstance(kind, Date)
            if not self._is_text(kind, value) and not is_day:  # from JSON or a calendar
                return None if str(value) in self._rules.missing else kind.parse(value)
            is_plain = isinstance(kind, ListOf if isinstance(value, list) else Text)
            if self._is_exact and is_plain and not isinstance(kind, Id):
                return kind.parse(value)  # as chrono wrote it
        if isinstance(kind, ListOf):
            return self._list(row, kind.item, templates)
        for template in map(as_template, templates):
            if text := filled(template, partial(self._reader.text, row)):
                return self._single(kind, text, template)
        return None

    def _is_text(self, kind: Kind, value: Any) -> bool:
        """Whether a value is text, or a list of texts that are not sources."""
        is_texts = isinstance(kind, ListOf) and not isinstance(kind.item, SourceItem)
        items = value if is_texts and isinstance(value, list) else [value]
        return all(isinstance(item, str) for item in items)

    def _is_replaced(self, row: Row, column: str) -> bool:
        """Whether the rules replace the text of a cell."""
        return self._reader.text(row, column) != row.values.get(column)

    def _list(self, row: Row, kind: Kind, templates: Sequence[str]) -> list[Any]:
        is_source = isinstance(kind, SourceItem)
        values = [
            self._single(kind, text, piece)
            for template in templates
            for piece in self._rules.split.pieces(as_template(template))
            for (text,) in self._reader.filled(row, [piece], with_urls=is_source)
            if text
        ]
        if is_source:  # two sources may have the same publisher, and nothing else in the cell
            return values
        return [one for at, one in enumerate(values) if one not in values[:at]]

    def _single(self, kind: Kind, text: str, template: str) -> Any:
        """The value of `text`, which is not a list, from `template`; None if it is blank."""
        if not (bare := cells.trim(text)):
            return None
        text = text if kind is TEXT else bare
        if isinstance(kind, Date):
            return self._date(text)
        if isinstance(kind, Country):
            return self.countries.country(text, template)
        if isinstance(kind, SourceItem):
            return cells.parse_source(text)
        is_table = isinstance(kind, TableKind)
        if is_table and (value := cells.from_json(text, dict)) is not None:
            return kind.parse(value)
        return kind.parse(cells.split_pairs(text) if isinstance(kind, FreeTable) else text)

    def _date(self, text: str) -> Any:
        """The date in `text`, by a date format of the rules, or else by the ledger's own format.

        A format with `%Y` first excludes the latter. Raises UsageError unless there is one date.
        """
        formats = self._rules.date_formats
        century = self._rules.century
        dates = {date for one in formats if (date := cells.parse_date(text, one, century))}
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
