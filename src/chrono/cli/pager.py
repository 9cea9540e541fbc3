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
    """Show a text through a command, or directly if it fits the terminal or the command fails.

    The text fits if the terminal shows it without scrolling, with the next prompt below. Raises
    UsageError if a command is needed, and `pager` is not valid.
    """
    if text.count("\n") < shutil.get_terminal_size().lines:
        sys.stdout.write(text)
        return
    try:
        words = shlex.split(pager)
    except ValueError as error:
        raise UsageError(f"the pager {pager} is not a command: {str(error).lower()}") from None
    # What `less` needs to show colours, and to leave on the screen what was read.
    environment = {"LESS": "FRX", "LV": "-c", **os.environ}
    sys.stdout.flush()
    # Ctrl-C is left to the pager, where it may be an ordinary key.
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
