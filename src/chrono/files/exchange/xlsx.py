"""Read the format `xlsx`: one sheet of a workbook, with the values that the cells show.

For example, a date shown as `Oct 2025` is a month, although a spreadsheet stores a day.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
import warnings
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any
from zipfile import ZipFile

from openpyxl import load_workbook
from openpyxl.utils import column_index_from_string
from openpyxl.utils.escape import unescape

from chrono.core.causes import Caused, prefixed
from chrono.core.english import first_few
from chrono.core.names import choose
from chrono.core.sentences import shell_word
from chrono.errors import ChronoError
from chrono.files.exchange.import_table import OLD_EXCEL, Binary, ImportTable, Row, column_names
from chrono.files.read.text import unreadable

FORMATS = {
    "xlsx": {"suffixes": [".xlsx", ".xlsm"], "options": ["sheet", "skip"], "binary": True},
}

_MOST_BYTES = 256 * 2**20
"""The maximum size of an unpacked workbook [bytes], since a small file can unpack to any size."""
_SAVE = "save the sheet as xlsx or csv"

_Cell = tuple[str | dt.date, str]
"""A pair: the value of a cell ("" if it is empty), and its problem ("" if it has none)."""
_EMPTY: _Cell = ("", "")
_FORMULA = re.compile(rb"<(?:\w+:)?f[ />]")
_NOT_CALCULATED = (
    "the formula has no saved value; open the file in a spreadsheet program and save it"
)


def read_xlsx(file: Binary, sheet: str | None = None, skip: int = 0) -> ImportTable:
    """Return the import table of a sheet of a workbook (default: the first visible sheet).

    Raises LedgerError if the file is not a workbook, is too large, or has no header in the sheet.
    Raises UsageError if there is no sheet with this name.
    """
    _check_archive(file)
    with _refused(file, "this file cannot be read; save it as xlsx or csv again"):
        with _workbook(file) as book:
            hidden = {one.title: one.sheet_state != "visible" for one in book.worksheets}
            if not hidden:
                raise unreadable(file.name, "this file has no sheet with rows")
            first = min(hidden, key=lambda title: hidden[title])
            name = first if sheet is None else choose(sheet, hidden, "sheet")
            rows = [row for row in _rows(file, book[name]) if row[0] > skip]
        visible = [title for title in hidden if title != name and not hidden[title]]
        table = _table(file, name, rows, () if sheet else visible)
    others = [f'"{title}"{" (hidden)" * hidden[title]}' for title in hidden if title != name]
    choices = first_few(others, word="or")
    note = f'read the sheet "{name}"; to read {choices} instead, add --sheet SHEET'
    return table._replace(notes=(note,) if others and sheet is None else ())


@contextmanager
def _refused(file: Binary, why: str) -> Iterator[None]:
    """Raise LedgerError with the message `why` for an error in a `with` block.

    Damaged files make openpyxl and zipfile raise nearly all kinds of errors.
    """
    try:
        yield
    except (ChronoError, MemoryError):
        raise
    except Exception:
        raise unreadable(file.name, why) from None


def _check_archive(file: Binary) -> None:
    content = file.content
    if content.startswith(OLD_EXCEL):
        is_locked = "EncryptedPackage".encode("utf-16-le") in content
        why = "this file is protected by a password; save it without one"
        raise unreadable(file.name, why if is_locked else f"this is an old Excel file; {_SAVE}")
    if not content.startswith(b"PK"):
        why = "this file is not an xlsx file; if it is a csv file, add --from csv"
        raise unreadable(file.name, why)
    damaged = _refused(file, "this file is damaged; save it as xlsx or csv again")
    with damaged, ZipFile(io.BytesIO(content)) as archive:
        names = archive.namelist()
        if "xl/workbook.xml" not in names:
            kind = "an OpenDocument file" if "content.xml" in names else "another kind of archive"
            raise unreadable(file.name, f"this file is not an xlsx file, but {kind}; {_SAVE}")
        if sum(item.file_size for item in archive.infolist()) > _MOST_BYTES:
            size = f"{_MOST_BYTES // 2**20} MB"
            why = f"this file is more than {size} when unpacked; save the sheet as csv"
            raise unreadable(file.name, why)
        for name in names:
            if b"<!DOCTYPE" in archive.read(name)[:1000]:  # its entities can have any size
                why = f"this file has a document type in {name}, unlike any xlsx file"
                raise unreadable(file.name, why)


@contextmanager
def _workbook(file: Binary, formulas: bool = False) -> Iterator[Any]:
    content = io.BytesIO(file.content)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about parts of a workbook that are not read
        book = load_workbook(content, read_only=True, data_only=not formulas, keep_links=False)
        try:
            yield book
        finally:
            book.close()


# -- the table ------------------------------------------------------------------------------------


def _table(
    file: Binary, sheet: str, rows: Sequence[tuple[int, list[_Cell]]], more: Sequence[str]
) -> ImportTable:
    (first, header), *others = rows or [(1, [])]
    width = max((len(cells) for _, cells in rows), default=0)
    texts = [str(value) for value, _ in _padded(header, width)]
    if len([*filter(None, texts)]) == 1 and any(len(_filled(cells)) > 1 for _, cells in others):
        title, why = (
            next(filter(None, texts)),
            f"delete the rows above the header, or write skip = {first} in a rules file",
        )
        if more:
            why += f", or add --sheet {shell_word(more[0])} to read another sheet"
        raise unreadable(file.name, f'row {first} of the sheet "{sheet}" has only "{title}"; {why}')
    values = [[value for value, _ in cells] for _, cells in others]
    columns = column_names(file.name, texts, values, first)
    read = []
    for (number, cells), line in zip(others, values, strict=True):
        named = dict(zip(columns, _padded(cells, width), strict=True))
        problems = {
            name: prefixed(f"{name}: ", problem) for name, (_, problem) in named.items() if problem
        }
        row = {name: value for name, (value, _) in named.items()}
        read.append(Row(number, row, (_csv(line),), problems=problems))

    def rejects(rejected: Sequence[Row]) -> str:
        return "".join([_csv(columns), *(line for row in rejected for line in row.texts)])

    return ImportTable("row", columns, read, rejects, row_text=_csv)


def _filled(cells: Sequence[_Cell]) -> list[_Cell]:
    return [cell for cell in cells if cell != _EMPTY]


def _padded(cells: Sequence[_Cell], width: int) -> list[_Cell]:
    return [*cells, *[_EMPTY] * (width - len(cells))]


def _csv(values: Sequence[object]) -> str:
    line = io.StringIO()
    csv.writer(line, lineterminator="\n").writerow(values)
    return line.getvalue()


# -- rows and cells -------------------------------------------------------------------------------


def _rows(file: Binary, sheet: Any) -> Iterator[tuple[int, list[_Cell]]]:
    with ZipFile(io.BytesIO(file.content)) as archive:
        xml = archive.read(sheet._worksheet_path)
    merged = _merged_down(xml)
    open_ranges: dict[int, int] = {}
    above: list[_Cell] = []
    for number, cells in enumerate(_cells(file, sheet, bool(_FORMULA.search(xml))), 1):
        open_ranges = {at: last for at, last in open_ranges.items() if last >= number}
        for at in open_ranges:
            cells = _padded(cells, at + 1)
            cells[at] = above[at] if at < len(above) else _EMPTY
        open_ranges |= merged.get(number, {})
        above = cells
        if _filled(cells):
            yield number, cells


def _merged_down(xml: bytes) -> Mapping[int, Mapping[int, int]]:
    # Row number -> index of a cell merged with cells below -> number of the last of their rows.
    # `xml`: the sheet. openpyxl does not report merged cells if it reads row by row.
    ranges: dict[int, dict[int, int]] = defaultdict(dict)
    form = rb'<(?:\w+:)?mergeCell\s[^>]*\bref="([A-Z]{1,3})([0-9]+):[A-Z]+([0-9]+)"'
    for column, first, last in re.findall(form, xml):
        if int(first) < int(last):
            ranges[int(first)][column_index_from_string(column.decode()) - 1] = int(last)
    return ranges


def _cells(file: Binary, sheet: Any, has_formulas: bool) -> Iterator[list[_Cell]]:
    sheet.reset_dimensions()  # some programs write wrong ones
    if not has_formulas:
        yield from ([_cell(cell) for cell in cells] for cells in sheet.iter_rows())
        return
    with _workbook(file, formulas=True) as book:
        book[sheet.title].reset_dimensions()
        for cells, sources in zip(sheet.iter_rows(), book[sheet.title].iter_rows(), strict=True):
            pairs = zip(cells, sources, strict=True)
            yield [_cell(cell, is_formula=source.data_type == "f") for cell, source in pairs]


def _cell(cell: Any, is_formula: bool = False) -> _Cell:
    value = cell.value
    if value is None:
        return ("", _NOT_CALCULATED) if is_formula else _EMPTY
    if cell.data_type == "e":
        return value, Caused("", value, " is an error of the spreadsheet; correct it there")
    if isinstance(value, bool):
        return str(value).lower(), ""
    if isinstance(value, float):
        return f"{value:.15g}", ""  # as many digits as a spreadsheet shows
    if isinstance(value, dt.datetime):
        return _date(value, cell.number_format), ""
    return (value if isinstance(value, dt.date) else unescape(str(value))), ""


def _date(value: dt.datetime, number_format: str) -> str | dt.date:
    """Return the date of a cell with the precision that its number format shows.

    The format `mmm yyyy` gives a month, such as `2025-10`, only for the first day of a month.
    """
    shown = re.sub(r'"[^"]*"|\[[^\]]*\]|[\\_*].', "", number_format.partition(";")[0]).lower()
    if value.time() != dt.time() and "h" in shown:
        return value.isoformat(timespec="seconds")
    day = value.date()
    if set(shown) & {"d", "h", "s"} or day.day > 1:
        return day
    is_year = "m" not in shown and day.month == 1
    return f"{day:%Y}" if is_year else f"{day:%Y-%m}"
