"""Report the progress of long tasks to a listener, such as a progress bar."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Protocol, TypeVar

_Row = TypeVar("_Row")


class Task:
    """A task that may take long, such as "Reading events".

    - `total`: the number of steps, or 0 if unknown
    - `is_long`: whether the task certainly takes long and blocks all other threads
    """

    def __init__(self, what: str, total: int = 0, is_long: bool = False) -> None:
        self.what, self.total, self.is_long = what, total, is_long
        self.done = 0


class Listener(Protocol):
    """An object whose methods are called when a task begins and ends. Tasks may be nested."""

    def begin(self, task: Task) -> None:
        """Handle the start of a task."""

    def end(self, task: Task) -> None:
        """Handle the end of a task."""


_listener: Listener | None = None


def listen(listener: Listener | None) -> None:
    """Send all future tasks to `listener` only, or to nobody if `listener` is None."""
    global _listener
    _listener = listener


@contextmanager
def task(what: str, total: int = 0, is_long: bool = False) -> Iterator[Task]:
    """Report a new task to the listener. The task ends when the `with` block ends."""
    listener, begun = _listener, Task(what, total, is_long)
    if listener is not None:
        listener.begin(begun)
    try:
        yield begun
    finally:
        if listener is not None:
            listener.end(begun)


def counted(rows: Iterable[_Row], what: str, total: int) -> Iterable[_Row]:
    """Return the rows as an iterable that counts a step of a task whenever a row is read.

    If `total` is 0, there is no task.
    """
    return rows if _listener is None or not total else _counted(rows, what, total)


def _counted(rows: Iterable[_Row], what: str, total: int) -> Iterator[_Row]:
    with task(what, total) as going:
        for row in rows:
            yield row
            going.done += 1
