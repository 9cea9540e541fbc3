"""Lanes across time, one for each actor, country or type, with its events on their days."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from rich.console import Console, RenderableType
from rich.text import Text

from chrono.core import english
from chrono.core.counting import Count, Tally
from chrono.core.countries import country_name
from chrono.core.dates import When
from chrono.core.model import Event, Ledger
from chrono.core.query import Selection, limited
from chrono.core.sentences import not_shown
from chrono.core.spans import Span, month_length
from chrono.view import theme
from chrono.view.axis import Axis
from chrono.view.columns import Column, side_by_side
from chrono.view.legend import head, legend

_WIDE = 60
"""The least width [columns] at which a lane is beside its name."""

_NAME = 26
"""The greatest width of a name [columns]; a longer name is folded."""

_BAR = "━"
_HATCH = "░"
_SYMBOLS = {_BAR: "several days", _HATCH: "on one of these days"}


def lanes(
    ledger: Ledger, selection: Selection, tally: Tally, console: Console
) -> Iterator[RenderableType]:
    """The events of a selection in lanes: one for each bucket of a tally, such as an actor."""
    width, by, days = console.width, tally.by[0], _days(selection)
    yield head(ledger, selection, width, f"by {by}")
    numbers = [(key, count) for (key,), count in tally.numbers.items()]
    if by == "actor":  # the principals come first
        ranks = {actor.id: rank for rank, actor in enumerate(ledger.principals)}
        numbers.sort(key=lambda row: ranks.get(row[0], len(ranks)))
    rows = limited(numbers, selection.query)
    drawn: list[_Lane] = []
    if rows and days is not None:
        labels = [_label(ledger, tally, key, count) for key, count in rows]
        beside = width >= _WIDE
        name = Column(min(_NAME, max(label.cell_len for label in labels)), 1)
        digits = Column(max(len(str(count)) for _, count in rows), right=True)
        indent = sum(column.width + column.gap for column in (name, digits)) if beside else 0
        axis = Axis(*days, width - indent)
        yield Text()
        for line in axis.labels():
            yield Text.assemble(" " * indent, line)
        drawn = [_Lane(axis, count) for _, count in rows]
        for label, lane in zip(labels, drawn, strict=True):
            number = theme.count(lane.count)
            if beside:
                cells = ([label], [number], [lane.line])
                yield side_by_side(cells, (name, digits, Column(axis.width)), console)
            else:
                yield from (Text.assemble(label, "  ", number), lane.line)
        yield Text()
    elif selection.matches and days is None:
        yield Text("Nothing to draw: none of these events has a known date", "quiet")
    if outside := list(dict.fromkeys(id for lane in drawn for id in lane.outside)):
        ids = english.first_few(outside)
        yield theme.uncertain("Not drawn (date too uncertain)", ids)
    if omitted := len(numbers) - len(drawn):
        yield Text(not_shown(omitted, "lane"), "quiet")
    if missing := tally.missing:
        yield Text(f"{english.plural(len(missing), 'event')} without a {by} not shown", "quiet")
    if drawn:
        matches = [match for lane in drawn for match in lane.count.matches]
        yield from legend(ledger, matches, _explanations(axis, drawn), width)


def _label(ledger: Ledger, tally: Tally, key: str, count: Count) -> Text:
    if tally.by[0] == "type":
        return theme.label(ledger.types[key], ledger.types[key].called(count.max))
    label = tally.buckets[0][key]
    return theme.text(country_name(label) if tally.by[0] == "country" else label)


def _explanations(axis: Axis, lanes: Sequence[_Lane]) -> list[str]:
    """Phrases for the legend about the length of a column, and about digits and bars."""
    words = []
    if axis.days > axis.width:
        days = axis.days / axis.width
        number, unit = (days, "days") if days < 366 else (days / 365.25, "years")
        words.append(f"1 column ≈ {number:.{int(number < 2)}f} {unit}")
    most = max((len(events) for lane in lanes for events in lane.events.values()), default=0)
    if most > 1:
        words.append("digit: number of events")
    if most > 9:
        words.append("+: ten or more events")
    drawn = "".join(lane.line.plain for lane in lanes)
    return words + [f"{symbol}: {word}" for symbol, word in _SYMBOLS.items() if symbol in drawn]


def _days(selection: Selection) -> tuple[dt.date, dt.date] | None:
    """(first day, last day) of the axis: the period's, or the events' where the period is open.

    The events' days are extended to whole months; days not known to within a year are ignored,
    unless all are. The result is None if no day is known.
    """
    period = selection.query.period
    whens = [match.event.when for match in selection.matches]
    spans = [span for when in whens for span in (when.start_span, when.ends)]
    known = [(first, last) for first, last in spans if first and last]
    near = [(first, last) for first, last in known if (last - first).days <= 366] or known
    ends = (last.replace(day=month_length(last.year, last.month)) for _, last in near)
    start = period.start or min((first.replace(day=1) for first, _ in near), default=None)
    end = period.end or max(ends, default=None)
    return None if start is None or end is None else (start, max(start, end))


class _Lane:
    """A lane with the events of a count.

    `events`: column -> the events whose symbol is in that column; `outside`: the ids of the events
    that are not drawn; `line`: the lane as text.
    """

    def __init__(self, axis: Axis, count: Count) -> None:
        self.count = count
        self.events: dict[int, list[Event]] = {}
        self.outside: list[str] = []
        ticks = axis.ticks()
        cells = [Text("·" if column in ticks else " ", "axis") for column in range(axis.width)]
        events = [match.event for match in count.matches]
        # Long events are drawn first, so that they do not hide short ones.
        for event in sorted(events, key=lambda event: -len(axis.columns(event.when.days))):
            for span, symbol in _drawn_days(event.when):
                for column in axis.columns(span):
                    cells[column] = Text(symbol, theme.mark(event.type).style)
        for event in events:
            # The symbol is in the column of the first day, or in the middle one of the possible
            # first days, or in the first column if the event began before the axis.
            columns = [column for span in event.when.starts for column in axis.columns(span)]
            columns = columns or [*axis.columns(event.when.days)[:1]]
            if not columns:
                self.outside.append(event.id)
                continue
            free = [column for column in columns if column not in self.events] or columns
            middle = (columns[0] + columns[-1]) / 2
            nearest = min(free, key=lambda column: abs(column - middle))
            self.events.setdefault(nearest, []).append(event)
        for column, events in self.events.items():
            cells[column] = _symbol(events)
        self.line = Text().join(cells)
        self.line.rstrip()


def _drawn_days(when: When) -> Iterator[tuple[Span, str]]:
    """(days, symbol) for an event: hatching for possible days, then a bar for certain days."""
    if not when.exact:
        for span in [when.days] if when.interval else when.starts:
            yield span, _HATCH
    first, last = when.start_span.last, when.ends.first
    if when.interval and first and last and first <= last:
        yield Span(first, last), _BAR


def _symbol(events: Sequence[Event]) -> Text:
    """The symbol of one event, or the number of several events; `+` for ten and more."""
    if len(events) == 1:
        return theme.event_symbol(events[0])
    styles = {theme.mark(event.type).style for event in events}
    digit = str(len(events)) if len(events) < 10 else "+"
    return Text(digit, styles.pop() if len(styles) == 1 else "number")
