"""The records of a ledger: events, actors, types, sources and claims.

A country is an alpha-2 code such as "CN", or the name of an international body such as the EU. Many
records have these fields:

- `former_ids`: earlier ids of the record, and of records that were joined with it
- `extra`: the user's own data
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from itertools import combinations
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, get_args

from chrono.core.countries import country_name
from chrono.core.dates import When
from chrono.core.looks import Look
from chrono.core.periods import Period
from chrono.core.spans import OPEN, Containment, Span, high, low, merged

if TYPE_CHECKING:
    from chrono.core.coverage import Coverage

Status = Literal["held", "planned", "postponed", "cancelled", "unconfirmed", "denied"]
STATUSES: tuple[Status, ...] = get_args(Status)

NOTHING: Mapping[str, Any] = {}
"""An empty mapping, the default of optional fields. It must not be changed."""

DATE_KEYS = ("announced", "planned", "signed", "effective", "suspended", "ended")
"""The keys that the `dates` of an event can have: the steps of a measure, in the order of time."""


class Role(NamedTuple):
    """An office of an actor from `since` to `until`, both inclusive. None means no limit."""

    title: str
    since: When | None = None
    until: When | None = None
    extra: Mapping[str, Any] = NOTHING

    def held_on(self, when: When) -> bool:
        """Return whether the office may have been held when an event with the date `when` began."""
        first = self.since.days.first if self.since else None
        last = self.until.days.last if self.until else None
        term = Span(first, last)
        return term == OPEN or any(days.meets(term) for days in when.starts)

    @property
    def certain_days(self) -> Span | None:
        """Return the days on which the office was certainly held, or None if there are none."""
        first = high(self.since.start_span.last) if self.since else None
        last = low(self.until.ends.first) if self.until else None
        return Span(first, last) if low(first) <= high(last) else None

    @property
    def changes(self) -> list[dt.date]:
        """Return the first days on which the office may have begun, began, may end and ended."""
        since, until = self.since, self.until
        begun = [since.days.first, since.start_span.last] if since else []
        ended = [until.ends.first, until.days.last] if until else []
        return [day for day in begun if day] + [
            day + dt.timedelta(1) for day in ended if day and day < dt.date.max
        ]


def held(roles: Iterable[Role], when: When) -> Containment:
    """Return whether one of the offices was held when an event with the date `when` began."""
    roles = [role for role in roles if role.held_on(when)]
    if not roles:
        return Containment.NO
    certain = merged(days for role in roles if (days := role.certain_days))
    is_certain = all(any(days.inside(run) for run in certain) for days in when.starts)
    return Containment.CERTAIN if is_certain else Containment.POSSIBLE


class Actor(NamedTuple):
    """A person or organisation. `country`: a code, the name of a body such as the EU, or None for
    no country.

    - `declared`: whether the table `[actors]` has the actor. If not, the id is the actor's name.
    - `codes`: the codes of the actor in place of those of the country, by system, such as "cow"
    """

    id: str
    name: str
    aliases: tuple[str, ...] = ()
    country: str | None = None
    roles: tuple[Role, ...] = ()
    former_ids: tuple[str, ...] = ()
    extra: Mapping[str, Any] = NOTHING
    declared: bool = True
    codes: Mapping[str, int | str] = NOTHING

    @property
    def all_names(self) -> tuple[str, ...]:
        """Return the id, the former ids, the name and the aliases of the actor."""
        return (self.id, *self.former_ids, self.name, *self.aliases)

    @property
    def nation(self) -> str:
        """Return the field `country` of the actor, or the name of an actor without a country."""
        return self.country if self.country is not None else self.name

    def apart_from(self, other: Actor) -> bool:
        """Return whether the two actors have different countries.

        An actor without a country differs from every other actor.
        """
        if self.country is None:
            return self.id != other.id
        return self.country != other.country

    def offices(self, when: When) -> tuple[str, ...]:
        """Return the titles of the offices that the actor may have held on the date `when`."""
        return tuple([role.title for role in self.roles if role.held_on(when)])

    def __hash__(self) -> int:
        return hash(self.id)

    def __str__(self) -> str:
        return self.name


class EventType(NamedTuple):
    """A type of event. `contact`: whether events of this type can be contacts."""

    id: str
    label: str
    plural: str
    contact: bool = False
    former_ids: tuple[str, ...] = ()
    extra: Mapping[str, Any] = NOTHING
    look: Look | None = None
    aliases: tuple[str, ...] = ()

    @property
    def all_names(self) -> tuple[str, ...]:
        """Return all words for the type: id, id with added "s", label, plural and aliases."""
        return (self.id, f"{self.id}s", self.label, self.plural, *self.aliases)

    def called(self, number: int | None) -> str:
        """Return the label if the number is 1, or else the plural."""
        return self.label if number == 1 else self.plural


_TYPES_AND_LOOKS: tuple[tuple[EventType, Look], ...] = (
    (EventType("meeting", "in-person meeting", "in-person meetings", True),
     Look("◆", "#", "diamond")),
    (EventType("call", "phone call", "phone calls", True), Look("●", "@", "disc")),
    (EventType("video", "video conference", "video conferences", True), Look("■", "%", "square")),
    (EventType("talks", "round of talks", "rounds of talks", True), Look("▲", "A", "triangle")),
    (EventType("visit", "visit", "visits"), Look("▷", ">", "pointer")),
    (EventType("letter", "letter", "letters"), Look("◇", "+", "diamond")),
    (EventType("statement", "statement", "statements"), Look("○", "o", "disc")),
    (EventType("agreement", "agreement", "agreements"), Look("□", "=", "square")),
    (EventType("measure", "measure", "measures"), Look("△", "^", "triangle")),
    (EventType("other", "other", "others"), Look("☆", "'", "star")),
)  # fmt: skip
BUILT_IN_TYPES = tuple(kind._replace(look=look) for kind, look in _TYPES_AND_LOOKS)
BUILT_IN = {kind.id: kind for kind in BUILT_IN_TYPES}


class Publisher(NamedTuple):
    """A publisher or news agency."""

    id: str
    name: str
    aliases: tuple[str, ...] = ()
    former_ids: tuple[str, ...] = ()
    extra: Mapping[str, Any] = NOTHING

    @property
    def all_names(self) -> tuple[str, ...]:
        """Return the id, the former ids, the name and the aliases of the publisher."""
        return (self.id, *self.former_ids, self.name, *self.aliases)


class Source(NamedTuple):
    """A source of an event or a claim.

    - `id`: the id under `[sources]`, or None if the source is not declared there
    - `origin`: the agency that wrote the report, or None if the publisher did
    - `language`: a BCP 47 tag, such as "en"
    - `archive`: the URL of a copy
    - `side`: the party whose account the source gives
    - `grade`: "A" (best) to "F"
    - `says`: the values that the source gives, by key of the event
    """

    publisher: str
    id: str | None = None
    origin: str | None = None
    author: str | None = None
    title: str | None = None
    url: str | None = None
    date: When | None = None
    accessed: When | None = None
    language: str | None = None
    locator: str | None = None
    archive: str | None = None
    side: str | None = None
    grade: str | None = None
    quote: str | None = None
    says: Mapping[str, Any] = NOTHING
    private: bool = False
    former_ids: tuple[str, ...] = ()
    extra: Mapping[str, Any] = NOTHING

    @property
    def name(self) -> str:
        """Return the publisher, with the origin in brackets if there is one: `MarketBeat (AP)`."""
        return f"{self.publisher} ({self.origin})" if self.origin else self.publisher


class Event(NamedTuple):
    """An event with a date.

    - `actors`: the main participants
    - `present`: other people who were there
    - `initiator`: the id of an actor, a country, or "disputed"
    - `local_dates`: the dates in local time, by country code
    - `dates`: other dates, by key, such as the date of signing
    """

    id: str
    when: When
    type: EventType
    title: str
    actors: tuple[Actor, ...]
    present: tuple[Actor, ...] = ()
    place: str | None = None
    place_country: str | None = None
    initiator: str | None = None
    summary: str | None = None
    notes: str | None = None
    tags: tuple[str, ...] = ()
    status: Status = "held"
    follows: tuple[str, ...] = ()
    part_of: str | None = None
    former_ids: tuple[str, ...] = ()
    local_dates: Mapping[str, When] = NOTHING
    dates: Mapping[str, When] = NOTHING
    private: bool = False
    sources: tuple[Source, ...] = ()
    extra: Mapping[str, Any] = NOTHING

    @property
    def ids(self) -> tuple[str, ...]:
        """Return the id, then all former ids."""
        return (self.id, *self.former_ids)

    def __repr__(self) -> str:
        return f"<Event {self.id}: {self.when}, {self.type.id}, {self.title}>"

    @property
    def nations(self) -> tuple[str, ...]:
        """Return the field `country` of each actor, or else the actor's name, sorted."""
        own = {actor.id: actor.name for actor in self.actors if actor.country is None}
        return tuple(sorted([*self.countries, *own.values()]))

    @property
    def countries(self) -> tuple[str, ...]:
        """Return the values of `country` of the actors, each once and sorted."""
        return tuple(sorted({actor.country for actor in self.actors if actor.country}))

    @property
    def between_nations(self) -> bool:
        """Return whether the event has a contact type, and actors from at least two countries."""
        return self.type.contact and any(map(self.actors[0].apart_from, self.actors))

    @property
    def contact(self) -> bool:
        """Return whether the event is a contact: held, of a contact type, and between countries."""
        return self.status == "held" and self.between_nations

    @property
    def all_dates(self) -> tuple[When, ...]:
        """Return the date of the event, followed by the local dates."""
        return (self.when, *self.local_dates.values())

    @property
    def pairs(self) -> Iterator[tuple[Actor, Actor]]:
        """Yield every pair of actors from different countries, sorted by country and name."""
        ordered = sorted(self.actors, key=lambda actor: (actor.nation, actor.name))
        return ((a, b) for a, b in combinations(ordered, 2) if a.apart_from(b))

    def statements(self, source: Source) -> Iterator[tuple[str, When | str, bool]]:
        """Yield (key, value, whether the event's value differs) for each value of a source."""
        values = {"date": self.when.text, "type": self.type.id, "place": self.place}
        for key, value in source.says.items():
            if key != "extra":
                yield key, value, str(value) != values.get(key, self.initiator)

    @property
    def sort_key(self) -> tuple[Any, ...]:
        """Return (start, end, id), the key by which events are sorted."""
        return (*self.when.sort_key, self.id)


