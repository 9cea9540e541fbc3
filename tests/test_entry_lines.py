"""The lines of a few entries of a long text are those that the map of all its blocks has."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import tomli
from hypothesis import given

from chrono.files.toml import entry_lines
from chrono.files.toml.blocks import BlockMap, Path
from chrono.files.toml.entry_lines import EntryLines
from samples import law
from scribbled import ledger


@pytest.fixture(autouse=True)
def short_texts_are_searched(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(entry_lines, "SHORTEST", 0)


def paths(data: dict[str, Any]) -> Iterator[Path]:
    """The path of each entry of the tables, and of each value in it, and of one that is missing."""
    for table, entries in data.items():
        if isinstance(entries, list):
            found: list[tuple[Any, Any]] = [*enumerate(entries)]
        else:
            found = [*entries.items()] if isinstance(entries, dict) else []
        for key, entry in found:
            yield (table, key)
            yield (table, key, "missing")
            if isinstance(entry, dict):
                yield from ((table, key, name) for name in entry)


@law(200)
@given(ledger())
def test_a_line_that_is_found_is_that_of_the_map_of_blocks(text: str) -> None:
    data = tomli.loads(text)
    lines, blocks = EntryLines(text, data), BlockMap(text)
    for path in paths(data):
        assert lines.line(path) in (None, blocks.line(path))


PLAIN = """\
[ledger]
title = "A"

[actors.ann]
name = "Ann"
roles = [
    { title = "Minister" },
]

[actors.ben]
name = "Ben"

[[events]]
id = "a"
summary = '''
One
'''
[events.dates]
signed = 2025-01-01
[[events.sources]]
publisher = "AP"

[[events]]
id = "b"

[types.x]
label = "x"
"""


def test_each_entry_of_a_text_as_usually_written_is_found() -> None:
    data = tomli.loads(PLAIN)
    lines, blocks = EntryLines(PLAIN, data), BlockMap(PLAIN)
    for path in paths(data):
        assert lines.line(path) == (blocks.line(path) if path[0] != "ledger" else None)


@pytest.mark.parametrize(
    "text",
    [
        # A header in a string, and the first event twice: the count of headers does not agree.
        '[[events]]\nid = "a"\nx = """\n[[events]]\nid = "a"\n"""\n[[events]]\nid = "a"\n',
        # Headers that are written in another way.
        '[["events"]]\nid = "a"\n[[events]]\nid = "b"\n',
        'events = [{ id = "a" }, { id = "b" }]\n',
        '[[events]]\nid = "a"\n[actors.x]\n[[events.sources]]\n',
    ],
)
def test_an_entry_that_is_not_surely_found_has_no_line(text: str) -> None:
    assert EntryLines(text, tomli.loads(text)).line(("events", 0, "id")) is None


def test_short_texts_and_many_lookups_are_left_to_the_map_of_blocks(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    data = tomli.loads(PLAIN)
    monkeypatch.setattr(entry_lines, "MOST_LOOKUPS", 2)
    lines = EntryLines(PLAIN, data)
    found = [lines.line(("events", 0)) for _ in range(4)]
    assert found == [13, 13, None, None]
    monkeypatch.setattr(entry_lines, "SHORTEST", len(PLAIN) + 1)
    assert EntryLines(PLAIN, data).line(("events", 0)) is None
