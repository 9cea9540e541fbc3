"""Makes what is made of the documentation: `python docs/make.py` writes it.

tests/test_manual.py holds every made file to what is made now.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import catalogue
import keytables
import reference

ROOT = Path(__file__).parent.parent

MADE: Mapping[str, Callable[[], str]] = {
    "docs/commands.md": reference.markdown,
    "docs/chrono.1": reference.man,
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
