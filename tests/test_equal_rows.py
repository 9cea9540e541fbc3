"""Equal rows of a table: they are named, and `--on-duplicate` decides what becomes of them."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chrono.files.exchange.import_table import ImportTable, Row
from chrono.files.index.load import load
from chrono.files.merge.rules import Rules
from replay import Ran, clean_environment, run
from samples import law
from test_exchange import imported

VETO = "1946-06-26,measure,The Spanish question,USSR"


def imported_table(folder: Path, rows: list[str], *argv: str, id: bool = False) -> Ran:
    """Import rows into the ledger of a folder, which is empty at first."""
    (folder / "l.toml").touch()
    header = ("id," if id else "") + "date,type,title,actors"
    (folder / "d.csv").write_text("\n".join([header, *rows]) + "\n")
    return run(
        "-f", "l.toml", "import", "d.csv", *argv,
        folder=folder, environment=clean_environment(folder),
    )  # fmt: skip


def notes(ran: Ran) -> list[str]:
    assert ran.status == 0, ran.err
    return [line for line in ran.err.splitlines() if "equal" in line]


def ids(folder: Path) -> list[str]:
    return [event.id for event in load([str(folder / "l.toml")]).events]


ADD = "--on-duplicate add keeps them"


@pytest.mark.parametrize(
    "rows, note",
    [
        ([VETO, VETO], "1 row is equal to an earlier one and was skipped: 3 (as 2); " + ADD),
        (
            [VETO, "1946-06-26,measure,Other,USSR", VETO, VETO],
            "2 rows are equal to earlier ones and were skipped: 4 (as 2), 5 (as 2); " + ADD,
        ),
        (
            [VETO, VETO, "1947,call,A,Ann", "1947,call,A,Ann", VETO],
            "3 rows are equal to earlier ones and were skipped: 3 (as 2), 5 (as 4), 6 (as 2); "
            "--on-duplicate add keeps them",
        ),
        (["1947,call,A,Ann; Ben", "1947, call ,A,Ann;Ben"],
         "1 row is equal to an earlier one and was skipped: 3 (as 2); " + ADD),
    ],
)  # fmt: skip
@pytest.mark.parametrize("way", ["skip", "update"])
def test_equal_rows_are_one_event_and_are_named(
    tmp_path: Path, rows: list[str], note: str, way: str
) -> None:
    assert notes(imported_table(tmp_path, rows, "--on-duplicate", way)) == [f"note: {note}"]
    assert len(ids(tmp_path)) == len({row.replace(" ", "") for row in rows})


def test_many_equal_rows_are_one_note(tmp_path: Path) -> None:
    rows = [f"1947-01-{day:02},call,A,Ann" for day in range(1, 31)]
    assert notes(imported_table(tmp_path, rows + rows)) == [
        "note: 30 rows are equal to earlier ones and were skipped: 32 (as 2), 33 (as 3), "
        "34 (as 4), 35 (as 5), 36 (as 6), and 25 more; --on-duplicate add keeps them"
    ]


def test_equal_rows_fail_if_duplicates_fail(tmp_path: Path) -> None:
    ran = imported_table(tmp_path, [VETO] * 4, "--on-duplicate", "fail")
    assert (ran.status, ran.err) == (
        3,
        "d.csv: 3 rows (3, 4, 5): error: equal to row 2; to skip it, use "
        "--on-duplicate skip; to add it, use --on-duplicate add\n"
        "error: nothing was imported: 3 of 4 rows are invalid; to import the rest, add "
        "--skip-bad --rejects FILE\n",
    )


@pytest.mark.parametrize("by_rules", [False, True])
def test_equal_rows_are_added_once_as_events_with_ids_of_their_own(
    tmp_path: Path, by_rules: bool
) -> None:
    (tmp_path / "r.toml").write_text('on_duplicate = "add"\n')
    way = ("--rules", "r.toml") if by_rules else ("--on-duplicate", "add")
    assert notes(imported_table(tmp_path, [VETO, VETO], *way)) == []
    both = ids(tmp_path)
    assert len({*both}) == 2
    for again in (way, (), ("--on-duplicate", "update")):
        ran = imported_table(tmp_path, [VETO, VETO], *again)
        assert notes(ran) == []
        assert "0 added, 0 updated, 2 skipped" in ran.err
        assert ids(tmp_path) == both


def test_an_equal_row_with_an_id_gets_a_number(tmp_path: Path) -> None:
    rows = [f"v1,{VETO}", f"v1,{VETO}"]
    assert notes(imported_table(tmp_path, rows, id=True)) == [
        "note: 1 row is equal to an earlier one and was skipped: 3 (as 2); " + ADD
    ]
    (tmp_path / "l.toml").write_text("")
    for _ in range(2):
        assert notes(imported_table(tmp_path, rows, "--on-duplicate", "add", id=True)) == []
        assert ids(tmp_path) == ["v1", "v1-2"]


def test_one_id_for_rows_that_differ_is_an_error(tmp_path: Path) -> None:
    ran = imported_table(
        tmp_path, [f"v1,{VETO}", f"v1,{VETO}s", f"v1,{VETO}"], "--on-duplicate", "add", id=True
    )
    assert ran.status == 3
    assert ran.err.splitlines()[0] == (
        'd.csv: row 3: error: the id "v1" is already used by row 2, with other values; change one '
        'id, or write event = "{id}" in a rules file if these rows are one event'
    )


def test_an_event_that_the_user_wrote_twice_is_matched_twice(tmp_path: Path) -> None:
    block = (
        '[[events]]\nid = "{0}"\ndate = 1946-06-26\ntype = "measure"\n'
        'title = "The Spanish question"\nactors = ["USSR"]\n'
    )
    (tmp_path / "l.toml").write_text(block.format("a") + block.format("b"))
    ran = imported_table(tmp_path, [VETO] * 3)
    assert notes(ran) == [
        "note: 1 row is equal to an earlier one and was skipped: 4 (as 2); " + ADD
    ]
    assert ids(tmp_path) == ["a", "b"]
    imported_table(tmp_path, [VETO] * 3, "--on-duplicate", "add")
    assert len(ids(tmp_path)) == 3


ROWS = st.lists(
    st.tuples(*map(st.sampled_from, (["2024", "2025-01-02"], "AB", "XY"))),
    max_size=6,
)  # fmt: skip


def tables(rows: list[tuple[str, str, str]]) -> ImportTable:
    columns = ["date", "type", "title", "actors"]
    read = [
        Row(number, dict(zip(columns, (date, "call", title, actor), strict=True)))
        for number, (date, title, actor) in enumerate(rows, 2)
    ]
    return ImportTable("row", columns, read, lambda rejected: "")


def counted(text: str) -> Counter[tuple[str, str, str]]:
    from chrono.files.read.load import loads

    events = loads(text).events
    assert len({event.id for event in events}) == len(events)
    return Counter((e.when.text, e.title, e.actors[0].name) for e in events)


@given(first=ROWS, second=ROWS)
@law(60)
def test_the_number_of_equal_events_is_that_of_the_file_with_the_most_equal_rows(
    first: list[tuple[str, str, str]], second: list[tuple[str, str, str]]
) -> None:
    add, skip = Rules(on_duplicate="add"), Rules()
    other = Rules(on_duplicate="add", name="other")  # the same name may be refused
    text, _ = imported('[ledger]\ntitle = "T"\n', tables(first), add)
    assert counted(text) == Counter(first)
    again, merged = imported(text, tables(first), add)
    assert again == text
    assert merged.counts["added"] == 0
    text, _ = imported(text, tables(second), other)
    assert counted(text) == Counter(first) | Counter(second)
    once, _ = imported('[ledger]\ntitle = "T"\n', tables(first), skip)
    assert counted(once) == Counter({*first})
    assert counted(imported(once, tables(second), other)[0]) == Counter({*first}) | Counter(second)
