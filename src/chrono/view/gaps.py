"""Gaps as bars, longest first, with the contacts on either side; the current gap comes last."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from rich.console import Console, ConsoleOptions, RenderResult
from rich.table import Table
from rich.text import Text

from chrono.core import english
from chrono.core.english import plural
from chrono.core.gaps import Gap, Gaps, OpenGap
from chrono.core.model import Event
from chrono.core.query import Query, limited
from chrono.view import bars, theme
from chrono.view.tables import grid
from chrono.view.tally import caption

_MOST = 10
"""The default number of gaps to show."""

_BARS = {100: 16, 40: 8, 0: 0}
"""The least width of the terminal -> the length of the longest bar, both in columns."""


class GapsTable(NamedTuple):
    """The longest gaps of a selection beside their median."""

    gaps: Gaps
    query: Query

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        closed, current, median, _ = self.gaps
        yield caption(self.query, lead="Silences between ")
        query = self.query if self.query.limit is not None else self.query._replace(limit=_MOST)
        shown = limited(closed, query)
        rows: list[Gap | OpenGap] = [*shown, *([current] if current else [])]
        if rows:
            bar = next(bar for least, bar in _BARS.items() if options.max_width >= least)
            yield self._table(rows, bar)
        if median:
            hidden = len(closed) - len(shown)
            more = f"; {plural(hidden, 'shorter one')} not shown: --limit" if hidden else ""
            running = ", and one that is running" if current else ""
            days = english.days(*median)
            silences = plural(len(closed), "silence")
            yield Text(f"{silences}{running}; median {days}{more}", "quiet")
        if undecided := dict.fromkeys(id for gap in rows for id in gap.undecided):
            yield theme.uncertain("Day not known", english.first_few([*undecided]), "quiet")

    def _table(self, rows: Sequence[Gap | OpenGap], bar: int) -> Table:
        longest = max(gap.max for gap in rows)
        year = len({year for gap in rows for year in (gap.start.year, gap.end.year)}) > 1
        table = grid("number", *["line"] * bool(bar), "text")
        for gap in rows:
            length = theme.number(english.days(gap.min, gap.max), gap.min, gap.max)
            bar_cell = [bars.bar(gap.min, gap.max, longest, bar)] * bool(bar)
            table.add_row(length, *bar_cell, Text("\n").join(self._description(gap, year)))
        return table

    def _description(self, gap: Gap | OpenGap, year: bool) -> Iterator[Text]:
        """The dates of a gap, its relation to the median, and the events on either side."""
        first, last = english.short(gap.start, year), english.short(gap.end, year)
        loose = " at the most" if gap.min < gap.max else ""
        dates = Text(f"{first} to {last}{loose}")
        if times := _times(gap, self.gaps.median):
            dates.append(f"  {times}", "quiet")
        yield dates
        if isinstance(gap, OpenGap):
            end = "still running today" if gap.to_today else "to where this ledger's period ends"
            yield Text(end, "silence")
        yield _side("after", gap.after)
        if isinstance(gap, Gap):
            yield _side("until", gap.before)


def _side(word: str, event: Event) -> Text:
    symbol, title = theme.event_symbol(event), theme.text(event.title)
    return Text.assemble((f"{word} ", "quiet"), symbol, " ", title)


def _times(gap: Gap | OpenGap, median: tuple[float, float] | None) -> str:
    """`5.3 × the median`, or `2.0–5.3 × the median`."""
    if not median or not median[0]:
        return ""
    low, high = f"{gap.min / median[1]:.1f}", f"{gap.max / median[0]:.1f}"
    return f"{low if low == high else f'{low}{english.DASH}{high}'} × the median"
