"""What is made of the manual: `python -m tools.manual`, in the repository's folder, writes it.

tests/test_manual.py holds every made file to what is made now.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from tools.manual import catalogue, keytables, reference, rules

ROOT = Path(__file__).parents[2]


def lanes() -> str:
    """The picture at the head of the README, as anybody's terminal of 112 columns makes it."""
    question = ["timeline", "2025", "--lanes", "--contacts", "--limit", "12", "--svg", "-"]
    environment = {**os.environ, "COLUMNS": "112", "CHRONO_CONFIG": os.devnull}
    ledger = ROOT / "data" / "events.toml"
    line = [sys.executable, "-m", "chrono", *question, "-f", str(ledger)]
    made = subprocess.run(line, env=environment, capture_output=True, check=True)
    return made.stdout.decode()


MADE: Mapping[str, Callable[[], str]] = {
    "docs/commands.md": reference.markdown,
    "docs/chrono.1": reference.man,
    "docs/lanes.svg": lanes,
    "docs/errors.md": catalogue.markdown,
    "docs/checks.md": lambda: rules.filled((ROOT / "docs" / "checks.md").read_text("utf-8")),
    "docs/ledger.md": lambda: keytables.filled((ROOT / "docs" / "ledger.md").read_text("utf-8")),
}
"""Each made file -> what makes its text. Only the tables of ledger.md and the rules of checks.md
are made."""
