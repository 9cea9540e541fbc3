"""The sources as CSL-JSON: each source once, with a stable id, and a date as precise as known."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

import chrono
from chrono.core.dates import When
from chrono.core.model import Event, Ledger, Source
from chrono.core.subset import subset
from chrono.files.exchange import csljson
from chrono.files.exchange.cited_sources import source_ids, source_key
from chrono.files.read.load import loads
from replay import ROOT, clean_environment, run
from samples import event, law, ledger

# The part of the CSL-JSON schema for the keys that chrono writes.
TEXT = {"type": "string", "minLength": 1}
ISSUED = {
    "type": "object",
    "additionalProperties": False,
    "properties": {
        "date-parts": {
            "type": "array",
            "minItems": 1,
            "maxItems": 2,
            "items": {
                "type": "array",
                "items": {"type": "integer"},
                "minItems": 1,
                "maxItems": 3,
            },
        },
        "season": {"enum": [1, 2, 3, 4]},
        "circa": {"const": True},
        "literal": TEXT,
    },
    "oneOf": [{"required": ["date-parts"]}, {"required": ["literal"]}],
}
SHAPE = {
    "type": "array",
    "items": {
        "type": "object",
        "required": ["id", "type"],
        "additionalProperties": False,
        "properties": {
            **dict.fromkeys(("id", "title", "container-title", "publisher", "URL", "note"), TEXT),
            **dict.fromkeys(("archive", "archive_location", "language", "locator"), TEXT),
            "accessed": ISSUED,
            "type": {"enum": ["webpage", "document"]},
            "author": {
                "type": "array",
                "items": {
                    "type": "object",
                    "properties": {"literal": TEXT},
                    "additionalProperties": False,
                },
            },
            "issued": ISSUED,
        },
    },
}

SMALL = r"""
[actors.a]
name = "Ann"

[sources.s1]
publisher = "Wire"
title = "T \"q\" \u001b"
url = "https://x.example/1"
archive = "https://a.example/1"
date = 2025-01-18
side = "CN"
grade = "A"

[sources.unused]
publisher = "Nobody"

[[events]]
id = "e"
date = 2025-01-17
type = "call"
title = "T"
actors = ["a", "B"]
sources = [
  { ref = "s1", quote = "a quote" },
  "s1",
  { publisher = "Wire", title = "T \"q\" \u001b", url = "https://x.example/1", archive = "https://a.example/1", date = 2025-01-18, side = "CN", grade = "A", quote = "another" },
  { ref = "s1", title = "Another text" },
  { publisher = "Paper", origin = "AP", date = "2025-02", side = "a" },
  { publisher = "新华社", date = 2025-02-01 },
  { publisher = "Secret", private = true },
]

