"""Count the events that cite each source, and the events that cite only this source."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from typing import NamedTuple

from chrono.core.counting import Count
from chrono.core.model import Source
from chrono.core.query import Match


class Use(NamedTuple):
    """The use of a group of sources by events. A group can be all sources from one origin.

    - `events`: the number of events that cite any source of the group
    - `alone`: the number of events that cite only sources of the group
    """

    sources: tuple[Source, ...]
    events: Count
    alone: Count


def document(source: Source) -> Hashable:
    """Return a key for the document that a source cites. Citations of one document have equal keys.

    Documents with different origins have different keys.
    """
    date = source.date.text if source.date else None
    text = (source.publisher, source.title, date)
    return source.url or source.id or text, source.origin


def uses(
    matches: Iterable[Match], group: Callable[[Source], Hashable] = document
) -> dict[Hashable, Use]:
    """Return the use of each group of sources by the events in `matches`, most used first.

    `group`: a function that returns the key of a source's group, which is a key of the result.
    """
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
