"""Single values: which each kind accepts, what it reports, and how a person types it."""

from __future__ import annotations

import datetime as dt
import re
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chrono.core.dates import When
from chrono.core.model import STATUSES, Number
from chrono.core.periods import Period
from chrono.errors import UsageError
from chrono.files.format import keys, kinds
from chrono.files.format.containers import ListOf, MapOf, Table
from chrono.files.format.keys import ENTRIES, locate
from chrono.files.format.kind import INVALID, Errors, Kind
from chrono.files.format.ledger_kinds import Readings
from key_examples import examples
from kind_helpers import is_valid, read, refused
from samples import law

DAY = dt.date(2025, 10, 30)


INVALID_TYPES: list[tuple[Kind, str, list[object]]] = [
    (kinds.TEXT, "text", [5, True, [], {}, dt.date(2025, 1, 1), 1.5]),
    (kinds.LINE, "text", [5, False, ["a"], {}]),
    (kinds.ID, "text", [5, True, [], dt.date(2025, 10, 30)]),
    (kinds.URL, "text", [5, [], {}]),
    (kinds.COUNTRY, "text", [5, [], {}]),
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
    str: "text", int: "a number", float: "a number", list: "a list",
    dict: "a table", dt.date: "a date", dt.time: "a time", dt.datetime: "a date",
}  # fmt: skip


@pytest.mark.parametrize(
    "reader, wanted, value",
    [(reader, wanted, value) for reader, wanted, values in INVALID_TYPES for value in values],
)
def test_a_value_of_another_type_is_refused_with_the_type_that_is_wanted(
    reader: Kind, wanted: str, value: object
) -> None:
    message = refused(reader, value)
    match = re.fullmatch(r'"key" is (.*?); write (.*)', message)
    assert match, message
    assert match[2].startswith(wanted)
    fraction = wanted == "a whole number" and isinstance(value, float)
    kind = str(value).lower() if isinstance(value, bool) else KINDS[type(value)]
    assert ("a fraction" if fraction else kind) in match[1]


@pytest.mark.parametrize("value", ["a", " a ", "a\nb", "习", "0"])
def test_a_text_is_kept_as_it_is(value: str) -> None:
    assert read(kinds.TEXT, value) == value


@pytest.mark.parametrize("value", ["", " ", "\n", "\t \r\n", "\u3000"])
def test_a_blank_text_is_refused(value: str) -> None:
    assert "empty" in refused(kinds.TEXT, value)
    assert "empty" in refused(kinds.LINE, value)
    assert "empty" in refused(kinds.ID, value)


@pytest.mark.parametrize("value", ["a\nb", "a\n", "\na", "a\r\nb", "a\rb"])
def test_more_than_one_line_is_refused(value: str) -> None:
    assert "one line" in refused(kinds.LINE, value)


@pytest.mark.parametrize("value", ["a", "0", "2025-10-30-busan", "a-1", "x" * 200])
def test_an_id_is_accepted(value: str) -> None:
    assert read(kinds.ID, value) == value


@law(200)
@given(value=st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12))
def test_the_message_for_a_wrong_id_proposes_a_valid_one(value: str) -> None:
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
def test_other_characters_in_an_id_are_refused(value: str) -> None:
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
def test_a_web_address_is_accepted(value: str) -> None:
    assert read(kinds.URL, value) == value


@pytest.mark.parametrize(
    "value",
    [
        "ftp://x.org", "https://", "https:///a", "http:/x", "//x.org",
        "javascript:alert(1)", "https://x.org/a b", " https://x.org", "https://x.org\n",
        "mailto:a@b",
        "https://?q", "httpsx://a",
    ],
)  # fmt: skip
def test_an_address_that_is_not_of_the_web_is_refused_with_a_remedy(value: str) -> None:
    remedy = "write %20 for a space"
    if not re.search(r"\S\s+\S", value):
        remedy = "write an address such as https://example.org/page"
    assert refused(kinds.URL, value) == f'key "{value}" is not a web address; {remedy}'


def test_two_addresses_are_not_one() -> None:
    assert refused(kinds.URL, "https://x.org https://y.org").endswith("address; write only one")


@pytest.mark.parametrize("value", ["x.org", "www.x.org/a?b=c"])
def test_an_address_without_its_beginning_is_refused_with_the_whole_address(value: str) -> None:
    assert refused(kinds.URL, value) == f'key "{value}" is incomplete; write https://{value}'


