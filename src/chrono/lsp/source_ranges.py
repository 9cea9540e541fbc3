"""Find where the values of a ledger's files are, as ranges in the editor."""

from __future__ import annotations

import os
from functools import cached_property
from itertools import accumulate

from lsprotocol import types

from chrono.files.read.source_files import SourceFile
from chrono.files.toml.blocks import Item, Path
from chrono.lsp.documents import Document, uri_of
from chrono.lsp.positions import PositionMap


class SourceRanges:
    """The ranges of entries, keys and values in one file of a ledger.

    The valid text of a file has blank lines in place of invalid blocks. Lines and columns are the
    same as in the whole text.
    """

    def __init__(self, file: SourceFile, document: Document | None, encoding: str) -> None:
        self.file = file
        self.path = document.path if document else os.path.realpath(file.path)
        self.uri = document.uri if document else uri_of(self.path)
        self.version = document.version if document else None
        mark = document.mark if document else ""
        self._units = (encoding, mark)
        is_known = document is not None and document.text == file.text
        known = document.positions if document and is_known else None
        self._lines = known or PositionMap(file.text, *self._units)

    @cached_property
    def positions(self) -> PositionMap:
        """Return the map from offsets in the valid text to positions in the editor."""
        return self.positions_in(self.file.valid_text)

    def positions_in(self, text: str) -> PositionMap:
        """Return the map from offsets in `text` to positions in the editor.

        `text`: the whole text of the file, or the valid text.
        """
        return self._lines if text is self.file.text else PositionMap(text, *self._units)

    @cached_property
    def _lengths(self) -> list[int]:
        return [*accumulate(map(len, self.file.lines), initial=0)]

    def range(self, start: int, end: int) -> types.Range:
        """Return the range between two offsets in the valid text."""
        return self.positions.range(start, end)

    def location(self, start: int, end: int) -> types.Location:
        """Return the range between two offsets in the valid text, with the URI of the file."""
        return types.Location(self.uri, self.range(start, end))

    def line(self, number: int) -> types.Range:
        """Return the range of a line, without spaces at both ends.

        `number`: the number of the line from 1, or 0 for the first line.
        """
        lines = self.file.lines
        index = min(max(number, 1), len(lines)) - 1
        start, line = self._lengths[index] + index, lines[index]
        first = start + len(line) - len(line.lstrip())
        return self._lines.range(first, max(first, start + len(line.rstrip())))

    def item(self, path: Path) -> Item | None:
        """Return the key, list element or header at `path`, or None for an unknown path."""
        blocks = self.file.blocks
        items = (
            item
            for length in range(min(len(path), 2), -1, -1)  # the blocks of the entry
            for block in blocks.blocks.get(path[:length], ())
            for item in blocks.items(block)
        )
        return next((item for item in items if item.path == path), None)

    def problem(self, path: Path, number: int) -> types.Range:
        """Return the part of the line `number` to mark for a problem with the value at `path`.

        This part is the value, or the innermost table or list around it, that begins on this line.
        If none begins there, the result is the whole line.
        """
        whole = self.line(number)
        for length in range(len(path), 0, -1):
            if item := self.item(path[:length]):
                found = self.range(item.start, item.end)
                if found.start.line == whole.start.line:
                    is_long = found.end.line != found.start.line
                    return types.Range(found.start, whole.end if is_long else found.end)
        return whole

    def value(self, path: Path) -> tuple[int, int] | None:
        """Return (start, end) of the value at `path` as offsets, without quotes.

        The result is None for an unknown path.
        """
        item = self.item(path)
        if item is None or item.header:
            return None
        quotes = 1 if self.file.valid_text[item.value] in "\"'" else 0
        return item.value + quotes, item.end - quotes
