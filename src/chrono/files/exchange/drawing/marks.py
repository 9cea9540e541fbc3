"""Draw the marks of events.

The type of an event decides the shape of its mark. The status and the date decide whether the mark
is filled, outlined, fading or crossed out.
"""

from __future__ import annotations

from chrono.core import english
from chrono.core.looks import own_look
from chrono.core.model import Event, EventType
from chrono.files.exchange.drawing.elements import paint, path, plain
from chrono.files.exchange.drawing.lanes import Mark
from chrono.files.exchange.drawing.shapes import number, outline

NOT_HELD = ("postponed", "cancelled", "denied")
"""The statuses of events that are crossed out."""


def shape(kind: EventType) -> str:
    """Return the name of the shape for a type of event, such as "disc"."""
    return (kind.look or own_look(kind.contact, ())).shape


def described(event: Event) -> str:
    """Return a text about an event: `30 Oct 2025: Xi and Trump meet in Busan (planned)`."""
    status = "" if event.status == "held" else f" ({event.status})"
    return f"{english.date(event.when)}: {event.title}{status}"


class Pen:
    """A pen that draws marks of the size `size` [px].

    `prefix`: the beginning of the ids of gradients.
    """

    def __init__(self, size: float, prefix: str) -> None:
        self.size, self.prefix = size, prefix

    def mark(self, mark: Mark, y: float) -> str:
        """Return the SVG of an event's mark with a tooltip. `y`: the middle of the mark [px]."""
        return f"<g><title>{plain(described(mark.event))}</title>{self.drawn(mark, y)}</g>"

    def drawn(self, mark: Mark, y: float) -> str:
        """Return the SVG of an event's mark without a tooltip. `y`: the middle of the mark [px]."""
        event, drawn = mark.event, ""
        colour = "accent" if event.between_nations else "ink"
        if len(mark.parts) > 1:
            line = f"M{number(mark.first)} {number(y)}H{number(mark.last)}"
            drawn = path(line, f'{paint(stroke=colour)} stroke-dasharray="1.5 2"')
        for first, last, certain in mark.parts:
            data = outline(shape(event.type), first, y, self.size, last - first)
            drawn += self.sign(data, event.status, event.contact, colour, not certain)
        if event.status in NOT_HELD:
            drawn += self.strike((mark.first + mark.last) / 2, y)
        return drawn

    def sign(self, data: str, status: str, contact: bool, colour: str, vague: bool = False) -> str:
        """Return the SVG path of a shape, filled and outlined to show a status.

        - `data`: the path data of the shape
        - `contact`: whether the event is a held contact
        - `vague`: whether the shape is for days on which the event may not have taken place
        """
        line = "quiet" if status in NOT_HELD else colour
        tint = "accent" if colour == "accent" else "quiet"
        dashes = ' stroke-dasharray="2 1.6"' if status == "planned" else ""
        if vague:
            fill = f"url(#{self.prefix}fade-{tint})"
            return path(data, paint(fill, "" if status == "held" else line) + dashes)
        if contact:
            return path(data, paint(colour))
        filled = path(data, paint("paper", line, 1.3) + dashes)
        if status == "unconfirmed":
            filled += path(data, paint(f"url(#{self.prefix}half-{tint})"))
        return filled

    def strike(self, x: float, y: float) -> str:
        """Return the SVG path that crosses out a mark. `x`, `y`: the middle of the mark [px]."""
        reach = self.size * 0.75
        line = f"M{number(x - reach)} {number(y + reach)}L{number(x + reach)} {number(y - reach)}"
        return path(line, paint(stroke="quiet", width=1.3))
