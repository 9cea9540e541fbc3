"""Dates, which can be vague: the days that a date may mean, and whether a date is in a period.

Dates follow EDTF (ISO 8601-2, https://www.loc.gov/standards/datetime/). Levels 0 and 1 of EDTF are
allowed, and "one of a set" of level 2. Years are 0001 to 9999.
"""

from __future__ import annotations

import datetime as dt
import re
from contextlib import suppress
from typing import NamedTuple

from chrono.core.date_errors import (
    DateError,
    empty_date,
    invalid,
    no_date,
    other_form,
    reversed_ends,
)
from chrono.core.periods import Period
from chrono.core.precisions import MONTH, POINTS_BY_NAME, PRECISIONS, TIME
from chrono.core.spans import OPEN, Containment, Span, cut_all, high, low, merged, padded


class When(NamedTuple):
    """A date as written in the ledger, with the days that the date may mean.

    - `text`: the date as written
    - `starts`: the days on which the event may have started, as disjoint spans in order
    - `ends`: the span of days on which the event may have ended
    - `precision`: the precision of the coarsest part of the date, as a name in PRECISIONS
    - `interval`: whether the text has `/`
    - `approximate`: whether the text has `~` or `%`
    - `uncertain`: whether the text has `?` or `%`
    - `unmarked`: the date without the marks `~ ? %`, or None for a date without marks

    The marks `~` and `?` extend `starts` and `ends` on both sides by one unit of the precision,
    such as a month. The mark `%` extends both fields by two units.
    """

    text: str
    starts: tuple[Span, ...]
    ends: Span
    precision: str = "day"
    interval: bool = False
    approximate: bool = False
    uncertain: bool = False
    unmarked: When | None = None

    def __str__(self) -> str:
        return self.text

    @property
    def written(self) -> When:
        """Return the date without the days that the marks `~ ? %` add."""
        return self.unmarked or self

    @property
    def start(self) -> dt.date | None:
        """Return the first day of the date, or None for an open start.

        The marks `~ ? %` do not change the result.
        """
        return self.written.starts[0].first

    @property
    def end(self) -> dt.date | None:
        """Return the last day of the date, or None for an open end.

        Days that the marks `~ ? %` add are not included.
        """
        return self.written.ends.last

    @property
    def days(self) -> Span:
        """Return the span from the first to the last possible day of the event."""
        return Span(self.starts[0].first, self.ends.last)

    @property
    def start_span(self) -> Span:
        """Return the span from the first to the last day on which the event may have started."""
        return Span(self.starts[0].first, self.starts[-1].last)

    @property
    def one_of_a_set(self) -> bool:
        """Return whether the date is a set of possible days, such as `[2025-10-30,2025-11-01]`."""
        return self.text.startswith("[") and not self.interval

    @property
    def without_end(self) -> bool:
        """Return whether the event still goes on, as in `2025-06/..`.

        If the event has ended on an unknown day, as in `2025-06/`, the result is False.
        """
        return self.text.endswith("/..")

    @property
    def start_known(self) -> bool:
        """Return whether the first day of the event is known."""
        return self.starts[0].first == self.starts[-1].last

    @property
    def exact(self) -> bool:
        """Return whether the first and the last day of the event are known."""
        return self.start_known and self.ends.first == self.ends.last

    @property
    def numbers(self) -> list[tuple[int, ...]] | None:
        """Return (year, month, day) of each end of the date, without unknown parts.

        For `2025-06`, the result is `[(2025, 6)]`. For a season, decade, set or open end, it is
        None.
        """
        parts = [re.sub(r"T.*|[~?%]|-XX", "", part) for part in self.text.split("/")]
        if not all(re.fullmatch(rf"[0-9]{{4}}(-{MONTH}(-[0-9]{{2}})?)?", part) for part in parts):
            return None
        return [tuple(map(int, part.split("-"))) for part in parts]

    def starts_in(self, period: Period) -> Containment:
        """Return whether the event started in `period`: certainly, possibly or not at all."""
        begin, end = low(period.start), high(period.end)
        certain, possible = True, False
        for start in self.starts:  # asked so often that the methods of Span are too slow
            first, last = start.first or dt.date.min, start.last or dt.date.max
            certain = certain and begin <= first and last <= end
            possible = possible or (first <= end and begin <= last)
        if certain:
            return Containment.CERTAIN
        return Containment.POSSIBLE if possible else Containment.NO

    def runs_in(self, period: Period) -> Containment:
        """Return whether the event had a day in `period`: certainly, possibly or not at all."""
        fit = self.starts_in(period)
        if fit is Containment.CERTAIN or not self.interval:
            return fit
        span = period.span
        begun = self.starts[-1].last is not None and self.starts[-1].last <= high(span.last)
        going_on = self.ends.first is not None and self.ends.first >= low(span.first)
        without_start = self.text.startswith("../")  # not `/2025`, whose start is not known
        if (begun or without_start) and (going_on or self.without_end):
            return Containment.CERTAIN
        meets = self.days.meets(span)
        return Containment.POSSIBLE if meets else Containment.NO

    def possible_starts(self, period: Period) -> tuple[Span, ...]:
        """Return the days in `period` on which the event may have started, as disjoint spans.

        If no such day is in `period`, the result is all days on which the event may have started.
        """
        if period.span == OPEN:
            return self.starts
        return cut_all(self.starts, period.span) or self.starts

    @property
    def sort_key(self) -> tuple[dt.date, dt.date]:
        """Return (first day, last day) of the date, for sorting.

        The marks `~ ? %` do not change the result. An open end becomes the earliest or the latest
        possible date.
        """
        written = self.unmarked or self
        return written.starts[0].first or dt.date.min, written.ends.last or dt.date.max

    @classmethod
    def on(cls, value: dt.date | dt.datetime) -> When:
        """Return the date for a TOML date or date-time. A UTC offset does not change the day."""
        text, day, precision = value.isoformat(), value, "day"
        if isinstance(value, dt.datetime):
            text, day, precision = text.replace("+00:00", "Z"), value.date(), "time"
        span = Span(day, day)
        return cls(text, (span,), span, precision)

    @classmethod
    def parse(cls, text: str) -> When:
        """Return the date for a text in EDTF, such as `2025-10` or `2025-10-30~`.

        Raises DateError if the text is not a valid date.
        """
        if len(text) == 10 and text.isascii():
            try:
                if text[4] == text[7] == "-":
                    return cls.on(dt.date.fromisoformat(text))
            except ValueError:
                pass
        if not text.strip():
            raise empty_date(text)
        if any(map(str.isspace, text)):
            raise _with_spaces(text)
        if "/" in text:
            return _interval(text)
        if text.startswith("["):
            return _one_of(text)
        return _date_time(text) if "T" in text else _point(text)


