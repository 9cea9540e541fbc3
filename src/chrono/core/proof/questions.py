"""Check a number against the count that a comment asks for: `twice <!-- = count 2025 -->`."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from chrono.core.calendar import Context, times
from chrono.core.counting import Count
from chrono.core.english import NUMBER_WORDS
from chrono.core.model import Number
from chrono.core.proof.findings import Counted, Finding
from chrono.core.proof.words import LIMITS, MOST, ORDINALS
from chrono.core.prose import Passage, sentences
from chrono.core.verdicts import TextVerdict

_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_VALUES: dict[str, int] = {
    **{word: number for number, word in enumerate(NUMBER_WORDS)},
    **{word: 10 * number for number, word in enumerate(_TENS, 2)},
    **{word: number for number, word in enumerate(ORDINALS, 1)},
    "no": 0, "never": 0, "not a single": 0, "once": 1, "twice": 2, "both": 2, "a pair of": 2,
    "thrice": 3, "half a dozen": 6, "a dozen": 12,
}  # fmt: skip
_WORDS = "|".join(sorted(_VALUES, key=len, reverse=True))
_NUMBER = rf"(?:\d{{1,3}}(?:,\d{{3}})+|\d+(?:st|nd|rd|th)?|(?:{'|'.join(_TENS)})-\w+|{_WORDS})"
_STATED = re.compile(
    rf"(?<![\w$€£.,-])(?:(?P<limit>{'|'.join((*LIMITS, *MOST))}) |(?P<pair>between ))?"
    rf"(?P<low>not (?:\w+ ){{0,3}}?once|{_NUMBER})"
    rf"(?:(?(pair) and | ?(?:[-–—]|\bto\b|\bor\b) ?)(?P<high>{_NUMBER}))?(?![\w%]|[.,]\d)",
    re.I,
)
_ARTICLE = re.compile(r"(?:(\w+) )?\b(an?|the (?:only|single|one))(?: [\w'’-]+){1,3} *$", re.I)
"""Matches an article and a noun at the end of a text, such as "an in-person meeting"."""

_NO_NUMBER = {"in", "of", "for", "over", "within", "per", "at", "on", "during", "times", "after"}
"""Words after which "a" is not a number, as in `four calls in a year`."""


class Stated(NamedTuple):
    """A number in a text."""

    start: int  # the position of the number in the whole text [characters]
    end: int
    low: int | None  # the least and the greatest number that the words allow, or None for no limit
    high: int | None
    sentence: tuple[int, int] = (0, 0)  # its sentence, or row of a table


def number_before(passages: Sequence[Passage], place: int) -> Stated | None:
    """Return the last number before position `place` in the text [characters], or None."""
    before = [passage for passage in passages if passage.start < place]
    if not before:
        return None
    passage = before[-1]
    first, last = passage.start, passage.start + len(passage.text)
    for start, words in sentences(passage.text, first) if not passage.cells else ():
        if start < place:
            first, last = start, start + len(words)
    begin = next((cell.start for cell in passage.cells if cell.start <= place <= cell.end), first)
    found = _last_number(passage.text[begin - passage.start : place - passage.start], begin)
    return found and found._replace(sentence=(first, last))


def _last_number(text: str, start: int) -> Stated | None:
    days = [(one.start, one.end) for one in times(text, Context(dt.date.max))]
    matches = [match for match in _STATED.finditer(text)
               if not any(first <= match.start("low") < last for first, last in days)]  # fmt: skip
    article = _ARTICLE.search(text)
    if article and (article[1] or "").lower() not in _NO_NUMBER:
        first, last = article.span(2)
        if not matches or matches[-1].end() <= last:
            return Stated(start + first, start + last, 1, 1)
    if not matches:
        return None
    match = matches[-1]
    first = _value(match["low"])
    last = _value(match["high"]) if match["high"] else first
    limit = (match["limit"] or "").lower()
    low = None if limit in MOST else first + LIMITS.get(limit, 0)
    high = last + MOST[limit] if limit in MOST else None if limit else last
    return Stated(start + match.start(), start + match.end(), low, high)


def _value(text: str) -> int:
    word = text.lower().replace(",", "")
    if found := re.match(r"\d+", word):
        return int(found[0])
    tens, _, units = word.partition("-")
    return _VALUES.get(tens, 0) + _VALUES.get(units, 0)


def answered(
    stated: Stated, question: str, counted: Count, covered: bool, about: Counted | None = None
) -> Finding:
    """Return the finding for a number that has a question in a comment."""
    low, high = stated.low or 0, counted.max if stated.high is None else stated.high
    verdict: TextVerdict = "cannot tell"
    if covered and low <= counted.min and counted.max <= high:
        verdict = "stands"
    elif covered and (counted.max < low or counted.min > high):
        verdict = "differs"
    answer = "" if verdict == "stands" else counted.text()
    if not covered:
        answer = f"{answer}, but the ledger does not cover all of these days"
    events = tuple(match.event for match in counted.matches)
    reading = f"{Number(stated.low, stated.high)} = {question}"
    return Finding(
        stated.start, stated.end, verdict, reading, answer, events, stated.sentence, None, about
    )


def with_answers(findings: Iterable[Finding], answers: Sequence[Finding]) -> list[Finding]:
    """Return `findings` and `answers` in order. An answer replaces findings at the same place."""
    kept = []
    for one in findings:
        first, last = one.sentence
        inside = [answer for answer in answers if first <= answer.start < last]
        overlaps = any(one.start < answer.end and answer.start < one.end for answer in inside)
        if not (overlaps or (inside and one.verdict == "not read")):
            kept.append(one)
    return sorted([*kept, *answers], key=lambda finding: (finding.start, finding.end))
