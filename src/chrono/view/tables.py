"""Tables and lists of labelled texts that fit any terminal, and bars and sparklines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.console import Console, JustifyMethod, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from chrono.view import theme

if TYPE_CHECKING:
    from chrono.core.counting import Count

_GAP = 2  # the number of spaces between two columns

_LEAST = 14
"""The minimum width of a text beside its label [columns]. In less room, words would be broken."""

_WIDE = 64  # the least width at which a table of named records is a table, not a list [columns]
_HEIGHTS = "▁▂▃▄▅▆▇█"


def grid(*kinds: str, headings: Sequence[Text | str] = (), gap: int = _GAP) -> Table:
    """Return a table without borders and without rows.

    - `kinds`: for each column "text" (wrapped if too long), "line" (never wrapped) or "number"
      (never wrapped, and aligned right)
    - `headings`: a heading for each column, or empty for no headings
    - `gap`: the number of spaces between columns
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
    """Return a text with a left margin of `columns` spaces."""
    return Padding(text, (0, 0, 0, columns))


def description_list(
    rows: Sequence[tuple[Text, RenderableType]], width: int, style: str = ""
) -> Iterator[RenderableType]:
    """Yield labelled texts. A text is beside its label or, on a narrow terminal, below its label.

    `width`: the width of the terminal [columns].
    """
    widest = max((label.cell_len for label, _ in rows), default=0)
    table = grid("line", "text")
    table.columns[0].style = style
    for label, text in rows:
        if width - widest - _GAP >= _LEAST:
            table.add_row(label, text)
        else:
            yield from (Text.assemble(label, style=style), indented(text, 4))
    yield table


def text_table(
    headings: Sequence[str], lines: Iterable[Sequence[str]], console: Console
) -> Iterator[RenderableType]:
    """Yield a table of strings, or a list of labelled texts if the table would break words."""
    rows = [[theme.text(cell) for cell in cells] for cells in lines]
    columns = zip(headings, *rows, strict=True)
    words = ([word for cell in cells for word in str(cell).split()] for cells in columns)
    if sum(max(map(cell_len, column), default=0) + _GAP for column in words) - _GAP > console.width:
        labels = [Text(heading, "quiet") for heading in headings]
        for row in rows:
            facts = [*zip(labels, row, strict=True)]
            yield from (*description_list(facts, console.width), Text())
        return
    table = grid(*["text" for _ in headings], headings=headings)
    for row in rows:
        table.add_row(*row)
    yield table


Named = tuple[Text, *tuple[Text, ...]]
"""The name of a record, and its other values."""


def record_table(
    kinds: Mapping[str, str],
    rows: Sequence[Named],
    console: Console,
    below: Sequence[Sequence[Text]] = (),
) -> Iterator[RenderableType]:
    """Yield a table with a row for each record, or a list if there is too little room.

    - `kinds`: "text", "line" or "number" for each heading, as in the function `grid`
    - `rows`: the cells of each record, first the name of the record
    - `below`: the texts below each row, or empty for no texts
    """
    if rows and console.width >= _WIDE:
        if below:
            yield from _rows_above_texts(kinds, rows, console, below)
            return
        table = grid(*kinds.values(), headings=[*kinds])
        for row in rows:
            table.add_row(*row)
        yield table
        return
    for (name, *values), texts in zip(rows, below or [()] * len(rows), strict=True):
        facts = zip([*kinds][1:], values, strict=True)
        words = [Text.assemble((label, "quiet"), " ", text) for label, text in facts if text]
        yield name
        yield from (indented(text, 2) for text in texts)
        yield indented(theme.joined(words), 2)


def _rows_above_texts(
    kinds: Mapping[str, str],
    rows: Sequence[Named],
    console: Console,
    below: Sequence[Sequence[Text]],
) -> Iterator[RenderableType]:
    from chrono.view.columns import Column, side_by_side

    headings = [Text(heading, "quiet") for heading in kinds]
    first, *others = (
        max(text.cell_len for text in column) for column in zip(headings, *rows, strict=True)
    )
    first = max(1, min(first, console.width - sum(others) - _GAP * len(others)))
    pairs = zip((first, *others), kinds.values(), strict=True)
    columns = [Column(width, right=kind == "number") for width, kind in pairs]
    for row, texts in zip((headings, *rows), ((), *below), strict=True):
        yield side_by_side([[text] for text in row], columns, console)
        yield from (indented(text, 2) for text in texts)


def bar(low: int, high: int, most: int, width: int, style: str = "bar") -> Text:
    """Return a bar that is full up to the number `low`, and shaded from `low` to `high`.

    - `most`: the number whose bar has the full width
    - `width`: the full width [columns]

    Any number except 0 has a visible bar.
    """
    halves = _share(low, most, 2 * width)
    full = "█" * (halves // 2) + "▌" * (halves % 2)
    shaded = 0
    if high > low:
        full = full[: width - 1]
        shaded = max(_share(high, most, width) - len(full), 1)
    return Text(full + "░" * shaded, style)


def spark(counts: Sequence[Count], most: int, style: str = "bar") -> Text:
    """Return a sparkline, such as `▂·█`. Each count has a column, and 0 has a dot.

    `most`: the number whose column has the full height. The column of a range shows the maximum.
    """
    line = Text()
    for count in counts:
        if count.max:
            height = _HEIGHTS[_share(count.max, most, len(_HEIGHTS)) - 1]
            line.append(height, style if count.min == count.max else "bar.unsure")
        else:
            line.append("·", "axis")
    return line


def _share(number: int, most: int, steps: int) -> int:
    return max(1, round(steps * number / most)) if number and most else 0
