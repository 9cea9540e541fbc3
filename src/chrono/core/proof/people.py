"""The parties to contacts in a text, and the words that name them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from chrono.core.model import Actor, Event
from chrono.core.proof.offices import Office


class Party(NamedTuple):
    """One side of a contact. It takes part in an event if one of its actors does.

    `actors`: the ids of the actors; `label`: the name of the party in words; `office`: if it is not
    empty, an actor counts only on days on which the actor held an office with this phrase;
    `country`: the country, if the party stands for all actors of a country, or "".
    """

    actors: frozenset[str]
    label: str
    office: str = ""
    country: str = ""

    def takes_part(self, event: Event, offices: Sequence[Office]) -> bool:
        """Return whether an event has an actor of this party as a main participant."""
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
    """The people whom some words of a sentence name.

    `parties`: these people, who all take part; `holders`: the same people by a second meaning, in
    which an office means whoever held it; `pronoun`: "they", "he" or the like, if the context
    decides who it is; `unknown`: whether the ledger lacks these people; `title`: whether the words
    are an office or a group; `tag`: a tag of their events; `rest`: other people whom the words may
    mean; `unsure`: whether no meaning is the likeliest; `person`: whether the words name a person,
    and not a body.
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
        """Return whether the words name somebody in the ledger, and are not an office or group."""
        return bool(self.parties) and not self.title and not self.pronoun


UNKNOWN = People((), unknown=True, title=True)
"""The people of an office or group if the ledger has nobody in it."""


def party_of(actor: Actor) -> Party:
    """Return the party that is one actor."""
    return Party(frozenset((actor.id,)), actor.name)


def unions(parties: Iterable[Party], label: str) -> Party:
    """Return the party that takes part if any of `parties` does. `label`: its name in words."""
    return Party(frozenset(id for party in parties for id in party.actors), label)


def all_take_part(parties: Iterable[Party], event: Event, offices: Sequence[Office]) -> bool:
    """Return whether all parties take part in an event. `offices`: the offices of the ledger."""
    return all(party.takes_part(event, offices) for party in parties)
