"""Read dates and periods in plain English, as people type them on the command line.

Month names are English in every locale.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Sequence
from contextlib import suppress

from chrono.core.date_errors import DateError, ReversedError, one_day_or_several, usual_date
from chrono.core.dates import When
from chrono.core.english_date_forms import (
    FORMS,
    MARKS,
    Groups,
    PhraseError,
    adjacent,
    after,
    before,
    compiled,
    matched,
    reading,
    up_to,
    weekday_up_to,
)
from chrono.core.names import nearest
from chrono.core.periods import Period, UnknownPeriodError, unknown_period
from chrono.core.sentences import shell_word, suggestion
from chrono.core.spans import MONTHS, OPEN, Span, high, low
from chrono.core.units import moved

WORD_FORMS = 'a period such as 2025, 2025-10, 2025-06..2025-08, "October 2025" or "last 90 days"'

RELATIVE = (
    "today", "yesterday", "tomorrow",
    "this week", "this month", "this quarter", "this year",
    "last week", "last month", "last quarter", "last year",
    "past week", "past month", "past quarter", "past year",
    "last 7d", "last 30d", "last 90d", "last 12m",
    "next week", "next month", "next quarter", "next year", "next 30d",
)  # fmt: skip
"""The relative periods that completion suggests. The numbers in them are examples."""


def read_period(text: str, today: dt.date) -> str:
    """Return the period, such as `2025-09-01..2025-11-29`, for a text such as `last 90 days`.

    A period such as `2025-06..2025-08` is returned as it is. Raises DateError for a text without a
    clear meaning.
    """
    try:
        return Period.parse(text).text
    except DateError as error:
        refusal = unknown_period(text, WORD_FORMS) if in_words(text) else error
    try:
        span = _span(_plain(text), today)
    except OverflowError:
        raise DateError(f'"{text}": only the years 0001 to 9999 are supported') from None
    except DateError as error:
        dated = (
            _with_this_year(text, today, read_period) if isinstance(error, PhraseError) else None
        )
        raise dated or (
            error if in_words(text) or isinstance(error, PhraseError) else refusal
        ) from None
    if span is None:
        raise _remedied(text, today, read_period) or refusal
    if high(span.last) < low(span.first):
        raise _reversed(text) if in_words(text) else refusal
    return Period.between(*span).text


def read_since(text: str, today: dt.date) -> str:
    """Return the period for a value of `--since`. For example, `7d` gives the last seven days.

    For `monday`, the period begins on the last Monday, which can be today.
    """
    plain = _plain(text)
    if compiled("NUMBER ?UNIT").fullmatch(plain):
        return read_period(f"last {plain}", today)
    return read_period(f"since {plain}" if compiled("WEEKDAY").fullmatch(plain) else text, today)


def read_date(text: str, today: dt.date) -> str:
    """Return the date in `text` as EDTF. The text is EDTF, or words such as `16 April 2024`.

    Raises DateError for words that are not a date, or that have several meanings.
    """
    try:
        return When.parse(text).text
    except DateError as error:
        refusal = error
    try:
        date = _date(_plain(text), today) if _plain(text) else None
    except OverflowError:
        raise DateError(f'"{text}": only the years 0001 to 9999 are supported') from None
    except PhraseError as error:
        raise _with_this_year(text, today, read_date) or error from None
    if date is None:
        raise _remedied(text, today, read_date) or _wrong_time(text) or refusal
    try:
        return When.parse(date).text
    except ReversedError:
        raise _reversed(text) from None


def _reversed(text: str) -> DateError:
    one_year = ".." not in text and len(re.findall("[0-9]{4}", text)) == 1
    remedy = "write the year of each date" if one_year else "write the earlier date first"
    return ReversedError(f'"{text}": the end is before the start; {remedy}')


_Read = Callable[[str, dt.date], str]
"""The function `read_date` or `read_period`."""


def _remedied(text: str, today: dt.date, read: _Read) -> DateError | None:
    remedies = (_with_century, _with_this_year, _respelt)
    return next(filter(None, (remedy(text, today, read) for remedy in remedies)), None)


def _respelt(text: str, today: dt.date, read: _Read) -> DateError | None:

    def respell(word: re.Match[str]) -> str:
        return next(iter(nearest(word[0], MONTHS, 1)), word[0])

    right = re.sub(r"[^\W\d_]{4,}", respell, text)
    if right == text:
        return None
    with suppress(DateError):
        read(right, today)
        return PhraseError(f'"{text}" has a misspelt month{suggestion([right])}')
    return None


def _with_century(text: str, today: dt.date, read: _Read) -> DateError | None:
    day = r"[0-9]{1,2}([/.])[0-9]{1,2}\2"
    if short := re.fullmatch(rf"(.*?[^\W\d].*? |{day})'?([0-9]{{2}})", text):
        right = f"{short[1]}{today.year // 100}{short[3]}"
        with suppress(DateError):
            read(right, today)
            why = f"write the year with four digits, as in {shell_word(right)}"
            return PhraseError(f'"{text}": {why}')
    return None


def _with_this_year(text: str, today: dt.date, read: _Read) -> DateError | None:
    if not re.search("[0-9]{4}", text) and re.search(r"[0-9].*(?:[–—-]| to ).*[^\W\d]", text):
        with suppress(DateError):
            right = read(f"{text} {today.year:04}", today)
            return PhraseError(f'"{text}" has no year; write {right}')
    return None


_CLOCK = (
    r"(?P<hour>[0-9]{1,2})(?:[:.](?P<minute>[0-9]{2})(?P<second>:[0-9]{2})?)?"
    r"(?: ?(?P<half>[ap])\.?m\.?)?"
)
_TIMES = (f"(?P<day>.+?),? (?:at )?{_CLOCK}", f"{_CLOCK},? (?:on )?(?P<day>.+)")


def _day_and_time(text: str) -> tuple[str, str] | None:
    """Split a text into a day and a time, or return None if the text has no time.

    `tomorrow 9:30 am` gives (`tomorrow`, `09:30`).
    """
    for pattern in _TIMES:
        match = re.fullmatch(pattern, text, re.I)
        if match is None or not (match["minute"] or match["half"]):
            continue
        hour = int(match["hour"])
        if match["half"]:
            if not 1 <= hour <= 12:
                return None
            hour = hour % 12 + 12 * (match["half"].lower() == "p")
        if hour > 23 or int(match["minute"] or 0) > 59:
            return None
        return match["day"], f"{hour:02}:{match['minute'] or '00'}{match['second'] or ''}"
    return None


def _wrong_time(text: str) -> DateError | None:
    if re.search(r"(?<![T\d:])[0-9]{1,2}(?::[0-9]{2}| ?[ap]\.?m\b)|\bnoon\b", text, re.I):
        has_zone = re.search(r"[0-9m ](?:Z|[+-][0-9]{2}(?::[0-9]{2})?)$", text)
        zoned = "with a time zone, write the date in digits, as in 2025-10-30T09:30+08:00"
        remedy = zoned if has_zone else 'write the day and the time, such as "tomorrow 09:30"'
        return PhraseError(f'"{text}": {remedy}')
    return None


def in_words(text: str) -> bool:
    """Return whether a text has letters, except Q and X (as in `2025-Q4` and `2025-XX`)."""
    return re.search(r"[^\W\dQX_]", text) is not None


def _plain(text: str) -> str:
    return " ".join(text.replace(",", " ").split())


BOUNDS: Sequence[tuple[str, Callable[[Span, Groups], Span], str]] = (
    ("(?:since|from) (?P<date>.+?)(?: on(?:wards?)?)?", lambda days, _: Span(days.first, None),
     "since June 2025"),
    ("(?:until|till|up to|through) (?P<date>.+)", lambda days, _: Span(None, days.last),
     "until June 2025"),
    ("after (?P<date>.+)", lambda days, _: Span(moved(days.last, 1, "d"), None),
     "after June 2025"),
    ("before (?P<date>.+)", lambda days, _: Span(None, moved(days.first, -1, "d")),
     "before June 2025"),
    ("(?:the )?(?:last |past )?NUMBER ?UNIT (?:to|until) (?P<date>.+)", up_to,
     "10 months to 2025-12-04"),
    ("(?:the )?(?:last |past )?(?:NUMBER|an?) ?UNIT before (?P<date>.+)", before,
     "10 months before 2025-12-04"),
    ("(?:the )?(?:first |next )?(?:NUMBER|an?) ?UNIT after (?P<date>.+)", after,
     "10 months after 2025-12-04"),
)  # fmt: skip
"""Rows (pattern, function that takes the days of a date and returns those of a period, example)."""

PAIRS = (
    ("(?:from |since )?(?P<start>.+?) (?:to|until|till|through|[–—-]) (?P<end>.+)", "{}/{}",
     "June to August 2025"),
    ("(?P<start>.+?)[–—](?P<end>.+)", "{}/{}", ""),
    # This form, such as `10-11 May 2025`, is never a date such as 2025-10.
    ("(?P<start>(?![0-9]{4}).+?)-(?P<end>(?!YEAR$).+)", "{}/{}", ""),
    ("between (?P<start>.+?) and (?P<end>.+)", "[{}..{}]",
     "between 30 Oct and 5 Dec 2025"),
)  # fmt: skip
"""Rows for two dates: (pattern, EDTF for an event on all days or on one of them, example)."""

_OR = ("(?P<start>.+?) or (?P<end>.+)", "[{},{}]", "31 October or 1 November 2025")

_AND = ("(?P<start>.+?) (?:and|&) (?P<end>.+)", "{}/{}", "10 and 11 May 2025")

EXAMPLES = [
    *(form.example for form in FORMS if form.example),
    *(example for *_, example in (*BOUNDS, *PAIRS, _AND, _OR) if example),
    "about May 2025",
]
"""An example of each form of a date or period, for the manual."""


def _pair(text: str, pattern: str) -> tuple[str, str] | None:
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
    if any(re.fullmatch(r"[0-9]{1,2}\.? [0-9]{4}", date) for date in (start, end)):
        return None  # the number, as in "3. to 5 March 2025", may be a day or a month
    return start, end


def _span(text: str, today: dt.date) -> Span | None:
    start, dots, end = text.partition("..")
    if dots:
        # as with "to", "June..August 2024" is about one year, but "today..June 2024" is not
        one_year = _pair(text, r"(?P<start>.+?) ?\.\. ?(?P<end>.+)") or ("", "")
        return _between(*one_year, today) or _between(start.strip(), end.strip(), today)
    if since := compiled("since WEEKDAY").fullmatch(text):
        return Span(weekday_up_to(today, since["weekday"]), None)
    if meaning := reading(text, today):
        return meaning.span
    if not in_words(text) and (date := _usual(text)):
        return Period.parse(date).span
    for pattern, bounds, _ in BOUNDS:
        match = compiled(pattern).fullmatch(text)
        if match and (days := _point(match["date"], today)):
            return bounds(days, matched(pattern, text) or {})
    for pattern, *_ in PAIRS:
        if (pair := _pair(text, pattern)) and (span := _between(*pair, today)):
            return span
    for pattern, *_ in (_AND, _OR):
        if (pair := _pair(text, pattern)) and (first := _point(pair[0], today)):
            return (second := _point(pair[1], today)) and adjacent(text, first, second)
    return None


def _point(text: str, today: dt.date) -> Span | None:
    if meaning := reading(text, today):
        return meaning.span
    if ".." in text or in_words(text):
        return None
    if date := _usual(text):
        return Period.parse(date).span
    is_date = " " not in text and (re.match("[0-9]{4}", text) or usual_date(text))
    return Period.parse(text).span if is_date else None


def _usual(text: str) -> str:
    date = usual_date(text) or ""
    return date if re.fullmatch("[0-9-]+", date) else ""


def _between(start: str, end: str, today: dt.date) -> Span | None:
    if not (start or end):
        return None
    if (first := _point(start, today) if start else OPEN) is None:
        return None
    last = _point(end, today) if end else OPEN
    return last and Span(first.first, last.last)


_TIME = (
    r"(?:(?:about|around|over) )?(?:[\w-]+ )?(?:day|week|month|quarter|year)s?"
    r" (?:ago|before|after|earlier|later)\b.*|^NUMBER ?UNIT$"
)


def time_error(text: str) -> UnknownPeriodError | None:
    """Return the error for a text such as `ten months ago`, or None for other texts."""
    if match := compiled(_TIME).search(text):
        forms = '"10 months ago" or "10 months before 2025-12-04"'
        return UnknownPeriodError(match[0], f"numbers and dates in digits, as in {forms}")
    return None


def with_year(text: str, year: int) -> tuple[str, Period] | None:
    """Return (`Q4 2025`, period) for `Q4` and the year 2025.

    The result is None for a text with a year, and for a period such as `last month`.
    """
    if matched("ytd|year to date", text) is not None:
        return str(year), Period.parse(f"{year:04}")
    dated = f"{text} {year:04}"
    with suppress(DateError):
        days = read_period(dated, dt.date(year, 12, 31))
        if days == read_period(text, dt.date(year, 12, 31)):
            return dated, Period.parse(days)
    return None


def is_moment(text: str) -> bool:
    """Return whether a text has the form `2 weeks ago`, which means one day."""
    return compiled("(?:NUMBER|an?) ?UNIT ago").fullmatch(_plain(text)) is not None


_PERIOD_WORD = (
    rf"{'|'.join(name for name in MONTHS if name not in ('March', 'May'))}|ago|last|past|next"
    "|since|until|till|week|month|quarter|year|decade|(?:week|month|quarter|year|day)s"
    "|weekend|today|yesterday|tomorrow"
)


def has_period_word(text: str) -> bool:
    """Return whether a text has a word such as "ago", or a word similar to a month's name."""
    if re.search(rf"\b(?:{_PERIOD_WORD})\b", text, re.IGNORECASE):
        return True
    return any(nearest(word, MONTHS, 1) for word in re.findall(r"[^\W\d_]{6,}", text))


