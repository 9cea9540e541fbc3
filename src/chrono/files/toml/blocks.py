"""Split the text of a ledger into blocks, and find the offset of each key and value in a block.

A block is a header, such as `[[events]]`, with the lines below it and the sub-tables that follow
directly. The lines before the first header are a block, too.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from functools import cache, lru_cache, partial
from typing import NamedTuple

import tomli

from chrono.files.toml.lines import (
    COMMENT,
    InsertionPoint,
    comments_over,
    is_blank,
    line_after,
    line_end,
    line_start,
)

Path = tuple[str | int, ...]
"""The keys and indexes that lead to a value, such as `("events", 3, "sources", 0, "url")`."""

_KEY = r"""(?:[A-Za-z0-9_-]+|"(?:[^"\\\n]|\\.)*"|'[^'\n]*')"""
_DOTTED = rf"{_KEY}(?:[ \t]*\.[ \t]*{_KEY})*"
_HEADER = re.compile(
    rf"[ \t]*(?P<open>\[\[?)[ \t]*(?P<path>{_DOTTED})[ \t]*(?P<close>\]\]?)"
    r"[ \t]*(?:\#[^\n]*)?\r?(?=\n|\Z)"
)
# Inside an array, a line such as `[[events]]` is not a value: the array was never closed.
BARE_HEADER = re.compile(
    r"[ \t]*\[\[?(?!true\b|false\b|inf\b|nan\b)[A-Za-z][A-Za-z0-9_-]*(?:\.[A-Za-z0-9_-]+)*\]\]?"
    r"[ \t]*(?:\#[^\n]*)?\r?(?=\n|\Z)",
    re.M,
)
TOKEN = re.compile(
    r'''"""(?:[^"\\]++|\\.|"{1,2}(?!"))*+"{3,5}|\'\'\'(?:[^']++|'{1,2}(?!'))*+'{3,5}'''
    r'''|"""|\'\'\'|"(?:[^"\\\n]++|\\[^\n])*+"?|'[^'\n]*+'?|\#[^\n]*+|[\[\]{}\n]''',
    re.S,
)
_STRING = r"""(?!\"{3}|'{3})(?:"(?:[^"\\\n]++|\\[^\n])*+"|'[^'\n]*+')"""
_FLAT = rf"""(?:[^"'\[\]{{}}\#\n]++|{_STRING})*+"""
_NESTED = _FLAT
for _ in range(2):
    _NESTED = rf"{_FLAT}(?:[\[{{]{_NESTED}[\]}}]{_FLAT})*+"
_WHOLE_LINES = re.compile(rf"(?:(?![ \t]*\[){_NESTED}\n)*+")
"""Matches lines that have no header and no comment, and leave no string, list or table open."""
KEY_PART = re.compile(_KEY)
"""Matches one part of a dotted key, such as `a` or `"b c"` in `a."b c"`."""
_BARE_KEYS = re.compile(r"[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)*")
_PAIR = re.compile(rf"(?P<path>{_DOTTED})[ \t]*=[ \t]*")
BLANK = re.compile(r"(?:[ \t\r\n]|\#[^\n]*)*")
_SCALAR = re.compile(r"[^,\]}\#\n]*")


class Block(NamedTuple):
    """A piece `text[start:end]` of a TOML text: the header of a table, with the lines below it.

    - `path`: the path of the table, such as `("events", 3)`, or () if there is no header
    - `line`: the line number of `start`, counted from 1
    """

    path: Path
    start: int
    end: int
    line: int


def blocks(text: str, start: int = 0) -> Iterator[Block]:
    """Yield the blocks of a TOML text in order, from the offset `start` to the end.

    Line numbers, and indexes such as 3 in `("events", 3)`, are counted from `start`.
    """
    counts: dict[str, int] = {}
    path: Path = ()
    line = 1
    for header in _headers(text, start):
        keys = split_key(header["path"])
        head = keys[0]
        if len(keys) > 1 and path != keys and path in ((head, keys[1]), (head, counts.get(head))):
            continue
        if header.start() > start:
            yield Block(path, start, header.start(), line)
            line += text.count("\n", start, header.start())
        start = header.start()
        if header["open"] == "[[" and len(keys) == 1:
            counts[head] = counts.get(head, -1) + 1
            path = (head, counts[head])
        elif head in counts:  # a sub-table that does not follow its event
            path = (head, counts[head])
        else:
            path = keys[:2]
    yield Block(path, start, len(text), line)


