"""The rules of an import: how the columns of a table become fields of events."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from chrono.core.english import join_and, join_or
from chrono.core.lists import split_list
from chrono.core.model import NOTHING
from chrono.core.names import fold, unknown_word
from chrono.errors import UsageError
from chrono.files.format import keys
from chrono.files.format.containers import ListOf
from chrono.files.format.kind import Kind, shown
from chrono.files.format.kinds import DATE, LINE
from chrono.files.format.new_entry import Fields
from chrono.files.merge.cells import (
    as_template,
    check_template,
    column_and_part,
    columns_of,
)
from chrono.files.read.text import label
from chrono.files.toml.blocks import Path
from chrono.files.toml.emit import key_text, literal

ON_DUPLICATE = ("skip", "update", "add", "fail")
ON_MISSING = ("report", "cancelled", "remove")
PARTS = ("id", "name", "country")
"""The parts of a participant that can be mapped to columns, as in `actors.id` or `present.name`."""
_MOST_ELEMENTS = 20
"""The highest number of a list element that a rule can set."""


class Separators(NamedTuple):
    """The separators of lists in cells. `are_chosen`: whether the user has chosen separators."""

    general: Sequence[str] = (";",)
    by_column: Mapping[str, Sequence[str]] = NOTHING
    are_chosen: bool = False

    def of(self, column: str) -> Sequence[str]:
        """Return the separators of the lists in a column, or [] if the column has no lists."""
        return self.by_column.get(column, self.general)

    def pieces(self, template: str) -> list[str]:
        """Return the parts of a template between separators, as in `{who}; {other}`."""
        return [piece for piece in split_list(template, self.general) if piece]


class When(NamedTuple):
    """A rule for the rows in which a cell contains words, or equals a text."""

    column: str
    texts: Sequence[str]
    is_whole: bool
    fields: Fields = NOTHING
    skip: bool = False


class Rules(NamedTuple):
    """The rules of an import."""

    map: Mapping[str, str | Sequence[str]] = NOTHING
    set: Mapping[str, Any] = NOTHING
    values: Mapping[str, Mapping[str, str]] = NOTHING
    missing: Sequence[str] = ()
    bodies: Sequence[str] = ()
    split: Separators = Separators()
    split_place: bool = False
    date_formats: Sequence[str] = ()
    century: int | None = None
    keep: Mapping[str, Sequence[str]] = NOTHING
    drop: Mapping[str, Sequence[str]] = NOTHING
    when: Sequence[When] = ()
    event: str | None = None
    skip: int = 0
    rows: str | None = None
    encoding: str | None = None
    format: str | None = None
    sheet: str | None = None
    on_duplicate: str = "skip"
    on_missing: str = "report"
    name: str | None = None
    file: str | None = None
    has_sections: bool = False
    formats_are_options: bool = False
    declared: Mapping[str, Mapping[str, Fields]] = NOTHING


RULE_NAMES = {*Rules._fields, "date_format", "from", "as"} - {"name", "file", "has_sections"}
MOVE_UP = "move it above the first [section]"


# -- fields ---------------------------------------------------------------------------------------


def locate_field(field: str) -> tuple[Path, Kind]:
    """Return (path in an event, kind of the values) for a field such as `dates.signed`."""
    if field == "end":
        return ("end",), DATE
    key, _, part = field.partition(".")
    if key in keys.PARTICIPANTS and part in PARTS:
        return (key, part), LINE
    path, kind = keys.locate("events", field)
    if any(isinstance(step, int) and step >= _MOST_ELEMENTS for step in path):
        raise UsageError(f"{field}: the number must be at most {_MOST_ELEMENTS}")
    return path, kind


def is_list(field: str) -> bool:
    """Return whether a field is a list, such as `tags`."""
    return isinstance(locate_field(field)[1], ListOf)


def is_part(field: str) -> bool:
    """Return whether a field is a part of a participant, such as `actors.id`."""
    key, _, part = field.partition(".")
    return key in keys.PARTICIPANTS and part in PARTS


def parse_constant(field: str, value: Any) -> Any:
    """Return the value that a field has in every row, as a TOML value."""
    if field == "end":
        raise UsageError('"end" cannot be the same in every row; map "date" and "end" from columns')
    return keys.locate("events", field)[1].parse(value)


def check_templates(field: str, templates: Any) -> Any:
    """Return `templates` unchanged. Raises UsageError if the field or a template is invalid."""
    several = templates if isinstance(templates, list) else [templates]
    problems = [] if several else [f'{field} has no column; write {field} = "COLUMN"']
    problems += [problem for one in several for problem in LINE.problems(one, (field,))]
    if problems:
        raise UsageError(*problems)
    for template in several:
        check_template(template)
    if field != "event":
        locate_field(field)
    elif len(several) > 1:
        raise UsageError("event has several columns; write one template, such as {ONE} {OTHER}")
    return templates


def listed(templates: str | Sequence[str]) -> Sequence[str]:
    """Return the templates of a field as a list, even if there is only one."""
    return [templates] if isinstance(templates, str) else templates


def templates_of(rules: Rules, field: str) -> list[str]:
    """Return the templates that the rules give to a field, or []."""
    return [as_template(one) for one in listed(rules.map.get(field, ()))]


def named_columns(rules: Rules) -> list[tuple[str, str]]:
    """Return (field or rule, column) for each column in the rules, such as ("date", "Start")."""
    named = [
        (field, column)
        for field in rules.map
        for template in templates_of(rules, field)
        for column in columns_of(template)
    ]
    named += [("event", column) for column in columns_of(as_template(rules.event or "{{"))]
    tables = {"values": rules.values, "keep": rules.keep, "drop": rules.drop}
    named += [(name, column) for name, table in tables.items() for column in table]
    named += [("when", one.column) for one in rules.when if one.column]
    return [*named, *(("split", column) for column in rules.split.by_column)]


def with_columns(rules: Rules, columns: Sequence[str]) -> Rules:
    """Return the rules with the columns as the table spells them, since case does not matter."""
    by_name: dict[str, list[str]] = {}
    for column in columns:
        by_name.setdefault(fold(column), []).append(column)

    def own(name: str) -> str:
        base, part = column_and_part(name)
        for whole, end in ((name, ""), (base, f":{part}")):
            same = [whole] if whole in columns else by_name.get(fold(whole), [])
            if len(same) == 1:
                return same[0] + end
        return name

    def template(text: str) -> str:
        if "{" not in text:
            return own(text)
        return re.sub(r"\{([^{}]*)\}", lambda match: f"{{{own(match[1])}}}", text)

    def keyed(table: Mapping[str, Any]) -> dict[str, Any]:
        return {own(column): value for column, value in table.items()}

    rules = rules._replace(
        map={
            field: template(one) if isinstance(one, str) else [*map(template, one)]
            for field, one in rules.map.items()
        },
        values=keyed(rules.values),
        keep=keyed(rules.keep),
        drop=keyed(rules.drop),
        when=[one._replace(column=own(one.column) if one.column else "") for one in rules.when],
        event=rules.event and template(rules.event),
        split=rules.split._replace(by_column=keyed(rules.split.by_column)),
    )
    otherwise = f"; choose {join_or([shown(name) for name in columns])}"
    fixed = ", or give a fixed value under [set]"
    problems = [
        f"{where}: "
        + unknown_word(one, columns, "column", otherwise + fixed * (where in rules.map))
        for where, one in dict.fromkeys(named_columns(rules))
        if one not in columns
        and (where in ("keep", "drop", "when", "split") or column_and_part(one)[0] not in columns)
    ]
    if problems:
        raise UsageError(*problems)
    return rules


# -- what to write --------------------------------------------------------------------------------


def rules_file(rules: Rules) -> str:
    """Return the path of an import's rules file, or "a rules file" if there is none."""
    return label(rules.file) if rules.file else "a rules file"


