"""Find numbers of contacts in a sentence: `twice`, `no fewer than four`, `their fifth`, `never`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from chrono.core.proof.words import (
    CARDINAL_WORDS,
    ORDINAL_WORDS,
    Forms,
    Mark,
    compiled,
    number_in,
    one_form,
    word_before,
)


class Amount(NamedTuple):
    """A number of events in a text.

    - `low`, `high`: the least and the greatest number, or None for no limit
    - `times`: True if no noun follows the number, as in `met twice`
    - `all`: True for all events of a group, as in `both`
    """

    low: int | None
    high: int | None
    times: bool = False
    all: bool = False


class Ordinal(NamedTuple):
    """An ordinal. `number`: 1 for `first` and so on, -1 for `last`, 0 for `only`."""

    number: int


_AT_LEAST = r"(?:at least|no fewer than|no less than|not fewer than|a minimum of)"
_AT_MOST = r"(?:at most|no more than|not more than|up to|a maximum of)"

_CARDINAL = one_form(
    r"CARDINAL:n(?P<times>(?: (?!dozen|hundred)\w+)? (?:times|occasions)\b)?", CARDINAL_WORDS
)
"""Matches a cardinal number with the words after it, as in `four separate times`."""


_LIMIT = re.compile(
    rf"(?:(?P<least>{_AT_LEAST})|(?P<most>{_AT_MOST})|(?P<more>more than|over)"
    r"|(?P<fewer>fewer than|less than)|(?P<only>only|just|exactly|a total of)|(?P<all>all)) ?$",
    re.IGNORECASE,
)
"""Matches words before a cardinal number that give a limit, such as `no fewer than`."""

_LIMIT_ENDS = frozenset((
    "least", "than", "of", "most", "to", "over", "only", "just", "exactly", "all",
))  # fmt: skip
"""The last words of all texts that _LIMIT matches."""

_LONGEST_LIMIT = 20
"""The length of the longest text that _LIMIT matches [characters]."""


def _limit(text: str, start: int) -> tuple[int, str]:
    """Return (start [characters], limit) of a number with the words before it.

    The limit is "least" for `at least four`, or "" for `four`.
    """
    if word_before(text, start) in _LIMIT_ENDS:
        match = _LIMIT.search(text, max(0, start - _LONGEST_LIMIT), start)
        if match:
            return match.start(), match.lastgroup or ""
    return start, ""


_OTHER_WORD_BEFORE = re.compile(
    r"\b(?:about|around|some|nearly|almost|roughly|perhaps|maybe|another|other|more than|over"
    r"|between|a further|under|one of|two of|three of|takes|the first|the last|next|every|page|room"
    r"|article|announcements?|no\.|chapter|line) ?$",
    re.IGNORECASE,
)
"""Matches words before a number that is vague or does not count contacts, such as `about`."""

_LONGEST_WORD = 20
"""The length of the longest text that _OTHER_WORD_BEFORE matches [characters]."""

_VAGUE = re.compile(r"\b(?:about|around|nearly|almost|roughly|perhaps|maybe) $", re.IGNORECASE)

_OTHER_UNIT = re.compile(
    r"[ -](?:per ?cent|percent|percentage|points?|million|billion|trillion|thousand|hundred|tonnes?"
    r"|tons?|dozen|bushels?|euros?|dollars?|yuan|degrees|miles|kilomet\w+|hours?|minutes?|seconds?"
    r"|years?[- ]old|clocks?|copies|pages|ships|planes|seats|chairs|votes|products|tariffs|orders"
    r"|people|of us|sides|companies|firms|lawyers|families|countries|economies|governments|capitals"
    r"|powers|nations|largest|cities|states|provinces|times (?:as|more|higher|larger|the)|in four"
    r"|out of)\b"
)
"""Matches words after a number that does not count contacts, such as `per cent`."""

_OF_ALL = re.compile(r" of [A-Z][\w’'-]*['’]s? ")
_OF_OWNER = re.compile(r"\bof [A-Z][\w’'-]*['’]s $")
_DEFINITE = re.compile(r"\b(?:[Tt]he|[Tt]his|[Tt]hat) $")

_DOZENS = tuple(
    (rf"(?i:{before}{dozen}){after}", Amount(low, high, times), "dozen")
    for dozen, number in (
        ("(?:half a |a half[ -])dozen", 6), ("a dozen", 12), ("two dozen", 24), ("three dozen", 36)
    )
    for before, low, high in (
        ("", number, number), (f"{_AT_LEAST} ", number, None), ("more than ", number + 1, None)
    )
    for after, times in ((" times", True), ("(?! times)", False))
)  # fmt: skip

_AMOUNTS = Forms((rf"(?<![\w-])(?:{row})(?![\w-])", amount, words) for row, amount, words in (
    *_DOZENS,
    (rf"{_AT_LEAST} once", Amount(1, None, True), "once"),
    (rf"{_AT_LEAST} twice", Amount(2, None, True), "twice"),
    (r"more than once", Amount(2, None, True), "once"),
    (r"more than twice", Amount(3, None, True), "twice"),
    (r"(?:only |just |exactly )?[Oo]nce(?! (?:the|a|more|again|he|they|it)\b)(?! \w+ed\b)",
     Amount(1, 1, True), "once"),
    (r"(?:only |just )?[Tt]wice(?! as)", Amount(2, 2, True), "twice"),
    (r"[Tt]hrice", Amount(3, 3, True), "thrice"),
    (r"[Aa] (?:pair|brace) of", Amount(2, 2), "pair brace"),
    (r"[Aa] (?:single|lone)|[Jj]ust one|[Oo]nly one", Amount(1, 1), "single lone one"),
    (r"[Bb]oth", Amount(2, 2, False, True), "both"),
    (r"(?:[Nn]one|[Nn]ot one)(?= of (?:them|these|those|which|the))", Amount(0, 0), "none not"),
))  # fmt: skip
"""Rows for numbers in words other than cardinals, such as `twice`."""

_NONE = one_form(
    r"(?<![\w-])(?:[Nn]ot (?:even )?once|[Nn]ever(?: once)?|[Nn]ot a single|[Nn]either"
    r"|[Nn]o(?! (?:fewer|less|more|longer|sooner|doubt|later|date|one|talk))"
    r"|(?:has|have|had) yet to"
    r"|(?:did|do|does|have|has|had)(?:n['’]t| not)(?: yet| even| once)*)(?![\w-])",
    "not never no neither yet didn don doesn haven hasn hadn",
)
"""Matches words that state that there was no contact, such as `never`."""

_A_TIME = one_form(r"(?<![\w-])[Aa] ORDINAL:n [Tt]ime(?![\w-])", ORDINAL_WORDS)
"""Matches `a third time`, which is a number, or an ordinal beside a day (see `counts`)."""

_NUMBERED = one_form(
    r"ORDINAL:n(?! (?:half|quarter|week|days?|term|largest|test|hand"
    r"|time in (?!(?:19|20)\d\d)[a-z\d]))",
    ORDINAL_WORDS,
)
"""Matches ordinals in words or figures: `third`, `3rd`."""

_LAST = Forms[Ordinal]((
    (r"(?<![\w-])(?:[Mm]ost recent(?:ly)?|[Ll]atest|[Ff]inal|(?<=and )last(?=,)"
     r"|(?:(?<=[Tt]he )|(?<=[Tt]heir )|(?<=[Hh]is )|(?<=['’]s )|(?<=s['’] ))last)"
     r"(?![\w-])(?! (?:week|month|year|term))", Ordinal(-1), "recent recently latest final last"),
    (r"(?<!had )last(?= (?:met|meet|spoke|talked|conferred|saw each other|sat down|held)\b)",
     Ordinal(-1), "last"),
    (r"(?<=[Tt]he )only(?! \w+ed\b)|(?<=[Tt]heir )only|(?<=its )only", Ordinal(0), "only"),
))  # fmt: skip
"""Rows for ordinals that have no number, such as `latest`."""


def amounts(text: str) -> Iterator[Mark]:
    """Yield the marks of a sentence's numbers and ordinals that may count contacts."""
    for match, _ in _CARDINAL.matches(text):
        start, limit = _limit(text, match.start())
        if _may_count(match, start, text):
            yield _cardinal(match, start, limit, text)
    for match, amount in _AMOUNTS.matches(text):
        if not _OTHER_UNIT.match(text, match.end()) and not _VAGUE.search(text, 0, match.start()):
            yield Mark(*match.span(), "amount", amount)
    for match, _ in _A_TIME.matches(text):
        if (number := number_in(match["n"])) and number > 1:
            yield Mark(*match.span(), "amount", Amount(number, number, True))
    for match, _ in _NONE.matches(text):
        yield Mark(*match.span(), "none", Amount(0, 0, True))
    for match, _ in _NUMBERED.matches(text):
        if number := number_in(match["n"]):
            yield Mark(*match.span(), "ordinal", Ordinal(number))
    for match, ordinal in _LAST.matches(text):
        yield Mark(*match.span(), "ordinal", ordinal)


def _may_count(match: re.Match[str], first: int, text: str) -> bool:
    start, end = match.start("n"), match.end()
    before = text[:first]
    if _OTHER_UNIT.match(text, end):
        return False
    if _OTHER_WORD_BEFORE.search(before, max(0, len(before) - _LONGEST_WORD)):
        return False
    if compiled(r" of CARDINAL").match(text, end):
        return False  # `one of six calls`
    if _OF_ALL.match(text, end) or _OF_OWNER.search(before):
        return False  # `three of Bo's four calls`
    if match["n"].lower() in ("one", "1") and _DEFINITE.search(before):
        return False  # `the one in November`
    return not before or text[start - 1] not in "$€£.,-:"


def _cardinal(match: re.Match[str], start: int, limit: str, text: str) -> Mark:
    number = number_in(match["n"]) or 0
    low: int | None = number
    high: int | None = number
    if limit in ("least", "more"):
        low, high = number + (limit == "more"), None
    elif limit in ("most", "fewer"):
        low, high = None, number - (limit == "fewer")
    if (match["times"] or "").endswith("occasions") and text[:start].endswith("on "):
        start -= len("on ")
    amount = Amount(low, high, bool(match["times"]), limit == "all")
    return Mark(start, match.end(), "amount", amount)
