"""Run a command and measure the time and the peak memory of the command.

As a script, this module is a small process that starts the command. The process must be small,
because the system counts the memory of the parent as memory of the child.
"""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
import time
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from statistics import median
from typing import NamedTuple


class Run(NamedTuple):
    """The measurements and the output of a run.

    - `seconds`: the wall-clock time [s]
    - `memory`: the peak memory [bytes]
    - `cpu`: the processor time [s]
    """

    seconds: float
    memory: int
    output: str
    cpu: float


def run(
    argv: Sequence[str], folder: Path, environ: Mapping[str, str], *, terminal: bool = False,
    statuses: Collection[int] = (0,),
) -> Run:  # fmt: skip
    """Run a command, and return the measurements and the output.

    `terminal`: whether to run the command on a terminal. Raises CalledProcessError if the exit
    status is not in `statuses`.
    """
    request = json.dumps([list(argv), str(folder), dict(environ), terminal])
    starter = [sys.executable, "-S", "-E", __file__]
    done = subprocess.run(starter, input=request.encode(), capture_output=True, check=True)
    head, _, rest = done.stdout.partition(b"\n")
    seconds, memory, status, length, cpu = json.loads(head)
    output, errors = rest[:length].decode(errors="replace"), rest[length:].decode(errors="replace")
    if status not in statuses:
        raise subprocess.CalledProcessError(status, list(argv), output, errors)
    return Run(seconds, memory, output, cpu)


def _start() -> None:
    """Run the command that is on standard input as JSON. Write the measurements and the output."""
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
    cpu = usage.ru_utime + usage.ru_stime
    figures = [seconds, usage.ru_maxrss * 1024, process.returncode, len(written[0]), cpu]
    sys.stdout.buffer.write(json.dumps(figures).encode() + b"\n" + b"".join(written))


def _read(number: int) -> bytes:
    try:
        return os.read(number, 65536)
    except OSError:  # the other side is closed
        return b""


class Measured(NamedTuple):
    """The median time [s] and the highest peak memory [bytes] of several runs."""

    seconds: float
    memory: int

    @classmethod
    def of(cls, runs: Sequence[Run]) -> Measured:
        """Return the median time and the highest peak memory of several runs."""
        return cls(median(run.seconds for run in runs), max(run.memory for run in runs))


if __name__ == "__main__":
    _start()
