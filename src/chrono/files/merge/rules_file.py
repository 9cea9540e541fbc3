"""Read a rules file: the rules of an import in TOML."""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable
from typing import Any

from chrono.core.countries import COUNTRIES, country_name, country_of, country_problem
from chrono.core.model import NOTHING
from chrono.core.names import fold
from chrono.core.sentences import given_twice, only_one_of
from chrono.errors import LedgerError, UsageError
from chrono.files.exchange.registry import able_to
from chrono.files.format import keys
from chrono.files.format.containers import Key, ListOf, MapOf, Table
from chrono.files.format.kind import INVALID, Error, Errors, InvalidValue, Kind, wrong_type
from chrono.files.format.kinds import BOOLEAN, LINE, Choice
from chrono.files.merge.cells import trim
from chrono.files.merge.dates import check_century, check_date_format
from chrono.files.merge.rules import (
    MOVE_UP,
    ON_DUPLICATE,
    ON_MISSING,
    Rules,
    Separators,
    When,
    check_templates,
    is_list,
    parse_constant,
)
from chrono.files.read import text as reading
from chrono.files.read.diagnostics import Diagnostics, Place
from chrono.files.read.source_files import parse, table_of
from chrono.files.toml.blocks import Path


class _ByField(Kind):
    """The kind of a table that maps fields to values: `signed` in the table `dates` is
    `dates.signed`.
    """

    def __init__(self, parse_value: Callable[[str, Any], Any]) -> None:
        self._parse_value = parse_value

    def check(self, value: Any, path: Path, errors: Errors) -> Any:
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


class _Checked(Kind):
    """The kind of a text or number that a function checks."""

    words = "text"

    def __init__(self, check_value: Callable[[Any], None], kind: Kind | None = None) -> None:
        self._check_value, self._kind = check_value, kind

    def _read(self, value: Any) -> Any:
        value = self._kind._read(value) if self._kind else value
        try:
            self._check_value(value)
        except UsageError as error:
            message = str(error)
            raise InvalidValue(lambda _: message) from None
        return value


class _AnyText(Kind):
    words = "text"

    def _read(self, value: Any) -> Any:
        if not isinstance(value, str):
            raise wrong_type(value, 'text in "quotes"')
        return value


class _OneOrMore(ListOf):
    """The kind of a key with one value or a list of values. The checked value is a tuple."""

    def check(self, value: Any, path: Path, errors: Errors) -> Any:
        if isinstance(value, list):
            return super().check(value, path, errors)
        checked = self.item.check(value, path, errors)
        return () if checked is INVALID else (checked,)


class _ByColumn(MapOf):
    """The kind of a table of columns. A column can be called `extra`."""

    def check(self, value: Any, path: Path, errors: Errors) -> Any:
        if not isinstance(value, dict):
            return super().check(value, path, errors)
        return {name: self.item.check(one, (*path, name), errors) for name, one in value.items()}


class _Separators(Kind):
    def check(self, value: Any, path: Path, errors: Errors) -> Any:
        if isinstance(value, dict):
            return Separators(
                by_column=_ByColumn(_TEXTS).check(value, path, errors), are_chosen=True
            )
        return Separators(_TEXTS.check(value, path, errors), are_chosen=True)


class _When(Kind):
    """The kind of a table [[when]]: a condition, and the fields of the rows that meet it."""

    words = "table"

    def check(self, value: Any, path: Path, errors: Errors) -> Any:
        if not isinstance(value, dict):
            return MapOf(LINE).check(value, path, errors)
        own = {key: value[key] for key in ("column", "contains", "equals", "skip") if key in value}
        checked = _CONDITION.check(own, path, errors)
        others = {key: one for key, one in value.items() if key not in own}
        found: Errors = []
        fields: dict[str, Any] = _ByField(parse_constant).check(others, ("when",), found)
        errors += [Error((*path, *error.path[1:]), error.message) for error in found]
        tests = [key for key in ("contains", "equals") if key in own]
        if len(tests) != 1:
            errors.append(Error(path, 'write either contains = "WORDS" or equals = "TEXT"'))
        elif not fields and "skip" not in own:
            errors.append(Error(path, 'write what follows, such as type = "call" or skip = true'))
        if errors:
            return INVALID
        column, texts = checked.get("column", ""), checked[tests[0]]
        return When(column, texts, tests == ["equals"], fields, checked.get("skip", False))


def _check_century(value: Any) -> None:
    if type(value) is not int or not 0 <= value < 9901:
        why = "write the first of the hundred years, such as 2000, or 1950 for 1950 to 2049"
        raise UsageError(f"{value!r}: {why}")


def _check_skip(value: Any) -> None:
    if type(value) is not int or not 0 <= value <= 1000:
        raise UsageError(f"{value!r}: write the number of lines above the header, such as 2")


