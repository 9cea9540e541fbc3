"""A text divided into passages, sentences and comments."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Literal, NamedTuple

from chrono.core.spans import MONTHS, WEEKDAYS


class Cell(NamedTuple):
    """A cell of a row in a table, with its position in the whole text [characters]."""

    start: int
    end: int


class Passage(NamedTuple):
    """A part of a text: a paragraph, list item, heading or table row.

    - `start`: the position of the passage in the whole text [characters]
    - `text`: the passage. Each character of markup, code, addresses, comments and line ends is
      replaced by a space
    - `cells`: the cells of a row, or () for another passage
    """

    kind: Literal["paragraph", "item", "heading", "row"]
    start: int
    text: str
    cells: tuple[Cell, ...] = ()


class Comment(NamedTuple):
    """A comment in a text.

    - `start`, `end`: the position of the comment in the whole text [characters]
    - `text`: the words of the comment, without marks such as `<!--`
    """

    start: int
    end: int
    text: str


@lru_cache(maxsize=4)
def _line_ends(text: str) -> Sequence[int]:
    return [match.start() for match in re.finditer("\n", text)]


class Prose(NamedTuple):
    """A text with its passages and comments.

    - `text`: the text of the file, with a line feed at each line end
    - `date`: the date in the first line or front matter, as written, or "" without a date
    """

    text: str
    passages: Sequence[Passage]
    comments: Sequence[Comment]
    date: str = ""

    def line(self, place: int) -> int:
        """Return the number (from 1) of the line that contains position `place` [characters]."""
        return bisect_left(_line_ends(self.text), place) + 1

    def column(self, place: int) -> int:
        """Return the column (from 1) of position `place` [characters]."""
        return place - self.text.rfind("\n", 0, place)

    def words(self, start: int, end: int, holes: Sequence[tuple[int, int]] = ()) -> str:
        """Return the text from `start` to `end` [characters] as one line, without comments.

        `holes`: places [characters] of words that are left out, each shown as `…`
        """
        left_out = [(one.start, one.end, "") for one in self.comments]
        left_out += [(first, last, " … ") for first, last in holes]
        parts, at = [], start
        for first, last, mark in sorted(left_out):
            if at <= first and last <= end:
                parts += [self.text[at:first], mark]
                at = last
        words = " ".join(" ".join([*parts, self.text[at:end]]).split())
        return words.replace("… ,", "…,") if holes else words

    def plain(self, start: int, end: int) -> str:
        """Return the text from `start` to `end` [characters] without markup, in one line.

        A pipe (`│`) separates the cells of a row.
        """
        parts: list[str] = []
        first_inside, after = (bisect_right(self.passages, place, key=lambda one: one.start)
                               for place in (start, end))  # fmt: skip
        for passage in self.passages[max(0, first_inside - 1) : after]:
            cells = passage.cells or (Cell(passage.start, passage.start + len(passage.text)),)
            for number, (first, last) in enumerate(cells):
                if number and start <= cells[number - 1].end and first <= end:
                    parts.append(" │ ")
                if first < end and start < last:
                    begin, stop = max(start, first), min(end, last)
                    parts.append(passage.text[begin - passage.start : stop - passage.start])
        return re.sub(r" +(?=[,.;:!?)])", "", re.sub(r"\s+", " ", "".join(parts)))


# -- sentences --------------------------------------------------------------------------------

_SHORT = (
    "|".join([*(name[:3] for name in MONTHS), *(name[:3].upper() for name in MONTHS)])
    + "|Sept|" + "|".join(name[:3] for name in WEEKDAYS) + "|Tues|Thurs"
    "|Mr|Mrs|Ms|Dr|Jr|Sr|Prof|Gen|Adm|Col|Lt|Sen|Rep|Gov|Amb|Sec|St|Nos?|vs|approx|ca|cf|etc|pp?"
    r"|[A-Z]|[A-Z]\.[A-Z]|[ap]\.m"
)  # fmt: skip
_END = re.compile(r"[.!?]+[\"”’')\]]*(?:\[\^?\w{1,3}\])*(?=\s|$)")
"""Matches the end of a sentence, with closing quotation marks and notes such as `[1]`."""
_ABBREVIATED = re.compile(rf"(?:^|[\s(–-])(?:{_SHORT})$")
_OPENERS = re.compile(
    r"\s+(?:The|A|An|It|They|He|She|In|On|At|That|This|But|And|Both|Its|Their|By|Two|Three|Four)\b"
)


def sentences(text: str, start: int = 0) -> Iterator[tuple[int, str]]:
    """Yield (position, text) of each sentence. `start`: the position of `text` [characters]."""
    begin = 0
    ends = [match.end() for match in _END.finditer(text) if _is_end(text, match)]
    for end in (*ends, len(text)):
        piece = text[begin:end]
        if bare := piece.strip():
            yield start + begin + piece.index(bare), bare
        begin = end


_MONTH = "|".join((*(name[:3] for name in MONTHS), "Sept"))
_DATELINE = re.compile(
    r"\s*(?:[A-Z][A-Z .'’/-]+"
    r"|(?:[A-Z][\w ]{1,30}, )?[A-Z][\w.'’ ]{1,30}(?=, [A-Z][a-z]+\.? \d| \())"
    r"(?:, [A-Z][\w. ]{2,20}?)?"
    rf"(?:, (?P<date>(?:{_MONTH})[a-z]*\.? \d{{1,2}}(?:, \d{{4}})?))?"
    r"(?: ?\([^()\n]{2,30}\))? ?(?:-{1,2}|–|—) "
)
"""Matches the place, day and agency before a report: `BEIJING, Dec. 31, 2025 (Xinhua) — `."""


def _is_end(text: str, stop: re.Match[str]) -> bool:
    is_short = stop[0][0] == "." and _ABBREVIATED.search(
        text, max(0, stop.start() - 8), stop.start()
    )
    return not is_short or _OPENERS.match(text, stop.end()) is not None


def without_dateline(text: str) -> str:
    """Return a paragraph with spaces in place of its dateline."""
    match = _DATELINE.match(text)
    return " " * match.end() + text[match.end() :] if match else text


def date_in_dateline(passages: Iterable[Passage]) -> str:
    """Return the date with a year in the first dateline of a text, as written, or ""."""
    for passage in passages:
        match = _DATELINE.match(passage.text) if passage.kind == "paragraph" else None
        if match and match["date"] and re.search(r"\d{4}$", match["date"]):
            return match["date"]
    return ""
