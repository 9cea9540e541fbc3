"""The rule of `chrono check` about events that may be in the ledger twice."""

from __future__ import annotations

from collections import Counter, defaultdict, deque
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import chain

from chrono.core.checks.contacts import MONTH, Contact, Time, alike, common, in_order, nearness
from chrono.core.checks.rules import Finding, Join, RuleContext, rule
from chrono.core.english import first_few
from chrono.core.model import Event
from chrono.core.names import fold
from chrono.core.references import mark_different, not_duplicates

MOST_RECENT = 10
"""The number of an actor's latest contacts with which each new contact is compared."""

MOST_OF_A_DOCUMENT, MOST_UNLISTED = 20, 200
"""The maximum number of events with exactly the same sources that are not taken for a list.

The first number is for sources with a URL or an id. The second is for sources with only a
publisher, and for events without sources.
"""

_FEW = 3
"""The maximum number of events that cite an article, if the article is evidence for a duplicate."""

_Sources = tuple[tuple[str, bool], ...]
"""For each source of an event, a pair: its name, and whether that name is a URL or an id."""


@rule("duplicate", "warning", depends_on=("extra", "follows", "part_of", "place", "sources"),
      when_written=True, duplicates=True)  # fmt: skip
def duplicate(context: RuleContext) -> Iterator[Finding]:
    """The rule reports each contact that may be in the ledger twice, for example because two
    sources report the contact. Such a contact is counted twice. The rule compares two contacts if
    both have the same actors. The rule also compares two contacts if one has all actors of the
    other, and at most twice as many actors. Contacts with the same day, type, title and place are
    compared if they share two actors. If a contact may repeat several earlier contacts, the
    message names only the latest of the earlier contacts. Planned contacts are compared only with
    planned contacts.

    Two contacts are reported in each of these cases:

    - Both certainly began on the same day, by the date or a local date of each. Dates with the same
      text count as the same day. The types can differ. The places or the titles can differ, too,
      but not both.
    - Both certainly began on neighbouring days, and places and titles do not differ. For calls and
      video conferences, the titles can differ.
    - One contact lasted up to a week, and the other contact took place during this time. Both have
      the same type or similar titles, and the places do not differ.
    - Both may have begun on the same day, as with `2025-10` and `2025-10-15`. The titles are
      similar, and the places do not differ.
    - Both cite the same article, and at most three events cite the article. The dates are as in any
      of the cases above.

    The rule does not report the days of one trip. A trip is three or more days in a row on which
    the same actors met. A longer event also counts as a trip if it has the place of both contacts
    and an actor of both contacts.

    The rule also does not report different entries of one list, such as a diary. More than 20
    events with the same document, or more than 200 events with the same publisher, are a list.
    Entries of a list are reported only if day, title and place are the same.

    Events that are not contacts, such as visits and statements, are reported if date, type, actors
    and title are the same. Visits to the same place are reported even if the titles differ. Events
    at different places are not reported.

    If the two events are the same, run the command in the message. If the events are different,
    link them with `follows` or `part_of`, or run the second command in the message. It writes the
    id of one event in the other.
    """
    for first, second in repeated_events(context.ledger.events, context.whole.events):
        # The values of the first event are kept, so that no participant is lost.
        fewer = {*first.actors} < {*second.actors}
        keep, replaced = (second, first) if fewer else (first, second)
        reason = (
            f'"{second.id}" ({_described(second)}) may be a duplicate of "{first.id}" '
            f"({_described(first)})"
        )
        join = Join(keep.id, replaced.id, reason)
        one = f"if they are one event, run `chrono join {keep.id} {replaced.id}`"
        message = f"{reason}; {one}; if not, run `{mark_different(second, first.id)}`"
        yield Finding(second, ("date",), message, first.id, join)


def repeated_events(
    events: Sequence[Event], whole: Sequence[Event]
) -> Iterator[tuple[Event, Event]]:
    """Yield (earlier event, later event) for each pair of events that may be the same.

    `whole`: all events of the ledger.
    """
    yield from possible_duplicates(events, whole)
    yield from _repeated(events)


def _described(event: Event) -> str:
    names = first_few([actor.name for actor in event.actors], word="and")
    return f"{event.when.text}, {event.type.label}: {names}"


def _repeated(events: Iterable[Event]) -> Iterator[tuple[Event, Event]]:
    """Yield (earlier event, later event) for each probable duplicate.

    The function `possible_duplicates` compares held and planned contacts.
    """
    recent: defaultdict[Hashable, deque[Event]] = defaultdict(lambda: deque(maxlen=MOST_RECENT))
    for event in events:
        if _is_compared(event):
            continue
        alike = (event.when.text, event.type.id, frozenset([actor.id for actor in event.actors]))
        place = fold(event.place or "")
        keys: list[Hashable] = [(*alike, "title", fold(event.title))]
        if place and event.type.id == "visit" and event.when.exact:
            keys.append((*alike, "place", place))
        for other in chain.from_iterable(reversed(recent[key]) for key in keys):
            same_place = place == fold(other.place or "") or not (place and other.place)
            if same_place and not _linked(other, event):
                yield other, event
                break
        for key in keys:
            recent[key].append(event)


