"""Find, insert, remove and replace lines in a text.

An edit of unusual TOML may give wrong text. chrono never saves wrong text, because
`write/transaction.py` compares the data of the new text with the intended data.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

Edit = tuple[int, int, str]
"""The start and end offsets of a piece of a text, and the text that replaces this piece."""

COMMENT = re.compile(r"[ \t]*#")
"""Matches the beginning of a line that has only a comment."""


class InsertionPoint(NamedTuple):
    """A point in a text at which lines can be inserted.

    - `offset`: the start of a line, counted in characters from 0
    - `above`: whether the next line is the start of an entry or of the comments above an entry
    """

    offset: int
    above: bool


def line_start(text: str, offset: int) -> int:
    """Return the offset at which the line that contains `offset` begins."""
    return text.rfind("\n", 0, offset) + 1


def line_end(text: str, offset: int) -> int:
    """Return the offset at which the next line begins, or the end of the text."""
    return text.find("\n", offset) + 1 or len(text)


def is_blank(line: str) -> bool:
    """Return whether a line has only spaces, tabs and line ends."""
    return not line.strip(" \t\r\n")


def line_before(text: str, start: int) -> str:
    """Return the line before the line that begins at `start`, or "" at the start of the text."""
    return text[line_start(text, start - 1) : start] if start else ""


def line_after(text: str, end: int) -> str:
    """Return the line that begins at `end`, or "" at the end of the text."""
    return text[end : line_end(text, end)]


def comments_over(text: str, offset: int) -> str:
    """Return the comment lines directly above the line with `offset`, or "" if there are none."""
    start = end = line_start(text, offset)
    while start and COMMENT.match(line := line_before(text, start)):
        start -= len(line)
    return text[start:end]


def newline(text: str, offset: int) -> str:
    r"""Return the line end, `\n` or `\r\n`, of the line above the line that contains `offset`.

    In the first line, return the line end of this line.
    """
    end = text.rfind("\n", 0, offset)
    end = text.find("\n") if end < 0 else end
    return "\r\n" if end > 0 and text[end - 1] == "\r" else "\n"


def indent_of(text: str, offset: int) -> str:
    """Return the spaces and tabs at the beginning of the line that contains `offset`."""
    blanks = re.compile(r"[ \t]*").match(text, line_start(text, offset))
    assert blanks is not None
    return blanks[0]


def without_lines(text: str, start: int, end: int) -> Edit:
    """Return the edit that removes the lines from the offset `start` to `end`.

    If the text does not end with a line end, neither does the new text.
    """
    if end == len(text) and not text.endswith("\n"):
        start = len(text[:start].removesuffix("\n").removesuffix("\r"))
    return start, end, ""


def inserted(text: str, at: InsertionPoint, lines: str) -> Edit:
    """Return the edit that inserts `lines` at the point `at`, with a blank line if necessary."""
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
    """Return the edit that removes the lines from the offset `start` to `end`, and a blank line."""
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
    """Return the edit that replaces the lines from the offset `start` to `end` by `lines`.

    The new lines get the line ends of the text.
    """
    if not text[start:end].endswith("\n"):
        lines = lines.removesuffix("\n")
    return start, end, lines.replace("\n", newline(text, end))


def with_lines(text: str, at: int, lines: str) -> str:
    """Return the text with `lines` inserted at the offset `at`.

    `at`: the start of a line or the end of the text. The new lines get the line ends of the text.
    If the text does not end with a line end, neither does the new text.
    """
    end = newline(text, at)
    lines = lines.replace("\n", end)
    return text[:at] + (lines + end if text[:at].endswith("\n") else end + lines) + text[at:]


def spliced(text: str, edits: Iterable[Edit]) -> str:
    """Return the text after all `edits`. The edits may be in any order.

    Two edits may overlap only if one of the two removes a blank line.
    """
    pieces: list[str] = []
    done = 0
    for start, end, new in sorted(edits, key=lambda edit: edit[:2]):
        pieces += (text[done:start], new)
        done = max(done, end)
    return "".join(pieces) + text[done:]
