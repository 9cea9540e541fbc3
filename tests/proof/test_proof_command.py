"""The command `chrono proof`: rows, lines for editors, claims, the view, and the day of a text."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from chrono.core.verdicts import TEXT_VERDICTS
from chrono.files.read.load import loads
from replay import Ran, clean_environment, run, run_on_terminal
from samples import judge

LEDGER = """
[ledger]
title = "Desk"
covers = "2025"

[actors]
ann = { name = "Ann Ash", country = "FR" }
ben = { name = "Ben Birch", country = "DE" }

[[events]]
id = "rome"
date = 2025-02-03
type = "meeting"
title = "Ash meets Birch"
actors = ["ann", "ben"]
place = "Rome"

[[events]]
id = "march"
date = 2025-03-10
type = "call"
title = "Ash calls Birch"
actors = ["ann", "ben"]
"""
QUESTION = "<!-- = count 2025 --actor Ash --actor Birch -->"
TEXT = f"""\
Date: 2025-12-12

# A *short* report

It rained. Ash and Birch had three contacts {QUESTION}
in 2025; one of them, \t**a call** <!-- = count 2025 -t call -->, was short.
"""


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    (tmp_path / "events.toml").write_text(LEDGER, encoding="utf-8")
    (tmp_path / "draft.md").write_text(TEXT, encoding="utf-8")
    return tmp_path


def proof(desk: Path, *options: str, file: str = "draft.md", stdin: str = "") -> Ran:
    environment = clean_environment(desk)
    argv = ("proof", file, *options)
    return run(*argv, folder=desk, environment=environment, stdin=stdin.encode())


def test_each_finding_is_a_row(desk: Path) -> None:
    ran = proof(desk)
    assert ran.status == 1
    rows = [line.split("\t") for line in ran.out.splitlines()]
    assert [row[:3] for row in rows] == [["5", "differs", "three"], ["6", "stands", "a"]]
    assert rows[0][3:] == ["3 = count 2025 --actor Ash --actor Birch; ledger: 2", "rome;march"]
    assert ran.err == "note: 1 sentence about contacts: 1 differs\n"


def test_json_has_places_and_parts(desk: Path) -> None:
    wrong, right = json.loads(proof(desk, "-o", "json").out)
    assert {key: value for key, value in wrong.items() if value is not None} == {
        "line": 5, "column": 30, "verdict": "differs", "text": "three",
        "reading": "3 = count 2025 --actor Ash --actor Birch", "answer": "2",
        "ids": ["rome", "march"],
    }  # fmt: skip
    assert (right["line"], right["column"], right["answer"]) == (6, 26, None)
    assert TEXT.splitlines()[5][25:].startswith("a call")


def test_editors_get_the_lines_of_what_does_not_stand(desk: Path) -> None:
    ran = proof(desk, "--check")
    reading = "3 = count 2025 --actor Ash --actor Birch; ledger: 2"
    assert ran.out == f'draft.md:5:30: differs: "three": {reading} [rome; march]\n'
    assert ran.status == 1
    everything = proof(desk, "--check", "--verdict", "stands")
    assert everything.out.startswith('draft.md:6:26: stands: "a": 1 = count 2025 -t call [march]')
    assert everything.status == 1


@pytest.mark.parametrize("verdict", TEXT_VERDICTS)
def test_only_findings_with_a_verdict(desk: Path, verdict: str) -> None:
    ran = proof(desk, "--verdict", verdict)
    rows = [line.split("\t")[1] for line in ran.out.splitlines()]
    assert rows == [verdict] * (verdict in ("stands", "differs"))
    assert ran.status == 1  # the text differs, whatever is shown


def test_a_text_without_a_difference_has_the_status_0(desk: Path) -> None:
    right = TEXT.replace("three", "two")
    ran = proof(desk, file="-", stdin=right)
    assert (ran.status, ran.err) == (0, "note: 1 sentence about contacts: 1 stands\n")
    assert proof(desk, "--check", file="-", stdin=right).out == ""


def test_a_text_on_standard_input_may_have_any_line_ends(desk: Path) -> None:
    ran = proof(desk, "--check", file="-", stdin="\ufeff" + TEXT.replace("\n", "\r\n"))
    assert ran.out.startswith("<stdin>:5:30: differs: ")


def test_the_day_in_the_option_comes_first(desk: Path) -> None:
    text = "Date: 2025-12-12\n\nNo calls <!-- = count past week --> there.\n"
    assert proof(desk, file="-", stdin=text).out.split("\t")[1] == "stands"
    ran = proof(desk, "--date", "12 March 2025", file="-", stdin=text)
    assert ran.out.split("\t")[1] == "differs"
    assert 'note: "12 March 2025" means 2025-03-12\n' in ran.err
    today = proof(desk, "--today", "2025-03-12", file="-", stdin=text.partition("\n")[2])
    assert today.out.split("\t")[1] == "differs"
    assert (
        "<stdin> has no date, so today's date (2025-03-12) is used; add --date DATE," in today.err
    )


def test_drafted_claims_are_valid_and_agree_as_the_findings_do(desk: Path) -> None:
    ran = proof(desk, "--claims")
    assert ran.status == 0
    ledger = loads(LEDGER + ran.out)
    assert [(claim.id, claim.by.name, str(claim.date)) for claim in ledger.claims] == [
        ("draft-2025-12-12-5", "?", "2025-12-12"),
        ("draft-2025-12-12-6", "?", "2025-12-12"),
    ]
    assert [judge(claim, ledger).verdict for claim in ledger.claims] == ["differs", "agrees"]
    assert ledger.claims[0].disputed == "the ledger has 2"
    assert ledger.claims[0].statement == (
        "Ash and Birch had three contacts in 2025; one of them, a call, was short."
    )
    (desk / "events.toml").write_text(LEDGER + ran.out, encoding="utf-8")
    again = loads(LEDGER + ran.out + proof(desk, "--claims").out)
    assert {claim.id for claim in again.claims} - {claim.id for claim in ledger.claims} == {
        "draft-2025-12-12-5-2",
        "draft-2025-12-12-6-2",
    }


def test_hostile_text_in_a_claim_stays_a_text(desk: Path) -> None:
    text = f'Date: 2025-12-12\n\nA"""]\\ \x1b[[claims]] \u202e= 2 {QUESTION} calls.\n'
    (claim,) = loads(LEDGER + proof(desk, "--claims", file="-", stdin=text).out).claims
    assert claim.statement == 'A"""]\\ \x1b[[claims]] \u202e= 2 calls.'


