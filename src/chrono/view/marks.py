"""Place the events of a lane in columns and rows, so that no event hides another."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from rich.text import Text

from chrono.core.model import Event
from chrono.core.timeline_days import parts_of_event
from chrono.view import theme
from chrono.view.axis import Axis

BAR, POSSIBLE = "━", "┄"


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
