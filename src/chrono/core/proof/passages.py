"""A text divided into passages, and quotations from the text with their findings."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Literal, NamedTuple

from chrono.core.proof.findings import Finding
from chrono.core.proof.words import sentences


class Cell(NamedTuple):
    """A cell of a row in a table.

    - `start`, `end`: the position of the cell in the whole text [characters]
    - `header`: the header of the column
    """

    start: int
    end: int
    header: str = ""


class Passage(NamedTuple):
    """A part of a text: a paragraph, list item, heading or table row.

    - `start`: the position of the passage in the whole text [characters]
    - `text`: the passage. Each character of markup, code, addresses, comments and line ends is
      replaced by a space
    - `cells`: the cells of a row, or () for another passage
    - `section`: the text of the heading above the passage
    """

    kind: Literal["paragraph", "item", "heading", "row"]
    start: int
    text: str
    cells: tuple[Cell, ...] = ()
    section: str = ""


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

    def words(self, start: int, end: int) -> str:
        """Return the text from `start` to `end` [characters] as one line, without comments."""
        parts, at = [], start
        for comment in self.comments:
            if start <= comment.start and comment.end <= end:
                parts.append(self.text[at : comment.start])
                at = comment.end
        return " ".join(" ".join([*parts, self.text[at:end]]).split())


class Piece(NamedTuple):
    """A part of a quotation.

    - `read`: whether the part belongs to a statement
    - `ended`: the findings whose statements end with this part
    """

    text: str
    read: bool = False
    ended: tuple[Finding, ...] = ()


class Quotation(NamedTuple):
    """A quotation from a text: some sentences, or a row of a table.

    - `line`: the number of the line where the quotation begins
    - `pieces`: the text in pieces, without repeated spaces
    """

    line: int
    pieces: Sequence[Piece]
    findings: Sequence[Finding]


def quotations(prose: Prose, findings: Sequence[Finding]) -> Iterator[Quotation]:
    """Yield a quotation for each sentence with findings. `findings` must be in order.

    If a statement continues into the next sentence, the quotation has both sentences.
    """
    at = 0
    for passage in prose.passages:
        end = passage.start + len(passage.text)
        spans = [*_spans(passage)]
        while at < len(findings) and findings[at].start < end and spans:
            start, stop, first = _span_of(spans, findings[at])[0], 0, at
            while at < len(findings) and (at == first or findings[at].start < stop):
                stop = max(stop, _span_of(spans, findings[at])[1])
                at += 1
            own = findings[first:at]
            yield Quotation(prose.line(start), _tidy(_pieces(passage, start, stop, own)), own)


def _spans(passage: Passage) -> Iterator[tuple[int, int]]:
    if passage.kind == "row":
        yield passage.start, passage.start + len(passage.text)
        return
    for start, text in sentences(passage.text, passage.start):
        yield start, start + len(text)


def _span_of(spans: Sequence[tuple[int, int]], finding: Finding) -> tuple[int, int]:
    touched = [span for span in spans if span[0] < finding.end and finding.start < span[1]]
    touched = touched or [spans[-1]]
    return touched[0][0], touched[-1][1]


def _pieces(passage: Passage, start: int, end: int, findings: Sequence[Finding]) -> Iterator[Piece]:
    """Yield the pieces of a passage from `start` to `end` [characters].

    A pipe (`│`) separates the cells of a row.
    """
    spans: list[Finding | Cell] = [*findings, *passage.cells]
    places = [place for one in spans for place in (one.start, one.end)]
    bounds = sorted({start, end, *(min(max(place, start), end) for place in places)})
    for first, last in pairwise(bounds):
        text = passage.text[first - passage.start : last - passage.start]
        is_cell = not passage.cells or any(one.start <= first < one.end for one in passage.cells)
        if not is_cell:
            text = " │ " if first > start and last < end else ""
        read = is_cell and any(one.start <= first < one.end for one in findings)
        ended = tuple(one for one in findings if min(one.end, end) == last)
        yield Piece(text, read, ended)


def _tidy(pieces: Iterable[Piece]) -> list[Piece]:
    tidy: list[Piece] = []
    blank = True
    for piece in pieces:
        text = re.sub(r" +(?=[,.;:!?)])| +(?= )", "", piece.text)
        text = text.lstrip() if blank else text
        tidy.append(piece._replace(text=text))
        blank = text[-1:] == " " if text else blank
    return tidy
