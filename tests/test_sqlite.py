"""The database: its counts equal those of chrono, references are valid, texts can be searched."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given

import chrono
from chrono.core.dates import When
from chrono.core.model import Actor, Ledger, Source
from chrono.core.periods import Period
from chrono.core.spans import Containment
from chrono.core.subset import Subset, subset
from chrono.errors import WriteError
from chrono.files.exchange import sqlite
from chrono.files.format import keys
from chrono.files.read.load import loads
from replay import ROOT, clean_environment, run
from samples import ERDOGAN, TRUMP, XI, Placed, event, law, ledger, many_events

# The query in docs/exchange.md.
MISSION = """
SELECT type, count(*) FROM contact_pairs
WHERE actor = 'xi-jinping' AND other = 'donald-trump' AND year = 2025
GROUP BY type
"""

SMALL = r"""
[ledger]
title = "T"
covers = "2025"
principals = ["xi"]

[actors.xi]
name = "Xi"
aliases = ["习近平"]
country = "CN"
roles = [{ title = "President", from = "2013-03" }, { title = "Retired", from = 2026-01-01 }]

[types.summit]
label = "summit"
plural = "summits"
contact = true

[sources.s1]
publisher = "Wire"
date = "2025-01"
extra = { a = 1 }

[[events]]
id = "a"
date = "2025-01/2025-02"
type = "summit"
title = "A </script> \"q\" 'q' \u0000"
actors = ["xi", "B"]
present = ["C"]
summary = "S"
notes = "kept among us"
tags = ["t", "u"]
local_dates = { CN = "2025-01/2025-02" }
dates = { signed = "2025-03" }
extra = { when = 2025-01-01, list = [1, "二"] }
sources = [
  { ref = "s1", quote = "q", says = { initiator = "CN", date = 2025-01-02, type = "call", place = "P" } },
  { ref = "s1", extra = { page = 3 } },
  { publisher = "Paper", grade = "A" },
  { publisher = "Paper", grade = "B" },
]

[[events]]
id = "b"
date = "[2025-12-31,2026-01-01]"
type = "call"
title = "B"
actors = ["xi", "B"]
follows = ["a"]
part_of = "a"
status = "unconfirmed"

