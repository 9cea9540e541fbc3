"""The error messages for texts that are not dates, with the date to write instead."""

from __future__ import annotations

import re

from chrono.core.causes import Caused
from chrono.core.precisions import MONTH, PRECISIONS, YEAR
from chrono.core.spans import MONTHS, no_such_day

DATE_FORMS = 'write a date such as 2025-10-30, "2025-10", "2025-10-30~" or "2025-05-10/2025-05-11"'


class DateError(ValueError):
    """The error for a text that is not a valid date or period."""

    rule = "format"
    """The rule that the text breaks: "format" or, in a subclass, "order"."""


class ReversedError(DateError):
    """The error for an interval or period that ends before it starts."""

    rule = "order"


class UnknownDateError(DateError):
    """The error for a text in no form of a date. The message ends with examples of valid dates."""


def invalid(text: str, why: str) -> DateError:
    """Return the error for a text that is not a date.

    `why`: the mistake and the correct form, for the end of the message.
    """
    return DateError(Caused("", text, f": {why}"))


def reversed_ends(text: str, right: str) -> ReversedError:
    """Return the error for an interval that ends before it starts, with the suggestion `right`."""
    why = f': the end is before the start; write "{right}"'
    return ReversedError(Caused("", text, why, cause="reversed"))


def no_date(text: str) -> DateError:
    """Return the error for a text that is not a date, with an explanation or a suggestion."""
    if day := re.fullmatch(rf"({YEAR})-({MONTH})-(?!00)[0-9]{{2}}[~?%]?", text):
        return DateError(no_such_day(text, int(day[1]), int(day[2])))
    for pattern, why in _MISTAKES:
        if mistake := re.fullmatch(pattern, text):
            return invalid(text, mistake.expand(why))
    return other_form(text)


def other_form(text: str) -> DateError:
    """Return the error for a text that is not in EDTF, with a suggestion if possible."""
    if not (right := usual_date(text)):
        known = f" is not a known date; {DATE_FORMS}"
        return UnknownDateError(Caused("", text, known, cause="form"))
    quotes = "" if re.search("-[0-9]{2}-[0-9]{2}$", right) else '"'  # only days need none
    return DateError(Caused("", text, to_write(right, quotes), cause="form"))


def empty_date(text: str) -> UnknownDateError:
    """Return the error for a blank text in place of a date."""
    return UnknownDateError(Caused("", text, f": the date is empty; {DATE_FORMS}"))


def to_write(right: str, quotes: str = "") -> str:
    """Return the end of an error message with the text to write, such as `: write 2025-10-30`.

    `right`: a date, or two possible dates joined by "or".
    """
    two = " or " in right
    return f" could be two dates; write {right}" if two else f": write {quotes}{right}{quotes}"


def usual_date(text: str) -> str | None:
    """Return the EDTF date for a text such as `16 April 2024`, or None for other texts.

    For an ambiguous text such as `1/2/2025`, the result is two dates joined by "or".
    """
    form = re.fullmatch(r"([0-9A-Za-z ,./-]+)([~?%]?)", text)
    plain = re.sub(r"(?i)(?<=[0-9])(?:st|nd|rd|th|Z)\b", "", form[1]) if form else ""
    pieces = re.findall("[0-9]+|[A-Za-z]+", plain)
    if not form or len(pieces) not in (2, 3):
        return None
    months = [at for at, name in enumerate(MONTHS, 1) for piece in pieces
              if len(piece) > 2 and name.lower().startswith(piece.lower())]  # fmt: skip
    years = [piece for piece in pieces if re.fullmatch(YEAR, piece)]
    others = [int(piece) for piece in pieces if re.fullmatch("0?[1-9]|[12][0-9]|3[01]", piece)]
    if len(pieces) != len(months) + len(years) + len(others) or len(years) != 1:
        return None
    if not months and pieces[0] != years[0] and len(others) == 2:
        others.sort(key=lambda number: number > 12)  # the day, if it cannot be a month, is last
        if others[1] <= 12 and others[0] != others[1]:
            day, month = others
            return f"{years[0]}-{month:02}-{day:02} or {years[0]}-{day:02}-{month:02}"
    date = "-".join([*years, *(f"{number:02}" for number in (*months, *others))])
    valid = re.fullmatch(f"{YEAR}-{MONTH}|{PRECISIONS['day'].pattern}", date)
    return f"{date}{form[2]}" if valid else None


