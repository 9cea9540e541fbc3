"""Convert rows to fields of events, by the rules of an import."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from functools import partial
from typing import Any, NamedTuple

from chrono.core.causes import Caused, prefixed
from chrono.core.countries import name_and_country
from chrono.core.dates import When
from chrono.core.english import capitalised, first_few, join_and, join_or, plural
from chrono.core.english import date as english_date
from chrono.core.sentences import INVALID_CHARACTER
from chrono.errors import UsageError
from chrono.files.exchange.import_table import ImportTable, Row
from chrono.files.exchange.record import OF_ACTOR
from chrono.files.format.containers import ListOf
from chrono.files.format.content import DERIVED_KEYS, normalized
from chrono.files.format.dump import FLAGS, without_empty
from chrono.files.format.keys import EVENT, PARTICIPANTS
from chrono.files.format.kind import Kind
from chrono.files.format.kinds import (
    TEXT,
    Country,
    Date,
    FreeTable,
    FreeValue,
    Id,
    Line,
    TableKind,
    Text,
)
from chrono.files.format.ledger_kinds import SourceItem
from chrono.files.format.new_entry import Fields
from chrono.files.merge import cells, dates
from chrono.files.merge.columns import MISSING
from chrono.files.merge.countries import CountryReader
from chrono.files.merge.rows import has_objects, joined_fields, matches
from chrono.files.merge.rules import (
    Rules,
    is_list,
    is_part,
    listed,
    locate_field,
    map_fields,
    named_columns,
    suggest_command,
    write,
    write_value,
)
from chrono.files.toml.blocks import Path
from chrono.files.toml.emit import literal
from chrono.files.write.from_text import has_own_end, join_end

_DERIVED = {*DERIVED_KEYS, *OF_ACTOR}
"""The columns of `chrono list` whose values are computed from other columns."""
_FACTS = {"date", "end", "type", "actors", "present", "place", "place_country", "initiator"}
"""The fields in which a mark of a footnote would change a date, a name or a place."""
_DITTO = {
    '"', "″", "〃", "“", "”", "„", "''", "´´", ",,", "do.", "ditto", "dito", "dto.", "idem", '-"-',
}  # fmt: skip
_BRACKET = r"\[(?:[0-9]{1,3}|[a-z]|[ivx]{1,4}|(?:note|nb|n|fn) ?[0-9a-z]{1,3}|[a-z ]+ needed)\]"
_FOOTNOTE = re.compile(
    rf"(?<=\S)\s?{_BRACKET}|(?<=[\w.)\]])\s?(?:[†‡]+|\*(?!\*))(?=\s*(?:$|[;,|\n]))", re.IGNORECASE
)


class InvalidRow(UsageError):
    """The error for a row that cannot become an event, with the valid fields by key."""

    def __init__(self, problems: Iterable[str], fields: Fields) -> None:
        super().__init__(*problems)
        self.fields = fields


class Participant(NamedTuple):
    """A participant in the event of a row. `is_country`: whether the column has countries."""

    name: str
    country: str | None = None
    id: str | None = None
    is_country: bool = False


class _Slot(NamedTuple):
    """The templates for the names, countries and ids of participants in a row, or ""."""

    name: str
    country: str = ""
    id: str = ""
    is_country: bool = False


class _Field(NamedTuple):
    path: Path
    kind: Kind
    templates: Sequence[str]


class Mapper:
    """A mapper that converts the rows of one table to the fields of events."""

    def __init__(self, rules: Rules, table: ImportTable, known_countries: Iterable[str]) -> None:
        self.rules, self._table = rules, table
        self._reader = cells.CellReader(rules)
        by_name = templates_by_field(rules, table)
        known = {*EVENT.keys, *_DERIVED}
        self.is_listed = not rules.map and not table.fields and known >= {*table.columns}
        self._is_exact = table.all_actors or {*DERIVED_KEYS} <= {*table.columns}
        self.countries = CountryReader(rules, known_countries, self._is_exact)
        self._slots = self._participant_slots(by_name)
        self.id_column = str(by_name.get("id", ""))
        fields = [
            _Field(*locate_field(name), listed(one))
            for name, one in by_name.items()
            if not is_part(name) and name not in PARTICIPANTS
        ]
        self._fields = sorted(
            fields, key=lambda field: len(field.path)
        )  # tables before their parts
        self._constants = [(locate_field(name)[0], value) for name, value in rules.set.items()]
        self._place = cells.only_column(cells.as_template(listed(by_name.get("place", "{{"))[0]))
        paths = [*(field.path for field in self._fields), *(path for path, _ in self._constants)]
        columns = {str(field.path[0]) for field in self._fields} | {*self._slots}
        self._constant_keys = {str(path[0]) for path, _ in self._constants} - columns
        self.keys = {str(path[0]) for path in paths} | {*self._slots}
        self.keys |= {key for rule in rules.when for key in rule.fields}
        refuse_missing_fields(self.keys, table, rules)
        self.has_source_keys = any(path[0] == "sources" and path[1:] for path in paths)
        facts = {name for name in by_name if name.partition(".")[0] in _FACTS}
        self._facts = [
            cells.column_and_part(column)[0]
            for name in facts
            for template in listed(by_name[name])
            for column in cells.columns_of(cells.as_template(template))
        ]
        used = self._used_columns(by_name)
        self.columns = [
            *(one for one in table.columns if one in used),
            *sorted(used - {*table.columns}),
        ]
        outer = {name.partition(".")[0] for name in used}
        self._unused = [
            name
            for name in table.columns
            if name
            and name not in {*used, *outer, *(() if rules.map else _DERIVED)}
            and any(row.values.get(name) for row in table.rows)
        ]
        self.notes: list[str] = []
        self.line_breaks: dict[str, dict[int, None]] = {}  # rows, by field
        self._unread_dates: dict[str, None] = {}
        self._end_times: dict[int, None] = {}

    def _used_columns(self, by_name: Mapping[str, str | Sequence[str]]) -> set[str]:
        used = {column for _, column in named_columns(self.rules)}
        for one in by_name.values():
            for template in map(cells.as_template, listed(one)):
                used.update(cells.columns_of(template))
        return {cells.column_and_part(name)[0] or name for name in used}

    def column_notes(self) -> Iterator[str]:
        """Yield notes on countries, places, times, hosts and columns that need a rule."""
        yield from self.countries.notes()
        if self._end_times:
            rows = plural(len(self._end_times), self._table.noun)
            column = listed(self.rules.map.get("end", "end"))[0]
            keep = map_fields(self.rules, {"extra.end": column})
            yield f"the end times of {rows} are left out; to keep them, {keep}"
        for column, hosts in self._reader.hosts.items():
            are = "publishers are the hosts of links"
            publishers = plural(len(hosts), "publisher is the host of a link", are)
            remedy = write_value(self.rules, column, next(iter(hosts)), "NAME")
            yield f"{publishers}: {first_few([*hosts])}; {remedy}"
        if self._unused:
            what = "property" if self._table.noun == "event" else "column"
            number, names = plural(len(self._unused), what), first_few(self._unused, word="and")
            remedy = map_fields(self.rules, {"FIELD": self._unused[0]})
            yield f"{number} not imported ({names}); {remedy}"

    def fields(self, row: Row) -> dict[str, Any]:
        """Return the fields of an event from a row, by key. The value None removes a key."""
        return joined_fields(row, self._fields_of) if row.parts else self._fields_of(row)

    def _fields_of(self, row: Row) -> dict[str, Any]:
        event: dict[str, Any] = {}
        problems = [
            problem
            for column, problem in row.problems.items()
            if column not in self._unused
            and self._reader.text(row, column)
            == cells.trim(str(row.values[column]))  # not replaced
        ]
        if not self._is_exact:
            problems += self._marks(row)
        for key, slots in self._slots.items():
            try:
                event[key] = self._participants(row, slots)
            except UsageError as error:
                problems += error.args
        for field in () if problems and row.problems else self._fields:
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
        for rule in self.rules.when:
            if not rule.skip and matches(rule, row):
                event |= {
                    key: [*dict.fromkeys([*(event.get(key) or ()), *value])]
                    if isinstance(value, list) and all(isinstance(one, str) for one in value)
                    else value
                    for key, value in rule.fields.items()
                }
        self._make_ids(event)
        for step in (self._split_place, partial(self._join_end, row)):
            try:
                step(event)
            except UsageError as error:
                problems += error.args
        if not problems and cells.has_half_characters(event):
            problems.append(INVALID_CHARACTER)
        if problems:
            raise InvalidRow(dict.fromkeys(problems), event)
        public = [flag for flag in FLAGS if event.get(flag) is False]
        return {**dict.fromkeys(public), **without_empty(event, _DERIVED)}

    def _marks(self, row: Row) -> Iterator[str]:
        for column in dict.fromkeys(self._facts):
            text = row.values.get(column)
            if not isinstance(text, str) or self._reader.text(row, column) != cells.trim_lines(
                text
            ):
                continue
            bare = cells.trim(text)
            if len(bare) < 7 and bare.casefold() in _DITTO:
                why = " is a ditto mark, which repeats the cell above; write the text in each cell"
                yield Caused(f"{column}: ", bare, why, cause=("ditto", column))
            elif ("[" in text or "*" in text or not text.isascii()) and _FOOTNOTE.search(text):
                new = _FOOTNOTE.sub("", bare)
                remedy = write_value(self.rules, column, bare, new)
                why = f" has the mark of a footnote; remove it from the file, or {remedy}"
                yield Caused(f"{column}: ", bare, why, cause=("footnote", column))

    def _split_place(self, event: dict[str, Any]) -> None:
        self.countries.split_place(event, self._place)

    def _join_end(self, row: Row, event: dict[str, Any]) -> None:
        is_own = "end" in self.rules.map
        if join_end(event, is_own) and not (self._is_exact or self._table.noun == "event"):
            self._end_times[row.number] = None

    @property
    def splits_participants(self) -> bool:
        """Return whether a cell with several participants has been split."""
        columns = {one for some in self._slots.values() for slot in some
                   for one in cells.columns_of(slot.name)}  # fmt: skip
        return not self._reader.split_columns.isdisjoint(columns)

    def key(self, row: Row) -> str:
        """Return the text that identifies a row's event: its id or its text by the rule `event`."""
        for template in filter(None, (self.id_column, self.rules.event)):
            if text := self._reader.filled(row, cells.as_template(template)):
                return text
        return ""

    def own_content(self, fields: Fields) -> str:
        """Return `fields` as JSON text, without the fields that have the same value in all rows."""
        own = {key: value for key, value in fields.items() if key not in self._constant_keys}
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

    # -- participants

    def _participant_slots(
        self, by_name: Mapping[str, str | Sequence[str]]
    ) -> dict[str, list[_Slot]]:
        """Return the templates of participants for each key, such as `actors`."""
        fields = {name: [*map(cells.as_template, listed(one))] for name, one in by_name.items()}
        slots = {key: [*self._slots_of(key, fields)] for key in PARTICIPANTS}
        columns = {cells.only_column(slot.country) for some in slots.values() for slot in some}
        columns |= {*map(cells.only_column, fields.get("place_country", ()))}

        def marked(slot: _Slot) -> _Slot:
            column = cells.only_column(slot.name)
            if column is not None and slot.country in ("", slot.name) and column in columns:
                return slot._replace(country="", is_country=True)
            return slot

        return {key: [*map(marked, some)] for key, some in slots.items() if some}

    def _slots_of(self, key: str, fields: Mapping[str, Sequence[str]]) -> Iterator[_Slot]:
        ids, countries = fields.get(f"{key}.id", ()), fields.get(f"{key}.country", ())
        whole, names = fields.get(key, ()), fields.get(f"{key}.name", ())
        if (ids or countries) and not names:
            whole, names = (), whole
        for part, templates in (("id", ids), ("country", countries)):
            if templates and not names:
                raise UsageError(f"{key}.{part} needs names; map {key}.name to the column of names")
            if templates and len(templates) != len(names):
                number, columns = plural(len(templates), "column"), f"as many as {key}.name"
                raise UsageError(f"{key}.{part} has {number}; map {columns} ({len(names)})")
        for template in whole:
            for piece in self.rules.split.pieces(template):
                yield _Slot(*self._name_and_country(piece))
        for at, template in enumerate(names):
            name, country = self._name_and_country(template)
            if countries:
                name, country = template, countries[at]
            yield _Slot(name, country, ids[at] if ids else "")

    def _name_and_country(self, template: str) -> tuple[str, str]:
        """Return the templates of the name and the country in `{who} ({land})` or `Xi (CN)`."""
        columns = iter(cells.columns_of(template))
        name, bracket = name_and_country(re.sub(r"\{[^{}]*\}", "\0", template))
        if not bracket or not name or (bracket != "\0" and not self.countries.find(bracket)):
            return template, ""
        both = (re.sub("\0", lambda _: f"{{{next(columns)}}}", one) for one in (name, bracket))
        name, country = both
        return name, country

    def _participants(self, row: Row, slots: Sequence[_Slot]) -> Any:
        found: dict[Any, None] = {}
        problems: list[str] = []
        for slot in slots:
            column = cells.only_column(slot.name) or ""
            value = row.values.get(column)
            items = value if isinstance(value, list) else [value]
            if value is not None and not all(map(cells.is_text, items)):
                refuse_objects(value, column)
                return value  # the check of the event explains what is wrong
            try:
                for name, country, id in self._reader.rows_of(row, slot[:3]):
                    if one := self._participant(slot, name, country, id, problems):
                        found[one] = None
            except UsageError as error:
                problems += error.args
        if problems:
            raise UsageError(*problems)
        return [*found]

    def _participant(
        self, slot: _Slot, name: str, country: str, id: str, problems: list[str]
    ) -> Participant | None:
        if "\n" in name:
            column = cells.only_column(slot.name) or "COLUMN"
            remedy = "write it on one line, since brackets are not split"
            if "\n" not in self.rules.split.of(column):
                remedy = write(self.rules, "split = " + literal({column: ["\n"]}))
            first = name.partition("\n")[0]
            problems.append(Caused("", first, f" is the first of several lines; {remedy}"))
            return None
        word, template = (name, slot.name) if slot.is_country else (country, slot.country)
        try:
            code = self.countries.country(word, template) if (name or id) and word else None
        except UsageError as error:
            problems += error.args
            return None
        return Participant(name, code, id or None, slot.is_country) if name or id else None

    def _constant(self, event: Fields, path: Path, value: Any) -> Any:
        if not isinstance(value, list):
            return value
        if path[0] in PARTICIPANTS:
            parts = [self._name_and_country(item) for item in value]
            value = [
                Participant(name, self.countries.country(country, country) if country else None)
                for name, country in parts
            ]
        own = event.get(str(path[0])) if len(path) == 1 else None
        return [*own, *(one for one in value if one not in own)] if isinstance(own, list) else value

    # -- the value of a field

    def _value(self, row: Row, field: _Field) -> Any:
        kind, templates = field.kind, field.templates
        if len(templates) == 1 and not cells.is_template(templates[0]):
            value = row.values.get(templates[0])
            if isinstance(value, list) and len(value) == 1 and not isinstance(kind, ListOf):
                value = value[0]
            is_texts = isinstance(kind, ListOf) and not isinstance(kind.item, SourceItem)
            items = value if is_texts and isinstance(value, list) else [value]
            if not isinstance(kind, (ListOf, TableKind, FreeValue)) or is_texts:
                refuse_objects(value, templates[0])
            is_texty = all(map(cells.is_text, items)) and (
                is_texts or isinstance(value, str) or isinstance(kind, (Text, Date))
            )
            is_day = isinstance(value, dt.date) and not isinstance(kind, Date)
            if not is_texty and not is_day:  # from JSON or a calendar
                return None if str(value) in self.rules.missing else kind.parse(value)
            is_plain = isinstance(kind, ListOf if isinstance(value, list) else Text)
            if self._is_exact and is_plain and not isinstance(kind, Id):
                return kind.parse(value)  # as chrono wrote it
        if isinstance(kind, ListOf):
            return self._list(row, kind.item, templates)
        for template in map(cells.as_template, templates):
            if text := self._reader.filled(row, template):
                if isinstance(kind, Line) and not kind.refers_to:
                    text = cells.trim(text)
                    if (line := cells.one_line(text)) != text:
                        name = ".".join(map(str, field.path))
                        self.line_breaks.setdefault(name, {})[row.number] = None
                        text = line
                return self._single(kind, text, template)
        return None

    def _list(self, row: Row, kind: Kind, templates: Sequence[str]) -> list[Any]:
        is_source = isinstance(kind, SourceItem)
        values = [
            self._single(kind, text, piece)
            for template in templates
            for piece in self.rules.split.pieces(cells.as_template(template))
            for (text,) in self._reader.rows_of(row, [piece], with_urls=is_source)
            if text
        ]
        if is_source:  # two sources may have the same publisher, and nothing else in the cell
            return values
        return [one for at, one in enumerate(values) if one not in values[:at]]

    def _single(self, kind: Kind, text: str, template: str) -> Any:
        if not (bare := cells.trim(text)):
            return None
        if isinstance(kind, Date):
            remedy = partial(self._correct_dates, template)
            try:
                return dates.read(bare, self.rules.date_formats, self.rules.century, remedy)
            except UsageError:
                self._unread_dates[bare] = None
                raise
        if isinstance(kind, Country):
            return self.countries.country(bare, template)
        if isinstance(kind, SourceItem):
            return cells.parse_source(bare, self._is_exact)
        if isinstance(kind, FreeValue) and not self._is_exact:
            return bare  # a column of codes is not a column of numbers
        if isinstance(kind, TableKind) and (value := cells.from_json(bare, dict)) is not None:
            return kind.parse(value)
        if isinstance(kind, FreeTable):
            return kind.parse(cells.split_pairs(bare))
        return kind.parse(text if kind is TEXT else bare)

    def _correct_dates(self, template: str, texts: Sequence[str]) -> str:
        """Return an instruction for texts of the same shape that are not read as dates."""
        rules, column = self.rules, cells.only_column(template)
        if dates.is_serial(texts[0]):
            return "if a spreadsheet shows it as a date, give its cell a date format there"
        formats, unread, example, found = dates.readings(texts)
        if all(text.casefold() in MISSING for text in texts):
            missing = f"missing = {literal([*dict.fromkeys([*rules.missing, *texts])])}"
            return f"if that means a missing date, {write(rules, missing)}"
        if not formats or len(unread) > len(texts) // 2:
            drop = f"drop = {literal({column or 'COLUMN': texts[:1]})}"
            rest = "" if any(map(str.isdigit, texts[0])) else f"; to skip such rows, write {drop}"
            return f"correct it, or {write_value(rules, column, texts[0], 'DATE')}{rest}"
        others = [
            read.formats[0]
            for same in dates.by_shape(self._unread_dates)
            if len((read := dates.readings(same)).formats) == 1
        ]
        remedies = [_date_format(rules, form, others) for form in formats]
        if len(formats) > 1:
            days = [f" if {literal(example)} is {english_date(When.parse(one))}" for one in found]
            days = days or [""] * len(remedies)
            return ", or ".join(map("".join, zip(remedies, days, strict=True)))
        wrong = f', and correct "{unread[0]}"' if unread else ""
        more = f" and {len(unread) - 1} more" if len(unread) > 1 else ""
        return f"{remedies[0]}{wrong}{more}"


