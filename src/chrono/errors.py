"""What can go wrong, said once: each kind of error knows its sentence and its exit status."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal, NamedTuple

Severity = Literal["error", "warning"]


class Problem(NamedTuple):
    """One thing that is wrong with a ledger, where it stands, and what would be right.

    `line` counts from 1; 0 means the file as a whole. `severity` is "error" (nothing is read)
    or "warning"; `rule` names the check that found it.
    """

    path: str
    line: int
    message: str
    rule: str = "syntax"
    severity: Severity = "error"

    def __str__(self) -> str:
        place = f"{self.path}:{self.line}" if self.line else self.path
        return f"{place}: {self.severity}: {self.message}"


class ChronoError(Exception):
    """An error that a person can mend. `status` is the exit status of the command that met it."""

    status = 1

    def lines(self) -> Sequence[str]:
        """The sentences for standard error, one a line: as many as it was raised with."""
        return [f"error: {sentence}" for sentence in self.args or ("",)]


class Cancelled(ChronoError):
    """Somebody thought better of it: nothing was written."""

    def lines(self) -> Sequence[str]:
        """What was given up, which is no error."""
        return [f"note: {self}"]


class UsageError(ChronoError):
    """An unknown option, actor, type, id or period: the question has no answer as it stands."""

    status = 2


class UnknownActorError(UsageError):
    """A name that matches no actor. `said` is the sentence without how a new one comes in."""

    def __init__(self, said: str, ways: str) -> None:
        self.said = said
        somebody = f"{said[:-1]}, or somebody new, by {ways}?"
        super().__init__(somebody if said.endswith("?") else f"{said}; who is new comes by {ways}")


class LedgerError(ChronoError):
    """The ledger cannot be read or has errors. Carries every problem that was found."""

    status = 3

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = sorted(problems, key=lambda problem: (problem.path, problem.line))
        super().__init__("\n".join(map(str, self.problems)))

    def lines(self) -> Sequence[str]:
        """The problems, one a line."""
        return [str(problem) for problem in self.problems]


class ImportRejected(ChronoError):
    """Some rows of a table cannot be events, and so none was taken. Raised with their sentences."""

    status = 3

    def __init__(self, rows: Sequence[str], *why: str) -> None:
        self.rows = rows
        super().__init__(*why)

    def lines(self) -> Sequence[str]:
        """What is wrong with each row, and then what that means."""
        return [*self.rows, *super().lines()]


class WriteError(ChronoError):
    """A file could not be written; it is as it was."""

    status = 4
