"""The user's default options in config.toml, and the pager."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from chrono.errors import UsageError
from chrono.files.disk.config import Settings, settings
from replay import ROOT, clean_environment, on_terminal, run

LEDGER = """
[[events]]
id = "one"
date = 2025-01-01
type = "call"
title = "a call"
actors = ["Ann", "Ben"]
"""


def written(folder: Path, text: str) -> dict[str, str]:
    (folder / "config.toml").write_text(text, encoding="utf-8")
    return {"CHRONO_CONFIG": str(folder / "config.toml")}


def test_without_a_file_there_are_no_settings(tmp_path: Path) -> None:
    path = str(tmp_path / "config.toml")
    assert settings({"CHRONO_CONFIG": path}) == Settings(path)


def test_the_file_is_in_the_users_folder_of_settings(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if sys.platform in ("darwin", "win32"):
        pytest.skip("other folders there")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    (tmp_path / "chrono").mkdir()
    written(tmp_path / "chrono", 'format = "csv"')
    assert settings({}).format == "csv"


def test_every_setting_is_read(tmp_path: Path) -> None:
    text = """
ledger = ["desk/a.toml", "/b.toml"]
format = "jsonl"
theme = "dark"
pager = false
[colors]
call = "red"
"""
    found = settings(written(tmp_path, text))
    assert found.ledger == (str(tmp_path / "desk" / "a.toml"), "/b.toml")
    assert found[2:] == ("jsonl", "dark", {"call": "red"}, "")
    assert settings(written(tmp_path, 'pager = "less -R"')).pager == "less -R"


def test_a_path_may_begin_at_the_home_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", "/home/ann")
    monkeypatch.setenv("USERPROFILE", "/home/ann")
    assert settings(written(tmp_path, 'ledger = "~/e.toml"')).ledger == ("/home/ann/e.toml",)


@pytest.mark.parametrize(
    "text, why",
    [
        ("# mine\nledgr = 'x'", ':2: unknown setting "ledgr"; did you mean "ledger"?'),
        ("x = 1", ':1: unknown setting "x"; choose ledger, format, theme, colors or pager'),
        ("ledger = 3", ":1: ledger must be a path or a list of paths"),
        ("ledger = []", ":1: ledger must be a path or a list of paths"),
        ("ledger = ''", ":1: ledger must be a path or a list of paths"),
        ('ledger = "a\\u0000b"', ":1: ledger must be a path or a list of paths"),
        (f"ledger = {'[' * 5000}", ": this file is not valid TOML: it is nested too deeply"),
        ("format = 'xml'", ':1: unknown format "xml"; choose table or tsv'),
        ("theme = 3", ":1: theme must be text"),
        ("pager = true", ":1: pager must be a command"),
        ("\n[colors]\ncall = 3", ":2: colors must be a table of colours"),
        ("a = 1\nb = ", ":2: this line is not valid TOML: "),
    ],
)
def test_a_mistake_is_reported_with_its_line(tmp_path: Path, text: str, why: str) -> None:
    environ = written(tmp_path, text)
    with pytest.raises(UsageError) as refused:
        settings(environ, formats=("table", "tsv"))
    assert str(refused.value).startswith(environ["CHRONO_CONFIG"] + why)


@pytest.mark.parametrize("raw", [b"theme = '\xff'", None], ids=["no UTF-8", "a folder"])
def test_a_file_that_cannot_be_read_is_an_error(tmp_path: Path, raw: bytes | None) -> None:
    path = tmp_path / "config.toml"
    path.mkdir() if raw is None else path.write_bytes(raw)
    with pytest.raises(UsageError, match=r"cannot read .*config\.toml: "):
        settings({"CHRONO_CONFIG": str(path)})


def test_the_ledger_and_format_of_the_settings_are_used(
    tmp_path: Path,
) -> None:
    (tmp_path / "desk").mkdir()
    (tmp_path / "desk" / "mine.toml").write_text(LEDGER, encoding="utf-8")
    own = written(tmp_path / "desk", 'ledger = "mine.toml"\nformat = "markdown"')
    environment = {**clean_environment(tmp_path), **own}
    ran = run("list", "--fields", "id", folder=tmp_path, environment=environment)
    assert (ran.status, ran.out, ran.err) == (0, "| id |\n| --- |\n| one |\n", "")
    assert "config.toml" in run("path", folder=tmp_path, environment=environment).err
    said = run("list", "--fields", "id", "-o", "tsv", folder=tmp_path, environment=environment)
    assert said.out == "one\n"
    (tmp_path / "events.toml").write_text(LEDGER.replace('"one"', '"two"'), encoding="utf-8")
    near = run("list", "--fields", "id", "-o", "tsv", folder=tmp_path, environment=environment)
    assert near.out == "two\n"


def test_broken_settings_are_an_error(tmp_path: Path) -> None:
    environment = {**clean_environment(tmp_path), **written(tmp_path, "nonsense = 1")}
    ran = run("list", folder=tmp_path, environment=environment)
    assert (ran.status, ran.out) == (2, "")
    assert ran.err.startswith("error: ")
    assert "nonsense" in ran.err


# -- the pager ----------------------------------------------------------------------------------

pytest.importorskip("pty")

PAGER = f"{sys.executable} -c \"import sys; print('paged', len(sys.stdin.readlines()))\""


def shown(folder: Path, *argv: str, **environment: str) -> str:
    """Return the output on a terminal of 24 lines."""
    return on_terminal(folder, *argv, environment={"LINES": "24", **environment})


@pytest.fixture
def ledger() -> str:
    return str(ROOT / "data" / "events.toml")


@pytest.mark.slow
def test_long_output_goes_through_the_pager(tmp_path: Path, ledger: str) -> None:
    paged = shown(tmp_path, "summary", "2025", "-f", ledger, PAGER=PAGER)
    assert "paged 3" in paged
    assert "Busan" not in paged


@pytest.mark.slow
def test_help_goes_through_the_pager_if_it_is_long(tmp_path: Path) -> None:
    assert shown(tmp_path, "help", "list", PAGER=PAGER).startswith("paged ")
    assert "paged" not in shown(tmp_path, "help", "list", "--no-pager", PAGER=PAGER)
    assert "paged" not in shown(tmp_path, "help", "list", LINES="200", PAGER=PAGER)


def test_short_output_does_not_go_through_the_pager(tmp_path: Path, ledger: str) -> None:
    assert "paged" not in shown(tmp_path, "summary", "-f", ledger, LINES="60", PAGER=PAGER)


@pytest.mark.slow
@pytest.mark.parametrize(
    "argv, environment",
    [
        (["--no-pager"], {"PAGER": PAGER}),
        ([], {}),
        ([], {"PAGER": ""}),
        ([], {"PAGER": PAGER, "CHRONO_PAGER": ""}),
        ([], {"PAGER": PAGER, "TERM": "dumb"}),
        ([], {"PAGER": "no-such-program --at all"}),
    ],
)
def test_there_is_no_pager_where_none_is_wanted(
    tmp_path: Path, ledger: str, argv: list[str], environment: dict[str, str]
) -> None:
    page = shown(tmp_path, "summary", "2025", "-f", ledger, *argv, **environment)
    assert "paged" not in page
    assert "Longest gap" in page


@pytest.mark.slow
def test_the_settings_may_name_the_pager(tmp_path: Path, ledger: str) -> None:
    own = written(tmp_path, f"pager = {json.dumps(PAGER)}")
    assert "paged" in shown(tmp_path, "summary", "-f", ledger, **own)
    assert "paged" not in shown(tmp_path, "summary", "-f", ledger, CHRONO_PAGER="", **own)


@pytest.mark.slow
def test_leaving_the_pager_early_is_quiet(tmp_path: Path, ledger: str) -> None:
    page = shown(tmp_path, "timeline", "-f", ledger, PAGER="true")
    assert "Error" not in page
    assert "error" not in page


@pytest.mark.slow
def test_a_pager_that_is_not_a_command_is_reported(tmp_path: Path, ledger: str) -> None:
    assert "is not a valid command" in shown(tmp_path, "summary", "-f", ledger, PAGER="less '")


@pytest.mark.slow
def test_less_is_told_to_show_colours_unless_it_has_options(tmp_path: Path, ledger: str) -> None:
    told = f"{sys.executable} -c \"import os, sys; sys.stdin.read(); print(os.environ['LESS'])\""
    assert "FRX" in shown(tmp_path, "summary", "-f", ledger, PAGER=told)
    assert "-i" in shown(tmp_path, "summary", "-f", ledger, PAGER=told, LESS="-i")


@pytest.mark.slow
def test_ctrl_c_goes_to_the_pager_while_it_reads(tmp_path: Path) -> None:
    """The pager has not read the whole output yet, and still gets the rest."""
    days = (f"2025-{month:02}-{day:02}" for month in range(1, 13) for day in range(1, 29))
    long = LEDGER.replace("a call", "a call of many words " * 6)
    events = (long.replace('"one"', f'"e{day}"').replace("2025-01-01", day) for day in days)
    (tmp_path / "events.toml").write_text("".join(events), encoding="utf-8")
    (tmp_path / "pager.py").write_text(
        "import signal, sys, time\n"
        "got = []\n"
        "signal.signal(signal.SIGINT, lambda *_: got.append(1))\n"
        "print('ready', flush=True)\n"
        "while not got: time.sleep(0.01)\n"
        "print('read', len(sys.stdin.read()))\n",
        encoding="utf-8",
    )
    environment = {"PAGER": f"{sys.executable} pager.py", "LINES": "24"}
    page = on_terminal(tmp_path, "timeline", environment=environment, answers=b"\x03")
    assert int(page.rsplit("read ", 1)[1]) > 65_536
