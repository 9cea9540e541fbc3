"""Gaps as bars, longest first, with the contacts on either side; the current gap comes last."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import Console, RenderableType
from rich.text import Text

from chrono.core import english
from chrono.core.gaps import Gap, Gaps, OpenGap
from chrono.core.model import Ledger
from chrono.core.query import Query, limited
from chrono.core.sentences import may_interrupt, not_shown
from chrono.view import tables, theme
from chrono.view.tables import grid
from chrono.view.tally import caption

_MOST = 10  # the default number of gaps to show

_BARS = {100: 16, 40: 8, 0: 0}
"""The least width of the terminal -> the length of the longest bar, both in columns."""


def gaps_table(
    gaps: Gaps, query: Query, ledger: Ledger, console: Console
) -> Iterator[RenderableType]:
    """A table of the longest gaps of a selection, each compared with the median."""
    closed, current, median = gaps.found, gaps.running, gaps.median
    yield caption(query, lead="Gaps between ")
    shown = limited(closed, query if query.limit is not None else query._replace(limit=_MOST))
    rows: list[Gap | OpenGap] = [*shown, *([current] if current else [])]
    if rows:
        longest = max(gap.max for gap in rows)
        width = next(bar for least, bar in _BARS.items() if console.width >= least)
        dates = [when for gap in rows for when in (gap.since, gap.until)]
        days = {day for when in dates for day in (when.start, when.end) if day}
        year = len({day.year for day in days}) > 1
        table = grid("number", *["line"] * bool(width), "text")
        for gap in rows:
            length = theme.number(english.days(gap.min, gap.max), gap.min, gap.max)
            bar = [tables.bar(gap.min, gap.max, longest, width)] * bool(width)
            table.add_row(length, *bar, Text("\n").join(_description(gap, median, year)))
        yield table
    if median:
        hidden = len(closed) - len(shown) if query.limit is None else 0
        more = f"; {not_shown(hidden, 'gap', remedy='add --limit')}" if hidden else ""
        and_current = ", and the current one" if current else ""
        number = english.plural(len(closed), "gap")
        yield Text(f"{number}{and_current}; median {english.days(*median)}{more}", "quiet")
    undecided = dict.fromkeys(id for gap in rows for id in gap.undecided)
    if inexact := [id for id in undecided if id not in ledger.unsupported]:
        yield theme.inexact(inexact)


def _description(
    gap: Gap | OpenGap, median: tuple[float, float] | None, year: bool
) -> Iterator[Text]:
    dates = Text(f"{english.brief(gap.since, year)} to {english.brief(gap.until, year)}")
    if median and median[0]:
        low, high = f"{gap.min / median[1]:.1f}", f"{gap.max / median[0]:.1f}"
        times = low if low == high else f"{low}{english.DASH}{high}"
        dates.append(f"  {times} × the median", "quiet")
    yield dates
    sides = {"after": gap.after}
    if isinstance(gap, Gap):
        sides["before"] = gap.before
    else:
        end = "today" if gap.to_today else "the end of coverage"
        yield Text(f"current gap, up to {end}", "silence")
    for word, event in sides.items():
        symbol, title = theme.event_symbol(event), theme.text(event.title)
        yield Text.assemble((f"{word} ", "quiet"), symbol, " ", title)
    if gap.inside:
        yield theme.text(may_interrupt(gap.inside), "unsure")
