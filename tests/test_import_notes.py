"""The notes of an import: one line for each kind, with the number and the first few."""

from __future__ import annotations

import re
import shlex
from functools import partial
from pathlib import Path

import pytest

from replay import clean_environment, run


def test_each_kind_of_note_is_one_line_of_an_import(tmp_path: Path) -> None:
    actors = "".join(f'[actors.erdogan-{n}]\nname = "Erdoğan {n}"\n\n' for n in range(6))
    (tmp_path / "l.toml").write_text(actors)
    rows = [f"2024-01-0{n + 1},call,T,Erdogan {n};Ann {n}" for n in range(6)]
    rows += [f"2024-02-0{n + 1},call,T,President Erdogan {n};An-n {n}" for n in range(6)]
    (tmp_path / "t.csv").write_text("\n".join(["date,type,title,actors", *rows]) + "\n")
    ran = run(
        "-f", "l.toml", "import", "t.csv",
        folder=tmp_path, environment=clean_environment(tmp_path),
    )  # fmt: skip
    assert ran.status == 0
    assert [line.split(":")[1].strip() for line in ran.err.splitlines()] == [
        "12 rows read from t.csv",
        "12 possible duplicates among actors; for those that are one, run "
        "`chrono join erdogan-0 president-erdogan-0 -f l.toml`, "
        "`chrono join erdogan-1 president-erdogan-1 -f l.toml`, "
        "`chrono join erdogan-2 president-erdogan-2 -f l.toml`, "
        "`chrono join erdogan-3 president-erdogan-3 -f l.toml` "
        "or `chrono join erdogan-4 president-erdogan-4 -f l.toml`; to write all "
        "commands into a file, run `chrono check --joins > joins.sh -f l.toml`",
        "18 new actors have no country, so each counts as a country of its own",
        'none of the 12 new events has a source; for one source of all, write sources = ["ID"] '
        "under [set]",
        "2 more notes; to see them, import again with -v",
    ]


@pytest.mark.parametrize(
    "names, note",
    [
        (["Merz, Barrot", "Barrot", "Ann"], '1 new actor may be several people: "Merz, Barrot"; if '
         "so, add --split ,"),
        (
            ["Wang Yi and Iwaya", "Iwaya & Rubio (US)", "Rubio", "Ann", "Ben"],
            '2 new actors may each be several people: "Wang Yi and Iwaya", "Iwaya & Rubio (US)"; '
            "if so, add --split ' and ' --split '&'",
        ),
        (["Johnson & Johnson", "Ministry of Trade and Industry", "Surangel Whipps, Jr"], None),
        (["Nyrstar (Ann, Ben)", "Ann", "Ben"], None),
    ],
)  # fmt: skip
def test_names_that_may_be_lists_are_questioned(
    tmp_path: Path, names: list[str], note: str | None
) -> None:
    (tmp_path / "l.toml").write_text("")
    rows = [f'2024-01-0{at},call,T,"{name}"' for at, name in enumerate(names, 1)]
    (tmp_path / "t.csv").write_text("\n".join(["date,type,title,actors", *rows]) + "\n")
    ran = run(
        "-f", "l.toml", "import", "t.csv",
        folder=tmp_path, environment=clean_environment(tmp_path),
    )  # fmt: skip
    found = [line for line in ran.err.splitlines() if "several people" in line]
    assert found == ([f"note: {note}"] if note else [])


def run_in(folder: Path, *argv: str) -> str:
    """What a command that works on the ledger of `folder` prints."""
    ran = run("-f", "l.toml", *argv, folder=folder, environment=clean_environment(folder))
    assert ran.status in (0, 1), ran.err
    return ran.out + ran.err


