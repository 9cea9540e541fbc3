"""Parse the source code of chrono, for the tests that look at it."""

from __future__ import annotations

import ast
import gc
from collections.abc import Iterable
from pathlib import Path


def parsed(paths: Iterable[Path]) -> dict[Path, ast.Module]:
    """Return the syntax tree of each Python file.

    Garbage collection pauses meanwhile: it would search the growing trees again and again, which
    takes twice as long as parsing.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        return {path: ast.parse(path.read_text(encoding="utf-8")) for path in paths}
    finally:
        if was_enabled:
            gc.enable()
