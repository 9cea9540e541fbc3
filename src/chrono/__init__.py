"""chrono: a command-line chronology of diplomatic contacts, kept in a plain-text ledger."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

__all__ = [
    "Actor",
    "AskedWrongly",
    "ChronoError",
    "Count",
    "Counts",
    "Event",
    "EventType",
    "Events",
    "Ledger",
    "LedgerError",
    "Period",
    "Problem",
    "Source",
    "When",
    "__version__",
    "load",
    "loads",
]

__version__ = "0.1.0"

if TYPE_CHECKING:
    from chrono.core.counting import Count
    from chrono.core.dates import When
    from chrono.core.model import Actor, Event, EventType, Source
    from chrono.core.periods import Period
    from chrono.errors import AskedWrongly, ChronoError, LedgerError, Problem
    from chrono.library import Counts, Events, Ledger, load, loads

_HOMES = {
    "chrono.core.counting": ("Count",),
    "chrono.core.dates": ("When",),
    "chrono.core.model": ("Actor", "Event", "EventType", "Source"),
    "chrono.core.periods": ("Period",),
    "chrono.errors": ("AskedWrongly", "ChronoError", "LedgerError", "Problem"),
    "chrono.library": ("Counts", "Events", "Ledger", "load", "loads"),
}


def __getattr__(name: str) -> Any:
    """The library's names, imported when they are first used: `chrono --version` needs none."""
    for home, names in _HOMES.items():
        if name in names:
            from importlib import import_module

            return getattr(import_module(home), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
