"""Git repositories for tests, which nothing outside the test's own folder can influence."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

from replay import Ran, clean_environment, run

HEAD = """\
[ledger]
title = "Ash and Birch"
include = ["actors.toml", "more/*.toml"]
"""
ACTORS = """\
[actors]
ann = { name = "Ann Ash", country = "FR" }
ben = { name = "Ben Birch", country = "DE" }
"""


def event(id: str, date: str, more: str = "", actors: str = '["ann", "ben"]') -> str:
    """The text of a call on a date; `more`: lines with further keys."""
    return (
        f'\n[[events]]\nid = "{id}"\ndate = "{date}"\ntype = "call"\n'
        f'title = "{id}"\nactors = {actors}\n{more}'
    )


class GitFolder:
    """A git repository in a folder of its own, with a home of its own next to it."""

    def __init__(self, folder: Path, *options: str) -> None:
        self.folder, self.home = folder, folder.parent / "home"
        folder.mkdir(parents=True, exist_ok=True)
        self.home.mkdir(exist_ok=True)
        self.git("init", "-q", "-b", "main", *options)

    @property
    def environment(self) -> dict[str, str]:
        """An environment without the settings of the user and of the system."""
        return {**clean_environment(self.home), "GIT_CONFIG_NOSYSTEM": "1"}

    def git(self, *words: str, day: str = "2025-01-01") -> str:
        """Run git on a day, and return its output."""
        time = f"{day}T12:00:00+00:00" if len(day) == 10 else day
        names = ("-c", "user.name=Ann", "-c", "user.email=ann@example.org")
        done = subprocess.run(
            ["git", *names, *words], cwd=self.folder, check=True, capture_output=True, text=True,
            env={**self.environment, "GIT_AUTHOR_DATE": time, "GIT_COMMITTER_DATE": time},
        )  # fmt: skip
        return done.stdout.strip()

    def write(self, **files: str) -> None:
        """Write files; `__` in a name stands for a folder, and `.toml` is added."""
        for name, text in files.items():
            path = self.folder / f"{name.replace('__', os.sep)}.toml"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")

    def save(self, day: str, **files: str) -> str:
        """Write files, commit everything on a day, and return the name of the commit."""
        self.write(**files)
        self.git("add", "-A")
        self.git("commit", "-q", "--allow-empty", "-m", f"state of {day}", day=day)
        return self.git("rev-parse", "HEAD")

    def chrono(self, *argv: str, folder: Path | None = None, **variables: str) -> Ran:
        """Run chrono in the repository, or in another folder."""
        environment = {**self.environment, **variables}
        return run(*argv, folder=folder or self.folder, environment=environment)
