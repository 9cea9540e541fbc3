"""Insert, remove and replace whole entries in the text of a valid ledger, changing no other byte.

An entry is an event, a claim, an actor …, named by its path: `("events", 3)`. Its lines run from
each of its headers to its last value. Comments above a header and blank lines stay in the
file. New lines get the line ends of their neighbours.

The result may be wrong if a text is written in an unusual way, but then it is never saved: the
transaction compares the new text with the intended data (`write/transaction.py`).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import NamedTuple

from chrono.files.toml.blocks import Path, blocks_by_path, items
from chrono.files.toml.lines import (
    COMMENT,
    Edit,
    comments_over,
    is_blank,
    line_after,
    line_before,
    line_end,
    newline,
    without_lines,
)

TABLES = ("ledger", "actors", "types", "sources", "events", "claims")
"""The tables of a ledger in their usual order."""


class InsertionPoint(NamedTuple):
    """The offset of new lines; `above` if they belong to the next lines, not the previous ones."""

    offset: int
    above: bool


# -- where things stand -------------------------------------------------------------------------


class BlockMap:
    """The places of all entries in a text of valid TOML."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.blocks = blocks_by_path(text)

    def pieces(self, entry: Path) -> list[tuple[int, int]]:
        """The start and end offsets of an entry's lines; several if its sub-tables are apart.

        The list is empty if the entry has no header.
        """
        return [
            (block.start, line_end(self.text, max(item.end for item in items(self.text, block))))
            for block in self.blocks.get(entry, ())
        ]

    def has(self, kind: str) -> bool:
        """Whether a table has entries with headers."""
        return any(path[:1] == (kind,) for path in self.blocks)

    def behind(self, entry: Path) -> InsertionPoint:
        """The point below an entry and the comments that follow it without a blank line."""
        end = after = self.pieces(entry)[-1][1]
        while COMMENT.match(line := line_after(self.text, after)):
            after += len(line)
        last = is_blank(line_after(self.text, after))
        return InsertionPoint(after if last else end, above=False)

    def above(self, entry: Path) -> InsertionPoint:
        """The point above an entry and the comments over it without a blank line.

        Comments at the top of the file stay above it.
        """
        start = self.pieces(entry)[0][0]
        return InsertionPoint(start - len(comments_over(self.text, start)) or start, above=True)

    def among(self, kind: str, days: Sequence[dt.date], at: int, new: dt.date) -> InsertionPoint:
        """The point before entry `at` of a table, for a new entry with the first day `new`.

        `days` has the first day of each entry. The point is directly behind the previous entry,
        unless the new one shares its month or year only with the next: a comment between two
        months is usually the heading of the second.
        """

        def shared(day: dt.date) -> int:
            return (day.year == new.year) + ((day.year, day.month) == (new.year, new.month))

        if not days:
            return self.place(kind)
        if at == len(days):
            return self.behind((kind, at - 1))
        if not at or shared(days[at]) > shared(days[at - 1]):
            return self.above((kind, at))
        return self.behind((kind, at - 1))

    def place(self, kind: str) -> InsertionPoint:
        """The point for the first entry of a table, or the next one of an unordered table."""
        at = TABLES.index(kind)
        same = [path for path in self.blocks if path[:1] == (kind,)]
        earlier = [path for path in self.blocks if path and path[0] in TABLES[:at]]
        later = [path for path in self.blocks if path and path[0] in TABLES[at + 1 :]]
        if not same and not later:  # at the end, before the last blank lines
            written = len(self.text.rstrip(" \t\r\n"))
            return InsertionPoint(line_end(self.text, written) if written else 0, above=False)
        if before := same or earlier:
            return self.behind(max(before, key=lambda path: self.blocks[path][-1].start))
        return self.above(min(later, key=lambda path: self.blocks[path][0].start))


# -- whole entries ------------------------------------------------------------------------------


def inserted(text: str, at: InsertionPoint, lines: str) -> Edit:
    """The edit that inserts lines, with a blank line between them and their neighbours.

    If there is no blank line between the neighbours, none is added.
    """
    end = newline(text, at.offset)
    lines = lines.replace("\n", end)
    before, after = line_before(text, at.offset), line_after(text, at.offset)
    if at.above:
        lines += end if is_blank(before) else ""
    elif not before:
        lines += end
    elif not before.endswith("\n"):
        lines = end * 2 + lines.removesuffix(end)
    elif is_blank(after):
        lines = end + lines
    return at.offset, at.offset, lines


def removed(text: str, start: int, end: int) -> Edit:
    """The edit that removes lines, with one of the blank lines around them.

    A missing last line end stays missing.
    """
    before, after = line_before(text, start), line_after(text, end)
    if not start and is_blank(after):
        end += len(after)
    elif start and is_blank(before) and is_blank(after):
        if before.strip("\r\n") and after and not after.strip("\r\n"):
            end += len(after)  # blanks in a blank line were never written by chrono
        else:
            start -= len(before)
    return without_lines(text, start, end)


def replaced(text: str, start: int, end: int, lines: str) -> Edit:
    """The edit that replaces lines; the new lines get the line ends of the old."""
    if not text[start:end].endswith("\n"):
        lines = lines.removesuffix("\n")
    return start, end, lines.replace("\n", newline(text, end))
