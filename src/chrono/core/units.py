"""Count days, weeks, months, quarters and years from a day."""

from __future__ import annotations

import datetime as dt

from chrono.core.spans import Span, month_length, months

_UNITS = {"d": (1, 0), "w": (7, 0), "m": (0, 1), "q": (0, 3), "y": (0, 12)}
"""The length of each unit, by its first letter: a number of days and a number of months."""


def moved(day: dt.date | None, number: int, unit: str) -> dt.date:
    """Return the day that is `number` units later. If `number` is negative, the day is earlier.

    If the month has no such day, the result is the last day of the month. Raises OverflowError for
    a day outside the years 0001 to 9999.

    `unit`: a unit such as "weeks", or the first letter of a unit.
    """
    assert day  # only a period with an open end has none
    length, number_of_months = _UNITS[unit[0]]
    year, month = divmod(day.year * 12 + day.month - 1 + number * number_of_months, 12)
    if not dt.MINYEAR <= year <= dt.MAXYEAR:
        raise OverflowError
    landed = dt.date(year, month + 1, min(day.day, month_length(year, month + 1)))
    return landed + dt.timedelta(days=number * length)


def units_to(last: dt.date | None, number: int, unit: str) -> Span:
    """Return the days of the last `number` units, up to and including the day `last`.

    For `unit`, see `moved`.
    """
    return Span(moved(moved(last, 1, "d"), -number, unit), last)


def units_after(first: dt.date | None, number: int, unit: str) -> Span:
    """Return the days of the first `number` units after the day `first`.

    For `unit`, see `moved`.
    """
    start = moved(first, 1, "d")
    return Span(start, moved(moved(start, number, unit), -1, "d"))


def calendar_unit(day: dt.date, steps: int, unit: str) -> Span:
    """Return the days of a calendar week, month, quarter or year.

    - `steps`: 0 for the unit that contains `day`, 1 for the next unit, -1 for the unit before
    - `unit`: as in `moved`, or "day" for a single day
    """
    length, number = _UNITS[unit[0]]
    if number:
        first = moved(day, number * steps - (day.month - 1) % number, "m")
        return months(first.year, first.month, number)
    first = day + dt.timedelta(days=length * steps - day.weekday() % length)
    return Span(first, first + dt.timedelta(days=length - 1))
