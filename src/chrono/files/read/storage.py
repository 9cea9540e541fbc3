"""Read the files of a ledger from the disk, or from another place such as a commit of git."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Hashable, Iterator, Sequence

from chrono.files.read.text import STDIN, label, read_bytes, unreadable


class Storage:
    """The files on the disk. A subclass has the files of another place, such as a commit.

    A path is absolute or relative to the current folder. The path `-` is standard input.
    """

    def read(self, path: str, only_regular: bool = False) -> bytes:
        """Return the bytes of a file or of standard input. Raises LedgerError for an unreadable
        file.

        `only_regular`: whether to refuse pipes and devices.
        """
        if only_regular and not os.path.isfile(path):
            raise unreadable(path, "cannot read this file: it is not a regular file")
        return read_bytes(path)

    def label(self, path: str) -> str:
        """Return the name that messages use for a file: `events.toml`, or `<stdin>` for `-`."""
        return label(path)

    def path(self, label: str) -> str:
        """Return the path of a file on the disk. `label`: the name that messages use for it."""
        return label

    def is_file(self, path: str) -> bool:
        """Return whether the path is a regular file, or a link to a regular file."""
        return os.path.isfile(path)

    def is_folder(self, path: str) -> bool:
        """Return whether the path is a folder, or a link to a folder."""
        return path != STDIN and os.path.isdir(path)

    def may_read(self, folder: str) -> bool:
        """Return whether the user may read a folder and the files in it."""
        return os.access(folder, os.R_OK | os.X_OK)

    def exists(self, path: str) -> bool:
        """Return whether the path exists. For a link to a missing file, the result is False."""
        return os.path.exists(path)

    def refusal(self, path: str) -> str:
        """Return why a file must not be read, as the end of a message, or "" if it may be read."""
        return ""

    def real_path(self, path: str) -> str:
        """Return the absolute path without links."""
        return os.path.realpath(path)

    def identity(self, folder: str) -> Hashable:
        """Return a value that is equal for all paths of a folder. Raises OSError if there is no
        folder.
        """
        status = os.stat(folder or os.curdir)
        return status.st_dev, status.st_ino

    def names(self, folder: str) -> Sequence[str]:
        """Return the names in a folder, unsorted. Raises OSError if the folder cannot be read."""
        return os.listdir(folder or os.curdir)

    def entry(self, path: str) -> bool:
        """Return whether the path is a folder, or a link to a folder. Raises OSError if it does not
        exist.
        """
        os.lstat(path)  # also finds a broken link
        try:
            return stat.S_ISDIR(os.stat(path).st_mode)
        except FileNotFoundError:
            return False

    def entries(self, folder: str, wanted: Callable[[str], bool]) -> Iterator[tuple[str, bool]]:
        """Yield (name, whether this is a folder) for each entry whose name `wanted` accepts.

        Raises OSError if the folder cannot be read.
        """
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
        """Close open resources, such as a process that reads a repository."""


DISK = Storage()