def _date_format(rules: Rules, form: str, others: Sequence[str]) -> str:
    import shlex

    is_option = rules.formats_are_options or not rules.file
    if is_option and not any("%y" in one for one in (form, *others)):
        return f"add --date-format {shlex.quote(form)}"
    own = () if rules.formats_are_options else rules.date_formats
    formats = [*dict.fromkeys([*own, *others, form])]
    needs_century = rules.century is None and any("%y" in one for one in formats)
    century = " and the century (such as century = 2000)" if needs_century else ""
    return write(rules, f"date_format = {literal(formats)}{century}")


def _at_column(problem: str, field: _Field) -> str:
    if not isinstance(problem, Caused):
        return problem
    is_column = len(field.templates) == 1 and not cells.is_template(field.templates[0])
    label = field.templates[0] if is_column else ".".join(map(str, field.path))
    return prefixed(f"{label}: ", problem)


def refuse_objects(value: Any, column: str) -> None:
    """Raise UsageError for an object or a list of objects, with the paths to map."""
    if has_objects(value):
        first = next(one for one in (value if isinstance(value, list) else [value]) if one)
        key = next((key for key, one in first.items() if cells.is_text(one)), "KEY")
        path = literal(f"{column}.{key}")
        raise UsageError(f"{column} has objects, not texts; map a text inside them, such as {path}")


