"""Show events over time, in a lane for each actor, country or type."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from rich.console import Console, RenderableType
from rich.text import Text

from chrono.core import english
from chrono.core.counting import Count, Tally
from chrono.core.countries import country_name
from chrono.core.model import STATUSES, Event, Ledger
from chrono.core.query import Selection, limited
from chrono.core.sentences import not_shown
from chrono.core.timeline_days import axis_days, parts_of_event
from chrono.view import theme
from chrono.view.axis import Axis
from chrono.view.columns import Column, side_by_side
from chrono.view.legend import head, legend

BAR, POSSIBLE = "━", "┄"

_WIDE = 60  # the least width [columns] at which a lane is beside its name
_NAME = (26, 3)  # a name wider than 26 columns, or a third of the terminal, is folded

_ROWS = 5  # the greatest number of rows of symbols in a lane; a lane with more events is shaded
_INEXACT = "inexact"  # the label of a row of shades for events without an exact date
_ROW_ORDER = ("", _INEXACT, *STATUSES)
_SYMBOLS = {BAR: "several days", POSSIBLE: "exact date not known"}
_TICK = "·"  # in an empty column in which a labelled unit of the axis begins
_SHADES = "░▒▓█"


def lanes(selection: Selection, tally: Tally, console: Console) -> Iterator[RenderableType]:
    """Yield events over time as Rich renderables, with a lane for each key of `tally`.

    `tally`: the selected events by actor, country or type.
    """
    ledger, width, by = selection.ledger, console.width, tally.by[0]
    days = axis_days(selection.query.period, (event.when for event in selection.events))
    yield head(selection, width, f"by {by}")
    numbers = [(key, count) for (key,), count in tally.numbers.items()]
    if by == "actor":  # the principals come first
        ranks = {actor.id: rank for rank, actor in enumerate(ledger.principals)}
        numbers.sort(key=lambda row: ranks.get(row[0], len(ranks)))
    rows = limited(numbers, selection.query)
    made: list[_Lane] = []
    if rows and days is not None:
        labels = [_label(ledger, tally, key, count) for key, count in rows]
        beside = width >= _WIDE
        perhaps_shaded = any(len(count.matches) > _ROWS for _, count in rows)
        least = len("  unconfirmed") if perhaps_shaded else 0
        name = Column(
            min(_NAME[0], width // _NAME[1], max(least, *(label.cell_len for label in labels))), 1
        )
        digits = Column(max(len(str(count)) for _, count in rows), right=True)
        indent = sum(column.width + column.gap for column in (name, digits)) if beside else 0
        axis = Axis(*days, width - indent)
        yield Text()
        for line in axis.labels():
            yield Text.assemble(" " * indent, line)
        made = [_Lane(axis, count) for _, count in rows]
        density = _Density.of(made)
        lines = [[*lane.lines(density)] for lane in made]
        columns = (name, digits, Column(axis.width)) if beside else None
        for label, (_, count), some in zip(labels, rows, lines, strict=True):
            yield from _lane_lines(label, theme.count(count), some, columns, console)
        yield Text()
    elif selection.matches and days is None:
        yield Text("Nothing to draw: none of these events has a known date", "quiet")
    if outside := [*dict.fromkeys(id for lane in made for id in lane.outside)]:
        yield theme.uncertain("Not drawn (date too uncertain)", english.first_few(outside))
    if omitted := len(numbers) - len(made):
        yield Text(not_shown(omitted, "lane").text, "quiet")
    if missing := tally.missing:
        yield Text(f"{english.plural(len(missing), 'event')} without a {by} not shown", "quiet")
    if made:
        shown = [one.event for lane in made for row in lane.rows for one in row]
        signs = "".join(line.plain for some in lines for _, line in some)
        words = [f"numbers: {selection.query.noun}s", *_explanations(axis, signs, density)]
        if any(_INEXACT in lane.shaded for lane in made):
            words.insert(-1, f"{_INEXACT}: exact date not known")
        yield from legend(ledger, shown, words, width, types=by != "type")


def _lane_lines(
    label: Text,
    number: Text,
    lines: Sequence[tuple[str, Text]],
    columns: Sequence[Column] | None,
    console: Console,
) -> Iterator[RenderableType]:
    """Yield the lines of a lane, with the label on the left, or above if `columns` is None."""
    if columns is None:
        yield Text.assemble(label, "  ", number)
        for words, line in lines:
            yield from (Text(words, "quiet"), line) if words else (line,)
        return
    labels = [*label.wrap(console, columns[0].width, overflow="fold")]
    rows = [line for _, line in lines]
    if below := [Text(f"  {words}", "quiet") for words, _ in lines if words]:
        rows[1:1] = [Text()] * (len(labels) - 1)
        labels += below
    yield side_by_side((labels, [number], rows), columns, console)


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
    """The shades that show how many events a column has.

    `most`: the maximum number of events for each shade, from light to dark.
    """

    most: tuple[int, ...]

    @classmethod
    def of(cls, lanes: Sequence[_Lane]) -> _Density:
        """Return shades such that each shade is used in about the same number of columns."""
        rows = [row for lane in lanes for row in lane.shaded.values()]
        numbers = sorted(len(events) for row in rows for events in row.values())
        several = numbers[bisect_left(numbers, 2) :]
        steps = {1, *(several[len(several) * third // 3 - 1] for third in (1, 2, 3) if several)}
        return cls(tuple(sorted(steps)))

    def shade(self, number: int) -> str:
        """Return the character, such as `░`, that shades a column with this number of events."""
        step = bisect_left(self.most, number)
        return _SHADES[0] if number == 1 else _SHADES[step - len(self.most)]

    def words(self, drawn: str) -> Iterator[str]:
        """Yield the explanation of the shades for a legend: `events in a column: ░ 1, █ 2–5`.

        `drawn`: all characters of the lanes. If there are no shades, nothing is yielded.
        """
        shown = [
            f"{self.shade(high)} {english.number_range(low + 1, high)}"
            for low, high in pairwise((0, *self.most))
            if self.shade(high) in drawn
        ]
        if shown:
            yield f"events in a column: {', '.join(shown)}"


class _Lane:
    """The events of one lane, as marks if five rows have room for all marks, otherwise as shades.

    - `rows`: the rows of marks, or empty for a lane with shades
    - `shaded`: the rows of shades by label, one for each status and one for inexact dates
    - `outside`: the ids of the events that are not on the axis
    """

    def __init__(self, axis: Axis, count: Count) -> None:
        self.axis = axis
        events = [match.event for match in count.matches]
        found = [(event, mark(event, axis)) for event in events]
        self.outside = [event.id for event, placed in found if placed is None]
        self.marks = [placed for _, placed in found if placed is not None]
        self.rows = stacked(self.marks, _ROWS)
        self.shaded = self._shaded() if self.marks and not self.rows else {}

    def _shaded(self) -> dict[str, dict[int, list[Event]]]:
        rows: dict[str, dict[int, list[Event]]] = {"": {}}
        for event, *_ in self.marks:
            status = "" if event.when.exact else _INEXACT
            row = rows.setdefault(status if event.status == "held" else event.status, {})
            for column in self.axis.columns(event.when.days):
                row.setdefault(column, []).append(event)
        return {label: rows[label] for label in sorted(rows, key=_ROW_ORDER.index)}

    def lines(self, density: _Density) -> Iterator[tuple[str, Text]]:
        """Yield (label, line) for each row of marks or shades. A row of marks has the label ""."""
        for number, row in enumerate(self.rows or [[]][: not self.shaded]):
            yield "", self._line(cells(row), ticks=number == 0)
        for label, columns in self.shaded.items():
            kinds = {theme.style_of(event.type) for event, *_ in self.marks}
            style = kinds.pop() if len(kinds) == 1 else "bar"
            style = "bar.unsure" if label == _INEXACT else style
            shades = {column: density.shade(len(events)) for column, events in columns.items()}
            texts = ((column, Text(shade, style)) for column, shade in shades.items())
            yield label, self._line(texts, ticks=True)

    def _line(self, cells: Iterable[tuple[int, Text]], ticks: bool) -> Text:
        line = [Text(" ")] * self.axis.width
        for column in self.axis.ticks if ticks else ():
            line[column] = Text(_TICK, "axis")
        for column, cell in cells:
            line[column] = cell
        text = Text().join(line)
        text.rstrip()
        return text


# -- marks ----------------------------------------------------------------------------------------


class Mark(NamedTuple):
    """The mark of an event in a lane.

    - `at`: the column of the symbol
    - `bars`: for each column of the bar, the character BAR (certain days) or POSSIBLE
    """

    event: Event
    at: int
    bars: dict[int, str]

    @property
    def own(self) -> set[int]:
        """Return the columns of the mark."""
        return {self.at, *self.bars}

    @property
    def taken(self) -> set[int]:
        """Return the columns of the mark, and one free column at each end that has no symbol."""
        first, last = min(self.own), max(self.own)
        return self.own | {
            at for at in (first - 1, last + 1) if at not in (self.at - 1, self.at + 1)
        }


def mark(event: Event, axis: Axis) -> Mark | None:
    """Return the mark of an event, or None if no day of the event is on the axis.

    The symbol is in the column of the first day. If this day is not certain, the symbol is in the
    middle of the possible columns. The bar is solid on certain days, and dashed on days that are
    only possible.
    """
    when = event.when
    starts = [column for span in when.starts for column in axis.columns(span)]
    columns = starts or [*axis.columns(when.days)[:1]]
    if not columns:
        return None
    middle = (columns[0] + columns[-1]) / 2
    at = min(columns, key=lambda column: abs(column - middle))
    if when.start_known:
        at = columns[0]
    if when.exact and when.days.first == when.days.last:
        return Mark(event, at, {})
    bars = {} if when.exact else dict.fromkeys(axis.columns(when.days), POSSIBLE)
    certain = [span for span, certain in parts_of_event(when) if certain]
    lasted = [column for span in certain for column in axis.columns(span)]
    bars |= dict.fromkeys(lasted, BAR)
    if bars.keys() <= {at}:
        beside = [column for column in (at + 1, at - 1) if axis.same_unit(at, column)]
        bars |= dict.fromkeys(beside[:1], BAR if lasted else POSSIBLE)
    return Mark(event, at, bars)


def stacked(marks: Iterable[Mark], most: int) -> list[list[Mark]]:
    """Return rows of marks without overlaps, or [] if more than `most` rows are needed."""
    rows: list[list[Mark]] = []
    for one in sorted(marks, key=lambda mark: (min(mark.own), -len(mark.bars))):
        for row in rows:
            if not (one.taken & row[-1].own or one.own & row[-1].taken):
                row.append(one)
                break
        else:
            if len(rows) == most:
                return []
            rows.append([one])
    return rows


def cells(row: Iterable[Mark]) -> Iterator[tuple[int, Text]]:
    """Yield (column, character) for the marks of a row."""
    for one in row:
        style = theme.style_of(one.event.type)
        yield from ((column, Text(bar, style)) for column, bar in one.bars.items())
        yield one.at, theme.event_symbol(one.event)
