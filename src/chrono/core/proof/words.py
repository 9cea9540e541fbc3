"""The words of a text: sentences, marks, and functions that search for words and numbers.

To save time, each pattern has a list of words. The pattern is only searched for in sentences with
one of these words.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Sequence
from functools import cache, lru_cache
from typing import Any, Generic, NamedTuple, Protocol, TypeVar

from chrono.core.english import NUMBER_WORDS
from chrono.core.names import fold
from chrono.core.spans import MONTHS, WEEKDAYS

_MONTHS = "Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec"
_SHORT = (
    rf"{_MONTHS}|{_MONTHS.upper()}|Mon|Tues?|Wed|Thurs?|Fri|Sat|Sun"
    "|Mr|Mrs|Ms|Dr|Jr|Sr|Prof|Gen|Adm|Col|Lt|Sen|Rep|Gov|Amb|Sec|St|No|Nos|vs|approx|ca|cf|etc|p|pp"
    r"|[A-Z]|[A-Z]\.[A-Z]"
)
_END = re.compile(r"[.!?]+[\"”’')\]]*(?:\[\^?\w{1,3}\])*(?=\s|$)")
"""Matches the end of a sentence, with closing quotation marks and notes such as `[1]`."""
_ABBREVIATED = re.compile(rf"(?:^|[\s(–-])(?:{_SHORT})$")


class Sentence(NamedTuple):
    """A sentence. `start`: its position in the whole text [characters]."""

    start: int
    text: str


class Mark(NamedTuple):
    """One or more words of a sentence, with a meaning.

    - `start`, `end`: the position of the words in the sentence [characters]
    - `kind`: the kind of mark, such as "time" (the docstring of this package lists all kinds)
    - `value`: the meaning. Its type depends on `kind`, such as Time for "time"
    """

    start: int
    end: int
    kind: str
    value: Any


class Placed(Protocol):
    """An object with a position in a text, such as a mark or a finding."""

    @property
    def start(self) -> int:
        """Return the position of the object's first character."""

    @property
    def end(self) -> int:
        """Return the position after the object's last character."""


def overlaps(start: int, end: int, others: Iterable[Placed]) -> bool:
    """Return whether the text from `start` to `end` (exclusive) overlaps one of `others`."""
    return any(start < other.end and other.start < end for other in others)


def part_around(text: str, start: int, end: int, breaks: re.Pattern[str]) -> tuple[int, int]:
    """Return (start, end) [characters] of the part of `text` that contains some words.

    - `start`, `end`: the position of the words in `text` [characters]
    - `breaks`: a pattern for what separates two parts, such as a comma
    """
    before = [match.end() for match in breaks.finditer(text, 0, start)]
    after = breaks.search(text, end)
    return before[-1] if before else 0, after.start() if after else len(text)


def sentences(text: str, start: int = 0) -> Iterator[Sentence]:
    """Yield the sentences of a text. `start`: the position of the text in the file [characters].

    A full stop after an abbreviation (`Oct.`, `U.S.`) ends a sentence only before a word such as
    `The`.
    """
    begin = 0
    for match in _END.finditer(text):
        if match[0].startswith(".") and _goes_on(text, match.start(), match.end()):
            continue
        yield from _trimmed(text, begin, match.end(), start)
        begin = match.end()
    yield from _trimmed(text, begin, len(text), start)


_OPENERS = re.compile(
    r"\s+(?:The|A|An|It|They|In|On|At|That|This|But|And|Both|Its|Their|By|Two|Three|Four)\b"
)


def _goes_on(text: str, stop: int, end: int) -> bool:
    if not _ABBREVIATED.search(text, max(0, stop - 8), stop):
        return False
    return not _OPENERS.match(text, end)


def _trimmed(text: str, begin: int, end: int, start: int) -> Iterator[Sentence]:
    piece = text[begin:end]
    bare = piece.strip()
    if bare:
        yield Sentence(start + begin + piece.index(bare), bare)


CARDINALS = {word: number for number, word in enumerate(NUMBER_WORDS)}
_TENS = {word: 10 * number for number, word in enumerate(
    ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"), 2
)}  # fmt: skip

_ORDINALS = (
    "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth",
    "tenth", "eleventh", "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth",
    "seventeenth", "eighteenth", "nineteenth", "twentieth",
)  # fmt: skip
ORDINALS = {word: number for number, word in enumerate(_ORDINALS, 1)}


def _either_case(words: Iterable[str]) -> str:
    return "|".join([*words, *(word.capitalize() for word in words)])


_UNITS = "|".join(NUMBER_WORDS[1:10])
_MONTH_NAMES = "|".join(
    rf"{name[:3]}(?:{name[3:]}\b|\.|\b)" if name != "May" else r"May\b" for name in MONTHS
)

