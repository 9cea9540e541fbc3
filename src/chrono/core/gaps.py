"""Gaps: the days from the end of one contact to the start of the next.

If dates are not known, the length of a gap is a range (days). `max` is the longest gap that the
dates allow. `min` is the longest gap that certainly remains, wherever uncertain contacts fall.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate, groupby
from operator import attrgetter
from typing import NamedTuple

from chrono.core.model import Event
from chrono.core.periods import Period
from chrono.core.query import Match
from chrono.core.spans import Containment, Span

_NEVER = 10_000_000
"""An ordinal later than that of any day; its negative is earlier than that of any day."""


class Gap(NamedTuple):
    """The gap between two contacts: `after` is the earlier contact, `before` the later one.

    `start`, `end`: the first and last day of the gap at its longest; `min`, `max`: its least and
    greatest length [days]; `undecided`: the ids of the events on which the length depends.
    """

    after: Event
    before: Event
    start: dt.date
    end: dt.date
    min: int
    max: int
    undecided: tuple[str, ...] = ()


class OpenGap(NamedTuple):
    """The gap since the last contact, until today (`to_today`) or until the ledger's end.

    The other fields are those of Gap.
    """

    after: Event
    start: dt.date
    end: dt.date
    min: int
    max: int
    undecided: tuple[str, ...] = ()
    to_today: bool = True


class Gaps(NamedTuple):
    """The gaps of a selection.

    `found`: the gaps between contacts, longest first; `running`: the gap since the last contact, or
    None; `median`: the medians of `min` and of `max` in `found` [days], or None if there are none;
    `outside`: the contacts that began on days that the ledger does not cover.
    """

    found: tuple[Gap, ...]
    running: OpenGap | None
    median: tuple[float, float] | None
    outside: tuple[Event, ...] = ()


class _PossibleDays(NamedTuple):
    """The days (ordinals) of a contact's start and end; `certain`: whether it certainly counts."""

    event: Event
    certain: bool
    start_min: int
    start_max: int
    end_min: int
    end_max: int

    @property
    def uncertain(self) -> bool:
        """Whether a day of the contact is not known, or the contact may not count at all."""
        exact = self.start_min == self.start_max and self.end_min == self.end_max
        return not (self.certain and exact)

    def may_fall_between(self, low: int, high: int) -> bool:
        """Whether the contact may have happened strictly between two days (ordinals)."""
        if self.event.when.interval:
            return self.start_min < high
        return any(
            first < high and low < last for first, last in map(_ordinals, self.event.when.starts)
        )


_end_min = attrgetter("end_min")


def gaps(matches: Sequence[Match], period: Period, covers: Period, today: dt.date | None) -> Gaps:
    """The gaps between the contacts of a period on the days that the ledger covers.

    `today`: the latest end of the gap since the last contact; None omits that gap.
    """
    contacts = list(_contacts(matches, period, covers, today))
    closed = _closed_gaps(contacts)
    lengths = [gap.min for gap in closed], [gap.max for gap in closed]
    running = None
    if today:
        until = min(today, covers.end or today)
        if period.end is None or until <= period.end:
            running = _open_gap(contacts, until, until == today)
    outside = (one.event for one in matches if one.event.when.starts_in(covers) is Containment.NO)
    median = (_median(lengths[0]), _median(lengths[1])) if closed else None
    return Gaps(tuple(closed), running, median, tuple(outside))


def _median(lengths: Sequence[int]) -> float:
    ordered = sorted(lengths)
    half = len(ordered) // 2
    return ordered[half] if len(ordered) % 2 else (ordered[half - 1] + ordered[half]) / 2


def _contacts(
    matches: Sequence[Match], period: Period, covers: Period, today: dt.date | None
) -> Iterator[_PossibleDays]:
    """The possible days of each match that may have begun in the period, on days that are covered.

    With `overlap` a match may have begun before the period. Held contacts have begun by `today`.
    """
    if (window := period.narrowed(covers)) is None:
        return
    until_today = window.narrowed(Period("", None, today))
    for match in matches:
        when = match.event.when
        earlier = when.starts_in(period) is Containment.NO
        fit = min(match.fit, when.starts_in(covers if earlier else window))
        if fit is Containment.NO:
            continue
        begun = match.event.status == "held" and until_today and when.starts_in(until_today)
        starts = when.possible_starts(until_today if until_today and begun else window)
        start_min, start_max = _ordinals(Span(starts[0].first, starts[-1].last))
        end_min, end_max = _ordinals(when.ends) if when.interval else (start_min, start_max)
        end_min = _NEVER if when.without_end else max(end_min, start_min)
        certain = fit is Containment.CERTAIN
        yield _PossibleDays(match.event, certain, start_min, start_max, end_min, end_max)


def _ordinals(span: Span) -> tuple[int, int]:
    first = span.first.toordinal() if span.first else -_NEVER
    return first, span.last.toordinal() if span.last else _NEVER


