"""Write a file atomically: the new text replaces the old text completely, or nothing changes."""

from __future__ import annotations

import errno
import os
import re
import stat
import time
from collections.abc import Callable, Iterable
from contextlib import ExitStack, closing, suppress
from pathlib import Path

from chrono.core.sentences import INVALID_CHARACTER, cannot_write
from chrono.errors import WriteError
from chrono.files.disk.journal import digest
from chrono.files.disk.lock import being_saved
from chrono.files.disk.portable import open_to_read

try:
    import fcntl
except ImportError:  # on Windows, which does not rename or delete a file that is open
    fcntl = None  # type: ignore[assignment]


def write_text(path: Path, text: str) -> None:
    """Replace the content of a file with a text.

    Raises WriteError, and keeps the old content, if writing fails.
    """
    try:
        raw = text.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        raise WriteError(cannot_write(path, INVALID_CHARACTER)) from None
    write_bytes(path, raw)


def write_bytes(path: Path, raw: bytes) -> None:
    """Replace the content of a file with bytes.

    Raises WriteError, and keeps the old content, if writing fails. Devices, pipes and open files
    such as /dev/stdout are written to directly.
    """
    write_pieces(path, [raw])


def write_pieces(path: Path, pieces: Iterable[bytes]) -> None:
    """Replace the content of a file with the joined `pieces`. For errors, see `write_bytes`."""
    try:
        if (number := _descriptor(str(path))) is not None:
            # A file that another process writes must not be truncated: append to it.
            with open(number, "wb" if isinstance(number, int) else "ab") as stream:
                stream.writelines(pieces)
        elif path.exists() and not path.is_file():
            with open(path, "wb") as stream:
                stream.writelines(pieces)
        else:
            target = Path(os.path.realpath(path))
            with closing(TemporaryFile(target)) as file:
                file.fill(pieces)
                file.take_place()
            sync_folder(target.parent)
    except FileNotFoundError:
        folder = Path(os.path.realpath(path)).parent if path.is_symlink() else path.parent
        why = f"the folder {folder} does not exist"
        raise WriteError(cannot_write(path, why)) from None
    except OSError as error:
        raise WriteError(cannot_write(path, error)) from None


_DESCRIPTORS = re.compile(r"/dev/fd|/proc/(\d+)(?:/task/\d+)?/fd")


def _descriptor(path: str) -> int | str | None:
    """Return a duplicate of the file descriptor that a path such as /dev/stdout leads to, or None
    for other paths.

    If another process owns the descriptor, as in /proc/7/fd/1, the result is the path.
    """
    for _ in range(40):  # no system follows more links
        folder, name = os.path.split(path)
        folder = os.path.realpath(folder)
        path = os.path.join(folder, name)
        if match := _DESCRIPTORS.fullmatch(folder):
            is_own = match[1] in (None, str(os.getpid())) and name.isdecimal()
            return os.dup(int(name)) if is_own else path
        if not os.path.islink(path):
            break
        path = os.path.join(folder, os.readlink(path))
    return None


def create(path: Path, raw: bytes, ready: Callable[[], None] = lambda: None) -> None:
    """Create a file with the content `raw` atomically. Raises OSError if this is not possible.

    `ready`: a function that is called just before the file gets its name.
    """
    with closing(TemporaryFile(path, raw)) as file:
        file.fill()
        ready()
        file.link(str(path))
    sync_folder(path.parent)


class FileChanged(Exception):
    """The error raised if another program saved a file just before chrono replaced it."""


def replace(
    target: Path,
    raw: bytes,
    expected: bytes | None = None,
    ready: Callable[[], None] = lambda: None,
    private: bool = False,
) -> bool:
    """Replace the content of a file with `raw`. The mode, owner and extended attributes stay.

    Return False, and change nothing, if the file does not have the expected bytes, or if another
    program is saving it. Raises FileChanged if another program changes the file after this check.
    Raises OSError if the file cannot be written.

    - `expected`: the bytes that the file must still have, or None for any bytes
    - `ready`: a function that is called just before the file is replaced
    - `private`: whether only the user can read the new file
    """
    with closing(TemporaryFile(target, raw, expected)) as file:
        file.fill(private=private)
        if not file.may_replace(target):
            return False
        ready()
        file.take_place()
    sync_folder(target.parent)
    return True


