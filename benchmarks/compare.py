"""Compare the time and memory of chrono and similar tools, with the same events and questions.

    python benchmarks/compare.py [--sizes 100,10000,100000] [--runs 5] [--write]

The script generates events and checks that all tools give the same results. It runs the tools in
turn, several times, and prints medians, ratios and peak memory. It also prints the names of tools
that are not installed. `--write` puts the tables into benchmarks/README.md.
"""

from __future__ import annotations

import argparse
import csv
import os
import platform
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import generated
from measured import Measured, Run, run
from peers import ACTOR, CHRONO, PEERS, Peer

ROOT = Path(__file__).parent.parent
README = Path(__file__).with_name("README.md")
MARK = "<!-- what follows is written by compare.py --write -->\n"
TRAVELS = ROOT / "examples" / "us-president-travels.csv"
RULES = ROOT / "examples" / "us-president-travels.toml"


class Question(NamedTuple):
    """A command line to time.

    - `folder`, `environ`: the folder and the environment of the command
    - `terminal`: whether to run the command on a terminal
    - `before`: a function to call before each run
    """

    argv: Sequence[str]
    folder: Path
    environ: Mapping[str, str]
    terminal: bool = False
    before: Callable[[], None] = lambda: None


def timed(questions: Mapping[str, Question], runs: int) -> dict[str, Measured]:
    """Run all commands in turn, once to warm up and then `runs` times. Return the times by name."""
    results: dict[str, list[Run]] = {name: [] for name in questions}
    for round_number in range(runs + 1):
        for name, question in questions.items():
            question.before()
            result = run(
                question.argv, question.folder, question.environ, terminal=question.terminal
            )
            if round_number:
                results[name].append(result)
    return {name: Measured.of(several) for name, several in results.items()}


def environment(home: Path) -> dict[str, str]:
    """Return an environment without the user's settings, and with the home folder `home`."""
    inherited = {key: os.environ[key] for key in ("PATH", "LANG") if key in os.environ}
    replaced = {"HOME": str(home), "XDG_CACHE_HOME": str(home / "cache"), "TERM": "xterm-256color"}
    return {**inherited, **replaced, "COLUMNS": "100", "PYTHONDONTWRITEBYTECODE": ""}


def chrono(*words: str) -> list[str]:
    """Return a command line for the chrono that is installed with this Python."""
    beside = Path(sys.executable).with_name("chrono")
    return [str(beside) if beside.exists() else CHRONO.command, *words]


# -- the same answers -------------------------------------------------------------------------


def agree(folder: Path, environ: Mapping[str, str], tools: Sequence[Peer]) -> str:
    """Check that all tools give the same results for both questions, and return a sentence.

    The sentence has the numbers of events and contacts. Raises ValueError if the results differ.
    """
    titles = _answer(CHRONO, CHRONO.events, folder, environ)
    years = _answer(CHRONO, CHRONO.count, folder, environ)
    expected = Counter(CHRONO.titles(titles)), CHRONO.years(years)
    for peer in tools:
        listed = Counter(peer.titles(_answer(peer, peer.events, folder, environ)))
        if listed != expected[0]:
            more, less = listed - expected[0], expected[0] - listed
            raise ValueError(f"{peer.name} lists {more} that chrono does not, and not {less}")
        if peer.count:
            counted = peer.years(_answer(peer, peer.count, folder, environ))
            if counted != expected[1]:
                raise ValueError(f"{peer.name} counts {counted}, and chrono {expected[1]}")
    if not tools:
        return "There is no other tool here to compare with."
    return (
        f"All list the same {expected[0].total()} events of {ACTOR}, and those that count have the "
        f"same {sum(expected[1].values())} contacts by year."
    )


def _answer(peer: Peer, words: Sequence[str], folder: Path, environ: Mapping[str, str]) -> str:
    argv = chrono(*words) if peer is CHRONO else peer.command_line(words)
    return run(argv, folder, {**environ, **peer.environ}).output


# -- what is timed ----------------------------------------------------------------------------


def start_up(home: Path, runs: int) -> Iterator[str]:
    """Yield the table of start-up times with the bundled ledger.

    The table also has the times of Python alone, and of importing the libraries.
    """
    environ = environment(home)
    imports = {"python -c pass": "pass", "import typer": "import typer"}
    imports["import typer, rich.table"] = "import typer, rich.table"
    questions = {
        name: Question([sys.executable, "-c", code], home, environ)
        for name, code in imports.items()
    }
    questions["chrono --version"] = Question(chrono("--version"), home, environ)
    questions["chrono list, piped"] = Question(chrono("list"), home, environ)
    questions["chrono list, on a terminal"] = Question(chrono("list"), home, environ, terminal=True)
    measured = timed(questions, 4 * runs)
    base, rich = measured["import typer"].seconds, measured["import typer, rich.table"].seconds
    yield "### Start-up, on the ledger that ships with chrono\n"
    yield from table(
        ("", "median", "of `import typer`", "peak memory"),
        [
            (name, _ms(result.seconds), f"{result.seconds / base:.2f}", _mb(result.memory))
            for name, result in measured.items()
        ],
    )
    terminal = measured["chrono list, on a terminal"].seconds / rich
    yield f"On a terminal it takes {terminal:.2f} of `import typer, rich.table`.\n"


