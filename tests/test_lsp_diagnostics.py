"""The law of the language server: it reports what `chrono check` reports, where it stands."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chrono.cli.main import main
from chrono.lsp.analysis import MOST_WARNINGS
from lsp_helpers import TODAY, Desk
from samples import LEDGER_TEXTS, law

HERE = Path(__file__).parent
CORPUS = sorted((HERE / "ledgers").glob("*/*.toml"))
BUNDLED = HERE.parent / "data" / "events.toml"

Reported = list[tuple[str, int, str, str, str]]


def reported(desk: Desk, name: str) -> Reported:
    """(file, line, severity, rule, message) of each problem that the editor is sent."""
    analysis = desk.analyse(name)
    folder = desk.folder.resolve()
    rows: Reported = []
    for one in analysis.problems:
        problem, start, end = one.problem, one.range.start, one.range.end
        assert start <= end
        assert start.line == max(problem.line, 1) - 1
        where = str(Path(one.path).relative_to(folder))
        rows.append((where, problem.line, problem.severity, problem.rule, problem.message))
    return sorted(rows)


def checked(
    folder: Path, name: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Reported:
    """The same of `chrono check`."""
    monkeypatch.chdir(folder)
    monkeypatch.setenv("CHRONO_LEDGER", name)  # since commands after -f would name the ledger
    capsys.readouterr()
    main(["--today", str(TODAY), "check", "--all", "-o", "json"])
    rows = json.loads(capsys.readouterr().out)
    return sorted(
        (row["path"], row["line"] or 0, row["severity"], row["rule"], row["message"])
        for row in rows
    )


@pytest.fixture(scope="module")
def copy_of(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Path], Path]:
    """Return a function that copies a folder once for all tests, which only read the copy."""

    @cache
    def copy(folder: Path) -> Path:
        return Path(shutil.copytree(folder, tmp_path_factory.mktemp("copy") / "ledger"))

    return copy


@pytest.mark.parametrize("path", [*CORPUS, BUNDLED], ids=lambda path: path.stem)
def test_the_corpus_has_the_problems_of_check(
    path: Path,
    copy_of: Callable[[Path], Path],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    folder = copy_of(path.parent)
    desk = Desk(folder, str(folder / path.name))
    try:
        path.read_bytes().decode("utf-8")
        desk.open(path.name)
    except UnicodeDecodeError:
        pytest.skip("an editor cannot open this file")
    rows, wanted = (
        reported(desk, path.name),
        checked(folder, path.name, monkeypatch, capsys),
    )
    hidden = desk.analyse(path.name).hidden
    assert [row for row in rows if row[3] not in hidden] == [
        row for row in wanted if row[3] not in hidden
    ]
    assert {*rows} <= {*wanted}
    for rule, number in hidden.items():
        of_rule = [row for row in wanted if row[3] == rule]
        assert number == len(of_rule) - MOST_WARNINGS
        assert len([row for row in rows if row[3] == rule]) == MOST_WARNINGS


def test_files_that_are_not_open_are_checked_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    desk = Desk(tmp_path)
    desk.write("events.toml", '[ledger]\ninclude = ["sub/*.toml", "none.toml"]\n')
    desk.write("sub/a.toml", '[actors.a]\nname = "A"\ncountry = "XX"\n')
    desk.write("sub/b.toml", '[[events]]\nid = "B"\n')
    desk.open("sub/a.toml")
    rows = reported(desk, "sub/a.toml")
    assert {row[0] for row in rows} == {"events.toml", "sub/a.toml", "sub/b.toml"}
    assert rows == checked(tmp_path, "events.toml", monkeypatch, capsys)


def test_unsaved_text_counts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    desk = Desk(tmp_path)
    desk.write("events.toml", '[ledger]\ninclude = ["a.toml"]\n')
    desk.write("a.toml", "")
    desk.open("events.toml")
    assert reported(desk, "events.toml") == []
    text = "[actors.a]\nname = 5\n"
    desk.open("a.toml", text)
    rows = reported(desk, "events.toml")
    assert [row[:2] for row in rows] == [("a.toml", 2)]
    desk.write("a.toml", text)
    assert rows == checked(tmp_path, "events.toml", monkeypatch, capsys)


def test_a_file_that_exists_only_in_the_editor_can_be_included(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.write("events.toml", '[ledger]\ninclude = ["new.toml"]\n')
    desk.open("events.toml")
    assert [row[3] for row in reported(desk, "events.toml")] == ["include"]
    desk.open("new.toml", '[actors.a]\nname = "A"\n')
    assert [row[3] for row in reported(desk, "events.toml")] == ["unused"]


@pytest.mark.parametrize("name", ["pyproject.toml", "Cargo.toml", "config.toml"])
def test_other_toml_files_are_no_ledgers(tmp_path: Path, name: str) -> None:
    desk = Desk(tmp_path)
    desk.write(name, '[project]\nname = "x"\n[tool.x]\nevents = 5\n')
    desk.open(name)
    assert desk.find(name) is None


def test_a_file_beside_a_ledger_is_a_ledger_of_its_own(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.write("events.toml", '[ledger]\ntitle = "One"\n')
    desk.write("other.toml", "[ledger]\ntitle = 5\n")
    desk.open("events.toml")
    desk.open("other.toml")
    assert reported(desk, "events.toml") == []
    assert [row[:2] for row in reported(desk, "other.toml")] == [("other.toml", 2)]
    assert len(desk.analyses) == 2


@law(120)
@given(
    text=LEDGER_TEXTS,
    edits=st.lists(
        st.tuples(st.floats(0, 1), st.integers(0, 20), st.sampled_from(['"', "x", "\n", "[", "]"])),
        max_size=4,
    ),
)
def test_every_text_has_the_problems_of_check_after_each_edit(
    text: str, edits: list[tuple[float, int, str]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("ledger")
    used, fresh = Desk(folder), Desk(folder)
    for where, removed, new in [(0.0, 0, ""), *edits]:
        at = round(where * len(text))
        text = text[:at] + new + text[at + removed :]
        used.open("events.toml", text)
        fresh = Desk(folder)
        fresh.open("events.toml", text)
        assert reported(used, "events.toml") == reported(fresh, "events.toml")
