"""The problems of a ledger, collected while it is read: at a value, or in a file."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

from chrono.core.names import did_you_mean
from chrono.errors import Problem

if TYPE_CHECKING:
    from chrono.files.format.kind import Errors
    from chrono.files.read.source_files import SourceFile
    from chrono.files.toml.blocks import Path

RULES = (
    "file", "syntax", "version", "include", "format", "url", "order", "id", "link", "actor", "type",
    "local-dates",
)  # fmt: skip
"""The rules that a ledger must keep to be read at all, by the names that `chrono check` gives."""


class Diagnostics:
    """The problems found so far. The line of a value is looked up only when it is needed.

    `unread` are the files of which nothing could be read.
    """

    def __init__(self) -> None:
        self._found: list[Problem | tuple[Place, str, str]] = []
        self.unread: list[Problem] = []

    def __len__(self) -> int:
        return len(self._found)

    def add(self, problem: Problem) -> None:
        """Add a problem whose line is known."""
        self._found.append(problem)

    def add_unread(self, name: str, line: int, message: str) -> None:
        """Add a file of which nothing can be read."""
        self.unread.append(Problem(name, line, message, "file"))
        self.add(self.unread[-1])

    def add_at(self, place: Place, message: str, rule: str) -> None:
        """Add a problem of the value at a place."""
        self._found.append((place, message, rule))

    @property
    def places(self) -> list[Place]:
        """The places of the values that have a problem."""
        return [found[0] for found in self._found if not isinstance(found, Problem)]

    @property
    def has_syntax_errors(self) -> bool:
        """Whether a part of a text is not TOML, or a file could not be read."""
        return any(isinstance(found, Problem) for found in self._found)

    def unique(self) -> list[tuple[SourceFile | None, Path, str]]:
        """The file, the path and the message of each problem, once.

        A problem without a value has no file, an empty path, and its line in the message.
        """
        problems = [
            (None, (), str(found))
            if isinstance(found, Problem)
            else (found[0].file, found[0].path, found[1])
            for found in self._found
        ]
        return list({(id(file), path, message): (file, path, message)
                     for file, path, message in problems}.values())  # fmt: skip

    def problems(self) -> list[Problem]:
        """All problems by file and line, each once."""
        located = [
            found
            if isinstance(found, Problem)
            else Problem(found[0].file.name, found[0].line, found[1], found[2])
            for found in self._found
        ]
        return sorted(dict.fromkeys(located), key=lambda problem: (problem.path, problem.line))


class Place(NamedTuple):
    """A value in a file: `place / "sources" / 0` is a value in it."""

    file: SourceFile
    path: Path
    diagnostics: Diagnostics

    def __truediv__(self, step: str | int) -> Place:
        return Place(self.file, (*self.path, step), self.diagnostics)

    @property
    def line(self) -> int:
        """The line of the value, from 1."""
        return self.file.line(self.path)

    @property
    def text(self) -> str:
        """`events.toml:12`, as a message points to the value."""
        return f"{self.file.name}:{self.line}"

    def error(self, message: str, rule: str = "format") -> None:
        """Add a problem of the value."""
        self.diagnostics.add_at(self, message, rule)

    def errors(self, errors: Errors) -> None:
        """Add the errors that a check of the value found in it."""
        for path, message, rule in errors:
            self.diagnostics.add_at(Place(self.file, path, self.diagnostics), message, rule)


class Hints:
    """Hints at similar words, as long as there are few: each is compared with every candidate."""

    MOST = 50
    MOST_COMPARED = 50_000
    """The number of candidates for all hints beyond the first; more take long."""

    def __init__(self) -> None:
        self._count = self._compared = 0

    def near(self, word: str, candidates: Iterable[str]) -> str:
        """A phrase such as `; did you mean "x"?`, or an empty text."""
        names = list(candidates)
        self._count += 1
        self._compared += len(names)
        is_first = self._count == 1
        few = self._count <= self.MOST and (is_first or self._compared <= self.MOST_COMPARED)
        return did_you_mean(word, names) if few else ""
