"""An event, or one of its actors, as a flat record: the keys and cells of `list`."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from chrono.core.countries import country_of
from chrono.core.model import Event, Source
from chrono.files.exchange.rows import Rows, plain_cell
from chrono.files.format.content import plain_data

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

_NAMES: Mapping[str, tuple[str, Callable[[Event], Any]]] = {
    "actors": ("actor_names", _VALUES["actor_names"]),
    "present": ("present_names", lambda event: [actor.name for actor in event.present]),
    "initiator": ("initiator_name", lambda event: _initiator_name(event)),
}
"""Who stands by id in a record, and by name in a cell: the key, and where the names are found."""


def record(event: Event, keys: Sequence[str] = KEYS) -> dict[str, Any]:
    """The record of an event: dates as EDTF, `start` and `end` as ISO days or None when open."""
    return {key: _VALUES[key](event) for key in keys if key in _VALUES}


def row(event: Event, keys: Sequence[str] = KEYS) -> dict[str, Any]:
    """A record with the names that `cells` writes for ids."""
    names = {name: called(event) for key, (name, called) in _NAMES.items() if key in keys}
    return record(event, keys) | names


def _initiator_name(event: Event) -> str | None:
    """The name of the actor who asked for it, unless that would be read as a country's."""
    names = (actor.name for actor in event.actors if actor.id == event.initiator)
    name = next(names, event.initiator)
    return name if name is None or country_of(name) is None else event.initiator


def long_rows(event: Event, keys: Sequence[str] = LONG_KEYS) -> Iterator[dict[str, Any]]:
    """A row per actor, with its country and the offices it held on that day."""
    whole = row(event, keys)
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


def rows(events: Iterable[Event], columns: Sequence[str], long: bool = False) -> Rows:
    """The rows of events; `long` has one for each of their actors."""
    found = (
        (one for event in events for one in long_rows(event, columns))
        if long
        else (row(event, columns) for event in events)
    )
    return Rows(columns, found, cells, exact_cells)


def cells(found: dict[str, Any], columns: Sequence[str]) -> list[str]:
    """A row's texts: actors by name, sources by publisher and address."""
    return [plain_cell(_named(found, column)) for column in columns]


def exact_cells(found: dict[str, Any], columns: Sequence[str]) -> list[str]:
    """The same; JSON where semicolons or NAME=VALUE would not bring the value back."""
    return [_exact_cell(column, _named(found, column)) for column in columns]


def _named(found: dict[str, Any], column: str) -> Any:
    if column == "sources":
        return [source_cell(source) for source in found["sources"]]
    return found[_NAMES[column][0]] if column in _NAMES else found.get(column)


def _exact_cell(column: str, value: Any) -> str:
    if isinstance(value, list):
        stands = all(map(_stands_in_list, value))
    elif isinstance(value, dict):
        pair = _stands_as_pair if column == "extra" else _is_one
        stands = all(map(pair, value, value.values()))
    else:
        stands = True
    if stands:
        return plain_cell(value)
    import json  # rarely needed, and not for nothing

    return json.dumps(value, ensure_ascii=False)


def _stands_in_list(item: str) -> bool:
    return ";" not in item and item == item.strip() and item[:1] not in ("", "[")


def _is_one(name: str, value: Any) -> bool:
    return not isinstance(value, (dict, list))


def _stands_as_pair(name: str, value: Any) -> bool:
    """Whether NAME=VALUE says this: a number that is a text, for one, would be read as a number."""
    if not _is_one(name, value) or not re.fullmatch(r"\w[^=;]*(?<!\s)", name):
        return False
    return not isinstance(value, str) or bool(_PLAIN_TEXT.fullmatch(value))


_PLAIN_TEXT = re.compile(r"(?!(?:true|false)$)[^\W\d_](?:[^;]*[^;\s])?|\d{4}-\d\d-\d\d")
"""A text that is read back as it is; a date under `extra` is a text in a record, too."""


def source_cell(source: Mapping[str, Any]) -> str:
    """A source in a cell: `MarketBeat (AP) https://…`."""
    origin = f" ({source['origin']})" if source["origin"] else ""
    return f"{source['publisher']}{origin} {source['url'] or ''}".rstrip()
