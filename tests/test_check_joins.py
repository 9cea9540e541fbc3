"""`check --joins`, and commands in messages of `check`, which no terminal breaks."""

from __future__ import annotations

import io
import re
import shlex
from pathlib import Path

import pytest
from rich.console import Console, Group

from check_helpers import HEAD, call, check
from chrono.errors import Problem
from chrono.view.problems import wrapped
from replay import Ran, clean_environment, run
from test_import_update import events, text

SAME = """[actors.xi-2]
name = "Xi Jinping"
[actors.president-xi]
name = "President Xi Jinping"
[actors.ann]
name = "Ann Ash\\" B"
"""
EVENTS = "".join(call(id, "2025-01-17") for id in ("a", "b", "c")) + call(
    "d", "2025-05-01"
).replace('"xi", "trump"', '"president-xi", "Dr Ann Ash\\" B"')


@pytest.fixture
def work(tmp_path: Path) -> Path:
    (tmp_path / "ledger.toml").write_text(HEAD + SAME + EVENTS)
    return tmp_path


def joins(work: Path, *argv: str) -> Ran:
    return check(work, "-f", "ledger.toml", "--joins", *argv)


def test_the_commands_join_what_check_reports_each_pair_once(work: Path) -> None:
    ran = joins(work)
    assert (ran.status, ran.err) == (
        0,
        "note: delete the lines of entries that are not duplicates, and run the others with sh\n",
    )  # fmt: skip
    lines = ran.out.splitlines()
    assert lines == [
        'chrono join a b -f ledger.toml --yes  # "b" (2025-01-17, phone call: Xi Jinping and '
        'Donald Trump) may be a duplicate of "a" (2025-01-17, phone call: Xi Jinping and Donald '
        "Trump)",
        'chrono join b c -f ledger.toml --yes  # "c" (2025-01-17, phone call: Xi Jinping and '
        'Donald Trump) may be a duplicate of "b" (2025-01-17, phone call: Xi Jinping and Donald '
        "Trump)",
        "chrono join xi xi-2 -f ledger.toml --yes  # Xi Jinping (xi-2) may be the same actor as "
        "Xi Jinping (xi)",
        "chrono join xi president-xi -f ledger.toml --yes  # President Xi Jinping (president-xi) "
        "may be the same actor as Xi Jinping (xi)",
        'chrono join ann "Dr Ann Ash\\" B" -f ledger.toml --yes  # "Dr Ann Ash" B" may be the same '
        'actor as Ann Ash" B (ann)',
    ]
    for line in lines:
        _, *argv = shlex.split(line, comments=True)
        done = run(*argv, folder=work, environment=clean_environment(work))
        assert done.status == 0, done.err
    assert {*events(work)} == {"a", "d"}
    assert re.findall(r"\[actors\.(.*)\]", text(work)) == ["xi", "trump", "ann"]
    again = joins(work)
    assert (again.out, again.err) == ("", "note: no duplicates found\n")


def test_rules_can_be_ignored_and_another_format_is_refused(work: Path) -> None:
    assert "# Xi" not in joins(work, "--ignore", "same-actor").out
    ran = joins(work, "-o", "json")
    assert (ran.status, ran.err) == (
        2,
        "error: --joins and -o cannot be combined; use only one\n",
    )


@pytest.mark.parametrize("width", [3, 20, 40, 80, 200])
def test_a_command_in_a_message_stays_on_one_line(width: int) -> None:
    command = "`chrono join 2025-01-17-beijing-xi-trump-call 2025-01-17-washington`"
    problem = Problem(
        "ledger.toml", 12, f"“习近平” may be a duplicate; if so, run {command}; if not, no"
    )
    buffer = io.StringIO()
    console = Console(file=buffer, width=width, color_system=None)
    console.print(Group(wrapped(problem, console, " [duplicate]")), crop=False)
    lines = buffer.getvalue().splitlines()
    assert sum(command in line for line in lines) == 1
    assert " ".join(map(str.strip, lines)) == f"{problem} [duplicate]"
    assert all(len(line) <= width for line in lines if command not in line) or width < 40
    if width == 200:
        assert len(lines) == 1


def test_a_ledger_with_errors_has_no_joins(work: Path) -> None:
    ledger = work / "ledger.toml"
    ledger.write_text(ledger.read_text().replace('type = "call"', 'type = "cal"', 1))
    ran = joins(work)
    assert (ran.status, ran.out) == (3, "")
    assert ran.err.endswith(': error: unknown type "cal"; did you mean "call"?\n')
    assert "no duplicates" not in ran.err
