"""Spans of days. Dates and periods consist of spans."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from enum import IntEnum
from typing import NamedTuple

from chrono.core.causes import Caused

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July",
    "August", "September", "October", "November", "December",
)  # fmt: skip
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
SEASONS = ("spring", "summer", "autumn", "winter")


class Containment(IntEnum):
    """Whether an event is in a period: not at all, possibly, or certainly."""

    NO = 0
    POSSIBLE = 1
    CERTAIN = 2


class Span(NamedTuple):
    """All days from `first` to `last`, both inclusive. None means no limit."""

    first: dt.date | None
    last: dt.date | None

    def meets(self, other: Span) -> bool:
        """Return whether the two spans have a day in common."""
        return low(self.first) <= high(other.last) and low(other.first) <= high(self.last)

    def inside(self, other: Span) -> bool:
        """Return whether every day of this span is in `other`."""
        return low(other.first) <= low(self.first) and high(self.last) <= high(other.last)

    def cut(self, other: Span) -> Span:
        """Return the days that are in both spans. The spans must have a day in common."""
        firsts = [day for day in (self.first, other.first) if day]
        lasts = [day for day in (self.last, other.last) if day]
        return Span(max(firsts, default=None), min(lasts, default=None))


OPEN = Span(None, None)
"""The span of all days."""


def low(day: dt.date | None) -> dt.date:
    """Return the day itself, or Python's earliest date for None (no limit)."""
    return dt.date.min if day is None else day


def high(day: dt.date | None) -> dt.date:
    """Return the day itself, or Python's latest date for None (no limit)."""
    return dt.date.max if day is None else day


def cut_all(spans: Iterable[Span], bound: Span) -> tuple[Span, ...]:
    """Return the part of each span that is inside `bound`. Spans outside `bound` are left out."""
    return tuple(span.cut(bound) for span in spans if span.meets(bound))


def common(spans: Iterable[Span], bounds: Iterable[Span]) -> tuple[Span, ...]:
    """Return the days that are in both `spans` and `bounds`, as disjoint spans in order.

    Both arguments must be disjoint spans in order.
    """
    spans = tuple(spans)
    return tuple(part for bound in bounds for part in cut_all(spans, bound))


def merged(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Return the days of all spans, as disjoint spans in order. Adjacent spans become one span."""
    runs: list[Span] = []
    for span in sorted(spans, key=lambda span: low(span.first)):
        if runs and low(span.first).toordinal() <= high(runs[-1].last).toordinal() + 1:
            first, last = runs[-1]
            runs[-1] = Span(first, last and span.last and max(last, span.last))
        else:
            runs.append(span)
    return tuple(runs)


def month_length(year: int, month: int) -> int:
    """Return the number of days in a month (1 to 12) of a year."""
    return 31 if month == 12 else (dt.date(year, month + 1, 1) - dt.timedelta(days=1)).day


def no_such_day(text: str, year: int, month: int) -> Caused:
    """Return the message for a date such as `2025-02-30`, whose day does not exist."""
    length = f"{MONTHS[month - 1]} {year:04} has {month_length(year, month)} days"
    return Caused("", text, f" does not exist: {length}", cause="no-such-day")


def months(year: int, month: int, number: int = 1) -> Span:
    """Return the days of `number` months, beginning with the month `month` (1 to 12) of `year`."""
    years, last_month = divmod(month + number - 2, 12)
    last_day = month_length(year + years, last_month + 1)
    return Span(dt.date(year, month, 1), dt.date(year + years, last_month + 1, last_day))


def padded(span: Span, units: int) -> Span:
    """Return the span, extended at both ends by `units` times its length.

    The span must be one day or whole months. The result is limited to the years 0001 to 9999.
    """
    first, last = span
    assert first is not None
    assert last is not None
    if first == last:
        low_day = max(first.toordinal() - units, dt.date.min.toordinal())
        high_day = min(last.toordinal() + units, dt.date.max.toordinal())
        return Span(dt.date.fromordinal(low_day), dt.date.fromordinal(high_day))
    start, end = (day.year * 12 + day.month - 1 for day in (first, last))
    more = units * (end - start + 1)
    start, end = max(start - more, 12), min(end + more, 12 * dt.MAXYEAR + 11)
    return months(start // 12, start % 12 + 1, end - start + 1)