[[claims]]
id = "c"
by = "Some Daily"
date = 2025-03-01
statement = "one or two"
wording = "quoted"
period = { "this year" = "2025", "ever" = "..2025" }
actors = ["xi", "习近平"]
types = ["summit"]
counts = { summit = 1, call = { max = 3 } }
total = 2
disputed = "so it is"
sources = ["s1"]
"""  # noqa: E501


@contextmanager
def opened(part: Subset) -> Iterator[sqlite3.Connection]:
    content = sqlite.export_sqlite(part).content
    assert isinstance(content, bytes)
    with closing(sqlite3.connect(":memory:")) as found:
        found.deserialize(content)
        assert found.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert found.execute("PRAGMA foreign_key_check").fetchall() == []
        yield found


def whole(book: Ledger) -> Subset:
    return subset(book, book.events)


@pytest.fixture(scope="module")
def shipped() -> Ledger:
    return chrono.load([str(ROOT / "data" / "events.toml")])


@pytest.fixture(scope="module")
def database(shipped: Ledger) -> Iterator[sqlite3.Connection]:
    with opened(whole(shipped)) as found:
        yield found


@pytest.fixture(scope="module")
def small() -> Iterator[sqlite3.Connection]:
    with opened(whole(loads(SMALL))) as found:
        yield found


def ask(found: sqlite3.Connection, query: str) -> list[Any]:
    return found.execute(query).fetchall()


def test_the_readmes_query_counts_the_contacts(database: sqlite3.Connection) -> None:
    assert dict(ask(database, MISSION)) == {"meeting": 1, "call": 4}


def test_the_database_has_every_record_of_the_ledger(
    database: sqlite3.Connection, shipped: Ledger
) -> None:
    def number(table: str) -> int:
        return int(ask(database, f"SELECT count(*) FROM {table}")[0][0])

    events, claims = shipped.events, shipped.claims
    assert number("events") == len(events)
    assert number("events WHERE contact") == sum(one.contact for one in events)
    assert number("event_actors") == sum(len(one.actors) for one in events)
    assert number("event_present") == sum(len(one.present) for one in events)
    assert number("event_sources") == sum(len(one.sources) for one in events)
    assert number("claim_sources") == sum(len(one.sources) for one in claims)
    assert number("tags") == sum(len(one.tags) for one in events)
    assert number("follows") == sum(len(one.follows) for one in events)
    assert number("dates") == sum(len(one.dates) for one in events)
    assert number("claims") == len(claims)
    assert number("sources") == 447
    assert number("types") == len(shipped.types)


def test_verdicts_are_the_same_as_in_chrono_claims(
    database: sqlite3.Connection, shipped: Ledger
) -> None:
    judged = whole(shipped).claims
    assert ask(database, "SELECT id, verdict FROM claims ORDER BY rowid") == [
        (one.claim.id, one.verdict) for one in judged
    ]
    numbers = sum(len(reading.stated) for one in judged for reading in one.readings)
    assert ask(database, "SELECT count(*) FROM claim_readings") == [(numbers,)]


def test_the_bytes_are_the_same_each_time(shipped: Ledger) -> None:
    assert sqlite.export_sqlite(whole(shipped)) == sqlite.export_sqlite(whole(shipped))


def test_an_event_has_every_value_in_its_row(small: sqlite3.Connection) -> None:
    small.row_factory = sqlite3.Row
    row = dict(ask(small, "SELECT * FROM events WHERE id = 'a'")[0])
    small.row_factory = None
    assert json.loads(row.pop("extra")) == {"when": "2025-01-01", "list": [1, "二"]}
    known = {
        "id": "a", "date": "2025-01/2025-02",
        "start": "2025-01-01", "start_earliest": "2025-01-01", "start_latest": "2025-01-31",
        "end": "2025-02-28", "end_earliest": "2025-02-01", "end_latest": "2025-02-28",
        "year": 2025, "month": "2025-01",
        "precision": "month", "interval": 1, "approximate": 0, "uncertain": 0,
        "type": "summit", "contact": 1, "status": "held",
        "title": r"""A </script> "q" 'q' \x00""", "actors": "Xi; B",
        "place": None, "place_country": None, "initiator": None,
        "summary": "S", "notes": None, "part_of": None, "private": 0,
    }  # fmt: skip
    others = row.keys() - known
    assert {name: row[name] for name in known} == known
    assert others <= keys.EVENT.keys.keys()
    assert not any(row[name] for name in others), "SMALL has no values of further keys"


@pytest.mark.parametrize(
    ("query", "rows"),
    [
        ("SELECT year, month, contact, part_of FROM events WHERE id = 'b'",
         [(None, None, 0, "a")]),
        ("SELECT * FROM event_actors WHERE event = 'a' ORDER BY position",
         [("a", "xi", 1, "President"), ("a", "B", 2, None)]),
        ("SELECT * FROM event_present", [("a", "C", 1, None)]),
        ("SELECT * FROM tags", [("a", "t"), ("a", "u")]),
        ("SELECT * FROM follows", [("b", "a")]),
        ("SELECT * FROM dates", [("a", "signed", "2025-03", "2025-03-01", "2025-03-31")]),
        ("SELECT * FROM local_dates",
         [("a", "CN", "2025-01/2025-02", "2025-01-01", "2025-02-28")]),
        ("SELECT * FROM actors WHERE id IN ('xi', 'Some Daily') ORDER BY rowid",
         [("xi", "Xi", "CN", "CN", '["习近平"]', 1, 1, None, None, None),
          ("Some Daily", "Some Daily", None, "Some Daily", None, 0, 0, None, None, None)]),
        ("SELECT * FROM offices",
         [("xi", 1, "President", "2013-03", None, "2013-03-01", None, None),
          ("xi", 2, "Retired", "2026-01-01", None, "2026-01-01", None, None)]),
        ("SELECT source, quote, says_date, says_type, says_place, says_initiator, extra "
         "FROM event_sources WHERE source = 's1'",
         [("s1", "q", "2025-01-02", "call", "P", "CN", None),
          ("s1", None, None, None, None, None, '{"page": 3}')]),
        ("SELECT publisher, grade, date, first_day, last_day, declared, extra FROM sources",
         [("Wire", None, "2025-01", "2025-01-01", "2025-01-31", 1, '{"a": 1}'),
          ("Paper", "A", None, None, None, 0, None), ("Paper", "B", None, None, None, 0, None)]),
        ("SELECT id, speaker, verdict, disputed, types FROM claims",
         [("c", "Some Daily", "cannot tell", "so it is", '["summit"]')]),
        ("SELECT * FROM claim_actors", [("c", "xi")]),
        ("SELECT * FROM claim_readings WHERE reading = 1",
         [("c", 1, 1, "this year", "2025-01-01..2025-03-01", "2025-01-01", "2025-03-01",
           "summit", 1, 1, 1, 1, "agrees"),
          ("c", 1, 2, "this year", "2025-01-01..2025-03-01", "2025-01-01", "2025-03-01",
           "call", None, 3, 0, 0, "agrees"),
          ("c", 1, 3, "this year", "2025-01-01..2025-03-01", "2025-01-01", "2025-03-01",
           "total", 2, 2, 1, 1, "differs")]),
        ("SELECT * FROM ledger WHERE value IS NOT NULL",
         [("version", "1"), ("title", "T"), ("covers", "2025"),
          ("covers_first_day", "2025-01-01"), ("covers_last_day", "2025-12-31")]),
        ("SELECT actor, other, event FROM contact_pairs ORDER BY actor",
         [("B", "xi", "a"), ("xi", "B", "a")]),
        ("PRAGMA user_version", [(1,)]),
    ],
)  # fmt: skip
def test_each_table_has_these_rows(small: sqlite3.Connection, query: str, rows: list[Any]) -> None:
    assert ask(small, query) == rows


def test_full_text_is_found_without_accents_and_by_alias() -> None:
    book = ledger(
        event("2025-01-01", "a", actors=(ERDOGAN, TRUMP), title="Tariffs"),
        event("2025-01-02", "b", place="Zürich", summary="“Tariff’s” letter"),
    )
    with opened(whole(book)) as found:

        def search(words: str, table: str = "events") -> list[str]:
            query = (
                f"SELECT id FROM {table} WHERE rowid IN "
                f"(SELECT rowid FROM {table}_fts WHERE {table}_fts MATCH ?)"
            )
            return [id for (id,) in found.execute(query, [words])]

        assert search("erdogan") == ["a"]
        assert search("zurich") == ["b"]
        assert search("trump tariffs") == ["a"]
        assert search("习近平", "actors") == ["xi-jinping"]
        assert ask(found, "SELECT title FROM events_fts WHERE events_fts MATCH 'letter'")


def test_characters_that_no_database_can_hold_are_escaped() -> None:
    odd = event("2025", title="a\0b\ud800", sources=(Source("P\0"),), extra={"k": "\0"})
    with opened(whole(ledger(odd))) as found:
        assert ask(found, "SELECT title FROM events") == [(r"a\x00b\ud800",)]
        assert ask(found, "SELECT publisher FROM sources") == [(r"P\x00",)]


def test_extra_data_among_dates_is_left_out() -> None:
    dated = event("2025-10-30", dates={"signed": When.parse("2025-10"), "extra": {"by": 1}})
    with opened(whole(ledger(dated))) as found:
        assert ask(found, "SELECT what, date FROM dates") == [("signed", "2025-10")]


def test_every_key_of_an_entry_has_a_column_or_another_table(small: sqlite3.Connection) -> None:
    for name, table in keys.ENTRIES.items():
        columns = {row[1] for row in ask(small, f"PRAGMA table_info({name})")}
        assert {*table.keys} - columns == sqlite.OTHER_TABLES[name] - columns, name


def test_a_note_says_that_sqlite_lacks_full_text_search(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite, "FULL_TEXT", "CREATE VIRTUAL TABLE x USING fts0 (y)")
    document = sqlite.export_sqlite(whole(ledger(event("2025"))))
    assert document.notes == ("the database has no full-text search: no such module: fts0",)


def test_a_full_disk_is_an_error(monkeypatch: pytest.MonkeyPatch, shipped: Ledger) -> None:
    monkeypatch.setattr(sqlite, "SCHEMA", f"PRAGMA max_page_count = 60;{sqlite.SCHEMA}")
    with pytest.raises(WriteError, match=r"cannot write a temporary file: .* full"):
        sqlite.export_sqlite(subset(shipped, shipped.events))


def test_an_empty_ledger_makes_a_database() -> None:
    with opened(whole(ledger())) as found:
        assert ask(found, "SELECT count(*) FROM contact_country_pairs") == [(0,)]


def test_two_actors_of_one_name_without_a_country_are_a_pair() -> None:
    twins = Actor("group-a", "Working Group"), Actor("group-b", "Working Group")
    with opened(whole(ledger(event("2025-01-17", "a", actors=twins)))) as found:
        pairs = ask(found, "SELECT actor, other FROM contact_pairs ORDER BY 1")
    assert pairs == [("group-a", "group-b"), ("group-b", "group-a")]


@law(30)
@given(many_events())
def test_the_views_count_what_chrono_counts(placed: list[Placed]) -> None:
    book = ledger(*(one.event for one in placed))
    year = Period.parse("2025")
    sure = [
        one
        for one in book.events
        if one.contact and one.when.starts_in(year) is Containment.CERTAIN
    ]
    pairs: Counter[tuple[str, ...]] = Counter()
    dyads: Counter[tuple[str, ...]] = Counter()
    for one in sure:
        for left, right in one.pairs:
            pairs.update([(left.id, right.id), (right.id, left.id)])
        dyads.update(combinations(one.countries, 2))
    by = "SELECT {0}, other, count(*) FROM {1} WHERE year = 2025 GROUP BY 1, 2"
    with opened(whole(book)) as found:
        assert ask(found, "SELECT id FROM events ORDER BY rowid") == [
            (one.id,) for one in book.events
        ]
        number = "SELECT count(*) FROM events WHERE contact AND year = 2025"
        assert ask(found, number) == [(len(sure),)]
        rows = ask(found, by.format("actor", "contact_pairs"))
        assert {(one, other): count for one, other, count in rows} == pairs
        rows = ask(found, by.format("country", "contact_country_pairs"))
        assert {(one, other): count for one, other, count in rows} == dyads
        counted = (
            f"SELECT count(*) FROM contact_pairs WHERE actor = '{XI.id}' AND other = '{TRUMP.id}'"
        )
        both = [one for one in book.events if one.contact and {XI, TRUMP} <= set(one.actors)]
        assert ask(found, counted) == [(len(both),)]


@pytest.mark.parametrize("ending", ["-wal", "-journal"])
def test_a_database_with_a_journal_is_not_replaced(tmp_path: Path, ending: str) -> None:
    (tmp_path / "w.db").write_bytes(b"somebody's")
    (tmp_path / f"w.db{ending}").write_bytes(b"work")
    question = ("export", "sqlite", "-f", str(ROOT / "data" / "events.toml"), "--output", "w.db")
    ran = run(*question, folder=tmp_path, environment=clean_environment(tmp_path))
    assert ran.status == 4
    assert f"error: w.db may be open in another program: {tmp_path}" in ran.err
    assert (tmp_path / "w.db").read_bytes() == b"somebody's"
    (tmp_path / f"w.db{ending}").unlink()
    assert run(*question, folder=tmp_path, environment=clean_environment(tmp_path)).status == 0
    with closing(sqlite3.connect(tmp_path / "w.db")) as found:
        assert ask(found, "SELECT count(*) FROM events") != [(0,)]
