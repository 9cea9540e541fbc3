"""Compare the counts of several periods, and the rates of contacts on covered days."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from itertools import combinations
from typing import NamedTuple

from chrono.core.counting import Count, Key, Tally, tally
from chrono.core.coverage import days_of, runs_in, starts_in
from chrono.core.model import Event
from chrono.core.periods import Period
from chrono.core.query import HELD, Selection
from chrono.core.spans import Containment, Span, common
from chrono.core.time_buckets import TIMES
from chrono.errors import UsageError

RATE_DAYS = 30
"""The number of days for which a rate is given."""


class Rate(NamedTuple):
    """The lowest and highest possible number of contacts per 30 covered days."""

    min: float
    max: float

    def text(self, dash: str = "..") -> str:
        """Return the rate with one decimal, such as `3.2`, or a range such as `3.2..4.1`."""
        low, high = f"{self.min:.1f}", f"{self.max:.1f}"
        return low if low == high else f"{low}{dash}{high}"

    def to_dict(self) -> dict[str, float]:
        """Return a dict of `min` and `max`, rounded to three decimals."""
        return {"min": round(self.min, 3), "max": round(self.max, 3)}


class Counted(NamedTuple):
    """The counts of one period, and the covered days on which rates are based.

    - `days`: the number of covered days, or None if this number is 0 or infinite
    - `until`: the last day on which rates are based, or None for all covered days
    """

    selection: Selection
    tally: Tally
    covered: tuple[Span, ...]
    days: int | None
    until: dt.date | None
    today: dt.date

    @property
    def unfinished(self) -> str:
        """Return text such as `is not over (28 of 31 days counted)`, or "" for a period that is
        over.
        """
        start, end = self.period.span
        if self.until is None or end is None or end <= self.today:
            return ""
        if start is not None and start > self.today:
            return "has not begun"
        if start is None or end <= self.until:  # a later event is already marked as held
            return "is not over"
        passed = (self.until - start).days + 1
        return f"is not over ({passed} of {(end - start).days + 1} days counted)"

    @property
    def period(self) -> Period:
        """Return the period that is counted."""
        return self.selection.query.period

    def number(self, key: Key | None) -> Count | None:
        """Return the count for a key, or None if the ledger does not have this count.

        `key`: one bucket for each dimension, or None for all events.
        """
        if key is None:
            found: Count | None = self.tally.total
        else:
            found = self.tally.numbers.get(key)
            if found is None and TIMES.keys() & {*self.tally.by}:
                return None
        found = Count([]) if found is None else found
        return found if found.max or self.covered else None

    def rate(self, key: Key | None) -> Rate | None:
        """Return the rate for a key, or None if the rate is not known.

        `key`: one bucket for each dimension, or None for all events.
        """
        count = self.number(key)
        if count is None or not self.days or (key and TIMES.keys() & {*self.tally.by}):
            return None
        inside = runs_in if self.selection.query.overlap else starts_in
        fits = [min(each.fit, inside(each.event.when, self.covered)) for each in count.matches]
        least, greatest = fits.count(Containment.CERTAIN), len(fits) - fits.count(Containment.NO)
        return Rate(least * RATE_DAYS / self.days, greatest * RATE_DAYS / self.days)


class Comparison(NamedTuple):
    """The counts of several periods by the same dimensions.

    - `by`: names of the dimensions
    - `labels`: the labels of each key (one bucket per dimension), in the order of display
    """

    by: tuple[str, ...]
    periods: tuple[Counted, ...]
    labels: dict[Key, Key]

    @property
    def undecided(self) -> list[str]:
        """Return the ids of the events that may or may not count in a period."""
        return [*dict.fromkeys(id for each in self.periods for id in each.tally.total.undecided)]

    @property
    def overlapping(self) -> list[tuple[Period, Period]]:
        """Return the pairs of periods that have a day in common."""
        pairs = combinations((each.period for each in self.periods), 2)
        return [(one, other) for one, other in pairs if one.span.meets(other.span)]


def compare(selections: Iterable[Selection], by: Sequence[str], today: dt.date) -> Comparison:
    """Return the comparison of several selections, by the one or two dimensions in `by`.

    Rates are based on the covered days up to `today`. If the last counted event started later,
    rates are based on the covered days up to its start.
    """
    periods = tuple(_counted(each, by, today) for each in selections)
    # The order and the labels are those of one tally of all events; times are in order of date.
    every = {match.event.id: match for each in periods for match in each.selection.matches}
    matches = sorted(every.values(), key=lambda match: match.event.sort_key)
    first = periods[0].selection
    whole = tally(Selection(first.ledger, first.query, tuple(matches)), by)
    labels: dict[Key, Key] = {}
    for one in (whole, *(each.tally for each in periods)):
        for key, label in zip(one.numbers, one.labelled, strict=True):
            labels.setdefault(key, label)
    wanted = {key for each in periods for key in each.tally.numbers}
    order = sorted(wanted) if TIMES.keys() & {*by} else labels
    return Comparison(tuple(by), periods, {key: labels[key] for key in order if key in wanted})


def _counted(selection: Selection, by: Sequence[str], today: dt.date) -> Counted:
    query = selection.query
    starts = (match.event.when.start_span.last or today for match in selection.matches)
    until = max([today, *starts]) if query.statuses == HELD else None
    covered = common(days_of(selection.ledger, query), [query.period.span])
    covered = common(covered, [Span(None, until)])
    days: int | None = 0
    for first, last in covered:
        if first is None or last is None or days is None:
            days = None
        else:
            days += (last - first).days + 1
    return Counted(selection, tally(selection, by), covered, days or None, until, today)


def around(event: Event, days: int) -> tuple[Period, Period]:
    """Return two periods of `days` days: one before an event, and one after the event.

    Raises UsageError if the date of the event is not exact, or if a period is outside the years
    0001 to 9999.
    """
    first, last = event.when.days
    if not event.when.exact or first is None or last is None:
        why = f"the date of this event is inexact ({event.when.text})"
        raise UsageError(f"--around {event.id}: {why}; name two periods instead")
    one = dt.timedelta(days=1)
    try:
        before = Period.between(first - one * days, first - one)
        after = Period.between(last + one, last + one * days)
    except OverflowError:
        raise UsageError(f"--days {days}: only the years 0001 to 9999 are supported") from None
    return before, after
