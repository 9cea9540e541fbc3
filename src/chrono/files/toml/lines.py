"""The lines of a text, where it is to be changed: where they begin and end, and how."""

from __future__ import annotations

import re
from collections.abc import Iterable

Edit = tuple[int, int, str]
"""A piece of a text, from one offset to another, and what takes its place."""

COMMENT = re.compile(r"[ \t]*#")
"""How a line begins that holds nothing but a comment."""


def line_start(text: str, offset: int) -> int:
    """Where the line begins that an offset is on."""
    return text.rfind("\n", 0, offset) + 1


def line_end(text: str, offset: int) -> int:
    """Where the next line begins."""
    return text.find("\n", offset) + 1 or len(text)


def is_blank(line: str) -> bool:
    """Whether nothing is seen of it."""
    return not line.strip(" \t\r\n")


def line_before(text: str, start: int) -> str:
    """The line that ends where another begins; none at the start of the text."""
    return text[line_start(text, start - 1) : start] if start else ""


def line_after(text: str, end: int) -> str:
    """The line that begins where another ends; none at the end of the text."""
    return text[end : line_end(text, end)]


def comments_over(text: str, offset: int) -> str:
    """The comments that stand over a line without a blank one between."""
    start = end = line_start(text, offset)
    while start and COMMENT.match(line := line_before(text, start)):
        start -= len(line)
    return text[start:end]


def newline(text: str, offset: int) -> str:
    """How the lines end there: as the one before it does, or else the first of the text."""
    end = text.rfind("\n", 0, offset)
    end = text.find("\n") if end < 0 else end
    return "\r\n" if end > 0 and text[end - 1] == "\r" else "\n"


def indent_of(text: str, offset: int) -> str:
    """The blanks with which a line begins."""
    found = re.compile(r"[ \t]*").match(text, line_start(text, offset))
    assert found is not None
    return found[0]


def without_lines(text: str, start: int, end: int) -> str:
    """The text without `start` to `end`; one that ended without a line end still does."""
    before, after = text[:start], text[end:]
    if not after and not text.endswith("\n"):
        before = before.removesuffix("\n").removesuffix("\r")
    return before + after


def with_lines(text: str, at: int, lines: str) -> str:
    """The text with lines put in where a line begins, or behind the last one, with its line ends.

    A text that ended without a line end still does.
    """
    end = newline(text, at)
    lines = lines.replace("\n", end)
    return text[:at] + (lines + end if text[:at].endswith("\n") else end + lines) + text[at:]


def spliced(text: str, edits: Iterable[Edit]) -> str:
    """The text with all of these pieces replaced; none of them may overlap another."""
    pieces: list[str] = []
    done = 0
    for start, end, new in sorted(edits, key=lambda edit: edit[:2]):
        pieces += (text[done:start], new)
        done = end
    return "".join(pieces) + text[done:]
