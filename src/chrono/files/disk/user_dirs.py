"""The user's own folders: where data and settings are kept, and where a cache may be.

By the XDG base directory specification that is quickly said; where a system has folders of its own,
the library that knows them is asked, which takes longer than reading a ledger.
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
    """chrono's own folder of that kind; it need not be there. None for who has no home."""
    if sys.platform in ("darwin", "win32"):
        import platformdirs

        named = {
            "data": platformdirs.user_data_dir,
            "cache": platformdirs.user_cache_dir,
            "config": platformdirs.user_config_dir,
        }
        return named[kind]("chrono", appauthor=False)
    variable, usual = _XDG[kind]
    base = os.environ.get(variable, "")
    if not os.path.isabs(base):
        base = os.path.join(os.path.expanduser("~"), usual)
    return os.path.join(base, "chrono") if os.path.isabs(base) else None