PARTS = {
    "DAY": r"[0-9][0-9]?(?:st|nd|rd|th)?(?![\d%])",
    "MONTH": rf"(?:{_MONTH_NAMES}|Sept(?:\.|\b))",
    "YEAR": r"(?:19|20)[0-9]{2}(?!\d)",
    "WEEKDAY": "(?:" + "|".join(f"{day}|{day[:3]}\\.?" for day in WEEKDAYS) + r")(?!\w)",
    "CARDINAL": rf"(?<![\w.,$€£-])(?:(?:{_either_case(_TENS)})(?:[ -](?:{_UNITS})(?![\w-]))?"
                rf"|{_either_case(NUMBER_WORDS)}|[1-9][0-9]{{0,2}})(?![\w%]|[.,]\d)",
    "ORDINAL": rf"(?<![\w-])(?:(?:(?:{_either_case(_TENS)})-)?(?:{_either_case(_ORDINALS)})"
               r"|[1-9][0-9]?(?:st|nd|rd|th))\b",
    "DASH": r"\s?(?:-|–|—|to|and|till|until|through)\s?",
}  # fmt: skip
"""Parts of patterns, by the words in capitals that stand for them."""


_PART = re.compile(rf"\b({'|'.join(PARTS)})\b(?::(\w+))?")


@cache
def compiled(pattern: str) -> re.Pattern[str]:
    """Return a compiled pattern. In `pattern`, a key of PARTS such as `DAY` stands for its value.

    `DAY:last` is the value of `DAY` as a group with the name "last".
    """

    def part(match: re.Match[str]) -> str:
        name = match[2]
        return f"(?P<{name}>{PARTS[match[1]]})" if name else PARTS[match[1]]

    return re.compile(_PART.sub(part, pattern))


MASKS = {"EVENT": "\ue000", "PERSON": "\ue001", "DISTANCE": "\ue002", "TIME": "\ue003"}
"""The characters that mask marks in the masked text, by their words in a pattern."""


@cache
def masked_pattern(pattern: str) -> re.Pattern[str]:
    """Return a compiled pattern for sentences with signs (MASKS) in place of people, events and
    dates.

    In `pattern`, a key of MASKS such as `EVENT` matches its sign, and `EVENT:one` is a group with
    the name "one". `EVENT` matches an article before the event, too. The keys of PARTS stand for
    their values.
    """

    def part(match: re.Match[str]) -> str:
        mask = MASKS[match[1]]
        run = f"{mask}{mask}*+"
        article = "(?:[Tt]h(?:e|at|eir) )?" if match[1] == "EVENT" else ""
        return article + (f"(?P<{match[2]}>{run})" if match[2] else run)

    return compiled(re.sub(rf"\b({'|'.join(MASKS)})\b(?::(\w+))?", part, pattern))


FIGURE = "#"
"""The word that stands for any number in figures in the results of `words_in`."""

MONTH_WORDS = " ".join(f"{name} {name[:3]}" for name in MONTHS).lower() + " sept"
WEEKDAY_WORDS = " ".join(f"{name} {name[:3]}" for name in WEEKDAYS).lower()
CARDINAL_WORDS = " ".join([*NUMBER_WORDS, *_TENS, FIGURE])
ORDINAL_WORDS = " ".join([*_ORDINALS, FIGURE])
"""A text with a MONTH, WEEKDAY, CARDINAL or ORDINAL has at least one of these words."""

_WORD = re.compile(r"[^\W\d_]+")
_FIGURE = re.compile(r"\d")
Value = TypeVar("Value")
Row = tuple[str, Value, str]
"""(pattern for `compiled`, meaning, words).

A sentence that matches has at least one of the words. The words are in lower case, with
spaces between them.
"""


@lru_cache(maxsize=64)
def words_in(text: str) -> frozenset[str]:
    """Return the words of a text in lower case. FIGURE stands for any number in figures."""
    words = frozenset(_WORD.findall(text.lower()))
    return words | {FIGURE} if _FIGURE.search(text) else words


def has_word(text: str, words: str) -> bool:
    """Return whether a text contains any of `words`. Spaces separate the words."""
    return not words_in(text).isdisjoint(_listed(words))


@lru_cache(maxsize=4)
def lowered(text: str) -> str:
    """Return a text in lower case. Each character keeps its position."""
    low = text.lower()
    if len(low) == len(text):
        return low
    return "".join(one if len(one.lower()) > 1 else one.lower() for one in text)


@lru_cache(maxsize=10_000)
def bare(text: str) -> str:
    """Return a text without accents. Each character keeps its position and its case."""
    if text.isascii():
        return text
    return "".join(map(_bare_character, text))


def _bare_character(one: str) -> str:
    folded = fold(one) if one.isalpha() else one
    if len(folded) != 1:
        return one
    return folded.upper() if one.isupper() else folded


_NEAR = 60
"""The number of characters before a place in which `words_before` searches."""
_OPENING = '(["“‘—–-'
"""Characters before a word that do not belong to the word."""


def words_before(text: str, start: int) -> Iterator[str]:
    """Yield the words before position `start` [characters], the nearest first, in lower case.

    Brackets and quotation marks before a word are omitted. Only the last `_NEAR` characters are
    searched.
    """
    before = text[max(0, start - _NEAR) : start].removesuffix(" ").lower()
    return (word.lstrip(_OPENING) for word in reversed(before.split(" ")))


