"""Takes from Python what it lacks on Windows, in each process that has this folder on its path.

A folder cannot be opened, and a file that a process has open cannot be renamed, replaced or
deleted.
"""

from __future__ import annotations

import ctypes
import errno
import os
import signal
import sys
from collections.abc import Callable
from contextlib import suppress
from typing import Any

for module in ("fcntl", "grp", "pwd", "resource", "termios", "tty", "pty", "readline"):
    sys.modules[module] = None  # type: ignore[assignment]

for name in (
    *("O_CLOEXEC", "O_DIRECTORY", "O_NOFOLLOW", "O_NONBLOCK", "O_SYNC", "O_TMPFILE"),
    *("chown", "chroot", "fchmod", "fchown", "fork", "forkpty", "lchown", "mkfifo", "statvfs"),
    *("getegid", "geteuid", "getgid", "getuid", "setuid", "listxattr", "getxattr", "setxattr"),
):
    delattr(os, name)
for name in ("SIGHUP", "SIGPIPE", "SIGQUIT", "SIGTSTP", "SIGURG", "SIGUSR1", "SIGWINCH"):
    delattr(signal, name)
os.supports_fd.clear()
os.supports_dir_fd.clear()

_open, _library = os.open, ctypes.CDLL


def _open_no_folder(path: Any, flags: int, mode: int = 0o777, **more: Any) -> int:
    if os.path.isdir(path):
        raise PermissionError(errno.EACCES, "Permission denied", os.fspath(path))
    return _open(path, flags, mode, **more)


def _named_library(name: str | None, **more: Any) -> ctypes.CDLL:
    if name is None:
        raise TypeError("bad argument type for built-in operation")
    return _library(name, **more)


def _is_open(path: Any) -> bool:
    here = os.path.realpath(path)
    if here.endswith(".lock"):  # the lock of Windows does not end with its file, as this one does
        return False
    for process in filter(str.isdecimal, os.listdir("/proc")):
        with suppress(OSError):  # ended meanwhile, or of another user
            for number in os.listdir(f"/proc/{process}/fd"):
                with suppress(OSError):  # closed meanwhile
                    if os.readlink(f"/proc/{process}/fd/{number}") == here:
                        return True
    return False


def _refusing(change: Callable[..., None]) -> Callable[..., None]:
    def changed(*paths: Any, **more: Any) -> None:
        if any(map(_is_open, paths)):
            raise PermissionError(errno.EACCES, "Permission denied", *map(os.fspath, paths))
        change(*paths, **more)

    return changed


os.open = _open_no_folder
ctypes.CDLL = _named_library  # type: ignore[misc,assignment]
for name in ("rename", "replace", "unlink", "remove"):
    setattr(os, name, _refusing(getattr(os, name)))