def test_the_view_has_the_sentence_and_below_it_the_findings(desk: Path) -> None:
    ran = run_on_terminal("proof", "draft.md", "--color", "never", folder=desk)
    assert (
        "".join(f"{line.rstrip()}\n" for line in ran.out.splitlines())
        == """\
draft.md, 12 Dec 2025, checked against Desk

5  Ash and Birch had three ✗ contacts in 2025; one of them, a ✓ call, was short.
   ✗ differs
     read as: 3 = count 2025 --actor Ash --actor Birch
     ledger: 2
     rome, march
   ✓ stands: 1 = count 2025 -t call

"""
    )
    colored = run_on_terminal("proof", "draft.md", folder=desk).out
    assert "\x1b[4mthree\x1b[0m" in colored
    all_ids = run_on_terminal("proof", "draft.md", "-v", "--color", "never", folder=desk).out
    assert re.search("1 = count 2025 -t call *\n     march *\n", all_ids)


@pytest.mark.parametrize("columns", ["20", "60", "120", "300"])
def test_the_view_fits_any_terminal(desk: Path, columns: str) -> None:
    ran = run_on_terminal(
        "proof", "draft.md", "--color", "never", folder=desk, environment={"COLUMNS": columns}
    )
    assert max(map(len, ran.out.splitlines()[1:])) <= min(int(columns), 100)


def test_rows_of_tables_keep_their_bars(desk: Path) -> None:
    text = "| What | Number |\n|---|---|\n| All <!-- x --> | 3 <!-- = count 2025 --> |\n"
    ran = proof(desk, "--date", "2025-12-12", "-o", "table", file="-", stdin=text)
    assert "\n3  All │ 3 ✗\n   ✗ differs\n     read as: 3 = count 2025\n" in ran.out


def test_control_characters_never_reach_the_terminal(desk: Path) -> None:
    text = f"Date: 2025-12-12\n\nA\x1b[31m \u202eb three {QUESTION} \x07 calls.\n"
    for options in ((), ("--check",), ("-o", "table"), ("-o", "json"), ("--claims",)):
        ran = proof(desk, *options, file="-", stdin=text)
        assert not {"\x1b", "\x07", "\u202e"} & {*ran.out, *ran.err}
    (desk / "draft.md").write_text(text, encoding="utf-8")
    out = run_on_terminal("proof", "draft.md", "--color", "never", folder=desk).out
    assert not {"\x1b", "\x07", "\u202e"} & {*out}


def test_neither_the_text_nor_the_ledger_is_overwritten(desk: Path) -> None:
    (desk / "link.md").symlink_to("draft.md")
    for option in (("--output", "draft.md"), ("--output", "link.md"), ("--svg", "draft.md")):
        ran = proof(desk, *option)
        assert (ran.status, ran.out) == (2, "")
        assert "this file is the text to check; choose another name" in ran.err
    assert proof(desk, "--output", "events.toml").status == 2
    assert (desk / "draft.md").read_text(encoding="utf-8") == TEXT
    assert (desk / "events.toml").read_text(encoding="utf-8") == LEDGER