# -- reading EDTF -----------------------------------------------------------------------------

_NO_DATE = When("", (OPEN,), OPEN)
"""The date at an open or unknown end of an interval or a set."""


def _interval(text: str) -> When:
    parts = text.split("/")
    begins_like_a_date = re.compile(r"[0-9]{2}[0-9X]{2}|\[|\.\.$|[Y-]|$").match
    if len(parts) != 2 or not all(map(begins_like_a_date, parts)):  # 2025/10 is not an interval
        raise other_form(text)
    if "T" in text:
        days = "/".join(part.partition("T")[0] for part in parts)
        raise invalid(text, f'an interval cannot have times of day; write "{days}"')
    bounds: list[When] = []
    for part in parts:
        read = _one_of if part.startswith("[") else _point
        bounds.append(_NO_DATE if part in ("", "..") else read(part))
    if high(bounds[1].end) < low(bounds[0].start):
        raise reversed_ends(text, f"{parts[1]}/{parts[0]}")
    return _joined(text, bounds)


def _one_of(text: str) -> When:
    """Return the date for a set of possible days: `[A,B]`, `[A..B]`, `[..B]` or `[A..]`."""
    if not text.endswith("]") or len(text) < 3:
        raise invalid(text, 'write a set such as "[2025-10-31,2025-11-01]"')
    bounds: list[When] = []
    for member in text[1:-1].split(","):
        start, dots, end = member.partition("..")
        if ".." in end or not (start or end):
            forms = '"[2025-10-31,2025-11-01]" or "[2025-03-01..2025-03-05]"'
            raise invalid(text, f"write a set such as {forms}")
        parts = (start, end if dots else start)
        first, last = (_point(part) if part else _NO_DATE for part in parts)
        if high(last.end) < low(first.start):
            raise reversed_ends(text, text.replace(member, f"{end}..{start}"))
        bounds += [first, last]
    return _joined(text, bounds)


