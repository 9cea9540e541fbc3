"""Conversations with the language server, over standard input and output as an editor has them."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections import Counter
from importlib import import_module
from pathlib import Path

import pytest

from chrono.lsp.analysis import MOST_WARNINGS
from lsp_client import Editor, Json
from replay import ROOT

pytestmark = pytest.mark.slow

BUNDLED = ROOT / "data" / "events.toml"

LEDGER = """\
[ledger]
title = "𠮷🤝"
include = ["actors.toml"]

[[events]]
id = "2025-10-30-busan"
date = 2025-10-30
type = "meeting"
title = "They meet 🤝 in Busan"
actors = ["wang-yi", "marco-rubio"]
sources = [{ publisher = "AP" }]
"""

ACTORS = """\
[actors.wang-yi]
name = "Wang Yi"
aliases = ["王毅"]
country = "CN"

[actors.marco-rubio]
name = "Marco Rubio"
country = "US"
"""

MARKDOWN: Json = {
    "textDocument": {
        "hover": {"contentFormat": ["markdown", "plaintext"]},
        "rename": {"prepareSupport": True},
    },
    "workspace": {"workspaceEdit": {"documentChanges": True}},
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "events.toml").write_text(LEDGER, encoding="utf-8")
    (tmp_path / "actors.toml").write_text(ACTORS, encoding="utf-8")
    return tmp_path


def labels(completions: Json) -> list[str]:
    return [item["label"] for item in completions["items"]]


def test_a_problem_appears_and_disappears_while_one_types(folder: Path) -> None:
    with Editor(folder) as editor:
        uri = editor.open("events.toml")
        assert editor.problems(uri) == []
        editor.type(uri, 10, 0, 'tags = ["a"\n')
        assert [rule for _, _, rule, _ in editor.problems(uri)] == ["syntax"]
        editor.type(uri, 10, 11, "]")
        assert editor.problems(uri) == []


def test_other_files_are_told_their_problems(folder: Path) -> None:
    with Editor(folder) as editor:
        uri = editor.open("events.toml")
        assert editor.problems(uri) == []
        actors = editor.open("actors.toml")
        assert editor.problems(actors) == []
        editor.type(actors, 0, 8, "x")
        assert editor.problems(actors) != []
        editor.notify("textDocument/didClose", {"textDocument": {"uri": actors}})
        editor.wait(uri)
        assert editor.diagnostics[actors] == (None, [])


EVENT = """
[[events]]
id = "2025-12-30-call"
date = 2025-12-30
type = "call"
title = "王毅 calls 🤝"
actors = ["wang-yi", "Marco Rubeo"]
sources = [{ publisher = "AP", url = "https://apnews.com/x" }]
"""


def ledger_of(size: int) -> str:
    """The bundled ledger for the size 0, or a generated ledger with this number of events."""
    if not size:
        return BUNDLED.read_text(encoding="utf-8")
    sys.path.insert(0, str(ROOT / "benchmarks"))
    try:
        generated = import_module("generated")
    finally:
        sys.path.pop(0)
    return "".join(generated.chrono_ledger([*generated.events(size)]))


@pytest.mark.parametrize("size", [0, 2_000])
def test_every_key_stroke_of_an_event_is_survived(tmp_path: Path, size: int) -> None:
    text = ledger_of(size)
    (tmp_path / "events.toml").write_text(text, encoding="utf-8")
    with Editor(tmp_path) as editor:
        uri = editor.open("events.toml")
        editor.problems(uri)
        line, column = text.count("\n"), 0
        for number, char in enumerate(EVENT):
            editor.type(uri, line, column, char)
            editor.at("completion", uri, line, column + 1)
            if number % 60 == 59:
                editor.problems(uri)  # as after a pause
            line, column = (line + 1, 0) if char == "\n" else (line, column + len(char))
            column += ord(char) > 0xFFFF
        found = editor.problems(uri)
        for method in ("codeLens", "documentSymbol"):
            answer = editor.request(f"textDocument/{method}", {"textDocument": {"uri": uri}})
            assert answer or (size and method == "codeLens")
    (tmp_path / "events.toml").write_text(text + EVENT, encoding="utf-8")
    every = checked(tmp_path)
    assert {*found} <= {*every}
    numbers = Counter(rule for _, _, rule, _ in every)
    most = {rule: min(number, MOST_WARNINGS) for rule, number in numbers.items()}
    assert Counter(rule for _, _, rule, _ in found) == most


def checked(folder: Path) -> list[tuple[int, str, str, str]]:
    """(line, severity, rule, message) of each problem that `chrono check` shows, sorted."""
    done = subprocess.run(
        [sys.executable, "-m", "chrono", "--today", "2025-12-31", "check", "--all"],
        cwd=folder, capture_output=True, text=True, check=False,
    )  # fmt: skip
    pattern = re.compile(r"events\.toml:([0-9]+): (\w+): (.*) \[([a-z-]+)\]")
    rows = map(pattern.fullmatch, done.stdout.splitlines())
    return sorted((int(row[1]), row[2], row[4], row[3]) for row in rows if row)


@pytest.mark.parametrize(
    "name", ["checks/every-rule", "invalid/bare-date-month", "invalid/bad-escape"]
)
def test_the_corpus_has_the_problems_of_check(tmp_path: Path, name: str) -> None:
    (path,) = ROOT.glob(f"tests/ledgers/{name}.toml")
    shutil.copy(path, tmp_path / "events.toml")
    with Editor(tmp_path) as editor:
        uri = editor.open("events.toml")
        assert editor.problems(uri) == checked(tmp_path) != []


def test_the_editor_is_asked_to_report_changed_files(folder: Path) -> None:
    capabilities: Json = {"workspace": {"didChangeWatchedFiles": {"dynamicRegistration": True}}}
    with Editor(folder, capabilities=capabilities) as editor:
        editor.problems(editor.open("events.toml"))
        assert editor.requests == ["client/registerCapability"]


def test_ids_are_completed_in_broken_text(folder: Path) -> None:
    with Editor(folder) as editor:
        uri = editor.open("events.toml")
        editor.type(uri, 9, 34, ', "wangy')
        completions = editor.at("completion", uri, 9, 42)
        assert labels(completions) == ["Wang Yi"]
        edit = completions["items"][0]["textEdit"]
        assert edit["newText"] == 'wang-yi"'
        assert edit["range"] == {
            "start": {"line": 9, "character": 37},
            "end": {"line": 9, "character": 42},
        }


def test_an_actor_is_described(folder: Path) -> None:
    with Editor(folder, capabilities=MARKDOWN) as editor:
        uri = editor.open("events.toml")
        text = editor.at("hover", uri, 9, 15)["contents"]
        assert text["kind"] == "markdown"
        assert text["value"].startswith("**Wang Yi · wang-yi**")
        assert "1 contact; the last: Thu 30 Oct 2025" in text["value"]
        editor.type(uri, 10, 0, "x\n")
        value = editor.at("hover", uri, 9, 15)["contents"]["value"]
        assert "not counted: the ledger has 1 error" in value
        assert "1 contact;" not in value


def test_definitions_and_references_are_found_in_all_files(folder: Path) -> None:
    with Editor(folder) as editor:
        uri = editor.open("events.toml")
        (found,) = editor.at("definition", uri, 9, 15)
        assert found["uri"] == editor.uri("actors.toml")
        assert found["range"]["start"] == {"line": 0, "character": 8}
        context = {"includeDeclaration": True}
        both = editor.at("references", uri, 9, 15, context=context)
        assert [one["uri"] for one in both] == [editor.uri("actors.toml"), uri]


def test_an_id_is_renamed_in_all_files(folder: Path) -> None:
    with Editor(folder, capabilities=MARKDOWN) as editor:
        uri = editor.open("events.toml")
        prepared = editor.at("prepareRename", uri, 9, 15)
        assert prepared["placeholder"] == "wang-yi"
        edit = editor.at("rename", uri, 9, 15, newName="wang")
        versions = {one["textDocument"]["uri"]: one for one in edit["documentChanges"]}
        assert versions[uri]["textDocument"]["version"] == 1
        assert versions[editor.uri("actors.toml")]["textDocument"]["version"] is None
        texts = [each["newText"] for one in versions.values() for each in one["edits"]]
        assert 'former_ids = ["wang-yi"]\n' in texts
        position = {"line": 9, "character": 15}
        params = {"textDocument": {"uri": uri}, "position": position, "newName": "Not an id"}
        refused = editor.ask("textDocument/rename", params)
        assert "invalid id" in refused["error"]["message"]


def test_columns_may_be_utf8(folder: Path) -> None:
    capabilities: Json = {"general": {"positionEncodings": ["utf-8"]}}
    with Editor(folder, capabilities=capabilities) as editor:
        assert editor.capabilities["positionEncoding"] == "utf-8"
        uri = editor.open("events.toml")
        title = LEDGER.split("\n")[8]
        column = len(title.encode())
        editor.type(uri, 8, column, '"')
        editor.problems(uri)
        (found,) = editor.diagnostics[uri][1]
        assert found["range"]["end"] == {"line": 8, "character": column + 1}


def test_windows_line_ends_and_a_byte_order_mark(tmp_path: Path) -> None:
    (tmp_path / "events.toml").write_text("", encoding="utf-8")
    text = "\ufeff" + (LEDGER.replace('include = ["actors.toml"]\n', "") + ACTORS)
    with Editor(tmp_path) as editor:
        uri = editor.open("events.toml", text.replace("\n", "\r\n"))
        assert editor.problems(uri) == []
        editor.type(uri, 0, 1, "x")
        editor.type(uri, 1, 0, "y")
        assert [row[0] for row in editor.problems(uri)] == [1]


def test_a_file_that_is_no_ledger_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text("[project]\nname = \n", encoding="utf-8")
    with Editor(tmp_path) as editor:
        uri = editor.open("pyproject.toml")
        assert editor.problems(uri) == []
        assert editor.at("hover", uri, 0, 1) is None
        assert editor.at("completion", uri, 1, 7) is None


def test_a_change_on_the_disk_is_noticed(folder: Path) -> None:
    with Editor(folder) as editor:
        uri = editor.open("events.toml")
        assert editor.problems(uri) == []
        (folder / "actors.toml").write_text(ACTORS + "x\n", encoding="utf-8")
        changes = {"changes": [{"uri": editor.uri("actors.toml"), "type": 2}]}
        editor.notify("workspace/didChangeWatchedFiles", changes)
        editor.wait(uri)
        assert len(editor.diagnostics[editor.uri("actors.toml")][1]) == 1


def test_requests_that_make_no_sense_do_no_harm(folder: Path) -> None:
    with Editor(folder) as editor:
        uri = editor.open("events.toml")
        assert editor.at("hover", uri, 999, 999) is None
        assert editor.at("hover", "file:///none/at/all.toml", 0, 0) is None
        assert editor.at("hover", "untitled:Untitled-1", 0, 0) is None
        editor.notify("textDocument/didChange", {"contentChanges": 5})
        assert "error" in editor.ask("textDocument/noSuchRequest", {})
        assert editor.problems(uri) == []


def test_without_pygls_a_sentence_says_what_to_install(tmp_path: Path) -> None:
    program = (
        "import sys; sys.modules['pygls'] = None; "
        "from chrono.cli.main import main; sys.exit(main(['lsp']))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False, cwd=tmp_path
    )
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr.splitlines() == [
        "error: the language server needs pygls; run `pip install 'chrono-ledger[lsp]'`"
    ]
