"""Find the passages of a Markdown text. Each character of a passage keeps its offset in the text.

The parser markdown-it-py does not record offsets inside lines. This module therefore replaces some
of its rules by rules that do.
"""

from __future__ import annotations

import html
import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from chrono.core.prose import Cell, Passage

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

UNREAD = "\ue000"
"""The character in place of each character of a comment. It is never markup."""

_STRUCK = re.compile(r"~~(?=\S).+?(?<=\S)~~")
_ADDRESS = re.compile(
    r"(?:https?://|\bwww\.)\S*[^\s.,;:!?)\]»”]|\b[\w.+-]{1,64}@[\w-]{1,64}\.[\w.]*\w", re.I
)
_NO_BLANK = re.compile(rf"[^\S ]|{UNREAD}")
_ESCAPE = re.compile(r"\\(?=[\n!-/:-@\[-`{-~])")
_MARKUP = re.compile(r"[\\`*_\[<&!]")
"""Matches the first characters of all markup inside a line."""


def _parser() -> MarkdownIt:
    """Return a Markdown parser that records (start, end) offsets in a block.

    The offsets of words are in `env["read"]`, and those of code in `env["code"]`.
    """
    from markdown_it import MarkdownIt
    from markdown_it.rules_inline import backtick, entity, escape, image, text
    from markdown_it.rules_inline.state_inline import StateInline

    def marked(rule: Any, kind: str) -> Any:
        def run(state: StateInline, silent: bool) -> bool:
            start, tokens = state.pos, len(state.tokens)
            matched: bool = rule(state, silent)
            is_code = any(token.type == "code_inline" for token in state.tokens[tokens:])
            if matched and not silent and (kind != "code" or is_code):
                state.env[kind].append((start + bool(_ESCAPE.match(state.src, start)), state.pos))
            return matched

        return run

    def literal(state: StateInline, silent: bool) -> bool:
        state.pos += 1
        if not silent:
            state.pending += state.src[state.pos - 1]
        return True

    def unread(state: StateInline, silent: bool) -> bool:
        read = len(state.env["read"])
        matched = image(state, silent)
        del state.env["read"][read:]
        return matched

    parser = MarkdownIt("commonmark", {"maxNesting": 100}).enable("table")
    for name in ("inline", "text_join"):
        parser.core.ruler.disable(name, ignoreInvalid=True)
    for name, rule in {"text": text, "escape": escape, "entity": entity}.items():
        parser.inline.ruler.at(name, marked(rule, "read"))
    parser.inline.ruler.at("backticks", marked(backtick, "code"))
    parser.inline.ruler.at("image", unread)
    parser.inline.ruler.push("literal", marked(literal, "read"))
    return parser


class _Piece(NamedTuple):
    """One line of a block, without the markup at its beginning. All numbers are in characters.

    - `at`: the offset in the block
    - `place`: the offset in the whole text
    """

    at: int
    size: int
    place: int


