"""Find distances in a sentence: numbers of days between two events, such as `a week later`."""

from __future__ import annotations

from collections.abc import Iterator

from chrono.core.proof.times import Distance
from chrono.core.proof.words import Forms, compiled, has_word, number_in

_UNITS = {"day": 1, "week": 7, "fortnight": 14, "month": 30, "year": 365}
"""The lengths of units of time [days]."""

_SLACK = {"day": 0, "week": 1, "fortnight": 2, "month": 5, "year": 20}
"""By how many days a distance may be longer or shorter, for each unit of time."""

_ABOUT = ("about", "around", "roughly", "some", "nearly", "almost", "barely", "just under")
_WITHIN = ("within", "inside")
_MORE = ("more than", "over", "at least")
_LESS = ("less than", "under", "fewer than", "not", "at most", "no more than")
_JUST_OVER = ("just over", "a little over", "little more than", "a little more than")


def distance(number: int, unit: str, way: str, hedge: str = "") -> Distance:
    """Return the distance for a number of units of time, such as 3 weeks.

    Only a number of days without a hedge is exact. Any other distance is a range.

    - `unit`: "day", "week", "fortnight", "month" or "year", in the singular or plural
    - `way`: "after", "before", "near" or "between", as in Distance
    - `hedge`: words before the number, such as "about" or "more than", or ""
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
    elif hedge in _WITHIN:
        low, high = 0, 31 * number if unit == "month" else days
    elif hedge in _JUST_OVER:
        low, high = days, days + max(2, days // 4)
    return Distance(low, high, way, exact=unit == "day" and not hedge)


_BEFORE = ("before", "ahead of", "prior to", "earlier", "previously", "beforehand")
_AFTER = ("after", "following", "on from", "into", "later", "afterwards")
_WAYS = {**dict.fromkeys(_AFTER, "after"), **dict.fromkeys(_BEFORE, "before")}
"""Words after a number of days, and whether they mean "before" or "after" the other event."""

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
_WAY = rf" (?P<way>{'|'.join(_WAYS)}|on(?! (?:MONTH|WEEKDAY|DAY)))\b"
_ON = r"\b(?:[Oo]n )?"

_FIXED = Forms[Distance]((
    # the day after, the eve of
    (rf"{_ON}[Tt]he (?:very )?day after\b|\b[Tt]he morning after\b", Distance(1, 1, "after"),
     "after"),
    (rf"{_ON}[Tt]he day before\b|\b[Tt]he eve of\b", Distance(1, 1, "before"), "before eve"),
    # the next day, the previous day, the same day
    (rf"{_ON}[Tt]he (?:very )?(?:next|following) day\b|\ba day on\b", Distance(1, 1, "after"),
     "day"),
    (rf"{_ON}[Tt]he (?:previous|preceding) day\b|\b[Tt]he day before(?=[,.;]|$)",
     Distance(1, 1, "before"), "day"),
    (rf"{_ON}(?:[Tt]he|[Tt]hat) (?:very )?same day\b|\b(?:[Oo]n|[Ll]ater) that (?:very )?day\b",
     Distance(0, 0, "after"), "day"),
    # the following week, the next month
    (r"\b[Tt]he (?:next|following) week\b", Distance(1, 13, "after", exact=False), "week"),
    (r"\b[Tt]he (?:next|following) month\b", Distance(8, 61, "after", exact=False), "month"),
))  # fmt: skip
"""Phrases that each mean one distance. A comment before each row has an example."""


def distances(text: str) -> Iterator[tuple[int, int, Distance]]:
    """Yield (start, end, distance) for each distance in a sentence [characters].

    `three days after` gives two results, with and without `after`. The word may belong to the next
    words instead.
    """
    for match, length in _FIXED.matches(text):
        yield match.start(), match.end(), length
    if not has_word(text, _LENGTH_WORDS):
        return
    for match in compiled(rf"{_LENGTH}\b").finditer(text):
        word, hedge = match["number"].lower(), (match["hedge"] or "").lower()
        number = 1 if word == "a" else number_in(word)
        if number is None:
            continue  # half a year
        start, end = match.end() - len(match[0].lstrip()), match.end()
        ways = [("between", end)]
        if way := compiled(_WAY).match(text, end):
            ways.append((_WAYS.get(way["way"], "after"), way.end()))
        elif hedge in _WITHIN and compiled(r" of\b").match(text, end):
            ways.append(("near", end + len(" of")))
        if hedge in ("just", "only", "full", "exactly"):
            hedge = ""
        for name, last in ways:
            yield start, last, distance(number, match["unit"], name, hedge)
