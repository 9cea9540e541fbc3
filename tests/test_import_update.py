"""Updates by `chrono import`: the user's additions stay; events that the file lacks are named."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chrono.core.model import Event
from chrono.files.index.load import load
from chrono.files.merge.merge import merged_changes
from chrono.files.write.apply import Change, change_entries
from chrono.files.write.join import join
from chrono.files.write.ledger_files import LedgerFiles
from chrono.files.write.rename import rename
from chrono.files.write.transaction import transaction
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
    ran = chrono(work, "import", name, *rules, "-v", *argv)
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


def test_what_the_file_no_longer_has_goes_and_what_the_user_added_stays(work: Path) -> None:
    imported(work, FIRST)
    edited(work, "edit", "v2", "--set", "tags+=mine", "--set", "actors+=Cy")
    rules = RULES.replace('"list"]', '"other"]').replace("sources.list", "sources.other")
    (work / "r.toml").write_text(rules.replace("A List", "Other List"))
    updated(work, FIRST.replace("Ann,FR,Ben,Oslo,work", "Ann,FR,Eve,Oslo,"))
    event = events(work)["v2"]
    assert event.tags == ("mine",)
    assert {actor.name for actor in event.actors} == {"Ann", "Eve", "Cy"}
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
        '("Mine", but "Ann in Pisa" in the file), v2 place (no value, but "Turku" in the file)\n'
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
    updated(work, table, name=name)
    event = events(work)["v1"]
    assert (event.title, {*event.tags}, event.notes) == ("New", {"mine", "a"}, "Mine.")
    sources = {source.publisher: source.quote for source in event.sources}
    assert sources == {"NYT": "q", "Own": None, "A List": None}
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
    assert 'the earlier import "r" is not in this file: v2; now removed' in ran.err
    assert "1 removed, 0 rejected\n" in ran.err
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


def test_a_missing_event_that_the_user_changed_is_kept_and_named(work: Path) -> None:
    imported(work, FIRST)
    edited(work, "edit", "v2", "--set", "summary=Mine", "--set", "tags+=mine")
    notes = updated(work, SECOND, "--on-missing", "remove")
    assert (
        "1 event is missing from the file, but was changed in the ledger, which was kept: "
        "v2 (tags, summary)\n"
    ) in notes
    assert {*events(work)} == {"v1", "v2", "v3"}


def test_an_event_that_the_user_removed_is_not_imported_once_more(work: Path) -> None:
    imported(work, FIRST)
    edited(work, "remove", "v2", "--yes")
    before = text(work)
    notes = updated(work, FIRST)
    assert "1 event was removed from the ledger, and stayed removed: v2\n" in notes
    assert text(work) == before
    (work / "ledger.toml").write_text("")  # and begin again
    assert "3 added" in imported(work, FIRST)


def test_an_actor_with_a_new_name_or_id_is_still_the_one_of_the_file(work: Path) -> None:
    imported(work, FIRST)
    edited(work, "edit", "actors.ann", "--set", "name=Anna Ash")
    edited(work, "rename", "ben", "ben-birch", "--yes")
    edited(work, "rename", "v2", "oslo", "--yes")
    before = text(work)
    assert "0 added, 0 updated, 3 skipped" in updated(work, FIRST)
    assert text(work) == before
    updated(work, FIRST.replace("Oslo", "Pisa"))
    assert [actor.id for actor in events(work)["oslo"].actors] == ["ann", "ben-birch"]
    assert events(work)["oslo"].place == "Pisa"


def test_an_event_written_by_hand_is_never_missing(work: Path) -> None:
    (work / "ledger.toml").write_text(
        '[[events]]\nid = "v2"\ndate = 2024-02-01\ntype = "visit"\ntitle = "T"\nactors = ["Ann"]\n'
    )
    imported(work, FIRST)
    assert "not in this file" not in updated(work, SECOND, "--on-missing", "remove")
    assert {*events(work)} == {"v1", "v2", "v3"}


def table_of(ids: range) -> str:
    rows = [f"n{id},2024-01-01,call,T{id},Ann;Ben" for id in ids]
    return "\n".join(["id,date,type,title,actors", *rows, ""])


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
        'error: 45 of 50 events of the import "a" are not in this file; '
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
    assert (event.title, event.place, {*event.tags}) == ("Better", "Oslo", {"b", "mine"})


@pytest.mark.parametrize(
    ("argv", "note"),
    [
        (("--as", "y"), "--on-missing cancelled had no effect: no earlier import of this file; "
         'the earlier imports are "x"; add --as NAME'),
        ((), "--on-missing cancelled had no effect: no earlier import of this file; "
         'the earlier imports are "x"; add --as NAME'),
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
    assert "--on-missing remove had no effect: no earlier import of this file\n" in notes


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


def test_a_row_with_another_text_is_not_empty(people: Path) -> None:
    notes = imported(people, PEOPLE + "n/a,Dee\n", *REJECTS)
    assert 'row 5: rejected: this event has no "date" (required)' in notes
    assert "1 empty row skipped" in imported(people, PEOPLE + "n/a,n/a\n")


@pytest.mark.parametrize("way", ["report", "remove", "cancelled"])
def test_an_invalid_row_may_be_a_missing_event(people: Path, way: str) -> None:
    table = PEOPLE.replace("2024-02-01", "in May")
    notes = imported(people, table, *REJECTS, "--on-missing", way)
    (event,) = (one for one in load([str(people / "ledger.toml")]).events if one.title == "Ben")
    why = "1 row (3) is invalid"
    assert f"1 event may be missing from this file: {event.id}; {why}\n" in notes
    assert event.status == "held"


def test_an_invalid_row_with_the_cells_of_an_event_is_this_event(people: Path) -> None:
    """New rules cannot read the row of Ben any more, and the row of Cy is gone."""
    (people / "r.toml").write_text(PEOPLE_RULES + '[values.when]\n"2024-02-01" = "May"\n')
    table = PEOPLE.replace("2024-03-01,Cy\n", "")
    notes = imported(people, table, *REJECTS, "--on-missing", "remove")
    assert "1 removed, 1 rejected" in notes
    assert [event.title for event in load([str(people / "ledger.toml")]).events] == ["Ann", "Ben"]


def test_a_row_with_one_other_cell_is_the_corrected_row(work: Path) -> None:
    (work / "r.toml").unlink()
    imported(work, LIKES)
    before = [id for _, id in ids_by_title(work)]
    notes = updated(work, LIKES.replace("02,call,C", "09,call,C").replace("call,B", "video,B"))
    assert (
        "2 rows were read as corrected, since one cell differs from the last import: 3 (" in notes
    )
    assert [id for _, id in ids_by_title(work)] == before
    assert {event.when.text for event in events(work).values()} == {"2024-01-01", "2024-01-09"}


def test_a_file_of_the_next_month_is_another_import(work: Path) -> None:
    (work / "r.toml").unlink()
    imported(work, LIKES)
    assert "4 added" in imported(work, LIKES.replace("2024-01", "2024-02"))


def test_rows_of_which_too_much_changed_are_refused(work: Path) -> None:
    (work / "r.toml").unlink()
    imported(work, LIKES)
    (work / "t.csv").write_text(LIKES.replace(",Rome", ",Roma").replace("Ann;Ben", "Ben;Ann"))
    ran = chrono(work, "import", "t.csv")
    assert ran.status == 2
    assert '4 of 4 rows resemble those of the import "t", but are not recognised' in ran.err
    assert chrono(work, "import", "t.csv", "--as", "new").status == 0


def test_undo_takes_back_an_import_with_what_is_kept_beside_the_ledger(work: Path) -> None:
    def files() -> dict[str, bytes]:
        return {one.name: one.read_bytes() for one in work.iterdir() if "ledger" in one.name}

    states = [files()]
    for table in (FIRST, SECOND.replace("Rome", "Pisa")):
        updated(work, table, "--on-missing", "remove")
        states.append(files())
        assert chrono(work, "undo", "--yes").status == 0
        assert files() == states[-2]
        assert chrono(work, "undo", "--yes").status == 0
        assert files() == states[-1]


# -- laws -----------------------------------------------------------------------------------------

VALUE = st.sampled_from(["A", "B", "C"])
FIELDS = st.fixed_dictionaries(
    {},
    optional={
        "title": VALUE, "place": VALUE, "tags": st.lists(VALUE, max_size=3, unique=True),
        "dates": st.dictionaries(st.sampled_from(["signed", "ended"]), VALUE, max_size=2),
    },
)  # fmt: skip


def leaves(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Return single values by path, and whether each element is in a list."""
    found: dict[str, Any] = {}
    for key, value in fields.items():
        if isinstance(value, dict):
            found |= {f"{key}.{name}": one for name, one in value.items()}
        elif isinstance(value, list):
            found |= {f"{key} {one}": True for one in value}
        else:
            found[key] = value
    return found


