"""Who is meant: a ledger's actors by id, name and alias, and those whom only events name."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from chrono.core.countries import BODIES, COUNTRIES
from chrono.core.english import join_or
from chrono.core.model import Actor, Role
from chrono.core.names import fold
from chrono.files.read.source_files import Diagnostics, SourceFile

if TYPE_CHECKING:
    from chrono.files.toml.blocks import Path


class ActorIndex:
    """The actors of a ledger. `near` gives a hint for a name that is nobody's."""

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
        self.called: dict[str, list[Actor]] = {}
        self.undeclared: dict[str, Actor] = {}
        self._groups: dict[tuple[str, ...], tuple[Actor, ...]] = {}

    @property
    def everybody(self) -> dict[str, Actor]:
        """The declared ones, and then those that events name without declaring them."""
        return {**self.declared, **{actor.id: actor for actor in self.undeclared.values()}}

    def declare(self, id: str, read: Mapping[str, Any]) -> None:
        """Take in what stands under `[actors.ID]`."""
        roles = tuple(
            Role(role["title"], role.get("from"), role.get("until"), role.get("extra", {}))
            for role in read.get("roles", ())
            if "title" in role
        )
        self.declared[id] = Actor(**{"name": id, **read, "roles": roles}, id=id)

    def index(self) -> None:
        """Note what the declared ones are called; only then is anybody looked up."""
        for actor in self.declared.values():
            for text in dict.fromkeys(map(fold, (actor.id, actor.name, *actor.aliases))):
                self.called.setdefault(text, []).append(actor)

    def _found(self, name: str, part: SourceFile, at: Path) -> tuple[Actor | None, bool]:
        """The actor of that id, name or alias, and whether the name is no actor's yet."""
        if (actor := self.declared.get(name)) is not None:
            return actor, False
        folded = fold(name)
        found = self.called.get(folded, [])
        if len(found) > 1:
            who = join_or([f'"{actor.id}"' for actor in found])
            self.findings.at(
                part, at, f'"{name}" may be {who}: write the id of the one meant', "actor"
            )
            return None, False
        known = found[0] if found else self.undeclared.get(folded)
        return known, known is None

    def taking_part(self, name: str, part: SourceFile, at: Path) -> Actor | None:
        """Who takes part: one who is declared nowhere is known by name from now on."""
        actor, new = self._found(name, part, at)
        if new:
            actor = self.undeclared[fold(name)] = Actor(name, name, declared=False)
        return actor

    def spoken_of(self, name: str, part: SourceFile, at: Path) -> Actor | None:
        """Who is spoken of: one who is neither declared nor takes part may be a slip of one."""
        if name in self.ghosts:
            return None
        actor, new = self._found(name, part, at)
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
        found = self.declared.get(name)
        candidates = [found] if found else self.called.get(fold(name), [])
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
        actor, new = self._found(name, part, at)
        return Actor(name, name, declared=False) if new else actor
