"""Lanes across time, one for each actor, country or type, with its events on their days."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from rich.console import Console, RenderableType
from rich.text import Text

from chrono.core import english
from chrono.core.counting import Count, Tally
from chrono.core.countries import country_name
from chrono.core.drawn_days import axis_days, drawn_days
from chrono.core.model import Event, Ledger
from chrono.core.query import Selection, limited
from chrono.core.sentences import not_shown
from chrono.view import theme
from chrono.view.axis import Axis
from chrono.view.columns import Column, side_by_side
from chrono.view.legend import head, legend

_WIDE = 60  # the least width [columns] at which a lane is beside its name
_NAME = 26  # the greatest width of a name [columns]; a longer name is folded

_BAR, _POSSIBLE = "━", "┄"
_SYMBOLS = {_BAR: "several days", _POSSIBLE: "on one of these days"}
_TICK = "·"  # in an empty column in which a labelled unit of the axis begins
_SHADES = "░▒▓█"
_DENSE = 1 / 3  # the least share of columns with several events at which all columns are shaded


def lanes(
    ledger: Ledger, selection: Selection, tally: Tally, console: Console
) -> Iterator[RenderableType]:
    """A view of events in lanes over time, one for each bucket of a tally, such as an actor."""
    width, by = console.width, tally.by[0]
    days = axis_days(selection.query.period, (event.when for event in selection.events))
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
        density = _Density.of(drawn)
        lines = [lane.line(density) for lane in drawn]
        for label, (_, count), line in zip(labels, rows, lines, strict=True):
            number = theme.count(count)
            if beside:
                cells = ([label], [number], [line])
                yield side_by_side(cells, (name, digits, Column(axis.width)), console)
            else:
                yield from (Text.assemble(label, "  ", number), line)
        yield Text()
    elif selection.matches and days is None:
        yield Text("Nothing to draw: none of these events has a known date", "quiet")
    if outside := [*dict.fromkeys(id for lane in drawn for id in lane.outside)]:
        yield theme.uncertain("Not drawn (date too uncertain)", english.first_few(outside))
    if omitted := len(numbers) - len(drawn):
        yield Text(not_shown(omitted, "lane"), "quiet")
    if missing := tally.missing:
        yield Text(f"{english.plural(len(missing), 'event')} without a {by} not shown", "quiet")
    if drawn:
        columns = [events for lane in drawn for events in lane.events.values()]
        alone = [events[0] for events in columns if len(events) == 1 and not density.dense]
        signs = "".join(line.plain for line in lines)
        noun = "contacts" if selection.query.contacts else "events (add --contacts for contacts)"
        words = [f"numbers: {noun}", *_explanations(axis, signs, density)]
        yield from legend(ledger, alone, words, width)


def _label(ledger: Ledger, tally: Tally, key: str, count: Count) -> Text:
    if tally.by[0] == "type":
        return theme.label(ledger.types[key], ledger.types[key].called(count.max))
    label = tally.buckets[0][key]
    return theme.text(country_name(label) if tally.by[0] == "country" else label)


def _explanations(axis: Axis, drawn: str, density: _Density) -> list[str]:
    words = []
    if axis.days > axis.width:
        days = axis.days / axis.width
        number, unit = (days, "days") if days < 366 else (days / 365.25, "years")
        rounded = round(number, 1 if number < 2 else None)
        words.append(f"1 column ≈ {rounded:g} {unit if rounded != 1 else unit[:-1]}")
    words += density.words(drawn)
    words += [f"{symbol}: {word}" for symbol, word in _SYMBOLS.items() if symbol in drawn]
    return [*words, *[f"{_TICK}: {axis.tick}"] * (_TICK in drawn), "blank: nothing recorded"]


class _Density(NamedTuple):
    """How the number of events in a column is drawn.

    `most`: the greatest number of events for each shade, from the lightest (1 event); `dense`:
    whether columns with one event are shaded, too, since symbols between shades are hard to read.
    """

    most: tuple[int, ...]
    dense: bool

    @classmethod
    def of(cls, lanes: Sequence[_Lane]) -> _Density:
        """The shades for these lanes. Each shade is for about the same number of columns."""
        numbers = sorted(len(events) for lane in lanes for events in lane.events.values())
        several = numbers[bisect_left(numbers, 2) :]
        steps = {1, *(several[len(several) * third // 3 - 1] for third in (1, 2, 3) if several)}
        return cls(tuple(sorted(steps)), len(several) > len(numbers) * _DENSE)

    def shade(self, number: int) -> str:
        """The shade for a number of events. The greatest number has the darkest shade."""
        step = bisect_left(self.most, number)
        return _SHADES[0] if number == 1 else _SHADES[step - len(self.most)]

    def words(self, drawn: str) -> Iterator[str]:
        """Yield a phrase for the legend on the shades that are in `drawn`."""
        shown = [
            f"{self.shade(high)} {english.number_range(low + 1, high)}"
            for low, high in pairwise((0, *self.most))
            if self.shade(high) in drawn
        ]
        if shown:
            yield f"events in a column: {', '.join(shown)}"


class _Lane:
    def __init__(self, axis: Axis, count: Count) -> None:
        self.count, self.axis = count, axis
        self.events: dict[int, list[Event]] = {}
        self.outside: list[str] = []
        for event in (match.event for match in count.matches):
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

    def line(self, density: _Density) -> Text:
        """The lane as one line of text."""
        axis, ticks = self.axis, self.axis.ticks()
        cells = [Text(_TICK if column in ticks else " ", "axis") for column in range(axis.width)]
        events = (match.event for match in self.count.matches)
        # Long events are drawn first, so that they do not hide short ones.
        for event in sorted(events, key=lambda event: -len(axis.columns(event.when.days))):
            for span, certain in drawn_days(event.when):
                for column in axis.bar(span):
                    cells[column] = Text(_BAR if certain else _POSSIBLE, theme.style_of(event.type))
        for column, inside in self.events.items():
            cells[column] = _symbol(inside, density)
        line = Text().join(cells)
        line.rstrip()
        return line


def _symbol(events: Sequence[Event], density: _Density) -> Text:
    if len(events) == 1 and not density.dense:
        return theme.event_symbol(events[0])
    styles = {theme.style_of(event.type) for event in events}
    style = styles.pop() if len(styles) == 1 and not density.dense else "bar"
    return Text(density.shade(len(events)), style)
