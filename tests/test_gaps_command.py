"""`chrono gaps`: its lines and formats, what it leaves out, and what it refuses."""

from __future__ import annotations

import json
import shlex
from collections.abc import Sequence
from pathlib import Path

import pytest

from replay import ROOT, Ran, clean_environment, run

# -- the command --------------------------------------------------------------------------------

HEAD = """\
[ledger]
title = "Two countries"
COVERS
[actors]
xi = { name = "Xi Jinping", country = "CN" }
wang-yi = { name = "Wang Yi", country = "CN" }
wang-wentao = { name = "Wang Wentao", country = "CN" }
trump = { name = "Donald Trump", country = "US" }
"""

EVENTS = (
    ("jan", "2025-01-17", "call", "xi", ""),
    ("feb", "2025-02-06", "letter", "xi", ""),
    ("spring", "2025-03", "meeting", "wang-yi", ""),
    ("jun", "2025-06-05", "call", "xi", ""),
    ("oct", "2025-10-30", "meeting", "xi", ""),
    ("planned", "2026-04", "visit", "xi", 'status = "planned"'),
)


def chrono(
    folder: Path,
    *argv: str,
    covers: str = "2025",
    events: Sequence[Sequence[str]] = EVENTS,
) -> Ran:
    """Write the ledger there, and run `chrono gaps` on the 31st of January 2026."""
    tables = [
        f'[[events]]\nid = "{id}"\ndate = "{date}"\ntype = "{kind}"\ntitle = "{id}"\n'
        f'actors = ["{who}", "trump"]\n{more}\n'
        for id, date, kind, who, more in events
    ]
    head = HEAD.replace("COVERS", f'covers = "{covers}"' if covers else "")
    (folder / "events.toml").write_text("\n".join([head, *tables]), encoding="utf-8")
    return run("gaps", *argv, folder=folder, environment=clean_environment(folder))


JAN_SPRING = "43..73\t2025-01-17\t2025-03\tjan\tspring"
SPRING_JUN = "66..96\t2025-03\t2025-06-05\tspring\tjun"
JUN_OCT = "147\t2025-06-05\t2025-10-30\tjun\toct"
RUNNING = "62\t2025-10-30\t2025-12-31\toct\t"


def test_a_row_has_days_from_to_and_two_ids_and_the_running_gap_comes_last(
    tmp_path: Path,
) -> None:
    ran = chrono(tmp_path)
    assert ran.out.split("\n") == [JUN_OCT, SPRING_JUN, JAN_SPRING, RUNNING, ""]
    assert ran.status == 0
    assert "ignored" not in ran.err
    assert "outside" not in ran.err


@pytest.mark.parametrize(
    "argv, lines",
    [
        (["--reverse"], [JAN_SPRING, SPRING_JUN, JUN_OCT, RUNNING]),
        (["--limit", "1"], [JUN_OCT, RUNNING]),
        (["--limit", "1", "--reverse"], [JAN_SPRING, RUNNING]),
        (["--limit", "0"], [RUNNING]),
        # The filters choose the contacts, and by them the silences.
        (
            ["--actor", "xi"],
            [
                "147\t2025-06-05\t2025-10-30\tjun\toct",
                "139\t2025-01-17\t2025-06-05\tjan\tjun",
                RUNNING,
            ],
        ),
        (
            ["--type", "call"],
            ["139\t2025-01-17\t2025-06-05\tjan\tjun", "209\t2025-06-05\t2025-12-31\tjun\t"],
        ),
        # A type that is no contact, when it is named.
        (["--type", "letter"], ["328\t2025-02-06\t2025-12-31\tfeb\t"]),
        (["--type", "letter", "--contacts"], []),
        (
            ["--all"],
            [
                JUN_OCT,
                SPRING_JUN,
                "23..53\t2025-02-06\t2025-03\tfeb\tspring",
                "20\t2025-01-17\t2025-02-06\tjan\tfeb",
                RUNNING,
            ],
        ),
        # A period that is over has no running silence; one that lasts on has.
        (["2025-01..2025-06"], [SPRING_JUN, JAN_SPRING]),
        (["2025"], [JUN_OCT, SPRING_JUN, JAN_SPRING, RUNNING]),
        (["2025-06.."], [JUN_OCT, RUNNING]),
        (["--until", "2025-06-05"], [SPRING_JUN, JAN_SPRING]),
        # Today before the end of what is covered.
        (
            ["--today", "2025-11-24"],
            [JUN_OCT, SPRING_JUN, JAN_SPRING, "25\t2025-10-30\t2025-11-24\toct\t"],
        ),
        (["--today", "2025-10-30"], [JUN_OCT, SPRING_JUN, JAN_SPRING]),
    ],
)
def test_the_rows_of_a_question(tmp_path: Path, argv: list[str], lines: list[str]) -> None:
    ran = chrono(tmp_path, *argv)
    assert (ran.out.splitlines(), ran.status) == (lines, 0)


