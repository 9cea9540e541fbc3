"""Draw the timeline of the web page twice: for wide screens and print, and for phones."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from chrono.core.subset import Subset
from chrono.files.exchange.drawing.elements import COLOURS, style
from chrono.files.exchange.drawing.layout import Layout, Options
from chrono.files.exchange.drawing.legend import described_lanes, figure

_WIDTHS = {"wide": 888, "narrow": 350}
"""The widths of the drawings in pixels, for the page and for a phone."""

_FEW = 5  # the greatest number of events that have labels on a phone

TINTS = style({name: f"var(--{name})" for name in COLOURS})
"""The style sheet that gives the drawings the colours of the page."""


class PageDrawing(NamedTuple):
    """A drawing on the web page, with a size in pixels.

    - `name`: the CSS class
    - `about`: a description of the drawing, for screen readers
    """

    name: str
    width: float
    height: float
    text: str
    about: str


def page_drawings(subset: Subset) -> Iterator[PageDrawing]:
    """Yield a wide and a narrow drawing of the timeline.

    The narrow drawing has labels only if there are few events.
    """
    few = len(subset.ledger.events) <= _FEW
    for name, width in _WIDTHS.items():
        labels = "title" if few or name == "wide" else "none"
        layout = Layout(subset, Options("type", labels, width, prefix=f"_{name}-", linked=True))
        elements, height = figure(layout)
        text = "\n".join(elements)
        yield PageDrawing(name, width, round(height, 1), text, described_lanes(layout))
