"""What a ledger is made of: events, actors, types, sources and claims. Frozen values."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from itertools import combinations
from typing import Any, Literal, NamedTuple, TypeVar

from chrono.core.dates import When
from chrono.core.periods import EVERYTHING, Period
from chrono.core.spans import Containment

Status = Literal["held", "planned", "postponed", "cancelled", "unconfirmed", "denied"]
STATUSES: tuple[Status, ...] = (
    "held", "planned", "postponed", "cancelled", "unconfirmed", "denied",
)  # fmt: skip

_Word = TypeVar("_Word")


class _Nothing(Mapping[str, Any]):
    def __getitem__(self, key: str) -> Any:
        raise KeyError(key)

    def __iter__(self) -> Iterator[str]:
        return iter(())

    def __len__(self) -> int:
        return 0

    def __repr__(self) -> str:
        return "{}"

    def __reduce__(self) -> str:
        return "NOTHING"


NOTHING: Mapping[str, Any] = _Nothing()
"""No data: the default of what is optional. There is but one, also where it is copied."""

DATE_KEYS = ("announced", "planned", "signed", "effective", "suspended", "ended")
"""The keys of an event's `dates`, in the order in which a measure lives through them."""


class Role(NamedTuple):
    """An office and the days on which it was held, both ends included."""

    title: str
    since: When | None = None
    until: When | None = None
    extra: Mapping[str, Any] = NOTHING

    def held_on(self, when: When) -> bool:
        """Whether it may have been held when the event began: no day is ruled out by guessing."""
        lasted = Period(
            self.title,
            self.since.start if self.since else None,
            self.until.end if self.until else None,
        )
        return when.starts_in(lasted) is not Containment.NO


class Actor(NamedTuple):
    """A person or body. One that `[actors]` does not declare has its name for an id."""

    id: str
    name: str
    aliases: tuple[str, ...] = ()
    country: str | None = None
    roles: tuple[Role, ...] = ()
    extra: Mapping[str, Any] = NOTHING
    declared: bool = True

    @property
    def nation(self) -> str:
        """The country that it acts for; without one it counts as a country of its own."""
        return self.country if self.country is not None else self.name

    def offices(self, when: When) -> tuple[str, ...]:
        """The offices that it held when the event began, in the ledger's order."""
        return tuple(role.title for role in self.roles if role.held_on(when))

    def __hash__(self) -> int:
        return hash(self.id)

    def __str__(self) -> str:
        return self.name


class EventType(NamedTuple):
    """What kind of event: `contact` says whether events of it can be contacts."""

    id: str
    label: str
    plural: str
    contact: bool = False
    extra: Mapping[str, Any] = NOTHING

    def called(self, number: int | None) -> str:
        """Its label for so many of them."""
        return self.label if number == 1 else self.plural


BUILT_IN_TYPES: tuple[EventType, ...] = (
    EventType("meeting", "in-person meeting", "in-person meetings", True),
    EventType("call", "phone call", "phone calls", True),
    EventType("video", "video conference", "video conferences", True),
    EventType("talks", "round of talks", "rounds of talks", True),
    EventType("visit", "visit", "visits"),
    EventType("letter", "letter", "letters"),
    EventType("statement", "statement", "statements"),
    EventType("agreement", "agreement", "agreements"),
    EventType("measure", "measure", "measures"),
    EventType("other", "other", "others"),
)


class Source(NamedTuple):
    """Who published it, where and when; `says` is what it has differently from the event."""

    publisher: str
    id: str | None = None
    origin: str | None = None
    title: str | None = None
    url: str | None = None
    date: When | None = None
    archive: str | None = None
    side: str | None = None
    grade: str | None = None
    quote: str | None = None
    says: Mapping[str, Any] = NOTHING
    private: bool = False
    extra: Mapping[str, Any] = NOTHING

    @property
    def name(self) -> str:
        """Publisher and, where the text is another's, whose it is: `MarketBeat (AP)`."""
        return f"{self.publisher} ({self.origin})" if self.origin else self.publisher


class Event(NamedTuple):
    """One dated thing that happened. `actors` deal with each other; `present` were there."""

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
    local_dates: Mapping[str, When] = NOTHING
    dates: Mapping[str, When] = NOTHING
    private: bool = False
    sources: tuple[Source, ...] = ()
    extra: Mapping[str, Any] = NOTHING

    def __repr__(self) -> str:
        return f"<Event {self.id}: {self.when}, {self.type.id}, {self.title}>"

    @property
    def nations(self) -> tuple[str, ...]:
        """The countries of its actors, each once, sorted."""
        return tuple(sorted({actor.nation for actor in self.actors}))

    @property
    def between_nations(self) -> bool:
        """Of a contact type, with actors of two or more countries: a contact once it is held."""
        if not self.type.contact:
            return False
        first = self.actors[0].nation
        return any(actor.nation != first for actor in self.actors)

    @property
    def contact(self) -> bool:
        """A held event of a contact type whose actors are of two or more countries."""
        return self.status == "held" and self.between_nations

    @property
    def all_dates(self) -> tuple[When, ...]:
        """The date, and the dates in the capitals where they differ."""
        return (self.when, *self.local_dates.values())

    @property
    def pairs(self) -> Iterator[tuple[Actor, Actor]]:
        """Each two of its actors who are of different countries, ordered by country and name."""
        ordered = sorted(self.actors, key=lambda actor: (actor.nation, actor.name))
        return (
            (one, other) for one, other in combinations(ordered, 2) if one.nation != other.nation
        )

    @property
    def sort_key(self) -> tuple[Any, ...]:
        """Start, end, then id."""
        return (*self.when.sort_key, self.id)


