"""Write dates, numbers and lists in English."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from chrono.core.dates import When
from chrono.core.model import Event
from chrono.core.precisions import PRECISIONS
from chrono.core.spans import MONTHS, SEASONS, WEEKDAYS, Span, months

DASH = "–"

NUMBER_WORDS = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
    "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen",
    "nineteen", "twenty",
)  # fmt: skip

_FIRST_WEEKDAY = dt.date(1582, 10, 15)
"""The first day of the Gregorian calendar. Earlier days have no weekday here."""


def weekdays(first: dt.date, last: dt.date) -> str:
    """Return the weekdays of the first and last day, such as `Sat–Sun`, or `Sat` for one day.

    The result is "" for days before 15 October 1582, when the Gregorian calendar began.
    """
    if first < _FIRST_WEEKDAY:
        return ""
    return DASH.join(WEEKDAYS[day.weekday()][:3] for day in dict.fromkeys((first, last)))


def short(day: dt.date, year: bool = False) -> str:
    """Return a day as text, such as `30 Oct`."""
    return f"{day.day} {MONTHS[day.month - 1][:3]}" + (f" {day.year}" if year else "")


def span(days: Span, year: bool = False) -> str:
    """Return a span of days as text, such as `10–11 May` or `until 5 Mar 2025`.

    `year`: whether to include the year even if all days are in the same year.
    """
    first, last = days
    if first is None:
        return f"until {short(last, True)}" if last is not None else "any date"
    if last is None:
        return f"from {short(first, True)}"
    if first == last:
        return short(first, year)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}{DASH}{short(last, year)}"
    both = first.year != last.year
    return f"{short(first, both)}{DASH}{short(last, year or both)}"


def clock(when: When) -> str:
    """Return the time of day in a date, such as `11:00 UTC+09:00`, or "" if the date has none."""
    if when.precision != "time":
        return ""
    zone = _zone(when)
    return f"{when.text[11:16]}{'' if not zone else ' UTC' if zone == 'Z' else f' UTC{zone}'}"


def brief_clock(when: When) -> str:
    """Return the time of day in a date, such as `11:00+09`, or "" if the date has none."""
    if when.precision != "time":
        return ""
    return when.text[11:16] + _zone(when).removesuffix(":00")


def _zone(when: When) -> str:
    return when.text[19:].lstrip(".0123456789")


@lru_cache(2**14)  # many events and sources have the same date
def brief(when: When, year: bool = False) -> str:
    """Return a date for running text, such as `10–11 May`, `31 Oct or 1 Nov` or `about 30 Oct`."""
    if when.interval and not when.exact:
        return _by_its_ends(when)  # each end has its own marks
    written = when.written
    first, last = written.start_span
    if when.interval:
        phrase = span(written.days, year)
    elif when.one_of_a_set:
        year = year or first is None or last is None or first.year != last.year
        phrase = " or ".join(_choice(days, year) for days in written.starts)
    else:
        assert first is not None  # only intervals and sets have open ends
        assert last is not None
        of_year = f" {first.year}" if year else ""
        winter = f"{DASH}{last.year % 100:02}" if year and first.year != last.year else ""
        names = f"{MONTHS[first.month - 1][:3]}{DASH}{MONTHS[last.month - 1][:3]}"
        phrase = PRECISIONS[when.precision].words.format(
            days=span(written.start_span, year),
            month=MONTHS[first.month - 1] + of_year,
            season=f"{SEASONS[first.month // 3 - 1]}{of_year}{winter} ({names})",
            year=first.year,
            last_year=last.year,
        )
    about = "about " if when.approximate else ""
    return f"{about}{phrase}{'?' if when.uncertain else ''}"


def compact(when: When, year: bool = False) -> str:
    """Return a date in the format of `brief`, but with `..` between possible days: `26..28 Feb`."""
    first, last = when.start_span
    if first is None or last is None or first.year != last.year:
        return brief(when, year)
    if when.one_of_a_set and len(when.starts) == 1 and (last - first).days > 1:
        return span(when.start_span, year).replace(DASH, "..")
    start, _, end = when.text.partition("/")
    if when.interval and not when.exact and end not in ("", ".."):
        since, until = When.parse(start), When.parse(end)
        dash = f" {DASH} " if since.one_of_a_set or until.one_of_a_set else DASH
        years = {day and day.year for day in until.start_span}
        return f"{brief(since, year)}{dash}{brief(until, year or years != {first.year})}"
    return brief(when, year)


def in_list(when: When, year: bool = False) -> str:
    """Return a date for a narrow column, such as `~30 Oct`, `31 Oct..1 Nov` or `spring`."""
    first, last = when.start_span
    if when.one_of_a_set and len(when.starts) == 1 and first and last:
        return span(when.start_span, year).replace(DASH, "..")
    words = re.sub(r" \(\w+–\w+\)", "", compact(when, year)).replace("about ", "~")
    start, dash, end = words.partition(DASH)
    day, _, month = start.partition(" ")
    if dash and " " not in month and end.endswith(f" {month}") and not end.startswith(" "):
        return f"{day}{dash}{end}"
    return words


def folded_date(words: str, most: int) -> str:
    """Return a date from `in_list` or `in_month`, broken into lines of up to `most` characters.

    A line may be longer if the text cannot be broken.
    """
    joints = r"\.\.(?=\w)|– ?(?!\d\d$)| or (?=[\d~A-Z]|between)|(?:before|after|,) | (?=and |\d\d:)"
    lines = [""]
    for part in re.sub(joints, r"\g<0>\n", words).split("\n"):
        if lines[-1] and len((lines[-1] + part).rstrip()) > most:
            lines.append("")
        lines[-1] += part
    return "\n".join(line.rstrip() for line in lines)


LIST_SIGNS = {"~": "about", "..": "one of these days"}
"""The signs in a date from `in_list`, with their meanings."""


def list_signs(dates: Iterable[str]) -> list[str]:
    """Return the legend for the signs in some dates from `in_list`, such as `~: about`."""
    texts = [*dates]
    return [
        f"{sign}: {words}"
        for sign, words in LIST_SIGNS.items()
        if any(sign in text for text in texts)
    ]


def date(when: When) -> str:
    """Return a date with its year for running text, such as `30 Oct 2025` or `May 2025`."""
    return brief(when, True)


@lru_cache(2**14)
def full_date(when: When) -> str:
    """Return an exact date with its weekday, such as `Thu 30 Oct 2025` or `Sat–Sun 10–11 May 2025`.

    A vague date, and a date of more than seven days, is returned without a weekday.
    """
    first, last = when.days
    if not when.exact or first is None or last is None or (last - first).days > 6:
        return date(when)
    return joined([weekdays(first, last), date(when)], " ")


def full_date_and_time(when: When) -> str:
    """Return a date in the format of `full_date`, followed by the time of day if the date has a
    time.
    """
    return joined([full_date(when), clock(when)], ", ")


def _choice(days: Span, year: bool) -> str:
    first, last = days
    if first is None or last is None:
        end = first or last
        assert end is not None  # only one end of a set is open
        return f"on or {'after' if first else 'before'} {short(end, True)}"
    if first == last:
        return short(first, year)
    if days == months(first.year, first.month):
        return MONTHS[first.month - 1] + (f" {first.year}" if year else "")
    start = str(first.day) if first.month == last.month else short(first)
    if first.year != last.year:
        start, year = short(first, True), True
    words = "{} or {}" if (last - first).days == 1 else "between {} and {}"
    return words.format(start, short(last, year))


def _by_its_ends(when: When) -> str:
    start, end = when.text.split("/")
    if start in ("", ".."):
        return f"until {date(When.parse(end))}"
    begun = date(When.parse(start))
    if end == "..":
        return f"since {begun}"
    return f"from {begun}, end unknown" if end == "" else f"{begun} {DASH} {date(When.parse(end))}"


def in_month(when: When, year: bool = False) -> str:
    """Return a date for a list with months as headings, such as `30 Thu` or `10–11 Sat–Sun`."""
    start, end = when.days
    if not when.exact or start is None or end is None:
        marked = when.interval or when.one_of_a_set or when.unmarked
        return "day unknown" if when.precision == "month" and not marked else in_list(when, year)
    if (start.year, start.month) != (end.year, end.month):
        return f"{short(start)}{DASH}{short(end, (end - start).days > 300)}"
    numbers = f"{start.day}{DASH}{end.day}" if start != end else str(start.day)
    return joined([numbers, weekdays(start, end)], " ")


def bucket(name: str) -> str:
    """Return a phrase for a bucket of time, such as `2025, month uncertain` for `2025-XX`."""
    if name.endswith("-XX"):
        return f"{name[:4]}, month uncertain"
    if len(name) == 7 and name[5:].isdigit():
        return f"{MONTHS[int(name[5:]) - 1]} {name[:4]}"
    if name == "XXXX":
        return "Year uncertain"
    return f"{name}, year uncertain" if "X" in name else name


def bucket_brief(name: str, one_year: bool) -> str:
    """Return a bucket of time, such as `2025-10`, as `Oct 2025`, or `Oct` if `one_year` is true."""
    if name.endswith("-XX"):
        return "uncertain" if one_year else f"{name[:4]} ?"
    if len(name) == 7 and name[5:].isdigit():
        month = MONTHS[int(name[5:]) - 1][:3]
        return month if one_year else f"{month} {name[:4]}"
    return "uncertain" if name == "XXXX" else name


def people(event: Event, separator: str = ", ") -> str:
    """Return the names of an event's actors, joined by `separator`."""
    return separator.join(actor.name for actor in event.actors)