def beside_peers(folder: Path, home: Path, tools: Sequence[Peer], runs: int) -> Iterator[str]:
    """Yield two tables, one for each question, with chrono and the tools that can answer the
    question.
    """
    environ = environment(home)
    cold = environment(home / "cold")
    events = {peer.name: _question(peer, peer.events, folder, environ) for peer in tools}
    counts = {
        peer.name: _question(peer, peer.count, folder, environ) for peer in tools if peer.count
    }

    def forget() -> None:
        shutil.rmtree(home / "cold", ignore_errors=True)

    again = Question(chrono(*CHRONO.events), folder, environ)
    first = Question(chrono(*CHRONO.events), folder, cold, before=forget)
    typer = Question([sys.executable, "-c", "import typer"], folder, environ)
    lists = {"chrono": again, "chrono, first read": first, "(import typer)": typer, **events}
    yield f"The events of one actor, `chrono list --actor {ACTOR}`:\n"
    yield from _against(timed(lists, runs))
    yield "The contacts of each year, `chrono count --by year`:\n"
    yield from _against(
        timed({"chrono": Question(chrono(*CHRONO.count), folder, environ), **counts}, runs)
    )


def _question(
    peer: Peer, words: Sequence[str], folder: Path, environ: Mapping[str, str]
) -> Question:
    return Question(peer.command_line(words), folder, {**environ, **peer.environ})


def _against(results: Mapping[str, Measured]) -> Iterator[str]:
    base = results["chrono"]
    rows = [
        (
            name,
            _seconds(result.seconds),
            f"{result.seconds / base.seconds:.2f}",
            _mb(result.memory),
            f"{result.memory / base.memory:.2f}",
        )
        for name, result in results.items()
    ]
    yield from table(("", "median", "of chrono's", "peak memory", "of chrono's"), rows)


COMMANDS: Mapping[str, Sequence[str]] = {
    "list": ["list"],
    "list --actor": ["list", "--actor", ACTOR],
    "list 2024 --type call": ["list", "2024", "--type", "call"],
    "list -o jsonl": ["list", "-o", "jsonl"],
    "show": ["show", "{id}"],
    "count": ["count"],
    "count --by year": ["count", "--by", "year"],
    "count --by pair": ["count", "--by", "pair"],
    "summary": ["summary"],
    "summary 2024": ["summary", "2024"],
    "timeline": ["timeline"],
    "gaps": ["gaps"],
    "claims": ["claims"],
    "check": ["check"],
    "actors": ["actors"],
    "types": ["types"],
    "export toml": ["export", "toml"],
    "export html": ["export", "html"],
    "export ics": ["export", "ics"],
    "export sqlite": ["export", "sqlite", "--output", "out.sqlite"],
    "add": [
        "add", "--date", "2025-12-31", "--type", "call", "--title", "One more", "--actor",
        "xi-jinping", "--actor", "donald-trump",
    ],
    "edit": ["edit", "{id}", "--set", "place=Rome"],
    "remove": ["remove", "{last}", "--yes"],
}  # fmt: skip
"""The commands that are timed at two sizes; {id} stands for an event of the ledger."""


def growth(small: Path, large: Path, home: Path, runs: int) -> Iterator[str]:
    """Yield a table with the times of each command for a small and a large ledger."""
    environ = environment(home)
    rows: list[tuple[str, ...]] = []
    for name, words in COMMANDS.items():
        results = [
            timed({name: _changing(words, folder, environ)}, runs)[name]
            for folder in (small, large)
        ]
        times = results[1].seconds / results[0].seconds
        rows.append(
            (
                name,
                *(_seconds(result.seconds) for result in results),
                f"{times:.1f}",
                _mb(results[1].memory),
            )
        )
    yield "### From one size to the next\n"
    yield from table(
        ("chrono", f"{small.name} events", f"{large.name} events", "times", "peak memory"), rows
    )


