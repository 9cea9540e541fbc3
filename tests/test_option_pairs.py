"""Each option beside each format: the output is valid, or the command is a usage error."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest

from chrono.cli.command import load_command
from replay import clean_environment, run

pytestmark = pytest.mark.slow

LEDGER = """
[ledger]
title = "Pairs"
principals = ["ann", "ben"]
covers = "2024-06..2026"

[actors]
ann = { name = "Ann Ash", country = "FR", roles = [{ title = "President", from = "2020" }] }
ben = { name = "Ben, Birch", country = "DE" }
cai = { name = '=1+1"', country = "IT" }

[[events]]
id = "rome"
date = 2025-03-01
type = "meeting"
title = 'Ash and "Birch" meet in Rome'
actors = ["ann", "ben"]
present = ["cai"]
place = "Rome"
place_country = "IT"
initiator = "ann"
tags = ["trade"]
summary = '''
They talked.\tThen
they talked of trade.'''
sources = [{ publisher = "The Wire", url = "https://example.org/1", date = 2025-03-02 }]

[[events]]
id = "talks"
date = "2025-05"
type = "talks"
title = "Talks"
actors = ["ann", "cai"]
follows = ["rome"]
sources = [{ publisher = "Post", origin = "The Wire" }]

[[events]]
id = "plan"
date = 2026-02-10
type = "call"
title = "They plan a call"
actors = ["ann", "ben"]
status = "planned"

[[claims]]
id = "one"
by = "ann"
date = 2025-12-01
statement = "we met once, and talked of trade"
period = { "this year" = "2025", "since May" = "2025-05.." }
actors = ["ann", "ben"]
total = 1
"""
COMMANDS = {
    "list": "", "search": "ann", "show": "rome", "count": "", "compare": "2024 2025",
    "summary": "", "timeline": "", "gaps": "", "last": "ann", "agenda": "", "claims": "",
    "actors": "", "types": "", "sources": "", "check": "", "proof": "text.md",
    "diff": "old.toml events.toml",
}  # fmt: skip
"""For each command that writes rows, its arguments."""

VALUES = {
    "--actor": "Ann", "--present": "cai", "--country": "FR", "--type": "meeting", "--tag": "trade",
    "--place": "Rome", "--place-country": "IT", "--initiator": "ann", "--status": "any",
    "--source": "Wire", "--origin": "The Wire", "--text": "trade", "--mention": "trade",
    "--not-actor": "cai", "--not-type": "call", "--not-tag": "trade", "--speaker": "ann",
    "--not-place": "Rome", "--not-country": "FR", "--follows": "rome", "--event": "rome",
    "--office": "minister",
    "--without-origin": "The Wire", "--where": "type:talks or place:Rome", "--since": "2025",
    "--until": "2025", "--limit": "1", "--fields": "date,title,actors", "--codes": "iso3",
    "--verdict": "depends", "--days": "20", "--around": "rome", "--section": "planned",
    "--missing": "archive", "--rule": "duplicate", "--ignore": "role", "--date": "2025-12-31",
    "--answer": "2-ea52-103b95c5b410", "--ledger": "events.toml", "--today": "2026-01-31",
    "--at": "2026-01-01", "--color": "always", "--format": "csv", "--output": "rows.csv",
    "--svg": "page.svg", "--html": "page.html", "--title": "A title", "--lanes": "type",
    "--statements": "said.jsonl",
}  # fmt: skip
BY = {"sources": "origin", "timeline": "type", "compare": "actor", "count": "month"}


def options(command: str) -> list[list[str]]:
    """Return each option of a command with a value, as it is typed."""
    loaded: Any = load_command(command)
    typed: list[list[str]] = []
    for each in loaded.make_context(command, [], resilient_parsing=True).command.params:
        name = max(each.opts, key=len)
        if name == "--by":
            typed.append([name, BY[command]])
        elif name.startswith("--") and name not in ("--help", "--format"):
            typed.append([name] if each.is_flag else [name, VALUES[name]])
            typed += [[other] for other in each.secondary_opts]
    return typed


def check(format: str, text: str) -> None:
    """Fail if a text is not valid in a format."""
    if format == "json":
        json.loads(text)
    elif format == "jsonl":
        assert all(isinstance(json.loads(line), dict) for line in text.splitlines())
    else:
        stream = io.StringIO(text.removeprefix("\ufeff"), newline="")
        plain = {"delimiter": "\t", "quoting": csv.QUOTE_NONE} if format == "tsv" else {}
        rows = [*csv.reader(stream, strict=True, **plain)]  # type: ignore[arg-type]
        assert len({len(row) for row in rows}) <= 1


@pytest.mark.parametrize("command", COMMANDS)
def test_an_option_beside_a_format_is_refused_or_gives_valid_rows(
    command: str, tmp_path: Path
) -> None:
    (tmp_path / "events.toml").write_text(LEDGER, encoding="utf-8")
    (tmp_path / "old.toml").write_text(LEDGER.replace("Talks", "Old talks"), encoding="utf-8")
    (tmp_path / "text.md").write_text("Ash and Birch met twice in 2025, in Rome.\n")
    (tmp_path / "said.jsonl").write_text('{"who": ["Ann Ash"], "when": ["2025"]}\n')
    for option in options(command):
        for format in ("csv", "tsv", "json", "jsonl"):
            argv = [command, *COMMANDS[command].split(), *option, "-o", format]
            ran = run(*argv, folder=tmp_path, environment=clean_environment(tmp_path))
            assert ran.status in (0, 1, 2), argv
            written = tmp_path / "rows.csv"
            text = written.read_text("utf-8") if option[0] == "--output" else ran.out
            if ran.status == 2:
                assert (ran.out, "error: " in ran.err) == ("", True), argv
            else:
                try:
                    check(format, text)
                except (ValueError, AssertionError, csv.Error) as error:
                    pytest.fail(f"{argv}: {error!r}: {text[:200]!r}")
