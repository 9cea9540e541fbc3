"""On a real terminal: colour and when not, harmless text, columns that line up."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

import pytest
from rich.cells import cell_len

import replay
from chrono.core.text import hidden_characters
from chrono.files.exchange.registry import able_to
from replay import clean_environment, run, run_on_terminal

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


HIDDEN = (
    "\x00\x07\x1b\x7f\x9b\xad\u034f\u061c\u115f\u180e\u200b\u200c\u200f\u202e\u2060\u2066\u206f"
    "\u2800\u3164\ufe0f\ufeff\uffa0\ufff9\U0001d173\U000e0041"
)
"""Controls and characters without a shape, of every kind."""

HIDING = """\
[ledger]
title = {0}
description = {0}
principals = ["a", "b"]

[actors.a]
name = {0}
country = "CN"
roles = [{{ title = {0}, from = "2020" }}]

[actors.b]
name = "B"
country = "US"

[types.odd]
label = {0}
contact = true

[sources.s]
publisher = {0}
title = {0}
url = "https://x.example/{1}"

[[events]]
id = "one"
date = 2025-01-01
type = "call"
title = {0}
actors = ["a", "b"]
present = [{0}]
place = {0}
summary = {0}
notes = {0}
tags = [{0}]
sources = ["s", {{ publisher = {0}, quote = {0} }}]
extra = {{ x = {0} }}

[[events]]
id = "two"
date = 2025-02-01
type = "odd"
title = "plain"
actors = ["a", "b"]

[[claims]]
id = "c"
by = "a"
date = 2025-03-01
statement = {0}
window = {0}
period = {{ {0} = "2025" }}
counts = {{ call = 7 }}
sources = ["s"]
"""


@pytest.mark.parametrize(
    "command",
    [
        "list", "show one", "timeline", "timeline --lanes", "timeline --lanes place", "summary",
        "count --by actor", "count --by place", "count --by tag", "count --why", "gaps", "claims",
        "actors", "types", "check --strict", "diff old.toml events.toml", "edit one --unset place",
        "remove two --yes", "list --actor T", "list --place {}", "list --actor Zz{}", "show {}",
        "list {}", "list -f {}", "timeline --svg -", "timeline --html -",
        *(f"list -o {name}" for name in able_to("write")),
        *(f"export {name}" for name, one in able_to("export").items() if not one.binary),
    ],
)  # fmt: skip
def test_no_character_without_a_shape_reaches_a_terminal(tmp_path: Path, command: str) -> None:
    text = "".join(f"\\U{ord(char):08x}" for char in HIDDEN)
    path = "".join(f"\\U{ord(char):08x}" for char in HIDDEN if not char.isspace())
    ledger = HIDING.format(f'"T{text}"', path)
    (tmp_path / "events.toml").write_text(ledger, encoding="utf-8")
    old = ledger.replace("2025-02-01", "2025-02-02").replace('"plain"', f'"x{text}"')
    (tmp_path / "old.toml").write_text(old, encoding="utf-8")
    argv = [word.format(f"x{HIDDEN[1:]}") for word in command.split()]
    ran = run_on_terminal(*argv, folder=tmp_path, environment={"COLUMNS": "90"})
    shown = STYLE.sub("", ran.out + ran.err).replace("\r\n", "\n")
    assert shown
    assert [ascii(char) for char in HIDDEN if char in shown] == []


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


HOSTILE = (
    LEDGER.replace(
        "[[events]]", '[ledger]\ntitle = "T\\u001b]0;gone\\u0007\\u202e"\n\n[[events]]', 1
    )
    + 'tags = ["\\u001b[31m\\u009b5m"]\nsummary = "\\u001b[2J"\n'
)


@pytest.mark.parametrize(
    "command",
    ["count --cite", "count --by actor --cite", "count --by tag --cite", "list -o tsv",
     "list -o csv", "list -o markdown", "export template --template t.j2",
     "export markdown", "export jsonl", "export toml", "schema", "path"],
)  # fmt: skip
def test_no_text_of_a_ledger_controls_the_terminal(tmp_path: Path, command: str) -> None:
    (tmp_path / "events.toml").write_text(HOSTILE, encoding="utf-8")
    (tmp_path / "t.j2").write_text("{{ title }}\n\t{{ events }}\x1b[1m\n", encoding="utf-8")
    ran = run_on_terminal(*command.split(), "--color", "never", folder=tmp_path, environment={})
    assert ran.out
    assert not set(hidden_characters(ran.out)) - {"\n", "\r", "\t"}


def test_a_citation_in_a_pipe_is_the_text_itself(tmp_path: Path) -> None:
    (tmp_path / "events.toml").write_text(HOSTILE, encoding="utf-8")
    ran = run("count", "--cite", folder=tmp_path, environment=clean_environment(tmp_path))
    assert "T\x1b]0;gone\x07\u202e" in ran.out
    code = re.search(r"answer (\S+)\)", ran.out)
    assert code
    checked = run_on_terminal("count", "--answer", code[1], folder=tmp_path, environment={})
    assert checked.out.startswith("unchanged: ")
