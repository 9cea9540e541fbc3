"""What a person types, or JSON says, as the value that a ledger holds."""

from __future__ import annotations

import datetime as dt
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chrono.errors import UsageError
from chrono.files.format import keys, kinds
from chrono.files.format.containers import Key, ListOf, MapOf, Table
from chrono.files.format.keys import ENTRIES, key_order, locate
from chrono.files.format.kind import INVALID, Errors, Kind
from chrono.files.format.ledger_kinds import Readings
from samples import law

DAY = dt.date(2025, 10, 30)
TABLES: list[Table] = [*ENTRIES.values(), keys.INLINE_SOURCE, keys.SAYS, keys.ROLE, keys.DATES]


def refused(kind: str, words: str) -> str:
    """The one sentence about a key that there is not."""
    with pytest.raises(UsageError) as caught:
        locate(kind, words)
    assert caught.value.status == 2
    (sentence,) = caught.value.args
    return str(sentence)


def refused_value(reader: Kind, value: object) -> str:
    """The one sentence about a value that is no value at all."""
    with pytest.raises(UsageError) as caught:
        reader.parse(value)
    (sentence,) = caught.value.args
    return str(sentence)


def is_sound(reader: Kind, value: object) -> bool:
    """Whether a reader takes the value without a word."""
    errors: Errors = []
    return reader.check(value, ("events", 0, "key"), errors) is not INVALID and not errors


# -- every key of every kind ----------------------------------------------------------------------

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
        "contact": ("false", False),
        "extra": ("a=[1, 2]", {"a": [1, 2]}),
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


def test_every_key_of_every_kind_stands_in_the_table() -> None:
    for kind, table in ENTRIES.items():
        assert list(WRITTEN[kind]) == list(table.keys)
    assert list(WRITTEN) == list(ENTRIES)


