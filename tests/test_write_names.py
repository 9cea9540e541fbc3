"""Names in new entries are resolved to actors, types and sources."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

import pytest

from chrono.errors import UsageError
from chrono.files.read.source_files import parse
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


def names() -> NameResolver:
    return NameResolver(LedgerFiles([parse("l.toml", LEDGER)]))


def event(**fields: Any) -> dict[str, Any]:
    return names().event({**EVENT, **fields})[-1].data


def refused(**fields: Any) -> tuple[str, ...]:
    with pytest.raises(UsageError) as caught:
        event(**fields)
    sentences: tuple[str, ...] = caught.value.args
    return sentences


def test_names_of_declared_actors_become_ids_and_other_names_stay() -> None:
    found = event(actors=["minister ash", "Cedar"], present=["BEN"], initiator="Ash")
    assert (found["actors"], found["present"]) == (["ann", "Carl Cedar"], ["ben"])
    assert found["initiator"] == "ann"


@pytest.mark.parametrize(
    "word, written",
    [
        ("FR", "FR"), ("France", "FR"), ("china", "CN"), ("disputed", "disputed"), ("Ash", "ann"),
        ("Minister Ash", "ann"), ("European Union", "European Union"),
    ],
)  # fmt: skip
def test_an_initiator_is_a_participant_or_a_country_by_code_or_name(
    word: str, written: str
) -> None:
    assert event(initiator=word)["initiator"] == written
    source = {"publisher": "P", "side": word, "says": {"initiator": word}}
    if word != "disputed":
        found = event(sources=[source])["sources"]
        assert found == [{"publisher": "P", "side": written, "says": {"initiator": written}}]


def test_a_word_of_a_participant_that_is_also_a_country_is_refused() -> None:
    text = LEDGER.replace('"Ann Ash"', '"Chad Ash"').replace(
        "[actors.ben]",
        """[actors.daily]
name = "China Daily"