def test_a_picture_underlines_what_was_read(desk: Path) -> None:
    assert proof(desk, "--svg", "view.svg", "--html", "view.html").status == 1
    for name in ("view.svg", "view.html"):
        assert "text-decoration: underline" in (desk / name).read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "raw, message",
    [
        (b"caf\xe9", "this file is not valid UTF-8 (byte 0xe9); save it as UTF-8"),
        (b"\xff\xfeA\0", "this file is UTF-16; save it as UTF-8"),
        (b"PK\x03\x04 docx", "is neither Markdown nor plain text; convert it first: pandoc"),
        (b"%PDF-1.7", "is neither Markdown nor plain text"),
        (b"\xef\xbb\xbf<!doctype HTML>", "is neither Markdown nor plain text"),
    ],
)
def test_other_files_are_refused(desk: Path, raw: bytes, message: str) -> None:
    (desk / "draft.md").write_bytes(raw)
    ran = proof(desk)
    assert (ran.status, ran.out) == (3, "")
    assert message in ran.err


@pytest.mark.slow
def test_a_line_of_a_megabyte_is_read(desk: Path) -> None:
    text = f"Date: 2025-12-12\n\n{'It rained a lot. ' * 60000}Three {QUESTION} calls.\n"
    ran = proof(desk, file="-", stdin=text)
    assert ran.out.startswith("3\tdiffers\tThree\t")


def test_a_sentence_may_stand_in_place_of_a_file(desk: Path) -> None:
    ran = proof(desk, "--date", "2025-12-12", file="Ash and Birch met in Rome on 3 February.")
    assert (ran.status, ran.out.split("\t")[:2]) == (0, ["1", "stands"])
    ran = proof(desk, "--date", "2025-12-12", file="Ash and Birch met in Rome on 13 February.")
    assert (ran.status, ran.out.split("\t")[1]) == (1, "differs")


def test_a_dateline_is_the_day_of_a_text(desk: Path) -> None:
    text = "ROME, March 11, 2025 (AP) — Ash and Birch spoke by phone on Monday.\n"
    ran = proof(desk, file="-", stdin=text)
    assert (ran.status, ran.out.split("\t")[1]) == (0, "stands")
    assert "no date" not in ran.err


def test_every_sentence_about_contacts_is_counted(desk: Path) -> None:
    text = (
        "Date: 2025-12-12\n\nIt rained. Ash and Birch met in Rome on 3 February. Ash may call "
        "Birch soon. Ann Ash wrote a book on Ben Birch.\n"
    )
    ran = proof(desk, file="-", stdin=text)
    assert [line.split("\t")[1] for line in ran.out.splitlines()] == [
        "stands", "not read", "not read",
    ]  # fmt: skip
    assert ran.err == "note: 3 sentences about contacts: 1 stands, 2 not read\n"


STATEMENTS = """\
{"who": ["Ash", "Birch"], "types": ["call"], "when": ["2025"], "number": 1, "line": 3}

{"who": ["FR", "Germany"], "types": ["meeting"], "when": ["2025-02-04"], "where": ["Rome"]}
"""


def test_statements_of_another_program_are_judged(desk: Path) -> None:
    (desk / "said.jsonl").write_text(STATEMENTS, encoding="utf-8")
    argv = ("proof", "--statements", "said.jsonl", "--date", "2025-12-12")
    ran = run(*argv, folder=desk, environment=clean_environment(desk))
    assert [line.split("\t")[:2] for line in ran.out.splitlines()] == [
        ["3", "stands"], ["", "differs"],
    ]  # fmt: skip
    assert ran.status == 1
    written = run(*argv, "-o", "jsonl", folder=desk, environment=clean_environment(desk))
    (desk / "said.jsonl").write_text(written.out, encoding="utf-8")
    again = run(*argv, folder=desk, environment=clean_environment(desk))
    assert again == ran


def test_all_wrong_statements_are_named(desk: Path) -> None:
    wrong = '{"who": ["Ash", "Oak"]}\n{\n[]\n{"who": "Ash"}\n{"whom": ["Ash"]}\n'
    (desk / "said.jsonl").write_text(wrong + '{"who": ["Ash"], "when": ["2025-13"]}\n')
    argv = ("proof", "--statements", "said.jsonl")
    ran = run(*argv, folder=desk, environment=clean_environment(desk))
    assert (ran.status, ran.out) == (2, "")
    errors = [line for line in ran.err.splitlines() if line.startswith("error: said.jsonl:")]
    assert [line.split(":")[2] for line in errors] == ["1", "2", "3", "4", "5", "6"]
