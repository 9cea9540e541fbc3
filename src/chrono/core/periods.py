"""Periods: ranges of days that are written in dates, such as `2025-06..2025-08`."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from typing import NamedTuple

from chrono.core.date_errors import DateError, ReversedError, to_write, usual_date
from chrono.core.precisions import MONTH, PRECISIONS, YEAR, any_of
from chrono.core.spans import Span, merged, months, no_such_day

PERIOD_FORMS = (
    "a period such as 2025, 2025-10, 2025-10-30, 2025-Q4, 2025-06..2025-08, 2025-06.. or ..2025"
)


class UnknownPeriodError(DateError):
    """The error for a text that is not a period, without a suggestion.

    - `text`: the text
    - `forms`: the forms to write instead, such as "a period such as 2025 or 2025-10"
    """

    def __init__(self, text: str, forms: str) -> None:
        self.text = text
        super().__init__(not_a_period(text, f"write {forms}"))


def not_a_period(text: str, remedy: str) -> str:
    """Return the error message for a text that is not a period.

    `remedy`: the end of the message.
    """
    return f'"{text}" is not a period; {remedy}'


class Period(NamedTuple):
    """A period from `start` to `end`, both inclusive. None means no limit on this side.

    `text`: the period as written, such as `2025-06..`.
    """

    text: str
    start: dt.date | None = None
    end: dt.date | None = None

    def __str__(self) -> str:
        return self.text

    @property
    def span(self) -> Span:
        """Return the days of the period."""
        return Span(self.start, self.end)

    def narrowed(self, other: Period) -> Period | None:
        """Return the period of the days in both periods, or None if there are no such days."""
        if not self.span.meets(other.span):
            return None
        if other == EVERYTHING:
            return self
        if self == EVERYTHING:
            return other
        return Period.between(*self.span.cut(other.span))

    def within(self, other: Period) -> bool:
        """Return whether all days of the period are in `other`."""
        return self.span.inside(other.span)

    @classmethod
    def between(cls, start: dt.date | None, end: dt.date | None) -> Period:
        """Return the period from `start` to `end`, both inclusive. None means no limit.

        The text of the period is as short as possible, such as `2025` for a whole year.
        """
        if start is not None and end is not None:
            day = str(start)
            for text in (day, day[:7], f"{day[:4]}-Q{(start.month + 2) // 3}", day[:4]):
                if _plain_days(text, text) == (start, end):
                    return cls(text, start, end)
        text = f"{start or ''}..{end or ''}"
        return cls(EVERYTHING.text if text == ".." else text, start, end)

    @classmethod
    def parse(cls, text: str) -> Period:
        """Return the period for a text such as `2025-Q4` or `2025-06..`.

        Raises DateError for other texts, and for a range that ends before it starts.
        """
        low, dots, high = text.partition("..")
        if not dots:
            return cls(text, *_plain_days(text, text))
        if not (low or high):
            raise unknown_period(text)
        start = _plain_days(low, text).first if low else None
        end = _plain_days(high, text).last if high else None
        if start and end and end < start:
            raise ReversedError(f'"{text}": the end is before the start; write "{high}..{low}"')
        return cls(text, start, end)


EVERYTHING = Period("all")
"""The period of all days. It is the default."""

_KINDS: tuple[tuple[str, Callable[[str], Span]], ...] = (
    (YEAR, PRECISIONS["year"].span),
    (f"{YEAR}-{MONTH}", PRECISIONS["month"].span),
    (f"{YEAR}-Q[1-4]", lambda text: months(int(text[:4]), 3 * int(text[6]) - 2, 3)),
    (PRECISIONS["day"].pattern, PRECISIONS["day"].span),
)
"""Rows (pattern of a period, function that returns the days of a text with this pattern)."""

PLAIN_PERIOD = any_of(*(pattern for pattern, _ in _KINDS))
"""The pattern of a period that is a single day, month, quarter or year."""


def _plain_days(word: str, text: str) -> Span:
    for pattern, span in _KINDS:
        if re.fullmatch(pattern, word):
            return span(word)
    if match := re.fullmatch(r"([0-9]{4})(?:-([0-9]{2})(?:-[0-9]{2})?)?", word):
        year, month = int(match[1]), int(match[2] or 1)
        if not year:
            raise DateError(f'"{word}": only the years 0001 to 9999 are supported')
        if not 1 <= month <= 12:
            raise DateError(f'"{word}": there is no month {month:02}; write a month from 01 to 12')
        raise DateError(no_such_day(word, year, month))
    raise unknown_period(text)


def unknown_period(text: str, forms: str = PERIOD_FORMS) -> DateError:
    """Return the error for a text that is not a period, with a suggestion if possible."""
    if right := in_dots(text) or usual_date(text.rstrip("~?%")):
        return DateError(f'"{text}"{to_write(right)}')
    return UnknownPeriodError(text, forms)


def in_dots(text: str) -> str:
    """Return a period such as `2024..2025` for `2024-2025`, or "" if the text is not a period."""
    pieces = re.split(",? and |[, ]+", text)
    if len(pieces) > 1 and all(re.fullmatch(PLAIN_PERIOD, piece) for piece in pieces):
        days = [Period.parse(piece).span for piece in pieces]
        adjacent = merged(days) == (Span(days[0].first, days[-1].last),)
        return f"{pieces[0]}..{pieces[-1]}" if adjacent else ""
    one = f"({PLAIN_PERIOD}|)"
    match = re.fullmatch(rf"{one}(?:\.\.)? ?(?:/|–|—|-|\.\.\.) ?(?:\.\.)?{one}", text)
    if match is None or not (
        match[1] and match[2] if "-" in (text[0], text[-1]) else any(match.groups())
    ):
        return ""
    return f"{match[1]}..{match[2]}"
