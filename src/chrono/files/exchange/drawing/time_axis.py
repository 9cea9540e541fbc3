"""Calculate places on the axis of a timeline, and the labels of its units of time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import NamedTuple

from chrono.core.spans import MONTHS, Span
from chrono.files.exchange.drawing.text_widths import text_width


class Tick(NamedTuple):
    """The beginning of a unit of time on the axis.

    `label`: the name of the unit, or "" if there is no room for the name.
    """

    x: float
    label: str


class TimeAxis(NamedTuple):
    """An axis from the day `first` to the day `last`, both inclusive. All days have the same width.

    `left`, `right`: the x coordinates of the ends of the axis [px].
    """

    first: dt.date
    last: dt.date
    left: float
    right: float

    @property
    def day(self) -> float:
        """Return the width of a day [px]."""
        return (self.right - self.left) / ((self.last - self.first).days + 1)

    def x(self, day: dt.date) -> float:
        """Return the x coordinate of the beginning of a day [px]. Days may be outside the axis."""
        return self.left + (day - self.first).days * self.day

    def middle(self, day: dt.date) -> float:
        """Return the x coordinate of the middle of a day [px]."""
        return self.x(day) + self.day / 2

    def middles(self, span: Span) -> tuple[float, float]:
        """Return the x coordinates of the middles of the first and last day of a span [px].

        An open end is far outside the axis.
        """
        length = self.right - self.left
        first = self.left - length if span.first is None else self.middle(span.first)
        last = self.right + length if span.last is None else self.middle(span.last)
        return first, last

    def meets(self, span: Span) -> bool:
        """Return whether at least one day of the span is on the axis."""
        return span.meets(Span(self.first, self.last))

    def ticks(self, size: float) -> list[list[Tick]]:
        """Return lists of ticks. The last list is for the finest unit of time whose labels fit.

        A list before it is for a larger unit, such as years above months.
        """
        unit = next(one for one in _UNITS if self._fits(one, size) or one is _UNITS[-1])
        levels = [one for one in (unit.above, unit) if one]
        return [list(self._ticks(one, size)) for one in levels]

    def _fits(self, unit: _Unit, size: float) -> bool:
        samples = (dt.date(2000, month, 28) for month in range(1, 13))
        widest = max(text_width(unit.label(day), size, bold=True) for day in samples)
        return widest + size * unit.gap <= self.day * unit.days

    def _ticks(self, unit: _Unit, size: float) -> Iterator[Tick]:
        starts = [*unit.starts(self.first, self.last)]
        ends = [*map(self.x, starts[1:]), self.right]
        for day, end in zip(starts, ends, strict=True):
            x, label = self.x(day), unit.label(day)
            room = end - x - size / 2
            yield Tick(x, label if text_width(label, size, bold=True) <= room else "")


class _Unit(NamedTuple):
    """A unit of time: a number of days or of months.

    - `days`: the minimum length [days]
    - `words`: the format string of the label, such as `{day.year}`
    - `months`: the length [months], or 0 for days and weeks
    - `gap`: the minimum space after a label, as a share of the font size
    """

    days: int
    words: str
    months: int = 0
    gap: float = 0.5
    above: _Unit | None = None

    def label(self, day: dt.date) -> str:
        """Return the label of the unit that begins on `day`, such as `30 Oct`."""
        month = MONTHS[day.month - 1]
        return self.words.format(day=day, month=month, short=month[:3])

    def starts(self, first: dt.date, last: dt.date) -> Iterator[dt.date]:
        """Yield `first`, and then every later day up to `last` on which a unit begins."""
        yield first
        if self.months:
            begin, end = (day.year * 12 + day.month - 1 for day in (first, last))
            step = self.months
            for month in range((begin // step + 1) * step, end + 1, step):
                yield dt.date(month // 12, month % 12 + 1, 1)
        else:  # the day with the ordinal number 1 is a Monday
            step, begin = self.days, first.toordinal() - 1
            for day in range((begin // step + 1) * step, last.toordinal(), step):
                yield dt.date.fromordinal(day + 1)


_YEAR = _Unit(365, "{day.year}", 12)
_MONTH = _Unit(28, "{month} {day.year}", 1)
_UNITS = (
    _Unit(1, "{day.day}", gap=0.4, above=_MONTH),
    _Unit(7, "{day.day} {short}", above=_YEAR),
    _Unit(28, "{short}", 1, above=_YEAR),
    _Unit(90, "{short}", 3, above=_YEAR),
    *(_Unit(365 * years, "{day.year}", 12 * years) for years in (1, 2, 5, 10, 20, 50)),
    *(_Unit(365 * years, "{day.year}", 12 * years) for years in (100, 200, 500, 1000, 2000)),
)  # fmt: skip
"""All units, from the finest to the coarsest."""
