"""Merge files as text with git, and set up chrono as the merge driver of a repository."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Sequence
from pathlib import Path

from chrono.core.sentences import shell_word
from chrono.errors import UsageError
from chrono.files.disk.git import OPTIONS, git_program, repository_root

_MOST_CONFLICTS = 127
"""The highest exit status of `git merge-file` that is a number of conflicts."""

NAME = "chrono: merges ledgers event by event"
# If chrono is missing or fails, git merges the text itself: no side may be lost.
DRIVER = (
    "chrono merge --driver --marker-size %L --label %X --label %Y -- %O %A %B %P; s=$?; "
    'test $s = 0 && exit 0; test $s = 1 && grep -q "^<<<<<<<" %A && exit 1; '
    "git merge-file --marker-size=%L -- %A %O %B || exit 1"
)
"""The command that git runs to merge a ledger."""

SETTINGS = {"merge.chrono.name": NAME, "merge.chrono.driver": DRIVER}
"""The settings of a repository in which chrono merges ledgers."""


def merge_text(
    base: str, ours: str, theirs: str, labels: tuple[str, str], size: int
) -> tuple[bytes, bool] | None:
    """Return (merged text, whether it has conflict markers), or None if git cannot merge the files.

    - `base`: the path of the common ancestor
    - `labels`: the names of our version and of their version in conflict markers
    - `size`: the length of a conflict marker [characters]
    """
    if (program := git_program()) is None:
        return None
    words = [f"--marker-size={size}"]
    for label in (labels[0], "base", labels[1]):
        words += ["-L", label]
    done = subprocess.run(
        [program, "merge-file", "-p", *words, "--", ours, base, theirs],
        stdin=subprocess.DEVNULL, capture_output=True, check=False,
    )  # fmt: skip
    if not 0 <= done.returncode <= _MOST_CONFLICTS:
        return None
    return done.stdout, done.returncode > 0


def missing_settings(root: str) -> dict[str, str]:
    """Return the git settings, by name, that chrono needs and the repository in `root` lacks."""
    return {
        name: value
        for name, value in SETTINGS.items()
        if _git(root, "config", "--local", "--get", name).stdout.rstrip("\n") != value
    }


def set_up(root: str, settings: dict[str, str]) -> None:
    """Write `settings` into the configuration of the repository in the folder `root`.

    Raises UsageError if git fails.
    """
    for name, value in settings.items():
        done = _git(root, "config", "--local", "--replace-all", name, value)
        if done.returncode:
            why = done.stderr.strip().removeprefix("error: ").removeprefix("fatal: ")
            raise UsageError(f"cannot change the configuration of {root}: {why}")


def remedy(path: str) -> str:
    """Return advice on a file with conflict markers that git wrote without chrono, or ""."""
    try:
        root = repository_root(path)
        if root is None or not _has_markers(path) or not missing_settings(root):
            return ""
    except UsageError:  # there is no git, or no work tree
        return ""
    folder, name = os.path.split(path)
    words = ("--literal-pathspecs", "ls-files", "--unmerged", "--", name)
    if not _git(folder or os.curdir, *words).stdout:
        return "to let chrono merge such changes, run `chrono merge --install`"
    again = f"git checkout --merge -- {shell_word(path)}"
    return (
        f"to merge {path} again with chrono, run `chrono merge --install`, and then `{again}`, "
        "which undoes what you have resolved in this file"
    )


def _has_markers(path: str) -> bool:
    try:
        return re.search(rb"^<{7}[\s\S]*^>{7}", Path(path).read_bytes(), re.M) is not None
    except OSError:
        return False


def _git(root: str, *words: str) -> subprocess.CompletedProcess[str]:
    if (program := git_program()) is None:
        raise UsageError("git is not installed")
    environ = {name: value for name, value in os.environ.items() if not name.startswith("GIT_DIR")}
    command: Sequence[str] = [program, *OPTIONS, "-C", root, *words]
    return subprocess.run(
        command, env={**environ, "LC_ALL": "C"}, stdin=subprocess.DEVNULL, capture_output=True,
        text=True, check=False,
    )  # fmt: skip
