"""Who takes part in a contact: the parties that a text names, and how they are named."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from chrono.core.model import Actor, Event
from chrono.core.proof.offices import Office


class Party(NamedTuple):
    """One side of a contact: any of `actors` (ids) takes part. `label`: its name in words.

    `office`: if it is not empty, each actor only counts on the days on which it held an office with
    this phrase; `country`: the country, if the party is all that a country's actors are.
    """

    actors: frozenset[str]
    label: str
    office: str = ""
    country: str = ""

    def takes_part(self, event: Event, offices: Sequence[Office]) -> bool:
        """Whether an event has an actor of this party."""
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
    """Who is named. `parties`: each takes part; `holders`: a second reading by office, or empty.

    `pronoun`: "they", "he", "his" and so on for words that the context explains; `unknown`: whether
    the ledger does not have who it is; `title`: whether it is an office or a group; `tag`: a tag of
    their events; `rest`: other people whom the words may mean; `unsure`: whether none of them is
    the likeliest; `person`: whether it is a person, and no body.
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
        """Whether it is the name of somebody in the ledger, and no office, group or pronoun."""
        return bool(self.parties) and not self.title and not self.pronoun


UNKNOWN = People((), unknown=True, title=True)
"""An office or a group whose people the ledger does not have."""


def unions(parties: Iterable[Party], label: str) -> Party:
    """The party of which any of some parties takes part."""
    return Party(frozenset(id for party in parties for id in party.actors), label)
