"""The parts of a text: paragraphs, list items, headings and rows of tables."""

from __future__ import annotations

from typing import Literal, NamedTuple


class Cell(NamedTuple):
    """A cell of a table. `start`, `end`: its place in the source; `header`: its column's header."""

    start: int
    end: int
    header: str = ""


class Passage(NamedTuple):
    """A part of a text that is read by itself.

    `start`: its place in the source [characters]; `text`: its text. Each character is in the same
    place as in the source: markup, code, addresses and comments are blanks, and so are line ends.
    `cells`: the cells of a row; `section`: the text of the heading above it.
    """

    kind: Literal["paragraph", "item", "heading", "row"]
    start: int
    text: str
    cells: tuple[Cell, ...] = ()
    section: str = ""
