"""The files of a ledger: opened, decoded, taken apart as TOML, with those that they include."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

import tomli

from chrono.core.names import did_you_mean
from chrono.errors import LedgerError, Problem
from chrono.files.keys import VERSION
from chrono.files.readers import shown

if TYPE_CHECKING:
    from chrono.files.document import Lines, Path

STDIN = "-"


class Part:
    """One file of a ledger, as far as it is TOML.

    `ghosts` are ids that seem to stand in its broken blocks; `written` is the whole text.
    """

    def __init__(
        self, name: str, text: str, data: dict[str, Any], ghosts: Sequence[str], written: str
    ) -> None:
        self.name = name
        self.text = text
        self.written = written
        self.data = data
        self.ghosts = ghosts

    def line(self, path: Path) -> int:
        """The line of a value, or of the nearest thing around it."""
        return self._lines.find(path)

    @cached_property
    def lines(self) -> list[str]:
        """The lines of the whole text."""
        return self.written.split("\n")

    @cached_property
    def _lines(self) -> Lines:
        from chrono.files.document import Lines  # a sound ledger never asks where a value stands

        return Lines(self.text)


RULES = (
    "file", "syntax", "version", "include", "format", "url", "order", "id", "link", "actor", "type",
    "local-dates",
)  # fmt: skip
"""What a ledger must keep to be read at all, by the names that `chrono check` gives."""


class Findings:
    """The problems found so far; lines are looked up when they are asked for, not before."""

    def __init__(self) -> None:
        self._found: list[Problem | tuple[Part, Path, str, str]] = []
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

    def at(self, part: Part, path: Path, message: str, rule: str = "format") -> None:
        """A problem of the value at `path`."""
        self._found.append((part, path, message, rule))

    @property
    def places(self) -> list[tuple[Part, Path]]:
        """Where the values stand that something is wrong with."""
        return [(found[0], found[1]) for found in self._found if not isinstance(found, Problem)]

    @property
    def torn(self) -> bool:
        """Whether some text could not be read as TOML, or a file not at all."""
        return any(isinstance(found, Problem) for found in self._found)

    def told(self) -> list[tuple[Part | None, Path, str]]:
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


def gather(names: Sequence[str], findings: Findings) -> list[Part]:
    """The parts of the ledger that these files head, in reading order, each file once.

    Raises LedgerError at once where a part needs a newer chrono.
    """
    parts: dict[str, Part] = {}
    for name in names:
        _gather(name, (), parts, findings)
    refuse_newer(parts.values())
    return list(parts.values())


def refuse_newer(parts: Iterable[Part]) -> None:
    """Raise LedgerError where a part needs a newer chrono: nothing else can be said of it."""
    if newer := [problem for part in parts if (problem := _too_new(part))]:
        raise LedgerError(newer)


def _gather(name: str, trail: tuple[str, ...], parts: dict[str, Part], findings: Findings) -> None:
    key = name if name == STDIN else os.path.realpath(name)
    if key in parts:
        return
    part = _open(name, findings)
    if part is None:
        return
    parts[key] = part
    ledger = part.data.get("ledger")
    include = ledger.get("include") if isinstance(ledger, dict) else None
    for index, pattern in enumerate(include if isinstance(include, list) else ()):
        if isinstance(pattern, str) and pattern.strip():
            at: Path = ("ledger", "include", index)
            for found in _included(part, pattern, at, key, (*trail, key), findings):
                _gather(found, (*trail, key), parts, findings)


def _included(
    part: Part, pattern: str, at: Path, own: str, trail: tuple[str, ...], findings: Findings
) -> list[str]:
    """The files that a pattern means, by name; a pattern never means the file it stands in."""
    import glob

    folder = "" if part.name == STDIN else os.path.dirname(part.name)
    wanted = os.path.normpath(os.path.join(folder, pattern))
    if "\0" in pattern:
        findings.at(part, at, "include names no file: a NUL character stands in it", "include")
        return []
    if glob.has_magic(pattern):
        inside = os.path.join(glob.escape(folder), pattern)
        names = sorted(map(os.path.normpath, glob.glob(inside, recursive=True)))
        names = [name for name in names if os.path.realpath(name) != own]
        if not names:
            findings.at(part, at, f'include "{pattern}" matches no file', "include")
        return [name for name in names if os.path.realpath(name) not in trail]
    if os.path.realpath(wanted) in trail:
        message = f'include "{pattern}" leads in a circle: that file includes this one'
        findings.at(part, at, message, "include")
        return []
    if not os.path.isfile(wanted):
        near = did_you_mean(os.path.basename(wanted), _listed(os.path.dirname(wanted)))
        findings.at(part, at, f'include "{pattern}": there is no such file{near}', "include")
        return []
    return [wanted]


def _listed(folder: str) -> list[str]:
    try:
        names = os.listdir(folder or ".")
    except OSError:
        return []
    # A hidden file is an editor's own, such as the lock of one that is open.
    return [name for name in names if name.endswith(".toml") and not name.startswith(".")]


def _open(name: str, findings: Findings) -> Part | None:
    label = "<stdin>" if name == STDIN else name
    if name == STDIN and sys.stdin is None:
        findings.cannot_read(label, 0, "cannot be read: standard input is closed")
        return None
    try:
        if name == STDIN:
            raw = sys.stdin.buffer.read()
        else:
            with open(name, "rb") as file:
                raw = file.read()
    except OSError as error:
        findings.cannot_read(label, 0, f"cannot be read: {(error.strerror or str(error)).lower()}")
        return None
    text = _decoded(label, raw, findings)
    return None if text is None else parse(label, text, findings)


def _decoded(name: str, raw: bytes, findings: Findings) -> str | None:
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        findings.cannot_read(name, 1, "is UTF-16, and a ledger is UTF-8: save it as UTF-8")
        return None
    try:
        return raw.decode("utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        byte = raw[error.start]
        findings.cannot_read(
            name,
            line,
            f"is not UTF-8 (byte 0x{byte:02x}): save it as UTF-8, not as Latin-1 or such",
        )
        return None


def parse(name: str, text: str, findings: Findings) -> Part:
    """One file's text as TOML. Broken blocks are reported, and set aside."""
    try:
        if "<<<<<<<" not in text:
            return Part(name, text, tomli.loads(text), (), text)
    except (ValueError, RecursionError):
        pass
    from chrono.files.salvage import salvage

    sound, troubles, ghosts = salvage(text)
    for trouble in troubles:
        findings.in_file(name, trouble.line, trouble.message)
    return Part(name, sound, tomli.loads(sound), ghosts, text)


def _too_new(part: Part) -> Problem | None:
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
