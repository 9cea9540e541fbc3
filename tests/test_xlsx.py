"""Workbooks are read as their cells show them; what cannot be read is a sentence, with status 3."""

from __future__ import annotations

import csv
import datetime as dt
import io
import zipfile
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl.styles import Font

from chrono.errors import ChronoError, LedgerError, UsageError
from chrono.files.exchange import xlsx
from chrono.files.exchange.import_table import Binary, ImportTable, read_table
from chrono.files.exchange.registry import formats
from chrono.files.index.load import load
from chrono.files.read.text import Text
from replay import Ran, clean_environment, run
from samples import law

HEADER = ["date", "type", "title", "actors"]


def saved(book: Workbook) -> bytes:
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def workbook(rows: Sequence[Sequence[Any]], change: Callable[[Any], object] = id) -> bytes:
    """A workbook with these rows in the sheet "Events"; `change` changes the sheet."""
    book = Workbook()
    sheet: Any = book.active
    sheet.title = "Events"
    for row in rows:
        sheet.append(row)
    change(sheet)
    return saved(book)


def table(content: bytes, **options: str) -> ImportTable:
    return read_table(formats()["xlsx"], Binary("t.xlsx", content), True, **options)


def cells(content: bytes, **options: str) -> list[list[Any]]:
    return [[*row.values.values()] for row in table(content, **options).rows]


def imported(folder: Path, content: bytes, *argv: str, name: str = "t.xlsx") -> Ran:
    """Import a file into an empty ledger."""
    (folder / "l.toml").write_text("")
    (folder / name).write_bytes(content)
    return run(
        "-f", "l.toml", "import", name, *argv,
        folder=folder, environment=clean_environment(folder),
    )  # fmt: skip


