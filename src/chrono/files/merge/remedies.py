"""Write instructions for messages: an option to add, or a line to write in a rules file."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterable, Mapping, Sequence
from itertools import zip_longest

from chrono.core import english
from chrono.core.dates import When
from chrono.files.format.keys import PARTICIPANTS
from chrono.files.merge.cells import (
    as_template,
    column_and_part,
    columns_of,
    name_and_country_of,
    only_column,
)
from chrono.files.merge.columns import MISSING, date_in_words
from chrono.files.merge.date_formats import clear_formats, is_serial, readings
from chrono.files.merge.rules import Rules, listed, map_lines
from chrono.files.read.text import label
from chrono.files.toml.emit import key_text, literal

_NO_EVENT = re.compile(
    r"(sub-?total|(grand )?total|sum|source|note|gesamt|summe|quelle|fuente)s?\b(?!.*[0-9]{4})",
    re.IGNORECASE,
)
"""Matches texts such as `Total` in the last rows of a table."""


def rules_file(rules: Rules) -> str:
    """Return the path of an import's rules file, or "a rules file" if there is none."""
    return label(rules.file) if rules.file else "a rules file"


def write(rules: Rules, line: str, table: str = "") -> str:
    """Return an instruction such as `write "Phone" = "call" under [values.Kind] in rules.toml`.

    `table`: the section of the rules file for `line`, such as `values.Kind`, or "".
    """
    where = f" under [{table}]" if table else above_sections(rules)
    return f"write {line}{where} in {rules_file(rules)}"


def above_sections(rules: Rules) -> str:
    """Return " above the first [section]" if the rules file has sections, or else ""."""
    return " above the first [section]" if rules.has_sections else ""


def map_fields(rules: Rules, templates: Mapping[str, str]) -> str:
    """Return an instruction to map fields, such as ``add `--map date=Date` ``.

    `templates`: the column or template of each field.
    """
    if rules.file:
        return write(rules, map_lines(templates), "map")
    return f"add `{map_options(templates)}`"


def name_publishers(rules: Rules) -> str:
    """Return an instruction to add publishers to sources that have only a web address."""
    url, publisher = "sources[1].url", "sources[1].publisher"
    mapped = next((name for name in (url, "sources") if name in rules.map), "")
    column = only_column(as_template(listed(rules.map.get(mapped, "COLUMN"))[0])) or "COLUMN"
    fields = {**({} if mapped == url else {url: column}), publisher: f"{{{column}:host}}"}
    instead = " instead of sources" if mapped == "sources" else ""
    name = f"--set '{publisher}=NAME'"
    if rules.file:
        name = f"{map_lines({publisher: 'NAME'})} under [set]"
    return f"{map_fields(rules, fields)}{instead}, or {name}"


def replace_addresses(rules: Rules, texts: Sequence[str]) -> str:
    """Return an instruction for texts in a column of web addresses that are names of publishers."""
    column = only_column(as_template(listed(rules.map.get("sources[1].url", ""))[0])) or "COLUMN"
    empty = write(rules, f'{literal(texts[0])} = ""', f"values.{key_text(column)}")
    publisher = f"[{literal(f'{{{column}:host}}')}, {literal(f'{{{column}:cell}}')}]"
    return f'{empty}, and "sources[1].publisher" = {publisher} under [map] if it is a publisher'


def split_lines(rules: Rules, column: str) -> str:
    """Return an instruction to split the cells of a column into their lines."""
    if rules.file:
        return split_column(rules, column, ["\n"])
    rule = literal({column: ["\n"]})
    return write(rules, f"split = {rule}")


def split_lists(rules: Rules, signs: Sequence[str]) -> str:
    """Return an instruction to split the lists in all cells, such as `add --split ';'`."""
    if rules.file:
        return write(rules, f"split = {literal([*signs])}")
    return f"add {' '.join(f'--split {shlex.quote(sign)}' for sign in signs)}"


def split_names(rules: Rules, signs: Sequence[str], are_split: bool) -> str:
    """Return an instruction to split the names of participants.

    - `signs`: the separators to add
    - `are_split`: whether to keep the current separators, too
    """
    own = rules.split
    if not own.by_column:
        return split_lists(rules, [*dict.fromkeys([*(own.general if are_split else ()), *signs])])
    named = dict.fromkeys(
        column_and_part(column)[0]
        for field, templates in rules.map.items()
        if field.partition(".")[0] in PARTICIPANTS
        for template in listed(templates)
        for column in columns_of(as_template(template))
    )
    column = next((one for one in named if one in own.by_column), next(iter(named), "actors"))
    return split_column(rules, column, signs)


