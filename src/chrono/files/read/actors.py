"""The actors of a ledger while it is read: looked up by id, name and alias, and added by events."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from chrono.core.countries import BODIES, COUNTRIES
from chrono.core.english import join_or
from chrono.core.lookup import ActorIndex
from chrono.core.model import Actor, Role
from chrono.core.names import fold
from chrono.files.read.diagnostics import Hints, Place


class ActorReader:
    """The actors of the ledger that is read, and the lookups that report what is wrong.

    `declared` are those under `[actors]`; `index` has them and those that only events name.
    `unreported` are words that may be ids of actors in broken blocks.
    """

    def __init__(self, unreported: Collection[str], hints: Hints) -> None:
        self.declared: dict[str, Actor] = {}
        self.index = ActorIndex()
        self._unreported = unreported
        self._hints = hints
        self._groups: dict[tuple[str, ...], tuple[Actor, ...]] = {}

    def declare(self, id: str, fields: Mapping[str, Any]) -> None:
        """Add the actor of the table `[actors.ID]`."""
        roles = tuple(
            Role(role["title"], role.get("from"), role.get("until"), role.get("extra", {}))
            for role in fields.get("roles", ())
            if "title" in role
        )
        self.declared[id] = Actor(**{"name": id, **fields, "roles": roles}, id=id)

    def build_index(self) -> None:
        """Index the declared actors; names can be looked up from now on."""
        self.index = ActorIndex(self.declared.values())

    def _look_up(self, name: str, place: Place) -> tuple[Actor | None, bool]:
        """The actor with this id, name or alias, and whether the name is new."""
        matches = self.index.exact(name)
        if len(matches) > 1:
            ids = join_or([f'"{actor.id}"' for actor in matches])
            place.error(f'"{name}" may be {ids}: write the id of the one meant', "actor")
            return None, False
        return (matches[0], False) if matches else (None, True)

    def participant(self, name: str, place: Place) -> Actor | None:
        """The participant of that name; a new name is added as an undeclared actor."""
        actor, is_new = self._look_up(name, place)
        if is_new:
            actor = Actor(name, name, declared=False)
            self.index.add(actor)
        return actor

    def participants(self, names: Sequence[str], place: Place, key: str) -> tuple[Actor, ...]:
        """The participants in the list under a key of the event at a place, each once."""
        names = tuple(names)
        if (known := self._groups.get(names)) is not None:
            return known
        actors: dict[str, Actor] = {}
        for index, name in enumerate(names):
            matches = self.index.exact(name)
            is_known = len(matches) == 1
            actor = matches[0] if is_known else self.participant(name, place / key / index)
            if actor is None:
                continue
            if actor.id in actors:
                message = f'"{name}" stands twice in {key}: {actor.name} counts once'
                (place / key / index).error(message, "actor")
            actors[actor.id] = actor
        group = tuple(actors.values())
        if len(group) == len(names):  # no problem, which would have to be reported again
            self._groups[names] = group
        return group

    def mentioned(self, name: str, place: Place) -> Actor | None:
        """An actor whom a claim or the ledger's head names; a new name may be a misspelling."""
        if name in self._unreported:
            return None
        actor, is_new = self._look_up(name, place)
        if not is_new:
            return actor
        names = [*self.declared, *(actor.name for actor in self.declared.values())]
        if hint := self._hints.near(name, names):
            place.error(f'nobody in this ledger is called "{name}"{hint}', "actor")
        return Actor(name, name, declared=False)

    def initiator(self, name: str, actors: Sequence[Actor], place: Place) -> str | None:
        """The id of one of the actors, a country, a body or `disputed`."""
        countries = {actor.nation for actor in actors}
        if name in COUNTRIES or name in {*countries, *self._unreported, *BODIES, "disputed"}:
            return name
        matches = self.index.exact(name)
        for actor in actors:
            if actor in matches or fold(actor.name) == fold(name):
                return actor.id
        ids = [f'"{actor.id}"' for actor in actors] if len(actors) < 9 else ["an actor's id"]
        choices = join_or([*ids, "a country's code", '"disputed"'])
        place.error(f'initiator "{name}" is none of the actors: write {choices}', "actor")
        return None

    def speaker(self, name: str | None, place: Place) -> Actor | None:
        """The speaker of a claim; a new name is not added to the ledger's actors."""
        if name is None:
            return None
        actor, is_new = self._look_up(name, place)
        return Actor(name, name, declared=False) if is_new else actor
