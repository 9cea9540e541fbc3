"""Read commits and files from a git repository. Programs in the repository's settings never run.

One process, `git cat-file --batch`, reads the objects without filters. Nothing is fetched from
other repositories, and no text from the user becomes an argument of git.
"""

from __future__ import annotations

import datetime as dt
import os
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import NamedTuple

from chrono.errors import UsageError, reason

OPTIONS = (
    "--no-pager", "--no-replace-objects", "--no-optional-locks",
    "-c", "core.fsmonitor=false", "-c", f"core.hooksPath={os.devnull}",
    "-c", f"core.attributesFile={os.devnull}",
)  # fmt: skip
"""The options with which git runs no program from the settings of a repository."""

FEWEST_DIGITS = 7
"""The least number of digits to which the name of a commit is shortened."""


class Commit(NamedTuple):
    """A commit of git. All names are object names.

    - `short`: the shortened name
    - `parent`: the name of the first parent, or None for a commit without parents
    - `day`: the date in the committer's time zone
    """

    name: str
    short: str
    tree: str
    parent: str | None
    day: dt.date

    def __str__(self) -> str:
        return f"commit {self.short} of {self.day}"


class TreeEntry(NamedTuple):
    """A file, folder, link or submodule in a folder of git.

    - `mode`: the mode, such as "100644" for a file
    - `name`: the object name
    """

    mode: str
    name: str


FOLDER, LINK, SUBMODULE = "40000", "120000", "160000"
"""The modes of folders, of symbolic links, and of submodules (whose files are elsewhere)."""


def repository_root(path: str) -> str | None:
    """Return the real path of the work tree that contains `path`, or None if there is none.

    The path need not exist. Raises UsageError if the repository is bare.
    """
    folder = os.path.realpath(path if os.path.isdir(path) else os.path.dirname(path) or os.curdir)
    while True:
        if os.path.exists(os.path.join(folder, ".git")):
            return folder
        bare = (os.path.join(folder, name) for name in ("HEAD", "objects", "refs"))
        if all(map(os.path.exists, bare)):
            raise UsageError(f"{folder} is a bare repository, without files; use a clone")
        if (parent := os.path.dirname(folder)) == folder:
            return None
        folder = parent


