"""An event, or one of its actors, as a flat record: the keys and cells of `list`."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from chrono.core.countries import country_of
from chrono.core.model import Event, Source
from chrono.core.query import Match
from chrono.files.exchange.rows import Rows, plain_cell
from chrono.files.format.keys import EVENT, SOURCE_ITEM

COLUMNS = ("date", "type", "actors", "title", "place", "id")
"""The columns of `list` where no fields are chosen."""

LONG_COLUMNS = ("date", "type", "actor", "country", "office", "title", "place", "id")
"""The same with a row per event and actor."""

_DERIVED: Mapping[str, Callable[[Event], Any]] = {
    "start": lambda event: event.when.start.isoformat() if event.when.start else None,
    "end": lambda event: event.when.end.isoformat() if event.when.end else None,
    "interval": lambda event: event.when.interval,
    "precision": lambda event: event.when.precision,
    "approximate": lambda event: event.when.approximate,
    "uncertain": lambda event: event.when.uncertain,
    "contact": lambda event: event.contact,
    "actor_names": lambda event: [actor.name for actor in event.actors],
}
"""The keys of a record that follow from other keys."""

_VALUES = {**{name: key.json_of for name, key in EVENT.keys.items()}, **_DERIVED}

_FIRST = (
    "id", "date", "start", "end", "interval", "precision", "approximate", "uncertain", "type",
    "contact", "status", "title", "actors", "actor_names",
)  # fmt: skip

KEYS = tuple(dict.fromkeys((*_FIRST, *_VALUES)))
"""Every key of an event's record, in order; each is always there."""

LONG_KEYS = (*KEYS, "actor", "country", "office")


def record(event: Event, keys: Sequence[str] = KEYS) -> dict[str, Any]:
    """The record of an event: dates as EDTF, `start` and `end` as ISO days or None when open."""
    return {key: _VALUES[key](event) for key in keys if key in _VALUES}


def row(event: Event, keys: Sequence[str] = KEYS) -> dict[str, Any]:
    """A record with the names that `cells` writes instead of ids, each under `KEY_names`."""
    return record(event, keys) | {
        f"{key}_names": _NAMES[EVENT.keys[key].refers_to](event, EVENT.keys[key].value_in(event))
        for key in keys
        if key in EVENT.keys and EVENT.keys[key].refers_to in _NAMES
    }


def _initiator(event: Event, id: str | None) -> str | None:
    """The name of the actor who is the initiator, unless it would be read as a country's."""
    name = next((actor.name for actor in event.actors if actor.id == id), id)
    return name if name is None or country_of(name) is None else id


_NAMES: Mapping[str, Callable[[Event, Any], Any]] = {
    "actor": lambda event, actors: [actor.name for actor in actors],
    "initiator": _initiator,
}
"""What a key refers to -> the names that stand in its cell."""


def long_rows(event: Event, keys: Sequence[str] = LONG_KEYS) -> Iterator[dict[str, Any]]:
    """A row per actor, with its country and the offices it held on that day."""
    shared = row(event, keys)
    for actor in event.actors:
        office = "; ".join(actor.offices(event.when)) or None
        yield {**shared, "actor": actor.name, "country": actor.country, "office": office}


def source_record(source: Source) -> dict[str, Any]:
    """The record of a source; every key is always there."""
    found: dict[str, Any] = SOURCE_ITEM.to_json(source)
    return found


def rows(events: Iterable[Event], columns: Sequence[str], long: bool = False) -> Rows:
    """The rows of events; `long` has one for each of their actors."""
    records = (
        (record for event in events for record in long_rows(event, columns))
        if long
        else (row(event, columns) for event in events)
    )
    return Rows(columns, records, cells, exact_cells)


def cells(row: dict[str, Any], columns: Sequence[str]) -> list[str]:
    """A row's texts: actors by name, sources by publisher and address."""
    return [plain_cell(_cell_value(row, column)) for column in columns]


def exact_cells(row: dict[str, Any], columns: Sequence[str]) -> list[str]:
    """The same; JSON where semicolons or NAME=VALUE would not bring the value back."""
    return [_exact_cell(column, _cell_value(row, column)) for column in columns]


def _cell_value(row: dict[str, Any], column: str) -> Any:
    if column == "sources":
        return [source_cell(source) for source in row["sources"]]
    key = f"{column}_names" if column in EVENT.keys else column
    return row.get(key, row.get(column))


def _exact_cell(column: str, value: Any) -> str:
    if isinstance(value, list):
        is_plain = all(map(_is_plain_element, value))
    elif isinstance(value, dict):
        is_plain_pair = _is_plain_pair if column == "extra" else _is_single
        is_plain = all(map(is_plain_pair, value, value.values()))
    else:
        is_plain = True
    if is_plain:
        return plain_cell(value)
    import json  # rarely needed, and slow to import

    return json.dumps(value, ensure_ascii=False)


def _is_plain_element(item: str) -> bool:
    return ";" not in item and item == item.strip() and item[:1] not in ("", "[")


def _is_single(name: str, value: Any) -> bool:
    return not isinstance(value, (dict, list))


def _is_plain_pair(name: str, value: Any) -> bool:
    """Whether NAME=VALUE says this: a number that is a text, for one, would be read as a number."""
    if not _is_single(name, value) or not re.fullmatch(r"\w[^=;]*(?<!\s)", name):
        return False
    return not isinstance(value, str) or bool(_PLAIN_TEXT.fullmatch(value))


_PLAIN_TEXT = re.compile(r"(?!(?:true|false)$)[^\W\d_](?:[^;]*[^;\s])?|\d{4}-\d\d-\d\d")
"""A text that is read back as it is; a date under `extra` is a text in a record, too."""


def source_cell(source: Mapping[str, Any]) -> str:
    """A source in a cell: `MarketBeat (AP) https://…`."""
    origin = f" ({source['origin']})" if source["origin"] else ""
    return f"{source['publisher']}{origin} {source['url'] or ''}".rstrip()


def flat_record(match: Match) -> dict[str, Any]:
    """The record of an event with values that fit into the columns of a data frame.

    `start` and `end` are dates, `sources` texts, and tables JSON or None; `certain` is added.
    """
    import json  # which listing events does not need

    event = match.event
    nested = record(event)
    tables = {key: nested[key] for key in ("local_dates", "dates", "extra")}
    texts = {
        key: json.dumps(table, ensure_ascii=False) if table else None
        for key, table in tables.items()
    }
    sources = [source_cell(source) for source in nested["sources"]]
    days = {"start": event.when.start, "end": event.when.end}
    return {**nested, **days, **texts, "sources": sources, "certain": match.certain}
