"""Calculate the least and the greatest possible length [days] of a gap between two contacts.

Days are ordinals, as from `datetime.date.toordinal`.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections.abc import Sequence
from itertools import product
from math import prod
from operator import attrgetter
from typing import NamedTuple

from chrono.core.model import Event

NEVER = 10_000_000
"""A number larger than the ordinal of any day. Its negative is smaller than any ordinal."""

_MOST_CHOICES = 256
"""The maximum number of ways to choose days of sets for which `least_length` is exact."""


class PossibleDays(NamedTuple):
    """The days on which a contact may have begun and ended, as ordinals.

    - `certain`: whether the contact certainly happened
    - `starts`: the possible first days, as disjoint spans (first, last) in order
    - `start_min`: the earliest possible first day
    - `start_max`: the latest possible first day
    - `end_min`: the earliest possible last day
    - `end_max`: the latest possible last day
    """

    event: Event
    certain: bool
    starts: tuple[tuple[int, int], ...]
    start_min: int
    start_max: int
    end_min: int
    end_max: int

    @property
    def uncertain(self) -> bool:
        """Return True if the contact may not have happened, or if its days are not exact."""
        exact = self.start_min == self.start_max and self.end_min == self.end_max
        return not (self.certain and exact)

    def windows(self, low: int, high: int) -> list[tuple[int, int]]:
        """Return the possible first days between the days `low` and `high`, both exclusive.

        The result is a list of spans (first, last) of ordinals.
        """
        inside = [(max(first, low + 1), min(last, high - 1)) for first, last in self.starts]
        return [(first, last) for first, last in inside if first <= last]


class Anchor(NamedTuple):
    """One or more contacts that certainly divide two gaps (see the module `gaps`).

    - `first`: the contact with the first day of the anchor
    - `last`: the contact with the last day of the anchor
    - `known`: whether a contact certainly went on each day of the anchor
    """

    first: PossibleDays
    last: PossibleDays
    start_min: int
    start_max: int
    end_min: int
    end_max: int
    known: bool


_end_min = attrgetter("end_min")
_start_max = attrgetter("start_max")


def anchors(contacts: Sequence[PossibleDays]) -> list[Anchor]:
    """Return the anchors among the contacts, in order of time."""
    certain = [contact for contact in contacts if contact.certain]
    days: list[Anchor] = []
    for contact in sorted(certain, key=_start_max):
        start, end = contact.start_max, contact.end_min
        if start > end:
            continue
        if not days or days[-1].end_max < start:
            days.append(Anchor(contact, contact, start, start, end, end, True))
        elif days[-1].end_max < end:
            days[-1] = days[-1]._replace(last=contact, end_min=end, end_max=end)
    starts, over = [anchor.start_min for anchor in days], -NEVER - 1
    whole: list[Anchor] = []
    for contact in sorted(certain, key=lambda contact: (contact.end_max, -contact.start_min)):
        following = bisect_right(starts, contact.end_max)
        before = days[following - 1].end_max if following else -NEVER - 1
        if contact.start_min > max(before, over):
            whole.append(Anchor(contact, contact, *contact[3:], False))
            over = contact.end_max
    return sorted([*days, *whole], key=attrgetter("start_min"))


def longest_of_all(contacts: Sequence[PossibleDays]) -> int:
    """Return the greatest possible length [days] of any gap between two contacts.

    The result is 0 if no gap is possible.
    """
    latest = sorted(contacts, key=_start_max)[-2:]
    soonest, longest = NEVER, 0
    for contact in sorted(contacts, key=_end_min, reverse=True):
        close = soonest
        if close == NEVER:
            others = [other.start_max for other in latest if other is not contact]
            close = max(others, default=-NEVER)
        if contact.end_min > -NEVER and close < NEVER:
            longest = max(longest, close - contact.end_min)
        if contact.certain:
            soonest = min(soonest, contact.start_max)
    return longest


def greatest_length(low: int, high: int, inside: Sequence[PossibleDays]) -> int:
    """Return the greatest possible length [days] of any gap within the days `low` to `high`.

    `inside`: the contacts that may lie within these days.
    """
    longest, close = 0, high
    for contact in sorted(inside, key=_end_min, reverse=True):
        if contact.certain and contact.end_min > low:
            longest = max(longest, close - contact.end_min)
            close = min(close, contact.start_max)
    return max(longest, close - low)


def least_length(low: int, high: int, inside: Sequence[PossibleDays], free: int) -> int:
    """Return the least possible length [days] of the longest gap within the days `low` to `high`.

    - `inside`: the contacts that may divide the gap
    - `free`: the number of other contacts that may be on any one day between `low` and `high`

    If there are too many combinations of possible days, the result may be too small.
    """
    intervals = sorted(
        (each.start_min, each.end_max) for each in inside if each.event.when.interval
    )
    others = [each for each in inside if not each.event.when.interval and each.start_min < high]
    spans = [some for each in others if (some := each.windows(low, high))]
    if prod(map(len, spans)) > _MOST_CHOICES:
        spans = [[(some[0][0], some[-1][1])] for some in spans]
    return min(
        bisect_left(
            range(high - low),
            True,
            key=lambda step: _can_divide(step, low, high, intervals, sorted(choice), free),
        )
        for choice in product(*spans)
    )


def _can_divide(
    step: int,
    low: int,
    high: int,
    intervals: Sequence[tuple[int, int]],
    windows: Sequence[tuple[int, int]],
    free: int,
) -> bool:
    # Whether contacts can divide the days from `low` to `high` into gaps of up to `step` days.
    # `intervals`: the first and last day of each contact that takes several days; `windows`: the
    # first and last possible day of each contact of one day; both in order. `free`: the number of
    # contacts of one day that may fall on any day.
    position, covered, waiting = low, low, list[int]()
    following, arriving = 0, 0
    while (reach := position + step) < high:
        while following < len(intervals) and intervals[following][0] <= reach:
            covered = max(covered, intervals[following][1])
            following += 1
        while arriving < len(windows) and windows[arriving][0] <= reach:
            insort(waiting, -windows[arriving][1])
            arriving += 1
        while waiting and -waiting[-1] <= position:
            waiting.pop()
        if covered > position:
            position = covered
        elif waiting:  # the contact that must be over first comes first
            position = min(reach, -waiting.pop())
        elif free:
            free, position = free - 1, reach
        else:
            return False
    return True
