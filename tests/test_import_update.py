"""Updates by `chrono import`: the user's additions stay; events that the file lacks are named."""

from __future__ import annotations

import json
import re
import tempfile
from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chrono.core.model import Event
from chrono.files.index.load import load
from replay import Ran, clean_environment, run
from samples import law

RULES = """
[map]
id = "nr"
date = "when"
title = "{who} in {where}"
actors = ["{who} ({land})", "{other}"]
place = "where"
tags = "kind"
notes = "remark"

[set]
type = "visit"
sources = ["list"]

[sources.list]
publisher = "A List"
"""
FIRST = """nr,when,who,land,other,where,kind,remark
v1,2024-01-01,Ann,FR,Ben,Rome,state;long,
v2,2024-02-01,Ann,FR,Ben,Oslo,work,late
v3,2024-03-01,Cy,DE,Ben,Bonn,,
"""


@pytest.fixture
def work(tmp_path: Path) -> Path:
    (tmp_path / "ledger.toml").touch()
    (tmp_path / "r.toml").write_text(RULES)
    return tmp_path


def chrono(work: Path, *argv: str, stdin: str = "") -> Ran:
    """Run a command on the ledger, and return what it did."""
    return run(
        "-f", "ledger.toml", *argv,
        folder=work, environment=clean_environment(work), stdin=stdin.encode(),
    )  # fmt: skip


def imported(work: Path, table: str, *argv: str, name: str = "t.csv") -> str:
    """Import a table by the rules file, if there is one, and return the notes."""
    (work / name).write_text(table)
    rules = ["--rules", "r.toml"] if (work / "r.toml").exists() else []
    ran = chrono(work, "import", name, *rules, *argv)
    assert ran.status == 0, ran.err
    return ran.err


def updated(work: Path, table: str, *argv: str, name: str = "t.csv") -> str:
    """Import a table with `--on-duplicate update`, and return the notes."""
    return imported(work, table, "--on-duplicate", "update", *argv, name=name)


def edited(work: Path, *argv: str) -> None:
    """Edit or add an entry."""
    ran = chrono(work, *argv)
    assert ran.status == 0, ran.err


def events(work: Path) -> dict[str, Event]:
    """Return the events of the ledger by id."""
    return {event.id: event for event in load([str(work / "ledger.toml")]).events}


def text(work: Path) -> str:
    return (work / "ledger.toml").read_text()


# -- what the user added ------------------------------------------------------------------------


def test_sources_tags_notes_and_links_added_by_hand_stay(work: Path) -> None:
    imported(work, FIRST)
    edited(
        work, "edit", "v1", "--set", "tags+=mine", "--set", "notes=My note", "--set", "follows=v3",
        "--set", "present=Cy", "--source", "https://example.org/a", "--publisher", "NYT",
    )  # fmt: skip
    edited(work, "edit", "v1", "--set", "actors+=Cy")
    updated(work, FIRST.replace("v1,2024-01-01", "v1,2024-01-02").replace("state;long", "state"))
    event = events(work)["v1"]
    assert event.when.text == "2024-01-02"
    assert event.tags == ("state", "mine")
    assert event.notes == "My note"
    assert event.follows == ("v3",)
    assert [actor.name for actor in event.present] == ["Cy"]
    assert [actor.name for actor in event.actors] == ["Ann", "Ben", "Cy"]
    assert [source.publisher for source in event.sources] == ["A List", "NYT"]


def test_a_note_names_the_values_that_an_update_replaces(work: Path) -> None:
    imported(work, FIRST)
    edited(work, "edit", "v1", "--set", "tags+=mine", "--set", "summary=x")
    table = FIRST.replace("02-01", "02-03").replace("Bonn,,", "Bonn,new,").replace("Rome", "Pisa")
    replaced = "updates from the file, with the changed fields in brackets: "
    for option in (["--dry-run"], []):
        notes = updated(work, table, *option)
        assert f"{replaced}v1 (title, place), v2 (date), v3\n" in notes
    table = table.replace("Bonn,new,", "Bonn,new;more,")
    assert "replaced" not in updated(work, table)
    many = "".join(f"w{at},2024-05-0{at},Ann,FR,Ben,Rome,,\n" for at in range(1, 8))
    imported(work, table + many)
    later = table + many.replace("2024-05", "2024-06")
    assert "w5 (date), and 2 more" in updated(work, later, "--dry-run")
    assert "w6 (date), w7 (date)" in updated(work, later, "-v")