def _check_encoding(name: str) -> None:
    try:
        "".encode(codecs.lookup(name).name)
    except (LookupError, ValueError):
        example = "windows-1252, latin-1 or utf-16"
        raise UsageError(f'unknown encoding "{name}"; write one such as {example}') from None


def _check_body(name: str) -> None:
    code = country_of(name)
    if code in COUNTRIES and fold(name) != fold(country_name(code)):
        apart = 'give it a name of its own, such as "West Germany", under [values.COLUMN]'
        raise UsageError(f'"{name}" is a name of {country_name(code)} ({code}); {apart}')
    if not code and (problem := country_problem(name)):
        raise UsageError(problem)


def _check_map(field: str, templates: Any) -> Any:
    if field != "split_place":
        return check_templates(field, templates)
    if problems := BOOLEAN.problems(templates, (field,)):
        raise UsageError(*problems)
    return templates


_SECTION = re.compile(r"^[ \t]*\[[^]=\n]+\]+[ \t]*(#.*)?\r?$", re.MULTILINE)
_TEXTS = _OneOrMore(_AnyText())
_CONDITION = Table("[[when]]", Key("column", LINE), Key("contains", _TEXTS), Key("equals", _TEXTS),
                   Key("skip", BOOLEAN))  # fmt: skip
_RULES = Table(
    "this file",
    Key("from", Choice(*able_to("read"))),
    Key("sheet", LINE),
    Key("encoding", _Checked(_check_encoding, LINE)),
    Key("skip", _Checked(_check_skip)),
    Key("rows", LINE),
    Key("split", _Separators()),
    Key("missing", _TEXTS),
    Key("bodies", _OneOrMore(_Checked(_check_body, LINE))),
    Key("date_format", _OneOrMore(_Checked(check_date_format, LINE))),
    Key("century", _Checked(_check_century)),
    Key("split_place", BOOLEAN),
    Key("event", _Checked(lambda text: check_templates("event", text), LINE)),
    Key("on_duplicate", Choice(*ON_DUPLICATE)),
    Key("on_missing", Choice(*ON_MISSING)),
    Key("as", LINE),
    Key("keep", _ByColumn(_TEXTS)),
    Key("drop", _ByColumn(_TEXTS)),
    Key("when", ListOf(_When())),
    Key("map", _ByField(_check_map)),
    Key("set", _ByField(parse_constant)),
    Key("values", _ByColumn(_ByColumn(_AnyText()))),
    Key("actors", MapOf(keys.ACTOR)),
    Key("sources", MapOf(keys.SOURCE)),
    Key("types", MapOf(keys.TYPE)),
)
_IN_FILE = {"date_format": "date_formats", "from": "format", "as": "name"}
"""The fields of Rules whose names in a rules file differ, by the name in the file."""
_BY_COLUMN = ("split", "keep", "drop")
_PLAIN = {*_RULES.keys} - {"actors", "sources", "types", "map", "set", "when"}


def read(source: reading.Text) -> Rules:
    """Return the rules in the text of a rules file. Raises LedgerError with all its errors."""
    file = parse(source.name, source.text)
    diagnostics = Diagnostics(file.problems)
    place = Place(file, (), diagnostics)
    checked: dict[str, Any] = {} if diagnostics else place.check(_RULES, file.data) or {}
    for section in () if file.problems else ("map", "set", "split", "keep", "drop", "values"):
        table = table_of(file.data.get(section))
        for name in table:
            in_event = name in keys.EVENT.keys or name in ("event", "split_place")
            is_text = isinstance(table[name], (str, list)) and section in _BY_COLUMN
            is_column = isinstance(table[name], dict) and section == "values"
            if name in _PLAIN and not (in_event or is_text or is_column):
                error = f"{name} is a rule; {MOVE_UP}"
                (place / section / name).error(error)
    mapped = dict(checked.get("map", NOTHING))
    for name in ("event", "split_place"):  # under [map], or above it
        if name in mapped:
            if name in checked:
                (place / "map" / name).error(given_twice(name))
            checked[name] = mapped.pop(name)
    for name in mapped.keys() & checked.get("set", NOTHING):
        if not is_list(name):
            (place / "map" / name).error(f"{name}: {only_one_of('[map]', '[set]')}")
    try:
        check_century(checked.get("date_format", ()), checked.get("century"))
    except UsageError as error:
        (place / "date_format").error(str(error))
    if diagnostics:
        raise LedgerError(diagnostics.problems())
    rules: dict[str, Any] = {_IN_FILE.get(name, name): value for name, value in checked.items()}
    rules = {name: value for name, value in rules.items() if name in Rules._fields}
    rules["values"] = {
        column: {trim(text): new for text, new in texts.items()}
        for column, texts in checked.get("values", NOTHING).items()
    }
    declared = {kind: file.data.get(kind, {}) for kind in ("actors", "sources", "types")}
    has_sections = bool(_SECTION.search(source.text))
    rules |= {"map": mapped, "file": source.name, "declared": declared}
    return Rules(**rules, has_sections=has_sections)
