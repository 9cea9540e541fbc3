"""Write the format `sqlite`: a database of the events, for SQL queries and for Datasette.

The file `tables.sql` defines the tables, and the views for counting contacts. A `year` or `month`
that is uncertain is null.
"""

from __future__ import annotations

import datetime as dt
import os
import re
import sqlite3
from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from itertools import chain
from pathlib import Path
from typing import Any

from chrono.core import english
from chrono.core.claims import ClaimVerdict
from chrono.core.coverage import short_form
from chrono.core.dates import When
from chrono.core.model import Actor, Claim, Event, EventType, Source
from chrono.core.progress import counted
from chrono.core.sentences import cannot_write
from chrono.core.subset import Subset
from chrono.core.time_buckets import bucket_of
from chrono.errors import WriteError
from chrono.files.exchange.cited_sources import source_ids, source_key
from chrono.files.exchange.json import dumps
from chrono.files.exchange.record import derived
from chrono.files.exchange.registry import Document
from chrono.files.format import keys
from chrono.files.format.content import plain_data

FORMATS = {
    "sqlite": {"help": "a SQLite database", "binary": True, "claims": True},
}

Row = dict[str, Any]
"""The values of a row by column. They are not yet converted for SQLite."""
Rows = Iterator[tuple[str, Row]]
"""Pairs of the name of a table and a row."""

VERSION = 1  # the value of `PRAGMA user_version`, which changes with the tables or columns

SCHEMA, INDEXES, FULL_TEXT = (
    Path(__file__).with_name(f"{name}.sql").read_text(encoding="utf-8")
    for name in ("tables", "indexes", "full_text")
)

OTHER_TABLES: Mapping[str, set[str]] = {
    "events": {"present", "tags", "follows", "local_dates", "dates", "sources"},
    "claims": {"by", "period", "actors", "counts", "total", "sources"},
    "actors": {"roles"},
    "publishers": set(),
    "sources": {"locator", "quote", "says", "private"},
    "types": set(),
}
"""Maps a table to the keys that have no column of this name. Other tables or columns have them."""


_BATCH = 2**12  # the number of rows of a table to insert at once


def check_output_sqlite(path: str) -> None:
    """Raise WriteError if there is a SQLite journal for the file `path`.

    SQLite would apply the journal to the new file and damage the file.
    """
    for journal in (f"{os.path.realpath(path)}{ending}" for ending in ("-wal", "-journal")):
        if os.path.exists(journal):
            remedy = "close the program, or delete both files"
            raise WriteError(f"{path} may be open in another program: {journal} exists; {remedy}")


def export_sqlite(subset: Subset) -> Document:
    """Return a SQLite database of a subset of a ledger. Equal subsets give equal bytes."""
    notes: tuple[str, ...] = ()
    exported = counted(subset.ledger.events, "Exporting events", len(subset.ledger.events))
    events, claims = map(_event_rows, exported), map(_claim_rows, subset.claims)
    with _temporary_database() as connection:
        connection.execute(f"PRAGMA user_version = {VERSION}")
        connection.executescript(SCHEMA)
        tables = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        columns_of: dict[str, list[str]] = {}
        for name in [name for (name,) in tables]:
            columns_of[name] = columns = [
                column for _, column, *_ in connection.execute(f"PRAGMA table_info({name})")
            ]
            stored = OTHER_TABLES.get(name, set()).union(columns)
            entry_keys = keys.ENTRIES[name].keys if name in OTHER_TABLES else ()
            for key in entry_keys:
                if key not in stored:
                    connection.execute(f"ALTER TABLE {name} ADD COLUMN {key}")
                    columns.append(key)
        rows: dict[str, list[list[Any]]] = defaultdict(list)
        others = (_ledger_rows(subset), _source_rows(subset))

        def insert(name: str) -> None:
            marks = ", ".join("?" * len(columns_of[name]))
            connection.executemany(f"INSERT INTO {name} VALUES ({marks})", rows.pop(name, []))

        for table, row in chain.from_iterable(chain(others, events, claims)):
            rows[table].append([_cell(row[column]) for column in columns_of[table]])
            if len(rows[table]) == _BATCH:
                insert(table)
        for name in columns_of:
            insert(name)
        connection.commit()
        connection.executescript(INDEXES)
        try:
            connection.executescript(FULL_TEXT)
        except sqlite3.OperationalError as error:
            if "no such module" not in str(error):  # SQLite was built without it
                raise
            notes = (f"the database has no full-text search: {error}",)
        return Document(connection.serialize(), notes)


@contextmanager
def _temporary_database() -> Iterator[sqlite3.Connection]:
    try:
        with closing(sqlite3.connect("")) as connection:
            yield connection
    except sqlite3.OperationalError as error:
        raise WriteError(cannot_write("a temporary file", str(error))) from None


# Many programs end a text at NUL, and a lone surrogate is not valid UTF-8.
_UNFIT = re.compile("[\0\ud800-\udfff]")


def _cell(value: Any) -> Any:
    if value is None or isinstance(value, (bool, int)):
        return value
    if isinstance(value, str):
        if value.isascii() and "\0" not in value:  # much faster
            return value
        return _UNFIT.sub(lambda match: ascii(match[0])[1:-1], value)
    if isinstance(value, When):
        return value.text
    if isinstance(value, (Actor, EventType)):
        return _cell(value.id)
    if isinstance(value, (tuple, list, dict)):
        ids = [getattr(item, "id", item) for item in value] if isinstance(value, tuple) else value
        return dumps(plain_data(ids)) if value else None
    if isinstance(value, dt.date):
        return value.isoformat()
    return value


