"""Writing a file in one step: a whole new text takes the old one's place, or nothing changes."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from chrono.errors import WriteError
from chrono.files.disk.lock import being_saved


def write_text(path: Path, text: str) -> None:
    """Put a text in a file's place in one step. Raises WriteError, and then it is as it was."""
    try:
        raw = text.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        raise WriteError(
            f"{path} could not be written: it has half a character, which UTF-8 cannot write"
        ) from None
    write_bytes(path, raw)


def write_bytes(path: Path, raw: bytes) -> None:
    """Put bytes in a file's place in one step. Raises WriteError, and then it is as it was.

    Only a regular file is replaced. Devices and pipes are written to, and so is an open file that
    is named by its number, such as /dev/stdout: the shell has said whether that appends.
    """
    try:
        if (number := _descriptor(str(path))) is not None:
            # Another process's file, opened anew, would begin at its start: append to it.
            with open(number, "wb" if isinstance(number, int) else "ab") as stream:
                stream.write(raw)
        elif path.exists() and not path.is_file():
            path.write_bytes(raw)
        else:
            replace(Path(os.path.realpath(path)), raw)
    except OSError as error:
        why = (error.strerror or str(error)).lower()
        raise WriteError(f"{path} could not be written: {why}") from None


_DESCRIPTORS = re.compile(r"/dev/fd|/proc/(\d+)(?:/task/\d+)?/fd")


def _descriptor(path: str) -> int | str | None:
    """A copy of the open file that a path such as /dev/stdout leads to; None for other paths.

    An open file of another process is given by its path.
    """
    for _ in range(40):  # no system follows more links
        folder, name = os.path.split(path)
        folder = os.path.realpath(folder)
        path = os.path.join(folder, name)
        if found := _DESCRIPTORS.fullmatch(folder):
            own = found[1] in (None, str(os.getpid())) and name.isdecimal()
            return os.dup(int(name)) if own else path
        if not os.path.islink(path):
            break
        path = os.path.join(folder, os.readlink(path))
    return None


def create(path: Path, raw: bytes, ready: Callable[[], None] = lambda: None) -> None:
    """Make a file that was not there, whole from the first moment. Raises OSError.

    `ready` is called when only the last step is left.
    """
    with _beside(path, raw) as file:
        _set_mode(file.number, 0o666 & ~_umask())
        ready()
        file.link(str(path))
    _settle(path.parent)


class FileChanged(Exception):
    """Another program saved the file at the very last moment; its text is in place."""


def replace(
    target: Path,
    raw: bytes,
    was: bytes | None = None,
    ready: Callable[[], None] = lambda: None,
) -> bool:
    """Put bytes in a file's place in one step, with its mode, owner and attributes.

    Where `was` is given and the file no longer holds it, or another program is saving it, nothing
    is done and the answer is False. `ready` is called when only the last step is left; raises
    FileChanged where the file has become another since. Raises OSError, and then the file is as it
    was: once the new text is in place, no failure is raised.
    """
    with _beside(target, raw, was) as file:
        _become_like(target, file.number)
        if not file.may_replace(target):
            return False
        ready()
        file.take_place()
    _settle(target.parent)
    return True


def _become_like(target: Path, number: int) -> None:
    """Give a new file the owner, attributes and mode of the one whose place it takes.

    Who may not give a file away keeps it: the group at least stays, where that is allowed.
    """
    if not target.exists():
        _set_mode(number, 0o666 & ~_umask())
        return
    was = target.stat()
    for owner in (was.st_uid, -1) if hasattr(os, "fchown") else ():
        with suppress(PermissionError):
            os.fchown(number, owner, was.st_gid)
            break
    if hasattr(os, "listxattr"):
        with suppress(OSError):  # access lists and such, where the file system has any
            for name in os.listxattr(target):
                os.setxattr(number, name, os.getxattr(target, name))
    _set_mode(number, was.st_mode & 0o7777)


def _set_mode(number: int, mode: int) -> None:
    if hasattr(os, "fchmod"):  # Windows has it from Python 3.13 on
        os.fchmod(number, mode)


