"""Whether values say anything, whether two say the same, and how a source refers to another."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from chrono.core.dates import When
from chrono.files.exchange.record import KEYS
from chrono.files.format import keys
from chrono.files.format.content import DERIVED_KEYS, normalized, source_reference


@pytest.mark.parametrize(
    "one, other",
    [
        (dt.date(2025, 1, 2), "2025-01-02"),
        (When.parse("2025-01"), "2025-01"),
        (dt.datetime(2025, 1, 2, 3, 4, tzinfo=dt.UTC), "2025-01-02T03:04:00Z"),
        ({"a": (dt.time(3, 4), 1)}, {"a": ["03:04:00", 1]}),
        (float("nan"), float("nan")),
    ],
)
def test_values_that_say_the_same_are_equal_in_normal_form(one: Any, other: Any) -> None:
    assert normalized(one) == normalized(other)


DECLARED = {"publisher": "AP", "date": dt.date(2025, 1, 2), "grade": "A"}


@pytest.mark.parametrize(
    "fields, is_public, written",
    [
        (DECLARED, False, "ap"),
        ({**DECLARED, "date": "2025-01-02"}, False, "ap"),
        ({**DECLARED, "quote": "q"}, False, {"ref": "ap", "quote": "q"}),
        ({**DECLARED, "grade": "B"}, False, {"ref": "ap", "grade": "B"}),
        # A key that is missing is not different.
        ({"publisher": "AP"}, False, "ap"),
        ({"publisher": "AP"}, True, "ap"),
    ],
)
def test_a_source_is_written_as_a_reference_with_what_differs(
    fields: dict[str, Any], is_public: bool, written: Any
) -> None:
    assert source_reference("ap", fields, DECLARED, is_public) == written


def test_the_derived_keys_are_those_of_a_record_that_no_ledger_writes() -> None:
    assert {*DERIVED_KEYS} == {*KEYS} - {*keys.EVENT.keys}
