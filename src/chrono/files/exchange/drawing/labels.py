"""Place the labels above the marks of a lane so that no two collide.

The top of the lane's marks is at 0. Heights are measured upwards from there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

from chrono.core import english
from chrono.core.model import Event

_GAP = 4  # the least distance between labels, and from a label to the marks
_COLUMN = 8  # the least distance of marks that are not in one column
_CLEAR = 3  # the least distance between a line and a label


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
    """A label that is not placed yet.

    - `event`: the number of its event
    - `anchors`: the places at which its line to the mark may begin
    - `depth`: how far below the top of the marks the line begins
    - `lines`: (style, text) of each line of text
    - `width`, `height`: its size
    """

    event: int
    anchors: Sequence[float]
    depth: float
    lines: Sequence[tuple[str, str]]
    width: float
    height: float


class Placed(NamedTuple):
    """A label in its place.

    `anchor`: the place of its line to the mark; `left`, `right`: its edges; `rise`: the height of
    its lower edge.
    """

    wish: Wish
    anchor: float
    left: float
    right: float
    rise: float

    @property
    def to_left(self) -> bool:
        """Return whether the label extends to the left of its mark."""
        return self.right - self.anchor < self.anchor - self.left

    @property
    def top(self) -> float:
        """Return the height of the upper edge of the label."""
        return self.rise + self.wish.height

    def collides(self, other: Placed) -> bool:
        """Return whether two labels are too close, or the line of one crosses the other's text.

        Labels whose marks are in one column can share a line.
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
    """Return all labels, placed between `left` and `right`, or None if this is not possible.

    `inset`: how far a label begins to the left of its line. Labels at the end of the axis extend to
    the left, and the others to the right.
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
    """Return the height of all labels of a lane, or 0 if there are none."""
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
        rises = sorted({_GAP, *(other.top + _GAP for other in placed)})
        for rise in rises:
            if found and rise >= found.rise:
                break
            new = Placed(wish, anchor, start, start + wish.width, rise)
            if not any(new.collides(other) for other in placed):
                found = new
                break
    return found
