"""`count --matrix`: the second dimension as columns."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chrono.core.counting import DIMENSIONS, tally
from chrono.core.coverage import CoverageRow
from chrono.core.periods import EVERYTHING, Period
from chrono.core.query import Question, resolve, select
from chrono.core.time_buckets import TIMES
from replay import clean_environment, run
from samples import Placed, covering, law, ledger, many_events, periods, small_dates

# -- laws -----------------------------------------------------------------------------------------

PAIRS = st.lists(st.sampled_from([*DIMENSIONS]), min_size=2, max_size=2, unique=True)


@law(300)
@given(many_events(small_dates(), 6), PAIRS, periods(), st.lists(periods(), max_size=2))
def test_a_matrix_that_is_made_long_is_the_long_table(
    placed: list[Placed], by: list[str], period: Period, covered: list[Period]
) -> None:
    rows = covering(*(one for one in covered if one != EVERYTHING))
    book = ledger(*(one.event for one in placed), coverage=rows)
    counted = tally(select(book, resolve(Question.of(period), book)), by)
    columns = [*counted.buckets[1].values()]
    long = {
        (first, second): count
        for first, counts in counted.matrix.items()
        for second, count in zip(columns, counts, strict=True)
    }
    assert [key for key in long if key in counted.labelled] == [*counted.labelled]
    for key, count in long.items():
        if key in counted.labelled:
            assert count == counted.labelled[key]
        else:  # it has no event
            assert count is None or count == 0


@law(200)
@given(many_events(small_dates(), 6), st.sampled_from(["type", "actor", "country"]), periods())
def test_a_cell_is_empty_only_for_a_time_that_is_not_covered(
    placed: list[Placed], other: str, covered: Period
) -> None:
    rows = () if covered == EVERYTHING else (CoverageRow(covered),)
    book = ledger(*(one.event for one in placed), coverage=rows)
    counted = tally(select(book, resolve(Question.of(), book)), [other, "month"])
    for counts in counted.matrix.values():
        for month, count in zip(counted.buckets[1], counts, strict=True):
            if count is None:
                assert (month,) not in counted.times
            elif not count.matches:
                assert (month,) in counted.times
    without_time = tally(select(book, resolve(Question.of(), book)), [other, "status"])
    assert not any(None in counts for counts in without_time.matrix.values())


# -- the command ----------------------------------------------------------------------------------

LEDGER = """\
[ledger]
title = "Three countries"
COVERS
[actors.ann]
name = "Ann"
country = "FR"
[actors.ben]
name = "Ben, Lord"
country = "DE"
[actors.carl]
name = "=Carl"
country = "IT"
"""
EVENTS = [
    ("a", '"2025-02-03"', "call", '"ann", "ben"', "Rome, Italy"),
    ("b", '"2025-02"', "meeting", '"ann", "ben"', "Bonn"),
    ("c", '"2025-02/2025-03"', "call", '"ann", "carl"', "Bonn"),
    ("d", '"[2025-03-31..2025-04-01]"', "call", '"ben", "carl"', "Rome, Italy"),
]


def ran(folder: Path, *argv: str, covers: str = 'covers = "2025"') -> Any:
    text = LEDGER.replace("COVERS", covers) + "".join(
        f'[[events]]\nid = "{id}"\ndate = {date}\ntype = "{kind}"\ntitle = "{id}"\n'
        f'actors = [{actors}]\nplace = "{place}"\n'
        for id, date, kind, actors, place in EVENTS
    )
    (folder / "events.toml").write_text(text, "utf-8")
    return run("count", *argv, folder=folder, environment=clean_environment(folder))


def by(*names: str) -> list[str]:
    return [word for name in names for word in ("--by", name)]


def test_zeros_at_both_ends_of_the_period_are_columns(tmp_path: Path) -> None:
    found = ran(tmp_path, "2025-01..2025-05", *by("dyad", "month"), "--matrix")
    assert found.out == (
        "dyad\t2025-01\t2025-02\t2025-03\t2025-04\t2025-05\n"
        "DE-FR\t0\t2\t0\t0\t0\n"
        "DE-IT\t0\t0\t0..1\t0..1\t0\n"
        "FR-IT\t0\t1\t0\t0\t0\n"
    )


def test_times_can_be_the_rows_and_cells_can_be_ranges(tmp_path: Path) -> None:
    found = ran(tmp_path, "2025-02..2025-03", *by("month", "type"), "--matrix")
    assert found.out == "month\tmeeting\tcall\n2025-02\t1\t2\n2025-03\t0\t0..1\n"
    assert found.err == "note: the result is uncertain, because the date of 1 event is inexact: d\n"


def test_a_time_that_the_ledger_does_not_cover_is_empty_and_noted(tmp_path: Path) -> None:
    argv = ("2025-01..2025-03", *by("type", "month"), "--matrix", "-o", "csv")
    found = ran(tmp_path, *argv, covers='covers = "2025-03.."')
    assert found.out == "type,2025-02,2025-03\nmeeting,1,0\ncall,2,0..1\n"
    found = ran(tmp_path, *argv, "--type", "call", covers='covers = "2025-01"')
    assert found.out == "type,2025-01,2025-02,2025-03\ncall,0,2,0..1\n"
    found = ran(tmp_path, *argv, covers='covers = "2026"')
    assert found.out == "type,2025-02,2025-03\nmeeting,1,\ncall,2,0..1\n"
    assert "note: an empty cell means that the ledger does not cover these days\n" in found.err


def test_names_of_columns_are_quoted_and_escaped_like_cells(tmp_path: Path) -> None:
    found = ran(tmp_path, *by("type", "place"), "--matrix", "-o", "csv")
    assert found.out == 'type,Bonn,"Rome, Italy"\nmeeting,1,0\ncall,1,2\n'
    found = ran(tmp_path, *by("type", "actor"), "--matrix", "--excel")
    assert found.out.splitlines()[0] == '\ufefftype,Ann,"Ben, Lord",\'=Carl'


def test_markdown_is_a_matrix_too(tmp_path: Path) -> None:
    found = ran(tmp_path, "2025-02..2025-03", *by("type", "month"), "--matrix", "-o", "markdown")
    assert found.out == (
        "| type | 2025-02 | 2025-03 |\n| --- | --- | --- |\n"
        "| meeting | 1 | 0 |\n| call | 2 | 0..1 |\n"
    )


def test_no_header_can_be_asked_for(tmp_path: Path) -> None:
    found = ran(tmp_path, *by("type", "dyad"), "--matrix", "--no-header")
    assert found.out == "meeting\t1\t0\t0\ncall\t1\t1\t1\n"


def test_limit_and_reverse_are_about_rows(tmp_path: Path) -> None:
    argv = (*by("month", "dyad"), "--matrix")
    found = ran(tmp_path, "2025-01..2025-03", *argv, "-n", "2", "--reverse")
    assert found.out == "month\tDE-FR\tDE-IT\tFR-IT\n2025-03\t0\t0..1\t0\n2025-02\t2\t0\t1\n"
    assert "note: 1 row not shown; raise --limit\n" in found.err


def test_json_keeps_one_object_for_each_count(tmp_path: Path) -> None:
    argv = (*by("type", "dyad"), "-o", "json")
    found = ran(tmp_path, *argv, "--matrix")
    assert found.out == ran(tmp_path, *argv).out
    assert "note: --matrix has no effect on json; omit --matrix\n" in found.err
    first = json.loads(ran(tmp_path, *argv).out)[0]
    assert first == {
        "key": "meeting", "key2": "DE-FR", "count": {"min": 1, "max": 1, "undecided": []},
    }  # fmt: skip


def test_an_empty_matrix_has_only_a_header(tmp_path: Path) -> None:
    found = ran(tmp_path, *by("type", "place"), "--matrix", "--type", "letter")
    assert (found.status, found.out) == (0, "type\n")
    assert "note: no matching events\n" in found.err


def test_the_csv_reads_back_as_the_long_table(tmp_path: Path) -> None:
    argv = ("2025-01..2025-04", *by("dyad", "month"), "-o", "csv")
    wide = [*csv.DictReader(io.StringIO(ran(tmp_path, *argv, "--matrix").out))]
    melted = {
        (row["dyad"], key): value for row in wide for key, value in row.items() if key != "dyad"
    }
    long = {
        (row["dyad"], row["month"]): row["count"]
        for row in csv.DictReader(io.StringIO(ran(tmp_path, *argv).out))
    }
    assert {key for key, value in melted.items() if value != "0"} <= {*long}
    assert all(melted.get(key, long[key]) == long[key] for key in long)


@pytest.mark.parametrize("width", [24, 40, 200])
def test_a_matrix_that_is_wider_than_the_terminal_becomes_several_tables(
    tmp_path: Path, width: int
) -> None:
    (tmp_path / "events.toml").touch()
    environment = {**clean_environment(tmp_path), "COLUMNS": str(width)}
    ran(tmp_path)
    argv = ("count", "2025", *by("dyad", "month"), "--matrix", "-o", "table")
    found = run(*argv, folder=tmp_path, environment=environment)
    lines = found.out.splitlines()
    assert all(len(line) <= width for line in lines)
    assert (len(lines) > 6) is (width < 200)
    words = [word for line in lines for word in line.split()]
    found_cells = Counter(word for word in words if word in ("·", "1", "2", "0–1"))
    assert found_cells == {"·": 3 * 12 - 4, "1": 1, "2": 1, "0–1": 2}


@pytest.mark.parametrize(
    "argv, message",
    [
        (["--matrix"], "--matrix needs two --by options, such as --by dyad --by month"),
        (["--matrix", "--by", "month"],
         "--matrix needs two --by options, such as --by dyad --by month"),
        (["--matrix", *by("month", "type"), "--why"], "--matrix and --why cannot be combined; "
         "use only one"),
        (["--matrix", "--total"], "--total and --matrix cannot be combined; use only one"),
    ],
)  # fmt: skip
def test_a_matrix_that_cannot_be_made_is_refused(
    tmp_path: Path, argv: Sequence[str], message: str
) -> None:
    found = ran(tmp_path, *argv)
    assert (found.status, found.out, found.err) == (2, "", f"error: {message}\n")


def test_a_broken_ledger_gives_no_matrix(tmp_path: Path) -> None:
    found = ran(tmp_path, *by("month", "type"), "--matrix", covers="covers = 7")
    assert (found.status, found.out) == (3, "")


def test_every_dimension_can_be_rows_or_columns(tmp_path: Path) -> None:
    for name in DIMENSIONS:
        other = "type" if name != "type" else "month"
        for pair in ((name, other), (other, name)):
            found = ran(tmp_path, *by(*pair), "--matrix")
            assert found.status == 0, found.err
            assert found.out.split("\t")[0].strip() == pair[0]
    assert {*TIMES} <= {*DIMENSIONS}
