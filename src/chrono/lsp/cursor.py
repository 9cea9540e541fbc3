"""Find the word at the cursor in the text of a ledger, even if the text is not valid TOML.

A wrong result can spoil a completion, but never data.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from chrono.core.references import NOT_DUPLICATE_OF
from chrono.files.format.containers import ListOf
from chrono.files.format.keys import HEADERS, TABLES, noun
from chrono.files.format.kind import Kind
from chrono.files.format.kinds import Text
from chrono.files.format.ledger_kinds import SourceItem
from chrono.files.toml.blocks import Path, split_key
from chrono.files.toml.lines import line_end, line_start

_PART = r"""(?:[A-Za-z0-9_-]+|"[^"\n]*"|'[^'\n]*')"""
_HEADER = re.compile(
    rf"[ \t]*\[\[?[ \t]*(?!(?:true|false|inf|nan)\b)"
    rf"(?P<path>[A-Za-z][A-Za-z0-9_-]*(?:[ \t]*\.[ \t]*{_PART})*)[ \t]*\]\]?[ \t]*(?:\#.*)?\r?$"
)
_TOKEN = re.compile(
    r"""(?P<comment>\#[^\n]*)|(?P<newline>\n)"""
    r'''|(?P<long>"""(?:[^"\\]|\\.|"{1,2}(?!"))*(?:"{3,5}|\Z)|\'\'\'.*?(?:\'{3,5}|\Z))'''
    r"""|(?P<text>"(?:[^"\\\n]|\\[^\n])*"?|'[^'\n]*'?)"""
    r"""|(?P<sign>[\[\]{},=])|(?P<word>[^\s\[\]{},=\#"']+)|(?P<blank>[ \t\r]+|.)""",
    re.S,
)
_NEW_KEY = re.compile(r"[ \t]*[A-Za-z][A-Za-z0-9_-]*[ \t]*=")


class Cursor(NamedTuple):
    """The word, text or header at the cursor.

    - `path`: the path from the top of the ledger, such as `("events", 0, "actors")`. The index of
      an entry in a table is always 0.
    - `role`: "key", "value" or "header"
    - `start`, `end`: the offsets of the word or text, without quotes
    - `quote`: the quotation mark around the text, or ""
    - `is_closed`: whether the text has a closing quotation mark
    """

    path: Path
    role: str
    start: int
    end: int
    text: str
    quote: str = ""
    is_closed: bool = False

    @property
    def kind(self) -> Kind | None:
        """Return the kind of the value at the cursor, or None for an unknown key.

        At a key, the result is the kind of the table that has the key.
        """
        return kind_at(self.path)

    @property
    def key(self) -> str:
        """Return the last key of the path, such as `actors`, or "" for a path without keys."""
        return next((step for step in reversed(self.path) if isinstance(step, str)), "")


def kind_at(path: Path) -> Kind | None:
    """Return the kind of the value at a path in a ledger, or None for an unknown path."""
    name, *steps = path or ("",)
    if name not in TABLES:
        return None
    kind: Kind = TABLES[str(name)]
    if HEADERS[str(name)] != "[ledger]":  # the id or the index of an entry
        steps = steps[1:]
    if steps[:2] == ["extra", NOT_DUPLICATE_OF]:
        return Text(noun(str(name)))
    for step in steps:
        if isinstance(kind, ListOf):
            kind = kind.item
            if isinstance(step, int):
                continue
        table = kind.table if isinstance(kind, SourceItem) else kind
        kind = table.inner(step)
    return kind


def cursor_at(text: str, offset: int) -> Cursor | None:
    """Return the word, text or header at an offset, or None if nothing there can be completed."""
    base, start = _header_above(text, offset)
    if start is None:  # the cursor is in a header
        return _in_header(text, offset)
    return _Scanner(text, base, start).find(offset)


def _header_above(text: str, offset: int) -> tuple[Path, int | None]:
    """Return (path of the table above an offset, offset of the line below the table's header).

    The second value is None for an offset in the header.
    """
    start, end = line_start(text, offset), text.find("\n", offset)
    end = len(text) if end < 0 else end
    is_own = True
    while True:
        if header := _HEADER.match(text, start, end):
            path = _table(split_key(header["path"]))
            return path, None if is_own else min(end + 1, len(text))
        if not start:
            return (), 0
        start, end, is_own = line_start(text, start - 1), start - 1, False


