"""json, an array of objects, and jsonl, one a line: as `list` writes them, or as others do."""

from __future__ import annotations

import json as _json
import re
from collections.abc import Mapping, Sequence
from typing import Any

from chrono.errors import LedgerError, Problem, UsageError
from chrono.files.exchange.long_rows import folded
from chrono.files.exchange.readers import MARK, Row, Table
from chrono.files.write import from_text


def json(text: str, name: str) -> Table:
    """An array of objects, or objects one after the other."""
    try:
        values = from_text.values(text.removeprefix(MARK), name)
    except UsageError as error:
        found = re.fullmatch(r".* is no JSON at line (?P<line>\d+): (?P<why>.*)", str(error))
        line, why = (
            (int(found["line"]), f"this is no JSON: {found['why']}") if found else (0, error)
        )
        raise LedgerError([Problem(name, line, str(why), "file")]) from None
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
            (value,) = from_text.values(line, name)
        except UsageError as error:
            said = re.sub(r".* is no JSON at line 1: ", "it is no JSON: ", str(error))
            rows.append(Row(number, {}, line, said))
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
