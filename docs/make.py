"""Makes what is made of the documentation: `python docs/make.py` writes it.

tests/test_manual.py holds every made file to what is made now.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import catalogue
import keytables
import reference

ROOT = Path(__file__).parent.parent


def lanes() -> str:
    """The picture at the head of the README, as anybody's terminal of 112 columns makes it."""
    asked = ["timeline", "2025", "--lanes", "--contacts", "--limit", "12", "--svg", "-"]
    environment = {**os.environ, "COLUMNS": "112", "CHRONO_CONFIG": os.devnull}
    ledger = ROOT / "data" / "events.toml"
    line = [sys.executable, "-m", "chrono", *asked, "-f", str(ledger)]
    made = subprocess.run(line, env=environment, capture_output=True, check=True)
    return made.stdout.decode()


MADE: Mapping[str, Callable[[], str]] = {
    "docs/commands.md": reference.markdown,
    "docs/chrono.1": reference.man,
    "docs/lanes.svg": lanes,
    "docs/errors.md": catalogue.markdown,
    "docs/ledger.md": lambda: keytables.filled((ROOT / "docs" / "ledger.md").read_text("utf-8")),
}
"""Each made file -> what makes its text; of ledger.md the tables alone are made."""


def main() -> int:
    """Write what is out of date, and name it."""
    for name, make in MADE.items():
        path, text = ROOT / name, make()
        if not path.exists() or path.read_bytes() != text.encode():
            path.write_text(text, encoding="utf-8", newline="")
            print(name)
    return 0


if __name__ == "__main__":
    sys.exit(main())
