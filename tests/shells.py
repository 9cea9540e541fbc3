"""A real shell on a terminal of its own, in which keys are pressed and whose line is read back."""

from __future__ import annotations

import os
import pty
import select
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from replay import clean_environment

_PATIENCE = 60
"""So many seconds until a shell that does not answer has failed."""

_PROMPT = b"ready> "
_REPORT = "\x18r"
"""The keys that write the line out; no shell has another use for them."""

_STARTED = {
    "bash": (
        "bash.rc",
        ["bash", "--noprofile", "--rcfile", "{rc}", "-i"],
        r"""
PS1='ready> '
bind -x '"\C-xr": printf %s "$READLINE_LINE" >line.new && mv line.new line'
bind 'set bell-style none'
bind 'set completion-query-items 0'
bind 'set page-completions off'
""",
    ),
    "zsh": (
        ".zshrc",
        ["zsh", "-d", "-i"],
        r"""
PS1='ready> ' LISTMAX=10000 ZLE_RPROMPT_INDENT=0
bindkey -e
report() { print -rn -- "$BUFFER" >line.new && mv line.new line }
zle -N report
bindkey '^Xr' report
""",
    ),
}
"""Shell -> the file that it reads as it starts, how it is started, and what stands in that file."""


_TAUGHT = {
    "bash": 'eval "$(chrono completion bash)"',
    "zsh": "autoload -Uz compinit && compinit -D -u; source <(chrono completion zsh)",
}
"""How a shell learns to complete, as the README has it."""


def desk(folder: Path) -> dict[str, str]:
    """A folder with a `chrono` in it, and an environment in which that is found first."""
    program = folder / "bin" / "chrono"
    program.parent.mkdir(parents=True, exist_ok=True)
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m chrono "$@"\n')
    program.chmod(0o755)
    environment = clean_environment(folder)
    environment["PATH"] = f"{program.parent}:{environment['PATH']}"
    return {**environment, "TERM": "xterm", "COLUMNS": "200", "LINES": "500"}


class Shell:
    """A shell in a folder, which was taught how chrono is completed."""

    def __init__(self, name: str, folder: Path, taught: str | None = None) -> None:
        self.name = name
        file, argv, text = _STARTED[name]
        environment = desk(folder)
        (folder / file).write_text(text + (taught or _TAUGHT[name]))
        self._folder = folder
        self._terminal, slave = pty.openpty()
        self._process = subprocess.Popen(
            [word.format(rc=folder / file) for word in argv],
            cwd=folder,
            env={**environment, "ZDOTDIR": str(folder)},
            stdin=slave,
            stdout=slave,
            stderr=slave,
            start_new_session=True,
        )
        os.close(slave)
        self.shown = b""
        self._wait(lambda: _PROMPT in self.shown)

    def line(self, typed: str, keys: str = "\t") -> str:
        """The line as it is after a text was typed, and then some keys."""
        found = self._folder / "line"
        found.unlink(missing_ok=True)
        self.shown = b""
        os.write(self._terminal, f"{typed}{keys}{_REPORT}".encode())
        self._wait(found.exists)
        os.write(self._terminal, b"\x15")  # and the line is empty again
        return found.read_text(encoding="utf-8")

    def close(self) -> None:
        """End it."""
        self._process.kill()
        self._process.wait()
        os.close(self._terminal)

    def _wait(self, done: Callable[[], bool]) -> None:
        end = time.monotonic() + _PATIENCE
        while not done():
            if time.monotonic() > end:
                raise TimeoutError(f"the shell does not answer: {self.shown[-2000:]!r}")
            if select.select([self._terminal], [], [], 0.02)[0]:
                self.shown += os.read(self._terminal, 65536)
