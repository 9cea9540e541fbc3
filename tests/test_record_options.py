"""The options of `add` and `edit`: one for each key, and what is made of their values."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
import typer

from chrono.cli.command import BUNDLES
from chrono.cli.options import make_session
from chrono.cli.record_options import (
    ARGUMENTS,
    EventOptions,
    RecordOptions,
    SourceDetails,
    entry_options,
    missing_message,
    option_name,
    sources_of,
)
from chrono.errors import UsageError
from chrono.files.format.keys import CLAIM, ENTRIES, EVENT, INLINE_SOURCE


def options_of(name: str) -> dict[str, Any]:
    """The options of an entry, by parameter."""
    return dict(BUNDLES[entry_options(name)].options)


def taken(options: type[RecordOptions], **values: Any) -> RecordOptions:
    """What is made of the values of options."""
    build = BUNDLES[options].build
    assert build is not None
    context: Any = SimpleNamespace(meta={}, call_on_close=lambda close: None)
    make_session(context, {})
    made: RecordOptions = build(context, **values)
    return made


@pytest.mark.parametrize("name", ENTRIES)
def test_every_key_of_an_entry_has_an_option_or_is_its_argument(name: str) -> None:
    options = options_of(name)
    without = {ARGUMENTS.get(name), "sources"}
    assert {*ENTRIES[name].keys} - without <= {*options}
    assert "id" in options
    assert ("source" in options) is ("sources" in ENTRIES[name].keys)


def test_every_key_of_a_new_source_has_an_option() -> None:
    names = [key.removeprefix("source_") for key in BUNDLES[SourceDetails].options]
    others = {"source", "url", "ref", "private", "extra"}  # --source is an id or a url
    assert {*names} - others == {*INLINE_SOURCE.keys} - others


@pytest.mark.parametrize("name", ENTRIES)
def test_no_two_options_of_an_entry_have_one_name(name: str) -> None:
    names = [
        word
        for annotation in options_of(name).values()
        for word in annotation.__metadata__[0].param_decls
    ]
    assert len(names) == len({*names})


@pytest.mark.parametrize("name", ENTRIES)
def test_every_option_has_one_sentence_of_help(name: str) -> None:
    for annotation in options_of(name).values():
        option = annotation.__metadata__[0]
        assert isinstance(option, typer.models.OptionInfo)
        assert option.help
        assert option.help.endswith(".")
        assert not option.help.endswith("..")


def test_a_list_is_named_by_one_of_its_elements() -> None:
    named = {name: option_name(key) for name, key in EVENT.keys.items()}
    assert (named["actors"], named["tags"]) == ("--actor", "--tag")
    assert (named["follows"], named["present"]) == ("--follows", "--present")
    assert (named["local_dates"], named["dates"]) == ("--local-date", "--dates")
    assert option_name(ENTRIES["actors"].keys["aliases"]) == "--alias"
    assert option_name(CLAIM.keys["as_of"]) == "--as-of"


def test_values_are_parsed_as_their_keys_have_them() -> None:
    fields = taken(
        EventOptions, date="2025-10", tags=["a; b"], private=True, place="", new_actors=["Ann"]
    )
    assert dict(fields) == {"date": "2025-10", "tags": ["a; b"], "private": True}
    assert fields.new == {"actors": ["Ann"], "present": []}


def test_options_without_a_value_say_nothing() -> None:
    fields = taken(EventOptions, date=None, private=False, tags=None)
    assert not fields


def test_missing_options_are_named_with_an_example() -> None:
    event = missing_message("events", {"date": 1, "title": 2})
    assert event.startswith("an event needs --type and --actor; for example, add --type call --new")
    claim = missing_message("claims", {"by": 1, "date": 2, "statement": 3, "period": 4})
    assert claim == "a claim needs --count or --total; for example, add --count call=4"
    assert missing_message("claims", {}).endswith("--period 2025 --count call=4`")
    assert missing_message("sources", {}) == "a source needs --publisher"
    everything = {"by": 1, "date": 2, "statement": 3, "period": 4, "total": 5}
    assert missing_message("claims", everything) == ""


def test_details_go_to_the_sources_that_are_given_by_an_address_in_their_order() -> None:
    values = {
        "source": ["s1", "https://a.org", "https://b.org"],
        "publisher": ["A", "B"],
        "quote": ["", "so"],
        "place": "Busan",
    }
    assert sources_of(values) == [
        "s1",
        {"publisher": "A", "url": "https://a.org"},
        {"publisher": "B", "url": "https://b.org", "quote": "so"},
    ]
    assert values == {"place": "Busan"}


def test_details_without_an_address_go_to_the_one_id_or_to_a_source_without_an_address() -> None:
    assert sources_of({"source": ["s1"], "quote": ["so"]}) == [{"ref": "s1", "quote": "so"}]
    assert sources_of({"publisher": ["A"]}) == [{"publisher": "A"}]


def test_details_are_refused_unless_there_is_one_for_each_source() -> None:
    with pytest.raises(UsageError, match="--publisher is given 1 time for 2 sources"):
        sources_of({"source": ["https://a.org", "https://b.org"], "publisher": ["A"]})
