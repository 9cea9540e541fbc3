"""The session of a command: what it reads, and what it notes."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from chrono.cli.session import Session
from chrono.core.query import Question
from chrono.errors import UsageError

BLOCK = """
[[events]]
id = "e{0}"
date = 2025-03-{2:02}
type = "call"
title = "Call {0}"
actors = ["a", "{1}"]
"""
EVENTS = 4000


@pytest.fixture
def large(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A ledger so large that it is read in part, once it is known to be valid."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    path = tmp_path / "large.toml"
    blocks = (BLOCK.format(n, "b" if n % 1000 else "c", 1 + n % 28) for n in range(EVENTS))
    path.write_text("".join(blocks), encoding="utf-8")
    Session([str(path)]).read(Question())
    return str(path)


def test_the_ledger_of_a_session_is_whole_even_if_a_part_was_read(large: str) -> None:
    session = Session([large])
    selection = session.select(Question.of(actor=["c"]))
    assert len(selection.matches) == EVENTS // 1000
    assert session.part.vocabulary is not None
    assert len(session.part.events) < EVENTS
    assert session.read().vocabulary is None
    assert len(session.read().events) == len(session.part.events) == EVENTS


def test_a_selection_is_of_the_whole_ledger_if_it_was_read(large: str) -> None:
    session = Session([large])
    session.read()
    assert len(session.select(Question.of(actor=["c"])).ledger.events) == EVENTS


def test_a_selection_has_a_ledger_of_its_own(tmp_path: Path) -> None:
    path = tmp_path / "small.toml"
    source = 'sources = [{ publisher = "Daily" }, { publisher = "Post" }]\n'
    path.write_text(BLOCK.format(1, "b", 1) + source, encoding="utf-8")
    session = Session([str(path)])
    selection = session.select(Question(without_origin=["Daily"]))
    for ledger, number in ((selection.ledger, 1), (session.part, 2), (session.read(), 2)):
        (event,) = ledger.events
        assert len(event.sources) == number


def test_rows_are_reversed_and_limited_and_the_omitted_ones_noted(large: str) -> None:
    session = Session([large])
    selection = session.select(Question(limit="2", reverse=True))
    assert session.shown(["a", "b", "c"], selection.query, "row") == ("c", "b")
    assert [*map(str, session.notes)] == ["1 row not shown; raise --limit"]


def test_a_ledger_is_never_an_output_file(large: str) -> None:
    session = Session([large])
    session.read(Question())
    with pytest.raises(UsageError, match="this file is part of the ledger"):
        session.refuse_ledger(large)


def test_today_is_the_option_then_the_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHRONO_TODAY", "2026-01-02")
    assert Session().today == dt.date(2026, 1, 2)
    assert Session(today="2026-01-01").today == dt.date(2026, 1, 1)
    with pytest.raises(UsageError, match="write a date such as"):
        Session(today="soon")
