"""An answer as rows, and how the formats write it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, NamedTuple

Cells = Callable[[dict[str, Any], Sequence[str]], Sequence[str]]
"""Turns a record into the texts of its columns, for the formats that know only text."""


class Rows(NamedTuple):
    """An answer as rows: `records` are dicts whose values JSON can hold; `columns` names keys.

    `exact` are cells that say so much that the record can be read back, where `cells` do not.
    """

    columns: Sequence[str]
    records: Iterable[dict[str, Any]]
    cells: Cells
    exact: Cells | None = None

    def lines(self, exact: bool = False) -> Iterator[Sequence[str]]:
        """The rows as texts."""
        cells = (self.exact if exact else None) or self.cells
        return (cells(record, self.columns) for record in self.records)


class Style(NamedTuple):
    """How rows are written: with a header (None: as the format does), or for Excel."""

    header: bool | None = None
    excel: bool = False


def plain_cells(record: dict[str, Any], columns: Sequence[str]) -> list[str]:
    """Each value as text: nothing for None, lists joined by `; `."""
    return [plain_cell(record.get(column)) for column in columns]


def number_cell(value: dict[str, Any]) -> str:
    """A number of the ledger's, `{"min": 4, "max": 5, …}`, as rows have it: `4`, or `4..5`."""
    low, high = value["min"], value["max"]
    return str(low) if low == high else f"{low}..{high}"


def plain_cell(value: object) -> str:
    """One value as text."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict):
        return "; ".join(f"{key}={plain_cell(item)}" for key, item in value.items())
    if isinstance(value, (list, tuple)):
        return "; ".join(plain_cell(item) for item in value)
    return str(value)
