"""Buckets of time for counts: the decade, year, quarter, month or week in which an event begins."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from chrono.core.model import Event
from chrono.core.periods import Period
from chrono.core.precisions import PRECISIONS
from chrono.core.query import Query
from chrono.core.spans import Span, month_length

TIMES: Mapping[str, Callable[[dt.date], str]] = {
    "decade": lambda day: f"{day.year // 10:03}0s",
    "year": lambda day: f"{day.year:04}",
    "quarter": lambda day: f"{day.year:04}-Q{(day.month + 2) // 3}",
    "month": lambda day: f"{day.year:04}-{day.month:02}",
    "week": lambda day: "{:04}-W{:02}".format(*day.isocalendar()),
}
"""For each dimension of time, a function that returns the bucket of a day."""


def time_keys(spans: Iterable[Span], units: Sequence[str]) -> dict[tuple[str, ...], None]:
    """Return the joint buckets of all days in some spans: `("2025", "2025-10")`, in order.

    `units`: keys of TIMES. If one end of a span is open, only the other end counts.
    """
    names = [TIMES[unit] for unit in units]
    days = (day for span in spans for day in _first_days(span, "week" in units))
    return dict.fromkeys(tuple(name(day) for name in names) for day in days)


def _first_days(span: Span, weeks: bool) -> Iterator[dt.date]:
    # The first day of a span, and of each month (and week) that begins in it.
    day, last = span.first or span.last, span.last or span.first
    while day and last and day <= last:
        yield day
        step = month_length(day.year, day.month) - day.day + 1
        if weeks:
            step = min(step, 7 - day.weekday())
        if (last - day).days < step:
            return
        day += dt.timedelta(step)


def bucket_of(starts: Sequence[Span], unit: str) -> str:
    """Return the decade, year, quarter or month that contains all days in `starts`: `2025-10`.

    If there is no such bucket, the result has an `X` for each unknown digit:

    - `2025-XX` for days in the year 2025
    - `202X`, `20XX` or `XXXX` for days in several years
    - `XXXX` for spans without a limit
    """
    name = TIMES[unit]
    first, last = starts[0].first, starts[-1].last
    if first is None or last is None:
        return "XXXX"
    bucket = name(first)
    if first == last or name(last) == bucket:
        return bucket
    years = f"{first.year:04}", f"{last.year:04}"
    known = next(digits for digits in (4, 3, 2, 0) if years[0][:digits] == years[1][:digits])
    return f"{years[0]}-XX" if known == 4 else years[0][:known].ljust(4, "X")


def bucket_days(unit: str, bucket: str) -> Span:
    """Return the days of a bucket of time, such as the decade `2010s` or the week `2025-W40`."""
    if unit == "week":
        first = dt.date.fromisocalendar(int(bucket[:4]), int(bucket[6:]), 1)
        return Span(first, first + dt.timedelta(6))
    if unit == "decade":
        return PRECISIONS["decade"].span(bucket.replace("0s", "X"))
    return Period.parse(bucket).span


def starts_of(event: Event, query: Query) -> tuple[Span, ...]:
    """Return the possible first days of an event in the period of a query.

    With the filter `overlap`, days outside the period are included.
    """
    when = event.when
    return when.starts if query.overlap else when.possible_starts(query.period)


def time_bucket(event: Event, query: Query, unit: str) -> str:
    """Return the decade, year, quarter or month in which an event counts, such as `2025-10`.

    If several are possible, the result has an `X` for each unknown digit, such as `2025-XX`.
    """
    name = bucket_of(starts_of(event, query), unit)
    return "XXXX" if "X" in name and None in event.when.start_span else name


def month_of(event: Event, query: Query) -> tuple[str, bool]:
    """Return (the month under which a list shows an event, whether this month is certain).

    - If the event certainly began in one month, the result is (this month, True).
    - If the date has an open end, or has no month, the result is (a text such as `2025-XX`, True).
    - Otherwise, the result is (the first possible month in the period of the query, False).
    """
    key, starts = time_bucket(event, query, "month"), starts_of(event, query)
    first, last, precision = starts[0].first, starts[-1].last, event.when.precision
    bounded = None not in event.when.start_span
    if "X" in key and bounded and first and last and PRECISIONS[precision].parts > 1:
        day = min(max(first, event.when.start or first), last)
        return f"{day.year:04}-{day.month:02}", False
    return key, True
