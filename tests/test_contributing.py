"""The recipes of CONTRIBUTING.md for a type, a format and a dimension, carried out on a copy.

The copy of the package answers with them. The tests that a section names fail in a copy of the
project in which nothing else was done, and name every place that was forgotten. The other recipes
are tried beside what they add to: test_filters, test_keys, test_check_command, test_registry.
"""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest

from replay import ROOT, run_copy

SECTIONS = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8").split("\n## ")
LEDGER = """[[events]]
id = "one"
date = 2025-03-04
type = "hearing"
title = "A hearing"
actors = ["Ann", "Ben"]
"""


def section(title: str) -> str:
    """Return the text of a section of CONTRIBUTING.md."""
    (text,) = (text for text in SECTIONS if text.startswith(f"{title}\n"))
    return text


def recipe(title: str, first: str) -> str:
    """Return the code of a section that begins with `first`, after blanks."""
    (code,) = re.findall(rf"```python\n( *{re.escape(first)}.*?)```", section(title), re.S)
    return str(code)


def named_tests(title: str) -> list[str]:
    """Return the files that the last line of a section tells to run."""
    (names,) = re.findall(r"\nTests: `python3 -m pytest (.*)`\s*$", section(title))
    return [
        f"{start}{name}{end}"
        for start, several, end in re.findall(r"([^\s{]+)(?:\{(.*?)\})?(\S*)", names)
        for name in several.split(",")
    ]


def add_type(package: Path, *, contact: bool = False) -> None:
    """Carry out the recipe for a type of event, but for its colour and its documentation."""
    row = recipe("Add a type of event", '(EventType("hearing"')
    if contact:
        row = row.replace('"hearings")', '"hearings", True)').replace("▽", "▼")
        assert row.count("True") == row.count("▼") == 1
    insert(package / "core" / "model.py", row, '    (EventType("other"')


def add_colour(package: Path) -> None:
    """Give the type its colour."""
    row = recipe("Add a type of event", '"type.hearing"')
    insert(package / "view" / "theme.py", row, '    "type.other"')


def add_format(package: Path) -> None:
    """Carry out the recipe for a format, but for its documentation and the help of its export."""
    code = recipe("Add a format", '"""Write the format') + recipe(
        "Add a format", "from chrono.core.subset"
    )
    (package / "files" / "exchange" / "org.py").write_text(code, encoding="utf-8")


def add_dimension(package: Path) -> None:
    """Carry out the recipe for a dimension of `count --by`, but for its documentation."""
    row = recipe("Add a dimension of `count --by`", '"grade"')
    insert(package / "core" / "counting.py", row, '    "status": lambda event')


def insert(path: Path, line: str, before: str) -> None:
    """Insert a line into a module."""
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, line + before), encoding="utf-8")


@pytest.mark.slow
@pytest.mark.parametrize("contact", [False, True])
def test_the_recipe_for_a_type_of_event_works_as_written(tmp_path: Path, contact: bool) -> None:
    package = tmp_path / "src" / "chrono"
    shutil.copytree(ROOT / "src" / "chrono", package)
    add_type(package, contact=contact)
    add_colour(package)
    (tmp_path / "events.toml").write_text(LEDGER, encoding="utf-8")

    def run(line: str, **more: str) -> str:
        done = run_copy(tmp_path, "-m", "chrono", *line.split(), **more)
        assert done.returncode == 0, done.stderr
        return done.stdout

    assert [row.split("\t")[0] for row in run("types").splitlines()][-2:] == ["hearing", "other"]
    assert run("count --type hearing") == "hearing\t1\n"
    assert ("▼" if contact else "▽") in run("timeline --type hearing")
    assert "hearing" in run("schema")
    assert json.loads(run("list -o json"))[0]["contact"] is contact
    page = run("export html")
    assert ('"#_triangle"' if contact else '"#_triangle-hollow"') in page
    assert ("hearings between people from two or more countries" in page) is contact


FORGOTTEN = {
    "Add a type of event": (
        'view/theme.py: give "type.hearing" a colour',
        "the sentence in files/write/new_ledger.toml has other types",
        "the table of types in docs/ledger.md has other rows",
        'docs/questions.md: write "has a contact type: meeting, call, video, talks, hearing, or',
        "run `chrono schema > data/ledger.schema.json`",
        "refusals.md: `pytest --accept`",
    ),
    "Add a dimension of `count --by`": (
        "BOOK in tests/test_counting.py: give an event of 2025 a value that --by grade counts",
        "own_buckets in tests/test_counting.py lacks ['grade']",
        "docs/questions.md: `--by` counts by type, ",
        "docs/library.md: `by` is one of type, ",
        "docs/commands.md is out of date: python -m tools.manual",
        "lanes.md: `pytest --accept`",
    ),
    "Add a format": (
        "docs/shell.md: name `org` in",
        "LEFT_OUT['org'] = ['present', 'place', ",
        'FORMATS in org.py, "org": write "links": False',
        "docs/exchange.md: give `export org` its row",
        '"org" in FORMATS of org.py needs "help"',
        "docs/commands.md is out of date: python -m tools.manual",
        "refusals.md: `pytest --accept`",
    ),
}


@pytest.mark.slow
def test_the_tests_that_a_section_names_name_what_was_forgotten(tmp_path: Path) -> None:
    skipped = shutil.ignore_patterns(".git", ".venv", ".*cache")
    shutil.copytree(ROOT, tmp_path, ignore=skipped, dirs_exist_ok=True)
    package = tmp_path / "src" / "chrono"
    add_type(package, contact=True)
    add_format(package)
    add_dimension(package)
    tests = sorted({test for title in FORGOTTEN for test in named_tests(title)})
    # Two of the transcripts are enough, and these tests name none of the places; they take seconds.
    silent = "test_architecture or test_html or test_ascii_fallback or example_succeeds"
    chosen = ("-m", "not slow", "-k", f"(not replay or refusals or lanes) and not ({silent})")
    options = ("-q", *chosen, "-p", "no:cacheprovider", "--tb", "short", "--durations", "10")
    done = run_copy(tmp_path, "-m", "pytest", *options, *tests, CHRONO_LAWS="0")
    assert done.returncode == 1, done.stdout + done.stderr
    places = [place for several in FORGOTTEN.values() for place in several]
    assert [place for place in places if place not in done.stdout] == []