@pytest.mark.parametrize(
    "kind, key, words, value",
    [(kind, key, *written) for kind, rows in WRITTEN.items() for key, written in rows.items()],
)
def test_what_is_typed_for_a_key_becomes_its_value(
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
def test_what_is_a_value_already_stays_it(kind: str, key: str, value: object) -> None:
    _, reader = locate(kind, key)
    assert repr(reader.parse(value)) == repr(value)


# -- single values --------------------------------------------------------------------------------


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
def test_a_date_is_a_day_where_it_is_a_plain_one(words: object, value: object) -> None:
    assert repr(kinds.DATE.parse(words)) == repr(value)


@pytest.mark.parametrize(
    "words, value",
    [
        ("true", True), ("false", False), (True, True), (False, False),
        ("yes", "yes"), ("True", "True"), ("1", "1"), ("", ""), (1, 1), ([], []), ({}, {}),
    ],
)  # fmt: skip
def test_a_truth_is_true_or_false(words: object, value: object) -> None:
    assert repr(kinds.BOOLEAN.parse(words)) == repr(value)


@pytest.mark.parametrize(
    "words, value",
    [
        ("4", 4), ("0", 0), ("007", 7), ("-1", -1), ("40..", {"min": 40}), ("..3", {"max": 3}),
        ("3..5", {"min": 3, "max": 5}), ("0..0", {"min": 0, "max": 0}), ("..", {}),
        (4, 4), ({"min": 40}, {"min": 40}), (1.5, 1.5), (True, True), (None, None),
        ("many", "many"), ("1.5", "1.5"), ("3 to 5", "3 to 5"), ("3...5", "3...5"), ("", ""),
        ("+4", "+4"), ("٤", "٤"), ("4\n", "4\n"), ("-1..3", "-1..3"), ("1_000", "1_000"),
    ],
)  # fmt: skip
def test_a_number_is_one_or_its_bounds(words: object, value: object) -> None:
    assert repr(kinds.COUNT.parse(words)) == repr(value)


@pytest.mark.parametrize(
    "words, value",
    [
        ("2025", "2025"),
        ("2025-06..", "2025-06.."),
        (["2025"], "2025"),
        ("calendar 2025=2025", {"calendar 2025": "2025"}),
        (["calendar 2025 = 2025", "ten months=2025-02-04.."],
         {"calendar 2025": "2025", "ten months": "2025-02-04.."}),
        ({"calendar 2025": "2025"}, {"calendar 2025": "2025"}),
        # For its reader to say what is wrong.
        (["2025", "2026"], ["2025", "2026"]),
        ("last year", "last year"),
        (2025, 2025),
        ([], []),
    ],
)  # fmt: skip
def test_readings_are_a_period_or_several_by_name(words: object, value: object) -> None:
    assert repr(Readings().parse(words)) == repr(value)


@pytest.mark.parametrize(
    "words, value",
    [
        ("s1", "s1"),
        ("https://x.org", "https://x.org"),
        ('{ publisher = "AP", date = 2025-10-30 }', {"publisher": "AP", "date": DAY}),
        ('{ publisher = "AP", date = "2025-10-30" }', {"publisher": "AP", "date": DAY}),
        ({"ref": "s1", "date": "2025-10-30"}, {"ref": "s1", "date": DAY}),
        (
            {"publisher": "2025-10-30", "says": {"date": "2025-10-30", "place": "2025-10-30"}},
            {"publisher": "2025-10-30", "says": {"date": DAY, "place": "2025-10-30"}},
        ),
        ({"private": "true", "grade": "true"}, {"private": True, "grade": "true"}),
        ({"id": "2025-10-30", "nonsense": "true"}, {"id": "2025-10-30", "nonsense": "true"}),
        (5, 5),
        (None, None),
    ],
)
def test_a_source_is_an_id_or_a_table(words: object, value: object) -> None:
    assert repr(keys.SOURCE_ITEM.parse(words)) == repr(value)


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
def test_ones_own_datum_is_what_toml_would_read(words: str, value: object) -> None:
    _, reader = locate("events", "extra.own")
    assert repr(reader.parse(words)) == repr(value)
    assert repr(kinds.EXTRA.parse([f"own={words}"])) == repr({"own": value})


@pytest.mark.parametrize("value", [5, 1.5, True, None, DAY, ["5"], {"a": "5"}, [["true"]]])
def test_ones_own_datum_that_is_no_text_stays_as_it_is(value: object) -> None:
    _, reader = locate("events", "extra.own")
    assert repr(reader.parse(value)) == repr(value)
    assert repr(kinds.EXTRA.parse({"own": value})) == repr({"own": value})


PLAIN: list[Kind] = [
    kinds.TEXT, kinds.LINE, kinds.ID, kinds.URL, kinds.COUNTRY,
    kinds.Choice("held"),
]  # fmt: skip
ANYTHING: st.SearchStrategy[Any] = st.recursive(
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
@given(value=ANYTHING)
def test_whatever_is_given_for_a_text_stays_as_it_is(value: object) -> None:
    for reader in PLAIN:
        assert reader.parse(value) is value


# -- lists and tables -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "words, value",
    [
        ("a", ["a"]),
        ("a; b", ["a", "b"]),
        (" a ;; b; ", ["a", "b"]),
        ("a, b", ["a, b"]),
        ("", []),
        (";", []),
        ('["a; b", "c"]', ["a; b", "c"]),
        ("[]", []),
        ('[\n  "a", # one\n  "b",\n]', ["a", "b"]),
        (["a; b"], ["a; b"]),
        (("a", "b"), ["a", "b"]),
        ([], []),
        (5, 5),
        (None, None),
        ({"a": 1}, {"a": 1}),
        (True, True),
    ],
)
def test_a_list_is_joined_by_semicolons_or_written_as_toml_has_it(
    words: object, value: object
) -> None:
    assert repr(ListOf(kinds.LINE).parse(words)) == repr(value)


def test_each_element_of_a_list_is_what_its_reader_takes() -> None:
    assert ListOf(kinds.DATE).parse("2025-10-30; 2025") == [DAY, "2025"]
    assert ListOf(kinds.DATE).parse(["2025-10-30", 5]) == [DAY, 5]
    assert ListOf(kinds.COUNT).parse("[1, '2..']") == [1, {"min": 2}]
    assert ListOf(ListOf(kinds.BOOLEAN)).parse([["true", "no"], "true; false"]) == [
        [True, "no"], [True, False],
    ]  # fmt: skip
    assert ListOf(keys.ROLE).parse([{"title": "2025-10-30", "until": "2025-10-30"}]) == [
        {"title": "2025-10-30", "until": DAY}
    ]


@pytest.mark.parametrize(
    "words, value",
    [
        ("a=2025-10-30", {"a": DAY}),
        ("a=2025-10-30; b=2025", {"a": DAY, "b": "2025"}),
        (" a b = 2025-10-30 ;", {"a b": DAY}),
        ("a=b=c", {"a": "b=c"}),
        ("a=", {"a": ""}),
        ("", {}),
        ("{ a = 2025-10-30, b = '2025' }", {"a": DAY, "b": "2025"}),
        ("{ a = '2025-10-30' }", {"a": DAY}),
        ("{}", {}),
        (["a=2025-10-30", "b=2025; c"], {"a": DAY, "b": "2025; c"}),
        ({"a": "2025-10-30", "b": 5}, {"a": DAY, "b": 5}),
        ([], {}),
        (5, 5),
        (None, None),
        (True, True),
    ],
)
def test_a_table_is_of_names_with_their_values_or_written_as_toml_has_it(
    words: object, value: object
) -> None:
    assert repr(MapOf(kinds.DATE).parse(words)) == repr(value)
    assert repr(
        Table("a table", Key("a", kinds.DATE), Key("a b", kinds.DATE)).parse(words)
    ) == repr(value)


def test_the_names_in_a_table_say_what_each_value_is() -> None:
    table = Table(
        "a table", Key("day", kinds.DATE), Key("sure", kinds.BOOLEAN), Key("said", kinds.TEXT)
    )
    assert table.parse("day=2025-10-30; sure=true; said=true; other=true; extra=a=1") == {
        "day": DAY, "sure": True, "said": "true", "other": "true", "extra": {"a": 1},
    }  # fmt: skip


def test_an_event_in_json_is_typed_all_through() -> None:
    said = {"date": "2025-10-30", "type": "call"}
    source = {"publisher": "AP", "date": "2025-10-30", "private": False, "says": said}
    given_ = {
        "id": "a", "date": "2025-10-30", "title": "2025-10-30", "tags": ["2025-10-30"],
        "local_dates": {"US": "2025-10-30", "CN": "2025-10"}, "private": True,
        "dates": {"signed": "2025-10-30", "extra": {"by": 1}}, "place": None, "nonsense": "true",
        "sources": ["s1", source],
    }  # fmt: skip
    assert keys.EVENT.parse(given_) == {
        **given_,
        "date": DAY,
        "local_dates": {"US": DAY, "CN": "2025-10"},
        "dates": {"signed": DAY, "extra": {"by": 1}},
        "sources": ["s1", {**source, "date": DAY, "says": {**said, "date": DAY}}],
    }  # fmt: skip
    assert given_["date"] == "2025-10-30", "what is given is left alone"


@pytest.mark.parametrize("reader", [keys.DATES, keys.SAYS, kinds.EXTRA, MapOf(kinds.DATE)])
@pytest.mark.parametrize("words, word", [("a", "a"), ("a=1; b c", "b c"), (["a=1", "b"], "b")])
def test_what_has_no_name_in_a_table_is_refused(reader: Kind, words: object, word: str) -> None:
    assert refused_value(reader, words) == f'"{word}" is not written NAME=VALUE'


def test_a_reading_without_a_name_among_others_is_refused() -> None:
    message = '"2026" is not written NAME=VALUE'
    assert refused_value(Readings(), ["calendar 2025=2025", "2026"]) == message


@pytest.mark.parametrize(
    "reader, words",
    [
        (ListOf(kinds.LINE), '["a", "b"'),
        (ListOf(kinds.LINE), "[a, b]"),
        (ListOf(kinds.LINE), "[" * 5000),
        (ListOf(keys.SOURCE_ITEM), "{ publisher = AP }"),
        (keys.SOURCE_ITEM, "{ publisher"),
        (keys.DATES, "{ signed = 2025-10 }"),
        (MapOf(kinds.DATE), "{ a = 1"),
        (kinds.EXTRA, "{ a = 1 } }"),
    ],
)
def test_what_begins_like_toml_and_is_none_is_refused(reader: Kind, words: str) -> None:
    form = '["one", "two"]' if words.startswith("[") else '{ one = "1", two = "2" }'
    assert refused_value(reader, words) == (
        f'"{words}" begins like a value of TOML and is none: write {form}'
    )


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
def test_what_is_no_good_value_is_left_for_its_reader_to_refuse(
    kind: str, key: str, words: str
) -> None:
    assert not is_sound(ENTRIES[kind].keys[key].kind, ENTRIES[kind].keys[key].kind.parse(words))


@pytest.mark.parametrize(
    "kind, key, words",
    [(kind, key, words) for kind, rows in WRITTEN.items() for key, (words, _) in rows.items()],
)
def test_what_is_a_good_value_is_one_to_its_reader(kind: str, key: str, words: str) -> None:
    assert is_sound(ENTRIES[kind].keys[key].kind, ENTRIES[kind].keys[key].kind.parse(words))


# -- what it should do ----------------------------------------------------------------------------


@pytest.mark.parametrize("value", [[5], [None], [["a=1"]], ["a=2025", {"b": 1}]])
@pytest.mark.parametrize("reader", [keys.DATES, kinds.EXTRA, MapOf(kinds.DATE), keys.SOURCE_ITEM])
def test_a_list_of_what_is_no_text_is_no_table(reader: Kind, value: object) -> None:
    assert reader.parse(value) == value


@pytest.mark.parametrize("value", [[2025], [None, "2025"]])
def test_a_list_of_what_is_no_text_is_no_period(value: object) -> None:
    assert Readings().parse(value) == value


@pytest.mark.parametrize("words", ["9" * 5000, "1.." + "9" * 5000])
def test_a_number_of_too_many_digits_is_left_for_its_reader_to_refuse(words: str) -> None:
    assert not is_sound(kinds.COUNT, kinds.COUNT.parse(words))


@pytest.mark.parametrize("text", ["5", "1.5", "true", "inf", "[1]", '"a"'])
def test_a_text_in_json_under_extra_stays_a_text(text: str) -> None:
    assert keys.EVENT.parse({"extra": {"own": text}}) == {"extra": {"own": text}}


@pytest.mark.parametrize("words", ["5 # of them", "true\nb = 2", "2025-10-30 # the day"])
def test_nothing_of_ones_own_text_is_lost(words: str) -> None:
    _, reader = locate("events", "extra.own")
    assert reader.parse(words) == words


@pytest.mark.parametrize("words", ['["a"]\nb = 1', '["a"]\n[events]'])
def test_what_stands_behind_a_list_is_not_dropped(words: str) -> None:
    assert refused_value(ListOf(kinds.LINE), words).startswith(f'"{words}" begins like')


@pytest.mark.parametrize(
    "reader, words, value",
    [
        (ListOf(kinds.LINE), ' ["a"]', ["a"]),
        (keys.DATES, " { signed = 2025-10-30 }", {"signed": DAY}),
        (kinds.DATE, " 2025-10-30", DAY),
        (kinds.BOOLEAN, " true", True),
        (kinds.COUNT, " 4", 4),
    ],
)
def test_a_blank_before_a_value_is_no_part_of_it(reader: Kind, words: str, value: object) -> None:
    """As in `--set "tags = …"`, where the blank before the = is no part of the key."""
    assert reader.parse(words) == value


@pytest.mark.parametrize(
    "words",
    ['{ publisher = "AP; Reuters" }'],
)
def test_a_semicolon_in_the_text_of_a_source_parts_nothing(words: str) -> None:
    found = ListOf(keys.SOURCE_ITEM).parse(words)
    assert ";" in str(found[-1])


@pytest.mark.parametrize(
    "words", ["a=2025; b=2024..", "{ a = '2025', b = '2024..' }", "a = 2025;b = 2024.."]
)
def test_several_readings_are_written_as_any_table(words: str) -> None:
    assert Readings().parse(words) == {"a": "2025", "b": "2024.."}


@pytest.mark.parametrize("words", ["a=2025; a=2026", ["a=2025", "a=2026"]])
def test_one_name_twice_is_refused(words: object) -> None:
    assert '"a"' in refused_value(MapOf(kinds.DATE), words)


EVERY_READER: list[Kind] = [
    *TABLES,
    *(key.kind for table in TABLES for key in table.keys.values()),
]


@law(150)
@given(value=ANYTHING)
def test_no_value_of_json_breaks_it(value: object) -> None:
    for reader in EVERY_READER:
        with suppress(UsageError):
            reader.parse(value)


# -- ways -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "kind, words, path, reader",
    [
        ("events", "title", ("title",), keys.TITLE),
        ("events", " title ", ("title",), keys.TITLE),
        ("events", "dates", ("dates",), keys.DATES),
        ("events", "dates.signed", ("dates", "signed"), kinds.DATE),
        ("events", "dates . signed", ("dates", "signed"), kinds.DATE),
        ("events", "local_dates.US", ("local_dates", "US"), kinds.DATE),
        ("events", "local_dates.European Union", ("local_dates", "European Union"), kinds.DATE),
        ("events", "sources[1]", ("sources", 0), keys.SOURCE_ITEM),
        ("events", "sources[12].url", ("sources", 11, "url"), kinds.URL),
        ("events", "sources[2].says.date", ("sources", 1, "says", "date"), kinds.DATE),
        ("events", "tags[3]", ("tags", 2), kinds.LINE),
        ("events", "extra", ("extra",), kinds.EXTRA),
        ("claims", "counts.call", ("counts", "call"), kinds.COUNT),
        ("claims", "counts.alleged-call", ("counts", "alleged-call"), kinds.COUNT),
        ("claims", "period", ("period",), keys.CLAIM.keys["period"].kind),
        ("actors", "roles[1].from", ("roles", 0, "from"), kinds.DATE),
        ("actors", "aliases[1]", ("aliases", 0), kinds.LINE),
        ("types", "contact", ("contact",), kinds.BOOLEAN),
        ("sources", "says.place", ("says", "place"), kinds.LINE),
    ],
)
def test_a_way_leads_to_its_value_and_the_reader_of_that(
    kind: str, words: str, path: tuple[str | int, ...], reader: Kind
) -> None:
    assert locate(kind, words) == (path, reader)


