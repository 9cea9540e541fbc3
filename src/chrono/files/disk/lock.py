"""Writers take turns: who writes holds the ledger's own files, and nothing is left when it ends.

The lock is the system's on the open file, so it ends with its process, however that ends, and no
lock file lies about. A write puts a new file in the old one's place; who then gets hold of the old
one sees that it is no longer the file of that name, and goes for the new one.
"""

from __future__ import annotations

import errno
import os
import random
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress

from chrono.errors import WriteError

_SAVING = 1.0
"""So long, in seconds, a program that saves a file in place is waited for."""

_AT_ONCE = 0.3
"""So long a wait, in seconds, is no wait that a person would notice."""


@contextmanager
def turn(paths: Iterable[str], wait: float, say: Callable[[str], None]) -> Iterator[None]:
    """Hold these files while the block runs, or until it puts another in a file's place.

    Every writer takes them in the same order, and one that has two names once. Waits for others
    `wait` seconds at most, and says so if it takes a moment. What is no file yet is not held.
    Raises WriteError when the time is over.
    """
    began = time.monotonic()
    told = False
    with ExitStack() as held:
        for path in _each_once(paths):
            while not _taken(path, held):
                waited = time.monotonic() - began
                if waited >= wait:
                    raise WriteError(
                        f"another chrono is writing {_named(path)} and was not done "
                        f"in {wait:g} s: nothing was changed"
                    )
                if waited >= min(_AT_ONCE, wait / 2) and not told:
                    say(f"another chrono is writing {_named(path)}: waiting {wait:g} s at most")
                    told = True
                # Uneven, so that many who wait do not come back all at once, and of the same
                # length for all, so that nobody waits much longer than others.
                time.sleep(min(random.uniform(0.005, 0.04), wait - waited))
        yield


def _each_once(paths: Iterable[str]) -> list[str]:
    """The files that are there, by their real names, in an order that is the same for everybody."""
    found: dict[tuple[int, int], str] = {}
    for path in sorted({os.path.realpath(path) for path in paths}):
        with suppress(OSError):
            status = os.stat(path)
            found.setdefault((status.st_dev, status.st_ino), path)
    return list(found.values())


def _taken(path: str, held: ExitStack) -> bool:
    """Whether the file could be had; it is kept until `held` ends."""
    try:
        import fcntl
    except ImportError:
        raise WriteError("nothing is written where writers cannot take turns") from None
    for mode in (os.O_RDONLY, os.O_RDWR):
        number = _opened(path, mode)
        if number is None:
            return True
        with ExitStack() as mine:
            mine.callback(_close, number)
            try:
                fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return False
            except OSError as error:
                if error.errno == errno.EBADF and mode == os.O_RDONLY:
                    continue  # on a network some locks want a file that is open for writing
                raise WriteError(f"{_named(path)} cannot be locked: {error.strerror}") from None
            with suppress(FileNotFoundError):
                if os.path.samestat(os.fstat(number), os.stat(path)):
                    held.push(mine.pop_all())
                    return True
        break
    return False


def _opened(path: str, mode: int) -> int | None:
    try:
        return os.open(path, mode | os.O_CLOEXEC | os.O_NONBLOCK)
    except OSError as error:
        if error.errno == errno.EMFILE:
            raise WriteError("the ledger has more files than can be held at once") from None
    return None  # who reads it next says why


def _close(number: int) -> None:
    """Let go of a file. Nothing was written through it, so no failure matters."""
    with suppress(OSError):
        os.close(number)


def until_saved(paths: Iterable[str], wait: float) -> None:
    """Wait a moment while another program is saving one of these files.

    Raises WriteError where that takes longer.
    """
    until = time.monotonic() + min(wait, _SAVING)
    for path in paths:
        while os.path.isfile(path) and being_saved(path):
            if time.monotonic() >= until:
                raise WriteError(
                    f"another program is saving {_named(path)}: nothing was changed; try again"
                )
            time.sleep(0.02)


def being_saved(path: str | os.PathLike[str]) -> bool:
    """Whether another program has a file open for writing, as one that saves it in place has.

    Such a file may be empty or half written, and a new file in its place would lose what is still
    to come. Linux tells by a read lease, which nobody gets on a file that is open for writing;
    the lease is given back at once. Where the system cannot tell (a network, somebody else's file,
    no Linux), a file that has been emptied within the last second counts.
    """
    with open(path, "rb") as file:
        try:
            import fcntl
            import signal

            # Whoever opens it at this moment makes the system send a signal: one that does nothing.
            fcntl.fcntl(file, fcntl.F_SETSIG, signal.SIGURG)
            fcntl.fcntl(file, fcntl.F_SETLEASE, fcntl.F_RDLCK)
            fcntl.fcntl(file, fcntl.F_SETLEASE, fcntl.F_UNLCK)
        except BlockingIOError:
            return True
        except (AttributeError, ImportError, OSError):
            status = os.fstat(file.fileno())
            return status.st_size == 0 and 0 <= time.time() - status.st_mtime < _SAVING
    return False


def _named(path: str) -> str:
    """As one would name it from here, if that is shorter."""
    try:
        return min(os.path.relpath(path), path, key=len)
    except OSError:  # there is no here any more
        return path
