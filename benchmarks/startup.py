"""Time the start of piped `chrono` commands, compared with `python -c "import typer"`.

    python benchmarks/startup.py [ROUNDS]

Run the script with the Python of an environment in which chrono is installed. Do not use a
checkout, since users have an installed package with compiled files. The script prints the median
time of each command, and the ratio of this time to the time of the import.
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
    """Run a command in a folder without a ledger, and return the time [s]."""
    start = time.perf_counter()
    subprocess.run(command, cwd=folder, capture_output=True, check=True, env=environment())
    return time.perf_counter() - start


def environment() -> dict[str, str]:
    """Return the user's environment without variables that would change the results."""
    dropped = ("CHRONO_LEDGER", "PYTHONPATH", "PYTHONUNBUFFERED", "PYTHONDONTWRITEBYTECODE")
    return {key: value for key, value in os.environ.items() if key not in dropped}


def main(rounds: int) -> None:
    """Time all commands in turn, so that other work on the machine slows down all commands."""
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
