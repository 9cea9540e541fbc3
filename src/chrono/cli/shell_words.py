"""Split an unfinished shell line into words without quotes; the last word is incomplete."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple


class ShellWords(NamedTuple):
    """The finished `words`, and the incomplete `word`.

    `start`: the offset in `word` of the text that the shell will replace; `quote`: the quote that
    is still open, or ""; `redirected`: whether `word` follows `>` or `<`, and so is a file.
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


def split(line: str, breaks: str = "") -> ShellWords:
    """The words of `line`, from bash or fish, which may end anywhere. `breaks`: outside quotes,
    bash starts a new word after each of these characters."""
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
        if piece["double"] is not None:
            word += _IN_DOUBLE_QUOTES.sub(r"\1", piece["double"])
        else:
            word += piece["escaped"] or piece["single"] or piece["plain"] or ""
        if piece["plain"] and piece["plain"] in breaks:
            start = len(word)
    return ShellWords(words, word or "", start, quote, redirected)


def quoted(text: str, quote: str = "") -> str:
    """`text` quoted for bash, or after an opening `quote`; `!` is outside of double quotes."""
    if quote == "'":
        return quote + text.replace("'", r"'\''")
    if quote:
        return quote + re.sub(r'[\\"$`]', r"\\\g<0>", text).replace("!", r'"\!"')
    return re.sub(r"[^\w@%+=:,./-]", r"\\\g<0>", text)  # all characters that may be special