@pytest.mark.parametrize("ids", [True, False])
@pytest.mark.parametrize("keep, other", [(0, 1), (1, 0)])
def test_events_that_were_joined_are_not_imported_again(
    work: Path, ids: bool, keep: int, other: int
) -> None:
    (work / "r.toml").unlink()
    rows = ["date,type,title,actors,tags", "2025-01-01,call,One,Ann; Ben,x"]
    rows += ["2025-01-02,call,Two,Ann; Ben,y", "2025-01-03,call,Three,Ann; Ben,y"]
    rows = [f"{('id', 'a', 'b', 'c')[at]},{row}" if ids else row for at, row in enumerate(rows)]
    table = "\n".join([*rows, ""])
    imported(work, table)
    for _ in range(2):
        first, second, *_ = sorted(events(work).values(), key=lambda event: event.when.text)
        pair = (first.id, second.id)
        edited(work, "join", pair[keep], pair[other], "--yes")
        before = text(work)
        for import_again in (imported, updated):
            assert "3 rows read from t.csv: 0 added, 0 updated, 3 skipped" in import_again(
                work, table
            )
            assert text(work) == before
        keep, other = other, keep
    assert len(events(work)) == 1


LINKS = ("--map", "sources[1].url=link", "--set", "sources[1].publisher=X")


def import_linked(work: Path, second: str) -> tuple[str, str]:
    """Import three rows without rules. Return the rows and the id of the event `Two`.

    `second`: the second row, without its link
    """
    (work / "r.toml").unlink()
    rows = (
        "date,type,title,actors,place,link\n2025-01-01,call,One,Ann; Ben,,https://x.org/1\n"
        f"{second},https://x.org/2\n2025-01-09,call,Three,Ann; Ben,,https://x.org/3\n"
    )
    imported(work, rows, *LINKS)
    (id,) = (id for id, event in events(work).items() if event.title == "Two")
    return rows, id


def test_a_row_with_a_corrected_date_is_named_with_the_event_of_the_earlier_row(work: Path) -> None:
    rows, old = import_linked(work, "2025-01-05,meeting,Two,Ann; Ben,Rome")
    other_link = imported(
        work, rows.replace("05,m", "06,m").replace("/2", "/9"), *LINKS, "--dry-run"
    )
    assert "corrected" not in other_link
    notes = imported(work, rows.replace("05,m", "06,m"), *LINKS)
    (new,) = (id for id in events(work) if "2025-01-06" in id)
    assert (
        "1 new event looks like a corrected version of an event that the file no longer has: "
        f"{new} (of {old}; date differs); to join the two events, run `chrono join {new} {old} "
        "-f ledger.toml`, which keeps the values in the file; to keep the earlier ones, swap the "
        "ids; to delete the earlier events, add --on-missing remove"
    ) in notes
    assert "values of your own" not in notes
    edited(work, "join", new, old, "--yes")
    again = imported(work, rows.replace("05,m", "06,m"), *LINKS)
    assert "0 added, 0 updated, 3 skipped" in again
    assert "not in this file" not in again


def test_a_note_names_the_values_that_a_join_with_the_earlier_event_would_drop(work: Path) -> None:
    rows, old = import_linked(work, "2025-01-05,call,Two,Ann; Ben,")
    edited(
        work, "edit", old, "--set", "title=My title", "--set", "status=denied",
        "--set", "summary=Mine", "--set", "tags=mine",
    )  # fmt: skip
    notes = imported(work, rows.replace("/2", "/9"), *LINKS)
    (new,) = (id for id in events(work) if "2025-01-05" in id and id != old)
    assert f"{new} (of {old}; title and status differ)" in notes
    assert f"`chrono join {new} {old} -f ledger.toml`, which keeps the values in the file" in notes
    edited(work, "join", old, new, "--yes")
    event = events(work)[old]
    assert (event.title, event.status, event.summary) == ("My title", "denied", "Mine")
    assert "3 skipped" in imported(work, rows.replace("/2", "/9"), *LINKS)


@pytest.mark.parametrize(
    ("old_text", "new_text"), [("Rome", "Bonn"), ("x.org/2", "x.org/9"), ("Ann; Ben,R", "Ann,R")]
)
def test_a_row_with_another_place_link_or_person_is_named_with_the_earlier_event(
    work: Path, old_text: str, new_text: str
) -> None:
    rows, old = import_linked(work, "2025-01-05,visit,Two,Ann; Ben,Rome")
    corrected = rows.replace(old_text, new_text)
    notes = imported(work, corrected, *LINKS)
    (new,) = (id for id in events(work) if "2025-01-05" in id and id != old)
    assert f"run `chrono join {new} {old} -f ledger.toml`" in notes
    assert "duplicate" not in notes
    edited(work, "join", new, old, "--yes")
    assert "0 added, 0 updated, 3 skipped" in imported(work, corrected, *LINKS)