def _days(when: When | None) -> Row:
    return {"first_day": when and when.start, "last_day": when and when.end}


def _ledger_rows(subset: Subset) -> Rows:
    ledger = subset.ledger
    covers, others = short_form(ledger.coverage)
    about = {
        "version": str(keys.VERSION),
        "title": ledger.title,
        "description": ledger.description,
        "covers": covers and covers.text,
        "covers_first_day": covers and covers.start,
        "covers_last_day": covers and covers.end,
        "chosen_by": english.joined(map(str, subset.description)) or None,
    }
    yield from (("ledger", {"key": key, "value": value}) for key, value in about.items())
    for position, row in enumerate(others, 1):
        days = {"first_day": row.period.start, "last_day": row.period.end}
        own = {"position": position, "period": row.period.text}
        yield "coverage", {**keys.COVERAGE.values(row), **own, **days}
    for id, kind in ledger.types.items():
        yield "types", {"id": id, **keys.TYPE.values(kind)}
    for id, publisher in ledger.publishers.items():
        yield "publishers", {"id": id, **keys.PUBLISHER.values(publisher)}
    # Only claims may name actors that the ledger does not have.
    in_claims = (actor for claim in ledger.claims for actor in (claim.by, *claim.actors))
    actors = {actor.id: actor for actor in (*ledger.actors.values(), *in_claims)}
    for actor in actors.values():
        own = {"id": actor.id, "nation": actor.nation, "declared": actor.declared}
        own["principal"] = actor in ledger.principals
        yield "actors", {**keys.ACTOR.values(actor), **own}
        for position, role in enumerate(actor.roles, 1):
            since, until = role.since, role.until
            days = {"first_day": since and since.start, "last_day": until and until.end}
            own = {"actor": actor, "position": position, "since": since}
            yield "offices", {**keys.ROLE.values(role), **own, **days}


def _source_rows(subset: Subset) -> Rows:
    ledger, ids = subset.ledger, source_ids(subset.whole)
    sources: dict[str, Source] = {}
    says = [(name, f"says_{name}") for name in keys.SAYS.keys]
    owners: tuple[Event | Claim, ...] = (*ledger.events, *ledger.claims)
    for owner in owners:
        noun = "event" if isinstance(owner, Event) else "claim"
        for position, source in enumerate(owner.sources, 1):
            id = ids[source_key(source)]
            sources[id] = source
            row = {**keys.SOURCE.values(source), noun: owner.id, "source": id}
            row |= {column: source.says.get(name) for name, column in says}
            base = ledger.sources.get(id)
            if base and base.extra == source.extra:
                row["extra"] = None
            yield f"{noun}_sources", {**row, "position": position}
    for id, source in sources.items():
        base = ledger.sources.get(id)
        own = {"id": id, "declared": base is not None, "extra": base and base.extra}
        own["former_ids"] = base.former_ids if base else ()
        yield "sources", {**keys.SOURCE.values(source), **_days(source.date), **own}


def _event_rows(event: Event) -> Rows:
    when = event.when
    year, month = (bucket_of(when.starts, unit) for unit in ("year", "month"))
    own = {
        "start_earliest": when.start_span.first,
        "start_latest": when.start_span.last,
        "end_earliest": when.ends.first,
        "end_latest": when.ends.last,
        "year": None if "X" in year else int(year),
        "month": None if "X" in month else month,
        "actors": english.people(event, "; "),
    }
    yield "events", {**keys.EVENT.values(event), **derived(event), **own}
    for table, actors in (("event_actors", event.actors), ("event_present", event.present)):
        for position, actor in enumerate(dict.fromkeys(actors), 1):
            office = "; ".join(actor.offices(when)) or None
            row = {"actor": actor, "position": position, "office": office}
            yield table, {"event": event.id, **row}
    for tag in dict.fromkeys(event.tags):
        yield "tags", {"event": event.id, "tag": tag}
    for other in dict.fromkeys(event.follows):
        yield "follows", {"event": event.id, "follows": other}
    dates = [("dates", "what", *item) for item in event.dates.items() if item[0] != "extra"]
    dates += [("local_dates", "country", *item) for item in event.local_dates.items()]
    for table, column, name, date in dates:
        yield table, {"event": event.id, column: name, "date": date, **_days(date)}


def _claim_rows(claim_verdict: ClaimVerdict) -> Rows:
    claim = claim_verdict.claim
    own = {"speaker": claim.by, "verdict": claim_verdict.verdict}
    yield "claims", {**keys.CLAIM.values(claim), **_days(claim.date), **own}
    for actor in dict.fromkeys(claim.actors):
        yield "claim_actors", {"claim": claim.id, "actor": actor}
    for number, reading in enumerate(claim_verdict.readings, 1):
        period = reading.period
        window: Row = {
            "claim": claim.id, "reading": number, "name": reading.name, "period": period.text,
            "first_day": period.span.first, "last_day": period.span.last,
        }  # fmt: skip
        for position, stated in enumerate(reading.stated, 1):
            row: Row = {
                "position": position, "what": stated.what,
                "stated_min": stated.number.min, "stated_max": stated.number.max,
                "counted_min": stated.counted.min, "counted_max": stated.counted.max,
                # A number is judged only in a window that the ledger covers.
                "verdict": stated.verdict if reading.covered else "cannot tell",
            }  # fmt: skip
            yield "claim_readings", window | row
