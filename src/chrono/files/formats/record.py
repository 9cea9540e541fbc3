"""An event, or one of its actors, as a flat record: the keys and cells of `list`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from math import isfinite
from typing import Any

from chrono.core.dates import When
from chrono.core.model import Event, Source
from chrono.files.formats import plain_cell

COLUMNS = ("date", "type", "actors", "title", "place", "id")
"""What `list` shows where no fields are chosen."""

LONG_COLUMNS = ("date", "type", "actor", "country", "office", "title", "place", "id")
"""The same with a row per event and actor."""

KEYS = (
    "id", "date", "start", "end", "interval", "precision", "approximate", "uncertain", "type",
    "contact", "status", "title", "actors", "actor_names", "present", "place", "place_country",
    "initiator", "summary", "notes", "tags", "follows", "part_of", "local_dates", "dates",
    "private", "sources", "extra",
)  # fmt: skip
"""Every key of an event's record, in order; each is always there."""

LONG_KEYS = (*KEYS, "actor", "country", "office")


def record(event: Event) -> dict[str, Any]:
    """The record of an event: dates as EDTF, `start` and `end` as ISO days or None when open."""
    when = event.when
    return {
        "id": event.id,
        "date": when.text,
        "start": when.start.isoformat() if when.start else None,
        "end": when.end.isoformat() if when.end else None,
        "interval": when.interval,
        "precision": when.precision,
        "approximate": when.approximate,
        "uncertain": when.uncertain,
        "type": event.type.id,
        "contact": event.contact,
        "status": event.status,
        "title": event.title,
        "actors": [actor.id for actor in event.actors],
        "actor_names": [actor.name for actor in event.actors],
        "present": [actor.id for actor in event.present],
        "place": event.place,
        "place_country": event.place_country,
        "initiator": event.initiator,
        "summary": event.summary,
        "notes": event.notes,
        "tags": list(event.tags),
        "follows": list(event.follows),
        "part_of": event.part_of,
        "local_dates": plain_data(event.local_dates),
        "dates": plain_data(event.dates),
        "private": event.private,
        "sources": [source_record(source) for source in event.sources],
        "extra": plain_data(event.extra),
    }


def long_records(event: Event) -> Iterator[dict[str, Any]]:
    """A record per actor, with its country and the offices it held on that day."""
    whole = record(event)
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
        return "; ".join(_source_cell(source) for source in found["sources"])
    return plain_cell(found.get(column))


def _source_cell(source: Mapping[str, Any]) -> str:
    origin = f" ({source['origin']})" if source["origin"] else ""
    return f"{source['publisher']}{origin} {source['url'] or ''}".rstrip()