def _copy_attributes(target: Path, number: int) -> None:
    os.umask(mask := os.umask(0))
    mode = 0o666 & ~mask
    if target.exists():
        status = target.stat()
        mode = status.st_mode & 0o7777
        # If the user may not change the owner, change only the group, if that is allowed.
        for owner in (status.st_uid, -1):
            with suppress(PermissionError, AttributeError):
                os.fchown(number, owner, status.st_gid)
                break
        with suppress(OSError, AttributeError):  # for example access control lists
            for name in os.listxattr(target):
                os.setxattr(number, name, os.getxattr(target, name))
    if hasattr(os, "fchmod"):  # Windows has it from Python 3.13 on
        os.fchmod(number, mode)


class TemporaryFile:
    """An open file without a name, which will replace the file at `path`.

    The file gets a hidden name during the replacement. On systems without unnamed files, the file
    has this name from the start. If the process is killed, a hidden name stays until
    `remove_leftovers` deletes it.

    - `raw`: the new content, unless the method `fill` gets the content in pieces
    - `expected`: the bytes that the file at `path` must still have, or None for any bytes
    """

    def __init__(self, path: Path, raw: bytes = b"", expected: bytes | None = None) -> None:
        self.path, self.raw, self.expected = path, raw, expected
        self.name: str | None = None
        self.is_in_place = False
        try:
            os.stat(_OPEN_FILES)
            self.number = os.open(path.parent, os.O_TMPFILE | os.O_WRONLY, 0o600)
        except (AttributeError, OSError):
            import tempfile

            self.number, self.name = tempfile.mkstemp(dir=path.parent, prefix=_UNFINISHED)
        self.status, self.is_open = os.fstat(self.number), True
        _try_lock(self.number)

    def fill(self, pieces: Iterable[bytes] | None = None, private: bool = False) -> None:
        """Write the content to the disk, and set the owner and mode of this file.

        - `pieces`: the content in pieces (default: the content from the constructor)
        - `private`: whether only the user can read this file, whatever file it replaces
        """
        with os.fdopen(self.number, "wb", closefd=False) as stream:
            stream.writelines([self.raw] if pieces is None else pieces)
            stream.flush()
            os.fsync(stream.fileno())
        if not private:  # as it is from the start
            _copy_attributes(self.path, self.number)
        if fcntl is None:
            self._close_descriptor()

    def _close_descriptor(self) -> None:
        if self.is_open:
            self.is_open = False
            os.close(self.number)

    def may_replace(self, path: Path) -> bool:
        """Return whether the file at `path` has the expected bytes and no program is saving it.

        Without expected bytes, the result is True.
        """
        return self.expected is None or (
            not being_saved(path) and path.read_bytes() == self.expected
        )

    def take_place(self) -> None:
        """Replace the old file with this file. Raises FileChanged if another program has changed
        the old file.
        """
        if not self.may_replace(self.path):
            raise FileChanged(self.path)
        start, digests = _UNFINISHED, []
        if self.expected is not None:  # after an exchange, another text has the hidden name
            # The name has the hashes of both texts, so that a leftover of one can be deleted.
            start, digests = _PREFIX, [digest(text)[:16] for text in (self.raw, self.expected)]
        hidden = str(self.path.parent / "-".join([start + os.urandom(4).hex(), *digests]))
        if self.name is None:
            self.link(hidden)
        else:
            rename(self.name, hidden)
        self.name = hidden
        if self.expected is None or not _exchange(self.name, str(self.path)):
            rename(self.name, str(self.path))
            self.name, self.is_in_place = None, True
        elif not self.may_replace(Path(self.name)):  # the old file has the hidden name now
            raise FileChanged(self.path)
        else:
            self.is_in_place = True

    def put_back(self) -> bool:
        """Restore the replaced file. Return False if another program has changed it meanwhile."""
        if not os.path.samestat(os.stat(self.path), self.status):
            return not self.is_in_place  # another program has replaced the file, or nobody has
        if self.path.read_bytes() != self.raw:
            return False
        if self.name is None:  # this system cannot exchange names
            assert self.expected is not None
            return replace(self.path, self.expected)
        if not _exchange(self.name, str(self.path)):
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        if os.path.samestat(os.stat(self.name), self.status):
            self.is_in_place = False
            return True
        _exchange(self.name, str(self.path))  # another program was faster
        return False

    def link(self, path: str) -> None:
        """Give this file the name `path`. Raises FileExistsError if another file has this name."""
        if self.name is None:
            # With `src_dir_fd` Python follows the symbolic link, which leads to the open file.
            os.link(f"{_OPEN_FILES}/{self.number}", path, src_dir_fd=self.number)
        else:
            os.link(self.name, path)

    def close(self) -> None:
        """Close this file and delete its hidden name.

        An interrupted replacement is undone, and so is a replacement during which another program
        saved the file. Raises WriteError if this fails.
        """
        with ExitStack() as stack:
            stack.enter_context(suppress(OSError))
            stack.callback(self._close_descriptor)
            if fcntl is None:
                self._close_descriptor()
            if self.name is None:
                return
            is_own = os.path.samestat(os.stat(self.name), self.status)
            if not is_own and not self.is_in_place and not _exchange(self.name, str(self.path)):
                raise WriteError(
                    f"{self.path} was replaced, but another program may have saved it "
                    f"meanwhile; its earlier content is in {self.name}"
                )
            os.unlink(self.name)


