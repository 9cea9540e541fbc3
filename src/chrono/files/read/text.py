"""Read a text from a file, from a pipe, or from standard input (`-`)."""

from __future__ import annotations

import codecs
import sys
from typing import NamedTuple

from chrono.core.sentences import cannot_read
from chrono.errors import LedgerError, Problem, reason
from chrono.files.disk.journal import ChangedSince, saved_content

STDIN = "-"
"""The name of standard input on the command line."""

_MARKS = (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


class Text(NamedTuple):
    """The text of a file, with unchanged line ends, but without a byte order mark.

    `name`: the name that messages use for the file.
    """

    name: str
    text: str
    has_bom: bool = False


def label(name: str) -> str:
    """Return the name that messages use for a file, such as `<stdin>` for standard input."""
    return "<stdin>" if name == STDIN else name


def read_text(name: str, *, utf16: bool = False) -> Text:
    """Return the text of a file or of standard input. Raises LedgerError for an unreadable file.

    `utf16`: whether to accept UTF-16 with a byte order mark.
    """
    return as_text(name, read_bytes(name), utf16=utf16)


def as_text(name: str, raw: bytes, *, utf16: bool = False) -> Text:
    """Return the text of a file from its bytes `raw`. Raises LedgerError for invalid text.

    `utf16`: whether to accept UTF-16 with a byte order mark.
    """
    return Text(label(name), decode(label(name), raw, utf16=utf16), raw.startswith(_MARKS))


def read_bytes(name: str) -> bytes:
    """Return the bytes of a file or of standard input. Raises LedgerError for an unreadable file.

    If chrono was interrupted while it replaced several files, the result is the earlier content.
    """
    try:
        if name != STDIN:
            with open(name, "rb") as file:
                return saved_content(name, file.read())
        if sys.stdin is not None:
            return sys.stdin.buffer.read()
        why = "standard input is closed"
    except ChangedSince as error:
        raise unreadable(label(name), str(error)) from None
    except OSError as error:
        why = reason(error)
    raise unreadable(label(name), f"cannot read this file: {why}") from None


def read_plain(path: str, what: str, hint: str = "") -> str:
    """Return the text of a file that a user wrote. Raises LedgerError if the file cannot be read.

    - `what`: the name that messages use for the file, such as "the template"
    - `hint`: the end of the message if the file cannot be opened
    """
    try:
        with open(path, encoding="utf-8-sig") as file:
            return file.read()
    except OSError as error:
        why = cannot_read(what, error) + hint
    except UnicodeDecodeError:
        why = cannot_read(what, "it is not UTF-8")
    raise LedgerError([Problem(path, 0, why)]) from None


def decode(name: str, raw: bytes, *, utf16: bool = False) -> str:
    """Return the text of a file from its bytes `raw` in UTF-8, without a byte order mark.

    `utf16`: whether to accept UTF-16 with a byte order mark. Raises LedgerError for any
    other encoding.
    """
    wide = raw.startswith(_MARKS[1:])
    if wide and not utf16:
        raise unreadable(name, "this file is UTF-16; save it as UTF-8", 1)
    try:
        return raw.decode("utf-16" if wide else "utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        encoding = "UTF-16" if wide else f"UTF-8 (byte 0x{raw[error.start]:02x})"
        message = f"this file is not valid {encoding}; save it as UTF-8"
        raise unreadable(name, message, line) from None


def unreadable(name: str, message: str, line: int = 0) -> LedgerError:
    """Return the error for a file that cannot be read. `line`: a line number, or 0 for none."""
    return LedgerError([Problem(name, line, message, "file")])