def write(rules: Rules, line: str, table: str = "") -> str:
    """Return an instruction such as `write "Phone" = "call" under [values.Kind] in rules.toml`."""
    where = f" under [{table}]" if table else " above the first [section]" * rules.has_sections
    return f"write {line}{where} in {rules_file(rules)}"


def write_value(rules: Rules, column: str | None, text: str, value: str) -> str:
    """Return an instruction to replace a text in a column."""
    line = f"{literal(text)} = {literal(value)}"
    return write(rules, line, f"values.{key_text(column or 'COLUMN')}")


def map_fields(rules: Rules, templates: Mapping[str, str]) -> str:
    """Return an instruction to map fields, such as ``add `--map date=Date` ``."""
    if rules.file:
        lines = [f"{key_text(name)} = {literal(one)}" for name, one in templates.items()]
        return write(rules, join_and(lines), "map")
    return f"add `{map_options(templates)}`"


def map_options(templates: Mapping[str, str]) -> str:
    """Return options such as `--map date=Date`, quoted for a shell."""
    import shlex

    return " ".join(f"--map {shlex.quote(f'{name}={one}')}" for name, one in templates.items())


def split_lists(rules: Rules, signs: Sequence[str], column: str = "") -> str:
    """Return an instruction to split the lists in all cells or in a column."""
    import shlex

    if not rules.file:
        start = f"{column}=" if column else ""
        return f"add {' '.join(f'--split {shlex.quote(start + sign)}' for sign in signs)}"
    own = rules.split
    if column and (own.by_column or not own.are_chosen):
        both = [*dict.fromkeys([*own.by_column.get(column, ()), *signs])]
        return write(rules, f"split = {literal({**own.by_column, column: both})}")
    both = [*dict.fromkeys([*(own.general if own.are_chosen else ()), *signs])]
    return write(rules, f"split = {literal(both)}")


def suggest_command(arguments: str) -> str:
    """Return the command that writes a rules file for the table that `arguments` read."""
    return f"chrono import {arguments} --suggest --output rules.toml"