@pytest.mark.parametrize("value", ["CN", "US", "GB", "XK", "European Union", "NATO", "ASEAN"])
def test_a_country_code_or_the_name_of_a_body_is_accepted(value: str) -> None:
    assert read(kinds.COUNTRY, value) == value


def test_a_short_name_of_a_body_becomes_its_full_name() -> None:
    assert read(kinds.COUNTRY, "EU") == "European Union"
    assert read(kinds.COUNTRY, "UN") == "United Nations"


@pytest.mark.parametrize(
    "value, right",
    [("China", "CN"), ("us", "US"), ("UK", "GB"), ("Usa", "US"), ("PRC", "CN"), ("france", "FR")],
)
def test_the_message_for_a_country_in_words_has_its_code(value: str, right: str) -> None:
    assert f'not a country code; use "{right}"' in refused(kinds.COUNTRY, value)
    assert read(kinds.COUNTRY, right) == right


@pytest.mark.parametrize("value", ["XX", "zz", "Q1"])
def test_two_letters_that_are_not_a_country_code_are_refused(value: str) -> None:
    assert "ISO 3166-1" in refused(kinds.COUNTRY, value)


@pytest.mark.parametrize("value", STATUSES)
def test_a_word_of_a_choice_is_accepted(value: str) -> None:
    assert read(kinds.Choice(*STATUSES), value) == value


def test_an_unknown_word_of_a_choice_is_refused_with_the_nearest_or_all() -> None:
    assert 'did you mean "cancelled"?' in refused(kinds.Choice(*STATUSES), "canceled")
    assert 'did you mean "held"?' in refused(kinds.Choice(*STATUSES), "Held")
    message = refused(kinds.Choice(*STATUSES), "it took place")
    assert all(status in message for status in STATUSES)


@pytest.mark.parametrize(
    "value, number",
    [
        (0, Number(0, 0)), (5, Number(5, 5)), ({"min": 4}, Number(4, None)),
        ({"max": 3}, Number(None, 3)), ({"min": 1, "max": 1}, Number(1, 1)),
    ],
)  # fmt: skip
def test_a_count_is_a_number_or_bounds(value: object, number: Number) -> None:
    assert read(kinds.COUNT, value) == number


@pytest.mark.parametrize(
    "value", [-1, {}, {"min": 2, "max": 1}, {"min": -1}, {"max": "3"}, {"min": True}, {"least": 1}]
)
def test_a_wrong_count_is_refused(value: object) -> None:
    assert refused(kinds.COUNT, value)


@pytest.mark.parametrize(
    "at, start",
    [
        (("events", 3, "title"), '"title" is '),
        (("events", 3, "sources", 1, "url"), '"sources[2].url" is '),
        (("events", 3, "sources", 1, "says", "place"), '"sources[2].says.place" is '),
        (("actors", "xi", "roles", 0, "title"), '"xi.roles[1].title" is '),
        (("ledger", "title"), '"ledger.title" is '),
        (("events", 0), '"events[1]" is '),
    ],
)
def test_a_message_names_the_key_as_a_person_would(at: tuple[str | int, ...], start: str) -> None:
    assert refused(kinds.TEXT, 5, at).startswith(start)


NAMES = [*keys.EVENT.keys, *keys.CLAIM.keys, *keys.SOURCE.keys]


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
def test_any_value_is_accepted_or_reported(value: object) -> None:
    for reader in READERS:
        errors: Errors = []
        if reader.check(value, ("events", 0, "key"), errors) is INVALID:
            assert errors
        for path, message, _ in errors:
            assert path[:3] == ("events", 0, "key")
            assert message


TABLES: list[Table] = [
    *ENTRIES.values(),
    *(keys.INLINE_SOURCE, keys.SAYS, keys.ROLE, keys.DATES, keys.CODES),
]


