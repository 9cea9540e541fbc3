"""Print notes and errors on standard error, broken at spaces to the width of a terminal."""

from __future__ import annotations

import os
import re
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress

from chrono.core.english import plural
from chrono.core.text import escape_controls

MOST_NOTES = 3  # the most notes that a command prints without --verbose

_WORD = re.compile("(?:`[^`]*`|[^ ])+ *")
"""A word, or a command in backquotes, which stays on one line so that it can be copied."""


def print_lines(lines: Iterable[str], dim: bool = False) -> None:
    """Print lines, with control characters escaped, and only broken or `dim` on a terminal."""
    on_terminal = sys.stderr.isatty()
    start, end = ("\x1b[2m", "\x1b[22m") if dim and on_terminal else ("", "")
    with suppress(OSError):
        for line in map(escape_controls, lines):
            for part in broken(line, width()) if on_terminal else [line]:
                print(f"{start}{part}{end}", file=sys.stderr)
        sys.stderr.flush()


def print_notes(notes: Iterable[str], everything: bool, dim: bool) -> None:
    """Print each note once; only the first three, and how many there are, unless `everything`."""
    different = [*dict.fromkeys(notes)]
    shown = different if everything else different[:MOST_NOTES]
    if hidden := len(different) - len(shown):
        shown.append(f"{plural(hidden, 'more note')}; add -v")
    print_lines((f"note: {note}" for note in shown), dim)


def width() -> int:
    """The width of the terminal [columns] on which notes and errors appear."""
    with suppress(OSError, ValueError):
        size = os.get_terminal_size(sys.stderr.fileno())
        return shutil.get_terminal_size(fallback=size).columns
    return shutil.get_terminal_size().columns


def broken(line: str, width: int) -> Iterator[str]:
    """The parts of a line broken at spaces to `width` columns; later ones are indented by two."""
    cells: Callable[[str], int] = len
    if not line.isascii():
        from rich.cells import cell_len

        cells = cell_len
    part = ""
    for word in _WORD.findall(line):
        if part.strip() and cells(part) + cells(word.rstrip()) > width:
            yield part.rstrip()
            part = "  "
        part += word
    yield part.rstrip()
