"""Silences: the days from the end of one contact to the start of the next.

Where days are not known a silence is a range. Its `max` is the longest that the dates allow, its
`min` what is left of it when the contacts that may fall into it divide it most evenly.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from itertools import accumulate
from typing import NamedTuple

from chrono.core.model import Event
from chrono.core.periods import EVERYTHING, Period
from chrono.core.query import Match
from chrono.core.spans import Containment

_NEVER = 10_000_000
"""A day after all days, as an ordinal; its negative is one before them."""


class Gap(NamedTuple):
    """A silence between two contacts, with the days that make it longest.

    `undecided` are the ids of the contacts that may fall into it and break it.
    """

    after: Event
    before: Event
    start: dt.date
    end: dt.date
    min: int
    max: int
    undecided: tuple[str, ...] = ()


class _PossibleDays(NamedTuple):
    """Where a contact may stand, in ordinals: its first and last possible start and end."""

    event: Event
    certain: bool
    start_min: int
    start_max: int
    end_min: int
    end_max: int

    @property
    def lasting(self) -> bool:
        """Whether its end is a day of its own: one day alone moves as a whole."""
        return self.event.when.interval

    @property
    def loose(self) -> bool:
        """Whether its days are not all known, or it may not belong here at all."""
        exact = self.start_min == self.start_max and self.end_min == self.end_max
        return not (self.certain and exact)


class OpenGap(NamedTuple):
    """The silence since the last contact, up to today or to where the ledger's period ends."""

    after: Event
    start: dt.date
    end: dt.date
    min: int
    max: int
    undecided: tuple[str, ...] = ()
    to_today: bool = True


class Gaps(NamedTuple):
    """The silences of a selection, longest first, the one that is running, and their median.

    The median is of `found` alone, a range where their lengths are; None where there is none.
    `outside` are the contacts of which nothing is said: the ledger does not cover their days.
    """

    found: tuple[Gap, ...]
    running: OpenGap | None
    median: tuple[float, float] | None
    outside: tuple[Event, ...] = ()


def gaps(matches: Sequence[Match], period: Period, covers: Period, today: dt.date | None) -> Gaps:
    """The silences between contacts in a period, and up to today or where the ledger ends.

    Where no day is taken for today, nothing is said of a silence that runs.
    """
    found = silences(matches, period, covers, today)
    return Gaps(
        tuple(found),
        _running(matches, period, covers, today) if today else None,
        (_median([one.min for one in found]), _median([one.max for one in found]))
        if found
        else None,
        tuple(hit.event for hit in matches if hit.event.when.starts_in(covers) is Containment.NO),
    )


def _median(lengths: Sequence[int]) -> float:
    ordered = sorted(lengths)
    half = len(ordered) // 2
    if len(ordered) % 2:
        return ordered[half]
    return (ordered[half - 1] + ordered[half]) / 2


def _covered(
    matches: Sequence[Match], period: Period, covers: Period, window: Period
) -> list[Match]:
    """The hits that began on days of which the ledger says something, as surely as they did.

    `window` is what the two periods share; what began before the period counts by `covers`.
    """
    found = []
    for hit in matches:
        when = hit.event.when
        earlier = when.starts_in(period) is Containment.NO
        fit = min(hit.fit, when.starts_in(covers if earlier else window))
        if fit is not Containment.NO:
            found.append(hit._replace(fit=fit))
    return found


def _begun(hit: Match, window: Period, today: dt.date | None) -> Period:
    """The days of a window on which a contact may have begun: one that was held, by today."""
    if today is None or hit.event.status != "held":
        return window
    past = window.narrowed(Period("", None, today))
    possible = past is not None and hit.event.when.starts_in(past) is not Containment.NO
    return past if past is not None and possible else window


def _running(
    matches: Sequence[Match], period: Period, covers: Period, today: dt.date
) -> OpenGap | None:
    """The days from the last contact on; none where the period or a contact ends after them."""
    until = min(today, covers.end or today)
    window = period.narrowed(covers)
    if window is None or (window.end is not None and window.end < until):
        return None
    last = until.toordinal()
    covered = _covered(matches, period, covers, window)
    placings = [_placing(hit, _begun(hit, window, today)) for hit in covered]
    placings = [one for one in placings if one.start_min <= last]
    sure = [one for one in placings if one.certain and one.start_max <= last]
    if not placings:
        return None
    # Were all over as early as can be, and none held that may not have been.
    after = max(sure, key=lambda one: one.end_min) if sure else min(placings, key=_end_min)
    if after.end_min <= -_NEVER:
        return None  # it may have been over at any time
    longest = last - after.end_min
    shortest = max(0, last - max(one.end_max for one in placings))
    if longest <= 0:
        return None
    loose = [one for one in placings if one.loose and one.end_max > after.end_min]
    loose = [after, *loose] if after.loose else loose
    decided = shortest == longest and bool(sure)
    undecided = () if decided else tuple(dict.fromkeys(one.event.id for one in loose))
    start = dt.date.fromordinal(after.end_min)
    return OpenGap(after.event, start, until, shortest, longest, undecided, until == today)


def _end_min(one: _PossibleDays) -> int:
    return one.end_min