WRITTEN: dict[str, dict[str, tuple[str, object]]] = {
    "events": {
        "id": ("2025-10-30-busan", "2025-10-30-busan"),
        "date": ("2025-10-30", DAY),
        "type": ("meeting", "meeting"),
        "title": ("2025; true", "2025; true"),
        "actors": ("Xi Jinping; donald-trump", ["Xi Jinping", "donald-trump"]),
        "present": ("he-lifeng", ["he-lifeng"]),
        "place": ("Busan; Gimhae", "Busan; Gimhae"),
        "place_country": ("KR", "KR"),
        "initiator": ("disputed", "disputed"),
        "summary": ("One.\n[two]; three", "One.\n[two]; three"),
        "notes": ("{ x = 1 }", "{ x = 1 }"),
        "tags": ("trade; 2025-10-30 ;; true", ["trade", "2025-10-30", "true"]),
        "status": ("held", "held"),
        "follows": ("a;b", ["a", "b"]),
        "part_of": ("2025-10-31-apec", "2025-10-31-apec"),
        "local_dates": ("US=2025-10-30; CN=2025-10", {"US": DAY, "CN": "2025-10"}),
        "dates": ("signed=2025-10-30; ended=2026~", {"signed": DAY, "ended": "2026~"}),
        "private": ("true", True),
        "sources": ('s1; { publisher = "AP" }', ["s1", {"publisher": "AP"}]),
        "extra": ("a=1; b=two words", {"a": 1, "b": "two words"}),
    },
    "claims": {
        "id": ("xie-feng-2025-12", "xie-feng-2025-12"),
        "by": ("xie-feng", "xie-feng"),
        "date": ("2025-10-30", DAY),
        "as_of": ("2025-10-30", DAY),
        "statement": ("4; 5", "4; 5"),
        "wording": ("quoted", "quoted"),
        "window": ("2025-10-30", "2025-10-30"),
        "period": ("2025-10-30", "2025-10-30"),
        "actors": ("xi-jinping", ["xi-jinping"]),
        "types": ("call; meeting", ["call", "meeting"]),
        "tags": ("trade", ["trade"]),
        "counts": ("call=4; meeting=1..", {"call": 4, "meeting": {"min": 1}}),
        "total": ("5", 5),
        "disputed": ("true", "true"),
        "sources": ("s152", ["s152"]),
        "extra": ("a=true", {"a": True}),
    },
    "actors": {
        "name": ("Xi Jinping", "Xi Jinping"),
        "aliases": ("President Xi; 习近平", ["President Xi", "习近平"]),
        "country": ("CN", "CN"),
        "roles": ('{ title = "President", from = 2013-03-14 }',
                  [{"title": "President", "from": dt.date(2013, 3, 14)}]),
        "extra": ("born=1953-06-15", {"born": dt.date(1953, 6, 15)}),
    },
    "types": {
        "label": ("summit; true", "summit; true"),
        "plural": ("summits", "summits"),
        "aliases": ("top; leaders' meeting", ["top", "leaders' meeting"]),
        "contact": ("false", False),
        "extra": ("a=[1, 2]", {"a": [1, 2]}),
    },
    "publishers": {
        "name": ("AFP; Paris", "AFP; Paris"),
        "aliases": ("FT; The FT", ["FT", "The FT"]),
        "extra": ("founded=1835", {"founded": 1835}),
    },
    "sources": {
        "publisher": ("AP; Reuters", "AP; Reuters"),
        "origin": ("2025", "2025"),
        "title": ("[sic]", "[sic]"),
        "url": ("https://x.org/?a=1;b=2", "https://x.org/?a=1;b=2"),
        "date": ("2025-10-30", DAY),
        "archive": ("https://x.org", "https://x.org"),
        "side": ("US", "US"),
        "grade": ("A", "A"),
        "quote": ("true", "true"),
        "says": ("date=2025-10-30; place=Busan", {"date": DAY, "place": "Busan"}),
        "private": ("true", True),
        "extra": ("page=3", {"page": 3}),
    },
}  # fmt: skip
for name, table in ENTRIES.items():
    WRITTEN[name] |= {key: (*pair[0],) for key, pair in examples(table, WRITTEN[name]).items()}


def test_every_key_of_every_entry_is_tried_here() -> None:
    for kind, table in ENTRIES.items():
        wrong = WRITTEN[kind].keys() ^ table.keys.keys()
        assert not wrong, f'WRITTEN["{kind}"] in tests/test_kinds.py: {wrong}'
    assert list(WRITTEN) == list(ENTRIES)


@pytest.mark.parametrize(
    "kind, key, words, value",
    [(kind, key, *written) for kind, rows in WRITTEN.items() for key, written in rows.items()],
)
def test_a_typed_text_becomes_the_value_of_its_key(
    kind: str, key: str, words: str, value: object
) -> None:
    path, reader = locate(kind, key)
    assert path == (key,)
    assert repr(reader.parse(words)) == repr(value)
    assert repr(ENTRIES[kind].parse({key: words})) == repr({key: value})