def _date(text: str, today: dt.date) -> str | None:
    for pattern, form, _ in (_OR, *PAIRS, _AND):
        if pair := _pair(text, pattern):
            start = _single_date(pair[0], today)
            dates = [start, start and _single_date(pair[1], today)]
            if None not in dates and not any("[" in str(date) for date in dates):
                if pattern == _AND[0]:
                    adjacent(text, *(When.parse(str(date)).days for date in dates))
                return form.format(*dates)
    if since := re.fullmatch("since (.+)", text, re.I):
        date = _single_date(since[1], today)
        return date and f"{date}/.."
    return _single_date(text, today)


def _single_date(text: str, today: dt.date) -> str | None:
    parts = re.fullmatch(r"((?:about|around|circa|ca?\.) ?)?(.+?)(\?)?", text, re.I)
    assert parts
    if time := _day_and_time(parts[2]):
        day = _single_date(time[0], today)
        exact = day and re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", day)
        return f"{day}T{time[1]}" if exact and parts[0] == parts[2] else None
    mark = MARKS.get((bool(parts[1]), bool(parts[3])), "")
    if (meaning := reading(parts[2], today)) is None:
        with suppress(DateError):
            figures = "" if in_words(parts[2]) else _usual(parts[2])
            return f"{When.parse(figures or parts[2]).text}{mark}"
        return None
    if meaning.assumed:
        raise PhraseError(f'"{text}" has no year; write {meaning.date or meaning.period}')
    date, span = meaning.date or meaning.period, meaning.span
    if date.startswith("["):
        return date
    if "Q" in date or ".." in date:
        assert span.first
        assert span.last
        ends = (str(span.first), str(span.last))
        if "Q" in date:
            ends = (ends[0][:7], ends[1][:7])
        raise PhraseError(f'"{text}": {one_day_or_several("..".join(ends), "/".join(ends))}')
    return f"{date}{mark}"
