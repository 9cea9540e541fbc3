"""Lanes across time: one for each actor, country or type, its events where their days lie."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from itertools import zip_longest

from rich.console import Console, ConsoleOptions, RenderableType
from rich.text import Text

from chrono.core import english
from chrono.core.counting import Count, Tally
from chrono.core.countries import country_name
from chrono.core.dates import When
from chrono.core.english import plural
from chrono.core.model import Event, Ledger
from chrono.core.query import Selection, limited
from chrono.core.spans import Span, month_length
from chrono.view import legend, theme
from chrono.view.axis import Axis
from chrono.view.tally import number

_NARROW = 60
"""In fewer columns than these a lane stands below its name."""

_NAME = 26
"""A name takes no more columns than these: what is longer goes on below."""

_BAR = "━"
_HATCH = "░"
_SIGNS = {_BAR: "it lasted", _HATCH: "on one of these days"}


class Lanes:
    """A selection in lanes, by a tally of it in one dimension."""

    def __init__(self, ledger: Ledger, selection: Selection, tally: Tally) -> None:
        self.ledger = ledger
        self.selection = selection
        self.tally = tally
        self.by = tally.by[0]

    def __rich_console__(
        self, console: Console, options: ConsoleOptions
    ) -> Iterator[RenderableType]:
        width = options.max_width
        matches = self.selection.matches
        lanes = self._lanes()
        yield legend.head(self.ledger, self.selection, width, f"by {self.by}")
        days = _days(self.selection)
        if not lanes or days is None:
            if matches and days is None:
                yield Text("there is nothing to draw: no day of these events is known", "quiet")
            yield from self._left_out([])
            return
        labels = [self._label(name, count) for name, count in lanes]
        beside = width >= _NARROW
        room = min(_NAME, max(label.cell_len for label in labels)) if beside else 0
        digits = max(len(str(count)) for _, count in lanes)
        indent = room + digits + 3 if beside else 0
        axis = Axis(days[0], days[1], width - indent)
        yield Text()
        for line in axis.labels():
            yield Text.assemble(" " * indent, line)
        drawn = [_Lane(axis, count) for _, count in lanes]
        for label, lane in zip(labels, drawn, strict=True):
            if beside:
                yield from _beside(console, label, lane, room, digits)
            else:
                yield Text.assemble(label, "  ", number(lane.count))
                yield lane.line
        yield Text()
        yield from self._left_out(drawn)
        yield from self._legend(axis, drawn, width)

    def _lanes(self) -> list[tuple[str, Count]]:
        """The lanes in their order, the principals first, as many as are wanted."""
        first = [actor.id for actor in self.ledger.principals] if self.by == "actor" else []
        found = [(key[0], count) for key, count in self.tally.numbers.items()]
        found.sort(key=lambda lane: first.index(lane[0]) if lane[0] in first else len(first))
        return list(limited(found, self.selection.query))

    def _label(self, name: str, count: Count) -> Text:
        if self.by == "type":
            kind = self.ledger.types[name]
            return Text.assemble(theme.symbol(kind), " ", theme.text(kind.called(count.max)))
        label = self.tally.label(0, name)
        return theme.text(country_name(label) if self.by == "country" else label)

    def _left_out(self, drawn: Sequence[_Lane]) -> Iterator[Text]:
        """What the lanes do not show, in words."""
        if outside := list(dict.fromkeys(id for lane in drawn for id in lane.outside)):
            ids = theme.text(english.first_few(outside))
            yield Text.assemble(("may lie anywhere in a long time, and not drawn: ", "unsure"), ids)
        left_out = len(self.tally.numbers) - len(drawn)
        if left_out:
            yield Text(f"--limit leaves out {plural(left_out, 'lane')}", "quiet")
        if missing := self.tally.missing:
            yield Text(f"{plural(len(missing), 'event')} without a {self.by}", "quiet")

    def _legend(self, axis: Axis, drawn: Sequence[_Lane], width: int) -> Iterator[Text]:
        """What the signs mean that were drawn."""
        matches = [hit for lane in drawn for hit in lane.count.matches]
        yield from legend.kinds(self.ledger.types.values(), matches, width)
        said = []
        if axis.days > axis.width:
            days = axis.days / axis.width
            long = f"{days:.3g} days" if days < 366 else f"{days / 365.25:.3g} years"
            said.append(f"a column is {long}")
        if any(len(events) > 1 for lane in drawn for events in lane.events.values()):
            said.append("2: so many events in one column")
        if any(len(events) > 9 for lane in drawn for events in lane.events.values()):
            said.append("+: ten or more")
        signs = "".join(lane.line.plain for lane in drawn)
        said += [f"{sign}: {meaning}" for sign, meaning in _SIGNS.items() if sign in signs]
        yield from legend.words(said, matches, width)


def _days(selection: Selection) -> tuple[dt.date, dt.date] | None:
    """The first and the last day of the axis: of the period, or of the events in whole months.

    A start or an end that may lie anywhere in more than a year stretches no axis, unless there is
    nothing nearer.
    """
    period = selection.query.period
    whens = [hit.event.when for hit in selection.matches]
    spans = [span for when in whens for span in (when.start_span, when.ends)]
    known = [(a, b) for a, b in spans if a and b]
    ends = [(a, b) for a, b in known if (b - a).days <= 366] or known
    first = period.start or min((a.replace(day=1) for a, _ in ends), default=None)
    last = period.end or max((_month_end(b) for _, b in ends), default=None)
    if first is None or last is None:
        return None
    return first, max(first, last)


def _month_end(day: dt.date) -> dt.date:
    return day.replace(day=month_length(day.year, day.month))


def _beside(console: Console, label: Text, lane: _Lane, room: int, digits: int) -> Iterator[Text]:
    """A name of as many lines as it needs, its number and its lane on the first of them."""
    count = number(lane.count)
    names = label.wrap(console, room, overflow="fold")
    for name, first in zip_longest(names, [lane.line]):
        name.rstrip()
        if first is None:
            yield name
        else:
            gap = room - name.cell_len + 1 + digits - count.cell_len
            yield Text.assemble(name, " " * gap, count, "  ", first)


class _Lane:
    """The columns of one lane. What is drawn later lies above what was drawn before.

    `line` is what it looks like, `outside` are the ids of the events that have no column at all.
    """

    def __init__(self, axis: Axis, count: Count) -> None:
        self.axis = axis
        self.count = count
        self.cells: list[Text | None] = [None] * axis.width
        self.events: dict[int, list[Event]] = {}
        self.outside: list[str] = []
        # What lasted long lies below what was short.
        for hit in sorted(count.matches, key=lambda hit: -len(self._columns(hit.event.when))):
            self._stretch(hit.event)
        for hit in count.matches:
            self._point(hit.event)
        self.line = self._drawn()

    def _drawn(self) -> Text:
        line = Text()
        ticks = self.axis.ticks()
        for column, cell in enumerate(self.cells):
            if found := self.events.get(column):
                line.append(_sign(found))
            elif cell is not None:
                line.append(cell)
            else:
                line.append("·" if column in ticks else " ", "axis")
        line.rstrip()
        return line

    def _columns(self, when: When) -> range:
        return self.axis.columns(Span(when.start, when.end))

    def _stretch(self, event: Event) -> None:
        """The days on which it may have been, hatched, and those on which it surely was."""
        when, style = event.when, theme.mark(event.type).style
        if not when.exact:
            for starts in when.starts if not when.interval else [Span(when.start, when.end)]:
                for column in self.axis.columns(starts):
                    self.cells[column] = Text(_HATCH, style)
        if when.interval:
            sure = Span(when.start_span.last, when.ends.first)
            known = sure.first is not None and sure.last is not None and sure.first <= sure.last
            for column in self.axis.columns(sure) if known else ():
                self.cells[column] = Text(_BAR, style)

    def _point(self, event: Event) -> None:
        """Its symbol: at its first day, or in the middle of those that it may be."""
        when = event.when
        columns = [column for days in when.starts for column in self.axis.columns(days)]
        if not columns:  # it began before the axis, and runs on
            columns = list(self._columns(when)[:1])
        if not columns:
            self.outside.append(event.id)
            return
        free = [column for column in columns if column not in self.events] or columns
        at = min(free, key=lambda column: abs(column - (columns[0] + columns[-1]) / 2))
        self.events.setdefault(at, []).append(event)


def _sign(events: Sequence[Event]) -> Text:
    """The symbol of one event, or how many there are; `+` for ten and more."""
    if len(events) == 1:
        return theme.sign(events[0])
    styles = {theme.mark(event.type).style for event in events}
    figure = str(len(events)) if len(events) < 10 else "+"
    return Text(figure, styles.pop() if len(styles) == 1 else "number")
