"""Read the files of a ledger, including the files in `include`, and parse them as TOML."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from functools import cached_property
from typing import TYPE_CHECKING, Any

import tomli

from chrono.core.progress import task
from chrono.errors import LedgerError, Problem, reason
from chrono.files.format.keys import VERSION
from chrono.files.format.kind import shown
from chrono.files.read.diagnostics import Diagnostics, Place
from chrono.files.read.storage import DISK, Storage
from chrono.files.read.text import STDIN, decode, unreadable

if TYPE_CHECKING:
    from chrono.files.toml.blocks import BlockMap, Path


_LARGE = 60_000_000
"""The length of a text [characters] that surely takes longer than two seconds to parse."""


def list_of(value: object) -> list[Any]:
    """Return the value if it is a list, or else []."""
    return value if isinstance(value, list) else []


def table_of(value: object) -> dict[str, Any]:
    """Return the value if it is a table of TOML, or else {}."""
    return value if isinstance(value, dict) else {}


class SourceFile:
    """A file of a ledger, parsed as TOML.

    - `name`: the name that messages use for the file
    - `data`: the data of the valid blocks
    - `content`: the bytes of the file, or b"" if the text is not from a file
    - `problems`: the syntax errors
    - `ids_in_broken_blocks`: words in invalid blocks that may be ids
    """

    def __init__(
        self, name: str, text: str | None, data: dict[str, Any], content: bytes = b"",
        path: str = "",
    ) -> None:  # fmt: skip
        self.name, self.path = name, path or name
        self.data = data
        self.content = content
        if text is not None:
            self.text = text
        self.problems: Sequence[Problem] = ()
        self.ids_in_broken_blocks: Sequence[str] = ()

    def line(self, path: Path) -> int:
        """Return the line number of the value at `path`, or of the nearest table around it."""
        return self.blocks.line(path)

    @cached_property
    def text(self) -> str:
        """Return the text of the file."""
        return decode(self.name, self.content)

    @cached_property
    def valid_text(self) -> str:
        """Return the text with blank lines in place of invalid blocks."""
        return self.text

    @cached_property
    def lines(self) -> list[str]:
        """Return the lines of the text."""
        return self.text.split("\n")

    @cached_property
    def blocks(self) -> BlockMap:
        """Return the positions of the valid blocks and of their entries."""
        from chrono.files.toml.blocks import BlockMap  # a valid ledger does not need it

        return BlockMap(self.valid_text)


def parse(name: str, text: str, content: bytes = b"", path: str = "") -> SourceFile:
    """Return a file with this text, parsed as TOML. Each invalid block is left out and reported.

    - `name`: the name that messages use for the file
    - `content`: the bytes of the text, or b"" if the text is not from a file
    """
    if "<<<<<<<" not in text:  # a merge conflict, which may be in valid TOML
        with suppress(ValueError, RecursionError), task(f"Reading {name}", 0, len(text) > _LARGE):
            # Most commands do not need the text, which takes up to four times as much memory.
            return SourceFile(name, None if content else text, tomli.loads(text), content, path)
    from chrono.files.toml.recover import recover

    valid_text, syntax_problems, ids = recover(text)
    file = SourceFile(name, text, tomli.loads(valid_text), content, path)
    file.valid_text, file.ids_in_broken_blocks = valid_text, ids
    file.problems = [Problem(name, problem.line, problem.message) for problem in syntax_problems]
    return file


def open_file(
    path: str, content: bytes | None = None, only_regular: bool = False, storage: Storage = DISK
) -> SourceFile:
    """Return the file at `path`, read and parsed. Raises LedgerError if the file cannot be read.

    - `content`: the bytes of the file, or None to read the file
    - `only_regular`: whether to refuse pipes and devices
    """
    if content is None:
        content = storage.read(path, only_regular)
    name = storage.label(path)
    return parse(name, decode(name, content), content, path)


def expand(paths: Iterable[str], storage: Storage = DISK) -> list[str]:
    """Return the paths, with the sorted paths of `*.toml` files in place of each folder.

    Raises LedgerError if a folder has no such file, or cannot be read.
    """
    names: list[str] = []
    for path in paths:
        if storage.is_folder(path):
            if not storage.may_read(path):
                raise unreadable(path, "cannot read this folder: permission denied")
            try:
                inside = sorted(toml_files(path, storage))
            except OSError as error:
                raise unreadable(path, f"cannot read this folder: {reason(error)}") from None
            if not inside:
                command = f"chrono init {path.rstrip(os.sep)}/"
                why = "this folder contains no *.toml file"
                why += f"; run `{command}`" if storage is DISK else ""
                raise unreadable(storage.label(path), why)
            names += [os.path.join(path, name) for name in inside]
        else:
            names.append(path)
    return names


def toml_files(folder: str, storage: Storage) -> list[str]:
    """Return the names of the visible `*.toml` files in a folder. Raises OSError if the folder is
    unreadable.
    """
    # Hidden files belong to editors, such as the lock of a file that is open.
    return [name for name in storage.names(folder) if name.endswith(".toml") and name[0] != "."]


def gather(
    names: Sequence[str],
    diagnostics: Diagnostics,
    opened: Callable[[str], SourceFile] | None = None,
    storage: Storage = DISK,
) -> list[SourceFile]:
    """Return all files of a ledger, including included files, without duplicates.

    A file comes before the files that it includes. Syntax errors and unreadable files are added to
    `diagnostics`. Raises LedgerError if a file needs a newer version of chrono.

    - `names`: the paths of the files that are not included by others
    - `opened`: a function that opens a file, or None for `open_file`
    """
    files: dict[str, SourceFile] = {}
    left: list[tuple[str, tuple[str, ...]]] = [(name, ()) for name in reversed(names)]
    while left:
        name, including = left.pop()  # a path, and the real paths of the files that include it
        key = name
        if name != STDIN:
            with suppress(FileNotFoundError):  # raised if the current folder was removed
                key = storage.real_path(name)
        if key in files:
            continue
        try:
            file = opened(name) if opened else open_file(name, storage=storage)
            files[key] = file
        except LedgerError as error:
            diagnostics.add(error.problems)
            continue
        diagnostics.add(file.problems)
        paths: list[str] = []
        patterns = list_of(table_of(file.data.get("ledger")).get("include"))
        for index, pattern in enumerate(patterns):
            if isinstance(pattern, str) and pattern.strip():
                from chrono.files.read.include import included  # few ledgers have several files

                place = Place(file, ("ledger", "include", index), diagnostics)
                paths += included(pattern, place, (*including, key), storage)
        for path in reversed(paths):
            # A file called `-` is not standard input.
            path = os.path.join(os.curdir, path) if path == STDIN else path
            left.append((path, (*including, key)))
    refuse_newer(files.values())
    return list(files.values())


def refuse_newer(files: Iterable[SourceFile]) -> None:
    """Raise LedgerError if a file has a format version that this version of chrono cannot read."""
    problems: list[Problem] = []
    for file in files:
        version = table_of(file.data.get("ledger")).get("version")
        if isinstance(version, int) and version > VERSION:
            reads = f"this one reads version {VERSION}"
            message = f"format version {shown(version)} needs a newer chrono ({reads})"
            line = file.line(("ledger", "version"))
            problems.append(Problem(file.name, line, message, "version"))
    if problems:
        raise LedgerError(problems)
