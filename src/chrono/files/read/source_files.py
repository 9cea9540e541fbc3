"""The files of a ledger: opened, decoded, taken apart as TOML, with those that they include."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

import tomli

from chrono.core.names import did_you_mean
from chrono.errors import LedgerError, Problem
from chrono.files.format.keys import VERSION
from chrono.files.format.kind import shown
from chrono.files.read.text import STDIN, decode, label, read_bytes

if TYPE_CHECKING:
    from chrono.files.toml.blocks import Lines, Path


class SourceFile:
    """One file of a ledger, as far as it is TOML.

    `text` is what was read, as bytes where nobody may ever look at it; `ghosts` are ids that seem
    to stand in its broken blocks, and then `written` is the whole text.
    """

    def __init__(
        self,
        name: str,
        text: str | bytes,
        data: dict[str, Any],
        ghosts: Sequence[str] = (),
        written: str | None = None,
    ) -> None:
        self.name = name
        self.raw = text
        self.data = data
        self.ghosts = ghosts
        self._written = written

    @property
    def bytes(self) -> bytes:
        """What was read, as bytes."""
        return self.raw.encode() if isinstance(self.raw, str) else self.raw

    @cached_property
    def text(self) -> str:
        """What is sound of the text, with a line for each of the file's."""
        return self.raw if isinstance(self.raw, str) else self.raw.decode("utf-8-sig")

    @property
    def written(self) -> str:
        """The whole text."""
        return self.text if self._written is None else self._written

    def line(self, path: Path) -> int:
        """The line of a value, or of the nearest thing around it."""
        return self._lines.find(path)

    @cached_property
    def lines(self) -> list[str]:
        """The lines of the whole text."""
        return self.written.split("\n")

    @cached_property
    def _lines(self) -> Lines:
        from chrono.files.toml.blocks import Lines  # a sound ledger never asks where a value stands

        return Lines(self.text)


RULES = (
    "file", "syntax", "version", "include", "format", "url", "order", "id", "link", "actor", "type",
    "local-dates",
)  # fmt: skip
"""What a ledger must keep to be read at all, by the names that `chrono check` gives."""


class Diagnostics:
    """The problems found so far; lines are looked up when they are asked for, not before."""

    def __init__(self) -> None:
        self._found: list[Problem | tuple[SourceFile, Path, str, str]] = []
        self.unread: list[Problem] = []

    def __len__(self) -> int:
        return len(self._found)

    def in_file(self, name: str, line: int, message: str, rule: str = "syntax") -> None:
        """A problem whose line is known."""
        self._found.append(Problem(name, line, message, rule))

    def cannot_read(self, name: str, line: int, message: str) -> None:
        """A file of which nothing can be read."""
        self.unread.append(Problem(name, line, message, "file"))
        self.in_file(name, line, message, "file")

    def at(self, part: SourceFile, path: Path, message: str, rule: str = "format") -> None:
        """A problem of the value at `path`."""
        self._found.append((part, path, message, rule))

    @property
    def places(self) -> list[tuple[SourceFile, Path]]:
        """Where the values stand that something is wrong with."""
        return [(found[0], found[1]) for found in self._found if not isinstance(found, Problem)]

    @property
    def torn(self) -> bool:
        """Whether some text could not be read as TOML, or a file not at all."""
        return any(isinstance(found, Problem) for found in self._found)

    def told(self) -> list[tuple[SourceFile | None, Path, str]]:
        """All of them as place and message, each once; a problem of a text has its line in it."""
        found = [
            (None, (), str(found)) if isinstance(found, Problem) else (found[0], found[1], found[2])
            for found in self._found
        ]
        return list({(id(part), path, message): (part, path, message)
                     for part, path, message in found}.values())  # fmt: skip

    def problems(self) -> list[Problem]:
        """All of them, each once, by file and line."""
        located = [
            found
            if isinstance(found, Problem)
            else Problem(found[0].name, found[0].line(found[1]), found[2], found[3])
            for found in self._found
        ]
        return sorted(dict.fromkeys(located), key=lambda problem: (problem.path, problem.line))


def open_file(name: str, findings: Diagnostics, content: bytes | None = None) -> SourceFile | None:
    """Open a file, or standard input; `content` is what stands in it, where that is known."""
    try:
        raw = read_bytes(name) if content is None else content
        return _valid(label(name), raw) or _recovered(
            label(name), decode(label(name), raw), findings
        )
    except LedgerError as error:
        for problem in error.problems:
            findings.cannot_read(problem.path, problem.line, problem.message)
        return None


def open_regular_file(
    name: str, findings: Diagnostics, content: bytes | None = None
) -> SourceFile | None:
    """Open a regular file, and nothing that can be read but once or that one would wait for."""
    if content is not None or os.path.isfile(name):
        return open_file(name, findings, content)
    findings.cannot_read(name, 0, "cannot be read: it is no file")
    return None


Open = Callable[[str, Diagnostics], "SourceFile | None"]
"""Opens a file by its name; reports, and gives None, where it cannot be read at all."""


def gather(
    names: Sequence[str], findings: Diagnostics, opened: Open | None = None
) -> list[SourceFile]:
    """The parts of the ledger that these files head, in reading order, each file once.

    `opened` opens them in another way than by reading them whole. Raises LedgerError at once where
    a part needs a newer chrono.
    """
    parts: dict[str, SourceFile] = {}
    for name in names:
        _gather(name, (), parts, findings, opened or open_file)
    refuse_newer(parts.values())
    return list(parts.values())


def refuse_newer(parts: Iterable[SourceFile]) -> None:
    """Raise LedgerError where a part needs a newer chrono: nothing else can be said of it."""
    if newer := [problem for part in parts if (problem := _too_new(part))]:
        raise LedgerError(newer)