@pytest.mark.parametrize(
    "kind, words, path",
    [
        ("events", "extra.a", ("extra", "a")),
        ("events", "extra.a b.c", ("extra", "a b", "c")),
        ("events", "extra.a[2].b", ("extra", "a", 1, "b")),
        ("events", "dates.extra.a", ("dates", "extra", "a")),
        ("events", "local_dates.extra.a", ("local_dates", "extra", "a")),
        ("events", "sources[1].extra.a", ("sources", 0, "extra", "a")),
        ("claims", "total.max", ("total", "max")),
        ("claims", "counts.call.min", ("counts", "call", "min")),
        ("actors", "extra.a", ("extra", "a")),
    ],
)
def test_a_way_leads_to_ones_own_data_and_to_bounds(
    kind: str, words: str, path: tuple[str | int, ...]
) -> None:
    found, reader = locate(kind, words)
    assert found == path
    assert reader.parse("5") == 5


@pytest.mark.parametrize(
    "kind, words, message",
    [
        ("events", "tilte", 'unknown key "tilte" in an event; did you mean "title"?'),
        ("claims", "statment", 'unknown key "statment" in a claim; did you mean "statement"?'),
        ("actors", "nmae", 'unknown key "nmae" in an actor; did you mean "name"?'),
        ("types", "lable", 'unknown key "lable" in a type; did you mean "label"?'),
        ("sources", "publsher", 'unknown key "publsher" in a source; did you mean "publisher"?'),
        ("types", "rating",
         'unknown key "rating" in a type; choose label, plural, contact or extra'),
        ("actors", "id",
         'unknown key "id" in an actor; choose name, aliases, country, roles or extra'),
        ("events", "dates.sined", 'unknown key "sined" in dates; did you mean "signed"?'),
        ("events", "sources[2].grde", 'unknown key "grde" in sources[2]; did you mean "grade"?'),
        ("events", "sources[2].says.dte",
         'unknown key "dte" in sources[2].says; did you mean "date"?'),
        ("events", "dates.xyz", 'unknown key "xyz" in dates; choose announced, planned, signed, '
                                "effective, suspended, ended or extra"),
        ("actors", "roles[1].form", 'unknown key "form" in roles[1]; did you mean "from"?'),
    ],
)  # fmt: skip
def test_a_key_that_there_is_not_is_refused_with_the_nearest_or_all(
    kind: str, words: str, message: str
) -> None:
    assert refused(kind, words) == message