def _open_gap(possible: Sequence[_PossibleDays], until: dt.date, to_today: bool) -> OpenGap | None:
    """The gap from the last contact to `until`, or None.

    The result is None if no contact can have begun by `until`, if the last one was not over before
    `until`, or if it may have ended at any earlier time. `to_today`: whether `until` is today.
    """
    last = until.toordinal()
    contacts = [contact for contact in possible if contact.start_min <= last]
    if not contacts:
        return None
    # The gap is longest if each contact ended as early as possible, and only the certain ones
    # happened.
    certain = [contact for contact in contacts if contact.certain and contact.start_max <= last]
    after = max(certain, key=_end_min) if certain else min(contacts, key=_end_min)
    longest = last - after.end_min
    if longest <= 0 or after.end_min <= -_NEVER:  # the contact may have ended at any time
        return None
    shortest = max(0, last - max(contact.end_max for contact in contacts))
    undecided: dict[str, None] = {}
    if shortest != longest or not certain:
        later = (contact for contact in contacts if contact.end_max > after.end_min)
        uncertain = (contact for contact in (after, *later) if contact.uncertain)
        undecided = dict.fromkeys(contact.event.id for contact in uncertain)
    start = dt.date.fromordinal(after.end_min)
    return OpenGap(after.event, start, until, shortest, longest, tuple(undecided), to_today)


def _closed_gaps(possible: Sequence[_PossibleDays]) -> list[Gap]:
    """The gaps between contacts, longest first."""
    contacts = sorted(possible, key=_end_min)
    pairs = _candidate_gaps(contacts)
    inside: list[list[_PossibleDays]] = [[] for _ in pairs]
    lows = [after.end_min for after, _ in pairs]
    highs = list(accumulate((before.start_max for _, before in pairs), max))
    for contact in contacts:
        if contact.uncertain:
            first = bisect_right(highs, contact.start_min)
            for at in range(first, bisect_left(lows, contact.end_max)):
                after, before = pairs[at]
                within = contact.may_fall_between(after.end_min, before.start_max)
                if within and contact not in pairs[at]:
                    inside[at].append(contact)
    closed = [_gap(*pair, contacts) for pair, contacts in zip(pairs, inside, strict=True)]
    return sorted(closed, key=lambda gap: (-gap.max, gap.start))


def _candidate_gaps(contacts: Sequence[_PossibleDays]) -> list[tuple[_PossibleDays, _PossibleDays]]:
    """Contacts around the longest gap after each `end_min`, by which `contacts` must be sorted.

    The first contact is taken to end as early as possible. The second is the certain later contact
    with the smallest `start_max`; if there is none, the contact with the greatest `start_max`.
    """
    latest = sorted(contacts, key=lambda contact: (-contact.start_max, contact.uncertain))[:2]
    soonest: _PossibleDays | None = None
    pairs: list[tuple[_PossibleDays, _PossibleDays]] = []
    groups = [(end, [*group]) for end, group in groupby(contacts, key=_end_min)]
    for end, group in reversed(groups):
        ending = sorted(group, key=lambda contact: (not contact.certain, contact.uncertain))
        candidates = [
            (after, before)
            for after in ending
            if (before := soonest or next((last for last in latest if last is not after), None))
            and -_NEVER < end < before.start_max < _NEVER
        ]
        if candidates:  # the first of equal pairs has the most certain contact
            pairs.append(max(candidates, key=lambda pair: pair[1].start_max))
        certain = [contact for contact in (*ending, soonest) if contact and contact.certain]
        soonest = min(certain, key=lambda contact: contact.start_max, default=None)
    return pairs[::-1]


def _gap(after: _PossibleDays, before: _PossibleDays, inside: Sequence[_PossibleDays]) -> Gap:
    low, high = after.end_min, before.start_max
    least, longest = 0, high - low
    if after.certain and before.certain:
        # The least length (days) of the longest gap that remains between the two.
        bounds = after.end_max, before.start_min
        lengths = range(bounds[1] - bounds[0])
        least = bisect_left(lengths, True, key=lambda days: _can_be_divided(days, *bounds, inside))
    uncertain = [each.event.id for each in (after, before, *inside) if each.uncertain]
    undecided = tuple(uncertain) if least != longest else ()
    start, end = dt.date.fromordinal(low), dt.date.fromordinal(high)
    return Gap(after.event, before.event, start, end, least, longest, undecided)


def _can_be_divided(step: int, low: int, high: int, inside: Sequence[_PossibleDays]) -> bool:
    """Whether contacts can divide a gap (low to high, ordinals) into gaps of up to `step` days."""
    position = low
    left = sorted(inside, key=attrgetter("end_max"))  # the contact that must end first comes first
    while (reach := position + step) < high:
        usable = (each for each in left if each.start_min <= reach and each.end_max > position)
        if (chosen := next(usable, None)) is None:
            return False
        left.remove(chosen)
        furthest = chosen.end_max if chosen.event.when.interval else min(reach, chosen.start_max)
        position = max(position, furthest)
    return True
