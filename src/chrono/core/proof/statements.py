"""Statements: what a text says of contacts, ready to be compared with a ledger."""

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
    """What a text says of one event or several. An empty field says nothing.

    `parties`: each takes part; `others`: a second reading of `parties`, by office; `kind`: the kind
    of event; `times`: each is a date of an event; `places`: the event was in one of them; `named`:
    events that the text has named itself; `tags`: tags that it has; `ordinal`, `windows`: which one
    of these it is, in which periods; `unread`: words for a party that is not read.
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
    """A statement of a text. `start`, `end`: its place in the source [characters].

    `about`: the events that it is about; `amount`: how many; `windows`: in which periods;
    `ordinal`: which one of these (see Ordinal); `distance`, `other`: how far from which other
    event; `said`: the text's own words for the window; `guessed`: whether a person is only named
    by a pronoun; `bound`: ("before" or "after", an event), for a window that ends before or begins
    after it; `context_events`: the events that the text has named last.
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
        """Whether it asks for a number, instead of giving one."""
        return self.kind == "count" and self.amount is None and self.ordinal is None
