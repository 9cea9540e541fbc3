"""Turn events into records with the columns of `chrono list` or `chrono list --long`."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from operator import attrgetter, itemgetter
from typing import Any

from chrono.core.countries import country_of
from chrono.core.lists import split_list
from chrono.core.model import Actor, Event, Source
from chrono.core.query import Match
from chrono.files.exchange.rows import Column, Table, columns_of, pick, plain_cell
from chrono.files.format import containers
from chrono.files.format.keys import EVENT, FORMER_IDS, PARTICIPANTS, SOURCE_ITEM

COLUMNS = ("date", "type", "actors", "title", "place", "id")  # the default columns of `list`

LONG_COLUMNS = ("date", "type", "actor", "country", "office", "title", "place", "id")
"""The default columns of `list --long`, with a row for each actor of each event."""

_OF_DATE = ("interval", "precision", "approximate", "uncertain")
_DERIVED: Mapping[str, Callable[[Event], Any]] = {
    "start": lambda event: (day := event.when.start) and day.isoformat(),
    "end": lambda event: (day := event.when.end) and day.isoformat(),
    **{key: attrgetter(f"when.{key}") for key in _OF_DATE},
    "contact": attrgetter("contact"),
    "actor_names": lambda event: [actor.name for actor in event.actors],
}
"""The keys of a record whose values are computed from other keys of the event."""

_VALUES = {**{name: key.json for name, key in EVENT.keys.items()}, **_DERIVED}

_FIRST = (
    "id", "date", "start", "end", *_OF_DATE, "type", "contact", "status", "title", "actors",
    "actor_names",
)  # fmt: skip

FIELDS = tuple(dict.fromkeys((*_FIRST, *_VALUES)))
"""All columns that `list --fields` can have, in order."""

KEYS = tuple(key for key in FIELDS if key != FORMER_IDS)
"""All keys of an event's record, in order."""

OF_ACTOR = ("actor", "country", "office")
"""The columns of `list --long` whose values are those of an actor."""
LONG_FIELDS, LONG_KEYS = (*FIELDS, *OF_ACTOR), (*KEYS, *OF_ACTOR)
"""The values of FIELDS and KEYS for `list --long`, which has a row for each actor of an event."""


def record(event: Event, keys: Sequence[str] = KEYS) -> dict[str, Any]:
    """Return the values of an event by key, as in `chrono list -o json`.

    `date` is an EDTF text. `start` and `end` are days, or None for an open end.
    """
    values = {**EVENT.dump(event, json=True), **derived(event)}
    return {key: values[key] for key in keys if key in values}


def derived(event: Event) -> dict[str, Any]:
    """Return the computed values of an event by key, such as `contact` and `actor_names`."""
    return {key: value(event) for key, value in _DERIVED.items()}


def source_record(source: Source) -> dict[str, Any]:
    """Return the values of a source by key, for JSON. Every key is present."""
    return dict(SOURCE_ITEM.dump(source, json=True))


def columns_of_keys(
    table: containers.Table, owner: Callable[[Any], Any], *names: str
) -> list[Column[Any]]:
    """Return a column for each key in `names`.

    - `table`: the table that declares the keys
    - `owner`: a function that returns the record with the values of a row
    """
    return columns_of(owner, [Column(name, table.keys[name].json) for name in names])


def _initiator(event: Event) -> str | None:
    names = (actor.name for actor in event.actors if actor.id == event.initiator)
    name = next(names, event.initiator)
    return name if name is None or country_of(name) is None else event.initiator


def _names(key: str, event: Event) -> list[str]:
    return [actor.name for actor in getattr(event, key)]


_CELLS: Mapping[str, Callable[[Event], Any]] = {
    **{key: partial(_names, key) for key in PARTICIPANTS},
    "initiator": _initiator,
    "sources": lambda event: [source_cell(source_record(source)) for source in event.sources],
}
"""The columns with other values in text formats: names instead of ids, and short sources."""


def _exact_cell(value: Any) -> str:
    if isinstance(value, list):
        starts_plainly = all(item[:1] not in ("", "[") for item in value)
        plain = (starts_plainly and split_list(plain_cell(value), (";",)) == value) or not value
    else:
        items = value.values() if isinstance(value, dict) else ()
        plain = not any(isinstance(item, (dict, list)) for item in items)
    return plain_cell(value) if plain else _json_cell(value)


def _exact_extra(value: Mapping[str, Any]) -> str:
    texts = (item for item in value.values() if isinstance(item, str))
    plain = (
        all(re.fullmatch(r"\w[^=;]*(?<!\s)", name) for name in value)
        and all(re.fullmatch(_PLAIN_TEXT, text) for text in texts)
        and not any(isinstance(item, (dict, list)) for item in value.values())
    )
    return plain_cell(value) if plain else _json_cell(value)


