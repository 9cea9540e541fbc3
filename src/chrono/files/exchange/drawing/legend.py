"""Draw the legend of a timeline and the notes below the legend."""

from __future__ import annotations

from collections.abc import Iterator
from operator import itemgetter

from chrono.core import english
from chrono.core.model import STATUSES
from chrono.files.exchange.drawing.elements import paint, path, text
from chrono.files.exchange.drawing.layout import LINE, TEXT, Layout
from chrono.files.exchange.drawing.marks import NOT_HELD, Pen, described, shape
from chrono.files.exchange.drawing.shapes import number, outline
from chrono.files.exchange.drawing.text_widths import text_width, wrapped
from chrono.files.exchange.drawing.timeline import arrow_head, timeline

_SPACE = 20  # between the items of the legend, in pixels
_SIZE = 10  # of its marks
_MOST_NAMES = 20  # of lanes that are left out


def figure(layout: Layout) -> tuple[list[str], float]:
    """Return (SVG elements of a timeline with a legend and notes, total height [px])."""
    signs, y = _legend(layout, layout.bottom + 10)
    noted, y = notes(layout, y, [*_own_notes(layout)])
    return [*timeline(layout), *signs, *noted], y


def described_lanes(layout: Layout) -> str:
    """Return a description of a timeline, for screen readers."""
    lanes = [f"{block.lane.name}: {block.lane.held}" for block in layout.blocks]
    labelled = {label.wish.event for block in layout.blocks for label in block.labels}
    events = [
        english.capitalised(described(mark.event))
        for mark in layout.marks
        if mark.number in labelled
    ]
    return ". ".join([f"Timeline with {english.plural(len(lanes), 'lane')}", *lanes, *events]) + "."


def _legend(layout: Layout, top: float) -> tuple[list[str], float]:
    drawn: list[str] = []
    x, y = 0.0, top
    for sample, width, words in _items(layout):
        room = width + 7 + text_width(words, TEXT)
        if x and x + room > layout.options.width:
            x, y = 0.0, y + LINE + 4
        place = f"translate({number(x)} {number(y + LINE - 4)})"
        drawn.append(f'<g transform="{place}">{sample}{text(width + 7, 0, words, "quiet")}</g>')
        x += room + _SPACE
    return drawn, y + LINE + 8 if drawn else top


def notes(layout: Layout, top: float, words: list[str]) -> tuple[list[str], float]:
    """Return (SVG elements of notes, y coordinate of the lower end of the notes [px])."""
    lines = [line for note in words for line in wrapped(note, layout.options.width, TEXT)]
    drawn = [text(0, top + at * LINE - 4, line, "quiet") for at, line in enumerate(lines, 1)]
    return drawn, top + len(lines) * LINE


def _own_notes(layout: Layout) -> Iterator[str]:
    if not layout.subset.ledger.events:
        yield "No events."
    number_, labelled = len(layout.marks), sum(len(block.labels) for block in layout.blocks)
    if columns := layout.columns:
        high, wide = english.plural(columns.most, "event"), english.plural(columns.days, "day")
        yield f"The highest column has {high}. A column covers about {wide}."
    elif labelled < number_ and layout.options.labels != "none":
        yield f"{labelled} of {number_} events are labelled."
    for left_out in (block.lane.left_out for block in layout.blocks if block.lane.left_out):
        by = layout.options.by
        number_of = english.plural(len(left_out), by, english.plural_of(by))
        names = english.first_few(left_out, _MOST_NAMES, word="and")
        yield f"Without a lane: {number_of} ({names})."
    if hidden := layout.hidden_arrows:
        links, verb = english.plural(hidden, "link"), "is" if hidden == 1 else "are"
        yield f"{links} between events {verb} not drawn."
    if layout.outside:
        titles = english.first_few([described(event) for event in layout.outside], 3)
        events = english.plural(len(layout.outside), "event")
        yield f"{events} outside these dates not drawn: {titles}."


def _items(layout: Layout) -> Iterator[tuple[str, float, str]]:
    """Yield (SVG, width [px], explanation) for each symbol in the drawing."""
    pen, middle = Pen(_SIZE, layout.options.prefix), -4.5
    if layout.columns:
        for colour, words in (("accent", "contacts"), ("ink", "other events")):
            yield path(outline("square", 5, middle, _SIZE), paint(colour)), 10, words
        return
    events = [mark.event for mark in layout.marks]
    held = [event for event in events if event.status == "held"]
    kinds = {event.type.id: event.type for event in events}
    colour = "accent" if any(event.between_nations for event in events) else "ink"

    def mark(shape: str, status: str, contact: bool, colour: str) -> str:
        return pen.sign(outline(shape, 5, middle, _SIZE), status, contact, colour)

    if layout.options.by != "type":
        for id, kind in layout.subset.ledger.types.items():
            if id in kinds:
                own = "accent" if kind.contact else "ink"
                yield mark(shape(kind), "held", kind.contact, own), 10, kind.label.partition(",")[0]
    if len({event.contact for event in held}) > 1:
        yield mark("disc", "held", False, "ink"), 10, "outlined: not a contact"
    parts = [part for one in layout.marks for part in one.parts]
    lasting = [
        (part.last - part.first, one.event.type)
        for one in layout.marks
        for part in one.parts
        if part.certain and part.last > part.first
    ]
    if lasting:  # as the longest is drawn
        _, kind = max(lasting, key=itemgetter(0))
        bar = outline(shape(kind), 5, middle, _SIZE, 14)
        own = "accent" if kind.contact else "ink"
        yield pen.sign(bar, "held", kind.contact, own), 24, "several days"
    if any(not part.certain for part in parts):
        bar = outline("disc", 5, middle, _SIZE, 24)
        yield pen.sign(bar, "held", True, colour, vague=True), 34, "exact date not known"
    statuses = [status for status in STATUSES if any(one.status == status for one in events)]
    for status in ("planned", "unconfirmed"):
        if status in statuses:
            yield mark("disc", status, False, colour), 10, status
    if crossed := [status for status in statuses if status in NOT_HELD]:
        sample = mark("disc", crossed[0], False, colour) + pen.strike(5, middle)
        yield sample, 10, english.join_or(crossed)
    if layout.arrows:
        line = path(f"M0 {middle}H19", paint(stroke="quiet", width=0.8))
        arrow = line + path(arrow_head(24, middle, 1, 0), paint("quiet"))
        yield arrow, 24, "leads to a follow-up event"
    numbers = [mark.number for block in layout.blocks for mark in block.lane.marks]
    if len(numbers) > len({*numbers}):
        yield path("M5 4V-13", paint(stroke="pale")), 10, "the same event"
