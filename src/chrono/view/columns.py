"""Lay out texts in columns side by side, each wrapped to the width of its column."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import zip_longest
from typing import NamedTuple

from rich.cells import cell_len
from rich.console import Console
from rich.segment import Segment, Segments
from rich.text import Text

GAP = 2  # the usual number of spaces between two columns


class Column(NamedTuple):
    """A column of text.

    - `width`: the width of the column [characters]
    - `gap`: the width of the gap after the column [characters]
    - `right`: whether to align the text right
    - `below`: a text such as `│` for lines in which a cell has no text, or None for spaces
    """

    width: int
    gap: int = GAP
    right: bool = False
    below: Text | None = None


def side_by_side(
    cells: Sequence[Iterable[Text]], columns: Sequence[Column], console: Console
) -> Segments:
    """Return the lines of one row of cells, as Rich segments. This is faster than a Rich table.

    `cells`: for each column, the texts of the cell, one below the other.
    """
    pairs = zip(cells, columns, strict=True)
    segments: list[Segment] = []
    for line in zip_longest(*(folded(texts, column.width, console) for texts, column in pairs)):
        start = end = 0
        for text, column in zip(line, columns, strict=True):
            text = text or column.below
            if text and (width := cell_len(text.plain)):
                indent = start + (column.width - width if column.right else 0)
                segments.append(Segment(" " * (indent - end)))
                if text.spans:
                    segments += text.render(console)
                else:
                    segments.append(Segment(text.plain, console.get_style(text.style)))
                end = indent + width
            start += column.width + column.gap
        segments.append(Segment.line())
    return Segments(segments)


def folded(texts: Iterable[Text], width: int, console: Console) -> Iterator[Text]:
    """Yield the lines of some texts, wrapped to `width` [columns]."""
    for text in texts:
        for line in text.split("\n", allow_blank=True) if "\n" in text.plain else [text]:
            if cell_len(line.plain) <= width:
                yield line
            else:
                for part in line.wrap(console, width, overflow="fold"):
                    part.rstrip()
                    yield part
