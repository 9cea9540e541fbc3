"""Show a progress bar on a terminal if a command takes longer than two seconds."""

from __future__ import annotations

import os
import sys
import threading
from contextlib import suppress
from time import monotonic, sleep

from chrono.cli.report import width
from chrono.core.progress import Task, listen
from chrono.core.text import escape_controls

_WAIT = 2.0  # the time [s] that all tasks together take before anything is shown
_PAUSE = 0.1  # the time [s] between two changes of the line
_BAR = 20  # the length of the bar [columns]


class ProgressBar:
    """A progress bar: a line on standard error. If tasks are nested, the line shows the innermost
    task.
    """

    def __init__(self) -> None:
        self._lock = threading.RLock()
        self._thread: threading.Thread | None = None
        self._tasks: list[Task] = []
        self._spent = self._since = self._drawn = 0.0
        self._stopped = False
        self._length = 0  # of the line that is shown

    def begin(self, task: Task) -> None:
        """Add a task. Tasks in other threads than the main thread are ignored."""
        if threading.current_thread() is not threading.main_thread():
            return
        with self._lock:
            if not self._tasks:
                self._since = monotonic()
            self._tasks.append(task)
            if task.is_long or monotonic() - self._drawn >= _PAUSE:
                self._draw()
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, daemon=True)
            self._thread.start()

    def end(self, task: Task) -> None:
        """Remove a task and the tasks inside it. If no task is left, erase the line."""
        with self._lock:
            if task in self._tasks:
                del self._tasks[self._tasks.index(task) :]
                if not self._tasks:
                    self._spent += monotonic() - self._since
                    self.erase()

    def stop(self) -> None:
        """Erase the line, and never show it again."""
        with self._lock:
            self._stopped = True
            self._tasks.clear()
            self.erase()

    def erase(self) -> None:
        """Erase the line for a moment, so that another text can be printed."""
        with self._lock:
            self._write("\r" + " " * self._length + "\r" if self._length else "")
            self._length = 0

    def _run(self) -> None:
        while not self._stopped:
            sleep(_PAUSE)
            with self._lock:
                self._draw()

    def _draw(self) -> None:
        if not self._tasks:
            return
        task = self._tasks[-1]
        if task.is_long or self._spent + monotonic() - self._since >= _WAIT:
            from rich.cells import cell_len, set_cell_size  # slow to import

            line, most = _line(task), width() - 1
            if cell_len(line) > most:
                line = set_cell_size(line, most)
            length = cell_len(line)
            self._write(f"\r{line}{' ' * (self._length - length)}")
            self._length, self._drawn = length, monotonic()

    def _write(self, text: str) -> None:
        with suppress(OSError, ValueError):  # the terminal may have been closed
            sys.stderr.write(text)
            sys.stderr.flush()


def _line(task: Task) -> str:
    what = escape_controls(task.what)
    if not task.total:
        return f"{what} …"
    done = min(task.done, task.total)
    filled = _BAR * done // task.total
    return f"{what} {'━' * filled}{'─' * (_BAR - filled)} {done:,} of {task.total:,}"


_shown: ProgressBar | None = None


def start(quiet: bool) -> None:
    """Show a progress bar from now on, if standard error is a terminal and `quiet` is false."""
    global _shown
    plain = os.environ.get("TERM") == "dumb" or os.environ.get("CI")
    if _shown is None and not quiet and not plain and sys.stderr.isatty():
        _shown = ProgressBar()
        listen(_shown)


def erase() -> None:
    """Erase the progress bar before another text is printed."""
    if _shown is not None:
        _shown.erase()


def make_way() -> None:
    """Stop the progress bar, unless standard output is a file."""
    is_file = False
    if _shown is not None:
        with suppress(OSError):  # standard output may have no file number
            is_file = os.path.isfile(sys.stdout.fileno())
    if not is_file:
        stop()


def stop() -> None:
    """Stop the progress bar for the rest of the process."""
    global _shown
    listen(None)
    if _shown is not None:
        _shown.stop()
        _shown = None
