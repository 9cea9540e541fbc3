"""Hash the cells of rows, so that a later import can find the events of the same rows."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from typing import Any

from chrono.files.exchange.import_table import Row
from chrono.files.format.content import normalized
from chrono.files.format.ids import fingerprint
from chrono.files.merge.cells import trim


def cell_hashes(rows: Iterable[Row]) -> dict[int, str]:
    """Return the hash of the cells of each row, by row number.

    A hash does not depend on empty cells or on the rules. Equal rows have different hashes.
    """
    numbers: Counter[str] = Counter()
    hashes: dict[int, str] = {}
    for row in rows:
        cells = [_filled(part) for part in row.parts or (row,)]
        content = json.dumps(cells, sort_keys=True, default=str)
        numbers[content] += 1
        hashes[row.number] = fingerprint(content + nth(numbers[content]))
    return hashes


def nth(number: int) -> str:
    """Return a suffix that distinguishes equal texts: "" for 1, " 2" for 2, and so on."""
    return f" {number}" if number > 1 else ""


def _filled(row: Row) -> dict[str, Any]:
    trimmed = (
        (name, trim(value) if isinstance(value, str) else value)
        for name, value in row.values.items()
    )
    return {name: normalized(value) for name, value in trimmed if value not in (None, "", [], {})}
