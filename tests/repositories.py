"""Make git repositories for tests, independent of the user's settings."""

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
    """Return a phone call as TOML. `more`: further lines of TOML."""
    return (
        f'\n[[events]]\nid = "{id}"\ndate = "{date}"\ntype = "call"\n'
        f'title = "{id}"\nactors = {actors}\n{more}'
    )


class GitFolder:
    """A folder with a git repository, and with a home folder beside it."""

    def __init__(self, folder: Path, *options: str) -> None:
        self.folder, self.home = folder, folder.parent / "home"
        folder.mkdir(parents=True, exist_ok=True)
        self.home.mkdir(exist_ok=True)
        self.git("init", "-q", "-b", "main", *options)

    @property
    def environment(self) -> dict[str, str]:
        """Return the environment for git, without settings of the user or the system."""
        return {**clean_environment(self.home), "GIT_CONFIG_NOSYSTEM": "1"}

    def git(self, *words: str, day: str = "2025-01-01") -> str:
        """Run git with `day` as the current date, and return the output."""
        time = f"{day}T12:00:00+00:00" if len(day) == 10 else day
        names = ("-c", "user.name=Ann", "-c", "user.email=ann@example.org")
        done = subprocess.run(
            ["git", *names, *words], cwd=self.folder, check=True, capture_output=True, text=True,
            env={**self.environment, "GIT_AUTHOR_DATE": time, "GIT_COMMITTER_DATE": time},
        )  # fmt: skip
        return done.stdout.strip()

    def write(self, **files: str) -> None:
        """Write ledger files. `files`: maps a name to a text; `a__b` is the file `a/b.toml`."""
        for name, text in files.items():
            path = self.folder / f"{name.replace('__', os.sep)}.toml"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")

    def save(self, day: str, **files: str) -> str:
        """Write files, commit all changes with the date `day`, and return the hash of the commit.

        `files`: as in `write`.
        """
        self.write(**files)
        self.git("add", "-A")
        self.git("commit", "-q", "--allow-empty", "-m", f"state of {day}", day=day)
        return self.git("rev-parse", "HEAD")

    def chrono(self, *argv: str, folder: Path | None = None, **variables: str) -> Ran:
        """Run chrono in the repository or in `folder`, and return the result.

        `variables`: environment variables.
        """
        environment = {**self.environment, **variables}
        return run(*argv, folder=folder or self.folder, environment=environment)
