"""Read and write the formats `json` (an array of objects) and `jsonl` (one object per line)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import count
from typing import TYPE_CHECKING, Any

from chrono.core.progress import counted
from chrono.core.text import escape_controls_in_json
from chrono.files.exchange.import_table import ImportTable, Row, columns_of
from chrono.files.exchange.record import FIELDS, KEYS, record
from chrono.files.exchange.registry import Document
from chrono.files.exchange.rows import Style, Table
from chrono.files.read.json_text import NOT_AN_OBJECT, JsonError, parse_json
from chrono.files.read.text import Text, unreadable

if TYPE_CHECKING:
    from chrono.core.subset import Subset

FORMATS = {
    "json": {"suffixes": [".json"]},
    "jsonl": {"help": "the events as JSON, one object per line", "suffixes": [".jsonl", ".ndjson"]},
}


def dumps(value: Any, indent: int | None = None) -> str:
    """Return a value as JSON with control characters escaped.

    `indent`: the number of spaces, or None for JSON on one line.
    """
    return escape_controls_in_json(_encoder(indent).encode(value))


@cache
def _encoder(indent: int | None) -> json.JSONEncoder:
    """Return a cached JSON encoder. `json.dumps` would make one for each value."""
    # A Count becomes an object; other values that JSON does not have become their text.
    return json.JSONEncoder(
        ensure_ascii=False,
        indent=indent,
        check_circular=False,  # data from a ledger is never circular
        default=lambda value: value.to_dict() if hasattr(value, "to_dict") else str(value),
    )


def write_json(table: Table[Any], style: Style) -> Iterator[str]:
    """Yield the rows as a JSON array, with an object for each row."""
    between = "[\n  "
    for text in map(dumps, table.objects()):
        yield between + text
        between = ",\n  "
    yield "[]\n" if between.startswith("[") else "\n]\n"


def write_jsonl(table: Table[Any], style: Style) -> Iterator[str]:
    """Yield the rows as JSON objects, one per line."""
    return map(dump_jsonl, table.objects())


def dump_json(value: Any) -> str:
    """Return a value as JSON on several lines."""
    return f"{dumps(value, indent=2)}\n"


def dump_jsonl(value: Any) -> str:
    """Return a value as JSON on one line."""
    return f"{dumps(value)}\n"


def export_jsonl(subset: Subset) -> Document:
    """Return a document with a JSON object for each event, one per line."""
    number = len(subset.ledger.events)
    events = counted(subset.ledger.events, "Exporting events", number)
    records = (record(event, FIELDS if event.former_ids else KEYS) for event in events)
    return Document(map(dump_jsonl, records))


def read_json(text: Text) -> ImportTable:
    """Return the import table of JSON objects, which may be in an array.

    Raises LedgerError for invalid JSON.
    """
    try:
        values = parse_json(text.text)
    except JsonError as error:
        raise unreadable(text.name, _not_json(error), error.line) from None
    texts = (json.dumps(value, ensure_ascii=False) for value in values)
    rows = [*map(_row, count(1), values, texts)]

    def rejects(rows: Sequence[Row]) -> str:
        return "[\n" + ",\n".join(text for row in rows for text in row.texts) + "\n]\n"

    is_object = len(values) == 1 and text.text.lstrip().startswith("{")  # and not in an array
    path = _path_to_objects(values[0]) if is_object else ""
    remedy = f"to read these, write rows = {dumps(path)} in a rules file"
    note = f"the file is one object, with other objects in {path}; {remedy}"
    notes = (note,) if path and "title" not in values[0] else ()
    table = ImportTable("object", columns_of(rows), rows, rejects, is_record=True)
    return table._replace(notes=notes)


def _path_to_objects(value: Mapping[str, Any]) -> str:
    """Return the path of the longest list of objects in `value`, or "" if there is none."""
    lists: dict[str, int] = {}

    def collect(value: Any, path: str) -> None:
        for key, item in value.items() if isinstance(value, dict) else ():
            inner = f"{path}.{key}" if path else key
            collect(item, inner)
            if item and isinstance(item, list) and all(isinstance(one, dict) for one in item):
                lists[inner] = len(item)

    collect(value, "")
    return max(lists, key=lambda path: lists[path], default="")


def read_jsonl(text: Text) -> ImportTable:
    """Return the import table of JSON objects, one per line.

    Any other line becomes a row with a problem.
    """
    rows = []
    for number, line in enumerate(re.split(r"\r?\n", text.text), 1):
        if not line.strip():
            continue
        try:
            values = parse_json(line)
        except JsonError as error:
            rows.append(Row(number, {}, (line,), _not_json(error)))
            continue
        several = Row(number, {}, (line,), "more than one object on this line; write one per line")
        rows.append(several if len(values) != 1 else _row(number, values[0], line))

    def rejects(rows: Sequence[Row]) -> str:
        return "".join(f"{line}\n" for row in rows for line in row.texts)

    return ImportTable("line", columns_of(rows), rows, rejects, is_record=True)


def _row(number: int, value: Any, text: str) -> Row:
    problem = None if isinstance(value, Mapping) else NOT_AN_OBJECT
    return Row(number, {} if problem else value, (text,), problem)


def _not_json(error: JsonError) -> str:
    return f"this is not valid JSON: {error.why}" if error.line else error.why