def test_the_running_gap_of_a_ledger_without_a_period_reaches_today(tmp_path: Path) -> None:
    ran = chrono(tmp_path, covers="")
    assert ran.out.splitlines()[-1] == "93\t2025-10-30\t2026-01-31\toct\t"


def test_contacts_outside_the_covered_days_are_left_out_with_a_note(
    tmp_path: Path,
) -> None:
    ran = chrono(tmp_path, covers="2025-02..2025-09")
    assert ran.out.splitlines() == [SPRING_JUN, "117\t2025-06-05\t2025-09-30\tjun\t"]
    assert (
        "note: no gaps are shown before or after 2 of the 4 contacts, because contacts may "
        "be missing; this ledger covers only 2025-02..2025-09\n" in ran.err
    )
    one = chrono(tmp_path, covers="2025-02..")
    assert (
        "note: no gaps are shown before or after 1 of the 4 contacts, because contacts may "
        "be missing; this ledger covers only 2025-02 onwards\n" in one.err
    )


def test_a_period_that_reaches_outside_the_covered_days_gets_a_note(tmp_path: Path) -> None:
    ran = chrono(tmp_path, "2024-12..2025-01")
    assert ran.out == ""
    assert "note: this ledger covers only 2025\n" in ran.err


@pytest.mark.parametrize("argv", [["2024"], ["--place", "Nowhere"], ["--type", "talks"]])
def test_without_contacts_there_is_no_gap(tmp_path: Path, argv: list[str]) -> None:
    where = ("there", "2025-05-01", "letter", "xi", 'place = "Nowhere"')
    ran = chrono(tmp_path, *argv, events=(*EVENTS, where))
    assert (ran.out, ran.status) == ("", 0)
    assert "note: no matching " in ran.err
    assert chrono(tmp_path, *argv, "-o", "json", events=(*EVENTS, where)).out == "[]\n"


def test_a_single_contact_has_only_the_running_gap(tmp_path: Path) -> None:
    ran = chrono(tmp_path, events=EVENTS[:1])
    assert ran.out == "348\t2025-01-17\t2025-12-31\tjan\t\n"
    assert "no gaps between contacts, since there is only one contact" in ran.err


AUTUMN = (
    ("july", "2024-07-01", "call", "xi", ""),
    ("autumn", "2024-23", "video", "xi", ""),
    ("november", "2024-11-19", "meeting", "xi", ""),
)


def test_gaps_timeline_summary_and_page_agree_on_a_gap_of_unknown_length(tmp_path: Path) -> None:
    """Three contacts, one of them some day in autumn: one gap, and the current one."""
    today = ("--today", "2024-12-31")
    ran = chrono(tmp_path, *today, covers="", events=AUTUMN)
    assert ran.out.splitlines() == [
        "71..141\t2024-07-01\t2024-11-19\tjuly\tnovember",
        "31..42\t2024-11-19\t2024-12-31\tnovember\t",
    ]
    assert ran.err == ""
    found = json.loads(chrono(tmp_path, *today, "-o", "json", covers="", events=AUTUMN).out)
    assert [one["days"]["undecided"] for one in found] == [["autumn"], ["autumn"]]

    def text(*argv: str) -> str:
        answer = run(*argv, *today, folder=tmp_path, environment=clean_environment(tmp_path)).out
        return " ".join(answer.replace("│", " ").replace("┊", " ").split())

    longest = json.loads(text("summary", "-o", "json"))["longest_gap"]
    assert longest == {key: found[0][key] for key in longest}
    assert "71–141 days, 1 Jul 2024 to 19 Nov 2024 (perhaps interrupted by autumn)" in text(
        "summary"
    )
    assert "for 71–141 days, since 1 Jul (perhaps interrupted by autumn)" in text("timeline")
    table = text("gaps", "-o", "table")
    assert "1 Jul to 19 Nov" in table
    assert "1 gap, and the current one; median 71–141 days" in table
    assert table.count("perhaps interrupted by autumn") == 2
    page = text("export", "html", "--output", "-")
    assert "71–141 days between contacts, from <a" in page
    assert 'perhaps interrupted by <a href="#autumn" title="autumn">' in page
    for answer in (table, text("timeline"), page):
        assert "1 Sep" not in answer
        assert "2024-09-01" not in answer