[[claims]]
id = "c"
by = "a"
date = 2025-03-01
statement = "one"
period = "2025"
counts = { call = 1 }
sources = [{ publisher = "Paper", origin = "AP", date = "2025-02", side = "a" }, { publisher = "Claimed" }]
"""  # noqa: E501


def read(chronology: Ledger, *events: Event) -> list[dict[str, Any]]:
    content = csljson.export_csljson(subset(chronology, events or chronology.events)).content
    assert isinstance(content, str)
    assert content.endswith("]\n")
    found: list[dict[str, Any]] = json.loads(content)
    jsonschema.validate(found, SHAPE)
    return found


def cited(*sources: Source) -> list[dict[str, Any]]:
    return read(ledger(event("2025", sources=sources)))


def test_each_source_of_events_and_claims_is_one_item() -> None:
    declared, other, *inline = read(loads(SMALL))
    assert declared == {
        "id": "s1",
        "type": "webpage",
        "title": 'T "q" \\x1b',
        "container-title": "Wire",
        "issued": {"date-parts": [[2025, 1, 18]]},
        "URL": "https://x.example/1",
        "archive": "a.example",
        "archive_location": "https://a.example/1",
        "note": "Side: China, grade A",
    }
    assert other["id"].startswith("s1-")
    assert other["title"] == "Another text"
    assert inline == [
        {
            "id": "paper-2025-02",
            "type": "document",
            "publisher": "Paper",
            "author": [{"literal": "AP"}],
            "issued": {"date-parts": [[2025, 2]]},
            "note": "Side: Ann",
        },
        {
            "id": "xin-hua-she-2025-02-01",
            "type": "document",
            # A source without a title is cited by its publisher, once.
            "author": [{"literal": "新华社"}],
            "issued": {"date-parts": [[2025, 2, 1]]},
        },
        {
            "id": "claimed",
            "type": "document",
            "author": [{"literal": "Claimed"}],
        },
    ]


def test_another_source_never_changes_what_an_id_means() -> None:
    one, other, third = (Source("Paper", title=title) for title in "ABC")
    assert [item["id"] for item in cited(one)] == ["paper"]
    both = {item["title"]: item["id"] for item in cited(one, other)}
    assert "paper" not in both.values()
    more = {item["title"]: item["id"] for item in cited(third, other, one)}
    assert both.items() <= more.items()


def test_any_publisher_gives_an_id() -> None:
    found = cited(Source("☃", date=When.parse("[2025-01-02..2025-01-05]")), Source("..."))
    assert found[0]["id"].endswith("-2025-01-02-2025-01-05")
    assert found[1]["id"] == "source"


@pytest.mark.parametrize(
    ("text", "issued"),
    [
        ("2025-06-11", {"date-parts": [[2025, 6, 11]]}),
        ("2025-06-11T09:00:00Z", {"date-parts": [[2025, 6, 11]]}),
        ("2025-06", {"date-parts": [[2025, 6]]}),
        ("2025-06-XX", {"date-parts": [[2025, 6]]}),
        ("2025", {"date-parts": [[2025]]}),
        ("2025~", {"date-parts": [[2025]], "circa": True}),
        ("2025-06?", {"date-parts": [[2025, 6]], "circa": True}),
        ("2025-24", {"date-parts": [[2025]], "season": 4}),
        ("2025-06-11/2025-07", {"date-parts": [[2025, 6, 11], [2025, 7]]}),
        ("2025-06/..", {"literal": "since June 2025"}),
        ("202X", {"literal": "the 2020s"}),
        ("[2025-06-11,2025-06-12]", {"literal": "11 or 12 Jun 2025"}),
        ("2025-21/2025-07", {"literal": "spring 2025 (Mar–May) – July 2025"}),
    ],
)
def test_a_date_has_the_numbers_that_are_known(text: str, issued: dict[str, Any]) -> None:
    assert cited(Source("P", date=When.parse(text)))[0]["issued"] == issued


def test_all_sources_of_the_shipped_ledger_are_exported() -> None:
    chronology = chrono.load([str(ROOT / "data" / "events.toml")])
    found = read(chronology)
    lists = [
        *(one.sources for one in chronology.events),
        *(one.sources for one in chronology.claims),
    ]
    named = {source.url for sources in lists for source in sources}
    assert {item["URL"] for item in found} == named
    assert len({item["id"] for item in found}) == len(found) == 447
    assert {item["id"] for item in found} > set(chronology.sources)


SOURCES = st.builds(
    lambda *own: Source(own[0], own[1], title=own[2], date=own[3], grade=own[4], quote=own[5]),
    st.sampled_from(["P", "p.", "习"]),
    st.sampled_from([None, None, "p", "p-2025"]),
    st.sampled_from([None, "T"]),
    st.sampled_from([None, When.parse("2025"), When.parse("202X")]),
    st.sampled_from([None, "A"]),
    st.sampled_from([None, "Q"]),
)


@law(60)
@given(st.lists(SOURCES, max_size=8))
def test_every_source_is_exported_once(sources: list[Source]) -> None:
    declared = {source.id: source for source in sources if source.id is not None}
    chronology = ledger(event("2025", sources=tuple(sources)), sources=declared)
    ids = source_ids(chronology)
    names = [ids[source_key(source)] for source in sources]
    assert [item["id"] for item in read(chronology)] == list(dict.fromkeys(names))
    # All citations with one id are of the same source.
    told = {(id, source_key(one)[1:]) for id, one in zip(names, sources, strict=True)}
    assert len(told) == len(set(names))
    assert all(ids[source_key(source)] == id for id, source in declared.items())


def test_the_id_of_a_source_is_the_same_in_every_part_of_a_ledger() -> None:
    sources = [Source("Office", url=f"https://example.org/{number}") for number in "12"]
    chronology = ledger(*(event("2025", id=one.url or "", sources=(one,)) for one in sources))
    items = read(chronology)
    for one, item in zip(chronology.events, items, strict=True):
        assert read(chronology, one) == [item]


def test_author_language_day_of_access_and_place_are_keys_of_their_own() -> None:
    day = When.parse("2025-06-12")
    one = Source("A Paper", origin="AP", author="Ann Ash", accessed=day, language="en-GB")
    (item,) = cited(one._replace(locator="p. 4"))
    assert item["author"] == [{"literal": "Ann Ash"}]
    assert (item["language"], item["locator"]) == ("en-GB", "p. 4")
    assert item["accessed"] == {"date-parts": [[2025, 6, 12]]}
    assert item["note"] == "Report by AP"


def test_a_source_that_is_cited_at_two_places_has_no_place_of_its_own() -> None:
    one = Source("A Paper", title="T")
    (item,) = cited(one._replace(locator="p. 4"), one._replace(locator="p. 9"))
    assert "locator" not in item
    assert len(cited(one, one._replace(author="Ann Ash"), one._replace(language="zh"))) == 3


@pytest.mark.parametrize("word", ["bibtex", "bib", "ris", "bibliography", "BibTeX", "zotero"])
def test_words_for_bibliographies_name_the_command(tmp_path: Path, word: str) -> None:
    ran = run("export", word, folder=tmp_path, environment=clean_environment(tmp_path))
    assert (ran.status, ran.out) == (2, "")
    assert f'unknown format "{word}"; for a bibliography, run `chrono export csljson ' in ran.err
    assert ("-t bibtex" in ran.err) == ("bib" in word.lower())


def test_sources_without_a_title_or_a_date_are_counted() -> None:
    dated = Source("AP", title="T", date=When.parse("2025"))
    chronology = ledger(event("2025", sources=(dated, Source("Wire"), Source("Paper", title="P"))))
    notes = csljson.export_csljson(subset(chronology, chronology.events)).notes
    assert notes == ("1 source has no title", "2 sources have no date")
