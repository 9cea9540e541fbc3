"""Which rows lead to an event that is neither there nor comes in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from chrono.core.references import Reference, links
from chrono.files.exchange.import_table import Row


def unlinked(
    rows: Sequence[tuple[Row, Mapping[str, Any]]], there: Collection[str], in_table: Collection[str]
) -> dict[int, list[str]]:
    """By number, the rows whose links lead nowhere, and those that lead to such rows in turn.

    `there` are the ids of the ledger, `in_table` those of all rows, good and bad.
    """
    coming = Counter(str(fields["id"]) for _, fields in rows if "id" in fields)
    followers: dict[str, list[int]] = {}
    for at, (_, fields) in enumerate(rows):
        for link in {link.id: None for link in _links(fields)}:
            followers.setdefault(link, []).append(at)
    found: dict[int, list[str]] = {}
    lost = [link for link in followers if link not in there and link not in coming]
    while lost:
        link = lost.pop()
        for at in followers.get(link, ()):
            row, fields = rows[at]
            first = row.number not in found
            keys = [other.key for other in _links(fields) if other.id == link]
            found.setdefault(row.number, []).extend(_said(key, link, in_table) for key in keys)
            if first and (id := str(fields.get("id"))) in coming:
                coming[id] -= 1
                if not coming[id] and id not in there:
                    lost.append(id)
    return found


def _said(key: str, link: str, in_table: Collection[str]) -> str:
    if link in in_table:
        return f'{key} "{link}": that event is in the file, and cannot be taken'
    return f'{key} "{link}": there is no such event, here or in the file'


def _links(fields: Mapping[str, Any]) -> Iterator[Reference]:
    return links(fields.get("follows", ()), fields.get("part_of"))