def test_missing_events_with_values_of_the_user_are_named_before_and_after_removal(
    work: Path,
) -> None:
    (work / "r.toml").unlink()
    rows = ["date,type,title,actors,tags", *(f"2025-01-0{n},call,{n},Ann; Ben,x" for n in "1234")]
    imported(work, "\n".join([*rows, ""]), "--set", "sources[1].publisher=A")
    third, fourth = sorted(events(work))[2:]
    edited(work, "edit", fourth, "--set", "summary=Mine", "--set", "tags+=mine")
    fewer = "\n".join([*rows[:3], ""])
    named = f"{fourth} (tags, summary)\n"
    assert (
        "1 missing event has values of your own, which --on-missing remove would delete: " + named
    ) in imported(work, fewer, "--set", "sources[1].publisher=A")
    removed = ("--set", "sources[1].publisher=A", "--on-missing", "remove")
    assert f"1 removed event has values of your own, printed above: {named}" in imported(
        work, fewer, *removed
    )
    assert not {third, fourth} & {*events(work)}


def test_what_the_file_no_longer_has_goes_and_what_the_user_added_stays(work: Path) -> None:
    imported(work, FIRST)
    edited(work, "edit", "v2", "--set", "tags+=mine", "--set", "actors+=Cy")
    rules = RULES.replace('"list"]', '"other"]').replace("sources.list", "sources.other")
    (work / "r.toml").write_text(rules.replace("A List", "Other List"))
    updated(work, FIRST.replace("Ann,FR,Ben,Oslo,work", "Ann,FR,Eve,Oslo,"))
    event = events(work)["v2"]
    assert event.tags == ("mine",)
    assert [actor.name for actor in event.actors] == ["Ann", "Eve", "Cy"]
    assert [source.publisher for source in event.sources] == ["Other List"]


def test_what_the_user_removed_from_a_list_stays_away(work: Path) -> None:
    imported(work, FIRST)
    edited(work, "edit", "v1", "--set", "tags-=long", "--set", "sources-=list")
    before = text(work)
    assert "0 updated" in updated(work, FIRST)
    assert text(work) == before
    updated(work, FIRST.replace("v1,2024-01-01", "v1,2024-01-02"))
    assert (events(work)["v1"].tags, events(work)["v1"].sources) == (("state",), ())


def test_single_values_are_merged_in_three_ways(work: Path) -> None:
    imported(work, FIRST)
    edited(
        work, "edit", "v1", "--set", "date=2024-01-05", "--set", "title=Mine", "--set", "type=call",
    )  # fmt: skip
    edited(work, "edit", "v2", "--unset", "place")
    before = text(work)
    assert "0 updated" in updated(work, FIRST)
    assert text(work) == before
    second = FIRST.replace("Rome", "Pisa").replace("Oslo", "Turku").replace("02-01", "02-02")
    notes = updated(work, second)
    assert (
        "2 values were changed both in the ledger and in the file; the ledger was kept: v1 title "
        '("Mine", but "Ann in Pisa" in the file), v2 place (no value, but "Turku" in the file); '
        "to use those in the file, run `chrono edit ID --set KEY=VALUE -f ledger.toml`"
    ) in notes
    first, other, _ = events(work).values()
    assert (first.when.text, first.title, first.type.id, first.place) == (
        "2024-01-05", "Mine", "call", "Pisa",
    )  # fmt: skip
    assert (other.when.text, other.title, other.place) == ("2024-02-02", "Ann in Turku", None)
    assert "changed both" not in updated(work, second)
    notes = updated(work, second.replace("Pisa", "Bari"))
    assert "1 value was changed both" in notes


STATUS = "id,date,type,title,actors,status,private\nx,2024,call,T,Ann;Ben,{},\n"


@pytest.mark.parametrize("name", ["t.csv", "t.json"])
def test_a_status_of_the_file_is_taken_until_the_user_changes_it(work: Path, name: str) -> None:
    (work / "r.toml").unlink()

    def table(status: str) -> str:
        record = {"id": "x", "date": "2024", "type": "call", "title": "T", "actors": ["Ann", "Ben"]}
        values = {**record, "status": status, "private": False}
        return json.dumps([values]) if name == "t.json" else STATUS.format(status)

    update = partial(updated, work, name=name)
    update(table("planned"), "--as", "t")
    update(table("held"), "--as", "t")
    assert events(work)["x"].status == "held"
    edited(work, "edit", "x", "--set", "status=denied", "--set", "private=true")
    update(table("held"), "--as", "t")
    assert (events(work)["x"].status, events(work)["x"].private) == ("denied", True)