class Markdown:
    """A Markdown text, divided into blocks."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.lines = text.split("\n")
        self.starts = [*accumulate((len(line) + 1 for line in self.lines), initial=0)]
        self.parser = _parser()
        self.env: Any = {}
        self.tokens = self.parser.parse(text, self.env)

    @property
    def code(self) -> Sequence[tuple[int, int]]:
        """Return the (start, end) offsets of code in the text."""
        found: list[tuple[int, int]] = []
        for token in self.tokens:
            if token.type in ("fence", "code_block") and token.map:
                found.append((self.starts[token.map[0]], self.starts[token.map[1]]))
            elif token.type == "inline" and "`" in token.content:
                found += self._places("code", token, self._pieces(token))
        return found

    def passages(self) -> Iterator[Passage]:
        """Yield the passages of the text, in order."""
        items = 0
        cells: list[Token] = []
        for before, token in pairwise(self.tokens):
            if token.type in ("list_item_open", "list_item_close"):
                items += token.nesting
            elif token.type == "tr_open":
                cells = []
            elif token.type == "tr_close" and before.type == "td_close":
                yield self._row(cells)
            elif token.type == "inline" and before.type in ("th_open", "td_open"):
                cells.append(token)
            elif token.type == "inline" and before.type == "heading_open":
                yield self._block("heading", token)
            elif token.type == "inline":
                yield self._block("item" if items else "paragraph", token)

    def _block(self, kind: Literal["paragraph", "item", "heading"], token: Token) -> Passage:
        pieces = self._pieces(token)
        if not pieces:
            return Passage(kind, 0, "")
        start, end = pieces[0].place, pieces[-1].place + pieces[-1].size
        return Passage(kind, start, self._visible(start, end, token, pieces))

    def _row(self, tokens: Sequence[Token]) -> Passage:
        line = tokens[0].map[0] if tokens[0].map else 0
        text = self.lines[line].rstrip()
        start = self.starts[line]
        indent = len(re.match(r"[\s>]*", text)[0])  # type: ignore[index]
        read, cells = [" "] * (len(text) - indent), []
        start += indent
        for (at, raw), token in zip(_cells(text[indent:]), tokens, strict=False):
            first, last = start + at, start + at + len(raw)
            cells.append(Cell(first, last))
            visible = self._visible(first, last, token, _unescaped(raw, first))
            read[at : at + len(raw)] = visible
        return Passage("row", start, "".join(read), tuple(cells))

    def _pieces(self, token: Token) -> Sequence[_Piece]:
        found, at = [], 0
        first = token.map[0] if token.map else 0
        for number, content in enumerate(token.content.split("\n"), first):
            line, words = self.lines[number].rstrip(), content.strip()
            place = len(line) - len(words) if line.endswith(words) else line.find(words)
            if words and place >= 0:
                indent = len(content) - len(content.lstrip())
                found.append(_Piece(at + indent, len(words), self.starts[number] + place))
            at += len(content) + 1
        return found

    def _visible(self, start: int, end: int, token: Token, pieces: Sequence[_Piece]) -> str:
        read = [" "] * (end - start)
        for first, last in self._places("read", token, pieces):
            read[first - start : last - start] = _entity(self.text[first:last])
        return blanked(_STRUCK.sub(_blanks, "".join(read)))

    def _places(
        self, kind: str, token: Token, pieces: Sequence[_Piece]
    ) -> Iterator[tuple[int, int]]:
        """Yield the (start, end) offsets, in the whole text, of a block's words ("read") or code
        ("code").
        """
        self.env.update(read=[(0, len(token.content))], code=[])
        if _MARKUP.search(token.content):  # otherwise parsing takes time and changes nothing
            self.env["read"] = []
            self.parser.inline.parse(token.content, self.parser, self.env, [])
        beginnings = [piece.at for piece in pieces]
        for first, last in self.env[kind]:
            for piece in pieces[max(bisect_right(beginnings, first) - 1, 0) :]:
                low, high = max(first, piece.at), min(last, piece.at + piece.size)
                if piece.at >= last:
                    break
                if low < high:
                    yield piece.place + low - piece.at, piece.place + high - piece.at


def _cells(row: str) -> Sequence[tuple[int, str]]:
    found, at = [], 0
    for cell in re.split(r"(?<!\\)\|", row):
        found.append((at + len(cell) - len(cell.lstrip()), cell.strip()))
        at += len(cell) + 1
    first, last = row.startswith("|"), row.endswith("|") and found[-1][1] == ""
    return found[first : len(found) - last]


def _unescaped(raw: str, place: int) -> Sequence[_Piece]:
    r"""Return the pieces of a table cell, divided before each escaped pipe (`\|`).

    This keeps offsets right, since markdown-it-py replaces `\|` by one character.
    """
    pieces, at, start = [], 0, 0
    for found in re.finditer(r"\\\||$", raw):
        pieces.append(_Piece(at, found.start() - start, place + start))
        at, start = at + found.start() - start, found.start() + 1
    return pieces


def _entity(text: str) -> str:
    """Return the character for an HTML entity such as `&amp;`, padded to the same length."""
    if text[0] == "&" and len(text) > 1:
        return html.unescape(text)[:1].ljust(len(text))
    return text


def _blanks(found: re.Match[str]) -> str:
    return " " * len(found[0])


def blanked(text: str) -> str:
    """Return the text with spaces in place of web addresses, email addresses and comments."""
    if "//" in text or "@" in text or "www." in text.lower():
        text = _ADDRESS.sub(_blanks, text)
    return _NO_BLANK.sub(" ", text)