def silences(
    matches: Sequence[Match],
    period: Period = EVERYTHING,
    covers: Period = EVERYTHING,
    today: dt.date | None = None,
) -> list[Gap]:
    """The silences between the contacts of a period, longest first, on days that are covered."""
    window = period.narrowed(covers)
    if window is None:
        return []
    covered = _covered(matches, period, covers, window)
    placings = [_placing(hit, _begun(hit, window, today)) for hit in covered]
    placings.sort(key=_end_min)
    found = _stretches(placings)
    loose = _loose(found, [one for one in placings if one.loose])
    weighed = [_weighed(*found[index], loose.get(index, ())) for index in range(len(found))]
    return sorted(weighed, key=lambda silence: (-silence.max, silence.start))


def _placing(hit: Match, period: Period) -> _PossibleDays:
    when = hit.event.when
    starts = when.possible_starts(period)
    first, last = starts[0].first, starts[-1].last
    start_min = first.toordinal() if first else -_NEVER
    start_max = last.toordinal() if last else _NEVER
    end_min = when.ends.first.toordinal() if when.ends.first else -_NEVER
    end_max = when.ends.last.toordinal() if when.ends.last else _NEVER
    if not when.interval:
        end_min, end_max = start_min, start_max
    elif when.without_end:
        end_min = _NEVER
    return _PossibleDays(
        hit.event, hit.certain, start_min, start_max, max(end_min, start_min), end_max
    )


def _stretches(placings: Sequence[_PossibleDays]) -> list[tuple[_PossibleDays, _PossibleDays]]:
    """For each contact, were it over as early as it can be, the one that then ends the silence.

    Whatever is surely a contact and not over by then must have started: the silence lasts at
    the longest until the latest start of the soonest of them. Where there is none, any other
    contact may end it, as late as it can.
    """
    latest = sorted(placings, key=lambda one: (-one.start_max, one.loose))[:2]
    soonest: _PossibleDays | None = None
    pairs: list[tuple[_PossibleDays, _PossibleDays]] = []
    index = len(placings)
    while index:
        end = placings[index - 1].end_min
        same = index
        while index and placings[index - 1].end_min == end:
            index -= 1
        ending = sorted(placings[index:same], key=lambda one: (not one.certain, one.loose))
        reached = [
            (after, before)
            for after in ending
            if (before := soonest or next((one for one in latest if one is not after), None))
            and _reaches(end, before.start_max)
        ]
        if reached:  # of equal ones the surest
            pairs.append(max(reached, key=lambda pair: pair[1].start_max))
        certain = [one for one in (*ending, soonest) if one is not None and one.certain]
        soonest = min(certain, key=lambda one: one.start_max, default=None)
    return pairs[::-1]


def _reaches(end: int, start: int) -> bool:
    return abs(end) < _NEVER and abs(start) < _NEVER and start - end > 0


def _loose(
    found: Sequence[tuple[_PossibleDays, _PossibleDays]], placings: Sequence[_PossibleDays]
) -> dict[int, list[_PossibleDays]]:
    """By the number of each silence the contacts that may break it; both ends stand in order."""
    lows = [after.end_min for after, _ in found]
    highs = [before.start_max for _, before in found]
    rising = list(accumulate(highs, max))
    loose: dict[int, list[_PossibleDays]] = {}
    for one in placings:
        for index in range(bisect_right(rising, one.start_min), bisect_left(lows, one.end_max)):
            if one.event not in (pair.event for pair in found[index]) and _falls_into(
                one, lows[index], highs[index]
            ):
                loose.setdefault(index, []).append(one)
    return loose


def _falls_into(one: _PossibleDays, low: int, high: int) -> bool:
    """Whether a day of it may lie between: the gaps of a set are no days of it."""
    if one.lasting:
        return one.start_min < high
    return any(
        (span.first is None or span.first.toordinal() < high)
        and (span.last is None or span.last.toordinal() > low)
        for span in one.event.when.starts
    )


def _weighed(after: _PossibleDays, before: _PossibleDays, loose: Sequence[_PossibleDays]) -> Gap:
    low, high = after.end_min, before.start_max
    sure = max(0, before.start_min - after.end_max) if after.certain and before.certain else 0
    if loose and sure:
        sure = _shortest(after.end_max, before.start_min, loose)
    decided = sure == high - low
    return Gap(
        after.event,
        before.event,
        dt.date.fromordinal(low),
        dt.date.fromordinal(high),
        sure,
        high - low,
        () if decided else tuple(one.event.id for one in (after, before, *loose) if one.loose),
    )


def _shortest(low: int, high: int, loose: Sequence[_PossibleDays]) -> int:
    """The shortest that the longest stretch between can be made by placing the contacts."""
    least, most = 0, high - low
    while least < most:
        middle = (least + most) // 2
        if _broken_within(middle, low, high, loose):
            most = middle
        else:
            least = middle + 1
    return least


def _broken_within(step: int, low: int, high: int, loose: Sequence[_PossibleDays]) -> bool:
    """Whether they can be placed so that no stretch is longer than `step`: soonest over first."""
    position = low
    left = sorted(loose, key=lambda one: one.end_max)
    while position + step < high:
        reach = position + step
        usable = (one for one in left if one.start_min <= reach and one.end_max > position)
        chosen = next(usable, None)
        if chosen is None:
            return False
        left.remove(chosen)
        furthest = chosen.end_max if chosen.lasting else min(reach, chosen.start_max)
        position = max(position, furthest)
    return True
