"""Collect the transcripts: each Markdown file in tests/transcripts is one test."""

from __future__ import annotations

import datetime as dt
import os
import pickle
import shutil
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest
import tomli

from chrono.core.model import Ledger
from chrono.files.read import load
from chrono.files.read.diagnostics import Diagnostics
from chrono.files.read.source_files import SourceFile
from replay import REWRITTEN, Mismatch, check, shell_lines


@pytest.fixture(scope="session", autouse=True)
def own_environment(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Give the tests folders of their own, and hide the user's ledger and settings."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("CHRONO_CONFIG", "CHRONO_LEDGER", "CHRONO_TODAY"):
            patch.delenv(name, raising=False)
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        patch.setenv("XDG_STATE_HOME", str(tmp_path_factory.mktemp("state")))
        yield


@pytest.fixture(scope="session", autouse=True)
def repeated_texts() -> Iterator[None]:
    """Parse a text as long as the bundled ledger once, and return a copy of the data each time.

    The tests read the bundled ledger thousands of times, and a copy takes a tenth of the time.
    """
    parse = tomli.loads

    @lru_cache(maxsize=8)
    def pickled(text: str) -> bytes:
        return pickle.dumps(parse(text))

    def loads(text: str, **options: Any) -> Any:
        long = isinstance(text, str) and 50_000 < len(text) < 1_000_000
        return pickle.loads(pickled(text)) if long and not options else parse(text, **options)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tomli, "loads", loads)
        yield


@pytest.fixture(scope="session", autouse=True)
def repeated_ledgers() -> Iterator[None]:
    """Return the same Ledger for each file that is as long as the bundled ledger and is read again.

    A Ledger cannot be changed. Half of the time of many commands is making one from the data.
    """
    resolve = load.resolve
    ledgers: dict[tuple[str, str, bytes], Ledger] = {}

    def resolved(files: Sequence[SourceFile], diagnostics: Diagnostics) -> Ledger:
        file = files[0] if len(files) == 1 else None
        if diagnostics or file is None or not 50_000 < len(file.content) < 1_000_000:
            return resolve(files, diagnostics)
        key = file.name, file.path, file.content
        if key not in ledgers:
            if len(ledgers) == 4:
                del ledgers[next(iter(ledgers))]
            ledgers[key] = resolve(files, diagnostics)
        return ledgers[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(load, "resolve", resolved)
        yield


@pytest.fixture(scope="session", autouse=True)
def kept_vocabularies() -> Iterator[None]:
    """Give each short text of the tests of `proof` the tables that an earlier text has made.

    The tables contain the names and places of one ledger on one day. Making them takes most of the
    time of a text. What a vocabulary keeps of a text, the people whom it names, is forgotten.
    """
    if (engine := sys.modules.get("chrono.core.proof.engine")) is None:  # no tests of `proof`
        yield
        return
    make = engine.Vocabulary
    kept: list[Any] = []

    def vocabulary(ledger: Ledger, day: dt.date) -> Any:
        found = next((one for one in kept if one.ledger is ledger and one.day == day), None)
        if found is None:
            found = make(ledger, day)
            kept[:] = [*kept[-3:], found]
        found.names.named.clear()
        return found

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(engine, "Vocabulary", vocabulary)
        yield


class Transcript(pytest.File):
    """A Markdown file with commands and their expected output."""

    def collect(self) -> Iterator[pytest.Item]:
        """Yield one test for the whole file. Later commands use the files of earlier commands."""
        replay = Replay.from_parent(self, name="replay")
        if shell_lines(self.path.read_text(encoding="utf-8")) > 10:
            replay.add_marker(pytest.mark.slow)
        yield replay


class Replay(pytest.Item):
    """A test that runs the commands of a transcript in a new folder."""

    def runtest(self) -> None:
        """Compare the output with the transcript, or rewrite the transcript (`--accept`)."""
        factory = pytest.TempPathFactory.from_config(self.config, _ispytest=True)
        home = factory.mktemp("transcript")
        folder = home / "here"
        folder.mkdir()
        check(self.path, folder, home, self.config.getoption("--accept"))

    def repr_failure(
        self, excinfo: pytest.ExceptionInfo[BaseException], style: object = None
    ) -> str:
        """Return the differences between expected and actual output, without a traceback."""
        if isinstance(excinfo.value, Mismatch):
            return str(excinfo.value)
        return str(super().repr_failure(excinfo))

    def reportinfo(self) -> tuple[Path, int, str]:
        """Return the path of the transcript, the line number 0, and the name of the transcript."""
        return self.path, 0, self.path.name


def pytest_configure(config: pytest.Config) -> None:
    """Prepare the environment of the tests.

    - Keep temporary files in memory if there is room, since chrono syncs every file that it writes.
    - If only the quick tests run, tell `law` in samples.py to try fewer examples.
    """
    if config.option.markexpr == "not slow":
        os.environ["CHRONO_QUICK"] = "1"
    memory = "/dev/shm"
    if (
        os.access(memory, os.W_OK)
        and shutil.disk_usage(memory).free > 2 << 30
        and not os.statvfs(memory).f_flag & os.ST_NOEXEC  # some tests write programs and run them
    ):
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", memory)


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add `--accept`, which rewrites expected output, and `--times`, which prints the slowest
    files.
    """
    parser.addoption(
        "--accept",
        action="store_true",
        help="rewrite transcripts and *.expected with the actual output",
    )
    parser.addoption(
        "--times", action="store_true", help="print the 25 test files that take the longest"
    )


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Iterator[None]:
    """Store the names of files that `--accept` has changed in the report of the test.

    With parallel tests, only reports reach the process that prints the names.
    """
    try:
        return (yield)
    finally:
        item.user_properties += [("rewritten", name) for name in REWRITTEN]
        REWRITTEN.clear()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print the files that `--accept` has changed and, with `--times`, the slowest test files."""
    reports = [*terminalreporter.getreports("passed"), *terminalreporter.getreports("failed")]
    if terminalreporter.config.getoption("--times"):
        seconds: Counter[str] = Counter()
        for report in [*reports, *terminalreporter.getreports("")]:  # "" are set-ups and clean-ups
            seconds[report.location[0]] += report.duration
        for name, total in seconds.most_common(25):
            terminalreporter.write_line(f"{total:7.1f} s  {name}")
    names = {
        name for report in reports for key, name in report.user_properties if key == "rewritten"
    }
    for name in sorted(names):
        terminalreporter.write_line(f"--accept has changed {name}")


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """Return a collector for a Markdown file in tests/transcripts, or None for any other file."""
    if file_path.suffix == ".md" and file_path.parent.name == "transcripts":
        return Transcript.from_parent(parent, path=file_path)
    return None
