"""sqlite: a database of the events, for SQL queries, Datasette and other programs.

`tables.sql` defines the tables, and this module makes their rows as dicts by column. Use the views
to count: a row of `contact_pairs` is a contact and two of its actors from different countries.
`year` and `month` are null unless they are certain.
"""

from __future__ import annotations

import datetime as dt
import os
import re
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Any

from chrono.core import english
from chrono.core.dates import When
from chrono.core.model import Actor, Claim, Event, EventType, Source
from chrono.core.periods import EVERYTHING
from chrono.core.subset import Subset
from chrono.errors import WriteError
from chrono.files.exchange.citations import source_ids, source_key
from chrono.files.exchange.json import dumps
from chrono.files.exchange.registry import Document
from chrono.files.format import keys
from chrono.files.format.content import plain_data

FORMATS = {
    "sqlite": {"order": {"export": 5}, "help": "a database", "binary": True, "claims": True},
}

Row = dict[str, Any]
"""A row by column. Dates, actors, types, lists and tables are objects of the model."""

VERSION = 1
"""The value of `PRAGMA user_version`, which changes with the tables or columns."""

SCHEMA, INDEXES = (Path(__file__).with_name(f"{name}.sql") for name in ("tables", "indexes"))

# Quoted, since Datasette looks for "…". Accents are ignored; a run of Chinese signs is one word.
FULL_TEXT = """
CREATE VIRTUAL TABLE events_fts USING fts5 (
  title, summary, place, actors, content="events", tokenize="unicode61 remove_diacritics 2"
);
CREATE VIRTUAL TABLE actors_fts USING fts5 (
  name, aliases, content="actors", tokenize="unicode61 remove_diacritics 2"
);
INSERT INTO events_fts (events_fts) VALUES ('rebuild');
INSERT INTO actors_fts (actors_fts) VALUES ('rebuild');
"""

OTHER_TABLES: Mapping[str, set[str]] = {
    "events": {"present", "tags", "follows", "local_dates", "dates", "sources"},
    "claims": {"by", "period", "actors", "counts", "total", "sources"},
    "actors": {"roles"},
    "sources": {"quote", "says", "private"},
    "types": set(),
}
"""The keys that are not columns of their table, but are stored in other tables or columns."""


def check_output_sqlite(path: str) -> None:
    """Raise WriteError if SQLite would play back another database's journal over the new one."""
    for journal in (f"{os.path.realpath(path)}{ending}" for ending in ("-wal", "-journal")):
        if os.path.exists(journal):
            raise WriteError(
                f"{path} is open in another program, or was when that ended: {journal} stands "
                f"beside it; close the program, or remove both files"
            )


def export_sqlite(subset: Subset) -> Document:
    """Make the database in memory; equal subsets give equal bytes."""
    words: tuple[str, ...] = ()
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.execute(f"PRAGMA user_version = {VERSION}")
        connection.executescript(SCHEMA.read_text(encoding="utf-8"))
        for name, table in keys.ENTRIES.items():
            for key in table.keys.keys() - OTHER_TABLES[name] - {*_columns(connection, name)}:
                connection.execute(f"ALTER TABLE {name} ADD COLUMN {key} TEXT")
        for name, rows in _ROWS.items():
            _fill(connection, name, rows(subset))
        connection.commit()
        connection.executescript(INDEXES.read_text(encoding="utf-8"))
        try:
            connection.executescript(FULL_TEXT)
        except sqlite3.OperationalError as error:
            words = (f"without full-text search: {error}",)  # a SQLite that was built without it
        return Document(connection.serialize(), words)


def _columns(connection: sqlite3.Connection, table: str) -> list[str]:
    description = connection.execute(f"SELECT * FROM {table} LIMIT 0").description
    return [name for name, *_ in description]


def _fill(connection: sqlite3.Connection, table: str, rows: Iterable[Row]) -> None:
    columns = _columns(connection, table)
    marks = ", ".join("?" * len(columns))
    cells = ([_cell(row[column]) for column in columns] for row in rows)
    connection.executemany(f"INSERT INTO {table} VALUES ({marks})", cells)


