"""Read the names of events as days: `since the inauguration` is since 2025-01-20."""

from __future__ import annotations

import re
from collections.abc import Iterable

from chrono.core.model import Event
from chrono.core.names import fold

NAMED = re.compile(
    r"\b(since|until|till|before|after|from|to|by)\s+(?:the\s+|[\w.]+['’]s\s+)?(\D+?)"
    r"(?=\s+(?:until|till|to|and|before)\b|$)"
)
"""Matches a preposition and the name of an event."""


def with_days(text: str, events: Iterable[Event]) -> str:
    """Return a period in words with the days of the events that it names.

    The name of an event is its id without the date. A name that several events have, or whose event
    did not take place on a single known day, stays as it is. So do the names of contacts, which are
    often places.
    """
    days: dict[str, str | None] = {}
    for event in events:
        name = re.sub(r"^\d{4}(-\d\d){0,2}-", "", event.id).replace("-", " ")
        single = event.when.exact and event.when.start == event.when.end and not event.type.contact
        days[name] = str(event.when.start) if single and name not in days else None

    def day(match: re.Match[str]) -> str:
        found = days.get(match[2].replace("-", " "))
        return f"{match[1]} {found}" if found else match[0]

    return NAMED.sub(day, fold(text))