def one_day_or_several(days: str, interval: str) -> str:
    """Return advice to write `[days]` for one of several days, or `interval` for all of them."""
    return f'write "[{days}]" for one of these days, or "{interval}" for all of them'


_TWO = "(?:[0-9]{2}|XX)"
_OUTSIDE = "only the years 0001 to 9999 are supported"

_MISTAKES = (
    # Texts of a valid form, with a number that is not in the calendar.
    (rf"[0-9]{{2}}[0-9X]X-{_TWO}(?:-{_TWO})?[~?%]?",
     'a month needs a full year; write a date such as "2025-10"'),
    (rf"(?:0000(?:-{_TWO}){{0,2}}|000X|00XX|9999-24)[~?%]?", _OUTSIDE),
    (r"[0-9]{4}-XX-[0-9]{2}[~?%]?", "a day needs a month; write a date such as 2025-10-30"),
    (rf"([0-9]{{4}}-2[1-4])-{_TWO}[~?%]?", r'a season cannot have a day; write "\1"'),
    (rf"[0-9]{{4}}-((?!{MONTH})[0-9]{{2}})-{_TWO}[~?%]?",
     r"there is no month \1; write a month from 01 to 12"),
    (rf"[0-9]{{4}}-((?!{MONTH})[0-9]{{2}})[~?%]?",
     r"there is no month \1; write a month, 01 to 12, or a season, 21 (spring) to 24 (winter)"),
    (r"([0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]{5,8}) ?[A-Za-z]{2,5}",
     r"write the time zone as an offset from UTC, as in \1+09:00"),
    (r"([0-9]{4}-[0-9]{2})-00[~?%]?",
     r'day 00 does not exist; if you do not know the day, write "\1"'),
    # Texts of an invalid form.
    (r"Y-?[0-9]+(?:E[0-9]+)?(?:S[0-9]+)?|-[0-9]{4}.*|[0-9]{5,7}(?:-.*)?", _OUTSIDE),
    (r"([0-9X-]+)\.\.([0-9X-]+)", one_day_or_several(r"\1..\2", r"\1/\2")),
    (r"([0-9X-]+)\.\.", one_day_or_several(r"\1..", r"\1/..")),
    (r"\.\.([0-9X-]+)", one_day_or_several(r"..\1", r"../\1")),
    *((f"([0-9]{{4}})-?{part}",
       one_day_or_several(rf"\1-{first}..\1-{last}", rf"\1-{first}/\1-{last}"))
      for part, first, last in (("Q1", "01", "03"), ("Q2", "04", "06"), ("Q3", "07", "09"),
                                ("Q4", 10, 12), ("H1", "01", "06"), ("H2", "07", 12))),
    (r"([0-9]{4})([0-9]{2})([0-9]{2})", r"write \1-\2-\3"),
    (r"([0-9]{4}(?:-[0-9]{2})?)-+", r'write "\1"'),
    (r"[0-9]{1,3}(?:-.*)?", "write the year with four digits, as in 2025-10-30"),
    (r"[0-9xuXU]{4}(?:-[0-9xuXU]{2}){0,2}[~?%]?",
     "X can replace the last digits of a year, or a whole month or day; "
     'write "202X", "2025-XX" or "2025-10-XX"'),
    (r"(?![0-9]{4}(?:-[0-9]{1,2}){1,2}[~?%]?$)[0-9X~?%-]+|\{.*\}?",
     "this form of date is not supported; write one of ~, ? and % at the end "
     'of the date, or a set such as "[2025-10-31,2025-11-01]"'),
)  # fmt: skip
"""Rows (pattern of invalid texts, explanation of the mistake), tried in this order."""
