"""Run chrono in tests, and replay transcripts: Markdown with commands and their exact output.

A transcript has blocks of these kinds:

- A block headed `toml NAME` is written to a file.
- A `console` block has commands after `$ `, and their output. Standard output is unchanged, `! `
  precedes standard error, and the exit status is included if it is not 0.
- The commands in a block headed `console NAME` run in the folder NAME, which is empty at first.
- A `pycon` block has Python after `>>> `, and the output. All blocks of a page share one session.

`pytest --accept` rewrites the output.
"""

from __future__ import annotations

import io
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from difflib import unified_diff
from doctest import DocTestParser
from importlib.util import find_spec
from pathlib import Path
from traceback import format_exception_only
from typing import NamedTuple
from unittest.mock import patch

from chrono.cli.main import main

ROOT = Path(__file__).parent.parent
_BLOCK = re.compile(
    r"^```(?:(?P<python>pycon)|console(?: (?P<desk>\S+))?"
    r"|(?:toml|csv|tsv|jsonl|ics|sql|sh|python|txt) (?P<file>\S+))\n"
    r"(?P<body>.*?)^```$",
    re.M | re.S,
)
TOOLS = re.compile(
    r"(?:^|\| |&& )"
    r"(jq|mlr|sqlite3|sqlite-utils|duckdb|datasette|gnuplot|pandoc|fzf|git|column|khal)\b",
    re.M,
)
"""Matches the other programs that an example runs."""
_SHELL = re.compile(r"[|><&;]|\$(?:\(|HOME)")
_QUOTED = re.compile(r"'[^']*'|\"[^\"$`\\]*\"")
_FIRST = re.compile(
    r"(?P<variables>(?:COLUMNS=\d+ )*)chrono (?P<words>(?:(?!\$\(|\$HOME)[^|><&;])*)"
    r"(?:\| (?P<others>(?!head)[^&;<]*))?"
)
"""Matches a line that begins with `chrono`, with at most other commands behind a pipe. `head` ends
before chrono has written everything, so its lines run in bash."""


def on_terminal(
    folder: Path, *argv: str, environment: Mapping[str, str], answers: bytes = b""
) -> str:
    """Return the output of chrono on a new terminal.

    `answers`: the keys that are typed when the output contains "ready".
    """
    import pty

    child, terminal = pty.fork()
    if child == 0:
        os.chdir(folder)
        full = {**clean_environment(folder), "TERM": "xterm-256color", **environment}
        os.execve(sys.executable, [sys.executable, "-m", "chrono", *argv], full)
    shown = b""
    while True:
        try:
            piece = os.read(terminal, 65536)
        except OSError:
            break
        if not piece:
            break
        shown += piece
        if answers and b"ready" in shown:
            os.write(terminal, answers)
            answers = b""
    os.waitpid(child, 0)
    os.close(terminal)
    encoding = environment.get("PYTHONIOENCODING", "utf-8")
    return shown.decode(encoding).replace("\r\n", "\n")


class Ran(NamedTuple):
    """The exit status of a command, and its standard output and standard error."""

    status: int
    out: str
    err: str


def clean_environment(home: Path) -> dict[str, str]:
    """Return an environment with a fixed date, 80 columns and no colours.

    `home`: the home folder.
    """
    names = ("PATH", "SYSTEMROOT", "XDG_STATE_HOME")
    inherited = {key: os.environ[key] for key in names if key in os.environ}
    return {
        **inherited,
        "HOME": str(home),
        "XDG_DATA_HOME": str(home / "data"),
        "CHRONO_TODAY": "2026-01-31",
        "COLUMNS": "80",
        "LANG": "C.UTF-8",
        "PYTHONUTF8": "1",
    }


