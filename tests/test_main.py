"""The one door: statuses, streams, help, and leaving quietly."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from chrono.cli.command import Group, load_command
from chrono.cli.main import COMMANDS, GROUPS
from chrono.cli.parser_errors import OTHER_NAMES
from replay import Ran, clean_environment, run, run_in_shell

EVENT = """
[[events]]
id = "{id}"
date = 2025-01-01
type = "call"
title = "A call"
actors = ["Ann", "Ben"]
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "events.toml").write_text(EVENT.format(id="one"), encoding="utf-8")
    return tmp_path


def chrono(folder: Path, *argv: str, stdin: bytes = b"", **environment: str) -> Ran:
    return run(
        *argv, folder=folder, environment={**clean_environment(folder), **environment}, stdin=stdin
    )


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("flag", ["-h", "--help"])
def test_every_command_has_help(folder: Path, command: str, flag: str) -> None:
    ran = chrono(folder, command, flag)
    assert (ran.status, ran.err) == (0, "")
    assert ran.out.startswith(f"Usage: chrono {command}")
    assert "--ledger" in ran.out


def test_options_of_other_programs_have_the_name_of_an_option() -> None:
    commands = [load_command(name) for name in COMMANDS]
    for group in (command for command in commands if isinstance(command, Group)):
        commands += map(group.subcommands.load, group.subcommands.names)
    options = {name for command in commands for each in command.params for name in each.opts}
    assert OTHER_NAMES.keys() <= options


@pytest.mark.parametrize(
    ("argv", "message"),
    [
        (["list", "--actr", "Xi"], "unknown option --actr; did you mean --actor?"),
        (
            ["list", "--by", "country"],
            "unknown option --by; to count, run `chrono count --by country`; for one row per "
            "actor, add --long",
        ),
        (
            ["list", "--group-by=x", "2025"],
            "unknown option --group-by; to count, run `chrono count --by WHAT`; for one row per "
            "actor, add --long",
        ),
        (["count", "--group-by", "type"], "unknown option --group-by; did you mean --by type?"),
        (["list", "--ql"], "unknown option --ql"),
        (["path", "2026"], 'unexpected argument "2026"'),
        (["path", "a b", "c"], 'unexpected argument "a b c"'),
        (["show"], "missing argument: ID… (one or more)"),
        (["import"], "missing argument: FILE"),
        (["list", "--actor"], "--actor needs a value"),
        (["list", "-a"], "-a needs a value"),
        (["list", "--certain=no"], "use --certain without a value"),
    ],
)
def test_the_parser_refuses_a_wrong_command_line(
    folder: Path, argv: list[str], message: str
) -> None:
    ran = chrono(folder, *argv)
    assert (ran.status, ran.out) == (2, "")
    first, last = ran.err.splitlines()
    assert first == f"error: {message}"
    assert last in (f"Run `chrono {argv[0]} --help` for help", "Run `chrono --help` for help")


def test_chrono_without_a_command_lists_the_commands(folder: Path) -> None:
    ran = chrono(folder)
    assert ran.status == 0
    for group, commands in GROUPS.items():
        assert f"\n{group}:\n" in ran.out
        assert all(command in ran.out for command in commands)


def test_the_ledger_may_be_named_before_or_after_the_command(folder: Path) -> None:
    (folder / "two.toml").write_text(EVENT.format(id="two"), encoding="utf-8")
    before = chrono(folder, "-f", "two.toml", "list", "--fields", "id")
    after = chrono(folder, "list", "--fields", "id", "--ledger", "two.toml")
    both = chrono(folder, "-f", "two.toml", "list", "--fields", "id", "-f", "events.toml")
    assert before.out == after.out == "two\n"
    assert both.out == "one\ntwo\n"


def test_a_ledger_from_standard_input(folder: Path) -> None:
    ran = chrono(folder, "list", "-f", "-", "--fields", "id", stdin=EVENT.format(id="in").encode())
    assert ran.out == "in\n"


