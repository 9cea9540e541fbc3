"""The links between events: `follows` and `part_of` lead to other events, and not in a circle."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any, NamedTuple

from chrono.files.read.diagnostics import Hints, Place


class LinkedEvent(NamedTuple):
    """An event with links: its place, its id, and the ids of other events."""

    place: Place
    id: str | None
    follows: Sequence[str]
    part_of: str | None


def check_links(
    events: Sequence[LinkedEvent],
    ids: Mapping[str, Any],
    unreported: Collection[str],
    hints: Hints,
) -> None:
    """Report links to an event itself, to no event, and `part_of` in a circle.

    `ids` are those of all events, and `unreported` those that broken blocks may have.
    """
    for event in events:
        links = [
            (link, event.place / "follows" / index) for index, link in enumerate(event.follows)
        ]
        if event.part_of is not None:
            links.append((event.part_of, event.place / "part_of"))
        for link, place in links:
            key = place.path[2]
            if link == event.id:
                verb = "follows" if key == "follows" else "is part of"
                place.error(f'"{link}" {verb} itself', "link")
            elif link not in ids and link not in unreported:
                hint = hints.near(link, (id for id in ids if id != event.id))
                place.error(f'{key} "{link}": there is no such event{hint}', "link")
    _check_circles(events)


def _check_circles(events: Sequence[LinkedEvent]) -> None:
    wholes = {event.id: event.part_of for event in events if event.part_of is not None}
    seen: set[str | None] = set()
    for event in events:
        trail: dict[str | None, None] = {}
        id = event.id
        while id is not None and id not in seen and id not in trail:
            trail[id] = None
            id = wholes.get(id)
        if id in trail and wholes[id] != id:
            members = list(trail)
            circle = [*members[members.index(id) :], id]
            names = " is part of ".join(f'"{name}"' for name in circle)
            (event.place / "part_of").error(f"part_of leads in a circle: {names}", "link")
        seen.update(trail)
