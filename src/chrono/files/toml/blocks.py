"""Splits the text of a ledger into blocks, and finds the place of every key and value in a block.

A block is a header with all lines below it: an event with its sub-tables, an actor or a source.
The lines before the first header are a block, too. All blocks, joined, are the text.

A valid ledger is read without this module. It is needed to name the line of an error, to set a
broken block aside (`recover.py`), and to edit one block and no other (`insert.py`).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

import tomli

Path = tuple[str | int, ...]
"""The keys and indexes that lead to a value: `("events", 3, "sources", 0, "url")`."""

_KEY = r"""(?:[A-Za-z0-9_-]+|"(?:[^"\\\n]|\\.)*"|'[^'\n]*')"""
_DOTTED = rf"{_KEY}(?:[ \t]*\.[ \t]*{_KEY})*"
_HEADER = re.compile(
    rf"[ \t]*(?P<open>\[\[?)[ \t]*(?P<path>{_DOTTED})[ \t]*(?P<close>\]\]?)"
    r"[ \t]*(?:\#[^\n]*)?\r?(?=\n|\Z)"
)
# In an array, a line such as `[[events]]` is no value of TOML: the array was never closed.
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
_PART = re.compile(_KEY)
BLANK = re.compile(r"(?:[ \t\r\n]|\#[^\n]*)*")
_SCALAR = re.compile(r"[^,\]}\#\n]*")


class Block(NamedTuple):
    """A header with the lines below it: `text[start:end]`. `line` is the number of its first line.

    `path` is the path of its table; () for the lines before the first header.
    """

    path: Path
    start: int
    end: int
    line: int


Header = tuple[int, bool, tuple[str, ...]]
"""The offset of a header, whether it is one of an array of tables, and its keys."""


def blocks(text: str, start: int = 0, line: int = 1) -> Iterator[Block]:
    """The blocks of a text, in order, from the offset `start` in line number `line`.

    A sub-table belongs to the block of its event, actor or source if it follows it.
    """
    return _blocks(text, start, line, _headers(text, start))


def _blocks(text: str, start: int, line: int, headers: Iterable[Header]) -> Iterator[Block]:
    counts: dict[str, int] = {}
    path: Path = ()
    for offset, array, keys in headers:
        head = keys[0]
        if len(keys) > 1 and path != keys and path in ((head, keys[1]), (head, counts.get(head))):
            continue
        if offset > start:
            yield Block(path, start, offset, line)
            line += text.count("\n", start, offset)
        start = offset
        if array and len(keys) == 1:
            counts[head] = counts.get(head, -1) + 1
            path = (head, counts[head])
        elif head in counts:  # a sub-table that stands apart from its event
            path = (head, counts[head])
        else:
            path = keys[:2]
    yield Block(path, start, len(text), line)


def _headers(text: str, position: int) -> Iterator[Header]:
    depth, at_line_start = 0, True
    while position < len(text):
        if at_line_start:
            pattern = BARE_HEADER if depth else _HEADER
            if header := pattern.match(text, position):
                whole = _HEADER.match(text, position)
                assert whole is not None, header
                yield position, whole["open"] == "[[", split_key(whole["path"])
                position, depth, at_line_start = whole.end(), 0, False
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


@lru_cache(1024)
def split_key(dotted: str) -> tuple[str, ...]:
    """The parts of a dotted key such as `a."b c".d`, without quotes."""
    return tuple(_unquoted(part) for part in _PART.findall(dotted))


def _unquoted(part: str) -> str:
    if part.startswith('"'):
        try:
            return str(tomli.loads(f"key = {part}")["key"])
        except ValueError:
            return part[1:-1]
    return part[1:-1] if part.startswith("'") else part


# -- where a value stands ---------------------------------------------------------------------


class Item(NamedTuple):
    """A key with its value, an element of a list, or a header: `text[start:end]`.

    base: the path of the table whose header is above it. value: the offset of the value.
    holder: the offset of the [ or { around it; None if there is none.
    """

    path: Path
    base: Path
    start: int
    value: int
    end: int
    holder: int | None = None
    header: bool = False


