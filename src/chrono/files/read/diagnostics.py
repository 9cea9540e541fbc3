"""Collect the problems in the files of a ledger, with the places of the invalid values."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
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
"""The names of the rules that a ledger must follow to be read, as `chrono check` prints them."""


class Diagnostics:
    """The problems in the files being read.

    `located`: (place, message, name of the broken rule) for each problem whose place is known.
    """

    MOST_SEARCHES, MOST_COMPARED = 50, 50_000
    """The maximum numbers of searches for similar words, and of words compared in all searches."""

    def __init__(self, problems: Sequence[Problem] = ()) -> None:
        self.located: list[tuple[Place, str, str]] = []
        self._others = [*problems]
        self._searches = self._compared = 0

    def __len__(self) -> int:
        return len(self._others) + len(self.located)

    def add(self, problems: Iterable[Problem]) -> None:
        """Add problems that have line numbers, such as syntax errors and unreadable files."""
        self._others += problems

    def unique(self) -> list[tuple[SourceFile | None, Path, str]]:
        """Return (file, path, message) for each problem, without duplicates.

        A problem at an unknown place gives (None, (), message with file and line).
        """
        others = [(None, (), str(problem)) for problem in self._others]
        located = [(place.file, place.path, message) for place, message, _ in self.located]
        return list(dict.fromkeys([*others, *located]))

    def problems(self) -> list[Problem]:
        """Return all problems without duplicates, sorted by file and line."""
        return [*self.by_problem()]

    def by_problem(self) -> dict[Problem, Place | None]:
        """Return all problems, sorted by file and line. Each has the place of the invalid value, or
        None if it is unknown.
        """
        problems: dict[Problem, Place | None] = dict.fromkeys(self._others)
        for place, message, rule in self.located:
            problems.setdefault(Problem(place.file.name, place.line, message, rule), place)
        return dict(sorted(problems.items(), key=lambda item: (item[0].path, item[0].line)))

    def hint(self, word: str, candidates: Collection[str], own: str | None = None) -> str:
        """Return the end of a message, such as `; did you mean "x"?`, or "" if nothing is similar.

        Searches are slow. After a maximum number of searches, all results are "". `own`: a
        candidate that must not be suggested.
        """
        self._searches += 1
        self._compared += len(candidates) - (own in candidates)
        is_few = self._searches <= self.MOST_SEARCHES and self._compared <= self.MOST_COMPARED
        if not is_few and self._searches > 1:
            return ""
        return did_you_mean(word, (name for name in candidates if name != own))


class Place(NamedTuple):
    """The place of a value: a file, and a path in the file such as `("events", 3)`.

    If `place` has this path, `place / "title"` has the path `("events", 3, "title")`.
    """

    file: SourceFile
    path: Path
    diagnostics: Diagnostics

    def __truediv__(self, step: str | int) -> Place:
        return Place(self.file, (*self.path, step), self.diagnostics)

    @property
    def line(self) -> int:
        """Return the number of the line with the value, from 1."""
        return self.file.line(self.path)

    @property
    def text(self) -> str:
        """Return the file and the line of the value, such as `events.toml:12`."""
        return f"{self.file.name}:{self.line}"

    def error(self, message: str, rule: str = "format") -> None:
        """Report a problem with the value at this place. `rule`: the name of the broken rule."""
        self.diagnostics.located.append((self, message, rule))

    def check(self, kind: Kind, value: Any) -> Any:
        """Return the result of `kind.check` for a value, and report the errors in the value."""
        errors: Errors = []
        checked = kind.check(value, self.path, errors)
        for path, message, rule in errors:
            Place(self.file, path, self.diagnostics).error(message, rule)
        return checked


Rows = Iterable[tuple[Place, Any]]
"""Tables of a ledger, each with its place."""

_BATCH_SIZE = 500
"""The number of tables checked in one step. If one may be invalid, each is checked separately."""


def check_tables(table: Table, rows: Rows) -> Iterator[tuple[Place, dict[str, Any]]]:
    """Yield (place, fields) for each valid table in `rows`, and report the errors in all tables."""
    rows = iter(rows)
    while batch := [*islice(rows, _BATCH_SIZE)]:
        places, values = zip(*batch, strict=True)
        checked = table.check_all(values) or (place.check(table, value) for place, value in batch)
        yield from (row for row in zip(places, checked, strict=True) if row[1] is not INVALID)
