"""No content of a ledger makes a command crash: it succeeds or reports an error."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chrono.core.checks import RULES
from chrono.files.read import diagnostics
from replay import clean_environment, run
from samples import law

LEDGERS = Path(__file__).parent / "ledgers"
WHOLE = (LEDGERS / "valid" / "every-key.toml").read_bytes()
CLAIMS = (LEDGERS / "valid" / "claims.toml").read_bytes()

PIECES = [
    b"[", b"[[", b"]]", b"[[events]]\n", b"[[claims]]\n", b"[actors.xi]\n", b'"', b'"""', b"'''",
    b"{", b"}", b"=", b",", b"#", b"\x00", b"\xff", b"\xef\xbb\xbf", b"\r", b"\x1b[31m", b"\n\n",
    b"<<<<<<< HEAD\n", b"=======\n", b">>>>>>> x\n", b"2025-13-01", b"2025-02-30", b"9999-24",
    b"12:00:00", b"-1", b"1e999", b"nan", b"true", b"999999999999999999999999", b'""', b'" "',
    b'follows = ["x"]\n', b'part_of = "x"\n', b"version = 2\n", b"extra = 1\n",
    b'status = "planned"\n', b'date = "2025"\n', b"total = 1\n", b"\xe4\xb9\xa0", b"\xed\xa0\x80",
]  # fmt: skip

COMMANDS: Sequence[Sequence[str]] = [
    ["list"],
    ["count", "--by", "month", "--total"],
    ["summary", "2025"],
    ["timeline"],
    ["gaps"],
    ["claims", "-o", "json"],
    ["check", "--strict"],
    ["check", "-o", "json"],
    ["actors"],
    ["types"],
    ["path"],
    ["show", "first"],
]


@st.composite
def damaged(draw: st.DrawFn) -> bytes:
    """Draw a valid ledger with some bytes removed and some wrong bytes inserted."""
    raw = draw(st.sampled_from([WHOLE, CLAIMS]))
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(raw)))
        removed = draw(st.integers(0, 40))
        piece = draw(st.sampled_from(PIECES) | st.binary(max_size=4))
        raw = raw[:at] + piece + raw[at + removed :]
    return raw


def check_answer(folder: Path, raw: bytes, argv: Sequence[str]) -> None:
    """Check the exit status and the streams of one command for one file."""
    (folder / "a.toml").write_bytes(raw)
    ran = run(*argv, "-f", "a.toml", folder=folder, environment=clean_environment(folder))
    assert ran.status in (0, 1, 2, 3)
    assert "Traceback" not in ran.err
    # No numbers from an invalid ledger: only check writes to standard output then.
    if ran.status == 3 and argv[0] not in ("check", "path"):
        assert ran.out == ""
    if argv[0] == "check" and "json" not in argv:
        names = {*diagnostics.RULES, *(rule.name for rule in RULES)}
        for line in ran.out.splitlines():
            match = re.fullmatch(r"a\.toml(:[0-9]+)?: (error|warning): .* \[([a-z-]+)\]", line)
            assert match is not None, line
            assert match[3] in names


@law(150)
@given(raw=st.binary(max_size=200), argv=st.sampled_from(COMMANDS))
def test_no_random_bytes_make_a_command_crash(
    tmp_path_factory: pytest.TempPathFactory, raw: bytes, argv: Sequence[str]
) -> None:
    check_answer(tmp_path_factory.mktemp("rubbish"), raw, argv)


@law(240)
@given(raw=damaged(), argv=st.sampled_from(COMMANDS))
def test_no_damage_to_a_ledger_makes_a_command_crash(
    tmp_path_factory: pytest.TempPathFactory, raw: bytes, argv: Sequence[str]
) -> None:
    check_answer(tmp_path_factory.mktemp("rubbish"), raw, argv)


@law(100)
@given(left=damaged(), right=damaged())
def test_no_two_files_make_diff_crash(
    tmp_path_factory: pytest.TempPathFactory, left: bytes, right: bytes
) -> None:
    folder = tmp_path_factory.mktemp("rubbish")
    (folder / "a.toml").write_bytes(left)
    (folder / "b.toml").write_bytes(right)
    ran = run("diff", "a.toml", "b.toml", folder=folder, environment=clean_environment(folder))
    assert ran.status in (0, 3)
    assert ran.status == 0 or ran.out == ""


@law(90)
@given(raw=damaged())
def test_check_reports_the_same_errors_as_a_command_that_reads_the_ledger(
    tmp_path_factory: pytest.TempPathFactory, raw: bytes
) -> None:
    """Reading stops exactly where check names a rule that stops reading."""
    folder = tmp_path_factory.mktemp("rubbish")
    (folder / "a.toml").write_bytes(raw)
    environment = clean_environment(folder)
    listed = run("list", "-f", "a.toml", folder=folder, environment=environment)
    checked = run("check", "-f", "a.toml", folder=folder, environment=environment)
    stopping = [
        line.rpartition(" [")[0]
        for line in checked.out.splitlines()
        if line.rpartition(" [")[2].rstrip("]") in diagnostics.RULES
    ]
    if listed.status == 3:
        assert sorted(stopping) == sorted(listed.err.splitlines())
    else:
        assert stopping == []
