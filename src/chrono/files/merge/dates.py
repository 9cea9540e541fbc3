"""Read dates in formats such as `12/31/2024`, and propose formats for the dates in a column."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from functools import cache
from typing import Any, NamedTuple

from chrono.core import english
from chrono.core.causes import Caused, Remedy
from chrono.core.date_errors import DateError
from chrono.core.dates import When
from chrono.errors import UsageError, refuse
from chrono.files.format.kinds import DATE

_DAYS = [
    *(form.replace("/", sign) for sign in "/.-" for form in ("%d/%m/%Y", "%m/%d/%Y", "%Y/%m/%d")),
    *(form.replace("/", sign) for sign in "/.-" for form in ("%d/%m/%y", "%m/%d/%y")),
    "%Y%m%d", "%Y年%m月%d日",
    *(
        form.replace("%B", month)
        for month in ("%B", "%b")
        for form in ("%d %B %Y", "%B %d, %Y", "%B %d %Y", "%d %B, %Y", "%d. %B %Y", "%d-%B-%Y",
                     "%d-%B-%y", "%Y %B %d")
    ),
]  # fmt: skip
_MONTHS = [
    "%m/%Y", "%m.%Y", "%m-%Y", "%B %Y", "%b %Y", "%B, %Y", "%b-%Y", "%b-%y", "%Y %B", "%Y年%m月",
]  # fmt: skip
_TIMES = [
    "", " %H:%M", " %H:%M:%S", " %I:%M %p", " %I:%M:%S %p", ", %H:%M", " %H:%M UTC",
    " %H:%M:%S UTC", " %H:%M (UTC)",
]  # fmt: skip
_WEEKDAYS = ["", "%A, ", "%a, ", "%A ", "%a "]
_SERIAL = re.compile("[1-6][0-9]{4}")
"""Matches the numbers of days with which spreadsheets store dates from 1927 to 2091."""
_UTC = re.compile(r"\b(?:UTC|GMT)\b|(?<=[MSf])Z$")
"""Matches a zone in a date format, which strptime reads as plain text."""
_SAMPLE = dt.datetime(2025, 10, 30, 11, 12, 13)
_has_order_of_edtf = re.compile("%Y[^%]*%[mbB][^%]*%d").match


def parse_date(text: str, date_format: str, century: int | None = None) -> str | None:
    """Return the date in `text` as EDTF, or None if `text` does not match the format."""
    directives = set(re.findall(r"%(.)", date_format))
    try:
        moment = dt.datetime.strptime(text, date_format)
        if _UTC.search(date_format) and moment.tzinfo is None:
            moment = moment.replace(tzinfo=dt.UTC)
        if "y" in directives and century is not None:
            moment = moment.replace(year=century + (moment.year - century) % 100)
    except ValueError:
        return None
    for name in directives & {"A", "a"}:
        if moment.strftime(f"%{name}").casefold() not in text.casefold():
            return None
    if re.search(r"%[YmdHIMS]%[YmdHIMS]", date_format) and moment.strftime(date_format) != text:
        return None  # 2025111 may be 1 November or 11 January
    if directives & {"H", "I"}:
        return moment.isoformat(timespec="seconds")
    day = moment.date().isoformat()
    return day if "d" in directives else day[:7] if directives & {"m", "b", "B"} else day[:4]


def read(text: str, formats: Sequence[str], century: int | None, remedy: Remedy) -> Any:
    """Return the date in `text` as a TOML value: in one of `formats`, in EDTF, or as `--date`."""
    dates = {date for one in formats if (date := parse_date(text, one, century))}
    if len(dates) > 1:
        listing = english.join_or(sorted(dates))
        why = f" matches several date formats ({listing}); remove one of them"
        raise UsageError(Caused("", text, why, cause="date formats"))
    if dates:
        return DATE.parse(dates.pop())
    is_other_order = any(one.startswith("%Y") and not _has_order_of_edtf(one) for one in formats)
    if not is_other_order and (date := edtf(text)):
        return DATE.parse(date)
    if not formats and (date := in_words(text)):
        return DATE.parse(date)
    if not formats and re.match("[0-9]{4}", text) and not has_known_format(text):
        return DATE.parse(text)  # the check of the event explains what is wrong
    is_readable = has_known_format(text) and not is_serial(text)
    why = " needs a date format" if is_readable else " is not a date such as 2025-10-30"
    if formats:
        quoted = english.join_or([f'"{one}"' for one in formats])
        why = f" does not match date format {quoted}"
    raise UsageError(Caused("", text, why, cause=(why, shape(text)), remedy=remedy))


def edtf(text: str) -> str | None:
    """Return the date in EDTF, or None if `text` is not EDTF."""
    with suppress(DateError):
        return When.parse(text).text
    return None


def in_words(text: str) -> str | None:
    """Return the EDTF date of a text such as `5 June 2025`, as for `chrono add --date`."""
    if not re.search(r"[0-9]{4}", text) or not re.search(r"[^\W\d_]{3}", text) or len(text) > 80:
        return None
    from chrono.core.english_dates import read_date

    with suppress(DateError):
        return read_date(text, dt.date.max)  # with its year, so today is not used
    return None


class Readings(NamedTuple):
    """The date formats that match most of some texts, and an `example` that two formats read
    differently.
    """

    formats: Sequence[str]
    unread: Sequence[str] = ()
    example: str = ""
    dates: Sequence[str] = ()


def shape(text: str) -> str | None:
    """Return the shape of a date in figures, such as `9/9/Y` for `12/31/2024`, or None."""
    found = _shape(text)
    return found if found in _formats_by_shape() or is_serial(text) else None


def has_known_format(text: str) -> bool:
    """Return whether a text is a date in a known format, or a date as stored by spreadsheets."""
    return is_serial(text) or (shape(text) is not None and bool(readings([text]).formats))


def is_serial(text: str) -> bool:
    """Return whether a text may be a date as spreadsheets store it, such as the number `45657`."""
    return bool(_SERIAL.fullmatch(text))


def readings(texts: Iterable[str]) -> Readings:
    """Return the possible date formats of texts. All texts must have the same shape."""
    texts = [*dict.fromkeys(texts)]
    by_format: dict[str, list[str | None]] = {}
    for form in _formats_by_shape().get(_shape(texts[0]), ()) if texts else ():
        dates = [parse_date(text, form) for text in texts]
        if by_format.get(form.replace("%b", "%B")) != dates:  # "May" is a name in both
            by_format[form] = dates
    numbers = {form: len(texts) - dates.count(None) for form, dates in by_format.items()}
    most = max(numbers.values(), default=0)
    best = {form: by_format[form] for form in by_format if most and numbers[form] == most}
    rows = [*zip(texts, *best.values(), strict=True)]
    unread = [text for text, *dates in rows if dates and dates[0] is None]
    open_ = [(text, dates) for text, *dates in rows if len({*dates} - {None}) > 1]
    example, found = open_[0] if open_ else ("", [])
    return Readings([*best], unread, example, [str(date) for date in found])


def by_shape(texts: Iterable[str]) -> list[list[str]]:
    """Return the texts in groups of the same `shape`, such as `9/9/Y`."""
    groups: dict[str | None, list[str]] = {}
    for text in texts:
        groups.setdefault(shape(text), []).append(text)
    return [*groups.values()]


@cache
def _formats_by_shape() -> Mapping[str, Sequence[str]]:
    shapes: dict[str, list[str]] = {}
    for form in (*_MONTHS, *(f"{a}{day}{z}" for a in _WEEKDAYS for day in _DAYS for z in _TIMES)):
        shapes.setdefault(_shape(_SAMPLE.strftime(form)), []).append(form)
    return shapes


def _shape(text: str) -> str:
    number = {1: "9", 2: "9", 4: "Y"}
    text = re.sub(r"[^\W\d_]+", "a", text)
    return re.sub("[0-9]+", lambda match: number.get(len(match[0]), "#" * len(match[0])), text)


# -- the checks of date formats -------------------------------------------------------------------

_LETTERS = {"yyyy": "%Y", "yy": "%y", "mmmm": "%B", "mmm": "%b", "mm": "%m", "m": "%m",
            "dd": "%d", "d": "%d"}  # fmt: skip
"""The directives of strptime for parts of a date format of spreadsheets, in lower case."""


def _in_letters(text: str) -> str | None:
    parts = re.findall("[A-Za-z]+", text)
    if not parts or any(part.lower() not in _LETTERS for part in parts):
        return None
    return re.sub("[A-Za-z]+", lambda part: _LETTERS[part[0].lower()], text)


def check_date_format(text: str) -> None:
    """Raise UsageError if a date format for strptime is ambiguous, incomplete or not supported."""
    directives = [name for name in re.findall(r"(?s)%[-_^#]?(.)", text) if name != "%"]
    used = set(directives)
    unknown = english.join_and([f"%{name}" for name in sorted(used - {*"YymdBbHMSzfpIAa"})])
    months, hours, years = used & {"m", "b", "B"}, used & {"H", "I"}, used & {"Y", "y"}
    is_double = len(directives) > len(used) or max(map(len, (years, months, hours))) > 1
    label = f'date format "{text}"'
    zone = re.search(r"(?<![%A-Za-z])(?!UTC|GMT|AM|PM)[A-Z]{3,5}\b", text)
    spelled = _in_letters(text) if not used else None
    known = "use %Y, %m, %d, %b or %B (month name), %H, %M and %S"
    refuse(
        (spelled, f'"{text}": write "{spelled}"'),
        (
            zone and used,
            f"{label}: the zone {zone and zone[0]} is not read; write the times with "
            "an offset, such as +01:00, and use %z",
        ),
        (not years, f"{label} has no year; add %Y"),
        (unknown, f"{label}: {unknown} is not supported; {known}"),
        (is_double, f"{label} has the same part twice; remove one"),
        ("d" in used and not months, f"{label}: %d needs a month; add %m, %b or %B"),
        (used & {"A", "a"} and "d" not in used, f"{label}: the weekday needs a day; add %d"),
        (hours and "d" not in used, f"{label}: the time needs a day; add %d"),
        (used & set("MSfpz") and not hours, f"{label}: the time needs an hour; add %H or %I"),
        (("I" in used) != ("p" in used), f"{label}: use %I and %p together, or %H"),
    )


def check_century(date_formats: Sequence[str], century: int | None) -> None:
    """Raise UsageError if `century` is None, but a format contains `%y`."""
    for text in date_formats if century is None else ():
        remedy = "use %Y (four digits), or set the century in a rules file, such as century = 2000"
        refuse(("%y" in text, f'date format "{text}": %y is ambiguous; {remedy}'))