def run_copy(folder: Path, *argv: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run Python with the copy of the package in `folder`/src, and return the result.

    `variables`: environment variables.
    """
    environment = {**clean_environment(folder), "PYTHONPATH": str(folder / "src")}
    return subprocess.run(
        [sys.executable, *argv],
        cwd=folder,
        env={**environment, **variables},
        capture_output=True,
        text=True,
    )


@contextmanager
def _inside(folder: Path, environment: Mapping[str, str]) -> Iterator[None]:
    before = Path.cwd()
    os.chdir(folder)
    try:
        with patch.dict(os.environ, environment, clear=True):
            yield
    finally:
        os.chdir(before)


def run(
    *argv: str,
    folder: Path,
    environment: Mapping[str, str],
    stdin: bytes = b"",
    encoding: str = "utf-8",
    kind: type[io.TextIOWrapper] = io.TextIOWrapper,
) -> Ran:
    """Run chrono in this process, and return the result.

    `kind`: the class of the output streams. By default, the streams are like pipes.
    """
    out, err = io.BytesIO(), io.BytesIO()
    stdout = kind(out, encoding=encoding, newline="\n")
    stderr = kind(err, encoding=encoding, newline="\n")
    piped = io.TextIOWrapper(io.BytesIO(stdin), encoding="utf-8")
    with (
        _inside(folder, environment),
        redirect_stdout(stdout),
        redirect_stderr(stderr),
        patch.object(sys, "stdin", piped),
    ):
        status = main(list(argv))
        stdout.flush()
        stderr.flush()
        return Ran(
            status, out.getvalue().decode(stdout.encoding), err.getvalue().decode(stderr.encoding)
        )


class _Terminal(io.TextIOWrapper):
    """A stream that is a terminal according to `isatty`."""

    def isatty(self) -> bool:
        return True


def run_on_terminal(
    *argv: str,
    folder: Path,
    encoding: str = "utf-8",
    environment: Mapping[str, str] | None = None,
) -> Ran:
    """Run chrono in this process, and return the result.

    The output streams look like a terminal of 80 columns.
    """
    full = {**clean_environment(folder), "TERM": "xterm-256color", **(environment or {})}
    return run(*argv, folder=folder, environment=full, encoding=encoding, kind=_Terminal)


def run_in_shell(
    line: str, folder: Path, environment: Mapping[str, str], piped: bytes | None = None
) -> Ran:
    """Run a line in bash, and return the result. The command `chrono` runs this package.

    `piped`: the standard input, or None for an empty input that is no pipe.
    """
    script = f'chrono() {{ "{sys.executable}" -m chrono "$@"; }}\n{line}\n'
    done = subprocess.run(
        ["bash", "-c", script],
        cwd=folder,
        env=dict(environment),
        capture_output=True,
        stdin=subprocess.DEVNULL if piped is None else None,
        input=piped,
        check=False,
    )
    return Ran(done.returncode, done.stdout.decode(), done.stderr.decode())


def _chrono_in(folder: Path) -> Path:
    """Write a program `chrono`, which runs this package, to a folder. Return the folder."""
    program = folder / "chrono"
    folder.mkdir(exist_ok=True)
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m chrono "$@"\n')
    program.chmod(0o755)
    return folder


def in_shell(line: str) -> bool:
    """Return whether a line needs a shell, because of characters such as `|` or another program."""
    return bool(_SHELL.search(line)) or not line.startswith("chrono ")


def shell_lines(text: str) -> int:
    """Return the number of commands in a transcript that run in a shell."""
    return sum(in_shell(line) for line in re.findall(r"^\$ (.*)$", text, re.M))


def run_line(line: str, folder: Path, environment: Mapping[str, str]) -> Ran:
    """Run a line of a transcript, and return the result.

    `chrono` runs in this process if it is the first command and only its output is redirected, with
    a pipe. Everything else runs in bash.
    """
    if not (match := _FIRST.fullmatch(_QUOTED.sub(lambda quoted: "q" * len(quoted[0]), line))):
        return run_in_shell(line, folder, environment)
    words = shlex.split(line[match.start("words") : match.end("words")])
    variables = dict(one.split("=") for one in match["variables"].split())
    ran = run(*words, folder=folder, environment={**environment, **variables})
    if not match["others"]:
        return ran
    others = run_in_shell(line[match.start("others") :], folder, environment, ran.out.encode())
    return Ran(others.status, others.out, ran.err + others.err)


def _shown(line: str, ran: Ran) -> str:
    errors = "".join(f"! {text}\n" for text in ran.err.splitlines())
    status = f"[status {ran.status}]\n" if ran.status else ""
    return f"$ {line}\n{ran.out}{errors}{status}"


def replayed(text: str, folder: Path, home: Path) -> str:
    """Run the commands of a transcript, and return the transcript with the actual output."""
    environment = clean_environment(home)
    environment["PATH"] = f"{_chrono_in(home / 'bin')}:{environment['PATH']}"
    session: dict[str, object] = {}

    def block(match: re.Match[str]) -> str:
        if match["file"]:
            path = folder / match["file"]
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(match["body"], encoding="utf-8", newline="")
            return match[0]
        if match["python"]:
            with _inside(folder, environment):
                return f"```pycon\n{_in_python(match['body'], session)}```"
        lines = [line[2:] for line in match["body"].splitlines() if line.startswith("$ ")]
        if not all(shutil.which(tool) for tool in TOOLS.findall("\n".join(lines))):
            return match[0]  # keep the written output if a program is not installed
        desk = home / match["desk"] if match["desk"] else folder
        desk.mkdir(exist_ok=True)
        if match["desk"]:
            for name in ("examples",) if match["desk"] == "desk" else ("examples", "data"):
                if not (desk / name).exists():
                    (desk / name).symlink_to(ROOT / name)
        body = "".join(_shown(line, run_line(line, desk, environment)) for line in lines)
        return f"{match[0].partition(chr(10))[0]}\n{body}```"

    return _BLOCK.sub(block, text)


def _in_python(body: str, session: dict[str, object]) -> str:
    """Run the Python code of a block, and return the block with the actual output.

    A block that imports a missing package is returned unchanged. `session`: the variables.
    """
    if not all(map(find_spec, _IMPORTED.findall(body))):
        return body
    out = io.StringIO()
    with redirect_stdout(out), patch.object(sys, "displayhook", _display):
        for example in DocTestParser().get_examples(body):
            out.write(">>> " + example.source.rstrip("\n").replace("\n", "\n... ") + "\n")
            try:
                exec(compile(example.source, "<page>", "single"), session)
            except Exception as error:
                out.write("Traceback (most recent call last):\n  ...\n")
                out.writelines(format_exception_only(error))
    return out.getvalue()


_IMPORTED = re.compile(r"^>>> import (\w+)", re.M)


def _display(value: object) -> None:
    if value is not None:
        sys.stdout.write(f"{value!r}\n")


REWRITTEN: list[str] = []
"""The names of the files that `--accept` has changed in this test, for conftest.py to print."""


class Mismatch(Exception):
    """This error is raised if the actual output differs from the output in a file."""


def compare(path: Path, actual: str, accept: bool) -> None:
    """Raise Mismatch if the content of a file is not `actual`. With `accept`, rewrite the file
    instead.
    """
    expected = path.read_bytes().decode("utf-8") if path.exists() else ""  # keeps the line ends
    if actual == expected:
        return
    if accept:
        path.write_bytes(actual.encode())
        REWRITTEN.append(str(path.relative_to(ROOT)))
        return
    diff = unified_diff(expected.splitlines(), actual.splitlines(), "written", "printed", "", "")
    raise Mismatch(f"{path.name}: `pytest --accept` takes what was printed\n" + "\n".join(diff))


def check(path: Path, folder: Path, home: Path, accept: bool) -> None:
    """Run a transcript in a folder. Raise Mismatch if the actual output is not in the transcript.

    `accept`: whether to rewrite the transcript instead.
    """
    expected = path.read_bytes().decode("utf-8")  # keeps the line ends
    if len(re.findall(r"^```", expected, re.M)) % 2:
        raise Mismatch(f"{path.name}: a block is not closed, and would not be run")
    compare(path, replayed(expected, folder, home), accept)