# For many readers NUL ends a text, and half a surrogate pair is not valid UTF-8.
_UNFIT = re.compile("[\0\ud800-\udfff]")


def _cell(value: Any) -> Any:
    """A value of the model as a cell: ids for actors and types, JSON for lists and tables.

    An empty list or table becomes null. Characters that a database text cannot hold are escaped.
    """
    if isinstance(value, When):
        return value.text
    if isinstance(value, (Actor, EventType)):
        return _cell(value.id)
    if isinstance(value, (tuple, list, Mapping)):
        ids = [getattr(item, "id", item) for item in value] if isinstance(value, tuple) else value
        return dumps(plain_data(ids)) if value else None
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, str) and _UNFIT.search(value):
        return _UNFIT.sub(_escaped, value)
    return value


def _escaped(match: re.Match[str]) -> str:
    return r"\x00" if match[0] == "\0" else f"\\u{ord(match[0]):04x}"


def _days(when: When | None) -> Row:
    """The columns of the first and the last day that a date may mean."""
    return {"first_day": when and when.start, "last_day": when and when.end}


# -- the rows of each table -------------------------------------------------------------------


def _ledger(subset: Subset) -> Iterator[Row]:
    ledger = subset.ledger
    values = {
        "version": str(keys.VERSION),
        "title": ledger.title,
        "description": ledger.description,
        "covers": ledger.covers.text if ledger.covers != EVERYTHING else None,
        "covers_first_day": ledger.covers.span.first,
        "covers_last_day": ledger.covers.span.last,
        "chosen_by": english.joined(subset.description) or None,
    }
    return ({"key": key, "value": value} for key, value in values.items())


def _types(subset: Subset) -> Iterator[Row]:
    """The ledger's types, and undeclared types of its events: a subset may declare too few."""
    used = [event.type for event in subset.ledger.events]
    types = {kind.id: kind for kind in (*subset.ledger.types.values(), *used)}
    return ({"id": id, **keys.TYPE.values(kind)} for id, kind in types.items())


def _everybody(subset: Subset) -> Iterable[Actor]:
    """The ledger's actors, and undeclared actors of its events and claims."""
    ledger = subset.ledger
    used = (actor for event in ledger.events for actor in (*event.actors, *event.present))
    spoken = (actor for claim in ledger.claims for actor in (claim.by, *claim.actors))
    return {actor.id: actor for actor in (*ledger.actors.values(), *used, *spoken)}.values()


def _actors(subset: Subset) -> Iterator[Row]:
    for actor in _everybody(subset):
        own = {"id": actor.id, "nation": actor.nation, "declared": actor.declared}
        own["principal"] = actor in subset.ledger.principals
        yield {**keys.ACTOR.values(actor), **own}


def _offices(subset: Subset) -> Iterator[Row]:
    for actor in _everybody(subset):
        for position, role in enumerate(actor.roles, 1):
            first, last = role.since and role.since.start, role.until and role.until.end
            own = {"actor": actor, "position": position, "since": role.since}
            yield {**keys.ROLE.values(role), **own, "first_day": first, "last_day": last}


_OF_DATES = ("precision", "interval", "approximate", "uncertain")
"""The columns of events that a date has under the same names."""


def _events(subset: Subset) -> Iterator[Row]:
    for event in subset.ledger.events:
        when = event.when
        started, ended = when.start_span, when.ends
        yield {
            **keys.EVENT.values(event),
            "start": started.first,
            "start_latest": started.last,
            "end_earliest": ended.first,
            "end": ended.last,
            **_certain(when),
            **{name: getattr(when, name) for name in _OF_DATES},
            "contact": event.contact,
            "actors": english.people(event, "; "),
        }


def _certain(when: When) -> Row:
    """The year and the month in which an event began; null unless certain."""
    first, last = when.start_span
    if first is None or last is None or first.year != last.year:
        return {"year": None, "month": None}
    month = first.isoformat()[:7] if first.month == last.month else None
    return {"year": first.year, "month": month}


def _participants(subset: Subset, key: str) -> Iterator[Row]:
    for event in subset.ledger.events:
        for position, actor in enumerate(dict.fromkeys(getattr(event, key)), 1):
            office = "; ".join(actor.offices(event.when)) or None
            yield {"event": event.id, "actor": actor, "position": position, "office": office}


