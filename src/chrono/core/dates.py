"""Dates that say how sure they are, and how they meet the periods that people ask about.

The convention of the whole program: bounds are days, **both ends are inclusive**, and `None` is an
open end. A date is never rounded, moved or guessed; what is not known stays a range of days.

Dates follow EDTF (ISO 8601-2, https://www.loc.gov/standards/datetime/), level 0 and level 1, and
of level 2 "one of a set", for the years 0001 to 9999.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from enum import IntEnum
from functools import cache
from typing import TYPE_CHECKING, Literal, NamedTuple, NoReturn

if TYPE_CHECKING:
    from chrono.core.periods import Period

Precision = Literal["time", "day", "month", "season", "year", "decade", "century"]
_COARSENESS: tuple[Precision, ...] = (
    "time", "day", "month", "season", "year", "decade", "century",
)  # fmt: skip

_DAY: Precision = "day"
_TIME: Precision = "time"

FORMS = (
    'write YYYY-MM-DD, YYYY-MM or YYYY, or an EDTF form such as "2025-10-30~" or '
    '"2025-05-10/2025-05-11"'
)

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July",
    "August", "September", "October", "November", "December",
)  # fmt: skip


class DateError(ValueError):
    """A text that is no date, or no period; the message says what would be one."""


class ReversedError(DateError):
    """What ends before it begins."""


class Span(NamedTuple):
    """A run of days, both ends included; None is open."""

    first: dt.date | None
    last: dt.date | None

    def meets(self, other: Span) -> bool:
        """Whether the two share a day."""
        return _low(self.first) <= _high(other.last) and _low(other.first) <= _high(self.last)

    def inside(self, other: Span) -> bool:
        """Whether every day of this span is one of `other`'s."""
        return _low(other.first) <= _low(self.first) and _high(self.last) <= _high(other.last)

    def cut(self, other: Span) -> Span:
        """The days that both have; only for spans that meet."""
        low = max(_low(self.first), _low(other.first))
        high = min(_high(self.last), _high(other.last))
        both_open_before = self.first is None and other.first is None
        both_open_after = self.last is None and other.last is None
        return Span(None if both_open_before else low, None if both_open_after else high)


def _low(day: dt.date | None) -> dt.date:
    return dt.date.min if day is None else day


def _high(day: dt.date | None) -> dt.date:
    return dt.date.max if day is None else day


class Containment(IntEnum):
    """How an event and a period meet."""

    NO = 0
    POSSIBLE = 1
    CERTAIN = 2


