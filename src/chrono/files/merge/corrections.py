"""Find new events of an import that are corrected versions of events from earlier imports."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from chrono.files.format.content import normalized
from chrono.files.format.keys import FORMER_IDS
from chrono.files.merge.existing import ExistingEvents, Missing
from chrono.files.write.joined_fields import UNITED


def corrected(
    new: Mapping[str, Mapping[str, Any]], missing: Sequence[Missing], existing: ExistingEvents
) -> dict[tuple[str, str], list[str]]:
    """Return the pairs of a new event and an earlier event that the new event probably corrects.

    The keys of the result are (id of the new event, id of the earlier event). The two events have
    two of links, date and actors in common, and no other event has the same two. The values are the
    keys whose values `chrono join` would drop from the earlier event.

    - `new`: the fields of the new events by id
    - `missing`: the earlier events that the file no longer has
    """
    gone = {id: existing.data[id] for one in missing for id in one.ids}
    here, there = _by_likeness(new), _by_likeness(gone)
    pairs: dict[str, str] = {}
    taken: set[str] = set()
    for key, ids in here.items():
        others = there.get(key, ())
        if len(ids) == len(others) == 1 and ids[0] not in pairs and others[0] not in taken:
            pairs[ids[0]] = others[0]
            taken.add(others[0])
    return {(id, other): _dropped(new[id], existing.fields(other)) for id, other in pairs.items()}


def _dropped(kept: Mapping[str, Any], other: Mapping[str, Any]) -> list[str]:
    compared = other.keys() & {*kept, "status"} - {"id", "extra", FORMER_IDS, *UNITED["events"]}
    return [
        key
        for key in other
        if key in compared and normalized(other[key]) != normalized(kept.get(key))
    ]


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