@given(FIELDS, FIELDS, FIELDS)
@law(300)
def test_each_value_is_merged_in_three_ways(
    base: dict[str, Any], ours: dict[str, Any], theirs: dict[str, Any]
) -> None:
    changes, conflicts = merged_changes(base, ours, theirs)
    merged = {key: one for key, one in {**ours, **changes}.items() if one is not None}
    old, own, other, new = map(leaves, (base, ours, theirs, merged))
    clashing = {".".join(map(str, one.path)) for one in conflicts}
    for path in {*old, *own, *other}:
        sides = (old.get(path), own.get(path), other.get(path))
        clash = own.get(path) not in (sides[0], sides[2]) and sides[0] != sides[2]
        assert (path in clashing) == clash
        expected = sides[1] if clash or sides[2] == sides[0] else sides[2]
        assert new.get(path) == expected
    assert merged_changes(theirs, merged, theirs) == ({}, [])


def edit_many(work: Path, changes: list[Change], pairs: list[tuple[str, str]]) -> None:
    """Change, rename and join events in one step each."""

    def write(act: Callable[[LedgerFiles], object]) -> None:
        transaction([str(work / "ledger.toml")], act, say=print)

    write(lambda files: change_entries(files, changes))
    for at, (one, other) in enumerate(pairs):
        write(partial(rename, name=one, new=f"renamed-{at}"))
        write(partial(join, keep=f"renamed-{at}", other=other))