def together(names: Sequence[str]) -> str:
    """Return a phrase for people who meet, such as `Ann Ash with Ben Birch and Cy Clay`."""
    first, *others = names or [""]
    return f"{first} with {join_and(others)}" if others else first


def place(event: Event) -> str:
    """Return the place of an event with the country, such as `Busan (KR)`, as far as both are
    known.
    """
    if event.place and event.place_country:
        return f"{event.place} ({event.place_country})"
    return event.place or event.place_country or ""


def join_or(parts: Sequence[str], word: str = "or") -> str:
    """Return texts joined by commas and `word`: `a`, `a or b`, `a, b or c`."""
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} {word} {parts[-1]}"


def join_and(parts: Sequence[str]) -> str:
    """Return texts joined by commas and "and": `a`, `a and b`, `a, b and c`."""
    return join_or(parts, "and")


def joined(parts: Iterable[str], separator: str = " · ") -> str:
    """Return the texts, except empty ones, joined by `separator`."""
    return separator.join(filter(None, parts))


def first_few(names: Sequence[str], limit: int = 5, word: str = "") -> str:
    """Return up to `limit` names, and the number of further names: `a, b, and 3 more`.

    `word`: the word before the last name if all names are listed (default: a comma).
    """
    if len(names) > limit:
        return f"{', '.join(names[:limit])}, and {len(names) - limit} more"
    return join_or(names, word) if word else ", ".join(names)


