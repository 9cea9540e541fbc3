"""Read a rules file: the rules of an import in TOML."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from chrono.core.countries import country_of, country_problem
from chrono.core.model import NOTHING
from chrono.core.sentences import given_twice, only_one_of
from chrono.errors import LedgerError, UsageError
from chrono.files.exchange.registry import able_to
from chrono.files.format import keys
from chrono.files.format.containers import Key, ListOf, MapOf, Table
from chrono.files.format.kind import INVALID, Error, Errors, InvalidValue, Kind, wrong_type
from chrono.files.format.kinds import BOOLEAN, LINE, Choice
from chrono.files.merge.cells import trim
from chrono.files.merge.date_formats import check_century, check_date_format
from chrono.files.merge.rules import (
    MOVE_UP,
    NAMES_IN_FILE,
    ON_DUPLICATE,
    ON_MISSING,
    RULE_NAMES,
    Rules,
    Separators,
    check_templates,
    is_list,
    parse_constant,
)
from chrono.files.read import text as reading
from chrono.files.read.diagnostics import Diagnostics, Place
from chrono.files.read.source_files import parse
from chrono.files.toml.blocks import Path


class _ByField(Kind):
    """The kind of a table that maps fields to values. `signed` in the table `dates` is
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
    words = "text"

    def __init__(self, check_text: Callable[[str], None]) -> None:
        self._check_text = check_text

    def _read(self, value: Any) -> Any:
        text = LINE._read(value)
        try:
            self._check_text(text)
        except UsageError as error:
            message = str(error)
            raise InvalidValue(lambda _: message) from None
        return text


class _AnyText(Kind):
    words = "text"

    def _read(self, value: Any) -> Any:
        if not isinstance(value, str):
            raise wrong_type(value, 'text in "quotes"')
        return value


class _OneOrMore(ListOf):
    """The kind of a key with one value or a list of values. The checked value is always a tuple."""

    def check(self, value: Any, path: Path, errors: Errors) -> Any:
        if isinstance(value, list):
            return super().check(value, path, errors)
        checked = self.item.check(value, path, errors)
        return () if checked is INVALID else (checked,)


class _Separators(Kind):
    def check(self, value: Any, path: Path, errors: Errors) -> Any:
        if not isinstance(value, dict):
            return Separators(_TEXTS.check(value, path, errors), are_chosen=True)
        by_column = {name: _TEXTS.check(one, (*path, name), errors) for name, one in value.items()}
        return Separators(by_column=by_column, are_chosen=True)


class _ByColumn(MapOf):
    """The kind of a table of columns. A column can be called `extra`."""

    def check(self, value: Any, path: Path, errors: Errors) -> Any:
        if not isinstance(value, dict):
            return super().check(value, path, errors)
        return {name: self.item.check(one, (*path, name), errors) for name, one in value.items()}


class _FillDown(Kind):
    def check(self, value: Any, path: Path, errors: Errors) -> Any:
        if isinstance(value, dict):
            return _ByColumn(_TEXTS).check(value, path, errors)
        return dict.fromkeys(_TEXTS.check(value, path, errors), ())


class _Century(Kind):
    def _read(self, value: Any) -> Any:
        if type(value) is not int or not 0 <= value < 9901:
            why = "write the first of the hundred years, such as 2000, or 1950 for 1950 to 2049"
            raise InvalidValue(f" is {value!r}; {why}")
        return value


def _check_body(name: str) -> None:
    if not country_of(name) and (problem := country_problem(name)):
        raise UsageError(problem)


def _check_map(field: str, templates: Any) -> Any:
    if field != "split_place":
        return check_templates(field, templates)
    if problems := BOOLEAN.problems(templates, (field,)):
        raise UsageError(*problems)
    return templates


_SECTION = re.compile(r"^[ \t]*\[[^]=\n]+\][ \t]*(#.*)?\r?$", re.MULTILINE)
_TEXTS = _OneOrMore(_AnyText())
_RULES = Table(
    "this file",
    Key("from", Choice(*able_to("read"))),
    Key("sheet", LINE),
    Key("split", _Separators()),
    Key("missing", _TEXTS),
    Key("bodies", _OneOrMore(_Checked(_check_body))),
    Key("date_format", _OneOrMore(_Checked(check_date_format))),
    Key("fill_down", _FillDown()),
    Key("footnotes", Choice("remove", "keep")),
    Key("century", _Century()),
    Key("split_place", BOOLEAN),
    Key("event", _Checked(lambda text: check_templates("event", text))),
    Key("on_duplicate", Choice(*ON_DUPLICATE)),
    Key("on_missing", Choice(*ON_MISSING)),
    Key("as", LINE),
    Key("keep", _ByColumn(_TEXTS)),
    Key("map", _ByField(_check_map)),
    Key("set", _ByField(parse_constant)),
    Key("values", _ByColumn(_ByColumn(_AnyText()))),
    Key("actors", MapOf(keys.ACTOR)),
    Key("sources", MapOf(keys.SOURCE)),
    Key("types", MapOf(keys.TYPE)),
)


_HOLDS: Mapping[str, Callable[[Any], bool]] = {
    **dict.fromkeys(("map", "set"), lambda _: False),
    **dict.fromkeys(("keep", "split", "fill_down"), lambda value: isinstance(value, (str, list))),
    **dict.fromkeys(("actors", "sources", "types"), lambda value: isinstance(value, dict)),
    "values": lambda value: (
        isinstance(value, dict) and all(isinstance(text, str) for text in value.values())
    ),
}
"""Tests whether a value under the name of a rule may be an entry of a section."""


def _misplaced(data: Mapping[str, Any]) -> Iterator[Path]:
    """Yield the paths of rules that are below a [section] by mistake, and cannot be its entries."""
    for section, holds in _HOLDS.items():
        content = data.get(section)
        for name, value in content.items() if isinstance(content, dict) else ():
            in_event = section in ("map", "set") and name in ("event", "split_place")
            if name in RULE_NAMES - keys.EVENT.keys.keys() and not in_event and not holds(value):
                yield (section, name)
            elif isinstance(value, dict) and section not in ("map", "set"):
                for key in (key for key in value if key in RULE_NAMES):
                    if section != "values" or not _may_be_cell(key, value[key]):
                        yield (section, name, key)


def _may_be_cell(name: str, value: Any) -> bool:
    is_text = isinstance(value, str) and value == value.strip() and any(map(str.isalnum, value))
    return is_text and "_" not in name


def read(source: reading.Text) -> Rules:
    """Return the rules in the text of a rules file.

    Raises LedgerError with the line number of each error.
    """
    file = parse(source.name, source.text)
    diagnostics = Diagnostics(file.problems)
    place = Place(file, (), diagnostics)
    for path in () if diagnostics else _misplaced(file.data):
        misplaced = place
        for step in path:
            misplaced /= step
        misplaced.error(f"{path[-1]} is a rule; {MOVE_UP}")
    checked = {} if diagnostics else place.check(_RULES, file.data)
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
    fields = {name: field for field, name in NAMES_IN_FILE.items()}
    rules: Mapping[str, Any] = {fields.get(name, name): value for name, value in checked.items()}
    return Rules(
        **{name: value for name, value in rules.items() if name in Rules._fields}
        | {
            "map": mapped,
            "file": source.name,
            "has_sections": bool(_SECTION.search(source.text)),
            "values": {
                column: {trim(text): new for text, new in texts.items()}
                for column, texts in checked.get("values", NOTHING).items()
            },
            "declared": {kind: file.data.get(kind, {}) for kind in ("actors", "sources", "types")},
        }
    )
