"""The content of a text: descriptions of events, statements about events, and their context."""

from __future__ import annotations

from typing import NamedTuple

from chrono.core.model import Event
from chrono.core.proof.findings import Kind as FindingKind
from chrono.core.proof.kinds import Kind
from chrono.core.proof.numbers import Amount
from chrono.core.proof.people import Party
from chrono.core.proof.places import Place
from chrono.core.proof.times import Distance, Time


class Hosting(NamedTuple):
    """The countries of the hosts and the guests in words such as `Ann hosted Ben`.

    - `hosts`, `guests`: codes of countries, or ids of actors without a country. Without any
      `hosts`, the words name a host who is not read
    - `strict`: True for `hosted`. Guests can be received in a third country, too
    - `of_noun`: whether a noun is hosted, as in `Rome hosted talks between Ann and Ben`
    - `people`: the hosts who are not among the parties
    """

    hosts: frozenset[str]
    guests: frozenset[str]
    strict: bool
    of_noun: bool = False
    people: tuple[Party, ...] = ()


class Description(NamedTuple):
    """A description of one or several events. A field with its default value is ignored.

    - `parties`: the parties, who all take part
    - `others`: like `parties`, but an office means anyone who has held the office
    - `times`: the dates, one for each event
    - `places`: the places, of which one is the place of the event
    - `named`: the events, if the text names events by id or has just named events
    - `tags`: tags that the events must have
    - `ordinal`: 3 for `the third call`, and so on (see Ordinal)
    - `windows`: the periods in which events are counted
    - `unread`: words for a party that is not in the ledger
    - `caller`: the party that made a phone call, or None
    - `hosting`: who hosted the event, or None
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
    caller: Party | None = None
    hosting: Hosting | None = None


class Statement(NamedTuple):
    """A statement of a text about contacts. Fields that do not apply are None or empty.

    - `start`, `end`: the position of the statement in the whole text [characters]
    - `about`: the events that the statement is about
    - `amount`: the number of these events
    - `windows`: the periods in which these events are counted
    - `ordinal`: 3 for `the third call`, and so on (see Ordinal)
    - `at_place`: whether only events at the place may count, as in `their second call in Rome`
    - `distance`: the days between `about` and `other`
    - `period_text`: the words for the periods in the text
    - `guessed`: whether a person is only named by a pronoun
    - `bound`: ("before" or "after", event) if only events before or after an event count
    - `context_events`: the events that the text has named last
    """

    kind: FindingKind
    start: int
    end: int
    about: Description
    amount: Amount | None = None
    windows: tuple[Time, ...] = ()
    ordinal: int | None = None
    at_place: bool = False
    distance: Distance | None = None
    other: Description | None = None
    period_text: str = ""
    guessed: bool = False
    bound: tuple[str, Description] | None = None
    context_events: tuple[Event, ...] = ()

    @property
    def is_question(self) -> bool:
        """Return whether the statement is a question about a number."""
        return self.kind == "count" and self.amount is None and self.ordinal is None


class Context(NamedTuple):
    """What a text has named before a clause, for words such as `they` in the clause.

    - `pair`: the parties of the last contact
    - `persons`: the people whom `he` may mean, the last one first
    - `kind`: the last kind of event, or None
    - `events`: the events of the last statement
    - `counted`: the description of the events that were counted last, or None
    - `windows`: the periods in which these events were counted
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
