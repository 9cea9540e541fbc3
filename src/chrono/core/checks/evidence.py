"""Decide whether two contacts are probably one, by what the ledger says about them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from functools import cached_property

from chrono.core.checks.contacts import MONTH, Contact, Time, alike, common, in_order, nearness
from chrono.core.model import Event
from chrono.core.references import not_duplicates

MOST_OF_A_DOCUMENT, MOST_UNLISTED = 20, 200
"""The most events that can have exactly the same sources without being entries of one list.

The first number holds for sources with a URL or an id, the second for a publisher alone and for
events without sources.
"""

_FEW = 3
"""The most events that cite an article which is about these events."""

_Sources = tuple[tuple[str, bool], ...]
"""(name, whether it is a certain document) for each source of an event."""


class Evidence:
    """What speaks for one contact or for two; `events`: all events of the ledger."""

    def __init__(self, events: Sequence[Event]) -> None:
        self._events = events

    def one_contact(self, first: Contact, second: Contact) -> bool:
        """Whether two contacts are probably one."""
        if not _same_actors(first.actors, second.actors):
            return False
        if self._in_one_list(first, second):
            return self._entered_twice(first, second)
        time = nearness(first.event, second.event)
        if time is Time.APART or _linked(first.event, second.event):
            return False
        if any(self._citing[url] <= _FEW for url in _urls(first.event) & _urls(second.event)):
            return True  # one article reports both
        if time is Time.SAME_DAY:
            return not (_elsewhere(first, second) and _titles_differ(first, second))
        if _elsewhere(first, second):
            return False
        remote = bool(first.remote or second.remote)
        if time is Time.NEXT_DAY and not _unlike(first, second):
            probable = remote or not _titles_differ(first, second)
        else:
            same_type = time is Time.DURING and first.event.type == second.event.type
            probable = same_type or self._titles_alike(first, second)
        return probable and (remote or not self._on_one_trip(first, second))

    def _entered_twice(self, first: Contact, second: Contact) -> bool:
        """Whether a list has a contact twice: on the same day, with nothing that differs."""
        if first.first != second.first or _titles_differ(first, second):
            return False
        if _elsewhere(first, second) or _unlike(first, second):
            return False
        if nearness(first.event, second.event) is not Time.SAME_DAY:
            return False
        known = first.event.when.exact or self._titles_alike(first, second)
        return known and not _linked(first.event, second.event)

    def _in_one_list(self, first: Contact, second: Contact) -> bool:
        """Whether both are entries of one list, such as a diary, which rarely has a contact twice.

        All entries of a list have the same sources.
        """
        sources = self._sources[first.event.id]
        if sources != self._sources[second.event.id]:
            return False
        document = sources and all(certain for _, certain in sources)
        return self._numbers[sources] > (MOST_OF_A_DOCUMENT if document else MOST_UNLISTED)

    def _on_one_trip(self, first: Contact, second: Contact) -> bool:
        """Whether two contacts were days of one trip.

        The same actors also met on the day before or after, or an actor had a longer event at the
        same place, which lasted over both days.
        """
        days = self._days[first.actors]
        if first.first - 1 in days or second.first + 1 in days:
            return True
        own = {first.event.id, second.event.id}
        return any(
            trip.place & first.place & second.place and trip.event.id not in own
            for actor in first.actors & second.actors
            for trip in self._trips[actor, first.first]
            if trip.until > second.first
        )

    def _titles_alike(self, first: Contact, second: Contact) -> bool:
        return alike(first.telling - self._common, second.telling - self._common)

    @cached_property
    def _sources(self) -> Mapping[str, _Sources]:
        """Id of an event -> its sources."""
        return {
            event.id: tuple([(s.url or s.id or s.name, bool(s.url or s.id)) for s in event.sources])
            for event in self._events
        }

    @cached_property
    def _numbers(self) -> Counter[_Sources]:
        """Sources of an event -> number of events with exactly these sources."""
        return Counter(self._sources.values())

    @cached_property
    def _citing(self) -> Counter[str]:
        """URL -> number of events that cite it."""
        return Counter(url for event in self._events for url in _urls(event))

    @cached_property
    def _common(self) -> set[str]:
        return common(self._events)

    @cached_property
    def _days(self) -> Mapping[frozenset[str], set[int]]:
        """Actors -> first days [ordinals] of their contacts in person."""
        days: defaultdict[frozenset[str], set[int]] = defaultdict(set)
        for contact in in_order([event for event in self._events if event.contact]):
            if not contact.remote:
                days[contact.actors].add(contact.first)
        return days

    @cached_property
    def _trips(self) -> Mapping[tuple[str, int], Sequence[Contact]]:
        """(actor, day) -> the actor's events that were going on then, for two days to a month."""
        trips: defaultdict[tuple[str, int], list[Contact]] = defaultdict(list)
        for event in in_order([event for event in self._events if event.when.interval]):
            if event.place and 1 < event.until - event.first < MONTH:
                for day in range(event.first, event.until):
                    for actor in event.actors:
                        trips[actor, day].append(event)
        return trips


def fewest(number: int) -> int:
    """How many of `number` actors another report of the same contact names at least."""
    return max(2, (number + 1) // 2)


def _same_actors(actors: frozenset[str], others: frozenset[str]) -> bool:
    """Whether the actors are the same, or one report names enough of those of the other."""
    if len(actors) > len(others):
        actors, others = others, actors
    return actors <= others and len(actors) >= fewest(len(others))


def _urls(event: Event) -> set[str]:
    return {source.url for source in event.sources if source.url}


def _elsewhere(first: Contact, second: Contact) -> bool:
    """Whether both have a place, and the places have no word in common."""
    return bool(first.place and second.place) and not first.place & second.place


def _unlike(first: Contact, second: Contact) -> bool:
    """Whether one was certainly at a distance, and the other in person."""
    return {first.remote, second.remote} == {True, False}


def _titles_differ(first: Contact, second: Contact) -> bool:
    """Whether both titles have telling words, and are not alike."""
    both = bool(first.telling and second.telling)
    return both and not alike(first.telling, second.telling)


def _linked(first: Event, second: Event) -> bool:
    """Whether one event names the other, or both are part of a third: then they are two."""
    if first.part_of is not None and first.part_of == second.part_of:
        return True
    named, others = ({*one.follows, one.part_of, *not_duplicates(one)} for one in (first, second))
    return not (named.isdisjoint(second.ids) and others.isdisjoint(first.ids))
