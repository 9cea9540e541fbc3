"""Find values inside the objects and lists of JSON rows, by paths such as `participants.name`."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from chrono.errors import UsageError
from chrono.files.exchange.import_table import ImportTable, Row
from chrono.files.toml.emit import literal


def value_at(value: Any, path: str) -> Any:
    """Return the value at a path such as `what.title` in a JSON value, or None if there is none.

    - In a list of objects, `participants.name` gives a list with the name in each object, or "" for
      an object without a name. Names that are lists are joined to one list.
    - `participants.1.name` gives the name in the first object.
    - A key that contains a dot is found, too.
    """
    if not path:
        return value
    steps = path.split(".")
    if isinstance(value, list):
        if steps[0].isdecimal() and steps[0].isascii():
            at = int(steps[0])
            return value_at(value[at - 1], ".".join(steps[1:])) if 0 < at <= len(value) else None
        found = [value_at(one, path) for one in value]
        found = ["" if one is None else one for one in found]
        if any(isinstance(one, list) for one in found):
            return [item for one in found for item in (one if isinstance(one, list) else [one])]
        return found if any(found) else None
    for number in range(len(steps), 0, -1) if isinstance(value, Mapping) else ():
        key = ".".join(steps[:number])
        inner = value_at(value[key], ".".join(steps[number:])) if key in value else None
        if inner is not None:
            return inner
    return None


def paths_in(rows: Iterable[Row]) -> list[str]:
    """Return the paths of all texts, numbers and lists of these inside objects of the rows.

    A path of one key, which is the name of a column, is left out.
    """
    paths = (f"{key}.{inner}" for row in rows for key in row.values for inner in _inner(row, key))
    return [*dict.fromkeys(paths)]


def _inner(row: Row, key: str) -> Iterator[str]:
    yield from (path for path in _leaves(row.values[key]) if path)


def _leaves(value: Any) -> Iterator[str]:
    if isinstance(value, Mapping):
        for key, item in value.items():
            yield from (f"{key}.{inner}" if inner else str(key) for inner in _leaves(item))
    elif isinstance(value, list) and any(isinstance(one, (list, Mapping)) for one in value):
        yield from dict.fromkeys(inner for one in value for inner in _leaves(one))
    else:
        yield ""


def list_around(rows: Iterable[Row], path: str) -> str:
    """Return the path of the outermost list of objects that has a value at `path`, or ""."""
    steps = path.split(".")
    outer = [".".join(steps[:number]) for number in range(1, len(steps))]
    lists = (one for one in outer if any(_is_list(value_at(row.values, one)) for row in rows))
    return next(lists, "")


def _is_list(value: object) -> bool:
    return isinstance(value, list) and any(isinstance(one, Mapping) for one in value)


def refuse_objects(value: Any, column: str) -> None:
    """Raise UsageError for an object or a list of objects, with a path to a text in an object.

    `column`: the name of the column with the value.
    """
    items = value if isinstance(value, list) else [value]
    if not any(isinstance(one, Mapping) for one in items):
        return
    if inner := next(filter(None, _leaves(value)), None):
        path = literal(f"{column}.{inner}")
        raise UsageError(f"{column} has objects, not texts; map a text inside them, such as {path}")


def with_paths(table: ImportTable, names: Collection[str]) -> tuple[ImportTable, list[str]]:
    """Return (table whose rows have the values at the paths in `names`, all paths that exist).

    Names of columns are not paths. Without nested values, the table is returned unchanged.
    """
    wanted = [name for name in dict.fromkeys(names) if "." in name and name not in table.columns]
    known = paths_in(table.rows) if wanted else []
    found = [
        path for path in wanted if any(value_at(row.values, path) is not None for row in table.rows)
    ]
    if not found:
        return table, known
    rows = [
        row._replace(
            values={**row.values, **{path: value_at(row.values, path) for path in found}},
            derived=tuple(found),
        )
        for row in table.rows
    ]
    return table._replace(rows=rows), [*dict.fromkeys([*known, *found])]


def flattened(table: ImportTable, is_kept: Iterable[str]) -> ImportTable:
    """Return the table with a column for each path, in place of the columns with objects.

    `is_kept`: the columns that keep their objects.
    """
    kept = {*is_kept}
    paths = [path for path in paths_in(table.rows) if path.partition(".")[0] not in kept]
    if not paths:
        return table
    table, _ = with_paths(table, paths)
    nested = {path.partition(".")[0] for path in paths}
    columns: list[str] = []
    for name in table.columns:
        inside = [path for path in paths if path.startswith(f"{name}.")] if name in nested else []
        columns += inside or [name]
    return table._replace(columns=columns)
