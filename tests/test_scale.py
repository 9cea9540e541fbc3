"""The export of docs/scale.md: other engines count the same as chrono.

CHRONO_SCALE sets the number of generated events.
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

pytestmark = pytest.mark.slow

PAGE = (ROOT / "docs" / "scale.md").read_text(encoding="utf-8")
NUMBER = int(os.environ.get("CHRONO_SCALE", "20000"))
ACTORS = ["--actor", "xi-jinping", "--actor", "donald-trump"]

Counts = dict[str, tuple[int, int]]


def block(name: str) -> str:
    (body,) = re.findall(rf"^```\w+ (?:newsroom/)?{re.escape(name)}\n(.*?)^```$", PAGE, re.M | re.S)
    return str(body)


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
def exported(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Counts]:
    """Return a folder with the events and the queries, and the counts by chrono."""
    folder = tmp_path_factory.mktemp("scale")
    script = (
        f"import sys; sys.path.insert(0, {str(ROOT / 'benchmarks')!r})\n"
        "from generated import chrono_ledger, events\n"
        "with open('ledger.toml', 'w', encoding='utf-8') as file:\n"
        f"    file.writelines(chrono_ledger(list(events({NUMBER}))))\n"
    )
    subprocess.run([sys.executable, "-c", script], cwd=folder, check=True)
    chrono(folder, "export", "jsonl", "--output", "events.jsonl")
    for name in ("events.sql", "count.sql"):
        (folder / name).write_text(block(name), encoding="utf-8")
    counted = json.loads(chrono(folder, "count", "2025", *ACTORS, "-o", "json"))
    counts = {row["key"]: (row["count"]["min"], row["count"]["max"]) for row in counted}
    assert counts
    return folder, {key: count for key, count in counts.items() if count != (0, 0)}


def test_every_event_is_exported(exported: tuple[Path, Counts]) -> None:
    folder, _ = exported
    with (folder / "events.jsonl").open(encoding="utf-8") as file:
        lines = sum(1 for _ in file)
    assert lines == int(chrono(folder, "count", "--all", "--total"))


def test_duckdb_counts_the_same(exported: tuple[Path, Counts]) -> None:
    duckdb = pytest.importorskip("duckdb")
    folder, counts = exported
    at = str(folder / "events.jsonl").replace("'", "''")
    with duckdb.connect() as database:
        database.execute(block("events.sql").replace("'events.jsonl'", f"'{at}'"))
        rows = database.execute(block("count.sql")).fetchall()
    assert {kind: (least, most) for kind, least, most in rows} == counts


@pytest.mark.skipif(shutil.which("java") is None, reason="Spark runs on Java")
def test_spark_counts_the_same(exported: tuple[Path, Counts]) -> None:
    pytest.importorskip("pyspark")
    folder, counts = exported
    done = subprocess.run(
        [sys.executable, "-c", block("spark_count.py")],
        cwd=folder,
        env={**os.environ, "PYSPARK_PYTHON": sys.executable, "SPARK_LOCAL_IP": "127.0.0.1"},
        capture_output=True,
        text=True,
        check=True,
    )
    rows = [line.split("\t") for line in done.stdout.splitlines() if "\t" in line]
    assert {kind: (int(least), int(most)) for kind, least, most in rows} == counts
