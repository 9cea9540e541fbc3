"""The tools with which chrono is compared.

Each tool answers two questions:

- Which held events of one actor are there?
- How many contacts are there in each year?

A tool that cannot count answers only the first question.
"""

from __future__ import annotations

import csv
import json
import re
import shutil
import subprocess
from collections.abc import Callable, Mapping, Sequence
from io import StringIO
from pathlib import Path
from typing import NamedTuple

import generated
from generated import Generated

ACTOR = "scott-bessent"
TITLE = re.compile(r"^\d{4}-\d\d-\d\d(?: \d\d:\d\d)? (.*)$", re.M)

Titles = Sequence[str]
Years = Mapping[str, int]


class Peer(NamedTuple):
    """A tool with which chrono is compared.

    - `install`: the command that installs the tool
    - `version`: a function from the path of the tool to the command that prints its version
    - `prepare`: a function that writes the events to a folder in the format of the tool
    - `events`, `count`: the arguments for the first and the second question
    - `titles`, `years`: functions that read the output for the two questions: titles of events, and
      numbers of contacts by year
    """

    name: str
    command: str
    install: str
    version: Callable[[str], Sequence[str]]
    prepare: Callable[[Path, Sequence[Generated]], None]
    events: Sequence[str]
    titles: Callable[[str], Titles]
    count: Sequence[str] = ()
    years: Callable[[str], Years] = lambda output: {}
    environ: Mapping[str, str] = {}

    def path(self) -> str | None:
        """Return the path of the tool, or None if the tool is not installed."""
        return shutil.which(self.command)

    def command_line(self, words: Sequence[str]) -> list[str]:
        """Return the command line that runs the tool with these arguments."""
        return [self.path() or self.command, *words]


def _rows(output: str) -> list[list[str]]:
    return [row for row in csv.reader(StringIO(output)) if row]


# -- chrono ---------------------------------------------------------------------------------------


def _prepare_chrono(folder: Path, events: Sequence[Generated]) -> None:
    with (folder / "events.toml").open("w", encoding="utf-8") as file:
        file.writelines(generated.chrono_ledger(events))


CHRONO = Peer(
    name="chrono",
    command="chrono",
    install="pip install .",
    version=lambda path: [path, "--version"],
    prepare=_prepare_chrono,
    events=["list", "--actor", ACTOR, "-f", "events.toml"],
    titles=lambda output: [line.split("\t")[3] for line in output.splitlines()],
    count=["count", "--by", "year", "-f", "events.toml"],
    years=lambda output: {
        year: int(number)
        for year, number in (line.split("\t") for line in output.splitlines())
        if number != "0"
    },
)


# -- hledger --------------------------------------------------------------------------------------


def _prepare_hledger(folder: Path, events: Sequence[Generated]) -> None:
    with (folder / "events.journal").open("w", encoding="utf-8") as file:
        file.writelines(generated.hledger_journal(events))


def _hledger_years(output: str) -> Years:
    head, *rows = _rows(output)
    years = zip(head[1:], rows[0][1:], strict=True)
    return {year: int(number) for year, number in years if number != "0"}


HLEDGER = Peer(
    name="hledger",
    command="hledger",
    install="apt install hledger",
    version=lambda path: [path, "--version"],
    prepare=_prepare_hledger,
    events=["-f", "events.journal", "register", f"^(contacts|others):{ACTOR}$", "-O", "csv"],
    titles=lambda output: [row[3] for row in _rows(output)[1:]],
    count=["-f", "events.journal", "balance", "-Y", "^count:contacts$", "-O", "csv"],
    years=_hledger_years,
    environ={"LC_ALL": "C.UTF-8"},
)


# -- beancount ------------------------------------------------------------------------------------


def _prepare_beancount(folder: Path, events: Sequence[Generated]) -> None:
    with (folder / "events.beancount").open("w", encoding="utf-8") as file:
        file.writelines(generated.beancount_file(events))


BEANCOUNT = Peer(
    name="bean-query",
    command="bean-query",
    install="pip install beancount beanquery",
    version=lambda path: [path, "--version"],
    prepare=_prepare_beancount,
    events=[
        "-f", "csv", "events.beancount",
        f"SELECT narration WHERE account ~ ':{ACTOR.title()}$' AND NOT account ~ 'Not-held' "
        "ORDER BY date",
    ],
    titles=lambda output: [row[0].strip() for row in _rows(output)[1:]],
    count=[
        "-f", "csv", "events.beancount",
        "SELECT year, count(position) WHERE account = 'Equity:Contacts' GROUP BY year",
    ],
    years=lambda output: {row[0].strip(): int(row[1]) for row in _rows(output)[1:]},
)  # fmt: skip


# -- jrnl -----------------------------------------------------------------------------------------


def _prepare_jrnl(folder: Path, events: Sequence[Generated]) -> None:
    with (folder / "events.jrnl").open("w", encoding="utf-8") as file:
        file.writelines(generated.jrnl_journal(events))
    output = subprocess.run(
        ["jrnl", "--version"], capture_output=True, text=True, check=True
    ).stdout
    version = re.search(r"v[0-9.]+[0-9]", output)
    (folder / "jrnl.yaml").write_text(
        "colors: {body: none, date: none, tags: none, title: none}\n"
        "default_hour: 9\ndefault_minute: 0\neditor: ''\nencrypt: false\nhighlight: false\n"
        "indent_character: '|'\nlinewrap: 79\ntagsymbols: '@'\ntemplate: false\n"
        f"timeformat: '%F %R'\nversion: {version[0] if version else 'v4.6'}\n"
        f"journals: {{default: {{journal: {folder / 'events.jrnl'}}}}}\n",
        encoding="utf-8",
    )


JRNL = Peer(
    name="jrnl",
    command="jrnl",
    install="pip install jrnl",
    version=lambda path: [path, "--version"],
    prepare=_prepare_jrnl,
    events=[
        "--config-file", "jrnl.yaml", f"@{ACTOR.replace('-', '_')}", "-not", "@not_held",
        "--format", "short",
    ],
    titles=lambda output: TITLE.findall(output),
)  # fmt: skip


# -- Taskwarrior ----------------------------------------------------------------------------------


def _prepare_taskwarrior(folder: Path, events: Sequence[Generated]) -> None:
    data = folder / "task"
    data.mkdir(exist_ok=True)
    (folder / "taskrc").write_text("data.location=task\n", encoding="utf-8")
    (data / "pending.data").write_text("", encoding="utf-8")
    with (data / "completed.data").open("w", encoding="utf-8") as file:
        file.writelines(generated.taskwarrior_data(events))


TASKWARRIOR = Peer(
    name="Taskwarrior",
    command="task",
    install="apt install taskwarrior",
    version=lambda path: [path, "--version"],
    prepare=_prepare_taskwarrior,
    events=[
        "rc:taskrc", "rc.verbose=nothing", "rc.gc=off", f"+{ACTOR.replace('-', '_')}", "-not_held",
        "export",
    ],
    titles=lambda output: [task["description"] for task in json.loads(output)],
)  # fmt: skip

PEERS = (HLEDGER, BEANCOUNT, JRNL, TASKWARRIOR)
"""The tools that chrono is compared with."""