# -- the columns of fields ------------------------------------------------------------------------


def templates_by_field(rules: Rules, table: ImportTable) -> dict[str, str | Sequence[str]]:
    """Return the column or the templates of each field: by the rules, and then by the columns."""
    chosen = [*rules.map, *(name for name in rules.set if name not in rules.map)]
    if overlaps := [
        f"{part} is part of {whole}; map only one of them"
        for part in chosen
        for whole in chosen
        if _is_within(part, whole)
    ]:
        raise UsageError(*overlaps)
    paths = [column for _, column in named_columns(rules) if column not in table.columns]
    by_name: dict[str, str | Sequence[str]] = {}
    for column in table.columns:
        name = field_of(column)
        is_end = name == "end" and has_own_end(table.columns)
        if (is_end or _names_field(name)) and not any(
            path.startswith(f"{column}.")
            for path in paths  # only a part of it is mapped
        ):
            by_name[name] = name if name in table.columns else by_name.get(name, column)
    ids = [one for key in PARTICIPANTS for one in listed(rules.map.get(f"{key}.id", ()))]
    if "id" in {cells.only_column(cells.as_template(one)) for one in ids}:
        by_name.pop("id", None)  # it is the id of a person
    by_name |= table.fields
    free = {
        name: column
        for name, column in by_name.items()
        if not any(_is_within(name, one) or _is_within(one, name) for one in chosen)
    }
    fields = {**free, **rules.map}
    lists = rules.map.keys() & {name for name in rules.set if is_list(name)}
    return {name: one for name, one in fields.items() if name not in rules.set or name in lists}


