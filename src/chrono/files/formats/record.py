"""An event, or one of its actors, as a flat record: the keys and cells of `list`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from math import isfinite
from typing import Any

from chrono.core.dates import When
from chrono.core.model import Event, Source
from chrono.files.formats import plain_cell

COLUMNS = ("date", "type", "actors", "title", "place", "id")
"""What `list` shows where no fields are chosen."""

LONG_COLUMNS = ("date", "type", "actor", "country", "office", "title", "place", "id")
"""The same with a row per event and actor."""

_VALUES: Mapping[str, Callable[[Event], Any]] = {
    "id": lambda event: event.id,
    "date": lambda event: event.when.text,
    "start": lambda event: event.when.start.isoformat() if event.when.start else None,
    "end": lambda event: event.when.end.isoformat() if event.when.end else None,
    "interval": lambda event: event.when.interval,
    "precision": lambda event: event.when.precision,
    "approximate": lambda event: event.when.approximate,
    "uncertain": lambda event: event.when.uncertain,
    "type": lambda event: event.type.id,
    "contact": lambda event: event.contact,
    "status": lambda event: event.status,
    "title": lambda event: event.title,
    "actors": lambda event: [actor.id for actor in event.actors],
    "actor_names": lambda event: [actor.name for actor in event.actors],
    "present": lambda event: [actor.id for actor in event.present],
    "place": lambda event: event.place,
    "place_country": lambda event: event.place_country,
    "initiator": lambda event: event.initiator,
    "summary": lambda event: event.summary,
    "notes": lambda event: event.notes,
    "tags": lambda event: list(event.tags),
    "follows": lambda event: list(event.follows),
    "part_of": lambda event: event.part_of,
    "local_dates": lambda event: plain_data(event.local_dates),
    "dates": lambda event: plain_data(event.dates),
    "private": lambda event: event.private,
    "sources": lambda event: [source_record(source) for source in event.sources],
    "extra": lambda event: plain_data(event.extra),
}

KEYS = tuple(_VALUES)
"""Every key of an event's record, in order; each is always there."""

LONG_KEYS = (*KEYS, "actor", "country", "office")


def record(event: Event, keys: Sequence[str] = KEYS) -> dict[str, Any]:
    """The record of an event: dates as EDTF, `start` and `end` as ISO days or None when open.

    Of its keys only those that are asked for, and the names that `cells` writes for `actors`.
    """
    found = {key: _VALUES[key](event) for key in keys if key in _VALUES}
    if "actors" in found:
        found.setdefault("actor_names", [actor.name for actor in event.actors])
    return found


def long_records(event: Event, keys: Sequence[str] = LONG_KEYS) -> Iterator[dict[str, Any]]:
    """A record per actor, with its country and the offices it held on that day."""
    whole = record(event, keys)
    for actor in event.actors:
        office = "; ".join(actor.offices(event.when)) or None
        yield {**whole, "actor": actor.name, "country": actor.country, "office": office}


def source_record(source: Source) -> dict[str, Any]:
    """The record of a source; every key is always there."""
    return {
        "id": source.id,
        "publisher": source.publisher,
        "origin": source.origin,
        "title": source.title,
        "url": source.url,
        "date": source.date.text if source.date else None,
        "archive": source.archive,
        "side": source.side,
        "grade": source.grade,
        "quote": source.quote,
        "says": plain_data(source.says),
        "private": source.private,
        "extra": plain_data(source.extra),
    }


def plain_data(value: Any) -> Any:
    """The user's own data as JSON can hold it: dates and times as their ISO texts."""
    if isinstance(value, When):
        return value.text
    if isinstance(value, Mapping):
        return {key: plain_data(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain_data(item) for item in value]
    if isinstance(value, (dt.date, dt.time)):
        return value.isoformat()
    # JSON knows no infinity, and no number that is none.
    return str(value) if isinstance(value, float) and not isfinite(value) else value


def cells(found: dict[str, Any], columns: Sequence[str]) -> list[str]:
    """A record's texts: actors by name, sources by publisher and address."""
    return [_cell(found, column) for column in columns]


def _cell(found: dict[str, Any], column: str) -> str:
    if column == "actors":
        return "; ".join(found["actor_names"])
    if column == "sources":
        return "; ".join(source_cell(source) for source in found["sources"])
    return plain_cell(found.get(column))


def source_cell(source: Mapping[str, Any]) -> str:
    """A source in a cell: `MarketBeat (AP) https://…`."""
    origin = f" ({source['origin']})" if source["origin"] else ""
    return f"{source['publisher']}{origin} {source['url'] or ''}".rstrip()
