"""Run a real shell on a terminal, press keys, and read the line that is then on the screen."""

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


_SETUP = {
    "bash": 'eval "$(chrono completion bash)"',
    "zsh": "autoload -Uz compinit && compinit -D -u; source <(chrono completion zsh)",
    "fish": "chrono completion fish | source",
}
"""The line of docs/shell.md that loads the completion in each shell."""


_SERVER = """
import os, signal, socket, sys
from chrono.cli.main import main

signal.signal(signal.SIGCHLD, signal.SIG_IGN)
os.environ["_CHRONO_COMPLETE"] = "fish"
sys.stdout = open(os.devnull, "w")
main(["chrono list -f none.toml --actor X", "X"])
listener = socket.socket(socket.AF_UNIX)
listener.bind(sys.argv[1])
listener.listen(64)
os.write(1, b"ready")
while True:
    client, _ = listener.accept()
    if os.fork():
        client.close()
        continue
    request, streams, _, _ = socket.recv_fds(client, 1 << 20, 3)
    for number, stream in enumerate(streams):
        os.dup2(stream, number)
    folder, environment, argv = eval(request)
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    sys.stdin = open(0, encoding="utf-8", closefd=False)
    sys.stdout = open(1, "w", encoding="utf-8", closefd=False)
    sys.stderr = open(2, "w", encoding="utf-8", closefd=False)
    status = main(argv)
    sys.stdout.flush()
    sys.stderr.flush()
    client.send(bytes([status]))
    os._exit(0)
"""
"""Runs each command in a fork of a process that has imported chrono already."""

_CLIENT = """
import os, socket, sys

server = socket.socket(socket.AF_UNIX)
server.connect(sys.argv[1])
request = repr((os.getcwd(), dict(os.environ), sys.argv[2:])).encode()
socket.send_fds(server, [request], [0, 1, 2])
sys.exit((server.recv(1) or bytes([1]))[0])
"""
"""Passes its streams, folder, environment and arguments to the server; exits as chrono does."""


class Server:
    """A server that completes command lines, so that Python does not start for each completion."""

    def __init__(self, folder: Path) -> None:
        self._client = folder / "client.py"
        self._client.write_text(_CLIENT)
        self._socket = folder / "socket"
        self._process = subprocess.Popen(
            [sys.executable, "-c", _SERVER, self._socket],
            cwd=folder,
            env=clean_environment(folder),
            stdout=subprocess.PIPE,
        )
        assert self._process.stdout is not None
        assert self._process.stdout.read(5) == b"ready"

    def command(self) -> str:
        """Return the shell command that runs chrono by this server."""
        return f'"{sys.executable}" -I -S "{self._client}" "{self._socket}"'

    def close(self) -> None:
        """Stop the server."""
        self._process.kill()
        self._process.communicate()


def desk(folder: Path, server: Server | None = None) -> dict[str, str]:
    """Write a program `chrono` to a folder, and return an environment that runs this program.

    The program answers completions, with `server` if there is one. The program writes the arguments
    of any other command to a file.
    """
    real = f'"{sys.executable}" -m chrono'
    program = folder / "bin" / "chrono"
    program.parent.mkdir(parents=True, exist_ok=True)
    program.write_text(
        "#!/bin/sh\n"
        f'[ "$_CHRONO_COMPLETE" ] && exec {server.command() if server else real} "$@"\n'
        f'[ "$1" = completion ] && exec {real} "$@"\n'
        "printf '%s\\0' \"$@\" >words.new && mv words.new words\n"
    )
    program.chmod(0o755)
    environment = clean_environment(folder)
    environment["PATH"] = f"{program.parent}:{environment['PATH']}"
    return {**environment, "TERM": "xterm", "COLUMNS": "200", "LINES": "500"}


class Shell:
    """A shell in a folder, with the completion of chrono loaded."""

    def __init__(
        self, name: str, folder: Path, setup: str | None = None, server: Server | None = None
    ) -> None:
        self.name = name
        file, argv, text = _STARTED[name]
        environment = desk(folder, server)
        (folder / file).write_text(text + (setup or _SETUP[name]))
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
        """Type a text, press keys, and return the command line that the shell then shows."""
        line = self._pressed(f"{typed}{keys}{_REPORT}", "line")
        os.write(self._terminal, b"\x15")  # and the line is empty again
        return line.removesuffix("\n")

    def words(self, keys: str) -> list[str]:
        """Type a line, press Enter, and return the arguments that chrono gets."""
        return self._pressed(f"{keys}\r", "words").split("\0")[:-1]

    def made(self, name: str) -> bool:
        """Return whether the folder has a file with this name."""
        return (self._folder / name).exists()

    def _pressed(self, keys: str, name: str) -> str:
        """Press keys, wait until the file `name` exists, and return its content."""
        found = self._folder / name
        found.unlink(missing_ok=True)
        self.shown = b""
        os.write(self._terminal, keys.encode())
        self._wait(found.exists)
        return found.read_text(encoding="utf-8")

    def close(self) -> None:
        """Stop the shell."""
        self._process.kill()
        self._process.wait()
        os.close(self._terminal)

    def _wait(self, done: Callable[[], bool]) -> None:
        end = time.monotonic() + _PATIENCE
        while not done():
            if time.monotonic() > end:
                raise TimeoutError(f"the shell does not answer: {self.shown[-2000:]!r}")
            self._read(0.02)
        while self._read(0):  # what was printed before, and is still in the terminal
            pass

    def _read(self, patience: float) -> bool:
        ready = bool(select.select([self._terminal], [], [], patience)[0])
        if ready:
            self.shown += os.read(self._terminal, 65536)
        return ready
