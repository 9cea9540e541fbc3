"""On a real terminal: colour and when not, harmless text, columns that line up."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

import pytest
from rich.cells import cell_len

import replay
from replay import clean_environment, run_on_terminal

pytest.importorskip("pty")

LEDGER = """
[[events]]
id = "one"
date = 2025-01-01
type = "call"
title = "[red]x[/red] =1+1 \\u001b[31m 习近平"
actors = ["习近平", "Ann Ash"]
place = "北京"

[[events]]
id = "two"
date = 2025-02-02
type = "meeting"
title = "plain"
actors = ["Ann Ash", "Ben Birch"]
place = "Oslo"
"""
STYLE = re.compile(r"\x1b\[[0-9;]*m")


def on_terminal(
    folder: Path,
    *argv: str,
    columns: int = 80,
    environment: Mapping[str, str] | None = None,
) -> str:
    """What chrono writes to a terminal of so many columns."""
    (folder / "events.toml").write_text(LEDGER, encoding="utf-8")
    more = {"COLUMNS": str(columns), **(environment or {})}
    ran = run_on_terminal(*argv, folder=folder, environment=more)
    return ran.err + ran.out


def test_a_list_is_a_coloured_table(tmp_path: Path) -> None:
    shown = on_terminal(tmp_path, "list")
    assert STYLE.search(shown)
    assert "● call" in STYLE.sub("", shown)


@pytest.mark.parametrize("command", ["list", "timeline", "summary", "count", "actors", "types"])
@pytest.mark.parametrize(
    "environment", [{"NO_COLOR": "1"}, {"TERM": "dumb"}], ids=["NO_COLOR", "dumb"]
)
def test_no_colour_with_no_color_or_a_dumb_terminal(
    tmp_path: Path, command: str, environment: dict[str, str]
) -> None:
    assert "\x1b" not in on_terminal(tmp_path, command, environment=environment)


def test_an_empty_no_color_has_no_effect(tmp_path: Path) -> None:
    assert STYLE.search(on_terminal(tmp_path, "list", environment={"NO_COLOR": ""}))


def test_color_overrides_no_color(tmp_path: Path) -> None:
    assert "\x1b" not in on_terminal(tmp_path, "list", "--color", "never")
    assert STYLE.search(
        on_terminal(tmp_path, "list", "--color", "always", environment={"NO_COLOR": "1"})
    )


@pytest.mark.parametrize("command", ["list", "timeline", "summary", "actors", "show one", "check"])
@pytest.mark.parametrize("columns", [20, 40, 60, 80, 140])
def test_text_is_harmless_and_nothing_is_wider_than_the_terminal(
    tmp_path: Path, command: str, columns: int
) -> None:
    check_text_and_width(on_terminal(tmp_path, *command.split(), columns=columns), columns)


@pytest.mark.slow
@pytest.mark.parametrize("columns", [40, 140])
def test_a_real_terminal_gets_harmless_text_no_wider_than_it_is(
    tmp_path: Path, columns: int
) -> None:
    (tmp_path / "events.toml").write_text(LEDGER, encoding="utf-8")
    shown = replay.on_terminal(tmp_path, "list", environment={"COLUMNS": str(columns)})
    assert STYLE.search(shown)
    check_text_and_width(shown, columns)


def check_text_and_width(shown: str, columns: int) -> None:
    """Nothing in what a terminal shows steers it but colours, and no line is too long."""
    plain = STYLE.sub("", shown)
    assert "\x1b" not in plain
    assert "\x1b[31m" not in shown
    assert max(map(cell_len, plain.splitlines())) <= columns


def test_the_title_arrives_whole(tmp_path: Path) -> None:
    plain = STYLE.sub("", on_terminal(tmp_path, "list", columns=140))
    assert r"[red]x[/red] =1+1 \x1b[31m 习近平" in plain


def test_chinese_text_lines_up(tmp_path: Path) -> None:
    plain = STYLE.sub("", on_terminal(tmp_path, "list", columns=140))
    rows = [line for line in plain.splitlines() if "one" in line or "two" in line]
    starts = [cell_len(line[: re.search(r"\b(one|two)\b", line).start()]) for line in rows]  # type: ignore[union-attr]
    assert len(rows) == 2
    assert starts[0] == starts[1]


def test_colour_in_a_pipe_when_forced(tmp_path: Path) -> None:
    from replay import run

    (tmp_path / "events.toml").write_text(LEDGER, encoding="utf-8")
    environment = {**clean_environment(tmp_path), "FORCE_COLOR": "1"}
    assert STYLE.search(run("timeline", folder=tmp_path, environment=environment).out)
    assert not STYLE.search(run("list", folder=tmp_path, environment=environment).out)