def test_an_import_of_an_earlier_version_saved_only_the_notes(work: Path) -> None:
    imported(work, FIRST)
    edited(work, "edit", "v2", "--set", "notes=Mine")
    old = re.sub(r", values = \{.*?\}", ', notes = "late"', text(work))
    assert old.count('notes = "late"') == 3
    (work / "ledger.toml").write_text(old)
    updated(work, FIRST.replace("late", "later").replace("Oslo", "Turku"))
    event = events(work)["v2"]
    assert (event.notes, event.place) == ("Mine", "Turku")
    assert 'notes = "late"' not in text(work).partition('id = "v2"')[2].partition("[[")[0]


def test_a_value_that_the_file_lacks_is_kept_and_named(work: Path) -> None:
    imported(work, FIRST)
    notes = updated(work, FIRST.replace("Rome", "").replace("Ann,FR,Ben,,", "Ann,FR,Ben,Rome,"))
    assert "kept values" not in notes
    notes = updated(work, FIRST.replace("Cy,DE,Ben,Bonn", "Cy,DE,Ben,"))
    assert "note: kept values that are missing from the file: v3 place; " in notes
    assert events(work)["v3"].place == "Bonn"


def test_notes_of_the_file_are_replaced_until_the_user_changes_them(work: Path) -> None:
    imported(work, FIRST)
    updated(work, FIRST.replace("late", "very late"))
    assert events(work)["v2"].notes == "very late"
    edited(work, "edit", "v2", "--set", "notes=very late, says Eve")
    updated(work, FIRST.replace("late", "too late"))
    assert events(work)["v2"].notes == "very late, says Eve"


MINE = """
[[events]]
id = "v1"
date = 2024-01-01
type = "visit"
title = "T"
actors = ["Ann", "Ben"]
tags = ["mine"]
notes = "Mine."
sources = [{ publisher = "NYT", quote = "q" }, { publisher = "Own", private = true }]
"""
LISTED = """id,date,type,title,actors,tags,sources
v1,2024-01-01,visit,New,Ann;Cy,a,A List; NYT
"""
RECORD = """{"id": "v1", "date": "2024-01-01", "type": "visit", "title": "New", "actors": ["Ann"],
"tags": ["a"], "sources": ["A List", "NYT"]}"""


@pytest.mark.parametrize("table, name", [(LISTED, "t.csv"), (RECORD, "t.json")])
def test_a_row_only_adds_to_the_lists_of_an_event_written_by_hand(
    work: Path, table: str, name: str
) -> None:
    (work / "r.toml").unlink()
    (work / "ledger.toml").write_text(MINE)
    notes = updated(work, table, name=name)
    assert "note: kept values that are missing from the file: v1 tags; " in notes
    event = events(work)["v1"]
    assert (event.title, event.tags, event.notes) == ("New", ("mine", "a"), "Mine.")
    assert [source.publisher for source in event.sources] == ["NYT", "Own", "A List"]
    assert event.sources[0].quote == "q"
    assert "imported" not in text(work)
    before = text(work)
    assert "0 updated" in updated(work, table, name=name)
    assert text(work) == before


def test_a_record_with_empty_values_removes_nothing(work: Path) -> None:
    (work / "r.toml").unlink()
    (work / "ledger.toml").write_text(MINE + 'place = "Rome"\nprivate = true\n')
    before = text(work)
    record = RECORD.replace('["a"]', '[], "place": null, "notes": ""')
    record = record.replace('["A List", "NYT"]', "null").replace("New", "T")
    record = record.replace('["Ann"]', '["Ann", "Ben"]').replace("call", "visit")
    assert "0 updated" in updated(work, record, name="t.json")
    assert text(work) == before


def test_sources_from_columns_are_updated_beside_those_of_the_user(work: Path) -> None:
    (work / "r.toml").write_text(
        '[map]\n"sources[1].publisher" = "paper"\n"sources[1].url" = "link"\n'
    )
    table = "id,date,type,title,actors,paper,link\nx,2024,call,T,Ann;Ben,{},https://{}.org\n"
    imported(work, table.format("P", "a"))
    (work / "ledger.toml").write_text(
        text(work).replace("sources = [{", 'sources = [{ publisher = "NYT" }, {')
    )
    updated(work, table.format("Q", "a"))
    assert [source.publisher for source in events(work)["x"].sources] == ["NYT", "Q"]


