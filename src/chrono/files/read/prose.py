"""Read a Markdown or plain text: the passages, the comments and the date."""

from __future__ import annotations

import os
import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate

from chrono.core.prose import Comment, Passage, Prose
from chrono.errors import UsageError
from chrono.files.read.markdown import UNREAD, Markdown, blanked

MARKDOWN = (".md", ".markdown", ".mdown", ".qmd", ".rmd")
"""The suffixes of files that are always read as Markdown."""

PLAIN = (".txt", ".text")
"""The suffixes of files that are always read as plain text."""

_SIGNS = re.compile(
    r"^(?:#{1,6} \S|[-*+] \S|> |```|~~~|\|.*\|[ \t]*$|---[ \t]*$)|\]\(|\*\*\S", re.M
)
"""Matches the signs of Markdown in a text, such as a heading or a link."""

_FRONT_MATTER = re.compile(
    r"\A(?:---[ \t]*\n(?P<yaml>(?:.*\n)*?)(?:---|\.\.\.)"
    r"|\+\+\+[ \t]*\n(?P<toml>(?:.*\n)*?)\+\+\+)[ \t]*(?:\n|\Z)"
)
_DATE_KEY = re.compile(r"^date[ \t]*[:=][ \t]*[\"']?([^\"'\n#]+)", re.M | re.I)
_FOOTNOTE = re.compile(r"\[\^[^\]\s]{1,60}\]:?")
_DATE_LINE = re.compile(r"\A\s*Date:[ \t]*(\S.{0,60})$", re.M | re.I)


def read_prose(source: str, name: str = "<text>") -> Prose:
    """Return the passages, the comments and the date of a text.

    The suffix of the file name in `name` decides whether the text is Markdown or plain text.
    Without a known suffix, the text decides. Raises UsageError for a comment without an end.
    """
    # Each character becomes one character, so that places stay the same.
    text = source.replace("\r\n", " \n").replace("\r", "\n").replace("\0", " ")
    suffix = os.path.splitext(name)[1].lower()
    is_markdown = suffix in MARKDOWN or (suffix not in PLAIN and bool(_SIGNS.search(text)))
    date, head = _date(text)
    rest = re.sub(r"[^\n]", " ", text[:head]) + text[head:]
    reader = Markdown(rest) if is_markdown else None
    code = reader.code if reader and "<!--" in rest else ()
    comments = [*_comments(rest, code, name)]
    if comments:
        rest = _without(rest, comments)
    if reader is not None and (comments or "[^" in rest):
        reader = Markdown(_FOOTNOTE.sub(lambda found: UNREAD * len(found[0]), rest))
    passages = reader.passages() if reader else _plain(rest)
    return Prose(text, [each for each in passages if each.text.strip()], comments, date)


def _date(text: str) -> tuple[str, int]:
    if front := _FRONT_MATTER.match(text):
        key = _DATE_KEY.search(front["yaml"] or front["toml"] or "")
        return key[1].strip() if key else "", front.end()
    if line := _DATE_LINE.match(text):
        return line[1].strip(), line.end()
    return "", 0


def _comments(text: str, code: Sequence[tuple[int, int]], name: str) -> Iterator[Comment]:
    at = text.find("<!--")
    ends = [end for _, end in code]
    while at >= 0:
        number = bisect_right(ends, at)
        if number < len(code) and code[number][0] <= at:
            close = ends[number]
        elif (mark := text.find("-->", at + 4)) >= 0:
            close = mark + 3
            yield Comment(at, close, text[at + 4 : mark].strip())
        else:
            line = text.count("\n", 0, at) + 1
            raise UsageError(f"{name}:{line}: this comment has no end; write --> after it")
        at = text.find("<!--", close)


def _without(text: str, comments: Sequence[Comment]) -> str:
    """Return the text with `UNREAD` in place of comments, or spaces on lines with only comments."""
    parts, at = [], 0
    for start, end, _ in comments:
        parts += [text[at:start], UNREAD * (end - start)]
        at = end
    text = "".join([*parts, text[at:]])
    alone = rf"^[ \t]*{UNREAD}[ \t{UNREAD}]*$"
    return re.sub(alone, lambda found: " " * len(found[0]), text, flags=re.M)


_FILLED = (50, 100)
"""The least and the greatest width [characters] of lines that are taken to be wrapped."""
_ITEM = re.compile(r"[ \t]*(?:[-*+•–]|\d{1,3}[.)])[ \t]+(?=\S)")


def _plain(text: str) -> Iterator[Passage]:
    """Yield the passages of a plain text. A line break ends a passage, unless the line seems
    wrapped.
    """
    lines = text.split("\n")
    starts = [*accumulate((len(line) + 1 for line in lines), initial=0)]
    width = max(map(len, map(str.rstrip, lines)))
    width = width if _FILLED[0] <= width <= _FILLED[1] else 0
    first = 0
    for number, line in enumerate(lines):
        following = lines[number + 1] if number + 1 < len(lines) else ""
        if not _is_wrapped(line.rstrip(), following, width):
            yield from _paragraph(text, starts[first], starts[number] + len(line))
            first = number + 1


def _is_wrapped(line: str, following: str, width: int) -> bool:
    word = following.split(maxsplit=1)[:1]
    is_long = max(len(line), len(following)) > _FILLED[1]
    if not word or not line or is_long or _ITEM.match(following):
        return False
    goes_on = word[0][0].islower() and line[-1] not in ".!?:"
    return goes_on or (bool(width) and len(line) + 1 + len(word[0]) > width)


def _paragraph(text: str, start: int, end: int) -> Iterator[Passage]:
    item = _ITEM.match(text, start, end)
    if item:
        start = item.end()
    body = text[start:end]
    start += len(body) - len(body.lstrip())
    if body := body.strip():
        yield Passage("item" if item else "paragraph", start, blanked(body))