_PLAIN_TEXT = r"(?!(?:true|false)$)[^\W\d_](?:[^;]*[^;\s])?|\d{4}-\d\d-\d\d"


def _json_cell(value: Any) -> str:
    import json  # rarely needed, and slow to import

    return json.dumps(value, ensure_ascii=False)


def source_cell(source: Mapping[str, Any]) -> str:
    """Return a source as the text of a cell, such as `MarketBeat (AP) https://…`.

    `source`: a dict that `source_record` returned.
    """
    is_unclear = source["publisher"].endswith(")")  # without an origin, () marks that there is none
    origin = f" ({source['origin'] or ''})" if source["origin"] or is_unclear else ""
    return f"{source['publisher']}{origin} {source['url'] or ''}".rstrip()


def flat_record(match: Match) -> dict[str, Any]:
    """Return the values of an event by key, in types that fit into a data frame.

    "start" and "end" are dates, or None for an open end. "sources" is a list of texts.
    "local_dates", "dates" and "extra" are JSON or None. "certain" is whether the event is certainly
    in the period.
    """
    when, nested = match.event.when, record(match.event)
    tables = ("local_dates", "dates", "extra")
    texts = {key: _json_cell(nested[key]) if nested[key] else None for key in tables}
    sources = [*map(source_cell, nested["sources"])]
    days = {"start": when.start, "end": when.end}
    return {**nested, **days, **texts, "sources": sources, "certain": match.certain}


_EXACT = {"extra": _exact_extra}
_COLUMNS = [
    Column(key, _VALUES[key], _CELLS.get(key), _EXACT.get(key, _exact_cell)) for key in FIELDS
]

_Participation = tuple[Event, Actor]
"""An event and one of its actors, for a row of `list --long`."""


_LONG_COLUMNS: Sequence[Column[_Participation]] = [
    *columns_of(itemgetter(0), _COLUMNS),
    Column("actor", lambda row: row[1].name),
    Column("country", lambda row: row[1].country),
    Column("office", lambda row: "; ".join(row[1].offices(row[0].when)) or None),
]


EXTRA = "extra."
"""The beginning of the column of a user's own key, such as `extra.round`."""

COUNTRIES = ("country", "place_country", "initiator")
"""The columns whose values can be countries."""


def with_codes(table: Table[Any], codes: Callable[[Event, Actor | None, str], Any]) -> Table[Any]:
    """Return the table with its countries replaced.

    `codes`: a function that returns the codes of (event, actor of the row, column) by country.
    """

    def coded(column: Column[Any]) -> Column[Any]:
        if column.key not in COUNTRIES:
            return column

        def replaced(read: Callable[[Any], Any], row: Any) -> Any:
            event, actor = (row, None) if isinstance(row, Event) else row
            value = read(row)
            return codes(event, actor, column.key).get(value, value)

        return column._replace(
            value=partial(replaced, column.value),
            cell=partial(replaced, column.cell or column.value),
        )

    brief = table.brief and [*map(coded, table.brief)]
    return table._replace(columns=[*map(coded, table.columns)], brief=brief)


def _with_extra(
    columns: Sequence[Column[Any]], keys: Iterable[str], event: Callable[[Any], Event]
) -> list[Column[Any]]:
    """Return the columns, and a column for each key such as `extra.round`."""
    extra = (Column(key, partial(_extra_value, key), None, _exact_cell) for key in keys
             if key.startswith(EXTRA))  # fmt: skip
    return [*columns, *columns_of(event, extra)]


def _extra_value(key: str, event: Event) -> Any:
    return _VALUES["extra"](event).get(key.removeprefix(EXTRA))


def event_table(
    events: Iterable[Event], keys: Sequence[str] = KEYS, brief: Sequence[str] | None = None
) -> Table[Event]:
    """Return a table with a row for each event.

    `brief`: the columns in text formats such as csv, or None for all columns.
    """
    columns = _with_extra(_COLUMNS, keys, lambda event: event)
    return Table(pick(columns, keys), events, pick(columns, brief) if brief else None)


def long_table(
    events: Iterable[Event], keys: Sequence[str] = LONG_KEYS, brief: Sequence[str] | None = None
) -> Table[_Participation]:
    """Return a table with a row for each actor of each event.

    `brief`: the columns in text formats such as csv, or None for all columns.
    """
    rows = ((event, actor) for event in events for actor in event.actors)
    columns = _with_extra(_LONG_COLUMNS, keys, itemgetter(0))
    return Table(pick(columns, keys), rows, pick(columns, brief) if brief else None)
