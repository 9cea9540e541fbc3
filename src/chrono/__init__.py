"""chrono: a command-line chronology of diplomatic contacts, kept in a plain-text ledger."""

from __future__ import annotations

TYPE_CHECKING = False
"""Always False. The constant in `typing` takes longer to import than this package."""

if TYPE_CHECKING:
    from typing import Any

    from chrono.core.claims import ClaimVerdict as ClaimVerdict
    from chrono.core.claims import Interpretation as Interpretation
    from chrono.core.counting import Count as Count
    from chrono.core.coverage import CoverageRow as CoverageRow
    from chrono.core.dates import When as When
    from chrono.core.gaps import Gap as Gap
    from chrono.core.gaps import Gaps as Gaps
    from chrono.core.gaps import OpenGap as OpenGap
    from chrono.core.model import Actor as Actor
    from chrono.core.model import Claim as Claim
    from chrono.core.model import Event as Event
    from chrono.core.model import EventType as EventType
    from chrono.core.model import Source as Source
    from chrono.core.overview import Overview as Overview
    from chrono.core.periods import Period as Period
    from chrono.core.query import Match as Match
    from chrono.core.spans import Containment as Containment
    from chrono.errors import ChronoError as ChronoError
    from chrono.errors import LedgerError as LedgerError
    from chrono.errors import Problem as Problem
    from chrono.errors import UsageError as UsageError
    from chrono.library import Counts as Counts
    from chrono.library import EventCount as EventCount
    from chrono.library import Events as Events
    from chrono.library import Explanation as Explanation
    from chrono.library import Ledger as Ledger
    from chrono.library import MergedText as MergedText
    from chrono.library import load as load
    from chrono.library import loads as loads
    from chrono.library import merge as merge
    from chrono.version import __version__ as __version__

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
    "chrono.library": ("Counts", "EventCount", "Events", "Explanation", "Ledger", "MergedText",
                       "load", "loads", "merge"),
    "chrono.version": ("__version__",),
}  # fmt: skip
"""For each module, the public names that it defines. They are imported on first use."""

__all__ = [name for names in _HOMES.values() for name in names]

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
    """Return the public object called `name`. Its module is imported on first use.

    A former name causes a DeprecationWarning. Raises AttributeError for an unknown name.
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
