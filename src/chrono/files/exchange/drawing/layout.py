"""Calculate the places of the axis, lanes, marks, labels and arrows of a timeline."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from chrono.core import english
from chrono.core.dates import When
from chrono.core.subset import Subset
from chrono.core.timeline_days import axis_days
from chrono.files.exchange.drawing.columns import HEIGHT, MANY, Columns
from chrono.files.exchange.drawing.labels import LABELS, Placed, Wish, arrange, height
from chrono.files.exchange.drawing.lanes import Lane, Mark, importance, in_rows, lanes, mark
from chrono.files.exchange.drawing.text_widths import balanced, text_width, widest, wrapped
from chrono.files.exchange.drawing.time_axis import TimeAxis

TEXT, LINE, NAME = 12, 15, 13
"""The size of text, the distance of its lines, and the size of the names of lanes, in pixels."""

_SIZES = (10, 8, 6, 4.5, 3)  # of marks: the fewer rows, the larger
_APART = 2  # the distance of rows of marks
_EDGE = 6  # the space at both ends of the axis, for half a mark
_COLUMN = 148  # the width of the column with the names of lanes
_WIDE = 560  # the least width with such a column; otherwise names are above lanes
_ABOVE, _BELOW = 8, 13  # the space above the labels of a lane, and below its marks
_WIDTHS = (112, 150, 190, 240)  # of labels
_DATE = 170  # the width of a date in a label that is not wrapped
_MOST_LINES = 5  # of a label, below its date
_FEW = 8  # the greatest number of events of which all are labelled, whatever the height
_MOST_FAILURES = 60  # labels that do not fit, one after another, until no more are tried
_MOST_ARROWS = 60  # with more, none can be followed
_LONG = 730  # the least number of days on the axis with which labels have years


def _date(when: When, year: bool) -> str:
    brief = english.brief if when.one_of_a_set else english.compact
    return re.sub(r"(?<=[0-9]) (?=[A-Z])", "\N{NO-BREAK SPACE}", brief(when, year))


class Options(NamedTuple):
    """The options of a drawing. The width is in pixels.

    - `by`: the dimension of the lanes, such as "type" or "actor"
    - `labels`: a key of LABELS, which decides the text of labels
    - `prefix`: the beginning of all ids in the drawing
    - `linked`: whether a mark is a link to its event on the same page
    - `arrows`: whether to draw an arrow from each event to those that follow it up
    """

    by: str = "type"
    labels: str = "title"
    width: float = 960
    prefix: str = ""
    linked: bool = False
    arrows: bool = False


class Block(NamedTuple):
    """A lane with its labels, at a place in the drawing.

    - `top`: the y coordinate of the upper end of the lane [px]
    - `bottom`: the y coordinate of the lower end of the lane [px]
    - `base`: the y coordinate of the upper end of the marks [px]
    """

    lane: Lane
    labels: Sequence[Placed]
    top: float
    base: float
    bottom: float


Place = tuple[Block, Mark]
"""A mark, and the block of its lane."""


class Layout:
    """The layout of a timeline. All lengths are in pixels.

    - `axis`: the axis, or None if no event can be drawn
    - `outside`: the events that are not on the axis
    - `indent`: the width of the column with the names of lanes, or 0 if the names are above the
      lanes
    - `columns`: the columns of the lanes, or None if the lanes have marks
    - `bottom`: the y coordinate of the lower end of the last lane
    - `arrows`: (start, end) of each arrow from an event to a follow-up, both as (block, mark)
    - `hidden_arrows`: the number of arrows that are not drawn because there are too many
    """

    def __init__(self, subset: Subset, options: Options) -> None:
        self.subset, self.options = subset, options
        self.indent = _COLUMN if options.width >= _WIDE else 0
        events = subset.ledger.events
        days = axis_days(subset.period, {event.when for event in events})
        self.axis = days and TimeAxis(*days, self.indent + _EDGE, options.width - _EDGE)
        marks = [mark(n, one, self.axis) for n, one in enumerate(events)] if self.axis else []
        self.marks = [one for one in marks if one]
        drawn = {one.number for one in self.marks}
        self.outside = [event for n, event in enumerate(events) if n not in drawn]
        many = len(self.marks) > MANY
        self._order = {} if many else importance(subset)
        self.size, self._lanes = self._with_rows(many)
        self.columns = Columns(self.axis, self._lanes) if many and self.axis else None
        self.blocks = self._in_place()
        self.bottom = self.blocks[-1].bottom if self.blocks else 0.0
        links = [*self._links()] if options.arrows else []
        self.arrows = links if len(links) <= _MOST_ARROWS and not many else []
        self.hidden_arrows = len(links) - len(self.arrows)

    def y(self, block: Block, one: Mark) -> float:
        """Return the y coordinate of the middle of a mark [px]. `block`: the lane of the mark."""
        return block.base + self._depth(one) + self.size / 2

    def name(self, lane: Lane) -> list[str]:
        """Return the name of a lane, as lines that fit beside or above the lane."""
        room = (self.indent or self.options.width) - 24 - text_width(str(lane.held), NAME)
        return wrapped(lane.name, room, NAME)

    def _links(self) -> Iterator[tuple[Place, Place]]:
        places: dict[str, list[Place]] = {}
        for block in self.blocks:
            for one in block.lane.marks:
                places.setdefault(one.event.id, []).append((block, one))
        for ends in places.values():
            for id in ends[0][1].event.follows:
                pairs = [(start, end) for start in places.get(id, []) for end in ends]
                if pairs:  # in the same lane, if possible
                    yield next((pair for pair in pairs if pair[0][0] is pair[1][0]), pairs[0])

    def _depth(self, one: Mark) -> float:
        return one.row * (self.size + _APART)

    def _with_rows(self, many: bool) -> tuple[float, list[Lane]]:
        found = [*lanes(self.subset, self.options.by, self.marks)] if self.marks else []
        if many:
            return _SIZES[-1], found
        most = 0.12 * self.options.width + 60 + 8 * len(found)
        for size in _SIZES:
            least = sum(len(lane.marks) for lane in found) * size / self.options.width
            if least * size > most and size != _SIZES[-1]:
                continue
            placed = [lane._replace(marks=in_rows(lane.marks, self._order, size)) for lane in found]
            if sum(lane.rows - 1 for lane in placed) * (size + _APART) <= most:
                break
        return size, placed

    def _in_place(self) -> list[Block]:
        blocks: list[Block] = []
        top = 2.0 * LINE + 8
        for lane, labels in zip(self._lanes, self._labels(), strict=True):
            name = 0 if self.indent else len(self.name(lane)) * LINE + 2
            base = top + name + _ABOVE + height(labels)
            rows = HEIGHT if self.columns else lane.rows * (self.size + _APART)
            bottom = base + rows + _BELOW
            if self.indent:
                bottom = max(bottom, base + len(self.name(lane)) * LINE + 4)
            blocks.append(Block(lane, labels, top, base, bottom))
            top = bottom
        return blocks

    def _labels(self) -> list[list[Placed]]:
        placed: list[list[Placed]] = [[] for _ in self._lanes]
        if self.options.labels == "none" or self.columns:
            return placed
        number = len(self.marks)
        room = 90.0 * number if number <= _FEW else 0.22 * self.options.width + 70
        where: dict[int, tuple[int, Mark]] = {}
        for at, lane in enumerate(self._lanes):
            for one in lane.marks:
                where.setdefault(one.number, (at, one))
        failures = 0
        for at, one in sorted(where.values(), key=lambda row: self._rank(row[1])):
            most = room - sum(map(height, placed)) + height(placed[at])
            for wish in self._wishes(self._lanes[at], one):
                wishes = [*(label.wish for label in placed[at]), wish]
                new = arrange(wishes, self.indent, self.options.width, self.size / 2)
                if new is not None and height(new) <= most:
                    placed[at] = new
                    failures = 0
                    break
            else:
                failures += 1
            if failures > _MOST_FAILURES:
                break
        return placed

    def _rank(self, one: Mark) -> tuple[int, ...]:
        return (*self._order[one.event.id], one.number)

    def _wishes(self, lane: Lane, one: Mark) -> Iterator[Wish]:
        event, axis = one.event, self.axis
        anchors, depth = self._anchors(axis, lane, one) if axis else ([], 0)
        if axis is None or not anchors:
            return
        date = _date(event.when, (axis.last - axis.first).days >= _LONG)
        words = LABELS[self.options.labels](event)
        forms = set()
        for width in _WIDTHS:
            dates = wrapped(date, max(width, _DATE), TEXT, bold=True)
            status = [event.status] if event.status != "held" else []
            lines = balanced(words, width, TEXT) if words else []
            if len(lines) <= _MOST_LINES:
                room = max(widest(dates, TEXT, bold=True), widest([*status, *lines], TEXT))
                styled = [("date", line) for line in dates]
                styled += [("status", line) for line in status]
                styled += [("text", line) for line in lines]
                forms.add((len(lines) > 3, room, tuple(styled)))
        for _, room, styled_lines in sorted(forms):
            height = len(styled_lines) * LINE
            yield Wish(one.number, anchors, depth, styled_lines, room, height)

    def _anchors(self, axis: TimeAxis, lane: Lane, one: Mark) -> tuple[list[float], float]:
        """Return (x coordinates, depth) of the points at which a label's line can end.

        The depth is the distance from the top of the lane's marks down to the points [px].
        """
        first, last = max(one.first, axis.left), min(one.last, axis.right)
        shares = (0.5, 0.3, 0.7, 0.1, 0.9) if last - first > 2 * self.size else (0.5,)
        reach = self.size / 2 + 1
        above = [
            (other.first - reach, other.last + reach)
            for other in lane.marks
            if other.row < one.row and other.first - reach < last and other.last + reach > first
        ]
        places = [first + (last - first) * share for share in shares]
        free = [x for x in places if not any(start < x < end for start, end in above)]
        if free or len(self.marks) > _FEW:
            return free, self._depth(one)
        return places[:1], 0
