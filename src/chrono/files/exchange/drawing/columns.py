"""Draw the lanes of a timeline as columns if there are too many events for marks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import chain

from chrono.files.exchange.drawing.elements import paint, path
from chrono.files.exchange.drawing.lanes import Lane, Mark
from chrono.files.exchange.drawing.shapes import number
from chrono.files.exchange.drawing.time_axis import TimeAxis

MANY = 10_000
"""The greatest number of events that are drawn as marks."""

HEIGHT = 60
"""The height of the highest column, in pixels."""

_WIDTH, _GAP = 3, 0.5  # of a column, and between columns


class Columns:
    """The columns of all lanes. The height of a column shows the number of its events.

    - `most`: the number of events in the highest column
    - `days`: the number of days that a column covers
    """

    def __init__(self, axis: TimeAxis, lanes: Sequence[Lane]) -> None:
        self._left, self._last = axis.left, int((axis.right - axis.left) / _WIDTH) - 1
        self._lanes = [self._counted(lane.marks) for lane in lanes]
        sums = ((contacts + others).values() for contacts, others in self._lanes)
        self.most = max(chain.from_iterable(sums))
        self.days = round(_WIDTH / axis.day) or 1

    def _counted(self, marks: Sequence[Mark]) -> tuple[Counter[int], Counter[int]]:
        counts = Counter[int](), Counter[int]()
        for one in marks:
            at = min(max(int((one.first - self._left) / _WIDTH), 0), self._last)
            counts[not one.event.contact][at] += 1
        return counts

    def drawn(self, lane: int, base: float) -> Iterator[str]:
        """Yield the SVG paths of the columns of a lane: first the contacts, then the other events.

        `base`: the y coordinate of the top of the highest column [px].
        """
        contacts, others = self._lanes[lane]
        parts = ("accent", contacts, Counter[int]()), ("ink", others, contacts)
        for colour, counts, below in parts:
            bars = (
                f"M{number(self._left + at * _WIDTH)} {number(base + HEIGHT - self._px(below[at]))}"
                f"v-{number(self._px(count))}h{_WIDTH - _GAP}v{number(self._px(count))}z"
                for at, count in sorted(counts.items())
            )
            if data := "".join(bars):
                yield path(data, paint(colour))

    def _px(self, count: int) -> float:
        return max(1.0, HEIGHT * count / self.most) if count else 0.0