def test_what_an_import_remembers_is_in_no_output(work: Path) -> None:
    imported(work, FIRST)
    assert "imported = {" in text(work)
    assert {event.extra == {} for event in events(work).values()} == {True}
    for argv in (["list", "-o", "json"], ["export", "toml"], ["export", "jsonl"], ["show", "v1"]):
        assert "imported" not in chrono(work, *argv).out


def test_a_record_with_fewer_keys_of_a_source_keeps_the_source(work: Path) -> None:
    (work / "r.toml").unlink()
    source, other = 'publisher = "P"\nurl = "https://x.org/1"\n', 'publisher = "Q"'
    ledger = MINE.replace('publisher = "NYT", quote = "q"', other).replace("[{", '["s1", {')
    (work / "ledger.toml").write_text(f"[sources.s1]\n{source}{ledger}")
    record = chrono(work, "list", "--status", "any", "-o", "json").out
    richer = text(work).replace(source, f'{source}archive = "https://a.org/1"\n')
    (work / "ledger.toml").write_text(richer.replace(other, f'{other}, title = "T"'))
    before = text(work)
    assert "0 updated" in updated(work, record, name="t.json")
    assert text(work) == before


def test_a_change_of_extra_keeps_what_the_import_remembers(work: Path) -> None:
    (work / "r.toml").write_text(RULES.replace("[set]", 'extra.land = "land"\n\n[set]'))
    imported(work, FIRST)
    before = text(work)
    updated(work, FIRST.replace("Cy,DE", "Cy,AT"), "--map", "actors={who}; {other}")
    memory = '(?m)cells = "[^"]*"|values = {.*?}'
    one, other = (re.sub(memory, "", each) for each in (text(work), before))
    assert one == other.replace('land = "DE"', 'land = "AT"')


# -- events that the file lacks -------------------------------------------------------------------

SECOND = FIRST.replace("v2,2024-02-01,Ann,FR,Ben,Oslo,work,late\n", "")


def test_events_of_an_earlier_import_that_the_file_lacks_are_named_and_kept(work: Path) -> None:
    imported(work, FIRST, name="2023.csv")
    edited(
        work, "add", "--id", "v9", "--date", "2024", "--type", "call", "--title", "T",
        "--actor", "Ann", "--actor", "Ben",
    )  # fmt: skip
    before = text(work)
    for argv in ((), ("--on-duplicate", "update"), ("--on-missing", "report")):
        notes = imported(work, SECOND, *argv, name="2024.csv")
        assert (
            'note: 1 event from the earlier import "r" is not in this file: v2; '
            "to cancel this event, " in notes
        )
        assert text(work) == before


def test_missing_events_are_cancelled_and_held_again_when_they_are_back(work: Path) -> None:
    imported(work, FIRST)
    before = text(work)
    notes = updated(work, SECOND, "--on-missing", "cancelled", name="2024.csv")
    assert '1 event from the earlier import "r" is not in this file: v2; now cancelled' in notes
    assert {id: event.status for id, event in events(work).items()} == {
        "v1": "held", "v2": "cancelled", "v3": "held",
    }  # fmt: skip
    cancelled = text(work)
    assert "not in this file" not in updated(work, SECOND, "--on-missing", "cancelled")
    assert text(work) == cancelled
    assert "1 updated" in updated(work, FIRST)
    assert text(work) == before


def test_missing_events_are_removed_and_printed(work: Path) -> None:
    imported(work, FIRST)
    before = text(work)
    (work / "t.csv").write_text(SECOND)
    argv = ("import", "t.csv", "--rules", "r.toml", "--on-missing", "remove")
    dry = chrono(work, *argv, "--dry-run")
    assert (text(work), dry.out) == (before, "")
    ran = chrono(work, *argv)
    assert ran.err.replace("dry run: ", "") == dry.err.replace("dry run: ", "")
    assert (
        'the earlier import "r" is not in this file: v2; --on-missing remove deletes this event'
        in ran.err
    )
    assert "0 rejected, 1 removed\n" in ran.err
    assert ran.out in before
    assert ran.out.startswith('[[events]]\nid = "v2"\n')
    assert {*events(work)} == {"v1", "v3"}
    assert chrono(work, "add", "--toml", "-", stdin=ran.out).status == 0
    assert {*events(work)} == {"v1", "v2", "v3"}


