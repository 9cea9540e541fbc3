"""The events that are timed: real ones' shapes, and the same for every tool."""

from __future__ import annotations

import re
import sys
from collections import Counter
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from chrono.core.model import Ledger
from chrono.files.read.load import loads
from replay import ROOT, clean_environment, run


def benchmark(name: str) -> Any:
    """Return a module of benchmarks/."""
    sys.path.insert(0, str(ROOT / "benchmarks"))
    try:
        return import_module(name)
    finally:
        sys.path.pop(0)


CLIFFS = benchmark("cliffs").CLIFFS


@pytest.fixture(scope="module")
def generated() -> Any:
    return benchmark("generated")


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


@pytest.mark.parametrize("name", CLIFFS)
def test_the_commands_whose_growth_is_measured_answer(name: str, tmp_path: Path) -> None:
    cliff = CLIFFS[name]
    for file, text in cliff.files(min(cliff.base, 100)).items():
        (tmp_path / file).parent.mkdir(exist_ok=True)
        (tmp_path / file).write_text(text, encoding="utf-8")
    words = [*cliff.command.split(), "-f", "events.toml"]
    ran = run(*words, folder=tmp_path, environment=clean_environment(tmp_path))
    assert ran.status in (0, 1)
    assert ran.out
