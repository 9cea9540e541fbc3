"""Who is meant: a ledger's actors by id, name and alias, and those whom only events name."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from chrono.core.countries import BODIES, COUNTRIES
from chrono.core.english import join_or
from chrono.core.lookup import ActorIndex
from chrono.core.model import Actor, Role
from chrono.core.names import fold
from chrono.files.read.source_files import Diagnostics, SourceFile

if TYPE_CHECKING:
    from chrono.files.toml.blocks import Path


class ActorReader:
    """The actors of the ledger being read.

    `declared` are those under `[actors]`; `index` has them and those that only events name. `near`
    returns a hint for a name that no actor has.
    """

    def __init__(
        self,
        findings: Diagnostics,
        ghosts: Collection[str],
        near: Callable[[str, Iterable[str]], str],
    ) -> None:
        self.findings = findings
        self.ghosts = ghosts
        self.near = near
        self.declared: dict[str, Actor] = {}
        self.index = ActorIndex()
        self._groups: dict[tuple[str, ...], tuple[Actor, ...]] = {}

    @property
    def everybody(self) -> dict[str, Actor]:
        """The declared actors, and then those that events name without declaring them."""
        return dict(self.index.by_id)

    def declare(self, id: str, read: Mapping[str, Any]) -> None:
        """Take in what stands under `[actors.ID]`."""
        roles = tuple(
            Role(role["title"], role.get("from"), role.get("until"), role.get("extra", {}))
            for role in read.get("roles", ())
            if "title" in role
        )
        self.declared[id] = Actor(**{"name": id, **read, "roles": roles}, id=id)

    def build_index(self) -> None:
        """Index the declared actors; names can be looked up from now on."""
        self.index = ActorIndex(self.declared.values())

    def _look_up(self, name: str, part: SourceFile, at: Path) -> tuple[Actor | None, bool]:
        """The actor with this id, name or alias, and whether the name is new."""
        matches = self.index.exact(name)
        if len(matches) > 1:
            ids = join_or([f'"{actor.id}"' for actor in matches])
            message = f'"{name}" may be {ids}: write the id of the one meant'
            self.findings.at(part, at, message, "actor")
            return None, False
        return (matches[0], False) if matches else (None, True)

    def taking_part(self, name: str, part: SourceFile, at: Path) -> Actor | None:
        """Who takes part: one who is declared nowhere is known by name from now on."""
        actor, new = self._look_up(name, part, at)
        if new:
            actor = Actor(name, name, declared=False)
            self.index.add(actor)
        return actor

    def spoken_of(self, name: str, part: SourceFile, at: Path) -> Actor | None:
        """Who is spoken of: one who is neither declared nor takes part may be a slip of one."""
        if name in self.ghosts:
            return None
        actor, new = self._look_up(name, part, at)
        if not new:
            return actor
        if hint := self.near(name, [*self.declared, *(one.name for one in self.declared.values())]):
            self.findings.at(part, at, f'nobody in this ledger is called "{name}"{hint}', "actor")
        return Actor(name, name, declared=False)

    def all_of(self, names: Sequence[str], part: SourceFile, at: Path) -> tuple[Actor, ...]:
        """Those of a list, each once."""
        names = tuple(names)
        if (known := self._groups.get(names)) is not None:
            return known
        found: dict[str, Actor] = {}
        for index, name in enumerate(names):
            actor = self.taking_part(name, part, (*at, index))
            if actor is None:
                continue
            if actor.id in found:
                message = f'"{name}" stands twice in {at[-1]}: {actor.name} counts once'
                self.findings.at(part, (*at, index), message, "actor")
            found[actor.id] = actor
        group = tuple(found.values())
        if len(group) == len(names):  # nothing is wrong with it that would have to be told again
            self._groups[names] = group
        return group

    def initiator(
        self, name: str, actors: Sequence[Actor], part: SourceFile, at: Path
    ) -> str | None:
        """An actor's id, a country, or "disputed"."""
        nations = {actor.nation for actor in actors}
        known = {*nations, *self.ghosts, *BODIES, "disputed"}
        if name in COUNTRIES or name in known:
            return name
        candidates = self.index.exact(name)
        for actor in actors:
            if actor in candidates or fold(actor.name) == fold(name):
                return actor.id
        named = [f'"{actor.id}"' for actor in actors] if len(actors) < 9 else ["an actor's id"]
        who = join_or([*named, "a country's code", '"disputed"'])
        self.findings.at(
            part, at, f'initiator "{name}" is none of the actors: write {who}', "actor"
        )
        return None

    def speaker(self, name: str | None, part: SourceFile, at: Path) -> Actor | None:
        """Who only speaks takes part in nothing, and is no actor of the ledger."""
        if name is None:
            return None
        actor, new = self._look_up(name, part, at)
        return Actor(name, name, declared=False) if new else actor