def repacked(content: bytes, **parts: bytes) -> bytes:
    """A workbook with other parts, by the ends of their names."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(file, "w") as new:
        for name in old.namelist():
            new.writestr(name, parts.get(Path(name).stem, old.read(name)))
    return file.getvalue()


# -- cells ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "value, expected",
    [
        (2025, "2025"),
        (2025.0, "2025"),
        (-3, "-3"),
        (2.5, "2.5"),
        (0.1 + 0.2, "0.3"),
        (1e21, "1e+21"),
        (True, "true"),
        (False, "false"),
        ("  Rome ", "  Rome "),
        ("习近平", "习近平"),
        ("two\nlines", "two\nlines"),
        ("a_x000D_b", "a\rb"),
        ("007", "007"),
        ("=not a formula", None),
        (dt.date(2025, 10, 30), dt.date(2025, 10, 30)),
        (dt.datetime(2025, 10, 30), dt.date(2025, 10, 30)),
        (dt.datetime(2025, 10, 30, 11, 0), "2025-10-30T11:00:00"),
        (dt.datetime(2025, 10, 30, 10, 59, 59, 999900), "2025-10-30T11:00:00"),
        (dt.time(11, 0), "11:00:00"),
        (dt.timedelta(hours=30), "1 day, 6:00:00"),
    ],
)
def test_a_cell_has_the_value_that_it_shows(value: object, expected: object) -> None:
    content = workbook([["x", "y"], [value, "z"]])
    read = table(content).rows[0]
    assert read.values["x"] == (expected if expected is not None else "")
    assert type(read.values["x"]) is type(expected if expected is not None else "")


@pytest.mark.parametrize(
    "day, number_format, expected",
    [
        ((2025, 10, 30), "yyyy-mm-dd", dt.date(2025, 10, 30)),
        ((2025, 10, 1), "dd/mm/yy", dt.date(2025, 10, 1)),
        ((2025, 10, 1), "d mmm", dt.date(2025, 10, 1)),
        ((2025, 10, 1), "mmm yyyy", "2025-10"),
        ((2025, 10, 1), "mmm-yy", "2025-10"),
        ((2025, 10, 1), '[$-409]mmmm\\ yyyy;@', "2025-10"),
        ((2025, 10, 1), 'mmm "de" yyyy', "2025-10"),
        ((2025, 10, 17), "mmm yyyy", dt.date(2025, 10, 17)),
        ((2025, 1, 1), "yyyy", "2025"),
        ((2025, 1, 1), "mmm yyyy", "2025-01"),
        ((2025, 10, 1), "yyyy", "2025-10"),
        ((2025, 10, 1), "yyyy-mm-dd h:mm", dt.date(2025, 10, 1)),
        ((2025, 10, 30, 11, 30), "yyyy-mm-dd h:mm", "2025-10-30T11:30:00"),
        ((2025, 10, 30, 11, 30), "yyyy-mm-dd", dt.date(2025, 10, 30)),
    ],
)  # fmt: skip
def test_a_date_is_as_precise_as_its_cell_shows_it(
    day: tuple[int, ...], number_format: str, expected: object
) -> None:
    def change(sheet: Any) -> None:
        sheet["A2"].number_format = number_format

    content = workbook([["x"], [dt.datetime(*day)]], change)  # type: ignore[arg-type]
    assert cells(content) == [[expected]]


def test_dates_of_the_calendar_from_1904_are_the_same_days() -> None:
    book = Workbook()
    book.epoch = dt.datetime(1904, 1, 1)
    sheet: Any = book.active
    sheet.append(["x"])
    sheet.append([dt.date(2025, 10, 30)])
    assert cells(saved(book)) == [[dt.date(2025, 10, 30)]]


def test_days_months_and_years_of_a_sheet_become_dates_of_events(tmp_path: Path) -> None:
    def change(sheet: Any) -> None:
        sheet["A3"].number_format = "mmm yyyy"

    days = [dt.date(2025, 10, 30), dt.date(2025, 9, 1), 2024, "2023-05"]
    rows = [[day, "call", f"T{at}", "Ann; Ben"] for at, day in enumerate(days)]
    ran = imported(tmp_path, workbook([HEADER, *rows], change))
    assert ran.status == 0, ran.err
    events = load([str(tmp_path / "l.toml")]).events
    assert [event.when.text for event in events] == ["2023-05", "2024", "2025-09", "2025-10-30"]


def test_a_day_of_a_sheet_needs_no_date_format_and_can_be_part_of_a_title(tmp_path: Path) -> None:
    rows: list[Any] = [[dt.date(2025, 10, 11), "call", "Ann"], ["10/12/2025", "call", "Ann"]]
    ran = imported(
        tmp_path, workbook([["date", "type", "actors"], *rows]),
        "--date-format", "%m/%d/%Y", "--map", "title=Call on {date}",
    )  # fmt: skip
    assert ran.status == 0, ran.err
    events = load([str(tmp_path / "l.toml")]).events
    assert [event.when.text for event in events] == ["2025-10-11", "2025-10-12"]
    assert events[0].title == "Call on 2025-10-11"
    ran = imported(tmp_path, workbook([["date", "type", "actors"], *rows[:1]]),
                   "--map", "title=date", "--map", "tags=date")  # fmt: skip
    (event,) = load([str(tmp_path / "l.toml")]).events
    assert (event.title, event.tags) == ("2025-10-11", ("2025-10-11",))


def test_a_number_that_a_sheet_stores_for_a_day_names_the_remedy(tmp_path: Path) -> None:
    rows = [[45960 + at, "call", f"T{at}", "Ann"] for at in range(4)]
    ran = imported(tmp_path, workbook([HEADER, *rows]))
    assert ran.status == 3
    assert ran.err.splitlines()[0] == (
        't.xlsx: 4 rows (2, 3, 4, …): error: date: "45960" (and 3 others) is not a date such as '
        "2025-10-30; if a spreadsheet shows it as a date, give its cell a date format there"
    )


# -- errors and formulas ------------------------------------------------------------------------


def test_an_error_in_a_cell_rejects_its_row_if_the_column_is_used(tmp_path: Path) -> None:
    def change(sheet: Any) -> None:
        for at in ("E2", "F2", "F3"):
            sheet[at] = "#N/A"
            sheet[at].data_type = "e"

    rows = [["2025-10-30", "call", "A", "Ann", "x", "y"], ["2025-10-31", "call", "B", "Ann"]]
    content = workbook([[*HEADER, "place", "helper"], *rows], change)
    ran = imported(tmp_path, content)
    assert ran.status == 3
    assert ran.err.splitlines()[0] == (
        't.xlsx: row 2: error: place: "#N/A" is an error of the spreadsheet; correct it there'
    )
    (tmp_path / "r.toml").write_text('[values.place]\n"#N/A" = "Rome"\n')
    ran = imported(tmp_path, content, "--rules", "r.toml")
    assert ran.status == 0, ran.err
    assert [e.place for e in load([str(tmp_path / "l.toml")]).events] == ["Rome", None]


def test_a_formula_has_its_saved_value_and_without_one_is_an_error(tmp_path: Path) -> None:
    rows = [["2025-10-30", "call", "A", "Ann", "=1+1"], ["2025-10-31", "call", "B", "Ann", "x"]]
    content = workbook([[*HEADER, "place"], *rows])
    assert table(content).rows[0].values["place"] == ""
    ran = imported(tmp_path, content)
    assert ran.status == 3
    assert ran.err.splitlines()[0] == (
        "t.xlsx: row 2: error: place: the formula has no saved value; open the file in a "
        "spreadsheet program and save it"
    )
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml")
    calculated = sheet.replace(b"<v></v>", b"<v>2</v>").replace(b"<v />", b"<v>2</v>")
    assert calculated != sheet
    assert table(repacked(content, sheet1=calculated)).rows[0].values["place"] == "2"


# -- rows and sheets ----------------------------------------------------------------------------


def test_empty_rows_and_columns_are_no_part_of_the_table() -> None:
    def change(sheet: Any) -> None:
        sheet["Z90"].font = Font(bold=True)
        sheet["A6"] = "b"

    content = workbook([[], ["x", None, "y"], ["a", None, 1], [], [None, "", " "]], change)
    read = table(content)
    assert [(row.number, dict(row.values)) for row in read.rows] == [
        (3, {"x": "a", "": "", "y": "1"}),
        (5, {"x": "", "": "", "y": " "}),
        (6, {"x": "b", "": "", "y": ""}),
    ]


def test_a_column_without_a_name_has_its_number_and_a_name_is_one_line() -> None:
    content = workbook([["place\n(city)", None, "y"], ["a", "b", "c", "d"]])
    assert table(content).columns == ["place (city)", "column 2", "y", "column 4"]


def test_a_row_above_the_header_is_named(tmp_path: Path) -> None:
    ran = imported(tmp_path, workbook([["Contacts of 2025"], HEADER, ["2025", "call", "A", "Ann"]]))
    assert (ran.status, ran.err) == (
        3,
        't.xlsx: error: row 1 of the sheet "Events" has only "Contacts of 2025"; delete the rows '
        "above the header, or write skip = 1 in a rules file\n",
    )


def test_above_the_header_another_sheet_is_offered(tmp_path: Path) -> None:
    book = Workbook()
    cover: Any = book.active
    cover.title = "Cover page"
    cover.append(["Travels"])
    cover.append(["prepared by", "us"])
    book.create_sheet("Data set").append(HEADER)
    file = io.BytesIO()
    book.save(file)
    assert imported(tmp_path, file.getvalue()).err == (
        't.xlsx: error: row 1 of the sheet "Cover page" has only "Travels"; delete the rows above '
        'the header, or write skip = 1 in a rules file, or add --sheet "Data set" to read another '
        "sheet\n"
    )


def test_a_cell_merged_with_those_below_gives_them_its_value() -> None:
    def change(sheet: Any) -> None:
        sheet.merge_cells("A2:A4")
        sheet.merge_cells("C2:D3")
        sheet.merge_cells("B4:D4")

    rows: list[Any] = [["x", "y", "z", "w"], ["a", 1, "c"], [None, 2], ["", 3], ["b", 4, "d", "e"]]
    assert cells(workbook(rows, change)) == [
        ["a", "1", "c", ""], ["a", "2", "c", ""], ["a", "3", "", ""], ["b", "4", "d", "e"],
    ]  # fmt: skip


def three_sheets() -> bytes:
    book = Workbook()
    first: Any = book.active
    first.title, first.sheet_state = "Codes", "hidden"
    for name in ("Events", "Old"):
        sheet: Any = book.create_sheet(name)
        sheet.append(HEADER)
        sheet.append(["2025-10-30", "call", name, "Ann"])
    return saved(book)


def test_the_first_visible_sheet_is_read_and_the_others_are_named(tmp_path: Path) -> None:
    ran = imported(tmp_path, three_sheets())
    assert ran.status == 0
    assert ran.err.splitlines()[2] == (
        'note: read the sheet "Events"; to read "Codes" (hidden) or "Old" instead, add '
        "--sheet SHEET"
    )
    assert [event.title for event in load([str(tmp_path / "l.toml")]).events] == ["Events"]


def test_a_sheet_is_chosen_by_its_name(tmp_path: Path) -> None:
    ran = imported(tmp_path, three_sheets(), "--sheet", "Old")
    assert "sheet" not in ran.err
    assert [event.title for event in load([str(tmp_path / "l.toml")]).events] == ["Old"]
    (tmp_path / "r.toml").write_text('sheet = "Old"\n')
    ran = imported(tmp_path, three_sheets(), "--rules", "r.toml")
    assert [event.title for event in load([str(tmp_path / "l.toml")]).events] == ["Old"]
    ran = imported(tmp_path, three_sheets(), "--sheet", "Odl", "--rules", "r.toml")
    assert (ran.status, ran.err) == (2, 'error: unknown sheet "Odl"; did you mean "Old"?\n')
    ran = imported(tmp_path, b"date\n2025\n", "--sheet", "Old", name="t.csv")
    assert ran.status == 2
    assert "--sheet applies only to xlsx; omit --sheet" in ran.err


def test_an_empty_sheet_has_no_header(tmp_path: Path) -> None:
    ran = imported(tmp_path, saved(Workbook()))
    assert (ran.status, ran.err) == (
        3, "t.xlsx: error: row 1: no header; add a first row with the names of the columns\n",
    )  # fmt: skip


def test_invalid_rows_are_saved_as_csv(tmp_path: Path) -> None:
    rows: list[Any] = [
        [dt.date(2025, 10, 30), "call", 'A "b", c', "Ann"],
        ["soon", "call", 'D "e", f', 7],
    ]
    content = workbook([HEADER, *rows])
    ran = imported(tmp_path, content, "--skip-bad", "--rejects", "rest.csv")
    assert ran.status == 0
    rest = (tmp_path / "rest.csv").read_text()
    assert rest == 'date,type,title,actors\nsoon,call,"D ""e"", f",7\n'
    ran = imported(tmp_path, content, "--skip-bad", "--rejects", "rest.xlsx")
    assert (ran.status, ran.err) == (
        2, "error: --rejects rest.xlsx: invalid rows are saved as csv; name a csv file\n",
    )  # fmt: skip


def test_a_workbook_is_read_from_standard_input(tmp_path: Path) -> None:
    (tmp_path / "l.toml").write_text("")
    ran = run(
        "-f", "l.toml", "import", "-", "--from", "xlsx", folder=tmp_path,
        environment=clean_environment(tmp_path),
        stdin=workbook([HEADER, ["2025-10-30", "call", "A", "Ann"]]),
    )  # fmt: skip
    assert ran.status == 0
    assert "1 row read from <stdin>: 1 added" in ran.err


VALUES = st.one_of(
    st.text(st.characters(codec="utf-8", exclude_categories=["C"]), max_size=12),
    st.integers(-(10**9), 10**9),
    st.booleans(),
    st.dates(dt.date(1901, 1, 1)),
    st.none(),
)


@given(rows=st.lists(st.lists(VALUES, min_size=3, max_size=3), min_size=1, max_size=5))
@law(60)
def test_a_sheet_and_a_csv_file_with_the_same_cells_are_the_same_table(
    rows: list[list[Any]],
) -> None:
    rows = [[None if one == "" or str(one)[:1] == "=" else one for one in row] for row in rows]
    texts = [
        [str(one).lower() if isinstance(one, bool) else "" if one is None else one for one in row]
        for row in rows
    ]
    sheet = io.StringIO()
    csv.writer(sheet).writerows([["a", "b", "c"], *texts])
    plain = read_table(formats()["csv"], Text("t.csv", sheet.getvalue()))
    read = table(workbook([["a", "b", "c"], *rows]))

    def shown(table: ImportTable) -> list[Any]:
        return [
            (row.number, [str(value).strip() for value in row.values.values()])
            for row in table.rows
            if any(str(value).strip() for value in row.values.values())
        ]

    assert read.columns == plain.columns
    assert shown(read) == shown(plain)


# -- files that are no workbooks ----------------------------------------------------------------

GOOD = workbook([HEADER, ["2025-10-30", "call", "A", "Ann"]])


def _archive(**parts: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return file.getvalue()


@pytest.mark.parametrize(
    "content, message",
    [
        (b"date,type\n2025,call\n", "this file is not an xlsx file; if it is a csv file, add "
         "--from csv"),
        (b"", "this file is not an xlsx file; if it is a csv file, add --from csv"),
        (GOOD[:-300], "this file is damaged; save it as xlsx or csv again"),
        (GOOD[:2000], "this file is damaged; save it as xlsx or csv again"),
        (b"\xd0\xcf\x11\xe0" + b"Workbook", "this is an old Excel file; save the sheet as xlsx "
         "or csv"),
        (
            b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"),
            "this file is protected by a password; save it without one",
        ),
        (
            _archive(**{"content.xml": b"", "mimetype": b""}),
            "this file is not an xlsx file, but an OpenDocument file; save the sheet as xlsx "
             "or csv",
        ),
        (
            _archive(**{"word/document.xml": b""}),
            "this file is not an xlsx file, but another kind of archive; save the sheet as "
             "xlsx or csv",
        ),
        (repacked(GOOD, workbook=b"<workbook"), "this file cannot be read; save it as xlsx or "
         "csv again"),
        (repacked(GOOD, sheet1=b"<x/>"), "row 1: no header; add a first row with the names of the "
         "columns"),
        (
            repacked(GOOD, sheet1=b'<!DOCTYPE x [<!ENTITY a "aa">]><x>&a;</x>'),
            "this file has a document type in xl/worksheets/sheet1.xml, unlike any xlsx file",
        ),
    ],
)  # fmt: skip
def test_a_file_that_is_no_workbook_is_refused_in_a_sentence(
    tmp_path: Path, content: bytes, message: str
) -> None:
    ran = imported(tmp_path, content)
    assert (ran.status, ran.out, ran.err) == (3, "", f"t.xlsx: error: {message}\n")


def test_a_file_that_unpacks_to_too_much_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(xlsx, "_MOST_BYTES", 2**20)
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b" " * (2**20 + 1))
    assert len(file.getvalue()) < 2000
    ran = imported(tmp_path, file.getvalue())
    assert (ran.status, ran.err) == (
        3, "t.xlsx: error: this file is more than 1 MB when unpacked; save the sheet as csv\n",
    )  # fmt: skip


def test_a_cell_far_from_the_others_costs_no_memory() -> None:
    def change(sheet: Any) -> None:
        sheet["XFD20000"] = 1

    read = table(workbook([["x"], ["a"]], change))
    assert [row.number for row in read.rows] == [2, 20000]
    assert read.columns[-1] == "column 16384"


@pytest.mark.parametrize("name", ["t.csv", "t.tsv", "t.json", "t.ics", "t.toml"])
def test_a_workbook_with_another_suffix_names_the_format(tmp_path: Path, name: str) -> None:
    ran = imported(tmp_path, GOOD, name=name)
    assert (ran.status, ran.out) == (3, "")
    assert ran.err == (
        f"{name}: error: this is not a {name[2:]} file; for an Excel file, add --from xlsx\n"
    )
    assert imported(tmp_path, GOOD, "--from", "xlsx", name=name).status == 0


@pytest.mark.parametrize("suffix", ["xls", "xlsb", "ods", "numbers", "XLS"])
def test_the_files_of_other_spreadsheets_are_refused_with_what_to_do(
    tmp_path: Path, suffix: str
) -> None:
    ran = imported(tmp_path, b"", name=f"t.{suffix}")
    assert (ran.status, ran.err) == (
        3, f"t.{suffix}: error: .{suffix} files cannot be read; save the sheet as xlsx or csv\n",
    )  # fmt: skip


@given(data=st.data())
@law(100)
def test_a_damaged_workbook_is_read_or_refused_without_a_crash(data: st.DataObject) -> None:
    with zipfile.ZipFile(io.BytesIO(three_sheets())) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    name = data.draw(st.sampled_from(sorted(parts)))
    part = bytearray(parts[name])
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(part)))
        gone = data.draw(st.integers(0, 30))
        junk = data.draw(st.sampled_from([b"", b"<", b'"', b"9" * 30, b"A1", b"\0", b"e", b"-1"]))
        part[at : at + gone] = junk
    with suppress(LedgerError, UsageError):
        table(_archive(**{**parts, name: bytes(part)}))


@given(at=st.integers(0, len(GOOD) - 1), byte=st.binary(min_size=1, max_size=3))
@law(100)
def test_a_file_with_changed_bytes_is_read_or_refused_without_a_crash(at: int, byte: bytes) -> None:
    with suppress(ChronoError):
        table(GOOD[:at] + byte + GOOD[at + len(byte) :])
