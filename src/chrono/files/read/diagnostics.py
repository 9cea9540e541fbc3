"""The problems found while a ledger is read, each at a value or in a file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple

from chrono.core.names import did_you_mean
from chrono.errors import Problem
from chrono.files.format.kind import INVALID, Errors, Kind

if TYPE_CHECKING:
    from chrono.files.format.containers import Table
    from chrono.files.read.source_files import SourceFile
    from chrono.files.toml.blocks import Path

RULES = (
    "file", "syntax", "version", "include", "format", "url", "order", "id", "link", "actor", "type",
    "local-dates",
)  # fmt: skip
"""The names, in `chrono check`, of the rules that a ledger must meet to be read at all."""


class Diagnostics:
    """The problems of the files being read. The line of a value is looked up only when needed.

    `located`: the problems at a value, each with its place, its message and the broken rule.
    """

    MOST_SEARCHES, MOST_COMPARED = 50, 50_000
    """The maximum numbers of searches for similar words, and of candidates in all of them."""

    def __init__(self, problems: Sequence[Problem] = ()) -> None:
        self.located: list[tuple[Place, str, str]] = []
        self._others = [*problems]
        self._searches = self._compared = 0

    def __len__(self) -> int:
        return len(self._others) + len(self.located)

    def add(self, problems: Iterable[Problem]) -> None:
        """Add problems whose lines are known: syntax errors, and files that cannot be read."""
        self._others += problems

    def unique(self) -> list[tuple[SourceFile | None, Path, str]]:
        """The file, the path and the message of each problem, without duplicates.

        For a problem that is not at a value: None, an empty path, and a message with its line.
        """
        others = [(None, (), str(problem)) for problem in self._others]
        located = [(place.file, place.path, message) for place, message, _ in self.located]
        return list(dict.fromkeys([*others, *located]))

    def problems(self) -> list[Problem]:
        """All problems, sorted by file and line, without duplicates."""
        located = [
            Problem(place.file.name, place.line, message, rule)
            for place, message, rule in self.located
        ]
        problems = dict.fromkeys([*self._others, *located])
        return sorted(problems, key=lambda problem: (problem.path, problem.line))

    def hint(self, word: str, candidates: Iterable[str]) -> str:
        """A phrase such as `; did you mean "x"?`; empty if no candidate is similar.

        The phrase is also empty if the limit of searches is reached, since they take time; the
        first search has no limit.
        """
        names = list(candidates)
        self._searches += 1
        self._compared += len(names)
        is_few = self._searches <= self.MOST_SEARCHES and self._compared <= self.MOST_COMPARED
        return did_you_mean(word, names) if is_few or self._searches == 1 else ""


class Place(NamedTuple):
    """The place of a value in a file; `place / "sources" / 0` is the place of a value inside."""

    file: SourceFile
    path: Path
    diagnostics: Diagnostics

    def __truediv__(self, step: str | int) -> Place:
        return Place(self.file, (*self.path, step), self.diagnostics)

    @property
    def line(self) -> int:
        """The line number, from 1, of the value at this place."""
        return self.file.line(self.path)

    @property
    def text(self) -> str:
        """The place as text in messages: `events.toml:12`."""
        return f"{self.file.name}:{self.line}"

    def error(self, message: str, rule: str = "format") -> None:
        """Report a problem with this value: add `message` and `rule` to the diagnostics."""
        self.diagnostics.located.append((self, message, rule))

    def check(self, kind: Kind, value: Any) -> Any:
        """The result of `kind.check` for `value`; its errors are added to the diagnostics."""
        errors: Errors = []
        checked = kind.check(value, self.path, errors)
        for path, message, rule in errors:
            Place(self.file, path, self.diagnostics).error(message, rule)
        return checked


Rows = Iterable[tuple[Place, Any]]
"""The place and the value of each table."""

_BATCH_SIZE = 500
"""The number of tables checked in one step; if any may be invalid, each is checked singly."""


def check_tables(table: Table, rows: Rows) -> Iterator[tuple[Place, dict[str, Any]]]:
    """Yield the place and the valid fields of each of the `rows` that is a table; report errors."""
    rows = iter(rows)
    while batch := [*islice(rows, _BATCH_SIZE)]:
        places, values = zip(*batch, strict=True)
        checked = table.check_all(values) or (place.check(table, value) for place, value in batch)
        yield from (row for row in zip(places, checked, strict=True) if row[1] is not INVALID)
