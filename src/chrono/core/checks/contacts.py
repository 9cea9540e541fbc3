"""Compare the times, places and titles of contacts, for the rule `duplicate`."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from enum import IntEnum
from functools import cached_property
from itertools import product, starmap
from operator import itemgetter

from chrono.core.dates import When
from chrono.core.model import Event
from chrono.core.names import words
from chrono.core.spans import Span, low

MONTH = 31
_WEEK = 7
_STEM = 5
"""The number of letters at the beginning of a word that are compared: `tariff` equals `tariffs`."""

MOST_TITLES = 5000
_SHORTEST = 4
"""The least number of letters in a Latin word that is compared; shorter words are ignored."""

_WORDS = """
about after ahead before between call calls conference confer conversation discuss during first
follow held hold holds join meet meeting meets over person phone receive second sees speak spoke
talk talks their third video virtual visit with
"""
_ANY_CONTACT = frozenset(word[:_STEM] for word in _WORDS.split())
"""The stems of English words that can be in the title of any contact."""

_IDEOGRAPH = re.compile("[\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff]")

_REMOTE = {"meeting": False, "call": True, "video": True, "talks": False, "visit": False}


class Contact:
    """A contact, with the values that are compared in the search for duplicates.

    - `first`: the first day on which the contact may have begun
    - `until`: the day after the last day on which a duplicate may have begun

    Both days are numbers, as from `date.toordinal()`.
    """

    def __init__(self, order: int, event: Event, first: dt.date, until: dt.date) -> None:
        self.order = order
        self.event = event
        self.actors = frozenset([actor.id for actor in event.actors])
        self.first = first.toordinal()
        self.until = until.toordinal() + 1

    @cached_property
    def remote(self) -> bool | None:
        """Return whether the contact was remote, or None for a type of contact that can be both."""
        return _REMOTE.get(self.event.type.id)

    @cached_property
    def place(self) -> set[str]:
        """Return the words in the name of the place, or an empty set if no place is known."""
        return set(words(self.event.place)) if self.event.place else set()

    @cached_property
    def distinctive(self) -> set[str]:
        """Return the stems (first letters) of the distinctive words in the contact's title.

        The place, the names of the actors, and words such as `meeting` are left out.
        """
        event = self.event
        rest = stems(event.title) - _ANY_CONTACT
        if rest and event.place:
            rest -= stems(event.place)
        for actor in event.actors:
            for name in (actor.name, *actor.aliases) if rest else ():
                rest -= stems(name)
        return rest


def in_order(events: Iterable[Event]) -> list[Contact]:
    """Return a Contact for each event, sorted by the event's first possible day."""
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
    """How close in time two contacts are, from `APART` (0) to `SAME_DAY` (4)."""

    APART = 0
    POSSIBLE = 1
    """The contacts may have begun on the same day, and each date is known at least to the month."""
    NEXT_DAY = 2
    """The contacts certainly began on the same day or on neighbouring days."""
    DURING = 3
    """One contact took place within the days of the other, which lasted up to a week."""
    SAME_DAY = 4
    """The contacts certainly began on the same day, or their dates have the same text."""


def nearness(event: Event, other: Event) -> Time:
    """Return how close in time two events are, by the closest pair of their dates.

    Local dates are included. The days that the marks `~ ? %` add to a date are ignored.
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


# -- titles ---------------------------------------------------------------------------------------


def stems(text: str) -> set[str]:
    """Return the stem (first five letters) of each word, so that `tariff` equals `tariffs`.

    For a script without spaces, such as Chinese, the result has each pair of adjacent characters.
    """
    found: set[str] = set()
    for word in words(text):
        if not word.isascii() and _IDEOGRAPH.search(word):
            found.update(word[at : at + 2] for at in range(max(len(word) - 1, 1)))
        elif len(word) >= _SHORTEST or not word.isascii():
            found.add(word[:_STEM])
    return found


def common(events: Sequence[Event]) -> set[str]:
    """Return the stems (first letters) of the words that are common in the titles of events.

    A word is common if it is in at least four titles, and in more than 5% of all titles.
    """
    titles = [event.title for event in events[:: len(events) // MOST_TITLES + 1]]
    number = Counter(stem for title in titles for stem in stems(title))
    most = max(len(titles) // 20, 3)
    return {stem for stem, count in number.items() if count > most}


def alike(first: set[str], second: set[str]) -> bool:
    """Return whether one of two sets of stems has at least half of its stems in the other set.

    A stem is the first letters of a word.
    """
    shared = len(first & second)
    return shared > 0 and min(len(first), len(second)) <= 2 * shared
