"""Dates, which can be vague: the days that they may mean, and whether they lie in a period.

Dates follow EDTF (ISO 8601-2, https://www.loc.gov/standards/datetime/): levels 0 and 1, and "one
of a set" of level 2. Years are 0001 to 9999; precisions.py has a row for each kind of date.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import NamedTuple

from chrono.core.precisions import MONTH, POINTS_BY_NAME, PRECISIONS, TIME, YEAR
from chrono.core.spans import OPEN, Containment, Days, Span, cut_all, high, length_text, low, merged

FORMS = (
    'write YYYY-MM-DD, YYYY-MM or YYYY, or an EDTF form such as "2025-10-30~" or '
    '"2025-05-10/2025-05-11"'
)


class DateError(ValueError):
    """A text is not a valid date or period; the message shows a valid one."""

    rule = "format"
    """The name of the rule in the Problem that reports this error."""


class ReversedError(DateError):
    """The end of an interval or of a period lies before its start."""

    rule = "order"


class When(NamedTuple):
    """A date as its author wrote it, with the days that it may mean.

    `starts`: the days on which the event may have started, as disjoint spans in order (only
    "one of a set" has several); `ends`: from the first to the last day on which it may have ended;
    `precision`: the name in PRECISIONS of the coarsest part; `interval`: whether the text has `/`;
    `approximate`: whether the text has `~` or `%`; `uncertain`: whether the text has `?` or `%`.
    The marks `~ ? %` change neither `starts` nor `ends`.
    """

    text: str
    starts: tuple[Span, ...]
    ends: Span
    precision: str = "day"
    interval: bool = False
    approximate: bool = False
    uncertain: bool = False

    def __str__(self) -> str:
        return self.text

    @property
    def start(self) -> dt.date | None:
        """The first day on which the event may have started; None if there is no limit."""
        return self.starts[0].first

    @property
    def end(self) -> dt.date | None:
        """The last day on which the event may have ended; None if there is no limit."""
        return self.ends.last

    @property
    def start_span(self) -> Span:
        """One span, from the first to the last day on which the event may have started."""
        return Span(self.starts[0].first, self.starts[-1].last)

    @property
    def one_of_a_set(self) -> bool:
        """Whether the text is a set of possible days, of which only one is right."""
        return self.text.startswith("[") and not self.interval

    @property
    def without_end(self) -> bool:
        """Whether the text states that the event goes on (`2025-06/..`, but not `2025-06/`)."""
        return self.text.endswith("/..")

    @property
    def exact(self) -> bool:
        """Whether the first day and the last day of the event are known."""
        first, last = self.start_span
        return first == last and self.ends.first == self.ends.last

    @property
    def numbers(self) -> list[tuple[int, ...]] | None:
        """Year, month and day of the date or of each end, as stated: `[(2025, 6), (2025, 7, 4)]`.

        None if numbers cannot express the date: for a season, a decade, a set, an open end.
        """
        parts = [re.sub(r"T.*|[~?%]|-XX", "", part) for part in self.text.split("/")]
        if not all(re.fullmatch(rf"[0-9]{{4}}(-{MONTH}(-[0-9]{{2}})?)?", part) for part in parts):
            return None
        return [tuple(map(int, part.split("-"))) for part in parts]

    def starts_in(self, days: Days) -> Containment:
        """CERTAIN if all possible first days lie in `days`, POSSIBLE if some do, otherwise NO."""
        span = days.span
        if all(start.inside(span) for start in self.starts):
            return Containment.CERTAIN
        meets = any(start.meets(span) for start in self.starts)
        return Containment.POSSIBLE if meets else Containment.NO

    def runs_in(self, days: Days) -> Containment:
        """CERTAIN if a day of the event must lie in `days`, POSSIBLE if a day may, otherwise NO."""
        fit = self.starts_in(days)
        if fit is Containment.CERTAIN or not self.interval:
            return fit
        span = days.span
        begun = self.starts[-1].last is not None and self.starts[-1].last <= high(span.last)
        going_on = self.ends.first is not None and self.ends.first >= low(span.first)
        without_start = self.text.startswith("../")  # not `/2025`, whose start is not known
        if (begun or without_start) and (going_on or self.without_end):
            return Containment.CERTAIN
        meets = Span(self.start, self.end).meets(span)
        return Containment.POSSIBLE if meets else Containment.NO

    def possible_starts(self, days: Days) -> tuple[Span, ...]:
        """The possible first days in `days`, as spans; all possible first days if that is none."""
        return cut_all(self.starts, days.span) or self.starts

    @property
    def sort_key(self) -> tuple[dt.date, dt.date]:
        """(start, end) for sorting; an open start is the earliest date, an open end the latest."""
        return self.starts[0].first or dt.date.min, self.ends.last or dt.date.max

    @classmethod
    def on(cls, value: dt.date | dt.datetime) -> When:
        """The date for a TOML date or date-time; a UTC offset does not change the day."""
        text, day, precision = value.isoformat(), value, "day"
        if isinstance(value, dt.datetime):
            text, day, precision = text.replace("+00:00", "Z"), value.date(), "time"
        span = Span(day, day)
        return cls(text, (span,), span, precision)

    @classmethod
    def parse(cls, text: str) -> When:
        """Read an EDTF date, such as `2025-10` or `2025-10-30~`. Raises DateError if invalid."""
        if len(text) == 10 and text.isascii():
            try:
                if text[4] == text[7] == "-":
                    return cls.on(dt.date.fromisoformat(text))
            except ValueError:
                pass
        if not (bare := text.strip()):
            raise DateError(f"the date is empty: {FORMS}")
        if any(map(str.isspace, bare)):
            raise DateError(f'"{text}" has a blank in it, and no date has: {FORMS}')
        if bare != text:
            raise DateError(f'"{text}" has a blank beside it: write "{bare}"')
        if "/" in text:
            return _interval(text)
        if text.startswith("["):
            return _one_of(text)
        return _date_time(text) if "T" in text else _point(text)


# -- reading EDTF -----------------------------------------------------------------------------

_NO_DATE = When("", (OPEN,), OPEN)
"""The date that stands for an open or unknown end of an interval or of a set."""


def _interval(text: str) -> When:
    """Read an interval: `A/B`; `A/..`, `../B` with an open end; `A/`, `/B` with an unknown end."""
    parts = text.split("/")
    begins_like_a_date = re.compile(r"[0-9]{2}[0-9X]{2}|\[|\.\.$|[Y-]|$").match
    if len(parts) != 2 or not all(map(begins_like_a_date, parts)):  # 2025/10 is not an interval
        raise _not_a_date(text, FORMS)
    if all(part in ("", "..") for part in parts):
        raise DateError(f'"{text}" names no day at all: an interval needs a start or an end')
    bounds: list[When] = []
    for part in parts:
        if "T" in part:
            raise _not_a_date(text, "an interval has no times of day")
        read = _one_of if part.startswith("[") else _point
        bounds.append(_NO_DATE if part in ("", "..") else read(part))
    start, end = bounds
    if high(end.end) < low(start.start):
        raise ReversedError(
            f'"{text}" is reversed: its end is over before its start can begin; '
            f'write "{parts[1]}/{parts[0]}" if that is meant'
        )
    starts = cut_all(start.starts, Span(None, end.end))
    ends = cut_all(end.starts, Span(start.start, None))
    return _joined(text, bounds, starts, ends)


def _one_of(text: str) -> When:
    """Read a set, `[A,B]`, `[A..B]`, `[..B]` or `[A..]`, of which one day is right."""
    if not text.endswith("]") or len(text) < 3:
        raise _not_a_date(text, 'a set is written "[2025-10-31,2025-11-01]"')
    spans: list[Span] = []
    points: list[When] = []
    for member in text[1:-1].split(","):
        start, dots, end = member.partition("..")
        if ".." in end or not (start or end):
            raise _not_a_date(
                text, 'a set is written "[2025-10-31,2025-11-01]" or "[2025-03-01..2025-03-05]"'
            )
        bounds = [_point(part) if part else _NO_DATE for part in (start, end if dots else start)]
        span = Span(bounds[0].start, bounds[1].end)
        if high(span.last) < low(span.first):
            raise ReversedError(f'"{text}" is reversed at "{member}"')
        spans.append(span)
        points += bounds
    starts = merged(spans)
    return _joined(text, points, starts, starts)


def _joined(text: str, parts: list[When], starts: tuple[Span, ...], ends: tuple[Span, ...]) -> When:
    """The date `text` of several parts, with the coarsest part's precision and all parts' marks."""
    coarsest = max((part.precision for part in parts), key=[*PRECISIONS].index)
    about, unsure = "~" in text or "%" in text, "?" in text or "%" in text
    whole = Span(ends[0].first, ends[-1].last)
    return When(text, starts, whole, coarsest, "/" in text, about, unsure)


def _point(text: str) -> When:
    """Read a date of any kind in PRECISIONS except a time, with or without a final `~ ? %`.

    Raises DateError for any other text; the message names the mistake or the valid forms.
    """
    bare = text[:-1] if text.endswith(("~", "?", "%")) else text
    match = re.fullmatch(POINTS_BY_NAME, bare)
    if match and match.lastgroup:
        span = PRECISIONS[match.lastgroup].span(bare)
        about, unsure = text.endswith(("~", "%")), text.endswith(("?", "%"))
        return When(text, (span,), span, match.lastgroup, False, about, unsure)
    if day := re.fullmatch(rf"({YEAR})-({MONTH})-(?!00)[0-9]{{2}}[~?%]?", text):
        raise _not_a_date(text, length_text(day[1], int(day[2])))
    for pattern, why in _MISTAKES:
        if mistake := re.fullmatch(pattern, text):
            raise _not_a_date(text, mistake.expand(why))
    raise _not_a_date(text, FORMS)


def _date_time(text: str) -> When:
    if re.fullmatch(PRECISIONS["time"].pattern, text):
        span = PRECISIONS["time"].span(text)
        return When(text, (span,), span, "time")
    day, _, time = text.partition("T")
    digits = r"[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]+)?(?:Z|[+-][0-9]{2}(?::[0-9]{2})?)?"
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", day) or not re.fullmatch(digits, time):
        raise _not_a_date(
            text, 'a time is written "2025-10-30T11:00:00", "…Z" or "…+09:00" after the day'
        )
    if re.fullmatch(TIME, f"T{time}"):
        _point(day)
    raise _not_a_date(text, "there is no such time of day")


def _not_a_date(text: str, why: str) -> DateError:
    return DateError(f'"{text}" {why}' if why == _OUTSIDE else f'"{text}" is not a date: {why}')


_TWO = "(?:[0-9]{2}|XX)"
_OUTSIDE = "lies outside the years 0001 to 9999, which is all that chrono reads"

_MISTAKES = (
    # Texts of a valid form, with a number that is not in the calendar.
    (rf"[0-9]{{2}}[0-9X]X-{_TWO}(?:-{_TWO})?[~?%]?", "a month needs its year"),
    (rf"(?:0000(?:-{_TWO}){{0,2}}|000X|00XX|9999-24)[~?%]?", _OUTSIDE),
    (r"[0-9]{4}-XX-[0-9]{2}[~?%]?", "a day needs its month"),
    (rf"[0-9]{{4}}-2[1-4]-{_TWO}[~?%]?", "a season has no days"),
    (
        rf"[0-9]{{4}}-((?!{MONTH})[0-9]{{2}})(?:-{_TWO})?[~?%]?",
        r"there is no month \1 (seasons are 21, spring, to 24, winter)",
    ),
    (r"[0-9]{4}-[0-9]{2}-00[~?%]?", "there is no day 00"),
    # Texts of an invalid form.
    (r"Y-?[0-9]+(?:E[0-9]+)?(?:S[0-9]+)?|-[0-9]{4}.*|[0-9]{5,7}(?:-.*)?", _OUTSIDE),
    (r"([0-9X-]+)\.\.([0-9X-]+)", r'an interval is written "\1/\2"'),
    (r"([0-9X-]+)\.\.", r'an interval is written "\1/.."'),
    (r"\.\.([0-9X-]+)", r'an interval is written "../\1"'),
    *(
        (f"([0-9]{{4}})-?Q{number}", rf'a quarter is written "\1-{first}/\1-{last}"')
        for number, first, last in ((1, "01", "03"), (2, "04", "06"), (3, "07", "09"), (4, 10, 12))
    ),
    (r"[0-9]{1,3}(?:-.*)?", "a year has four digits, as in 2025-10-30"),
    (r"[0-9]{4}(?:-[0-9]{1,2}){1,2}[~?%]?", "months and days have two digits, as in 2025-03-09"),
    (r"[0-9]{8}", "a day is written with hyphens, as in 2025-03-09"),
    (
        r"[0-9xuXU]{4}(?:-[0-9xuXU]{2}){0,2}[~?%]?",
        "X stands for the last digits of a year (202X, 20XX) or a whole month or day",
    ),
    (
        r"[0-9X~?%-]+|\{.*\}?",
        "of EDTF's level 2 only one-of sets are read; ~ ? % stand at the very end",
    ),
)
"""(pattern of invalid texts, explanation of the mistake), in the order in which they are tried."""
