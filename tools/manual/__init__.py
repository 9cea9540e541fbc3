"""Generate parts of the documentation with `python -m tools.manual`, run in the root folder.

The test tests/test_manual.py checks that every generated file is up to date.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from tools.manual import catalogue, forms, keytables, reference, rules

ROOT = Path(__file__).parents[2]


def timeline() -> str:
    """Return the picture at the top of the README as SVG, without the user's settings."""
    question = ["export", "svg", "2025", "--contacts"]
    environment = {**os.environ, "CHRONO_CONFIG": os.devnull}
    ledger = ROOT / "data" / "events.toml"
    line = [sys.executable, "-m", "chrono", *question, "-f", str(ledger)]
    made = subprocess.run(line, env=environment, capture_output=True, check=True)
    return made.stdout.decode()


MADE: Mapping[str, Callable[[], str]] = {
    "docs/commands.md": reference.markdown,
    "docs/chrono.1": reference.man,
    "docs/timeline.svg": timeline,
    "docs/errors.md": catalogue.markdown,
    "docs/checks.md": lambda: rules.filled((ROOT / "docs" / "checks.md").read_text("utf-8")),
    "docs/questions.md": lambda: forms.filled((ROOT / "docs" / "questions.md").read_text("utf-8")),
    "docs/ledger.md": lambda: keytables.filled((ROOT / "docs" / "ledger.md").read_text("utf-8")),
}
"""Generated file -> a function that makes its text. In ledger.md only the tables are generated, in
checks.md only the rules, and in questions.md only the forms of periods."""
