r"""Read and write the formats `csv`, for spreadsheets, and `tsv`, for other tools in the shell.

In csv, a control character becomes an escape such as `\x1b`. For Excel, `'` precedes a text that
looks like a formula. An import restores the original texts.
"""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from chrono.core.english import plural
from chrono.core.text import escape_controls
from chrono.files.exchange.rows import Style, Table
from chrono.files.read.text import Text, unreadable

if TYPE_CHECKING:
    from chrono.files.exchange.import_table import ImportTable, Row

FORMATS = {
    "csv": {"suffixes": [".csv"], "header": True, "options": ["skip"]},
    "tsv": {"suffixes": [".tsv", ".tab"], "header": True, "options": ["skip"]},
}

_SEPARATORS = {",": "a comma", ";": "a semicolon", "\t": "a tab", "|": '"|"'}
_LINE = re.compile(r'(?:"[^"]*"|[^"\r\n])+')
_LONGEST_START = 100_000
"""The number of characters in which the separator is found."""

_MARK = "\ufeff"
"""The byte order mark, by which Excel recognises UTF-8."""
_FORMULA = re.compile(r"'*[=+\-@\t\r]")
"""Matches a text that a spreadsheet would read as a formula, also with `'` before it."""
_GUARD = re.compile(rf"^'(?={_FORMULA.pattern})")
"""Matches the `'` that `list --excel` puts before a text that looks like a formula."""
_ESCAPED = re.compile(r"\\(x[0-9a-f]{2}|u[0-9a-f]{4}|U000[0-9a-f]{5})")
_TEXT = re.compile(r"(?:[^\t\n\r]|\r(?!\n))+")
"""Matches the parts of a cell between line ends and tabs, in which characters are escaped."""
_NEEDS_QUOTES = re.compile(r'[",\n\r]|^\s|\s$')


def write_tsv(table: Table[Any], style: Style) -> Iterable[str]:
    r"""Yield the rows as lines with tabs between the cells, without quotes.

    Control characters become escapes such as `\t` and `\x1b`. If `style.header` is None, there is a
    header only if `table.headed` is True.
    """
    if table.headed if style.header is None else style.header:
        yield "\t".join(map(escape_controls, table.header)) + "\n"
    for cells in table.lines():
        yield "\t".join(map(escape_controls, cells)) + "\n"


def write_csv(table: Table[Any], style: Style) -> Iterator[str]:
    """Yield the rows as CSV (RFC 4180), after a header unless `style.header` is False.

    For Excel, a byte order mark, CRLF line ends, and `'` before formulas are added.
    """
    end = "\r\n" if style.excel else "\n"
    if style.excel:
        yield _MARK
    if style.header is not False:
        yield ",".join(_cell(name, style.excel) for name in table.header) + end
    for cells in table.lines(exact=True):
        # Programs that read csv skip an empty line.
        yield (",".join(_cell(cell, style.excel) for cell in cells) or '""') + end


def _cell(text: str, excel: bool) -> str:
    if not text.isascii() or not text.isprintable() or "\\" in text:
        text = _TEXT.sub(_escape, text)
    if excel and _FORMULA.match(text):
        text = f"'{text}"
    if _NEEDS_QUOTES.search(text):
        return '"' + text.replace('"', '""') + '"'
    return text


def _escape(match: re.Match[str]) -> str:
    return escape_controls(_ESCAPED.sub(r"\\x5c\1", match[0]).replace("\r", r"\x0d"))


def unescape(cell: str) -> str:
    """Return the original text of a cell that `write_csv` has written."""

    def char(match: re.Match[str]) -> str:
        char = chr(int(match[1][1:], 16))
        return char if char == "\\" or escape_controls(char) != char else match[0]

    return _ESCAPED.sub(char, cell)


def read_csv(text: Text, skip: int = 0) -> ImportTable:
    """Return the import table of a CSV file.

    The separator is a comma. If the header has no commas, the separator is a semicolon, a tab or
    `|`: the first of these in the header. If only the other lines have one of them, the first line
    is a title. A first line such as `sep=|` sets another separator.

    Raises LedgerError for quotes in wrong places, a title above the header, a missing header, or
    two columns with the same name.
    """
    if separator := re.match(r"sep=(.)(?:\r\n?|\n)", text.text):
        return _table(text._replace(text=text.text[separator.end() :]), separator[1], skip)
    return _table(text, _separator(_below(text.text, skip)), skip)


