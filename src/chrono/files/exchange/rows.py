"""The result of a command as a table of Python values, and the text of its cells."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, Generic, NamedTuple, TypeVar

Row = TypeVar("Row")


def plain_cell(value: object) -> str:
    """`value` as a cell's text: "" for None, lists joined by `; `, a Count as `4` or `4..5`."""
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

    `key`: its name; `value`: returns the value for JSON, which may contain a Count, from a row;
    `cell`: returns the value for text formats, such as names for ids (None: as `value`); `exact`:
    returns the text for csv from the value for text formats.
    """

    key: str
    value: Callable[[Row], Any]
    cell: Callable[[Row], Any] | None = None
    exact: Callable[[Any], str] = plain_cell


class Table(NamedTuple, Generic[Row]):
    """The columns and rows of a result.

    `brief`: the columns in text formats, or None for all; `headed`: whether tsv, too, has a header
    by default.
    """

    columns: Sequence[Column[Row]]
    rows: Iterable[Row]
    brief: Sequence[Column[Row]] | None = None
    headed: bool = False

    @property
    def header(self) -> list[str]:
        """The keys of the columns that text formats write."""
        return [column.key for column in self.brief or self.columns]

    def lines(self, exact: bool = False) -> Iterator[list[str]]:
        """Yield the texts of each row's cells; if `exact`, `import` can read them back."""
        cells = [
            (column.cell or column.value, column.exact if exact else plain_cell)
            for column in self.brief or self.columns
        ]
        return ([text(value(row)) for value, text in cells] for row in self.rows)

    def objects(self) -> Iterator[dict[str, Any]]:
        """Yield each row as an object with every key, for formats that write rows as objects."""
        values = [(column.key, column.value) for column in self.columns]
        return ({key: value(row) for key, value in values} for row in self.rows)


class Style(NamedTuple):
    """How to write rows. `header`: with a header (None: the default); `excel`: for Excel."""

    header: bool | None = None
    excel: bool = False


def key_columns(*keys: str) -> list[Column[Any]]:
    """Columns for rows that are mappings with these `keys`; a missing key gives None."""
    return [Column(key, lambda row, key=key: row.get(key)) for key in keys]  # type: ignore[misc]


def pick(columns: Iterable[Column[Row]], keys: Sequence[str]) -> list[Column[Row]]:
    """The columns with these `keys`, in the order of `keys`. Raises KeyError for an unknown key."""
    by_key = {column.key: column for column in columns}
    return [by_key[key] for key in keys]
