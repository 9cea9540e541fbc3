"""Which ledger is read: named, in the environment, nearby, the user's own, or the shipped one."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

import chrono
from chrono.errors import NotWritten
from chrono.files.folders import user_folder

NAMES = ("events.toml", "data/events.toml")
"""What a ledger is called where none is named."""


class Found(NamedTuple):
    """The files to read, why these, and whether they are the copy that ships with chrono."""

    paths: tuple[str, ...]
    reason: str
    shipped: bool = False


def find(
    named: Sequence[str],
    environ: Mapping[str, str],
    folder: Path | None = None,
    usual: Callable[[], Sequence[str]] = tuple,
) -> Found:
    """The ledger to read, by the first of the six ways that leads to one.

    `usual` gives the paths that the user's settings name, and is asked where they matter.
    `folder` is where the search begins; without it the current one, looked up when it matters.
    """
    if named:
        return Found(tuple(named), "named by --ledger")
    if path := environ.get("CHRONO_LEDGER"):
        return Found((path,), "named by $CHRONO_LEDGER")
    if nearby := _nearby(folder or Path.cwd(), environ):
        return Found((nearby,), "found in this folder or above it")
    if paths := tuple(usual()):
        return Found(paths, "named by your config.toml")
    if own := _in_user_data():
        return Found((str(own),), "found in your data folder")
    return Found((str(shipped()),), "the copy that ships with chrono", shipped=True)


def _nearby(folder: Path, environ: Mapping[str, str]) -> str | None:
    """The nearest ledger, up to the repository's root or the home folder."""
    home = environ.get("HOME") or environ.get("USERPROFILE")
    top = Path(home).resolve() if home else None
    for place in (folder, *folder.parents):
        for name in NAMES:
            if (place / name).is_file():
                return os.path.relpath(place / name, folder)
        if place.resolve() == top or (place / ".git").exists():
            return None
    return None


def _in_user_data() -> Path | None:
    if (folder := user_folder("data")) is None:
        return None
    path = Path(folder) / "events.toml"
    return path if path.is_file() else None


def shipped() -> Path:
    """The real 2025 chronology: inside the package, or beside the source in a checkout."""
    package = Path(chrono.__file__).parent
    inside = package / "events.toml"
    return inside if inside.is_file() else package.parents[1] / "data" / "events.toml"


def write_text(path: Path, text: str) -> None:
    """Put a text in a file's place in one step. Raises NotWritten, and then it is as it was."""
    try:
        raw = text.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        raise NotWritten(
            f"{path} could not be written: it has half a character, which UTF-8 cannot write"
        ) from None
    write_bytes(path, raw)


def write_bytes(path: Path, raw: bytes) -> None:
    """Put bytes in a file's place in one step. Raises NotWritten, and then it is as it was.

    What is no file that could be replaced, a pipe or a device, is written to.
    """
    try:
        if path.exists() and not path.is_file():
            path.write_bytes(raw)
        else:
            replace(Path(os.path.realpath(path)), raw)
    except OSError as error:
        why = (error.strerror or str(error)).lower()
        raise NotWritten(f"{path} could not be written: {why}") from None


def create(path: Path, raw: bytes, ready: Callable[[], None] = lambda: None) -> None:
    """Make a file that was not there, whole from the first moment. Raises OSError.

    `ready` is called when only the last step is left.
    """
    with _beside(path) as file:
        _filled(file, raw)
        os.fchmod(file.number, 0o666 & ~_umask())
        ready()
        file.take_name(path, over=False)
    _settle(path.parent)


class Overtaken(Exception):
    """Somebody else wrote the file at the very last moment; it is as they left it."""


def replace(
    target: Path,
    raw: bytes,
    was: bytes | None = None,
    ready: Callable[[], None] = lambda: None,
) -> bool:
    """Put bytes in a file's place in one step, with its mode, owner and attributes.

    Where `was` is given and the file no longer holds it, nothing is done and the answer is False.
    `ready` is called when only the last step is left; raises Overtaken where the file has become
    another since. Raises OSError, and then the file is as it was.
    """
    with _beside(target) as file:
        _filled(file, raw)
        _become_like(target, file.number)
        if was is not None and target.read_bytes() != was:
            return False
        ready()
        file.take_name(target, over=True, was=was)
    _settle(target.parent)
    return True


