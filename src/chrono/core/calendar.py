"""Find dates and periods in a text, such as `on Oct. 30` or `since the inauguration`."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import product
from typing import NamedTuple

from chrono.core.date_errors import DateError
from chrono.core.english import NUMBER_WORDS
from chrono.core.english_date_forms import (
    FORMS,
    PARTS,
    PARTS_OF_YEAR,
    Groups,
    Reading,
    weekday_up_to,
)
from chrono.core.spans import MONTHS, WEEKDAYS, Span, month_length, months
from chrono.core.units import calendar_unit, moved, units_to


class Time(NamedTuple):
    """Days that the words of a text name."""

    readings: tuple[Span, ...]  # the days in each reading of the words
    relation: str = ""  # "since", "until", "before", "after", "between" or "" for in them
    exact: bool = False  # whether they are days of an event, as in `May 10 and 11`
    dated: bool = False  # whether the words name the year


class Context(NamedTuple):
    """What relative words in a text refer to."""

    today: dt.date  # the day for which the text was written
    last: Span | None = None  # the days of the date with a year that was named before, or None
    day: dt.date | None = None  # the day named before, or None


class Found(NamedTuple):
    """A time in a text, with its position [characters]."""

    start: int
    end: int
    time: Time
    yearless: bool = False  # whether the words have no year
    is_range: bool = False  # whether the words name a first and a last day


Days = Sequence[Span | None]


def _day(groups: Groups, context: Context) -> Days:
    return _dates(groups, context, groups["day"], groups["day"])


def _several_days(groups: Groups, context: Context) -> Days:
    """Return the days of `May 10-11`, and of `May 10 and 11`, but not `May 10 and June 5`."""
    adjacent = int(groups["day2"]) == int(groups["day"]) + 1 and not groups.get("month2")
    if groups["to"] == "and" and not adjacent:
        return []
    return _dates(groups, context, groups["day"], groups["day2"])


def _dates(groups: Groups, context: Context, first: str, last: str) -> Days:
    month = _month_number(groups["month"])
    last_month = _month_number(groups.get("month2") or groups["month"])
    return [
        _between(_date(year, month, first), _date(year + (last_month < month), last_month, last))
        for year in _years(groups, context, month, int(first))
    ]


def _between(first: dt.date | None, last: dt.date | None) -> Span | None:
    return Span(first, last) if first and last and first <= last else None


def _date(year: int, month: int, day: str) -> dt.date | None:
    return dt.date(year, month, int(day)) if int(day) <= month_length(year, month) else None


def _month_number(name: str) -> int:
    return [one[:3].lower() for one in MONTHS].index(name[:3].lower()) + 1


def _years(groups: Groups, context: Context, month: int, day: int = 1) -> list[int]:
    """Return the year in the text, or else that of the last such day and that named before."""
    if groups.get("year"):
        return [int(groups["year"])]
    is_later = (month, day) > (context.today.month, context.today.day)
    last_one = context.today.year - is_later
    named = context.last.first if context.last else None
    if named is None or named.year > context.today.year - 2:  # a text about the present
        next_one = dt.date(context.today.year, month, min(day, 28))
        soon = is_later and next_one - context.today < dt.timedelta(31)  # `on 23 May`, on 21 May
        return [last_one, context.today.year] if soon else [last_one]
    following = [named.year + 1] if (month, day) < (named.month, 1) else []
    return list(dict.fromkeys((last_one, named.year, *following)))


def _weekday(groups: Groups, context: Context) -> Days:
    day = weekday_up_to(context.today, groups["weekday"])
    return [Span(day, day)]


def _day_of_month(groups: Groups, context: Context) -> Days:
    """Return the last day up to today with a number, as in `on the 19th`."""
    first = context.today.replace(day=1)
    if int(groups["day"]) > context.today.day:
        first = (first - dt.timedelta(1)).replace(day=1)
    day = _date(first.year, first.month, groups["day"])
    return [_between(day, day)]


def _last_weekday(groups: Groups, context: Context) -> Days:
    day = weekday_up_to(context.today - dt.timedelta(1), groups["weekday"])
    week_before = day - dt.timedelta(7)
    return [Span(day, day), Span(week_before, week_before)]


def _year(groups: Groups, context: Context) -> Days:
    return [months(int(groups["year"]), 1, 12)]


def _several_years(groups: Groups, context: Context) -> Days:
    first, last = int(groups["year"]), int(groups["year2"])
    return [months(first, 1, 12 * (last - first + 1))] if first < last else []


def _month(groups: Groups, context: Context) -> Days:
    month = _month_number(groups["month"])
    return [months(year, month) for year in _years(groups, context, month)]


def _iso(groups: Groups, context: Context) -> Days:
    month = int(groups["number"])
    day = _date(int(groups["year"]), month, groups["day"]) if 1 <= month <= 12 else None
    return [_between(day, day)]


def _unit(groups: Groups, context: Context) -> Days:
    """Return the days of `this year` up to today, or both readings of `last month`."""
    unit, today = groups["unit"], context.today
    if groups.get("which") in ("last", "past"):
        calendar = calendar_unit(today, -1, unit)
        is_sure = unit == "year" or (unit == "month" and groups["which"] != "past")
        return [calendar] if is_sure else [calendar, units_to(today, 1, unit)]
    return [Span(calendar_unit(today, 0, unit).first, today)]


def _month_of_year(groups: Groups, context: Context) -> Days:
    return [
        months(context.today.year - (groups["which"] == "last"), _month_number(groups["month"]))
    ]


def _season(groups: Groups, context: Context) -> Days:
    number = ("spring", "summer", "autumn", "winter").index(
        groups["season"].replace("fall", "autumn")
    )
    years = _years(groups, context, 3 * number + 3)
    return [months(year, 3 * number + 3, 3) for year in years]


def _part_of_year(groups: Groups, context: Context) -> Days:
    first, last = PARTS_OF_YEAR[groups["part"]]
    year = context.today.year - (groups["which"] == "last")
    return [months(year, first, last - first + 1)]


def _near(groups: Groups, context: Context) -> Days:
    day = context.today - dt.timedelta(groups["word"] == "last night")
    return [Span(day, day)]


def _same(groups: Groups, context: Context) -> Days:
    if context.last is None or context.last.first is None:
        return []
    if groups.get("month"):
        return [months(context.last.first.year, _month_number(groups["month"]))]
    return [calendar_unit(context.last.first, 0, groups["unit"])]


_MONTH = "|".join([*(rf"{name}\b" for name in MONTHS), *(rf"{name[:3]}\b\.?" for name in MONTHS)])
_MONTH += r"|Sept\b\.?"
_WEEKDAY = "|".join(
    [*WEEKDAYS, *(rf"{name[:3]}\b\.?" for name in WEEKDAYS), r"Tues\b\.?", r"Thurs\b\.?"]
)
_PARTS = {
    **PARTS,
    "MONTH": rf"(?P<month>{_MONTH})",
    "MONTH2": rf"(?P<month2>{_MONTH})",
    "DAY": r"(?:the )?(?P<day>0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?",
    "DAY2": r"(?:the )?(?P<day2>0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?",
    "YEAR": r"(?P<year>(?:1[5-9]|20)\d\d)",
    "WEEKDAY": rf"(?P<weekday>{_WEEKDAY})\b",
    "TO": r" ?(?P<to>[-–—]|to|and|through|until) ?",
    "SOME": "(?P<unit>week|month|year)",
    "SEASONS": "(?P<season>spring|summer|autumn|fall|winter)",
    "PART": "(?P<part>" + "|".join(PARTS_OF_YEAR) + ")",
}
_IN_TEXTS: Sequence[tuple[str, Callable[[Groups, Context], Days], bool]] = (
    (r"(?P<year>\d{4})-(?P<number>\d\d)-(?P<day>\d\d)", _iso, True),
    ("(?:<WEEKDAY> )?<MONTH> <DAY><TO><MONTH2> <DAY2>(?: <YEAR>)?", _several_days, True),
    ("(?:<WEEKDAY> )?<MONTH> <DAY><TO><DAY2>(?: (?:of )?<YEAR>)?", _several_days, True),
    ("<DAY>\\s?(?:of\\s)?<MONTH><TO><DAY2>\\s?(?:of\\s)?<MONTH2>(?: <YEAR>)?", _several_days, True),
    ("<DAY><TO><DAY2>\\s?(?:of\\s)?<MONTH>(?: <YEAR>)?", _several_days, True),
    ("(?:<WEEKDAY> )?<MONTH> <DAY>(?: (?:of )?<YEAR>)?", _day, True),
    ("(?:<WEEKDAY> )?<DAY>\\s?(?:of\\s)?<MONTH>(?: <YEAR>)?", _day, True),
    ("(?:that|the same) <SOME>", _same, False),
    ("(?:that|the same) <MONTH>", _same, False),
    ("<MONTH> (?:of )?(?P<which>this|last) year", _month_of_year, False),
    ("of the <SOME>", _unit, False),
    ("(?:earlier |later )?(?P<which>this|last|past) <SOME>", _unit, False),
    ("(?:the )?<PART> of (?:the|(?P<which>this|last)) year", _part_of_year, False),
    ("(?:last|past) <WEEKDAY>", _last_weekday, True),
    ("(?:this |this past )?<WEEKDAY>", _weekday, True),
    (
        r"(?:on|of) the (?P<day>\d\d?)(?:st|nd|rd|th)(?=\s(?:in|at|and)\b|\s?(?:[.,;)]|$))",
        _day_of_month,
        True,
    ),
    ("(?P<word>tonight|last night|this (?:morning|afternoon|evening))", _near, True),
    ("(?:this|last|that|in|in the) <SEASONS>", _season, False),
)
"""Rows (pattern, function, whether it names days) of the forms that only texts have."""

_LAST_FORMS = (
    (r"<YEAR>[-–](?P<year2>(?:1[5-9]|20)\d\d)", _several_years, False),
    ("<MONTH>", _month, False),
    ("<YEAR>", _year, False),
)
"""Forms that are parts of others, and are tried last."""


def _shared(read: Callable[[Groups, dt.date], Reading]) -> Callable[[Groups, Context], Days]:
    def days(groups: Groups, context: Context) -> Days:
        if groups.get("way") in ("in", "from now", "from today"):
            return []  # `in two days of talks` is no date
        try:
            found = read(groups, context.today)
        except DateError:
            return []
        if groups.get("way") == "ago" and found.span.first and groups["unit"][0] != "d":
            return [calendar_unit(found.span.first, 0, groups["unit"])]  # `two months ago`
        if groups.get("number") and not groups.get("way") and found.span.last == context.today:
            whole = calendar_unit(found.span.first or context.today, 0, groups["unit"])
            return [found.span, Span(whole.first, context.today)]  # `the past ten months`
        is_later = found.assumed and found.span.first and found.span.first > context.today
        return [] if is_later else [found.span]

    return days


def _compiled(pattern: str) -> re.Pattern[str]:
    parts = re.sub(r"<([A-Z]+2?)>", lambda one: _PARTS[one[1]], pattern.replace(" ", r",?\s"))
    return re.compile(rf"(?<![\w$€£.,-])(?:{parts})(?![\w%]|[.,]\d|-\d\d?(?!\d)| and a half)", re.I)


_FORMS = [
    (_compiled(pattern), read, exact)
    for pattern, read, exact in (
        *_IN_TEXTS,
        *((re.sub("[A-Z]{3,}", r"<\g<0>>", form.pattern), _shared(form.read),
           form.example == "yesterday")
          for form in FORMS if form.pattern not in ("MONTH", "(?!winter)SEASON")
          and "WEEKDAY" not in form.pattern),
        *_LAST_FORMS,
    )
]  # fmt: skip

_RELATIONS = {
    "since": "since", "from": "since", "starting": "since", "beginning": "since",
    "until": "until", "till": "until", "through": "until", "up to": "until", "by": "until",
    "as of": "until", "before": "before", "prior to": "before", "ahead of": "before",
    "after": "after", "following": "after",
}  # fmt: skip
_BEFORE = re.compile(
    rf"\b(?:(?P<relation>{'|'.join(_RELATIONS)})|in|on|at|during|for|over|within|throughout|of"
    r"|between|as early as|as late as|late on|early on|dated)\s(?:early |late )?$",
    re.I,
)
_JOINED = re.compile(r"\s?(?:-|–|—|to|and|through|until|till)\s?")


def times(text: str, context: Context, named: Iterable[Found] = ()) -> list[Found]:
    """Return the dates and periods of a sentence in order."""
    found = [*named]
    for one in sorted(_candidates(text, context), key=lambda one: (one.start - one.end, one.start)):
        if not any(one.start < other.end and other.start < one.end for other in found):
            found.append(one)
    found = sorted([*_ranges(text, sorted(found))])
    for match in _DISTANT.finditer(text):
        if distant := _distant(match, context, found):
            apart = (one for one in found if one.end <= distant.start or distant.end <= one.start)
            found = sorted([*apart, distant])
    return [*_with_relations(text, found)]


_NUMBER = PARTS["NUMBER"]
_DISTANT = re.compile(
    rf"\b(?:(?:just |only |exactly )?(?:{_NUMBER}|an?) (?P<unit>day|week|month|year)s?"
    r" (?P<way>earlier|later)|(?:the )?(?:next|following|subsequent) (?P<next>day))\b",
    re.I,
)
_SLACK = {"day": 0, "week": 4, "month": 15, "year": 60}
"""Unit -> how many days more or less than a number of them may be meant."""


def _distant(match: re.Match[str], context: Context, found: Sequence[Found]) -> Found | None:
    """Return the time of `three days later`, counted from the day named before it, or None."""
    before = [one.time for one in found if one.end <= match.start()]
    days = before[-1].readings if before else (Span(context.day, context.day),)
    unit = (match["unit"] or match["next"]).lower()
    way = -1 if (match["way"] or "").lower() == "earlier" else 1
    word = (match["number"] or "1").lower()
    number = way * (int(word) if word.isdigit() else NUMBER_WORDS.index(word))
    readings = []
    for first, last in days:
        if first is None or first != last:
            return None
        day, slack = moved(first, number, unit[0]), dt.timedelta(_SLACK[unit])
        readings.append(Span(day - slack, day + slack))
    return Found(*match.span(), Time(tuple(readings), "", unit == "day", True))


def _candidates(text: str, context: Context) -> Iterator[Found]:
    for pattern, read, exact in _FORMS if _ANY.search(text) else ():
        for match in pattern.finditer(text):
            parts = match.groupdict()
            names = (parts.get(name) or "A" for name in ("month", "month2", "weekday"))
            if not all(name[0].isupper() for name in names):  # "may" is no month
                continue
            groups = {name: (part or "").lower() for name, part in parts.items()}
            if readings := tuple(span for span in read(groups, context) if span):
                time = Time(readings, "", exact, bool(groups.get("year")))
                yearless = "year" in groups and not time.dated
                yield Found(*match.span(), time, yearless, "day2" in groups)


_ANY = re.compile(
    rf"\d|\b(?:{_MONTH}|{_WEEKDAY}|day|week|month|year|quarter|today|tonight|yesterday|tomorrow"
    r"|morning|afternoon|evening|night|spring|summer|autumn|fall|winter|weekend|decade)",
    re.I,
)


def _ranges(text: str, found: Sequence[Found]) -> Iterator[Found]:
    """Yield the times, with one for two that words such as `to` or `between` join."""
    number = 0
    while number < len(found):
        first = found[number]
        second = found[number + 1] if number + 1 < len(found) else None
        if second and _JOINED.fullmatch(text, first.end, second.start):
            before = text[max(0, first.start - 9) : first.start]
            is_range = re.search(r"\b(?:from|between)\s$", before, re.I)
            mark = text[first.end : second.start].strip()
            if is_range or mark not in ("and", "to"):
                yield _joined(first, second)
                number += 2
                continue
        yield first
        number += 1


def _joined(first: Found, second: Found) -> Found:
    ends = second.time.readings
    spans = []
    for start, end in product(first.time.readings, ends):
        begin = start.first
        if first.yearless and begin and end.last:
            begin = begin.replace(
                year=end.last.year - ((begin.month, begin.day) > (end.last.month, end.last.day)),
                day=min(begin.day, 28) if begin.month == 2 else begin.day,
            )
        if begin and end.last and begin <= end.last:
            spans.append(Span(begin, end.last))
    return Found(
        first.start,
        second.end,
        Time(
            tuple(dict.fromkeys(spans)) or ends,
            "",
            _are_days(first, second, spans),
            second.time.dated,
        ),
        is_range=True,
    )


def _are_days(first: Found, second: Found, spans: Sequence[Span]) -> bool:
    """Return whether a range names the days of one event, as in `from Monday to Tuesday`."""
    short = all(low and high and (high - low).days < 7 for low, high in spans)
    return bool(spans) and short and first.time.exact and second.time.exact


def _with_relations(text: str, found: Iterable[Found]) -> Iterator[Found]:
    for one in found:
        before = _BEFORE.search(text, max(0, one.start - 14), one.start)
        if before is None:
            yield one
            continue
        word = (before["relation"] or "").lower()
        is_range = word == "from" and one.is_range
        relation = "" if is_range else _RELATIONS.get(word, "")
        time = one.time._replace(relation=one.time.relation or relation)
        if before[0].lower().startswith("between"):
            time = time._replace(exact=False, relation="between")
        yield one._replace(start=before.start(), time=time)
