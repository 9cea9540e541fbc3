"""Make text safe to show: escape control characters, and recognise web addresses."""

from __future__ import annotations

import re
from itertools import groupby

# C0 and C1 controls, the two Unicode line separators, and the marks that reverse the writing
# direction: everything that can move a cursor, start an escape sequence or disguise a line.
_NOT_ASCII = "\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069"
_CONTROL = re.compile(f"[\x00-\x1f{_NOT_ASCII}]")
_CONTROL_NOT_ASCII = re.compile(f"[{_NOT_ASCII}]")


def escape_controls(text: str) -> str:
    r"""The text on one line, with its control characters escaped: `\t`, `\n`, `\x1b`."""
    return _CONTROL.sub(lambda match: ascii(match[0])[1:-1], text)


def escape_further_controls(encoded: str) -> str:
    r"""JSON or TOML text, with the control characters escaped that its encoder keeps: `\u202e`."""
    return _CONTROL_NOT_ASCII.sub(lambda match: f"\\u{ord(match[0]):04x}", encoded)


def escape_controls_in_lines(text: str) -> list[str]:
    """The lines of a text, each with its control characters escaped."""
    return [escape_controls(line) for line in text.replace("\r\n", "\n").split("\n")]


def paragraphs(text: str) -> list[list[str]]:
    """The escaped lines of each paragraph; blank lines separate paragraphs."""
    runs = groupby(text.replace("\r\n", "\n").split("\n"), lambda line: bool(line.strip()))
    return [[escape_controls(line) for line in lines] for filled, lines in runs if filled]


def web_address(url: str | None) -> str | None:
    """The URL if it is http or https, so that a page may link to it; None otherwise."""
    return url if url and url.lower().startswith(("https://", "http://")) else None
