"""A sound ledger's text with whole things put in and taken out: their own lines, and no other byte.

A *thing* is an event, a claim, an actor …, named by the way to it: `("events", 3)`. Its *own lines*
are those from each of its headers to its last value; comments above a header and blank lines
between are the file's, and stay. New lines get the line ends of their neighbours.

What is written so unusually that this does not hold is found out by who checks the new text, and
then nothing is written (`write/transaction.py`).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import NamedTuple

from chrono.files.toml.blocks import Block, Path, blocks, items
from chrono.files.toml.lines import (
    COMMENT,
    Edit,
    comments_over,
    is_blank,
    line_after,
    line_before,
    line_end,
    newline,
)

TABLES = ("ledger", "actors", "types", "sources", "events", "claims")
"""The order in which kinds of things follow each other in a ledger."""


class InsertionPoint(NamedTuple):
    """Where new lines go: at an offset, behind what stands before it or above what follows."""

    offset: int
    above: bool


# -- where things stand -------------------------------------------------------------------------


class BlockMap:
    """A sound text with its blocks, found once: where each thing stands in it."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.blocks: dict[Path, list[Block]] = {}
        for block in blocks(text):
            self.blocks.setdefault(block.path, []).append(block)

    def pieces(self, thing: Path) -> list[tuple[int, int]]:
        """A thing's own lines, in order; more than one piece where its sub-tables stand apart.

        None where it has no header of its own.
        """
        return [(block.start, self._end(block)) for block in self.blocks.get(thing, ())]

    def _end(self, block: Block) -> int:
        return line_end(self.text, max(item.end for item in items(self.text, block)))

    def has(self, kind: str) -> bool:
        """Whether things of a kind stand under headers."""
        return any(path[:1] == (kind,) for path in self.blocks)

    def behind(self, thing: Path) -> InsertionPoint:
        """Below a thing, and the comments that follow it without a blank line."""
        end = after = self.pieces(thing)[-1][1]
        while COMMENT.match(line := line_after(self.text, after)):
            after += len(line)
        last = is_blank(line_after(self.text, after))
        return InsertionPoint(after if last else end, above=False)

    def above(self, thing: Path) -> InsertionPoint:
        """Above a thing, and the comments that stand over it without a blank line.

        The comments that open a file are the file's.
        """
        start = self.pieces(thing)[0][0]
        return InsertionPoint(start - len(comments_over(self.text, start)) or start, above=True)

    def among(self, kind: str, there: Sequence[dt.date], at: int, new: dt.date) -> InsertionPoint:
        """Between the things of a kind, which begin on these days, before the one of number `at`.

        That is right behind the one before it or right above the next, whose month it shares: what
        stands between two months is often the heading of the second.
        """
        if not there:
            return self.place(kind)
        if at == len(there):
            return self.behind((kind, at - 1))
        if not at or _shared(there[at], new) > _shared(there[at - 1], new):
            return self.above((kind, at))
        return self.behind((kind, at - 1))

    def place(self, kind: str) -> InsertionPoint:
        """Where the first thing of a kind goes, or the next one of those that have no order."""
        at = TABLES.index(kind)
        earlier = [path for path in self.blocks if path[:1] and path[0] in TABLES[: at + 1]]
        later = [path for path in self.blocks if path[:1] and path[0] in TABLES[at + 1 :]]
        if any(path[0] == kind for path in earlier):
            earlier = [path for path in earlier if path[0] == kind]
        elif not later:
            return self.end()
        if earlier:
            return self.behind(max(earlier, key=lambda path: self.blocks[path][-1].start))
        return self.above(min(later, key=lambda path: self.blocks[path][0].start))

    def end(self) -> InsertionPoint:
        """Below all that is written; blank lines at the end stay there."""
        written = len(self.text.rstrip(" \t\r\n"))
        return InsertionPoint(line_end(self.text, written) if written else 0, above=False)


def _shared(one: dt.date, other: dt.date) -> int:
    """How much of two days is the same: nothing, the year, or the month too."""
    return (one.year == other.year) + ((one.year, one.month) == (other.year, other.month))


# -- whole things -------------------------------------------------------------------------------


def inserted(text: str, at: InsertionPoint, lines: str) -> Edit:
    """New lines at their place, with the blank line that parts them from what is there.

    Where two neighbours stand without one, what comes between them does so too.
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
    """Lines taken out, with one of the blank lines on their two sides.

    A text that ended without a line end still does.
    """
    before, after = line_before(text, start), line_after(text, end)
    if not start and is_blank(after):
        end += len(after)
    elif start and is_blank(before) and is_blank(after):
        if before.strip("\r\n") and after and not after.strip("\r\n"):
            end += len(after)  # blanks in a blank line were never written by chrono
        else:
            start -= len(before)
    if end == len(text) and not text.endswith("\n"):
        start = len(text[:start].removesuffix("\n").removesuffix("\r"))
    return start, end, ""


def replaced(text: str, start: int, end: int, lines: str) -> Edit:
    """Lines in the place of others, with the line ends of these."""
    if not text[start:end].endswith("\n"):
        lines = lines.removesuffix("\n")
    return start, end, lines.replace("\n", newline(text, end))
