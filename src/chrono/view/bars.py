"""Bars beside numbers, and sparklines along time."""

from __future__ import annotations

from collections.abc import Sequence

from rich.text import Text

from chrono.core.counting import Count

_HEIGHTS = "▁▂▃▄▅▆▇█"


def bar(low: int, high: int, most: int, width: int) -> Text:
    """A bar, full up to `low` and shaded up to `high`; that of `most` fills the `width` [columns].
    Any number but 0 has a visible bar."""
    halves = _share(low, most, 2 * width)
    full = "█" * (halves // 2) + "▌" * (halves % 2)
    shaded = 0
    if high > low:
        full = full[: width - 1]
        shaded = max(_share(high, most, width) - len(full), 1)
    return Text(full + "░" * shaded, "bar")


def spark(counts: Sequence[Count], most: int) -> Text:
    """A sparkline: a column as high as each count's `max`, or a dot for 0; `most`: full height."""
    line = Text()
    for count in counts:
        if count.max:
            height = _HEIGHTS[_share(count.max, most, len(_HEIGHTS)) - 1]
            line.append(height, "bar" if count.min == count.max else "unsure")
        else:
            line.append("·", "axis")
    return line


def _share(number: int, most: int, steps: int) -> int:
    """The share of `number` in `most`, in `steps` parts: at least 1, or 0 if either is 0."""
    return max(1, round(steps * number / most)) if number and most else 0
