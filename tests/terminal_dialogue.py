"""Run a command on a terminal, and answer its prompts."""

from __future__ import annotations

import codecs
import os
import select
import signal
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from replay import clean_environment

pty = pytest.importorskip("pty")

_COVERAGE = {key: value for key, value in os.environ.items() if key.startswith("COVERAGE_")}
"""Has coverage look on: no other tests run what asks questions."""

ANOTHER = "Add another event? [y/N] "


class Terminal:
    """A command that runs on a terminal.

    `shown`: the output that has not been checked yet.
    """

    def __init__(self, folder: Path, line: str) -> None:
        self.shown = ""
        self.over = False
        self.last_answer = b""
        self.decoder = codecs.getincrementaldecoder("utf-8")()  # a piece may end within a letter
        self.process, self.side = pty.fork()
        if self.process == 0:
            os.chdir(folder)
            signal.signal(signal.SIGINT, signal.SIG_DFL)  # a background process ignores Ctrl-C
            script = f'chrono() {{ "{sys.executable}" -m chrono "$@"; }}\n{line}'
            full = {**clean_environment(folder), **_COVERAGE, "TERM": "dumb", "COLUMNS": "200"}
            os.execvpe("bash", ["bash", "--norc", "-c", script], full)

    def wait_for(self, text: str) -> None:
        """Wait until the output contains a text. Fail if there is no output for ten seconds."""
        while text not in self.shown and self._read(10):
            pass
        assert text in self.shown, f"{text!r} does not stand in {self.shown!r}"
        self.shown = self.shown.partition(text)[2]

    def _read(self, seconds: float) -> bool:
        """Add new output to `shown`, and return whether there was any.

        `seconds`: how long to wait for output [s].
        """
        ready, _, _ = select.select([self.side], [], [], seconds)
        try:
            piece = os.read(self.side, 65536) if ready else b""
        except OSError:
            piece = b""
        self.over = bool(ready) and not piece
        self.shown += self.decoder.decode(piece).replace("\r\n", "\n")
        return bool(piece)

    def end(self, key: bytes = b"") -> tuple[int, str]:
        """Wait for the end of the command. Return the exit status and the remaining output.

        `key`: a key to press again and again until the command ends. A single Ctrl-C can be lost if
        the key is pressed just before Python begins to read a line. If a signal ends the command,
        the exit status is 128 + the number of the signal, as in a shell.
        """
        for _ in range(20):
            while self._read(0.5):
                if self.last_answer and self.shown.endswith(ANOTHER):
                    os.write(self.side, self.last_answer)
                    self.shown = self.shown.removesuffix(ANOTHER)
                    self.last_answer = b""
            if self.over:
                _, status = os.waitpid(self.process, 0)
                os.close(self.side)
                code = os.waitstatus_to_exitcode(status)
                return code if code >= 0 else 128 - code, self.shown
            if key:
                os.write(self.side, key)
        os.kill(self.process, signal.SIGKILL)
        os.waitpid(self.process, 0)
        raise AssertionError(f"it does not end: {self.shown!r}")


def talk(folder: Path, line: str, answers: Sequence[tuple[str, str]]) -> tuple[int, str]:
    """Run a command line and answer its prompts. Return the exit status and the remaining output.

    `answers`: (text of a prompt, keys to press) for each prompt.
    """
    terminal = Terminal(folder, line)
    for question, answer in answers:
        terminal.wait_for(question)
        os.write(terminal.side, answer.encode())
    terminal.last_answer = b"\r"
    return terminal.end(b"\x03" if answers and answers[-1][1] == "\x03" else b"")