def test_an_import_proposes_the_joins_that_check_proposes(tmp_path: Path) -> None:
    """So a pair is proposed before and after; people who meet, or of two countries, are two."""
    (tmp_path / "l.toml").write_text(
        '[actors.ann]\nname = "Ann Ash"\ncountry = "FR"\n[actors.cy]\nname = "Cy Cole"\n'
        '[[events]]\nid = "e"\ndate = 2020-01-01\ntype = "call"\ntitle = "T"\n'
        'actors = ["ann", "Dr Dee Dahl"]\n'
    )
    names = [
        "Minister Ann Ash (FR)", "ann  ash (DE)", "Cy Cole (Board)", "Dee Dahl", "Ed & Fay; Ed&Fay",
        "Ministry (France)", "Ministry (Spain)", "Gil", "Gil Gomes",
    ]  # fmt: skip
    rows = [f'2024-01-0{at},call,T,"{name}"' for at, name in enumerate(names, 1)]
    (tmp_path / "t.csv").write_text("\n".join(["date,type,title,Who", *rows]) + "\n")
    (tmp_path / "r.toml").write_text('[map]\nactors = "Who"\n')
    notes = run_in(tmp_path, "import", "t.csv", "--rules", "r.toml")
    commands = {
        "chrono join ann minister-ann-ash-fr -f l.toml", "chrono join ann ann-ash-de -f l.toml",
        "chrono join cy cy-cole-board -f l.toml", "chrono join gil-gomes gil -f l.toml",
        'chrono join dee-dahl "Dr Dee Dahl" -f l.toml',
    }  # fmt: skip
    assert {*re.findall("`(chrono join [^`]*)`", notes)} == commands
    assert {*re.findall("`(chrono join [^`]*)`", run_in(tmp_path, "check", "--all"))} == commands
    for command in sorted(commands):
        run_in(tmp_path, *shlex.split(command)[1:], "--yes")
    assert "chrono join" not in run_in(tmp_path, "check")
    assert "possible duplicate" not in run_in(tmp_path, "import", "t.csv", "--rules", "r.toml")


ROWS = """date,type,title,actors,sources.1.publisher,extra.room
2025-03-01,visit,A,Ann;Ben,Gazette,1
2025-03-01,visit,A,Ann;Ben,Tribune,1
2025-03-01,visit,A,Ann;Ben,Tribune,2
2025-03-02,visit,A,Ann;Ben,Tribune,1
"""


LISTS = """date,type,title,Who,tags
2025-01-01,call,A,"Merz, Barrot",a;b
2025-01-02,call,B,"Barrot and Rubio",a
2025-01-03,call,C,Merz,b
"""


@pytest.mark.parametrize(
    ("change", "argv", "rules", "remedy"),
    [
        ("", [], None, "add --split , --split ' and '; if each is one actor, add --split ';'"),
        ("", [], "[map]\nactors = 'Who'\n",
         'write split = [",", " and "] above the first [section] in r.toml; if each is one actor, '
         'write split = [";"] above the first [section] in '
         "r.toml"),
        ('\n2025-01-04,call,D,"Barrot, Rubio;Merz",c', [], None,
         "add --split ';' --split , --split ' and '; if each is one actor, add --split ';'"),
        ("", ["--split", ";"], None, None),
        ("", [], "split = ''\n[map]\nactors = 'Who'\n", None),
        ("\n2025-01-04,call,D,Ann,c\n2025-01-05,call,E,Ben,c", [], None, None),
    ],
)  # fmt: skip
def test_most_names_must_not_be_lists_unless_the_user_says_so(
    tmp_path: Path, change: str, argv: list[str], rules: str | None, remedy: str | None
) -> None:
    (tmp_path / "l.toml").write_text("")
    (tmp_path / "t.csv").write_text(LISTS.rstrip() + change + "\n")
    argv = [*argv, "--map", "actors=Who"]
    if rules is not None:
        (tmp_path / "r.toml").write_text(rules)
        argv += ["--rules", "r.toml"]
    chrono = partial(run, "-f", "l.toml", folder=tmp_path, environment=clean_environment(tmp_path))
    for dry_run in (["--dry-run"], []):
        ran = chrono("import", "t.csv", *argv, *dry_run)
        assert ran.status == (0 if remedy is None else 2)
        if remedy is None:
            assert "may each be several people" in ran.err
        else:
            assert "new actors look like several people: " in ran.err
            assert ran.err.endswith(f"; {remedy}\n")
            assert (tmp_path / "l.toml").read_text() == ""