def word_before(text: str, start: int) -> str:
    """Return the word before position `start` [characters] in lower case, or "" for no word."""
    before = text[max(0, start - _NEAR) : start].removesuffix(" ")
    return before[before.rfind(" ") + 1 :].lower().lstrip(_OPENING)


def follows(text: str, start: int, words: Container[str], between: Container[str] = ()) -> bool:
    """Return whether the text at position `start` [characters] follows one of `words`.

    Only words of `between` may be between that word and the position.
    """
    for word in words_before(text, start):
        if word in words:
            return True
        if word not in between:
            return False
    return False


@lru_cache(maxsize=10_000)
def first_word(text: str) -> str:
    """Return the first word of a text in lower case. Return FIGURE for a text such as `4`."""
    first = _WORD.search(text.lower())
    return first[0] if first else FIGURE


@cache
def _listed(words: str) -> frozenset[str]:
    return frozenset(words.split())


def one_of(rows: Iterable[tuple[str, str, str]], end: str = r"(?![\w-])") -> re.Pattern[str]:
    """Return a pattern that matches any of some rows.

    - `rows`: tuples whose first item is a pattern
    - `end`: a pattern for the text after the match

    In a match, `lastindex` is the number of the row, counted from 1.
    """
    return re.compile(rf"(?<![\w-])(?:{'|'.join(f'(?:{row[0]})()' for row in rows)}){end}")


class Forms(Generic[Value]):
    """Patterns to search for in sentences. Each pattern has a meaning."""

    def __init__(self, rows: Iterable[Row[Value]]) -> None:
        self.rows = [*rows]
        self._places: dict[str, list[int]] = {}
        """For each word, the indexes of the rows that list it."""
        for at, (_, _, words) in enumerate(self.rows):
            for word in words.split():
                self._places.setdefault(word, []).append(at)

        self._words = frozenset(self._places)

    def matches(self, text: str) -> Sequence[tuple[re.Match[str], Value]]:
        """Return (match, meaning) for all matches in a sentence, in the order of the patterns."""
        words = words_in(text) & self._words
        if not words:  # as in most sentences
            return ()
        rows = sorted({at for word in words for at in self._places[word]})
        return [
            (match, value) for pattern, value, _ in map(self.rows.__getitem__, rows)
            for match in compiled(pattern).finditer(text)
        ]  # fmt: skip


def one_form(pattern: str, words: str) -> Forms[None]:
    """Return Forms with one pattern and the meaning None.

    `words`: words separated by spaces. A sentence is searched only if it has one of these words.
    """
    return Forms([(pattern, None, words)])


@cache
def _phrase(pattern: str, phrase: str) -> re.Pattern[str]:
    return re.compile(pattern.replace("PHRASE", re.escape(phrase)))


class Phrases:
    r"""Phrases to search for in sentences.

    `pattern`: a pattern in which PHRASE stands for any phrase, such as `PHRASE(?!\w)`.
    """

    def __init__(self, phrases: Iterable[str], pattern: str) -> None:
        self.pattern = pattern
        self.phrases: dict[str, list[str]] = {}
        """The phrases by their first word, in lower case."""
        for phrase in phrases:
            self.phrases.setdefault(first_word(phrase), []).append(phrase)

    def matches(self, text: str) -> Iterator[re.Match[str]]:
        """Yield the matches in a sentence, in order. If several overlap, only the first counts."""
        matches = [
            match
            for word in words_in(text) & self.phrases.keys()
            for phrase in self.phrases[word]
            if phrase in text
            for match in _phrase(self.pattern, phrase).finditer(text)
        ]
        end = 0
        for match in sorted(matches, key=lambda match: (match.start(), -match.end())):
            if match.start() >= end:
                end = match.end()
                yield match


def number_in(text: str) -> int | None:
    """Return the number in a text such as `four`, `fourth`, `4` or `4th`, or None for other texts.

    Numbers in words are read up to ninety-nine.
    """
    word = text.lower().replace(" ", "-")
    if figures := re.match("[0-9]+", word):
        return int(figures[0])
    ten, _, unit = word.partition("-")
    if ten in _TENS:
        return _TENS[ten] + (number_in(unit) or 0)
    return CARDINALS.get(word, ORDINALS.get(word))


def without_overlaps(marks: Iterable[Mark]) -> list[Mark]:
    """Return the marks in order, without overlaps.

    Of two marks that overlap, the longer one stays. If both are equally long, the first one stays.
    """
    marks = [*marks]
    if len(marks) < 2:
        return marks
    chosen: list[Mark] = []
    for mark in sorted(marks, key=lambda mark: mark.start - mark.end):
        start, end = mark.start, mark.end
        for other in chosen:
            if start < other.end and other.start < end:
                break
        else:
            chosen.append(mark)
    return sorted(chosen)
