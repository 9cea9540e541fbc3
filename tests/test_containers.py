"""Lists and tables: which are accepted, what is reported, and how a person types them."""

from __future__ import annotations

import datetime as dt

import pytest

from chrono.files.format import keys, kinds
from chrono.files.format.containers import Key, ListOf, MapOf, Table
from chrono.files.format.kind import Errors, Kind
from kind_helpers import errors_of, parse_error, read, refused

DAY = dt.date(2025, 10, 30)


def test_a_list_keeps_its_valid_elements_and_reports_each_other_one() -> None:
    errors: Errors = []
    result = ListOf(kinds.LINE).check(["a", 5, "", "b\nc", "d"], ("events", 0, "tags"), errors)
    assert result == ("a", "d")
    assert [path for path, *_ in errors] == [("events", 0, "tags", n) for n in (1, 2, 3)]
    assert [error.message.split(" ")[0] for error in errors] == [
        '"tags[2]"',
        '"tags[3]"',
        '"tags[4]"',
    ]


def test_an_empty_list_is_refused_only_where_one_is_needed() -> None:
    assert read(ListOf(kinds.LINE), []) == ()
    assert "at least one" in refused(ListOf(kinds.LINE, filled=True), [])
    assert '["Xi"]' in refused(ListOf(kinds.LINE), "Xi")


def test_a_map_keeps_its_values_and_reports_wrong_values_and_names() -> None:
    assert read(MapOf(kinds.LINE), {"x y": "a"}) == {"x y": "a"}
    found = errors_of(MapOf(kinds.DATE, kinds.COUNTRY), {"US": "no", "UK": "2025", "CN": "2025"})
    assert {at for at, _ in found} == {("events", 0, "UK"), ("events", 0, "US")}
    assert len(found) == 2


def test_an_unknown_key_is_refused_with_the_nearest_key_or_a_hint_at_extra() -> None:
    found = dict(errors_of(keys.SOURCE, {"publisher": "AP", "publishr": "AP", "rating": 5}))
    assert found[("events", 0, "publishr")].endswith('did you mean "publisher"?')
    assert found[("events", 0, "rating")].endswith('under "extra"')
    assert len(found) == 2


@pytest.mark.parametrize(
    "table", [keys.EVENT, keys.CLAIM, keys.SOURCE, keys.ACTOR, keys.TYPE, keys.LEDGER]
)
def test_every_table_may_have_extra_and_reports_each_missing_key(table: Table) -> None:
    own = errors_of(table, {"extra": {"anything": [1, {"a": dt.time(1)}]}})
    found = [(at, message) for at, message in own if "(required)" in message]
    assert len(found) == len(table.required)
    for (at, message), key in zip(found, table.required, strict=True):
        assert at == ("events", 0)
        assert f'"{key}"' in message


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
def test_a_typed_list_is_joined_by_semicolons_or_is_a_list_of_toml(
    words: object, value: object
) -> None:
    assert repr(ListOf(kinds.LINE).parse(words)) == repr(value)


def test_each_element_of_a_typed_list_is_parsed() -> None:
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
def test_a_typed_table_is_of_names_with_values_or_is_a_table_of_toml(
    words: object, value: object
) -> None:
    assert repr(MapOf(kinds.DATE).parse(words)) == repr(value)
    assert repr(
        Table("a table", Key("a", kinds.DATE), Key("a b", kinds.DATE)).parse(words)
    ) == repr(value)


def test_each_value_of_a_typed_table_is_parsed_as_its_key_has_it() -> None:
    table = Table(
        "a table", Key("day", kinds.DATE), Key("sure", kinds.BOOLEAN), Key("said", kinds.TEXT)
    )
    assert table.parse("day=2025-10-30; sure=true; said=true; other=true; extra=a=1") == {
        "day": DAY, "sure": True, "said": "true", "other": "true", "extra": {"a": 1},
    }  # fmt: skip


def test_an_event_of_json_is_parsed_at_every_depth() -> None:
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
def test_a_part_of_a_table_needs_a_name(reader: Kind, words: object, word: str) -> None:
    assert parse_error(reader, words) == f'"{word}" has no value; write {word}=VALUE'


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
def test_a_text_that_begins_like_toml_and_is_not_toml_is_refused(reader: Kind, words: str) -> None:
    form = '["one", "two"]' if words.startswith("[") else '{ one = "1", two = "2" }'
    assert parse_error(reader, words) == (f'"{words}" is not valid TOML; write {form}')


@pytest.mark.parametrize("value", [[5], [None], [["a=1"]], ["a=2025", {"b": 1}]])
@pytest.mark.parametrize("reader", [keys.DATES, kinds.EXTRA, MapOf(kinds.DATE), keys.SOURCE_ITEM])
def test_a_list_of_other_values_than_texts_is_no_table(reader: Kind, value: object) -> None:
    assert reader.parse(value) == value


@pytest.mark.parametrize("words", ['["a"]\nb = 1', '["a"]\n[events]'])
def test_a_text_after_a_list_of_toml_is_refused(words: str) -> None:
    assert parse_error(ListOf(kinds.LINE), words).startswith(f'"{words}" is not valid TOML')


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
def test_a_blank_before_a_value_does_not_count(reader: Kind, words: str, value: object) -> None:
    """As in `--set "tags = …"`, where the blank before the = is no part of the key."""
    assert reader.parse(words) == value


@pytest.mark.parametrize("words", ["a=2025; a=2026", ["a=2025", "a=2026"]])
def test_a_name_that_stands_twice_in_a_table_is_refused(words: object) -> None:
    assert '"a"' in parse_error(MapOf(kinds.DATE), words)
