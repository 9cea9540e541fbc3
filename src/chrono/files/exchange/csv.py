r"""csv, for spreadsheets, and tsv, for other tools in the shell.

Rows are numbered as a spreadsheet shows them: the header is row 1. In csv a control character that
a terminal would act on is written `\x1b`, and a backslash that could be read as one of these
`\x5c`; for Excel what looks like a formula gets a quote before it. Reading undoes both.
"""

from __future__ import annotations

import io
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from chrono.core.english import plural
from chrono.core.text import escape_controls
from chrono.errors import LedgerError, Problem
from chrono.files.exchange.import_table import ImportTable, Row
from chrono.files.exchange.rows import Style, Table
from chrono.files.read.text import Text

FORMATS = {
    "csv": {"suffixes": [".csv"], "header": True},
    "tsv": {"suffixes": [".tsv", ".tab"], "header": True},
}

_MARK = "\ufeff"
"""The byte order mark, by which Excel knows UTF-8."""
_FORMULA = re.compile(r"'*[=+\-@\t\r]")
"""What a spreadsheet would run as a formula, or what looks like a formula with its guard."""
_ESCAPED = re.compile(r"\\(x[0-9a-f]{2}|u[0-9a-f]{4})")
_NEEDS_QUOTES = re.compile(r'[",\n\r]|^\s|\s$')


# -- writing ------------------------------------------------------------------------------------


def write_tsv(table: Table[Any], style: Style) -> Iterable[str]:
    r"""One row a line, no quotes; tabs, line ends and controls are written `\t`, `\n`, `\xNN`."""
    if style.header:
        yield "\t".join(table.header) + "\n"
    for cells in table.lines():
        yield "\t".join(map(escape_controls, cells)) + "\n"


def write_csv(table: Table[Any], style: Style) -> Iterator[str]:
    """RFC 4180 quotes, a header, line feeds; for Excel a BOM, CRLF and guarded formulas."""
    end = "\r\n" if style.excel else "\n"
    if style.excel:
        yield _MARK
    if style.header is not False:
        yield ",".join(table.header) + end
    for cells in table.lines(exact=True):
        # Readers skip an empty line.
        yield (",".join(_cell(cell, style.excel) for cell in cells) or '""') + end


def _cell(text: str, excel: bool) -> str:
    if not text.isascii() or not text.isprintable() or "\\" in text:
        kept = re.split(r"(\r\n|\n|\t)", text)  # a cell may hold line ends and tabs
        text = "".join(part if index % 2 else _escape(part) for index, part in enumerate(kept))
    if excel and _FORMULA.match(text):
        text = f"'{text}"
    if _NEEDS_QUOTES.search(text):
        return '"' + text.replace('"', '""') + '"'
    return text


def _escape(text: str) -> str:
    return escape_controls(_ESCAPED.sub(r"\\x5c\1", text).replace("\r", r"\x0d"))


def unescape(cell: str) -> str:
    """Return the text that `write_csv` wrote as a cell."""

    def char(match: re.Match[str]) -> str:
        char = chr(int(match[1][1:], 16))
        return char if char == "\\" or escape_controls(char) != char else match[0]

    return _ESCAPED.sub(char, cell)


# -- reading ------------------------------------------------------------------------------------


class _Record(NamedTuple):
    """A record of a file: its number, its cells, and its own text."""

    number: int
    cells: Sequence[str]
    text: str


def read_csv(text: Text) -> ImportTable:
    """Read commas between the columns, or semicolons if the header has no comma."""
    if separator := re.match(r"sep=(.)\r?\n", text.text):
        return _table(text._replace(text=text.text[separator.end() :]), separator[1])
    header = re.match(r'(?:"[^"]*"|[^"\r\n])*', text.text)
    bare = re.sub(r'"[^"]*"', "", header[0] if header else "")
    return _table(text, ";" if ";" in bare and "," not in bare else ",")


