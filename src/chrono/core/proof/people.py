"""The parties to the contacts in a text, and the people whom words in a sentence name."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from chrono.core.model import Actor, Event
from chrono.core.proof.offices import Office


class Party(NamedTuple):
    """One side of a contact. A party takes part in an event if one of its actors takes part.

    - `actors`: the ids of the actors
    - `label`: the name of the party
    - `office`: the office that an actor must hold on the day of the event, or "" for no office
    - `country`: the country if the party is everyone from a country, or else ""
    """

    actors: frozenset[str]
    label: str
    office: str = ""
    country: str = ""

    def takes_part(self, event: Event, offices: Sequence[Office]) -> bool:
        """Return whether an actor of the party is a main participant of an event.

        If the party has an office, the actor must hold the office. `offices`: all offices in the
        ledger.
        """
        return any(
            actor.id in self.actors and (not self.office or self._held(actor, event, offices))
            for actor in event.actors
        )

    def _held(self, actor: Actor, event: Event, offices: Sequence[Office]) -> bool:
        return any(
            one.actor.id == actor.id and self.office in one.phrases and one.role.held_on(event.when)
            for one in offices
        )


class People(NamedTuple):
    """The people whom words in a sentence name.

    - `parties`: the people, who all take part
    - `holders`: for an office, the parties of anyone who has held the office, or ()
    - `pronoun`: "they", "he" or another pronoun whose meaning depends on the context, or ""
    - `unknown`: whether the people are not in the ledger
    - `title`: whether the words are an office or a group
    - `tag`: a tag that the events of these people have, or ""
    - `rest`: other people whom the words may mean instead of `parties`
    - `unsure`: whether the people in `rest` are as likely as `parties`
    - `person`: False if the words name a body
    """

    parties: tuple[Party, ...]
    holders: tuple[Party, ...] = ()
    pronoun: str = ""
    unknown: bool = False
    title: bool = False
    tag: str = ""
    rest: tuple[Party, ...] = ()
    unsure: bool = False
    person: bool = True

    @property
    def is_name(self) -> bool:
        """Return whether the words are an actor's name, and not an office, group or pronoun."""
        return bool(self.parties) and not self.title and not self.pronoun


UNKNOWN = People((), unknown=True, title=True)
"""The people of an office or group if none of them is in the ledger."""


def party_of(actor: Actor) -> Party:
    """Return the party that is one actor."""
    return Party(frozenset((actor.id,)), actor.name)


def unions(parties: Iterable[Party], label: str) -> Party:
    """Return one party with the actors of all `parties` and the name `label`."""
    return Party(frozenset(id for party in parties for id in party.actors), label)


def all_take_part(parties: Iterable[Party], event: Event, offices: Sequence[Office]) -> bool:
    """Return whether all parties take part in an event. `offices`: all offices in the ledger."""
    return all(party.takes_part(event, offices) for party in parties)
