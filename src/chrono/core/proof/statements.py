"""The content of a text: descriptions of events, statements about them, and their context."""

from __future__ import annotations

from typing import NamedTuple

from chrono.core.model import Event
from chrono.core.proof.findings import Kind as FindingKind
from chrono.core.proof.kinds import Kind
from chrono.core.proof.numbers import Amount
from chrono.core.proof.people import Party
from chrono.core.proof.places import Place
from chrono.core.proof.times import Distance, Time


class Description(NamedTuple):
    """A description of one or several events. A field with its default value restricts nothing.

    - `parties`: the parties, who all take part
    - `others`: the parties if an office means anyone who has held it, or ()
    - `kind`: the kind of event
    - `times`: the dates, each of a different event
    - `places`: the places, one of which is right
    - `named`: the events, if the text names events by id or has just named events
    - `tags`: tags that the events must have
    - `ordinal`: the number of the event among those in `windows` (see Ordinal)
    - `windows`: the periods in which events are counted
    - `unread`: words for a party that is not in the ledger
    """

    parties: tuple[Party, ...] = ()
    others: tuple[Party, ...] = ()
    kind: Kind | None = None
    times: tuple[Time, ...] = ()
    places: tuple[Place, ...] = ()
    named: tuple[Event, ...] = ()
    tags: frozenset[str] = frozenset()
    ordinal: int | None = None
    windows: tuple[Time, ...] = ()
    unread: str = ""


class Statement(NamedTuple):
    """A statement of a text about contacts.

    - `start`, `end`: the position in the source [characters]
    - `about`: the events that the statement is about
    - `amount`: the number of these events
    - `windows`: the periods in which these events are counted
    - `ordinal`: the number of an event among these events (see Ordinal)
    - `distance`: the days between the event and `other`
    - `said`: the words of the text for the periods
    - `guessed`: whether only a pronoun means a person
    - `bound`: "before" or "after", and an event, if only events before or after this event count
    - `context_events`: the events that the text has named last
    """

    kind: FindingKind
    start: int
    end: int
    about: Description
    amount: Amount | None = None
    windows: tuple[Time, ...] = ()
    ordinal: int | None = None
    distance: Distance | None = None
    other: Description | None = None
    said: str = ""
    guessed: bool = False
    bound: tuple[str, Description] | None = None
    context_events: tuple[Event, ...] = ()

    @property
    def is_question(self) -> bool:
        """Return whether the statement is a question about a number."""
        return self.kind == "count" and self.amount is None and self.ordinal is None


class Context(NamedTuple):
    """People and events that a text has named before a clause, and that words such as `they` mean.

    - `pair`: the parties of the last contact
    - `persons`: the people whom `he` may mean, the last one first
    - `kind`: the last kind of event
    - `events`: the events of the last statement
    - `counted`: the events of the last number
    - `windows`: the periods of the last number
    - `after_question`: whether the previous sentence asks for a number
    - `before`: the text of the previous sentence
    """

    pair: tuple[Party, ...] = ()
    persons: tuple[Party, ...] = ()
    kind: Kind | None = None
    events: tuple[Event, ...] = ()
    counted: Description | None = None
    windows: tuple[Time, ...] = ()
    after_question: bool = False
    before: str = ""
