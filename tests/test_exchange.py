"""`import` reads back what `list` and `export` write: laws over ledgers in every layout."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given

import scribbled
from chrono.core.model import Ledger, Source
from chrono.core.subset import Subset, subset
from chrono.files.exchange.import_table import ImportTable, read_table
from chrono.files.exchange.record import KEYS, LONG_KEYS, event_table, long_table
from chrono.files.exchange.registry import Document, formats
from chrono.files.exchange.rows import Style, Table
from chrono.files.merge.merge import MergeResult, RowMerger
from chrono.files.merge.rules import Rules
from chrono.files.read.load import loads
from chrono.files.read.source_files import parse
from chrono.files.read.text import Text
from chrono.files.write.apply import apply, change_entries
from chrono.files.write.ledger_files import LedgerFiles
from chrono.files.write.transaction import verify
from replay import ROOT, clean_environment, on_terminal, run
from samples import law

SHIPPED = (ROOT / "data" / "events.toml").read_text(encoding="utf-8")
EMPTY = '[ledger]\ntitle = "T"\n'

# A cell has only the publisher and the address of a source.
IN_CELLS = tuple(key for key in KEYS if key != "sources")


def opened(text: str) -> LedgerFiles:
    part = parse("ledger.toml", text)
    assert not part.problems
    return LedgerFiles([part])


def imported(text: str, table: ImportTable, rules: Rules = Rules()) -> tuple[str, MergeResult]:  # noqa: B008
    """Return the text of a ledger after the import of a table, and the result of the import."""
    files = opened(text)
    merge = RowMerger(files, table, rules)
    merged = merge.merge({})
    assert merged.rejected == []
    files.add(merged.additions)
    change_entries(files, merged.changes)
    return next((one.text for one in verify(files, apply(files)).changes), text), merged


def written(format: str, table: Table[Any], style: Style | None = None) -> str:
    """Return rows in a format."""
    return "".join(formats()[format].function("write")(table, style or Style()))


def read(format: str, text: str, name: str = "<stdin>") -> ImportTable:
    """Return the rows of a text that may begin with a byte order mark."""
    marked = text.startswith("\ufeff")
    return read_table(formats()[format], Text(name, text.removeprefix("\ufeff"), marked))


def listed(ledger: Ledger, format: str, columns: Sequence[str] = KEYS, long: bool = False) -> str:
    """Return the output of `list -o FORMAT --fields …`."""
    table: Table[Any] = (long_table if long else event_table)(ledger.events, columns)
    return written(format, table)


def test_csv_for_excel_is_read_back() -> None:
    text = """[[events]]
