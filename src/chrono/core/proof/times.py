"""Dates and distances that a text names, and the calendar that they need.

A date without a year is the last such date up to the day of the text.
"""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from chrono.core.spans import MONTHS, Span, month_length


class Time(NamedTuple):
    """Days that a text names: a date or a window.

    `prep`: the word before them: "since", "until", "by", "before", "after", "between" or "in";
    `exact`: whether they are a day or a range of days, and not a month or a part of one; `both`:
    whether the text gives both ends of a range; `weekday`: the number of the weekday, from 0 for
    Monday, if the text names nothing else, or None.
    """

    span: Span
    prep: str = "in"
    exact: bool = True
    both: bool = False
    weekday: int | None = None


class Distance(NamedTuple):
    """A number of days between two events. `low`, `high`: its limits, both inclusive [days].

    `way`: "after", "before", "near" or "between"; `exact`: whether the text gives the number in
    days.
    """

    low: int
    high: int
    way: str
    exact: bool = True


class Today(NamedTuple):
    """The day of a text. It decides the year of a date without a year."""

    day: dt.date

    def year_of(self, month: int, day: int, year: str | None) -> int:
        """Return the year as written or, for None, of the last such day up to the text's day."""
        if year:
            return int(year)
        passed = (month, day) <= (self.day.month, self.day.day)
        return self.day.year if passed else self.day.year - 1

    def date(self, month: int, day: int, year: str | None) -> dt.date | None:
        """Return the date, or None if the month has no such day. `year`: as written, or None."""
        number = self.year_of(month, day, year)
        return dt.date(number, month, day) if 1 <= day <= month_length(number, month) else None

    def month(self, month: int, year: str | None, first: int = 1, last: int = 31) -> Span:
        """Return a month from its day `first` to its day `last`, or to its end."""
        number = self.year_of(month, first, year)
        end = min(last, month_length(number, month))
        return Span(dt.date(number, month, first), dt.date(number, month, end))

    def days(self, first: int, last: int) -> Span:
        """Return days by their distance from the text's day: -1 is the day before it."""
        return Span(self.day + dt.timedelta(first), self.day + dt.timedelta(last))


def month_number(name: str) -> int:
    """Return the number of a month by its English name or abbreviation."""
    return [month[:3] for month in MONTHS].index(name[:3]) + 1
