"""Periods that select events, written as dates or relative to today.

Only `to_dates` reads words such as "last 90d": given today's date, it replaces them by dates.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from typing import NamedTuple

from chrono.core.date_errors import DateError, ReversedError, usual_date
from chrono.core.precisions import MONTH, PRECISIONS, YEAR, any_of
from chrono.core.spans import Span, month_length, months, no_such_day

PERIOD_FORMS = "2025, 2025-10, 2025-10-30, 2025-Q4, 2025-06..2025-08, 2025-06.. or ..2025"

RELATIVE = (
    "today", "yesterday", "tomorrow",
    "this week", "this month", "this quarter", "this year",
    "last week", "last month", "last quarter", "last year",
    "past week", "past month", "past quarter", "past year",
    "last 7d", "last 30d", "last 90d", "last 12m",
    "next week", "next month", "next quarter", "next year", "next 30d",
)  # fmt: skip
"""The relative periods that completion suggests; the numbers in them are examples."""


class Period(NamedTuple):
    """A period and its text. Both `start` and `end` are inclusive; None is an open end."""

    text: str
    start: dt.date | None = None
    end: dt.date | None = None

    def __str__(self) -> str:
        return self.text

    @property
    def span(self) -> Span:
        """The period's days."""
        return Span(self.start, self.end)

    def narrowed(self, other: Period) -> Period | None:
        """The period of the days common to both periods; None if they have no common day."""
        if not self.span.meets(other.span):
            return None
        if other == EVERYTHING:
            return self
        if self == EVERYTHING:
            return other
        return Period.between(*self.span.cut(other.span))

    def within(self, other: Period) -> bool:
        """Whether the period has no day outside `other`."""
        return self.span.inside(other.span)

    @classmethod
    def between(cls, start: dt.date | None, end: dt.date | None) -> Period:
        """The period from `start` to `end`, with the shortest text for these days."""
        if start is not None and end is not None:
            day = str(start)
            for text in (day, day[:7], f"{day[:4]}-Q{(start.month + 2) // 3}", day[:4]):
                if _plain_days(text, text) == (start, end):
                    return cls(text, start, end)
        text = f"{start or ''}..{end or ''}"
        return cls(EVERYTHING.text if text == ".." else text, start, end)

    @classmethod
    def parse(cls, text: str) -> Period:
        """Read a text in one of PERIOD_FORMS. Raises DateError for any other or a reversed text."""
        low, dots, high = text.partition("..")
        if not dots:
            return cls(text, *_plain_days(text, text))
        if not (low or high):
            raise _not_a_period(text)
        start = _plain_days(low, text).first if low else None
        end = _plain_days(high, text).last if high else None
        if start and end and end < start:
            raise ReversedError(f'"{text}": the end is before the start; write "{high}..{low}"')
        return cls(text, start, end)


EVERYTHING = Period("all")
"""The period without bounds, which is the default."""

_KINDS: tuple[tuple[str, Callable[[str], Span]], ...] = (
    (YEAR, PRECISIONS["year"].span),
    (f"{YEAR}-{MONTH}", PRECISIONS["month"].span),
    (f"{YEAR}-Q[1-4]", lambda text: months(int(text[:4]), 3 * int(text[6]) - 2, 3)),
    (PRECISIONS["day"].pattern, PRECISIONS["day"].span),
)
"""(pattern of a text, function from the text to its days) for each kind of period."""

PLAIN_PERIOD = any_of(*(pattern for pattern, _ in _KINDS))
"""The pattern of a period that is a day, month, quarter or year."""


def _plain_days(word: str, text: str) -> Span:
    """The days of `word`, such as `2025-10`, in the period `text`. Raises DateError if invalid."""
    for pattern, span in _KINDS:
        if re.fullmatch(pattern, word):
            return span(word)
    if match := re.fullmatch(r"([0-9]{4})(?:-([0-9]{2})(?:-[0-9]{2})?)?", word):
        year, month = int(match[1]), int(match[2] or 1)
        if not year:
            raise DateError(f'"{word}": only the years 0001 to 9999 are supported')
        if not 1 <= month <= 12:
            raise DateError(f'"{word}": there is no month {month:02}; write 01 to 12')
        raise DateError(no_such_day(word, year, month))
    raise _not_a_period(text)