def _changing(words: Sequence[str], folder: Path, environ: Mapping[str, str]) -> Question:
    """Return a command on a copy of the ledger in a folder.

    The copy is restored before each run of a command that changes the ledger.
    """
    original, copy = folder / "events.toml", folder / "copy.toml"
    with original.open(encoding="utf-8") as file:
        ids = [line[6:-2] for line in file if line.startswith('id = "')]
    named = [word.format(id=ids[len(ids) // 2], last=ids[-1]) for word in words]
    writes = words[0] in ("add", "edit", "remove")

    def restore() -> None:
        (folder / "out.sqlite").unlink(missing_ok=True)
        if writes or not copy.exists():
            shutil.copyfile(original, copy)

    return Question(chrono(*named, "-f", "copy.toml"), folder, environ, before=restore)


def imported(home: Path, runs: int, copies: int = 9) -> str:
    """Time an import, and return a sentence with the result.

    The rows are the travels of US presidents, repeated `copies` times, each time 200 years later.
    """
    folder = home / "import"
    folder.mkdir()
    with TRAVELS.open(encoding="utf-8", newline="") as file:
        head, *rows = csv.reader(file)
    with (folder / "rows.csv").open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file)
        out.writerow(head)
        for copy in range(copies):
            for id, start, end, *rest in rows:
                days = [_later(day, 200 * copy) for day in (start, end)]
                out.writerow([f"{id}-{copy}", *days, *rest])

    def begin() -> None:
        (folder / "new.toml").unlink(missing_ok=True)
        subprocess.run(chrono("init", "new.toml"), cwd=folder, check=True, capture_output=True)

    argv = chrono("-f", "new.toml", "import", "rows.csv", "--rules", str(RULES))
    result = timed({"": Question(argv, folder, environment(home), before=begin)}, runs)[""]
    return (
        f"{copies * len(rows)} rows imported and written: {_seconds(result.seconds)}, "
        f"{_mb(result.memory)}.\n"
    )


def checked(home: Path, runs: int, words: int = 100_000) -> str:
    """Time `chrono proof` on a text about contacts in the bundled ledger, and return the result.

    `words`: the approximate number of words of the text. The result is a sentence.
    """
    folder = home / "proof"
    folder.mkdir()
    text = generated.text(words)
    (folder / "text.txt").write_text(text, encoding="utf-8")
    argv = chrono("proof", "text.txt", "--date", "2025-12-31")
    result = timed({"": Question(argv, folder, environment(home))}, runs)[""]
    return (
        f"A text of {len(text.split()):,} words checked with `chrono proof`: "
        f"{_seconds(result.seconds)}, {_mb(result.memory)}.\n"
    )


def _later(day: str, years: int) -> str:
    """Return the same day `years` later, or 28 February if that year has no 29 February."""
    if not day:
        return ""
    year = int(day[:4]) + years
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    return f"{year}{day[4:] if leap else day[4:].replace('02-29', '02-28')}"


# -- the report -------------------------------------------------------------------------------


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Yield the lines of a Markdown table."""
    yield f"| {' | '.join(head)} |"
    yield f"| --- |{' ---: |' * (len(head) - 1)}"
    for row in rows:
        yield f"| {' | '.join(row)} |"
    yield ""


def _seconds(value: float) -> str:
    return f"{value:.2f} s" if value >= 1 else f"{value:.3f} s"


def _ms(value: float) -> str:
    return f"{value * 1000:.1f} ms"


def _mb(value: int) -> str:
    return f"{value / 2**20:.0f} MiB"


def machine(tools: Sequence[Peer]) -> str:
    """Return a sentence with the processor, the system and the versions of the tools."""
    cpus = [line for line in _lines(Path("/proc/cpuinfo")) if line.startswith("model name")]
    name = cpus[0].split(":", 1)[1].strip() if cpus else platform.processor()
    versions = [f"Python {platform.python_version()}"]
    for peer in (CHRONO, *tools):
        argv = chrono("--version") if peer is CHRONO else peer.version(peer.path() or "")
        output = subprocess.run(argv, capture_output=True, text=True, check=False).stdout
        first = output.strip().splitlines()[0] if output.strip() else "?"
        versions.append(
            first if peer.command in first.lower() or "," in first else f"{peer.name} {first}"
        )
    return f"{os.cpu_count()} cores of {name}, {platform.system()}; {', '.join(versions)}."


def _lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").splitlines() if path.exists() else []


def report(sizes: Sequence[int], runs: int, folder: Path) -> Iterator[str]:
    """Yield the lines of the report.

    `sizes`: the numbers of events; `folder`: a folder for temporary files.
    """
    tools = [peer for peer in PEERS if peer.path()]
    home = folder / "home"
    home.mkdir()
    yield f"{machine(tools)} Medians of {runs} runs, all tools in turn.\n"
    for peer in PEERS:
        if peer not in tools:
            yield f"Not installed, and so not here: {peer.name} (`{peer.install}`).\n"
    yield from start_up(home, runs)
    for size in sizes:
        place = folder / f"{size}"
        place.mkdir()
        events = list(generated.events(size))
        for peer in (CHRONO, *tools):
            peer.prepare(place, events)
        size_in_bytes = (place / "events.toml").stat().st_size
        yield f"### {size:,} events, {size_in_bytes / 1e6:.1f} MB\n"
        yield agree(place, environment(home), tools) + "\n"
        yield from beside_peers(place, home, tools, runs)
    if len(sizes) > 1:
        small, large = (folder / f"{size}" for size in sizes[-2:])
        yield from growth(small, large, home, max(1, runs // 4))
    yield imported(home, runs)
    yield checked(home, runs)


def main() -> None:
    """Print the report. With `--write`, also put the report into README.md."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--sizes", default="100,10000,100000")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--write", action="store_true")
    words = parser.parse_args()
    sizes = [int(size) for size in words.sizes.split(",")]
    lines: list[str] = []
    with tempfile.TemporaryDirectory() as folder:
        for line in report(sizes, words.runs, Path(folder)):
            print(line, flush=True)
            lines.append(line)
    if words.write:
        text = README.read_text(encoding="utf-8").split(MARK)[0]
        README.write_text(text + MARK + "\n" + "\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
