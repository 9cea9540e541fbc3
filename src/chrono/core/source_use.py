"""Count the events that cite each source, and the events that cite only this source."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from typing import NamedTuple

from chrono.core.counting import Count
from chrono.core.model import Source
from chrono.core.origins import Origins
from chrono.core.query import Match


class Use(NamedTuple):
    """The use of a group of sources by events. A group can be all sources from one origin.

    - `events`: the number of events that cite any source of the group
    - `alone`: the number of events that cite only sources of the group
    """

    sources: tuple[Source, ...]
    events: Count
    alone: Count


def uses(
    matches: Iterable[Match],
    origins: Origins,
    group: Callable[[Source], Hashable] | None = None,
) -> dict[Hashable, Use]:
    """Return the use of each group of sources by the events in `matches`, most used first.

    - `origins`: the names of the ledger's publishers
    - `group`: a function that returns the key of a source's group, which is a key of the result.
      None: citations of one document are a group. Documents with different origins are different.
    """

    def document(source: Source) -> Hashable:
        date = source.date.text if source.date else None
        text = (origins.publisher(source), source.title, date)
        return source.url or source.id or text, origins.origin(source)

    group = group or document
    sources: dict[Hashable, dict[Hashable, Source]] = {}
    events: dict[Hashable, list[Match]] = {}
    alone: dict[Hashable, list[Match]] = {}
    for match in matches:
        groups: dict[Hashable, None] = {}
        for source in match.event.sources:
            groups[key := group(source)] = None
            sources.setdefault(key, {}).setdefault(document(source), source)
        for key in groups:
            events.setdefault(key, []).append(match)
            alone.setdefault(key, []).extend([match] * (len(groups) == 1))
    keys = sorted(events, key=lambda key: -len(events[key]))
    return {
        key: Use((*sources[key].values(),), Count(events[key]), Count(alone[key])) for key in keys
    }
