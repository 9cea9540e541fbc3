"""Gaps: the days from the end of one contact to the start of the next, and the current gap.

A world is one way in which all contacts may have happened. In each world, a contact has one of its
possible first days and one of its possible last days. A contact that may lie outside the period
happens in some worlds only.

An anchor divides the gaps of every world. There are two kinds of anchors:

- Days on which a contact certainly went on. For an interval, these are the days from the latest
  possible first day to the earliest possible last day. Overlapping days of several contacts are one
  anchor.
- A contact that certainly happened but has no certain day, if all its possible days lie apart from
  the other anchors. If several such contacts may overlap, only the one with the earliest last
  possible day is an anchor.

There is one gap between each two neighbouring anchors. If a world has several gaps between two
anchors, only the longest counts. The length of a gap is a range from the least to the greatest
length in any world.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import pairwise
from operator import attrgetter
from typing import NamedTuple

from chrono.core.coverage import runs_in
from chrono.core.dates import When
from chrono.core.gap_lengths import (
    NEVER,
    Anchor,
    PossibleDays,
    anchors,
    greatest_length,
    least_length,
    longest_of_all,
)
from chrono.core.model import Event
from chrono.core.periods import Period
from chrono.core.query import Match
from chrono.core.spans import Containment, Span, common, high, low

_end_min = attrgetter("end_min")


class Gap(NamedTuple):
    """A gap between two contacts.

    - `start`: the last day of the earlier contact, or None if unknown
    - `end`: the first day of the later contact, or None if unknown
    - `min`, `max`: the least and the greatest possible length [days]
    - `undecided`: the ids of the events whose inexact dates make the length a range
    """

    after: Event
    before: Event
    start: dt.date | None
    end: dt.date | None
    min: int
    max: int
    undecided: tuple[str, ...] = ()

    @property
    def inside(self) -> list[str]:
        """Return the ids of the contacts that may be in the gap and make the gap shorter."""
        return [id for id in self.undecided if id not in (self.after.id, self.before.id)]

    @property
    def since(self) -> When:
        """Return the last day of the earlier contact.

        If this day is unknown, return the date of the contact.
        """
        return When.on(self.start) if self.start else self.after.when

    @property
    def until(self) -> When:
        """Return the first day of the later contact.

        If this day is unknown, return the date of the contact.
        """
        return When.on(self.end) if self.end else self.before.when


class OpenGap(NamedTuple):
    """The current gap, from the last contact until today or until the coverage of the ledger ends.

    - `end`: today, or the last covered day
    - `to_today`: whether `end` is today
    - all other fields: as in Gap
    """

    after: Event
    start: dt.date | None
    end: dt.date
    min: int
    max: int
    undecided: tuple[str, ...] = ()
    to_today: bool = True

    @property
    def inside(self) -> list[str]:
        """Return the ids of the contacts that may be in the gap and make the gap shorter."""
        return [id for id in self.undecided if id != self.after.id]

    @property
    def since(self) -> When:
        """Return the last day of the contact before the gap.

        If this day is unknown, return the date of the contact.
        """
        return When.on(self.start) if self.start else self.after.when

    @property
    def until(self) -> When:
        """Return the day on which the gap ends."""
        return When.on(self.end)


class Gaps(NamedTuple):
    """The gaps between contacts that match a query.

    - `found`: the gaps between two contacts, longest first
    - `running`: the current gap
    - `median`: (median of the least lengths, median of the greatest lengths) [days]
    - `outside`: the contacts that had no day that the ledger covers
    - `longest`: the greatest possible length [days] of any gap between two contacts
    - `known`: whether the ledger covers any day of the period; if not, it does not tell the gaps
    """

    found: tuple[Gap, ...]
    running: OpenGap | None
    median: tuple[float, float] | None
    outside: tuple[Event, ...] = ()
    longest: int = 0
    known: bool = True

    @property
    def possible(self) -> int:
        """Return the field `longest` [days], or 0 if a gap in `found` can have this length."""
        known = max((gap.max for gap in self.found), default=0)
        current = self.running.max if self.running else 0
        return self.longest if self.longest > max(known, current) else 0


def gaps(
    matches: Sequence[Match], period: Period, covered: Sequence[Span], today: dt.date | None
) -> Gaps:
    """Return the gaps between the contacts of a period, on the days that the ledger covers.

    - `covered`: the covered days, as disjoint spans in order. Each gap is inside one span.
    - `today`: the last day of the current gap, or None to omit this gap
    """
    contacts = list(possible_days(matches, period, covered, today))
    closed = _closed_gaps(contacts, covered)
    lengths = [gap.min for gap in closed], [gap.max for gap in closed]
    running = _running_gap(contacts, covered, today, period) if today else None
    outside = (one.event for one in matches if not runs_in(one.event.when, covered))
    median = (_median(lengths[0]), _median(lengths[1])) if closed else None
    longest = max((longest_of_all(_within(contacts, span)) for span in covered), default=0)
    known = bool(common(covered, [period.span]))
    return Gaps(tuple(closed), running, median, tuple(outside), longest, known)


def _median(lengths: Sequence[int]) -> float:
    ordered = sorted(lengths)
    half = len(ordered) // 2
    return ordered[half] if len(ordered) % 2 else (ordered[half - 1] + ordered[half]) / 2


def possible_days(
    matches: Sequence[Match], period: Period, covered: Sequence[Span], today: dt.date | None
) -> Iterator[PossibleDays]:
    """Yield the possible days of each match that may have gone on on a covered day.

    A match of several days may have begun on a day that is not covered or, with the filter
    `overlap`, before the period.

    `today`: the last day on which an event with the status "held" may have begun, or None for no
    limit.
    """
    if not (window := common(covered, [period.span])):
        return
    for match in matches:
        when = match.event.when
        within = [period.span] if when.interval else window
        fit = runs_in(when, covered if when.interval else window)
        if fit is Containment.NO:
            continue
        held = match.event.status == "held"
        days = common(when.starts, within)
        days = (held and common(days, [Span(None, today)])) or days
        starts = tuple(map(_ordinals, days or when.starts))
        start_min, start_max = starts[0][0], starts[-1][1]
        end_min, end_max = _ordinals(when.ends) if when.interval else (start_min, start_max)
        end_min = NEVER if when.without_end else max(end_min, start_min)
        certain = match.certain and fit is Containment.CERTAIN
        yield PossibleDays(match.event, certain, starts, start_min, start_max, end_min, end_max)


def _within(contacts: Sequence[PossibleDays], span: Span) -> list[PossibleDays]:
    first, last = _ordinals(span)
    within = []
    for each in contacts:
        starts = tuple(each.windows(first - 1, last + 1))
        if starts == each.starts:
            within.append(each)
        elif starts:
            low, high = starts[0][0], starts[-1][1]
            ends = (max(each.end_min, low), each.end_max)
            ends = ends if each.event.when.interval else (low, high)
            within.append(PossibleDays(each.event, False, starts, low, high, *ends))
        elif each.start_max < first <= each.end_max:  # it began earlier and ended here
            certain = each.certain and each.end_min >= first
            within.append(each._replace(certain=certain, end_min=max(each.end_min, first)))
    return within


def _ordinals(span: Span) -> tuple[int, int]:
    first = span.first.toordinal() if span.first else -NEVER
    return first, span.last.toordinal() if span.last else NEVER


def _running_gap(
    contacts: Sequence[PossibleDays], covered: Sequence[Span], today: dt.date, period: Period
) -> OpenGap | None:
    for span in reversed(covered):
        until = min(today, high(span.last))
        if low(span.first) > today or until > high(period.end):
            continue
        first, last = _ordinals(Span(span.first, until))
        running = _open_gap(contacts, first, until, until == today)
        if running or any(each.start_min <= last and each.end_max >= first for each in contacts):
            return running
    return None


def _open_gap(
    possible: Sequence[PossibleDays], first: int, until: dt.date, to_today: bool
) -> OpenGap | None:
    # The gap from the last contact to `until`, or None.
    # The result is None if no contact can have begun by `until`, if the last one was not over
    # before `until`, or if it may have ended at any earlier time, or before `first`. `to_today`:
    # whether `until` is today.
    last = until.toordinal()
    contacts = [contact for contact in possible if contact.start_min <= last]
    if not contacts:
        return None
    # The gap is longest if each contact ended as early as possible, and only the certain ones
    # happened.
    certain = [contact for contact in contacts if contact.certain and contact.start_max <= last]
    after = max(certain, key=_end_min) if certain else min(contacts, key=_end_min)
    longest = last - after.end_min
    if longest <= 0 or after.end_min < max(first, 1 - NEVER):
        return None
    shortest = max(0, last - max(contact.end_max for contact in contacts))
    undecided: dict[str, None] = {}
    if shortest != longest or not certain:
        later = (contact for contact in contacts if contact.end_max > after.end_min)
        uncertain = (contact for contact in (after, *later) if contact.uncertain)
        undecided = dict.fromkeys(contact.event.id for contact in uncertain)
    known = after.certain and after.start_max <= after.end_min < NEVER
    start = dt.date.fromordinal(after.end_min) if known else None
    return OpenGap(after.event, start, until, shortest, longest, tuple(undecided), to_today)


def _closed_gaps(contacts: Sequence[PossibleDays], covered: Sequence[Span]) -> list[Gap]:
    spans = [*map(_ordinals, covered)]
    found = anchors(contacts)
    pairs = [*pairwise(found)]
    whole = {anchor.first.event.id for anchor in found if not anchor.known}
    others = [each for each in contacts if each.uncertain and each.event.id not in whole]
    closed = [
        _gap(*pair, *inside)
        for pair, inside in zip(pairs, _inside(pairs, others), strict=True)
        if pair[0].end_min > -NEVER
        and pair[1].start_max < NEVER
        and any(low <= pair[0].end_min and pair[1].start_max <= high for low, high in spans)
    ]
    return sorted((gap for gap in closed if gap.max > 0), key=lambda gap: -gap.max)


def _inside(
    pairs: Sequence[tuple[Anchor, Anchor]], contacts: Sequence[PossibleDays]
) -> Iterator[tuple[list[PossibleDays], tuple[PossibleDays, ...]]]:
    # For each pair of anchors, the contacts that may fall between them: (near, around).
    # Those `around` may fall on any day there. Gaps between the same contacts share one `around`:
    # there may be many gaps and many contacts.
    lows = [after.end_min for after, _ in pairs]
    highs = [before.start_max for _, before in pairs]
    near: list[list[PossibleDays]] = [[] for _ in pairs]
    changes: list[list[int]] = [[] for _ in range(len(pairs) + 1)]
    for number, contact in enumerate(contacts):
        lasting = contact.event.when.interval
        spans = [(contact.start_min, contact.end_max)] if lasting else contact.starts
        found: list[int] = []
        for first, last in spans:
            start, end = bisect_right(highs, first), bisect_left(lows, last)
            around_start, around_end = bisect_left(lows, first), bisect_right(highs, last)
            if lasting or around_start >= around_end:
                found += range(start, end)
            else:
                found += (*range(start, around_start), *range(around_end, end))
                changes[around_start].append(number)
                changes[around_end].append(number)
        for at in dict.fromkeys(found):
            if lasting or highs[at] - lows[at] > 1:
                near[at].append(contact)
    numbers: set[int] = set()
    around: tuple[PossibleDays, ...] = ()
    for at, some in enumerate(near):
        if changes[at]:
            for number in changes[at]:
                numbers ^= {number}
            around = tuple(contacts[number] for number in sorted(numbers))
        yield some, around if highs[at] - lows[at] > 1 else ()


def _gap(
    after: Anchor, before: Anchor, near: Sequence[PossibleDays], around: Sequence[PossibleDays]
) -> Gap:
    low, high = after.end_min, before.start_max
    longest = greatest_length(low, high, near)
    least = least_length(after.end_max, before.start_min, near, len(around))
    undecided: list[str] = []
    if least != longest:
        ends = [end.first for end in (after, before) if not end.known]
        undecided = [each.event.id for each in (*ends, *near, *around)]
    start = dt.date.fromordinal(low) if after.known else None
    end = dt.date.fromordinal(high) if before.known else None
    return Gap(after.last.event, before.first.event, start, end, least, longest, tuple(undecided))
