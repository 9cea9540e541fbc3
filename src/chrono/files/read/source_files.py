"""Read the files of a ledger, and the files that they include, and parse them as TOML."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

import tomli

from chrono.errors import LedgerError, Problem
from chrono.files.format.keys import VERSION
from chrono.files.format.kind import shown
from chrono.files.read.diagnostics import Diagnostics, Place
from chrono.files.read.text import STDIN, decode, label, read_bytes

if TYPE_CHECKING:
    from chrono.files.toml.blocks import Lines, Path


class SourceFile:
    """One file of a ledger. `data` is the parsed TOML.

    If a file has syntax errors, `data` has only its valid blocks, and `ids_in_broken_blocks` are
    words of the others that may be ids: a reference to such an id is not reported as unknown.
    """

    def __init__(
        self,
        name: str,
        content: str | bytes,
        data: dict[str, Any],
        ids_in_broken_blocks: Sequence[str] = (),
        written: str | None = None,
    ) -> None:
        self.name = name
        self.data = data
        self.ids_in_broken_blocks = ids_in_broken_blocks
        self._content = content
        self._written = written

    @property
    def content(self) -> bytes:
        """The bytes of the file, with a byte order mark if there is one."""
        return self._content.encode() if isinstance(self._content, str) else self._content

    @cached_property
    def _valid_text(self) -> str:
        """The text, with blank lines instead of broken blocks."""
        return _text(self._content)

    @property
    def written(self) -> str:
        """The whole text, without a byte order mark."""
        return self._valid_text if self._written is None else self._written

    def line(self, path: Path) -> int:
        """The line of a value, or of the nearest value around it."""
        return self._lines.find(path)

    @cached_property
    def lines(self) -> list[str]:
        """The lines of the whole text."""
        return self.written.split("\n")

    @cached_property
    def _lines(self) -> Lines:
        from chrono.files.toml.blocks import Lines  # not needed for a valid ledger

        return Lines(self._valid_text)


# -- one file ------------------------------------------------------------------------------------


def open_file(
    name: str, diagnostics: Diagnostics, content: bytes | None = None
) -> SourceFile | None:
    """Open a file or standard input; None if it cannot be read, which is reported.

    `content` is the file's content, if already known.
    """
    try:
        raw = read_bytes(name) if content is None else content
        return _valid(label(name), raw) or _recovered(
            label(name), decode(label(name), raw), diagnostics
        )
    except LedgerError as error:
        for problem in error.problems:
            diagnostics.add_unread(problem.path, problem.line, problem.message)
        return None


def open_regular_file(
    name: str, diagnostics: Diagnostics, content: bytes | None = None
) -> SourceFile | None:
    """Open a regular file; a pipe or a device is reported, since reading it may never end."""
    if content is not None or os.path.isfile(name):
        return open_file(name, diagnostics, content)
    diagnostics.add_unread(name, 0, "cannot be read: it is no file")
    return None


def parse(name: str, text: str, diagnostics: Diagnostics) -> SourceFile:
    """Parse the text of a file as TOML; broken blocks are reported and left out."""
    return _valid(name, text) or _recovered(name, text, diagnostics)


def parse_valid(name: str, content: str | bytes) -> SourceFile:
    """Parse a text of valid TOML. Raises ValueError or RecursionError if it is not valid."""
    return SourceFile(name, content, tomli.loads(_text(content)))


def _text(content: str | bytes) -> str:
    return content if isinstance(content, str) else content.decode("utf-8-sig")


_CONFLICT = "<<<<<<<"
"""A line of a merge conflict, which may occur in valid TOML."""


def _valid(name: str, content: str | bytes) -> SourceFile | None:
    """The file, if it is valid TOML without a merge conflict."""
    if _CONFLICT in content if isinstance(content, str) else _CONFLICT.encode() in content:
        return None
    try:
        return parse_valid(name, content)
    except (ValueError, RecursionError):
        return None


def _recovered(name: str, text: str, diagnostics: Diagnostics) -> SourceFile:
    from chrono.files.toml.recover import salvage

    valid_text, troubles, ids = salvage(text)
    for trouble in troubles:
        diagnostics.add(Problem(name, trouble.line, trouble.message))
    return SourceFile(name, valid_text, tomli.loads(valid_text), ids, text)


# -- all files -----------------------------------------------------------------------------------

Open = Callable[[str, Diagnostics], "SourceFile | None"]
"""A function that opens a file by name; None if the file cannot be read, which is reported."""


def expand(paths: Iterable[str]) -> list[str]:
    """The files that `-f` names: a folder means all `*.toml` in it, by name. Raises LedgerError."""
    names: list[str] = []
    for path in paths:
        if path != STDIN and os.path.isdir(path):
            if not os.access(path, os.R_OK | os.X_OK):
                raise LedgerError([Problem(path, 0, "cannot be read: permission denied", "file")])
            inside = sorted(toml_files(path))
            if not inside:
                message = "holds no ledger: there is no *.toml in it"
                raise LedgerError([Problem(path, 0, message, "file")])
            names += [os.path.join(path, name) for name in inside]
        else:
            names.append(path)
    return names


def toml_files(folder: str) -> list[str]:
    """The names of the `*.toml` files in a folder that are not hidden, in no order."""
    try:
        names = os.listdir(folder or ".")
    except OSError:
        return []
    # A hidden file is an editor's own, such as the lock of one that is open.
    return [name for name in names if name.endswith(".toml") and not name.startswith(".")]


def gather(
    names: Sequence[str], diagnostics: Diagnostics, opened: Open = open_file
) -> list[SourceFile]:
    """The files of a ledger and the files that they include, in reading order, each once.

    Raises LedgerError if a file needs a newer chrono.
    """
    files: dict[str, SourceFile] = {}
    for name in names:
        _gather(name, (), files, diagnostics, opened)
    refuse_newer(files.values())
    return list(files.values())


def _gather(
    name: str,
    including: tuple[str, ...],
    files: dict[str, SourceFile],
    diagnostics: Diagnostics,
    opened: Open,
) -> None:
    """Add a file and the files that it includes. `including` are the real paths of files above."""
    try:
        key = name if name == STDIN else os.path.realpath(name)
    except FileNotFoundError:  # the current folder has been removed
        diagnostics.add_unread(name, 0, "cannot be read: no such file or directory")
        return
    if key in files or (file := opened(name, diagnostics)) is None:
        return
    files[key] = file
    head = file.data.get("ledger")
    patterns = head.get("include") if isinstance(head, dict) else None
    for index, pattern in enumerate(patterns if isinstance(patterns, list) else ()):
        if isinstance(pattern, str) and pattern.strip():
            from chrono.files.read.include import included  # few ledgers have more than one file

            place = Place(file, ("ledger", "include", index), diagnostics)
            for path in included(pattern, place, (*including, key)):
                # A file of that name is not standard input.
                path = os.path.join(os.curdir, path) if path == STDIN else path
                _gather(path, (*including, key), files, diagnostics, opened)


def refuse_newer(files: Iterable[SourceFile]) -> None:
    """Raise LedgerError if a file needs a newer chrono, which alone can check it."""
    problems: list[Problem] = []
    for file in files:
        head = file.data.get("ledger")
        version = head.get("version") if isinstance(head, dict) else None
        if isinstance(version, int) and version > VERSION:
            needed = f"format version {shown(version)} needs a newer chrono"
            message = f"{needed}: this one reads version {VERSION}"
            line = file.line(("ledger", "version"))
            problems.append(Problem(file.name, line, message, "version"))
    if problems:
        raise LedgerError(problems)
