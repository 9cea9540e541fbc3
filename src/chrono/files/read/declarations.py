"""Read the types, publishers, sources and actors that a ledger declares, each with an id."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any

from chrono.core.countries import BODIES, COUNTRIES, misnamed_country
from chrono.core.english import join_or, plural_of
from chrono.core.looks import own_look
from chrono.core.lookup import ActorIndex
from chrono.core.model import BUILT_IN, Actor, EventType, Publisher, Role, Source
from chrono.core.names import fold
from chrono.core.sentences import required, several_match
from chrono.files.format import keys
from chrono.files.format.containers import Table
from chrono.files.format.kind import Errors
from chrono.files.format.kinds import ID, as_id
from chrono.files.read.diagnostics import Diagnostics, Place, check_tables
from chrono.files.read.source_files import SourceFile, list_of, table_of


class Declarations:
    """The types, publishers, sources and actors that the files of a ledger declare.

    - `places`: maps (noun, id), such as ("actor", "xi"), to the place of the entry
    - `current`: maps (noun, former id) to the current id
    """

    def __init__(
        self,
        files: Sequence[SourceFile],
        diagnostics: Diagnostics,
        participants: Sequence[str] | None = None,
    ) -> None:
        self.files = files
        self.unreported = {id for file in files for id in file.ids_in_broken_blocks}
        self.types: dict[str, EventType] = {**BUILT_IN}
        self.publishers: dict[str, Publisher] = {}
        self.sources: dict[str, Source] = {}
        self.actors = ActorReader(self.unreported)
        self.places: dict[tuple[str, str], Place] = {}
        self.current: dict[tuple[str, str], str] = {}
        self._former: list[tuple[str, str, str, Place]] = []
        self._own_shapes = Counter[str]()
        self._diagnostics = diagnostics
        self._participants = participants

    def read(self) -> None:
        """Read all declarations in the files."""
        for id, fields, place in self._tables("types", keys.TYPE):
            self._declare_type(id, fields, place)
        for id, fields, place in self._tables("actors", keys.ACTOR):
            self.actors.declare(id, fields, place)
        for name in self._participants or ():
            place = Place(self.files[0], ("actors",), self._diagnostics)
            self.actors.participants([name], place, "actors")
        self._read_publishers()
        for id, fields, place in self._tables("sources", keys.SOURCE):
            self.sources[id] = Source(
                **{"publisher": "", **self.checked_source(fields, place)}, id=id
            )

    def _tables(self, kind: str, table: Table) -> Iterator[tuple[str, Mapping[str, Any], Place]]:
        values: dict[str, Any] = {}
        noun = table.noun
        for file in self.files:
            for id, value in table_of(file.data.get(kind)).items():
                place = Place(file, (kind, id), self._diagnostics)
                if id not in values:
                    values[id] = value
                    self.places[noun, id] = place
                    if kind == "actors":
                        place.check(ID, id)
                elif values[id] != value and _content(table, values[id]) != _content(table, value):
                    earlier = self.places[noun, id].text
                    message = f'the {noun} "{id}" differs from the one at {earlier}'
                    place.error(f"{message}; write the same fields in both, or change one id", "id")
        rows = ((self.places[noun, id], value) for id, value in values.items())
        for place, fields in check_tables(table, rows):
            id = str(place.path[1])
            self.add_former_ids(noun, id, fields, place)
            yield id, fields, place

    def add_former_ids(self, noun: str, id: str, fields: Mapping[str, Any], place: Place) -> None:
        """Record the former ids of an entry, for the method `check_former_ids`.

        `noun`: the kind of entry, such as "event".
        """
        for index, former in enumerate(fields.get(keys.FORMER_IDS, ())):
            self.current.setdefault((noun, former), id)
            self._former.append((noun, former, id, place / keys.FORMER_IDS / index))

    def check_former_ids(self) -> None:
        """Report each former id that is also the id, or a former id, of another entry."""
        first: dict[tuple[str, str], tuple[str, Place]] = {}
        for noun, former, id, place in self._former:
            owner, earlier = first.setdefault((noun, former), (id, place))
            if former != id and (entry := self.places.get((noun, former))) is not None:
                owner, earlier = former, entry / "id"
            if owner != id:
                used = f'the former {noun} id "{former}" is also used at {earlier.text}'
                place.error(f"{used}; remove one of the two", "id")
            elif noun == "type" and former in BUILT_IN and former != id:
                place.error(f'the former type id "{former}" is a built-in type; remove it', "id")

    def _read_publishers(self) -> None:
        first: dict[str, tuple[str, Place]] = {}
        for id, fields, place in self._tables("publishers", keys.PUBLISHER):
            publisher = self.publishers[id] = Publisher(**{"name": id, **fields}, id=id)
            aliases = place / "aliases"
            places = [place / "name", *(aliases / at for at in range(len(publisher.aliases)))]
            for text, where in zip((publisher.name, *publisher.aliases), places, strict=True):
                owner, earlier = first.setdefault(fold(text), (id, where))
                if owner != id:
                    taken = f'"{text}" is also a name of the publisher "{owner}" at {earlier.text}'
                    where.error(f"{taken}; remove one of the two", "id")

    def _declare_type(self, id: str, fields: Mapping[str, Any], place: Place) -> None:
        if id not in self.types and "label" not in place.file.data["types"][id]:
            place.error(required("new type", id, "label"))
        if id == "total":
            place.error('"total" is reserved for claims; choose another id for this type')
        known = self.types.get(id, EventType(id, id, f"{id}s", False))
        label, contact = fields.get("label", known.label), fields.get("contact", known.contact)
        plural = fields.get("plural", plural_of(label) if "label" in fields else known.plural)
        former = fields.get(keys.FORMER_IDS, ())
        if (look := known.look) is None or contact != known.contact:
            look = own_look(contact, self._own_shapes)
            self._own_shapes[look.shape] += 1
        extra = fields.get("extra", {})
        aliases = fields.get("aliases", ())
        self.types[id] = EventType(id, label, plural, contact, former, extra, look, aliases)

    def type(self, name: str | None, place: Place) -> EventType | None:
        """Return the event type with the id or former id `name`. Report an unknown type."""
        if name is None:
            return None
        kind = self.types.get(name) or self.types.get(self.current.get(("type", name), ""))
        if kind is None and name not in self.unreported:
            if (id := self._types_by_name.get(fold(name))) is not None:
                hint = f'; did you mean "{id}"?'
            else:
                hint = self._diagnostics.hint(name, self.types) or _declare("types", name)
            place.error(f'unknown type "{name}"{hint}', "type")
        return kind

    @cached_property
    def _types_by_name(self) -> dict[str, str]:
        return {fold(name): id for id, kind in self.types.items() for name in kind.all_names}

    def checked_source(
        self, source: Mapping[str, Any], place: Place, actors: Sequence[Actor] = ()
    ) -> dict[str, Any]:
        """Return the fields of a source, with current ids in place of former ids. Report unknown
        names.

        `actors`: the actors that `initiator` may name, or () for all declared actors.
        """
        fields = dict(source)
        if "side" in fields:
            self._check_side(fields["side"], place / "side")
            fields["side"] = self.current.get(("actor", fields["side"]), fields["side"])
        if says := fields.get("says"):
            says, where = dict(says), place / "says"
            if kind := self.type(says.get("type"), where / "type"):
                says["type"] = kind.id
            if "initiator" in says:
                says["initiator"] = self.actors.initiator(
                    says["initiator"], actors or self.actors.declared, where / "initiator"
                )
            fields["says"] = says
        return fields

    def source(self, id: str, place: Place) -> Source | None:
        """Return the source with this id or former id. Report an unknown id."""
        source = self.sources.get(id) or self.sources.get(self.current.get(("source", id), ""))
        if source is None and id not in self.unreported:
            hint = self._diagnostics.hint(id, self.sources) or _declare("sources", id)
            place.error(f'unknown source "{id}"{hint}', "link")
        return source

    def _check_side(self, side: str, place: Place) -> None:
        if side in COUNTRIES or side in self._sides:
            return
        if problem := misnamed_country(side):
            place.error(f"side {problem}", "actor")
        else:
            otherwise = '; write a country code such as "US", or an actor\'s id'
            hint = self._diagnostics.hint(side, self._sides) or otherwise
            place.error(f'unknown side "{side}"{hint}', "actor")

    @cached_property
    def _sides(self) -> set[str]:
        names: list[Any] = [*(self._participants or ()), *self.unreported, *BODIES]
        for file in self.files:
            for id, actor in table_of(file.data.get("actors")).items():
                fields = table_of(actor)
                named = [fields.get("name"), fields.get("country"), *list_of(fields.get("aliases"))]
                names += [id, *named, *list_of(fields.get(keys.FORMER_IDS))]
            for event in map(table_of, list_of(file.data.get("events"))):
                names += [name for key in keys.PARTICIPANTS for name in list_of(event.get(key))]
        return {name for name in names if isinstance(name, str)}


class ActorReader:
    """A reader that creates the actors named in the files of a ledger, and looks up actors by name.

    `index`: the actors so far, declared or not.
    """

    def __init__(self, unreported: Collection[str]) -> None:
        self.index = ActorIndex()
        self._unreported = unreported
        self._groups: dict[tuple[str, ...], tuple[Actor, ...]] = {}

    @property
    def declared(self) -> tuple[Actor, ...]:
        """Return all actors that have a declaration in the files."""
        return tuple(actor for actor in self.index.by_id.values() if actor.declared)

    def declare(self, id: str, fields: Mapping[str, Any], place: Place) -> None:
        """Add the actor that is declared under `[actors.ID]` with these `fields`."""
        roles = []
        for index, role in enumerate(fields.get("roles", ())):
            since, until = role.get("from"), role.get("until")
            if since and until and until.end and since.start and until.end < since.start:
                dates = f'from "{since.text}" until "{until.text}"'
                message = f"this office ends before it begins ({dates}); correct one of the dates"
                (place / "roles" / index).error(message, "order")
            if "title" in role:
                roles.append(Role(role["title"], since, until, role.get("extra", {})))
        self.index.add(Actor(**{"name": id, **fields, "roles": tuple(roles)}, id=id))

    def look_up(self, name: str, place: Place) -> Actor | None:
        """Return the actor with this id, name or alias, or else a new actor.

        If several actors match, an error is reported at `place`, and the result is None.
        """
        matches = self.index.exact(name)
        if len(matches) < 2:
            return matches[0] if matches else Actor(name, name, declared=False)
        ids = [f'"{actor.id}"' for actor in matches]
        place.error(several_match(name, "actors", ids, "write"), "actor")
        return None

    def participants(self, names: Sequence[str], place: Place, key: str) -> tuple[Actor, ...]:
        """Return the actors whose ids or names an event lists under `key`, such as "actors".

        An unknown name becomes a new actor. Ambiguous and repeated names are reported and left out.
        """
        names = tuple(names)
        if (known := self._groups.get(names)) is not None:
            return known
        actors: dict[str, Actor] = {}
        for index, name in enumerate(names):
            matches = self.index.exact(name)
            is_known = len(matches) == 1
            actor = matches[0] if is_known else self.look_up(name, place / key / index)
            if actor is None:
                continue
            if not matches:
                self.index.add(actor)
            if actor.id in actors:
                message = f'"{key}" has {actor.name} twice; remove "{name}"'
                (place / key / index).error(message, "actor")
            actors[actor.id] = actor
        group = tuple(actors.values())
        if len(group) == len(names):  # problems must be reported for each event
            self._groups[names] = group
        return group

    def mentioned(
        self, names: Sequence[str], place: Place, only_known: bool = False
    ) -> tuple[Actor, ...]:
        """Return the actors for the names in a claim, in `[ledger]` or in `[[coverage]]`.

        Ambiguous names are reported and left out. An unknown name becomes a new actor. A
        new actor is reported if the name is similar to a known name, or if `only_known` is True.
        """
        actors = []
        for index, name in enumerate(names):
            actor = None if name in self._unreported else self.look_up(name, place / index)
            if actor is not None and actor.id not in self.index.by_id:
                known = self.index.by_id.values() if only_known else self.declared
                known_names = [text for one in known for text in (one.id, one.name)]
                hint = place.diagnostics.hint(name, known_names)
                if hint := hint or (_declare("actors", name) if only_known else ""):
                    (place / index).error(f'unknown actor "{name}"{hint}', "actor")
            actors.append(actor)
        return tuple(filter(None, actors))

    def initiator(self, name: str, actors: Sequence[Actor], place: Place) -> str | None:
        """Return the value of `initiator` for a name: an id, a country or "disputed".

        If `name` is invalid, or is an actor outside `actors`, an error is reported at `place`, and
        the result is None.
        """
        countries = {actor.nation for actor in actors}
        if name in COUNTRIES or name in {*countries, *self._unreported, *BODIES, "disputed"}:
            return name
        matches = self.index.exact(name)
        for actor in actors:
            if actor in matches or fold(actor.name) == fold(name):
                return actor.id
        if problem := misnamed_country(name):
            place.error(f"initiator {problem}", "actor")
            return None
        ids = [f'"{actor.id}"' for actor in actors] if len(actors) < 6 else ["an actor's id"]
        choices = join_or([*ids, "a country code", '"disputed"'])
        place.error(f'initiator "{name}" is not one of the actors; write {choices}', "actor")
        return None


def _content(table: Table, value: Any) -> Any:
    """Return the keys of an entry that have content, or the value itself if it is invalid."""
    errors: Errors = []
    checked = table.check(value, (), errors)
    return (
        value if errors else {key: item for key, item in checked.items() if item or item is False}
    )


def _declare(kind: str, name: str) -> str:
    return f"; add it under [{kind}.{as_id(name)}]"
