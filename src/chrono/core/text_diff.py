"""Compare two versions of a text line by line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import accumulate

CONTEXT = 3
"""The number of unchanged lines shown before and after a change."""

_FARTHEST = 1000
"""The maximum number of lines that are searched for the end of a change."""


def unified_diff(name: str, before: str, after: str) -> Iterator[str]:
    """Yield the lines of a unified diff of a file, as from `diff -u`, with line ends."""
    lines = [*marked_lines(before, after)]
    changed = [at for at, (sign, _) in enumerate(lines) if sign != " "]
    if changed:
        yield from (f"--- {name}\n", f"+++ {name}\n")
    old_at = [0, *accumulate(sign != "+" for sign, _ in lines)]
    new_at = [0, *accumulate(sign != "-" for sign, _ in lines)]
    first = 0
    for last, at in enumerate(changed, 1):
        if last < len(changed) and changed[last] - at <= 2 * CONTEXT + 1:
            continue  # the next change is in the same hunk
        start, end = max(0, changed[first] - CONTEXT), at + 1 + CONTEXT
        ranges = [_range(count[start], count[min(end, len(lines))]) for count in (old_at, new_at)]
        yield f"@@ -{ranges[0]} +{ranges[1]} @@\n"
        for sign, line in lines[start:end]:
            yield sign + line
            if not line.endswith("\n"):
                yield "\n\\ No newline at end of file\n"
        first = last


def marked_lines(before: str, after: str) -> Iterator[tuple[str, str]]:
    """Yield (sign, line) for each line of both texts.

    The sign is "-" for a removed line, "+" for an added line, and " " for a common line.
    """
    old, new = (re.findall(r"[^\n]*\n|[^\n]+", text) for text in (before, after))
    at, new_at = 0, 0
    while at < len(old) or new_at < len(new):
        if at < len(old) and new_at < len(new) and old[at] == new[new_at]:
            yield " ", old[at]
            at, new_at = at + 1, new_at + 1
            continue
        end, new_end = _end(old, new, at, new_at)
        yield from (("-", line) for line in old[at:end])
        yield from (("+", line) for line in new[new_at:new_end])
        at, new_at = end, new_end


def _range(start: int, end: int) -> str:
    length = end - start
    return f"{start + 1}" if length == 1 else f"{start + (length > 0)},{length}"


def _end(old: Sequence[str], new: Sequence[str], first: int, new_first: int) -> tuple[int, int]:
    ends = len(old) - first, len(new) - new_first
    for distance in range(1, min(sum(ends), _FARTHEST)):
        for more in range(max(0, distance - ends[1]), min(distance, ends[0]) + 1):
            at, new_at = first + more, new_first + distance - more
            if old[at : at + 2] == new[new_at : new_at + 2] and (at < len(old)) == (
                new_at < len(new)
            ):
                return at, new_at
    return len(old), len(new)
