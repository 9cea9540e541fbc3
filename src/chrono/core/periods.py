"""Periods that people ask about, in figures or by the calendar of today.

A period of a ledger, and every period once it is understood, has days of its own. `dated` alone
knows words such as "last 90d", and writes them out for the day that it is given as today.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import NamedTuple

from chrono.core.dates import MONTHS, DateError, ReversedError, Span, When, month_length

PERIOD_FORMS = "2025, 2025-10, 2025-10-30, 2025-Q4, 2025-06..2025-08, 2025-06.. or ..2025"

RELATIVE = (
    "today", "yesterday", "tomorrow",
    "this week", "this month", "this quarter", "this year",
    "last week", "last month", "last quarter", "last year",
    "last 7d", "last 30d", "last 90d", "last 12m",
    "next week", "next month", "next quarter", "next year", "next 30d",
)  # fmt: skip
"""Words for periods, as they are proposed; a number of days, weeks, months or years may be any."""


class Period(NamedTuple):
    """A span of time that a user asks about, both ends included, with the words for it."""

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
        """The days that both periods have, or None when they have none in common."""
        if not self.span.meets(other.span):
            return None
        if other == EVERYTHING:
            return self
        if self == EVERYTHING:
            return other
        return Period.between(*self.span.cut(other.span))

    def within(self, other: Period) -> bool:
        """Whether it has no day outside `other`."""
        return self.span.inside(other.span)

    @classmethod
    def between(cls, start: dt.date | None, end: dt.date | None) -> Period:
        """A period by its first and last day; its text is the shortest that says so."""
        return cls(_period_text(start, end), start, end)

    @classmethod
    def parse(cls, text: str) -> Period:
        """Read one of PERIOD_FORMS. Raises DateError with examples."""
        low, dots, high = text.partition("..")
        if not dots:
            return cls(text, *_period_word(text, text))
        if not (low or high):
            raise DateError(f'"{text}" is not a period: write {PERIOD_FORMS}')
        start = _period_word(low, text).first if low else None
        end = _period_word(high, text).last if high else None
        if start and end and end < start:
            raise ReversedError(f'the period "{text}" ends before it begins')
        return cls(text, start, end)


EVERYTHING = Period("all")
"""No bound on either side: what is meant when no period is named."""


def _period_word(word: str, text: str) -> Span:
    quarter = re.fullmatch(r"([0-9]{4})-Q([1-4])", word)
    plain = re.fullmatch(r"[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?", word)
    if not (quarter or plain):
        raise DateError(f'"{text}" is not a period: write {PERIOD_FORMS}')
    if quarter:
        last_month = 3 * int(quarter[2])
        first = When.parse(f"{quarter[1]}-{last_month - 2:02}").start
        return Span(first, When.parse(f"{quarter[1]}-{last_month:02}").end)
    year, month, day = (int(part) for part in f"{word}-01-01"[:10].split("-"))
    if year < 1 or not 1 <= month <= 12:
        what = f"month {month:02}" if year else "year 0000"
        raise DateError(f'"{text}" is not a period, there is no {what}: write {PERIOD_FORMS}')
    if day > (length := month_length(year, month)) or day < 1:
        what = f"{MONTHS[month - 1]} {year} has {length} days"
        raise DateError(f'"{text}" is not a period, {what}: write {PERIOD_FORMS}')
    return When.parse(word).ends


def _period_text(start: dt.date | None, end: dt.date | None) -> str:
    if start is None or end is None:
        return f"{start or ''}..{end or ''}" if start or end else EVERYTHING.text
    year, month = f"{start:%Y}".zfill(4), start.month
    if start == end:
        return start.isoformat()
    for text in (year, f"{year}-{month:02}", f"{year}-Q{(month + 2) // 3}"):
        if _period_word(text, text) == (start, end):
            return text
    return f"{start}..{end}"


# -- words ------------------------------------------------------------------------------------

_UNITS = {
    "d": "day", "day": "day", "days": "day",
    "w": "week", "week": "week", "weeks": "week",
    "m": "month", "month": "month", "months": "month",
    "q": "quarter", "quarter": "quarter", "quarters": "quarter",
    "y": "year", "year": "year", "years": "year",
}  # fmt: skip

_MONTHS_OF = {"month": 1, "quarter": 3, "year": 12}

WORD_FORMS = (
    "2025, 2025-10, 2025-10-30, 2025-Q4, 2025-06..2025-08, 2025-06.., ..2025, "
    "today, this month, last year or last 90d"
)


def in_words(text: str) -> bool:
    """Whether a text has words in it, other than the Q of a quarter: these `dated` may know."""
    return re.search(r"[^\W\dQX_]", text) is not None


def dated(text: str, today: dt.date) -> str:
    """A period in figures for one in words, such as "this year", "last 90d", "2025..yesterday".

    "last 90d" are the 90 days that end today, "next 90d" those that begin tomorrow; "last month" is
    the month before this one. What has no words in it is given back as it is. Raises DateError.
    """
    if not in_words(text):
        return text
    low, dots, high = text.partition("..")
    try:
        if not dots:
            return Period.between(*_span(text, text, today)).text
        start = str(_span(low, text, today).first) if low else ""
        end = str(_span(high, text, today).last) if high else ""
    except OverflowError:
        raise DateError(f'"{text}" lies outside the years 0001 to 9999') from None
    return f"{start}..{end}"


def _span(words: str, text: str, today: dt.date) -> Span:
    """The days that are meant by words, or by a period in figures."""
    said = " ".join(words.lower().split())
    day = dt.timedelta(days=1)
    if said in ("today", "yesterday", "tomorrow"):
        found = today + {"today": 0, "yesterday": -1, "tomorrow": 1}[said] * day
        return Span(found, found)
    match = re.fullmatch(r"(this|last|past|next) (?:([0-9]{1,4}) ?)?([a-z]+)", said)
    if match is None or match[3] not in _UNITS:
        if in_words(words):
            raise DateError(f'"{text}" is not a period: write {WORD_FORMS}')
        return Period.parse(words).span
    which, number, unit = match[1], match[2], _UNITS[match[3]]
    if number is None:
        return _calendar(today, {"this": 0, "next": 1}.get(which, -1), unit)
    if which == "this" or not int(number):
        raise DateError(f'"{text}" is not a period: write {WORD_FORMS}')
    if which == "next":
        return Span(today + day, _moved(today, int(number), unit))
    return Span(_moved(today, -int(number), unit) + day, today)


def _calendar(today: dt.date, steps: int, unit: str) -> Span:
    """The week (from Monday), month, quarter or year of today, or one so many steps from it."""
    if unit not in _MONTHS_OF:
        days = 7 if unit == "week" else 1
        first = today - dt.timedelta(days=today.weekday() if unit == "week" else 0)
        first += dt.timedelta(days=days * steps)
        return Span(first, first + dt.timedelta(days=days - 1))
    months = _MONTHS_OF[unit]
    first = today.replace(day=1, month=(today.month - 1) // months * months + 1)
    first = _moved(first, steps, unit)
    last = _moved(first, months - 1, "month")
    return Span(first, last.replace(day=month_length(last.year, last.month)))


def _moved(day: dt.date, number: int, unit: str) -> dt.date:
    """So many days, weeks, months, quarters or years later; a month without that day ends."""
    if unit not in _MONTHS_OF:
        return day + dt.timedelta(days=number * (7 if unit == "week" else 1))
    year, month = divmod(day.year * 12 + day.month - 1 + number * _MONTHS_OF[unit], 12)
    if not dt.MINYEAR <= year <= dt.MAXYEAR:
        raise OverflowError
    length = month_length(year, month + 1)
    return dt.date(year, month + 1, min(day.day, length))