def test_invalid_rows_are_reported_before_names_that_are_lists(tmp_path: Path) -> None:
    (tmp_path / "l.toml").write_text("")
    (tmp_path / "t.csv").write_text(LISTS.replace("2025-01-03", "soon"))
    chrono = partial(run, "-f", "l.toml", folder=tmp_path, environment=clean_environment(tmp_path))
    argv = ("import", "t.csv", "--map", "actors=Who")
    ran = chrono(*argv)
    assert (ran.status, "several people" in ran.err) == (3, False)
    ran = chrono(*argv, "--skip-bad", "--rejects", "bad.csv")
    assert (ran.status, "several people" in ran.err) == (2, True)
    assert not (tmp_path / "bad.csv").exists()


def test_a_note_suggests_check_once(tmp_path: Path) -> None:
    (tmp_path / "l.toml").write_text("")
    table = "date,type,title,actors\n2025-01-01,call,A,Ann;Ben\n"
    (tmp_path / "t.csv").write_text(table)
    note = "note: to check the new events for problems, run `chrono check -f l.toml`\n"
    assert note not in run_in(tmp_path, "import", "t.csv", "--dry-run")
    assert note in run_in(tmp_path, "import", "t.csv")
    assert note not in run_in(tmp_path, "import", "t.csv")
    (tmp_path / "t.csv").write_text(table.replace(",A,", ",A call,"))
    again = run_in(tmp_path, "import", "t.csv", "--as", "again")
    assert again.count("`chrono check") == 1


def test_at_most_five_lines_are_shown_without_v(tmp_path: Path) -> None:
    (tmp_path / "l.toml").write_text("")
    rows = [
        '2024-01-01,call,T,"Ann, Ben",x',
        "2024-01-02,call,T,Ann,x",
        "2024-01-03,call,T,Dr Ben,x",
    ]
    rows += ["2024-01-04,call,T,Cy Cole,x", "2024-01-05,call,T,Cy-Cole,x"]
    (tmp_path / "t.csv").write_text("\n".join(["date,type,title,actors,Other", *rows]) + "\n")
    shown = run_in(tmp_path, "import", "t.csv", "--dry-run")
    assert shown.count("note: ") == 5
    assert "note: 2 more notes; to see them, import again with -v\n" in shown
    every = run_in(tmp_path, "import", "t.csv", "--dry-run", "-v")
    assert every.count("note: ") == 6


def test_notes_on_people_come_first(tmp_path: Path) -> None:
    (tmp_path / "l.toml").write_text("")
    rows = (
        'date,type,title,actors\n2024,call,T,"Ann, Ben"\n2024,call,T,"Ann, Ben"\n2024,call,U,Ann\n'
    )
    (tmp_path / "t.csv").write_text(rows)
    ran = run(
        "-f", "l.toml", "import", "t.csv",
        folder=tmp_path, environment=clean_environment(tmp_path),
    )  # fmt: skip
    _, lists, stateless, *_ = ran.err.splitlines()
    assert "may be several people" in lists
    assert "no country" in stateless


def test_places_that_end_with_a_country_are_named_until_they_are_split(tmp_path: Path) -> None:
    (tmp_path / "l.toml").write_text("")
    rows = ['"Oslo, Norway"', '"Paris, Texas"', "Bern", '"Rome, Italy"']
    lines = [f"2024-01-0{at},call,T,Ann;Ben,{place}" for at, place in enumerate(rows, 1)]
    (tmp_path / "t.csv").write_text("\n".join(["date,type,title,actors,place", *lines]) + "\n")
    chrono = partial(run, "-f", "l.toml", folder=tmp_path, environment=clean_environment(tmp_path))
    argv = ("import", "t.csv", "-v")
    note = 'note: 2 places such as "Oslo, Norway" end with a country; add --split-place\n'
    assert note in chrono(*argv, "--dry-run").err
    assert note not in chrono(*argv, "--split-place").err
    listed = chrono("list", "--fields", "place,place_country").out
    assert listed == "Oslo\tNO\nParis, Texas\t\nBern\t\nRome\tIT\n"