@pytest.mark.parametrize("words", ["", " ", "\t"])
def test_no_key_is_refused(words: str) -> None:
    assert refused("events", words) == "a key is missing: it is written KEY=VALUE"


@pytest.mark.parametrize(
    "words",
    [
        ".", ".title", "dates..signed", "sources[0]", "sources[-1]", "sources[01]", "sources[x]",
        "sources[]", "sources[2", "sources]2[", "[1]", "sources[1][2]", "sources[1]url",
        "sources.[1]",
    ],
)  # fmt: skip
def test_what_is_no_way_is_refused_with_examples(words: str) -> None:
    assert refused("events", words) == (
        f'"{words}" names no key: write title, dates.signed, sources[2].url'
    )


@law(150)
@given(
    kind=st.sampled_from(list(ENTRIES)),
    words=st.one_of(
        st.text(max_size=10),
        st.lists(st.sampled_from([*keys.EVENT.keys, *"..[]12 "]), max_size=6).map("".join),
    ),
)
def test_any_words_are_a_way_from_a_key_of_the_kind_or_are_refused(kind: str, words: str) -> None:
    path: tuple[str | int, ...] = (next(iter(ENTRIES[kind].keys)),)
    with suppress(UsageError):
        path, _ = locate(kind, words)
    assert path[0] in ENTRIES[kind].keys
    assert all(step.strip() == step if isinstance(step, str) else step >= 0 for step in path)


