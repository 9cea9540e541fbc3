"""A line of shell as far as it is typed: its words without their quotes, the last unfinished."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple


class ShellWords(NamedTuple):
    """The words that are finished, and the one that is being typed.

    `start` is how much of that stands before the place from which the shell will put another word;
    `quote` is one that is open, and `redirected` says that it follows a `>` or a `<`.
    """

    words: Sequence[str] = ()
    word: str = ""
    start: int = 0
    quote: str = ""
    redirected: bool = False


_PIECE = re.compile(
    r"""
    (?P<blank> \s+)
    | (?P<redirect> [0-9]* [<>]+ &?)
    | \\ (?P<escaped> . | \Z)
    | (?: ' (?P<single> [^']*) | " (?P<double> (?: [^"\\] | \\. | \\\Z )*) )
      (?: ['"] | (?P<open> \Z))
    | (?P<plain> .)
    """,
    re.X | re.S,
)
_IN_DOUBLE_QUOTES = re.compile(r'\\(["\\$`\n]|\Z)')


def read(line: str, breaks: str = "") -> ShellWords:
    """Read a line of bash or a word of fish, which may end anywhere.

    bash takes what follows one of its `breaks`, outside of quotes, for a word of its own.
    """
    words: list[str] = []
    word: str | None = None
    start = 0
    quote = ""
    redirected = False
    for piece in _PIECE.finditer(line):
        redirect = piece["redirect"] is not None
        if piece["blank"] or redirect:
            if word is not None and not redirected:
                words.append(word)
            redirected = redirect or (redirected and word is None)
            word, start = None, 0
            continue
        word = word or ""
        quote = piece[0][0] if piece["open"] is not None else ""
        if quote:
            start = len(word)
        word += _said(piece)
        if piece["plain"] and piece["plain"] in breaks:
            start = len(word)
    return ShellWords(words, word or "", start, quote, redirected)


def _said(piece: re.Match[str]) -> str:
    """What a piece says without its quotes."""
    if piece["double"] is not None:
        return _IN_DOUBLE_QUOTES.sub(r"\1", piece["double"])
    return next(filter(None, (piece["escaped"], piece["single"], piece["plain"])), "")


NOT_PLAIN = re.compile(r"[^\w@%+=:,./-]")
"""What may mean something to bash, and all other signs of which nobody can be sure."""


def quoted(text: str, quote: str = "") -> str:
    """A text as bash reads it back, in a quote that it opens and leaves so, or in none.

    A ! is history to bash between double quotes, too, where no backslash could be taken off it.
    """
    if quote == "'":
        return quote + text.replace("'", r"'\''")
    if quote:
        return quote + re.sub(r'[\\"$`]', r"\\\g<0>", text).replace("!", r'"\!"')
    return NOT_PLAIN.sub(r"\\\g<0>", text)
