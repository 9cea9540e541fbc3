"""No note and no message lists more than five ids, however many events it is about.

The ledger here makes every note long: no date is known, most events are unconfirmed, outside the
period that the ledger covers, private, or linked to others.
"""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from check_helpers import TODAY
from replay import Ran, clean_environment, run

NUMBER = 24
SPRING = "2025-03-10..2025-04-10"
ID = re.compile(r"\b(?:e|old|wang|c|t)-[0-9]+\b")
"""The id of an event, an actor, a claim or a tag of the ledger."""


def everything_open() -> str:
    """A ledger in which each note has many ids to name."""
    blocks = ['[ledger]\ntitle = "Open"\ncovers = "2025"\nprincipals = ["wang-1", "wang-2"]\n']
    for n in range(NUMBER):
        country = ("", 'country = "CN"', 'country = "US"')[n % 3]
        blocks.append(f'[actors.wang-{n}]\nname = "Wang {n}"\naliases = ["W"]\n{country}\n')
    for n in range(NUMBER):
        all_three = json.dumps([*dict.fromkeys(f"wang-{k}" for k in (1, 2, n))])
        two = f"actors = {all_three}"
        link = f'follows = ["e-{n - 1}"]\npart_of = "old-{n}"\n' if n else ""
        blocks += [
            f'[[events]]\nid = "e-{n}"\ndate = "2025-0{n % 2 + 3}"\ntype = "meeting"\n'
            f'title = "A meeting"\n{two}\n{link}tags = ["t-{n}"]\n{"private = true" * (n % 2)}\n',
            f'[[events]]\nid = "old-{n}"\ndate = "2024/.."\ntype = "meeting"\n'
            f'title = "An older meeting"\n{two}\nstatus = "{"unconfirmed" if n % 4 else "held"}"\n',
            f'[[events]]\nid = "late-{n}"\ndate = "2026~"\ntype = "call"\n'
            f'title = "A call"\n{two}\nstatus = "unconfirmed"\n',
        ]
    for n in range(NUMBER):
        total = 'total = { min = 0 }\ndisputed = "It was."' if n % 2 else "total = 12"
        blocks.append(
            f'[[claims]]\nid = "c-{n}"\nby = "wang-1"\ndate = "2025-{n % 12 + 1:02}"\n'
            f'statement = "So many."\nperiod = "2025-01-01..2025-03-10"\n'
            f'actors = ["wang-1", "wang-2"]\n{total}\n'
        )
    return "\n".join(blocks)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "events.toml").write_text(everything_open(), encoding="utf-8")
    header = "date;type;title;actors;number"
    rows = [f"2025;meeting;A meeting;W,Wang 1,Person {n};{n}" for n in range(NUMBER)]
    (tmp_path / "rows.csv").write_text("\n".join([header, *rows]), encoding="utf-8")
    return tmp_path


def chrono(folder: Path, line: str) -> Ran:
    environment = {**clean_environment(folder), "COLUMNS": "1000"}
    return run(*line.split(), "--today", str(TODAY), folder=folder, environment=environment)


def most_ids(text: str) -> int:
    """The most ids in a line, each counted once."""
    return max((len({*ID.findall(line)}) for line in text.splitlines()), default=0)


QUESTIONS = [
    "list 2025",
    f"list {SPRING} --contacts",
    "list --actor Wang",
    f"count {SPRING}",
    f"count {SPRING} --actor W",
    f"count {SPRING} --tag nothing",
    f"count {SPRING} --actor nobody",
    *(f"count {SPRING} --by {by}" for by in ("type", "actor", "country", "dyad", "tag", "month")),
    "count 2024 --status any --by month",
    "summary 2025",
    f"summary {SPRING} --status any",
    f"timeline {SPRING}",
    f"timeline {SPRING} --status any --lanes",
    "gaps 2025",
    "gaps --status any",
    "claims",
    f"claims {SPRING} --verdict agrees",
    "actors --country CN",
    "types",
    "show e",
    "check",
    "check --strict --all --ignore duplicate",
    *(
        f"export {format}"
        for format in ("ics", "timelinejs", "html", "toml", "sqlite --output a.db")
    ),
    "export ics 2025-03",
    "export toml --status unconfirmed",
    "remove old-1 --yes",
    "remove wang-1 --yes",
    "edit actor --set name=x",
    "join wang-1 wang-2",
    "join e-1 e-2 --yes --dry-run",
    "import rows.csv --split , --dry-run",
    "import rows.csv --dry-run",
]


@pytest.mark.parametrize("line", QUESTIONS)
def test_a_note_has_at_most_five_ids(folder: Path, line: str) -> None:
    ran = chrono(folder, f"{line} --verbose")
    assert ran.err
    assert "Traceback" not in ran.err
    # A sentence may also name what it is about: `cannot remove wang-1: …`.
    assert most_ids(ran.err) <= (6 if line.startswith("remove") else 5), ran.err


@pytest.mark.parametrize("line", [f"count {SPRING}", f"summary {SPRING}", "gaps 2025", "claims"])
def test_a_page_has_at_most_five_ids_in_a_sentence(folder: Path, line: str) -> None:
    page = chrono(folder, f"{line} -o table").out
    assert re.search("e-[0-9]+, and [0-9]+ more", page)
    assert most_ids(page) <= 5, page


def test_formats_for_programs_have_every_id(folder: Path) -> None:
    every = {f"e-{n}" for n in range(NUMBER)}
    (row,) = json.loads(chrono(folder, f"count {SPRING} -o json").out)
    assert {*row["count"]["undecided"]} == every
    gap, _ = json.loads(chrono(folder, "gaps 2025 -o json").out)
    assert {*gap["days"]["undecided"]} == every