def number_range(low: float, high: float) -> str:
    """Return a range as text, such as `12–37`, or a single number if `low` equals `high`."""
    return f"{low:.10g}" if low == high else f"{low:.10g}{DASH}{high:.10g}"


def quantity(low: int, high: int, noun: str, nouns: str | None = None) -> str:
    """Return a number or range with a noun, such as `1 event` or `4–5 events`.

    `nouns`: the noun in the plural (default: the singular with "s").
    """
    return f"{number_range(low, high)} {noun if high == 1 else nouns or noun + 's'}"


def capitalised(words: str) -> str:
    """Return a text with a capital as its first letter. The other letters stay as they are."""
    return words[:1].upper() + words[1:]


def plural(number: int, noun: str, nouns: str | None = None) -> str:
    """Return a number with a noun, such as `1 event` or `2 events`.

    `nouns`: the noun in the plural (default: the singular with "s").
    """
    return quantity(number, number, noun, nouns)


def plural_of(noun: str) -> str:
    """Return the regular plural of a noun, such as `ceremonies` for "ceremony"."""
    if re.search("[^aeiou]y$", noun):
        return f"{noun[:-1]}ies"
    return f"{noun}es" if noun.endswith(("s", "x", "z", "ch", "sh")) else f"{noun}s"


def with_article(noun: str) -> str:
    """Return a noun with the indefinite article: `a phone call`, `an event`."""
    return f"{'an' if noun[:1].lower() in 'aeiou' else 'a'} {noun}"


def days(low: float, high: float) -> str:
    """Return a number or range of days as text: `1 day`, `4.5 days`, `12–37 days`."""
    return f"{number_range(low, high)} {'day' if low == high == 1 else 'days'}"
