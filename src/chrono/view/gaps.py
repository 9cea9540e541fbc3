"""Show gaps, one on each line: length, first and last day, and the contacts before and after."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from rich.cells import cell_len
from rich.console import Console, RenderableType
from rich.segment import Segments
from rich.text import Text

from chrono.core import english
from chrono.core.gaps import Gap, Gaps, OpenGap
from chrono.core.model import Actor, Event, Ledger
from chrono.core.query import Query, limited
from chrono.core.sentences import may_interrupt, not_shown
from chrono.view import tables, theme
from chrono.view.columns import GAP, Column, side_by_side
from chrono.view.tally import caption

_MOST = 10  # the default number of gaps to show
_WIDE, _BAR = 100, 12  # the least width of a terminal with bars, and the length of the longest bar
_LEAST = 24  # the least width of a column of contacts; with less room, they are below the dates
_DATE = 12  # the greatest width of a date; longer dates are folded


def gaps_table(
    gaps: Gaps, query: Query, ledger: Ledger, console: Console
) -> Iterator[RenderableType]:
    """Yield the longest gaps, the current gap and the median gap, as Rich renderables."""
    closed, current, median = gaps.found, gaps.running, gaps.median
    yield caption(query, lead="Gaps between ")
    shown = limited(closed, query if query.limit is not None else query._replace(limit=_MOST))
    rows: list[Gap | OpenGap] = [*shown, *([current] if current else [])]
    if rows:
        yield from _lines(rows, console)
    else:
        none = "No gaps between contacts on days that the ledger covers."
        yield Text(none if gaps.known else "Gaps are not known, because contacts may be missing.")
    if median:
        hidden = len(closed) - len(shown) if query.limit is None else 0
        more = f"; {not_shown(hidden, 'gap', remedy='add --limit').text}" if hidden else ""
        and_current = ", and the current one" if current else ""
        number = english.plural(len(closed), "gap")
        yield Text(f"{number}{and_current}; median {english.days(*median)}{more}", "quiet")
    undecided = dict.fromkeys(id for gap in rows for id in gap.undecided)
    if inexact := [id for id in undecided if id not in ledger.unsupported]:
        ids = english.first_few(inexact)
        label = "Undecided" if ledger.any_exact(inexact) else "Exact date not known"
        yield theme.uncertain(label, ids, "quiet")


def _lines(rows: Sequence[Gap | OpenGap], console: Console) -> Iterator[Segments]:
    days = {day for gap in rows for when in (gap.since, gap.until) for day in when.days if day}
    year = len({day.year for day in days}) > 1
    longest, width = max((gap.max for gap in rows), default=0), console.width
    dates = [[english.brief(when, year) for when in (gap.since, gap.until)] for gap in rows]
    since, until = (
        Column(min(max(map(cell_len, texts)), width // 3 if width < _WIDE else 2 * _DATE), 1, True)
        for texts in zip(*dates, strict=True)
    )
    lengths = [theme.number(english.days(gap.min, gap.max), gap.min, gap.max) for gap in rows]
    number = Column(max(length.cell_len for length in lengths), right=True)
    bar = Column(_BAR) if width >= _WIDE else Column(0, 0)
    columns = [number, bar, since, Column(2, 1), until._replace(gap=GAP)]
    indent = sum(column.width + column.gap for column in columns)
    beside = width - indent >= _LEAST
    room = width - (indent if beside else GAP)
    contacts = _contacts(rows, room)
    for gap, length, (first, last), line in zip(rows, lengths, dates, contacts, strict=True):
        bars = [tables.bar(gap.min, gap.max, longest, _BAR)] if bar.width else []
        cells = [[length], bars, [Text(first)], [Text("to")], [Text(last)]]
        words = [line]
        words += [theme.text(may_interrupt(gap.inside), "unsure")] if gap.inside else []
        if beside:
            yield side_by_side([*cells, words], [*columns, Column(room)], console)
        elif indent - GAP > width:
            lines = [length, Text(f"{first} to {last}"), *words]
            yield side_by_side([lines], [Column(width)], console)
        else:
            yield side_by_side(cells, columns, console)
            yield side_by_side([[], words], [Column(0), Column(room)], console)


def _contacts(rows: Sequence[Gap | OpenGap], room: int) -> Sequence[Text]:
    events = [event for gap in rows for event in (gap.after, *_later(gap))]
    shared = set(events[0].actors).intersection(*(event.actors for event in events))
    lines: list[Text] = []
    for detail in range(4):
        lines = []
        for gap in rows:
            before = _named(gap.after, detail, shared)
            now = Text("today" if isinstance(gap, OpenGap) and gap.to_today else "end of coverage")
            after = [_named(event, detail, shared) for event in _later(gap)] or [now]
            lines.append(Text.assemble(before, (" → ", "quiet"), *after))
        if all(line.cell_len <= room for line in lines):
            break
    return lines


def _later(gap: Gap | OpenGap) -> Sequence[Event]:
    return [gap.before] if isinstance(gap, Gap) else []


def _named(event: Event, detail: int, shared: Collection[Actor]) -> Text:
    kind, place = event.type.id if detail == 3 else event.type.label, event.place or ""
    people = english.join_and([actor.name for actor in event.actors if actor not in shared])
    words = [event.title] if detail == 0 else [kind, place, people if detail == 1 else ""]
    return Text.assemble(theme.event_symbol(event), " ", theme.text(english.joined(words, ", ")))