[actors.ben]""",
    )
    resolver = NameResolver(LedgerFiles([parse("l.toml", text)]))
    with pytest.raises(UsageError) as caught:
        resolver.event({"initiator": "Chad", **EVENT})
    message = '"Chad" matches 2 parties; choose Chad Ash (ann) or the country TD'
    assert caught.value.args == (message,)
    made = resolver.event({**EVENT, "initiator": "China"})[-1].data
    assert made["initiator"] == "CN"  # China Daily does not take part


@pytest.mark.parametrize("word, id", [("talks", "talks"), ("consultation", "consultation"),
                                      ("Phone Call", "call"), ("phone calls", "call")])  # fmt: skip
def test_the_id_of_a_type_comes_before_the_label_of_another(word: str, id: str) -> None:
    assert event(type=word)["type"] == id


def test_an_event_may_have_only_new_actors() -> None:
    fields = {key: value for key, value in EVENT.items() if key != "actors"}
    *people, made = names().event(fields, {"actors": ["Zed Y (us)", "习近平"], "present": ["Dee"]})
    assert [person.data for person in people] == [
        {"name": "Zed Y", "country": "US"}, {"name": "习近平"}, {"name": "Dee"},
    ]  # fmt: skip
    assert (made.data["actors"], made.data["present"]) == (["zed-y", "xi-jin-ping"], ["dee"])
    assert made.id == "2025-01-01-zed-ping-call"


@pytest.mark.parametrize(
    "name, sentence",
    [
        (
            "Zed (Spian)",
            'unknown country "Spian"; did you mean Spain (ES)? To write "Spian" all the '
            "same, edit the ledger file",
        ),
        ("ann ash", 'Ann Ash (ann) is already in the ledger; use --actor "ann ash"'),
        (" (FR)", "a new actor needs a name"),
        ("★", 'cannot make an id from "★"; add --id ID'),
    ],
)
def test_a_new_actor_that_is_known_or_has_no_name_is_refused(name: str, sentence: str) -> None:
    with pytest.raises(UsageError) as caught:
        names().event(EVENT, {"actors": [name]})
    assert caught.value.args[0] == sentence


def test_the_remedy_for_an_unknown_actor_is_an_option_that_the_command_has() -> None:
    def remedy(key: str, new: Mapping[str, Any] | None) -> str:
        with pytest.raises(UsageError) as caught:
            names().event({**EVENT, key: ["Nobody"]}, new)
        return str(caught.value).partition("new person with ")[2]

    assert remedy("actors", {}) == '--new-actor "Nobody (COUNTRY)"'
    assert remedy("present", {}) == '--new-present "Nobody (COUNTRY)"'
    assert remedy("actors", None) == "`chrono add actor Nobody --country COUNTRY`"
    with pytest.raises(UsageError, match='use --present "ann ash"'):
        names().event(EVENT, {"present": ["ann ash"]})


def test_every_unknown_actor_is_named_with_its_own_remedy() -> None:
    assert refused(actors=["ann ash", "Nobody", "Ann Ashe", "No One (US)", "X, Y"]) == (
        'unknown actor "Nobody"; add a new person with `chrono add actor Nobody --country COUNTRY`',
        'unknown actor "Ann Ashe"; did you mean Ann Ash (ann)? '
        'Or add a new person with `chrono add actor "Ann Ashe" --country COUNTRY`',
        'unknown actor "No One (US)"; '
        'add a new person with `chrono add actor "No One" --country US`',
        '"X, Y" looks like 2 names; name them separately: "X" and "Y"; '
        'if it is one name, run `chrono add actor "X, Y"` first',
    )


def test_new_actors_with_errors_are_not_reported_as_missing_too() -> None:
    event = {key: value for key, value in EVENT.items() if key != "actors"}
    with pytest.raises(UsageError) as caught:
        names().event(event, {"actors": ["Ann Ash", "Ann Ash"]})
    assert caught.value.args == ('Ann Ash (ann) is already in the ledger; use --actor "Ann Ash"',)


def test_an_actor_that_is_given_as_new_twice_is_refused() -> None:
    with pytest.raises(UsageError, match='new actor "zed" is given twice'):
        names().event(EVENT, {"actors": ["Zed"], "present": ["zed (US)"]})


def test_everything_that_is_wrong_with_a_new_event_is_reported_at_once() -> None:
    assert refused(actors=["Nobody"], type="cal", title="", date="1/2/2025") == (
        'unknown type "cal"; did you mean "call"?',
        'unknown actor "Nobody"; add a new person with `chrono add actor Nobody --country COUNTRY`',
        'date "1/2/2025" could be two dates; write 2025-02-01 or 2025-01-02',
        '"title" is empty; write some text',
    )
    assert refused(title=7) == ('"title" is a number; write text in "quotes"',)


def test_two_counts_for_one_type_are_refused() -> None:
    claim = {"by": "Ann", "date": "2025", "statement": "s", "period": "2025"}
    with pytest.raises(UsageError, match='type "call" is given twice'):
        names().entry("claims", {**claim, "counts": {"call": 4, "phone call": 2}})


@pytest.mark.parametrize(
    "record, written",
    [
        ("s1", "s1"),
        ({"id": "s1"}, "s1"),
        ({"id": "s1", "publisher": "Xinhua", "grade": "F", "side": "FR", "quote": None}, "s1"),
        ({"id": "s1", "quote": "q"}, {"ref": "s1", "quote": "q"}),
        (
            {"id": "s1", "publisher": "Reuters", "grade": None, "side": None},
            {"ref": "s1", "publisher": "Reuters"},
        ),
        ({"id": "other", "publisher": "P"}, {"publisher": "P"}),
        ({"id": None, "publisher": "P", "extra": {}, "private": False}, {"publisher": "P"}),
    ],
)
def test_a_source_is_written_as_a_reference_only_where_that_says_the_same(
    record: Any, written: Any
) -> None:
    found = names().event(from_record({**EVENT, "sources": [record]}))[-1].data
    assert found["sources"] == [written]


def test_an_unknown_source_is_refused_with_the_sources_of_that_publisher() -> None:
    assert refused(sources=["Xinhua"]) == ('unknown source "Xinhua"; did you mean "s1"?',)
