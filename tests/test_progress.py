"""The progress bar of commands that take long, on terminals of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from chrono.cli import progress
from chrono.core.progress import Task, counted, listen, task
from replay import clean_environment

pty = pytest.importorskip("pty")

_LEDGER = "\n".join(
    f'[[events]]\nid = "e{n}"\ndate = {2000 + n % 20}-01-01\ntype = "call"\ntitle = "T{n}"\n'
    'actors = ["Ann Ash", "Ben Birch"]\n[[events.sources]]\npublisher = "AP"\n'
    for n in range(300)
)
_CLAIM = (
    '[[claims]]\nid = "c"\nby = "Ann Ash"\ndate = 2005-01-01\nstatement = "S"\nperiod = "2004"\n'
    'actors = ["Ann Ash"]\ntotal = 4\nsources = [{ publisher = "AP" }]\n'
)
_AT_ONCE = (
    "import sys; from chrono.cli import progress; progress._WAIT = progress._PAUSE = 0.0\n"
    "from chrono.cli.main import main; sys.exit(main(sys.argv[1:]))"
)
"""Runs chrono with a progress bar that is shown at once."""


@pytest.fixture
def work(tmp_path: Path) -> Path:
    (tmp_path / "events.toml").write_text(f"{_LEDGER}\n{_CLAIM}")
    (tmp_path / "text.md").write_text("Date: 2025-01-01\n\nAnn Ash called Ben Birch in 2005.\n")
    rows = "".join(f"{2000 + n % 20}-02-01,call,New {n},Ann Ash\n" for n in range(50))
    (tmp_path / "rows.csv").write_text(f"date,type,title,actors\n{rows}")
    return tmp_path


def shown(folder: Path, argv: Sequence[str], code: str = _AT_ONCE, **environment: str) -> str:
    """Return what a command shows on standard error, which is a terminal."""
    main, side = pty.openpty()
    program = [sys.executable, "-c", code] if code else [sys.executable, "-m", "chrono"]
    full = {**clean_environment(folder), "TERM": "xterm", **environment}
    with (folder / "out").open("wb") as out:
        process = subprocess.Popen([*program, *argv], cwd=folder, env=full, stderr=side, stdout=out)
    os.close(side)
    text = b""
    while True:
        try:
            piece = os.read(main, 65536)
        except OSError:
            break
        if not piece:
            break
        text += piece
    os.close(main)
    assert process.wait() in (0, 1)
    return text.decode().replace("\r\n", "\n")


def visible(text: str) -> str:
    """Return the text that stays on a terminal: what follows a carriage return overwrites."""
    lines = []
    for line in text.split("\n"):
        cells: list[str] = []
        for part in line.split("\r"):
            cells[: len(part)] = part
        lines.append("".join(cells).rstrip())
    return "\n".join(lines)


LONG_TASKS = {
    "count": "Reading events ──",
    "timeline": "Drawing",
    "check": "Checking rules ──",
    "claims": "Checking claims ──",
    "proof text.md": "Checking paragraphs ──",
    "import rows.csv --dry-run": "Importing rows ──",
    "export toml": "Exporting events ──",
    "export ics": "Exporting events ──",
    "export jsonl": "Exporting events ──",
    "export sqlite": "Exporting events ──",
    "list -o csv": "Writing rows ──",
}
"""Maps a command to the beginning of one of the lines that it shows."""


@pytest.mark.slow
@pytest.mark.parametrize("line", LONG_TASKS)
def test_a_long_command_shows_on_a_terminal_how_far_it_is(work: Path, line: str) -> None:
    text = shown(work, line.split())
    assert f"\r{LONG_TASKS[line]}" in text
    output = (work / "out").read_bytes()
    assert visible(text) == shown(work, line.split(), CI="true")
    assert (work / "out").read_bytes() == output


@pytest.mark.slow
@pytest.mark.parametrize(
    ("argv", "environment"),
    [(["-q"], {}), ([], {"TERM": "dumb"}), ([], {"CI": "true"})],
)
def test_no_bar_if_it_is_not_wanted(
    work: Path, argv: list[str], environment: dict[str, str]
) -> None:
    assert "\r" not in shown(work, ["count", *argv], **environment)


@pytest.mark.slow
def test_no_bar_in_a_pipe_or_in_a_quick_command(work: Path) -> None:
    command = [sys.executable, "-c", _AT_ONCE, "count"]
    done = subprocess.run(command, cwd=work, env=clean_environment(work), capture_output=True)
    assert (done.returncode, b"\r" in done.stderr) == (0, False)
    assert "\r" not in shown(work, ["count"], code="")


def test_a_line_has_a_bar_if_the_number_of_steps_is_known() -> None:
    events = Task("Reading events", 100_000)
    events.done = 41_000
    assert progress._line(events) == f"Reading events {'━' * 8}{'─' * 12} 41,000 of 100,000"
    assert progress._line(Task("Reading a\x1b.toml")) == "Reading a\\x1b.toml …"


def test_without_a_listener_rows_are_returned_as_they_are() -> None:
    rows = [1, 2]
    assert counted(rows, "Reading", 2) is rows


def test_a_listener_is_told_of_the_beginning_and_the_end_of_each_task() -> None:
    told: list[tuple[str, str, int]] = []

    class Recorder:
        def begin(self, task: Task) -> None:
            told.append(("begin", task.what, task.done))

        def end(self, task: Task) -> None:
            told.append(("end", task.what, task.done))

    listen(Recorder())
    try:
        with task("all"):
            assert [*counted("abc", "letters", 3)] == ["a", "b", "c"]
    finally:
        listen(None)
    assert told == [
        ("begin", "all", 0), ("begin", "letters", 0), ("end", "letters", 3), ("end", "all", 0)
    ]  # fmt: skip
