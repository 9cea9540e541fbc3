"""The rows of `list --long`, one an event and actor, as one an event again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any

from chrono.files.exchange.readers import Row, Table

_OWN = ("actor", "country", "office")


def folded(table: Table, between: str) -> Table:
    """The table with its rows of one event as one, where each bears an actor and its country.

    `between` stands between the texts of two rows.
    """
    if not {"id", *_OWN} <= {*table.columns}:
        return table
    countries: dict[str, str] = {}
    for row in table.rows:
        if row.values.get("actor") and row.values.get("country"):
            countries.setdefault(str(row.values["actor"]), str(row.values["country"]))
    rows = [
        _one(list(group), between, "actors" in table.columns)
        for _, group in groupby(table.rows, key=_rest)
    ]
    columns = [name for name in table.columns if name not in _OWN]
    if "actors" not in columns:
        columns.append("actors")
    return table._replace(columns=columns, rows=rows, countries=countries)


def _rest(row: Row) -> Any:
    """What the rows of one event share; a row that cannot be read stands alone."""
    if row.wrong or not row.values.get("id"):
        return row.number
    return {name: value for name, value in row.values.items() if name not in _OWN}


def _one(rows: Sequence[Row], between: str, named: bool) -> Row:
    first = rows[0]
    values: Mapping[str, Any] = {
        name: value for name, value in first.values.items() if name not in _OWN
    }
    if not named:
        names = [str(row.values["actor"]) for row in rows if row.values.get("actor")]
        values = {**values, "actors": names}
    return Row(first.number, values, between.join(row.raw for row in rows), first.wrong)
