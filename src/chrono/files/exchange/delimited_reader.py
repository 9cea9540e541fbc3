"""csv and tsv as spreadsheets write them: rows are counted as they show them, the header is 1."""

from __future__ import annotations

import csv as _csv
import io
import re
import sys
from collections.abc import Iterator, Sequence

from chrono.core.english import plural
from chrono.errors import LedgerError, Problem
from chrono.files.exchange.delimited_writer import unwritten
from chrono.files.exchange.long_rows import folded
from chrono.files.exchange.readers import MARK, Row, Table
from chrono.files.exchange.record import LONG_KEYS


def csv(text: str, name: str) -> Table:
    """Commas between the columns, or semicolons where the header has no comma."""
    if said := re.match(r"\ufeff?sep=(.)\r?\n", text):
        mark = MARK if text.startswith(MARK) else ""
        return _table(mark + text[said.end() :], name, said[1])
    header = re.match(r'(?:"[^"]*"|[^"\r\n])*', text.removeprefix(MARK))
    bare = re.sub(r'"[^"]*"', "", header[0] if header else "")
    return _table(text, name, ";" if ";" in bare and "," not in bare else ",")


def tsv(text: str, name: str) -> Table:
    """Tabs between the columns; quotes only around a cell as a whole."""
    return _table(text, name, "\t")


def _table(text: str, name: str, delimiter: str) -> Table:
    mark = MARK if text.startswith(MARK) else ""
    records = _records(text.removeprefix(MARK), name, delimiter)
    number, header, head = next(records, (1, [], ""))
    found = list(records)
    columns = [cell.strip() or _unnamed(at, found) for at, cell in enumerate(header)]
    _check(columns, name, number)
    listed = {*LONG_KEYS} >= {*columns}
    if listed and mark:
        found = [(number, list(map(_harmful, cells)), raw) for number, cells, raw in found]
    if listed and delimiter == ",":
        found = [(number, list(map(unwritten, cells)), raw) for number, cells, raw in found]
    rows = [
        _row(number, cells, raw, columns)
        for number, cells, raw in found
        if any(map(str.strip, cells))
    ]

    def rejects(some: Sequence[Row]) -> str:
        end = re.search(r"\r?\n|\r", head)
        line_end = end[0] if end else "\n"
        pieces = [head, *(row.raw for row in some)]
        return mark + "".join(
            piece if piece.endswith(("\n", "\r")) else piece + line_end for piece in pieces
        )

    return folded(Table("row", columns, rows, rejects), "")


def _unnamed(at: int, records: Sequence[tuple[int, list[str], str]]) -> str:
    """A name for a column that has none, if anything stands in it."""
    says = any(at < len(cells) and cells[at].strip() for _, cells, _ in records)
    return f"column {at + 1}" if says else ""


def _harmful(cell: str) -> str:
    """A cell without the quote that `list --excel` sets before what looks like a formula."""
    return cell[1:] if re.match(r"'+[=+\-@\t\r]", cell) else cell


def _check(columns: Sequence[str], name: str, number: int) -> None:
    wrong = []
    if not any(columns):
        wrong.append("there is no header, a first row that names the columns")
    for column in dict.fromkeys(columns):
        if column and columns.count(column) > 1:
            wrong.append(f'the column "{column}" stands twice in the header')
    if wrong:
        raise LedgerError([Problem(name, 0, f"row {number}: {one}", "file") for one in wrong])


def _row(number: int, cells: Sequence[str], raw: str, columns: Sequence[str]) -> Row:
    wrong = None
    if len(cells) > len(columns) and any(cells[len(columns) :]):
        wrong = (
            f"it has {plural(len(cells), 'cell')} and the header {len(columns)}: "
            "a cell with a comma in it stands in quotes"
        )
    elif len(cells) < len(columns):
        wrong = f"it has {plural(len(cells), 'cell')} and the header {len(columns)}"
    return Row(number, dict(zip(columns, cells, strict=False)), raw, wrong)


def _records(text: str, name: str, delimiter: str) -> Iterator[tuple[int, list[str], str]]:
    """Each record with its number and its own text; an empty line is a row that says nothing."""
    lines: list[str] = []

    def fed() -> Iterator[str]:
        for line in io.StringIO(text, newline=""):  # line ends inside a cell stay as they are
            lines.append(line)
            yield line

    _csv.field_size_limit(sys.maxsize)
    loose = delimiter == "\t" and not _quoted(text)
    reader = _csv.reader(
        fed(),
        delimiter=delimiter,
        strict=True,
        quoting=_csv.QUOTE_NONE if loose else _csv.QUOTE_MINIMAL,
    )
    number = 0
    while True:
        lines.clear()
        number += 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except _csv.Error as error:
            what = "a quote is opened and never closed, or text follows a closing one"
            raise LedgerError(
                [Problem(name, 0, f"row {number}: {what} ({error})", "file")]
            ) from None
        yield number, cells, "".join(lines)


def _quoted(text: str) -> bool:
    """Whether the quotes of a tsv stand around whole cells, as a spreadsheet writes them."""
    try:
        for _ in _csv.reader(io.StringIO(text, newline=""), delimiter="\t", strict=True):
            pass
    except _csv.Error:
        return False
    return True
