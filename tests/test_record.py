"""An event as a record: every record has the same keys, in the same order."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given

from chrono.core.dates import When
from chrono.core.model import Actor, Event, Role, Source
from chrono.errors import LedgerError
from chrono.files.exchange.record import (
    COLUMNS,
    KEYS,
    LONG_COLUMNS,
    LONG_KEYS,
    event_table,
    long_table,
    record,
    source_record,
)
from chrono.files.format import keys
from chrono.files.format.containers import ListOf, MapOf, Table
from chrono.files.format.content import plain_data
from chrono.files.format.kind import Kind
from chrono.files.format.kinds import Boolean, FreeTable
from chrono.files.index.load import load
from chrono.files.read.load import loads
from samples import TRUMP, XI, Placed, event, law, many_events
from test_keys import SPEC_EVENT

FIRST = [
    "id", "date", "start", "end", "interval", "precision", "approximate", "uncertain", "type",
    "contact", "status", "title", "actors", "actor_names",
]  # fmt: skip
CONTRACT = [*FIRST, *(key for key in SPEC_EVENT if key not in (*FIRST, "former_ids"))]
SOURCE_KEYS = [
    "id", "publisher", "origin", "author", "title", "url", "date", "accessed", "language",
    "locator", "archive", "side", "grade", "quote",
    "says", "private", "extra",
]  # fmt: skip

VALID = Path(__file__).parent / "ledgers" / "valid"


def cells(event: Event, keys: Sequence[str], exact: bool = False) -> list[str]:
    """Return the cells of an event's row."""
    (line,) = event_table([event], keys).lines(exact)
    return line


def test_the_keys_are_the_contracts_in_its_order() -> None:
    assert list(KEYS) == CONTRACT
    assert list(record(event("2025-10-30"))) == CONTRACT
    assert list(source_record(Source("AP"))) == SOURCE_KEYS
    assert list(LONG_KEYS) == [*CONTRACT, "actor", "country", "office"]
    assert COLUMNS == ("date", "type", "actors", "title", "place", "id")
    assert set(LONG_COLUMNS) <= set(LONG_KEYS)


def test_unknown_values_are_none_and_lists_without_elements_are_empty() -> None:
    empty: dict[type[Kind], object] = {ListOf: [], MapOf: {}, Table: {}, FreeTable: {}}
    empty[Boolean] = False
    known = {
        "id": "a", "date": "2025-10-30", "start": "2025-10-30", "end": "2025-10-30",
        "interval": False, "precision": "day", "approximate": False, "uncertain": False,
        "type": "meeting", "contact": True, "status": "held", "title": "A",
        "actors": ["xi-jinping", "donald-trump"], "actor_names": ["Xi Jinping", "Donald Trump"],
    }  # fmt: skip
    made = record(event("2025-10-30", "a", title="A"))
    rest = {key: empty.get(type(keys.EVENT.keys[key].kind)) for key in CONTRACT if key not in known}
    assert made == {**known, **rest}
    assert (made["tags"], made["dates"], made["private"], made["place"]) == ([], {}, False, None)
    assert source_record(Source("AP")) == {
        "id": None, "publisher": "AP", "origin": None, "title": None, "url": None, "date": None,
        "author": None, "accessed": None, "language": None, "locator": None,
        "archive": None, "side": None, "grade": None, "quote": None, "says": {}, "private": False,
        "extra": {},
    }  # fmt: skip


def test_a_record_has_every_value_of_the_event() -> None:
    found = load([str(VALID / "every-key.toml")]).event("2025-10-30-busan")
    assert found is not None
    made = record(found)
    assert made["local_dates"] == {"US": "2025-10-29", "CN": "2025-10-30"}
    assert made["dates"] == {
        "announced": "2025-10-20", "planned": "2025-10-29/2025-11-01", "signed": "2025-10-30",
        "effective": "2025-11-10", "suspended": "2025-11", "ended": "2026~",
    }  # fmt: skip
    assert made["extra"] == {"minutes": 100, "at": "11:00:00", "deep": {"list": [1, [2.5, True]]}}
    assert (made["present"], made["initiator"]) == (["he-lifeng", "Scott Bessent"], "donald-trump")
    assert (made["private"], made["contact"], made["status"]) == (True, False, "unconfirmed")
    assert (made["part_of"], made["follows"]) == ("2025-10-31-apec", ["2025-10-26-kuala-lumpur"])
    declared, own = made["sources"]
    assert (declared["id"], declared["publisher"], declared["date"]) == (
        "s121", "MarketBeat", "2025-06-11",
    )  # fmt: skip
    assert declared["extra"] == {"page": 3}
    assert (own["id"], own["date"], own["quote"]) == (
        None, "2025-10-30T12:00:00+09:00", "gave\nit up",
    )  # fmt: skip
    assert own["says"] == {
        "date": "2025-10-31", "type": "meeting", "place": "Gyeongju", "initiator": "US",
        "extra": {"a": 1},
    }  # fmt: skip
    assert json.loads(json.dumps(made)) == made


@pytest.mark.parametrize(
    "text, start, end, interval, precision, approximate, uncertain",
    [
        ("2025-10-30T11:00:00Z", "2025-10-30", "2025-10-30", False, "time", False, False),
        ("2025-10~", "2025-10-01", "2025-10-31", False, "month", True, False),
        ("2025-24", "2025-12-01", "2026-02-28", False, "season", False, False),
        ("2025%", "2025-01-01", "2025-12-31", False, "year", True, True),
        ("202X?", "2020-01-01", "2029-12-31", False, "decade", False, True),
        ("20XX", "2000-01-01", "2099-12-31", False, "century", False, False),
        ("2025-06/..", "2025-06-01", None, True, "month", False, False),
        ("../2025-06-05", None, "2025-06-05", True, "day", False, False),
        ("[..2025-06-05]", None, "2025-06-05", False, "day", False, False),
        ("[2025-06-05,2025-07]", "2025-06-05", "2025-07-31", False, "month", False, False),
        ("0001-01-01", "0001-01-01", "0001-01-01", False, "day", False, False),
    ],
)
def test_dates(
    text: str,
    start: str | None,
    end: str | None,
    interval: bool,
    precision: str,
    approximate: bool,
    uncertain: bool,
) -> None:
    made = record(event(text))
    assert made["date"] == text
    assert (made["start"], made["end"]) == (start, end)
    assert (made["interval"], made["precision"]) == (interval, precision)
    assert (made["approximate"], made["uncertain"]) == (approximate, uncertain)


@law(60)
@given(placed=many_events())
def test_every_record_of_any_event_has_these_keys_and_json_holds_it(placed: list[Placed]) -> None:
    for one in placed:
        made = record(one.event)
        assert list(made) == CONTRACT
        assert json.loads(json.dumps(made)) == made
        bounds = str(min(one.written)), str(max(one.written))
        assert (made["start"], made["end"]) == bounds
        assert made["actors"] == [actor.id for actor in one.event.actors]


def test_a_row_for_each_actor_with_the_office_it_held_that_day() -> None:
    roles = (
        Role("Vice-President", When.parse("2020"), When.parse("2022")),
        Role("President", When.parse("2023"), None),
        Role("Chairman", None, None),
    )
    who = Actor("x", "X", country="CN", roles=roles)
    nobody = Actor("Y", "Y", declared=False)
    one = event("2025-10-30", actors=(who, nobody))
    first, second = long_table([one]).objects()
    assert list(first) == list(LONG_KEYS)
    assert (first["actor"], first["country"], first["office"]) == ("X", "CN", "President; Chairman")
    assert (second["actor"], second["country"], second["office"]) == ("Y", None, None)
    assert {key: first[key] for key in CONTRACT} == record(one)
    assert [*long_table([one], LONG_COLUMNS).lines()][1] == [
        "2025-10-30", "meeting", "Y", "", "", "Event e-2025-10-30", "", "e-2025-10-30",
    ]  # fmt: skip


def test_the_cells_name_actors_and_where_a_source_is_found() -> None:
    one = event(
        "2025-10-30",
        "a",
        place="Busan",
        tags=("b", "a"),
        sources=(Source("MarketBeat", origin="AP", url="https://x.org/1"), Source("AP")),
        local_dates={"US": When.parse("2025-10-29"), "CN": When.parse("2025-10-30")},
        extra={"n": 1, "on": True, "word": "a b", "day": dt.date(2025, 1, 2)},
    )
    assert cells(one, COLUMNS) == [
        "2025-10-30", "meeting", "Xi Jinping; Donald Trump", "Event a", "Busan", "a",
    ]  # fmt: skip
    assert cells(one, ["sources", "tags", "actor_names", "private", "summary", "follows"]) == [
        "MarketBeat (AP) https://x.org/1; AP", "b; a", "Xi Jinping; Donald Trump", "false", "", "",
    ]  # fmt: skip
    assert cells(one, ["local_dates", "extra"]) == [
        "US=2025-10-29; CN=2025-10-30", "n=1; on=true; word=a b; day=2025-01-02",
    ]  # fmt: skip
    assert (XI.name, TRUMP.name) == ("Xi Jinping", "Donald Trump")


@pytest.mark.parametrize(
    ("extra", "cell"),
    [
        ({"list": [1, [2]]}, '{"list": [1, [2]]}'),
        ({"n": "7"}, '{"n": "7"}'),
        ({"n": "true"}, '{"n": "true"}'),
        ({"n": ""}, '{"n": ""}'),
        ({"n": "a; b"}, '{"n": "a; b"}'),
        ({"a=b": 1}, '{"a=b": 1}'),
        ({" a": 1}, '{" a": 1}'),
        ({"n": "007"}, '{"n": "007"}'),
        ({"n": "习"}, "n=习"),
        ({"n": "X-7"}, "n=X-7"),
        ({"n": "https://x.org/?a=b"}, "n=https://x.org/?a=b"),
        ({}, ""),
    ],
)
def test_extra_data_that_pairs_cannot_hold_is_json(extra: dict[str, object], cell: str) -> None:
    assert cells(event("2025", extra=extra), ["extra"], exact=True) == [cell]


@pytest.mark.parametrize(
    ("tags", "cell"),
    [
        (("a", "b c"), "a; b c"),
        (("a;b",), '["a;b"]'),
        (("b", " a"), '["b", " a"]'),
        (("[a]",), '["[a]"]'),
        ((), ""),
    ],
)
def test_a_list_that_semicolons_cannot_split_is_json(tags: tuple[str, ...], cell: str) -> None:
    assert cells(event("2025", tags=tags), ["tags"], exact=True) == [cell]
    assert cells(event("2025", tags=tags), ["tags"]) == ["; ".join(tags)]


def test_participants_and_initiator_are_named_in_cells() -> None:
    wang, japan = Actor("wang", "Wang Yi", country="CN"), Actor("nippon", "Japan", country="JP")
    one = event("2025", actors=(wang, japan), present=(wang,), initiator="wang")
    columns = ["present", "initiator"]
    assert cells(one, columns) == ["Wang Yi", "Wang Yi"]
    assert cells(one._replace(initiator="disputed"), columns) == ["Wang Yi", "disputed"]
    # The name would be read as the country's, so the cell has the id.
    assert cells(one._replace(initiator="nippon"), columns) == ["Wang Yi", "nippon"]


@pytest.mark.parametrize(
    "value, plain",
    [
        (dt.date(2025, 1, 2), "2025-01-02"),
        (dt.time(11), "11:00:00"),
        (When.parse("202X"), "202X"),
        (float("nan"), "nan"),
        (float("-inf"), "-inf"),
        ((1, "a", None, True, 1.5), [1, "a", None, True, 1.5]),
        ({"a": {"b": [dt.date(2025, 1, 2)]}}, {"a": {"b": ["2025-01-02"]}}),
    ],
)
def test_extra_data_is_written_as_json_can_hold_it(value: object, plain: object) -> None:
    assert plain_data(value) == plain


def test_a_time_in_extra_data_is_written_in_iso() -> None:
    assert plain_data(dt.datetime(2025, 1, 2, 3, 4, 5)) == "2025-01-02T03:04:05"


EVENT = '[[events]]\nid = "a"\ndate = 2025-10-30\ntype = "call"\ntitle = "A"\nactors = ["X", "Y"]\n'


def test_the_extra_of_dates_is_in_the_record_too() -> None:
    (one,) = loads(EVENT + "dates = { signed = 2025-10-30, extra = { by = 1 } }\n").events
    assert record(one)["dates"] == {"signed": "2025-10-30", "extra": {"by": 1}}


def test_extra_data_that_is_nested_too_deeply_is_refused() -> None:
    (one,) = loads(EVENT + f"extra{'.a' * 90} = 1\n").events
    assert record(one)["extra"]
    with pytest.raises(LedgerError, match="nested more than 100 deep"):
        loads(EVENT + f"extra{'.a' * 700} = 1\n")
