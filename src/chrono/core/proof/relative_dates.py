"""Dates relative to the day of a text: `on Thursday`, `this month`, `two weeks ago`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from chrono.core.proof.calendar_dates import Match, TimeReader
from chrono.core.proof.times import Time, Today, units_back
from chrono.core.proof.words import WEEKDAY_WORDS, WEEKDAYS, Row, number_in
from chrono.core.spans import Span


def _weekday(match: Match, today: Today) -> Time:
    """The last such day: for `Thursday` it may be the day of the text, for `last Thursday` not."""
    number = [day[:3] for day in WEEKDAYS].index(match["weekday"][:3])
    back = (today.day.weekday() - number) % 7
    if match["last"] and back == 0:
        back = 7
    return Time(today.days(-back, -back), weekday=number)


def _calendar_unit(match: Match, today: Today) -> Time:
    word = match["which"].lower().removeprefix("the ")
    if word == "past":
        return Time(Span(units_back(today.day, 1, match["unit"]), today.day), exact=False)
    return Time(today.unit(match["unit"], 1 if word == "last" else 0), exact=False)


def _the_year(match: Match, today: Today) -> Time:
    """The year in which a text was written, or the year before for a text of January."""
    return Time(today.unit("year", 1 if today.day.month == 1 else 0), exact=False)


def _past(match: Match, today: Today) -> Time:
    number = number_in(match["number"]) or 1
    return Time(Span(units_back(today.day, number, match["unit"]), today.day), exact=False)


def _ago(match: Match, today: Today) -> Time:
    number, unit = number_in(match["number"]) or 1, match["unit"].removesuffix("s")
    day = units_back(today.day, number, unit)
    slack = dt.timedelta({"day": 0, "week": 3}.get(unit, 15))
    return Time(Span(day - slack, day + slack), exact=not slack)


def _new_year(match: Match, today: Today) -> Time:
    day = dt.date(today.day.year, 1, 1)
    return Time(Span(day, day))


def _today(match: Match, today: Today) -> Time:
    return Time(today.days(0, 0))


def _yesterday(match: Match, today: Today) -> Time:
    return Time(today.days(-1, -1))


RELATIVE: Sequence[Row[TimeReader]] = (
    # Thursday, last Thursday
    (r"(?P<last>[Ll]ast |[Tt]his |[Ee]arlier )?(?P<weekday>WEEKDAY)(?! \d)", _weekday,
     WEEKDAY_WORDS),
    # this month, earlier this year, the past week
    (r"\b(?:(?:[Ss]o far|[Ee]arlier|[Ll]ater|[Ll]ate|[Ee]arly) )?"
     r"(?P<which>[Tt]his|[Ll]ast|[Tt]he past|[Tt]he current|past) (?P<unit>week|month|year)\b",
     _calendar_unit, "week month year"),
    # the year so far, year to date
    (r"\b[Tt]he (?:whole |entire )?year\b(?: to date| so far)?|\byear to date\b"
     r"|\bthe calendar year\b", _the_year, "year"),
    # the past two months
    (r"\b(?:[Tt]he |the whole of the )?(?:past|last|previous) (?P<number>CARDINAL)"
     r" (?P<unit>days|weeks|months|years)", _past, "past last previous"),
    # a week ago
    (r"\b(?P<number>[Aa]|CARDINAL) (?P<unit>days?|weeks?|months?|years?) ago\b", _ago, "ago"),
    # since the New Year
    (r"\b(?:the )?New Year\b(?!['’])", _new_year, "new"),
    # today, but not in `today's China`
    (r"\b[Tt]oday\b(?!['’]s)", _today, "today"),
    (r"\b[Yy]esterday\b", _yesterday, "yesterday"),
)  # fmt: skip
"""An example of each form, and its row for Forms."""