def _joined(text: str, bounds: list[When]) -> When:
    """Return the date for the text of an interval or a set.

    `bounds`: the start and the end of an interval, or the first and the last date of each member of
    a set.
    """
    interval = "/" in text
    if interval:
        start, end = bounds
        starts = cut_all(start.starts, Span(None, end.days.last))
        ends = cut_all(end.starts, Span(start.days.first, None))
    else:
        pairs = zip(bounds[::2], bounds[1::2], strict=True)
        starts = ends = merged(Span(first.days.first, last.days.last) for first, last in pairs)
    coarsest = max((bound.precision for bound in bounds), key=[*PRECISIONS].index)
    when = When(text, starts, Span(ends[0].first, ends[-1].last), coarsest, interval)
    if when.days == OPEN:
        what = "an interval" if interval else "a set of days"
        forms = '"2025-06-01/.." or "../2025-06-01"' if interval else '"[..2025]" or "[2025..]"'
        raise invalid(text, f"{what} needs a start or an end; write {forms}")
    if not any(bound.unmarked for bound in bounds):
        return when
    return when._replace(
        approximate="~" in text or "%" in text,
        uncertain="?" in text or "%" in text,
        unmarked=_joined(re.sub("[~?%]", "", text), [bound.written for bound in bounds]),
    )


def _point(text: str) -> When:
    bare = text[:-1] if text.endswith(("~", "?", "%")) else text
    match = re.fullmatch(POINTS_BY_NAME, bare)
    if match and match.lastgroup:
        precision, mark = match.lastgroup, text[len(bare) :]
        span = PRECISIONS[precision].span(bare)
        written = When(bare, (span,), span, precision)
        if not mark:
            return written
        wide = padded(span, 2 if mark == "%" else 1)
        about, unsure = mark in "~%", mark in "?%"
        return When(text, (wide,), wide, precision, False, about, unsure, written)
    raise no_date(text)


def _date_time(text: str) -> When:
    if re.fullmatch(PRECISIONS["time"].pattern, text):
        span = PRECISIONS["time"].span(text)
        if text[16:17] != ":":  # the seconds were left out
            text = f"{text[:16]}:00{text[16:]}"
        return When(text, (span,), span, "time")
    day, _, time = text.partition("T")
    digits = r"[0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?(?:Z|[+-][0-9]{2}(?::[0-9]{2})?)?"
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", day) or not re.fullmatch(digits, time):
        forms = "2025-10-30T11:00, 2025-10-30T11:00:00Z or 2025-10-30T11:00+09:00"
        raise invalid(text, f"write the time as in {forms}")
    if re.fullmatch(TIME, f"T{time}"):
        _point(day)
    raise invalid(text, "this time does not exist; write 00:00 to 23:59")


def _with_spaces(text: str) -> DateError:
    for joint in ("", "T"):
        with suppress(DateError):
            return invalid(text, f'write "{When.parse(joint.join(text.split()))}"')
    return no_date(text)
