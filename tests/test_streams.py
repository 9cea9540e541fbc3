"""A closed stream, a removed folder and a missing home give an answer or one plain sentence."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from replay import ROOT, Ran, clean_environment, run_in_shell

pytestmark = pytest.mark.slow

COUNT = "meeting\t1\ncall\t3\n"
COMMAND = "chrono count 2025-01-20..2025-12-04 --actor Xi --actor Trump"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copy(ROOT / "data" / "events.toml", tmp_path)
    return tmp_path


def shell(line: str, folder: Path, **variables: str) -> Ran:
    ran = run_in_shell(line, folder, {**clean_environment(folder), **variables})
    assert "Traceback" not in ran.out + ran.err
    return ran


@pytest.mark.parametrize(
    "closed, out", [("<&-", COUNT), (">&-", ""), ("2>&-", COUNT), ("<&- >&- 2>&-", "")]
)
def test_a_question_is_answered_where_it_can_be(folder: Path, closed: str, out: str) -> None:
    assert shell(f"{COMMAND} {closed}", folder) == (0, out, "")


@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-", "<&- >&- 2>&-"])
def test_a_change_is_made(folder: Path, closed: str) -> None:
    line = f"chrono edit 2025-10-30-busan --set place=Gimhae {closed}"
    assert shell(line, folder).status == 0
    assert 'place = "Gimhae"' in (folder / "events.toml").read_text(encoding="utf-8")
    assert shell("chrono check --quiet", folder).status == 0


@pytest.mark.parametrize(
    "command, message",
    [
        ("list -f -", "<stdin>: error: cannot read this file: standard input is closed"),
        ("proof -", "<stdin>: error: cannot read this file: standard input is closed"),
        ("lsp", "error: lsp reads from the editor, but standard input is closed"),
        ("add --title X", "error: an event needs --date, --type and --actor; "),
        ("edit 2025-10-30-busan", "error: no editor found; use --set KEY=VALUE, "),
    ],
)
def test_what_reads_a_closed_input_says_so(folder: Path, command: str, message: str) -> None:
    ran = shell(f"chrono {command} <&-", folder)
    assert ran.status in (2, 3)
    assert ran.out == ""
    assert ran.err.startswith(message)
    assert ran.err.count("\n") == 1


def test_in_a_removed_folder_the_bundled_ledger_answers_and_paths_are_refused(folder: Path) -> None:
    gone = "mkdir gone && cd gone && rmdir ../gone && "
    assert shell(f"{gone}{COMMAND}", folder)[:2] == (0, COUNT)
    ran = shell(f"{gone}{COMMAND} -f {folder}/events.toml", folder)
    assert ran == (0, COUNT, "")
    line = f"chrono edit 2025-10-30-busan --set place=Gimhae -f {folder}/events.toml"
    assert shell(f"{gone}{line}", folder).status == 0
    for command in ("init", "export html --output page.html", "import rows.csv", "proof x.md"):
        ran = shell(f"{gone}chrono {command}", folder)
        assert ran.status in (3, 4)
        error = [line for line in ran.err.splitlines() if not line.startswith("note: ")]
        assert len(error) == 1
        assert error[0].endswith(": no such file or directory")


@pytest.mark.parametrize("home", ["unset HOME; ", "HOME= ", "HOME=/nonexistent ", "HOME=here "])
def test_no_home_is_needed(folder: Path, home: str) -> None:
    unset = "unset XDG_DATA_HOME XDG_CACHE_HOME XDG_CONFIG_HOME; "
    assert shell(f"{unset}{home}{COMMAND}", folder) == (0, COUNT, "")
    change = "chrono edit 2025-10-30-busan --set place=Gimhae"
    assert shell(f"{unset}{home}{change}", folder).status == 0
    assert sorted(path.name for path in folder.iterdir()) == ["events.toml"]