def _headers(text: str, position: int) -> Iterator[re.Match[str]]:
    depth, at_line_start = 0, True
    while position < len(text):
        if at_line_start and not depth and (whole := _WHOLE_LINES.match(text, position)):
            position = whole.end()  # much faster than token by token
        header = _HEADER.match(text, position) if at_line_start else None
        if header and (not depth or BARE_HEADER.match(text, position)):
            yield header
            position, depth, at_line_start = header.end(), 0, False
            continue
        token = TOKEN.search(text, position)
        if token is None:
            return
        mark = token[0]
        at_line_start = mark == "\n"
        if mark in ("[", "{"):
            depth += 1
        elif mark in ("]", "}"):
            depth = max(0, depth - 1)
        position = token.end()


def comments_in(text: str) -> list[str]:
    """Return the comments in a piece of TOML text. Each comment begins with `#`."""
    return [token[0].rstrip() for token in TOKEN.finditer(text) if token[0].startswith("#")]


@lru_cache(1024)
def split_key(dotted: str) -> tuple[str, ...]:
    """Return the parts of a dotted key, without quotes: `a."b c".d` gives `("a", "b c", "d")`."""
    if _BARE_KEYS.fullmatch(dotted):
        return tuple(dotted.split("."))
    parts = KEY_PART.findall(dotted)
    with suppress(ValueError):  # raised for an invalid escape
        return tuple(next(iter(tomli.loads(f"{part} = 0"))) for part in parts)
    return tuple(part.strip("\"'") for part in parts)


# -- positions of values ----------------------------------------------------------------------


class Item(NamedTuple):
    """A header, a pair `key = value` or an element of a list, at `text[start:end]` in a TOML text.

    - `path`: the path of the value, or of the header's table
    - `base`: the path of the table whose header is above the item
    - `value`: the offset of the value
    - `holder`: the offset of the `[` or `{` directly around the item, or None if there is none
    """

    path: Path
    base: Path
    start: int
    value: int
    end: int
    holder: int | None = None
    header: bool = False


def items(text: str, block: Block) -> list[Item]:
    """Return the headers, pairs and list elements in a block of valid TOML.

    An item inside the value of another item comes first.
    """
    return _Scanner(text, block).items


class _Scanner:
    def __init__(self, text: str, block: Block) -> None:
        self.text = text
        self.position = block.start
        self.end = block.end
        self.items: list[Item] = []
        self._base: Path = ()
        self._counts: dict[Path, int] = {}
        while self._skip():
            if header := _HEADER.match(text, self.position):
                self._base = self._table(block, header)
                start, end = header.start(), header.end("close")
                self.items.append(Item(self._base, self._base, start, start, end, header=True))
                self.position = header.end()
            else:
                self._pair(self._base, None)

    def _table(self, block: Block, header: re.Match[str]) -> Path:
        keys: Path = split_key(header["path"])
        if len(block.path) == 2 and keys[:1] == block.path[:1] and isinstance(block.path[1], int):
            keys = (*block.path, *keys[1:])
        if header["open"] == "[[" and keys != block.path:
            index = self._counts[keys] = self._counts.get(keys, -1) + 1
            return (*keys, index)
        path: Path = ()
        for key in keys:  # `[events.sources.says]` extends the last element of an array
            path = (*path, key)
            if path in self._counts:
                path = (*path, self._counts[path])
        return path

    def _skip(self) -> bool:
        blank = BLANK.match(self.text, self.position, self.end)
        assert blank is not None
        self.position = blank.end()
        return self.position < self.end

    def _pair(self, base: Path, holder: int | None) -> None:
        start = self.position
        if pair := _PAIR.match(self.text, start):
            self.position = pair.end()
            self._value((*base, *split_key(pair["path"])), start, holder)
        else:  # not valid TOML: continue on the next line
            self.position = self.text.find("\n", start) + 1 or self.end

    def _value(self, path: Path, start: int, holder: int | None) -> None:
        value = self.position
        opening = self.text[value : value + 1]
        if opening in ("[", "{"):
            self._inside(path, "]" if opening == "[" else "}")
        elif opening in ('"', "'"):
            token = TOKEN.match(self.text, value)
            assert token is not None
            self.position = token.end()
        else:
            scalar = _SCALAR.match(self.text, value)
            assert scalar is not None
            self.position = max(value + len(scalar[0].rstrip(" \t\r")), value + 1)
        self.items.append(Item(path, self._base, start, value, self.position, holder))

    def _inside(self, path: Path, closing: str) -> None:
        holder = self.position
        self.position += 1
        index = 0
        while self._skip() and self.text[self.position] != closing:
            if self.text[self.position] == ",":
                self.position += 1
            elif closing == "}":
                self._pair(path, holder)
            else:
                self._value((*path, index), self.position, holder)
                index += 1
        self.position += 1


