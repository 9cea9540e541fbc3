"""Find dates and distances in a sentence: `on Oct. 30`, `from May to July`, `a day later`."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator, Mapping, Sequence

from chrono.core.proof.distance_forms import distances
from chrono.core.proof.time_forms import DATES, RELATIVE, start_of_date
from chrono.core.proof.times import Time, Today, month_number
from chrono.core.proof.words import MONTH_WORDS, Forms, Mark, compiled, number_in, word_before
from chrono.core.spans import MONTHS, SEASONS, WEEKDAYS, Span, month_length
from chrono.core.units import moved, units_to

_TIMES = Forms((*DATES, *RELATIVE))

_PREPOSITIONS = {
    "since": "since", "from": "since", "starting": "since", "beginning": "since",
    "until": "until", "till": "until", "through": "until", "to": "until", "up to": "until",
    "as of": "until", "by": "by", "before": "before", "ahead of": "before", "prior to": "before",
    "after": "after", "between": "between",
    "in": "in", "on": "in", "of": "in", "for": "in", "during": "in", "over": "in", "within": "in",
    "throughout": "in", "at": "in", "in the course of": "in", "dated": "in", "this": "in",
}  # fmt: skip
"""The `prep` of a Time for the words before a date."""

_PREP = re.compile(
    rf"(?:^|(?<=\W))({'|'.join(sorted(_PREPOSITIONS, key=len, reverse=True))})"
    r"(?: the night of| the evening of| the morning of| about| around)? ?(?:the )?$",
    re.IGNORECASE,
)
_BEFORE_DATE = {word.split()[-1] for word in _PREPOSITIONS} | {"about", "around", "the"}
"""The words that can be the last word of a text that _PREP matches."""


def times(text: str, day: dt.date) -> Iterator[Mark]:
    """Yield the marks of dates and distances in a sentence.

    `day`: the day for which the text was written.
    """
    today = Today(day)
    text = _CAPITALS.sub(lambda match: match[0].capitalize(), text)
    yield from _days_of_month(text, today)
    for match, read_time in _TIMES.matches(text):
        try:
            time = read_time(match, _today_of(match) or today)
        except OverflowError:  # it is before the year 1
            continue
        if time is not None and _is_apart(text, match.start(), match.end()):
            begin = start_of_date(text, match)
            if day_name := _WEEKDAY.match(text, begin, match.start()):
                time = time.on_weekday(_DAYS.index(day_name[0]))
            start, prep = _with_preposition(text, begin)
            if time.both and prep == "since":
                prep = "in"  # `from 5 to 7 May`
            yield Mark(start, match.end(), "time", time._replace(prep=prep))
    for start, end, length in distances(text):
        yield Mark(start, end, "distance", length)


_MONTH = f"(?:{'|'.join((*MONTHS, *(name[:3] for name in MONTHS), 'Sept'))})".upper()
_CAPITALS = re.compile(rf"\b{_MONTH}\b(?=\.? \d|:)|(?<=\d ){_MONTH}\b")
"""Matches months in capitals beside a number, as in `JAN 17`. `MAY` alone may be a verb."""

_DAYS = [day[:3] for day in WEEKDAYS]
_WEEKDAY = re.compile("|".join(_DAYS))

_SEASON = r"[Ss]pring|[Ss]ummer|[Aa]utumn|[Ff]all|[Ww]inter"
_NEXT_DATES = (
    r"(?:(?:,|,? and|,? or|,? then|,? and again|,? and then)(?: in| on)? (?:the )?(?:DAY(?:DASH"
    r"DAY)? (?:of )?MONTH|(?:(?:[Ee]arly|[Mm]id|[Ll]ate)[ -])?MONTH(?: DAY(?:DASHDAY)?)?"
    rf"|Q[1-4]|{_SEASON}))+,? (?:of )?YEAR:year"
)
_PERIOD = compiled(rf"(?P<month>MONTH)|\bQ(?P<quarter>[1-4])|\b(?P<season>{_SEASON})\b")
"""Matches a month, a quarter or a season in a list of dates."""


def _first_month(groups: Mapping[str, str | None]) -> int | None:
    """Return the number of the first month in the groups of a match, or None without a month."""
    month, quarter, season = (groups.get(name) for name in ("month", "quarter", "season"))
    if quarter:
        return 3 * (number_in(quarter) or 1) - 2
    if season:
        return 3 * SEASONS.index(season.lower().replace("fall", "autumn")) + 3
    return month_number(month) if month else None


def _today_of(match: re.Match[str]) -> Today | None:
    """Return the last day of the year that a list of dates gives for its first dates.

    In `on 14 May and 15 July 2023` and `in Q1 and Q2 2023`, both are in 2023. Return None without
    such a year.
    """
    groups = match.groupdict()
    month = _first_month(groups)
    if month is None or groups["year"]:
        return None
    after = compiled(_NEXT_DATES).match(match.string, match.end())
    if after is None:
        return None
    last = [_first_month(one.groupdict()) or 1 for one in _PERIOD.finditer(after[0])][-1]
    return Today(dt.date(int(after["year"]) - (month > last), 12, 31))


_DAYS_OF_MONTH = Forms((
    # March 22, 24 and 26
    (r"MONTH:month DAY(?P<days>(?:(?:, |,? and )DAY(?! MONTH)(?!\w))+)(?:,? YEAR:year)?", None,
     MONTH_WORDS),
    # 22, 24 and 26 March
    (r"(?<!\d)(?P<days>(?:DAY(?:, |,? and ))+)DAY (?:of )?MONTH:month(?:,? YEAR:year)?", None,
     MONTH_WORDS),
))  # fmt: skip
"""Forms of several days with one month. The last or the first day has a mark of its own."""


def _days_of_month(text: str, today: Today) -> Iterator[Mark]:
    for match, _ in _DAYS_OF_MONTH.matches(text):
        for number in re.compile(r"\d+(?:st|nd|rd|th)?").finditer(text, *match.span("days")):
            day = int(number[0].rstrip("stndrh"))
            if date := today.date(month_number(match["month"]), day, match["year"]):
                start, prep = _with_preposition(text, number.start())
                yield Mark(start, number.end(), "time", Time(Span(date, date), prep))


def _is_apart(text: str, start: int, end: int) -> bool:
    before, after = text[max(0, start - 1) : start], text[end : end + 1]
    return not (before.isalnum() or after.isalnum() or (before and before in "$€£"))


def _with_preposition(text: str, start: int) -> tuple[int, str]:
    """Return (start [characters], preposition) of a date with the preposition before it.

    For `on 5 May`, the preposition is "in".
    """
    if word_before(text, start) not in _BEFORE_DATE:
        return start, "in"
    match = _PREP.search(text, max(0, start - 40), start)
    return (match.start(1), _PREPOSITIONS[match[1].lower()]) if match else (start, "in")


def joined(marks: Sequence[Mark], text: str) -> list[Mark]:
    """Return the marks of a sentence. Words such as `between May and July` have one mark."""
    result: list[Mark] = []
    for mark in marks:
        if result and mark.kind == "time" and result[-1].kind in _JOINERS:
            last, rest = _JOINERS[result[-1].kind](result[-1], mark, text)
            result[-1:] = [last, rest] if rest else [last]
        elif mark.kind == "ordinal" and (day := _day_of_month(mark, result, text)):
            result.append(day)
        else:
            result.append(mark)
    return result


Pair = tuple[Mark, Mark | None]
"""(mark, next mark), or (one mark that replaces both, None)."""


_BETWEEN = re.compile(r"\b[Bb]etween (?:[\w’'-]+ ){1,4}$")


def _after_time(last: Mark, mark: Mark, text: str) -> Pair:
    """Return (mark, None) for `between May and July` or `Thursday, Oct. 30`.

    Otherwise return (`last`, `mark`).
    """
    first, second = last.value, mark.value
    gap = text[last.end : mark.start].strip(" ,")
    between = first.prep == "between" or _BETWEEN.search(text, 0, last.start)
    pair = bool(between) and gap == "and"
    pair = pair or (first.prep == "since" and second.prep in ("until", "by") and not gap)
    if pair and first.span.first and second.span.last:
        start = first.span.first
        if start > second.span.last:
            start = moved(start, -1, "year")
        exact = first.exact and second.exact
        whole = Time(Span(start, second.span.last), "between", exact, True)
        return Mark(last.start, mark.end, "time", whole), None
    beside = gap in ("", "last", "this", "earlier")
    if gap in ("or", "nor") and (either := _either(last, mark, text)):
        return either, None
    whose = first.prep == "since" and beside and second.prep == "in" and not second.exact
    if whose and first.span.first and second.span.meets(first.span):
        return last._replace(end=mark.end), None  # `since she took office last month`
    if not gap and first.weekday is not None and second.exact:
        return Mark(last.start, mark.end, "time", second.on_weekday(first.weekday)), None
    return last, mark


_YEAR = re.compile(r"\b(?:19|20)\d\d\b")


def _either(last: Mark, mark: Mark, text: str) -> Mark | None:
    """Return one mark for `July or August`, or None if the second period is not the next one.

    If only the second period has a year, the first one gets that year, or the year before.
    """
    first, second = last.value.span, mark.value.span
    if {last.value.prep, mark.value.prep} != {"in"} or None in (*first, *second):
        return None
    years = 0
    if not _YEAR.search(text, last.start, last.end) and _YEAR.search(text, mark.start, mark.end):
        after = (first.first.month, first.first.day) > (second.first.month, second.first.day)
        years = second.first.year - first.first.year - after
    start, end = (moved(day, years, "year") for day in first)
    if end + dt.timedelta(1) != second.first:
        return None
    whole = Time(Span(start, second.last), exact=False)
    return Mark(last.start, mark.end, "time", whole)


_FEW_WORDS = re.compile(r" (?:\w+ ){0,2}")


def _after_none(last: Mark, mark: Mark, text: str) -> Pair:
    """Return (mark, None) for `did not come until May 9`. Otherwise return (`last`, `mark`)."""
    between = text[last.end : mark.start]
    if mark.value.prep == "until" and _FEW_WORDS.fullmatch(between):
        return mark._replace(value=mark.value._replace(prep="in")), None
    return last, mark


_IN_THE = re.compile(r"\b(?:[Ii]n|[Oo]ver|[Dd]uring) the $")


def _after_distance(last: Mark, mark: Mark, text: str) -> Pair:
    """Return (mark, None) for a distance and a date, as in `in the ten days to Dec. 5`.

    Otherwise return both marks. In `a week before 5 May`, the distance is `a week before`.
    """
    length, time = last.value, mark.value
    if time.prep == "until" and time.span.last and _IN_THE.search(text[: last.start]):
        number, unit = length.low, "day"
        if text[last.start : last.end].endswith(("month", "months")):
            number, unit = (length.high - 3) // 31, "month"
        span = units_to(time.span.last, number, unit)
        return Mark(last.start, mark.end, "time", Time(span, "between", exact=False)), None
    beside = not text[last.end : mark.start].strip()
    if length.way == "between" and beside and time.prep in ("before", "after") and time.exact:
        return last._replace(end=mark.start, value=length._replace(way=time.prep)), mark
    return last, mark


_JOINERS: Mapping[str, Callable[[Mark, Mark, str], Pair]] = {
    "time": _after_time, "none": _after_none, "distance": _after_distance,
}  # fmt: skip
"""The function that joins a mark and a date after the mark, by the kind of the mark."""

_ON_THE = re.compile(r"\bon the $")
_NUMBER_OF_DAY = re.compile(r"([0-9]+)(?:st|nd|rd|th)")


def _day_of_month(mark: Mark, before: Sequence[Mark], text: str) -> Mark | None:
    """Return the mark for a day such as `on the 25th`. The last date before it gives the month."""
    start = _ON_THE.search(text[: mark.start])
    number = _NUMBER_OF_DAY.match(text, mark.start, mark.end)
    months = [one.value for one in before if one.kind == "time" and one.value.span.first]
    if not start or not number or not months or (months[-1].exact and months[-1].both):
        return None
    first, day = months[-1].span.first, int(number[1])
    if not 1 <= day <= month_length(first.year, first.month):
        return None
    date = first.replace(day=day)
    return Mark(start.start(), mark.end, "time", Time(Span(date, date)))