def possible_duplicates(
    events: Iterable[Event], whole: Sequence[Event]
) -> Iterator[tuple[Event, Event]]:
    """Yield (earlier contact, later contact) for each pair of contacts that are probably the same.

    Only held and planned contacts are compared. Each later contact is yielded at most once, with
    the latest contact that it may repeat.

    `whole`: all events of the ledger.
    """
    contacts = in_order([event for event in events if _is_compared(event)])
    evidence = Evidence(whole)
    number = Counter(actor for contact in contacts for actor in contact.actors)
    recent = {actor: deque[Contact](maxlen=MOST_RECENT) for actor in number}
    entries: defaultdict[Hashable, deque[Contact]] = defaultdict(lambda: deque(maxlen=MOST_RECENT))
    for contact in contacts:
        actors = sorted(contact.actors, key=number.__getitem__)
        # An earlier contact with enough of these actors has one of the rarest, too.
        lists = [recent[actor] for actor in actors[: len(actors) - _fewest(len(actors)) + 1]]
        if same := entries[_entry(contact)]:
            lists.append(same)
        for other in _latest_first(lists):
            if other.until >= contact.first and evidence.one_contact(other, contact):
                yield other.event, contact.event
                break
        for actor in actors:
            recent[actor].append(contact)
        same.append(contact)


def _latest_first(lists: Sequence[deque[Contact]]) -> Iterator[Contact]:
    if len(lists) == 1:
        return reversed(lists[0])
    contacts = {contact.order: contact for known in lists for contact in known}
    return (contacts[order] for order in sorted(contacts, reverse=True))


class Evidence:
    """The evidence that two contacts are probably the same."""

    def __init__(self, events: Sequence[Event]) -> None:
        self._events = events

    def one_contact(self, first: Contact, second: Contact) -> bool:
        """Return whether two contacts are probably the same."""
        if not (_same_actors(first.actors, second.actors) or _same_entry(first, second)):
            return False
        if first.event.status != second.event.status:
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
        if first.first != second.first or _titles_differ(first, second):
            return False
        if _elsewhere(first, second) or _unlike(first, second):
            return False
        if nearness(first.event, second.event) is not Time.SAME_DAY:
            return False
        known = first.event.when.exact or self._titles_alike(first, second)
        return known and not _linked(first.event, second.event)

    def _in_one_list(self, first: Contact, second: Contact) -> bool:
        """Return whether both contacts are entries of one list, such as a diary.

        All entries of a list have the same sources.
        """
        sources = self._sources[first.event.id]
        if sources != self._sources[second.event.id]:
            return False
        document = sources and all(certain for _, certain in sources)
        return self._numbers[sources] > (MOST_OF_A_DOCUMENT if document else MOST_UNLISTED)

    def _on_one_trip(self, first: Contact, second: Contact) -> bool:
        """Return whether two contacts were days of one trip.

        A trip is three days in a row with the same actors. A longer event is also a trip, if it
        shares the place and an actor with both contacts.
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
        return alike(first.distinctive - self._common, second.distinctive - self._common)

    @cached_property
    def _sources(self) -> Mapping[str, _Sources]:
        return {
            event.id: tuple([(s.url or s.id or s.name, bool(s.url or s.id)) for s in event.sources])
            for event in self._events
        }

    @cached_property
    def _numbers(self) -> Counter[_Sources]:
        return Counter(self._sources.values())

    @cached_property
    def _citing(self) -> Counter[str]:
        return Counter(url for event in self._events for url in _urls(event))

    @cached_property
    def _common(self) -> set[str]:
        return common(self._events)

    @cached_property
    def _days(self) -> Mapping[frozenset[str], set[int]]:
        days: defaultdict[frozenset[str], set[int]] = defaultdict(set)
        for contact in in_order([event for event in self._events if _is_compared(event)]):
            if not contact.remote:
                days[contact.actors].add(contact.first)
        return days

    @cached_property
    def _trips(self) -> Mapping[tuple[str, int], Sequence[Contact]]:
        trips: defaultdict[tuple[str, int], list[Contact]] = defaultdict(list)
        for event in in_order([event for event in self._events if event.when.interval]):
            if event.place and 1 < event.until - event.first < MONTH:
                for day in range(event.first, event.until):
                    for actor in event.actors:
                        trips[actor, day].append(event)
        return trips


def _is_compared(event: Event) -> bool:
    return event.between_nations and event.status in ("held", "planned")


def _fewest(number: int) -> int:
    return max(2, (number + 1) // 2)


def _same_actors(actors: frozenset[str], others: frozenset[str]) -> bool:
    if len(actors) > len(others):
        actors, others = others, actors
    return actors <= others and len(actors) >= _fewest(len(others))


def _entry(contact: Contact) -> Hashable:
    return contact.first, contact.event.type.id, fold(contact.event.title)


def _same_entry(first: Contact, second: Contact) -> bool:
    """Return whether two contacts have the same day, type, title and place, and share two actors.

    Each may list other members of the delegations.
    """
    if _entry(first) != _entry(second) or _elsewhere(first, second):
        return False
    exact = first.event.when.exact and second.event.when.exact
    return exact and len(first.actors & second.actors) >= 2


def _urls(event: Event) -> set[str]:
    return {source.url for source in event.sources if source.url}


def _elsewhere(first: Contact, second: Contact) -> bool:
    return bool(first.place and second.place) and not first.place & second.place


def _unlike(first: Contact, second: Contact) -> bool:
    return {first.remote, second.remote} == {True, False}


def _titles_differ(first: Contact, second: Contact) -> bool:
    both = bool(first.distinctive and second.distinctive)
    return both and not alike(first.distinctive, second.distinctive)


def _linked(first: Event, second: Event) -> bool:
    if first.part_of is not None and first.part_of == second.part_of:
        return True
    named, others = ({*one.follows, one.part_of, *not_duplicates(one)} for one in (first, second))
    return not (named.isdisjoint(second.ids) and others.isdisjoint(first.ids))
