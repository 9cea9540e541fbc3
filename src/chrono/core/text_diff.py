"""Compare two versions of a text line by line, and show the differences as `diff -u` does."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

CONTEXT = 3
"""The number of unchanged lines around a change."""

_FARTHEST = 1000
"""The number of lines that are searched for the end of a change."""


class _Region(NamedTuple):
    """Lines `old[first:last]` that were replaced by `new[new_first:new_last]`."""

    first: int
    last: int
    new_first: int
    new_last: int


def unified_diff(name: str, before: str, after: str) -> Iterator[str]:
    """Yield the lines of a unified diff, with their line ends; none if the texts are equal.

    The texts may be long, if they differ in few places. `name`: the file, for the first two lines.
    """
    old, new = (re.findall(r"[^\n]*\n|[^\n]+", text) for text in (before, after))
    regions = [*_regions(old, new)]
    if regions:
        yield from (f"--- {name}\n", f"+++ {name}\n")
    while regions:
        count = 1
        while (
            count < len(regions) and regions[count].first - regions[count - 1].last <= 2 * CONTEXT
        ):
            count += 1
        yield from _hunk(old, new, regions[:count])
        del regions[:count]


def _hunk(old: Sequence[str], new: Sequence[str], regions: Sequence[_Region]) -> Iterator[str]:
    start = max(0, regions[0].first - CONTEXT)
    end = min(len(old), regions[-1].last + CONTEXT)
    new_start = start + regions[0].new_first - regions[0].first
    new_end = end + regions[-1].new_last - regions[-1].last
    yield f"@@ -{_range(start, end)} +{_range(new_start, new_end)} @@\n"
    for region in regions:
        yield from _marked(" ", old[start : region.first])
        yield from _marked("-", old[region.first : region.last])
        yield from _marked("+", new[region.new_first : region.new_last])
        start = region.last
    yield from _marked(" ", old[start:end])


def _marked(sign: str, lines: Sequence[str]) -> Iterator[str]:
    for line in lines:
        yield sign + line
        if not line.endswith("\n"):
            yield "\n\\ No newline at end of file\n"


def _range(start: int, end: int) -> str:
    """The range of a hunk: its first line, from 1, and its number of lines, if that is not 1."""
    length = end - start
    return f"{start + 1}" if length == 1 else f"{start + (length > 0)},{length}"


def _regions(old: Sequence[str], new: Sequence[str]) -> Iterator[_Region]:
    at, new_at = 0, 0
    while at < len(old) or new_at < len(new):
        if at < len(old) and new_at < len(new) and old[at] == new[new_at]:
            at, new_at = at + 1, new_at + 1
            continue
        first, new_first = at, new_at
        at, new_at = _end(old, new, first, new_first)
        yield _Region(first, at, new_first, new_at)


def _end(old: Sequence[str], new: Sequence[str], first: int, new_first: int) -> tuple[int, int]:
    """The nearest two positions from which the next lines are equal, or else the ends."""
    ends = len(old) - first, len(new) - new_first
    for distance in range(1, min(sum(ends), _FARTHEST)):
        for more in range(max(0, distance - ends[1]), min(distance, ends[0]) + 1):
            at, new_at = first + more, new_first + distance - more
            if old[at : at + 2] == new[new_at : new_at + 2] and (at < len(old)) == (
                new_at < len(new)
            ):
                return at, new_at
    return len(old), len(new)