def test_a_gap_that_an_unknown_order_may_leave_gets_a_note(tmp_path: Path) -> None:
    loose = ("loose", "[2025-10-01..2025-12-25]", "call", "xi", "")
    ran = chrono(tmp_path, events=(loose, ("last", "2025-12-20", "call", "xi", "")))
    assert ran.out == "6..11\t2025-12-20\t2025-12-31\tlast\t\n"
    note = "a gap of up to 80 days is possible, because the order of some contacts is not known"
    assert f"note: {note}\n" in ran.err
    environment = clean_environment(tmp_path)
    summary = run("summary", folder=tmp_path, environment=environment).out
    assert "Longest gap    up to 80 days; the order of some contacts is not known" in summary
    page = run("export", "html", folder=tmp_path, environment=environment).out
    assert "up to 80 days; the order of some contacts is not known" in page
    assert "6–11 days, from <a" in page


def test_an_event_that_was_not_held_breaks_a_gap_only_with_its_status(tmp_path: Path) -> None:
    denied = ("denied", "2025-08-01", "call", "xi", 'status = "denied"')
    events = (*EVENTS, denied)
    assert JUN_OCT in chrono(tmp_path, events=events).out.splitlines()
    lines = chrono(tmp_path, "--status", "any", events=events).out.splitlines()
    assert "90\t2025-08-01\t2025-10-30\tdenied\toct" in lines


def test_an_ambiguous_name_is_refused_with_the_candidates(tmp_path: Path) -> None:
    ran = chrono(tmp_path, "--actor", "Wang")
    assert (ran.out, ran.status) == ("", 2)
    assert "Wang Yi (wang-yi)" in ran.err
    assert "Wang Wentao (wang-wentao)" in ran.err


@pytest.mark.parametrize(
    "argv", [["--actor", "Nobody"], ["--type", "tlak"], ["soon"], ["--today", "soon"]]
)
def test_an_unknown_word_is_refused(tmp_path: Path, argv: list[str]) -> None:
    ran = chrono(tmp_path, *argv)
    assert (ran.out, ran.status) == ("", 2)
    assert ran.err.startswith("error: ")


def test_json_has_every_key_of_each_gap(tmp_path: Path) -> None:
    found = json.loads(chrono(tmp_path, "--type", "meeting", "-o", "json").out)
    assert found == [
        {
            "days": {"min": 213, "max": 243, "undecided": ["spring"]},
            "from": "2025-03",
            "to": "2025-10-30",
            "after": "spring",
            "before": "oct",
            "running": False,
            "median": {"min": 213, "max": 243},
            "times_median": {"min": 0.88, "max": 1.14},
        },
        {
            "days": {"min": 62, "max": 62, "undecided": []},
            "from": "2025-10-30",
            "to": "2025-12-31",
            "after": "oct",
            "before": None,
            "running": True,
            "median": {"min": 213, "max": 243},
            "times_median": {"min": 0.26, "max": 0.29},
        },
    ]


def test_json_has_no_median_of_the_running_gap_alone(tmp_path: Path) -> None:
    (found,) = json.loads(chrono(tmp_path, "-o", "json", events=EVENTS[:1]).out)
    assert (found["running"], found["median"], found["times_median"]) == (True, None, None)


def test_csv_has_a_header_and_the_same_cells(tmp_path: Path) -> None:
    lines = chrono(tmp_path, "--limit", "1", "-o", "csv").out.splitlines()
    assert lines == [
        "days,from,to,after,before",
        "147,2025-06-05,2025-10-30,jun,oct",
        "62,2025-10-30,2025-12-31,oct,",
    ]


def test_summary_and_gaps_have_the_same_longest_gap(tmp_path: Path) -> None:
    """What was held some day in December had begun by the 10th, for both of them."""
    (tmp_path / "events.toml").write_text(
        '[actors.a]\nname = "A"\ncountry = "US"\n[actors.b]\nname = "B"\ncountry = "CN"\n'
        + "".join(
            f'[[events]]\nid = "{date}"\ndate = "{date}"\ntype = "call"\ntitle = "T"\n'
            'actors = ["a", "b"]\n'
            for date in ("2025-11-20", "2025-12")
        ),
        encoding="utf-8",
    )
    environment = {**clean_environment(tmp_path), "CHRONO_TODAY": "2025-12-10"}
    first = json.loads(run("gaps", "-o", "json", folder=tmp_path, environment=environment).out)[0]
    summary = run("summary", "-o", "json", folder=tmp_path, environment=environment)
    longest = json.loads(summary.out)["longest_gap"]
    assert longest == {key: first[key] for key in longest}
    assert (first["days"]["min"], first["days"]["max"]) == (11, 20)


def test_each_command_that_is_proposed_answers() -> None:
    folder = ROOT / "data"
    environment = clean_environment(folder)
    asked = run("gaps", "2025", folder=folder, environment=environment)
    assert not asked.out
    commands = [shlex.split(line) for line in asked.err.splitlines() if line.startswith("  chrono")]
    assert len(commands) > 5
    for _, *words in commands:
        answer = run(*words, folder=folder, environment=environment)
        assert answer.status == 0
        assert "not known" not in answer.err
