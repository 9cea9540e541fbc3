"""Represent the result of a command as a table of Python values, and turn the values into text."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, Generic, NamedTuple, TypeVar

Row = TypeVar("Row")


def plain_cell(value: object) -> str:
    """Return a value as the text of a cell.

    Lists are joined by `; `, None becomes "", and a count becomes `4` or a range such as `4..5`.
    """
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
    # A Count is recognised by its attributes: importing the class takes longer than a short list.
    count: Any = value if hasattr(value, "undecided") else None
    return str(value) if count is None else str(count.text(".."))


class Column(NamedTuple, Generic[Row]):
    """A column of a table.

    - `key`: the name of the column
    - `value`: a function that returns the value of a row for JSON
    - `cell`: a function that returns the value of a row for text formats (default: as for JSON)
    - `exact`: a function that turns the value for text formats into a text that `import` can read
    """

    key: str
    value: Callable[[Row], Any]
    cell: Callable[[Row], Any] | None = None
    exact: Callable[[Any], str] = plain_cell


class Table(NamedTuple, Generic[Row]):
    """The result of a command, as columns and rows.

    - `brief`: the columns in text formats such as csv, or None for all columns
    - `headed`: whether tsv has a header by default
    """

    columns: Sequence[Column[Row]]
    rows: Iterable[Row]
    brief: Sequence[Column[Row]] | None = None
    headed: bool = False

    @property
    def header(self) -> list[str]:
        """Return the names of the columns in text formats such as csv."""
        return [column.key for column in self.brief or self.columns]

    def lines(self, exact: bool = False) -> Iterator[list[str]]:
        """Yield the texts of the cells of each row, for text formats such as csv.

        `exact`: whether to use texts that `import` can read.
        """
        cells = [
            (column.cell or column.value, column.exact if exact else plain_cell)
            for column in self.brief or self.columns
        ]
        return ([text(value(row)) for value, text in cells] for row in self.rows)

    def objects(self) -> Iterator[dict[str, Any]]:
        """Yield each row as a dict with every key, for formats such as JSON."""
        values = [(column.key, column.value) for column in self.columns]
        return ({key: value(row) for key, value in values} for row in self.rows)


class Style(NamedTuple):
    """The options for writing rows.

    `header`: whether to write a header, or None to let the format decide.
    """

    header: bool | None = None
    excel: bool = False


def key_columns(*keys: str) -> list[Column[Any]]:
    """Return a column for each key, for rows that are mappings. A missing key gives None."""
    return [Column(key, lambda row, key=key: row.get(key)) for key in keys]  # type: ignore[misc]


def columns_of(owner: Callable[[Any], Any], columns: Iterable[Column[Any]]) -> list[Column[Any]]:
    """Return columns for rows from columns for the records that `owner` returns for the rows."""

    def moved(column: Column[Any]) -> Column[Any]:
        value, cell = column.value, column.cell
        own_cell = None if cell is None else lambda row: cell(owner(row))
        return Column(column.key, lambda row: value(owner(row)), own_cell, column.exact)

    return [*map(moved, columns)]


def pick(columns: Iterable[Column[Row]], keys: Sequence[str]) -> list[Column[Row]]:
    """Return the columns with these keys, in the order of `keys`.

    Raises KeyError for an unknown key.
    """
    by_key = {column.key: column for column in columns}
    return [by_key[key] for key in keys]
