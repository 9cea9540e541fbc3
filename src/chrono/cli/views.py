"""The modules of chrono.view. Each module is imported at its first use, since rich is slow."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from chrono.view import claims as claims
    from chrono.view import compare as compare
    from chrono.view import diff as diff
    from chrono.view import event_page as event_page
    from chrono.view import gaps as gaps
    from chrono.view import lanes as lanes
    from chrono.view import last as last
    from chrono.view import listing as listing
    from chrono.view import problems as problems
    from chrono.view import proof as proof
    from chrono.view import sources as sources
    from chrono.view import summary as summary
    from chrono.view import tables as tables
    from chrono.view import tally as tally
    from chrono.view import timeline as timeline


def __getattr__(name: str) -> Any:
    return import_module(f"chrono.view.{name}")
