"""Count the events that cite each source, and the events that cite no other source."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from typing import NamedTuple

from chrono.core.counting import Count
from chrono.core.model import Source
from chrono.core.query import Match


class Use(NamedTuple):
    """The events that cite any of a group of sources, such as those of one origin.

    `sources`: the sources of the group, each once; `events`: the number of events that cite any of
    them; `alone`: the number of events that cite no other source.
    """

    sources: tuple[Source, ...]
    events: Count
    alone: Count


def document(source: Source) -> Hashable:
    """Return a key that is equal for all citations of one document with the same origin."""
    date = source.date.text if source.date else None
    text = (source.publisher, source.title, date)
    return source.url or source.id or text, source.origin


def uses(
    matches: Iterable[Match], group: Callable[[Source], Hashable] = document
) -> dict[Hashable, Use]:
    """Return the use of each group of sources by the events in `matches`, most used first.

    `group`: a function from a source to the key of its group (default: each document is a group).
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