class Lines:
    """The lines of all values in valid TOML. A block is scanned when it is first needed."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._blocks: dict[Path, list[Block]] | None = None
        self._scanned: dict[Block, dict[Path, int]] = {}
        self._ends: list[int] = []

    def find(self, path: Path) -> int:
        """The line of a value, from 1, or of the nearest value around it."""
        if self._blocks is None:
            self._blocks = {}
            for block in blocks(self._text):
                self._blocks.setdefault(block.path, []).append(block)
            self._ends = [match.start() for match in re.finditer("\n", self._text)]
        best: tuple[int, int] = (-1, 1)
        for depth in range(len(path) + 1):
            for block in self._blocks.get(path[:depth], ()):
                known = self._offsets_of(block)
                for length in range(len(path), best[0], -1):
                    if (offset := known.get(path[:length])) is not None:
                        best = (length, bisect_left(self._ends, offset) + 1)
                        break
        if best[0] < len(path) == 1:  # a table that has no header, only sub-tables
            lines = [known[0].line for key, known in self._blocks.items() if key[:1] == path]
            return min(lines, default=best[1])
        return best[1]

    def _offsets_of(self, block: Block) -> dict[Path, int]:
        if block not in self._scanned:
            self._scanned[block] = _offsets(self._text, block)
        return self._scanned[block]


def _offsets(text: str, block: Block) -> dict[Path, int]:
    try:
        return _Scanner(text, block).offsets
    except RecursionError:  # deeper nesting than the interpreter's stack: the header must do
        return {block.path: block.start}


def items(text: str, block: Block) -> list[Item]:
    """The items of a block of valid TOML, in order; a list or table comes after its contents."""
    return _Scanner(text, block).items


class _Scanner:
    """Scans a block of valid TOML for all headers, keys and elements of lists.

    `offsets` has the first offset of each path, also of a table that dotted keys create.
    """

    def __init__(self, text: str, block: Block) -> None:
        self.text = text
        self.position = block.start
        self.end = block.end
        self.offsets: dict[Path, int] = {block.path: block.start} if block.path else {}
        self.items: list[Item] = []
        self._base: Path = ()
        self._counts: dict[Path, int] = {}
        while self._skip():
            if header := _HEADER.match(text, self.position):
                self._base = self._header(block, header)
                self.position = header.end()
            else:
                self._pair(self._base, None)

    def _header(self, block: Block, header: re.Match[str]) -> Path:
        keys: Path = split_key(header["path"])
        if len(block.path) == 2 and keys[:1] == block.path[:1] and isinstance(block.path[1], int):
            keys = (*block.path, *keys[1:])
        if header["open"] == "[[" and keys != block.path:
            index = self._counts[keys] = self._counts.get(keys, -1) + 1
            self.offsets.setdefault(keys, self.position)
            keys = (*keys, index)
        else:  # `[events.sources.says]` extends the last element of an array
            keys = self._through_arrays(keys)
        self.offsets.setdefault(keys, self.position)
        start, end = header.start(), header.end("close")
        self.items.append(Item(keys, keys, start, start, end, header=True))
        return keys

    def _through_arrays(self, keys: Path) -> Path:
        path: Path = ()
        for key in keys:
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
        """Scan a pair `a.b = value`."""
        start = self.position
        path = base
        while part := _PART.match(self.text, self.position):
            path = (*path, _unquoted(part[0]))
            self.offsets.setdefault(path, start)
            self.position = part.end()
            self._skip()
            mark = self.text[self.position]
            self.position += 1
            self._skip()
            if mark == "=":
                break
        else:  # not TOML after all: go on behind this line
            self.position = self.text.find("\n", self.position) + 1 or self.end
            return
        self._value(path, start, holder)

    def _value(self, path: Path, start: int, holder: int | None) -> None:
        value = self.position
        opening = self.text[value]
        if opening == "[":
            self._elements(path)
        elif opening == "{":
            self._inline_table(path)
        elif opening in "\"'":
            token = TOKEN.match(self.text, value)
            assert token is not None
            self.position = token.end()
        else:
            scalar = _SCALAR.match(self.text, value)
            assert scalar is not None
            self.position = max(value + len(scalar[0].rstrip(" \t\r")), value + 1)
        self.items.append(Item(path, self._base, start, value, self.position, holder))

    def _elements(self, path: Path) -> None:
        holder = self.position
        self.position += 1
        index = 0
        while self._skip() and self.text[self.position] != "]":
            if self.text[self.position] == ",":
                self.position += 1
                continue
            self.offsets[(*path, index)] = self.position
            self._value((*path, index), self.position, holder)
            index += 1
        self.position += 1

    def _inline_table(self, path: Path) -> None:
        holder = self.position
        self.position += 1
        while self._skip() and self.text[self.position] != "}":
            if self.text[self.position] == ",":
                self.position += 1
                continue
            self._pair(path, holder)
        self.position += 1
