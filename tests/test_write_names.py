"""Who and what is meant in something new, and what is given as JSON or TOML."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from chrono.errors import UsageError
from chrono.files.read.source_files import Diagnostics, parse
from chrono.files.write import from_text
from chrono.files.write.from_text import from_record
from chrono.files.write.ledger_files import LedgerFiles
from chrono.files.write.names import NameResolver

LEDGER = """\
[actors.ann]
name = "Ann Ash"
aliases = ["Minister Ash"]
country = "FR"

[actors.ben]
name = "Ben Birch"

[types.consultation]
label = "talks"

[sources.s1]
publisher = "Xinhua"
grade = "F"
side = "FR"

[[events]]
id = "2025-01-01-ash-birch-call"
date = 2025-01-01
type = "call"
title = "T"
actors = ["ann", "Carl Cedar"]
"""
EVENT: dict[str, Any] = {
    "date": dt.date(2025, 1, 1), "type": "call", "title": "T", "actors": ["Ash", "ben"],
}  # fmt: skip


def meant() -> NameResolver:
    return NameResolver(LedgerFiles([parse("l.toml", LEDGER, Diagnostics())]))


def event(**fields: Any) -> dict[str, Any]:
    return meant().event({**EVENT, **fields})[-1].data


def refused(**fields: Any) -> tuple[str, ...]:
    with pytest.raises(UsageError) as caught:
        event(**fields)
    sentences: tuple[str, ...] = caught.value.args
    return sentences


def test_names_become_ids_and_those_of_nobody_declared_stay_names() -> None:
    found = event(actors=["minister ash", "Cedar"], present=["BEN"], initiator="Ash")
    assert (found["actors"], found["present"]) == (["ann", "Carl Cedar"], ["ben"])
    assert found["initiator"] == "ann"


@pytest.mark.parametrize("word, id", [("talks", "talks"), ("consultation", "consultation"),
                                      ("Phone Call", "call"), ("phone calls", "call")])  # fmt: skip
def test_a_types_id_comes_before_a_label(word: str, id: str) -> None:
    assert event(type=word)["type"] == id


def test_an_event_of_new_people_alone() -> None:
    fields = {key: value for key, value in EVENT.items() if key != "actors"}
    *people, made = meant().event(fields, {"actors": ["Zed Y (us)", "习近平"], "present": ["Dee"]})
    assert [person.data for person in people] == [
        {"name": "Zed Y", "country": "US"}, {"name": "习近平"}, {"name": "Dee"},
    ]  # fmt: skip
    assert (made.data["actors"], made.data["present"]) == (["zed-y", "xi-jin-ping"], ["dee"])
    assert made.id == "2025-01-01-y-ping-call"


@pytest.mark.parametrize(
    "name, sentence",
    [
        ("Zed (Spain)", 'Zed (Spain): "Spain" is not how a country is written: write "ES"'),
        ("ann ash", 'there is Ann Ash (ann) already: --actor "ann ash"'),
        (" (FR)", "a new actor needs a name"),
        ("★", 'no id can be made of "★": --id takes one'),
    ],
)
def test_a_new_person_must_be_new_and_have_a_name(name: str, sentence: str) -> None:
    with pytest.raises(UsageError) as caught:
        meant().event(EVENT, {"actors": [name]})
    assert caught.value.args[0] == sentence


def test_one_person_is_not_new_twice() -> None:
    with pytest.raises(UsageError, match='"zed" is given as new twice'):
        meant().event(EVENT, {"actors": ["Zed"], "present": ["zed (US)"]})


def test_all_that_is_wrong_is_said_and_no_id_is_made_up_for_it() -> None:
    assert refused(actors=["Nobody"], type="cal", title="", date="1/2/2025") == (
        'unknown type "cal"; did you mean "call"?',
        'nobody in this ledger is called "Nobody": `chrono actors` lists everybody; '
        "who is new comes by --new-actor or `chrono add actor`",
        'date: "1/2/2025" is not a date: write YYYY-MM-DD, YYYY-MM or YYYY, or an EDTF form such '
        'as "2025-10-30~" or "2025-05-10/2025-05-11"',
        "title is empty, and a text must say something",
    )
    assert refused(title=7) == ('title takes a text in "quotes", and this is a number',)


def test_a_count_is_of_one_type_once() -> None:
    claim = {"by": "Ann", "date": "2025", "statement": "s", "period": "2025"}
    with pytest.raises(UsageError, match='"phone call" is the type call, which is counted'):
        meant().entry("claims", {**claim, "counts": {"call": 4, "phone call": 2}})


@pytest.mark.parametrize(
    "record, written",
    [
        ("s1", "s1"),
        ({"id": "s1"}, "s1"),
        ({"id": "s1", "publisher": "Xinhua", "grade": "F", "side": "FR", "quote": None}, "s1"),
        ({"id": "s1", "quote": "q"}, {"ref": "s1", "quote": "q"}),
        (
            {"id": "s1", "publisher": "Reuters", "grade": None, "side": None},
            {"publisher": "Reuters"},
        ),
        ({"id": "other", "publisher": "P"}, {"publisher": "P"}),
        ({"id": None, "publisher": "P", "extra": {}, "private": False}, {"publisher": "P"}),
    ],
)
def test_a_source_is_a_reference_only_where_it_says_the_same(record: Any, written: Any) -> None:
    found = meant().event(from_record({**EVENT, "sources": [record]}))[-1].data
    assert found["sources"] == [written]


def test_an_unknown_source_is_named_with_those_of_its_publisher() -> None:
    assert refused(sources=["Xinhua"]) == (
        'there is no source "Xinhua" under [sources]; there is s1',
    )


# -- JSON and TOML ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text, found",
    [
        ("", []), ("[]", []), ('{"a": 1}', [{"a": 1}]), ('[{"a": 1}, {}]', [{"a": 1}, {}]),
        ('{"a": 1}\n{"b": 2}\n', [{"a": 1}, {"b": 2}]), (' [1]\n[2] 3 ', [1, 2, 3]),
    ],
)  # fmt: skip
def test_json_is_one_object_a_list_or_one_after_the_other(text: str, found: list[Any]) -> None:
    assert from_text.json_records(text, "-") == found


@pytest.mark.parametrize(
    "text, sentence",
    [
        ('{"a": 1', "standard input is no JSON at line 1: expecting ',' delimiter"),
        ('\n\n{"a"', "standard input is no JSON at line 3: expecting ':' delimiter"),
        ('{"a": 1, "a": 2}', '"a" stands twice in an object of JSON'),
        ("[" * 100_000, "standard input is no JSON at line 1: it is nested too deeply"),
    ],
)
def test_what_is_no_json_is_refused(text: str, sentence: str) -> None:
    with pytest.raises(UsageError) as caught:
        from_text.json_records(text, "-")
    assert caught.value.args == (sentence,)


def test_null_says_nothing_and_in_a_list_it_is_no_value() -> None:
    record = {**EVENT, "place": None, "dates": {"signed": None}, "extra": {"a": None, "b": [1]}}
    assert from_record(record) == {**EVENT, "dates": {}, "extra": {"b": [1]}}
    for key in ("actors", "follows", "tags"):
        with pytest.raises(UsageError, match=f"{key} holds null"):
            from_record({**EVENT, key: ["ann", None]})


@pytest.mark.parametrize(
    "text", ['events = [{ id = "a" }]', 'actors.cat.name = "Cat"', '[actors]\ncat = { name = "C" }',
             '[[events]]\nid = "a"\n[actors.x]\nname = "X"\n[events.dates]\nsigned = 2025-01-01']
)  # fmt: skip
def test_what_stands_in_no_block_of_its_own_is_not_left_out(text: str) -> None:
    with pytest.raises(UsageError, match=r"in a block of its own|none of what can be added"):
        from_text.entries_of(text, "-")


def test_blocks_come_with_the_comments_around_them() -> None:
    event = '[[events]]\nid = "a"\ndate = 2025-01-01\ntype = "call"\ntitle = "A"\nactors = ["x"]\n'
    text = f'# first\n{event}# behind\n\n# apart\n\n[actors.x] # x\nname = "X"\n\n# end'
    one, other = from_text.entries_of(text, "-")
    assert one.lines == f"# first\n{event}# behind\n"
    assert other.lines == '# apart\n\n[actors.x] # x\nname = "X"\n\n# end\n'
    assert other.fields == {"id": "x", "name": "X"}


def test_blocks_that_are_invalid_are_refused_with_all_that_is_wrong() -> None:
    text = '[[events]]\nid = "a"\ndate = "soon"\n[actors.x]\nage = 3\n'
    with pytest.raises(UsageError) as caught:
        from_text.entries_of(text, "-")
    assert [sentence.partition(": ")[0] for sentence in caught.value.args] == [
        'the event "a"', 'the event "a"', 'the event "a"', 'the event "a"', 'the actor "x"',
        'the actor "x"',
    ]  # fmt: skip
