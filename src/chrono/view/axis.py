"""An axis of time: which column a day falls into, and what is written along it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from typing import NamedTuple

from rich.text import Text

from chrono.core.spans import MONTHS, Span


class Axis(NamedTuple):
    """The days from the first to the last, both included, across so many columns."""

    first: dt.date
    last: dt.date
    width: int

    @property
    def days(self) -> int:
        """How many days there are."""
        return (self.last - self.first).days + 1

    def column(self, day: dt.date) -> int:
        """The column of a day, from 0; of one outside, the outermost."""
        at = (day - self.first).days * self.width // self.days
        return min(max(at, 0), self.width - 1)

    def columns(self, span: Span) -> range:
        """The columns of a run of days, as far as they lie on the axis; open ends run off it."""
        first, last = span.cut(Span(self.first, self.last))
        if first is None or last is None or last < first:
            return range(0)
        return range(self.column(first), self.column(last) + 1)

    def labels(self) -> Iterator[Text]:
        """One line or two: what divides the axis, and above it what that is part of."""
        scale = next(scale for scale in _SCALES if self._fits(scale))
        marks = [(self.column(day), scale.said(day)) for day in self._starts(scale)]
        if scale.above is not None:
            above = [(self.column(day), scale.above.said(day)) for day in self._starts(scale.above)]
            yield self._line(above)
        yield self._line(marks)

    def ticks(self) -> set[int]:
        """The columns in which a labelled stretch begins."""
        scale = next(scale for scale in _SCALES if self._fits(scale))
        return {self.column(day) for day in self._starts(scale) if day >= self.first}

    def _fits(self, scale: _Scale) -> bool:
        return self.days // scale.days * scale.room <= self.width or scale is _SCALES[-1]

    def _starts(self, scale: _Scale) -> list[dt.date]:
        """The first days of the scale's stretches, that into which the axis begins too."""
        days = [self.first]
        while (day := scale.next(days[-1])) is not None and day <= self.last:
            days.append(day)
        return days

    def _line(self, marks: list[tuple[int, str]]) -> Text:
        """The words at their columns; one that has no room before the next is left out."""
        line = ""
        following = [column for column, _ in marks[1:]] + [self.width + 1]
        for (column, word), end in zip(marks, following, strict=True):
            if len(line) <= column and column + len(word) < end:
                line = line.ljust(column) + word
        return Text(line, "axis")


class _Scale(NamedTuple):
    """Stretches of time: no shorter than so many days, with a label of so many columns."""

    days: float
    room: int
    said: Callable[[dt.date], str]
    next: Callable[[dt.date], dt.date | None]
    above: _Scale | None = None


def _after_months(months: int) -> Callable[[dt.date], dt.date | None]:
    """The first day of the next stretch of so many months, counted from a year's beginning."""

    def following(day: dt.date) -> dt.date | None:
        number = ((day.year * 12 + day.month - 1) // months + 1) * months
        year, month = divmod(number, 12)
        return dt.date(year, month + 1, 1) if year <= dt.MAXYEAR else None

    return following


def _after_days(weekday: bool) -> Callable[[dt.date], dt.date | None]:
    """The next day, or the next Monday."""

    def following(day: dt.date) -> dt.date | None:
        step = 7 - day.weekday() if weekday else 1
        return day + dt.timedelta(days=step) if (dt.date.max - day).days >= step else None

    return following


def _years(number: int) -> _Scale:
    return _Scale(365 * number, 6, lambda day: f"{day.year}", _after_months(12 * number))


_YEARS = _years(1)
_MONTHS = _Scale(
    28, 9, lambda day: f"{MONTHS[day.month - 1][:3]} {day.year}", _after_months(1), None
)

_SCALES = (
    _Scale(1, 3, lambda day: f"{day.day}", _after_days(False), _MONTHS),
    _Scale(7, 4, lambda day: f"{day.day}", _after_days(True), _MONTHS),
    _Scale(28, 4, lambda day: MONTHS[day.month - 1][:3], _after_months(1), _YEARS),
    _Scale(28, 2, lambda day: MONTHS[day.month - 1][0], _after_months(1), _YEARS),
    _Scale(90, 3, lambda day: f"Q{(day.month + 2) // 3}", _after_months(3), _YEARS),
    *(_years(number) for number in (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 10_000)),
)
"""From the finest to the coarsest: the first whose labels have room is taken."""
