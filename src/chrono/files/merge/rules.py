"""How the columns of a table become an event's keys: what a rules file and the options say."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from chrono.core.english import join_and
from chrono.core.model import NOTHING
from chrono.core.names import unknown_word
from chrono.errors import LedgerError, UsageError
from chrono.files.exchange.registry import able_to
from chrono.files.format import keys
from chrono.files.format.containers import Key, ListOf, MapOf, Table
from chrono.files.format.kind import INVALID, Error, Errors, Kind, shown
from chrono.files.format.kinds import LINE, TEXT, Choice
from chrono.files.read.diagnostics import Diagnostics, Place
from chrono.files.read.source_files import parse
from chrono.files.read.text import Text
from chrono.files.toml.blocks import Path

ON_DUPLICATE = ("skip", "update", "fail")


class Rules(NamedTuple):
    """What is said of an import.

    `map` is by key of an event, or by the way to one (`dates.signed`): a column, a template, or a
    list of these. `set` holds values as a ledger has them. `values` says, by column, what another
    word is to stand for one. `declared` are the tables of actors, sources and types that come in
    with the first row that names them.
    """

    map: Mapping[str, str | Sequence[str]] = NOTHING
    set: Mapping[str, Any] = NOTHING
    values: Mapping[str, Mapping[str, str]] = NOTHING
    split: str = ";"
    date_formats: Sequence[str] = ()
    format: str | None = None
    on_duplicate: str = "skip"
    declared: Mapping[str, Mapping[str, Mapping[str, Any]]] = NOTHING

    @property
    def mapped(self) -> bool:
        """Whether anything is said of what the columns are."""
        return bool(self.map)


class _Columns(Kind):
    """Columns or templates by key; `dates.signed = "…"` is a table in a table to TOML."""

    def check(self, value: Any, path: Path, errors: Errors) -> Any:
        """Each column, template or list of these, by the path of its key."""
        if not isinstance(value, dict):
            return MapOf(LINE).check(value, path, errors)
        found: dict[str, Any] = {}
        for place, way_to, item in _leaves(value, path):
            try:
                templates = item if isinstance(item, list) else [item]
                if not templates:
                    errors.append(Error(place, f"{way_to} is mapped to no column"))
                for template in templates:
                    if LINE.check(template, place, errors) is not INVALID:
                        check_template(template)
                field(way_to)
            except UsageError as error:
                errors.append(Error(place, str(error)))
            found[way_to] = item
        return found


def _leaves(table: Mapping[str, Any], at: Path) -> Iterator[tuple[Path, str, Any]]:
    """What stands in a table and in those within it: its place, its way from there, and itself."""

    def inner(table: Mapping[str, Any], way_to: Sequence[str]) -> Iterator[tuple[Path, str, Any]]:
        for key, item in table.items():
            if isinstance(item, dict):
                yield from inner(item, (*way_to, key))
            else:
                yield (*at, *way_to, key), ".".join((*way_to, key)), item

    return inner(table, ())


class _DateFormats(Kind):
    """A date format, or a list of them."""

    def check(self, value: Any, path: Path, errors: Errors) -> Any:
        """The tuple of the formats."""
        listed = value if isinstance(value, list) else [value]
        formats: tuple[str, ...] = ListOf(TEXT).check(listed, path, errors)
        for words in formats:
            try:
                check_format(words)
            except UsageError as error:
                errors.append(Error(path, str(error)))
        return formats


class _Settings(Kind):
    """Values that all rows have, by key."""

    def check(self, value: Any, path: Path, errors: Errors) -> Any:
        """Each value as a ledger has it, by the path of its key."""
        if not isinstance(value, dict):
            return MapOf(LINE).check(value, path, errors)
        found: dict[str, Any] = {}
        for place, way_to, item in _leaves(value, path):
            try:
                found[way_to] = setting(way_to, item)
            except UsageError as error:
                errors.append(Error(place, str(error)))
        return found


_RULES = Table(
    "this file",
    Key("from", Choice(*able_to("read"))),
    Key("split", TEXT),
    Key("date_format", _DateFormats()),
    Key("on_duplicate", Choice(*ON_DUPLICATE)),
    Key("map", _Columns()),
    Key("set", _Settings()),
    Key("values", MapOf(MapOf(LINE))),
    Key("actors", MapOf(keys.ACTOR)),
    Key("sources", MapOf(keys.SOURCE)),
    Key("types", MapOf(keys.TYPE)),
)


def read(source: Text) -> Rules:
    """The rules of a rules file's text. Raises LedgerError with all that is wrong in it."""
    diagnostics = Diagnostics()
    part = parse(source.name, source.text, diagnostics)
    if diagnostics:
        raise LedgerError(diagnostics.problems())
    errors: Errors = []
    found = _RULES.check(part.data, (), errors)
    Place(part, (), diagnostics).errors(errors)
    if diagnostics:
        raise LedgerError(diagnostics.problems())
    kinds = ("actors", "sources", "types")
    return Rules(
        found.get("map", NOTHING),
        found.get("set", NOTHING),
        part.data.get("values", NOTHING),
        found.get("split", ";"),
        found.get("date_format", ()),
        found.get("from"),
        found.get("on_duplicate", "skip"),
        {kind: part.data.get(kind, {}) for kind in kinds},
    )


