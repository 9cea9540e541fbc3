"""The rules of an import: how the columns of a table become fields of events."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from chrono.core.english import join_and, join_or
from chrono.core.lists import split_list
from chrono.core.model import NOTHING
from chrono.core.names import unknown_word
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
    only_column,
)
from chrono.files.merge.field_names import fields_called
from chrono.files.toml.blocks import Path
from chrono.files.toml.emit import key_text, literal

ON_DUPLICATE = ("skip", "update", "add", "fail")
ON_MISSING = ("report", "cancelled", "remove")


class Separators(NamedTuple):
    """The separators of lists in cells.

    - `general`: the separators of columns that are not in `by_column`
    - `are_chosen`: whether the user has chosen separators
    """

    general: Sequence[str] = (";",)
    by_column: Mapping[str, Sequence[str]] = NOTHING
    are_chosen: bool = False

    def of(self, column: str) -> Sequence[str]:
        """Return the separators of the lists in a column, or [] if the column has no lists."""
        return self.by_column.get(column, self.general)

    def pieces(self, template: str) -> list[str]:
        """Return the parts of a template between separators: `{who} ({land})` and `{other}` for the
        template `{who} ({land}); {other}`.
        """
        return [piece for piece in split_list(template, self.general) if piece]


class Rules(NamedTuple):
    """The rules of an import.

    - `map`: the column or template of each field, or a list of columns and templates
    - `set`: maps a field to its value in every row
    - `values`: the replacements of texts, by column and then by text
    - `missing`: texts that mean a missing value
    - `bodies`: names of organisations that count as countries
    - `fill_down`: maps a column to the texts that repeat the cell above. Without texts, an empty
      cell and a ditto mark repeat it.
    - `footnotes`: "remove" or "keep" marks such as `[1]` and `†`. If it is None, a cell with such a
      mark is an error if it has a date, a name or a place.
    - `split_place`: whether to move the country at the end of a place, as in `Geneva, Switzerland`
    - `date_formats`: formats as for strptime
    - `century`: the first of the hundred years for `%y`
    - `keep`: maps a column to texts. Only rows with one of these texts in the column are imported.
    - `event`: a template whose text is equal in all rows of one event
    - `format`: the name of the file's format
    - `sheet`: the name of the sheet to read from a workbook
    - `on_duplicate`: one of ON_DUPLICATE
    - `on_missing`: one of ON_MISSING
    - `name`: the name of the import
    - `file`: the path of the rules file
    - `has_sections`: whether the rules file has a line such as `[map]`
    - `formats_are_options`: whether options, which override the file, give the date formats
    - `declared`: the fields of records to add if rows refer to them, by "actors", "sources" or
      "types" and then by id
    """

    map: Mapping[str, str | Sequence[str]] = NOTHING
    set: Mapping[str, Any] = NOTHING
    values: Mapping[str, Mapping[str, str]] = NOTHING
    missing: Sequence[str] = ()
    bodies: Sequence[str] = ()
    split: Separators = Separators()
    fill_down: Mapping[str, Sequence[str]] = NOTHING
    footnotes: str | None = None
    split_place: bool = False
    date_formats: Sequence[str] = ()
    century: int | None = None
    keep: Mapping[str, Sequence[str]] = NOTHING
    event: str | None = None
    format: str | None = None
    sheet: str | None = None
    on_duplicate: str = "skip"
    on_missing: str = "report"
    name: str | None = None
    file: str | None = None
    has_sections: bool = False
    formats_are_options: bool = False
    declared: Mapping[str, Mapping[str, Fields]] = NOTHING


NAMES_IN_FILE = {"date_formats": "date_format", "format": "from", "name": "as"}
"""The names that fields of Rules have in a rules file, if they differ."""
RULE_NAMES = {*Rules._fields, *NAMES_IN_FILE.values()} - {
    "name", "format", "file", "has_sections", "formats_are_options", "declared",
}  # fmt: skip
"""The names of rules in a rules file."""
MOVE_UP = "move it above the first [section]"


# -- fields -------------------------------------------------------------------------------------

PARTS = ("id", "name", "country")
"""The parts of a participant that can be mapped to columns, as in `actors.id` or `present.name`."""

_MOST_ELEMENTS = 20
"""The highest number of a list element that a rule can set."""


def locate_field(field: str) -> tuple[Path, Kind]:
    """Return (path in an event, kind of the values) for a field such as `dates.signed`.

    Raises UsageError if the field is unknown.
    """
    if field == "end":
        return ("end",), DATE
    key, _, part = field.partition(".")
    if key in keys.PARTICIPANTS and part in PARTS:
        return (key, part), LINE
    path, kind = _locate(field)
    if any(isinstance(step, int) and step >= _MOST_ELEMENTS for step in path):
        raise UsageError(f"{field}: the number must be at most {_MOST_ELEMENTS}")
    return path, kind


def is_list(field: str) -> bool:
    """Return whether a field is a list, such as `tags`."""
    return isinstance(locate_field(field)[1], ListOf)


def parse_constant(field: str, value: Any) -> Any:
    """Return the value that a field has in every row, as a TOML value.

    Raises UsageError if the value or the field is invalid.
    """
    if field == "end":
        raise UsageError('"end" cannot be the same in every row; map "date" and "end" from columns')
    return _locate(field)[1].parse(value)


def _locate(field: str) -> tuple[Path, Kind]:
    if re.split(r"[.\[]", field)[0] not in keys.EVENT.keys and (fields := fields_called(field)):
        raise UsageError(f'unknown key "{field}" in an event; write {join_or(fields)}')
    return keys.locate("events", field)


def map_lines(templates: Mapping[str, str]) -> str:
    """Return lines of a rules file such as `date = "Date"`, joined by "and".

    `templates`: the column or template of each field.
    """
    return join_and([f"{key_text(name)} = {literal(one)}" for name, one in templates.items()])


def check_templates(
    field: str, templates: Any, mapping: Callable[[Mapping[str, str]], str] = map_lines
) -> Any:
    """Return `templates` unchanged. Raises UsageError if the field or a template is invalid.

    `mapping`: a function that returns the text to type for each template, such as `date = "Date"`.
    """
    several = templates if isinstance(templates, list) else [templates]
    problems = [] if several else [f'{field} has no column; write {field} = "COLUMN"']
    problems += [problem for one in several for problem in LINE.problems(one, (field,))]
    if problems:
        raise UsageError(*problems)
    for template in several:
        check_template(template)
    if field != "event":
        _refuse_other_name(field, templates, mapping)
        locate_field(field)
    elif len(several) > 1:
        raise UsageError("event has several columns; write one template, such as {ONE} {OTHER}")
    return templates


def _refuse_other_name(
    field: str, templates: Any, mapping: Callable[[Mapping[str, str]], str]
) -> None:
    key = re.split(r"[.\[]", field)[0]
    if key in (*keys.EVENT.keys, "end") or not (fields := fields_called(field)):
        return
    choices = {one: mapping({one: templates}) for one in fields}
    url, publisher = "sources[1].url", "sources[1].publisher"
    if {url, publisher} <= choices.keys() and (column := only_column(as_template(templates))):
        both = mapping({url: templates, publisher: f"{{{column}:host}}"})
        choices[url] = f"{both} for web addresses"
        choices[publisher] += " for names of publishers"
    raise UsageError(f'unknown key "{field}" in an event; write {join_or([*choices.values()])}')


def listed(templates: str | Sequence[str]) -> Sequence[str]:
    """Return the templates of a field as a list, even if there is only one."""
    return [templates] if isinstance(templates, str) else templates


def named_columns(rules: Rules) -> list[tuple[str, str]]:
    """Return (field or rule, column) for each column in the rules, such as ("date", "Start")."""
    named = [
        (field, column)
        for field, templates in rules.map.items()
        for template in listed(templates)
        for column in columns_of(as_template(template))
    ]
    named += [("event", column) for column in columns_of(as_template(rules.event or "{{"))]
    named += [("values", column) for column in rules.values]
    named += [("keep", column) for column in rules.keep]
    named += [("fill_down", column) for column in rules.fill_down]
    return [*named, *(("split", column) for column in rules.split.by_column)]


def check_columns(rules: Rules, columns: Sequence[str]) -> None:
    """Raise UsageError if the rules name a column that the table does not have."""
    otherwise = f"; choose {join_or([shown(name) for name in columns])}"
    fixed = ", or give a fixed value under [set]"
    problems = [
        f"{where}: "
        + unknown_word(column, columns, "column", otherwise + fixed * (where in rules.map))
        + f"; if {column} is a rule, {MOVE_UP}" * (where not in rules.map and column in RULE_NAMES)
        for where, column in dict.fromkeys(named_columns(rules))
        if column not in columns
        and (where in ("keep", "split", "fill_down") or column_and_part(column)[0] not in columns)
    ]
    if problems:
        raise UsageError(*problems)


def notes_on_values(rules: Rules, rows: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """Yield a note on each rule that is probably in the wrong section, [values.COLUMN].

    An example is `split = ";"` below [values.Kind], if no cell of the column Kind has the text
    `split`.
    """
    missing = {
        (column, text) for column, texts in rules.values.items() for text in RULE_NAMES & {*texts}
    }
    for row in rows if missing else ():
        missing = {
            (column, text)
            for column, text in missing
            if text not in str(row.get(column, row.get(column_and_part(column)[0])))
        }
    for column, text in sorted(missing):
        yield f'no cell in column {column} has "{text}"; if it is a rule, {MOVE_UP}'
