"""The content of a text: descriptions of events, statements on them, and their context."""

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

    `parties`: the parties, who all take part; `others`: the same parties by a second meaning, in
    which an office means whoever held it; `kind`: the kind of event; `times`: the dates, each of a
    different event; `places`: the places, one of which is right; `named`: events that the text
    names directly; `tags`: tags of the events; `ordinal`: which event it is of those in `windows`
    (see Ordinal); `unread`: words for a party that the ledger's names do not explain.
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
    """A statement of a text on contacts.

    `start`, `end`: its place in the source [characters]; `about`: the events that it is about;
    `amount`: the number of these events; `windows`: the periods in which they are counted;
    `ordinal`: the number of an event among them (see Ordinal); `distance`: the number of days
    between the event and `other`; `said`: the text's own words for the windows; `guessed`: whether
    only a pronoun names a person; `bound`: "before" or "after", with the event at which the window
    ends or begins; `context_events`: the events that the text has named last.
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
        """Return whether the statement asks for a number instead of giving one."""
        return self.kind == "count" and self.amount is None and self.ordinal is None


class Context(NamedTuple):
    """The things that the text before a clause has named, to which later words may refer.

    `pair`: the parties of the last contact; `persons`: the people who may be "he", the last one
    first; `kind`: the last kind of event; `events`: the events of the last statement; `counted`,
    `windows`: the events of the last number, and its periods; `after_question`: whether the
    sentence before asks for a number; `before`: the text of the sentence before.
    """

    pair: tuple[Party, ...] = ()
    persons: tuple[Party, ...] = ()
    kind: Kind | None = None
    events: tuple[Event, ...] = ()
    counted: Description | None = None
    windows: tuple[Time, ...] = ()
    after_question: bool = False
    before: str = ""
