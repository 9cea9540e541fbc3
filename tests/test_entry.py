"""The values of an entry by their paths."""

from __future__ import annotations

from typing import Any

import pytest

from changes import LEDGER, opened
from chrono.errors import UsageError
from chrono.files.toml.blocks import Path
from chrono.files.write.entry import set_path, value_at

DATA = {"a": {"b": [1, {"c": 2}]}, "text": "words"}


@pytest.mark.parametrize(
    "path, value",
    [
        (("a", "b", 1, "c"), 2), (("a", "b", 0), 1), (("a", "b", 2), None), (("x",), None),
        (("text", 0), None), (("a", "b", "c"), None), ((), DATA),
    ],
)  # fmt: skip
def test_the_value_at_a_path_or_none(path: Path, value: Any) -> None:
    assert value_at(DATA, path) == value


def test_tables_that_are_missing_on_the_way_are_made() -> None:
    data: dict[str, Any] = {}
    set_path(data, ("a", "b", "c"), 1)
    assert data == {"a": {"b": {"c": 1}}}
    set_path(data, ("a", "b", "c"), [2])
    set_path(data, ("a", "b", "c", 0), 3)
    assert data == {"a": {"b": {"c": [3]}}}


@pytest.mark.parametrize(
    "path", [("list", 1), ("list", 1, "x"), ("text", 0), ("text", "x"), ("x", 0)]
)
def test_a_path_that_leads_nowhere_is_an_error(path: Path) -> None:
    with pytest.raises((LookupError, TypeError)):
        set_path({"list": [0], "text": "words"}, path, 1)


def test_an_entry_changes_its_lines_and_its_data_alike() -> None:
    entry = opened(LEDGER).entry("a")
    entry.set(("dates", "signed"), "2025")
    entry.unset(("actors", 1))
    assert entry.fields["dates"] == {"signed": "2025"}
    assert entry.fields["actors"] == ["ann"]
    assert 'actors = ["ann"] # both\ndates = { signed = "2025" }\n' in entry.lines
    entry.unset(("dates", "signed"))  # and the table that is then empty
    assert "dates" not in entry.fields
    assert "dates" not in entry.lines
    with pytest.raises(UsageError, match=r'"a" has no actors\[7\]'):
        entry.set(("actors", 6), "ben")
