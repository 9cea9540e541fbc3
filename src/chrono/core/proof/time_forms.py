"""Read dates such as `Oct. 30` and `late May`, and relative dates such as `on Thursday`.

docs/proof.md explains how seasons and parts of months are read.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Sequence

from chrono.core.english_date_forms import PARTS_OF_MONTH, PARTS_OF_YEAR
from chrono.core.proof.times import Time, Today, month_number
from chrono.core.proof.words import (
    FIGURE,
    MONTH_WORDS,
    WEEKDAY_WORDS,
    Row,
    compiled,
    number_in,
)
from chrono.core.spans import SEASONS, WEEKDAYS, Span, month_length, months
from chrono.core.units import calendar_unit, moved, units_to

Match = re.Match[str]
TimeReader = Callable[[Match, Today], Time | None]

_AND = re.compile(r"\band\b")


def _range_of_days(match: Match, today: Today) -> Time | None:
    first = _day(match, today)
    if first is None:
        return None
    month = month_number(match.groupdict().get("month2") or match["month"])
    last = today.date(month, _day_number(match["last"]), match["year"] or str(first.year))
    if last is None or last < first:
        return None
    if _AND.search(match[0]) and (last - first).days > 1:
        return None  # two days, and not those between
    return Time(Span(first, last), both=True)


def _one_day(match: Match, today: Today) -> Time | None:
    day = _day(match, today)
    return Time(Span(day, day)) if day else None


def _day(match: Match, today: Today) -> dt.date | None:
    return today.date(month_number(match["month"]), _day_number(match["day"]), match["year"])


def _day_number(text: str) -> int:
    return int(text.rstrip("stndrh"))


def _iso(match: Match, today: Today) -> Time | None:
    try:
        day = dt.date.fromisoformat(match[0].replace("/", "-"))
    except ValueError:
        return None
    return Time(Span(day, day))


NUMERIC = (
    r"(?<![\w./-])(?P<day>[0-9]{1,2})(?:(?P<dot>\.)|(?P<sign>[/-]))(?P<second>[0-9]{1,2})"
    r"(?:(?P=sign)(?P<whole>(?:19|20)?[0-9]{2})|\.(?P<after>(?:19|20)[0-9]{2}))"
    r"(?![\w/-])"
)
"""A pattern for dates in figures, such as `30/10/2025` and `30.10.2025`."""


def _in_figures(match: Match, today: Today) -> Time | None:
    """Return the date for `30/10/2025` or `10/30/2025`. Return None for `10/11/2025`: it may be a
    day in October or in November.
    """
    first, second = int(match["day"]), int(match["second"])
    year = int(match["whole"] or match["after"]) % 2000 + 2000
    orders = [(first, second)] if match["dot"] else [(first, second), (second, first)]
    days = {dt.date(year, m, d) for d, m in orders if m <= 12 and 1 <= d <= month_length(year, m)}
    return Time(Span(*days, *days)) if len(days) == 1 else None


def _part_of_month(match: Match, today: Today) -> Time:
    first, last = PARTS_OF_MONTH[match["part"].lower()]
    month = month_number(match["month"])
    return Time(today.month(month, match["year"], first, last), exact=False)


def _part_of_year(match: Match, today: Today) -> Time:
    return _months_of_year(int(match["year"]), match["part"])


def _months_of_year(year: int, part: str) -> Time:
    first, last = PARTS_OF_YEAR[part.lower()]
    return Time(months(year, first, last - first + 1), exact=False)


def _season(match: Match, today: Today) -> Time:
    """Return a season, or one of its three months for `early`, `mid` or `late`."""
    whole = _months(match, today, 3 * _season_number(match), 3)
    if not match["part"] or whole.span.first is None:
        return whole
    after = whole.span.first.month - 1 + ("early", "mid", "late").index(match["part"].lower())
    return whole._replace(span=months(whole.span.first.year + after // 12, after % 12 + 1))


def _range_of_months(match: Match, today: Today) -> Time | None:
    number, last_number = month_number(match["month"]), month_number(match["month2"])
    if last_number < number or (_AND.search(match[0]) and last_number - number > 1):
        return None
    year = today.year_of(last_number, 1, match["year"])
    return Time(months(year, number, last_number - number + 1), exact=False, both=True)


def _week_of(match: Match, today: Today) -> Time | None:
    day = _day(match, today)
    if day is None:
        return None
    monday = day - dt.timedelta(day.weekday())
    return Time(Span(monday, monday + dt.timedelta(6)), exact=False)


def _months(match: Match, today: Today, month: int, number: int) -> Time:
    """Return a period of `number` months.

    If the match has no year, the result is the last such period that began by the day of the text.
    """
    return Time(months(today.year_of(month, 1, match["year"]), month, number), exact=False)


def _season_number(match: Match) -> int:
    return SEASONS.index(match["season"].lower().replace("fall", "autumn")) + 1


_YEAR = r"(?:,? (?:of )?(?P<year>YEAR))?"
_WEEK = r"(?:the )?week (?:of|beginning|starting) "
_PART = (
    r"(?:end|beginning|start|middle|turn|(?:first|second|third|fourth|last|final) week"
    r"|(?:first|second) half|(?:first|last|final|closing|opening) days)"
)
_PART_OF_YEAR = "|".join(PARTS_OF_YEAR)

DATES: Sequence[Row[TimeReader]] = (
    # Oct. 30 - Nov. 1
    (rf"MONTH:month (?:the )?DAY:day(?:DASH)MONTH:month2 DAY:last{_YEAR}", _range_of_days,
     MONTH_WORDS),
    # 30 October to 1 November 2025
    (rf"DAY:day MONTH:month(?:DASH)DAY:last MONTH:month2{_YEAR}", _range_of_days,
     MONTH_WORDS),
    # Sept. 14-15
    (rf"MONTH:month (?:the )?DAY:day(?:DASH)DAY:last(?! MONTH){_YEAR}", _range_of_days,
     MONTH_WORDS),
    # 14-15 September
    (rf"DAY:day(?:DASH)DAY:last (?:of )?MONTH:month{_YEAR}", _range_of_days, MONTH_WORDS),
    # Thursday, Oct. 30, 2025
    (rf"MONTH:month (?:the )?DAY:day{_YEAR}", _one_day, MONTH_WORDS),
    # the 30th of October
    (rf"DAY:day (?:of )?MONTH:month{_YEAR}", _one_day, MONTH_WORDS),
    # 2025-10-30
    (r"\d(?<!\w\d)\d{3}-\d{2}-\d{2}\b", _iso, FIGURE),
    # 2025/10/30, but not in the address of a page
    (r"\d(?<![\w/]\d)\d{3}/\d{2}/\d{2}\b(?!/)", _iso, FIGURE),
    # 30/10/2025
    (NUMERIC, _in_figures, FIGURE),
    # the week of 27 October
    (rf"{_WEEK}(?:the )?DAY:day MONTH:month{_YEAR}", _week_of, "week"),
    # the week of Oct. 27
    (rf"{_WEEK}MONTH:month DAY:day{_YEAR}", _week_of, "week"),
    # late October, mid-May
    (rf"(?:the )?(?P<part>[Ee]arly|[Mm]id|[Ll]ate)(?:-| )(?:in )?MONTH:month{_YEAR}",
     _part_of_month, "early mid late"),
    # the first week of May
    (rf"[Tt]he (?:very )?(?P<part>{_PART}) of MONTH:month{_YEAR}", _part_of_month, MONTH_WORDS),
    # September and October, June to August 2025
    (rf"MONTH:month(?:DASH)MONTH:month2{_YEAR}", _range_of_months, MONTH_WORDS),
    # October 2025
    (rf"MONTH:month{_YEAR}",
     lambda match, today: _months(match, today, month_number(match["month"]), 1), MONTH_WORDS),
    # the autumn, spring 2025, the late summer of 2025
    (rf"(?:[Tt]he )?(?:\b(?P<part>[Ee]arly|[Mm]id|[Ll]ate)(?:-| ))?"
     rf"\b(?P<season>[Ss]pring|[Ss]ummer|[Aa]utumn|[Ff]all|[Ww]inter)\b(?! of(?! YEAR)| in){_YEAR}",
     _season, "spring summer autumn fall winter"),
    # the third quarter of 2025
    (rf"(?:the )?(?P<quarter>ORDINAL) quarter{_YEAR}",
     lambda match, today: _months(match, today, 3 * (number_in(match["quarter"]) or 1) - 2, 3),
     "quarter"),
    # Q3 2025
    (r"\bQ(?P<quarter>[1-4])(?:,? (?:of )?(?P<year>YEAR)|(?! ?\d))",
     lambda match, today: _months(match, today, 3 * int(match["quarter"]) - 2, 3), "q"),
    # the first half of the year
    (r"(?:the )?(?P<half>first|second) half of (?:the year|(?P<year>YEAR))",
     lambda match, today: Time(
         months(int(match["year"] or today.day.year), 1 if match["half"] == "first" else 7, 6),
         exact=False,
     ), "half"),
    # since the start of 2025
    (r"(?:(?<=[Ss]ince )|(?<=[Ff]rom ))the (?:start|beginning) of (?:the year|(?P<year>YEAR))",
     lambda match, today: Time(months(int(match["year"] or today.day.year), 1, 1), exact=False),
     "start beginning"),
    # early 2025, mid-2025
    (r"(?:the )?\b(?P<part>[Ee]arly|[Mm]id|[Ll]ate)(?:-| )(?:in )?(?P<year>YEAR)(?![-–/]\d)",
     _part_of_year, "early mid late"),
    # the end of 2025, the closing weeks of 2025
    (rf"(?<![Bb]efore )[Tt]he (?:very )?(?P<part>{_PART_OF_YEAR}) of (?P<year>YEAR)", _part_of_year,
     "end beginning start middle outset close part half quarter months weeks days"),
    # H2 2025
    (r"\b(?P<part>H[12]) (?:of )?(?P<year>YEAR)", _part_of_year, "h"),
    # the first nine months of 2025
    (r"(?:the )?first (?P<number>CARDINAL) months of (?:the year|(?P<year>YEAR))",
     lambda match, today: Time(
         months(int(match["year"] or today.day.year), 1, min(number_in(match["number"]) or 1, 12)),
         exact=False,
     ), "months"),
    # 2025
    (r"(?<!\d/)(?P<year>YEAR)(?![-–/]\d)",
     lambda match, today: _months(match, today, 1, 12), FIGURE),
)  # fmt: skip
"""Rows for dates by the calendar. A comment before each row has an example."""


# -- dates relative to the day of the text ---------------------------------------------------------


def _weekday(match: Match, today: Today) -> Time:
    """Return the day for `Thursday` (up to the day of the text) or `last Thursday` (before it)."""
    number = [day[:3] for day in WEEKDAYS].index(match["weekday"][:3])
    back = (today.day.weekday() - number) % 7
    if match["last"] and back == 0:
        back = 7
    return Time(today.days(-back, -back), weekday=number)


def _calendar_unit(match: Match, today: Today) -> Time:
    word = match["which"].lower().removeprefix("the ")
    if word == "past":
        return Time(units_to(today.day, 1, match["unit"]), exact=False)
    span = calendar_unit(today.day, -(word == "last"), match["unit"])
    if match["part"] and match["unit"] == "year" and span.first:
        return _months_of_year(span.first.year, match["part"])
    return Time(span, exact=False)


def _ago(match: Match, today: Today) -> Time:
    number, unit = number_in(match["number"]) or 1, match["unit"].removesuffix("s")
    day = moved(today.day, -number, unit)
    slack = dt.timedelta({"day": 0, "week": 3}.get(unit, 15))
    return Time(Span(day - slack, day + slack), exact=not slack)


RELATIVE: Sequence[Row[TimeReader]] = (
    # Thursday, last Thursday
    (r"(?P<last>[Ll]ast |[Tt]his |[Ee]arlier )?(?<!\ba )(?P<weekday>WEEKDAY)(?! \d)", _weekday,
     WEEKDAY_WORDS),
    # this month, earlier this year, the past week
    (r"\b(?:(?:[Ss]o far|[Ee]arlier|[Ll]ater|(?P<part>[Ll]ate|[Ee]arly)) )?"
     r"(?P<which>[Tt]his|[Ll]ast|[Tt]he past|[Tt]he current|past) (?P<unit>week|month|year)\b",
     _calendar_unit, "week month year"),
    # the year so far, year to date
    (r"\b[Tt]he (?:whole |entire )?year\b(?: to date| so far)?|\byear to date\b"
     r"|\bthe calendar year\b",
     # in January, the year before
     lambda match, today: Time(
         calendar_unit(today.day, -(today.day.month == 1), "year"), exact=False
     ), "year"),
    # the past two months
    (r"\b(?:[Tt]he |the whole of the )?(?:past|last|previous) (?P<number>CARDINAL)"
     r" (?P<unit>days|weeks|months|years)",
     lambda match, today: Time(
         units_to(today.day, number_in(match["number"]) or 1, match["unit"]), exact=False
     ), "past last previous"),
    # a week ago
    (r"\b(?P<number>[Aa]|CARDINAL) (?P<unit>days?|weeks?|months?|years?) ago\b", _ago, "ago"),
    # since the New Year
    (r"\b(?:the )?New Year\b(?!['’])",
     lambda match, today: Time(today.month(1, str(today.day.year), 1, 1)), "new"),
    # today, but not in `today's China`
    (r"\b[Tt]oday\b(?!['’]s)", lambda match, today: Time(today.days(0, 0)), "today"),
    (r"\b[Yy]esterday\b", lambda match, today: Time(today.days(-1, -1)),
     "yesterday"),
)  # fmt: skip
"""Rows for dates relative to the day of a text. A comment before each row has an example."""

_BEFORE_DAY = r"(?:WEEKDAY,? )?(?:the )?$"


def start_of_date(text: str, match: Match) -> int:
    """Return where a date begins in a sentence [characters].

    If a weekday is before the match, as in `Thursday, Oct. 30`, the date begins with the weekday.
    """
    start = match.start()
    if "day" not in match.re.groupindex:
        return start
    before = compiled(_BEFORE_DAY).search(text, max(0, start - 20), start)
    return before.start() if before else start
