"""Draw a timeline as SVG: lanes of marks along an axis, with labels and arrows."""

from __future__ import annotations

from collections.abc import Iterator
from math import hypot

from chrono.files.exchange.drawing.elements import (
    fade,
    half,
    joined_paths,
    paint,
    path,
    plain,
    rect,
    text,
)
from chrono.files.exchange.drawing.labels import Placed
from chrono.files.exchange.drawing.layout import LINE, NAME, TEXT, Block, Layout, Place
from chrono.files.exchange.drawing.marks import Pen, shape
from chrono.files.exchange.drawing.shapes import number, outline
from chrono.files.exchange.drawing.text_widths import text_width, widest

_SHORT = 6  # the least length of an arrow from the end of one mark to the beginning of the next
_FAR = 16  # how far before a mark an arrow turns towards it
_MOST_LINKS = 5000  # marks that are links; more would be too small to be clicked on, and too slow
_TOGETHER = 200  # how many of them are drawn together
_STYLES = {"date": ("ink", ' font-weight="bold"'), "status": ("accent", ""), "text": ("ink", "")}
"""The colour and the other attributes of each style of a label's lines."""


def timeline(layout: Layout) -> Iterator[str]:
    """Yield the SVG elements of a timeline."""
    pen = Pen(layout.size, layout.options.prefix)
    yield from _definitions(layout)
    yield from _axis(layout)
    for y in (layout.bottom, *(block.top for block in layout.blocks)):
        line = f"M0 {number(y)}H{number(layout.options.width)}"
        yield path(line, paint(stroke="rule"))
    if not layout.columns:
        yield from _joints(layout)
    for start, end in layout.arrows:
        yield from _arrow(layout, start, end)
    for block in layout.blocks:
        yield from _name(layout, block, pen)
        yield from _grounds(block)
    yield f'<g clip-path="url(#{layout.options.prefix}plot)">'
    for lane, block in enumerate(layout.blocks):
        if layout.columns:
            yield from layout.columns.drawn(lane, block.base)
        else:
            yield from _marks(layout, block, pen)
    yield "</g>"
    for block in layout.blocks:
        for label in block.labels:
            yield from _words(block, label)


def _definitions(layout: Layout) -> Iterator[str]:
    prefix = layout.options.prefix
    yield "<defs>"
    for colour in ("accent", "quiet"):
        yield fade(f"{prefix}fade-{colour}", colour)
        yield half(f"{prefix}half-{colour}", colour)
    plot = rect(layout.indent, 0, layout.options.width, layout.bottom, "none")
    yield f'<clipPath id="{prefix}plot">{plot}</clipPath>'
    yield "</defs>"


def _axis(layout: Layout) -> Iterator[str]:
    levels = layout.axis.ticks(TEXT) if layout.axis else []
    for level, ticks in enumerate(levels, 2 - len(levels)):
        y = level * LINE + TEXT
        major = level < 1 or len(levels) == 1
        for tick in ticks:
            line = f"M{number(tick.x)} {number(y - TEXT + 1)}V{number(layout.bottom)}"
            yield path(line, paint(stroke="rule", width=1.4 if major else 0.8))
            if tick.label:
                bold = ' font-weight="bold"' if major else ""
                yield text(tick.x + 4, y, tick.label, "ink" if major else "quiet", bold)


def _name(layout: Layout, block: Block, pen: Pen) -> Iterator[str]:
    lane = block.lane
    y = block.base + 9 if layout.indent else block.top + LINE + 2
    indent = 17.0 if lane.kind else 0.0
    lines = layout.name(lane)
    number_ = str(lane.held) if lane.held.max else ""
    end = indent + text_width(lines[-1], NAME) + 6
    if not layout.indent:  # hide the lines of the axis
        right = max(end + text_width(number_, TEXT), indent + widest(lines, NAME)) + 3
        yield rect(0, y - LINE, right, y + (len(lines) - 1) * LINE + 4, "paper")
    if kind := lane.kind:
        colour = "accent" if kind.contact else "ink"
        yield pen.sign(outline(shape(kind), 5, y - 4.5, 10), "held", kind.contact, colour)
    for at, line in enumerate(lines):
        yield text(indent, y + at * LINE, line, "ink", f' font-size="{NAME}"')
    if number_ and layout.indent:
        yield text(layout.indent - 12, y, number_, "quiet", ' text-anchor="end"')
    elif number_:
        yield text(end, y + (len(lines) - 1) * LINE, number_, "quiet")


