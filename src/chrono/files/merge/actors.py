"""Match the actors that the rows of a table name with the ledger's actors, or create them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from chrono.core.countries import country_of, name_and_country
from chrono.core.english import join_or
from chrono.core.lookup import ActorIndex
from chrono.core.model import Actor
from chrono.errors import UsageError
from chrono.files.format.ids import id_of, slug
from chrono.files.format.kinds import LINE, as_id
from chrono.files.format.new_entry import NewEntry

_MOST_ALIKE = 10
"""The greatest number of notes on possible duplicates."""


class ActorMatcher:
    """Finds the actors that rows name, by id, name or alias; an unknown name is a new actor.

    `known` are the ledger's declared actors. `records` are the keys of actors that have an id in
    the table, and `declared` the keys of actors that the rules declare, both by id. `new` are the
    keys of the new actors by id, and `notes` the notes on all actors.
    """

    def __init__(
        self,
        known: Iterable[Actor],
        records: Mapping[str, Mapping[str, Any]],
        declared: Mapping[str, Mapping[str, Any]],
    ) -> None:
        self.new: dict[str, dict[str, Any]] = {}
        self.notes: dict[str, None] = {}
        self._records = records
        self._declared = {**records, **declared}
        self._index = ActorIndex()
        self._by_nation: dict[str, str] = {}
        self._ids_of_records: dict[str, str] = {}
        self._matched: set[str] = set()
        for actor in known:
            self._add(actor)
        self._declared_index = ActorIndex(
            Actor(id, fields["name"], tuple(fields.get("aliases", ())))
            for id, fields in self._declared.items()
        )

    def _add(self, actor: Actor) -> None:
        self._index.add(actor)
        if nation := _nation(actor.name):
            self._by_nation.setdefault(nation, actor.id)

    def id(self, name: str, country: str | None = None) -> str:
        """The id of the actor with this name; an unknown name adds an actor. Raises UsageError.

        `country` is the actor's country in the row, if any.
        """
        if name in self._records:  # two of one name there stay two here
            if name not in self._ids_of_records:
                self._ids_of_records[name] = self._match_record(name)
                self._matched.add(self._ids_of_records[name])
            return self._ids_of_records[name]
        nation = self._by_nation.get(_nation(name) or "", "")  # by any of the country's names
        actor = _only(name, self._index.exact(name)) or self._index.by_id.get(nation)
        if actor is not None:
            names = (actor.id, actor.name, *actor.aliases)
            if name.casefold() not in map(str.casefold, names):
                self.notes[f'"{name}" is taken for {actor.name} ({actor.id})'] = None
            self._set_country(actor, name, country)
            return actor.id
        if declared := _only(name, self._declared_index.exact(name)):
            return self._create(declared.id, self._declared[declared.id])
        return self._create(None, {"name": name, "country": country or _nation(name)})

    def id_here(self, name: str) -> str:
        """The id after the import of an actor in an existing event; or else the name itself."""
        actors = self._index.exact(name)
        return actors[0].id if len(actors) == 1 else name

    def _match_record(self, id: str) -> str:
        """The id here of an actor that has an id in the table."""
        fields = self._declared[id]
        name, country = str(fields["name"]), fields.get("country")
        actors = [
            actor
            for actor in self._index.named(name)
            if actor.id not in self._matched
            and (actor.id == id or actor.id not in self._declared)
            and (not country or actor.country in (None, country))
        ]
        actors = [actor for actor in actors if actor.id == id] or actors
        if len(actors) > 1:
            ids = join_or([actor.id for actor in actors])
            raise UsageError(f'"{name}" may be {ids}: give {id} the id of one of them')
        if not actors:
            return self._create(id, fields)
        self._set_country(actors[0], name, country)
        return actors[0].id

    def _set_country(self, actor: Actor, name: str, country: str | None) -> None:
        if country is None or actor.country == country:
            return
        if actor.country is not None:
            raise UsageError(
                f"{name} is of {country} here, and {actor.id} of {actor.country}: they are two, "
                "and need two names or ids"
            )
        self._index.add(actor._replace(country=country))
        if actor.id in self.new:
            self.new[actor.id]["country"] = country
        else:
            self.notes[f"{actor.id} has no country in the ledger, and {country} in the file"] = None

    def _create(self, id: str | None, fields: Mapping[str, Any]) -> str:
        """Add a new actor and return its id: `id` if valid and free, else an id from the name."""
        name = str(fields["name"]).strip()
        if LINE.problems(name, ("name",)):
            raise UsageError(f'"{name}" is no name of an actor: that is one line with a word')
        new = id if id is not None and id == as_id(id) else slug(name)
        if not new or new in self._index.by_id:
            try:
                new, taken = id_of(name, self._index.by_id), new
            except UsageError:
                raise UsageError(
                    f'no id can be made of the name "{name}": declare it in the ledger or the rules'
                ) from None
            self.notes[f'the id "{taken}" is somebody else\'s: {name} gets "{new}"'] = None
        given = {key: value for key, value in fields.items() if value is not None}
        self.new[new] = {**given, "id": new, "name": name}
        self._add(Actor(new, name, tuple(given.get("aliases", ())), given.get("country")))
        return new

    def additions(self, used: Collection[str]) -> list[NewEntry]:
        """The new actors among these ids, in the order in which they appeared."""
        return [NewEntry("actors", fields) for id, fields in self.new.items() if id in used]

    def possible_duplicates(self, used: Collection[str]) -> list[str]:
        """Notes on new actors among these ids whose words all occur in another actor's name."""
        notes: list[str] = []
        for id in (id for id in self.new if id in used):
            name = self._index.by_id[id].name
            if _nation(name) is not None:  # China is not a company with that word in its name
                continue
            for other in sorted(self._index.with_words(name), key=lambda one: one.id):
                if other.id == id or (other.id in self.new and other.id not in used):
                    continue
                if len(notes) == _MOST_ALIKE:
                    return [*notes, "and more names are alike: `chrono actors` has them"]
                there = f"{other.name} ({other.id})"
                notes.append(f"{name} ({id}) is new, beside {there}: are they two?")
        return notes


def _only(name: str, actors: Collection[Actor]) -> Actor | None:
    """The only actor, or None if there are no actors. Raises UsageError for several."""
    if len(actors) > 1:
        ids = join_or([actor.id for actor in actors])
        raise UsageError(f'"{name}" may be {ids}: write the id')
    return next(iter(actors), None)


def parse_bracketed(text: str) -> tuple[str, str | None]:
    """Split `Jane Roe (US)` or `(United States)` into name and country; other brackets stay."""
    name, words = name_and_country(text)
    if not words or not name:  # a template whose column is empty
        return name, None
    code = country_of(words)
    return (name, code) if code else (text.strip(), None)


def _nation(name: str) -> str | None:
    """The code of the country or body with this name; short words are codes only in capitals."""
    return country_of(name) if len(name) > 3 or (name.isupper() and len(name) > 1) else None
