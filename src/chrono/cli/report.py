"""Print notes and errors on standard error, wrapped to the width of a terminal."""

from __future__ import annotations

import os
import re
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress

from chrono.core.english import plural
from chrono.core.note_kinds import Note, chosen
from chrono.core.sentences import shell_word
from chrono.core.text import escape_controls, parts_of_line

_USUAL_WIDTH = 80  # the width [columns] of a terminal that does not know its own


def print_lines(lines: Iterable[str], style: tuple[str, str] = ("", "")) -> None:
    """Print lines on standard error, wrapped on a terminal, with control characters escaped.

    `style`: the terminal codes before and after each line.
    """
    on_terminal, (start, end) = sys.stderr.isatty(), style
    with suppress(OSError):
        for line in map(escape_controls, lines):
            for part in broken(line, width()) if on_terminal else [line]:
                print(f"{start}{part}{end}", file=sys.stderr)
        sys.stderr.flush()


def print_notes(notes: Iterable[Note], everything: bool, style: tuple[str, str]) -> None:
    """Print each note once on standard error, the most important notes first.

    - `everything`: whether to print all notes even if there are many
    - `style`: the terminal codes before and after each line
    """
    shown, hidden = chosen(notes, everything)
    lines: list[str] = []
    for note in shown:
        lines += (f"note: {note.text}", *(f"  {command}" for command in note.commands))
    if hidden:
        lines.append(f"note: {plural(hidden, 'more note')}; add -v")
    print_lines(lines, style)


_COMMAND = re.compile(r"(\b(?:run|use|mean|or|as|with)|[,:]) `([^`\n]*\bchrono (\w+)[^`\n]*)`")
_WITHOUT_LEDGER = ("completion", "help", "init", "lsp", "merge", "schema")


def ledger_options(paths: Iterable[str]) -> str:
    """Return " -f PATH" for each path of a ledger, to append to a command."""
    from shlex import quote

    return "".join(f" -f {quote(path)}" for path in paths if path != "-")


def with_ledgers(sentence: str, paths: Sequence[str]) -> str:
    """Return a sentence whose suggested commands name the ledgers that the user has named with -f.

    For example, "run `chrono actors`" becomes "run `chrono actors -f talks.toml`". `-`, which
    stands for standard input, is not repeated.
    """

    def named(found: re.Match[str]) -> str:
        verb, command, name = found.groups()
        is_named = " -f " in command or " --ledger " in command
        without = name in _WITHOUT_LEDGER and " --install" not in command
        has_none = is_named or without or " --suggest" in command
        return found[0] if has_none else f"{verb} `{command}{ledger_options(paths)}`"

    return _COMMAND.sub(named, sentence) if paths else sentence


def output_option(path: str) -> str:
    """Return `--output PATH`, but `--output FILE` for a file that exists and may be overwritten."""
    return f"--output {'FILE' if os.path.lexists(path) else shell_word(path)}"


def width() -> int:
    """Return the width [columns] of the terminal that shows standard error."""
    with suppress(OSError, ValueError):
        size = os.get_terminal_size(sys.stderr.fileno())
        return shutil.get_terminal_size(fallback=size).columns or _USUAL_WIDTH
    return shutil.get_terminal_size().columns


def broken(line: str, width: int) -> Iterator[str]:
    """Yield the parts of a line, wrapped at spaces. `width`: the maximum width [columns]."""
    cells: Callable[[str], int] = len
    if not line.isascii():
        from rich.cells import cell_len

        cells = cell_len
    indent = ""
    for start, end in parts_of_line(line, width, cells):
        yield f"{indent}{line[start:end]}"
        indent = "  "
