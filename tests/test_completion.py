"""What a shell is told while somebody types."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from chrono.cli.main import main
from replay import ROOT, clean_environment

LEDGER = str(ROOT / "data" / "events.toml")


def completed(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, line: str
) -> list[str]:
    """The proposals for the last word of a line."""
    words = f"chrono {line}".split(" ")
    monkeypatch.setenv("_CHRONO_COMPLETE", "complete_bash")
    monkeypatch.setenv("COMP_WORDS", f"chrono {line}")
    monkeypatch.setenv("COMP_CWORD", str(len(words) - 1))
    status = main([])
    out, err = capsys.readouterr()
    assert (status, err) == (0, "")
    return out.split("\n")[:-1] if out.strip() else []


@pytest.mark.parametrize(
    "typed, expected",
    [
        ("wang-w", ["wang-wentao"]),
        ("Went", ["Wentao"]),
        ("王文", ["王文涛", "王文濤"]),
        ("Bess", ["Bessent"]),
        ("nobody", []),
    ],
)
def test_an_actor_is_named_by_its_id_or_a_word_of_its_name(
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    typed: str,
    expected: list[str],
) -> None:
    for option in ("--actor", "-a", "--present", "--not-actor"):
        line = f"list -f {LEDGER} {option} {typed}"
        assert completed(capsys, monkeypatch, line) == expected
    assert completed(capsys, monkeypatch, f"-f {LEDGER} count --actor {typed}") == expected


def test_everybody_is_proposed_where_nothing_is_typed(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    found = completed(capsys, monkeypatch, f"list -f {LEDGER} --actor ")
    assert len(found) > 50
    assert found[0] == "xi-jinping"


def test_a_ledger_that_cannot_be_read_completes_nothing_and_says_nothing(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    broken = tmp_path / "broken.toml"
    broken.write_text("[[events]\n")
    for name in (str(broken), str(tmp_path / "none.toml")):
        assert completed(capsys, monkeypatch, f"list -f {name} --actor X") == []


def test_standard_input_is_the_shells(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert completed(capsys, monkeypatch, "list -f - --actor X") == []


def test_an_empty_variable_asks_for_nothing(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("_CHRONO_COMPLETE", "")
    assert main(["count", "-f", LEDGER, "--total"]) == 0
    assert capsys.readouterr().out.strip().isdigit()


@pytest.mark.skipif(shutil.which("bash") is None, reason="bash is not here")
def test_bash_completes_by_what_it_is_told(tmp_path: Path) -> None:
    (tmp_path / "chrono").write_text(f'#!/bin/sh\nexec "{sys.executable}" -m chrono "$@"\n')
    (tmp_path / "chrono").chmod(0o755)
    script = f"""
    eval "$(_CHRONO_COMPLETE=source_bash chrono)"
    COMP_WORDS=(chrono list -f {LEDGER} --actor marco) COMP_CWORD=5
    _chrono_completion chrono
    echo "${{COMPREPLY[@]}}"
    """
    environment = clean_environment(tmp_path)
    environment["PATH"] = f"{tmp_path}:{environment['PATH']}"
    done = subprocess.run(
        ["bash", "-c", script], env=environment, capture_output=True, text=True, check=True
    )
    assert (done.stdout, done.stderr) == ("marco-rubio\n", "")