def _items(subset: Subset, owners: str, key: str, column: str) -> Iterator[Row]:
    """The elements of a list of each event or claim, each element once."""
    for owner in getattr(subset.ledger, owners):
        for item in dict.fromkeys(getattr(owner, key)):
            yield {keys.noun(owners): owner.id, column: item}


def _named_dates(subset: Subset, key: str, column: str) -> Iterator[Row]:
    for event in subset.ledger.events:
        for name, when in getattr(event, key).items():
            if name != "extra":
                yield {"event": event.id, column: name, "date": when, **_days(when)}


def _claims(subset: Subset) -> Iterator[Row]:
    for judged in subset.claims:
        claim = judged.claim
        values = {**keys.CLAIM.values(claim), **_days(claim.date)}
        yield {**values, "speaker": claim.by, "verdict": judged.verdict}


def _readings(subset: Subset) -> Iterator[Row]:
    """Each number of each reading with the ledger's number; a bound that is not stated is null."""
    for judged in subset.claims:
        for number, reading in enumerate(judged.readings, 1):
            days = reading.period.span
            window = {"claim": judged.claim.id, "reading": number, "name": reading.name}
            window |= {"first_day": days.first, "last_day": days.last}
            for position, stated in enumerate(reading.stated, 1):
                # A number is judged only in a window that the ledger covers.
                verdict = stated.verdict if reading.covered else "cannot tell"
                row = {"position": position, "what": stated.what, "verdict": verdict}
                row |= {
                    f"stated_{bound}": value for bound, value in stated.number._asdict().items()
                }
                row |= {"counted_min": stated.counted.min, "counted_max": stated.counted.max}
                yield {**window, "period": reading.period.text, **row}


def _cited(
    subset: Subset, owners: Iterable[Event | Claim]
) -> Iterator[tuple[str, Event | Claim, int, Source]]:
    """Each citation: the source's id in the database, the citing record, the index, the source."""
    ids = source_ids(subset.ledger)
    for owner in owners:
        for position, source in enumerate(owner.sources, 1):
            yield ids[source_key(source)], owner, position, source


def _sources(subset: Subset) -> Iterator[Row]:
    """Each source once; `extra` is the data of declared sources."""
    ledger = subset.ledger
    owners: tuple[Event | Claim, ...] = (*ledger.events, *ledger.claims)
    sources = {id: source for id, _, _, source in _cited(subset, owners)}
    for id, source in sources.items():
        base = ledger.sources.get(id)
        own = {"id": id, "declared": base is not None, "extra": base and base.extra}
        yield {**keys.SOURCE.values(source), **_days(source.date), **own}


def _citations(subset: Subset, owners: str) -> Iterator[Row]:
    """The citations of events or claims: the quote, and the values that differ from the event."""
    for id, owner, position, source in _cited(subset, getattr(subset.ledger, owners)):
        base = subset.ledger.sources.get(id)
        says = {f"says_{name}": source.says.get(name) for name in keys.SAYS.keys}
        row = {keys.noun(owners): owner.id, "source": id, "position": position}
        own = {"extra": None} if base and base.extra == source.extra else {}
        yield {**keys.SOURCE.values(source), **says, **row, **own}


_ROWS: Mapping[str, Callable[[Subset], Iterator[Row]]] = {
    "ledger": _ledger,
    "types": _types,
    "actors": _actors,
    "offices": _offices,
    "sources": _sources,
    "events": _events,
    "event_actors": partial(_participants, key="actors"),
    "event_present": partial(_participants, key="present"),
    "event_sources": partial(_citations, owners="events"),
    "tags": partial(_items, owners="events", key="tags", column="tag"),
    "follows": partial(_items, owners="events", key="follows", column="follows"),
    "dates": partial(_named_dates, key="dates", column="what"),
    "local_dates": partial(_named_dates, key="local_dates", column="country"),
    "claims": _claims,
    "claim_actors": partial(_items, owners="claims", key="actors", column="actor"),
    "claim_readings": _readings,
    "claim_sources": partial(_citations, owners="claims"),
}
"""Table -> a function that yields its rows for a subset."""
