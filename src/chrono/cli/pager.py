"""Show long output on a terminal through the user's pager."""

from __future__ import annotations

import os
import shlex
import shutil
import signal
import subprocess
import sys

from chrono.errors import UsageError


def show(pager: str, text: str) -> None:
    """Show a text in a pager, or print a text that fits the screen.

    `pager`: the command of the pager. Raises UsageError if the command is not valid.
    """
    if text.count("\n") < shutil.get_terminal_size().lines:
        sys.stdout.write(text)
        return
    try:
        words = shlex.split(pager)
    except ValueError as error:
        wrong = f'the pager "{pager}" is not a valid command: {str(error).lower()}'
        raise UsageError(wrong) from None
    # Options that make `less` show colours, and leave the text on the screen at the end.
    environment = {"LESS": "FRX", "LV": "-c", **os.environ}
    sys.stdout.flush()
    # Ctrl-C is left to the pager, which may use it as an ordinary key.
    before = signal.signal(signal.SIGINT, lambda *_: None)
    try:
        process = subprocess.Popen(words, stdin=subprocess.PIPE, env=environment)
    except OSError:
        sys.stdout.write(text)
    else:
        encoding, errors = sys.stdout.encoding, sys.stdout.errors or "strict"
        process.communicate(text.encode(encoding, errors))
    finally:
        signal.signal(signal.SIGINT, before)
