"""Recognise marks of footnotes, such as `[1]` and `†`, which tables of Wikipedia have in cells."""

from __future__ import annotations

import re
from collections.abc import Iterator

from chrono.core.causes import Caused
from chrono.files.exchange.import_table import ImportTable, Row
from chrono.files.merge.cells import as_template, column_and_part, columns_of
from chrono.files.merge.remedies import write
from chrono.files.merge.rules import Rules, listed

_BRACKET = (
    r"\[(?:[0-9]{1,3}|[a-z]|[ivx]{1,4}|(?:note|nb|n|fn|anm\.?|nota) ?[0-9a-z]{1,3}|[a-z ]+ needed|"
    r"(?:when|who|where|which)\?)\]"
)
_SIGNS = r"[†‡]+|\*(?!\*)|(?<=\w{3})[¹²³⁰⁴-⁹]+"
_MARKS = re.compile(
    rf"(?<=\S)\s?(?:{_BRACKET})(?:\s?{_BRACKET})*|(?<=[\w.)\]])\s?(?:{_SIGNS})(?=\s*(?:$|[;,|\n]))",
    re.IGNORECASE,
)
"""Matches the marks of footnotes after a text."""
_FACTS = {"date", "end", "type", "actors", "present", "place", "place_country", "initiator"}
"""The fields in which a mark would change a date, a name or a place."""


def without_marks(text: str) -> str:
    """Return a text without the marks of footnotes in it. Web addresses are left unchanged."""
    may_have = not text.isascii() or "[" in text or "*" in text
    return _MARKS.sub("", text) if may_have and "://" not in text else text


def marked_text(value: object) -> str:
    """Return the text with a mark in the value of a cell, or ""."""
    texts = [one for one in (value if isinstance(value, list) else [value]) if isinstance(one, str)]
    return next((text.strip() for text in texts if without_marks(text) != text), "")


def marked_cells(table: ImportTable) -> dict[str, list[str]]:
    """Return the texts with marks in each column that has any."""
    found = {
        name: [text for row in table.rows if (text := marked_text(row.values.get(name)))]
        for name in table.columns
    }
    return {name: texts for name, texts in found.items() if texts}


def with_footnotes_removed(table: ImportTable, rules: Rules) -> ImportTable:
    """Return the table without marks of footnotes, except in texts that `rules` replace."""

    def cleaned(row: Row) -> Row:
        values = {
            name: [without_marks(one) if isinstance(one, str) else one for one in value]
            if isinstance(value, list)
            else without_marks(value)
            for name, value in row.values.items()
            if (text := marked_text(value)) and text not in rules.values.get(name, ())
        }
        return row._replace(values={**row.values, **values}) if values else row

    return table._replace(rows=[*map(cleaned, table.rows)])


def with_footnote_problems(table: ImportTable, rules: Rules) -> ImportTable:
    """Return the table with a problem for each cell with a mark in a date, a name or a place."""
    columns = [*dict.fromkeys([*_columns_of_facts(rules), *(_FACTS & {*table.columns})])]
    remedy = write(rules, 'footnotes = "remove"')
    why = f' has a footnote mark; to remove these marks, {remedy}, or "keep" to keep them'
    rows = []
    for row in table.rows:
        texts = {name: marked_text(row.values.get(name)) for name in columns}
        problems = {
            name: Caused(f"{name}: ", text, why, cause=("footnote", name))
            for name, text in texts.items()
            if text and text not in rules.values.get(name, ())
        }
        rows.append(row._replace(problems={**problems, **row.problems}) if problems else row)
    return table._replace(rows=rows)


def _columns_of_facts(rules: Rules) -> Iterator[str]:
    for field, templates in rules.map.items():
        if field.partition(".")[0] in _FACTS:
            for template in listed(templates):
                for column in columns_of(as_template(template)):
                    yield column_and_part(column)[0] or column
