"""Texts with labels: beside each other, or below them where that leaves too little room."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.console import Console, ConsoleOptions, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

_GAP = 2
_INDENT = 4
_LEAST = 14
"""A text in fewer columns stands below its label: it would be a column of broken words."""


class DescriptionList:
    """Labels, in a style of their own, and what each stands for."""

    def __init__(self, rows: Sequence[tuple[Text, Text]], style: str = "") -> None:
        self.rows = rows
        self.style = style

    def __rich_console__(
        self, console: Console, options: ConsoleOptions
    ) -> Iterator[RenderableType]:
        widest = max((label.cell_len for label, _ in self.rows), default=0)
        if options.max_width - widest - _GAP < _LEAST:
            for label, text in self.rows:
                yield Text.assemble(label, style=self.style)
                yield Padding(text, (0, 0, 0, _INDENT))
            return
        grid = Table.grid(padding=(0, _GAP, 0, 0))
        grid.add_column(no_wrap=True, style=self.style)
        grid.add_column(overflow="fold", ratio=1)
        for row in self.rows:
            grid.add_row(*row)
        yield grid
