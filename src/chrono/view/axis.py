"""An axis of time: the column of each day, and the labels along it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import NamedTuple

from rich.text import Text

from chrono.core.spans import MONTHS, Span, month_length


class Axis:
    """An axis of time from the day `first` to the day `last`, both inclusive.

    All whole units, such as months, have the same number of columns, and each begins in a separate
    column. So no event is below the label of another unit. `width`: the number of columns, at most
    `room`; `days`: the number of days.
    """

    def __init__(self, first: dt.date, last: dt.date, room: int) -> None:
        self.first, self.last, self._room = first, last, room
        self.days = (last - first).days + 1
        fitting = (s for s in _SCALES if self.days // s.days * s.room <= room)
        self._scale = next(fitting, _SCALES[-1])
        self._columns = room * self._scale.days // self.days + 1  # of one unit
        while self._columns > 1 and self._needed() > room:
            self._columns -= 1
        self.width = min(self._needed(), room)
        self._start = self._before(first)

    def _needed(self) -> int:
        number, parts = self._scale.units(self.last, 1)
        return max(1, -(-number * self._columns // parts) - self._before(self.first))

    def _before(self, day: dt.date) -> int:
        number, parts = self._scale.units(day)
        return number * self._columns // parts

    def column(self, day: dt.date) -> int:
        """The column of a day, from 0. Days outside the axis have its first or last column."""
        return min(max(self._before(day) - self._start, 0), self.width - 1)

    def columns(self, span: Span) -> range:
        """The columns of the days of `span` that are on the axis; empty if there are none."""
        first, last = self._cut(span)
        return range(self.column(first), self.column(last) + 1) if first <= last else range(0)

    def _cut(self, span: Span) -> tuple[dt.date, dt.date]:
        first, last = span.cut(Span(self.first, self.last))
        assert first is not None  # since the axis has two ends
        assert last is not None
        return first, last

    def bar(self, span: Span) -> range:
        """Like `columns`, but the number of columns depends only on the length of the span."""
        if not (columns := self.columns(span)):
            return columns
        first, last = self._cut(span)
        number = max(1, round(((last - first).days + 1) * self.width / self.days))
        return range(columns[0], min(columns[0] + number, self.width))

    def labels(self) -> Iterator[Text]:
        """Yield lines of labels, with larger units above smaller ones.

        Labels without room are omitted.
        """
        scale = self._scale
        for level in (scale.above, scale) if scale.above else (scale,):
            line = ""
            starts = self._starts(level)
            columns = [*map(self.column, starts), self.width + 1]
            for day, column, end in zip(starts, columns, columns[1:], strict=False):
                month = MONTHS[day.month - 1][:3]
                label = level.words.format(day=day, month=month, quarter=(day.month + 2) // 3)
                if end > self.width and level is scale.above:  # the last year is always named
                    column = min(column, self._room - len(label))
                    end += len(label)
                if len(line) + bool(line) <= column and column + len(label) < end:
                    line = line.ljust(column) + label
            yield Text(line, "quiet")

    @property
    def tick(self) -> str:
        """What begins in each of the columns `ticks`, such as `start of a month`."""
        return f"start of a {self._scale.name}"

    def ticks(self) -> set[int]:
        """The columns in which a labelled unit begins."""
        return {self.column(day) for day in self._starts(self._scale)}

    def _starts(self, scale: _Scale) -> list[dt.date]:
        if step := scale.months:
            first, last = (day.year * 12 + day.month - 1 for day in (self.first, self.last))
            months = range((first // step + 1) * step, last + 1, step)
            return [self.first, *(dt.date(month // 12, month % 12 + 1, 1) for month in months)]
        # The day with the ordinal number 1 is a Monday.
        first, last, step = self.first.toordinal(), self.last.toordinal(), scale.days
        days = range(((first - 1) // step + 1) * step + 1, last + 1, step)
        return [self.first, *map(dt.date.fromordinal, days)]


class _Scale(NamedTuple):
    """A unit of time for labels: a day, a week from Monday, or a number of months from January.

    `days`: the least length of a unit; `room`: the width of a label [columns]; `words`: the format
    of a label, with {day}, {month} and {quarter}; `months`: the length of a unit, or 0 for a day or
    a week; `above`: the larger unit for the line of labels above, or None.
    """

    days: int
    room: int
    words: str
    months: int = 0
    above: _Scale | None = None

    @property
    def name(self) -> str:
        """The word for the unit, such as `month`."""
        if not self.months:
            return "week" if self.days == 7 else "day"
        words = {1: "month", 3: "quarter", 12: "year"}
        return words.get(self.months) or f"period of {self.months // 12:,} years"

    def units(self, day: dt.date, after: int = 0) -> tuple[int, int]:
        """The time before `day`, or before `after` days later, as a fraction of units: (parts,
        parts per unit)."""
        if not self.months:
            return day.toordinal() - 1 + after, self.days
        length = month_length(day.year, day.month)
        month = day.year * 12 + day.month - 1
        return month * length + day.day - 1 + after, self.months * length


_YEARS, *_COARSER = (
    _Scale(365 * number, 6, "{day.year}", 12 * number)
    for number in (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 10_000)
)
_MONTHS = _Scale(28, 9, "{month} {day.year}", 1)
_SCALES = (
    _Scale(1, 3, "{day.day}", above=_MONTHS),
    _Scale(7, 4, "{day.day}", above=_MONTHS),
    _Scale(28, 4, "{month}", 1, _YEARS),
    _Scale(28, 2, "{month[0]}", 1, _YEARS),
    _Scale(90, 3, "Q{quarter}", 3, _YEARS),
    _YEARS,
    *_COARSER,
)
"""All scales, from the finest to the coarsest."""