class When(NamedTuple):
    """A date as its author wrote it, with what it leaves open.

    `text` is the EDTF text. `starts` are the days on which it may have started, as disjoint spans
    in order (more than one only for "one of a set"); `ends` the days on which it may have ended.
    `interval` says that it lasted, from a start to an end. `~ ? %` set `approximate` and
    `uncertain` and change no bound. `precision` is that of the coarsest part.
    """

    text: str
    starts: tuple[Span, ...]
    ends: Span
    precision: Precision = "day"
    interval: bool = False
    approximate: bool = False
    uncertain: bool = False

    def __str__(self) -> str:
        return self.text

    @property
    def start(self) -> dt.date | None:
        """The first day on which it may have started."""
        return self.starts[0].first

    @property
    def end(self) -> dt.date | None:
        """The last day on which it may have ended."""
        return self.ends.last

    @property
    def start_span(self) -> Span:
        """From the first to the last day on which it may have started, gaps ignored."""
        return Span(self.starts[0].first, self.starts[-1].last)

    @property
    def without_start(self) -> bool:
        """Whether it is said to have no beginning, `../2025`; that of `/2025` is not known."""
        return self.text.startswith("../")

    @property
    def without_end(self) -> bool:
        """Whether it is said to go on, `2025-06/..`; the end of `2025-06/` is not known."""
        return self.text.endswith("/..")

    @property
    def exact(self) -> bool:
        """Whether the days of its start and of its end are known."""
        first, last = self.start_span
        return first == last and self.ends.first == self.ends.last

    def starts_in(self, period: Period) -> Containment:
        """Certain when every possible first day lies in the period, possible when some do."""
        span = period.span
        if len(self.starts) == 1:
            only = self.starts[0]
            if only.inside(span):
                return Containment.CERTAIN
            return Containment.POSSIBLE if only.meets(span) else Containment.NO
        inside = [start.inside(span) for start in self.starts]
        if all(inside):
            return Containment.CERTAIN
        return (
            Containment.POSSIBLE
            if any(start.meets(span) for start in self.starts)
            else Containment.NO
        )

    def runs_in(self, period: Period) -> Containment:
        """Like `starts_in`, for any day of it: also what began earlier and runs on."""
        if (fit := self.starts_in(period)) is Containment.CERTAIN:
            return fit
        span = period.span
        if not self.interval:
            return fit
        begun = self.starts[-1].last is not None and self.starts[-1].last <= _high(span.last)
        going_on = self.ends.first is not None and self.ends.first >= _low(span.first)
        if (begun or self.without_start) and (going_on or self.without_end):
            return Containment.CERTAIN
        meets = Span(self.start, self.end).meets(span)
        return Containment.POSSIBLE if meets else Containment.NO

    def possible_starts(self, period: Period) -> tuple[Span, ...]:
        """The days of the period on which it may have started; all of them where none is."""
        span = period.span
        return tuple(start.cut(span) for start in self.starts if start.meets(span)) or self.starts

    @property
    def sort_key(self) -> tuple[dt.date, dt.date]:
        """Start, then end; what is open sorts outermost."""
        return (_low(self.start), _high(self.end))

    @classmethod
    def on(cls, value: dt.date | dt.datetime) -> When:
        """A TOML date or date-time. A date-time's day is the day written, whatever its offset."""
        text, day, precision = value.isoformat(), value, _DAY
        if isinstance(value, dt.datetime):
            text, day, precision = text.replace("+00:00", "Z"), value.date(), _TIME
        span = Span(day, day)
        return cls(text, (span,), span, precision)

    @classmethod
    def parse(cls, text: str) -> When:
        """Read one EDTF text. Raises DateError with the right form."""
        if len(text) == 10 and text.isascii():
            try:
                if text[4] == text[7] == "-":
                    return cls.on(dt.date.fromisoformat(text))
            except ValueError:
                pass
        return _parse(text)


# -- reading EDTF -----------------------------------------------------------------------------


@cache
def _point_pattern() -> re.Pattern[str]:
    return re.compile(
        r"(?P<year>[0-9]{4}|[0-9]{3}X|[0-9]{2}XX)"
        r"(?:-(?P<month>[0-9]{2}|XX)(?:-(?P<day>[0-9]{2}|XX))?)?"
        r"(?P<mark>[~?%])?"
    )


@cache
def _time_pattern() -> re.Pattern[str]:
    return re.compile(
        r"(?P<day>[0-9]{4}-[0-9]{2}-[0-9]{2})"
        r"T(?P<hour>[0-9]{2}):(?P<minute>[0-9]{2}):(?P<second>[0-9]{2})(?:\.[0-9]+)?"
        r"(?:Z|[+-](?P<off_h>[0-9]{2})(?::(?P<off_m>[0-9]{2}))?)?"
    )


def _parse(text: str) -> When:
    if not text:
        raise DateError(f"the date is empty: {FORMS}")
    if any(char.isspace() for char in text):
        if not (bare := text.strip()):
            raise DateError(f"the date is empty: {FORMS}")
        if bare != text and not any(char.isspace() for char in bare):
            raise DateError(f'"{text}" has a blank beside it: write "{bare}"')
        raise DateError(f'"{text}" has a blank in it, and no date has: {FORMS}')
    if "/" in text:
        return _interval(text)
    if text.startswith("["):
        return _one_of(text)
    if "T" in text:
        return _date_time(text)
    return _point(text)


