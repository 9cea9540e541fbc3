"""An axis of time on the terminal: the column of each day, and the labels along the axis."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections.abc import Iterator
from functools import cached_property
from itertools import zip_longest
from typing import NamedTuple

from rich.text import Text

from chrono.core.spans import MONTHS, Span, month_length


class Axis:
    """An axis of time from the day `first` to the day `last`, both inclusive.

    The argument `room` is the maximum number of columns, and the attribute `width` is the number of
    columns. All complete units, such as months, have the same width.
    """

    def __init__(self, first: dt.date, last: dt.date, room: int) -> None:
        self.first, self.last, self._room = first, last, room
        self.days = (last - first).days + 1
        self._columns_of: dict[Span, range] = {}  # many events have the same days
        for self._scale in _SCALES:  # the finest whose units have room for their labels
            most = room * self._scale.days // self.days + 1
            fitting = bisect_right(range(1, most + 1), room, key=self._needed)
            self._columns = max(1, fitting)  # of one unit
            if self._columns >= self._scale.room:
                break
        self.width = min(self._width(), room)

    def _needed(self, columns: int) -> int:
        self._columns = columns
        ends = [self._width()]
        for level in self._levels:
            day = max(level.start(self.last), self.first)
            ends.append(self._before(day) + len(level.label(day)))
        return max(ends)

    def _width(self) -> int:
        number, parts = self._scale.units(self.last, 1)
        return max(1, -(-number * self._columns // parts) - self._absolute(self.first))

    def _before(self, day: dt.date, after: int = 0) -> int:
        """Return the column in which a day begins, which may be outside the axis."""
        return self._absolute(day, after) - self._absolute(self.first)

    def _absolute(self, day: dt.date, after: int = 0) -> int:
        number, parts = self._scale.units(day, after)
        return number * self._columns // parts

    @property
    def _levels(self) -> tuple[_Scale, ...]:
        return (self._scale.above, self._scale) if self._scale.above else (self._scale,)

    def column(self, day: dt.date) -> int:
        """Return the column of a day, from 0.

        For a day outside the axis, the result is the first or the last column.
        """
        return min(max(self._before(day), 0), self.width - 1)

    def columns(self, span: Span) -> range:
        """Return the columns of the days in `span`. Days outside the axis are ignored."""
        if span not in self._columns_of:
            self._columns_of[span] = self._find_columns(span)
        return self._columns_of[span]

    def _find_columns(self, span: Span) -> range:
        first, last = span.cut(Span(self.first, self.last))
        assert first is not None  # since the axis has two ends
        assert last is not None
        if first > last:
            return range(0)
        end = max(self.column(last) + 1, self._before(last, 1))
        return range(self.column(first), min(end, self.width))

    def same_unit(self, first: int, second: int) -> bool:
        """Return whether two adjacent columns are in the same labelled unit, such as a month.

        The column `first` must be on the axis.
        """
        return 0 <= second < self.width and max(first, second) not in self.ticks

    def labels(self) -> Iterator[Text]:
        """Yield the lines of labels, larger units such as years first.

        Labels for which there is no room are omitted.
        """
        for level in self._levels:
            line = ""
            starts = self._starts(level)
            for day, after in zip_longest(starts, starts[1:]):
                column, label = self._before(day), level.label(day)
                end = column + len(label)
                if end < self._before(after) if after else end <= self._room:
                    line = line.ljust(column) + label
            yield Text(line, "quiet")

    @property
    def tick(self) -> str:
        """Return words for the beginning of a labelled unit, such as `start of a month`."""
        return f"start of a {self._scale.name}"

    @cached_property
    def ticks(self) -> frozenset[int]:
        """Return the columns in which a labelled unit, such as a month, begins."""
        return frozenset(map(self.column, self._starts(self._scale)))

    def _starts(self, scale: _Scale) -> list[dt.date]:
        starts, day = [], self.last
        while (day := scale.start(day)) > self.first:
            starts.append(day)
            day -= dt.timedelta(days=1)
        return [self.first, *reversed(starts)]


class _Scale(NamedTuple):
    """A unit of time for labels: a day, a week from Monday, or a number of months from January.

    - `days`: the minimum length of a unit [days]
    - `room`: the width of a label [columns]
    - `words`: the format of a label, with {day}, {month} and {quarter}
    - `months`: the length of a unit [months], or 0 for a day or a week
    - `above`: the larger unit for the line of labels above
    """

    days: int
    room: int
    words: str
    months: int = 0
    above: _Scale | None = None

    @property
    def name(self) -> str:
        """Return the word for the unit, such as `month`."""
        if not self.months:
            return "week" if self.days == 7 else "day"
        words = {1: "month", 3: "quarter", 12: "year"}
        return words.get(self.months) or f"period of {self.months // 12:,} years"

    def start(self, day: dt.date) -> dt.date:
        """Return the first day of the unit that contains `day`. No result is before year 1."""
        if not self.months:  # the day with the ordinal number 1 is a Monday
            return dt.date.fromordinal((day.toordinal() - 1) // self.days * self.days + 1)
        month = (day.year * 12 + day.month - 1) // self.months * self.months
        return dt.date(max(month // 12, 1), month % 12 + 1, 1)

    def label(self, day: dt.date) -> str:
        """Return the label of the unit that begins on `day`."""
        month = MONTHS[day.month - 1][:3]
        return self.words.format(day=day, month=month, quarter=(day.month + 2) // 3)

    def units(self, day: dt.date, after: int = 0) -> tuple[int, int]:
        """Return the number of units from a fixed day to a later day: (numerator, denominator).

        The later day is `after` days after `day`.
        """
        if not self.months:
            return day.toordinal() - 1 + after, self.days
        length = month_length(day.year, day.month)
        month = day.year * 12 + day.month - 1
        return month * length + day.day - 1 + after, self.months * length


_YEARS, *_COARSER = (
    _Scale(365 * number, 5, "{day.year}", 12 * number)
    for number in (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 10_000)
)
_MONTHS = _Scale(28, 9, "{month} {day.year}", 1)
_SCALES = (
    _Scale(1, 3, "{day.day}", above=_MONTHS),
    _Scale(7, 7, "{day.day}", above=_MONTHS),  # so that months begin in a separate column, too
    _Scale(28, 4, "{month}", 1, _YEARS),
    _Scale(28, 3, "{month[0]}", 1, _YEARS),
    _Scale(90, 3, "Q{quarter}", 3, _YEARS),
    _YEARS,
    *_COARSER,
)
"""All units of time, from the finest to the coarsest."""
