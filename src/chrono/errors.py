"""The errors that users can fix, each with its message and its exit status."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal, NamedTuple

Severity = Literal["error", "warning"]


class Problem(NamedTuple):
    """An error or warning about a ledger.

    `path`: the file; `line`: the line number from 1, or 0 for the whole file; `rule`: the name of
    the broken rule; `severity`: "error" or "warning".
    """

    path: str
    line: int
    message: str
    rule: str = "syntax"
    severity: Severity = "error"

    @property
    def place(self) -> str:
        """Return the file and line, such as `events.toml:12`, or only the file."""
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
        """Return the lines to print on standard error, one for each argument of the error."""
        return [f"{self.label}: {sentence}" for sentence in self.args or ("",)]


class Cancelled(ChronoError):
    """Raised if the user cancels, so that nothing is written. The message is a note."""

    label = "note"


class MergeConflict(ChronoError):
    """Raised after a merge with conflicts: both versions changed a value differently."""


class UsageError(ChronoError):
    """Raised for a wrong command line or library call, such as an unknown option or actor."""

    status = 2


def refuse(*conflicts: tuple[object, str]) -> None:
    """Raise UsageError with the message of the first true condition in `conflicts`.

    `conflicts`: pairs (condition, message).
    """
    for condition, sentence in conflicts:
        if condition:
            raise UsageError(sentence)


class UnknownActorError(UsageError):
    """Raised for a name that no actor has. `sentence`: the message without the remedy."""

    def __init__(self, message: str, sentence: str) -> None:
        self.sentence = sentence
        super().__init__(message)


class BareWordError(UsageError):
    """Raised for a word in an expression that has no filter before it, such as `Rubio`."""

    def __init__(self, message: str, word: str) -> None:
        self.word = word
        super().__init__(message)


class SeveralNamesError(UsageError):
    """Raised if a text that should be one name looks like several names. `names`: these names."""

    def __init__(self, message: str, names: Sequence[str]) -> None:
        self.names = names
        super().__init__(message)


class LedgerError(ChronoError):
    """Raised if a ledger cannot be read or has errors.

    `problems`: all problems, in order.
    """

    status = 3

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = sorted(problems, key=lambda problem: (problem.path, problem.line))
        super().__init__("\n".join(map(str, self.problems)))

    def lines(self) -> Sequence[str]:
        return [str(problem) for problem in self.problems]


class ImportRejected(ChronoError):
    """Raised if rows of a table cannot become events, so that nothing is imported.

    `rows`: for each of these rows, a line with the problem.
    """

    status = 3

    def __init__(self, rows: Sequence[str], *why: str) -> None:
        self.rows = rows
        super().__init__(*why)

    def lines(self) -> Sequence[str]:
        return [*self.rows, *super().lines()]


class WriteError(ChronoError):
    """Raised if a file cannot be written. The file is unchanged."""

    status = 4


def reason(error: OSError) -> str:
    """Return the operating system's explanation of an error, in lower case."""
    return (error.strerror or str(error)).lower()
