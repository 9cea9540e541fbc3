"""What a command imports. Speed is held by what is loaded, never by a clock."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from replay import ROOT, clean_environment

_SCRIPT = """
import sys
from chrono.cli.main import main
status = main(sys.argv[1:])
print(status, *sorted(sys.modules), file=sys.stderr)
"""
LEDGER = str(ROOT / "data" / "events.toml")

HEAVY = {"rich", "pydantic", "chrono.view", "chrono.files.document", "chrono.files.salvage"}
STRANGE = {"icalendar", "jinja2", "sqlite3", "html", "base64"}
"""What one format needs, and no command that does not write or read it."""


def loaded(tmp_path: Path, *argv: str) -> set[str]:
    done = subprocess.run(
        [sys.executable, "-c", _SCRIPT, *argv],
        cwd=tmp_path,
        env=clean_environment(tmp_path),
        capture_output=True,
        check=True,
        text=True,
    )
    status, *modules = done.stderr.splitlines()[-1].split()
    assert status == "0"
    return set(modules)


@pytest.mark.parametrize(
    "argv",
    [
        ["list"],
        ["list", "-o", "csv"],
        ["list", "-o", "json"],
        ["list", "-o", "markdown"],
        ["list", "--actor", "Xi", "--contacts", "2025"],
        ["count", "2025", "--by", "month", "--by", "type"],
        ["count", "--total"],
        ["actors"],
        ["types"],
        ["path"],
        ["summary", "-o", "json"],
        ["timeline", "-o", "jsonl"],
        ["show", "2025-10-30-busan", "-o", "json"],
        ["gaps", "2025"],
        ["claims"],
        ["claims", "-o", "json"],
        ["check"],
        ["check", "-o", "json"],
        ["schema"],
    ],
    ids=" ".join,
)
def test_rows_in_a_pipe_load_nothing_to_draw_with(tmp_path: Path, argv: list[str]) -> None:
    modules = loaded(tmp_path, *argv, "-f", LEDGER)
    assert not modules & (HEAVY | STRANGE)
    assert "platformdirs" not in modules


def test_what_differs_loads_nothing_to_draw_with(tmp_path: Path) -> None:
    modules = loaded(tmp_path, "diff", LEDGER, LEDGER)
    assert not modules & HEAVY


def test_a_page_loads_rich_and_still_no_pydantic(tmp_path: Path) -> None:
    modules = loaded(tmp_path, "summary", "-f", LEDGER)
    assert "rich.console" in modules
    assert "pydantic" not in modules


def test_tab_separated_rows_need_no_json(tmp_path: Path) -> None:
    modules = loaded(tmp_path, "list", "-f", LEDGER)
    assert "chrono.files.formats.jsons" not in modules


def test_a_command_loads_no_other_command(tmp_path: Path) -> None:
    modules = loaded(tmp_path, "count", "-f", LEDGER)
    commands = {name for name in modules if name.startswith("chrono.cli.commands.")}
    assert commands == {"chrono.cli.commands.count"}


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
    asking = {"chrono.cli.asking", "chrono.cli.editor", "readline", "anyascii"}
    assert not modules & {"rich", "pydantic", "platformdirs", "chrono.view", *asking, *STRANGE}


def test_a_command_of_a_command_loads_no_other(tmp_path: Path) -> None:
    modules = loaded(tmp_path, "add", "actor", "Jane Roe", "--dry-run", "-f", LEDGER)
    commands = {name for name in modules if name.startswith("chrono.cli.commands.")}
    assert commands == {"chrono.cli.commands.add", "chrono.cli.commands.add.actor"}
