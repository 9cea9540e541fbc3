"""Find the fields of events that the columns of a table hold, and set fields by their paths."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import pairwise
from typing import Any

from chrono.core.english import join_and
from chrono.core.sentences import given_twice
from chrono.errors import UsageError
from chrono.files.exchange.import_table import ImportTable
from chrono.files.format.keys import EVENT, PARTICIPANTS
from chrono.files.format.kinds import TableKind
from chrono.files.merge.cells import as_template, only_column
from chrono.files.merge.columns import Column, map_option, proposed
from chrono.files.merge.rules import PARTS, Rules, is_list, listed, locate_field
from chrono.files.toml.blocks import Path
from chrono.files.write.from_text import has_own_end


def templates_by_field(rules: Rules, table: ImportTable) -> dict[str, str | Sequence[str]]:
    """Field -> column, template, or list of these: mapped columns, and columns named like fields.

    A column named like a field is ignored if it overlaps a field of the rules. Raises UsageError if
    two fields of the rules overlap.
    """
    chosen = [*rules.map, *(name for name in rules.set if name not in rules.map)]
    if overlaps := [
        f"{part} is part of {whole}; map only one of them"
        for part in chosen
        for whole in chosen
        if _is_within(part, whole)
    ]:
        raise UsageError(*overlaps)
    joined = {"end"} if has_own_end(table.columns) else set()
    by_name = {name: name for name in table.columns if name in joined or _names_field(name)}
    ids = [rules.map.get(f"{key}.id", ()) for key in PARTICIPANTS]
    if "id" in {only_column(as_template(one)) for some in ids for one in listed(some)}:
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


def is_part(field: str) -> bool:
    """Whether a field is a part of participants, such as `actors.id`."""
    key, _, part = field.partition(".")
    return key in PARTICIPANTS and part in PARTS


def _is_within(part: str, whole: str) -> bool:
    """Whether the field `part` is in the field `whole`, so that only one of them can be mapped."""
    if is_part(part):
        return False
    (inner, _), (outer, kind) = locate_field(part), locate_field(whole)
    is_open = isinstance(kind, TableKind)
    return len(outer) < len(inner) and inner[: len(outer)] == outer and not is_open


def _names_field(column: str) -> bool:
    """Whether `column` is the name of a key of events, or of a part such as `dates.signed`."""
    if column in EVENT.keys:
        return True
    try:
        return len(locate_field(column)[0]) > 1
    except UsageError:
        return False


def refuse_missing(mapped: Collection[str | int], table: ImportTable) -> None:
    """Raise UsageError if neither `mapped` keys nor the rules fill a required key of events."""
    missing = [key for key in EVENT.required if key != "id" and key not in mapped]
    if missing and not all(row.problem for row in table.rows):
        found = proposed([Column(table, name) for name in table.columns if name])
        options = [map_option(key, found.get(key, "COLUMN")) for key in missing]
        names = [name for name in table.columns if name]
        raise UsageError(
            f"no column for {join_and(missing)}; the columns are {join_and(names)}: add "
            f"{' '.join(options)}, or --set FIELD=VALUE for every row; for a rules file to start "
            "from, run `chrono import --suggest FILE`"
        )


def put(event: dict[str, Any], path: Path, value: Any) -> None:
    """Set the value at a path in an event; elements of a list must be set in order, without gaps.

    Raises UsageError if that conflicts with another value.
    """
    holder: Any = event
    for step, following in pairwise(path):
        kind = list if isinstance(following, int) else dict
        if isinstance(step, int):
            holder += [{} for _ in range(len(holder), step + 1)]
            holder = holder[step]
        else:
            holder = holder.setdefault(step, kind())
        if not isinstance(holder, kind):
            raise UsageError(given_twice(str(path[0])))
    last: Any = path[-1]
    if isinstance(last, int):
        holder.append(value)
    elif isinstance(value, dict) and isinstance(table := holder.get(last), dict):
        if twice := next((key for key in value if key in table), None):
            raise UsageError(given_twice(f"{last}.{twice}"))
        table |= value
    else:
        holder[last] = value
