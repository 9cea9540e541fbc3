"""Lock a ledger's files, so that processes that write wait for each other.

The operating system releases a lock when the process ends, so that only Windows needs a lock file.
A process that writes replaces the locked file with a new file. The process that waits then gets a
lock on the old file, and must lock the new file instead.
"""

from __future__ import annotations

import errno
import os
import random
import time
import warnings
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress

from chrono.errors import WriteError, reason

_SAVING = 1.0
"""The time to wait for a program that saves a file in place [s]."""

_AT_ONCE = 0.3
"""The longest wait that a person would not notice [s]."""


@contextmanager
def lock_files(paths: Iterable[str], wait: float, say: Callable[[str], None]) -> Iterator[None]:
    """Lock files during a `with` block, or until the block replaces the files. Skip missing files.

    - `wait`: the longest wait for other processes [s]
    - `say`: a function that shows a message if the wait is long enough to notice

    Raises WriteError if a file is still locked after the longest wait.
    """
    began = time.monotonic()
    is_announced = False
    with ExitStack() as locks:
        for path in _distinct_files(paths):
            while not _try_lock(path, locks):
                waited = time.monotonic() - began
                if waited >= wait:
                    raise WriteError(
                        f"another chrono was still writing {_short(path)} after {wait:g} s; "
                        "nothing was changed; try again"
                    )
                if waited >= min(_AT_ONCE, wait / 2) and not is_announced:
                    say(f"another chrono is writing {_short(path)}; waiting up to {wait:g} s")
                    is_announced = True
                # Random, so that waiting processes do not all try again at once; of about the
                # same length for all, so that none waits much longer than others.
                time.sleep(min(random.uniform(0.005, 0.04), wait - waited))
        yield


def _distinct_files(paths: Iterable[str]) -> list[str]:
    files: dict[tuple[int, int], str] = {}
    for path in sorted({*map(os.path.realpath, paths)}):
        with suppress(OSError):
            status = os.stat(path)
            files.setdefault((status.st_dev, status.st_ino), path)
    return list(files.values())


def _try_lock(path: str, locks: ExitStack) -> bool:
    """Lock the file at `path` until `locks` is closed. Return False if this is not possible yet.

    A file that cannot be opened gives True, since reading the file will give the error.
    """
    try:
        import fcntl
    except ImportError:
        return _try_lock_beside(path, locks)
    for mode in (os.O_RDONLY, os.O_RDWR):
        try:
            number = os.open(path, mode | os.O_CLOEXEC | os.O_NONBLOCK)
        except OSError as error:
            if error.errno == errno.EMFILE:
                raise WriteError(
                    "cannot lock the ledger: too many open files; raise the limit with `ulimit -n`"
                ) from None
            return True  # reading the file will give the error
        with ExitStack() as lock:
            lock.callback(_close, number)
            try:
                fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return False
            except OSError as error:
                if error.errno == errno.EBADF and mode == os.O_RDONLY:
                    continue  # a network drive may lock only files open for writing
                raise WriteError(f"cannot lock {_short(path)}: {reason(error)}") from None
            with suppress(FileNotFoundError):
                if os.path.samestat(os.fstat(number), os.stat(path)):
                    locks.push(lock.pop_all())
                    return True
        break
    return False


def _try_lock_beside(path: str, locks: ExitStack) -> bool:
    """Lock a hidden file beside the file, since Windows does not replace a locked file."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of a system that has no locks at all
        from filelock import FileLock, Timeout
    folder, name = os.path.split(path)
    lock = FileLock(os.path.join(folder, f".chrono-{name}.lock"), timeout=0)
    try:
        lock.acquire()
    except Timeout:
        return False
    except OSError as error:
        raise WriteError(f"cannot lock {_short(path)}: {reason(error)}") from None
    locks.callback(lock.release)
    return True


def _close(number: int) -> None:
    with suppress(OSError):  # harmless, since nothing was written
        os.close(number)


def wait_until_saved(paths: Iterable[str], wait: float) -> None:
    """Wait until no other program is saving the files at `paths`.

    Raises WriteError if the wait exceeds `wait` [s] or 1 s.
    """
    until = time.monotonic() + min(wait, _SAVING)
    for path in paths:
        while os.path.isfile(path) and being_saved(path):
            if time.monotonic() >= until:
                why = f"another program is saving {_short(path)}; nothing was changed; try again"
                raise WriteError(why)
            time.sleep(0.02)


def being_saved(path: str | os.PathLike[str]) -> bool:
    """Return whether another program has the file at `path` open for writing.

    This works on Linux, for the user's own files on local drives. In other cases, the result is
    True if the file became empty within the last second.
    """
    with open(path, "rb") as file:
        try:
            import fcntl
            import signal

            # A program that opens the file now triggers a signal: use one that has no effect.
            fcntl.fcntl(file, fcntl.F_SETSIG, signal.SIGURG)
            fcntl.fcntl(file, fcntl.F_SETLEASE, fcntl.F_RDLCK)
            fcntl.fcntl(file, fcntl.F_SETLEASE, fcntl.F_UNLCK)
        except BlockingIOError:
            return True
        except (AttributeError, ImportError, OSError):
            status = os.fstat(file.fileno())
            return status.st_size == 0 and 0 <= time.time() - status.st_mtime < _SAVING
    return False


def _short(path: str) -> str:
    try:
        return min(os.path.relpath(path), path, key=len)
    except OSError:  # the current folder was removed
        return path
