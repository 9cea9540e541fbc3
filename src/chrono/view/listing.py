"""Events as a list: one line each where the terminal is wide, two where it is not."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import zip_longest

from rich.cells import cell_len
from rich.console import Console, ConsoleOptions, RenderableType, RenderResult
from rich.segment import Segment
from rich.text import Text

from chrono.core import english
from chrono.core.query import Match, Selection
from chrono.view import theme

_WIDE = 120
"""From this many columns on an event takes one line."""

_LEAST = 12
"""No title is folded to fewer columns: the terminal itself folds better then."""


class Listing:
    """A selection, in its order, `?` beside what may lie outside the period."""

    def __init__(self, selection: Selection) -> None:
        self.selection = selection

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        matches = self.selection.shown
        if not matches:
            return
        laid_out = self._wide if options.max_width >= _WIDE else self._narrow
        yield from laid_out(matches, console, options.max_width)
        if any(not hit.certain for hit in matches):
            period = self.selection.query.period.text
            yield Text(f"? may lie outside {period}: its day is not known", "unsure")

    def _wide(self, matches: Sequence[Match], console: Console, width: int) -> RenderResult:
        names = ("date", "type", "title", "actors", "place", "id")
        rows = [[Text(name, "quiet") for name in names]]
        for hit in matches:
            event = hit.event
            quiet = (english.people(event), event.place or "", event.id)
            said = [_title(hit), *(theme.text(words, "quiet") for words in quiet)]
            rows.append([_date(hit, split=width < 160), kind(hit), *said])
        widths = _fitting([max(map(_broad, column)) for column in zip(*rows, strict=True)], width)
        for row in rows:
            yield from _lines([[text] for text in row], widths, console)

    def _narrow(self, matches: Sequence[Match], console: Console, width: int) -> RenderResult:
        rows = [(_date(hit), kind(hit)) for hit in matches]
        taken = [max(map(_broad, column)) for column in zip(*rows, strict=True)]
        room = width - _GAP * len(taken) - sum(taken)
        if room < 2 * _LEAST:
            yield from _stacked(matches, console, width)
            return
        for hit, texts in zip(matches, rows, strict=True):
            said = _said(hit, room)
            yield from _lines([*([text] for text in texts), said], [*taken, room], console)


def _stacked(matches: Sequence[Match], console: Console, width: int) -> Iterator[Segment]:
    """What happened below its date and type, where it has too little room beside them."""
    room = max(width - _GAP, _LEAST)
    for hit in matches:
        head = Text(" " * _GAP).join([_date(hit, split=False), kind(hit)])
        yield from _lines([[head]], [width], console)
        yield from _lines([[Text()], _said(hit, room)], [0, room], console)


def _said(hit: Match, room: int) -> list[Text]:
    """The title; and below it who, where and the id, on one line where they fit."""
    event = hit.event
    below = english.joined([english.people(event), event.place or ""])
    fits = cell_len(below) + 3 + len(event.id) <= room
    quiet = [f"{below} · {event.id}"] if fits else [below, event.id]
    return [_title(hit), *(theme.text(line, "quiet") for line in quiet)]


_GAP = 2
"""So many blanks are between two columns."""


def _fitting(widths: Sequence[int], width: int) -> list[int]:
    """Columns as wide as they would be, the widest narrowed until all fit; the first two stay."""
    found = [*widths]
    while (excess := sum(found) + _GAP * (len(found) - 1) - width) > 0:
        ranked = sorted({_LEAST, *found[2:]}, reverse=True)
        if ranked[0] <= _LEAST:
            break
        widest = [number for number in range(2, len(found)) if found[number] == ranked[0]]
        step = min(ranked[0] - ranked[1], -(-excess // len(widest)))
        for number in widest:
            found[number] -= step
    return found


def _lines(
    cells: Sequence[Sequence[Text]], widths: Sequence[int], console: Console
) -> Iterator[Segment]:
    """The lines of a row, each cell folded where it is broader than its column.

    A table of rich's would measure and shape each cell several times, which takes as long as all
    the rest of a short list.
    """
    folded = [_folded(texts, console, width) for texts, width in zip(cells, widths, strict=True)]
    for texts in zip_longest(*folded, fillvalue=Text()):
        for number, (text, width) in enumerate(zip(texts, widths, strict=True), 1):
            if text.spans:
                yield from text.render(console)
            else:
                yield Segment(text.plain, console.get_style(text.style))
            if number < len(widths):
                yield Segment(" " * (width - cell_len(text.plain) + _GAP))
        yield Segment.line()


def _folded(texts: Iterable[Text], console: Console, width: int) -> Iterator[Text]:
    """The lines of texts, those that are too long folded."""
    for text in texts:
        for line in text.split("\n", allow_blank=True) if "\n" in text.plain else [text]:
            if cell_len(line.plain) <= width:
                yield line
            else:
                yield from line.wrap(console, width, overflow="fold")


class Columns:
    """Lines of texts under the columns that were asked for."""

    def __init__(self, columns: Sequence[str], lines: Iterable[Sequence[str]]) -> None:
        self.columns = columns
        self.lines = lines

    def __rich_console__(
        self, console: Console, options: ConsoleOptions
    ) -> Iterator[RenderableType]:
        from rich.table import Table  # only where columns are chosen

        from chrono.view.description_list import DescriptionList

        lines = list(self.lines)
        if _breaks(self.columns, lines, options.max_width):
            for cells in lines:
                named = zip(self.columns, cells, strict=True)
                yield DescriptionList(
                    [(Text(name), theme.text(cell)) for name, cell in named], "quiet"
                )
                yield Text()
            return
        table = Table(box=None, pad_edge=False, header_style="quiet", padding=(0, 2, 0, 0))
        for column in self.columns:
            table.add_column(column, overflow="fold")
        for cells in lines:
            table.add_row(*(theme.text(cell) for cell in cells))
        yield table


def _breaks(columns: Sequence[str], lines: Iterable[Sequence[str]], width: int) -> bool:
    """Whether a table of so many columns would break words, for want of room."""
    longest = [
        max(cell_len(word) for cell in cells for word in (cell.split() or [""]))
        for cells in zip(columns, *lines, strict=True)
    ]
    return sum(longest) + _GAP * (len(longest) - 1) > width


def _broad(text: Text) -> int:
    return max(cell_len(line) for line in text.plain.split("\n"))


def _date(hit: Match, split: bool = True) -> Text:
    """The EDTF text, a long one on several lines; italic where the day is not known."""
    when = hit.event.when
    written = when.text
    if split and len(written) > 12:
        written = re.sub(r"(/|,|(?<=[0-9X])\.\.)", r"\1\n", written)
    text = Text(written, "" if when.exact and not when.approximate else "unsure")
    if not hit.certain:
        text.append(" ?", "unsure")
    return text


def kind(hit: Match) -> Text:
    """Symbol and id of the type, and the status where the event was not held."""
    event = hit.event
    text = theme.sign(event)
    text.append(" ").append(theme.text(event.type.id, theme.mark(event.type).style))
    if event.status != "held":
        text.append(f"\n  {event.status}", "unsure")
    return text


def _title(hit: Match) -> Text:
    return theme.text(hit.event.title)
