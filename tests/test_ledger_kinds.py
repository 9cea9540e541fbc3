"""Sources and readings of a window: as a ledger has them, and as a person types them."""

from __future__ import annotations

import datetime as dt

import pytest

from chrono.core.periods import Period
from chrono.files.format import keys
from chrono.files.format.containers import ListOf
from chrono.files.format.ledger_kinds import Readings
from kind_helpers import errors_of, parse_error, read, refused

DAY = dt.date(2025, 10, 30)


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
    assert [message for _, message in errors_of(keys.SOURCE_ITEM, {"url": "https://x.org"})] == [
        message for _, message in errors_of(keys.SOURCE_ITEM, {})
    ]
    assert "publisher" in errors_of(keys.SOURCE_ITEM, {})[0][1]


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
def test_typed_readings_are_a_period_or_several_by_name(words: object, value: object) -> None:
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
def test_a_typed_source_is_an_id_or_a_table(words: object, value: object) -> None:
    assert repr(keys.SOURCE_ITEM.parse(words)) == repr(value)


def test_a_reading_without_a_name_among_others_is_refused() -> None:
    message = '"2026" has no value; write 2026=VALUE'
    assert parse_error(Readings(), ["calendar 2025=2025", "2026"]) == message


@pytest.mark.parametrize("value", [[2025], [None, "2025"]])
def test_a_list_of_other_values_than_texts_is_no_period(value: object) -> None:
    assert Readings().parse(value) == value


@pytest.mark.parametrize(
    "words",
    ['{ publisher = "AP; Reuters" }'],
)
def test_a_semicolon_within_a_source_does_not_split_it(words: str) -> None:
    found = ListOf(keys.SOURCE_ITEM).parse(words)
    assert ";" in str(found[-1])


@pytest.mark.parametrize(
    "words", ["a=2025; b=2024..", "{ a = '2025', b = '2024..' }", "a = 2025;b = 2024.."]
)
def test_several_readings_are_typed_as_any_table(words: str) -> None:
    assert Readings().parse(words) == {"a": "2025", "b": "2024.."}