def _marks(layout: Layout, block: Block, pen: Pen) -> Iterator[str]:
    places = [(mark, layout.y(block, mark)) for mark in block.lane.marks]
    if not layout.options.linked:
        yield from (pen.mark(*place) for place in places)
    elif len(layout.marks) <= _MOST_LINKS:
        for mark, y in places:
            yield f'<a href="#{plain(mark.event.id)}" tabindex="-1">{pen.mark(mark, y)}</a>'
    else:
        for first in range(0, len(places), _TOGETHER):
            drawn = "".join(pen.drawn(*place) for place in places[first : first + _TOGETHER])
            yield joined_paths(drawn)


def _joints(layout: Layout) -> Iterator[str]:
    ends: dict[int, list[tuple[float, float]]] = {}
    for block in layout.blocks:
        for mark in block.lane.marks:
            middle = (mark.first + mark.last) / 2
            ends.setdefault(mark.number, []).append((middle, layout.y(block, mark)))
    for points in ends.values():
        if len(points) > 1:
            (x, top), (_, bottom) = points[0], points[-1]
            yield path(f"M{number(x)} {number(top)}V{number(bottom)}", paint(stroke="pale"))


def _arrow(layout: Layout, start: Place, end: Place) -> Iterator[str]:
    reach = layout.size / 2 + 1.5
    (_, one), (_, other) = start, end
    y, to_y = layout.y(*start), layout.y(*end)
    x, to_x = one.last + reach, other.first - reach
    length = to_x - x
    if length >= _SHORT:
        sag = min(14.0, 5 + length / 14) if start[0] is end[0] else 0.0
        bend = length * (0.25 if sag else 0.5)
        curve = [(x, y), (x + bend, y + sag), (to_x - bend, to_y + sag), (to_x, to_y)]
    elif y == to_y:  # from below one mark to below the next
        x, to_x, y = one.last, other.first, y + reach
        curve = [(x, y), (x, y + _SHORT), (to_x, y + _SHORT), (to_x, y)]
    else:
        side = reach if to_y > y else -reach
        x, y = (one.first + one.last) / 2, y + side
        if x - to_x < _FAR:
            curve = [(x, y), (x, y + (to_y - y) * 0.6), (to_x - _FAR, to_y), (to_x, to_y)]
        else:  # the possible days of the second begin long before
            curve = [(x, y), (x, y), (x, y), (min(x, other.last), to_y - side)]
    begin, *others = (f"{number(right)} {number(down)}" for right, down in curve)
    yield path(f"M{begin}C{' '.join(others)}", paint(stroke="quiet", width=0.7))
    (from_x, from_y), (to_x, to_y) = curve[2:]
    yield path(arrow_head(to_x, to_y, to_x - from_x, to_y - from_y), paint("quiet"))


def arrow_head(x: float, y: float, right: float, down: float) -> str:
    """Return the SVG path data of an arrowhead with its tip at (x, y) [px].

    `right`, `down`: the direction of the arrow, as a vector.
    """
    long, wide = (size / (hypot(right, down) or 1) for size in (5.5, 2.4))
    back = (x - right * long, y - down * long)
    left, other = ((back[0] - down * side, back[1] + right * side) for side in (wide, -wide))
    corners = (f"{number(corner[0])} {number(corner[1])}" for corner in ((x, y), left, other))
    return f"M{'L'.join(corners)}z"


def _grounds(block: Block) -> Iterator[str]:
    for label in block.labels:
        start, end = block.base - label.rise, block.base + label.wish.depth
        line = f"M{number(label.anchor)} {number(start)}V{number(end)}"
        yield path(line, paint(stroke="quiet", width=0.8))
    for label in block.labels:
        top, bottom = block.base - label.top, block.base - label.rise
        yield rect(label.left - 2, top, label.right + 2, bottom, "paper")


def _words(block: Block, label: Placed) -> Iterator[str]:
    x, end = (label.right, ' text-anchor="end"') if label.to_left else (label.left, "")
    for at, (style, line) in enumerate(label.wish.lines, 1):
        colour, more = _STYLES[style]
        yield text(x, block.base - label.top + at * LINE - 4, line, colour, more + end)
