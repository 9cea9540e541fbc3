"""Messages that have their cause as data, so that many of one cause can be summed up in one."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import Generic, NamedTuple, TypeVar

Subject = TypeVar("Subject", bound=Hashable)

Remedy = Callable[[Sequence[str]], str]
"""A function from the values of a cause to what the user can do about all of them."""


class Caused(str):
    """A message about a value, such as `the date "12/31/2024" is not in EDTF`.

    It is an ordinary text with more attributes. `before`, `after`: the text around the `value`,
    which is in quotes unless it is `plain`; `cause`: equal for all messages of one cause, by
    default the text around the value; `remedy`: returns the end of the message, after a semicolon,
    for all values of a cause.
    """

    before: str
    value: str
    after: str
    plain: bool
    cause: Hashable
    remedy: Remedy | None

    def __new__(
        cls,
        before: str,
        value: str,
        after: str,
        *,
        cause: Hashable = None,
        remedy: Remedy | None = None,
        plain: bool = False,
    ) -> Caused:
        """Make the message; it lacks the remedy, which depends on other values of the cause."""
        shown = value if plain else f'"{value}"'
        message = super().__new__(cls, f"{before}{shown}{after}")
        message.before, message.value, message.after = before, value, after
        message.plain = plain
        message.cause = (before, after) if cause is None else cause
        message.remedy = remedy
        return message

    def with_others(self, number: int) -> str:
        """The message about the value and a number of other values."""
        more = f" (and {number} other{'s' * (number > 1)})" if number else ""
        shown = self.value if self.plain else f'"{self.value}"'
        return f"{self.before}{shown}{more}{self.after}"


def prefixed(prefix: str, message: str) -> str:
    """`message` with `prefix` before it; of different prefixes, the causes differ, too."""
    if not isinstance(message, Caused):
        return prefix + message
    before, value, cause = prefix + message.before, message.value, (prefix, message.cause)
    remedy, plain = message.remedy, message.plain
    return Caused(before, value, message.after, cause=cause, remedy=remedy, plain=plain)


class Cause(NamedTuple, Generic[Subject]):
    """One cause of problems: its first `message`, and the `subjects` and `values` that have it."""

    message: str
    subjects: dict[Subject, None]
    values: dict[str, None]

    def sentence(self, message: str | None = None) -> str:
        """One message for all values, or `message` itself, with the remedy for all values."""
        first = self.message
        if not isinstance(first, Caused):
            return first
        message = message or first.with_others(len(self.values) - 1)
        remedy = first.remedy([*self.values]) if first.remedy else ""
        return f"{message}; {remedy}" if remedy else message


def by_cause(problems: Iterable[tuple[Subject, str]]) -> dict[Hashable, Cause[Subject]]:
    """The causes of `problems`, which are pairs of a subject, such as a row, and a message.

    The most frequent cause comes first. A message that is not `Caused` is a cause of its own.
    """
    causes: dict[Hashable, Cause[Subject]] = {}
    for subject, message in problems:
        key = cause_of(message)
        if key not in causes:
            causes[key] = Cause(message, {}, {})
        causes[key].subjects[subject] = None
        if isinstance(message, Caused):
            causes[key].values[message.value] = None
    return dict(sorted(causes.items(), key=lambda item: -len(item[1].subjects)))


def cause_of(message: str) -> Hashable:
    """The key of a message in the result of `by_cause`."""
    return message.cause if isinstance(message, Caused) else message