# -- entries ----------------------------------------------------------------------------------


TABLES = (
    "ledger", "coverage", "actors", "types", "publishers", "sources", "events", "claims",
)  # fmt: skip
"""The tables of a ledger in their usual order."""


class BlockMap:
    """The blocks of a valid TOML ledger, with methods that find entries in the text.

    An entry is an event, claim, actor, type, publisher or source, with its values and sub-tables.
    """

    def __init__(self, text: str, known: Iterable[Block] | None = None) -> None:
        self.text = text
        self.blocks: dict[Path, list[Block]] = {}
        for block in blocks(text) if known is None else known:
            self.blocks.setdefault(block.path, []).append(block)
        self.items = cache(partial(items, text))
        self._offsets: dict[Block, dict[Path, int]] = {}

    def _offsets_in(self, block: Block) -> dict[Path, int]:
        if block in self._offsets:
            return self._offsets[block]
        offsets = {block.path: block.start} if block.path else {}
        with suppress(RecursionError):  # nested too deeply: the caller uses the header
            for item in self.items(block):
                for length in range(len(block.path) + 1, len(item.path) + 1):
                    path = item.path[:length]
                    offsets[path] = min(item.start, offsets.get(path, item.start))
        self._offsets[block] = offsets
        return offsets

    def line(self, path: Path) -> int:
        """Return the line number of the value at `path`, counted from 1.

        If there is no such value, the result is the line of the nearest table around it, or else 1.
        """
        nearest = [path[:step] for step in range(len(path), -1, -1)]
        around = [block for part in reversed(nearest) for block in self.blocks.get(part, ())]
        for part in nearest:
            for block in around:
                if (offset := self._offsets_in(block).get(part)) is not None:
                    return block.line + self.text.count("\n", block.start, offset)
            if part == path and len(path) == 1:  # a table that has no header, only sub-tables
                below = [found[0].line for key, found in self.blocks.items() if key[:1] == path]
                if below:
                    return min(below)
        return 1

    def pieces(self, entry: Path) -> list[tuple[int, int]]:
        """Return the (start, end) offsets of each block of an entry, or [] for an unknown entry."""
        return [(block.start, self._end(block)) for block in self.blocks.get(entry, ())]

    def _end(self, block: Block) -> int:
        last = block.start + len(self.text[block.start : block.end].rstrip(" \t\r\n")) - 1
        if COMMENT.match(self.text, line_start(self.text, last)):  # or the end of a long string
            last = max(item.end for item in items(self.text, block))
        return line_end(self.text, last)

    def below(self, entry: Path) -> InsertionPoint:
        """Return the point at which to insert lines below an entry and its comments."""
        end = after = self.pieces(entry)[-1][1]
        while COMMENT.match(line := line_after(self.text, after)):
            after += len(line)
        last = is_blank(line_after(self.text, after))
        return InsertionPoint(after if last else end, above=False)

    def above(self, entry: Path) -> InsertionPoint:
        """Return the point at which to insert lines above an entry and its comments."""
        start = self.pieces(entry)[0][0]
        return InsertionPoint(start - len(comments_over(self.text, start)) or start, above=True)

    def among(self, kind: str, days: Sequence[dt.date], at: int, new: dt.date) -> InsertionPoint:
        """Return the point at which to insert a new entry into the list `kind`, such as "events".

        - `days`: the first day of each existing entry
        - `at`: the index that the new entry will have in the list
        - `new`: the first day of the new entry
        """
        if not days:
            return self.place(kind)
        if belongs_to_next(days, at, new):
            return self.above((kind, at))
        return self.below((kind, at - 1))

    def place(self, kind: str) -> InsertionPoint:
        """Return the point at which to insert a new entry of the table `kind`, such as "actors"."""
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


def belongs_to_next(days: Sequence[dt.date], at: int, new: dt.date) -> bool:
    """Return whether a day inserted into sorted days at the index `at` is closer to the next day.

    Two days are close if they are in one year, and closer if they are in one month, since a comment
    between two months usually belongs to the second month.
    """

    def closeness(day: dt.date) -> int:
        return (day.year == new.year) + ((day.year, day.month) == (new.year, new.month))

    return at < len(days) and (not at or closeness(days[at]) > closeness(days[at - 1]))
