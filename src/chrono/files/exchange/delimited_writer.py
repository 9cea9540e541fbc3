"""tsv, for other tools in the shell, and csv, for spreadsheets."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from chrono.core.text import escape_controls
from chrono.files.exchange.rows import Rows, Style

_BOM = "\ufeff"
# What a spreadsheet would run as a formula, or what looks like one that is defused already.
_FORMULA = re.compile(r"'*[=+\-@\t\r]")
_WRITTEN = re.compile(r"\\(x[0-9a-f]{2}|u[0-9a-f]{4})")
_QUOTED = re.compile(r'[",\n\r]|^\s|\s$')


def tsv(rows: Rows, style: Style) -> Iterable[str]:
    r"""One row a line, no quotes; tabs, line ends and controls are written `\t`, `\n`, `\xNN`."""
    if style.header:
        yield "\t".join(rows.columns) + "\n"
    for cells in rows.lines():
        yield "\t".join(map(escape_controls, cells)) + "\n"


def csv(rows: Rows, style: Style) -> Iterator[str]:
    """RFC 4180 quotes, a header, line feeds; for Excel a BOM, CRLF and defused formulas."""
    end = "\r\n" if style.excel else "\n"
    if style.excel:
        yield _BOM
    if style.header is not False:
        yield ",".join(rows.columns) + end
    for cells in rows.lines(exact=True):
        # A line of nothing is no row to those who read it.
        yield (",".join(_cell(cell, style) for cell in cells) or '""') + end


def _cell(text: str, style: Style) -> str:
    # Line ends and tabs are a cell's own business; what steers a terminal is written out.
    if not text.isascii() or not text.isprintable() or "\\" in text:
        kept: Sequence[str] = re.split(r"(\r\n|\n|\t)", text)
        text = "".join(part if index % 2 else _shown(part) for index, part in enumerate(kept))
    if style.excel and _FORMULA.match(text):
        text = f"'{text}"
    if _QUOTED.search(text):
        return '"' + text.replace('"', '""') + '"'
    return text


def _shown(text: str) -> str:
    r"""Control characters as `\x1b`, and a backslash that would be read as of one as `\x5c`."""
    return escape_controls(_WRITTEN.sub(r"\\x5c\1", text).replace("\r", r"\x0d"))


def unwritten(cell: str) -> str:
    """What a cell of `csv` stands for."""

    def meant(match: re.Match[str]) -> str:
        char = chr(int(match[1][1:], 16))
        return char if char == "\\" or escape_controls(char) != char else match[0]

    return _WRITTEN.sub(meant, cell)
