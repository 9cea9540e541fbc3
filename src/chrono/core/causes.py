"""Error messages with a cause, so that errors with the same cause are reported together."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import Generic, NamedTuple, TypeVar

Subject = TypeVar("Subject", bound=Hashable)

Remedy = Callable[[Sequence[str]], str]
"""A function that returns the advice at the end of a message, from all values with one cause."""


class Caused(str):
    """A message about a value, such as `the date "12/31/2024" is not in EDTF`.

    - `plain`: True if the value has no quotation marks in the message
    - `cause`: a key that is equal for all messages with the same cause
    - `remedy`: a function that takes all values with this cause and returns advice
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
        shown = value if plain else f'"{value}"'
        message = super().__new__(cls, f"{before}{shown}{after}")
        message.before, message.value, message.after = before, value, after
        message.plain = plain
        message.cause = (before, after) if cause is None else cause
        message.remedy = remedy
        return message

    def with_others(self, number: int) -> str:
        """Return the message with the number of other values: `"x" (and 3 others) is not valid`."""
        more = f" (and {number} other{'s' * (number > 1)})" if number else ""
        shown = self.value if self.plain else f'"{self.value}"'
        return f"{self.before}{shown}{more}{self.after}"


def prefixed(prefix: str, message: str) -> str:
    """Return `message` with `prefix` in front of it.

    If two messages have the same cause, they have different causes after different prefixes.
    """
    if not isinstance(message, Caused):
        return prefix + message
    before, value, cause = prefix + message.before, message.value, (prefix, message.cause)
    remedy, plain = message.remedy, message.plain
    return Caused(before, value, message.after, cause=cause, remedy=remedy, plain=plain)


class Cause(NamedTuple, Generic[Subject]):
    """All problems with one cause.

    - `message`: the first message
    - `subjects`: the rows, events or other subjects with the problem

    The dicts are used as ordered sets.
    """

    message: str
    subjects: dict[Subject, None]
    values: dict[str, None]

    def advice(self) -> str:
        """Return the advice for all values with this cause, or "" if there is none."""
        remedy = self.message.remedy if isinstance(self.message, Caused) else None
        return remedy([*self.values]) if remedy else ""

    def sentence(self, message: str | None = None, advice: str | None = None) -> str:
        """Return one message for all values with this cause, with advice at the end.

        - `message`: the text before the advice (default: the first message)
        - `advice`: the result of `advice`, which takes long for many values (default: call it)
        """
        first = self.message
        if not isinstance(first, Caused):
            return first
        message = message or first.with_others(len(self.values) - 1)
        advice = self.advice() if advice is None else advice
        return f"{message}; {advice}" if advice else message


def by_cause(problems: Iterable[tuple[Subject, str]]) -> dict[Hashable, Cause[Subject]]:
    """Group problems by cause, and return the causes by key, the most frequent cause first.

    `problems`: pairs (subject, message about the subject).
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
    """Return the field `cause` of a `Caused`, or the message itself for other messages."""
    return message.cause if isinstance(message, Caused) else message