def test_a_variable_may_name_the_ledger(folder: Path) -> None:
    (folder / "two.toml").write_text(EVENT.format(id="two"), encoding="utf-8")
    assert chrono(folder, "list", "--fields", "id", CHRONO_LEDGER="two.toml").out == "two\n"


def test_a_broken_ledger_gives_no_answer(folder: Path) -> None:
    (folder / "events.toml").write_text(EVENT.format(id="A B"), encoding="utf-8")
    for command in ("list", "count", "summary", "timeline", "actors", "types"):
        ran = chrono(folder, command)
        assert (ran.status, ran.out) == (3, "")
        assert ran.err.startswith("events.toml:3: error: invalid id")


@pytest.mark.slow
def test_a_closed_pipe_ends_quietly(folder: Path) -> None:
    many = "".join(EVENT.format(id=f"e-{number}") for number in range(3000))
    (folder / "events.toml").write_text(many, encoding="utf-8")
    line = "chrono list | head -1; echo ${PIPESTATUS[0]}"
    ran = run_in_shell(line, folder, clean_environment(folder))
    assert ran.err == ""
    assert ran.out.splitlines()[-1] == "0"


@pytest.mark.slow
@pytest.mark.parametrize("option", ["--dry-run", "--suggest"])
def test_a_pipe_may_be_closed_if_an_import_changes_nothing(folder: Path, option: str) -> None:
    rows = "".join(f"2020,call,{number},{'Ann ' * 30}{number}\n" for number in range(3000))
    (folder / "t.csv").write_text(f"date,type,title,actors\n{rows}", encoding="utf-8")
    (folder / "empty.toml").touch()
    line = f"chrono import t.csv -q -f empty.toml {option} | head -1 > h; echo ${{PIPESTATUS[0]}}"
    ran = run_in_shell(line, folder, clean_environment(folder))
    assert (ran.out, ran.err) == ("0\n", "")


@pytest.mark.slow
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a full device")
def test_a_full_disk_is_an_error_with_status_4(folder: Path) -> None:
    ran = run_in_shell("chrono list > /dev/full; echo $?", folder, clean_environment(folder))
    assert ran.out == "4\n"
    assert ran.err == "error: cannot write the output: no space left on device\n"


def test_output_goes_to_a_file_in_one_step(folder: Path) -> None:
    target = folder / "list.csv"
    target.write_text("old", encoding="utf-8")
    ran = chrono(folder, "list", "--output", "list.csv", "--fields", "id")
    assert (ran.status, ran.out) == (0, "")
    assert target.read_text(encoding="utf-8") == "id\none\n"
    assert sorted(path.name for path in folder.iterdir()) == ["events.toml", "list.csv"]


@pytest.mark.parametrize(
    ("name", "options", "format"),
    [
        ("x.org", [], "tsv"), ("x.json", ["--excel"], "csv"),
        ("x", [], None), ("x.txt", ["--excel"], None), ("x.csv", ["--excel"], None),
        ("x.json", ["-o", "tsv"], None), ("x.json", [], None),
    ],
)  # fmt: skip
def test_a_file_whose_suffix_suggests_another_format_is_noted(
    folder: Path, name: str, options: list[str], format: str | None
) -> None:
    ran = chrono(folder, "list", "--output", name, *options)
    note = f"note: {name} was written as {format}; for another format, use -o\n"
    assert ran == (0, "", note if format else "")


def test_a_file_that_could_not_be_written_has_no_note_that_it_was(folder: Path) -> None:
    ran = chrono(folder, "list", "--output", "events.toml")
    assert ran.status == 2
    assert ran.err.startswith("error: --output events.toml: this file is part of the ledger")


@pytest.mark.parametrize(
    ("name", "begins"),
    [("x.json", "[\n"), ("x.jsonl", "{"), ("x.md", "- **"), ("x.tsv", "2025"), ("x.txt", "2025")],
)
def test_the_suffix_of_a_file_chooses_the_format(folder: Path, name: str, begins: str) -> None:
    chrono(folder, "list", "--output", name)
    assert (folder / name).read_text(encoding="utf-8").startswith(begins)


