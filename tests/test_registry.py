"""The registry of outside formats: one module declares a format, and every command has it."""

from __future__ import annotations

import re
import shutil
from importlib import import_module
from pathlib import Path

import pytest

from chrono.files.exchange.registry import (
    ORDER,
    Format,
    able_to,
    declared_in,
    format_of_file,
    formats,
)
from replay import ROOT, run_copy

EXCHANGE = ROOT / "src" / "chrono" / "files" / "exchange"
ACTIONS = ("write", "export", "read")


@pytest.mark.parametrize("action", ACTIONS)
def test_formats_without_a_place_follow_the_others_by_name(action: str) -> None:
    able = able_to(action)  # type: ignore[arg-type]
    assert {*ORDER[action]} <= {*able}
    assert [*able] == [*ORDER[action], *sorted({*able} - {*ORDER[action]})]


def test_the_declaration_read_equals_that_of_the_imported_module() -> None:
    for format in formats().values():
        declared = import_module(f"chrono.files.exchange.{format.module}").FORMATS[format.name]
        assert {name: getattr(format, name) for name in declared} == declared
        for action in format.actions:
            assert callable(format.function(action))  # type: ignore[arg-type]


HELPERS = {("table", "read"), ("file", "read")}
"""Functions that only look like a format's: `read_file` reads a file in any format."""
FUNCTION = re.compile(
    r"^def (write|prose|sections|citations|digest|dump|export|read|check_output)_(\w+)\(", re.M
)


@pytest.mark.parametrize("path", sorted(EXCHANGE.glob("*.py")), ids=lambda path: str(path.stem))
def test_every_module_that_reads_or_writes_declares_its_formats(path: Path) -> None:
    """No command could use a function whose format is not declared."""
    code = path.read_text("utf-8")
    written = {(name, action) for action, name in FUNCTION.findall(code)} - HELPERS
    declared = {name: format for name, format in formats().items() if format.module == path.stem}
    found = {(name, action) for name, format in declared.items() for action in format.actions}
    assert found == written, f"FORMATS in {path.name} lacks a format of these functions"
    assert {name for name, _ in found} == {*declared}, f"{path.name} lacks write_NAME or the like"
    assert ("\nFORMATS" in code) == bool(declared), f"FORMATS in {path.name} is no plain literal"


def test_a_format_that_dumps_one_object_writes_rows_as_well() -> None:
    assert {*able_to("dump")} <= {*able_to("write")}


@pytest.mark.parametrize(
    "assignment",
    [
        'FORMATS = {"own": {"suffixes": [".own"]}}',
        'FORMATS = {\n    "own": {"suffixes": [".own"]},\n}',
        'FORMATS = {\n    "own": {\n        "suffixes": [".own"],\n    },\n}',
        'FORMATS: dict[str, dict[str, list[str]]] = {"own": {"suffixes": [".own"]}}',
        'FORMATS: Mapping[str, Any] = {\n    "own": {"suffixes": [".own"]},\n}',
    ],
)
def test_a_declaration_is_a_literal_on_one_line_or_several(tmp_path: Path, assignment: str) -> None:
    path = tmp_path / "module.py"
    path.write_text(f"import re\n\n{assignment}\n\nOTHER = {{\n}}\n\n\ndef read_own(text):\n")
    (format,) = declared_in(path)
    assert format == Format("own", "module", frozenset({"read"}), suffixes=[".own"])


@pytest.mark.parametrize("fields", ['{"sufixes": [".own"]}', "dict(help='a')", '{"help": }', "1"])
def test_a_wrong_declaration_names_its_module(tmp_path: Path, fields: str) -> None:
    path = tmp_path / "module.py"
    path.write_text(f'\nFORMATS = {{"own": {fields}}}\n')
    with pytest.raises(ValueError, match=r"^FORMATS in files/exchange/module\.py: "):
        list(declared_in(path))


@pytest.mark.parametrize("action", ACTIONS)
def test_a_suffix_means_one_format_in_any_case(action: str) -> None:
    known = able_to(action).values()  # type: ignore[arg-type]
    suffixes = [suffix for format in known for suffix in format.suffixes]
    assert len(suffixes) == len({*suffixes})
    for format in known:
        for suffix in format.suffixes:
            assert format_of_file(f"a{suffix.upper()}", action) == format  # type: ignore[arg-type]


def test_a_suffix_chooses_a_format_of_rows_or_of_files_that_are_read() -> None:
    for name, format in formats().items():
        assert not format.suffixes or format.actions & {"write", "read"}, (
            f'"{name}" in FORMATS of {format.module}.py: remove "suffixes", which export ignores'
        )


def test_every_exporter_has_help() -> None:
    for name, format in able_to("export").items():
        assert format.help, f'"{name}" in FORMATS of {format.module}.py needs "help"'


# -- the recipe of CONTRIBUTING.md ----------------------------------------------------------------

MORE = """
from chrono.files.exchange.import_table import ImportTable, Row


def read_org(text):
    fields = dict(id="new", date="2025-01-01", type="call", title=text.text, actors=["A", "B"])
    return ImportTable("entry", [*fields], [Row(1, fields)], None)
"""

OBJECTS = """
FORMATS = {"pairs": {}}


def write_pairs(table, style):
    return map(dump_pairs, table.objects())


def dump_pairs(value):
    return " ".join(f"{key}={value[key]}" for key in value) + "\\n"
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
    page = (ROOT / "CONTRIBUTING.md").read_text()
    (rows,) = re.findall(r'```python\n("""Write the format `org`.*?)```', page, re.S)
    (document,) = re.findall(r"```python\n(from chrono.core.subset .*?)```", page, re.S)
    module = tmp_path / "src" / "chrono" / "files" / "exchange" / "org.py"
    rows = rows.replace('[".org"]', '[".org"], "help": "an outline"')
    module.write_text(rows + document + MORE)
    module.with_name("pairs.py").write_text(OBJECTS)
    (tmp_path / "events.toml").write_text(LEDGER)
    (tmp_path / "new.org").write_text("New")

    def run(line: str, **more: str) -> str:
        done = run_copy(tmp_path, "-m", "chrono", *line.split(), **more)
        return done.stdout + done.stderr

    table = "| id | title |\n|---+---|\n| one | A ¦ B |\n"
    assert run("list --fields id,title -o org") == table
    run("list --fields id,title --output table.org")
    assert (tmp_path / "table.org").read_text() == table
    assert run("export org") == "* A | B\n"
    assert 'title = "New"' in run("import new.org --dry-run")
    assert run("list --fields id,type -o pairs") == "id=one type=call\n"
    assert run("count --total -o pairs") == "min=1 max=1 undecided=[]\n"
    assert "contacts=" in run("summary -o pairs")
    assert "pairs" in re.findall(r"\w+", run("list --help"))
    for line in ("list --help", "export --help", "import --help", "list -o xml", "export xml"):
        assert "org" in re.findall(r"\w+", run(line)), line
    for line in ("list -o ", "export ", "import --from "):
        completed = run(f"{line}o", _CHRONO_COMPLETE="zsh")
        assert "org" in completed, line
