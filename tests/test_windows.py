"""Writing works with what Windows has, as real commands in processes that lack the rest.

`tests/windows/sitecustomize.py` takes away what Windows lacks.
"""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Mapping
from pathlib import Path

import pytest

from replay import ROOT, Ran, clean_environment

pytestmark = pytest.mark.slow

LEDGER = """[ledger]
title = "Contacts of two people"
include = ["people.toml"]

[[events]]
id = "first"
date = 2025-03-04
type = "call"
title = "Ann and Ben speak"
actors = ["ann", "ben"]
"""

PEOPLE = """[actors.ann]
name = "Ann Ash"
country = "FR"

[actors.ben]
name = "Ben Birch"
country = "DE"
"""


def environment(folder: Path) -> Mapping[str, str]:
    return {**clean_environment(folder), "PYTHONPATH": str(ROOT / "tests" / "windows")}


def started(folder: Path, *argv: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "chrono", *argv],
        cwd=folder,
        env=environment(folder),
        text=True,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def ended(process: subprocess.Popen[str]) -> Ran:
    out, err = process.communicate(timeout=60)
    assert "Traceback" not in err
    return Ran(process.returncode, out, err)


def chrono(folder: Path, *argv: str) -> Ran:
    return ended(started(folder, *argv))


def succeed(folder: Path, *argv: str) -> str:
    ran = chrono(folder, *argv)
    assert ran.status == 0, ran
    assert [path.name for path in folder.iterdir() if path.name.startswith(".chrono")] == []
    return ran.out


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "ledger"
    folder.mkdir()
    (folder / "events.toml").write_text(LEDGER, encoding="utf-8")
    (folder / "people.toml").write_text(PEOPLE, encoding="utf-8")
    return folder


def test_a_new_ledger_is_made_and_filled(tmp_path: Path) -> None:
    succeed(tmp_path, "init")
    succeed(tmp_path, "add", "actor", "Ann Ash", "--country", "FR")
    succeed(tmp_path, "add", "actor", "Ben Birch", "--country", "DE")
    event = ["--title", "Ann and Ben speak", "--date", "2025-03-04", "--type", "call"]
    succeed(tmp_path, "add", *event, "--actor", "Ann Ash", "--actor", "Ben Birch")
    assert succeed(tmp_path, "count", "2025") == "call\t1\n"
    succeed(tmp_path, "export", "toml", "--output", "copy.toml")
    assert (tmp_path / "copy.toml").is_file()


def test_entries_are_changed_joined_renamed_imported_and_removed(folder: Path) -> None:
    succeed(folder, "edit", "first", "--set", "place=Bern")
    assert 'place = "Bern"' in (folder / "events.toml").read_text(encoding="utf-8")
    rows = "date,type,title,actors\n2025-04-05,meeting,Ann and Ben meet,Ann Ash; Ben Birch\n"
    (folder / "rows.csv").write_text(rows, encoding="utf-8")
    succeed(folder, "import", "rows.csv", "--to", "events.toml")
    assert "meeting\t1" in succeed(folder, "count", "2025")
    # A change of two files at once.
    succeed(folder, "rename", "ann", "ann-ash", "--yes")
    assert "[actors.ann-ash]" in (folder / "people.toml").read_text(encoding="utf-8")
    succeed(folder, "add", "actor", "Anne Ash", "--country", "FR", "--to", "people.toml")
    succeed(folder, "join", "anne-ash", "ann-ash", "--yes")
    succeed(folder, "remove", "first", "--yes")
    assert "call" not in succeed(folder, "count", "2025")
    succeed(folder, "check")


def test_processes_that_write_wait_for_each_other(folder: Path) -> None:
    numbers = range(4)
    writers = [
        started(
            folder, "add", "actor", f"Person {number}", "--country", "FR", "--to", "people.toml"
        )
        for number in numbers
    ]
    for writer in writers:
        ran = ended(writer)
        assert ran.status == 0, ran
    text = (folder / "people.toml").read_text(encoding="utf-8")
    assert [f"person-{number}" in text for number in numbers] == [True] * 4
    assert sorted(path.name for path in folder.iterdir()) == ["events.toml", "people.toml"]


def test_a_file_that_another_program_has_open_for_a_moment_is_replaced(folder: Path) -> None:
    file = (folder / "events.toml").open(encoding="utf-8")
    writer = started(folder, "edit", "first", "--set", "place=Bern")
    timer = threading.Timer(0.8, file.close)
    timer.start()
    ran = ended(writer)
    timer.join()
    assert ran.status == 0, ran
    assert 'place = "Bern"' in (folder / "events.toml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "name, argv",
    [
        ("events.toml", ["edit", "first", "--set", "place=Bern"]),
        ("events.toml", ["rename", "ann", "ann-ash", "--yes"]),
        ("people.toml", ["rename", "ann", "ann-ash", "--yes"]),
    ],
)
def test_a_file_that_another_program_keeps_open_stays_as_it_is(
    folder: Path, name: str, argv: list[str]
) -> None:
    before = {path: path.read_bytes() for path in folder.iterdir()}
    with (folder / name).open(encoding="utf-8"):
        ran = chrono(folder, *argv)
    assert ran.status == 4
    assert ran.out == ""
    assert ran.err == f"error: cannot write {name}: another program has it open\n"
    assert {path: path.read_bytes() for path in folder.iterdir()} == before


def test_what_a_killed_process_left_is_deleted(folder: Path) -> None:
    (folder / ".chrono-new-abcd1234").write_bytes(b"half of a")
    succeed(folder, "edit", "first", "--set", "place=Bern")