def test_a_page_in_a_file_has_no_colour(folder: Path) -> None:
    chrono(folder, "timeline", "--output", "page.txt")
    assert "\x1b" not in (folder / "page.txt").read_text(encoding="utf-8")
    assert "January 2025" in (folder / "page.txt").read_text(encoding="utf-8")


def test_a_today_that_is_no_day_is_refused(folder: Path) -> None:
    ran = chrono(folder, "list", "--today", "yesterday")
    assert ran.status == 2
    assert ran.err == 'error: --today "yesterday": write a date such as 2025-12-31\n'


@pytest.mark.slow
@pytest.mark.parametrize("command", ["summary", "timeline --lanes", "show one"])
def test_a_huge_number_of_columns_is_capped(folder: Path, command: str) -> None:
    huge = chrono(folder, *command.split(), COLUMNS="999999999")
    assert huge.status == 0
    assert max(map(len, huge.out.splitlines())) <= 2000


@pytest.mark.parametrize(
    "argv, status",
    [
        (["list"], 3),
        (["check"], 3),
        (["list", "--text", "import"], 3),
        (["remove", "one", "--yes"], 4),
        (["import", "events.toml"], 4),
    ],
)
def test_memory_that_runs_out_is_an_error_with_the_status_of_reading_or_of_writing(
    folder: Path, monkeypatch: pytest.MonkeyPatch, argv: list[str], status: int
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise MemoryError

    for module in ("read.text", "read.storage"):
        monkeypatch.setattr(f"chrono.files.{module}.read_bytes", fail)
    ran = chrono(folder, *argv)
    assert (ran.status, ran.err) == (status, "error: not enough memory\n")


@pytest.mark.slow
def test_memory_that_runs_out_leaves_enough_for_the_message(folder: Path) -> None:
    """The address space of the process is limited, from too little to start to almost enough.

    Python itself may crash then (3.13), or say before the message which exception it ignored.
    Neither gives a wrong number.
    """
    ledger = "".join(EVENT.format(id=f"e{number}") for number in range(20_000))
    (folder / "events.toml").write_text(ledger, encoding="utf-8")
    code = (
        "import resource, sys\n"
        "limit = int(sys.argv.pop(1)) << 20\n"
        "resource.setrlimit(resource.RLIMIT_AS, (limit, limit))\n"
        "from chrono.__main__ import run\n"
        "run()\n"
    )
    for megabytes in (24, 28, 40, 60, 80):
        argv = [sys.executable, "-c", code, str(megabytes), "timeline"]
        environment = clean_environment(folder)
        ran = subprocess.run(argv, cwd=folder, env=environment, capture_output=True, check=False)
        if ran.returncode == 0:
            assert (megabytes > 40, ran.stderr) == (True, b"")
            continue
        assert (ran.returncode in (3, -signal.SIGSEGV), ran.stdout) == (True, b"")
        assert ran.returncode != 3 or ran.stderr.endswith(b"error: not enough memory\n")
        assert b"Traceback" not in ran.stderr


@pytest.mark.slow
@pytest.mark.parametrize("module", ["", "gc", "chrono.cli.main", "typer", "chrono.core.query"])
def test_an_interrupt_during_the_start_has_status_130_and_no_traceback(
    folder: Path, module: str
) -> None:
    code = (
        "import importlib.abc, os, signal, sys\n"
        "signal.signal(signal.SIGINT, signal.default_int_handler)\n"  # ignored in the background
        "class Finder(importlib.abc.MetaPathFinder):\n"
        "    def find_spec(self, name, path, target=None):\n"
        f"        if name == {module!r}:\n"
        "            os.kill(os.getpid(), signal.SIGINT)\n"
        "sys.meta_path.insert(0, Finder())\n"
        "from chrono.__main__ import run\n"
        f"if not {module!r}:\n"
        "    os.kill(os.getpid(), signal.SIGINT)\n"  # before anything runs
        "run()\n"
    )
    argv = [sys.executable, "-c", code, "list"]
    environment = clean_environment(folder)
    ran = subprocess.run(argv, cwd=folder, env=environment, capture_output=True, check=False)
    assert (ran.returncode, ran.stdout, ran.stderr) == (130, b"", b"")
