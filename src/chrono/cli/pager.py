"""Long answers on a terminal go through the user's pager."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
from contextlib import suppress

from chrono.errors import AskedWrongly


def fits(text: str) -> bool:
    """Whether a text can be read on the terminal without scrolling, with the next prompt below."""
    return text.count("\n") < shutil.get_terminal_size().lines


def through(pager: str, text: str) -> bool:
    """Show a text through a command; False where that cannot be started, and nothing is shown.

    Raises AskedWrongly where it is no command at all.
    """
    try:
        words = shlex.split(pager)
    except ValueError as error:
        raise AskedWrongly(f"the pager {pager} is no command: {str(error).lower()}") from None
    # What `less` needs to show colours, and to leave what was read on the screen.
    environment = {"LESS": "FRX", "LV": "-c", **os.environ}
    sys.stdout.flush()
    try:
        process = subprocess.Popen(words, stdin=subprocess.PIPE, env=environment)
    except OSError:
        return False
    assert process.stdin is not None
    encoding, errors = sys.stdout.encoding, sys.stdout.errors or "strict"
    with suppress(BrokenPipeError):  # it was left before the end
        process.stdin.write(text.encode(encoding, errors))
    with suppress(BrokenPipeError):
        process.stdin.close()
    while True:
        try:
            process.wait()
        except KeyboardInterrupt:  # meant for the pager, which is still there
            continue
        return True