def _interval(text: str) -> When:
    """`A/B`, `A/..`, `../B`, `A/`, `/B`. An unknown end has the bounds of an open one."""
    parts = text.split("/")
    if len(parts) != 2 or not all(map(_may_be_end, parts)):
        _refuse(text, FORMS)
    if all(part in ("", "..") for part in parts):
        raise DateError(f'"{text}" names no day at all: an interval needs a start or an end')
    first, last = (_interval_end(text, part) for part in parts)
    known = [end for end in (first, last) if end is not None]
    latest = last.end if last else None
    earliest = first.start if first else None
    if _high(latest) < _low(earliest):
        raise ReversedError(
            f'"{text}" is reversed: its end is over before its start can begin; '
            f'write "{parts[1]}/{parts[0]}" if that is meant'
        )
    bound = Span(None, latest)
    starts = first.starts if first else (Span(None, None),)
    after = Span(earliest, None)
    ends = [span.cut(after) for span in (last.starts if last else [after]) if span.meets(after)]
    return When(
        text,
        tuple(span.cut(bound) for span in starts if span.meets(bound)),
        Span(ends[0].first, ends[-1].last),
        max((end.precision for end in known), key=_COARSENESS.index),
        True,
        any(end.approximate for end in known),
        any(end.uncertain for end in known),
    )


def _may_be_end(part: str) -> bool:
    """Whether it begins like a date of EDTF: 30/10/2025 is no interval that went wrong."""
    return re.match(r"[0-9]{2}[0-9X]{2}|\[|\.\.$|[Y-]|$", part) is not None


def _interval_end(text: str, part: str) -> When | None:
    if part in ("", ".."):
        return None
    if "T" in part:
        _refuse(text, "an interval has no times of day")
    return _one_of(part) if part.startswith("[") else _point(part)


def _one_of(text: str) -> When:
    """`[A,B]`, `[A..B]`, `[..B]`, `[A..]`: one day among these, it is not known which."""
    if not text.endswith("]") or len(text) < 3:
        _refuse(text, 'a set is written "[2025-10-31,2025-11-01]"')
    spans: list[Span] = []
    points: list[When] = []
    for member in text[1:-1].split(","):
        low, dots, high = member.partition("..")
        if ".." in high or not (low or high) or (not dots and not low):
            _refuse(
                text, 'a set is written "[2025-10-31,2025-11-01]" or "[2025-03-01..2025-03-05]"'
            )
        first = _point(low) if low else None
        last = _point(high) if high else (None if dots else first)
        start = first.start if first else None
        end = last.end if last else None
        if _high(end) < _low(start):
            raise ReversedError(f'"{text}" is reversed at "{member}"')
        spans.append(Span(start, end))
        points += [point for point in (first, last) if point is not None]
    starts = _merged(spans)
    return When(
        text,
        starts,
        Span(starts[0].first, starts[-1].last),
        max((point.precision for point in points), key=_COARSENESS.index),
        False,
        any(point.approximate for point in points),
        any(point.uncertain for point in points),
    )


def _merged(spans: Iterable[Span]) -> tuple[Span, ...]:
    """The same days as disjoint spans in order; neighbours a day apart become one."""
    merged: list[Span] = []
    for span in sorted(spans, key=lambda span: _low(span.first)):
        if merged:
            before = merged[-1]
            if before.last is None:
                break
            if _low(span.first).toordinal() <= before.last.toordinal() + 1:
                last = None if span.last is None else max(before.last, span.last)
                merged[-1] = Span(before.first, last)
                continue
        merged.append(span)
    return tuple(merged)


def _date_time(text: str) -> When:
    match = _time_pattern().fullmatch(text)
    if match is None:
        _refuse(text, 'a time is written "2025-10-30T11:00:00", "…Z" or "…+09:00" after the day')
    limits = {"hour": 23, "minute": 59, "second": 59, "off_h": 23, "off_m": 59}
    for name, limit in limits.items():
        if int(match[name] or 0) > limit:
            _refuse(text, "there is no such time of day")
    day = _point(match["day"])
    return When(text, day.starts, day.ends, "time")


def _point(text: str) -> When:
    """A day, month, season, year, decade or century, with `~ ? %` at its end."""
    match = _point_pattern().fullmatch(text)
    if match is None:
        _refuse_point(text)
    year, month, day, mark = match["year"], match["month"], match["day"], match["mark"]
    span, precision = _bounds(text, year, month, day)
    return When(
        text,
        (span,),
        span,
        precision,
        False,
        mark in ("~", "%"),
        mark in ("?", "%"),
    )


