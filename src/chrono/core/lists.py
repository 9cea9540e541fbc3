"""Split text into the elements of a list, but never inside brackets."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from chrono.core.countries import name_and_country

_FULL_SIGNS = ("；", "、", "，", "؛", "،")
"""The semicolons and commas of Chinese, Japanese, Arabic and Persian. Names never contain them."""
SIGNS = (";", ",", " and ", "&", " / ", "|", "\n", *_FULL_SIGNS)
"""The signs that may separate the elements of a list."""
_CLOSING = {"(": ")", "[": "]", "{": "}", "（": "）"}
_BRACKET = re.compile(r"[][(){}（）]")


def split_list(text: str, separators: Sequence[str], with_urls: bool = False) -> list[str]:
    """Split a text at every separator, and return the elements.

    Nothing is split inside brackets: `Nyrstar (Vice-President, Products)` is one element.

    `with_urls`: whether elements may contain web addresses. If so, a semicolon is a separator only
    before a space or at the end of the text.
    """
    if not any(separators):
        return [text.strip()]
    pattern = _pattern(tuple(separators), with_urls)
    if not _BRACKET.search(text):
        return [*map(str.strip, pattern.split(text))]
    return [text[start:end].strip() for start, end in _spans(text, pattern)]


def _spans(text: str, pattern: re.Pattern[str]) -> list[tuple[int, int]]:
    brackets = [*_bracketed(text)]
    spans, start, at = [], 0, 0
    for match in pattern.finditer(text):
        while at < len(brackets) and brackets[at][1] <= match.start():
            at += 1
        if at == len(brackets) or match.start() < brackets[at][0]:
            spans.append((start, match.start()))
            start = match.end()
    return [*spans, (start, len(text))]


@lru_cache(256)
def _pattern(separators: tuple[str, ...], with_urls: bool) -> re.Pattern[str]:
    longest_first = sorted(filter(None, separators), key=len, reverse=True)
    patterns = [
        r";(?=\s|$)" if with_urls and sign == ";" else re.escape(sign) for sign in longest_first
    ]
    return re.compile("|".join(patterns))


def _bracketed(text: str) -> Iterator[tuple[int, int]]:
    pairs: list[tuple[int, int]] = []
    unclosed: list[tuple[str, int]] = []  # the bracket that would close it, and its place
    wanted: Counter[str] = Counter()
    for match in _BRACKET.finditer(text):
        if match[0] in _CLOSING:
            unclosed.append((_CLOSING[match[0]], match.start()))
            wanted[_CLOSING[match[0]]] += 1
            continue
        while wanted[match[0]]:
            closing, start = unclosed.pop()
            wanted[closing] -= 1
            if closing == match[0]:
                pairs.append((start, match.end()))
                break
    end = 0
    for start, stop in sorted(pairs):
        if start >= end:
            yield start, stop
            end = stop


_BETWEEN_NAMES = tuple(sign.replace("&", " & ") for sign in SIGNS)
"""The signs of SIGNS as they separate names: `&` only between spaces, since `AT&T` is one name."""


def separate_names(text: str, is_known: Callable[[str], object]) -> list[str]:
    """Return the names in a text: `Xi Jinping` and `Li Qiang` for `Xi Jinping, Li Qiang`.

    `is_known`: a function that returns whether a text is one known name. A known name, such as
    `Smith, Jr.`, is not divided.
    """
    spans = _spans(text, _pattern(_BETWEEN_NAMES, False))
    names: list[str] = []
    at = 0
    while at < len(spans):
        start, last = spans[at][0], at
        for end in range(len(spans) - 1, at, -1):  # the longest known name that begins here
            if is_known(text[start : spans[end][1]].strip()):
                last = end
                break
        names.append(text[start : spans[last][1]].strip())
        at = last + 1
    return [name for name in names if name]


# -- lists that nobody has split ------------------------------------------------------------------


class Separator(NamedTuple):
    """A possible separator between names in the cells of a column.

    - `texts`: the cells that contain the separator outside brackets
    - `likely`: the cells that are probably lists, since they share a name with another cell, or
      since names never contain the separator
    """

    sign: str
    texts: Sequence[str]
    likely: Sequence[str]


def separators(texts: Iterable[str]) -> list[Separator]:
    """Return the possible separators between names in the cells of a column."""
    parts = {text: _parts(text, SIGNS) for text in texts}
    number_of_texts = Counter(part for some in parts.values() for part in {*some})
    found = []
    for sign in SIGNS:
        separated = [text for text in parts if len(_parts(text, [sign])) > 1]
        likely = [
            text
            for text in separated
            if sign in _FULL_SIGNS or any(number_of_texts[part] > 1 for part in parts[text])
        ]
        found += [Separator(sign, separated, likely)] if separated else []
    return found


def _parts(text: str, signs: Sequence[str]) -> list[str]:
    parts = (name_and_country(part)[0].strip() for part in split_list(text, signs))
    return [part for part in parts if part]