def test_many_events_that_may_be_duplicates_are_counted(tmp_path: Path) -> None:
    """A table that is imported again with other titles is not the same events to an import."""
    days = [f"2025-{month:02}-{day:02}" for month in (1, 2, 3) for day in range(1, 28, 3)]
    for name in ("First", "Second"):
        rows = [f"{day},call,{name} call on {day},Ann Ash;Ben Birch" for day in days]
        text = "\n".join(["date,type,title,actors", *rows, ""])
        (tmp_path / f"{name}.csv").write_text(text, encoding="utf-8")
    (tmp_path / "l.toml").write_text("", encoding="utf-8")
    for person, country in (("Ann Ash", "FR"), ("Ben Birch", "DE")):
        run_in(tmp_path, "add", "actor", person, "--country", country)
    assert "duplicate" not in run_in(tmp_path, "import", "First.csv")
    again = run_in(tmp_path, "import", "Second.csv")
    assert "note: 27 events may be duplicates: 2025-01-01-ash-birch-" in again
    assert "and 22 more; `chrono check` shows both of each pair" in again


BRACKETS = 'when,who\n2024-01-01,"Ann Ash (US), Ben Birch"\n2024-01-02,Cy Cole (Japan)\n'


def test_names_with_a_country_in_brackets_suggest_the_template_that_reads_it(
    tmp_path: Path,
) -> None:
    (tmp_path / "l.toml").touch()
    (tmp_path / "t.csv").write_text(BRACKETS)
    words = ("-f", "l.toml", "import", "t.csv", "--dry-run", "--split", ",")
    options = ("--map", "date=when", "--set", "type=call", "--set", "title=T")

    def notes(*more: str) -> str:
        environment = clean_environment(tmp_path)
        return run(*words, *more, folder=tmp_path, environment=environment).err

    template = "{who:name} ({who:country})"
    start = '2 new actors have their country in brackets, such as "Ann Ash (US)"; '
    assert f"{start}add `--map 'actors={template}'`" in notes(*options, "--map", "actors=who")
    assert "in brackets" not in notes(*options, "--map", f"actors={template}")
    (tmp_path / "r.toml").write_text(
        '[map]\ndate = "when"\nactors = "who"\n[set]\ntype = "call"\ntitle = "T"\n'
    )
    by_file = notes("--rules", "r.toml")
    assert f'{start}write actors = "{template}" under [map] in r.toml' in by_file
    assert "1 new actor has no country" in by_file


@pytest.mark.parametrize("remark, named", [("", False), ("from the press", True)])
def test_a_column_without_a_value_is_not_named(tmp_path: Path, remark: str, named: bool) -> None:
    head = "date,type,title,actors,Remarks\n"
    row = f"2025-01-01,call,T,Ann Ash (FR); Ben Birch (DE),{remark}\n"
    (tmp_path / "t.csv").write_text(head + row, encoding="utf-8")
    (tmp_path / "l.toml").write_text("[ledger]\nversion = 1\n", encoding="utf-8")
    said = run_in(tmp_path, "import", "t.csv")
    assert ("1 column not imported (Remarks)" in said) is named


RULES = """split = { Who = ";" }
[map]
date = "Day"
type = "Kind"
title = "{Kind:cell}"
actors = "{Who:name} ({Who:country})"
[values.Kind]
Negotiation = "talk"
"""


def test_hints_about_a_rules_file_name_the_line_to_change(tmp_path: Path) -> None:
    (tmp_path / "l.toml").touch()
    (tmp_path / "r.toml").write_text(RULES)
    head = "Day,Kind,Who\n2025-01-01,Negotiation,Ann Ash (FR); Ben Birch (DE)\n"
    (tmp_path / "t.csv").write_text(head + "n/a,Negotiation,Ann Ash (FR) & Cy Cole (US)\n")
    words = ("-f", "l.toml", "import", "t.csv", "--dry-run", "--rules", "r.toml")
    errors = run(*words, folder=tmp_path, environment=clean_environment(tmp_path)).err
    assert 'unknown type "talk"; did you mean "talks"? If so, change it in r.toml' in errors
    assert (
        'if that means a missing date, write missing = ["n/a"] above the first [section] in r.toml'
        in errors
    )
    (tmp_path / "t.csv").write_text(head + "2025-01-02,call,Ann Ash (FR) & Cy Cole (US)\n")
    (tmp_path / "r.toml").write_text(RULES.replace('"talk"', '"talks"'))
    split = 'split = { Who = [";", "&"] }'
    assert f"write {split} above the first [section]" in run_in(tmp_path, *words)
    (tmp_path / "r.toml").write_text(RULES.replace('"talk"', '"talks"').replace(
        'split = { Who = ";" }', split))  # fmt: skip
    assert "several people" not in run_in(tmp_path, *words)
