"""The forms of dates in plain English, such as `last Monday`, and functions that read such dates.

A new form needs a row in `FORMS`.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from functools import cache
from typing import NamedTuple

from chrono.core.date_errors import DateError
from chrono.core.dates import When
from chrono.core.english import NUMBER_WORDS, join_or
from chrono.core.periods import Period
from chrono.core.spans import (
    MONTHS,
    SEASONS,
    WEEKDAYS,
    Span,
    high,
    low,
    month_length,
    months,
    no_such_day,
)
from chrono.core.units import calendar_unit, moved, units_after, units_to


class PhraseError(DateError):
    """The error for an English date that is wrong, has no year, or has several meanings.

    If only the year is missing, as in `30 Oct`, the attribute `day` is the date in the present
    year.
    """

    day = ""


class Reading(NamedTuple):
    """The meaning of words for a date or period.

    - `date`: the date in EDTF, or "" if the property `period` is also the date
    - `assumed`: True if the words have no year, so that the present year is assumed
    """

    span: Span
    date: str = ""
    assumed: bool = False

    @property
    def period(self) -> str:
        """Return the days as the text of a period, such as `2025-09-01..2025-11-30`."""
        return Period.between(*self.span).text


MARKS = {(True, False): "~", (False, True): "?", (True, True): "%"}
"""The mark in EDTF of a date, by whether it is approximate and whether it is uncertain."""

Groups = Mapping[str, str]
"""The texts that the parts of a pattern matched, by the names of the parts, such as "month"."""


class Form(NamedTuple):
    """A form in which people write a date or a period.

    - `pattern`: a regular expression. A word in capitals, such as MONTH, stands for a pattern in
      the dict `PARTS`.
    - `read`: a function that takes the matched parts and today's date, and returns the date
      or the period in EDTF
    - `example`: a text of this form for the manual, or "" for a variant of the previous form
    """

    pattern: str
    read: Callable[[Groups, dt.date], Reading]
    example: str = ""


PARTS_OF_MONTH = {
    "early": (1, 10), "beginning": (1, 10), "start": (1, 10), "turn": (1, 3),
    "mid": (11, 20), "middle": (11, 20),
    "late": (21, 31), "end": (21, 31),
    "first half": (1, 15), "second half": (16, 31),
    "first week": (1, 7), "second week": (8, 14), "third week": (15, 21), "fourth week": (22, 28),
    "last week": (24, 31), "final week": (24, 31),
    "first days": (1, 5), "opening days": (1, 5),
    "final days": (25, 31), "last days": (25, 31), "closing days": (25, 31),
}  # fmt: skip
"""The first and the last day of each part of a month."""

PARTS_OF_YEAR = {
    "early": (1, 4), "early part": (1, 4), "early months": (1, 4), "first months": (1, 4),
    "opening months": (1, 4), "mid": (5, 8), "middle": (5, 8), "late": (9, 12),
    "last months": (9, 12), "final months": (9, 12), "closing months": (9, 12),
    "latter part": (7, 12), "later part": (7, 12), "later months": (7, 12), "latter half": (7, 12),
    "last quarter": (10, 12), "final quarter": (10, 12), "h1": (1, 6), "h2": (7, 12),
    "beginning": (1, 2), "start": (1, 2), "outset": (1, 2), "first weeks": (1, 2),
    "opening weeks": (1, 2), "end": (11, 12), "close": (11, 12), "last weeks": (11, 12),
    "final weeks": (11, 12), "closing weeks": (11, 12), "last days": (12, 12),
    "final days": (12, 12), "closing days": (12, 12),
}  # fmt: skip
"""The first and the last month of each part of a year."""

_MONTHS = "|".join(f"{name[:3]}(?:{name[3:]})?" for name in MONTHS).lower()
_WEEKDAYS = tuple(map(str.lower, WEEKDAYS))
_NUMBERS = NUMBER_WORDS[1:13]
_ORDINALS = ("first", "second", "third", "fourth")

PARTS = {
    "DAY": "(?P<day>0?[1-9]|[12][0-9]|3[01])(?:st|nd|rd|th)?",
    "MONTH": rf"(?P<month>{_MONTHS}|sept)\.?",
    "YEAR": "(?P<year>(?!0000)[0-9]{4})",
    "QUARTER": "q(?P<quarter>[1-4])",
    "SEASON": f"(?P<season>{'|'.join(SEASONS)}|fall)",
    "WEEKDAY": "(?P<weekday>" + "|".join(f"{day[:3]}(?:{day[3:]})?" for day in _WEEKDAYS) + ")",
    "NUMBER": f"(?P<number>[1-9][0-9]{{0,3}}|(?:{'|'.join(_NUMBERS)})(?= ))",
    "ORDINAL": f"(?P<ordinal>{'|'.join(_ORDINALS)})",
    "UNIT": "(?P<unit>[dwmqy]|(?:day|week|month|quarter|year)s?)",
}


@cache
def compiled(pattern: str) -> re.Pattern[str]:
    """Return the pattern of a form as a compiled regular expression."""
    return re.compile(re.sub("[A-Z]{3,}", lambda match: PARTS[match[0]], pattern), re.I)


def matched(pattern: str, text: str) -> Groups | None:
    """Return the parts of a text by name, in lower case, or None if the pattern does not match."""
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
        wrong = next(name for name in _WEEKDAYS if name.startswith(weekday[:3])).capitalize()
        why = f"is a {right.capitalize()}, not a {wrong}"
        raise PhraseError(f'"{text}" {why}; write {day}, or correct the day')
    return Reading(Span(day, day))


def _month_number(groups: Groups) -> int:
    return [name[:3].lower() for name in MONTHS].index(groups["month"][:3]) + 1


def _months(groups: Groups, today: dt.date, first: int, number: int) -> Reading:
    year = groups.get("year")
    return Reading(months(int(year or today.year), first, number), assumed=not year)


def _month(groups: Groups, today: dt.date) -> Reading:
    return _months(groups, today, _month_number(groups), 1)


def _quarter(groups: Groups, today: dt.date) -> Reading:
    number = groups.get("quarter") or _ORDINALS.index(groups["ordinal"]) + 1
    return _months(groups, today, 3 * int(number) - 2, 3)


def _half(groups: Groups, today: dt.date) -> Reading:
    return _months(groups, today, 1 if groups["half"] in ("1", "first") else 7, 6)


def _part_of_month(groups: Groups, today: dt.date) -> Reading:
    whole = months(int(groups["year"] or today.year), _month_number(groups))
    assert whole.first
    assert whole.last
    start, end = PARTS_OF_MONTH[groups["part"]]
    first, last = (whole.first.replace(day=min(n, whole.last.day)) for n in (start, end))
    return Reading(Span(first, last), f"[{first}..{last}]", assumed=not groups["year"])


def _part_of_year(groups: Groups, today: dt.date) -> Reading:
    first, last = PARTS_OF_YEAR[groups["part"]]
    year = groups["year"]
    return Reading(
        months(int(year), first, last - first + 1), f"[{year}-{first:02}..{year}-{last:02}]"
    )


def _season(groups: Groups, today: dt.date) -> Reading:
    number = SEASONS.index(groups["season"].replace("fall", "autumn")) + 1
    year = groups.get("year")
    if groups.get("end") and int(year or 0) % 100 + 1 != int(groups["end"]) % 100:
        wrong = f"{groups['season']} {year}–{groups['end']}"
        raise PhraseError(f'"{wrong}" is not a season; write "{groups["season"]} {year}"')
    date = f"{year or today.year:0>4}-{20 + number}"
    return _edtf(date)._replace(assumed=not year)


def _edtf(date: str) -> Reading:
    return Reading(When.parse(date).starts[0], date)


def _week(groups: Groups, today: dt.date) -> Reading:
    year = groups["year"] or f"{today.year:04}"
    try:
        first = dt.date.fromisocalendar(int(year), int(groups["week"]), 1)
    except ValueError:
        raise PhraseError(f"{year} has no week {groups['week']}") from None
    return Reading(Span(first, first + dt.timedelta(days=6)), assumed=not groups["year"])


def _near_weekday(groups: Groups, today: dt.date) -> Reading:
    if groups["which"] == "next":
        day = weekday_up_to(today + dt.timedelta(days=7), groups["weekday"])
    else:
        day = weekday_up_to(today - dt.timedelta(days=1), groups["weekday"])
    return Reading(Span(day, day))


def weekday_up_to(day: dt.date, name: str) -> dt.date:
    """Return the last day, up to and including `day`, that is the weekday `name`, such as "mon"."""
    number = [weekday[:3] for weekday in _WEEKDAYS].index(name[:3].lower())
    return day - dt.timedelta(days=(day.weekday() - number) % 7)


def _near_today(groups: Groups, today: dt.date) -> Reading:
    steps = {"day before yesterday": -2, "yesterday": -1, "tomorrow": 1, "day after tomorrow": 2}
    return Reading(calendar_unit(today, steps.get(groups["word"], 0), "d"))


def _of_calendar(groups: Groups, today: dt.date) -> Reading:
    steps = {"this": 0, "last": -1, "next": 1}[groups["which"]]
    return Reading(calendar_unit(today, steps, groups["unit"]))


def _away(groups: Groups, today: dt.date) -> Reading:
    day = moved(today, _number(groups) * (-1) ** (groups["way"] == "ago"), groups["unit"])
    return Reading(Span(day, day))


def _weekend(groups: Groups, today: dt.date) -> Reading:
    week = _of_calendar({**groups, "unit": "week"}, today).span
    return Reading(Span(moved(week.first, 5, "d"), week.last))


def _week_of(groups: Groups, today: dt.date) -> Reading:
    with suppress(ValueError):
        return Reading(calendar_unit(dt.date.fromisoformat(groups["date"]), 0, "w"))
    day = reading(groups["date"], today)
    if day is None or day.span.first is None or day.span.first != day.span.last:
        typed = f"week of {groups['date']}"
        raise PhraseError(f'"{typed}": write a day, such as "week of 24 November 2025"')
    return Reading(calendar_unit(day.span.first, 0, "w"))


def _number(groups: Groups) -> int:
    word = groups.get("number") or "1"
    return _NUMBERS.index(word) + 1 if word in _NUMBERS else int(word)


def _to_date(groups: Groups, today: dt.date) -> Reading:
    return Reading(Span(calendar_unit(today, 0, groups["unit"]).first, today))


def before(days: Span, groups: Groups) -> Span:
    """Return the span that ends just before `days`.

    The parts "number" and "unit" of `groups` give the length.
    """
    return units_to(moved(days.first, -1, "d"), _number(groups), groups["unit"])


def after(days: Span, groups: Groups) -> Span:
    """Return the span that begins just after `days`.

    The parts "number" and "unit" of `groups` give the length.
    """
    return units_after(days.last, _number(groups), groups["unit"])


def up_to(days: Span, groups: Groups) -> Span:
    """Return the span that ends on the last day of `days`.

    The parts "number" and "unit" of `groups` give the length.
    """
    return units_to(days.last, _number(groups), groups["unit"])


FORMS = (
    Form("(?:WEEKDAY )?(?:the )?DAY(?: of)? MONTH YEAR", _day, "30 October 2025"),
    Form("(?:WEEKDAY )?MONTH (?:the )?DAY YEAR", _day, "Oct 30, 2025"),
    Form("MONTH(?: of)? YEAR", _month, "October 2025"),
    Form("(?P<part>early|mid|late)[ -]MONTH(?: YEAR)?", _part_of_month,
         "early October 2025"),
    Form(f"(?:the )?(?P<part>{'|'.join(PARTS_OF_MONTH)}) of MONTH(?: YEAR)?", _part_of_month,
         "end of May 2025"),
    Form("(?:the )?ORDINAL quarter of YEAR", _quarter),
    Form("YEAR MONTH", _month),
    Form("QUARTER(?: of)? YEAR", _quarter, "Q4 2025"),
    Form("YEAR[ -]?QUARTER", _quarter),
    Form("h(?P<half>[12])(?: of)? YEAR", _half, "H1 2025"),
    Form("YEAR[ -]?h(?P<half>[12])", _half),
    Form("(?:the )?(?P<half>first|second) half of YEAR", _half),
    Form("(?P<part>early|mid|late)[ -]YEAR", _part_of_year, "early 2025"),
    Form(f"(?:the )?(?P<part>{'|'.join(PARTS_OF_YEAR)}) of YEAR", _part_of_year,
         "the last quarter of 2025"),
    Form(r"SEASON(?: of)? YEAR(?:[–/-](?P<end>[0-9]{4}|[0-9]{2}))?(?: \([a-z–]+\))?", _season,
         "autumn 2024"),
    Form("(?:the )?(?P<decade>(?!000)[0-9]{3})0s",
         lambda groups, today: _edtf(f"{groups['decade']}X"), "the 2020s"),
    Form("YEAR-?w(?P<week>[0-9]{2})", _week, "2025-W49"),
    Form("(?:week ?|w)(?P<week>[0-9]{1,2})(?:,?(?: of)? YEAR)?", _week, "week 49"),
    Form("MONTH", _month, "October"),
    Form("QUARTER", _quarter, "Q4"),
    Form("h(?P<half>[12])", _half),
    Form("(?!winter)SEASON", _season),
    Form("(?:the )?(?P<word>day before yesterday|day after tomorrow)", _near_today),
    Form("(?P<word>today|yesterday|tomorrow)", _near_today, "yesterday"),
    Form("(?P<which>last|next) WEEKDAY", _near_weekday, "last Monday"),
    Form("(?P<which>this|last|next) UNIT", _of_calendar, "last month"),
    Form("past UNIT", lambda groups, today: Reading(units_to(today, 1, groups["unit"])),
         "past month"),
    Form("(?:the )?(?:last|past) NUMBER ?UNIT",
         lambda groups, today: Reading(up_to(Span(None, today), groups)), "last 90 days"),
    Form("(?:the )?next NUMBER ?UNIT",
         lambda groups, today: Reading(after(Span(None, today), groups)), "next 2 weeks"),
    Form("(?:NUMBER|an?) ?UNIT (?P<way>ago)", _away, "10 months ago"),
    Form("(?P<way>in) (?:NUMBER|an?) ?UNIT", _away, "in 2 weeks"),
    Form("(?:NUMBER|an?) ?UNIT (?P<way>from (?:now|today))", _away),
    Form("(?:the )?(?P<which>this|last|next) weekend", _weekend, "this weekend"),
    Form("(?:the )?week (?:of|beginning) (?P<date>.+)", _week_of, "week of 24 November 2025"),
    Form("(?P<unit>year|quarter|month|week) to date", _to_date, "year to date"),
    Form("(?P<unit>[yqmw])td", _to_date),
)  # fmt: skip
"""The forms of a single date or period, in the order in which they are tried."""


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
    first = weekday_up_to(today, groups["weekday"])
    return f" could be the last or the next one; write {first} or {first + dt.timedelta(days=7)}"


def _length(groups: Groups, today: dt.date) -> str:
    number, unit = groups["number"], groups["unit"]
    length = f"{number} {unit}" if unit[1:] else f"{number}{unit}"
    return f' could be in the past or in the future; write "last {length}" or "next {length}"'


def _unit(groups: Groups, today: dt.date) -> str:
    forms = join_or([f'"{one} {groups["unit"]}"' for one in ("this", "last", "next")])
    return f" could be any {groups['unit']}; write {forms}"


def _winter(groups: Groups, today: dt.date) -> str:
    year = today.year
    return f' could be two winters; write "winter {year - 1}" or "winter {year}"'


_UNCLEAR: Sequence[tuple[str, Callable[[Groups, dt.date], str]]] = (
    ("(?:WEEKDAY )?(?:the )?DAY(?: of)? MONTH", _without_year),
    ("(?:WEEKDAY )?MONTH (?:the )?DAY", _without_year),
    ("(?P<one>[0-9]{1,2})[/.-](?P<two>[0-9]{1,2})", _numbers),
    ("(?:(?:this|on) )?WEEKDAY", _weekday),
    ("(?P<number>[1-9][0-9]{0,3}) ?UNIT", _length),
    ("(?P<unit>week|month|quarter|year)", _unit),
    ("winter", _winter),
)  # fmt: skip
"""Rows (pattern of unclear words, function that returns the end of the error message).

The message shows what to type, with the most likely meaning first.
"""


def reading(text: str, today: dt.date) -> Reading | None:
    """Return the meaning of a text in one of FORMS, or None for other texts.

    Raises DateError if the text has no clear meaning, such as `Monday`.
    """
    for form in FORMS:
        if (groups := matched(form.pattern, text)) is not None:
            return form.read(groups, today)
    for pattern, why in _UNCLEAR:
        if (groups := matched(pattern, text)) is not None:
            end = why(groups, today)
            error = PhraseError(f'"{text}"{end}')
            if day := re.fullmatch(" has no year; write ([0-9-]+)", end):
                error.day = day[1]
            raise error
    return None


def adjacent(text: str, first: Span, second: Span) -> Span:
    """Return the span of two adjacent days or periods.

    Raises PhraseError if the two are not adjacent.
    """
    with_to = re.sub(" (?:and|or) ", " to ", text)
    if high(first.last).toordinal() + 1 != low(second.first).toordinal():
        raise PhraseError(f'"{text}" is two dates; write one, or "{with_to}"')
    return Span(first.first, second.last)
