"""Tell a listener, such as the progress bar on a terminal, how far a long task is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Protocol, TypeVar

_Row = TypeVar("_Row")


class Task:
    """A task that may take long.

    `what`: what is being done, such as "Reading events"; `total`: the number of steps, or 0 if it
    is not known; `done`: the number of steps done; `is_long`: whether it surely takes long, in code
    that lets no other thread run.
    """

    def __init__(self, what: str, total: int = 0, is_long: bool = False) -> None:
        self.what, self.total, self.is_long = what, total, is_long
        self.done = 0


class Listener(Protocol):
    """An object with methods to call when a task begins and ends. Tasks can be nested."""

    def begin(self, task: Task) -> None:
        """Receive a task that begins."""

    def end(self, task: Task) -> None:
        """Receive a task that ends."""


_listener: Listener | None = None


def listen(listener: Listener | None) -> None:
    """Tell `listener` of all tasks from now on, instead of any other. None: tell nobody."""
    global _listener
    _listener = listener


@contextmanager
def task(what: str, total: int = 0, is_long: bool = False) -> Iterator[Task]:
    """Tell the listener that a task begins and, at the end of the `with` block, that it ends."""
    listener, begun = _listener, Task(what, total, is_long)
    if listener is not None:
        listener.begin(begun)
    try:
        yield begun
    finally:
        if listener is not None:
            listener.end(begun)


def counted(rows: Iterable[_Row], what: str, total: int) -> Iterable[_Row]:
    """Return the rows. If there is a listener, going through them is a task with `total` steps."""
    return rows if _listener is None or not total else _counted(rows, what, total)


def _counted(rows: Iterable[_Row], what: str, total: int) -> Iterator[_Row]:
    with task(what, total) as going:
        for row in rows:
            yield row
            going.done += 1
