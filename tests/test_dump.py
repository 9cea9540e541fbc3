"""The fields that records are written with: without empty values and false flags."""

from __future__ import annotations

from typing import Any

import pytest

from chrono.core.model import Source
from chrono.errors import UsageError
from chrono.files.format.dump import FLAGS, event_fields, without_empty
from samples import event


def test_keys_without_content_are_left_out_of_a_record() -> None:
    record: dict[str, Any] = {
        "a": None,
        "b": [],
        "c": {},
        "private": False,
        "d": {"x": None, "y": 0},
        "e": "",
    }
    assert without_empty(record, ("e",)) == {"d": {"y": 0}}


def test_null_in_a_list_is_refused() -> None:
    with pytest.raises(UsageError, match="tags contains null"):
        without_empty({"tags": ["a", None]})


def test_an_event_can_clear_a_flag_of_its_declared_source() -> None:
    hidden = Source(id="memo", publisher="Embassy", private=True)
    shown = event("2025", sources=(hidden._replace(private=False),))
    assert "private" in FLAGS
    reference = {"ref": "memo", "private": False}
    assert event_fields(shown, {"memo": hidden})["sources"] == [reference]
    assert event_fields(shown._replace(sources=(hidden,)), {"memo": hidden})["sources"] == ["memo"]
