"""What of a text may be shown: control characters are written out, never passed on."""

from __future__ import annotations

import re

# C0 and C1 controls, the two Unicode line ends, and the marks that turn the writing direction
# around: all that can move a cursor, start an escape sequence or make a line read as another.
STEERING = "\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069"
"""Of the characters of a pattern's [], those that JSON leaves as they are."""

_CONTROL = re.compile(f"[\x00-\x1f{STEERING}]")
_NAMED = {"\t": r"\t", "\n": r"\n", "\r": r"\r"}


def escape_controls(text: str) -> str:
    r"""The text on one line, with control characters written out: `\t`, `\n`, `\x1b`."""
    return _CONTROL.sub(_written, text)


def escape_controls_in_lines(text: str) -> list[str]:
    """The lines of a text, each made visible by itself."""
    return [escape_controls(line) for line in _lines(text)]


def _lines(text: str) -> list[str]:
    return text.replace("\r\n", "\n").split("\n")


def paragraphs(text: str) -> list[list[str]]:
    """The lines of each paragraph, made visible; a blank line parts two."""
    found: list[list[str]] = [[]]
    for line in _lines(text):
        if line.strip():
            found[-1].append(escape_controls(line))
        elif found[-1]:
            found.append([])
    return [paragraph for paragraph in found if paragraph]


def web_address(url: str | None) -> str | None:
    """An address of the web; whatever else a page could be made to follow is none."""
    return url if url and url.lower().startswith(("https://", "http://")) else None


def _written(match: re.Match[str]) -> str:
    char = match[0]
    code = ord(char)
    return _NAMED.get(char) or (f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}")