def _below(text: str, skip: int) -> str:
    return "".join(text.splitlines(keepends=True)[skip:]) if skip else text


def _separator(text: str) -> str:
    start = text[:_LONGEST_START]
    header, *lines = [re.sub(r'"[^"]*"', "", line) for line in _LINE.findall(start)[:50]] or [""]
    lines = [line for line in lines if line.strip()]
    signs = [sign for sign in _SEPARATORS if sign in header]
    if not signs or 2 * sum(signs[0] in line for line in lines) <= len(lines):  # below a title?
        for sign in _SEPARATORS:
            numbers = Counter(line.count(sign) for line in lines)
            (number, times), *_ = [*numbers.most_common(1), (0, 0)]
            if number > 1 and 2 * times > len(lines):  # cells of one column may be lists
                return sign
    return signs[0] if signs else ","


def read_tsv(text: Text, skip: int = 0) -> ImportTable:
    """Return the import table of a TSV file. Raises the same errors as `read_csv`."""
    return _table(text, "\t", skip)


def _table(text: Text, delimiter: str, skip: int) -> ImportTable:
    text = text._replace(text=_below(text.text, skip))
    found = _records(text, delimiter)
    while found and not any(map(str.strip, found[0][0])):  # blank lines above the header
        found, skip = found[1:], skip + 1
    (names, header), *records = found or [([], "")]
    # These are imported only for reading.
    from chrono.files.exchange.import_table import ImportTable, Row, column_names
    from chrono.files.exchange.record import LONG_FIELDS

    titles = [*filter(None, map(str.strip, names))]
    wider = sum(len([*filter(None, map(str.strip, cells))]) > 1 for cells, _ in records)
    filled = sum(any(map(str.strip, cells)) for cells, _ in records)
    if len(titles) == 1 and 2 * wider > filled:
        why = f'row {skip + 1} has only "{titles[0]}"; delete the rows above the header, or write '
        why += f"skip = {skip + 1} in a rules file"
        raise unreadable(text.name, why)
    columns = column_names(text.name, names, [cells for cells, _ in records])
    if {*LONG_FIELDS} >= {*columns}:  # written by `list`
        for cells, _ in records:
            if text.has_bom:
                cells[:] = [_GUARD.sub("", cell) for cell in cells]
            if delimiter == ",":
                cells[:] = map(unescape, cells)

    def rejects(rows: Sequence[Row]) -> str:
        line_end, *_ = [*re.findall(r"\r?\n|\r", header), "\n"]
        lines = [header, *(line for row in rows for line in row.texts)]
        ended = (line if line.endswith(("\n", "\r")) else line + line_end for line in lines)
        return _MARK * text.has_bom + "".join(ended)

    rows = []
    for number, (cells, source) in enumerate(records, skip + 2):
        if not any(map(str.strip, cells)):
            continue
        problem = None
        if len(cells) < len(columns) or any(cells[len(columns) :]):
            problem = f"the row has {plural(len(cells), 'cell')}, but the header has {len(columns)}"
        if problem and len(cells) > len(columns):
            sign = _SEPARATORS.get(delimiter, f'"{delimiter}"')
            problem += f'; put a cell that contains {sign} in "quotes"'
        rows.append(Row(number, dict(zip(columns, cells, strict=False)), (source,), problem))

    def row_text(cells: Sequence[object]) -> str:
        import csv

        line = io.StringIO()
        csv.writer(line, delimiter=delimiter, lineterminator="\n").writerow(cells)
        return line.getvalue()

    return ImportTable("row", columns, rows, rejects, row_text=row_text)


def _records(text: Text, delimiter: str, quotes: bool = True) -> list[tuple[list[str], str]]:
    import csv  # only for reading

    csv.field_size_limit(2**31 - 1)  # the most that a C long has on every system
    lines = [*io.StringIO(text.text, newline="")]  # line ends inside a cell stay as they are
    reader = csv.reader(
        lines,
        delimiter=delimiter,
        strict=True,
        quoting=csv.QUOTE_MINIMAL if quotes else csv.QUOTE_NONE,
    )
    records = []
    start = 0
    try:
        for cells in reader:
            records.append((cells, "".join(lines[start : reader.line_num])))
            start = reader.line_num
    except csv.Error as error:
        if delimiter == "\t" and quotes:  # the quotes are not around whole cells
            return _records(text, delimiter, quotes=False)
        why = f"missing closing quote, or text after a closing quote ({error})"
        raise unreadable(text.name, f"row {len(records) + 1}: {why}") from None
    return records
