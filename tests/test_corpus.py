"""The corpus: ledgers that must be refused with exactly these problems, and ones that must be read.

`ledgers/invalid/NAME.toml` has `NAME.expected` beside it: a problem a line, `LINE: message [rule]`.
`CHRONO_ACCEPT=1` rewrites them from what was reported (not those of KNOWN: they hold what is
right, and their ledgers are reported otherwise today).
"""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from chrono.core.text import escape_controls
from chrono.errors import LedgerError
from chrono.files.format.keys import CLAIM, EVENT, HEADERS, LEDGER, SOURCE, TYPE
from chrono.files.index.load import load
from chrono.files.read.source_files import RULES

LEDGERS = Path(__file__).parent / "ledgers"
INVALID = LEDGERS / "invalid"
VALID = LEDGERS / "valid"
ACCEPT = os.environ.get("CHRONO_ACCEPT") == "1"

KNOWN: dict[str, str] = {}
"""Name -> why what is reported today is not what `.expected` rightly says."""


def reported(path: Path) -> str:
    """What is wrong with a ledger, a problem a line; its folder must be the current one."""
    with pytest.raises(LedgerError) as caught:
        load([path.name])
    problems = caught.value.problems
    assert {(one.path, one.severity) for one in problems} == {(path.name, "error")}
    return "".join(f"{one.line}: {escape_controls(one.message)} [{one.rule}]\n" for one in problems)


def cases() -> list[object]:
    """The invalid ledgers by name."""
    return [
        pytest.param(
            path,
            id=path.stem,
            marks=[pytest.mark.xfail(strict=True, reason=KNOWN[path.stem])]
            if path.stem in KNOWN
            else [],
        )
        for path in sorted(INVALID.glob("*.toml"))
    ]


@pytest.mark.parametrize("path", cases())
def test_an_invalid_ledger_is_refused_with_these_problems(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(INVALID)
    actual = reported(path)
    expected = path.with_suffix(".expected")
    if ACCEPT and path.stem not in KNOWN:
        expected.write_text(actual, encoding="utf-8", newline="")
    assert actual == expected.read_bytes().decode()


def test_every_ledger_has_its_problems_beside_it_and_nothing_else_lies_there() -> None:
    ledgers = {path.stem for path in INVALID.glob("*.toml")}
    expected = {path.stem for path in INVALID.glob("*.expected")}
    assert ledgers == expected
    assert len(ledgers) >= 60
    assert set(KNOWN) <= ledgers
    assert {path.suffix for path in INVALID.iterdir()} == {".toml", ".expected"}
    assert {path.suffix for path in VALID.iterdir()} == {".toml"}


def test_the_problems_are_in_the_file_and_in_order() -> None:
    for path in sorted(INVALID.glob("*.expected")):
        height = path.with_suffix(".toml").read_bytes().count(b"\n")
        lines = [int(line.split(":")[0]) for line in path.read_text("utf-8").splitlines()]
        assert lines, path.name
        assert lines == sorted(lines), path.name
        assert lines[-1] <= height, path.name
        assert lines[0] >= 1, path.name


def test_every_rule_that_stops_reading_is_broken_somewhere() -> None:
    found = set()
    for path in INVALID.glob("*.expected"):
        found |= {line.rpartition("[")[2] for line in path.read_text("utf-8").splitlines()}
    assert found == {f"{rule}]" for rule in RULES}


def test_no_message_speaks_of_the_inside() -> None:
    inside = re.compile(
        r"Traceback|\b(?:None|True|False|dict|str|int|tomli)\b|<class|sys\.|object at"
    )
    for path in sorted(INVALID.glob("*.expected")):
        assert not inside.search(path.read_text("utf-8")), path.name


def test_twelve_mistakes_are_twelve_problems_at_their_lines() -> None:
    text = (INVALID / "twelve-mistakes.toml").read_text("utf-8").splitlines()
    marked = [number for number, line in enumerate(text, 1) if line.endswith("# wrong")]
    expected = (INVALID / "twelve-mistakes.expected").read_text("utf-8").splitlines()
    assert len(marked) == 12
    assert [int(line.split(":")[0]) for line in expected] == marked


def test_the_corpus_has_a_ledger_for_each_key_of_the_wrong_kind() -> None:
    """Each key that takes a value of its own kind is refused somewhere in the corpus."""
    texts = "".join(path.read_text("utf-8") for path in INVALID.glob("*.expected"))
    named = set(re.findall(r"\b([a-z_]+)(?:\[\d+\])?(?: takes |: | is )", texts))
    keys = {*EVENT.keys, *CLAIM.keys, *LEDGER.keys, *SOURCE.keys, *TYPE.keys}
    assert keys - named == set()
    assert set(HEADERS) <= {"ledger", "actors", "types", "sources", "events", "claims", "extra"}


@pytest.mark.parametrize("path", sorted(VALID.glob("*.toml")), ids=lambda path: path.stem)
def test_a_valid_ledger_is_read(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What each of them says is held in test_load.py; here that none is left out there."""
    monkeypatch.chdir(VALID)
    assert load([path.name]).files[0] == path.name
    told = (Path(__file__).parent / "test_load.py").read_text("utf-8")
    assert f'"{path.name}"' in told
