"""Match the actors in rows with the actors of the ledger, and add new actors."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from chrono.core.checks.same_actors import SameActors, same_actors
from chrono.core.countries import country_name, country_named
from chrono.core.english import first_few, plural
from chrono.core.lookup import ActorIndex
from chrono.core.model import NOTHING, Actor
from chrono.core.names import fold
from chrono.core.sentences import several_match
from chrono.errors import UsageError
from chrono.files.exchange.import_table import ImportTable
from chrono.files.format.dump import actor_fields
from chrono.files.format.ids import id_of, slug
from chrono.files.format.keys import PARTICIPANTS
from chrono.files.format.kinds import LINE, as_id
from chrono.files.format.new_entry import Fields, NewEntry
from chrono.files.merge.cells import as_ledger_id
from chrono.files.merge.countries import CountryReader
from chrono.files.merge.entries import Participant
from chrono.files.merge.rules import Rules
from chrono.files.toml.emit import literal


class ActorMatcher:
    """A matcher that finds the actors in rows by id or name. An unknown name adds an actor."""

    def __init__(
        self,
        known: Collection[Actor],
        table: ImportTable,
        rules: Rules,
        countries: CountryReader,
        ours: Mapping[str, str],
        remembered: Mapping[str, str] = NOTHING,
    ) -> None:
        self._known, self._countries, self._ours = known, countries, ours
        self._countries_by_name = table.countries
        self._remembered = remembered
        self.names: dict[str, str] = {}
        self.new: dict[str, dict[str, Any]] = {}
        self.records = _records(table)
        self._declared: dict[str, Fields] = {**self.records, **rules.declared.get("actors", {})}
        self._index, self._declared_index = ActorIndex(), ActorIndex()
        self._nations: dict[str, str] = {}  # country -> the actor that is this country
        self._ids_of_records: dict[str, str] = {}
        self._people: set[str] = set()
        self._reserved: set[str] = set()  # of `_people` and of the actors in `_index`
        self._ids_in_file: dict[str, str] = {}  # by id in the ledger
        self._countries_in_rows: dict[str, set[str]] = {}  # by folded name
        self._matched: dict[str, str] = {}  # names that differ in case or accents
        self._other_names: dict[str, str] = {}  # names in the file, by id
        self._other_countries: dict[str, str] = {}  # countries in the file, by id
        for actor in known:
            if actor.declared:
                self._add(actor)
        for id, fields in self._declared.items():
            self._add(_actor(id, fields), self._declared_index)

    def _add(self, actor: Actor, index: ActorIndex | None = None) -> None:
        (index or self._index).add(actor)
        if index is None:
            self._reserved.update((actor.id, *actor.former_ids))
        names = (actor.name, *actor.aliases) if actor.country else ()
        if any(actor.country in (name, country_named(name)) for name in names):
            self._nations.setdefault(str(actor.country), actor.id)

    def collect(self, rows: Iterable[Fields]) -> None:
        """Collect the names, ids and countries of the participants, before they are matched."""
        people: dict[str, dict[str, Any]] = {}
        for row in rows:
            for one in (one for key in PARTICIPANTS for one in _listed(row.get(key))):
                if not isinstance(one, Participant):
                    continue
                if one.id is not None:
                    fields = people.setdefault(_ledger_id(one.id), {"names": {}, "country": None})
                    if one.name:
                        fields["names"].setdefault(fold(one.name), one.name)
                    fields["country"] = fields["country"] or one.country
                elif one.country is not None and not one.is_country:
                    self._countries_in_rows.setdefault(fold(one.name), set()).add(one.country)
        for id, fields in people.items():
            self._people.add(id)
            self._reserved.add(id)
            if names := [*fields.pop("names").values()]:
                both = {"name": names[0], "aliases": names[1:], **fields}
                self._declared.setdefault(id, {key: one for key, one in both.items() if one})
                self._declared_index.add(_actor(id, self._declared[id]))

    def participants(self, values: Any) -> Any:
        """Return the ids of the participants in a row. Any value but a list is unchanged."""
        if not isinstance(values, list):
            return values
        return [*dict.fromkeys(map(self._participant, values))]

    def _participant(self, one: Any) -> Any:
        if not isinstance(one, (str, Participant)):
            return one
        one = Participant(one) if isinstance(one, str) else one
        if one.country is None and (country := self._countries_by_name.get(one.name)):
            one = one._replace(country=self._countries.country(country, "{country}"))
        if one.id is not None:
            return self._person(one.id, one)
        if one.is_country and one.country is not None:
            return self._nation(one.name, one.country)
        return self.id(one.name, one.country)

    def id(self, name: str, country: str | None = None) -> str:
        """Return the id of the actor called `name`. An unknown name adds an actor."""
        if name in self.records:  # two actors of the same name are two ids
            if name not in self._ids_of_records:
                self._ids_of_records[name] = self._match_record(name)
            return self._ids_of_records[name]
        key = f"{name} ({country})" if country else name
        if key not in self.names:
            self.names[key] = self._found(name, country, key)
        return self.names[key]

    def _found(self, name: str, country: str | None, key: str) -> str:
        countries = self._countries_in_rows.get(fold(name), ())
        if country is None and len(countries) > 1:
            listing = first_few(sorted(countries), word="and")
            raise UsageError(f'"{name}" is an actor of {listing} here; add the country to this row')
        if actor := _only(name, _of_country(country, self._index.exact(name))):
            if name.casefold() not in map(str.casefold, actor.all_names):
                self._matched[name] = actor.id
            return self._with_country(actor, name, country)
        if declared := _only(name, _of_country(country, self._declared_index.exact(name))):
            return self._declare(declared, name, country)
        if actor := self._index.with_id(self._remembered.get(key, "")):
            return actor.id  # as in the last import, although its name has changed since
        return self._with_country(self._create(None, {"name": name}), name, country)

    def _person(self, id: str, one: Participant) -> str:
        if not (new := _ledger_id(id)):
            raise UsageError(f'"{id}" is not an id of an actor; use letters or digits')
        if (other := self._ids_in_file.setdefault(new, id)) != id:
            raise UsageError(f'the ids "{other}" and "{id}" both become "{new}"; change one')
        actor = self._index.with_id(new)
        if actor is None and new not in self._declared_index.by_id:
            raise UsageError(f'the actor with the id "{id}" has no name; add a name to this row')
        if actor is None:
            return self._declare(self._declared_index.by_id[new], one.name, one.country)
        is_other = one.name and fold(one.name) not in map(fold, actor.all_names)
        if actor.id not in self.new and is_other:
            self._other_names[actor.id] = one.name
        return self._with_country(actor, one.name, one.country)

    def _nation(self, name: str, country: str) -> str:
        short = country_name(country)
        is_code = name != short and re.fullmatch("[A-Z.]{2,6}", name) is not None
        names = (short,) if is_code else (name, short)
        for index in (self._index, self._declared_index):
            same = [one for each in names for one in index.named(each)]
            same += [one for one in (index.by_id.get(self._nations.get(country, "")),) if one]
            same = [one for one in same if one.country in (None, country)]
            if same and index is self._index:
                return self._with_country(same[0], name, country)
            if same:
                return self._declare(same[0], name, country)
        return self._with_country(self._create(None, {"name": names[0]}), name, country)

    def _declare(self, declared: Actor, name: str, country: str | None) -> str:
        actor = self._create(declared.id, self._declared[declared.id])
        return self._with_country(actor, name, country)

    def initiator(self, name: Any, actors: Any) -> Any:
        """Return the initiator in a row: the id of an actor, a country, or "disputed"."""
        if name == "disputed" or not isinstance(name, str):
            return name
        ids = _listed(actors)
        actor = next((one.id for one in self._index.exact(name) if one.id in ids), None)
        return actor or self._countries.find(name) or self.id(name)

    def id_after_import(self, name: str) -> str:
        """Return the id that the only actor called `name` will have, or `name`."""
        actors = self._index.exact(name)
        return actors[0].id if len(actors) == 1 else name

    def _match_record(self, id: str) -> str:
        if id in self._ours:
            return self._ours[id]
        fields = self._declared[id]
        name, country = str(fields["name"]), fields.get("country")
        taken = {*self._ids_of_records.values()}
        actors = [
            actor
            for actor in self._index.named(name)
            if actor.id not in taken
            and (id in (actor.id, *actor.former_ids) or actor.id not in self._declared)
            and (not country or actor.country in (None, country))
        ]
        actors = [one for one in actors if id in (one.id, *one.former_ids)] or actors
        actor = _only(name, actors, f"for {id}, write")
        if actor is None:
            return self._create(id, fields).id
        return self._with_country(actor, name, country)

    def _with_country(self, actor: Actor, name: str, country: str | None) -> str:
        if country is not None and actor.country != country:
            if actor.country is not None:
                raise UsageError(
                    f"{name} has the country {country} here, but {actor.id} has {actor.country}; "
                    "correct one, use another name, or map actors.id"
                )
            self._add(actor._replace(country=country))
            if actor.id in self.new:
                self.new[actor.id]["country"] = country
            else:
                self._other_countries[actor.id] = country
        return actor.id

    def _create(self, id: str | None, fields: Fields) -> Actor:
        name = str(fields["name"]).strip()
        if LINE.problems(name, ("name",)):
            raise UsageError(f'"{name}" is not a valid name of an actor; write one line of text')
        if not any(map(str.isalnum, name)):
            remedy = f'if it means "none", add missing = [{literal(name)}] to a rules file'
            raise UsageError(f'"{name}" is not the name of an actor; {remedy}')
        new = id if id is not None and id == as_id(id) else slug(name)
        taken = self._index.taken if id in self._people else self._reserved
        if not new or new in taken:
            try:
                new = id_of(name, taken)
            except UsageError:
                where = "declare this actor in the ledger or the rules file"
                raise UsageError(f'cannot make an id from the name "{name}"; {where}') from None
        values = {key: value for key, value in fields.items() if value is not None}
        self.new[new] = {**values, "id": new, "name": name}
        self._add(_actor(new, values))
        return self._index.by_id[new]

    def additions(self, used: Collection[str]) -> list[NewEntry]:
        """Return the new actors with ids in `used`."""
        return [NewEntry("actors", fields) for id, fields in self.new.items() if id in used]

    def notes(self, used: Collection[str]) -> Iterator[str]:
        """Yield notes on names and countries that the ledger has otherwise."""
        if self._matched:
            pairs = first_few([f'"{name}" to {id}' for name, id in self._matched.items()])
            yield f"matched although case or accents differ: {pairs}"
        if self._other_names:
            pairs = first_few([f'{id} ("{name}")' for id, name in self._other_names.items()])
            yield f"actors have other names in the file; the ledger was not changed: {pairs}"
        if self._other_countries:
            pairs = first_few([f"{id} ({code})" for id, code in self._other_countries.items()])
            yield f"actors have no country in the ledger, which was not changed: {pairs}"
        bare = {id for name, id in self.names.items() if not name.endswith(")")}
        if partly := {id for name, id in self.names.items() if name.endswith(")")} & bare & {*used}:
            what = (
                f"{plural(len(partly), 'new actor has', 'new actors have')} a country in some rows"
            )
            yield f"{what}, which is used for all: {first_few(sorted(partly))}"
        ids = {fold(str(self.new[id]["name"])): id for id in self.new if id in used}
        if several := [
            f"{self.new[ids[name]]['name']} ({first_few(sorted(countries))})"
            for name, countries in self._countries_in_rows.items()
            if len(countries) > 1 and name in ids
        ]:
            number = plural(len(several), "name has", "names have")
            yield f"{number} several countries, and is one actor per country: {first_few(several)}"

    def same(self, used: Collection[str], events: Iterable[Fields]) -> list[SameActors]:
        """Return pairs of actors that may be the same actor, of whom at least one is new."""
        everyone = self._index.by_id
        actors = [actor for id, actor in everyone.items() if id not in self.new or id in used]
        undeclared = (actor for actor in self._known if not actor.declared)
        actors += (actor for actor in undeclared if not self._index.exact(actor.name))
        groups = (
            [self.id_after_import(name) for key in PARTICIPANTS for name in fields.get(key) or ()]
            for fields in events
        )
        pairs = same_actors(actors, groups) if used else []
        return [pair for pair in pairs if pair.keep.id in used or pair.other.id in used]


def _records(table: ImportTable) -> dict[str, Fields]:
    """Return the fields of the actors that have an id in a table, by id."""
    records: dict[str, Fields] = {}
    for row in table.rows:
        ids, names = row.values.get("actors"), row.values.get("actor_names")
        if isinstance(ids, list) and isinstance(names, list) and len(ids) == len(names):
            for id, name in zip(ids, names, strict=True):
                if isinstance(id, str) and isinstance(name, str) and id != name:
                    word = table.countries.get(id) or table.countries.get(name, "")
                    records.setdefault(id, {"name": name, "country": word or None})
    declared = (actor for actor in table.actors.values() if actor.declared)
    return records | {actor.id: actor_fields(actor) for actor in declared}


def _only(name: str, actors: Collection[Actor], verb: str = "write") -> Actor | None:
    if len(actors) > 1:
        raise UsageError(several_match(name, "actors", [actor.id for actor in actors], verb))
    return next(iter(actors), None)


def _of_country(country: str | None, actors: Iterable[Actor]) -> list[Actor]:
    actors = [*actors]
    if country is None:
        return actors
    own = [actor for actor in actors if actor.country == country]
    return own or [actor for actor in actors if actor.country is None]


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _ledger_id(text: str) -> str:
    return re.sub("[^a-z0-9-]", "", as_ledger_id(text)).strip("-")


def _actor(id: str, fields: Fields) -> Actor:
    aliases, extra = tuple(fields.get("aliases", ())), fields.get("extra", {})
    return Actor(id, fields["name"], aliases, fields.get("country"), extra=extra)