class Repository:
    """A git repository, read by one process of git. `root`: the real path of the work tree."""

    def __init__(self, root: str) -> None:
        self.root = root
        if (program := git_program()) is None:
            raise UsageError("git is not installed, and chrono needs git to read commits")
        self._command = [program, *OPTIONS]
        try:
            self._process = subprocess.Popen(
                [*self._command, "cat-file", "--batch"],
                cwd=root, env=_environment(root), stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
            )  # fmt: skip
        except OSError as error:
            raise UsageError(f"cannot run git: {reason(error)}") from None

    def close(self) -> None:
        """End the process of git."""
        for stream in (self._process.stdin, self._process.stdout):
            if stream is not None:
                with suppress(OSError):
                    stream.close()
        self._process.wait()

    @property
    def is_shallow(self) -> bool:
        """Return whether the repository is a shallow clone, which lacks older commits."""
        return os.path.exists(os.path.join(self.root, ".git", "shallow"))

    def commit(self, revision: str) -> Commit | None:
        """Return the commit that `revision` refers to, or None if there is none.

        Raises UsageError if `revision` is the start of several object names.
        """
        # A revision that begins with a colon would be looked up in the index.
        if not revision.isprintable() or revision.startswith(":") or not revision.strip():
            return None
        found = self._object(f"{revision}^{{commit}}")
        return None if found is None else self._parsed(*found)

    def history(self, commit: Commit) -> Iterator[Commit]:
        """Yield `commit`, its first parent, and so on, to the oldest commit in the repository."""
        yield commit
        while commit.parent and (found := self._object(commit.parent)):
            commit = self._parsed(*found)
            yield commit

    def last_until(self, day: dt.date, commit: Commit) -> Commit | None:
        """Return the last commit that was made on or before `day`, or None if there is none.

        The search begins at `commit`, and follows only first parents.
        """
        # Where the day ends last, 12 hours west of Greenwich, no older commit is of a later day.
        end = dt.datetime.combine(day, dt.time.max, dt.timezone(-dt.timedelta(hours=12)))
        age = f"--min-age={int(end.timestamp())}"
        found = self._run("rev-list", "--first-parent", "--max-count=1", age, commit.name).stdout
        start = self.commit(found.decode("ascii").strip())
        return next((one for one in self.history(start) if one.day <= day), None) if start else None

    def _run(self, *words: str) -> subprocess.CompletedProcess[bytes]:
        return subprocess.run(
            [*self._command, *words], cwd=self.root, env=_environment(self.root),
            stdin=subprocess.DEVNULL, capture_output=True, check=False,
        )  # fmt: skip

    def shortened(self, commit: Commit) -> Commit:
        """Return the commit with a short name that no other object, branch or tag has."""
        for length in range(FEWEST_DIGITS, len(commit.name)):
            with suppress(UsageError):
                found = self._object(commit.name[:length])
                if found and found[0] == commit.name:
                    return commit._replace(short=commit.name[:length])
        return commit._replace(short=commit.name)

    def folder(self, tree: str) -> Mapping[str, TreeEntry] | None:
        """Return the entries of a folder by file name, or None if the repository lacks the folder.

        `tree`: the object name of the folder. Raises UsageError if the folder is damaged.
        """
        found = self._object(tree)
        if found is None:
            return None
        content, size = found[1], len(tree) // 2
        entries: dict[str, TreeEntry] = {}
        at = 0
        while at < len(content):
            end = content.find(b"\0", at)
            mode, _, name = content[at:end].partition(b" ")
            at = end + 1 + size
            if end < 0 or not (mode.isdigit() and name) or at > len(content):
                raise UsageError(f"git cannot read {self.root}: the folder {tree} is damaged")
            object_name = content[end + 1 : at].hex()
            entries[os.fsdecode(name)] = TreeEntry(mode.decode("ascii").lstrip("0"), object_name)
        return entries

    def content(self, name: str) -> bytes | None:
        """Return the bytes of the file with the object name `name`, or None if it is missing."""
        found = self._object(name)
        return None if found is None else found[1]

    def _object(self, name: str) -> tuple[str, bytes] | None:
        stdin, stdout = self._process.stdin, self._process.stdout
        assert stdin is not None
        assert stdout is not None
        try:
            stdin.write(os.fsencode(f"{name}\n"))
            stdin.flush()
        except OSError:
            raise self._failed() from None
        head = stdout.readline()
        if head.endswith(b" missing\n"):
            return None
        if head.endswith(b" ambiguous\n"):
            short = name.removesuffix("^{commit}")
            raise UsageError(f'"{short}" is the start of several names in git; write more digits')
        words = head.split()
        if len(words) != 3 or not words[2].isdigit():
            raise self._failed()
        size = int(words[2])
        content = stdout.read(size)
        if len(content) != size or stdout.read(1) != b"\n":
            raise self._failed()
        return words[0].decode("ascii"), content

    def _failed(self) -> UsageError:
        """Return the error if the process of git failed. A second call of git gives the message."""
        text = self._run("rev-parse", "--git-dir").stderr.decode("utf-8", "replace")
        if "dubious ownership" in text:
            command = f"git config --global --add safe.directory {self.root}"
            return UsageError(f"{self.root} belongs to another user; run `{command}`")
        first = text.partition("\n")[0].removeprefix("fatal: ") or "run `git fsck` to find out why"
        return UsageError(f"git cannot read {self.root}: {first}")

    def _parsed(self, name: str, content: bytes) -> Commit:
        head = content.partition(b"\n\n")[0].decode("utf-8", "replace").split("\n")
        fields: dict[str, str] = {}
        for line in head:
            key, _, value = line.partition(" ")
            fields.setdefault(key, value)
        try:
            seconds, zone = fields["committer"].split()[-2:]
            day = dt.datetime.fromtimestamp(int(seconds), _zone(zone)).date()
            return Commit(name, name[:FEWEST_DIGITS], fields["tree"], fields.get("parent"), day)
        except (ValueError, KeyError, OverflowError, OSError):
            raise UsageError(f"git cannot read {self.root}: commit {name} has no date") from None


def git_program() -> str | None:
    """Return the path of git, or None if git is not installed.

    A program in the current folder is never used.
    """
    folders = filter(os.path.isabs, os.get_exec_path())
    paths = (os.path.join(folder, f"git{'.exe' * (os.name == 'nt')}") for folder in folders)
    return next((path for path in paths if os.access(path, os.X_OK)), None)


def _zone(text: str) -> dt.timezone:
    minutes = int(text[-4:-2]) * 60 + int(text[-2:])
    with suppress(ValueError):
        return dt.timezone(dt.timedelta(minutes=-minutes if text.startswith("-") else minutes))
    return dt.UTC


def _environment(root: str) -> dict[str, str]:
    environ = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    return environ | {
        "GIT_CEILING_DIRECTORIES": os.path.dirname(root),  # no other repository around this one
        "GIT_NO_LAZY_FETCH": "1", "GIT_ALLOW_PROTOCOL": "", "GIT_TERMINAL_PROMPT": "0",
        "GIT_NO_REPLACE_OBJECTS": "1", "GIT_GRAFT_FILE": os.devnull, "GIT_OPTIONAL_LOCKS": "0",
        "LC_ALL": "C",
    }  # fmt: skip