_PATIENCE = 1.0
"""How long to try again to replace a file that another program has open [s]."""


def rename(old: str, new: str) -> None:
    """Rename a file. On Windows, wait up to 1 s while another program has the file `new` open."""
    until = time.monotonic() + _PATIENCE
    while True:
        try:
            return os.replace(old, new)
        except PermissionError:
            if fcntl is not None:
                raise
            if time.monotonic() >= until:
                why = "another program has it open"
                raise PermissionError(errno.EACCES, why, new) from None
        time.sleep(0.02)


def _exchange(one: str, other: str) -> bool:
    try:
        import ctypes  # missing where Python was built without libffi

        rename = ctypes.CDLL(None, use_errno=True).renameat2
    except (AttributeError, ImportError, OSError, TypeError):
        return False
    here, exchange = -100, 2  # AT_FDCWD, RENAME_EXCHANGE of Linux
    status: int = rename(here, os.fsencode(one), here, os.fsencode(other), exchange)
    return status == 0


_PREFIX = ".chrono-"
_UNFINISHED = ".chrono-new-"
"""The beginning of the hidden name of a file whose content is certainly from chrono."""

_HIDDEN = re.compile(
    r"\.chrono-(?:new-[a-z0-9_]{8}|[0-9a-f]{8}(?P<texts>(?:-[0-9a-f]{16}){1,2})"
    r"|[0-9a-f]{16}|[a-z0-9_]{8})"  # names of earlier versions: their content is unknown
)
_OPEN_FILES = "/proc/self/fd"


def remove_leftovers(folder: Path) -> list[Path]:
    """Delete the hidden files that killed processes left in a folder.

    Files whose content may come from another program are kept. Return the paths of these files.
    """
    kept = []
    for path in sorted(folder.glob(f"{_PREFIX}*")):
        if (match := _HIDDEN.fullmatch(path.name)) is None:
            continue
        with suppress(OSError):
            with open(open_to_read(path), "rb") as file:
                if not stat.S_ISREG(os.fstat(file.fileno()).st_mode) or not _try_lock(
                    file.fileno()
                ):
                    continue  # not a leftover, or still being written
                text = file.read()
            texts = (match["texts"] or "").split("-")
            if path.name.startswith(_UNFINISHED) or digest(text)[:16] in texts:
                path.unlink(missing_ok=True)
            else:
                kept.append(path)
    return kept


def _try_lock(number: int) -> bool:
    """Lock an open file. Windows needs no lock, since open files cannot be deleted there."""
    with suppress(OSError):
        if fcntl is not None:
            fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return True
    return False


def sync_folder(folder: Path) -> None:
    """Flush the list of files in a folder to the disk, on systems that support this."""
    with suppress(OSError):
        number = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(number)
        finally:
            os.close(number)
