"""The rules of an import: how the columns of a table become the keys of events."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from chrono.core.english import join_and, join_or
from chrono.core.model import NOTHING
from chrono.core.names import unknown_word
from chrono.errors import LedgerError, UsageError, refuse
from chrono.files.exchange.registry import able_to
from chrono.files.format import keys
from chrono.files.format.containers import Key, ListOf, MapOf, Table
from chrono.files.format.kind import INVALID, Error, Errors, InvalidValue, Kind, shown
from chrono.files.format.kinds import DATE, LINE, TEXT, Choice, Text
from chrono.files.format.new_entry import Fields
from chrono.files.merge.cells import check_template, columns_of
from chrono.files.read import text as reading
from chrono.files.read.diagnostics import Diagnostics, Place
from chrono.files.read.source_files import parse
from chrono.files.toml.blocks import Path

ON_DUPLICATE = ("skip", "update", "add", "fail")
ON_MISSING = ("report", "cancelled", "remove")


class Rules(NamedTuple):
    """The rules of an import. A field is a key of events, or a part of one, such as `dates.signed`.

    `map`: field -> column, template, or list of these; `set`: field -> value for every row, in the
    ledger's form; `values`: column -> text -> replacement; `split`: the separator of lists;
    `date_formats`: formats for strptime; `format`: the name of the file's format; `on_duplicate`:
    one of ON_DUPLICATE; `on_missing`: one of ON_MISSING; `name`: the name of the import, or None;
    `file`: the path of the rules file, or None; `declared`: "actors", "sources", "types" -> id ->
    fields of a record that is added with the first row that names it.
    """

    map: Mapping[str, str | Sequence[str]] = NOTHING
    set: Mapping[str, Any] = NOTHING
    values: Mapping[str, Mapping[str, str]] = NOTHING
    split: str = ";"
    date_formats: Sequence[str] = ()
    format: str | None = None
    on_duplicate: str = "skip"
    on_missing: str = "report"
    name: str | None = None
    file: str | None = None
    declared: Mapping[str, Mapping[str, Fields]] = NOTHING


# -- fields -------------------------------------------------------------------------------------

_MOST_ELEMENTS = 20
"""The maximum number of list elements that one row can set by number."""


def locate_field(field: str) -> tuple[Path, Kind]:
    """The path to a field in an event, and the kind of its values; `end` is a field, too.

    Raises UsageError if there is no such field.
    """
    if field == "end":
        return ("end",), DATE
    path, kind = keys.locate("events", field)
    if any(isinstance(step, int) and step >= _MOST_ELEMENTS for step in path):
        raise UsageError(f"{field}: the number must be at most {_MOST_ELEMENTS}")
    return path, kind


def parse_constant(field: str, value: Any) -> Any:
    """Parse the `value` of a field. Raises UsageError if the field or the value is invalid."""
    if field == "end":
        raise UsageError("cannot set end; map it from a column, together with date")
    return keys.locate("events", field)[1].parse(value)


def check_templates(field: str, templates: Any) -> Any:
    """Return `templates`, one or a list. Raises UsageError if `field` or a template is invalid."""
    listed = templates if isinstance(templates, list) else [templates]
    problems = [] if listed else [f'{field} has no column; write {field} = "COLUMN"']
    problems += [problem for one in listed for problem in LINE.problems(one, (field,))]
    if problems:
        raise UsageError(*problems)
    for template in listed:
        check_template(template)
    locate_field(field)
    return templates


def check_columns(rules: Rules, columns: Sequence[str]) -> None:
    """Raise UsageError if the rules name a column that the table does not have."""
    named = [
        (field, column)
        for field, templates in rules.map.items()
        for template in ([templates] if isinstance(templates, str) else templates)
        for column in columns_of(template)
    ]
    named += [("values", column) for column in rules.values]
    otherwise = f"; choose {join_or([shown(name) for name in columns])}"
    problems = [
        f"{where}: {unknown_word(column, columns, 'column', otherwise)}"
        for where, column in dict.fromkeys(named)
        if column not in columns
    ]
    if problems:
        raise UsageError(*problems)


# -- date formats -------------------------------------------------------------------------------


def check_date_format(text: str) -> None:
    """Raise UsageError if a date format is ambiguous, incomplete or not supported."""
    directives = [name for name in re.findall(r"(?s)%[-_^#]?(.)", text) if name != "%"]
    used = set(directives)
    unknown = join_and([f"%{name}" for name in sorted(used) if name not in "YmdBbHMSzfpIAa"])
    months, hours = used & {"m", "b", "B"}, used & {"H", "I"}
    is_double = len(directives) > len(used) or len(months) > 1 or len(hours) > 1
    label = f'date format "{text}"'
    refuse(
        ("y" in used, f"{label}: %y is ambiguous; use %Y (four digits)"),
        ("Y" not in used, f"{label} has no year; add %Y"),
        (
            unknown,
            f"{label}: {unknown} is not supported; use %Y, %m, %d, %b or %B (month name), "
            "%H, %M and %S",
        ),
        (is_double, f"{label} has the same part twice; remove one"),
        ("d" in used and not months, f"{label}: %d needs a month; add %m, %b or %B"),
        (used & {"A", "a"} and "d" not in used, f"{label}: the weekday needs a day; add %d"),
        (hours and "d" not in used, f"{label}: the time needs a day; add %d"),
        (used & set("MSfpz") and not hours, f"{label}: the time needs an hour; add %H or %I"),
        (("I" in used) != ("p" in used), f"{label}: use %I and %p together, or %H"),
    )


# -- the rules file -----------------------------------------------------------------------------


class _ByField(Kind):
    """A table of values by field; in TOML, `dates.signed = "…"` is a table inside a table.

    `parse_value`: makes the final value from a field and its value, or raises UsageError.
    """

    def __init__(self, parse_value: Callable[[str, Any], Any]) -> None:
        self._parse_value = parse_value

    def check(self, value: Any, path: Path, errors: Errors) -> Any:
        """The values by field, or INVALID if `value` is not a table; adds problems to `errors`."""
        if not isinstance(value, dict):
            return MapOf(LINE).check(value, path, errors)
        values: dict[str, Any] = {}
        for name, item in value.items():
            at = (*path, name)
            if isinstance(item, dict):
                values |= self.check(item, at, errors)
                continue
            field = ".".join(map(str, at[1:]))
            try:
                values[field] = self._parse_value(field, item)
            except UsageError as error:
                errors += [Error(at, message) for message in error.args]
        return values


class _DateFormat(Text):
    is_plain = None

    def _read(self, value: Any) -> Any:
        try:
            check_date_format(text := super()._read(value))
        except UsageError as error:
            message = str(error)
            raise InvalidValue(lambda _: message) from None
        return text


class _OneOrMore(ListOf):
    """The kind of a key that takes one value or a list of values; one value becomes a tuple."""

    def check(self, value: Any, path: Path, errors: Errors) -> Any:
        """The valid values as a tuple; problems of the others are added to `errors`."""
        if isinstance(value, list):
            return super().check(value, path, errors)
        checked = self.item.check(value, path, errors)
        return () if checked is INVALID else (checked,)


_RULES = Table(
    "this file",
    Key("from", Choice(*able_to("read"))),
    Key("split", TEXT),
    Key("date_format", _OneOrMore(_DateFormat())),
    Key("on_duplicate", Choice(*ON_DUPLICATE)),
    Key("on_missing", Choice(*ON_MISSING)),
    Key("as", LINE),
    Key("map", _ByField(check_templates)),
    Key("set", _ByField(parse_constant)),
    Key("values", MapOf(MapOf(LINE))),
    Key("actors", MapOf(keys.ACTOR)),
    Key("sources", MapOf(keys.SOURCE)),
    Key("types", MapOf(keys.TYPE)),
)


def read(source: reading.Text) -> Rules:
    """Read the rules in a file's text. Raises LedgerError, with all errors, if they are invalid."""
    file = parse(source.name, source.text)
    diagnostics = Diagnostics(file.problems)
    checked = {} if diagnostics else Place(file, (), diagnostics).check(_RULES, file.data)
    if diagnostics:
        raise LedgerError(diagnostics.problems())
    return Rules(
        checked.get("map", NOTHING),
        checked.get("set", NOTHING),
        file.data.get("values", NOTHING),  # unchecked: checking removes a column named `extra`
        checked.get("split", ";"),
        checked.get("date_format", ()),
        checked.get("from"),
        checked.get("on_duplicate", "skip"),
        checked.get("on_missing", "report"),
        checked.get("as"),
        source.name,
        {kind: file.data.get(kind, {}) for kind in ("actors", "sources", "types")},
    )
