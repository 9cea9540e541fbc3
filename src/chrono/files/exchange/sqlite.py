"""sqlite: a database of the events, to ask in SQL, to browse in Datasette, to read with anything.

Numbers are asked of the views: a row of `contact_pairs` is a contact and two of its actors who are
of different countries. `year` and `month` are null where they are not known for certain.
"""

from __future__ import annotations

import os
import re
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from itertools import chain
from pathlib import Path
from typing import Any, TypeVar

from chrono.core import english
from chrono.core.claims import ClaimVerdict
from chrono.core.dates import When
from chrono.core.model import Actor, Claim, Event, EventType, Ledger, Source
from chrono.core.periods import EVERYTHING
from chrono.core.spans import Span
from chrono.core.subset import Subset
from chrono.errors import WriteError
from chrono.files.exchange.citations import source_ids, source_key
from chrono.files.exchange.json import dumps
from chrono.files.exchange.registry import Document
from chrono.files.format import keys
from chrono.files.format.content import plain_data

FORMATS = {
    "sqlite": {"help": "a database", "binary": True, "claims": True},
}

Row = tuple[Any, ...]

VERSION = 1
"""What `PRAGMA user_version` says: another one has other tables or columns."""

SCHEMA = Path(__file__).with_name("tables.sql")
"""Its tables and views."""

INDEXES = {
    "actors": ("name", "country"),
    "sources": ("publisher", "url"),
    "events": ("start", "year", "type", "status", "place", "place_country", "part_of"),
    "event_actors": ("actor",),
    "event_present": ("actor",),
    "event_sources": ("source", "says_type"),
    "tags": ("tag",),
    "follows": ("follows",),
    "claims": ("speaker",),
    "claim_actors": ("actor",),
    "claim_sources": ("source", "says_type"),
}
"""Table -> the columns that people join and filter by, beyond its keys."""

# With "…", as Datasette looks for it. Accents do not count; a run of Chinese signs is one word.
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


def check_output_sqlite(path: str) -> None:
    """Raise WriteError if SQLite would play back another database's journal over the new one."""
    for journal in (f"{os.path.realpath(path)}{ending}" for ending in ("-wal", "-journal")):
        if os.path.exists(journal):
            raise WriteError(
                f"{path} is open in another program, or was when that ended: {journal} stands "
                f"beside it; close the program, or remove both files"
            )


def export_sqlite(subset: Subset) -> Document:
    """The database, whole in memory; the same bytes for the same excerpt."""
    words: tuple[str, ...] = ()
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.execute(f"PRAGMA user_version = {VERSION}")
        connection.executescript(SCHEMA.read_text(encoding="utf-8"))
        for table, rows in _tables(subset):
            _fill(connection, table, rows)
        connection.commit()
        for table, columns in INDEXES.items():
            for column in columns:
                connection.execute(f"CREATE INDEX {table}_by_{column} ON {table} ({column})")
        try:
            connection.executescript(FULL_TEXT)
        except sqlite3.OperationalError as error:
            words = (f"without full-text search: {error}",)  # a SQLite that was built without it
        return Document(connection.serialize(), words)


def _tables(subset: Subset) -> Iterator[tuple[str, Iterable[Row]]]:
    """Each table's rows, in the order of its columns."""
    ledger = subset.ledger
    events, claims = ledger.events, ledger.claims
    cited = Cited(ledger)
    yield "ledger", _ledger(subset)
    yield "types", map(_type, _types(ledger))
    yield "actors", ((*_actor(one), one in ledger.principals, _json(one.extra))
                     for one in _actors(ledger))  # fmt: skip
    yield "offices", chain.from_iterable(map(_offices, _actors(ledger)))
    yield "sources", cited.rows()
    yield "events", map(_event, events)
    yield "event_actors", (row for event in events for row in _people(event, event.actors))
    yield "event_present", (row for event in events for row in _people(event, event.present))
    yield "event_sources", chain.from_iterable(map(cited.by, events))
    yield "tags", ((event.id, tag) for event in events for tag in _once(event.tags))
    yield "follows", ((event.id, id) for event in events for id in _once(event.follows))
    yield "dates", (row for event in events for row in _named_dates(event, event.dates))
    yield "local_dates", (row for event in events for row in _named_dates(event, event.local_dates))
    yield "claims", map(_claim, subset.claims)
    yield (
        "claim_actors",
        ((claim.id, id) for claim in claims for id in _once(actor.id for actor in claim.actors)),
    )
    yield "claim_readings", chain.from_iterable(map(_readings, subset.claims))
    yield "claim_sources", chain.from_iterable(map(cited.by, claims))


def _fill(connection: sqlite3.Connection, table: str, rows: Iterable[Row]) -> None:
    width = len(connection.execute(f"SELECT * FROM {table} LIMIT 0").description)
    marks = ", ".join("?" * width)
    held = (tuple(map(_held, row)) for row in rows)
    connection.executemany(f"INSERT INTO {table} VALUES ({marks})", held)


# NUL ends a text for much that reads a database, and half a surrogate pair is no UTF-8.
_UNFIT = re.compile("[\0\ud800-\udfff]")


def _held(value: Any) -> Any:
    """A value as a cell holds it; what no text of a database can hold is written out."""
    if isinstance(value, str) and _UNFIT.search(value):
        return _UNFIT.sub(_written, value)
    return value


def _written(match: re.Match[str]) -> str:
    return r"\x00" if match[0] == "\0" else f"\\u{ord(match[0]):04x}"


# -- rows -------------------------------------------------------------------------------------


def _ledger(subset: Subset) -> Iterator[Row]:
    ledger = subset.ledger
    first, last = _days(ledger.covers.span)
    yield "version", str(keys.VERSION)
    yield "title", ledger.title
    yield "description", ledger.description
    yield "covers", ledger.covers.text if ledger.covers != EVERYTHING else None
    yield "covers_first_day", first
    yield "covers_last_day", last
    yield "chosen_by", english.joined(subset.description) or None


