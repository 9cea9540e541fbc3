"""`chrono import` reads pipes: standard input, `<(…)` and named pipes, each only once."""

from __future__ import annotations

from pathlib import Path

import pytest

from chrono.files.index.load import load
from replay import clean_environment, run_in_shell

pytestmark = pytest.mark.slow

EVENT = (
    '[[events]]\nid = "{0}"\ndate = 2025-01-01\ntype = "call"\ntitle = "{0}"\nactors = ["Ann"]\n'
)
MAIN = '[ledger]\ninclude = ["more.toml"]\n\n' + EVENT.format("e1")
TABLE = "id,date,type,title,actors\ne1,2025-01-01,call,A,Ann\ne2,2025-01-02,call,B,Ann\n"


@pytest.mark.parametrize(
    "line",
    [
        "chrono -f l.toml import --from toml <(cat main.toml)",
        "cat main.toml | chrono -f l.toml import --from toml -",
        "cat main.toml | chrono -f l.toml import --from toml /dev/stdin",
        "chrono -f l.toml import --from toml - < main.toml",
        "chrono -f l.toml import main.toml",
        "mkfifo p && (cat main.toml > p &) && chrono -f l.toml import --from toml p",
        "chrono -f l.toml import --from csv <(cat t.csv)",
        "cat t.csv | chrono -f l.toml import --from csv -",
        "chrono -f l.toml import t.csv --rules <(echo 'split = \"/\"')",
    ],
)
def test_both_events_are_read_from_a_pipe(tmp_path: Path, line: str) -> None:
    (tmp_path / "l.toml").touch()
    (tmp_path / "main.toml").write_text(MAIN)
    (tmp_path / "more.toml").write_text(EVENT.format("e2"))
    (tmp_path / "t.csv").write_text(TABLE)
    ran = run_in_shell(line, tmp_path, clean_environment(tmp_path))
    assert ran.status == 0, ran.err
    assert ": 2 added, 0 updated, 0 skipped, 0 rejected" in ran.err
    assert [event.id for event in load([str(tmp_path / "l.toml")]).events] == ["e1", "e2"]


def test_a_file_that_a_ledger_from_a_pipe_includes_must_exist(tmp_path: Path) -> None:
    (tmp_path / "l.toml").touch()
    (tmp_path / "main.toml").write_text(MAIN)
    line = "cat main.toml | chrono -f l.toml import --from toml -"
    ran = run_in_shell(line, tmp_path, clean_environment(tmp_path))
    assert (ran.status, ran.out) == (3, "")
    assert (
        ran.err
        == '<stdin>:2: error: include "more.toml": file not found; did you mean "main.toml"?\n'
    )
    assert (tmp_path / "l.toml").read_text() == ""


def test_the_rules_of_a_table_in_a_pipe_can_be_proposed_and_used(tmp_path: Path) -> None:
    (tmp_path / "l.toml").touch()
    (tmp_path / "t.csv").write_text(TABLE.replace("date,type", "When,Kind"))
    line = (
        "chrono -f l.toml import t.csv --rules "
        "<(chrono -f l.toml import - --from csv --suggest < t.csv | sed 's/^#\\([^ ]\\)/\\1/')"
    )
    ran = run_in_shell(line, tmp_path, clean_environment(tmp_path))
    assert ran.status == 0, ran.err
    assert ": 2 added, 0 updated, 0 skipped, 0 rejected" in ran.err