def _bounds(text: str, year: str, month: str | None, day: str | None) -> tuple[Span, Precision]:
    unknown = year.count("X")
    if unknown and month:
        _refuse(text, "a month needs its year")
    if year.startswith(("000X", "00XX")) or year == "0000":
        _out_of_years(text)
    if unknown or month in (None, "XX"):
        if day not in (None, "XX"):
            _refuse(text, "a day needs its month")
        first, last = int(year.replace("X", "0")), int(year.replace("X", "9"))
        precision: Precision = ("year", "decade", "century")[unknown]
        return Span(dt.date(first, 1, 1), dt.date(last, 12, 31)), precision
    assert month is not None
    number = int(month)
    if 21 <= number <= 24:
        return _season(text, int(year), number, day), "season"
    if not 1 <= number <= 12:
        _refuse(text, f"there is no month {month} (seasons are 21, spring, to 24, winter)")
    length = month_length(int(year), number)
    if day == "00":
        _refuse(text, "there is no day 00")
    if day in (None, "XX"):
        return Span(dt.date(int(year), number, 1), dt.date(int(year), number, length)), "month"
    assert day is not None
    if not 1 <= int(day) <= length:
        _refuse(text, f"{MONTHS[number - 1]} {year} has {length} days")
    exact = dt.date(int(year), number, int(day))
    return Span(exact, exact), "day"


def month_length(year: int, month: int) -> int:
    """How many days a month has, in the Gregorian calendar."""
    if month == 2:
        return 29 if year % 4 == 0 and (year % 100 != 0 or year % 400 == 0) else 28
    return 30 if month in (4, 6, 9, 11) else 31


def _season(text: str, year: int, number: int, day: str | None) -> Span:
    """21 spring, 22 summer, 23 autumn; 24, winter, is December to February."""
    if day is not None:
        _refuse(text, "a season has no days")
    first_month = 3 * (number - 20)
    last_year, last_month = (year, first_month + 2) if number < 24 else (year + 1, 2)
    if last_year > dt.MAXYEAR:
        _out_of_years(text)
    last_day = month_length(last_year, last_month)
    return Span(dt.date(year, first_month, 1), dt.date(last_year, last_month, last_day))


def _refuse(text: str, why: str) -> NoReturn:
    raise DateError(f'"{text}" is not a date: {why}')


def _out_of_years(text: str) -> NoReturn:
    raise DateError(f'"{text}" lies outside the years 0001 to 9999, which is all that chrono reads')


def _refuse_point(text: str) -> NoReturn:
    """Say why a text is no date, as nearly as can be told without guessing what was meant."""
    if re.fullmatch(r"Y-?[0-9]+(E[0-9]+)?(S[0-9]+)?|-[0-9]{4}.*|[0-9]{5,7}(-.*)?", text):
        _out_of_years(text)
    if re.fullmatch(r"[0-9X-]+\.\.[0-9X-]*|\.\.[0-9X-]+", text):
        low, _, high = text.partition("..")
        _refuse(text, f'an interval is written "{low or ".."}/{high or ".."}"')
    if quarter := re.fullmatch(r"([0-9]{4})-?Q([1-4])", text):
        last = 3 * int(quarter[2])
        _refuse(text, f'a quarter is written "{quarter[1]}-{last - 2:02}/{quarter[1]}-{last:02}"')
    if re.fullmatch(r"[0-9]{1,3}(-.*)?", text):
        _refuse(text, "a year has four digits, as in 2025-10-30")
    if re.fullmatch(r"[0-9]{4}(-[0-9]{1,2}){1,2}[~?%]?", text):
        _refuse(text, "months and days have two digits, as in 2025-03-09")
    if re.fullmatch(r"[0-9]{8}", text):
        _refuse(text, "a day is written with hyphens, as in 2025-03-09")
    if re.fullmatch(r"[0-9xuXU]{4}(-[0-9xuXU]{2}){0,2}[~?%]?", text):
        _refuse(text, "X stands for the last digits of a year (202X, 20XX) or a whole month or day")
    if re.fullmatch(r"[0-9X~?%-]+|\{.*\}?", text):
        _refuse(text, "of EDTF's level 2 only one-of sets are read; ~ ? % stand at the very end")
    _refuse(text, FORMS)
