"""Choose the rows of a table to import, unfold objects of JSON, and join the rows of one event."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from chrono.core.causes import Caused
from chrono.core.english import first_few, plural
from chrono.core.names import did_you_mean, holds_words, unknown_word, words
from chrono.errors import UsageError
from chrono.files.exchange.import_table import ImportTable, Row, columns_of
from chrono.files.format.content import normalized
from chrono.files.merge.cells import CellReader, as_template, is_text, trim
from chrono.files.merge.rules import MOVE_UP, RULE_NAMES, Rules, When, with_columns


class InvalidPart(UsageError):
    """The error for invalid rows that are joined in one event, with the problems of each row."""

    def __init__(self, problems: Mapping[int, Sequence[str]]) -> None:
        super().__init__(*(problem for some in problems.values() for problem in some))
        self.problems = problems


def arranged(table: ImportTable, rules: Rules) -> tuple[ImportTable, Rules, list[str]]:
    """Return (table with the rows to import, rules with the table's columns, notes)."""
    if rules.rows is not None:
        table = _unfolded(table, rules.rows)
    table, paths = flattened(table)
    rules = with_columns(rules, [*table.columns, *paths])
    reader = CellReader(rules)
    notes = [*_on_absent(table, {**rules.keep, **rules.drop})]
    named = {column: [text for text in texts if text in RULE_NAMES]
             for column, texts in rules.values.items()}  # fmt: skip
    notes += [f"{one}; if it is a rule, {MOVE_UP}" for one in _on_absent(table, named)]
    kept = [row for row in table.rows if row.problem or not _is_left_out(row, rules)]
    if left_out := len(table.rows) - len(kept):
        notes.append(f"{plural(left_out, table.noun)} left out by the rules")
    rows = [row for row in kept if row.problem or not _is_emptied(row, reader)]
    if empty := len(kept) - len(rows):
        notes.append(f"{plural(empty, f'empty {table.noun}')} skipped")
    if rules.event is not None:
        number, rows = len(rows), _joined(rows, as_template(rules.event), reader)
        if len(rows) < number:
            notes.append(f"{plural(number, table.noun)} joined into {plural(len(rows), 'event')}")
    return table._replace(rows=rows), rules, notes


# -- objects of JSON ------------------------------------------------------------------------------


def _unfolded(table: ImportTable, path: str) -> ImportTable:
    """Return the table with a row for each object at `path`, with the outer objects' values."""
    steps = path.split(".")

    def inside(value: Any, outer: dict[str, Any], left: Sequence[str]) -> Iterator[dict[str, Any]]:
        if isinstance(value, list):
            for one in value:
                yield from inside(one, outer, left)
        elif isinstance(value, Mapping) and not left:
            yield {**outer, **value}
        elif isinstance(value, Mapping) and left[0] in value:
            own = {key: one for key, one in value.items() if key != left[0]}
            yield from inside(value[left[0]], {**outer, **own}, left[1:])

    found = [one for row in table.rows for one in inside(row.values, {}, steps)]
    if not found:
        keys = dict.fromkeys(
            key
            for row in table.rows
            for key, value in row.values.items()
            if isinstance(value, (list, Mapping))
        )
        raise UsageError(unknown_word(path, keys, "path of rows", ""))
    rows = [Row(number, values) for number, values in enumerate(found, 1)]
    return table._replace(noun="row", columns=columns_of(rows), rows=rows, rejects=None, notes=())


def flattened(table: ImportTable) -> tuple[ImportTable, list[str]]:
    """Return (table whose rows have the values inside objects, the paths of these values)."""
    if table.row_text is not None:  # csv and xlsx have no objects
        return table, []
    paths: dict[str, None] = {}
    rows = []
    for row in table.rows:
        inner = {path: value for path, value in _leaves(row.values) if "." in path}
        inner = {path: value for path, value in inner.items() if path not in row.values}
        paths |= dict.fromkeys(inner)
        rows.append(row._replace(values={**row.values, **inner}) if inner else row)
    return (table._replace(rows=rows) if paths else table), [*paths]


def _leaves(value: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    for key, item in value.items():
        if isinstance(item, Mapping):
            yield from _leaves(item, f"{prefix}{key}.")
        elif isinstance(item, list) and any(isinstance(one, Mapping) for one in item):
            objects = [dict(_leaves(one)) if isinstance(one, Mapping) else {} for one in item]
            for name in dict.fromkeys(name for one in objects for name in one):
                values = [one.get(name) for one in objects]
                if not any(isinstance(one, list) and len(one) > 1 for one in values):
                    single = [one[0] if isinstance(one, list) and one else one for one in values]
                    yield f"{prefix}{key}.{name}", ["" if one is None else one for one in single]
        else:
            yield f"{prefix}{key}", item


def has_objects(value: Any) -> bool:
    """Return whether a value is an object or a list with objects."""
    return any(isinstance(one, Mapping) for one in (value if isinstance(value, list) else [value]))


# -- the rows to import ---------------------------------------------------------------------------


def texts_of(row: Row, column: str) -> list[str]:
    """Return the texts of a cell. A list has several."""
    value = row.values.get(column)
    items = value if isinstance(value, list) else ["" if value is None else value]
    return [trim(str(item)) for item in items]


def matches(rule: When, row: Row) -> bool:
    """Return whether a row meets the condition of a rule [[when]]."""
    columns = [rule.column] if rule.column else [*row.values]
    texts = [text for column in columns for text in texts_of(row, column)]
    if rule.is_whole:
        return not {*rule.texts}.isdisjoint(texts)
    return any(holds_words(text, words(wanted)) for wanted in rule.texts for text in texts)


def _is_left_out(row: Row, rules: Rules) -> bool:
    return (
        any({*texts_of(row, column)}.isdisjoint(texts) for column, texts in rules.keep.items())
        or any({*texts_of(row, column)} & {*texts} for column, texts in rules.drop.items())
        or any(rule.skip and matches(rule, row) for rule in rules.when)
    )


def _is_emptied(row: Row, reader: CellReader) -> bool:
    filled = [column for column in row.values if any(texts_of(row, column))]
    return not any(reader.text(row, one) for one in filled)


def _on_absent(table: ImportTable, tables: Mapping[str, Sequence[str]]) -> Iterator[str]:
    for column, texts in tables.items():
        found = dict.fromkeys(text for row in table.rows for text in texts_of(row, column))
        if absent := [text for text in texts if text not in found]:
            hint = did_you_mean(absent[0], found)
            listing = first_few([f'"{text}"' for text in absent])
            yield f"no {table.noun} has {listing} in {column}{hint}"


# -- the rows of one event ------------------------------------------------------------------------


def _joined(rows: Iterable[Row], template: str, reader: CellReader) -> list[Row]:
    """Return one row for each text of the rule `event`, in the order of the events' first rows."""
    groups: dict[Any, list[Row]] = {}
    for row in rows:
        text = "" if row.problem else reader.filled(row, template)
        groups.setdefault(text or row.number, []).append(row)
    return [
        same[0]._replace(texts=tuple(text for row in same for text in row.texts), parts=tuple(same))
        if len(same) > 1
        else same[0]
        for same in groups.values()
    ]


def rejected_parts(row: Row, error: UsageError, noun: str) -> Iterator[tuple[Row, tuple[str, ...]]]:
    """Yield (row, problems) for a rejected row, or for each row that was joined into it."""
    problems = error.problems if isinstance(error, InvalidPart) else {row.number: error.args}
    other = Caused(f"is one event with the invalid {noun} ", str(min(problems)), "", plain=True)
    for part in row.parts or (row,):
        yield part, tuple(problems.get(part.number, (other,)))


def joined_fields(row: Row, fields_of: Callable[[Row], dict[str, Any]]) -> dict[str, Any]:
    """Return the fields of an event that has several rows. Lists and tables are joined."""
    event: dict[str, Any] = {}
    first: dict[str, Row] = {}
    problems: dict[int, Sequence[str]] = {}
    for part in row.parts:
        try:
            values = fields_of(part)
        except UsageError as error:
            problems[part.number] = error.args
            continue
        for key, value in values.items():
            try:
                event[key] = _with(event.get(key), value, key)
                first.setdefault(key, part)
            except UsageError as error:
                field, new = error.args
                why = f", but row {first[key].number} of the same event has another value; write "
                why += f"one value for each event, or map {field} from columns that are equal in "
                why += "all rows"
                different = Caused(f"{field} is ", new, why, cause=(key, "differs"))
                problems[part.number] = (*problems.get(part.number, ()), different)
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


def filled_cells(row: Row, columns: Sequence[str]) -> list[str]:
    """Return the text of each cell of a row, and of the rows that are joined into it."""

    def text(part: Row, column: str) -> str:
        value = part.values.get(column)
        return (
            trim(str(value)) if is_text(value) else "" if value in (None, [], {}) else repr(value)
        )

    parts = row.parts or (row,)
    return ["\n".join(text(part, column) for part in parts) for column in columns]
