"""Notes and errors on standard error: how many, when, how wide, and in which colours."""

from __future__ import annotations

import os
import re
import shlex
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

import replay
from chrono.cli.report import broken, width, with_ledgers
from replay import Ran, clean_environment, run, run_in_shell, run_on_terminal

LEDGER = """
[ledger]
covers = "2025"

[[events]]
id = "one"
date = 2025-01-01
type = "call"
title = "One"
actors = ["Ann Ash", "Ben Birch"]

[[events]]
id = "two"
date = 2025-02-02
type = "call"
title = "Two"
actors = ["Ann Ash", "Ben Birch"]

[[events]]
id = "three"
date = 2025-03-03
type = "call"
title = "Three"
actors = ["Ann Ash", "Ben Birch"]
status = "denied"
"""
FOUR_NOTES = ("list", "last", "20", "years", "--limit", "1")
"""A command with notes on coverage, other statuses, the limit and the period, in this order."""
DIM = "\x1b[2m"
"""The code for faint text."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "events.toml").write_text(LEDGER, encoding="utf-8")
    return tmp_path


def chrono(folder: Path, *argv: str) -> Ran:
    return run(*argv, folder=folder, environment=clean_environment(folder))


def starts(text: str) -> list[str]:
    return [line[:4] for line in text.splitlines()]


# -- how many -----------------------------------------------------------------------------------


def test_what_makes_a_number_wrong_is_printed_first_and_all_of_it(folder: Path) -> None:
    assert chrono(folder, *FOUR_NOTES).err.splitlines() == [
        "note: this ledger covers only 2025",
        "note: 1 event not shown (1 denied); add --status any",
        "note: 1 event not shown; raise --limit",
        'note: "last 20 years" means 2006-02-01..2026-01-31',
    ]


def test_three_notes_on_a_result_are_printed_and_the_others_counted(folder: Path) -> None:
    dry = ("edit", "one", *[f"--unset={key}" for key in MISSING], "--dry-run")
    every = chrono(folder, *dry, "--verbose").err.splitlines()
    assert chrono(folder, *dry, "-v").err.splitlines() == every
    assert chrono(folder, "-v", *dry).err.splitlines() == every
    assert chrono(folder, *dry).err.splitlines() == [
        *every[:3],
        f"note: {len(every) - 3} more notes; add -v",
    ]
    assert len(every) > 4


def test_the_same_note_is_printed_once(folder: Path) -> None:
    notes = chrono(folder, "list", "today", "--since", "today", "--until", "today", "-v").err
    assert notes.count('"today" means 2026-01-31') == 1


@pytest.mark.parametrize("option", ["-q", "--quiet"])
def test_quiet_prints_no_note(folder: Path, option: str) -> None:
    loud = chrono(folder, *FOUR_NOTES)
    assert chrono(folder, *FOUR_NOTES, option) == (0, loud.out, "")
    assert chrono(folder, option, *FOUR_NOTES) == (0, loud.out, "")


def test_quiet_prints_errors(folder: Path) -> None:
    assert chrono(folder, "-q", "list", "--limit", "x").err.startswith("error: ")
    (folder / "events.toml").write_text("[ledger]\nversion = 0\n", encoding="utf-8")
    ran = chrono(folder, "-q", "list")
    assert ran.status == 3
    assert ran.err.startswith("events.toml:2: error: ")


def test_quiet_still_tells_where_edited_text_is_saved(folder: Path) -> None:
    line = "TMPDIR=. EDITOR='sed -i s/call/cal/' chrono -q edit one"
    ran = run_in_shell(line, folder, clean_environment(folder))
    saved, error = ran.err.splitlines()
    assert (folder / saved.removeprefix("note: your text is saved in ")).is_file()
    assert error.startswith("error: unknown type")


def test_quiet_and_verbose_exclude_each_other(folder: Path) -> None:
    assert chrono(folder, "list", "-qv") == (
        2, "", "error: --quiet and --verbose cannot be combined; use only one\n",
    )  # fmt: skip


@pytest.mark.parametrize("command", ["list", "check", "add", "init", "path", "types", "completion"])
def test_both_are_options_of_every_command(folder: Path, command: str) -> None:
    shown = chrono(folder, command, "--help").out
    assert "-q, --quiet" in shown
    assert "-v, --verbose" in shown


# -- when ---------------------------------------------------------------------------------------


def test_notes_come_after_the_result(folder: Path) -> None:
    ran = run_in_shell("chrono list 2>&1", folder, clean_environment(folder))
    assert starts(ran.out) == ["2025", "2025", "note"]
    ran = run_in_shell("chrono export jsonl 2>&1", folder, clean_environment(folder))
    assert starts(ran.out) == ['{"id', '{"id', "note"]


def test_an_empty_line_is_between_a_view_and_its_notes_on_a_terminal(folder: Path) -> None:
    assert run_on_terminal(*FOUR_NOTES, folder=folder).err.startswith(f"\n{DIM}note: ")
    assert run_on_terminal("list", "2030", folder=folder).err.startswith(f"{DIM}note: ")
    assert run_on_terminal("list", "-o", "tsv", folder=folder).err.startswith(f"{DIM}note: ")
    assert chrono(folder, *FOUR_NOTES).err.startswith("note: ")
    quiet = run_on_terminal(*FOUR_NOTES, "-q", folder=folder)
    assert (quiet.status, quiet.err) == (0, "")


def test_notes_come_before_an_error(folder: Path) -> None:
    ran = chrono(folder, "list", "last", "year", "--output", "events.toml")
    assert starts(ran.err) == ["note", "note", "erro"]
    assert ran.status == 2


@pytest.mark.slow
def test_notes_come_also_if_the_reader_ends_early(folder: Path) -> None:
    row = LEDGER[LEDGER.index("[[events]]") :].replace('"one"', '"{0}"')
    row = row[: row.index("\n\n")] + "\n"
    many = LEDGER + "".join(row.replace("{0}", f"e{n}") for n in range(3000))
    (folder / "events.toml").write_text(many, encoding="utf-8")
    line = "chrono list | head -1; echo ${PIPESTATUS[0]}"
    ran = run_in_shell(line, folder, clean_environment(folder))
    assert ran.out.splitlines()[1:] == ["0"]
    assert ran.err.startswith("note: 1 ")
    assert ran.err.count("\n") == 1


def test_a_closed_standard_error_changes_nothing(folder: Path) -> None:
    environment = clean_environment(folder)
    for redirection in ("2>&-", "2>/dev/full"):
        ran = run_in_shell(f"chrono {' '.join(FOUR_NOTES)} {redirection}", folder, environment)
        assert (ran.status, ran.out.count("\n")) == (0, 1)


@pytest.mark.slow
def test_notes_come_after_the_pager(folder: Path) -> None:
    pager = "sed 's/^/PAGED /'"
    environment = {"LINES": "3", "COLUMNS": "80", "PAGER": pager}
    shown = replay.on_terminal(folder, "timeline", environment=environment).splitlines()
    paged = [line.startswith("PAGED ") for line in shown]
    assert paged[0]
    assert not paged[-1]
    assert paged == sorted(paged, reverse=True)


def test_a_change_prints_all_its_notes_since_it_cannot_be_made_again(folder: Path) -> None:
    new = [word for n in range(5) for word in ("--new-actor", f"New {n}")]
    add = ("add", "--date", "2025-05-05", "--type", "call", "--title", "T", *new)
    assert "add -v" not in chrono(folder, *add).err
    dry = ("edit", "one", "--set", "title=T", *[f"--unset={key}" for key in MISSING], "--dry-run")
    assert chrono(folder, *dry).err.endswith("note: 2 more notes; add -v\n")
    assert len(chrono(folder, *dry[:-1]).err.splitlines()) > len(MISSING)


MISSING = ("place", "summary", "notes", "tags", "initiator")


def test_a_change_that_fails_leaves_no_note_on_success(folder: Path) -> None:
    ran = run_in_shell(
        "chrono add actor 'Carl Cole' --dry-run > /dev/full; chrono edit one --set title=T "
        "&& chrono remove two --yes > /dev/full",
        folder,
        clean_environment(folder),
    )
    assert ran.status == 4
    assert ran.err.splitlines()[-1].startswith("error: ")
    assert "two" in (folder / "events.toml").read_text()


# -- how wide -----------------------------------------------------------------------------------


def test_in_a_pipe_notes_and_errors_are_one_line_each(folder: Path) -> None:
    for line in chrono(folder, *FOUR_NOTES, "-v").err.splitlines():
        assert line.startswith("note: ")
    word = "word " * 50
    (folder / "events.toml").write_text(f'[ledger]\ncovers = "{word}"\n', encoding="utf-8")
    (line,) = chrono(folder, "list").err.splitlines()
    assert line.startswith("events.toml:2: error: ")


def test_on_a_terminal_notes_and_errors_are_broken_at_spaces(folder: Path) -> None:
    word = "word " * 50
    plain = {"NO_COLOR": "1", "COLUMNS": "40"}
    error = run_on_terminal("list", "--actor", word, folder=folder, environment=plain).err
    check_broken(error, 40)
    (folder / "events.toml").write_text(f'[ledger]\ncovers = "{word}"\n', encoding="utf-8")
    for environment in (plain, {"COLUMNS": "40"}):
        shown = run_on_terminal("list", folder=folder, environment=environment).err
        check_broken(re.sub(r"\x1b\[[0-9;]*m", "", shown), 40)


def check_broken(shown: str, columns: int) -> None:
    lines = shown.splitlines()
    assert len(lines) > 5
    assert max(map(len, lines)) <= columns
    assert all(line.startswith("  ") for line in lines[1:])
    assert "word" in lines[3].split()


@given(st.text(st.sampled_from("ab 习`é'"), max_size=60), st.integers(1, 30))
def test_a_broken_line_keeps_its_words_and_is_no_wider_than_it_must_be(
    line: str, width: int
) -> None:
    parts = [*broken(line, width)]
    assert " ".join(parts).split() == line.split()
    assert all(part.startswith("  ") and part.strip() for part in parts[1:])
    for part, following in pairwise(parts):
        first_word = min(re.split(" ", following.strip())[0], following.strip(), key=len)
        if not {*"`'"} & {*line} and "  " not in line:
            assert cell_len(part) + 1 + cell_len(first_word) > width
    for part in parts:
        if " " in part.strip() and not {*"`'"} & {*line}:
            assert cell_len(part) <= width


def test_a_command_in_backquotes_is_not_broken() -> None:
    assert [*broken("no ledger; run `chrono init a/b` now", 24)] == [
        "no ledger; run", "  `chrono init a/b` now",
    ]  # fmt: skip


def test_an_option_is_not_parted_from_its_value() -> None:
    assert [*broken("use --actor xi --actor trump, or --all", 24)] == [
        "use --actor xi", "  --actor trump, or", "  --all",
    ]  # fmt: skip


def test_an_argument_in_single_quotes_is_not_broken() -> None:
    assert [*broken("note: add --map 'title={Kind}: {Who}' to the people's sheet", 24)] == [
        "note: add --map", "  'title={Kind}: {Who}'", "  to the people's sheet",
    ]  # fmt: skip


# -- in which colours ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("theme", "start"),
    [("dark", "\x1b[38;"), ("light", "\x1b[38;"), ("usual", DIM), ("", DIM), ("plain", "")],
)
def test_notes_are_dim_on_a_terminal_except_in_the_plain_theme(
    folder: Path, theme: str, start: str
) -> None:
    settings = folder / "config" / "chrono"
    settings.mkdir(parents=True)
    if theme:
        (settings / "config.toml").write_text(f'theme = "{theme}"\n', encoding="utf-8")
    environment = {"XDG_CONFIG_HOME": str(folder / "config")}
    shown = run_on_terminal(*FOUR_NOTES, folder=folder, environment=environment).err
    blank, *lines = shown.splitlines()
    assert blank == ""
    assert lines
    assert all(line.startswith(start or "note: ") for line in lines)
    assert ("\x1b" in shown) is (start != "")


@pytest.mark.parametrize(
    ("options", "environment"),
    [
        (("--color", "never"), {}),
        ((), {"NO_COLOR": "1"}),
        ((), {"TERM": "dumb"}),
    ],
    ids=["option", "NO_COLOR", "dumb"],
)
def test_notes_and_errors_have_no_colour_where_none_is_wanted(
    folder: Path, options: Sequence[str], environment: dict[str, str]
) -> None:
    ran = run_on_terminal(*FOUR_NOTES, *options, folder=folder, environment=environment)
    assert ran.err.startswith("\nnote: ")
    assert "\x1b" not in ran.err
    (folder / "events.toml").write_text("[ledger]\nversion = 0\n", encoding="utf-8")
    ran = run_on_terminal("list", *options, folder=folder, environment=environment)
    assert ran.err.startswith("events.toml:2: error: ")
    assert "\x1b" not in ran.err


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("list --actor Zed", 'unknown actor "Zed"'),
        ("list --bogus", "unknown option --bogus"),
        ("lst", 'unknown command "lst"'),
        ("--color auto lst", 'unknown command "lst"'),
        ("list --color blue", '--color "blue"'),
        ("list --output no/list.csv", "cannot write no/list.csv"),
    ],
)
def test_other_errors_have_the_same_colour(folder: Path, line: str, message: str) -> None:
    ran = run_on_terminal(*line.split(), folder=folder)
    *_, shown = (line for line in ran.err.splitlines() if "error: " in line)
    (folder / "events.toml").write_text("[ledger]\nversion = 0\n", encoding="utf-8")
    in_ledger = run_on_terminal("list", folder=folder).err
    (colour,) = re.findall(r"\x1b\[[0-9;]+m(?=error: )", in_ledger)
    assert shown.startswith(f"{colour}error: \x1b[0m{message}")


@pytest.mark.parametrize("option", ["--color=never", "--color never"])
def test_an_error_of_the_parser_obeys_the_option_for_colour(folder: Path, option: str) -> None:
    assert "\x1b" not in run_on_terminal(*option.split(), "lst", folder=folder).err
    assert "\x1b" not in run_on_terminal("list", *option.split(), "--bogus", folder=folder).err


@pytest.mark.parametrize("command", ["list", "summary", "claims", "edit one --set title=T"])
def test_errors_of_a_ledger_are_coloured_as_by_check(folder: Path, command: str) -> None:
    (folder / "events.toml").write_text("[ledger]\nversion = 0\n", encoding="utf-8")
    ran = run_on_terminal(*command.split(), folder=folder)
    (checked, *_) = run_on_terminal("check", folder=folder).out.splitlines()
    start = checked.index("error: ") + len("error: ")
    assert "\x1b" in checked[:start]
    assert ran.err.startswith(checked[:start])
    assert ran.status == 3


def test_errors_are_printed_even_if_the_theme_is_invalid(folder: Path) -> None:
    settings = folder / "config" / "chrono"
    settings.mkdir(parents=True)
    (settings / "config.toml").write_text('theme = "pink"\n', encoding="utf-8")
    (folder / "events.toml").write_text("[ledger]\nversion = 0\n", encoding="utf-8")
    environment = {"XDG_CONFIG_HOME": str(folder / "config")}
    ran = run_on_terminal("list", "-f", "events.toml", folder=folder, environment=environment)
    assert ran.err.startswith("events.toml:2: error: ")


def test_a_terminal_of_unknown_width_has_80_columns(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("COLUMNS", raising=False)
    monkeypatch.setattr(os, "get_terminal_size", lambda *_: os.terminal_size((0, 0)))
    assert width() == 80


@pytest.mark.parametrize(
    "sentence, expected",
    [
        ("run `chrono actors`", "run `chrono actors -f 'my talks.toml' -f b.toml`"),
        ("run `chrono join a b` or `chrono show a`",
         "run `chrono join a b -f 'my talks.toml' -f b.toml` or "
         "`chrono show a -f 'my talks.toml' -f b.toml`"),
        ("run `echo x | chrono proof -`",
         "run `echo x | chrono proof - -f 'my talks.toml' -f b.toml`"),
        ("or join the two with `chrono join a b`",
         "or join the two with `chrono join a b -f 'my talks.toml' -f b.toml`"),
        ("if so, declare one: `chrono add actor A`",
         "if so, declare one: `chrono add actor A -f 'my talks.toml' -f b.toml`"),
        ("run `chrono init`", "run `chrono init`"),
        ("run `chrono add -f new.toml`", "run `chrono add -f new.toml`"),
        ("use `chrono list --ledger n.toml -o csv`", "use `chrono list --ledger n.toml -o csv`"),
        ("run `chrono import t.csv --suggest`", "run `chrono import t.csv --suggest`"),
        ("csv is a format of `chrono list`", "csv is a format of `chrono list`"),
        ("`chrono check` shows both", "`chrono check` shows both"),
    ],
)  # fmt: skip
def test_suggested_commands_name_the_ledgers_in_use(sentence: str, expected: str) -> None:
    assert with_ledgers(sentence, ["my talks.toml", "-", "b.toml"]) == expected
    assert with_ledgers(sentence, []) == sentence


def test_a_suggested_command_works_as_it_is_printed(tmp_path: Path) -> None:
    (tmp_path / "my talks.toml").write_text(LEDGER, encoding="utf-8")
    environment = clean_environment(tmp_path)
    ran = run("-f", "my talks.toml", "list", "Ash", folder=tmp_path, environment=environment)
    command, _ = re.findall("run `(chrono [^`]*)`", ran.err)
    again = run(*shlex.split(command)[1:], folder=tmp_path, environment=environment)
    assert (again.status, again.out.count("\n")) == (0, 2)
