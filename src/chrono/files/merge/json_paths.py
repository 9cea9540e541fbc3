"""Find values inside the objects and lists of JSON rows, by paths such as `participants.name`."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import suppress
from typing import Any

from chrono.errors import UsageError
from chrono.files.exchange.import_table import ImportTable, Row
from chrono.files.toml.emit import literal


class _Each(list[Any]):
    """The values at a path in each object of a list. A value is itself an _Each for a list of
    objects inside an object, and None for an object without a value.
    """

    def flat(self) -> list[Any]:
        """Return all values in one list. An object without a value, or an empty list, gives ""."""
        return [item for one in self for item in _flat(one)] or [""]


def value_at(value: Any, path: str) -> Any:
    """Return the value at a path such as `what.title` in a JSON value, or None if there is none.

    - In a list of objects, `participants.name` gives a list with the name in each object, or "" for
      an object without a name. Names that are lists are joined to one list.
    - `participants.1.name` gives the name in the first object.
    - A key that contains a dot is found, too.
    """
    found = _found(value, path)
    if not isinstance(found, _Each):
        return found
    items = found.flat()
    return items if any(item != "" for item in items) else None


def _found(value: Any, path: str) -> Any:
    if not path:
        return value
    steps = path.split(".")
    if isinstance(value, list):
        if steps[0].isdecimal() and steps[0].isascii():
            at = int(steps[0])
            return _found(value[at - 1], ".".join(steps[1:])) if 0 < at <= len(value) else None
        return _Each(_found(one, path) for one in value)
    empty = None
    for number in range(len(steps), 0, -1) if isinstance(value, Mapping) else ():
        key = ".".join(steps[:number])
        inner = _found(value[key], ".".join(steps[number:])) if key in value else None
        if inner is not None and not (isinstance(inner, _Each) and not any(map(_fills, inner))):
            return inner
        empty = inner if empty is None else empty
    return empty


def _fills(value: Any) -> bool:
    return any(map(_fills, value)) if isinstance(value, _Each) else value is not None


def _flat(value: Any) -> list[Any]:
    if isinstance(value, _Each):
        return value.flat()
    if isinstance(value, list):
        return value or [""]
    return ["" if value is None else value]


def _shape(value: Any) -> Any:
    # The lists around the values, without lists of one element: they have the same number of values
    if not isinstance(value, list) or not value:
        return ()
    shapes = [_shape(one) for one in value]
    return shapes[0] if len(shapes) == 1 else shapes


def is_even(row: Row, columns: Iterable[str]) -> bool:
    """Return whether each object in a list has as many values in each of `columns`."""
    with suppress(UsageError):
        refuse_uneven(row, columns)
        return True
    return False


def refuse_uneven(row: Row, columns: Iterable[str]) -> None:
    """Raise UsageError if an object in a list has more values in one of `columns` than in another.

    For example, `people.org.name` has two values for a person with two organisations, but
    `people.name` has one. Columns that are not paths, and paths in different lists, are not
    compared.
    """
    values = {name: value for name, value in row.values.items() if name not in row.derived}
    by_list: dict[str, dict[str, Any]] = {}
    for path in (name for name in dict.fromkeys(columns) if name in row.derived):
        if outer := _lists_around(values, path)[:1]:
            by_list.setdefault(outer[0], {})[path] = _found(values, path)
    for found in by_list.values():
        shapes = {path: _shape(value) for path, value in found.items()}
        fewest = min(found, key=lambda path: len(_flat(found[path])))
        for path, shape in shapes.items():
            if shape != shapes[fewest]:
                inner = _lists_around(values, path)[-1]
                first = f"{inner}.1{path.removeprefix(inner)}"
                raise UsageError(
                    f"{path} has several values for one value of {fewest}; to use only the first "
                    f"of them, write {first}"
                )


def _lists_around(values: Mapping[str, Any], path: str) -> list[str]:
    # The paths of the lists in which the values at `path` are, the outermost first
    steps = path.split(".")
    outer = [".".join(steps[:number]) for number in range(1, len(steps) + 1)]
    return [one for one in outer if _has_list(_found(values, one))]


def _has_list(value: Any) -> bool:
    if isinstance(value, _Each):
        return any(map(_has_list, value))
    return isinstance(value, list)


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
    if not has_objects(value):
        return
    filled = (path for path in _leaves(value) if path and value_at(value, path) not in (None, ""))
    if inner := next(filled, None):
        path = literal(f"{column}.{inner}")
        raise UsageError(f"{column} has objects, not texts; map a text inside them, such as {path}")


def has_objects(value: Any) -> bool:
    """Return whether a value is an object or a list with objects."""
    return any(isinstance(one, Mapping) for one in (value if isinstance(value, list) else [value]))


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
