"""What `chrono undo` and an interrupted change do to the commands that follow."""

from __future__ import annotations

from pathlib import Path

import pytest

from chrono.files.disk.journal import Saved, digest, encoded, path_of, unfinished
from replay import Ran, clean_environment, run

FIRST = """[ledger]
include = ["more.toml"]

[[events]]
id = "one"
date = 2025-01-01
type = "call"
title = "A call"
actors = ["ann", "ben"]
"""
MORE = FIRST.partition("\n\n")[2].replace("one", "two")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "events.toml").write_bytes(FIRST.encode())
    (tmp_path / "more.toml").write_bytes(MORE.encode())
    return tmp_path


def chrono(folder: Path, *argv: str) -> Ran:
    return run(*argv, folder=folder, environment=clean_environment(folder))


def interrupt(folder: Path) -> None:
    """Leave the files as a change of two files that was killed after the first one."""
    (path := folder / "more.toml").write_bytes(new := MORE.replace("two", "three").encode())
    saved = [
        Saved(str(path.resolve()), digest(new), MORE.encode()),
        Saved(str((folder / "events.toml").resolve()), "0", FIRST.encode()),
    ]
    journal = unfinished(path_of(str((folder / "events.toml").resolve()), make=True))
    journal.write_bytes(encoded(saved))


@pytest.mark.parametrize("quiet", [(), ("-q",)])
def test_every_command_says_that_it_uses_the_earlier_text(
    folder: Path, quiet: tuple[str, ...]
) -> None:
    interrupt(folder)
    for argv in (("list", "--fields", "id"), ("check",), ("diff", "events.toml", "events.toml")):
        ran = chrono(folder, *argv, *quiet)
        assert ran.err.count("warning: a change of 2 files was interrupted; ") == 1
        assert "using the earlier text of more.toml, until a command writes" in ran.err
        assert "three" not in ran.out
    ran = chrono(folder, "edit", "one", "--set", "place=Rome")
    assert (ran.status, ran.err.count("more.toml has its earlier text again")) == (0, 1)
    assert (folder / "more.toml").read_bytes() == MORE.encode()
    assert chrono(folder, "list", "--fields", "id").err == ""


def test_a_file_edited_after_an_interrupted_change_gives_no_number(folder: Path) -> None:
    interrupt(folder)
    (path := folder / "more.toml").write_text(MORE.replace("two", "four"))
    for argv in (("count", "--total"), ("undo", "-y"), ("edit", "one", "--set", "place=Rome")):
        ran = chrono(folder, *argv)
        assert (ran.status, ran.out) == (3, "")
        assert "more.toml: error: this file was changed after an interrupted change" in ran.err
    assert path.read_text() == MORE.replace("two", "four")
    journal = unfinished(path_of(str((folder / "events.toml").resolve())))
    assert str(journal) in ran.err
    journal.unlink()  # as the message says
    assert chrono(folder, "count", "--all", "--total").out == "2\n"


@pytest.mark.parametrize("replaced", [0, 1, 2])
def test_an_undo_of_an_interrupted_change_restores_all_of_its_files(
    folder: Path, replaced: int
) -> None:
    texts = {"events.toml": FIRST, "more.toml": MORE}
    new = {name: text.replace("A call", "Another") for name, text in texts.items()}
    for name in [*texts][:replaced]:
        (folder / name).write_text(new[name])
    journal = unfinished(path_of(str(folder / "events.toml"), make=True))
    saved = [
        Saved(str(folder / name), digest(new[name].encode()), text.encode())
        for name, text in texts.items()
    ]
    journal.write_bytes(encoded(saved))
    shown = chrono(folder, "undo", "--dry-run")
    assert (shown.status, "an interrupted change would be undone" in shown.err) == (0, True)
    assert journal.exists()
    ran = chrono(folder, "undo", "--yes")
    assert (ran.status, "an interrupted change is undone" in ran.err) == (0, True)
    assert {name: (folder / name).read_text() for name in texts} == texts
    assert not journal.exists()
    assert "nothing to undo" in chrono(folder, "undo", "--yes").err


def test_a_command_that_fails_restores_the_files_too(folder: Path) -> None:
    interrupt(folder)
    ran = chrono(folder, "edit", "nothing", "--set", "place=Rome")
    assert ran.status == 2
    assert (folder / "more.toml").read_text() == MORE


@pytest.mark.parametrize(
    "text", [FIRST.replace("\n", "\r\n"), "\ufeff" + FIRST, FIRST.replace("A call", "會談 ☃")]
)
def test_an_undo_gives_back_the_bytes_and_an_undo_of_the_undo_too(folder: Path, text: str) -> None:
    path = folder / "events.toml"
    path.write_bytes(text.encode())
    commands = (
        ("edit", "one", "two", "--set", "place=Rome"),
        ("rename", "one", "first"),
        ("remove", "two", "--yes"),
        ("join", "one", "two", "--to", "events.toml"),
        ("add", "--title", "New", "--type", "call", "--date", "2025-03-01", "--actor", "ann",
         "--actor", "ben", "--to", "events.toml"),
    )  # fmt: skip
    for argv in commands:
        before = [path.read_bytes(), (folder / "more.toml").read_bytes()]
        ran = chrono(folder, *argv)
        assert ran.status in (0, 2), ran.err
        after = [path.read_bytes(), (folder / "more.toml").read_bytes()]
        if ran.status:
            assert after == before
            continue
        assert after != before
        for expected in (before, after, before):
            assert chrono(folder, "undo", "--yes").status == 0
            assert [path.read_bytes(), (folder / "more.toml").read_bytes()] == expected


def test_a_file_that_is_no_longer_in_the_ledger_is_not_touched(folder: Path) -> None:
    assert chrono(folder, "edit", "two", "--set", "place=Rome").status == 0
    changed = (folder / "more.toml").read_bytes()
    (folder / "events.toml").write_bytes(FIRST.replace('"more.toml"', "").encode())
    ran = chrono(folder, "undo", "--yes")
    assert (ran.status, "more.toml is no longer part of this ledger" in ran.err) == (4, True)
    assert (folder / "more.toml").read_bytes() == changed