def _types(ledger: Ledger) -> Iterable[EventType]:
    """The ledger's, and whatever else is named: a part made by hand may declare too few."""
    used = [event.type for event in ledger.events]
    return {kind.id: kind for kind in (*ledger.types.values(), *used)}.values()


def _actors(ledger: Ledger) -> Iterable[Actor]:
    """The ledger's, and those who only speak."""
    used = (actor for event in ledger.events for actor in (*event.actors, *event.present))
    spoken = (actor for claim in ledger.claims for actor in (claim.by, *claim.actors))
    return {one.id: one for one in (*ledger.actors.values(), *used, *spoken)}.values()


def _type(kind: EventType) -> Row:
    return kind.id, kind.label, kind.plural, kind.contact, _json(kind.extra)


def _actor(actor: Actor) -> Row:
    aliases = _json(actor.aliases)
    return actor.id, actor.name, actor.country, actor.nation, aliases, actor.declared


def _offices(actor: Actor) -> Iterator[Row]:
    for position, role in enumerate(actor.roles, 1):
        since, until = role.since, role.until
        first = since.start.isoformat() if since and since.start else None
        last = until.end.isoformat() if until and until.end else None
        texts = since and since.text, until and until.text
        yield actor.id, position, role.title, *texts, first, last, _json(role.extra)


def _event(event: Event) -> Row:
    when = event.when
    return (
        event.id,
        when.text,
        *_days(when.start_span),
        *_days(when.ends),
        *_certain(when),
        when.precision,
        when.interval,
        when.approximate,
        when.uncertain,
        event.type.id,
        event.contact,
        event.status,
        event.title,
        english.people(event, "; "),
        event.place,
        event.place_country,
        event.initiator,
        event.summary,
        event.notes,
        event.part_of,
        event.private,
        _json(event.extra),
    )


def _certain(when: When) -> tuple[int | None, str | None]:
    """The year and the month in which it began, where there is but one."""
    first, last = when.start_span
    if first is None or last is None or first.year != last.year:
        return None, None
    return first.year, first.isoformat()[:7] if first.month == last.month else None


def _people(event: Event, actors: Iterable[Actor]) -> Iterator[Row]:
    for position, actor in enumerate(_once(actors), 1):
        office = "; ".join(actor.offices(event.when)) or None
        yield event.id, actor.id, position, office


def _named_dates(event: Event, dates: Mapping[str, When]) -> Iterator[Row]:
    return ((event.id, name, when.text, *_days(_whole(when))) for name, when in dates.items())


def _claim(judged: ClaimVerdict) -> Row:
    claim = judged.claim
    return (
        claim.id,
        claim.by.id,
        claim.date.text,
        *_days(_whole(claim.date)),
        claim.as_of.text,
        claim.statement,
        claim.wording,
        claim.window,
        judged.verdict,
        claim.disputed,
        _json([kind.id for kind in claim.types]),
        _json(claim.tags),
        _json(claim.extra),
    )


def _readings(judged: ClaimVerdict) -> Iterator[Row]:
    """Each number of each reading beside the ledger's own; null where no bound was stated."""
    for number, reading in enumerate(judged.readings, 1):
        window = (reading.name, reading.period.text, *_days(reading.period.span))
        for position, one in enumerate(reading.stated, 1):
            stated = (one.number.min, one.number.max)
            counted = (one.counted.min, one.counted.max)
            # A number is told only in a window that the ledger covers.
            verdict = one.verdict if reading.covered else "cannot tell"
            place = (judged.claim.id, number, position)
            yield *place, *window, one.what, *stated, *counted, verdict


class Cited:
    """The sources of a ledger under their ids, and how its events and claims cite them."""

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger
        self.ids = source_ids(ledger)

    def rows(self) -> Iterator[Row]:
        """Each source once; `extra` is that of a declared one."""
        things: tuple[Event | Claim, ...] = (*self.ledger.events, *self.ledger.claims)
        found = {self._id(source): source for thing in things for source in thing.sources}
        for id, source in found.items():
            base = self.ledger.sources.get(id)
            yield (
                id,
                source.publisher,
                source.origin,
                source.title,
                source.url,
                source.date and source.date.text,
                *(_days(_whole(source.date)) if source.date else (None, None)),
                source.archive,
                source.side,
                source.grade,
                base is not None,
                _json(base.extra) if base else None,
            )

    def by(self, thing: Event | Claim) -> Iterator[Row]:
        """What a thing cites: what is quoted, and what a source has otherwise than the event."""
        for position, source in enumerate(thing.sources, 1):
            id, says = self._id(source), source.says
            base = self.ledger.sources.get(id)
            own = None if base and base.extra == source.extra else _json(source.extra)
            said = says.get("type"), says.get("place"), says.get("initiator")
            date = says["date"].text if "date" in says else None
            yield thing.id, id, position, source.quote, date, *said, source.private, own

    def _id(self, source: Source) -> str:
        return self.ids[source_key(source)]


# -- cells ------------------------------------------------------------------------------------


def _days(span: Span) -> tuple[str | None, str | None]:
    first, last = span
    return first.isoformat() if first else None, last.isoformat() if last else None


def _whole(when: When) -> Span:
    """From the first day of which it may speak to the last."""
    return Span(when.start, when.end)


def _json(value: Any) -> str | None:
    """A list or table as JSON; null where it is empty."""
    return dumps(plain_data(value)) if value else None


T = TypeVar("T")


def _once(found: Iterable[T]) -> Iterable[T]:
    """Each once, in their order."""
    return dict.fromkeys(found)
