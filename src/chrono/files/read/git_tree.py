"""Read the files of a ledger from a commit of git."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from contextlib import suppress
from functools import cache
from typing import NamedTuple

from chrono.core.english import first_few
from chrono.errors import LedgerError
from chrono.files.disk.git import FOLDER, LINK, SUBMODULE, Commit, Repository, TreeEntry
from chrono.files.read.storage import Storage
from chrono.files.read.text import unreadable

_MOST_LINKS = 40  # as on Linux

_LEADS_OUT = "is outside the repository, so it is not in the commit"
_LINK_OUT = "is a link that leads out of the repository"


class _Outside(OSError):
    """A file or folder is outside the commit. The argument is the reason."""


class _Located(NamedTuple):
    entry: TreeEntry
    path: str


class CommitFiles(Storage):
    """The files in a commit, under the paths that the files have in the work tree.

    A link to a file outside the commit is an error.
    """

    def __init__(self, repository: Repository, commit: Commit) -> None:
        self.repository, self.commit = repository, commit
        self._locate = cache(self._located)
        self._folder = cache(self._read_folder)

    def close(self) -> None:
        self.repository.close()

    def read(self, path: str, only_regular: bool = False) -> bytes:
        try:
            entry, _ = self._locate(self._relative(path))
        except _Outside as error:
            raise unreadable(self.label(path), str(error)) from None
        except (FileNotFoundError, NotADirectoryError):
            raise self._missing(path) from None
        except OSError as error:
            raise unreadable(self.label(path), f"cannot read this file: {error.strerror}") from None
        if entry.mode == FOLDER:
            raise unreadable(self.label(path), "is a folder")
        content = self.repository.content(entry.name)
        if content is None:
            remedy = f"`git show {self.label(path)}` fetches it"
            raise unreadable(self.label(path), f"is missing in this clone; {remedy}")
        if content.startswith(b"version https://git-lfs.github.com/"):
            raise unreadable(self.label(path), "is kept by Git LFS, outside the commit")
        return content

    def label(self, path: str) -> str:
        try:
            return f"{self.commit.short}:{self._relative(path)}"
        except _Outside:
            return path

    def path(self, label: str) -> str:
        return os.path.join(self.repository.root, label.removeprefix(f"{self.commit.short}:"))

    def is_file(self, path: str) -> bool:
        found = self._entry(path)
        return found is not None and found.mode not in (FOLDER, SUBMODULE)

    def is_folder(self, path: str) -> bool:
        found = self._entry(path)
        return found is not None and found.mode == FOLDER

    def may_read(self, folder: str) -> bool:
        return True

    def exists(self, path: str) -> bool:
        return self._entry(path) is not None

    def refusal(self, path: str) -> str:
        with suppress(FileNotFoundError, NotADirectoryError):
            try:
                self._locate(self._relative(path))
            except _Outside as error:
                return str(error)
        return ""

    def real_path(self, path: str) -> str:
        try:
            return os.path.join(self.repository.root, self._locate(self._relative(path)).path)
        except OSError:
            return os.path.abspath(path)

    def identity(self, folder: str) -> Hashable:
        return self._locate(self._relative(folder)).path

    def names(self, folder: str) -> Sequence[str]:
        return [*self._inside(folder)]

    def entry(self, path: str) -> bool:
        folder, name = os.path.split(path)
        if name not in ("", os.curdir, os.pardir) and name not in self._inside(folder):
            raise FileNotFoundError(errno.ENOENT, "no such file", path)
        return self.is_folder(path)

    def entries(self, folder: str, wanted: Callable[[str], bool]) -> Iterator[tuple[str, bool]]:
        for name in self._inside(folder):
            if wanted(name):
                yield name, self.is_folder(os.path.join(folder, name))

    def _entry(self, path: str) -> TreeEntry | None:
        try:
            return self._locate(self._relative(path)).entry
        except OSError:
            return None

    def _inside(self, folder: str) -> Mapping[str, TreeEntry]:
        entry, _ = self._locate(self._relative(folder))
        if entry.mode != FOLDER:
            raise NotADirectoryError(errno.ENOTDIR, "not a folder", folder)
        return self._folder(entry.name)

    def _relative(self, path: str) -> str:
        rest: list[str] = []
        place = path = os.path.abspath(path)
        while (real := self._inside_root(place)) is None:
            place, name = os.path.split(place)
            if not name:
                raise _Outside(_LEADS_OUT)
            rest.insert(0, name)
        return os.path.normpath(os.path.join(real, *rest))

    def _inside_root(self, path: str) -> str | None:
        root = self.repository.root
        for one in (path, os.path.realpath(path)):
            if one == root or one.startswith(os.path.join(root, "")):
                return os.path.relpath(one, root)
        return None

    def _located(self, path: str) -> _Located:
        folders = [TreeEntry(FOLDER, self.commit.tree)]
        names: list[str] = []
        left, links = path.split(os.sep), 0
        while left:
            step = left.pop(0)
            if step in ("", os.curdir):
                continue
            if folders[-1].mode != FOLDER:
                if folders[-1].mode == SUBMODULE:
                    raise _Outside(f"is in the submodule {'/'.join(names)}, another repository")
                raise NotADirectoryError(errno.ENOTDIR, "not a folder", path)
            if step == os.pardir:
                if not names:
                    raise _Outside(_LINK_OUT if links else _LEADS_OUT)
                folders.pop()
                names.pop()
                continue
            entry = self._folder(folders[-1].name).get(step)
            if entry is None:
                raise FileNotFoundError(errno.ENOENT, "no such file", path)
            if entry.mode == LINK:
                links += 1
                target = os.fsdecode(self.repository.content(entry.name) or b"")
                if links > _MOST_LINKS:
                    raise OSError(errno.ELOOP, "too many links", path)
                if os.path.isabs(target):
                    raise _Outside(_LINK_OUT)
                left[:0] = target.split("/")
                continue
            folders.append(entry)
            names.append(step)
        if folders[-1].mode == SUBMODULE:
            raise _Outside("is a submodule, which is another repository")
        return _Located(folders[-1], os.path.join(*names) if names else os.curdir)

    def _read_folder(self, name: str) -> Mapping[str, TreeEntry]:
        folder = self.repository.folder(name)
        if folder is None:
            raise _Outside("is missing in this clone")
        return folder

    def _missing(self, path: str) -> LedgerError:
        message, folder = f"does not exist in {self.commit}", os.path.dirname(path)
        with suppress(OSError):
            names = sorted(name for name in self._inside(folder) if name.endswith(".toml"))
            if others := [os.path.join(folder, name) for name in names]:
                has = f"its folder has {first_few(others, 3, word='and')}"
                message += f"; in that commit, {has}; if the file was renamed, use -f"
        return unreadable(path, message)
