"""Convert offsets in a text to positions in an editor, and back.

An editor counts lines from 0, and columns in UTF-16 code units, unless the editor and the server
agreed on another unit.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from copy import copy
from functools import cached_property
from itertools import accumulate

from lsprotocol import types

_LINE = re.compile(r"[^\r\n]*+(?:\r\n|\n|\r)")
_LINE_END = re.compile(r"\r\n|\n|\r")

UNITS = {"utf-8": 1, "utf-16": 2, "utf-32": 4}
"""For each encoding of positions, the number of bytes in one unit."""


class PositionMap:
    """A map from offsets in a text to positions, and back.

    - `mark`: a byte order mark that the editor has before the text, or ""
    - `encoding`: the unit in which columns are counted, a key of `UNITS`
    """

    def __init__(self, text: str, encoding: str = "utf-16", mark: str = "") -> None:
        self.text = text
        self._encoding = f"{encoding}-le" if encoding != "utf-8" else encoding
        self._unit = UNITS[encoding]
        self._mark = self._length(mark)

    @cached_property
    def _starts(self) -> list[int]:
        return [*accumulate(map(len, _LINE.findall(self.text)), initial=0)]

    def edited(self, start: int, end: int, new: str) -> PositionMap:
        """Return the map of the text with `new` in place of the text from `start` to `end`."""
        text = self.text[:start] + new + self.text[end:]
        other = copy(self)
        other.text = text
        # A line end may join or part where the edit begins and ends.
        known = max(bisect_left(self._starts, start) - 1, 0)
        last, shift = start + len(new) + 1, len(new) - (end - start)
        found = _LINE_END.finditer(text, self._starts[known], last + 1)
        middle = [match.end() for match in found if match.end() <= last]
        later = self._starts[bisect_left(self._starts, end + 2) :]
        other._starts = [*self._starts[: known + 1], *middle, *(at + shift for at in later)]
        return other

    def _length(self, text: str) -> int:
        if text.isascii():
            return len(text)
        return len(text.encode(self._encoding, "surrogatepass")) // self._unit

    def position(self, offset: int) -> types.Position:
        """Return the position of an offset. An offset after the end gives the end of the text."""
        offset = min(offset, len(self.text))
        line = bisect_right(self._starts, offset) - 1
        column = self._length(self.text[self._starts[line] : offset])
        return types.Position(line, column + (self._mark if line == 0 else 0))

    def range(self, start: int, end: int) -> types.Range:
        """Return the range between two offsets."""
        return types.Range(self.position(start), self.position(end))

    def offset(self, position: types.Position) -> int:
        """Return the offset of a position.

        A missing line gives the end of the text, and a missing column gives the end of the line. A
        column inside a character gives the beginning of the character.
        """
        line, column = position.line, position.character
        if line >= len(self._starts):
            return len(self.text)
        start, *following = self._starts[line : line + 2]
        words = self.text[start : following[0]].rstrip("\r\n") if following else self.text[start:]
        column -= self._mark if line == 0 else 0
        if column <= 0:
            return start
        if words.isascii():
            return start + min(column, len(words))
        units = words.encode(self._encoding, "surrogatepass")[: column * self._unit]
        return start + len(units.decode(self._encoding, "ignore"))