@pytest.mark.parametrize("with_ids", [True, False])
def test_edits_of_200_events_survive_an_update(work: Path, with_ids: bool) -> None:
    """3 % of the rows are changed, 1 % are removed and 2 % are new."""
    number, random = 1000, Random(41)
    rows = [
        [f"r{n}", f"20{n % 90 + 10}-0{n % 9 + 1}-1{n % 9}", f"Ann {n % 13}", "FR", "Ben",
         f"City{n % 17}", "work", f"Remark number {n}"]
        for n in range(number)
    ]  # fmt: skip
    head = FIRST.splitlines()[0].split(",")
    first = 0 if with_ids else 1
    (work / "r.toml").write_text(RULES if with_ids else RULES.replace('id = "nr"\n', ""))

    def table(rows: list[list[str]]) -> str:
        return "\n".join(",".join(row[first:]) for row in [head, *rows]) + "\n"

    imported(work, table(rows))
    by_remark = {str(event.notes): id for id, event in events(work).items()}
    ids = [by_remark[row[-1]] for row in rows]
    chosen = random.sample(range(number), 240)
    edits: list[dict[str, Any]] = [
        {"type": "call"}, {"date": dt.date(1999, 1, 2)}, {"tags": ["work", "mine"]},
        {"title": "Mine"}, {"status": "planned"}, {"summary": "By hand"}, {"place": None},
    ]  # fmt: skip
    edited_ones = {at: edits[n % len(edits)] for n, at in enumerate(chosen[:200])}
    pairs = [*zip(chosen[200:210], chosen[210:220], strict=True)]
    edit_many(work, [Change("events", ids[at], fields) for at, fields in edited_ones.items()],
              [(ids[one], ids[other]) for one, other in pairs])  # fmt: skip
    before = events(work)
    assert "0 added, 0 updated" in updated(work, table(rows))
    assert events(work) == before
    changed, removed = set(chosen[:60:2]), {*chosen[1:21:2]}
    changed -= removed
    later = [[*row[:5], "Pisa", *row[6:]] if at in changed else row for at, row in enumerate(rows)]
    later = [row for at, row in enumerate(later) if at not in removed]
    new = [[f"n{n}", "2025-01-01", f"Eve {n}", "IT", "Ben", "Bari", "", "New"] for n in range(20)]
    notes = updated(work, table([*later, *new]), "--on-missing", "remove")
    assert "20 added" in notes
    after = events(work)
    assert len(after) == len(before) + 20  # what was removed has been edited
    for at, fields in edited_ones.items():
        was, now = before[ids[at]], after[ids[at]]
        assert now == was._replace(place=now.place, title=now.title)
        assert now.title == was.title or (at in changed and "title" not in fields)
        assert (now.place == "Pisa") == (at in changed and "place" not in fields)
    for one, other in pairs:
        assert ids[other] not in after
        assert any(ids[one] in event.former_ids for event in after.values())
    final = text(work)
    assert "0 added, 0 updated" in updated(work, table([*later, *new]))
    assert text(work) == final
