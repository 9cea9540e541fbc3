"""chrono: a command-line chronology of diplomatic contacts, kept in a plain-text ledger."""

from __future__ import annotations

TYPE_CHECKING = False
"""Always False. The constant in `typing` takes longer to import than this package."""

__all__ = [
    "Actor",
    "ChronoError",
    "Claim",
    "ClaimVerdict",
    "Containment",
    "Count",
    "Counts",
    "CoverageRow",
    "Event",
    "EventCount",
    "EventType",
    "Events",
    "Explanation",
    "Gap",
    "Gaps",
    "Interpretation",
    "Ledger",
    "LedgerError",
    "Match",
    "MergedText",
    "OpenGap",
    "Overview",
    "Period",
    "Problem",
    "Source",
    "UsageError",
    "When",
    "__version__",
    "load",
    "loads",
    "merge",
]

if TYPE_CHECKING:
    from typing import Any

    from chrono.core.claims import ClaimVerdict, Interpretation
    from chrono.core.counting import Count
    from chrono.core.coverage import CoverageRow
    from chrono.core.dates import When
    from chrono.core.gaps import Gap, Gaps, OpenGap
    from chrono.core.model import Actor, Claim, Event, EventType, Source
    from chrono.core.overview import Overview
    from chrono.core.periods import Period
    from chrono.core.query import Match
    from chrono.core.spans import Containment
    from chrono.errors import ChronoError, LedgerError, Problem, UsageError
    from chrono.library import (
        Counts,
        EventCount,
        Events,
        Explanation,
        Ledger,
        MergedText,
        load,
        loads,
        merge,
    )
    from chrono.version import __version__

_HOMES = {
    "chrono.core.claims": ("ClaimVerdict", "Interpretation"),
    "chrono.core.counting": ("Count",),
    "chrono.core.coverage": ("CoverageRow",),
    "chrono.core.dates": ("When",),
    "chrono.core.spans": ("Containment",),
    "chrono.core.model": ("Actor", "Claim", "Event", "EventType", "Source"),
    "chrono.core.overview": ("Overview",),
    "chrono.core.periods": ("Period",),
    "chrono.core.query": ("Match",),
    "chrono.core.gaps": ("Gaps", "OpenGap", "Gap"),
    "chrono.errors": ("UsageError", "ChronoError", "LedgerError", "Problem"),
    "chrono.library": (
        "Counts",
        "EventCount",
        "Events",
        "Explanation",
        "Ledger",
        "MergedText",
        "load",
        "loads",
        "merge",
    ),
    "chrono.version": ("__version__",),
}


_FORMER = {
    "AskedWrongly": "UsageError",
    "Fit": "Containment",
    "Hit": "Match",
    "Judged": "ClaimVerdict",
    "Reading": "Interpretation",
    "Running": "OpenGap",
    "Silence": "Gap",
}
"""For each former public name, the current name. The next release still has both."""


def __getattr__(name: str) -> Any:
    """Return the public object `name`, imported on first use.

    Raises AttributeError if there is none.
    """
    if name in _FORMER:
        from warnings import warn

        warn(f"chrono.{name} is now chrono.{_FORMER[name]}", DeprecationWarning, stacklevel=2)
        name = _FORMER[name]
    for home, names in _HOMES.items():
        if name in names:
            from importlib import import_module

            return getattr(import_module(home), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    """Return the names of all public objects, including those that are not imported yet."""
    return sorted({*globals(), *__all__})
