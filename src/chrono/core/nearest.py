"""Find the last contact before a day and the first event after a day, with the number of days."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from chrono.core.gap_lengths import NEVER, PossibleDays
from chrono.core.gaps import possible_days
from chrono.core.model import Event
from chrono.core.periods import Period
from chrono.core.query import Match
from chrono.core.spans import OPEN


class Nearest(NamedTuple):
    """The event nearest to a day, and the number of days between the day and the event.

    - `events`: the events that may be the nearest
    - `min`, `max`: the least and the greatest possible number of days; `max` is None for no limit
    - `undecided`: the ids of the events whose inexact dates make the number a range
    """

    events: tuple[Event, ...]
    min: int
    max: int | None
    undecided: tuple[str, ...] = ()

    def text(self, dash: str = "..") -> str:
        """Return the number of days as text: `4`, `4..9`, or `4..` if there is no upper limit."""
        if self.max is None:
            return f"{self.min}{dash}"
        return f"{self.min}" if self.min == self.max else f"{self.min}{dash}{self.max}"

    def to_dict(self) -> dict[str, Any]:
        """Return all fields except the events as a dict, for JSON output."""
        return {"min": self.min, "max": self.max, "undecided": list(self.undecided)}


class _Distance(NamedTuple):
    contact: PossibleDays
    least: int
    greatest: int
    certain: bool


def last(matches: Sequence[Match], period: Period, today: dt.date) -> Nearest | None:
    """Return the contact that ended last, or None if there is none.

    Only contacts that began in the period and not after `today` count. The days are counted from
    the end of the contact. The number is 0 if the contact still goes on.
    """
    now = today.toordinal()
    return _nearest(
        _Distance(
            each,
            now - min(each.end_max, now),
            now - min(each.end_min, now),
            each.certain and each.start_max <= now,
        )
        for each in possible_days(matches, period, (OPEN,), today)
        if each.start_min <= now
    )


def following(matches: Sequence[Match], period: Period, today: dt.date) -> Nearest | None:
    """Return the first event that starts in the period and not before `today`, or None if there is
    none.

    The days are counted from `today` to the start of the event.
    """
    now = today.toordinal()
    return _nearest(
        _Distance(each, left[0][0] - now, left[-1][1] - now, each.certain)
        for each in possible_days(matches, period, (OPEN,), today)
        if (left := each.windows(now - 1, NEVER + 1))
    )


def _nearest(distances: Iterable[_Distance]) -> Nearest | None:
    found = [*distances]
    if not found:
        return None
    # It is farthest if each certain one is as far as possible, and only the certain ones happened.
    certain = [each.greatest for each in found if each.certain]
    longest = min(certain) if certain else max(each.greatest for each in found)
    shortest = min(each.least for each in found)
    near = [each for each in found if each.least <= longest]
    undecided = [
        each.contact.event.id
        for each in near
        if not each.certain or each.least < each.greatest
        if shortest < longest or not certain
    ]
    return Nearest(
        tuple(each.contact.event for each in near),
        shortest,
        longest if longest < NEVER - dt.date.max.toordinal() else None,
        tuple(undecided),
    )