@pytest.mark.parametrize(
    "kind, key, value",
    [(kind, key, value) for kind, rows in WRITTEN.items() for key, (_, value) in rows.items()],
)
def test_a_value_of_toml_stays_unchanged(kind: str, key: str, value: object) -> None:
    _, reader = locate(kind, key)
    assert repr(reader.parse(value)) == repr(value)


@pytest.mark.parametrize(
    "words, value",
    [
        ("2025-10-30", DAY),
        ("0001-01-01", dt.date(1, 1, 1)),
        ("2024-02-29", dt.date(2024, 2, 29)),
        # What is less or more than a plain day is EDTF, and stays a text; so does what is no day.
        ("2025", "2025"),
        ("2025-10", "2025-10"),
        ("2025-10-30~", "2025-10-30~"),
        ("2025-10-29/2025-11-01", "2025-10-29/2025-11-01"),
        ("2025-10-30T11:00:00Z", "2025-10-30T11:00:00Z"),
        ("2025-02-29", "2025-02-29"),
        ("0000-01-01", "0000-01-01"),
        ("20251030", "20251030"),
        ("2025-10-30\n", "2025-10-30\n"),
        ("２０２５-10-30", "２０２５-10-30"),
        ("30 October", "30 October"),
        ("", ""),
        (2025, 2025),
        (None, None),
        ([], []),
        (dt.datetime(2025, 10, 30, 11), dt.datetime(2025, 10, 30, 11)),
    ],
)
def test_a_typed_date_is_a_toml_date_if_it_is_a_plain_day(words: object, value: object) -> None:
    assert repr(kinds.DATE.parse(words)) == repr(value)


@pytest.mark.parametrize(
    "words, value",
    [
        ("true", True), ("false", False), (True, True), (False, False),
        ("yes", "yes"), ("True", "True"), ("1", "1"), ("", ""), (1, 1), ([], []), ({}, {}),
    ],
)  # fmt: skip
def test_a_typed_boolean_is_true_or_false(words: object, value: object) -> None:
    assert repr(kinds.BOOLEAN.parse(words)) == repr(value)


@pytest.mark.parametrize(
    "words, value",
    [
        ("4", 4), ("0", 0), ("007", 7), ("-1", -1), ("40..", {"min": 40}), ("..3", {"max": 3}),
        ("{ min = 40 }", {"min": 40}), ("{min=1,max=2}", {"min": 1, "max": 2}),
        ("3..5", {"min": 3, "max": 5}), ("0..0", {"min": 0, "max": 0}), ("..", {}),
        (4, 4), ({"min": 40}, {"min": 40}), (1.5, 1.5), (True, True), (None, None),
        ("many", "many"), ("1.5", "1.5"), ("3 to 5", "3 to 5"), ("3...5", "3...5"), ("", ""),
        ("+4", "+4"), ("٤", "٤"), ("4\n", "4\n"), ("-1..3", "-1..3"), ("1_000", "1_000"),
    ],
)  # fmt: skip
def test_a_typed_count_is_a_number_or_bounds(words: object, value: object) -> None:
    assert repr(kinds.COUNT.parse(words)) == repr(value)


@pytest.mark.parametrize(
    "words, value",
    [
        # What is a value of TOML is that value, and anything else a text.
        ("5", 5), ("1.5", 1.5), ("true", True), ("inf", float("inf")), ("2025-10-30", DAY),
        ("11:00:00", dt.time(11)), ('"5"', "5"), ("'a b'", "a b"), ("[1, 'a']", [1, "a"]),
        ("{ a = 1 }", {"a": 1}), ("0x1F", "0x1F"), ("1.10", "1.10"),
        ("two words", "two words"), ("2025-10", "2025-10"),
        ("007", "007"), ("Busan", "Busan"), ("[a]", "[a]"), ("", ""), ("a = b", "a = b"),
        ('"', '"'), ("[" * 5000, "[" * 5000), ("9" * 5000, "9" * 5000),
    ],
)  # fmt: skip
def test_a_typed_value_under_extra_is_a_value_of_toml_or_a_text(words: str, value: object) -> None:
    _, reader = locate("events", "extra.own")
    assert repr(reader.parse(words)) == repr(value)
    assert repr(kinds.EXTRA.parse([f"own={words}"])) == repr({"own": value})


