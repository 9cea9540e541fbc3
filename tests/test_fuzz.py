"""Random ledgers, changes and damages: a few hundred in the suite, and any number for hours.

Each case is drawn from its name and number alone. `CHRONO_FUZZ=3600 python3 -m pytest
tests/test_fuzz.py` tries new cases for an hour and writes to `fuzz.log` how many, in what memory,
and for each finding the name and number, the error and the files. `CHRONO_FUZZ_SEED=7` draws other
cases.
"""

from __future__ import annotations

import os
import resource
import time
import traceback
from collections import Counter
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import pytest

from fuzz_answers import ANSWERS
from fuzz_writes import WRITES

CASES = {**ANSWERS, **WRITES}
NUMBERS = {
    "questions": 40, "claims": 60, "gaps": 100, "differences": 60, "summaries": 60, "published": 60,
    "index": 20,
    "edits": 80, "renames": 40, "joins": 40, "event joins": 40, "merges": 40,
    "kills": 25, "full disks": 25, "commands": 40, "damaged ledgers": 60, "damaged imports": 60,
}  # fmt: skip
"""Name of a kind of case -> how many of it the suite tries."""

SECONDS = float(os.environ.get("CHRONO_FUZZ", "0"))
SEED = os.environ.get("CHRONO_FUZZ_SEED", "0")
LOG = Path("fuzz.log").absolute()
MOST_MEMORY = 500
"""Megabytes that the process may need, however long it runs."""


def attempt(name: str, number: int, seed: str = "0") -> str | None:
    """Try one case; return what went wrong, with the files, or None."""
    with TemporaryDirectory(prefix="fuzz-") as folder:
        try:
            CASES[name](Random(f"{name}:{seed}:{number}"), Path(folder))
        except Exception:
            files = (path for path in sorted(Path(folder).rglob("*")) if path.is_file())
            texts = (f"--- {path.relative_to(folder)}\n{path.read_bytes()!r}" for path in files)
            return "\n".join([traceback.format_exc(), *texts])
    return None


@pytest.mark.slow
@pytest.mark.skipif(SECONDS > 0, reason="the cases are tried for longer")
@pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")
@pytest.mark.parametrize("name", CASES)
def test_random_cases_have_no_finding(name: str) -> None:
    for number in range(NUMBERS[name]):
        found = attempt(name, number)
        assert found is None, f"{name}, case {number}:\n{found}"


def rounds() -> Iterator[tuple[str, int]]:
    """Yield cases of all kinds by turns, after those of the suite."""
    for number in count():
        for name in CASES:
            yield name, NUMBERS[name] + number


def peak_memory() -> int:
    """Return the megabytes that this process has needed so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


@pytest.mark.skipif(SECONDS <= 0, reason="CHRONO_FUZZ is not set")
@pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")
def test_random_cases_for_hours_have_no_finding() -> None:
    began, tried, findings = time.monotonic(), Counter[str](), 0
    with LOG.open("a", encoding="utf-8") as log:
        for name, number in rounds():
            if time.monotonic() - began > SECONDS:
                break
            tried[name] += 1
            if found := attempt(name, number, SEED):
                findings += 1
                print(f"finding: {name}, seed {SEED}, case {number}\n{found}", file=log, flush=True)
            if tried.total() % 1000 == 0:
                state = f"{tried.total()} cases, {findings} findings, {peak_memory()} MB"
                print(state, file=log, flush=True)
        each = ", ".join(f"{number} {name}" for name, number in tried.items())
        seconds = time.monotonic() - began
        print(
            f"seed {SEED}: {tried.total()} cases in {seconds:.0f} s ({each}): {findings} findings",
            file=log,
        )
    assert findings == 0, f"{findings} findings in {LOG}"
    assert peak_memory() <= MOST_MEMORY
