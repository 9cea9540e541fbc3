"""Dates and distances in a text, and functions that complete dates without a year.

A date without a year is the last such date up to the day of the text.
"""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from chrono.core.spans import MONTHS, Span, month_length


class Time(NamedTuple):
    """A date or period in a text.

    - `span`: the days
    - `prep`: the preposition: "since", "until", "by", "before", "after", "between" or "in"
    - `exact`: True for a day or a range of days, False for other periods such as months
    - `both`: whether the text gives the first and the last day of a range
    - `weekday`: the number of a weekday without a date, from 0 (Monday) to 6. Otherwise None
    - `other_weekday`: whether the text gives the day a wrong weekday, as in `Monday, Oct. 30, 2025`
    """

    span: Span
    prep: str = "in"
    exact: bool = True
    both: bool = False
    weekday: int | None = None
    other_weekday: bool = False

    def on_weekday(self, number: int) -> Time:
        """Return the date with a weekday beside it, from 0 (Monday) to 6."""
        first, last = self.span
        other = first is not None and first == last and first.weekday() != number
        return self._replace(other_weekday=other)


class Distance(NamedTuple):
    """A number of days between two events.

    - `low`, `high`: the least and the greatest number [days]
    - `way`: "after", "before", "near" (before or after) or "between" (not stated)
    - `exact`: True if the text gives an exact number of days
    """

    low: int
    high: int
    way: str
    exact: bool = True


class Today(NamedTuple):
    """The day for which a text was written. It decides the year of a date without a year."""

    day: dt.date

    def year_of(self, month: int, day: int, year: str | None) -> int:
        """Return `year` as a number. For None, return the year of the last such day up to today."""
        if year:
            return int(year)
        passed = (month, day) <= (self.day.month, self.day.day)
        return self.day.year if passed else self.day.year - 1

    def date(self, month: int, day: int, year: str | None) -> dt.date | None:
        """Return a date. Return None if the month has no such day.

        `year`: the year as written, or None for the last such date up to today.
        """
        number = self.year_of(month, day, year)
        return dt.date(number, month, day) if 1 <= day <= month_length(number, month) else None

    def month(self, month: int, year: str | None, first: int = 1, last: int = 31) -> Span:
        """Return the days from `first` to `last` in a month, at most to its end.

        `year`: the year as written, or None for the last such days up to today.
        """
        number = self.year_of(month, first, year)
        end = min(last, month_length(number, month))
        return Span(dt.date(number, month, first), dt.date(number, month, end))

    def days(self, first: int, last: int) -> Span:
        """Return the days from `first` to `last`. Both are relative to today: -1 is yesterday."""
        return Span(self.day + dt.timedelta(first), self.day + dt.timedelta(last))


def month_number(name: str) -> int:
    """Return the number of a month, from 1 to 12. `name`: the English name or an abbreviation."""
    return [month[:3] for month in MONTHS].index(name[:3]) + 1