def _gather(
    name: str,
    trail: tuple[str, ...],
    parts: dict[str, SourceFile],
    findings: Diagnostics,
    opened: Open,
) -> None:
    try:
        key = name if name == STDIN else os.path.realpath(name)
    except FileNotFoundError:  # the folder that one works in has been removed
        findings.cannot_read(name, 0, "cannot be read: no such file or directory")
        return
    if key in parts:
        return
    part = opened(name, findings)
    if part is None:
        return
    parts[key] = part
    ledger = part.data.get("ledger")
    include = ledger.get("include") if isinstance(ledger, dict) else None
    for index, pattern in enumerate(include if isinstance(include, list) else ()):
        if isinstance(pattern, str) and pattern.strip():
            at: Path = ("ledger", "include", index)
            for found in _included(part, pattern, at, key, (*trail, key), findings):
                # A file of that name is not standard input.
                found = os.path.join(os.curdir, found) if found == STDIN else found
                _gather(found, (*trail, key), parts, findings, opened)


def _included(
    part: SourceFile,
    pattern: str,
    at: Path,
    own: str,
    trail: tuple[str, ...],
    findings: Diagnostics,
) -> list[str]:
    """The files that a pattern means, by name; a pattern never means the file it stands in."""
    import glob

    # What is no file of a folder, such as a pipe, includes files of the current folder.
    folder = os.path.dirname(part.name) if os.path.isfile(part.name) else ""
    wanted = os.path.normpath(os.path.join(folder, pattern))
    if "\0" in pattern:
        findings.at(part, at, "include names no file: a NUL character stands in it", "include")
        return []
    if glob.has_magic(pattern):
        return [
            name
            for name in _matched(part, folder, pattern, at, own, findings)
            if os.path.realpath(name) not in trail
        ]
    if os.path.realpath(wanted) in trail:
        message = f'include "{pattern}" leads in a circle: that file includes this one'
        findings.at(part, at, message, "include")
        return []
    if not os.path.isfile(wanted):
        near = did_you_mean(os.path.basename(wanted), _listed(os.path.dirname(wanted)))
        findings.at(part, at, f'include "{pattern}": there is no such file{near}', "include")
        return []
    return [wanted]


def _matched(
    part: SourceFile, folder: str, pattern: str, at: Path, own: str, findings: Diagnostics
) -> Sequence[str]:
    """The files that a pattern with wildcards matches. Reports what cannot be one."""
    from chrono.files.read.include import matching

    try:
        names = matching(folder, pattern)
    except OSError as error:
        why = (error.strerror or str(error)).lower()
        message = f'include "{pattern}": {error.filename or folder} cannot be read: {why}'
        findings.at(part, at, message, "include")
        return ()
    names = [name for name in names if os.path.realpath(name) != own]
    if not names:
        findings.at(part, at, f'include "{pattern}" matches no file', "include")
    odd = [name for name in names if os.path.exists(name) and not os.path.isfile(name)]
    for name in odd:
        message = f'include "{pattern}" matches {name}, which is not a regular file'
        findings.at(part, at, message, "include")
    return [name for name in names if name not in odd]


def _listed(folder: str) -> list[str]:
    try:
        names = os.listdir(folder or ".")
    except OSError:
        return []
    # A hidden file is an editor's own, such as the lock of one that is open.
    return [name for name in names if name.endswith(".toml") and not name.startswith(".")]


def parse(name: str, text: str, findings: Diagnostics) -> SourceFile:
    """One file's text as TOML. Broken blocks are reported, and set aside."""
    return _valid(name, text) or _recovered(name, text, findings)


def _valid(name: str, text: str | bytes) -> SourceFile | None:
    """A text that is TOML, and in which no merge conflict is left; None where it is none."""
    if (_CONFLICT if isinstance(text, str) else _CONFLICT.encode()) in text:  # type: ignore[operator]
        return None
    try:
        return sound(name, text)
    except (ValueError, RecursionError):
        return None


def _recovered(name: str, text: str, findings: Diagnostics) -> SourceFile:
    from chrono.files.toml.recover import salvage

    rest, troubles, ghosts = salvage(text)
    for trouble in troubles:
        findings.in_file(name, trouble.line, trouble.message)
    return SourceFile(name, rest, tomli.loads(rest), ghosts, text)


def sound(name: str, text: str | bytes) -> SourceFile:
    """A text that is TOML. Raises ValueError or RecursionError where it is none."""
    decoded = text if isinstance(text, str) else text.decode("utf-8-sig")
    return SourceFile(name, text, tomli.loads(decoded))


_CONFLICT = "<<<<<<<"


def _too_new(part: SourceFile) -> Problem | None:
    ledger = part.data.get("ledger")
    version = ledger.get("version") if isinstance(ledger, dict) else None
    if not isinstance(version, int) or version <= VERSION:
        return None
    message = (
        f"format version {shown(version)} needs a newer chrono: this one reads version {VERSION}"
    )
    return Problem(part.name, part.line(("ledger", "version")), message, "version")


def expand(paths: Iterable[str]) -> list[str]:
    """The files that `-f` names: a folder means every `*.toml` in it, in the order of names."""
    names: list[str] = []
    for path in paths:
        if path != STDIN and os.path.isdir(path):
            if not os.access(path, os.R_OK | os.X_OK):
                raise LedgerError([Problem(path, 0, "cannot be read: permission denied", "file")])
            inside = sorted(_listed(path))
            if not inside:
                raise LedgerError(
                    [Problem(path, 0, "holds no ledger: there is no *.toml in it", "file")]
                )
            names += [os.path.join(path, name) for name in inside]
        else:
            names.append(path)
    return names
