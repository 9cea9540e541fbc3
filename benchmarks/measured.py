"""One command run to its end: how long it took and how much memory it had at the most.

Run by itself it is the small process from which commands are started: a process that is started has
at least the memory of the one that starts it, as the system counts.
"""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from statistics import median
from typing import NamedTuple


class Run(NamedTuple):
    """Seconds of a clock on the wall, peak memory in bytes, and what was written."""

    seconds: float
    memory: int
    output: str


def run(
    argv: Sequence[str], folder: Path, environ: Mapping[str, str], *, terminal: bool = False
) -> Run:
    """Run a command whole. Raises CalledProcessError where it does not end with status 0."""
    question = json.dumps([list(argv), str(folder), dict(environ), terminal])
    starter = [sys.executable, "-S", "-E", __file__]
    done = subprocess.run(starter, input=question.encode(), capture_output=True, check=True)
    head, _, rest = done.stdout.partition(b"\n")
    seconds, memory, status, length = json.loads(head)
    output, said = rest[:length].decode(errors="replace"), rest[length:].decode(errors="replace")
    if status:
        raise subprocess.CalledProcessError(status, list(argv), output, said)
    return Run(seconds, memory, output)


def _start() -> None:
    """Run what standard input asks for; tell of it, and then all that was written."""
    argv, folder, environ, terminal = json.loads(sys.stdin.buffer.read())
    out, errors = os.memfd_create("out"), os.memfd_create("errors")
    master, slave = pty.openpty() if terminal else (-1, out)
    began = time.perf_counter()
    process = subprocess.Popen(
        argv,
        cwd=folder,
        env=environ,
        stdin=subprocess.DEVNULL,
        stdout=slave,
        stderr=slave if terminal else errors,
    )
    if terminal:
        os.close(slave)
        while piece := _read(master):
            os.write(out, piece)
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - began
    process.returncode = os.waitstatus_to_exitcode(status)
    written = [os.pread(number, os.fstat(number).st_size, 0) for number in (out, errors)]
    told = [seconds, usage.ru_maxrss * 1024, process.returncode, len(written[0])]
    sys.stdout.buffer.write(json.dumps(told).encode() + b"\n" + b"".join(written))


def _read(number: int) -> bytes:
    try:
        return os.read(number, 65536)
    except OSError:  # the other side is closed
        return b""


class Measured(NamedTuple):
    """The median of several runs, and the most memory that one of them had."""

    seconds: float
    memory: int

    @classmethod
    def of(cls, runs: Sequence[Run]) -> Measured:
        """What is told of several runs."""
        return cls(median(one.seconds for one in runs), max(one.memory for one in runs))


if __name__ == "__main__":
    _start()
