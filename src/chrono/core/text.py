"""Make text safe to show: escape control and invisible characters."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache
from itertools import groupby

# Characters that can move a cursor, start an escape sequence or disguise a text: controls, line
# separators, marks of the writing direction, and all that have no shape: those of the Unicode
# category Cf, those with the property Default_Ignorable_Code_Point, and the blank braille pattern.
# The visible signs of category Cf, such as U+0600, are not among them.
_NOT_ASCII = (
    "\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e"
    "\u2060-\u206f\u2800\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\U00010000-\U0010ffff"
)
_BEYOND = ((0x13430, 0x1343F), (0x1BCA0, 0x1BCA3), (0x1D173, 0x1D17A), (0xE0000, 0xE0FFF))
"""Ranges of invisible characters above U+FFFF. In a pattern, they would make searches slower."""

_CANDIDATE = re.compile(f"[\x00-\x1f{_NOT_ASCII}]")
_CANDIDATE_NOT_ASCII = re.compile(f"[{_NOT_ASCII}]")
_PLAIN_ASCII = bytes(range(0x7F))


@cache
def _in_use() -> re.Pattern[str]:
    # A pattern that matches after an invisible character that a word or a symbol needs.
    # Such a character is a joiner between two letters of an Arabic or Indic script or between two
    # symbols, or a selector after a symbol, a Chinese character or a Mongolian letter.
    letter = (
        "[\u0620-\u08ff\u0900-\u0dff\u1000-\u109f\u1780-\u17b3\u17b6-\u17d3\u1820-\u18aa"
        "\ufb50-\ufdff\ufe70-\ufefc]"
    )
    symbol = (
        "[\xa9\xae\u203c\u2049\u2122\u2139\u2190-\u27ff\u2900-\u2bff\u3030\u303d\u3297\u3299"
        "\U0001f000-\U0001faff]"
    )
    chinese = "[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
    return re.compile(
        f"(?<={letter}[\u200c\u200d])(?={letter})"
        f"|(?:(?<={symbol}\u200d)|(?<={symbol}\ufe0f\u200d))(?={symbol})"
        f"|(?<={symbol}[\ufe0e\ufe0f])|(?<=[0-9#*]\ufe0f)(?=\u20e3)"
        f"|(?<={chinese}[\ufe00-\ufe0d\U000e0100-\U000e01ef])"
        "|(?<=[\u1820-\u18aa][\u180b-\u180d\u180f])"
    )


def _is_hidden(match: re.Match[str]) -> bool:
    char = match[0]
    if char > "\uffff" and not any(first <= ord(char) <= last for first, last in _BEYOND):
        return False
    return char < "\xa0" or not _in_use().match(match.string, match.end())


def hidden_characters(text: str) -> list[str]:
    """Return the control and invisible characters in a text."""
    return [match[0] for match in _CANDIDATE.finditer(text) if _is_hidden(match)]


def escape_controls(text: str) -> str:
    r"""Return the text on one line, with control and invisible characters escaped: `\u200b`."""
    if (text.isascii() and text.isprintable()) or is_narrow(text):  # most texts, and much faster
        return text
    return _CANDIDATE.sub(_escaped, text)


def escape_for_terminal(text: str) -> str:
    """Return a text with control and invisible characters escaped, except tabs and line ends."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(
        part if part in ("\t", "\n", "\r\n") else escape_controls(part)
        for part in re.split("(\t|\r?\n)", text)
    )


def _escaped(match: re.Match[str]) -> str:
    if not _is_hidden(match):
        return match[0]
    return ascii(match[0])[1:-1] if match[0] < "\xa0" else _in_toml(ord(match[0]))


def escape_controls_in_json(encoded: str) -> str:
    r"""Return JSON text with control and invisible characters escaped: `\u202e`."""
    return _with_escapes(encoded, _in_json)


def escape_controls_in_toml(encoded: str) -> str:
    r"""Return TOML text with control and invisible characters escaped: `\u202e`."""
    return _with_escapes(encoded, _in_toml)


def _with_escapes(text: str, escaped: Callable[[int], str]) -> str:
    # A search through other characters alone takes a tenth of the time.
    rest = text.encode(errors="surrogatepass").translate(None, _PLAIN_ASCII)
    if not rest or not _CANDIDATE_NOT_ASCII.search(rest.decode(errors="surrogatepass")):
        return text
    return _CANDIDATE_NOT_ASCII.sub(
        lambda match: escaped(ord(match[0])) if _is_hidden(match) else match[0], text
    )


def _in_toml(code: int) -> str:
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def _in_json(code: int) -> str:
    pair = (0xD7C0 + (code >> 10), 0xDC00 + (code & 0x3FF)) if code > 0xFFFF else (code,)
    return "".join(f"\\u{unit:04x}" for unit in pair)


def escape_controls_in_lines(text: str) -> list[str]:
    """Return the lines of a text, with control and invisible characters escaped."""
    return [escape_controls(line) for line in text.replace("\r\n", "\n").split("\n")]


is_narrow = re.compile("[ -~\xa1-\xac\xae-\u02ff–—‘’“”…]*").fullmatch
"""A function that returns a match if each character has one column and needs no escape."""


def paragraphs(text: str) -> list[list[str]]:
    """Return the lines of each paragraph of a text. Blank lines separate paragraphs.

    Control and invisible characters are escaped.
    """
    if "\n" not in text and text.strip():  # most texts
        return [[escape_controls(text)]]
    runs = groupby(text.replace("\r\n", "\n").split("\n"), lambda line: bool(line.strip()))
    return [[escape_controls(line) for line in lines] for filled, lines in runs if filled]


def web_address(url: str | None) -> str | None:
    """Return the URL if it begins with http:// or https://, or else None."""
    return url if url and url.lower().startswith(("https://", "http://")) else None


_UNBROKEN = re.compile(r"(?:`[^`]*`|(?<!\S)'[^']*'(?!\w)|(?<!\S)--[a-z-]+ (?=\w)|[^ ])+ *")
"""Matches a word, or a text that must stay on one line so that it can be copied.

Such a text is in backquotes or single quotes, or is an option with its value.
"""


def parts_of_line(line: str, width: int, cells: Callable[[str], int]) -> Iterator[tuple[int, int]]:
    """Yield (start, end) of each part of a line that is wrapped at spaces to `width` columns.

    All parts except the first are two columns shorter, for an indentation.

    `cells`: a function that returns the width of a text [columns].
    """
    start = end = 0
    left = width
    for word in _UNBROKEN.finditer(line):
        own_end = word.start() + len(word[0].rstrip())
        if end > start and cells(line[start:own_end]) > left:
            yield start, end
            start, left = word.start(), width - 2
        end = own_end
    yield start, end
