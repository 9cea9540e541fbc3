"""Time the start: piped `chrono` commands beside `python -c "import typer"`, in turn.

    python benchmarks/startup.py [ROUNDS]

Run it with the Python of an environment in which chrono is installed (not from a checkout: what
counts is what a user has, compiled files and all). Prints the median of each and its ratio.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

BASE = "import typer"
CHRONO = str(Path(sys.executable).with_name("chrono"))
COMMANDS: dict[str, list[str]] = {
    BASE: [sys.executable, "-c", BASE],
    "chrono --version": [CHRONO, "--version"],
    "chrono list": [CHRONO, "list"],
    "chrono list --actor Xi": [CHRONO, "list", "--actor", "Xi"],
    "chrono count 2025 --by month": [CHRONO, "count", "2025", "--by", "month"],
    "chrono list -o json": [CHRONO, "list", "-o", "json"],
    "chrono claims": [CHRONO, "claims"],
    "chrono gaps": [CHRONO, "gaps"],
    "chrono check": [CHRONO, "check"],
    "chrono summary 2025": [CHRONO, "summary", "2025"],
    "chrono timeline": [CHRONO, "timeline"],
}


def seconds(command: list[str], folder: str) -> float:
    """Return the time [s] of one run in a folder without a ledger."""
    start = time.perf_counter()
    subprocess.run(command, cwd=folder, capture_output=True, check=True, env=environment())
    return time.perf_counter() - start


def environment() -> dict[str, str]:
    """Return the user's environment without the variables that change the figures."""
    dropped = ("CHRONO_LEDGER", "PYTHONPATH", "PYTHONUNBUFFERED", "PYTHONDONTWRITEBYTECODE")
    return {key: value for key, value in os.environ.items() if key not in dropped}


def main(rounds: int) -> None:
    """Time the commands in turn, so that a busy moment falls on all of them."""
    times: dict[str, list[float]] = {name: [] for name in COMMANDS}
    with tempfile.TemporaryDirectory() as folder:
        for command in COMMANDS.values():
            seconds(command, folder)
        for _ in range(rounds):
            for name, command in COMMANDS.items():
                times[name].append(seconds(command, folder))
    base = statistics.median(times[BASE])
    for name, runs in times.items():
        median = statistics.median(runs)
        print(f"{name:32} {1000 * median:7.1f} ms  {median / base:5.2f} x")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 25)
