"""Check a number in a text against the count that a comment after the number asks for.

An example is `twice <!-- = count 2025 --actor Xi -->`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from chrono.core.counting import Count
from chrono.core.model import Number
from chrono.core.proof.findings import Counted, Finding
from chrono.core.proof.passages import Passage
from chrono.core.proof.words import compiled, number_in, overlaps, sentences
from chrono.core.verdicts import TextVerdict

_NUMBER = r"(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+(?![0-9a-z]|[.,][0-9])|ORDINAL|CARDINAL)"
_STATED = (
    r"(?i:(?<![\w$€£.,-])(?:(?P<least>at least|no fewer than|not fewer than|no less than)"
    r"|(?P<most>at most|no more than|not more than|up to)|(?P<more>more than|over)"
    r"|(?P<fewer>fewer than|less than)|(?P<pair>between))? ?"
    rf"\b(?P<n>{_NUMBER})(?:(?(pair) and | ?(?:[-–—]|\bto\b|\bor\b) ?)(?P<to>{_NUMBER}))?"
    r"|\b(?P<zero>not (?:\w+ ){0,3}?once|never|not a single|no(?! (?:fewer|more|less)\b))\b"
    r"|\b(?P<once>once)\b|\b(?P<twice>twice|both|a pair of)\b|\b(?P<thrice>thrice)\b"
    r"|\b(?P<dozen>a dozen)\b|\b(?P<half>half a dozen)\b)(?![\w%])"
)
_WORDS = {"zero": 0, "once": 1, "twice": 2, "thrice": 3, "half": 6, "dozen": 12}
_ARTICLE = re.compile(r"(?:(\w+) )?\b(an?|the (?:only|single|one))(?: [\w'’-]+){1,3} *$", re.I)
"""Matches an article and a noun at the end of a text, such as "an in-person meeting".

The match includes the word before the article.
"""
_NO_NUMBER = {"in", "of", "for", "over", "within", "per", "at", "on", "during", "times", "after"}
"""Words after which "a" is not a number, as in `four calls in a year`."""
_DATED = compiled(r"(?i:MONTH (?:the )?$)")
_DATE_GOES_ON = compiled(r"(?i: ?(?:of )?MONTH)")
_YEAR = re.compile(r"(?:19|20)[0-9]{2}")


class Stated(NamedTuple):
    """A number in a text.

    - `start`, `end`: the position of the number in the whole text [characters]
    - `text`: the words for the number
    - `low`, `high`: the least and the greatest number that the words allow, or None for no limit
    """

    start: int
    end: int
    text: str
    low: int | None
    high: int | None


def number_before(passages: Sequence[Passage], place: int) -> Stated | None:
    """Return the last number before position `place` in the text [characters], or None if there is
    none.

    - The number must be in the same sentence or cell
    - Years and days of dates do not count
    - `an` is a number in `an in-person meeting`
    """
    before = [passage for passage in passages if passage.start < place]
    if not before:
        return None
    passage = before[-1]
    start, text = passage.start, passage.text[: place - passage.start]
    for cell in passage.cells:
        if cell.start <= place <= cell.end:
            start, text = cell.start, passage.text[cell.start - start : place - start]
            break
    else:
        *_, (start, text) = [(start, text), *sentences(text, start)]
    return _last_number(text, start)


def _last_number(text: str, start: int) -> Stated | None:
    matches = [match for match in compiled(_STATED).finditer(text) if not _is_date(match)]
    article = _ARTICLE.search(text)
    if article and (article[1] or "").lower() not in _NO_NUMBER:
        first, last = article.span(2)
        if not matches or matches[-1].end() <= last:
            return Stated(start + first, start + last, article[2], 1, 1)
    if not matches:
        return None
    match = matches[-1]
    for name, number in _WORDS.items():
        if match[name]:
            return _stated(match, start, number, number)
    low = high = _number(match["n"])
    if match["to"]:
        high = _number(match["to"])
    if match["least"] or match["more"]:
        return _stated(match, start, low + bool(match["more"]), None)
    if match["most"] or match["fewer"]:
        return _stated(match, start, None, high - bool(match["fewer"]))
    return _stated(match, start, low, high)


def _stated(match: re.Match[str], start: int, low: int | None, high: int | None) -> Stated:
    first = match.start() + len(match[0]) - len(match[0].lstrip())
    return Stated(start + first, start + match.end(), match[0].strip(), low, high)


def _is_date(match: re.Match[str]) -> bool:
    """Return whether the group "n" is part of a date, as in `2025`, `Dec 5` or `5 December`."""
    text, number = match.string, match["n"] or ""
    return bool(
        _YEAR.fullmatch(number)
        or (number and _DATED.search(text, 0, match.start("n")))
        or (number and _DATE_GOES_ON.match(text, match.end()))
    )


def _number(text: str) -> int:
    return number_in(text.replace(",", "")) or 0


def answered(
    stated: Stated, question: str, counted: Count, covered: bool, about: Counted | None = None
) -> Finding:
    """Return the finding for a number that has a question in a comment.

    - `question`: the question, as a command line
    - `counted`: the answer to the question
    - `covered`: whether the ledger covers the whole period of the question
    - `about`: the events that the number counts, or None if no claim can describe them
    """
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
    return Finding(stated.start, stated.end, "count", verdict, reading, answer, events, about)


def with_answers(findings: Sequence[Finding], answers: Sequence[Finding]) -> list[Finding]:
    """Return `findings` and `answers` in order. An answer replaces overlapping findings."""
    kept = [one for one in findings if not overlaps(one.start, one.end, answers)]
    return sorted([*kept, *answers], key=lambda finding: (finding.start, finding.end))