class _TemporaryFile:
    """An open file beside another that has no name until it takes the other's place.

    So a killed process leaves nothing behind, but at the very moment between a hidden name and
    the right one; where the system has no files without a name, it has a hidden one all the time.
    It is locked as long as its process lives: `remove_leftovers` knows by this which are left over.
    """

    def __init__(self, path: Path, raw: bytes, was: bytes | None) -> None:
        self.path, self.raw, self.was = path, raw, was
        self.name: str | None = None
        self.in_place = False
        try:
            os.stat(_OPEN_FILES)
            self.number = os.open(path.parent, os.O_TMPFILE | os.O_WRONLY, 0o600)
        except (AttributeError, OSError):
            import tempfile

            self.number, self.name = tempfile.mkstemp(dir=path.parent, prefix=_UNFINISHED)
        _take(self.number)

    def fill(self) -> None:
        """Write the text, and make it last."""
        with os.fdopen(self.number, "wb", closefd=False) as stream:
            stream.write(self.raw)
            stream.flush()
            os.fsync(stream.fileno())

    def may_replace(self, path: Path) -> bool:
        """Whether a file holds what was read there, and no other program is saving it."""
        return self.was is None or (not being_saved(path) and path.read_bytes() == self.was)

    def take_place(self) -> None:
        """Stand at the path from now on, in the place of what stands there.

        Raises FileChanged, and leaves it there, where that may not be replaced.
        """
        if not self.may_replace(self.path):
            raise FileChanged
        hidden = self._hidden()
        if self.name is None:
            self.link(hidden)
        else:
            os.replace(self.name, hidden)
        self.name = hidden
        if self.was is None or not _exchange(self.name, str(self.path)):
            os.replace(self.name, self.path)
            self.name = None
        elif not self.may_replace(Path(self.name)):  # what stood there has the hidden name now
            raise FileChanged
        else:
            self.in_place = True

    def _hidden(self) -> str:
        """A name that says by their hashes which texts under it are chrono's own."""
        texts = [self.raw] if self.was is None else [self.raw, self.was]
        return str(
            self.path.parent / "-".join([_PREFIX + os.urandom(4).hex(), *map(_digest, texts)])
        )

    def link(self, path: str) -> None:
        """Give the file a name. Raises FileExistsError where something has it."""
        if self.name is None:
            # Any folder's number makes the system follow the link that stands for the open file.
            os.link(f"{_OPEN_FILES}/{self.number}", path, src_dir_fd=self.number)
        else:
            os.link(self.name, path)

    def close(self) -> None:
        """Leave nothing behind. What the hidden name got by an exchange gets its place back.

        It does so unless it has been compared, so that Ctrl-C just then loses nothing. Raises
        WriteError where it cannot be given back; other failures change nothing in what is in place.
        """
        with suppress(OSError):
            if self.name is not None:
                own = os.path.samestat(os.stat(self.name), os.fstat(self.number))
                if not own and not self.in_place and not _exchange(self.name, str(self.path)):
                    raise WriteError(
                        f"{self.path} has the new text, and what stood there is in {self.name}: "
                        "another program may have saved it meanwhile"
                    )
                os.unlink(self.name)
        with suppress(OSError):
            os.close(self.number)


def _exchange(one: str, other: str) -> bool:
    """Let two files change their names in one step; False where the system cannot.

    So what another program put there meanwhile is not lost, but in one's hands.
    """
    try:
        import ctypes  # missing where Python was built without libffi

        rename = ctypes.CDLL(None, use_errno=True).renameat2
    except (AttributeError, ImportError, OSError, TypeError):
        return False
    here, exchange = -100, 2  # AT_FDCWD, RENAME_EXCHANGE of Linux
    status: int = rename(here, os.fsencode(one), here, os.fsencode(other), exchange)
    return status == 0


def remove_leftovers(folder: Path) -> list[Path]:
    """Delete the hidden files that killed writers have left in a folder, if they are chrono's own.

    The others are returned: they may hold what another program saved at that moment.
    """
    kept = []
    with suppress(OSError):
        for name in sorted(os.listdir(folder)):
            if name.startswith(_PREFIX) and (hidden := _HIDDEN.fullmatch(name)):
                with suppress(OSError):
                    if not _swept(folder / name, hidden["texts"]):
                        kept.append(folder / name)
    return kept


def _swept(path: Path, texts: str | None) -> bool:
    """Delete a leftover whose text is chrono's own; False where it is not. Raises OSError."""
    number = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    with open(number, "rb") as file:
        if not stat.S_ISREG(os.fstat(number).st_mode) or not _take(number):
            return True  # none of ours, or one whose writer lives
        unfinished = path.name.startswith(_UNFINISHED)
        if unfinished or _digest(file.read()) in (texts or "").split("-"):
            path.unlink(missing_ok=True)
            return True
    return False


def _digest(raw: bytes) -> str:
    from hashlib import sha256

    return sha256(raw).hexdigest()[:16]


def _take(number: int) -> bool:
    """Lock an open file until it is closed, if nobody has. False, too, where there are no locks."""
    try:
        import fcntl

        fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (ImportError, OSError):
        return False
    return True


_PREFIX = ".chrono-"
_UNFINISHED = ".chrono-new-"
"""A file of this name has never been exchanged with another: its text is chrono's own."""

_HIDDEN = re.compile(
    r"\.chrono-(?:new-[a-z0-9_]{8}|[0-9a-f]{8}(?P<texts>(?:-[0-9a-f]{16}){1,2})"
    r"|[0-9a-f]{16}|[a-z0-9_]{8})"  # as chrono named them before: of these nothing is known
)
_OPEN_FILES = "/proc/self/fd"


@contextmanager
def _beside(target: Path, raw: bytes, was: bytes | None = None) -> Iterator[_TemporaryFile]:
    file = _TemporaryFile(target, raw, was)
    try:
        file.fill()
        yield file
    finally:
        file.close()


def _settle(folder: Path) -> None:
    """Make the change of a name last through a power cut, where the system can."""
    with suppress(OSError):
        number = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(number)
        finally:
            os.close(number)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