def test_the_way_to_a_reading_leads_to_a_period() -> None:
    path, reader = locate("claims", "period.calendar 2025")
    assert path == ("period", "calendar 2025")
    assert reader.parse("2025") == "2025"


@pytest.mark.parametrize("words", ["extra.a[1]", "extra.a.b[2]", "sources[1].extra.a[1]"])
def test_an_element_of_ones_own_list_is_a_datum_like_any_other(words: str) -> None:
    _, reader = locate("events", words)
    assert reader.parse("5") == 5


@pytest.mark.parametrize("words", ["title.", "dates.signed.", "sources[1]."])
def test_a_way_that_ends_in_a_dot_is_refused(words: str) -> None:
    assert refused("events", words).startswith(f'"{words}" names no key')


# -- the order in which keys are written ----------------------------------------------------------


@pytest.mark.parametrize("kind", list(ENTRIES))
def test_the_order_is_the_formats_with_the_sources_last(kind: str) -> None:
    made = key_order(kind)
    assert [key for key in ENTRIES[kind].keys if key != "sources"] == made[
        : len(made) - ("sources" in made)
    ]
    assert {*made} == {*ENTRIES[kind].keys}
    assert ("sources" in made) is (kind in ("events", "claims"))
    assert "sources" not in made[:-1]


def test_the_order_of_an_event() -> None:
    assert key_order("events") == [
        "id", "date", "type", "title", "actors", "present", "place", "place_country", "initiator",
        "summary", "notes", "tags", "status", "follows", "part_of", "local_dates", "dates",
        "private", "extra", "sources",
    ]  # fmt: skip
