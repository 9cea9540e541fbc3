"""Long answers on a terminal go through the user's pager."""

from __future__ import annotations

import os
import shlex
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from chrono.errors import UsageError


def fits(text: str) -> bool:
    """Whether a text can be read on the terminal without scrolling, with the next prompt below."""
    return text.count("\n") < shutil.get_terminal_size().lines


def through(pager: str, text: str) -> bool:
    """Show a text through a command; False where that cannot be started, and nothing is shown.

    Raises UsageError where it is no command at all.
    """
    try:
        words = shlex.split(pager)
    except ValueError as error:
        raise UsageError(f"the pager {pager} is not a command: {str(error).lower()}") from None
    # What `less` needs to show colours, and to leave what was read on the screen.
    environment = {"LESS": "FRX", "LV": "-c", **os.environ}
    sys.stdout.flush()
    with _deaf():
        try:
            process = subprocess.Popen(words, stdin=subprocess.PIPE, env=environment)
        except OSError:
            return False
        encoding, errors = sys.stdout.encoding, sys.stdout.errors or "strict"
        process.communicate(text.encode(encoding, errors))
    return True


@contextmanager
def _deaf() -> Iterator[None]:
    """Ctrl-C is for the pager, to which it may be a key like any other, and not for us."""
    try:
        before = signal.signal(signal.SIGINT, lambda *_: None)
    except ValueError:  # only a program's first thread may say so
        yield
        return
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
