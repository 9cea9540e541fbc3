"""json, an array of objects, and jsonl, one a line: as `list` writes them, or as others do."""

from __future__ import annotations

import json as _json
import re
from collections.abc import Mapping, Sequence
from typing import Any

from chrono.errors import LedgerError, Problem
from chrono.files.exchange.long_rows import folded
from chrono.files.exchange.readers import MARK, Row, Table
from chrono.files.read.json_text import JsonError, parse_json


def json(text: str, name: str) -> Table:
    """An array of objects, or objects one after the other."""
    try:
        values = parse_json(text.removeprefix(MARK))
    except JsonError as error:
        why = f"this is no JSON: {error.why}" if error.line else error.why
        raise LedgerError([Problem(name, error.line, why, "file")]) from None
    rows = [_row(number, value) for number, value in enumerate(values, 1)]

    def rejects(some: Sequence[Row]) -> str:
        return "[\n" + ",\n".join(row.raw for row in some) + "\n]\n"

    return folded(_table("object", rows, rejects), ",\n")


def jsonl(text: str, name: str) -> Table:
    """One object a line; a row's number is its line's."""
    rows = []
    for number, line in enumerate(re.split(r"\r?\n", text.removeprefix(MARK)), 1):
        if not line.strip():
            continue
        try:
            (value,) = parse_json(line)
        except JsonError as error:
            why = f"it is no JSON: {error.why}" if error.line else error.why
            rows.append(Row(number, {}, line, why))
        except ValueError:
            rows.append(Row(number, {}, line, "it holds more than one object"))
        else:
            rows.append(_row(number, value, line))
    table = _table("line", rows, lambda some: "".join(f"{row.raw}\n" for row in some))
    return folded(table, "\n")


def _row(number: int, value: Any, raw: str | None = None) -> Row:
    raw = _json.dumps(value, ensure_ascii=False) if raw is None else raw
    if not isinstance(value, Mapping):
        return Row(number, {}, raw, "it is no object of JSON, { … }")
    return Row(number, value, raw)


def _table(noun: str, rows: Sequence[Row], rejects: Any) -> Table:
    columns = dict.fromkeys(key for row in rows for key in row.values)
    return Table(noun, [*columns], rows, rejects)
