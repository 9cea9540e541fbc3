"""JSON from a person or another program, and where a mistake in it stands."""

from __future__ import annotations

from typing import Any

import pytest

from chrono.files.read.json_text import JsonError, parse_json


@pytest.mark.parametrize(
    "text, values",
    [
        ("", []), ("[]", []), ('{"a": 1}', [{"a": 1}]), ('[{"a": 1}, {}]', [{"a": 1}, {}]),
        ('{"a": 1}\n{"b": 2}\n', [{"a": 1}, {"b": 2}]), (' [1]\n[2] 3 ', [1, 2, 3]),
    ],
)  # fmt: skip
def test_json_may_be_one_object_a_list_or_several_objects(text: str, values: list[Any]) -> None:
    assert parse_json(text) == values


@pytest.mark.parametrize(
    "text, line, why",
    [
        ('{"a": 1', 1, "expecting ',' delimiter"),
        ('\n\n{"a"', 3, "expecting ':' delimiter"),
        ('{"a": 1, "a": 2}', 0, 'duplicate key "a" in a JSON object'),
        ("[" * 100_000, 1, "nested too deeply"),
    ],
)
def test_a_mistake_is_reported_with_its_line(text: str, line: int, why: str) -> None:
    with pytest.raises(JsonError) as caught:
        parse_json(text)
    assert (caught.value.line, caught.value.why) == (line, why)