def field_of(column: str) -> str:
    """Return the field that a column is named like, such as `date` for `Date`, or its own name."""
    return column.lower() if column.lower() in (*EVENT.keys, "end") else column


def _is_within(part: str, whole: str) -> bool:
    (inner, _), (outer, kind) = locate_field(part), locate_field(whole)
    is_inside = len(outer) < len(inner) and inner[: len(outer)] == outer
    return is_inside and not is_part(part) and not isinstance(kind, TableKind)


def _names_field(column: str) -> bool:
    with suppress(UsageError):
        return column in EVENT.keys or len(locate_field(column)[0]) > 1
    return False


def refuse_missing_fields(mapped: Iterable[str], table: ImportTable, rules: Rules) -> None:
    """Raise UsageError if a required field has no column and no value, with what to write."""
    missing = [key for key in EVENT.required if key != "id" and key not in {*mapped}]
    if not missing or all(row.problem for row in table.rows):
        return
    from chrono.files.merge.suggestion import proposed_columns  # only for this message

    columns = join_and([literal(name) for name in table.columns if name])
    found = {key: one for key, one in proposed_columns(table).items() if key in missing}
    found = found or {missing[0]: "COLUMN"}
    remedy = capitalised(map_fields(rules, found))
    problem = f"no column for {join_or(missing)}; the columns are {columns}. {remedy}"
    if not rules.file and table.noun != "event":  # a calendar has no columns to propose
        problem += f", or run `{suggest_command(table.arguments)}` for a rules file"
        constant = "add `--set FIELD=VALUE`, such as `--set type=meeting`"
    else:
        constant = 'write it under [set], such as type = "meeting"'
    raise UsageError(f"{problem}. If a field has one value for all rows, {constant}")
