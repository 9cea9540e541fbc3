"""A real shell on a terminal of its own, in which keys are pressed and whose line is read back."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import subprocess
import sys
import termios
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
bind '"\C-xm": menu-complete'
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
    "fish": (
        "rc.fish",
        ["fish", "--no-config", "-C", "source {rc}"],
        r"""
function fish_prompt; echo -n 'ready> '; end
bind \cxr 'commandline >line.new; mv line.new line'
""",
    ),
}
"""Shell -> the file that it reads as it starts, how it is started, and what stands in that file."""


_TAUGHT = {
    "bash": 'eval "$(chrono completion bash)"',
    "zsh": "autoload -Uz compinit && compinit -D -u; source <(chrono completion zsh)",
    "fish": "chrono completion fish | source",
}
"""How a shell learns to complete, as the README has it."""


def desk(folder: Path) -> dict[str, str]:
    """A folder with a `chrono` in it, and an environment in which that is found first.

    It completes; whatever else it is asked to do, it writes out the words that it was given.
    """
    program = folder / "bin" / "chrono"
    program.parent.mkdir(parents=True, exist_ok=True)
    question = '[ "$_CHRONO_COMPLETE" ] || [ "$1" = completion ]'
    program.write_text(
        f'#!/bin/sh\n{question} && exec "{sys.executable}" -m chrono "$@"\n'
        "printf '%s\\0' \"$@\" >words.new && mv words.new words\n"
    )
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
            preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),  # fish wants to own it
        )
        os.close(slave)
        self.shown = b""
        self._wait(lambda: _PROMPT in self.shown)

    def line(self, typed: str, keys: str = "\t") -> str:
        """The line as it is after a text was typed, and then some keys."""
        line = self._pressed(f"{typed}{keys}{_REPORT}", "line")
        os.write(self._terminal, b"\x15")  # and the line is empty again
        return line.removesuffix("\n")

    def words(self, keys: str) -> list[str]:
        """What chrono is given when a line was typed and sent off."""
        return self._pressed(f"{keys}\r", "words").split("\0")[:-1]

    def made(self, name: str) -> bool:
        """Whether there is a file of that name in its folder."""
        return (self._folder / name).exists()

    def _pressed(self, keys: str, name: str) -> str:
        """What stands in a file that is made when some keys are pressed."""
        found = self._folder / name
        found.unlink(missing_ok=True)
        self.shown = b""
        os.write(self._terminal, keys.encode())
        self._wait(found.exists)
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
