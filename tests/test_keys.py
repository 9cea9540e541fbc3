"""The readers of single values: what each takes, what it gives, and that it says what is wrong."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chrono.core.dates import When
from chrono.core.model import DATE_KEYS, STATUSES, Actor, Claim, Event, EventType, Number, Source
from chrono.core.periods import Period
from chrono.files.format import keys, kinds
from chrono.files.format.kinds import WRONG, Reader
from samples import law

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


def read(reader: Reader, value: object) -> Any:
    """What a reader gives where nothing is wrong."""
    found: list[tuple[object, str]] = []
    given = reader(
        value, ("events", 0, "key"), lambda at, message, rule="format": found.append((at, message))
    )
    assert found == []
    return given


def refused(reader: Reader, value: object, at: tuple[str | int, ...] = ("events", 0, "key")) -> str:
    """The one message about a value that is refused."""
    found: list[str] = []
    given = reader(value, at, lambda _, message, rule="format": found.append(message))
    assert given is WRONG
    assert len(found) == 1
    return found[0]


def said(reader: Reader, value: object) -> list[tuple[object, str]]:
    """Everything that is reported, with its place."""
    found: list[tuple[object, str]] = []
    reader(value, ("events", 0), lambda at, message, rule="format": found.append((at, message)))
    return found


# -- the tables are the contract's ---------------------------------------------------------------


def test_the_keys_are_the_contracts_in_its_order() -> None:
    assert list(keys.EVENT.readers) == SPEC_EVENT
    assert list(keys.CLAIM.readers) == SPEC_CLAIM
    assert list(keys.SOURCE.readers)[: len(SPEC_SOURCE)] == SPEC_SOURCE
    assert list(keys.LEDGER.readers) == [
        "version", "title", "description", "covers", "principals", "include", "extra",
    ]  # fmt: skip
    assert list(keys.ACTOR.readers) == ["name", "aliases", "country", "roles", "extra"]
    assert list(keys.TYPE.readers) == ["label", "plural", "contact", "extra"]
    assert list(keys.TABLES) == [
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
    assert {*keys.SOURCE.readers} | {"id"} == {*Source._fields}
    assert {*keys.ACTOR.readers} | {"id", "declared"} == {*Actor._fields}
    assert {*keys.TYPE.readers} | {"id"} == {*EventType._fields}


def test_every_key_stands_in_the_valid_ledger_that_has_them_all() -> None:
    text = (Path(__file__).parent / "ledgers" / "valid" / "every-key.toml").read_text("utf-8")
    for table in (keys.EVENT, keys.CLAIM, keys.SOURCE, keys.ACTOR, keys.TYPE, keys.LEDGER):
        for key in table.readers:
            assert re.search(rf"\b{key} = ", text), key
    for key in DATE_KEYS:
        assert f"{key} = " in text


# -- the readers ---------------------------------------------------------------------------------

WRONG_TYPES: list[tuple[Reader, str, list[object]]] = [
    (kinds.text, "a text", [5, True, [], {}, dt.date(2025, 1, 1), 1.5]),
    (kinds.line, "a text", [5, False, ["a"], {}]),
    (kinds.identifier, "a text", [5, True, [], dt.date(2025, 10, 30)]),
    (kinds.url, "a text", [5, [], {}]),
    (kinds.country, "a text", [5, [], {}]),
    (kinds.boolean, "true or false", [0, 1, "true", [], {}]),
    (kinds.when, "a date", [5, True, 1.5, [], {}, dt.time(11)]),
    (kinds.period, "a period", [2025, True, [], {}, dt.time(11), dt.datetime(2025, 1, 1)]),
    (kinds.Items(kinds.text), "a list", ["a", 5, {}, True]),
    (kinds.Each(kinds.text), "a table", ["a", 5, [], True]),
    (kinds.free, "a table", ["a", 5, [], True]),
    (kinds.number, "a whole number", ["5", 1.5, True, []]),
    (kinds.Choice("a", "b"), '"a" or "b"', [5, True, [], {}]),
    (kinds.readings, "a period", [2025, True, []]),
    (keys.EVENT, "a table", ["a", 5, [], True]),
    (keys.source, "a table", [5, True, []]),
]
KINDS = {
    str: "a text", bool: "true or false", int: "a number", float: "a number", list: "a list",
    dict: "a table", dt.date: "a date", dt.time: "a time", dt.datetime: "a date",
}  # fmt: skip


@pytest.mark.parametrize(
    "reader, wanted, value",
    [(reader, wanted, value) for reader, wanted, values in WRONG_TYPES for value in values],
)
def test_a_value_of_the_wrong_type_is_refused_by_what_it_takes(
    reader: Reader, wanted: str, value: object
) -> None:
    message = refused(reader, value)
    match = re.fullmatch(r"key (?:takes|is) (.*), and this is (.*)", message)
    assert match, message
    assert match[1].startswith(wanted)
    fraction = wanted == "a whole number" and isinstance(value, float)
    assert ("a fraction" if fraction else KINDS[type(value)]) in match[2]


@pytest.mark.parametrize("value", ["a", " a ", "a\nb", "习", "0"])
def test_a_text_is_kept_as_it_is(value: str) -> None:
    assert read(kinds.text, value) == value


@pytest.mark.parametrize("value", ["", " ", "\n", "\t \r\n", "\u3000"])
def test_a_text_that_says_nothing_is_refused(value: str) -> None:
    assert "empty" in refused(kinds.text, value)
    assert "empty" in refused(kinds.line, value)
    assert "empty" in refused(kinds.identifier, value)


@pytest.mark.parametrize("value", ["a\nb", "a\n", "\na", "a\r\nb", "a\rb"])
def test_more_than_one_line_is_refused(value: str) -> None:
    assert "one line" in refused(kinds.line, value)


@pytest.mark.parametrize("value", ["a", "0", "2025-10-30-busan", "a-1", "x" * 200])
def test_an_id(value: str) -> None:
    assert read(kinds.identifier, value) == value


@law(200)
@given(value=st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12))
def test_whatever_is_no_id_is_shown_one(value: str) -> None:
    found: list[str] = []
    given_back = kinds.identifier(
        value, ("events", 0, "id"), lambda _, text, rule="format": found.append(text)
    )
    if re.fullmatch(r"[a-z0-9-]+", value):
        assert (given_back, found) == (value, [])
        return
    assert given_back is WRONG
    (message,) = found
    if value.strip():
        shown = re.search(r'as in "([^"]*)"$', message)
        assert shown, message
        assert read(kinds.identifier, shown[1]) == shown[1]


@pytest.mark.parametrize("value", ["A", "a_b", "a b", "é", "习", "a.b", "a\n"])
def test_what_is_no_id(value: str) -> None:
    assert "a-z" in refused(kinds.identifier, value)


def test_a_date_is_a_toml_date_or_an_edtf_text() -> None:
    assert read(kinds.when, dt.date(2025, 10, 30)) == When.parse("2025-10-30")
    assert read(kinds.when, dt.datetime(2025, 10, 30, 11)) == When.parse("2025-10-30T11:00:00")
    assert read(kinds.when, "202X") == When.parse("202X")
    assert '"2025" in quotes' in refused(kinds.when, 2025)
    assert "30 October" in refused(kinds.when, "30 October")


def test_a_period_is_one_of_the_command_line_or_a_day() -> None:
    assert read(kinds.period, "2025-Q4") == Period.parse("2025-Q4")
    assert read(kinds.period, dt.date(2025, 10, 30)) == Period.parse("2025-10-30")
    assert "is not a period" in refused(kinds.period, "last year")


@pytest.mark.parametrize(
    "value",
    [
        "https://x.org", "http://x", "HTTPS://X.ORG/a?b=c#d", "https://x.org:8080/习", "https://x?y",
        "https://user@x.org/%20",
    ],
)  # fmt: skip
def test_a_web_address(value: str) -> None:
    assert read(kinds.url, value) == value


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
    assert refused(kinds.url, value) == f'key "{value}" is no web address: {remedy}'


@pytest.mark.parametrize("value", ["CN", "US", "GB", "XK", "European Union", "NATO", "ASEAN"])
def test_a_country_or_a_body(value: str) -> None:
    assert read(kinds.country, value) == value


def test_a_body_is_one_however_it_is_written() -> None:
    assert read(kinds.country, "EU") == "European Union"
    assert read(kinds.country, "UN") == "United Nations"


@pytest.mark.parametrize(
    "value, right",
    [("China", "CN"), ("us", "US"), ("UK", "GB"), ("Usa", "US"), ("PRC", "CN"), ("france", "FR")],
)
def test_a_country_that_is_written_otherwise_is_shown_its_code(value: str, right: str) -> None:
    assert f'write "{right}"' in refused(kinds.country, value)
    assert read(kinds.country, right) == right


@pytest.mark.parametrize("value", ["XX", "zz", "Q1"])
def test_two_letters_that_are_no_code(value: str) -> None:
    assert "ISO 3166-1" in refused(kinds.country, value)


@pytest.mark.parametrize("value", STATUSES)
def test_a_word_of_a_few(value: str) -> None:
    assert read(kinds.Choice(*STATUSES), value) == value


def test_a_word_that_is_not_of_the_few() -> None:
    assert 'did you mean "cancelled"?' in refused(kinds.Choice(*STATUSES), "canceled")
    assert 'did you mean "held"?' in refused(kinds.Choice(*STATUSES), "Held")
    message = refused(kinds.Choice(*STATUSES), "it took place")
    assert all(status in message for status in STATUSES)


def test_a_list_keeps_what_is_sound_and_names_each_that_is_not() -> None:
    found: list[tuple[object, str]] = []
    given_back = kinds.Items(kinds.line)(
        ["a", 5, "", "b\nc", "d"], ("events", 0, "tags"), lambda *one: found.append(one)
    )
    assert given_back == ("a", "d")
    assert [at for at, _ in found] == [("events", 0, "tags", n) for n in (1, 2, 3)]
    assert [message.split(" ")[0] for _, message in found] == ["tags[2]", "tags[3]", "tags[4]"]


def test_an_empty_list_is_refused_only_where_one_is_needed() -> None:
    assert read(kinds.Items(kinds.line), []) == ()
    assert "at least one" in refused(kinds.Items(kinds.line, filled=True), [])
    assert '["Xi"]' in refused(kinds.Items(kinds.line), "Xi")


def test_a_table_of_ones_own_names() -> None:
    assert read(kinds.Each(kinds.line), {"x y": "a"}) == {"x y": "a"}
    found = said(kinds.Each(kinds.when, kinds.country), {"US": "no", "UK": "2025", "CN": "2025"})
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
    assert read(kinds.number, value) == number


@pytest.mark.parametrize(
    "value", [-1, {}, {"min": 2, "max": 1}, {"min": -1}, {"max": "3"}, {"min": True}, {"least": 1}]
)
def test_what_is_no_number(value: object) -> None:
    assert refused(kinds.number, value)


def test_readings_are_one_period_or_several_by_name() -> None:
    assert read(kinds.readings, "2025") == ((None, Period.parse("2025")),)
    assert read(kinds.readings, {"a": "2025", "b": "2024.."}) == (
        ("a", Period.parse("2025")), ("b", Period.parse("2024..")),
    )  # fmt: skip
    assert "empty" in refused(kinds.readings, {})


def test_a_source_is_an_id_or_a_table() -> None:
    assert read(keys.source, "s1") == "s1"
    assert read(keys.source, {"publisher": "AP"}) == {"publisher": "AP"}
    assert read(keys.source, {"ref": "s1"}) == {"ref": "s1"}
    for address in ("http://x.org", "https://x.org"):
        assert "{ publisher = " in refused(keys.source, address)
    assert [message for _, message in said(keys.source, {"url": "https://x.org"})] == [
        message for _, message in said(keys.source, {})
    ]
    assert "publisher" in said(keys.source, {})[0][1]


def test_an_unknown_key_is_named_with_the_nearest_or_with_the_place_for_ones_own() -> None:
    found = dict(said(keys.SOURCE, {"publisher": "AP", "publishr": "AP", "rating": 5}))
    assert found[("events", 0, "publishr")].endswith('did you mean "publisher"?')
    assert found[("events", 0, "rating")].endswith("goes under extra")
    assert len(found) == 2


@pytest.mark.parametrize(
    "table", [keys.EVENT, keys.CLAIM, keys.SOURCE, keys.ACTOR, keys.TYPE, keys.LEDGER]
)
def test_every_table_may_have_extra_and_names_what_it_must_have(table: kinds.Keys) -> None:
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
    assert refused(kinds.text, 5, at).startswith(start)


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
READERS: list[Reader] = [
    kinds.text,
    kinds.line,
    kinds.identifier,
    kinds.boolean,
    kinds.when,
    kinds.period,
    kinds.url,
    kinds.country,
    kinds.number,
    kinds.readings,
    keys.source,
    kinds.free,
    keys.EVENT,
    keys.CLAIM,
    keys.SOURCE,
    keys.ACTOR,
    keys.TYPE,
    keys.LEDGER,
    kinds.Items(keys.source),
    kinds.Each(kinds.number),
    kinds.Choice("a", "b"),
]


@law(180)
@given(value=ANYTHING)
def test_no_value_breaks_a_reader_and_what_is_wrong_is_always_said(value: object) -> None:
    for reader in READERS:
        found: list[tuple[Any, ...]] = []
        given_back = reader(value, ("events", 0, "key"), lambda *one, to=found: to.append(one))
        if given_back is WRONG:
            assert found
        for at, message, *_ in found:
            assert at[:3] == ("events", 0, "key")
            assert message