def test_an_event_that_others_name_is_not_removed(work: Path) -> None:
    imported(work, FIRST)
    edited(work, "edit", "v3", "--set", "follows=v2")
    before = text(work)
    (work / "t.csv").write_text(SECOND)
    ran = chrono(work, "import", "t.csv", "--rules", "r.toml", "--on-missing", "remove")
    assert (ran.status, ran.out, text(work)) == (2, "", before)
    assert (
        ran.err == 'error: v2 is not in this file, but "v3" refers to this event; '
        "use --on-missing cancelled\n"
    )
    (work / "t.csv").write_text(FIRST.splitlines(keepends=True)[0] + FIRST.splitlines()[1])
    ran = chrono(work, "import", "t.csv", "--rules", "r.toml", "--on-missing", "remove")
    assert (ran.status, {*events(work)}) == (0, {"v1"})


def test_an_event_written_by_hand_is_never_missing(work: Path) -> None:
    (work / "ledger.toml").write_text(
        '[[events]]\nid = "v2"\ndate = 2024-02-01\ntype = "visit"\ntitle = "T"\nactors = ["Ann"]\n'
    )
    updated(work, FIRST)
    assert "not in this file" not in updated(work, SECOND, "--on-missing", "remove")
    assert {*events(work)} == {"v1", "v2", "v3"}


def table_of(ids: range) -> str:
    rows = [f"n{id},2024-01-01,call,T{id},Ann;Ben" for id in ids]
    return "\n".join(["id,date,type,title,actors", *rows, ""])


def test_tables_with_few_events_in_common_are_two_imports(work: Path) -> None:
    (work / "r.toml").unlink()
    imported(work, table_of(range(100)), name="a.csv")
    assert "not in this file" not in imported(work, table_of(range(90, 200)), name="b.csv")
    assert text(work).count('as = "a"') == 100
    assert text(work).count('as = "b"') == 100
    notes = imported(work, table_of(range(90, 199)), name="c.csv")
    assert '1 event from the earlier import "b" is not in this file: n199' in notes
    assert '"a"' not in notes


def test_two_tables_of_one_name_are_two_imports(work: Path) -> None:
    (work / "r.toml").unlink()
    imported(work, table_of(range(20)), name="export.csv")
    imported(work, table_of(range(20, 40)), name="export.csv")
    notes = imported(work, table_of(range(21, 40)), "--on-missing", "cancelled", name="new.csv")
    assert (
        '1 event from the earlier import "export-2" is not in this file: n20; now cancelled'
        in notes
    )


def test_a_named_import_is_found_by_its_name(work: Path) -> None:
    (work / "r.toml").write_text('as = "numbers"\non_missing = "cancelled"\n')
    imported(work, table_of(range(3)))
    notes = imported(work, table_of(range(3, 4)))
    assert (
        '3 events from the earlier import "numbers" are not in this file: n0, n1, n2; now cancelled'
        in notes
    )
    assert '4 events from the earlier import "numbers"' not in imported(
        work, table_of(range(9)), "--as", "others"
    )


def test_most_of_an_import_is_only_removed_under_its_name(work: Path) -> None:
    (work / "r.toml").unlink()
    imported(work, table_of(range(50)), name="a.csv")
    before = text(work)
    (work / "b.csv").write_text(table_of(range(5)))
    argv = ("import", "b.csv", "--on-missing", "remove")
    ran = chrono(work, *argv)
    assert (ran.status, text(work)) == (2, before)
    assert ran.err == (
        'error: 45 of 50 events from the earlier import "a" are not in this file; '
        "if it replaces them, add --as a\n"
    )
    assert chrono(work, *argv, "--as", "a").status == 0
    assert len(events(work)) == 5


def test_a_row_that_cannot_be_imported_is_not_missing(work: Path) -> None:
    imported(work, FIRST)
    argv = ("--skip-bad", "--rejects", "bad.csv", "--on-missing", "remove")
    assert "not in this file" not in updated(work, FIRST.replace("2024-02-01", "2024-13"), *argv)
    assert len(events(work)) == 3


# -- rows without an id ---------------------------------------------------------------------------

LIKES = """date,type,title,actors,place
2024-01-01,call,A,Ann;Ben,Rome
2024-01-01,call,B,Ann;Ben,Rome
2024-01-01,call,C,Ann;Ben,Rome
2024-01-02,call,C,Ann;Ben,
"""


def ids_by_title(work: Path) -> list[tuple[str, str]]:
    return sorted((event.title, id) for id, event in events(work).items())


@pytest.mark.parametrize("gone", range(1, 5))
def test_the_id_of_a_row_does_not_depend_on_the_other_rows(work: Path, gone: int) -> None:
    (work / "r.toml").unlink()
    imported(work, LIKES)
    whole = ids_by_title(work)
    assert all(re.fullmatch(r"2024-01-0\d-(rome|ann-ben)-\w{4}", id) for _, id in whole)
    (work / "ledger.toml").write_text("")
    lines = LIKES.splitlines(keepends=True)
    imported(work, "".join(lines[:gone] + lines[gone + 1 :]))
    assert len(ids_by_title(work)) == 3
    assert {*ids_by_title(work)} < {*whole}


