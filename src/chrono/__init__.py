"""chrono: a command-line chronology of diplomatic contacts, kept in a plain-text ledger."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

__all__ = [
    "Actor",
    "AskedWrongly",
    "ChronoError",
    "Claim",
    "Count",
    "Counts",
    "Event",
    "EventType",
    "Events",
    "Fit",
    "Gaps",
    "Hit",
    "Judged",
    "Ledger",
    "LedgerError",
    "Overview",
    "Period",
    "Problem",
    "Reading",
    "Running",
    "Silence",
    "Source",
    "When",
    "__version__",
    "load",
    "loads",
]

__version__ = "0.1.0"

if TYPE_CHECKING:
    from chrono.core.claims import Judged, Reading
    from chrono.core.counting import Count
    from chrono.core.dates import Fit, When
    from chrono.core.gaps import Gaps, Running, Silence
    from chrono.core.model import Actor, Claim, Event, EventType, Source
    from chrono.core.overview import Overview
    from chrono.core.periods import Period
    from chrono.core.query import Hit
    from chrono.errors import AskedWrongly, ChronoError, LedgerError, Problem
    from chrono.library import Counts, Events, Ledger, load, loads

_HOMES = {
    "chrono.core.claims": ("Judged", "Reading"),
    "chrono.core.counting": ("Count",),
    "chrono.core.dates": ("Fit", "When"),
    "chrono.core.model": ("Actor", "Claim", "Event", "EventType", "Source"),
    "chrono.core.overview": ("Overview",),
    "chrono.core.periods": ("Period",),
    "chrono.core.query": ("Hit",),
    "chrono.core.gaps": ("Gaps", "Running", "Silence"),
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


def __dir__() -> list[str]:
    """All of them, those too that nobody has used yet."""
    return sorted({*globals(), *__all__})