def assigned(option: str, words: str) -> tuple[str, str]:
    """`FIELD=VALUE` as the two."""
    key, mark, value = words.partition("=")
    if not mark or not key.strip() or not value.strip():
        raise UsageError(f'{option} "{words}": it is written FIELD={_FORM[option]}')
    return key.strip(), value


_FORM = {"--map": "COLUMN, or FIELD={ONE} in {OTHER}", "--set": "VALUE"}


def field(key: str) -> Path:
    """The way to a key of an event, or `end`. Raises UsageError where there is none."""
    if key == "end":
        return ("end",)
    path, _ = keys.locate("events", key)
    if any(isinstance(step, int) and step >= 20 for step in path):
        raise UsageError(f"{key}: one row never has so many")
    return path


def setting(key: str, value: Any) -> Any:
    """A value that all rows have, as a ledger has it."""
    if key == "end":
        raise UsageError("end is no key of its own: it is mapped from a column, beside date")
    _, kind = keys.locate("events", key)
    return kind.parse(value)


_DIRECTIVE = re.compile(r"%([-_^#]?)(.)", re.DOTALL)
_KNOWN = "YmdBbHMSzfpIAa%"


def check_format(words: str) -> None:
    """Raise UsageError where a date format leaves something to guess."""
    signs = [match[2] for match in _DIRECTIVE.finditer(words) if match[2] != "%"]
    found = set(signs)
    here = f'the date format "{words}"'
    if "y" in found:
        raise UsageError(f"{here}: %y does not say which century; %Y is a whole year")
    if "Y" not in found:
        raise UsageError(f"{here}: it has no %Y, and so no year")
    if unknown := [f"%{sign}" for sign in sorted(found) if sign not in _KNOWN]:
        raise UsageError(
            f"{here} has {join_and(unknown)}: it is written of %Y %m %d, %b or %B for a "
            "month's name, %H %M %S"
        )
    months = found & {"m", "b", "B"}
    hours = found & {"H", "I"}
    for wrong, why in (
        (len(signs) > len(found) or len(months) > 1 or len(hours) > 1, "it says something twice"),
        ("d" in found and not months, "a day needs its month"),
        (found & {"A", "a"} and "d" not in found, "a day of the week needs its day"),
        (hours and "d" not in found, "a time needs its day"),
        (found & {"M", "S", "f", "p", "z"} and not hours, "minutes need their hour"),
        (("I" in found) != ("p" in found), "%I and %p belong together"),
    ):
        if wrong:
            raise UsageError(f"{here}: {why}")


def check_columns(rules: Rules, columns: Sequence[str]) -> None:
    """Raise UsageError where the rules name a column that is not there."""
    named = [
        (key, column)
        for key, value in rules.map.items()
        for template in ([value] if isinstance(value, str) else value)
        for column in columns_of(template)
    ]
    named += [("values", column) for column in rules.values]
    otherwise = f": the file has {join_and([shown(name) for name in columns])}"
    wrong = [
        f"{where}: {unknown_word(column, columns, 'column', otherwise)}"
        for where, column in dict.fromkeys(named)
        if column not in columns
    ]
    if wrong:
        raise UsageError(*wrong)


_FIELD = re.compile(r"\{\{|\}\}|\{([^{}]*)\}")


def columns_of(template: str) -> list[str]:
    """The columns that a template names; a text without braces is a column's name."""
    if not is_template(template):
        return [template]
    return [match[1] for match in _FIELD.finditer(template) if match[1] is not None]


def is_template(words: str) -> bool:
    """Whether it is more than a column's name."""
    return "{" in words or "}" in words


def check_template(words: str) -> None:
    """Raise UsageError where a brace has no other, and is not doubled to stand for itself."""
    if re.search(r"[{}]", _FIELD.sub("", words)):
        raise UsageError(f'"{words}": a column stands in {{ }}, and a brace itself is doubled')


def filled(template: str, cell: Any) -> str:
    """A template with each column's cell in its place; nothing where all of them are empty."""
    found = {column: cell(column) for column in columns_of(template)}
    if not any(found.values()):
        return ""

    def put(match: re.Match[str]) -> str:
        return match[0][0] if match[1] is None else found[match[1]]

    return _FIELD.sub(put, template)
