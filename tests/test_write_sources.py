"""Sources of new entries: publishers known from their hosts, and the sources of other events."""

from __future__ import annotations

from typing import Any

import pytest

from chrono.errors import UsageError
from chrono.files.read.source_files import parse
from chrono.files.write.ledger_files import LedgerFiles
from chrono.files.write.sources import SourceResolver

LEDGER = """\
[sources.declared]
publisher = "Agency"
url = "https://agency.example/1"

[[events]]
id = "a"
date = 2025-01-01
type = "call"
title = "A"
actors = ["x"]
sources = [
  "declared",
  { ref = "declared", url = "https://mirror.example:8080/1", quote = "q", locator = "p. 1" },
  { publisher = "Blog of A", url = "https://a.blogs.example/1" },
  { publisher = "Channel", url = "https://youtube.com/1" },
  { publisher = "One", url = "http://two.example/1" },
]

[[claims]]
id = "c"
by = "x"
date = 2025-01-01
statement = "s"
period = "2025"
total = 1
sources = [{ publisher = "Two", url = "https://www.two.example" }]
"""


def resolver() -> SourceResolver:
    return SourceResolver(LedgerFiles([parse("l.toml", LEDGER)]))


@pytest.mark.parametrize(
    "url, publisher",
    [
        ("https://agency.example/2", "Agency"),
        ("http://www.AGENCY.example", "Agency"),
        ("https://mirror.example/9", "Agency"),
        ("https://a.blogs.example/2", "Blog of A"),
    ],
)
def test_a_host_with_one_publisher_gives_the_publisher(url: str, publisher: str) -> None:
    assert resolver().source({"url": url}) == {"publisher": publisher, "url": url}


def test_a_source_without_a_reference_is_not_one_with_the_id_none() -> None:
    text = LEDGER.replace("[sources.declared]", '[sources.None]\npublisher = "N"\n'
                          'url = "https://n.example/1"\n\n[sources.declared]')  # fmt: skip
    text = text.replace('  "declared",\n', '  "declared",\n  { publisher = "Y" },\n')
    sources = SourceResolver(LedgerFiles([parse("l.toml", text)]))
    assert sources.source({"url": "https://n.example/1"})["publisher"] == "N"


@pytest.mark.parametrize(
    "url, message",
    [
        ("https://new.example", "--source URL needs --publisher"),
        ("https://b.blogs.example", "--source URL needs --publisher"),
        ("https://news.agency.example", "--source URL needs --publisher"),
        ("https://youtube.com/2", "--source URL needs --publisher"),
        ("https://[broken", "--source URL needs --publisher"),
        ("https://two.example/2", '--source URL needs --publisher, since sources from two.example '
         'have 2 publishers: "One" and "Two"'),
    ],
)  # fmt: skip
def test_a_publisher_is_never_guessed(url: str, message: str) -> None:
    with pytest.raises(UsageError) as caught:
        resolver().source({"url": url})
    assert caught.value.args == (message,)


def test_a_publisher_or_a_reference_of_its_own_comes_first() -> None:
    for own in ({"publisher": "X"}, {"ref": "declared"}):
        fields: dict[str, Any] = {**own, "url": "https://agency.example/2"}
        assert resolver().source(fields) == fields


def test_the_sources_of_another_event_are_taken_without_what_is_about_it() -> None:
    assert resolver().same_as("a")[:3] == [
        "declared",
        {"ref": "declared", "url": "https://mirror.example:8080/1"},
        {"publisher": "Blog of A", "url": "https://a.blogs.example/1"},
    ]


def test_the_other_event_is_not_among_the_changes() -> None:
    files = LedgerFiles([parse("l.toml", LEDGER)])
    SourceResolver(files).same_as("a")
    assert not files.entries