def _table(keys: tuple[str, ...]) -> Path:
    if not HEADERS.get(keys[0], "").startswith("[["):
        return keys
    return (keys[0], 0, *keys[1:])


def _in_header(text: str, offset: int) -> Cursor | None:
    start = line_start(text, offset)
    header = _HEADER.match(text, start, line_end(text, offset))
    assert header is not None
    for part in re.finditer(_PART, header["path"]):
        first, last = (header.start("path") + at for at in part.span())
        quote = part[0][0] if part[0][0] in "\"'" else ""
        first, last = first + len(quote), last - len(quote)
        if first <= offset <= last:
            number = len(split_key(header["path"][: part.end()]))
            path = split_key(header["path"])[:number]
            return Cursor(path, "header", first, last, text[first:last], quote, bool(quote))
    return None


class _Frame(NamedTuple):
    opening: str
    path: Path


class _Scanner:
    def __init__(self, text: str, base: Path, start: int) -> None:
        self.text, self.start = text, start
        self._frames = [_Frame("", base)]
        self._key = ""
        self._index = [0]
        self._is_value = False

    def find(self, offset: int) -> Cursor | None:
        """Return the word, text or header at `offset`, or None if there is none."""
        for token in self._tokens():
            kind = token.lastgroup or ""
            is_inside = token.start() < offset < token.end() or (
                kind in ("text", "word") and token.start() <= offset <= token.end()
            )
            if is_inside and kind in ("comment", "long"):
                return None
            if is_inside and kind in ("text", "word"):
                cursor = self._cursor(token)
                return cursor if cursor.start <= offset <= cursor.end else None
            if token.end() > offset or (kind == "newline" and token.start() >= offset):
                break
            self._step(kind, token)
        return self._between(offset)

    def _tokens(self) -> Iterator[re.Match[str]]:
        position = self.start
        while position < len(self.text):
            token = _TOKEN.match(self.text, position)
            assert token is not None
            yield token
            position = token.end()
            is_in_list = token.lastgroup == "newline" and self._frames[-1].opening == "["
            if is_in_list and _NEW_KEY.match(self.text, position):  # the list was never closed
                del self._frames[1:], self._index[1:]
                self._end()

    def _end(self) -> None:
        self._key, self._is_value = "", False

    @property
    def _path(self) -> Path:
        frame = self._frames[-1]
        if frame.opening == "[":
            return (*frame.path, self._index[-1])
        return (*frame.path, *split_key(self._key.strip())) if self._key.strip() else frame.path

    def _step(self, kind: str, token: re.Match[str]) -> None:
        opening, sign = self._frames[-1].opening, token[0]
        if kind == "newline" and not opening:
            self._end()
        elif kind in ("word", "text") and not self._is_value and opening != "[":
            self._key += sign
        elif kind != "sign":
            return
        elif sign == "=" and opening != "[":
            self._is_value = True
        elif sign in "[{" and (self._is_value or opening == "["):
            self._frames.append(_Frame(sign, self._path))
            self._index.append(0)
            self._end()
            self._is_value = sign == "["
        elif sign in "]}" and len(self._frames) > 1:
            self._frames.pop()
            self._index.pop()
            self._key, self._is_value = "", self._frames[-1].opening == "["
        elif sign == "," and opening == "[":
            self._index[-1] += 1
        elif sign == "," and opening == "{":
            self._end()

    @property
    def _role(self) -> str:
        return "value" if self._is_value or self._frames[-1].opening == "[" else "key"

    def _cursor(self, token: re.Match[str]) -> Cursor:
        words = token[0]
        quote = words[0] if words[0] in "\"'" else ""
        is_closed = bool(quote) and len(words) > 1 and words.endswith(quote)
        start = token.start() + len(quote)
        end = token.end() - is_closed
        if quote and not is_closed:
            end = start + len(self.text[start:end].rstrip("\r"))
        path = self._path if self._role == "value" else self._frames[-1].path
        return Cursor(path, self._role, start, end, self.text[start:end], quote, is_closed)

    def _between(self, offset: int) -> Cursor:
        path = self._path if self._role == "value" else self._frames[-1].path
        return Cursor(path, self._role, offset, offset, "")
