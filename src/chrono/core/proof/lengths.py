"""Numbers of days between two events, as a text names them: `three days later`, `a week after`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from chrono.core.proof.calendar_dates import Match
from chrono.core.proof.times import Distance
from chrono.core.proof.words import Row, number_in

_UNITS = {"day": 1, "week": 7, "fortnight": 14, "month": 30, "year": 365}
"""Unit -> its days."""

_SLACK = {"day": 0, "week": 1, "fortnight": 2, "month": 5, "year": 20}
"""Unit -> by how many days one of them may be longer or shorter."""

_ABOUT = ("about", "around", "roughly", "some", "nearly", "almost", "barely", "just under")
_MORE = ("more than", "over", "at least")
_LESS = ("less than", "under", "fewer than", "not", "at most", "no more than")
_JUST_OVER = ("just over", "a little over", "little more than", "a little more than")


def distance(number: int, unit: str, way: str, hedge: str = "") -> Distance:
    """The distance for a number of units: exact for days, and about half a unit wide for others.

    `hedge`: a word before it, such as "about", "almost", "more than" or "within".
    """
    unit = unit.removesuffix("s")
    days = number * _UNITS[unit]
    slack = _SLACK[unit] + (number - 1 if unit != "day" else 0)
    low, high = days - slack, days + slack
    if unit == "month":
        low, high = 28 * number - 3, 31 * number + 3
    if hedge in _ABOUT:
        low, high = min(low, days - max(1, days // 6)), max(high, days + max(1, days // 8))
    elif hedge in _MORE:
        low, high = days + (hedge == "more than" and unit == "day"), days * 3 // 2 + 2
    elif hedge in _LESS:
        low, high = 0, days + (unit == "month")
    elif hedge in ("within", "inside"):
        low, high = 0, 31 * number if unit == "month" else days
    elif hedge in _JUST_OVER:
        low, high = days, days + max(2, days // 4)
    return Distance(low, high, way, exact=unit == "day" and not hedge)


Reader = Callable[[Match], Distance | None]


def _length(match: Match, way: str) -> Distance | None:
    word, hedge = match["number"].lower(), (match["hedge"] or "").lower()
    number = 1 if word == "a" else number_in(word)
    if number is None:
        return None
    if hedge in ("just", "only", "full", "exactly"):
        hedge = ""
    return distance(number, match["unit"], way, hedge)


def _within(match: Match) -> Distance | None:
    """`within a month of`: on either side. `a week of talks` is no distance."""
    hedge = (match["hedge"] or "").lower()
    return _length(match, "near") if hedge in ("within", "inside") else None


def _fixed(low: int, high: int, way: str) -> Reader:
    value = Distance(low, high, way, exact=low == high)
    return lambda match: value


_AFTER, _BEFORE = partial(_length, way="after"), partial(_length, way="before")

_HEDGE = (
    r"(?P<hedge>[Aa]bout|[Ss]ome|[Aa]round|[Rr]oughly|[Nn]early|[Aa]lmost|[Bb]arely|[Jj]ust under"
    r"|[Mm]ore than|[Oo]ver|[Aa]t least|[Ll]ess than|[Ff]ewer than|[Uu]nder|[Nn]o more than"
    r"|[Ww]ithin|[Ii]nside|[Jj]ust over|[Ll]ittle more than|[Aa] little over|[Jj]ust|[Oo]nly"
    r"|[Ff]ull|[Ee]xactly)?"
)
_LENGTH = (
    rf"\b{_HEDGE} ?(?P<number>[Aa]|[Oo]ne|[Hh]alf a|CARDINAL|[1-9]\d\d?)(?: full| whole| long)?"
    r"[ -](?P<unit>days?|weeks?|fortnight|months?|years?)"
)
_LENGTH_WORDS = "day days week weeks fortnight month months year years"
_ON = r"\b(?:[Oo]n )?"

DISTANCES: Sequence[Row[Reader]] = (
    # three days after, two weeks before
    (rf"{_LENGTH} (?:after|following|on from)\b", _AFTER, _LENGTH_WORDS),
    (rf"{_LENGTH} (?:before|ahead of|prior to)\b", _BEFORE, _LENGTH_WORDS),
    # a month into
    (rf"{_LENGTH} into\b", _AFTER, "into"),
    # within a month of
    (rf"{_LENGTH} of\b", _within, "within inside"),
    # 25 days later, a week earlier
    (rf"{_LENGTH} (?:later|afterwards|on(?! (?:MONTH|WEEKDAY|DAY)))\b", _AFTER, _LENGTH_WORDS),
    (rf"{_LENGTH} (?:earlier|previously|beforehand)\b", _BEFORE, "earlier previously beforehand"),
    # the day after, the eve of
    (rf"{_ON}[Tt]he (?:very )?day after\b|\b[Tt]he morning after\b", _fixed(1, 1, "after"),
     "after"),
    (rf"{_ON}[Tt]he day before\b|\b[Tt]he eve of\b", _fixed(1, 1, "before"), "before eve"),
    # the next day, the previous day, the same day
    (rf"{_ON}[Tt]he (?:very )?(?:next|following) day\b|\ba day on\b", _fixed(1, 1, "after"),
     "day"),
    (rf"{_ON}[Tt]he (?:previous|preceding) day\b|\b[Tt]he day before(?=[,.;]|$)",
     _fixed(1, 1, "before"), "day"),
    (rf"{_ON}(?:[Tt]he|[Tt]hat) (?:very )?same day\b|\b(?:[Oo]n|[Ll]ater) that (?:very )?day\b",
     _fixed(0, 0, "after"), "day"),
    # the following week, the next month
    (r"\b[Tt]he (?:next|following) week\b", _fixed(1, 13, "after"), "week"),
    (r"\b[Tt]he (?:next|following) month\b", _fixed(8, 61, "after"), "month"),
    # three days
    (rf"{_LENGTH}\b", partial(_length, way="between"), _LENGTH_WORDS),
)  # fmt: skip
"""An example of each form, and its row for `found`."""
