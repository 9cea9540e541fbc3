"""Find the columns and templates of the fields of events, by the rules and the table's columns."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress

from chrono.errors import UsageError
from chrono.files.exchange.import_table import ImportTable
from chrono.files.format.containers import ListOf
from chrono.files.format.keys import EVENT, PARTICIPANTS
from chrono.files.format.kinds import TableKind
from chrono.files.format.ledger_kinds import SourceItem
from chrono.files.merge import cells
from chrono.files.merge.json_paths import has_objects
from chrono.files.merge.rules import (
    PARTS,
    Rules,
    is_list,
    listed,
    locate_field,
    named_columns,
)
from chrono.files.write.from_text import has_own_end


def templates_by_field(rules: Rules, table: ImportTable) -> dict[str, str | Sequence[str]]:
    """Return the column, the template or the list of them for each field that a table has.

    The rules decide, and then the names of the columns. Raises UsageError if the rules map a field
    and a part of it.
    """
    paths = [column for _, column in named_columns(rules) if column not in table.columns]
    chosen = [*rules.map, *(name for name in rules.set if name not in rules.map)]
    if overlaps := [
        f"{part} is part of {whole}; map only one of them"
        for part in chosen
        for whole in chosen
        if _is_within(part, whole)
    ]:
        raise UsageError(*overlaps)
    joined = {"end"} if has_own_end(table.columns) else set()
    by_name: dict[str, str | Sequence[str]] = {}
    for column in table.columns:
        name = field_of(column)
        if (name in joined or _names_field(name)) and not any(
            path.startswith(f"{column}.")
            for path in paths  # only a part of it is mapped
        ):
            by_name[name] = name if name in table.columns else by_name.get(name, column)
    ids = [rules.map.get(f"{key}.id", ()) for key in PARTICIPANTS]
    if "id" in {cells.only_column(cells.as_template(one)) for some in ids for one in listed(some)}:
        by_name.pop("id", None)  # it is the id of a person
    by_name |= table.fields
    free = {
        name: column
        for name, column in by_name.items()
        if not any(_is_within(name, one) or _is_within(one, name) for one in chosen)
    }
    fields = {**free, **rules.map}
    lists = rules.map.keys() & {name for name in rules.set if is_list(name)}
    return {name: one for name, one in fields.items() if name not in rules.set or name in lists}


def field_of(column: str) -> str:
    """Return the field that a column is named like, such as `date` for `Date`, or its own name."""
    return column.lower() if column.lower() in (*EVENT.keys, "end") else column


def is_field_of_objects(column: str, table: ImportTable) -> bool:
    """Return whether a column is named like a field, and has values of this kind in JSON.

    For example, `place` is not such a column if its values are objects, but `sources` is.
    """
    try:
        _, kind = locate_field(column)
    except UsageError:
        return False
    takes_objects = isinstance(kind, TableKind) or (
        isinstance(kind, ListOf) and isinstance(kind.item, SourceItem)
    )
    return takes_objects or not any(has_objects(row.values.get(column)) for row in table.rows)


def is_part(field: str) -> bool:
    """Return whether a field is a part of a participant, such as `actors.id`."""
    key, _, part = field.partition(".")
    return key in PARTICIPANTS and part in PARTS


def _is_within(part: str, whole: str) -> bool:
    (inner, _), (outer, kind) = locate_field(part), locate_field(whole)
    is_inside = len(outer) < len(inner) and inner[: len(outer)] == outer
    return is_inside and not is_part(part) and not isinstance(kind, TableKind)


def _names_field(column: str) -> bool:
    with suppress(UsageError):
        return column in EVENT.keys or len(locate_field(column)[0]) > 1
    return False
