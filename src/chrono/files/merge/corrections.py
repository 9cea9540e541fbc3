"""Find the new events of an import that are corrected versions of earlier ones."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from chrono.files.merge.existing import Missing


def corrected(
    new: Mapping[str, Mapping[str, Any]],
    missing: Sequence[Missing],
    earlier: Mapping[str, Mapping[str, Any]],
) -> list[tuple[str, str]]:
    """Return (id of the new event, id of the earlier one) for new events that seem corrections.

    Both events have the same links and date, links and actors, or date and actors, and no other
    event has them. `new`, `earlier`: the fields of the new events and of all earlier ones, by id;
    `missing`: the earlier events that the file no longer has.
    """
    gone = {id: earlier[id] for one in missing for id in one.ids}
    here, there = _by_likeness(new), _by_likeness(gone)
    pairs: dict[str, str] = {}
    taken: set[str] = set()
    for key, ids in here.items():
        others = there.get(key, ())
        if len(ids) == len(others) == 1 and ids[0] not in pairs and others[0] not in taken:
            pairs[ids[0]] = others[0]
            taken.add(others[0])
    return [*pairs.items()]


def _by_likeness(events: Mapping[str, Mapping[str, Any]]) -> dict[object, list[str]]:
    found: dict[object, list[str]] = {}
    for id, fields in events.items():
        for key in _likenesses(fields):
            found.setdefault(key, []).append(id)
    return found


def _likenesses(fields: Mapping[str, Any]) -> Iterator[object]:
    sources = [one for one in fields.get("sources", ()) if isinstance(one, dict)]
    links = tuple(sorted(str(one["url"]) for one in sources if "url" in one))
    date, actors = str(fields.get("date")), tuple(sorted(map(str, fields.get("actors", ()))))
    if links:
        yield "links and date", links, date
        yield "links and actors", links, actors
    if len(actors) > 1:
        yield "date and actors", date, actors