class Number(NamedTuple):
    """A number that somebody stated: from `min` to `max`, both included; None is no bound."""

    min: int | None
    max: int | None

    def __str__(self) -> str:
        if self.min == self.max:
            return str(self.min)
        if self.max is None:
            return f"at least {self.min}"
        return f"at most {self.max}" if self.min is None else f"{self.min} to {self.max}"


class Claim(NamedTuple):
    """What somebody said about how many contacts there were.

    `readings` are the windows that the words allow, each with its name (None when there is but
    one); `counts` are by type id; `as_of` bounds the events that count.
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
    sources: tuple[Source, ...] = ()
    extra: Mapping[str, Any] = NOTHING


class Vocabulary(NamedTuple):
    """The words that all events of a ledger bear, of which only some were read.

    None where nobody looked for them.
    """

    tags: frozenset[str] | None = None
    places: frozenset[str] | None = None
    dates: frozenset[When] | None = None


class _LedgerFields(NamedTuple):
    events: tuple[Event, ...] = ()
    actors: Mapping[str, Actor] = NOTHING
    types: Mapping[str, EventType] = NOTHING
    sources: Mapping[str, Source] = NOTHING
    claims: tuple[Claim, ...] = ()
    principals: tuple[Actor, ...] = ()
    title: str | None = None
    description: str | None = None
    covers: Period = EVERYTHING
    files: tuple[str, ...] = ()
    beyond: Vocabulary | None = None


class Ledger(_LedgerFields):
    """A whole ledger, sound and sorted. Events by start, end and id; claims by date and id.

    `actors` are the declared ones and then those that events name without declaring them;
    `types` the built-in ones in their order, then the ledger's own. `beyond` is given where
    `events` are not all that there are, but those that a question may be about: the words of all.
    """

    @property
    def tags(self) -> frozenset[str]:
        """All tags that events bear. Raises LookupError where not all of them are known."""
        if self.beyond is not None:
            return _looked_for(self.beyond.tags)
        return frozenset(tag for event in self.events for tag in event.tags)

    @property
    def places(self) -> frozenset[str]:
        """All places where events were. Raises LookupError where not all of them are known."""
        if self.beyond is not None:
            return _looked_for(self.beyond.places)
        return frozenset(event.place for event in self.events if event.place)

    @property
    def dates(self) -> frozenset[When]:
        """All dates of events. Raises LookupError where not all of them are known."""
        if self.beyond is not None:
            return _looked_for(self.beyond.dates)
        return frozenset(event.when for event in self.events)

    def event(self, id: str) -> Event | None:
        """The event of that id."""
        return self._by_id.get(id)

    @cached_property
    def _by_id(self) -> Mapping[str, Event]:
        # A ledger with errors may have an id twice: the first event keeps it.
        return {event.id: event for event in reversed(self.events)}

    @cached_property
    def followers(self) -> Mapping[str, tuple[Event, ...]]:
        """The events that follow each event, by the id of the event that they follow."""
        found: dict[str, list[Event]] = {}
        for event in self.events:
            for id in dict.fromkeys(event.follows):
                found.setdefault(id, []).append(event)
        return {id: tuple(events) for id, events in found.items()}

    @cached_property
    def actors_called(self) -> Mapping[str, Actor]:
        """The first actor of each name and alias."""
        found: dict[str, Actor] = {}
        for actor in self.actors.values():
            for name in (actor.name, *actor.aliases):
                found.setdefault(name, actor)
        return found

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"a ledger is frozen: its {name} cannot be set")

    def __reduce__(self) -> tuple[Any, ...]:
        # The fields alone: an index is made again where it is needed.
        return type(self), tuple(self)

    @property
    def name(self) -> str:
        """Its title, or the name of its first file."""
        if self.title or not self.files:
            return self.title or "ledger"
        # The name of a file may hold bytes that are no text.
        return self.files[0].encode("utf-8", "backslashreplace").decode("utf-8")


def _looked_for(words: frozenset[_Word] | None) -> frozenset[_Word]:
    if words is None:
        raise LookupError("only a part of the ledger was read, and nobody asked for these")
    return words
