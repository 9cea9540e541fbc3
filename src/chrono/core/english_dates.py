"""Read dates and periods in plain English, as people type them on the command line.

Ledgers and imported files never come here: their dates are EDTF (`dates.py`) and their periods are
dates (`periods.py`). Month names are English in every locale. `FORMS` has a row for each form.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from functools import cache
from typing import NamedTuple

from chrono.core.date_errors import DateError, ReversedError, one_day_or_several, usual_date
from chrono.core.dates import When
from chrono.core.english import join_or
from chrono.core.periods import Period, not_a_period
from chrono.core.spans import MONTHS, OPEN, Span, high, low, month_length, months, no_such_day

WORD_FORMS = 'one such as 2025, 2025-10, 2025-06..2025-08, "October 2025" or "last 90d"'

RELATIVE = (
    "today", "yesterday", "tomorrow",
    "this week", "this month", "this quarter", "this year",
    "last week", "last month", "last quarter", "last year",
    "past week", "past month", "past quarter", "past year",
    "last 7d", "last 30d", "last 90d", "last 12m",
    "next week", "next month", "next quarter", "next year", "next 30d",
)  # fmt: skip
"""The relative periods that completion suggests; the numbers in them are examples."""


class PhraseError(DateError):
    """An English date is wrong, lacks a year or has several meanings; the message shows others.

    `day`: for a day without a year, this day of this year.
    """

    day = ""


class Reading(NamedTuple):
    """What words mean: the days `span`; the `date` in EDTF if it is not the text of a Period.

    `assumed`: whether the words lack a year, so that the year of today was assumed.
    """

    span: Span
    date: str = ""
    assumed: bool = False

    @property
    def period(self) -> str:
        """The period of these days, in dates: `2025-10`, `2025-09-01..2025-11-30`."""
        return Period.between(*self.span).text


Groups = Mapping[str, str]
"""Name of a part of a pattern, such as "month" -> what the text has there."""


class Form(NamedTuple):
    """A form of dates; `pattern`: capitals stand for a row of `_PARTS`; `read`: gives the meaning.

    `example`: a text of this form, for the manual; "" if the row is a variant of the row before.
    """

    pattern: str
    read: Callable[[Groups, dt.date], Reading]
    example: str = ""


_MONTHS = "|".join(f"{name[:3]}(?:{name[3:]})?" for name in MONTHS).lower()
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_SEASONS = ("spring", "summer", "autumn", "winter")

_PARTS = {
    "DAY": "(?P<day>0?[1-9]|[12][0-9]|3[01])(?:st|nd|rd|th)?",
    "MONTH": rf"(?P<month>{_MONTHS}|sept)\.?",
    "YEAR": "(?P<year>(?!0000)[0-9]{4})",
    "QUARTER": "q(?P<quarter>[1-4])",
    "SEASON": f"(?P<season>{'|'.join(_SEASONS)}|fall)",
    "WEEKDAY": "(?P<weekday>" + "|".join(f"{day[:3]}(?:{day[3:]})?" for day in _WEEKDAYS) + ")",
    "NUMBER": "(?P<number>[1-9][0-9]{0,3})",
    "UNIT": "(?P<unit>[dwmqy]|(?:day|week|month|quarter|year)s?)",
}


@cache
def compiled(pattern: str) -> re.Pattern[str]:
    """The pattern of a form as a regular expression."""
    return re.compile(re.sub("[A-Z]{3,}", lambda match: _PARTS[match[0]], pattern), re.I)


def _match(pattern: str, text: str) -> Groups | None:
    """The parts of a text that has this pattern, in lower case; None for any other text."""
    match = compiled(pattern).fullmatch(text)
    return match and {name: (part or "").lower() for name, part in match.groupdict().items()}


# -- what the forms mean ------------------------------------------------------------------------


def _day(groups: Groups, today: dt.date) -> Reading:
    year, month, number = int(groups["year"]), _month_number(groups), int(groups["day"])
    text = f"{number} {MONTHS[month - 1]} {year}"
    if number > month_length(year, month):
        raise PhraseError(no_such_day(text, year, month))
    day = dt.date(year, month, number)
    weekday, right = groups.get("weekday", ""), _WEEKDAYS[day.weekday()]
    if weekday and not right.startswith(weekday[:3]):
        typed = f"{weekday.capitalize()} {text}"
        raise PhraseError(f'"{typed}": {text} is a {right.capitalize()}; write {day}')
    return Reading(Span(day, day))


def _month_number(groups: Groups) -> int:
    return [name[:3].lower() for name in MONTHS].index(groups["month"][:3]) + 1


def _month(groups: Groups, today: dt.date) -> Reading:
    year = groups.get("year")
    return Reading(months(int(year or today.year), _month_number(groups)), assumed=not year)


def _quarter(groups: Groups, today: dt.date) -> Reading:
    year, first = groups.get("year"), 3 * int(groups["quarter"]) - 2
    return Reading(months(int(year or today.year), first, 3), assumed=not year)


def _season(groups: Groups, today: dt.date) -> Reading:
    number = _SEASONS.index(groups["season"].replace("fall", "autumn")) + 1
    year = groups.get("year")
    if groups.get("end") and int(year or 0) % 100 + 1 != int(groups["end"]) % 100:
        wrong = f"{groups['season']} {year}–{groups['end']}"
        raise PhraseError(f'"{wrong}" is not a season; write "{groups["season"]} {year}"')
    date = f"{year or today.year:0>4}-{20 + number}"
    return Reading(When.parse(date).starts[0], date, assumed=not year)


def _week(groups: Groups, today: dt.date) -> Reading:
    try:
        first = dt.date.fromisocalendar(int(groups["year"]), int(groups["week"]), 1)
    except ValueError:
        raise PhraseError(f"{groups['year']} has no week {groups['week']}") from None
    return Reading(Span(first, first + dt.timedelta(days=6)))


def _near_today(groups: Groups, today: dt.date) -> Reading:
    steps = {"yesterday": -1, "tomorrow": 1}.get(groups["word"], 0)
    return Reading(_calendar(today, steps, "d"))


def _of_calendar(groups: Groups, today: dt.date) -> Reading:
    steps = {"this": 0, "last": -1, "next": 1}[groups["which"]]
    return Reading(_calendar(today, steps, groups["unit"][0]))


def _up_to_today(groups: Groups, today: dt.date) -> Reading:
    return Reading(_units_to(today, int(groups.get("number") or 1), groups["unit"][0]))


def _from_tomorrow(groups: Groups, today: dt.date) -> Reading:
    last = _moved(today, int(groups["number"]), groups["unit"][0])
    return Reading(Span(today + dt.timedelta(days=1), last))


def _ago(groups: Groups, today: dt.date) -> Reading:
    day = _moved(today, -int(groups.get("number") or 1), groups["unit"][0])
    return Reading(Span(day, day))


def _to_date(groups: Groups, today: dt.date) -> Reading:
    return Reading(Span(_calendar(today, 0, groups["unit"][0]).first, today))


def _decade(groups: Groups, today: dt.date) -> Reading:
    date = f"{groups['decade']}X"
    return Reading(When.parse(date).starts[0], date)


FORMS = (
    Form("(?:WEEKDAY )?(?:the )?DAY(?: of)? MONTH YEAR", _day, "30 October 2025"),
    Form("(?:WEEKDAY )?MONTH (?:the )?DAY YEAR", _day, "Oct 30, 2025"),
    Form("MONTH(?: of)? YEAR", _month, "October 2025"),
    Form("YEAR MONTH", _month),
    Form("QUARTER(?: of)? YEAR", _quarter, "Q4 2025"),
    Form("YEAR[ -]?QUARTER", _quarter),
    Form(r"SEASON(?: of)? YEAR(?:[–/-](?P<end>[0-9]{4}|[0-9]{2}))?(?: \([a-z–]+\))?", _season,
         "autumn 2024"),
    Form("(?:the )?(?P<decade>(?!000)[0-9]{3})0s", _decade, "the 2020s"),
    Form("YEAR-?w(?P<week>[0-9]{2})", _week, "2025-W49"),
    Form("MONTH", _month, "October"),
    Form("QUARTER", _quarter, "Q4"),
    Form("(?!winter)SEASON", _season),
    Form("(?P<word>today|yesterday|tomorrow)", _near_today, "yesterday"),
    Form("(?P<which>this|last|next) UNIT", _of_calendar, "last month"),
    Form("past UNIT", _up_to_today, "past month"),
    Form("(?:the )?(?:last|past) NUMBER ?UNIT", _up_to_today, "last 90 days"),
    Form("(?:the )?next NUMBER ?UNIT", _from_tomorrow, "next 2 weeks"),
    Form("(?:NUMBER|an?) ?UNIT ago", _ago, "10 months ago"),
    Form("(?P<unit>year|quarter|month|week) to date", _to_date, "year to date"),
    Form("(?P<unit>[yqmw])td", _to_date),
)  # fmt: skip
"""The forms of a date or period without its ends, in the order in which they are tried."""


# -- words with several meanings ----------------------------------------------------------------


def _without_year(groups: Groups, today: dt.date) -> str:
    day = _day({**groups, "year": f"{today.year:04}"}, today)
    return f" has no year; write {day.period}"


def _numbers(groups: Groups, today: dt.date) -> str:
    days = []
    for day, month in ((groups["one"], groups["two"]), (groups["two"], groups["one"])):
        with suppress(ValueError):
            days.append(str(dt.date(today.year, int(month), int(day))))
    return f" has no year; write {join_or(list(dict.fromkeys(days)) or ['a date with a year'])}"


def _weekday(groups: Groups, today: dt.date) -> str:
    days_since = (today.weekday() - [day[:3] for day in _WEEKDAYS].index(groups["weekday"][:3])) % 7
    likely, other = {"last": (-7 if not days_since else 0, -7), "next": (7, 7)}.get(
        groups["which"], (0, 7)
    )
    first = today + dt.timedelta(days=likely - days_since)
    return f": write {first} or {first + dt.timedelta(days=other)}"


def _length(groups: Groups, today: dt.date) -> str:
    length = (
        f"{groups['number']} {groups['unit']}" if groups["unit"][1:] else "".join(groups.values())
    )
    return f': write "last {length}" or "next {length}"'


def _winter(groups: Groups, today: dt.date) -> str:
    year = today.year
    return f': write "winter {year - 1}" or "winter {year}"'


_UNCLEAR: Sequence[tuple[str, Callable[[Groups, dt.date], str]]] = (
    ("(?:WEEKDAY )?(?:the )?DAY(?: of)? MONTH", _without_year),
    ("(?:WEEKDAY )?MONTH (?:the )?DAY", _without_year),
    ("(?P<one>[0-9]{1,2})[/.-](?P<two>[0-9]{1,2})", _numbers),
    ("(?:(?P<which>this|last|next|on) )?WEEKDAY", _weekday),
    ("NUMBER ?UNIT", _length),
    ("winter", _winter),
)
"""(pattern, end of the error: what to type, the likely meaning first) for unclear words."""


# -- reading ------------------------------------------------------------------------------------


def read_period(text: str, today: dt.date) -> str:
    """The period in dates that a text means; a text in one of PERIOD_FORMS is unchanged.

    Raises DateError for words that are not a period, or that have several meanings.
    """
    try:
        return Period.parse(text).text
    except DateError as error:
        refusal = not_a_period(text, WORD_FORMS) if in_words(text) else error
    try:
        span = _span(_plain(text), today)
    except OverflowError:
        raise DateError(f'"{text}": only the years 0001 to 9999 are supported') from None
    except DateError as error:
        raise error if in_words(text) or isinstance(error, PhraseError) else refusal from None
    if span is None:
        raise refusal
    if high(span.last) < low(span.first):
        raise _reversed(text) if in_words(text) else refusal
    return Period.between(*span).text


def read_date(text: str, today: dt.date) -> str:
    """The date in EDTF that a text means; a date in EDTF is unchanged.

    Raises DateError for words that are not a date, or that have several meanings.
    """
    try:
        return When.parse(text).text
    except DateError as error:
        refusal = error
    try:
        date = _date(_plain(text), today)
    except OverflowError:
        raise DateError(f'"{text}": only the years 0001 to 9999 are supported') from None
    if date is None:
        raise refusal
    try:
        return When.parse(date).text
    except ReversedError:
        raise _reversed(text) from None


def _reversed(text: str) -> DateError:
    one_year = ".." not in text and len(re.findall("[0-9]{4}", text)) == 1
    remedy = "write the year of each date" if one_year else "write the earlier date first"
    return ReversedError(f'"{text}": the end is before the start; {remedy}')


def in_words(text: str) -> bool:
    """Whether `text` has a letter other than Q and X, as only a date or period in words has."""
    return re.search(r"[^\W\dQX_]", text) is not None


def _plain(text: str) -> str:
    """The text with single spaces and without commas."""
    return " ".join(text.replace(",", " ").split())


def _reading(text: str, today: dt.date) -> Reading | None:
    """The meaning of a text in one of FORMS; None for other texts, DateError for unclear ones."""
    for form in FORMS:
        if (groups := _match(form.pattern, text)) is not None:
            return form.read(groups, today)
    for pattern, why in _UNCLEAR:
        if (groups := _match(pattern, text)) is not None:
            error = PhraseError(f'"{text}"{why(groups, today)}')
            if why is _without_year:
                error.day = str(error).rpartition(" ")[2]
            raise error
    return None


BOUNDS: Sequence[tuple[str, Callable[[Span, Groups], Span], str]] = (
    ("(?:since|from) (?P<date>.+?)(?: on(?:wards?)?)?", lambda days, _: Span(days.first, None),
     "since June 2025"),
    ("(?:until|till|up to|through) (?P<date>.+)", lambda days, _: Span(None, days.last),
     "until June 2025"),
    ("after (?P<date>.+)", lambda days, _: Span(_moved(days.last, 1, "d"), None),
     "after June 2025"),
    ("before (?P<date>.+)", lambda days, _: Span(None, _moved(days.first, -1, "d")),
     "before June 2025"),
    ("(?:the )?(?:last |past )?NUMBER ?UNIT (?:to|until) (?P<date>.+)",
     lambda days, groups: _units_to(days.last, int(groups["number"]), groups["unit"][0].lower()),
     "10 months to 2025-12-04"),
)  # fmt: skip
"""(pattern, function from the days of its date to those of the period, example)."""

PAIRS = (
    ("(?:from |since )?(?P<start>.+?) (?:to|until|till|through|[–—-]) (?P<end>.+)", "{}/{}",
     "June to August 2025"),
    ("(?P<start>.+?)[–—](?P<end>.+)", "{}/{}", ""),
    # This form, such as `10-11 May 2025`, is never a date such as 2025-10.
    ("(?P<start>(?![0-9]{4}).+?)-(?P<end>(?!YEAR$).+)", "{}/{}", ""),
    ("between (?P<start>.+?) and (?P<end>.+)", "[{}..{}]",
     "between 30 Oct and 5 Dec 2025"),
)  # fmt: skip
"""(pattern of two dates, the date in EDTF for an event on all or one of these days, example)."""

_OR = ("(?P<start>.+?) or (?P<end>.+)", "[{},{}]", "31 October or 1 November 2025")

EXAMPLES = [
    *(form.example for form in FORMS if form.example),
    *(example for *_, example in (*BOUNDS, *PAIRS, _OR) if example),
    "about May 2025",
]
"""A text for each form of a date or period, for the manual."""


def _pair(text: str, pattern: str) -> tuple[str, str] | None:
    """Both dates in a text with this pattern; None for a text without.

    The first gets the month and year that only the second has, as in `10–11 May 2025`.
    """
    if (match := compiled(pattern).fullmatch(text)) is None:
        return None
    start, end = match["start"], match["end"]
    american = compiled("(?P<name>MONTH )DAY").fullmatch(start)
    if american and compiled("DAY YEAR").fullmatch(end):  # October 30–31, 2025
        end = american["name"] + end
    shared = compiled("(?:.*? )??(?P<name>MONTH )?(?:DAY )?YEAR").fullmatch(end)
    if shared and end != shared["year"] and not re.search("[0-9]{4}", start):
        name = (shared["name"] or "") if compiled("DAY").fullmatch(start) else ""
        start = f"{start} {name}{shared['year']}"
    return start, end


def _span(text: str, today: dt.date) -> Span | None:
    """The days of a period; None for a text that is not a period."""
    start, dots, end = text.partition("..")
    if dots:
        return _between(start.strip(), end.strip(), today)
    if reading := _reading(text, today):
        return reading.span
    for pattern, bounds, _ in BOUNDS:
        match = compiled(pattern).fullmatch(text)
        if match and (days := _point(match["date"], today)):
            return bounds(days, match.groupdict())
    for pattern, *_ in PAIRS:
        if (pair := _pair(text, pattern)) and (span := _between(*pair, today)):
            return span
    return None


def _point(text: str, today: dt.date) -> Span | None:
    """The days of a period without ends, in English or in dates; None for any other text."""
    if reading := _reading(text, today):
        return reading.span
    is_date = re.match("[0-9]{4}", text) or usual_date(text)
    return None if not is_date or in_words(text) or " " in text else Period.parse(text).span


def _between(start: str, end: str, today: dt.date) -> Span | None:
    """The days from `start` to `end`, of which one may be ""; None if one is not a period."""
    if not (start or end):
        return None
    first, last = (_point(text, today) if text else OPEN for text in (start, end))
    return None if first is None or last is None else Span(first.first, last.last)


_MARKS = {(True, False): "~", (False, True): "?", (True, True): "%"}


def _date(text: str, today: dt.date) -> str | None:
    """The date in EDTF that a text means; None for any other text."""
    for pattern, form, _ in (_OR, *PAIRS):
        if pair := _pair(text, pattern):
            dates = [_single_date(one, today) for one in pair]
            if None not in dates:
                return form.format(*dates)
    if since := re.fullmatch("since (.+)", text, re.I):
        date = _single_date(since[1], today)
        return date and f"{date}/.."
    return _single_date(text, today)


def _single_date(text: str, today: dt.date) -> str | None:
    """The date in EDTF of a text for one date, such as `about May 2025`; None for other texts."""
    parts = re.fullmatch(r"((?:about|around|circa|ca?\.) ?)?(.+?)(\?)?", text, re.I)
    assert parts
    mark = _MARKS.get((bool(parts[1]), bool(parts[3])), "")
    if (reading := _reading(parts[2], today)) is None:
        with suppress(DateError):
            return f"{When.parse(parts[2]).text}{mark}"
        return None
    if reading.assumed:
        raise PhraseError(f'"{text}" has no year; write {reading.date or reading.period}')
    date, span = reading.date or reading.period, reading.span
    if "Q" in date or ".." in date:
        assert span.first
        assert span.last
        ends = (str(span.first), str(span.last))
        if "Q" in date:
            ends = (ends[0][:7], ends[1][:7])
        raise PhraseError(f'"{text}": {one_day_or_several("..".join(ends), "/".join(ends))}')
    return f"{date}{mark}"


# -- the calendar -------------------------------------------------------------------------------

_UNITS = {"d": (1, 0), "w": (7, 0), "m": (0, 1), "q": (0, 3), "y": (0, 12)}
"""First letter of a unit of time -> (its length in days, its length in months)."""


def _calendar(today: dt.date, steps: int, unit: str) -> Span:
    """The day, week (from Monday), month, quarter or year `steps` units after the current one."""
    length, number = _UNITS[unit]
    if number:
        first = _moved(today, number * steps - (today.month - 1) % number, "m")
        return months(first.year, first.month, number)
    first = today + dt.timedelta(days=length * steps - today.weekday() % length)
    return Span(first, first + dt.timedelta(days=length - 1))


def _units_to(last: dt.date | None, number: int, unit: str) -> Span:
    """The days of `number` units that end on the day `last`."""
    return Span(_moved(_moved(last, -number, unit), 1, "d"), last)


def _moved(day: dt.date | None, number: int, unit: str) -> dt.date:
    """`day` moved by `number` units, at most to a month's end. Raises OverflowError if too far."""
    assert day  # only a period with an open end has none
    length, number_of_months = _UNITS[unit]
    year, month = divmod(day.year * 12 + day.month - 1 + number * number_of_months, 12)
    if not dt.MINYEAR <= year <= dt.MAXYEAR:
        raise OverflowError
    moved = dt.date(year, month + 1, min(day.day, month_length(year, month + 1)))
    return moved + dt.timedelta(days=number * length)
