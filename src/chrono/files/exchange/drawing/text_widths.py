"""Estimate the widths of texts in a wide font, and wrap texts into lines."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import cache

_EMS = {
    0.3: "'ijl",
    0.36: " .,:;|/\\If-",
    0.42: "()[]tr!",
    0.55: '"*`_szcJ?',
    0.62: "FkvxyaoPTYL",
    0.64: "$0123456789{}ESbdeghnpqu",
    0.7: "ABCKRVXZ",
    0.82: "&DGHNOQUw",
    0.87: "#+<=>^~M",
    1.0: "%@Wm",
}
_WIDTHS = {character: ems for ems, characters in _EMS.items() for character in characters}
"""The widths of ASCII characters, as a share of the size of the font."""

_BOLD = 1.2  # the greatest width of bold text, as a multiple of the width of other text

_WORD = re.compile(
    # A Chinese, Japanese or Korean character with the punctuation after it, or a word.
    "[\u2e80-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff]"
    "[\u3001-\u3003\u3009\u300b\u300d\uff01\uff09\uff0c\uff1a\uff1b\uff1f]* *"
    "|[^ \u2e80-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff]+ *| +"
)


@cache
def _ems(character: str) -> float:
    if character in _WIDTHS:
        return _WIDTHS[character]
    if unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0.0
    code = ord(character)
    if code < 0x0900:  # Latin, Greek, Cyrillic, Hebrew, Arabic
        return 0.9 if character.isupper() else 0.75
    if 0x2010 <= code <= 0x2027 and character not in "—―…":
        return 0.6
    return 1.3 if code >= 0x1F000 and not 0x20000 <= code <= 0x3FFFF else 1.05


def text_width(text: str, size: float, bold: bool = False) -> float:
    """Return the estimated width of a text on one line [px]. `size`: the font size [px]."""
    return sum(map(_ems, text)) * size * (_BOLD if bold else 1)


def widest(lines: Sequence[str], size: float, bold: bool = False) -> float:
    """Return the estimated width of the widest line [px], or 0 if there are no lines."""
    return max((text_width(line, size, bold) for line in lines), default=0)


def wrapped(text: str, room: float, size: float, bold: bool = False) -> list[str]:
    """Return the lines of a text, each as full as possible.

    `room`: the maximum width of a line [px]. A word is broken only if the word is wider.
    """
    return _lines(_words(text, room, size, bold), room)


def balanced(text: str, room: float, size: float) -> list[str]:
    """Return the lines of a text, with similar widths. There are no more lines than in `wrapped`.

    `room`: the maximum width of a line [px].
    """
    words = _words(text, room, size, False)
    lines = _lines(words, room)
    low, high = max(width for _, width, _ in words), room
    while high - low > 2:
        middle = (low + high) / 2
        narrower = _lines(words, middle)
        if len(narrower) > len(lines):
            low = middle
        else:
            lines, high = narrower, middle
    return lines


def _lines(words: Sequence[tuple[str, float, float]], room: float) -> list[str]:
    lines, used = [""], 0.0
    for word, width, space in words:
        if lines[-1] and used + width > room:
            lines.append("")
            used = 0.0
        lines[-1] += word
        used += width + space
    return [line.rstrip(" ") for line in lines]


def _words(text: str, room: float, size: float, bold: bool) -> list[tuple[str, float, float]]:
    """Return a list of (word and the spaces after it, width of the word, width of the spaces).

    All widths and `size` are in pixels. A word wider than `room` becomes several items.
    """
    words = []
    for word in _WORD.findall(text) or [""]:
        start = 0
        for end in range(1, len(word.rstrip(" "))):
            if text_width(word[start : end + 1], size, bold) > room:
                words.append((word[start:end], text_width(word[start:end], size, bold), 0.0))
                start = end
        width = text_width(word[start:].rstrip(" "), size, bold)
        words.append((word[start:], width, text_width(word[start:], size, bold) - width))
    return words
