"""Find the rows with links to an event that neither exists nor is imported."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from chrono.core.references import Reference, links
from chrono.files.exchange.import_table import Row


def broken_links(
    rows: Sequence[tuple[Row, Mapping[str, Any]]], there: Collection[str], in_table: Collection[str]
) -> dict[int, list[str]]:
    """The problems of rows with broken links, by the row's number.

    A link to a row with a broken link is broken, too. `there` are the ids of the ledger's events,
    and `in_table` the ids of all rows, including rejected rows.
    """
    coming = Counter(str(fields["id"]) for _, fields in rows if "id" in fields)
    linking: dict[str, list[tuple[Row, Mapping[str, Any], Reference]]] = {}
    for row, fields in rows:
        for link in links(fields.get("follows", ()), fields.get("part_of")):
            linking.setdefault(link.id, []).append((row, fields, link))
    problems: dict[int, list[str]] = {}
    lost = [id for id in linking if id not in there and id not in coming]
    while lost:
        target = lost.pop()
        reason = "there is no such event, here or in the file"
        if target in in_table:
            reason = "that event is in the file, and cannot be taken"
        for row, fields, link in linking.get(target, ()):
            id = str(fields.get("id"))
            if row.number not in problems and id in coming:
                coming[id] -= 1
                if not coming[id] and id not in there:
                    lost.append(id)
            problems.setdefault(row.number, []).append(f'{link.key} "{target}": {reason}')
    return problems
