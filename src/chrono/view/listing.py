"""Events as a list: one line each where the terminal is wide, two where it is not."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from rich.cells import cell_len
from rich.console import Console, ConsoleOptions, RenderableType
from rich.table import Table
from rich.text import Text

from chrono.core import wording
from chrono.core.query import Hit, Selection
from chrono.view import theme

_WIDE = 120
"""From this many columns on an event takes one line."""


class Listing:
    """A selection, in its order, `?` beside what may lie outside the period."""

    def __init__(self, selection: Selection) -> None:
        self.selection = selection

    def __rich_console__(
        self, console: Console, options: ConsoleOptions
    ) -> Iterator[RenderableType]:
        hits = self.selection.shown
        if not hits:
            return
        yield (
            self._wide(hits, options.max_width)
            if options.max_width >= _WIDE
            else self._narrow(hits, options.max_width)
        )
        if any(not hit.certain for hit in hits):
            period = self.selection.query.period.text
            yield Text(f"? may lie outside {period}: its day is not known", "unsure")

    def _wide(self, hits: tuple[Hit, ...], width: int) -> Table:
        table = Table(box=None, pad_edge=False, header_style="quiet", padding=(0, 2, 0, 0))
        table.add_column("date", no_wrap=True)
        table.add_column("type", no_wrap=True)
        table.add_column("title", ratio=3, overflow="fold")
        table.add_column("actors", ratio=2, overflow="fold", style="quiet")
        table.add_column("place", overflow="fold", style="quiet")
        table.add_column("id", overflow="fold", style="quiet")
        for hit in hits:
            event = hit.event
            actors, place = wording.people(event), event.place or ""
            table.add_row(
                _date(hit, split=width < 160), kind(hit), _title(hit), theme.text(actors),
                theme.text(place), theme.text(event.id),
            )  # fmt: skip
        return table

    def _narrow(self, hits: tuple[Hit, ...], width: int) -> Table:
        taken = [_broad(_date(hit)) for hit in hits], [_broad(kind(hit)) for hit in hits]
        room = width - 4 - sum(map(max, taken))
        table = Table.grid(padding=(0, 2, 0, 0))
        table.add_column(no_wrap=True)
        table.add_column(no_wrap=True)
        table.add_column(overflow="fold", ratio=1)
        for hit in hits:
            event = hit.event
            below = wording.joined([wording.people(event), event.place or ""])
            fits = cell_len(below) + 3 + len(event.id) <= room
            quiet = [f"{below} · {event.id}"] if fits else [below, event.id]
            lines = [_title(hit), *(theme.text(line, "quiet") for line in quiet)]
            table.add_row(_date(hit), kind(hit), Text("\n").join(lines))
        return table


class Columns:
    """Lines of texts under the columns that were asked for."""

    def __init__(self, columns: Sequence[str], lines: Iterable[Sequence[str]]) -> None:
        self.columns = columns
        self.lines = lines

    def __rich_console__(
        self, console: Console, options: ConsoleOptions
    ) -> Iterator[RenderableType]:
        table = Table(box=None, pad_edge=False, header_style="quiet", padding=(0, 2, 0, 0))
        for column in self.columns:
            table.add_column(column, overflow="fold")
        for cells in self.lines:
            table.add_row(*(theme.text(cell) for cell in cells))
        yield table


def _broad(text: Text) -> int:
    return max(cell_len(line) for line in text.plain.split("\n"))


def _date(hit: Hit, split: bool = True) -> Text:
    """The EDTF text, a long one on two lines; italic where the day is not known."""
    when = hit.event.when
    written = when.text
    if split and len(written) > 12:
        written = re.sub(r"(/|,|(?<=[0-9X])\.\.)", r"\1\n", written, count=1)
    text = Text(written, "" if when.exact and not when.approximate else "unsure")
    if not hit.certain:
        text.append(" ?", "unsure")
    return text


def kind(hit: Hit) -> Text:
    """Symbol and id of the type, and the status where the event was not held."""
    event = hit.event
    text = theme.symbol(event.type)
    text.append(" ").append(theme.text(event.type.id, theme.mark(event.type).style))
    if event.status != "held":
        text.append(f"\n  {event.status}", "unsure")
    return text


def _title(hit: Hit) -> Text:
    return theme.text(hit.event.title)
