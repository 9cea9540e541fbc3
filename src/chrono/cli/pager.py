"""Show long output on a terminal through the user's pager."""

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
    """Whether the terminal shows a text without scrolling, with the next prompt below."""
    return text.count("\n") < shutil.get_terminal_size().lines


def show(pager: str, text: str) -> bool:
    """Show a text through a command. Returns False, and shows nothing, if the command fails.

    Raises UsageError if `pager` is not a valid command.
    """
    try:
        words = shlex.split(pager)
    except ValueError as error:
        raise UsageError(f"the pager {pager} is not a command: {str(error).lower()}") from None
    # What `less` needs to show colours, and to leave on the screen what was read.
    environment = {"LESS": "FRX", "LV": "-c", **os.environ}
    sys.stdout.flush()
    with _interrupts_ignored():
        try:
            process = subprocess.Popen(words, stdin=subprocess.PIPE, env=environment)
        except OSError:
            return False
        encoding, errors = sys.stdout.encoding, sys.stdout.errors or "strict"
        process.communicate(text.encode(encoding, errors))
    return True


@contextmanager
def _interrupts_ignored() -> Iterator[None]:
    """Leave Ctrl-C to the pager, where it may be an ordinary key."""
    try:
        before = signal.signal(signal.SIGINT, lambda *_: None)
    except ValueError:  # only the main thread may set handlers
        yield
        return
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
