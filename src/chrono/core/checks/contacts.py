"""Contacts as the search for duplicates compares them, in the order of time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from enum import IntEnum
from functools import cached_property
from itertools import product, starmap
from operator import itemgetter

from chrono.core.checks.titles import telling
from chrono.core.dates import When
from chrono.core.model import Event
from chrono.core.names import words
from chrono.core.spans import Span, low

MONTH = 31
_WEEK = 7
_REMOTE = {"meeting": False, "call": True, "video": True, "talks": False, "visit": False}


class Contact:
    """A contact, with what is compared.

    `order`: its place among all contacts; `first`: the first day [ordinal] on which it may have
    begun; `until`: the day after the last one on which a contact that may be the same has begun.
    """

    def __init__(self, order: int, event: Event, first: dt.date, until: dt.date) -> None:
        self.order = order
        self.event = event
        self.actors = frozenset([actor.id for actor in event.actors])
        self.first = first.toordinal()
        self.until = until.toordinal() + 1

    @cached_property
    def remote(self) -> bool | None:
        """Whether the contact was at a distance; None if its type does not tell."""
        return _REMOTE.get(self.event.type.id)

    @cached_property
    def place(self) -> set[str]:
        """The words of the place."""
        return set(words(self.event.place)) if self.event.place else set()

    @cached_property
    def telling(self) -> set[str]:
        """The telling words of the title."""
        return telling(self.event)


def in_order(events: Iterable[Event]) -> list[Contact]:
    """The events by the first day on which they may have begun."""
    rows = []
    for event in events:
        first, until = dt.date.max, dt.date.min
        for when in event.all_dates:
            start = when.written.start_span
            first = min(first, low(start.first))
            last = when.written.ends.first or dt.date.min
            until = max(until, start.last or low(start.first), last)
        rows.append((first, event.sort_key, until, event))
    rows.sort(key=itemgetter(0, 1))
    return [
        Contact(order, event, first, until) for order, (first, _, until, event) in enumerate(rows)
    ]


class Time(IntEnum):
    """How near to each other two contacts were, from APART to SAME_DAY."""

    APART = 0
    POSSIBLE = 1
    """They may have begun on one day, and the day of each is known to a month."""
    NEXT_DAY = 2
    """They certainly began on one day or on two neighbouring days."""
    DURING = 3
    """One certainly took place within the days of the other, which are a week at most."""
    SAME_DAY = 4
    """They certainly began on one day, or their dates are the same text."""


def nearness(event: Event, other: Event) -> Time:
    """How near two events were to each other, by those of their dates that agree best.

    The dates count as they are written, without the days that the marks `~ ? %` add.
    """
    return max(starmap(_nearness, product(event.all_dates, other.all_dates)))


def _nearness(when: When, other: When) -> Time:
    if when.text == other.text:
        return Time.SAME_DAY
    when, other = when.written, other.written
    (first, last), (other_first, other_last) = when.start_span, other.start_span
    if first is None or last is None or other_first is None or other_last is None:
        return Time.APART
    most = max(last - other_first, other_last - first).days
    if most <= 0:
        return Time.SAME_DAY
    if _during(when, other) or _during(other, when):
        return Time.DURING
    if most <= 1:
        return Time.NEXT_DAY
    vaguest = max(last - first, other_last - other_first).days
    meet = when.start_span.meets(other.start_span)
    return Time.POSSIBLE if meet and vaguest < MONTH else Time.APART


def _during(when: When, other: When) -> bool:
    first, last = other.start_span.last, other.ends.first
    if first is None or last is None or not 0 < (last - first).days < _WEEK:
        return False
    return Span(when.start, when.end).inside(Span(first, last))
