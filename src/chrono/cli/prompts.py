"""Prompt for values on a terminal, with completion and a check of each answer."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple, TypeVar

import typer

from chrono.cli.report import print_lines
from chrono.cli.session import Session
from chrono.core.names import fold
from chrono.core.text import escape_controls
from chrono.errors import Cancelled, UsageError, refuse

Answer = TypeVar("Answer")

_AT_END = "Nothing was written"


class Answers(NamedTuple):
    """The fields of an entry that a person wants to add.

    - `fields`: the values by key
    - `new`: for each key, the names of new actors
    - `single`: texts that look like several names, but that the person has confirmed as one name
    """

    fields: Mapping[str, Any]
    new: Mapping[str, Sequence[str]]
    single: frozenset[str] = frozenset()


def can_ask() -> bool:
    """Return whether chrono can ask questions: standard input and standard error are terminals."""
    return sys.stdin is not None and sys.stdin.isatty() and sys.stderr.isatty()


def require_consent(question: str, cancelled: str) -> None:
    """Ask a yes-or-no question.

    Raises Cancelled with the message `cancelled` if the answer is no. Raises UsageError without a
    terminal.
    """
    refuse((not can_ask(), "cannot ask for confirmation without a terminal; add --yes"))
    if not confirm(question, default=False):
        raise Cancelled(cancelled)


class GoBack(Exception):
    """The error raised if the user wants to return to the previous question."""


_YES_OR_NO = ("y", "yes", "n", "no", "")


def confirm(
    question: str, default: bool, can_go_back: bool = False, at_end: str = _AT_END
) -> bool:  # fmt: skip
    """Return whether the user answers a question with yes.

    - `default`: the result for an empty answer
    - `can_go_back`: whether the answer `<` raises GoBack
    - `at_end`: the message at the end of the input, before typer.Abort is raised
    """
    prompt = f"{question} {'[Y/n]' if default else '[y/N]'} "
    while (answer := line(prompt, (), can_go_back, at_end).lower()) not in _YES_OR_NO:
        back = ", or < to go back" if can_go_back else ""
        print_lines([f"Type y for yes or n for no{back}"])
    return answer[:1] == "y" or (not answer and default)


def insist(question: str) -> None:
    """Ask whether an unlikely answer is right. The answer `<` raises GoBack.

    Raises UsageError without a message if it is not right.
    """
    if not confirm(question, default=False, can_go_back=True):
        raise UsageError


def ask(
    session: Session, question: str, check: Callable[[str], Answer],
    choices: Iterable[str] = (), *, optional: bool = False,
) -> Answer | None:  # fmt: skip
    """Ask until `check` accepts the answer, and return the result of `check`.

    The answer `<` raises GoBack.

    - `check`: a function that returns the value of an answer, or raises UsageError
    - `choices`: the completions
    - `optional`: whether the user may skip the question; the result is then None
    """
    while (words := line(f"{question} ", choices, can_go_back=True)) or not optional:
        try:
            refuse((not words, "an answer is required"))
            return check(words)
        except UsageError as error:
            if error.args:  # else the user has said no, after an error
                session.print_error(error)
    return None


def line(
    prompt: str, choices: Iterable[str] = (), can_go_back: bool = False, at_end: str = _AT_END
) -> str:  # fmt: skip
    """Return a line that the user types, without spaces at the beginning and the end.

    - `choices`: the completions
    - `can_go_back`: whether the line `<` raises GoBack
    - `at_end`: the message at the end of the input, before typer.Abort is raised
    """
    prompt = escape_controls(prompt)
    while True:
        try:
            if sys.stdout.isatty():
                _complete([*choices])
                typed = input(prompt)
            else:
                print(prompt, end="", file=sys.stderr, flush=True)
                typed = sys.stdin.readline()
                if not typed:
                    raise EOFError
            # In an ASCII locale, Python passes the bytes of other characters as surrogates.
            words = typed.encode("utf-8", "surrogateescape").decode("utf-8").strip()
        except UnicodeError:
            print_lines(["error: the input is not UTF-8; try again"])
        except EOFError:
            print(f"\n{at_end}", file=sys.stderr)
            raise typer.Abort from None
        else:
            if can_go_back and words == "<":
                raise GoBack
            return words


def _complete(choices: Sequence[str]) -> None:
    try:
        import readline
    except ImportError:
        return

    def matching(words: str, number: int) -> str | None:
        matches = [choice for choice in choices if fold(choice).startswith(fold(words))]
        return matches[number] if number < len(matches) else None

    readline.set_completer(matching)
    readline.set_completer_delims("")
    readline.parse_and_bind("tab: complete")
    # Under LC_ALL=C, readline would take the bytes of a non-ASCII letter as commands.
    for setting in ("input-meta on", "output-meta on", "convert-meta off"):
        readline.parse_and_bind(f"set {setting}")
