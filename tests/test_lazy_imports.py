"""What a command imports. Speed is held by what is loaded, never by a clock."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import suppress
from functools import cache
from pathlib import Path

import pytest

from chrono.files.index.load import LARGE
from replay import ROOT, clean_environment

pytestmark = pytest.mark.slow

_SERVER = """
import os, sys

while line := sys.stdin.readline():
    folder, environment, argv = eval(line)
    answer, end = os.pipe()
    if not os.fork():
        null = os.open(os.devnull, os.O_RDWR)
        for stream in (0, 1, 2):
            os.dup2(null, stream)
        os.chdir(folder)
        os.environ.clear()
        os.environ.update(environment)
        from chrono.cli.main import main
        status = main(argv)
        os.write(end, " ".join([str(status), *sorted(sys.modules)]).encode())
        os._exit(0)
    os.close(end)
    os.wait()
    with os.fdopen(answer) as modules:
        print(modules.read(), flush=True)
"""
"""Runs each command in a fork of a process that has imported nothing."""
_TO_A_FILE = """
import sys
from chrono.cli.main import main
status = main(sys.argv[2:])
open(sys.argv[1], "w").write(" ".join([str(status), *sorted(sys.modules)]))
"""
LEDGER = str(ROOT / "data" / "events.toml")

HEAVY = {
    "rich", "pydantic", "chrono.view", "chrono.library", "chrono.files.toml.blocks",
    "chrono.files.toml.recover",
}  # fmt: skip
STRANGE = {"icalendar", "jinja2", "openpyxl", "sqlite3", "html", "base64"}
"""What one format needs, and no command that does not write or read it."""


@cache
def server() -> subprocess.Popen[str]:
    """The process that runs commands."""
    environment = {**os.environ}
    environment.pop("COVERAGE_PROCESS_START", None)  # or coverage would import modules in it
    return subprocess.Popen(
        [sys.executable, "-c", _SERVER],
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


@pytest.fixture(scope="module", autouse=True)
def _server_ends() -> Iterator[None]:
    yield
    server().communicate()


def loaded(folder: Path, *argv: str, **more: str) -> set[str]:
    """The modules that a command has imported when it ends, its status being 0."""
    process = server()
    assert process.stdin is not None
    assert process.stdout is not None
    environment = {**clean_environment(folder), **more}
    process.stdin.write(f"{(str(folder), environment, argv)!r}\n")
    process.stdin.flush()
    status, *modules = process.stdout.readline().split()
    assert status == "0"
    return set(modules)


ROWS = [
    "list", "list -o csv", "list -o json", "list -o markdown", "list --actor Xi --contacts 2025",
    "count 2025 --by month --by type", "count --total", "actors", "types", "path",
    "summary -o json", "timeline -o jsonl", "show 2025-10-30-busan -o json", "gaps 2025", "claims",
    "compare 2024 2025", "last Xi Trump", "agenda", "claims -o json", "check", "check -o json",
    "schema",
]  # fmt: skip


def test_rows_in_a_pipe_load_nothing_to_draw_with(tmp_path: Path) -> None:
    for line in ROWS:
        modules = loaded(tmp_path, *line.split(), "-f", LEDGER)
        assert not modules & (HEAVY | STRANGE | {"platformdirs"}), line


@pytest.mark.parametrize("name", ["draft.txt", "draft.md"])
def test_a_proof_in_a_pipe_loads_nothing_to_draw_with(tmp_path: Path, name: str) -> None:
    text = "Date: 2025-12-12\n\nFour <!-- = count 2025 -a Xi -a Trump -t call --> calls.\n"
    (tmp_path / name).write_text(text, encoding="utf-8")
    modules = loaded(tmp_path, "proof", name, "-f", LEDGER)
    assert not modules & (HEAVY | STRANGE - {"html"} | {"platformdirs"})
    assert ("markdown_it" in modules) == (name == "draft.md")


def test_the_library_loads_no_command_and_nothing_to_draw_with(tmp_path: Path) -> None:
    script = (
        "import sys, chrono; chrono.load(sys.argv[1]).events.where().count(); print(*sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, LEDGER],
        env=clean_environment(tmp_path),
        capture_output=True,
        check=True,
        text=True,
    )
    modules = set(done.stdout.split())
    assert not modules & (
        {"typer", "chrono.cli", "pandas", "polars"} | STRANGE | HEAVY - {"chrono.library"}
    )


def test_what_differs_loads_nothing_to_draw_with(tmp_path: Path) -> None:
    modules = loaded(tmp_path, "diff", LEDGER, LEDGER)
    assert not modules & HEAVY


def test_a_page_loads_rich_and_still_no_pydantic(tmp_path: Path) -> None:
    modules = loaded(tmp_path, "summary", "-f", LEDGER)
    assert "rich.console" in modules
    assert "pydantic" not in modules


def test_tab_separated_rows_need_no_json(tmp_path: Path) -> None:
    modules = loaded(tmp_path, "list", "-f", LEDGER)
    assert "chrono.files.exchange.json" not in modules


@pytest.mark.parametrize(
    "words", ["list --actor X", "show 2", "list 2025-1", "list --act", "list -f x"]
)
def test_completion_loads_nothing_to_draw_with(tmp_path: Path, words: str) -> None:
    argv = ["-f", LEDGER, *words.split()]
    modules = loaded(tmp_path, *argv, _CHRONO_COMPLETE="zsh")
    assert not modules & (HEAVY | STRANGE | {"platformdirs", *SLOW})
    commands = {name for name in modules if name.startswith("chrono.cli.commands.")}
    assert commands == {f"chrono.cli.commands.{argv[2]}"}


def test_the_names_of_commands_load_no_command_in_bash(tmp_path: Path) -> None:
    modules = loaded(tmp_path, "chrono s", "=", _CHRONO_COMPLETE="bash")
    assert not {name for name in modules if name.startswith("chrono.cli.commands.")}


def test_a_command_loads_no_other_command(tmp_path: Path) -> None:
    modules = loaded(tmp_path, "count", "-f", LEDGER)
    commands = {name for name in modules if name.startswith("chrono.cli.commands.")}
    assert commands == {"chrono.cli.commands.count"}


def test_only_help_loads_the_module_of_help(tmp_path: Path) -> None:
    assert "chrono.cli.help" not in loaded(tmp_path, "list", "-f", LEDGER)
    modules = loaded(tmp_path, "list", "--help")
    assert "chrono.cli.help" in modules
    assert not modules & (HEAVY | STRANGE)


def test_the_version_loads_no_ledger_code(tmp_path: Path) -> None:
    modules = loaded(tmp_path, "--version")
    assert not {name for name in modules if name.startswith("chrono.cli.commands.")}


@pytest.mark.parametrize(
    "argv",
    [
        ["add", "--date", "2025", "--type", "call", "--title", "T", "--actor", "Xi", "--dry-run"],
        ["add", "actor", "Jane Roe", "--dry-run"],
        ["edit", "2025-10-30-busan", "--set", "place=Rome", "--dry-run"],
        ["remove", "2025-12-15-defence-policy-talks", "--dry-run"],
        ["export", "toml"],
        [
            "import",
            str(ROOT / "examples" / "us-president-travels.csv"),
            "--dry-run",
            "--rules",
            str(ROOT / "examples" / "us-president-travels.toml"),
        ],
    ],
    ids=lambda argv: " ".join(argv[:2])[:20],
)
def test_writing_loads_nothing_to_draw_ask_or_edit_with(tmp_path: Path, argv: list[str]) -> None:
    modules = loaded(tmp_path, *argv, "-f", LEDGER)
    asking = {"chrono.cli.editor", "readline", "anyascii"}
    assert not modules & {"rich", "pydantic", "platformdirs", "chrono.view", *asking, *STRANGE}


def test_a_command_of_a_command_loads_no_other(tmp_path: Path) -> None:
    modules = loaded(tmp_path, "add", "actor", "Jane Roe", "--dry-run", "-f", LEDGER)
    commands = {name for name in modules if name.startswith("chrono.cli.commands.")}
    assert commands == {"chrono.cli.commands.add"}


# -- on a terminal ------------------------------------------------------------------------------


def loaded_on_a_terminal(tmp_path: Path, *argv: str) -> set[str]:
    found = tmp_path / "modules"
    master, slave = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-c", _TO_A_FILE, str(found), *argv],
        cwd=tmp_path,
        env={**clean_environment(tmp_path), "TERM": "xterm-256color"},
        stdin=slave,
        stdout=slave,
        stderr=slave,
    )
    os.close(slave)
    with suppress(OSError):  # the other side is closed
        while os.read(master, 65536):
            pass
    os.close(master)
    assert process.wait() == 0
    status, *modules = found.read_text().split()
    assert status == "0"
    return set(modules)


VIEWS: Mapping[str, tuple[set[str], bool]] = {
    "list": ({"columns", "legend", "listing"}, False),
    "list --fields id,date": ({"tables"}, True),
    "count 2025": ({"tables", "tally"}, True),
    "timeline 2025": ({"columns", "legend", "timeline"}, False),
    "summary 2025": ({"summary", "tables"}, True),
    "show 2025-10-30-busan": ({"event_page", "tables"}, True),
    "gaps": ({"columns", "gaps", "tables", "tally"}, True),
    "last Xi Trump": ({"last", "tables"}, True),
    "compare 2024 2025": ({"compare", "legend", "tables", "tally"}, True),
    "agenda 2026-10 --today 2026-10-01": ({"columns", "legend", "listing"}, False),
    "claims": ({"claims", "tables"}, True),
    "check": ({"problems"}, False),
    "actors": ({"tables", "tally"}, True),
    "types": ({"tables", "tally"}, True),
    "path": (set(), False),
    "list -o tsv": (set(), False),
}
"""A command -> the views that it draws with, and whether it draws a table."""


def test_a_proof_on_a_terminal_loads_only_its_view(tmp_path: Path) -> None:
    text = "Date: 2025-12-12\n\nFour <!-- = count 2025 -a Xi -a Trump -t call --> calls.\n"
    (tmp_path / "draft.txt").write_text(text, encoding="utf-8")
    modules = loaded_on_a_terminal(tmp_path, "proof", "draft.txt", "-f", LEDGER)
    views = {name.rsplit(".", 1)[1] for name in modules if name.startswith("chrono.view.")}
    assert views == {"proof", "tables", "theme"}
    assert not modules & {"markdown_it", "rich.markdown", "rich.syntax"}


@pytest.fixture(scope="module")
def richs_own() -> set[str]:
    """What the console of the installed rich loads by itself: before 15, tables and more."""
    script = "import rich.console, sys; print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, check=True, text=True
    )
    return set(done.stdout.split())


@pytest.mark.parametrize("line", VIEWS)
def test_a_terminal_loads_only_the_views_that_it_shows(
    tmp_path: Path, richs_own: set[str], line: str
) -> None:
    modules = loaded_on_a_terminal(tmp_path, *line.split(), "-f", LEDGER)
    views = {name.rsplit(".", 1)[1] for name in modules if name.startswith("chrono.view.")}
    expected, table = VIEWS[line]
    assert views - {"theme"} == expected
    assert ("rich.table" in modules - richs_own) == (table and "rich.table" not in richs_own)
    assert ("rich.console" in modules) == bool(expected)
    never = {"rich.progress", "rich.live", "rich.markdown", "rich.syntax", "rich.traceback"}
    never |= {"pydantic", "platformdirs", "json"} | STRANGE | SLOW
    assert not modules & (never - richs_own)


# -- by size ------------------------------------------------------------------------------------

SLOW = {
    "hashlib",
    "tempfile",
    "chrono.files.index.blocks",
    "chrono.files.index.cache",
    "chrono.files.index.partial",
}
"""What a large ledger is read with, and no small one."""


def test_a_small_ledger_leaves_nothing_in_the_cache(tmp_path: Path) -> None:
    assert not loaded(tmp_path, "list", "--actor", "Xi", "-f", LEDGER) & SLOW
    assert not (tmp_path / ".cache").exists()


def test_a_large_ledger_is_proved_once_and_then_read_in_parts(tmp_path: Path) -> None:
    block = """
[[events]]
id = "e{0}"
date = 2025-03-04
type = "call"
title = "Call {0}"
actors = ["a", "{1}"]
summary = "{2}"
"""
    path = tmp_path / "large.toml"
    events = (block.format(n, "b" if n % 100 else "c", "Long. " * 100) for n in range(400))
    path.write_text("".join(events))
    assert path.stat().st_size > LARGE
    argv = ["list", "--actor", "c", "-f", str(path)]
    first = loaded(tmp_path, *argv)
    assert "chrono.files.index.blocks" in first
    assert len([*(tmp_path / ".cache" / "chrono" / "sound").iterdir()]) == 1
    assert "chrono.files.read.resolve" in first
    second = loaded(tmp_path, *argv)
    assert "chrono.files.index.partial" in second
    assert not second & ({"tempfile", "platformdirs", "json"} | HEAVY | STRANGE)
