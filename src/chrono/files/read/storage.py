"""Where the files of a ledger are read from: the disk, or a commit (see `git_tree.py`)."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Hashable, Iterator, Sequence
from typing import Protocol

from chrono.files.read.text import STDIN, label, read_bytes, unreadable


class Storage(Protocol):
    """A place with files and folders, which have the same paths as on the disk.

    A path is absolute or relative to the current folder.
    """

    def read(self, path: str, only_regular: bool = False) -> bytes:
        """The bytes of a file. Raises LedgerError if it cannot be read.

        `only_regular`: whether to refuse pipes and devices, which may never end.
        """

    def label(self, path: str) -> str:
        """The name of a file in messages."""

    def path(self, label: str) -> str:
        """The path on the disk of the file with this name in messages."""

    def is_file(self, path: str) -> bool:
        """Whether the path is a regular file, or a link to one."""

    def is_folder(self, path: str) -> bool:
        """Whether the path is a folder, or a link to one."""

    def may_read(self, folder: str) -> bool:
        """Whether the user may read a folder and the files in it."""

    def exists(self, path: str) -> bool:
        """Whether the path exists. A link that leads nowhere does not."""

    def refusal(self, path: str) -> str:
        """Why a path is outside this storage, as the end of a message; "" if it is inside."""

    def real_path(self, path: str) -> str:
        """The absolute path without links. Two paths of one file have the same real path."""

    def identity(self, folder: str) -> Hashable:
        """A value that a folder has under each of its paths. Raises OSError if there is none."""

    def names(self, folder: str) -> Sequence[str]:
        """The names in a folder, unsorted. Raises OSError if the folder cannot be read."""

    def entry(self, path: str) -> bool:
        """Whether the path is a folder. Raises OSError if it is neither a file nor a link."""

    def entries(self, folder: str, wanted: Callable[[str], bool]) -> Iterator[tuple[str, bool]]:
        """Yield each matching name in a folder, and whether that entry is itself a folder.

        Raises OSError if the folder cannot be read.
        """

    def close(self) -> None:
        """Release the files."""


class Disk:
    """The files on the disk; `-` is standard input."""

    def read(self, path: str, only_regular: bool = False) -> bytes:
        """The bytes of a file or of standard input. Raises LedgerError if it cannot be read."""
        if only_regular and not os.path.isfile(path):
            raise unreadable(path, "cannot be read: not a regular file")
        return read_bytes(path)

    def label(self, path: str) -> str:
        """The name of a file in messages."""
        return label(path)

    def path(self, label: str) -> str:
        """The path of the file with this name in messages."""
        return label

    def is_file(self, path: str) -> bool:
        """Whether the path is a regular file, or a link to one."""
        return os.path.isfile(path)

    def is_folder(self, path: str) -> bool:
        """Whether the path is a folder, or a link to one. Standard input is not."""
        return path != STDIN and os.path.isdir(path)

    def may_read(self, folder: str) -> bool:
        """Whether the user may read a folder and the files in it."""
        return os.access(folder, os.R_OK | os.X_OK)

    def exists(self, path: str) -> bool:
        """Whether the path exists. A link that leads nowhere does not."""
        return os.path.exists(path)

    def refusal(self, path: str) -> str:
        """The disk has no outside."""
        return ""

    def real_path(self, path: str) -> str:
        """The absolute path without links."""
        return os.path.realpath(path)

    def identity(self, folder: str) -> Hashable:
        """The numbers of the device and of the folder. Raises OSError if there is none."""
        status = os.stat(folder or os.curdir)
        return status.st_dev, status.st_ino

    def names(self, folder: str) -> Sequence[str]:
        """The names in a folder, unsorted. Raises OSError if the folder cannot be read."""
        return os.listdir(folder or os.curdir)

    def entry(self, path: str) -> bool:
        """Whether the path is a folder. Raises OSError if it is neither a file nor a link."""
        os.lstat(path)  # also finds a broken link
        try:
            return stat.S_ISDIR(os.stat(path).st_mode)
        except FileNotFoundError:
            return False

    def entries(self, folder: str, wanted: Callable[[str], bool]) -> Iterator[tuple[str, bool]]:
        """Yield each matching name in a folder, and whether that entry is itself a folder."""
        import errno

        with os.scandir(folder or os.curdir) as entries:
            for entry in entries:
                if wanted(entry.name):
                    try:
                        yield entry.name, entry.is_dir()
                    except OSError as error:
                        if error.errno != errno.ELOOP:
                            raise
                        yield entry.name, False  # a link to itself is not a folder

    def close(self) -> None:
        """Do nothing: no file stays open."""


DISK: Storage = Disk()