class Number(NamedTuple):
    """A number in a claim: from `min` to `max`, both inclusive. None means no limit."""

    min: int | None
    max: int | None

    def __str__(self) -> str:
        if self.min == self.max:
            return str(self.min)
        if self.max is None:
            return f"at least {self.min}"
        return f"at most {self.max}" if self.min is None else f"{self.min} to {self.max}"


class Claim(NamedTuple):
    """A statement by the actor `by` about the number of contacts.

    - `counts`: a number for each type, by the id of the type
    - `total`: the number of contacts of these `types`, or of all types if `types` is empty
    - `readings`: (name, period) for each interpretation. The name of a single reading is None.
    - `as_of`: the last day on which events count
    - `wording`: "quoted" or "paraphrased"
    - `window`: the period in the speaker's words
    - `disputed`: the reason for a known disagreement with the ledger
    """

    id: str
    by: Actor
    date: When
    as_of: When
    statement: str
    readings: tuple[tuple[str | None, Period], ...]
    wording: str | None = None
    window: str | None = None
    actors: tuple[Actor, ...] = ()
    types: tuple[EventType, ...] = ()
    tags: tuple[str, ...] = ()
    counts: Mapping[str, Number] = NOTHING
    total: Number | None = None
    disputed: str | None = None
    former_ids: tuple[str, ...] = ()
    sources: tuple[Source, ...] = ()
    extra: Mapping[str, Any] = NOTHING


