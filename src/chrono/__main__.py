"""The entry point of `python -m chrono` and of the `chrono` command."""

from __future__ import annotations

import gc
import os
import sys
from contextlib import suppress
from typing import NoReturn


def run() -> NoReturn:
    """Run the command line and exit with its status.

    Garbage collection and the interpreter's shutdown are skipped: they would take a fifth of a
    command's time, and the operating system frees all memory anyway. Output is flushed first.
    """
    gc.disable()
    try:
        from chrono.cli.main import main  # here, so that Ctrl-C during the import is quiet

        status = main(sys.argv[1:])
        sys.stdout.flush()
        with suppress(OSError):
            sys.stderr.flush()
    except KeyboardInterrupt:
        status = 130
    os._exit(status)


if __name__ == "__main__":
    run()
