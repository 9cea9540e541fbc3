"""python -m chrono, and the `chrono` command."""

from __future__ import annotations

import gc
import os
import sys
from contextlib import suppress
from typing import NoReturn


def run() -> NoReturn:
    """Run the command line and leave with its status.

    The process lives for one answer, nearly all of it one growing ledger. Collecting cycles and
    taking everything apart at the end would cost a fifth of the time and free nothing that the
    system does not free at once; so neither is done, after what was written has gone out.
    """
    gc.disable()
    try:
        from chrono.cli.main import main  # here, so that Ctrl-C is quiet from the start

        status = main(sys.argv[1:])
        sys.stdout.flush()
        with suppress(OSError):
            sys.stderr.flush()
    except KeyboardInterrupt:
        status = 130
    os._exit(status)


if __name__ == "__main__":
    run()
