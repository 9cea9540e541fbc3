"""Texts that are safe to show: control characters are escaped, never passed on."""

from __future__ import annotations

import re

# C0 and C1 controls, the two Unicode line ends, and the marks that reverse the writing
# direction: everything that can move a cursor, start an escape sequence or disguise a line.
STEERING = "\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069"
"""The control characters that JSON does not escape, for the [] of a regular expression."""

_CONTROL = re.compile(f"[\x00-\x1f{STEERING}]")
_SHORT = {"\t": r"\t", "\n": r"\n", "\r": r"\r"}


def escape_controls(text: str) -> str:
    r"""The text on one line, with its control characters escaped: `\t`, `\n`, `\x1b`."""
    return _CONTROL.sub(_escaped, text)


def escape_controls_in_lines(text: str) -> list[str]:
    """The lines of a text, each with its control characters escaped."""
    return [escape_controls(line) for line in text.replace("\r\n", "\n").split("\n")]


def paragraphs(text: str) -> list[list[str]]:
    """The escaped lines of each paragraph; blank lines separate paragraphs."""
    blocks: list[list[str]] = [[]]
    for line in text.replace("\r\n", "\n").split("\n"):
        if line.strip():
            blocks[-1].append(escape_controls(line))
        elif blocks[-1]:
            blocks.append([])
    return [lines for lines in blocks if lines]


def web_address(url: str | None) -> str | None:
    """The URL if a page may link to it, that is, if it is http or https; None otherwise."""
    return url if url and url.lower().startswith(("https://", "http://")) else None


def _escaped(match: re.Match[str]) -> str:
    char = match[0]
    code = ord(char)
    return _SHORT.get(char) or (f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}")
