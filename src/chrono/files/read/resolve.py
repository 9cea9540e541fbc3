"""The parts' tables read and tied together: who is meant, does that id exist, is it all sound.

Everything is looked at, whatever else is wrong; what was found goes to the Findings.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from chrono.core.countries import BODIES, COUNTRIES, country_problem
from chrono.core.dates import When
from chrono.core.english import join_and, join_or
from chrono.core.model import (
    BUILT_IN_TYPES,
    Actor,
    Claim,
    Event,
    EventType,
    Ledger,
    Source,
)
from chrono.core.names import did_you_mean, fold, unknown_word
from chrono.core.periods import EVERYTHING
from chrono.files.format import keys
from chrono.files.format.containers import Table
from chrono.files.format.kind import INVALID, Errors
from chrono.files.format.kinds import ID, as_id
from chrono.files.read.actors import ActorReader
from chrono.files.read.source_files import Diagnostics, SourceFile

if TYPE_CHECKING:
    from chrono.files.toml.blocks import Path

Place = tuple[SourceFile, "Path"]
"""A file, and the way to a value in it."""

_HINTS = 50
"""So many references that lead nowhere get a hint; where there are more, it is no slip."""

_COMPARED = 50_000
"""So many names are compared for hints, beyond the first: in a large ledger that takes long."""


_OTHER_PARTICIPANTS = [key for key in keys.PARTICIPANTS if key != "actors"]


class _Linked(NamedTuple):
    """An event that points to others: where it stands, its id, and the ids it points to."""

    part: SourceFile
    at: Path
    id: str | None
    follows: Sequence[str]
    part_of: str | None


class Resolver:
    """Reads the parts' tables and ties them together, reporting as it goes.

    `named` are all who take part in an event, or are present, where not every event is read; then
    nothing is said of events that point to others.
    """

    def __init__(
        self, parts: Sequence[SourceFile], findings: Diagnostics, named: Sequence[str] | None = None
    ) -> None:
        self.parts = parts
        self.findings = findings
        self.named = named
        self.types: dict[str, EventType] = {kind.id: kind for kind in BUILT_IN_TYPES}
        self.sources: dict[str, Source] = {}
        self.named_by_sources: list[tuple[SourceFile, Path, str]] = []
        self._places: dict[str, dict[str, Place]] = {"actor": {}, "event": {}, "claim": {}}
        self.hints = self.compared = 0
        self.ghosts = {ghost for part in parts for ghost in part.ghosts}
        self.people = ActorReader(findings, self.ghosts, self._near)

    def build(self) -> Ledger:
        """The ledger; only to be used when nothing was found."""
        for part in self.parts:
            self._check_top(part)
        heads = [(part, self._head(part)) for part in self.parts if "ledger" in part.data]
        head: Mapping[str, Any] = heads[0][1] if heads else {}
        self._registries()
        events = self.events()
        principals = [self._principals(part, read) for part, read in heads]
        return Ledger(
            events=events,
            actors=self.people.everybody,
            types=self.types,
            sources=self.sources,
            claims=tuple(self._claims()),
            principals=principals[0] if principals else (),
            title=head.get("title"),
            description=head.get("description"),
            covers=head.get("covers", EVERYTHING),
            files=tuple(part.name for part in self.parts),
        )

    @property
    def places(self) -> Mapping[tuple[str, str], Place]:
        """Where each actor, event and claim stands, by kind and id."""
        return {
            (kind, id): place for kind, found in self._places.items() for id, place in found.items()
        }

    def names(self) -> Ledger:
        """All that has a name: actors, types and sources, and no event or claim.

        It may be made of a ledger in which something is wrong with these.
        """
        self._registries()
        for part in self.parts:
            for index, event in enumerate(_list(part.data.get("events"))):
                for key in keys.PARTICIPANTS:
                    if key in event:
                        self.people.all_of(event[key], part, ("events", index, key))
        return Ledger(actors=self.people.everybody, types=self.types, sources=self.sources)

    def _registries(self) -> None:
        for id, read in self._registry("types", keys.TYPE):
            self._declare_type(id, read)
        for id, read in self._registry("sources", keys.SOURCE):
            self.sources[id] = Source(**{"publisher": "", **read}, id=id)
        for id, read in self._registry("actors", keys.ACTOR):
            self.people.declare(id, read)
        self.people.build_index()
        for name in self.named or ():
            self.people.taking_part(name, self.parts[0], ("actors",))
        self._resolve_says()

    def _near(self, word: str, candidates: Iterable[str]) -> str:
        """A hint, while there are few: each looks at every candidate."""
        names = list(candidates)
        self.hints += 1
        self.compared += len(names)
        few = self.hints <= _HINTS and (self.hints == 1 or self.compared <= _COMPARED)
        return did_you_mean(word, names) if few else ""

    def _report(self, part: SourceFile, errors: Errors) -> None:
        for path, message, rule in errors:
            self.findings.at(part, path, message, rule)

    # -- the top of each file

    def _check_top(self, part: SourceFile) -> None:
        for key, value in part.data.items():
            if key not in keys.HEADERS:
                known = () if key in keys.LEDGER.keys else keys.HEADERS
                otherwise = ": as a key it stands under [ledger]"
                if known:
                    otherwise = f": a ledger has {join_and([*keys.HEADERS.values()])}"
                message = unknown_word(key, known, "table", otherwise)
                self.findings.at(part, (key,), message)
            elif key in ("events", "claims"):
                if not isinstance(value, list):
                    message = f"each of the {key} is written under [[{key}]], in double brackets"
                    self.findings.at(part, (key,), message)
            elif not isinstance(value, dict):
                self.findings.at(part, (key,), f"{key} is written as {keys.HEADERS[key]}")

    def _head(self, part: SourceFile) -> Mapping[str, Any]:
        value = part.data.get("ledger", {})
        if not isinstance(value, dict):
            return {}
        errors: Errors = []
        read: Mapping[str, Any] = keys.LEDGER.check(value, ("ledger",), errors)
        self._report(part, errors)
        return read

    def _principals(self, part: SourceFile, head: Mapping[str, Any]) -> tuple[Actor, ...]:
        found = [
            self.people.spoken_of(name, part, ("ledger", "principals", index))
            for index, name in enumerate(head.get("principals", ()))
        ]
        return tuple(actor for actor in found if actor is not None)

    # -- what has an id of its own: actors, types, sources

    def _registry(self, kind: str, table: Table) -> Iterator[tuple[str, Mapping[str, Any]]]:
        """Each table of a kind, once. Equal ones may stand twice, different ones may not."""
        seen: dict[str, tuple[SourceFile, Any]] = {}
        for part in self.parts:
            tables = part.data.get(kind)
            for id, value in tables.items() if isinstance(tables, dict) else ():
                at: Path = (kind, id)
                if id in seen:
                    other, earlier = seen[id]
                    if earlier != value:
                        place = f"{other.name}:{other.line(at)}"
                        message = (
                            f'the {table.noun} "{id}" differs from the one at {place}: '
                            "make them equal, or give one another id"
                        )
                        self.findings.at(part, at, message, "id")
                    continue
                seen[id] = (part, value)
                errors: Errors = []
                if kind == "actors":
                    self._places["actor"][id] = part, at
                    ID.check(id, at, errors)
                found = table.check(value, at, errors)
                self._report(part, errors)
                if found is not INVALID:
                    if (kind, id) == ("types", "total"):
                        message = 'no type is called "total": a claim counts all by that word'
                        self.findings.at(part, at, message)
                    if kind == "types" and id not in self.types and "label" not in value:
                        message = f'the new type "{id}" has no "label", which it must have'
                        self.findings.at(part, at, message)
                    self._check_sides(found, part, at)
                    self._check_roles(found, part, at)
                    says = found.get("says", {})
                    self._type(says.get("type"), part, (*at, "says", "type"))
                    if "initiator" in says:
                        where = (*at, "says", "initiator")
                        self.named_by_sources.append((part, where, says["initiator"]))
                    yield id, found

    def _resolve_says(self) -> None:
        """Whom the declared sources name as initiator: anybody who is declared, or a country."""
        for part, at, name in self.named_by_sources:
            found = self.people.initiator(name, tuple(self.people.declared.values()), part, at)
            source = self.sources[str(at[1])]
            says = {**source.says, "initiator": found}
            self.sources[str(at[1])] = source._replace(says=says)

    def _check_roles(self, found: Mapping[str, Any], part: SourceFile, at: Path) -> None:
        for index, role in enumerate(found.get("roles", ())):
            since, until = role.get("from"), role.get("until")
            if since and until and until.end and since.start and until.end < since.start:
                message = f"this office ends ({until.text}) before it begins ({since.text})"
                self.findings.at(part, (*at, "roles", index), message, "order")

    def _check_sides(self, found: Mapping[str, Any], part: SourceFile, at: Path) -> None:
        side = found.get("side")
        if side is None or side in COUNTRIES or side in self.sides:
            return
        problem = country_problem(side)
        otherwise = ': write a code such as "US", or an actor\'s id'
        message = unknown_word(side, self.sides, "side", otherwise)
        if problem and "write" in problem:
            message = f"side: {problem}"
        self.findings.at(part, (*at, "side"), message, "actor")

    @cached_property
    def sides(self) -> set[str]:
        """What may stand for a side besides a country's code: declared actors and bodies."""
        names: set[str] = set(self.named or ())
        for part in self.parts:
            tables = part.data.get("actors")
            for id, value in tables.items() if isinstance(tables, dict) else ():
                names.add(id)
                if isinstance(value, dict):
                    named = [value.get("name"), value.get("country"), *_list(value.get("aliases"))]
                    names.update(name for name in named if isinstance(name, str))
            for event in _list(part.data.get("events")):
                if isinstance(event, dict):
                    for key in keys.PARTICIPANTS:
                        names.update(
                            name for name in _list(event.get(key)) if isinstance(name, str)
                        )
        return names | self.ghosts | {*BODIES}

    def _declare_type(self, id: str, read: Mapping[str, Any]) -> None:
        known = self.types.get(id)
        label = read.get("label", known.label if known else id)
        plural = read.get("plural") or (
            known.plural if known and "label" not in read else f"{label}s"
        )
        contact = read.get("contact", known.contact if known else False)
        self.types[id] = EventType(id, label, plural, contact, read.get("extra", {}))

    # -- events

    def events(self) -> tuple[Event, ...]:
        """The events that stand in the parts, once everything with a name is known."""
        ids = self._places["event"] = {}
        events: list[Event] = []
        linked: list[_Linked] = []
        for part, at, read in self._tables("events", keys.EVENT):
            if "follows" in read or "part_of" in read:
                links = (read.get("follows", ()), read.get("part_of"))
                linked.append(_Linked(part, at, read.get("id"), *links))
            id = read.get("id")
            event = self._event(read, part, at)
            if self._is_new(id, ids, part, at, "event") and event is not None:
                events.append(event)
        if self.named is None:
            for one in linked:
                self._check_links(one, ids)
            self._check_circles(linked)
        return tuple(sorted(events, key=lambda event: event.sort_key))

    def _tables(self, kind: str, table: Table) -> Iterator[tuple[SourceFile, Path, dict[str, Any]]]:
        for part in self.parts:
            for index, value in enumerate(_list(part.data.get(kind))):
                errors: Errors = []
                found = table.check(value, (kind, index), errors)
                if errors:
                    self._report(part, errors)
                if found is not INVALID:
                    yield part, (kind, index), found

    def _is_new(
        self, id: str | None, ids: dict[str, Place], part: SourceFile, at: Path, noun: str
    ) -> bool:
        """Note where an id stands; False where there is none, or it is taken."""
        if id is None:
            return False
        if id in ids:
            other, earlier = ids[id]
            place = f"{other.name}:{other.line((*earlier, 'id'))}"
            message = f'the {noun} id "{id}" is taken: it stands at {place} too'
            self.findings.at(part, (*at, "id"), message, "id")
            return False
        ids[id] = (part, at)
        return True

    def _check_links(self, one: _Linked, ids: Mapping[str, Any]) -> None:
        links: list[tuple[str, Path]] = [
            (link, (*one.at, "follows", index)) for index, link in enumerate(one.follows)
        ]
        if one.part_of is not None:
            links.append((one.part_of, (*one.at, "part_of")))
        for link, where in links:
            verb = "follows" if where[2] == "follows" else "is part of"
            if link == one.id:
                self.findings.at(one.part, where, f'"{link}" {verb} itself', "link")
            elif link not in ids and link not in self.ghosts:
                hint = self._near(link, (id for id in ids if id != one.id))
                message = f'{where[2]} "{link}": there is no such event{hint}'
                self.findings.at(one.part, where, message, "link")

    def _check_circles(self, linked: Sequence[_Linked]) -> None:
        whole = {one.id: one.part_of for one in linked if one.part_of is not None}
        seen: set[Any] = set()
        for one in linked:
            trail: dict[Any, None] = {}
            id = one.id
            while id is not None and id not in seen and id not in trail:
                trail[id] = None
                id = whole.get(id)
            if id in trail and whole[id] != id:
                members = list(trail)
                circle = [*members[members.index(id) :], id]
                names = " is part of ".join(f'"{name}"' for name in circle)
                where = (*one.at, "part_of")
                self.findings.at(one.part, where, f"part_of leads in a circle: {names}", "link")
            seen.update(trail)

    def _event(self, fields: dict[str, Any], part: SourceFile, at: Path) -> Event | None:
        """Made of what was read of it, which becomes its fields."""
        actors = self.people.all_of(fields.get("actors", ()), part, (*at, "actors"))
        fields["actors"] = actors
        fields["type"] = self._type(fields.get("type"), part, (*at, "type"))
        for key in _OTHER_PARTICIPANTS:
            if key in fields:
                fields[key] = self.people.all_of(fields[key], part, (*at, key))
        if len(fields.get("tags", ())) > 1:
            fields["tags"] = tuple(dict.fromkeys(fields["tags"]))
        if "sources" in fields:
            fields["sources"] = self._sources(fields["sources"], actors, part, at)
        if "initiator" in fields:
            where, who = (*at, "initiator"), actors or tuple(self.people.declared.values())
            fields["initiator"] = self.people.initiator(fields["initiator"], who, part, where)
        if "local_dates" in fields:
            self._check_local_dates(fields, part, at)
        fields["when"] = fields.pop("date", None)
        if "id" not in fields or "title" not in fields:
            return None
        whole = fields["when"] and fields["type"] and actors
        return Event(**fields) if whole else None

    def _type(self, name: str | None, part: SourceFile, at: Path) -> EventType | None:
        if name is None or name in self.types:
            return self.types.get(name or "")
        if name not in self.ghosts:
            labels = {fold(kind.label): id for id, kind in self.types.items()}
            if (id := labels.get(fold(name))) is not None:
                message = f'unknown type "{name}"; did you mean "{id}"?'
            else:
                otherwise = f": declare it under [types.{as_id(name)}]"
                message = unknown_word(name, self.types, "type", otherwise)
            self.findings.at(part, at, message, "type")
        return None

    def _check_local_dates(self, read: Mapping[str, Any], part: SourceFile, at: Path) -> None:
        local: Mapping[str, When] = read["local_dates"]
        date: When | None = read.get("date")
        if not local or date is None:
            return
        days = [(when.starts, when.ends) for when in local.values()]
        if (date.starts, date.ends) not in days:
            given = join_or([when.text for when in local.values()])
            message = f"date is {date.text}, and it must be one of its local_dates: {given}"
            self.findings.at(part, (*at, "local_dates"), message, "local-dates")

    # -- sources of an event or a claim

    def _sources(
        self, items: Sequence[Any], actors: Sequence[Actor], part: SourceFile, at: Path
    ) -> tuple[Source, ...]:
        found = []
        for index, item in enumerate(items):
            if isinstance(item, str):
                source = self.sources.get(item)
                if source is None:
                    source = self._declared_source(item, part, (*at, "sources", index))
            else:
                source = self._own_source(item, actors, part, (*at, "sources", index))
            if source is not None:
                found.append(source)
        return tuple(found)

    def _declared_source(self, id: str, part: SourceFile, at: Path) -> Source | None:
        if (source := self.sources.get(id)) is None and id not in self.ghosts:
            hint = self._near(id, self.sources)
            self.findings.at(part, at, f'there is no source "{id}" under [sources]{hint}', "link")
        return source

    def _own_source(
        self, item: Mapping[str, Any], actors: Sequence[Actor], part: SourceFile, at: Path
    ) -> Source | None:
        if not ("ref" in item or "says" in item or "side" in item):  # nothing to look up
            return Source(**item) if "publisher" in item else None
        own = {key: value for key, value in item.items() if key != "ref"}
        self._check_sides(own, part, at)
        says = dict(own.get("says", {}))
        if "type" in says:
            kind = self._type(says["type"], part, (*at, "says", "type"))
            says["type"] = kind.id if kind else None
        if "initiator" in says:
            where = (*at, "says", "initiator")
            says["initiator"] = self.people.initiator(says["initiator"], actors, part, where)
        if "says" in own:
            own["says"] = says
        if "ref" not in item:
            return Source(**own) if "publisher" in own else None
        base = self._declared_source(item["ref"], part, (*at, "ref"))
        return base._replace(**own) if base else None

    # -- claims

    def _claims(self) -> list[Claim]:
        ids = self._places["claim"] = {}
        claims: list[Claim] = []
        for part, at, read in self._tables("claims", keys.CLAIM):
            claim = self._claim(part, at, read)
            if self._is_new(read.get("id"), ids, part, at, "claim") and claim is not None:
                claims.append(claim)
        return sorted(claims, key=lambda claim: (*claim.date.sort_key, claim.id))

    def _claim(self, part: SourceFile, at: Path, read: Mapping[str, Any]) -> Claim | None:
        actors = [
            self.people.spoken_of(name, part, (*at, "actors", index))
            for index, name in enumerate(read.get("actors", ()))
        ]
        everybody = tuple(self.people.declared.values())
        types = [
            self._type(name, part, (*at, "types", index))
            for index, name in enumerate(read.get("types", ()))
        ]
        for name in read.get("counts", {}):
            self._type(name, part, (*at, "counts", name))
        fields = {
            **read,
            "actors": tuple(actor for actor in actors if actor),
            "types": tuple(kind for kind in types if kind),
            "sources": self._sources(
                read.get("sources", ()), tuple(filter(None, actors)) or everybody, part, at
            ),
            "by": self.people.speaker(read.get("by"), part, (*at, "by")),
            "as_of": read.get("as_of", read.get("date")),
            "readings": read.get("period"),
        }
        fields.pop("period", None)
        complete = all(fields.get(key) for key in ("id", "by", "date", "statement", "readings"))
        return Claim(**fields) if complete else None


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []
