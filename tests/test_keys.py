"""The readers of single values: what each takes, what it gives, and that it says what is wrong."""

from __future__ import annotations

import datetime as dt
import json
import re
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chrono.core.dates import When
from chrono.core.model import DATE_KEYS, STATUSES, Actor, Claim, Event, EventType, Number, Source
from chrono.core.periods import Period
from chrono.core.subset import subset
from chrono.files.exchange.registry import able_to
from chrono.files.format import keys, kinds
from chrono.files.format.containers import ListOf, MapOf, Table
from chrono.files.format.kind import INVALID, Errors, Kind
from chrono.files.format.ledger_kinds import Readings
from chrono.files.index.load import load
from replay import ROOT, clean_environment
from samples import law

EVERY_KEY = Path(__file__).parent / "ledgers" / "valid" / "every-key.toml"

SPEC_EVENT = [
    "id", "date", "type", "title", "actors", "present", "place", "place_country", "initiator",
    "summary", "notes", "tags", "status", "follows", "part_of", "local_dates", "dates", "private",
    "sources", "extra",
]  # fmt: skip
SPEC_CLAIM = [
    "id", "by", "date", "as_of", "statement", "wording", "window", "period", "actors", "types",
    "tags", "counts", "total", "disputed", "sources", "extra",
]  # fmt: skip
SPEC_SOURCE = [
    "publisher", "origin", "title", "url", "date", "archive", "side", "grade",
]  # fmt: skip


def read(reader: Kind, value: object) -> Any:
    """What a reader gives where nothing is wrong."""
    errors: Errors = []
    result = reader.check(value, ("events", 0, "key"), errors)
    assert errors == []
    return result


def refused(reader: Kind, value: object, at: tuple[str | int, ...] = ("events", 0, "key")) -> str:
    """The one message about a value that is refused."""
    errors: Errors = []
    assert reader.check(value, at, errors) is INVALID
    (error,) = errors
    return error.message


def said(reader: Kind, value: object) -> list[tuple[object, str]]:
    """Everything that is reported, with its place."""
    errors: Errors = []
    reader.check(value, ("events", 0), errors)
    return [(error.path, error.message) for error in errors]


# -- the tables are the contract's ---------------------------------------------------------------


def test_the_keys_are_the_contracts_in_its_order() -> None:
    assert list(keys.EVENT.keys) == SPEC_EVENT
    assert list(keys.CLAIM.keys) == SPEC_CLAIM
    assert list(keys.SOURCE.keys)[: len(SPEC_SOURCE)] == SPEC_SOURCE
    assert list(keys.LEDGER.keys) == [
        "version", "title", "description", "covers", "principals", "include", "extra",
    ]  # fmt: skip
    assert list(keys.ACTOR.keys) == ["name", "aliases", "country", "roles", "extra"]
    assert list(keys.TYPE.keys) == ["label", "plural", "contact", "extra"]
    assert list(keys.HEADERS) == [
        "ledger", "actors", "types", "sources", "events", "claims", "extra",
    ]  # fmt: skip


def test_the_required_keys_are_the_contracts() -> None:
    assert keys.EVENT.required == ("id", "date", "type", "title", "actors")
    assert keys.CLAIM.required == ("id", "by", "date", "statement", "period")
    assert (keys.SOURCE.required, keys.ACTOR.required) == (("publisher",), ("name",))
    assert (keys.TYPE.required, keys.LEDGER.required) == ((), ())


def test_every_key_is_a_field_of_what_it_makes() -> None:
    """None is read and then dropped."""
    assert {*SPEC_EVENT} - {"date"} | {"when"} == {*Event._fields}
    assert {*SPEC_CLAIM} - {"period"} | {"readings"} == {*Claim._fields}
    assert {*keys.SOURCE.keys} | {"id"} == {*Source._fields}
    assert {*keys.ACTOR.keys} | {"id", "declared"} == {*Actor._fields}
    assert {*keys.TYPE.keys} | {"id"} == {*EventType._fields}


def test_every_key_stands_in_the_valid_ledger_that_has_them_all() -> None:
    text = EVERY_KEY.read_text("utf-8")
    for table in (keys.EVENT, keys.CLAIM, keys.SOURCE, keys.ACTOR, keys.TYPE, keys.LEDGER):
        for key in table.keys:
            assert re.search(rf"\b{key} = ", text), key
    for key in DATE_KEYS:
        assert f"{key} = " in text


# -- what follows from a row -------------------------------------------------------------------


@pytest.mark.parametrize("name", able_to("export"))
def test_a_document_has_every_key_of_an_event_or_declares_that_it_lacks_it(name: str) -> None:
    format = able_to("export")[name]
    ledger = load([str(EVERY_KEY)])

    def document(events: list[Event]) -> bytes:
        part = ledger._replace(events=tuple(events))
        made = format.function("export")(subset(part, part.events, private=True))
        return b"".join(made.pieces())

    whole = document([*ledger.events])
    lacking = []
    for key in keys.EVENT.keys.values():
        field = key.field or key.name
        if not key.required:
            default = Event._field_defaults[field]
            without = document([event._replace(**{field: default}) for event in ledger.events])
            lacking += [key.name] if without == whole else []
    optional = [key.name for key in keys.EVENT.keys.values() if not key.required]
    others = [key for key in optional if key not in format.only] if format.only else []
    assert lacking == (others or [*format.leaves_out])


ROW = '    Key("venue", LINE, "The building in which it was."),\n'
FIELD = "    venue: str | None = None\n"
VENUE = """
[[events]]
id = "a"
date = 2025-10-30
type = "call"
title = "A"
actors = ["X", "Y"]
venue = "Gimhae base"
"""


@pytest.mark.slow
def test_a_key_of_events_takes_a_row_of_the_table_and_a_field_of_the_model(tmp_path: Path) -> None:
    """The recipe, carried out on a copy: everything else about the key follows."""
    shutil.copytree(ROOT / "src", tmp_path / "src")
    _insert(tmp_path / "src/chrono/files/format/keys.py", '    Key(\n        "initiator",\n', ROW)
    _insert(
        tmp_path / "src/chrono/core/model.py",
        '\n    def __repr__(self) -> str:\n        return f"<Event',
        FIELD,
    )
    (tmp_path / "events.toml").write_text(VENUE, encoding="utf-8")
    (tmp_path / "new.csv").write_text(
        "id,date,type,title,actors,venue\nb,2025-12-01,call,B,X; Y,Annex\n", encoding="utf-8"
    )
    environment = {**clean_environment(tmp_path), "PYTHONPATH": str(tmp_path / "src")}

    def chrono(*argv: str) -> str:
        command = [sys.executable, "-m", "chrono", *argv]
        ran = subprocess.run(
            command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
        )
        assert ran.returncode == 0, (argv, ran.stderr)
        return ran.stdout

    assert json.loads(chrono("list", "-o", "json"))[0]["venue"] == "Gimhae base"
    assert chrono("list", "-o", "csv", "--fields", "id,venue") == "id,venue\na,Gimhae base\n"
    assert re.search(r"^venue +Gimhae base$", chrono("show", "a"), re.M)
    chrono("edit", "a", "--set", "venue=Hall 1")
    chrono("import", "new.csv")
    new = ("--date", "2025-11-01", "--type", "call", "--title", "C", "--actor", "X", "--actor", "Y")
    assert 'venue = "Hall 3"' in chrono("add", *new, "--venue", "Hall 3", "--dry-run")
    assert "--venue TEXT" in chrono("add", "--help")
    written = chrono("export", "toml")
    assert 'venue = "Hall 1"' in written
    assert 'venue = "Annex"' in written
    assert '"venue": "Annex"' in chrono("export", "jsonl")
    chrono("export", "sqlite", "--output", "events.db")
    with closing(sqlite3.connect(tmp_path / "events.db")) as database:
        rows = database.execute("SELECT id, venue FROM events").fetchall()
    assert rows == [("a", "Hall 1"), ("b", "Annex")]
    assert json.loads(chrono("schema"))["properties"]["events"]["items"]["properties"]["venue"]
    (tmp_path / "events.toml").write_text(VENUE.replace('"Gimhae base"', "5"), encoding="utf-8")
    with pytest.raises(AssertionError, match="venue takes a text"):
        chrono("list")


def _insert(path: Path, before: str, text: str) -> None:
    """Insert a text in a file before another text that stands in it once."""
    source = path.read_text(encoding="utf-8")
    assert source.count(before) == 1, (path, before)
    path.write_text(source.replace(before, text + before), encoding="utf-8")


# -- the readers ---------------------------------------------------------------------------------

INVALID_TYPES: list[tuple[Kind, str, list[object]]] = [
    (kinds.TEXT, "a text", [5, True, [], {}, dt.date(2025, 1, 1), 1.5]),
    (kinds.LINE, "a text", [5, False, ["a"], {}]),
    (kinds.ID, "a text", [5, True, [], dt.date(2025, 10, 30)]),
    (kinds.URL, "a text", [5, [], {}]),
    (kinds.COUNTRY, "a text", [5, [], {}]),
    (kinds.BOOLEAN, "true or false", [0, 1, "true", [], {}]),
    (kinds.DATE, "a date", [5, True, 1.5, [], {}, dt.time(11)]),
    (kinds.PERIOD, "a period", [2025, True, [], {}, dt.time(11), dt.datetime(2025, 1, 1)]),
    (ListOf(kinds.TEXT), "a list", ["a", 5, {}, True]),
    (MapOf(kinds.TEXT), "a table", ["a", 5, [], True]),
    (kinds.EXTRA, "a table", ["a", 5, [], True]),
    (kinds.COUNT, "a whole number", ["5", 1.5, True, []]),
    (kinds.Choice("a", "b"), '"a" or "b"', [5, True, [], {}]),
    (Readings(), "a period", [2025, True, []]),
]
KINDS = {
    str: "a text", bool: "true or false", int: "a number", float: "a number", list: "a list",
    dict: "a table", dt.date: "a date", dt.time: "a time", dt.datetime: "a date",
}  # fmt: skip


@pytest.mark.parametrize(
    "reader, wanted, value",
    [(reader, wanted, value) for reader, wanted, values in INVALID_TYPES for value in values],
)
def test_a_value_of_the_wrong_type_is_refused_by_what_it_takes(
    reader: Kind, wanted: str, value: object
) -> None:
    message = refused(reader, value)
    match = re.fullmatch(r"key (?:takes|is) (.*), and this is (.*)", message)
    assert match, message
    assert match[1].startswith(wanted)
    fraction = wanted == "a whole number" and isinstance(value, float)
    assert ("a fraction" if fraction else KINDS[type(value)]) in match[2]


@pytest.mark.parametrize("value", ["a", " a ", "a\nb", "习", "0"])
def test_a_text_is_kept_as_it_is(value: str) -> None:
    assert read(kinds.TEXT, value) == value


@pytest.mark.parametrize("value", ["", " ", "\n", "\t \r\n", "\u3000"])
def test_a_text_that_says_nothing_is_refused(value: str) -> None:
    assert "empty" in refused(kinds.TEXT, value)
    assert "empty" in refused(kinds.LINE, value)
    assert "empty" in refused(kinds.ID, value)


@pytest.mark.parametrize("value", ["a\nb", "a\n", "\na", "a\r\nb", "a\rb"])
def test_more_than_one_line_is_refused(value: str) -> None:
    assert "one line" in refused(kinds.LINE, value)


@pytest.mark.parametrize("value", ["a", "0", "2025-10-30-busan", "a-1", "x" * 200])
def test_an_id(value: str) -> None:
    assert read(kinds.ID, value) == value


@law(200)
@given(value=st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12))
def test_whatever_is_no_id_is_shown_one(value: str) -> None:
    errors: Errors = []
    result = kinds.ID.check(value, ("events", 0, "id"), errors)
    if re.fullmatch(r"[a-z0-9-]+", value):
        assert (result, errors) == (value, [])
        return
    assert result is INVALID
    ((_, message, _),) = errors
    if value.strip():
        shown = re.search(r'as in "([^"]*)"$', message)
        assert shown, message
        assert read(kinds.ID, shown[1]) == shown[1]


@pytest.mark.parametrize("value", ["A", "a_b", "a b", "é", "习", "a.b", "a\n"])
def test_what_is_no_id(value: str) -> None:
    assert "a-z" in refused(kinds.ID, value)


def test_a_date_is_a_toml_date_or_an_edtf_text() -> None:
    assert read(kinds.DATE, dt.date(2025, 10, 30)) == When.parse("2025-10-30")
    assert read(kinds.DATE, dt.datetime(2025, 10, 30, 11)) == When.parse("2025-10-30T11:00:00")
    assert read(kinds.DATE, "202X") == When.parse("202X")
    assert '"2025" in quotes' in refused(kinds.DATE, 2025)
    assert "30 October" in refused(kinds.DATE, "30 October")


def test_a_period_is_one_of_the_command_line_or_a_day() -> None:
    assert read(kinds.PERIOD, "2025-Q4") == Period.parse("2025-Q4")
    assert read(kinds.PERIOD, dt.date(2025, 10, 30)) == Period.parse("2025-10-30")
    assert "is not a period" in refused(kinds.PERIOD, "last year")


@pytest.mark.parametrize(
    "value",
    [
        "https://x.org", "http://x", "HTTPS://X.ORG/a?b=c#d", "https://x.org:8080/习", "https://x?y",
        "https://user@x.org/%20",
    ],
)  # fmt: skip
def test_a_web_address(value: str) -> None:
    assert read(kinds.URL, value) == value


@pytest.mark.parametrize(
    "value",
    [
        "x.org", "www.x.org", "ftp://x.org", "https://", "https:///a", "http:/x", "//x.org",
        "javascript:alert(1)", "https://x.org/a b", " https://x.org", "https://x.org\n",
        "mailto:a@b",
        "https://?q", "httpsx://a",
    ],
)  # fmt: skip
def test_what_is_no_web_address(value: str) -> None:
    remedy = "a blank in it is written %20"
    if not re.search(r"\S\s+\S", value):
        remedy = "one is written https://example.org/page"
    assert refused(kinds.URL, value) == f'key "{value}" is no web address: {remedy}'


@pytest.mark.parametrize("value", ["CN", "US", "GB", "XK", "European Union", "NATO", "ASEAN"])
def test_a_country_or_a_body(value: str) -> None:
    assert read(kinds.COUNTRY, value) == value


def test_a_body_is_one_however_it_is_written() -> None:
    assert read(kinds.COUNTRY, "EU") == "European Union"
    assert read(kinds.COUNTRY, "UN") == "United Nations"


@pytest.mark.parametrize(
    "value, right",
    [("China", "CN"), ("us", "US"), ("UK", "GB"), ("Usa", "US"), ("PRC", "CN"), ("france", "FR")],
)
def test_a_country_that_is_written_otherwise_is_shown_its_code(value: str, right: str) -> None:
    assert f'write "{right}"' in refused(kinds.COUNTRY, value)
    assert read(kinds.COUNTRY, right) == right


@pytest.mark.parametrize("value", ["XX", "zz", "Q1"])
def test_two_letters_that_are_no_code(value: str) -> None:
    assert "ISO 3166-1" in refused(kinds.COUNTRY, value)


@pytest.mark.parametrize("value", STATUSES)
def test_a_word_of_a_few(value: str) -> None:
    assert read(kinds.Choice(*STATUSES), value) == value


def test_a_word_that_is_not_of_the_few() -> None:
    assert 'did you mean "cancelled"?' in refused(kinds.Choice(*STATUSES), "canceled")
    assert 'did you mean "held"?' in refused(kinds.Choice(*STATUSES), "Held")
    message = refused(kinds.Choice(*STATUSES), "it took place")
    assert all(status in message for status in STATUSES)


def test_a_list_keeps_what_is_sound_and_names_each_that_is_not() -> None:
    errors: Errors = []
    result = ListOf(kinds.LINE).check(["a", 5, "", "b\nc", "d"], ("events", 0, "tags"), errors)
    assert result == ("a", "d")
    assert [path for path, *_ in errors] == [("events", 0, "tags", n) for n in (1, 2, 3)]
    assert [error.message.split(" ")[0] for error in errors] == ["tags[2]", "tags[3]", "tags[4]"]


def test_an_empty_list_is_refused_only_where_one_is_needed() -> None:
    assert read(ListOf(kinds.LINE), []) == ()
    assert "at least one" in refused(ListOf(kinds.LINE, filled=True), [])
    assert '["Xi"]' in refused(ListOf(kinds.LINE), "Xi")


def test_a_table_of_ones_own_names() -> None:
    assert read(MapOf(kinds.LINE), {"x y": "a"}) == {"x y": "a"}
    found = said(MapOf(kinds.DATE, kinds.COUNTRY), {"US": "no", "UK": "2025", "CN": "2025"})
    assert {at for at, _ in found} == {("events", 0, "UK"), ("events", 0, "US")}
    assert len(found) == 2


@pytest.mark.parametrize(
    "value, number",
    [
        (0, Number(0, 0)), (5, Number(5, 5)), ({"min": 4}, Number(4, None)),
        ({"max": 3}, Number(None, 3)), ({"min": 1, "max": 1}, Number(1, 1)),
    ],
)  # fmt: skip
def test_a_number(value: object, number: Number) -> None:
    assert read(kinds.COUNT, value) == number


@pytest.mark.parametrize(
    "value", [-1, {}, {"min": 2, "max": 1}, {"min": -1}, {"max": "3"}, {"min": True}, {"least": 1}]
)
def test_what_is_no_number(value: object) -> None:
    assert refused(kinds.COUNT, value)


def test_readings_are_one_period_or_several_by_name() -> None:
    assert read(Readings(), "2025") == ((None, Period.parse("2025")),)
    assert read(Readings(), {"a": "2025", "b": "2024.."}) == (
        ("a", Period.parse("2025")), ("b", Period.parse("2024..")),
    )  # fmt: skip
    assert "empty" in refused(Readings(), {})


def test_a_source_is_an_id_or_a_table() -> None:
    assert read(keys.SOURCE_ITEM, "s1") == "s1"
    assert read(keys.SOURCE_ITEM, {"publisher": "AP"}) == {"publisher": "AP"}
    assert read(keys.SOURCE_ITEM, {"ref": "s1"}) == {"ref": "s1"}
    for address in ("http://x.org", "https://x.org"):
        assert "{ publisher = " in refused(keys.SOURCE_ITEM, address)
    assert [message for _, message in said(keys.SOURCE_ITEM, {"url": "https://x.org"})] == [
        message for _, message in said(keys.SOURCE_ITEM, {})
    ]
    assert "publisher" in said(keys.SOURCE_ITEM, {})[0][1]


def test_an_unknown_key_is_named_with_the_nearest_or_with_the_place_for_ones_own() -> None:
    found = dict(said(keys.SOURCE, {"publisher": "AP", "publishr": "AP", "rating": 5}))
    assert found[("events", 0, "publishr")].endswith('did you mean "publisher"?')
    assert found[("events", 0, "rating")].endswith("goes under extra")
    assert len(found) == 2


@pytest.mark.parametrize(
    "table", [keys.EVENT, keys.CLAIM, keys.SOURCE, keys.ACTOR, keys.TYPE, keys.LEDGER]
)
def test_every_table_may_have_extra_and_names_what_it_must_have(table: Table) -> None:
    own = said(table, {"extra": {"anything": [1, {"a": dt.time(1)}]}})
    found = [(at, message) for at, message in own if "which it must have" in message]
    assert len(found) == len(table.required)
    for (at, message), key in zip(found, table.required, strict=True):
        assert at == ("events", 0)
        assert f'"{key}"' in message


@pytest.mark.parametrize(
    "at, start",
    [
        (("events", 3, "title"), "title takes "),
        (("events", 3, "sources", 1, "url"), "sources[2].url takes "),
        (("events", 3, "sources", 1, "says", "place"), "sources[2].says.place takes "),
        (("actors", "xi", "roles", 0, "title"), "xi.roles[1].title takes "),
        (("ledger", "title"), "ledger.title takes "),
        (("events", 0), "events[1] takes "),
    ],
)
def test_a_message_names_the_key_as_a_person_would(at: tuple[str | int, ...], start: str) -> None:
    assert refused(kinds.TEXT, 5, at).startswith(start)


NAMES = [*SPEC_EVENT, *SPEC_CLAIM, *SPEC_SOURCE]
ANYTHING = st.recursive(
    st.one_of(
        st.none().map(lambda _: dt.time(1)),
        st.booleans(),
        st.integers(),
        st.floats(),
        st.text(max_size=5),
        st.dates(),
        st.datetimes(),
        st.sampled_from(["2025", "a", "CN", "https://x.org", "held", "A"]),
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(
            st.one_of(st.sampled_from([*NAMES, "min", "max", "ref"]), st.text(max_size=3)),
            inner,
            max_size=4,
        ),
    ),
    max_leaves=10,
)  # fmt: skip
READERS: list[Kind] = [
    kinds.TEXT,
    kinds.LINE,
    kinds.ID,
    kinds.BOOLEAN,
    kinds.DATE,
    kinds.PERIOD,
    kinds.URL,
    kinds.COUNTRY,
    kinds.COUNT,
    Readings(),
    keys.SOURCE_ITEM,
    kinds.EXTRA,
    keys.EVENT,
    keys.CLAIM,
    keys.SOURCE,
    keys.ACTOR,
    keys.TYPE,
    keys.LEDGER,
    ListOf(keys.SOURCE_ITEM),
    MapOf(kinds.COUNT),
    kinds.Choice("a", "b"),
]


@law(180)
@given(value=ANYTHING)
def test_no_value_breaks_a_reader_and_what_is_wrong_is_always_said(value: object) -> None:
    for reader in READERS:
        errors: Errors = []
        if reader.check(value, ("events", 0, "key"), errors) is INVALID:
            assert errors
        for path, message, _ in errors:
            assert path[:3] == ("events", 0, "key")
            assert message