def _filled(file: _Unnamed, raw: bytes) -> None:
    with os.fdopen(file.number, "wb", closefd=False) as stream:
        stream.write(raw)
        stream.flush()
        os.fsync(stream.fileno())


def _become_like(target: Path, number: int) -> None:
    """Give a new file the owner, attributes and mode of the one whose place it takes.

    Who may not give a file away keeps it: the group at least stays, where that is allowed.
    """
    if not target.exists():
        os.fchmod(number, 0o666 & ~_umask())
        return
    was = target.stat()
    for owner in (was.st_uid, -1):
        with suppress(PermissionError):
            os.fchown(number, owner, was.st_gid)
            break
    if hasattr(os, "listxattr"):
        with suppress(OSError):  # access lists and such, where the file system has any
            for name in os.listxattr(target):
                os.setxattr(number, name, os.getxattr(target, name))
    os.fchmod(number, was.st_mode & 0o7777)


class _Unnamed:
    """An open file in a folder that has no name there until it takes one.

    So a killed process leaves nothing behind, but at the very moment between a hidden name and
    the right one; where the system has no files without a name, it has a hidden one all the time.
    It is locked as long as its process lives: `sweep` knows by this which are left over.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.name: str | None = None
        try:
            os.stat(_OPEN_FILES)
            self.number = os.open(folder, os.O_TMPFILE | os.O_WRONLY, 0o600)
        except (AttributeError, OSError):
            import tempfile

            self.number, self.name = tempfile.mkstemp(dir=folder, prefix=_PREFIX)
        _take(self.number)

    def take_name(self, path: Path, over: bool, was: bytes | None = None) -> None:
        """Stand at a path from now on, in the place of what stands there or not at all.

        Raises Overtaken, and leaves it there, where that is not what `was` there.
        """
        if not over:
            self._link(str(path))
            return
        if was is not None and path.read_bytes() != was:
            raise Overtaken
        if self.name is None:
            self._link(name := str(self.folder / f"{_PREFIX}{os.urandom(8).hex()}"))
            self.name = name
        if was is None or not _exchange(self.name, str(path)):
            os.replace(self.name, path)
            self.name = None
        elif Path(self.name).read_bytes() != was:  # what stood there has the hidden name now
            _exchange(self.name, str(path))
            raise Overtaken

    def _link(self, path: str) -> None:
        if self.name is None:
            # Any folder's number makes the system follow the link that stands for the open file.
            os.link(f"{_OPEN_FILES}/{self.number}", path, src_dir_fd=self.number)
        else:
            os.link(self.name, path)


def _exchange(one: str, other: str) -> bool:
    """Let two files change their names in one step; False where the system cannot.

    So what another program put there meanwhile is not lost, but in one's hands.
    """
    import ctypes

    try:
        rename = ctypes.CDLL(None, use_errno=True).renameat2
    except (AttributeError, OSError, TypeError):
        return False
    here, exchange = -100, 2  # AT_FDCWD, RENAME_EXCHANGE of Linux
    status: int = rename(here, os.fsencode(one), here, os.fsencode(other), exchange)
    return status == 0


def sweep(folder: Path) -> None:
    """Take away the hidden files that killed writers have left in a folder."""
    with suppress(OSError):
        for name in os.listdir(folder):
            if _HIDDEN.fullmatch(name):
                number = os.open(folder / name, os.O_RDWR | os.O_NOFOLLOW | os.O_NONBLOCK)
                try:
                    if _take(number):
                        (folder / name).unlink(missing_ok=True)
                finally:
                    os.close(number)


def _take(number: int) -> bool:
    """Lock an open file until it is closed, if nobody has. False, too, where there are no locks."""
    try:
        import fcntl

        fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (ImportError, OSError):
        return False
    return True


_PREFIX = ".chrono-"
_HIDDEN = re.compile(r"\.chrono-(?:[0-9a-f]{16}|[a-z0-9_]{8})")
_OPEN_FILES = "/proc/self/fd"


@contextmanager
def _beside(target: Path) -> Iterator[_Unnamed]:
    file = _Unnamed(target.parent)
    try:
        yield file
    finally:
        os.close(file.number)
        if file.name is not None:
            Path(file.name).unlink(missing_ok=True)


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


def template() -> bytes:
    """A ledger to begin with, which explains the format."""
    return Path(__file__).with_name("new.toml").read_bytes()
