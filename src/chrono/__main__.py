"""python -m chrono, and the `chrono` command."""

from __future__ import annotations

import gc
import sys

from chrono.cli.main import main


def run() -> None:
    """Leave with the status that main gives."""
    gc.disable()  # a short life, nearly all of it one growing ledger: collecting only costs
    sys.exit(main(sys.argv[1:]))


if __name__ == "__main__":
    run()