class _LedgerFields(NamedTuple):
    events: tuple[Event, ...] = ()
    actors: Mapping[str, Actor] = NOTHING
    types: Mapping[str, EventType] = NOTHING
    sources: Mapping[str, Source] = NOTHING
    claims: tuple[Claim, ...] = ()
    principals: tuple[Actor, ...] = ()
    title: str | None = None
    description: str | None = None
    coverage: Coverage = ()
    files: tuple[str, ...] = ()
    vocabulary: Mapping[str, frozenset[Any]] | None = None
    publishers: Mapping[str, Publisher] = NOTHING
    unsupported: frozenset[str] = frozenset()


class Ledger(_LedgerFields):
    """The records of a ledger. Events are sorted by start, end and id, and claims by date and id.

    - `actors`, `types`, `sources`, `publishers`: records by id, declared or built-in ones first
    - `coverage`: the covered periods and subjects, or () if everything is covered
    - `vocabulary`: the result of the method `words`, or None if all events were read
    - `unsupported`: the ids of the events that have lost all sources through `--without-origin`
    """

    @cached_property
    def words(self) -> Mapping[str, frozenset[Any]]:
        """Return the values of "tags", "places", "place_countries" and "dates" in all events.

        If only some events were read, some of these four keys may be missing.
        """
        if self.vocabulary is not None:
            return self.vocabulary
        return {
            "tags": frozenset(tag for event in self.events for tag in event.tags),
            "places": frozenset(event.place for event in self.events if event.place),
            "place_countries": frozenset(e.place_country for e in self.events if e.place_country),
            "dates": frozenset(event.when for event in self.events),
        }

    @property
    def records(self) -> list[Event | Claim]:
        """Return all events, then all claims."""
        return [*self.events, *self.claims]

    def event(self, id: str) -> Event | None:
        """Return the event with this id or former id, or None if there is none."""
        return self._by_id.get(id)

    def any_exact(self, ids: Iterable[str]) -> bool:
        """Return whether one of the events has an exact date.

        If it may or may not count, that does not depend on its date alone.
        """
        return any(event.when.exact for id in ids if (event := self.event(id)))

    @cached_property
    def _by_id(self) -> Mapping[str, Event]:
        # A ledger with errors may have an id several times: the first event is used.
        return {id: event for event in reversed(self.events) for id in event.ids}

    @cached_property
    def followers(self) -> Mapping[str, tuple[Event, ...]]:
        """Return the events that follow each event, by the id of the followed event."""
        followers: dict[str, list[Event]] = {}
        for event in self.events:
            for id in dict.fromkeys(event.follows):
                followers.setdefault(id, []).append(event)
        return {id: tuple(events) for id, events in followers.items()}

    def name_of(self, word: str) -> str:
        """Return the name of the actor or country with this id or code, or else `word`."""
        actor = self.actors.get(word)
        return actor.name if actor else country_name(word)

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"cannot set {name}: a Ledger cannot be changed")

    def __reduce__(self) -> tuple[Any, ...]:
        # Cached properties are not copied; they are computed again when needed.
        return type(self), tuple(self)

    @property
    def name(self) -> str:
        """Return the title, or else the name of the first file, or else "ledger"."""
        if self.title or not self.files:
            return self.title or "ledger"
        # The name of a file may have bytes that are not UTF-8.
        return self.files[0].encode("utf-8", "backslashreplace").decode("utf-8")
