"""The user's own folders for data, settings and the cache.

They follow the XDG base directory specification. macOS and Windows have folders of their own, which
a library knows; to load it takes longer than to read a ledger.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Literal

PACKAGE = Path(__file__).parents[2]
"""The folder of the package itself."""

_XDG = {
    "data": ("XDG_DATA_HOME", ".local/share"),
    "cache": ("XDG_CACHE_HOME", ".cache"),
    "config": ("XDG_CONFIG_HOME", ".config"),
}


def user_folder(kind: Literal["data", "cache", "config"]) -> str | None:
    """The folder of chrono, which may be missing; None for a user without a home folder."""
    if sys.platform in ("darwin", "win32"):
        import platformdirs

        folder: str = getattr(platformdirs, f"user_{kind}_dir")("chrono", appauthor=False)
        return folder
    variable, usual = _XDG[kind]
    base = os.environ.get(variable, "")
    if not os.path.isabs(base):
        base = os.path.join(os.path.expanduser("~"), usual)
    return os.path.join(base, "chrono") if os.path.isabs(base) else None