def split_column(rules: Rules, column: str, signs: Sequence[str]) -> str:
    """Return an instruction to split the lists in a column, such as `add --split 'Who=;'`."""
    own = rules.split
    if not rules.file:
        values = [f"{column}={sign}" for sign in signs]
        return f"add {' '.join(f'--split {shlex.quote(value)}' for value in values)}"
    if own.are_chosen and not own.by_column:
        return split_lists(rules, [*dict.fromkeys([*own.general, *signs])])
    separators = [*dict.fromkeys([*own.by_column.get(column, ()), *signs])]
    return write(rules, f"split = {literal({**own.by_column, column: separators})}")


def split_brackets(rules: Rules) -> str:
    """Return an instruction to read countries from cells such as `Jane Roe (US)`."""
    templates = listed(rules.map.get("actors", "actors"))
    column = only_column(as_template(templates[0])) if len(templates) == 1 else None
    return map_fields(rules, {"actors": name_and_country_of(column or "COLUMN")})


def split_places(rules: Rules) -> str:
    """Return an instruction to split places such as `Geneva, Switzerland` at the comma."""
    return write(rules, "split_place = true") if rules.file else "add --split-place"


def correct_dates(rules: Rules, template: str, unread: Iterable[str], texts: Sequence[str]) -> str:
    """Return an instruction for texts that are not EDTF dates and have the same shape.

    - `template`: the template of the texts, such as `{Day}`
    - `unread`: all texts of the import that are not EDTF dates
    - `texts`: the texts with this shape, such as `12/31/2024` and `1/2/2025`
    """
    if is_serial(texts[0]):
        return "if a spreadsheet shows it as a date, give its cell a date format there"
    formats, wrong_texts, example, dates = readings(texts)
    if all(text.casefold() in MISSING for text in texts):
        missing = write(rules, f"missing = {literal([*dict.fromkeys([*rules.missing, *texts])])}")
        return f"if that means a missing date, {missing}"
    if not formats or len(wrong_texts) > len(texts) // 2:
        if (columns := columns_of(template)) and not only_column(template):
            tables = english.join_or([f"[values.{key_text(one)}]" for one in columns])
            return f"correct it, or replace a part of it under {tables}"
        table = f"values.{key_text(columns[0])}" if columns else "values.COLUMN"
        line = f"{literal(texts[0])} = {literal(date_in_words(texts[0]) or 'DATE')}"
        if _NO_EVENT.match(texts[0]):
            skip = "delete the row, or add --skip-bad --rejects FILE"
            return f"if the row is not an event, {skip}; if it is one, {write(rules, line, table)}"
        return f"correct it, or {write(rules, line, table)}"
    remedies = [_date_format(rules, form, clear_formats(unread)) for form in formats]
    if len(formats) > 1:
        days = [
            f" if {'it' if at else literal(example)} is {english.date(When.parse(date))}"
            for at, date in enumerate(dates)
        ]
        return ", or ".join(map("".join, zip_longest(remedies, days, fillvalue="")))
    wrong = f', and correct "{wrong_texts[0]}"' if wrong_texts else ""
    more = f" and {len(wrong_texts) - 1} more" if len(wrong_texts) > 1 else ""
    return f"{remedies[0]}{wrong}{more}"


def _date_format(rules: Rules, form: str, others: Sequence[str]) -> str:
    is_option = rules.formats_are_options or not rules.file
    if is_option and not any("%y" in one for one in (form, *others)):
        return f"add --date-format {shlex.quote(form)}"
    own = () if rules.formats_are_options else rules.date_formats
    formats = [*dict.fromkeys([*own, *others, form])]
    needs_century = rules.century is None and any("%y" in one for one in formats)
    century = " and the century (such as century = 2000)" if needs_century else ""
    return write(rules, f"date_format = {literal(formats)}{century}")


def map_options(templates: Mapping[str, str]) -> str:
    """Return options such as `--map date=Date`, quoted for a shell."""
    return " ".join(f"--map {shlex.quote(f'{name}={one}')}" for name, one in templates.items())


def suggest_command(arguments: str) -> str:
    """Return the command that writes a rules file for a table.

    `arguments`: the name of the file and the options to read it, such as `a.txt --from csv`.
    """
    return f"chrono import {arguments} --suggest --output rules.toml"


def rules_command(arguments: str) -> str:
    """Return the command that imports a table with a rules file. `arguments`: as above."""
    return f"chrono import {arguments} --rules rules.toml"
