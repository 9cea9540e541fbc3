"""Silences as bars, longest first, with the contacts on either side; the running one last."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import Console, ConsoleOptions, RenderableType
from rich.table import Table
from rich.text import Text

from chrono.core import english
from chrono.core.english import plural
from chrono.core.gaps import Gap, Gaps, OpenGap
from chrono.core.model import Event
from chrono.core.query import Query, limited
from chrono.view import bars, theme
from chrono.view.description_list import DescriptionList
from chrono.view.tally import caption

_MOST = 10
"""So many are shown where no limit is named."""

_BAR = 16
_NARROW = 100
"""Below so many columns the bar is half as long, and leaves its room to words."""
_LEAST = 36
"""Below so many there is none."""


class GapsTable:
    """The longest silences of a selection beside their median."""

    def __init__(self, found: Gaps, query: Query) -> None:
        self.found = found
        self.query = query

    def __rich_console__(
        self, console: Console, options: ConsoleOptions
    ) -> Iterator[RenderableType]:
        found = self.found
        yield caption(self.query, lead="Silences between ")
        query = self.query if self.query.limit is not None else self.query._replace(limit=_MOST)
        shown = limited(found.found, query)
        rows: list[Gap | OpenGap] = [*shown, *([found.running] if found.running else [])]
        if rows and options.max_width < _LEAST:
            yield DescriptionList([(_length(one), said) for one, said in self._told(rows)])
        elif rows:
            yield self._table(rows, _BAR if options.max_width >= _NARROW else _BAR // 2)
        if found.median:
            left = len(found.found) - len(shown)
            more = f"; {plural(left, 'shorter one')} not shown: --limit" if left > 0 else ""
            running = ", and one that is running" if found.running else ""
            silences = f"{plural(len(found.found), 'silence')}{running}"
            yield Text(f"{silences}; median {_days(*found.median)}{more}", "quiet")
        if undecided := dict.fromkeys(id for one in rows for id in one.undecided):
            ids = english.first_few(list(undecided))
            yield Text.assemble(("Day not known: ", "unsure"), theme.text(ids, "quiet"))

    def _table(self, rows: list[Gap | OpenGap], bar: int) -> Table:
        longest = max(one.max for one in rows)
        table = Table.grid(padding=(0, 2, 0, 0))
        table.add_column(justify="right", no_wrap=True)
        table.add_column(no_wrap=True, width=bar)
        table.add_column(ratio=1, overflow="fold")
        for one, said in self._told(rows):
            table.add_row(_length(one), bars.bar(one.min, one.max, longest, bar), said)
        return table

    def _told(self, rows: list[Gap | OpenGap]) -> Iterator[tuple[Gap | OpenGap, Text]]:
        """Each with what is to be said of it."""
        years = len({year for one in rows for year in (one.start.year, one.end.year)}) > 1
        for one in rows:
            yield one, Text("\n").join(self._said(one, years))

    def _said(self, one: Gap | OpenGap, year: bool) -> Iterator[Text]:
        """When, how it compares, and what stands on either side."""
        first, last = english.short(one.start, year), english.short(one.end, year)
        loose = " at the most" if one.min < one.max else ""
        said = Text(f"{first} to {last}{loose}")
        if times := _times(one, self.found.median):
            said.append(f"  {times}", "quiet")
        if isinstance(one, OpenGap):
            yield said
            where = "still running today" if one.to_today else "to where this ledger's period ends"
            yield Text(where, "silence")
        else:
            yield said
        yield _side("after", one.after)
        if isinstance(one, Gap):
            yield _side("until", one.before)


def _length(one: Gap | OpenGap) -> Text:
    return Text(english.days(one.min, one.max), "number" if one.min == one.max else "unsure")


def _side(word: str, event: Event) -> Text:
    return Text.assemble((f"{word} ", "quiet"), theme.sign(event), " ", theme.text(event.title))


def _times(one: Gap | OpenGap, median: tuple[float, float] | None) -> str:
    """`5.3 × the median`, or `2.0–5.3 × the median`."""
    if not median or not median[0]:
        return ""
    low, high = f"{one.min / median[1]:.1f}", f"{one.max / median[0]:.1f}"
    return f"{low if low == high else f'{low}{english.DASH}{high}'} × the median"


def _days(low: float, high: float) -> str:
    """`4 days`, `4.5 days`, `4–5.5 days`."""
    first, last = f"{low:g}", f"{high:g}"
    if first == last:
        return "1 day" if first == "1" else f"{first} days"
    return f"{first}{english.DASH}{last} days"
