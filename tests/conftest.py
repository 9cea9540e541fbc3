"""Collects the transcripts: each Markdown file of tests/transcripts is a test."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from replay import Mismatch, check


@pytest.fixture(scope="session", autouse=True)
def cache_of_its_own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """No test reads or writes what the user's cache has."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        yield


class Transcript(pytest.File):
    """A Markdown file with console blocks."""

    def collect(self) -> Iterator[pytest.Item]:
        """One test: the whole file, since its commands build on its files."""
        yield Replay.from_parent(self, name="replay")


class Replay(pytest.Item):
    """Runs a transcript in a folder of its own."""

    def runtest(self) -> None:
        """Compare to the byte, or rewrite."""
        factory = pytest.TempPathFactory.from_config(self.config, _ispytest=True)
        home = factory.mktemp("transcript")
        folder = home / "here"
        folder.mkdir()
        check(self.path, folder, home, self.config.getoption("--accept"))

    def repr_failure(
        self, excinfo: pytest.ExceptionInfo[BaseException], style: object = None
    ) -> str:
        """The difference alone."""
        if isinstance(excinfo.value, Mismatch):
            return str(excinfo.value)
        return str(super().repr_failure(excinfo))

    def reportinfo(self) -> tuple[Path, int, str]:
        """Where it stands."""
        return self.path, 0, self.path.name


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--accept` rewrites the transcripts."""
    parser.addoption("--accept", action="store_true", help="rewrite transcripts as they came out")


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """The transcripts."""
    if file_path.suffix == ".md" and file_path.parent.name == "transcripts":
        return Transcript.from_parent(parent, path=file_path)
    return None