def test_a_row_without_id_is_found_again_after_the_user_changed_its_event(work: Path) -> None:
    (work / "r.toml").write_text('[set]\ntags = ["a"]\n')
    imported(work, LIKES)
    id = dict(ids_by_title(work))["B"]
    edited(work, "edit", id, "--set", "title=Better", "--set", "tags+=mine", "--set", "place=Oslo")
    before = text(work)
    assert "0 added, 0 updated, 4 skipped" in updated(work, LIKES)
    assert text(work) == before
    (work / "r.toml").write_text('[set]\ntags = ["b"]\n')
    assert "0 added, 4 updated, 0 skipped" in updated(work, LIKES)
    event = events(work)[id]
    assert (event.title, event.place, event.tags) == ("Better", "Oslo", ("b", "mine"))


def test_a_changed_row_without_id_is_new_and_the_old_event_is_missing(work: Path) -> None:
    (work / "r.toml").unlink()
    imported(work, LIKES)
    old = dict(ids_by_title(work))["A"]
    notes = updated(work, LIKES.replace("call,A", "call,A2"), "--on-missing", "cancelled")
    assert "1 added, 0 updated, 3 skipped" in notes
    assert f'1 event from the earlier import "t" is not in this file: {old}; now cancelled' in notes


@pytest.mark.parametrize(
    ("argv", "note"),
    [
        (("--as", "y"), '--on-missing cancelled had no effect: no earlier import is called "y"; '
         'the earlier imports are "x"'),
        ((), "--on-missing cancelled had no effect: this file is not a newer version of an "
         'earlier import; the earlier imports are "x"; if it is one, add --as NAME'),
        (("--as", "x"), None),
    ],
)  # fmt: skip
def test_missing_events_need_an_earlier_import_and_a_note_says_so(
    work: Path, argv: tuple[str, ...], note: str | None
) -> None:
    (work / "r.toml").unlink()
    assert "had no effect" not in imported(work, LIKES, "--as", "x", "--on-missing", "cancelled")
    other = "date,type,title,actors\n2020,call,New,Ann\n"
    notes = imported(work, other, "--on-missing", "cancelled", *argv, name="u.csv")
    assert [line for line in notes.splitlines() if "had no effect" in line] == (
        [f"note: {note}"] if note else []
    )
    assert "now cancelled" in notes if note is None else "cancelled:" not in notes


def test_missing_events_of_a_ledger_that_nobody_imported_are_impossible(work: Path) -> None:
    (work / "r.toml").unlink()
    chrono(work, "add", "--date", "2020", "--type", "call", "--title", "T", "--new-actor", "Ann")
    notes = imported(work, LIKES, "--on-missing", "remove")
    assert (
        "--on-missing remove had no effect: this file is not a newer version of an earlier" in notes
    )


# -- a law ----------------------------------------------------------------------------------------

ROW = st.fixed_dictionaries(
    {
        "when": st.sampled_from(["2024-01-01", "2024-01-02"]),
        "who": st.sampled_from(["Ann", "Ann Ash", "Ash", "Ánn"]),
        "land": st.sampled_from(["FR", "FR", ""]),
        "other": st.sampled_from(["Ben", "Cy", "Ben;Cy", "Cy;Ben"]),
        "where": st.sampled_from(["Rome", "Oslo"]),
        "kind": st.sampled_from(["", "a", "a;b", "b;c"]),
        "remark": st.just(""),
    }
)
VERSION = st.dictionaries(st.sampled_from(["v1", "v2", "v3"]), ROW, min_size=1)


def csv_of(version: Mapping[str, Mapping[str, str]]) -> str:
    head = FIRST.splitlines()[0]
    keys = head.split(",")[1:]
    lines = [",".join([id, *map(row.__getitem__, keys)]) for id, row in sorted(version.items())]
    return "\n".join([head, *lines, ""])


def outcome(work: Path) -> Iterator[Any]:
    """Yield the events, with the folded names of their actors."""
    for id, event in sorted(events(work).items()):
        names = [actor.name.replace("Á", "A") for actor in event.actors]
        yield id, event._replace(actors=()), names


