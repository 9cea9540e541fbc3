"""Numbers as lengths and heights: bars beside them, and sparklines along time."""

from __future__ import annotations

from collections.abc import Sequence

from rich.text import Text

from chrono.core.counting import Count

_HEIGHTS = "▁▂▃▄▅▆▇█"


def bar(low: int, high: int, most: int, width: int) -> Text:
    """A bar so long that `most` fills the width: full up to a range's low end, then shaded.

    Half a column is the least that is drawn: what is there is seen.
    """
    halves = _part(low, most, 2 * width)
    sure = "█" * (halves // 2) + "▌" * (halves % 2)
    if high > low and len(sure) == width:
        sure = sure[:-1]  # so that the doubt is seen
    maybe = max(_part(high, most, width) - len(sure), 1) if high > low else 0
    return Text.assemble((sure, "bar"), ("░" * maybe, "bar"))


def spark(counts: Sequence[Count], most: int) -> Text:
    """A column per number, so high that `most` is highest; a dot where there is none.

    What only may count is drawn as high as it may be, in another style.
    """
    line = Text()
    for count in counts:
        if count.max:
            height = _HEIGHTS[_part(count.max, most, len(_HEIGHTS)) - 1]
            line.append(height, "bar" if count.min == count.max else "unsure")
        else:
            line.append("·", "axis")
    return line


def _part(number: int, most: int, steps: int) -> int:
    """How many of so many steps a number takes; one at least where it is not 0."""
    return max(1, round(steps * number / most)) if number and most else 0