@pytest.mark.parametrize("value", [5, 1.5, True, None, DAY, ["5"], {"a": "5"}, [["true"]]])
def test_a_value_under_extra_that_is_not_a_text_stays_unchanged(value: object) -> None:
    _, reader = locate("events", "extra.own")
    assert repr(reader.parse(value)) == repr(value)
    assert repr(kinds.EXTRA.parse({"own": value})) == repr({"own": value})


PLAIN: list[Kind] = [
    kinds.TEXT, kinds.LINE, kinds.ID, kinds.URL, kinds.COUNTRY,
    kinds.Choice("held"),
]  # fmt: skip


ANYTHING_OF_JSON: st.SearchStrategy[Any] = st.recursive(
    st.one_of(
        st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=6),
        st.sampled_from(["2025-10-30", "true", "5", "a=1; b=2", "[1]", "{ a = 1 }", "[", "{"]),
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(
            st.one_of(
                st.sampled_from(sorted({key for table in TABLES for key in table.keys})),
                st.text(max_size=3),
            ),
            inner,
            max_size=4,
        ),
    ),
    max_leaves=8,
)  # fmt: skip


@law(200)
@given(value=ANYTHING_OF_JSON)
def test_whatever_is_typed_for_a_text_stays_unchanged(value: object) -> None:
    for reader in PLAIN:
        assert reader.parse(value) is value


@pytest.mark.parametrize(
    "kind, key, words",
    [
        ("events", "date", "30/10/2025"),
        ("events", "private", "yes"),
        ("events", "sources", "https://x.org"),
        ("events", "local_dates", "US=soon"),
        ("events", "status", "Held"),
        ("claims", "total", "many"),
        ("claims", "total", ".."),
        ("claims", "counts", "call=many"),
        ("claims", "period", "last year"),
        ("actors", "country", "China"),
        ("types", "contact", "1"),
        ("sources", "grade", "Z"),
    ],
)
def test_a_wrong_value_is_parsed_and_then_refused_by_check(kind: str, key: str, words: str) -> None:
    assert not is_valid(ENTRIES[kind].keys[key].kind, ENTRIES[kind].keys[key].kind.parse(words))


@pytest.mark.parametrize(
    "kind, key, words",
    [(kind, key, words) for kind, rows in WRITTEN.items() for key, (words, _) in rows.items()],
)
def test_a_right_value_is_parsed_and_accepted_by_check(kind: str, key: str, words: str) -> None:
    assert is_valid(ENTRIES[kind].keys[key].kind, ENTRIES[kind].keys[key].kind.parse(words))


@pytest.mark.parametrize("words", ["9" * 5000, "1.." + "9" * 5000])
def test_a_number_of_too_many_digits_is_refused_by_check(words: str) -> None:
    assert not is_valid(kinds.COUNT, kinds.COUNT.parse(words))


@pytest.mark.parametrize("text", ["5", "1.5", "true", "inf", "[1]", '"a"'])
def test_a_text_in_json_under_extra_stays_a_text(text: str) -> None:
    assert keys.EVENT.parse({"extra": {"own": text}}) == {"extra": {"own": text}}


@pytest.mark.parametrize("words", ["5 # of them", "true\nb = 2", "2025-10-30 # the day"])
def test_a_typed_text_under_extra_is_kept_whole(words: str) -> None:
    _, reader = locate("events", "extra.own")
    assert reader.parse(words) == words


EVERY_READER: list[Kind] = [
    *TABLES,
    *(key.kind for table in TABLES for key in table.keys.values()),
]


@law(150)
@given(value=ANYTHING_OF_JSON)
def test_any_value_of_json_is_parsed_or_refused(value: object) -> None:
    for reader in EVERY_READER:
        with suppress(UsageError):
            reader.parse(value)


@law(200)
@given(
    text=st.one_of(
        st.text(max_size=6),
        st.sampled_from(["CN", "EU", "2025-10-30", "https://x.org", "held", " a", "a\n", "\u00a0"]),
    )
)
def test_a_text_that_passes_the_quick_test_is_accepted_unchanged(text: str) -> None:
    rows = [key.kind for table in TABLES for key in table.keys.values()]
    for kind in (*rows, *(row.item for row in rows if isinstance(row, ListOf))):
        if kind.is_plain is not None and kind.is_plain(text):
            assert read(kind, text) == text
