"""Choose the rows of a table to import, join the rows of one event, and hash the cells of rows."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any, NamedTuple

from chrono.core.causes import Caused
from chrono.core.english import first_few, plural
from chrono.core.model import NOTHING
from chrono.core.names import did_you_mean
from chrono.errors import UsageError
from chrono.files.exchange.import_table import ImportTable, Row
from chrono.files.format.content import DERIVED_KEYS, normalized
from chrono.files.format.ids import fingerprint
from chrono.files.format.new_entry import Fields
from chrono.files.merge.cells import as_template, column_and_part, filled, trim
from chrono.files.merge.fill_down import filled_down, with_ditto_problems
from chrono.files.merge.footnotes import with_footnote_problems, with_footnotes_removed
from chrono.files.merge.json_paths import with_paths
from chrono.files.merge.readers import CellReader
from chrono.files.merge.rules import Rules, check_columns, named_columns, notes_on_values


class InvalidPart(UsageError):
    """The error for invalid rows that are joined in one event.

    `problems`: the problems of each row, by row number.
    """

    def __init__(self, problems: Mapping[int, Sequence[str]]) -> None:
        super().__init__(*(problem for some in problems.values() for problem in some))
        self.problems = problems


class Item(NamedTuple):
    """A row, and the fields of the event that the row becomes.

    - `raw`: the fields as in the row. The value None removes a key.
    - `fields`: the checked fields, with the ledger's ids
    """

    row: Row
    raw: Fields = NOTHING
    fields: Fields = NOTHING


def arranged(table: ImportTable, rules: Rules) -> tuple[ImportTable, list[str]]:
    """Return (table with only the rows to import, notes on rows that are left out or joined).

    The rows of one event are joined. Raises UsageError if the rules name an unknown column.
    """
    names = [column_and_part(name)[0] or name for _, name in named_columns(rules)]
    table, paths = with_paths(table, names)
    check_columns(rules, [*table.columns, *paths])
    table, notes = filled_down(table, rules.fill_down)
    is_foreign = table.row_text or table.is_record
    if is_foreign and not {*DERIVED_KEYS} <= {*table.columns}:  # not written by chrono
        table = with_ditto_problems(table, rules) if table.row_text else table
        if rules.footnotes == "remove":
            table = with_footnotes_removed(table, rules)
        elif rules.footnotes is None:
            table = with_footnote_problems(table, rules)
    notes += notes_on_values(rules, (row.values for row in table.rows))
    notes += _notes_on_left_out(table, rules.keep)
    reader = CellReader(rules)
    rows = [row for row in table.rows if row.problem or _is_wanted(row, rules.keep)]
    if empty := [row.number for row in rows if _is_emptied(row, reader)]:
        rows = [row for row in rows if row.number not in {*empty}]
        notes.append(_on_empty(empty, table.noun))
    if rules.event is not None:
        kept, rows = len(rows), _joined(rows, as_template(rules.event), reader)
        if len(rows) < kept:
            notes.append(f"{plural(kept, table.noun)} joined into {plural(len(rows), 'event')}")
    return table._replace(rows=rows), notes


def _is_wanted(row: Row, keep: Mapping[str, Sequence[str]]) -> bool:
    return all({*_texts(row, column)} & {*texts} for column, texts in keep.items())


def _is_emptied(row: Row, reader: CellReader) -> bool:
    filled = [column for column in row.values if any(_texts(row, column))]
    return bool(filled) and not row.problem and not any(reader.text(row, one) for one in filled)


def _on_empty(rows: Sequence[int], noun: str) -> str:
    nouns, are, were = (noun, "is", "was") if len(rows) == 1 else (f"{noun}s", "are", "were")
    numbers = first_few([*map(str, rows)], word="and")
    return f"{nouns} {numbers} {are} empty and {were} skipped"


def _texts(row: Row, column: str) -> list[str]:
    value = row.values.get(column)
    items = value if isinstance(value, list) else ["" if value is None else value]
    return [trim(str(item)) for item in items]


def _notes_on_left_out(table: ImportTable, keep: Mapping[str, Sequence[str]]) -> Iterator[str]:
    readable = [row for row in table.rows if not row.problem] if keep else []
    if left_out := sum(not _is_wanted(row, keep) for row in readable):
        columns = first_few([f'"{column}"' for column in keep], word="and")
        yield f'{plural(left_out, table.noun)} left out by the rule "keep" for {columns}'
    for column, texts in keep.items():
        found = dict.fromkeys(text for row in readable for text in _texts(row, column))
        if absent := [text for text in texts if text not in found]:
            hint = did_you_mean(absent[0], found)
            listing = first_few([f'"{text}"' for text in absent])
            yield f"no {table.noun} has {listing} in {column}{hint}"


def _joined(rows: Iterable[Row], template: str, reader: CellReader) -> list[Row]:
    """Return one row for each event, in the order of the events' first rows.

    Rows with the same text for `template` belong to one event, unless the text is empty.
    """
    groups: dict[Any, list[Row]] = {}
    for row in rows:
        text = "" if row.problem else filled(template, partial(reader.text, row))
        groups.setdefault(text or row.number, []).append(row)
    return [
        same[0]._replace(texts=tuple(text for row in same for text in row.texts), parts=tuple(same))
        if len(same) > 1
        else same[0]
        for same in groups.values()
    ]


def rejected_parts(row: Row, error: UsageError, noun: str) -> Iterator[tuple[Row, tuple[str, ...]]]:
    """Yield (row, problems) for a rejected row, or for each row that was joined into it.

    `noun`: the word that messages use for a row, such as `row`.
    """
    problems = error.problems if isinstance(error, InvalidPart) else {row.number: error.args}
    other = Caused(f"is one event with the invalid {noun} ", str(min(problems)), "", plain=True)
    for part in row.parts or (row,):
        yield part, tuple(problems.get(part.number, (other,)))


def joined_fields(parts: Iterable[tuple[Row, Callable[[], dict[str, Any]]]]) -> dict[str, Any]:
    """Return the fields of an event that has several rows. Lists and tables are joined.

    Raises InvalidPart with the problems of all rows. `parts`: (row, function that returns the row's
    fields) for each row.
    """
    event: dict[str, Any] = {}
    rows: dict[str, Row] = {}
    problems: dict[int, Sequence[str]] = {}
    for row, fields in parts:
        try:
            values = fields()
        except UsageError as error:
            problems[row.number] = error.args
            continue
        for key, value in values.items():
            try:
                joined = _with(event.get(key), value, key)
            except UsageError as error:
                field, new = error.args
                first = f", but row {rows[key].number} of the same event has another value"
                equal = f"or map {field} from columns that are equal in all rows"
                remedy = f"; write one value for each event, {equal}"
                different = Caused(f"{field} is ", new, first + remedy, cause=(key, "differs"))
                problems[row.number] = (*problems.get(row.number, ()), different)
                continue
            rows.setdefault(key, row)
            event[key] = joined
    if problems:
        raise InvalidPart(problems)
    return event


def _with(old: Any, new: Any, field: str) -> Any:
    if old is None or new is None:
        return new if old is None else old
    if isinstance(old, list) and isinstance(new, list):
        return old + [item for item in new if item not in old]
    if isinstance(old, dict) and isinstance(new, dict):
        return {key: _with(old.get(key), new.get(key), f"{field}.{key}") for key in {**old, **new}}
    if normalized(old) != normalized(new):
        raise UsageError(field, str(new))
    return old


# -- hashes of rows, by which a later import finds the events of the same rows ---------------------


def cell_hashes(rows: Iterable[Row]) -> dict[int, str]:
    """Return the hash of the cells of each row, by row number.

    A hash does not depend on empty cells or on the rules. Equal rows have different hashes.
    """
    numbers: Counter[str] = Counter()
    hashes: dict[int, str] = {}
    for row in rows:
        cells = [_filled_cells(part) for part in row.parts or (row,)]
        content = json.dumps(cells, sort_keys=True, default=str)
        numbers[content] += 1
        hashes[row.number] = fingerprint(content + nth(numbers[content]))
    return hashes


def nth(number: int) -> str:
    """Return a suffix that distinguishes equal texts: "" for 1, " 2" for 2, and so on."""
    return f" {number}" if number > 1 else ""


def _filled_cells(row: Row) -> dict[str, Any]:
    values = {
        name: trim(value) if isinstance(value, str) else normalized(value)
        for name, value in row.values.items()
        if name not in row.derived
    }
    return {name: value for name, value in values.items() if value not in (None, "", [], {})}
