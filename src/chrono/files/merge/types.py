"""The types that come in with a table: a ledger's own, those of the rules, those `list` names."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from chrono.core.model import BUILT_IN_TYPES, EventType
from chrono.core.names import nearest
from chrono.errors import UsageError
from chrono.files.exchange.import_table import ImportTable
from chrono.files.format.dump import type_fields
from chrono.files.format.kinds import as_id


def types_beside(
    table: ImportTable,
    told: Mapping[str, Mapping[str, Any]],
    known: Mapping[str, EventType],
    as_listed: bool,
) -> dict[str, dict[str, Any]]:
    """The keys of the types that a table or its rules bring, by id, those aside that are there.

    Raises UsageError where one is a contact here and none there: numbers would change by it.
    """
    found: dict[str, Mapping[str, Any]] = dict(told)
    if as_listed:
        found |= _listed(table, {*known, *found})
    for kind in table.beside.types:
        if kind.id not in known or known[kind.id] in BUILT_IN_TYPES:
            found[kind.id] = type_fields(kind) or {}
        elif known[kind.id].contact != kind.contact:
            raise UsageError(
                f'the type "{kind.id}" is a contact in one of the two and none in the other: '
                "give it another id in one of them"
            )
    return {
        id: {"id": id, **fields}
        for id, fields in found.items()
        if id not in known or (known[id] in BUILT_IN_TYPES and "label" in fields)
    }


def _listed(table: ImportTable, known: Collection[str]) -> dict[str, dict[str, Any]]:
    """The types of another ledger that `list` has written, by id.

    JSON says of each event whether it is a contact; a table does not, and there a word near one
    that is known is rather a slip.
    """
    found: dict[str, dict[str, Any]] = {}
    for row in table.rows:
        id, contact = row.values.get("type"), row.values.get("contact")
        if not isinstance(id, str) or id in known or id != as_id(id):
            continue
        if contact is None and nearest(id, known):
            continue
        fields = found.setdefault(id, {"label": id.replace("-", " ")})
        if contact in (True, "true"):
            fields["contact"] = True
    return found
