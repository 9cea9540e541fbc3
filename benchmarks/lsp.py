"""Measure how long `chrono lsp` takes to answer while a user types, with ledgers of two sizes.

The time for diagnostics includes the pause of 0.15 s after which the server begins to check.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))

from generated import chrono_ledger, events

from lsp_client import Editor

SIZES = (1_000, 10_000)
WORD = '"wangyi'
START = "actors = ["


def main() -> None:
    """Print a table with the medians and the longest times."""
    print("| events | first check | completion | longest | diagnostics | longest |")
    print("| ---: | ---: | ---: | ---: | ---: | ---: |")
    for size in SIZES:
        text = "".join(chrono_ledger([*events(size)]))
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            (folder / "events.toml").write_text(text, encoding="utf-8")
            print(f"| {size:,} | {' | '.join(measured(folder, text))} |")


def measured(folder: Path, text: str) -> list[str]:
    """Measure the times for one ledger, and return the cells of a row. `text`: the ledger."""
    lines = text.split("\n")
    places = [number for number, line in enumerate(lines) if line.startswith(START)]
    completions: list[float] = []
    checks: list[float] = []
    with Editor(folder) as editor:
        start = time.perf_counter()
        uri = editor.open("events.toml")
        editor.problems(uri)
        first = time.perf_counter() - start
        for line in places[:: len(places) // 5][:5]:
            for at, char in enumerate(WORD):
                editor.type(uri, line, len(START) + at, char)
                start = time.perf_counter()
                editor.at("completion", uri, line, len(START) + at + 1)
                completions.append(time.perf_counter() - start)
                time.sleep(0.1)  # as a quick typist
            for new in ('", ', ""):
                first_column, end = len(START), len(START) + len(WORD)
                start = time.perf_counter()
                if new:
                    editor.type(uri, line, end, new)
                else:
                    editor.remove(uri, line, first_column, end + len('", '))
                editor.reported(uri)
                checks.append(time.perf_counter() - start)
    return [
        f"{first:.2f} s",
        *(
            f"{1000 * number:.0f} ms"
            for times in (completions, checks)
            for number in (statistics.median(times), max(times))
        ),
    ]


if __name__ == "__main__":
    main()
