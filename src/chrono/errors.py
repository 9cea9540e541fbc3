"""The errors that users can fix, each with its message and its exit status."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal, NamedTuple

Severity = Literal["error", "warning"]


class Problem(NamedTuple):
    """One error or warning about a ledger: its place, its message, and the rule that found it.

    `path`: the file; `line`: from 1, or 0 for the whole file; `severity`: "error" or "warning".
    """

    path: str
    line: int
    message: str
    rule: str = "syntax"
    severity: Severity = "error"

    @property
    def place(self) -> str:
        """The file and line: `events.toml:12`, or the file alone."""
        return f"{self.path}:{self.line}" if self.line else self.path

    def __str__(self) -> str:
        return f"{self.place}: {self.severity}: {self.message}"


class ChronoError(Exception):
    """An error that the user can fix.

    `status`: the exit status of the command; `label`: the word before each line of the message.
    """

    status = 1
    label = "error"

    def lines(self) -> Sequence[str]:
        """The lines for standard error, one for each argument of the error."""
        return [f"{self.label}: {sentence}" for sentence in self.args or ("",)]


class Cancelled(ChronoError):
    """The user cancelled, and nothing was written. The message is a note, not an error."""

    label = "note"


class UsageError(ChronoError):
    """A usage error of the command line or a library call, such as an unknown option or actor."""

    status = 2


def refuse(*conflicts: tuple[object, str]) -> None:
    """Raise UsageError with the sentence of the first (condition, sentence) that is true."""
    for condition, sentence in conflicts:
        if condition:
            raise UsageError(sentence)


class UnknownActorError(UsageError):
    """No actor has the name; `sentence`: the message without what to type instead."""

    def __init__(self, message: str, sentence: str) -> None:
        self.sentence = sentence
        super().__init__(message)


class SeveralNamesError(UsageError):
    """A text was used as one name, but looks like several; `names`: these names."""

    def __init__(self, message: str, names: Sequence[str]) -> None:
        self.names = names
        super().__init__(message)


class LedgerError(ChronoError):
    """The ledger cannot be read or has errors; `problems`: all of them, by file and line."""

    status = 3

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = sorted(problems, key=lambda problem: (problem.path, problem.line))
        super().__init__("\n".join(map(str, self.problems)))

    def lines(self) -> Sequence[str]:
        """The lines for standard error, one for each problem."""
        return [str(problem) for problem in self.problems]


class ImportRejected(ChronoError):
    """Some rows of a table cannot be events, so none was imported; `rows`: a line for each."""

    status = 3

    def __init__(self, rows: Sequence[str], *why: str) -> None:
        self.rows = rows
        super().__init__(*why)

    def lines(self) -> Sequence[str]:
        """The lines for standard error: one for each row, and then the error itself."""
        return [*self.rows, *super().lines()]


class WriteError(ChronoError):
    """A file could not be written; the file is unchanged."""

    status = 4


def reason(error: OSError) -> str:
    """The operating system's reason for an error, in lower case."""
    return (error.strerror or str(error)).lower()
