"""Tables, and lists of labelled texts, that fit any terminal."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple

from rich.cells import cell_len
from rich.console import Console, ConsoleOptions, JustifyMethod, RenderableType, RenderResult
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from chrono.view import theme

_GAP = 2  # the number of spaces between two columns

_LEAST = 14
"""The least width of a text beside its label, in columns: a narrower one would break words."""

_WIDE = 64  # the least width at which a table of named records is a table, not a list [columns]


def grid(*kinds: str, headings: Sequence[Text | str] = (), gap: int = _GAP) -> Table:
    """A table without borders, to which rows can be added.

    `kinds`: for each column "text" (folded if too long), "line" (never folded) or "number" (never
    folded, and right-aligned); `headings`: one for each column, or empty for no line of headings.
    """
    table = Table(
        box=None, pad_edge=False, padding=(0, gap, 0, 0), show_header=bool(headings),
        header_style="quiet",
    )  # fmt: skip
    for kind, heading in zip(kinds, headings or [""] * len(kinds), strict=True):
        justify: JustifyMethod = "right" if kind == "number" else "left"
        table.add_column(heading, justify=justify, no_wrap=kind != "text", overflow="fold")
    return table


def indented(text: RenderableType, columns: int) -> Padding:
    """A text with an empty left margin of this many columns."""
    return Padding(text, (0, 0, 0, columns))


class DescriptionList(NamedTuple):
    """Rows of (label, text), with the text beside the label, or below on a narrow terminal."""

    rows: Sequence[tuple[Text, Text]]
    style: str = ""

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        widest = max((label.cell_len for label, _ in self.rows), default=0)
        table = grid("line", "text")
        table.columns[0].style = self.style
        for label, text in self.rows:
            if options.max_width - widest - _GAP >= _LEAST:
                table.add_row(label, text)
            else:
                yield from (Text.assemble(label, style=self.style), indented(text, 4))
        yield table


class RecordTable(NamedTuple):
    """A table of records, or a list of labelled texts if there is too little room. `numbers`:
    headings of numbers; `named`: whether the first column is a heading in the list."""

    headings: Sequence[str]
    rows: Sequence[Sequence[Text]]
    numbers: Collection[str] = ()
    named: bool = False

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        least = _WIDE if self.named else self._least_width()
        if options.max_width >= least:
            kinds = ["number" if heading in self.numbers else "text" for heading in self.headings]
            table = grid(*kinds, headings=self.headings)
            for row in self.rows:
                table.add_row(*row)
            if self.rows or not self.named:
                yield table
            return
        for row in self.rows:
            labels = [Text(heading, "quiet") for heading in self.headings]
            facts = [*zip(labels, row, strict=True)]
            if self.named:
                words = [Text.assemble(label, " ", text) for label, text in facts[1:] if text]
                yield from (row[0], indented(Text(" · ", "quiet").join(words), 2))
            else:
                yield from (DescriptionList(facts), Text())

    def _least_width(self) -> int:
        """The least width at which no word is broken [columns]."""
        columns = zip(self.headings, *self.rows, strict=True)
        words = [[word for cell in cells for word in str(cell).split()] for cells in columns]
        return sum(max(map(cell_len, column), default=0) + _GAP for column in words) - _GAP


def text_table(headings: Sequence[str], lines: Iterable[Sequence[str]]) -> RecordTable:
    """A table of plain strings, such as the columns that a user chose."""
    return RecordTable(headings, [[theme.text(cell) for cell in cells] for cells in lines])
