"""The events that are timed: real ones' shapes, and the same for every tool."""

from __future__ import annotations

import re
import sys
from collections import Counter
from importlib import import_module
from typing import Any

import pytest

from chrono.core.model import Ledger
from chrono.files.read.load import loads
from replay import ROOT


@pytest.fixture(scope="module")
def generated() -> Any:
    sys.path.insert(0, str(ROOT / "benchmarks"))
    try:
        yield import_module("generated")
    finally:
        sys.path.pop(0)


@pytest.fixture(scope="module")
def ledger(generated: Any) -> Ledger:
    return loads("".join(generated.chrono_ledger(list(generated.events(500)))))


def test_the_same_seed_gives_the_same_events(generated: Any) -> None:
    assert [*generated.events(50)] == [*generated.events(50)]
    assert [*generated.events(50)] != [*generated.events(50, seed=1)]


def test_the_ledger_is_sound_and_says_what_was_generated(generated: Any, ledger: Ledger) -> None:
    events = {event.id: event for event in ledger.events}
    found = [*generated.events(500)]
    assert len(events) == 500
    for one in found:
        assert events[one.id].contact == one.contact
        assert events[one.id].when.start == one.day
        assert [actor.id for actor in events[one.id].actors] == [*one.actors]
    kinds = Counter(event.when.precision for event in ledger.events)
    assert kinds["day"] > 400
    assert kinds["month"] > 10
    assert any(event.when.interval for event in ledger.events)
    assert any(event.status != "held" for event in ledger.events)


BEGINNINGS = {
    "hledger_journal": r"^\d{4}-\d\d-\d\d ",
    "beancount_file": r'^\d{4}-\d\d-\d\d \* "',
    "jrnl_journal": r"^\[\d{4}-\d\d-\d\d 12:00\] ",
    "taskwarrior_data": r'^\[description:"',
}


@pytest.mark.parametrize("written", BEGINNINGS)
def test_every_tool_is_given_every_event(generated: Any, written: str) -> None:
    text = "".join(getattr(generated, written)([*generated.events(200)]))
    assert len(re.findall(BEGINNINGS[written], text, re.M)) == 200