def _not_a_period(text: str, forms: str = PERIOD_FORMS) -> DateError:
    """The error for a text that is not a period; it suggests the date that the text means."""
    if right := usual_date(text.rstrip("~?%")):
        return DateError(f'"{text}": write {right}')
    return DateError(f'"{text}" is not a period; write {forms}')


_UNITS = {"d": (1, 0), "w": (7, 0), "m": (0, 1), "q": (0, 3), "y": (0, 12)}
"""First letter of a unit of time -> (its length in days, its length in months)."""

_WORDS = {"yesterday": "last day", "today": "this day", "tomorrow": "next day"}


def in_words(text: str) -> bool:
    """Whether `text` has a letter other than Q and X, as only a period in words has."""
    return re.search(r"[^\W\dQX_]", text) is not None


def to_dates(text: str, today: dt.date) -> str:
    """Replace the words of a period ("this year", "last 90d", "2025..yesterday") by dates.

    "last 90d" is the 90 days that end today, "next 90d" the 90 days from tomorrow; "past month" is
    the month that ends today, "last month" the calendar month before this one. A text without words
    is unchanged. Raises DateError for other words and for days outside the years 0001 to 9999.
    """
    if not in_words(text):
        return text
    low, dots, high = text.partition("..")
    try:
        if not dots:
            return Period.between(*_days(text, text, today)).text
        start = str(_days(low, text, today).first) if low else ""
        end = str(_days(high, text, today).last) if high else ""
    except OverflowError:
        raise DateError(f'"{text}": only the years 0001 to 9999 are supported') from None
    return f"{start}..{end}"


def _days(words: str, text: str, today: dt.date) -> Span:
    """The days of `words`, the period `text` or an end of it. Raises DateError if invalid."""
    plain = " ".join(words.lower().split())
    match = re.fullmatch(
        r"(this|last|past|next) (?:([0-9]{1,4}) ?)?([dwmqy]|(?:day|week|month|quarter|year)s?)",
        _WORDS.get(plain, plain),
    )
    if match is None and not in_words(words):
        return Period.parse(words).span
    if match is None or (match[2] and (match[1] == "this" or not int(match[2]))):
        forms = 'one such as 2025, 2025-10, 2025-06..2025-08, today or "last 90d"'
        search = f"; to search, use --actor {text} or --text {text}" if text.isalpha() else ""
        raise _not_a_period(text, f"{forms}{search}")
    which, number, unit = match[1], match[2], match[3][0]
    if number is None and which != "past":
        return _calendar(today, {"this": 0, "next": 1, "last": -1}[which], unit)
    day, units = dt.timedelta(days=1), int(number or 1)
    if which == "next":
        return Span(today + day, _moved(today, units, unit))
    return Span(_moved(today, -units, unit) + day, today)


def _calendar(today: dt.date, steps: int, unit: str) -> Span:
    """The day, week (from Monday), month, quarter or year `steps` units after the current one."""
    length, number = _UNITS[unit]
    if number:
        first = _moved(today, number * steps - (today.month - 1) % number, "m")
        return months(first.year, first.month, number)
    first = today + dt.timedelta(days=length * steps - today.weekday() % length)
    return Span(first, first + dt.timedelta(days=length - 1))


def _moved(day: dt.date, number: int, unit: str) -> dt.date:
    """`day` moved by `number` units, at most to a month's end. Raises OverflowError if too far."""
    length, number_of_months = _UNITS[unit]
    year, month = divmod(day.year * 12 + day.month - 1 + number * number_of_months, 12)
    if not dt.MINYEAR <= year <= dt.MAXYEAR:
        raise OverflowError
    moved = dt.date(year, month + 1, min(day.day, month_length(year, month + 1)))
    return moved + dt.timedelta(days=number * length)
