"""Entries in texts of their own: events as JSON, and blocks of a ledger as TOML."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from chrono.errors import UsageError
from chrono.files.write.from_text import entries_of, from_record, json_records

EVENT: dict[str, Any] = {
    "date": dt.date(2025, 1, 1), "type": "call", "title": "T", "actors": ["Ash", "ben"],
}  # fmt: skip


@pytest.mark.parametrize(
    "text, found",
    [
        ("", []), ("[]", []), ('{"a": 1}', [{"a": 1}]), ('[{"a": 1}, {}]', [{"a": 1}, {}]),
        ('{"a": 1}\n{"b": 2}\n', [{"a": 1}, {"b": 2}]), (' [1]\n[2] 3 ', [1, 2, 3]),
    ],
)  # fmt: skip
def test_json_may_be_one_object_a_list_or_several_objects(text: str, found: list[Any]) -> None:
    assert json_records(text, "-") == found


@pytest.mark.parametrize(
    "text, sentence",
    [
        ('{"a": 1', "standard input is no JSON at line 1: expecting ',' delimiter"),
        ('\n\n{"a"', "standard input is no JSON at line 3: expecting ':' delimiter"),
        ('{"a": 1, "a": 2}', '"a" stands twice in an object of JSON'),
        ("[" * 100_000, "standard input is no JSON at line 1: it is nested too deeply"),
    ],
)
def test_invalid_json_is_refused(text: str, sentence: str) -> None:
    with pytest.raises(UsageError) as caught:
        json_records(text, "-")
    assert caught.value.args == (sentence,)


def test_null_is_left_out_and_refused_in_a_list() -> None:
    record = {**EVENT, "place": None, "dates": {"signed": None}, "extra": {"a": None, "b": [1]}}
    assert from_record(record) == {**EVENT, "dates": {}, "extra": {"b": [1]}}
    for key in ("actors", "follows", "tags"):
        with pytest.raises(UsageError, match=f"{key} holds null"):
            from_record({**EVENT, key: ["ann", None]})


@pytest.mark.parametrize(
    "text", ['events = [{ id = "a" }]', 'actors.cat.name = "Cat"', '[actors]\ncat = { name = "C" }',
             '[[events]]\nid = "a"\n[actors.x]\nname = "X"\n[events.dates]\nsigned = 2025-01-01']
)  # fmt: skip
def test_an_entry_without_a_block_of_its_own_is_refused(text: str) -> None:
    with pytest.raises(UsageError, match=r"in a block of its own|none of what can be added"):
        entries_of(text, "-")


def test_blocks_keep_the_comments_around_them() -> None:
    event = '[[events]]\nid = "a"\ndate = 2025-01-01\ntype = "call"\ntitle = "A"\nactors = ["x"]\n'
    text = f'# first\n{event}# behind\n\n# apart\n\n[actors.x] # x\nname = "X"\n\n# end'
    one, other = entries_of(text, "-")
    assert one.lines == f"# first\n{event}# behind\n"
    assert other.lines == '# apart\n\n[actors.x] # x\nname = "X"\n\n# end\n'
    assert other.fields == {"id": "x", "name": "X"}


def test_invalid_blocks_are_refused_with_everything_that_is_wrong() -> None:
    text = '[[events]]\nid = "a"\ndate = "soon"\n[actors.x]\nage = 3\n'
    with pytest.raises(UsageError) as caught:
        entries_of(text, "-")
    assert [sentence.partition(": ")[0] for sentence in caught.value.args] == [
        'the event "a"', 'the event "a"', 'the event "a"', 'the event "a"', 'the actor "x"',
        'the actor "x"',
    ]  # fmt: skip
