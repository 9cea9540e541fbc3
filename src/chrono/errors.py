"""The errors that users can fix, with messages and exit statuses."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal, NamedTuple

Severity = Literal["error", "warning"]


class Problem(NamedTuple):
    """An error or warning about a ledger.

    - `line`: the line number from 1, or 0 for the whole file
    - `rule`: the name of the broken rule
    """

    path: str
    line: int
    message: str
    rule: str = "syntax"
    severity: Severity = "error"

    @property
    def place(self) -> str:
        """Return the file and line, such as `events.toml:12`, or only the file if `line` is 0."""
        return f"{self.path}:{self.line}" if self.line else self.path

    def __str__(self) -> str:
        return f"{self.place}: {self.severity}: {self.message}"


class ChronoError(Exception):
    """An error that the user can fix.

    - `status`: the exit status of the command
    - `label`: the word before each line of the message, such as "error"
    """

    status = 1
    label = "error"

    def lines(self) -> Sequence[str]:
        """Return the lines for standard error, with one line for each argument of the exception."""
        return [f"{self.label}: {sentence}" for sentence in self.args or ("",)]


class Cancelled(ChronoError):
    """The user has cancelled a command, and nothing was written. The message is a note."""

    label = "note"


class MergeConflict(ChronoError):
    """A merge has conflicts: both versions have changed a value, and the new values differ."""


class UsageError(ChronoError):
    """A command line or library call is wrong, for example because an actor is unknown."""

    status = 2


def refuse(*conflicts: tuple[object, str]) -> None:
    """Raise UsageError with the message of the first true condition, if any.

    `conflicts`: pairs (condition, message).
    """
    for condition, sentence in conflicts:
        if condition:
            raise UsageError(sentence)


class ActorNameError(UsageError):
    """A name matches no actor, or several actors. `problem`: the message without advice."""

    def __init__(self, message: str, problem: str) -> None:
        self.problem = problem
        super().__init__(message)


class UnknownActorError(ActorNameError):
    """A name matches no actor.

    `suggestion`: a message with only the similar names as advice, or "" if no name is similar.
    """

    def __init__(self, message: str, problem: str, suggestion: str) -> None:
        self.suggestion = suggestion
        super().__init__(message, problem)


class SeveralActorsError(ActorNameError):
    """A name matches several actors.

    - `choices`: advice to choose an actor, such as "choose wang-yi or wang-wentao"
    - `country_option`: an option such as `--country CN` if the name is also a country, or ""
    """

    def __init__(self, problem: str, choices: str, country_option: str = "") -> None:
        self.choices, self.country_option = choices, country_option
        country = f"for the country, use {country_option}; or " if country_option else ""
        super().__init__(f"{problem}; {country}{choices}", problem)


class BareWordError(UsageError):
    """An expression contains a word without a filter, such as `Rubio` in place of `actor:Rubio`."""

    def __init__(self, message: str, word: str) -> None:
        self.word = word
        super().__init__(message)


class NotAPeriodError(UsageError):
    """A text that should be a period is not a period.

    - `text`: the text
    - `remedy`: the end of the message if chrono knows what the user probably meant, otherwise ""
    - `options`: the options to use instead of the text, such as `--actor Xi`, or ""
    """

    def __init__(self, message: str, text: str, remedy: str = "", options: str = "") -> None:
        self.text, self.remedy, self.options = text, remedy, options
        super().__init__(message)


class EventAsPeriodError(UsageError):
    """A text that should be a period is the id of an event."""


class SeveralNamesError(UsageError):
    """A text that should be one name looks like several names. `names`: the names."""

    def __init__(self, message: str, names: Sequence[str]) -> None:
        self.names = names
        super().__init__(message)


class LedgerError(ChronoError):
    """A ledger cannot be read or has errors. `problems`: all problems, by file and line."""

    status = 3

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = sorted(problems, key=lambda problem: (problem.path, problem.line))
        super().__init__("\n".join(map(str, self.problems)))

    def lines(self) -> Sequence[str]:
        return [str(problem) for problem in self.problems]


class ImportRejected(ChronoError):
    """Rows of a table cannot become events, and nothing was imported.

    `rows`: a line for each invalid row, with the problem.
    """

    status = 3

    def __init__(self, rows: Sequence[str], *why: str) -> None:
        self.rows = rows
        super().__init__(*why)

    def lines(self) -> Sequence[str]:
        return [*self.rows, *super().lines()]


class WriteError(ChronoError):
    """A file cannot be written. The file is unchanged."""

    status = 4


def reason(error: OSError) -> str:
    """Return the operating system's description of an error, such as "no such file"."""
    return (error.strerror or str(error)).lower()
