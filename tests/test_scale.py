"""The hand-over of docs/scale.md: other engines give chrono's own numbers.

With as many generated events as CHRONO_SCALE says; a few where it says nothing.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from replay import ROOT, clean_environment

PAGE = (ROOT / "docs" / "scale.md").read_text(encoding="utf-8")
NUMBER = int(os.environ.get("CHRONO_SCALE", "20000"))
ACTORS = ["--actor", "xi-jinping", "--actor", "donald-trump"]

Counts = dict[str, tuple[int, int]]


def block(name: str) -> str:
    (found,) = re.findall(
        rf"^```\w+ (?:newsroom/)?{re.escape(name)}\n(.*?)^```$", PAGE, re.M | re.S
    )
    return str(found)


def chrono(folder: Path, *argv: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "chrono", *argv, "-f", "ledger.toml"],
        cwd=folder,
        env=clean_environment(folder),
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout


@pytest.fixture(scope="module")
def handed_over(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Counts]:
    """A folder with the events and the queries, and chrono's own numbers."""
    folder = tmp_path_factory.mktemp("scale")
    making = (
        f"import sys; sys.path.insert(0, {str(ROOT / 'benchmarks')!r})\n"
        "from generated import chrono_ledger, events\n"
        "with open('ledger.toml', 'w', encoding='utf-8') as file:\n"
        f"    file.writelines(chrono_ledger(list(events({NUMBER}))))\n"
    )
    subprocess.run([sys.executable, "-c", making], cwd=folder, check=True)
    chrono(folder, "export", "jsonl", "--output", "events.jsonl")
    for name in ("events.sql", "count.sql"):
        (folder / name).write_text(block(name), encoding="utf-8")
    counted = json.loads(chrono(folder, "count", "2025", *ACTORS, "-o", "json"))
    own = {row["key"]: (row["count"]["min"], row["count"]["max"]) for row in counted}
    assert own
    return folder, {key: found for key, found in own.items() if found != (0, 0)}


def test_every_event_goes_over(handed_over: tuple[Path, Counts]) -> None:
    folder, _ = handed_over
    with (folder / "events.jsonl").open(encoding="utf-8") as file:
        handed = sum(1 for _ in file)
    assert handed == int(chrono(folder, "count", "--all", "--total"))


def test_duckdb_counts_the_same(handed_over: tuple[Path, Counts]) -> None:
    duckdb = pytest.importorskip("duckdb")
    folder, own = handed_over
    at = str(folder / "events.jsonl").replace("'", "''")
    with duckdb.connect() as database:
        database.execute(block("events.sql").replace("'events.jsonl'", f"'{at}'"))
        found = database.execute(block("count.sql")).fetchall()
    assert {kind: (least, most) for kind, least, most in found} == own


@pytest.mark.skipif(shutil.which("java") is None, reason="Spark runs on Java")
def test_spark_counts_the_same(handed_over: tuple[Path, Counts]) -> None:
    pytest.importorskip("pyspark")
    folder, own = handed_over
    done = subprocess.run(
        [sys.executable, "-c", block("spark_count.py")],
        cwd=folder,
        env={**os.environ, "PYSPARK_PYTHON": sys.executable, "SPARK_LOCAL_IP": "127.0.0.1"},
        capture_output=True,
        text=True,
        check=True,
    )
    rows = [line.split("\t") for line in done.stdout.splitlines() if "\t" in line]
    assert {kind: (int(least), int(most)) for kind, least, most in rows} == own
