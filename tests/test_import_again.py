"""A table that is imported again after its rules changed: its rows are found, never added twice."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from test_import_update import chrono, edited, events, imported, text, updated

RULES = """
[map]
date = "When"
title = "{Who}: {What}"
actors = "Who"
place = "Where"
"sources[1].publisher" = "Paper"

[set]
type = "meeting"
tags = ["list"]
"""
ROWS = """Nr,When,Who,What,Where,Paper
1,2025-01-01,Merz (Germany),talks,"Bern, Switzerland",SZ
2,2025-01-02,"Wang Yi, Merz",lunch,n/a,SZ
3,2025-01-02,"Wang Yi, Merz",dinner,Bonn,FAZ
4,2025-01-03,Barrot,talks,Paris,SZ
"""


@pytest.fixture
def work(tmp_path: Path) -> Path:
    (tmp_path / "ledger.toml").touch()
    (tmp_path / "r.toml").write_text(RULES)
    return tmp_path


def change_rules(work: Path, old: str, new: str) -> None:
    rules = (work / "r.toml").read_text()
    assert old in rules
    (work / "r.toml").write_text(rules.replace(old, new))


def forget(work: Path, pattern: str) -> None:
    """Remove what `pattern` matches from the data that imports saved, as in an older ledger."""
    (work / "ledger.toml").write_text(re.sub(pattern, "", text(work)))


CHANGES = {
    "another publisher": ('"Paper"\n', '"Paper"\n[values.Paper]\nSZ = "Süddeutsche"\n', 3),
    "a publisher for all": ('"sources[1].publisher" = "Paper"', "", 0),
    "a new column": ('"Where"\n', '"Where"\nsummary = "What"\n', 4),
    "a value": ("[set]\n", '[values.What]\ntalks = "consultations"\n[set]\n', 2),
    "a split": ("[map]\n", 'split = { Who = [","] }\n[map]\n', 2),
    "another title": ('"{Who}: {What}"', '"{What}"', 4),
    "another type": ('"meeting"', '"call"', 4),
    "another tag": ('["list"]', '["paper"]', 4),
    "an id": ("[map]\n", '[map]\nid = "{Nr}"\n', 4),
    "a place without n/a": ("[map]\n", 'missing = ["n/a"]\n[map]\n', 1),
}


@pytest.mark.parametrize(("old", "new", "changed"), CHANGES.values(), ids=CHANGES)
@pytest.mark.parametrize("way", ["skip", "update"])
def test_changed_rules_change_events_and_add_none(
    work: Path, old: str, new: str, changed: int, way: str
) -> None:
    imported(work, ROWS)
    change_rules(work, old, new)
    updates = changed if way == "update" else 0
    counts = f"4 rows read from t.csv: 0 added, {updates} updated, {4 - updates} skipped"
    assert counts in imported(work, ROWS, "--on-duplicate", way)
    assert len(events(work)) == 4
    if way == "update":
        before = text(work)
        assert "0 added, 0 updated" in updated(work, ROWS)
        assert text(work) == before


def test_changed_rules_give_the_events_that_they_give_at_once(work: Path) -> None:
    """But for ids, and for actors that no event has any more."""
    new = RULES.replace("[map]", 'split = { Who = [","] }\n[map]').replace("list", "paper")
    imported(work, ROWS)
    ids = [*events(work)]
    (work / "r.toml").write_text(new)
    updated(work, ROWS)
    assert [*events(work)] == ids
    later = [event._replace(id="") for event in events(work).values()]
    (work / "ledger.toml").write_text("")
    imported(work, ROWS)
    assert [event._replace(id="") for event in events(work).values()] == later


def test_an_id_that_is_mapped_later_finds_its_event_from_then_on(work: Path) -> None:
    rows = ROWS.replace("Paper\n", "Paper,After\n").replace("SZ\n", "SZ,\n")
    rows = rows.replace("FAZ\n", "FAZ,2\n")
    imported(work, rows)
    change_rules(work, "[map]\n", '[map]\nid = "{Nr}"\nfollows = "After"\n')
    updated(work, rows)
    found = {event.title: event for event in events(work).values()}
    lunch, dinner = found["Wang Yi, Merz: lunch"], found["Wang Yi, Merz: dinner"]
    assert dinner.follows == (lunch.id,)
    assert (lunch.former_ids, lunch.id[:15]) == (("2",), "2025-01-02-n-a-")
    counts = "0 added, 1 updated, 3 skipped"
    assert counts in updated(work, rows.replace("lunch", "supper"))
    assert events(work)[lunch.id].title == "Wang Yi, Merz: supper"
    change_rules(work, 'id = "{Nr}"\n', "")
    assert "0 added" in updated(work, rows.replace("lunch", "supper"))


def test_what_the_user_added_or_removed_stays_so_when_the_rules_change(work: Path) -> None:
    imported(work, ROWS)
    (id, *_) = (id for id, event in events(work).items() if event.title.endswith("lunch"))
    edited(work, "edit", id, "--set", "tags+=mine", "--set", "summary=S", "--set", "notes=N")
    edited(work, "edit", id, "--set", "actors+=Barrot", "--set", "place=Ulm")
    change_rules(work, "[map]", 'missing = "n/a"\nsplit = { Who = [","] }\n[map]')
    change_rules(work, '["list"]', '["paper"]')
    updated(work, ROWS)
    event = events(work)[id]
    assert [actor.name for actor in event.actors] == ["Wang Yi", "Merz", "Barrot"]
    assert (event.tags, event.summary, event.notes) == (("paper", "mine"), "S", "N")
    assert event.place == "Ulm"
    (other,) = (event for event in events(work).values() if event.title.endswith("dinner"))
    assert other.place == "Bonn"


def test_rows_whose_values_change_places_keep_their_events(work: Path) -> None:
    rows = ROWS.replace("Bonn,FAZ", "n/a,SZ")
    imported(work, rows)
    before = {event.title: id for id, event in events(work).items()}
    change_rules(work, "[set]", '[values.What]\nlunch = "dinner"\ndinner = "lunch"\n[set]')
    updated(work, rows)
    after = {event.title: id for id, event in events(work).items()}
    assert after["Wang Yi, Merz: lunch"] == before["Wang Yi, Merz: dinner"]
    assert after["Wang Yi, Merz: dinner"] == before["Wang Yi, Merz: lunch"]


def test_events_that_were_joined_stay_joined_when_the_rules_change(work: Path) -> None:
    imported(work, ROWS)
    _, lunch, dinner, _ = events(work)
    edited(work, "join", lunch, dinner, "--yes")
    change_rules(work, '"{Who}: {What}"', '"{What}"')
    assert "0 added, 3 updated, 1 skipped" in updated(work, ROWS)
    assert len(events(work)) == 3


def test_equal_rows_are_as_many_events_when_the_rules_change(work: Path) -> None:
    rows = ROWS + ROWS.splitlines(keepends=True)[4] * 2
    imported(work, rows, "--on-duplicate", "add")
    assert len(events(work)) == 6
    change_rules(work, '"{Who}: {What}"', '"{What}"')
    assert "0 added, 6 updated" in updated(work, rows)
    assert len(events(work)) == 6


def test_a_row_is_found_by_its_values_if_only_other_cells_changed(work: Path) -> None:
    imported(work, ROWS)
    rows = [f"{line},{at}" for at, line in enumerate(ROWS.splitlines())]
    assert "0 added, 0 updated, 4 skipped" in updated(work, "\n".join(["", *rows, ""])[1:])


# -- where rows cannot be found ------------------------------------------------------------------


def older(work: Path) -> None:
    """Make the ledger one of the version that saved no hashes of cells."""
    forget(work, ' cells = "[^"]*",')
    forget(work, r'(?<=row = "........"), actors = [^]]*\](, sources = [^]]*\])?')
    assert 'imported = { as = "r", row = "' in text(work)


def test_rows_in_a_ledger_of_an_older_version_are_found(work: Path) -> None:
    imported(work, ROWS)
    older(work)
    before = text(work)
    assert "0 added, 0 updated, 4 skipped" in updated(work, ROWS)
    assert text(work) == before
    change_rules(work, '["list"]', '["paper"]')
    assert "0 added, 4 updated, 0 skipped" in updated(work, ROWS)
    change_rules(work, '"{Who}: {What}"', '"{What}"')
    assert "0 added, 4 updated, 0 skipped" in updated(work, ROWS)
    assert {event.tags for event in events(work).values()} == {("paper",)}


REFUSAL = (
    'error: {} of 4 events in this file resemble those from "r", but the rules or the cells have '
    "changed; to replace those events, including your changes to them, add --as r --on-missing "
    "remove; to add all events in this file, add --as with a new name\n"
)


@pytest.mark.parametrize(
    ("old", "new"), [('"{Who}: {What}"', '"{What}"'), ('"Where"', '"Where"\nsummary = "What"')]
)
@pytest.mark.parametrize("way", ["skip", "update", "add"])
def test_rows_that_may_be_there_already_are_refused_unless_the_user_decides(
    work: Path, old: str, new: str, way: str
) -> None:
    imported(work, ROWS)
    older(work)
    before = text(work)
    change_rules(work, old, new)
    argv = ("import", "t.csv", "--rules", "r.toml", "--on-duplicate", way)
    for name in ((), ("--as", "r")):
        ran = chrono(work, *argv, *name)
        assert (ran.status, ran.err, text(work)) == (2, REFUSAL.format(4), before)
    assert chrono(work, *argv, "--as", "r", "--on-missing", "remove").status == 0
    assert len(events(work)) == 4
    (work / "ledger.toml").write_text(before)
    assert chrono(work, *argv, "--as", "new").status == 0
    assert len(events(work)) == 8


def test_a_column_that_the_file_and_the_rules_get_is_refused_too(work: Path) -> None:
    imported(work, ROWS)
    change_rules(work, '"Where"', '"Where"\nsummary = "More"')
    lines = ROWS.splitlines()
    rows = [f"{lines[0]},More", *(f"{line},text" for line in lines[1:])]
    (work / "t.csv").write_text("\n".join([*rows, ""]))
    ran = chrono(work, "import", "t.csv", "--rules", "r.toml")
    assert (ran.status, ran.err) == (2, REFUSAL.format(4))


def test_the_next_file_by_the_same_rules_is_another_import(work: Path) -> None:
    imported(work, ROWS)
    assert "4 added" in imported(work, ROWS.replace("2025-01", "2025-02"), name="february.csv")
    other = ROWS.replace("SZ", "taz").replace(": ", " - ").replace("talks", "a walk")
    assert "4 added" in imported(work, other.replace("Merz", "Scholz"), name="others.csv")
