"""The corpus: ledgers that must be refused with exactly these problems, and valid ones.

`ledgers/invalid/NAME.expected` has the problems of `NAME.toml`, one `LINE: message [rule]` a line.
`pytest --accept` rewrites these files.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from chrono.core.text import escape_controls
from chrono.errors import LedgerError
from chrono.files.format.keys import ACTOR, CLAIM, EVENT, LEDGER, SOURCE, TYPE
from chrono.files.index.load import load
from chrono.files.read.diagnostics import RULES
from chrono.files.read.load import loads
from replay import compare

LEDGERS = Path(__file__).parent / "ledgers"
INVALID = LEDGERS / "invalid"
VALID = LEDGERS / "valid"


def reported(path: Path) -> str:
    """The problems of a ledger in the current folder, one a line."""
    with pytest.raises(LedgerError) as caught:
        load([path.name])
    problems = caught.value.problems
    assert {(problem.path, problem.severity) for problem in problems} == {(path.name, "error")}
    return "".join(
        f"{problem.line}: {escape_controls(problem.message)} [{problem.rule}]\n"
        for problem in problems
    )


@pytest.mark.parametrize("path", sorted(INVALID.glob("*.toml")), ids=lambda path: path.stem)
def test_an_invalid_ledger_is_refused_with_these_problems(
    path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    monkeypatch.chdir(INVALID)
    accept = request.config.getoption("--accept")
    compare(path.with_suffix(".expected"), reported(path), accept)


def test_every_invalid_ledger_has_its_expected_problems() -> None:
    ledgers = {path.stem for path in INVALID.glob("*.toml")}
    expected = {path.stem for path in INVALID.glob("*.expected")}
    assert ledgers == expected
    assert len(ledgers) >= 60
    assert {path.suffix for path in INVALID.iterdir()} == {".toml", ".expected"}
    assert {path.suffix for path in VALID.iterdir()} == {".toml"}


def test_expected_problems_are_sorted_by_lines_of_the_file() -> None:
    for path in sorted(INVALID.glob("*.expected")):
        height = path.with_suffix(".toml").read_bytes().count(b"\n")
        lines = [int(line.split(":")[0]) for line in path.read_text("utf-8").splitlines()]
        assert lines, path.name
        assert lines == sorted(lines), path.name
        assert lines[-1] <= height, path.name
        assert lines[0] >= 1, path.name


def test_the_corpus_breaks_every_rule_that_stops_reading() -> None:
    broken = set()
    for path in INVALID.glob("*.expected"):
        broken |= {line.rpartition("[")[2] for line in path.read_text("utf-8").splitlines()}
    assert broken == {f"{rule}]" for rule in RULES}


def test_no_message_shows_internals() -> None:
    inside = re.compile(
        r"Traceback|\b(?:None|True|False|dict|str|int|tomli)\b|<class|sys\.|object at"
    )
    for path in sorted(INVALID.glob("*.expected")):
        assert not inside.search(path.read_text("utf-8")), path.name


def test_twelve_mistakes_are_reported_on_their_lines() -> None:
    text = (INVALID / "twelve-mistakes.toml").read_text("utf-8").splitlines()
    marked = [number for number, line in enumerate(text, 1) if line.endswith("# wrong")]
    expected = (INVALID / "twelve-mistakes.expected").read_text("utf-8").splitlines()
    assert len(marked) == 12
    assert [int(line.split(":")[0]) for line in expected] == marked


@pytest.mark.parametrize(
    "header, key",
    [
        (header, key)
        for header, table in {
            "[[events]]": EVENT, "[[claims]]": CLAIM, "[ledger]": LEDGER, "[sources.x]": SOURCE,
            "[types.x]": TYPE, "[actors.x]": ACTOR,
        }.items()
        for key in table.keys
    ],
)  # fmt: skip
def test_a_value_of_the_wrong_kind_is_refused_with_its_key(header: str, key: str) -> None:
    """No key takes a number that is not whole."""
    with pytest.raises(LedgerError) as caught:
        loads(f"{header}\n{key} = 0.5\n")
    (message,) = (problem.message for problem in caught.value.problems if problem.line == 2)
    assert re.search(rf'\b{key}" is ', message)


@pytest.mark.parametrize("path", sorted(VALID.glob("*.toml")), ids=lambda path: path.stem)
def test_a_valid_ledger_is_read(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """test_load.py tests the content of each valid ledger."""
    monkeypatch.chdir(VALID)
    assert load([path.name]).files[0] == path.name
    tests = (Path(__file__).parent / "test_load.py").read_text("utf-8")
    assert f'"{path.name}"' in tests