def read_tsv(text: Text) -> ImportTable:
    """Read tabs between the columns; quotes count only around whole cells."""
    return _table(text, "\t")


def _table(text: Text, delimiter: str) -> ImportTable:
    header, *records = [*_records(text, delimiter)] or [_Record(1, [], "")]
    columns = [cell.strip() or _unnamed(at, records) for at, cell in enumerate(header.cells)]
    _check(columns, text.name, header.number)
    from chrono.files.exchange.record import LONG_KEYS  # only for reading

    if {*LONG_KEYS} >= {*columns}:  # as `list` writes it
        if text.marked:
            records = [
                record._replace(cells=[*map(_without_guard, record.cells)]) for record in records
            ]
        if delimiter == ",":
            records = [record._replace(cells=[*map(unescape, record.cells)]) for record in records]

    def rejects(rows: Sequence[Row]) -> str:
        end = re.search(r"\r?\n|\r", header.text)
        line_end = end[0] if end else "\n"
        lines = [header.text, *(line for row in rows for line in row.texts)]
        ended = (line if line.endswith(("\n", "\r")) else line + line_end for line in lines)
        return _MARK * text.marked + "".join(ended)

    rows = [_row(record, columns) for record in records if any(map(str.strip, record.cells))]
    return ImportTable("row", columns, rows, rejects)


def _unnamed(at: int, records: Sequence[_Record]) -> str:
    """A name for a column without one, if it has any content."""
    used = any(at < len(record.cells) and record.cells[at].strip() for record in records)
    return f"column {at + 1}" if used else ""


def _without_guard(cell: str) -> str:
    """A cell without the quote that `list --excel` sets before what looks like a formula."""
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell


def _check(columns: Sequence[str], name: str, number: int) -> None:
    twice = [column for column in dict.fromkeys(columns) if column and columns.count(column) > 1]
    wrong = [f'the column "{column}" stands twice in the header' for column in twice]
    if not any(columns):
        wrong.append("there is no header, a first row that names the columns")
    if wrong:
        raise LedgerError([_problem(name, number, message) for message in wrong])


def _problem(name: str, number: int, message: str) -> Problem:
    return Problem(name, 0, f"row {number}: {message}", "file")


def _row(record: _Record, columns: Sequence[str]) -> Row:
    cells = record.cells
    problem = None
    if len(cells) < len(columns) or any(cells[len(columns) :]):
        problem = f"it has {plural(len(cells), 'cell')} and the header {len(columns)}"
        if len(cells) > len(columns):
            problem += ": a cell with a comma in it stands in quotes"
    values = dict(zip(columns, cells, strict=False))
    return Row(record.number, values, (record.text,), problem)


def _records(text: Text, delimiter: str) -> Iterator[_Record]:
    """The records of a text; one may stand on several lines, and an empty line is one as well."""
    import csv  # only for reading

    lines: list[str] = []

    def remembered() -> Iterator[str]:
        for line in io.StringIO(text.text, newline=""):  # line ends inside a cell stay as they are
            lines.append(line)
            yield line

    csv.field_size_limit(sys.maxsize)
    loose = delimiter == "\t" and not _quoted(text.text)
    reader = csv.reader(
        remembered(),
        delimiter=delimiter,
        strict=True,
        quoting=csv.QUOTE_NONE if loose else csv.QUOTE_MINIMAL,
    )
    number = 0
    while True:
        lines.clear()
        number += 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            why = f"a quote is opened and never closed, or text follows a closing one ({error})"
            raise LedgerError([_problem(text.name, number, why)]) from None
        yield _Record(number, cells, "".join(lines))


def _quoted(text: str) -> bool:
    """Whether the quotes of a tsv stand around whole cells, as a spreadsheet writes them."""
    import csv

    try:
        for _ in csv.reader(io.StringIO(text, newline=""), delimiter="\t", strict=True):
            pass
    except csv.Error:
        return False
    return True
