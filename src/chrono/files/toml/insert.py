"""Insert, remove and replace whole entries in the text of a valid ledger, changing no other byte.

An entry is an event, claim, actor or the like, identified by a path such as `("events", 3)`. Its
lines are those from its header to its last value, and the same for sub-tables placed elsewhere.
Comments above a header and blank lines are not part of an entry.

Unusual TOML may lead to a wrong result, but it is never saved: the transaction compares the new
text with the intended data (`write/transaction.py`).
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
    """The `offset` at which to insert lines; `above`: whether they go directly above an entry."""

    offset: int
    above: bool


# -- positions of entries -----------------------------------------------------------------------


class BlockMap:
    """Finds entries in a text of valid TOML, and the points at which to insert new ones."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.blocks = blocks_by_path(text)

    def pieces(self, entry: Path) -> list[tuple[int, int]]:
        """The start and end offset for each block of an entry; empty if the entry has no header."""
        return [
            (block.start, line_end(self.text, max(item.end for item in items(self.text, block))))
            for block in self.blocks.get(entry, ())
        ]

    def has(self, kind: str) -> bool:
        """Whether the table `kind`, such as "actors", or an entry in this table has a header."""
        return any(path[:1] == (kind,) for path in self.blocks)

    def below(self, entry: Path) -> InsertionPoint:
        """The point below `entry`, or below comments directly after it if a blank line follows."""
        end = after = self.pieces(entry)[-1][1]
        while COMMENT.match(line := line_after(self.text, after)):
            after += len(line)
        last = is_blank(line_after(self.text, after))
        return InsertionPoint(after if last else end, above=False)

    def above(self, entry: Path) -> InsertionPoint:
        """The point above `entry` and the comments directly above its header.

        Comments that begin at the top of the file stay above the point.
        """
        start = self.pieces(entry)[0][0]
        return InsertionPoint(start - len(comments_over(self.text, start)) or start, above=True)

    def among(self, kind: str, days: Sequence[dt.date], at: int, new: dt.date) -> InsertionPoint:
        """The point in the list `kind` (such as "events") for a new entry that begins on `new`.

        `days`: the first day of each existing entry; `at`: the index that the new entry will have.
        The point is directly below the previous entry, unless the new entry shares its month or
        year only with the next entry: a comment between two months usually heads the second month.
        """

        def shared(day: dt.date) -> int:
            return (day.year == new.year) + ((day.year, day.month) == (new.year, new.month))

        if not days:
            return self.place(kind)
        if at == len(days):
            return self.below((kind, at - 1))
        if not at or shared(days[at]) > shared(days[at - 1]):
            return self.above((kind, at))
        return self.below((kind, at - 1))

    def place(self, kind: str) -> InsertionPoint:
        """The point below the last entry of `kind`, or at the place of `kind` among `TABLES`."""
        at = TABLES.index(kind)
        same = [path for path in self.blocks if path[:1] == (kind,)]
        earlier = [path for path in self.blocks if path and path[0] in TABLES[:at]]
        later = [path for path in self.blocks if path and path[0] in TABLES[at + 1 :]]
        if not same and not later:  # at the end, before the last blank lines
            written = len(self.text.rstrip(" \t\r\n"))
            return InsertionPoint(line_end(self.text, written) if written else 0, above=False)
        if before := same or earlier:
            return self.below(max(before, key=lambda path: self.blocks[path][-1].start))
        return self.above(min(later, key=lambda path: self.blocks[path][0].start))


# -- whole entries ------------------------------------------------------------------------------


def inserted(text: str, at: InsertionPoint, lines: str) -> Edit:
    """The edit that inserts `lines` at the point `at`, with a blank line before or after them.

    If the neighbouring entries have no blank line between them, none is added.
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
    """The edit that removes the lines from `start` to `end`, and one blank line next to them.

    A missing final line end stays missing.
    """
    before, after = line_before(text, start), line_after(text, end)
    if not start and is_blank(after):
        end += len(after)
    elif start and is_blank(before) and is_blank(after):
        if before.strip("\r\n") and after and not after.strip("\r\n"):
            end += len(after)  # a blank line with spaces is not from chrono: keep it
        else:
            start -= len(before)
    return without_lines(text, start, end)


def replaced(text: str, start: int, end: int, lines: str) -> Edit:
    """The edit that replaces lines from `start` to `end` by `lines`, with the text's line ends."""
    if not text[start:end].endswith("\n"):
        lines = lines.removesuffix("\n")
    return start, end, lines.replace("\n", newline(text, end))
