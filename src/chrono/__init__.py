"""chrono: a command-line chronology of diplomatic contacts, kept in a plain-text ledger."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

__all__ = ["ChronoError", "Event", "Ledger", "LedgerError", "Period", "__version__", "load"]

__version__ = "0.1.0"

if TYPE_CHECKING:
    from chrono.core.model import Event, Ledger
    from chrono.core.periods import Period
    from chrono.errors import ChronoError, LedgerError
    from chrono.files.ledger import load

_HOMES = {
    "ChronoError": "chrono.errors",
    "LedgerError": "chrono.errors",
    "Event": "chrono.core.model",
    "Ledger": "chrono.core.model",
    "Period": "chrono.core.dates",
    "load": "chrono.files.ledger",
}


def __getattr__(name: str) -> Any:
    """The library's names, imported when they are first used: `chrono --version` needs none."""
    if name in _HOMES:
        from importlib import import_module

        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
