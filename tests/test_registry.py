"""The registry of outside formats: one module declares a format, and every command has it."""

from __future__ import annotations

import re
import shutil
from importlib import import_module
from pathlib import Path

import pytest

from chrono.files.exchange.registry import able_to, format_of_file, formats
from replay import ROOT, run_copy

EXCHANGE = ROOT / "src" / "chrono" / "files" / "exchange"
ACTIONS = ("write", "export", "read")


def test_the_formats_by_what_they_can_do_stand_in_their_order() -> None:
    assert [*able_to("write")] == ["tsv", "csv", "json", "jsonl", "markdown"]
    assert [*able_to("read")] == ["csv", "tsv", "json", "jsonl", "ics", "toml"]
    assert [*able_to("export")] == [
        "toml", "html", "ics", "timelinejs", "sqlite", "csljson", "jsonl",
    ]  # fmt: skip


def test_the_declaration_read_equals_that_of_the_imported_module() -> None:
    for format in formats().values():
        declared = import_module(f"chrono.files.exchange.{format.module}").FORMATS[format.name]
        assert {name: getattr(format, name) for name in declared} == declared
        for action in format.actions:
            assert callable(format.function(action))  # type: ignore[arg-type]


def test_every_module_that_reads_or_writes_declares_its_formats() -> None:
    """A function without a declaration would be found by no command."""
    named = {
        name
        for path in EXCHANGE.glob("*.py")
        for name in re.findall(r"^def (?:write|export)_(\w+)\(", path.read_text("utf-8"), re.M)
    }
    assert named == {*able_to("write"), *able_to("export")}


@pytest.mark.parametrize("action", ACTIONS)
def test_a_suffix_means_one_format_in_any_case(action: str) -> None:
    known = able_to(action).values()  # type: ignore[arg-type]
    suffixes = [suffix for format in known for suffix in format.suffixes]
    assert len(suffixes) == len({*suffixes})
    for format in known:
        for suffix in format.suffixes:
            assert format_of_file(f"a{suffix.upper()}", action) == format  # type: ignore[arg-type]


def test_every_exporter_has_help() -> None:
    assert [format.name for format in able_to("export").values() if not format.help] == []


# -- the recipe of CONTRIBUTING.md ----------------------------------------------------------------

MORE = """
from chrono.files.exchange.import_table import ImportTable, Row
from chrono.files.exchange.registry import Document


def export_org(subset):
    return Document(f"* {subset.ledger.name}\\n")


def read_org(text):
    fields = dict(id="new", date="2025-01-01", type="call", title=text.text, actors=["A", "B"])
    return ImportTable("entry", [*fields], [Row(1, fields)], None)
"""

LEDGER = """[ledger]
title = "T"

[[events]]
id = "one"
date = 2025-03-04
type = "call"
title = "A | B"
actors = ["ann", "ben"]
"""


@pytest.mark.slow
def test_a_new_module_is_a_format_of_every_command(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "src" / "chrono", tmp_path / "src" / "chrono")
    recipe = re.search(r'```python\n("""org: .*?)```', (ROOT / "CONTRIBUTING.md").read_text(), re.S)
    assert recipe is not None
    module = tmp_path / "src" / "chrono" / "files" / "exchange" / "org.py"
    module.write_text(recipe[1].replace('[".org"]', '[".org"], "help": "an outline"') + MORE)
    (tmp_path / "events.toml").write_text(LEDGER)
    (tmp_path / "new.org").write_text("New")

    def run(line: str, **more: str) -> str:
        done = run_copy(tmp_path, "-m", "chrono", *line.split(), **more)
        return done.stdout + done.stderr

    table = "| id | title |\n|---+---|\n| one | A ¦ B |\n"
    assert run("list --fields id,title -o org") == table
    run("list --fields id,title --output table.org")
    assert (tmp_path / "table.org").read_text() == table
    assert run("export org") == "* T\n"
    assert 'title = "New"' in run("import new.org --dry-run")
    assert "markdown or org" in " ".join(run("list --help").split())
    for line in ("export --help", "import --help", "list -o xml", "export xml"):
        assert "org" in re.findall(r"\w+", run(line)), line
    for line in ("list -o ", "export ", "import --from "):
        completed = run(f"{line}o", _CHRONO_COMPLETE="zsh")
        assert "org" in completed, line
