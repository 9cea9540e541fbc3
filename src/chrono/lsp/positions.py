"""Convert offsets in a text to positions as editors count them, and back.

An editor counts lines from 0, and columns in UTF-16 code units unless it agreed on another unit.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cached_property
from typing import NamedTuple

_LINE_END = re.compile(r"\r\n|\n|\r")

UNITS = {"utf-8": 1, "utf-16": 2, "utf-32": 4}
"""Maps each encoding of positions to the number of bytes in one unit."""


class Place(NamedTuple):
    """A position in a text: a line from 0, and a column from 0 in units of the encoding."""

    line: int
    column: int


class PositionMap:
    """Converts offsets and positions in one text.

    `mark`: a byte order mark that the editor has before the text, or ""; `encoding`: the unit of
    columns, one of `UNITS`.
    """

    def __init__(self, text: str, encoding: str = "utf-16", mark: str = "") -> None:
        self.text = text
        self._encoding = f"{encoding}-le" if encoding != "utf-8" else encoding
        self._unit = UNITS[encoding]
        self._mark = self._length(mark)

    @cached_property
    def _starts(self) -> list[int]:
        return [0, *(match.end() for match in _LINE_END.finditer(self.text))]

    def _length(self, text: str) -> int:
        if text.isascii():
            return len(text)
        return len(text.encode(self._encoding, "surrogatepass")) // self._unit

    def place(self, offset: int) -> Place:
        """Return the position of an offset. An offset beyond the end is the end of the text."""
        offset = min(offset, len(self.text))
        line = bisect_right(self._starts, offset) - 1
        column = self._length(self.text[self._starts[line] : offset])
        return Place(line, column + (self._mark if line == 0 else 0))

    def offset(self, line: int, column: int) -> int:
        """Return the offset of a position.

        A column beyond the end of its line is the end of the line. A column inside a character is
        the beginning of this character.
        """
        if line >= len(self._starts):
            return len(self.text)
        start = self._starts[line]
        following = self._starts[line + 1] if line + 1 < len(self._starts) else len(self.text)
        words = self.text[start:following]
        words = words.rstrip("\r\n") if line + 1 < len(self._starts) else words
        column -= self._mark if line == 0 else 0
        if column <= 0:
            return start
        if words.isascii():
            return start + min(column, len(words))
        units = words.encode(self._encoding, "surrogatepass")[: column * self._unit]
        return start + len(units.decode(self._encoding, "ignore"))