id = "a"
date = 2025-01-01
type = "call"
title = "=SUM(1)"
place = "'quoted"
summary = "one\\r\\ntwo \u00a0 ü, \\"x\\""
actors = ["@Xi", "-B"]
"""
    ledger = loads(text)
    text = written("csv", event_table(ledger.events, IN_CELLS), Style(excel=True))
    assert text.startswith("\ufeff")
    assert "'=SUM(1)" in text
    new, _ = imported(EMPTY, read("csv", text))
    assert rows_of(loads(new), IN_CELLS) == rows_of(ledger, IN_CELLS)


def exported(part: Subset, format: str) -> bytes:
    """Return the output of `export FORMAT --coarse`."""
    coarse = {"coarse": True} if "coarse" in formats()[format].options else {}
    document: Document = formats()[format].function("export")(part, **coarse)
    return b"".join(document.pieces())


def exported_whole(ledger: Ledger, format: str) -> str:
    """Return the output of `export FORMAT --private --coarse --status any`."""
    return exported(subset(ledger, ledger.events, private=True), format).decode()


def rows_of(ledger: Ledger, columns: Sequence[str], without: Sequence[str] = ()) -> list[Any]:
    """Return the values and cells of the events of a ledger in these columns."""
    table = event_table(ledger.events, [key for key in columns if key != "actors"])
    return [
        {
            **{key: value for key, value in values.items() if key not in without},
            **{
                f"cell {key}": cell
                for key, cell in zip(table.header, cells, strict=True)
                if f"cell {key}" not in without
            },
            "actors": [actor.name for actor in event.actors],
        }
        for event, values, cells in zip(
            ledger.events, table.objects(), table.lines(exact=True), strict=True
        )
    ]


WAYS: Mapping[str, tuple[Callable[[Ledger], str], Sequence[str], Sequence[str]]] = {
    # Format -> its writer, the columns that are compared, and those that it cannot hold.
    "toml": (lambda ledger: exported_whole(ledger, "toml"), KEYS, ()),
    "ics": (lambda ledger: exported_whole(ledger, "ics"), KEYS, ()),
    "json": (
        lambda ledger: listed(ledger, "json"),
        KEYS,
        ("contact", "cell contact", "cell present"),
    ),
    "jsonl": (
        lambda ledger: listed(ledger, "jsonl"),
        KEYS,
        ("contact", "cell contact", "cell present"),
    ),
    "csv": (
        lambda ledger: listed(ledger, "csv", IN_CELLS),
        IN_CELLS,
        ("contact", "cell contact", "present", "initiator"),  # by name
    ),
}


def check_round_trip(format: str, text: str) -> None:
    write, columns, lost = WAYS[format]
    ledger = loads(text)
    table = read(format, write(ledger))
    new, merged = imported(EMPTY, table)
    assert (merged.counts["added"], merged.counts["updated"], merged.counts["skipped"]) == (
        len(ledger.events),
        0,
        0,
    )
    assert rows_of(loads(new), columns, lost) == rows_of(ledger, columns, lost)
    again, merged = imported(new, table)
    assert (again, merged.counts["added"], merged.counts["skipped"]) == (new, 0, len(ledger.events))
    same, merged = imported(text, table, Rules(on_duplicate="update"))
    assert (same, merged.counts["added"], merged.counts["updated"]) == (text, 0, 0)


@pytest.mark.slow
@pytest.mark.parametrize("format", WAYS)
def test_the_shipped_ledger_is_read_back_unchanged(format: str) -> None:
    check_round_trip(format, SHIPPED)


@pytest.mark.parametrize("format", WAYS)
@given(text=scribbled.ledger())
@law(15)
def test_any_ledger_is_read_back_unchanged(format: str, text: str) -> None:
    check_round_trip(format, text)


def with_one_source_more(text: str, id: str) -> Ledger:
    """Return a ledger after an import of its csv with one source more in a cell."""
    columns = ("id", "date", "type", "title", "actors", "sources")
    lines = list(csv.reader(io.StringIO(listed(loads(text), "csv", columns), newline="")))
    for line in lines:
        if line[0] == id:
            line[5] += "; " * bool(line[5]) + "New https://new.org/"
    written = io.StringIO(newline="")
    csv.writer(written).writerows(lines)
    table = read("csv", written.getvalue())
    new, merged = imported(text, table, Rules(on_duplicate="update"))
    assert merged.counts["updated"] == 1
    return loads(new)


def adds_one_source(text: str, id: str) -> None:
    for before, after in zip(
        loads(text).events, with_one_source_more(text, id).events, strict=True
    ):
        new = [Source("New", url="https://new.org/")] * (before.id == id)
        # Compared as text, since nan is not equal to itself.
        changed = before._replace(sources=(*before.sources, *new))
        assert repr(tuple(after)) == repr(tuple(changed))


@given(text=scribbled.ledger().filter(lambda text: loads(text).events))
@law(40)
def test_adding_a_source_in_a_cell_changes_nothing_else(text: str) -> None:
    adds_one_source(text, loads(text).events[-1].id)


def test_adding_a_source_in_a_cell_keeps_the_fields_of_the_other_sources() -> None:
    adds_one_source(SHIPPED, "2025-10-30-busan")


def test_a_private_source_that_a_cell_names_stays_private() -> None:
    text = (
        '[[events]]\nid = "e1"\ndate = 2025-01-01\ntype = "call"\ntitle = "T"\nactors = ["A"]\n'
        'sources = [{ publisher = "B", quote = "q" }, { publisher = "B" }, '
        '{ publisher = "C", private = true }]\n'
    )
    adds_one_source(text, "e1")


@pytest.mark.parametrize("format", ["csv", "json", "jsonl"])
def test_long_rows_are_joined_to_events_with_the_countries_of_their_actors(format: str) -> None:
    ledger = loads(SHIPPED)
    columns = LONG_KEYS if format != "csv" else [*IN_CELLS, "actor", "country", "office"]
    columns = [key for key in columns if format != "csv" or key not in ("actors", "actor_names")]
    table = read(format, listed(ledger, format, columns, long=True))
    new, merged = imported(EMPTY, table)
    assert merged.counts["added"] == len(ledger.events)
    countries = [[(a.name, a.country) for a in event.actors] for event in ledger.events]
    assert [[(a.name, a.country) for a in event.actors] for event in loads(new).events] == countries


def test_an_exported_ledger_equals_the_whole_ledger() -> None:
    ledger = loads(SHIPPED)
    again = loads(exported_whole(ledger, "toml"))
    assert again._replace(files=ledger.files) == ledger


def test_a_listed_table_gives_the_same_table_after_an_import() -> None:
    ledger = loads(SHIPPED)
    columns = ("date", "type", "actors", "title", "place", "id")
    text = listed(ledger, "csv", columns)
    new, _ = imported(EMPTY, read("csv", text))
    assert listed(loads(new), "csv", columns) == text
    assert len([*csv.reader(io.StringIO(text))]) == len(ledger.events) + 1


@pytest.mark.parametrize(
    ("format", "options", "number"),
    [
        ("ics", {}, lambda text: f"{text.count('BEGIN:VEVENT')} events"),
        ("ics", {"coarse": True}, lambda text: f"{text.count('BEGIN:VEVENT')} events"),
        ("csljson", {}, lambda text: f"{len(json.loads(text))} sources"),
        ("svg", {}, lambda text: f"{text.count('<g><title>')} events"),
    ],
)
def test_a_document_that_leaves_events_out_has_the_number_of_those_in_it(
    format: str, options: Mapping[str, Any], number: Callable[[str], str]
) -> None:
    ledger = loads(SHIPPED)
    part = subset(ledger, ledger.events, private=False)
    document = formats()[format].function("export")(part, **options)
    assert document.contains == number(document.text)


@pytest.mark.slow
def test_export_reports_on_a_terminal_what_it_wrote(tmp_path: Path) -> None:
    calendar = ["export", "ics", "2025-11", "--status", "any", "--output", "a.ics"]
    calendar += ["-f", str(ROOT / "data" / "events.toml")]
    shown = on_terminal(tmp_path, *calendar, environment={"COLUMNS": "80"})
    number = (tmp_path / "a.ics").read_text("utf-8").count("BEGIN:VEVENT")
    assert f"note: wrote a.ics: {number} events" in shown
    assert "2 events with inexact dates were omitted (to include them, add --coarse)" in shown
    argv = ["export", "html", "2025", "--actor", "Xi", "--actor", "Trump", "--output", "xt.html"]
    argv += ["-f", str(ROOT / "data" / "events.toml")]
    shown = on_terminal(tmp_path, *argv, environment={"COLUMNS": "80"})
    assert "note: wrote xt.html: 5 events" in shown
    assert "wrote" not in on_terminal(tmp_path, *argv, "-q", environment={"COLUMNS": "80"})
    piped = run(*argv, folder=tmp_path, environment=clean_environment(tmp_path))
    assert "wrote" not in piped.err


@pytest.mark.parametrize("format", ["html", "svg", "sqlite"])
def test_a_document_that_is_not_to_be_read_goes_to_a_terminal_only_on_request(
    format: str, tmp_path: Path
) -> None:
    (tmp_path / "events.toml").write_text('[ledger]\ntitle = "None"\n', encoding="utf-8")
    shown = on_terminal(tmp_path, "export", format, "2025", environment={"COLUMNS": "120"})
    assert f"run `chrono export {format} 2025 --output timeline.{format}`" in " ".join(
        shown.split()
    )
    assert "None" not in shown
