"""The project's files: its dependencies, its metadata and its changelog."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from importlib.metadata import metadata
from pathlib import Path

import pytest

from chrono.version import __version__
from replay import ROOT
from repositories import GitFolder

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
NEEDED = [*PROJECT["dependencies"], *PROJECT["optional-dependencies"]["lsp"]]
PACKAGES = [re.split(r"[^\w-]", requirement)[0] for requirement in NEEDED]


def licence(package: str) -> str:
    """Return the licence of an installed package, as its metadata has it: `MIT`, `BSD License`."""
    about = metadata(package)
    classifiers = [each for each in about.get_all("Classifier") or () if each.startswith("License")]
    named = about["License-Expression"] or (classifiers or [about["License"]])[0]
    return str(named).rpartition(":: ")[2]


def test_the_page_on_dependencies_has_each_package_once() -> None:
    page = (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| (\S+) \| \S+ \| .+ \|$", page, re.M)
    assert sorted(set(rows) - {"package", "---"}) == sorted(PACKAGES)


@pytest.mark.parametrize("package", PACKAGES)
def test_the_page_on_dependencies_has_the_licence_of_the_metadata(package: str) -> None:
    page = (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8")
    (written,) = re.findall(rf"^\| {package} \| (\S+) \|", page, re.M)
    # Older metadata has `BSD License`, `Apache Software License` or `ISC License (ISCL)`.
    assert written.partition("-")[0] == re.split("[ -]", licence(package))[0]


def test_the_metadata_names_the_pythons_that_ci_tests() -> None:
    start = "Programming Language :: Python :: 3."
    minors = [each.removeprefix(start) for each in PROJECT["classifiers"] if each.startswith(start)]
    assert minors == ["11", "12", "13", "14"]
    assert PROJECT["requires-python"] == f">=3.{minors[0]}"


def test_the_changelog_begins_with_what_is_not_released_yet() -> None:
    """Releases follow as `## [0.2.0] - 2026-12-01`, the newest first, up to the current version."""
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    first, *releases = re.findall(r"^## (.*)$", text, re.M)
    assert first == "[Unreleased]"
    assert all(re.fullmatch(r"\[\d+\.\d+\.\d+\] - \d{4}-\d\d-\d\d", each) for each in releases)
    assert not releases or releases[0].startswith(f"[{__version__}]")


def test_ci_names_the_lines_with_conflict_markers(tmp_path: Path) -> None:
    sides = "<<<<<<< HEAD\nAnn\n=======\nBen\n>>>>>>> 1a2b3c4 (Add Ben)\n"
    heading = "Title\n=======\n"
    project = GitFolder(tmp_path / "project").folder
    for name, text in (
        ("docs/page.md", heading + sides + heading),
        ("tests/ledgers/conflict.toml", sides),
        ("tests/transcripts/merge.md", sides),
    ):
        (project / name).parent.mkdir(parents=True, exist_ok=True)
        (project / name).write_text(text, encoding="utf-8")
    command = [sys.executable, str(ROOT / ".ci" / "markers.py"), str(project)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr.splitlines()[1:] == [
        "docs/page.md:3: <<<<<<< HEAD",
        "docs/page.md:5: =======",
        "docs/page.md:7: >>>>>>> 1a2b3c4 (Add Ben)",
    ]
