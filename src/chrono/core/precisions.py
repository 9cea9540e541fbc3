"""The kinds of dates, such as months and seasons, as a table for parsing, phrases and exports.

Dates are written in EDTF (ISO 8601-2).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import NamedTuple

from chrono.core.spans import Span, months


def any_of(*patterns: str) -> str:
    """Return a regular expression that matches each text that one of the patterns matches."""
    return f"(?:{'|'.join(patterns)})"


def _day(text: str) -> Span:
    day = dt.date.fromisoformat(text[:10])
    return Span(day, day)


def _month(text: str) -> Span:
    return months(int(text[:4]), int(text[5:7]))


def _season(text: str) -> Span:
    return months(int(text[:4]), 3 * int(text[6]), 3)  # 2025-24 is the winter to February 2026


def _years(text: str) -> Span:
    first, last = (int(text[:4].replace("X", digit)) for digit in "09")
    return Span(dt.date(first, 1, 1), dt.date(last, 12, 31))


YEAR = "(?!0000)[0-9]{4}"
MONTH = "(?:0[1-9]|1[0-2])"
_LEAP = any_of("[0-9]{2}(?:0[48]|[2468][048]|[13579][26])", "(?:0[48]|[2468][048]|[13579][26])00")
_DAY = any_of(
    YEAR + "-(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])",
    YEAR + "-(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)",
    YEAR + "-02-(?:0[1-9]|1[0-9]|2[0-8])",
    _LEAP + "-02-29",
)
_SEASON = any_of(YEAR + "-2[1-3]", "(?!9999)" + YEAR + "-24")
_HOUR, _MINUTE = "(?:[01][0-9]|2[0-3])", "[0-5][0-9]"
_SECOND = rf"{_MINUTE}(?:\.[0-9]+)?"
TIME = rf"T{_HOUR}:{_MINUTE}(?::{_SECOND})?(?:Z|[+-]{_HOUR}(?::{_MINUTE})?)?"
"""The pattern of a time of day, which begins with T."""


class DateKind(NamedTuple):
    """A kind of date, such as a month or a season.

    - `pattern`: a regular expression for Python and JavaScript, without the marks `~ ? %`
    - `span`: a function that returns the days on which an event with such a date may start
    - `parts`: 1 for a year, 2 for a month or season, 3 for a day
    - `words`: an English phrase with format fields such as `{month}`
    """

    name: str
    pattern: str
    span: Callable[[str], Span]
    parts: int
    words: str


PRECISIONS = {
    kind.name: kind
    for kind in (
        DateKind("time", _DAY + TIME, _day, 3, "{days}"),
        DateKind("day", _DAY, _day, 3, "{days}"),
        DateKind("month", f"{YEAR}-{MONTH}(?:-XX)?", _month, 2, "{month}"),
        DateKind("season", _SEASON, _season, 2, "{season}"),
        DateKind("year", f"{YEAR}(?:-XX(?:-XX)?)?", _years, 1, "{year}"),
        DateKind("decade", "(?!000)[0-9]{3}X", _years, 1, "the {year}s"),
        DateKind("century", "(?!00)[0-9]{2}XX", _years, 1, "between {year} and {last_year}"),
    )
}
"""The kinds of dates by name, finest first.

All kinds except times of day can have a mark `~ ? %`, and can be in an interval or a set.
"""

_POINTS = [kind for kind in PRECISIONS.values() if kind.name != "time"]
POINTS_BY_NAME = "|".join(f"(?P<{kind.name}>{kind.pattern})" for kind in _POINTS)
"""The pattern of all dates except times of day. The group that matches has the name of the kind."""
POINT = any_of(*(kind.pattern for kind in _POINTS)) + "[~?%]?"
"""The pattern of all dates except times of day, with or without a mark `~ ? %`. It has no groups.
"""
