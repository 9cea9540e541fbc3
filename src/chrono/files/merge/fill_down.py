"""Fill cells that repeat the cell above, by the rule `fill_down`, and refuse ditto marks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from chrono.core.causes import Caused
from chrono.core.english import first_few, plural
from chrono.files.exchange.import_table import ImportTable, Row
from chrono.files.merge.cells import trim
from chrono.files.merge.ditto_marks import is_ditto
from chrono.files.merge.remedies import write
from chrono.files.merge.rules import Rules
from chrono.files.toml.emit import literal


def filled_down(
    table: ImportTable, columns: Mapping[str, Sequence[str]]
) -> tuple[ImportTable, list[str]]:
    """Return (table with the text of the cell above in cells that repeat it, notes on them).

    `columns`: for each column, the texts that stand for the text of the cell above. If there are no
    texts, empty cells and ditto marks stand for it.
    """
    above: dict[str, Any] = {}
    numbers: Counter[str] = Counter()
    rows = []
    for row in table.rows:
        if row.problem:
            above = dict.fromkeys(columns, _UNREADABLE)
            rows.append(row)
            continue
        filled: dict[str, Any] = {}
        for column, texts in columns.items():
            value = row.values.get(column)
            if _repeats(value, texts) and column not in row.problems:
                if above.get(column) is not None:
                    filled[column] = above[column]
            else:
                above[column] = value
        unread = [column for column, value in filled.items() if value is _UNREADABLE]
        if unread:
            problem = f"{unread[0]} repeats the cell above, in a {table.noun} that cannot be read"
            rows.append(row._replace(problem=problem))
            continue
        numbers.update([*filled])
        rows.append(_with(row, filled, table) if filled else row)
    notes = []
    if numbers:
        listed = first_few([f"{number} in {column}" for column, number in numbers.items()])
        cells = plural(numbers.total(), "cell has", "cells have")
        notes.append(f"{cells} the text of the cell above ({listed})")
    return table._replace(rows=rows), notes


_UNREADABLE = object()
"""Stands for the cell above if its row cannot be read, since its cells may be in other columns."""


def _repeats(value: object, texts: Sequence[str]) -> bool:
    text = trim("" if value is None else str(value))
    return text in texts if texts else not text or is_ditto(text)


def _with(row: Row, filled: Mapping[str, Any], table: ImportTable) -> Row:
    values = {**row.values, **filled}
    texts = row.texts
    if table.row_text:  # for the file of invalid rows, in which other rows are above this one
        cells = ["" if values.get(name) is None else values[name] for name in table.columns]
        texts = (table.row_text(cells),)
    return row._replace(values=values, texts=texts)


def with_ditto_problems(table: ImportTable, rules: Rules) -> ImportTable:
    """Return the table with a problem for each cell that has only a ditto mark.

    `rules`: the rules of the import, for the remedy
    """
    columns = [
        name for name in table.columns if any(is_ditto(row.values.get(name)) for row in table.rows)
    ]
    if not columns:
        return table
    fill = write(rules, f"fill_down = {literal([*dict.fromkeys([*rules.fill_down, *columns])])}")
    rows = []
    for row in table.rows:
        marks = {
            name: _problem(trim(str(row.values[name])), name, rules, fill)
            for name in columns
            if is_ditto(row.values.get(name))
        }
        rows.append(row._replace(problems={**marks, **row.problems}) if marks else row)
    return table._replace(rows=rows)


def _problem(text: str, column: str, rules: Rules, fill: str) -> Caused:
    remedy = "no cell above it has a text" if column in rules.fill_down else fill
    if (texts := rules.fill_down.get(column)) and text not in texts:
        remedy = f"add {literal(text)} to the texts of this column in fill_down"
    why = f" is a ditto mark, which repeats the cell above; {remedy}"
    return Caused(f"{column}: ", text, why, cause=("ditto", column))