@given(versions=st.lists(VERSION, min_size=2, max_size=4), tag=st.booleans(), data=st.data())
@law(25)
def test_versions_in_turn_give_the_events_of_the_last_one_and_what_the_user_added(
    versions: list[dict[str, dict[str, str]]], tag: bool, data: st.DataObject
) -> None:
    added: set[str] = set()
    with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as other:
        for folder in (one, other):
            (Path(folder) / "ledger.toml").touch()
            (Path(folder) / "r.toml").write_text(RULES + "\n")
        for at, version in enumerate(versions):
            updated(Path(one), csv_of(version), "--on-missing", "remove", "--as", "x")
            added &= version.keys()
            if tag and at < len(versions) - 1:
                id = data.draw(st.sampled_from(sorted(version)))
                edited(Path(one), "edit", id, "--set", "tags+=mine")
                added.add(id)
        imported(Path(other), csv_of(versions[-1]))
        for id in added:
            edited(Path(other), "edit", id, "--set", "tags+=mine")
        assert [*outcome(Path(one))] == [*outcome(Path(other))]
        before = text(Path(one))
        assert "0 added, 0 updated" in updated(Path(one), csv_of(versions[-1]), "--as", "x")
        assert text(Path(one)) == before


PEOPLE_RULES = """
missing = ["n/a"]
[map]
date = "when"
title = "{who}"
actors = "who"
[set]
type = "call"
"""
PEOPLE = "when,who\n2024-01-01,Ann\n2024-02-01,Ben\n2024-03-01,Cy\n"


@pytest.fixture
def people(work: Path) -> Path:
    (work / "r.toml").write_text(PEOPLE_RULES)
    imported(work, PEOPLE)
    return work


REJECTS = ("--skip-bad", "--rejects", "bad.csv")


def test_a_row_that_is_empty_by_the_rules_is_skipped_like_a_blank_row(people: Path) -> None:
    table = PEOPLE.replace("2024-02-01,Ben", "n/a, ")
    notes = imported(people, table, *REJECTS, "--on-missing", "remove")
    assert "note: row 3 is empty and was skipped" in notes
    assert "2 rows read from t.csv: 0 added, 0 updated, 2 skipped, 0 rejected, 1 removed" in notes
    assert [event.title for event in load([str(people / "ledger.toml")]).events] == ["Ann", "Cy"]


def test_several_empty_rows_are_in_one_note(people: Path) -> None:
    assert "note: rows 5 and 6 are empty and were skipped" in imported(
        people, PEOPLE + "n/a,\nn/a,n/a\n"
    )


def test_a_row_with_another_text_is_not_empty(people: Path) -> None:
    notes = imported(people, PEOPLE + "n/a,Dee\n", *REJECTS)
    assert 'row 5: rejected: this event has no "date" (required)' in notes


@pytest.mark.parametrize(
    ("way", "reason"),
    [
        ("report", "this is uncertain, because row 3 is invalid"),
        ("remove", "none was removed, because row 3 is invalid"),
        ("cancelled", "none was cancelled, because row 3 is invalid"),
    ],
)
def test_an_invalid_row_may_be_a_missing_event(people: Path, way: str, reason: str) -> None:
    table = PEOPLE.replace("2024-02-01", "in May")
    notes = imported(people, table, *REJECTS, "--on-missing", way)
    (event,) = (one for one in load([str(people / "ledger.toml")]).events if one.title == "Ben")
    assert f"1 event may be missing from this file ({event.id}); {reason}: " in notes
    assert "correct or delete it" in notes
    assert event.status == "held"


def test_an_invalid_row_with_the_cells_of_an_event_is_this_event(people: Path) -> None:
    """New rules cannot read the row of Ben any more, and the row of Cy is gone."""
    (people / "r.toml").write_text(PEOPLE_RULES + '[values.when]\n"2024-02-01" = "May"\n')
    table = PEOPLE.replace("2024-03-01,Cy\n", "")
    notes = imported(people, table, *REJECTS, "--on-missing", "remove")
    assert "1 rejected, 1 removed" in notes
    assert [event.title for event in load([str(people / "ledger.toml")]).events] == ["Ann", "Ben"]


def test_a_difference_that_comes_from_the_rules_alone_is_noted_as_such(people: Path) -> None:
    (people / "r.toml").write_text(PEOPLE_RULES.replace('"{who}"', '"Call with {who}"'))
    table = PEOPLE.replace("Cy", "Cyd")
    notes = imported(people, table)
    assert (
        "rejected\nnote: 2 events were left unchanged, although the rules have changed: " in notes
    )
    assert "; to change them, add --on-duplicate update" in notes
    assert "were kept" not in notes
    imported(people, table, "--on-duplicate", "update")
    titles = [event.title for event in load([str(people / "ledger.toml")]).events]
    assert titles == ["Call with Ann", "Call with Ben", "Cy", "Call with Cyd"]
