"""Place the labels above the marks of a lane so that no two labels collide.

Heights are measured upwards from the top of the marks [px].
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

from chrono.core import english
from chrono.core.model import Event

_GAP = 4  # the least distance between labels, and from a label to the marks
_COLUMN = 8  # the least distance of marks that are not in one column
_CLEAR = 3  # the least distance between a line and a label
_FAR = 2 * _GAP + 1  # labels at this distance from each other never collide


LABELS: Mapping[str, Callable[[Event], str]] = {
    "title": lambda event: event.title,
    "place": lambda event: event.place or "",
    "actors": lambda event: english.join_and([actor.name for actor in event.actors]),
    "date": lambda event: "",
    "none": lambda event: "",
}
"""A function for each value of `--labels`, which returns the text of an event's label.

The date is above this text. With "none", events have no labels.
"""


class Wish(NamedTuple):
    """A label that is not placed yet. All lengths are in pixels.

    - `event`: the position of the label's event in the ledger, from 0
    - `anchors`: the x coordinates at which the line from the label to the mark may end
    - `depth`: the distance from the top of the lane's marks down to the end of the line
    - `lines`: (style, text) of each line. The style is "date", "status" or "text".
    """

    event: int
    anchors: Sequence[float]
    depth: float
    lines: Sequence[tuple[str, str]]
    width: float
    height: float


class Placed(NamedTuple):
    """A label at a place above the marks of a lane. All lengths are in pixels.

    - `anchor`: the x coordinate of the line from the label to the mark
    - `rise`: the height of the lower edge of the label above the marks
    """

    wish: Wish
    anchor: float
    left: float
    right: float
    rise: float

    @property
    def to_left(self) -> bool:
        """Return whether most of the label is to the left of its line to the mark."""
        return self.right - self.anchor < self.anchor - self.left

    @property
    def top(self) -> float:
        """Return the height of the upper edge of the label above the marks [px]."""
        return self.rise + self.wish.height

    def collides(self, other: Placed) -> bool:
        """Return whether two labels are too close, or one of their lines crosses the other label.

        A crossing is allowed if the two lines are less than 8 px apart.
        """
        if abs(self.anchor - other.anchor) < _COLUMN:
            return self._covers(other)
        return (
            self._covers(other) or self._crosses(other.anchor, other.rise)
            or other._crosses(self.anchor, self.rise)
        )  # fmt: skip

    def _covers(self, other: Placed) -> bool:
        beside = self.left < other.right + _GAP * 2 and other.left < self.right + _GAP * 2
        return beside and self.rise < other.top + _GAP and other.rise < self.top + _GAP

    def _crosses(self, x: float, rise: float) -> bool:
        return self.left - _CLEAR < x < self.right + _CLEAR and self.rise < rise


def arrange(wishes: Sequence[Wish], left: float, right: float, inset: float) -> list[Placed] | None:
    """Return the labels at places where no two labels collide, or None if there are no such places.

    `inset`: the distance from the edge of a label to the label's line [px].
    """
    ordered = sorted(wishes, key=lambda wish: (wish.anchors[0], wish.event))
    found: list[list[Placed]] = []
    for turn in range(len(ordered) + 1):
        # Each label is above the one before it, if they collide otherwise.
        to_right = [(wish, False) for wish in reversed(ordered[:turn])]
        to_left = [(wish, True) for wish in ordered[turn:]]
        for sequence in ([*to_right, *to_left], [*to_left, *to_right])[
            : 1 + (0 < turn < len(ordered))
        ]:
            if placed := _placed(sequence, left, right, inset):
                found.append(placed)
    return min(found, key=_cost, default=None)


def _placed(
    sequence: Iterable[tuple[Wish, bool]], left: float, right: float, inset: float
) -> list[Placed] | None:
    placed: list[Placed] = []
    for wish, to_left in sequence:
        if (new := _lowest(wish, placed, left, right, inset, to_left)) is None:
            return None
        placed.append(new)
    return placed


def height(labels: Iterable[Placed]) -> float:
    """Return the height [px] of the highest label, above the top of the marks, or 0."""
    return max((label.top for label in labels), default=0)


def _cost(labels: Sequence[Placed]) -> float:
    rises = sum(label.rise for label in labels)
    return height(labels) + rises / 4 + 12 * sum(label.to_left for label in labels)


def _lowest(
    wish: Wish, placed: Sequence[Placed], left: float, right: float, inset: float, to_left: bool
) -> Placed | None:
    found = None
    for anchor in wish.anchors:
        start = anchor + inset - wish.width if to_left else anchor - inset
        if start < left or start + wish.width > right:
            continue
        # A label is to the left and right of its line, so labels farther away never collide.
        end = start + wish.width
        near = [one for one in placed if start - _FAR < one.right and one.left < end + _FAR]
        rises = sorted({_GAP, *(other.top + _GAP for other in near)})
        for rise in rises:
            if found and rise >= found.rise:
                break
            new = Placed(wish, anchor, start, end, rise)
            if not any(new.collides(other) for other in near):
                found = new
                break
    return found
