"""Replace the names of actors, types and sources by ids, in new entries and edits."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from functools import cached_property
from typing import Any

from chrono.core.actor_errors import unknown_actor
from chrono.core.countries import country_of, is_country, name_and_country
from chrono.core.lists import separate_names
from chrono.core.lookup import ActorIndex, Lookup
from chrono.core.model import NOTHING, Actor, Ledger
from chrono.core.names import fold
from chrono.core.sentences import (
    given_twice,
    id_replaced,
    several_match,
    several_names,
    shell_word,
    suggestion,
)
from chrono.errors import SeveralNamesError, UnknownActorError, UsageError
from chrono.files.format.containers import ListOf, MapOf, Table
from chrono.files.format.ids import content_ids, event_ids, free_id, id_of, slug
from chrono.files.format.keys import NEW_ENTRIES, TABLES
from chrono.files.format.kind import Kind
from chrono.files.format.kinds import COUNTRY, PLACE
from chrono.files.format.ledger_kinds import SourceItem
from chrono.files.format.new_entry import DATED, Fields, NewEntry
from chrono.files.write.ledger_files import LedgerFiles
from chrono.files.write.places import (
    CountryResolver,
    nearest_countries,
    refuse_address,
    with_country,
    with_known_country,
)
from chrono.files.write.sources import SourceResolver

_ID_PARTS = {"claims": ("by", "date"), "sources": ("publisher", "date"), "types": ("label",)}
"""The keys from which the id of a new entry of a table is made."""

_NEW = {"actors": "--new-actor", "present": "--new-present"}
"""The option of `chrono add` for new actors under a key of events."""


class NameResolver:
    """A resolver that makes new entries for a ledger."""

    def __init__(self, files: LedgerFiles) -> None:
        self.files = files
        self.notes = files.notes
        self._numbers: dict[str, int] = {}
        self._option: str | None = None
        self.sources = SourceResolver(files)
        self.single: Collection[str] = ()
        self._participants: Collection[str] = ()
        self._resolvers: Mapping[Any, Callable[[Any], Any]] = {
            "actor": self.actor, "type": self.type, "initiator": self._initiator,
            "speaker": self._speaker, "source": self.sources.source, "side": self._side,
            "event": lambda id: files.current_id("events", id), COUNTRY: self.country,
            PLACE: refuse_address,
        }  # fmt: skip

    @property
    def ledger(self) -> Ledger:
        """Return the ledger without events and claims."""
        return self.files.names

    @cached_property
    def lookup(self) -> Lookup:
        """Return an object that finds actors, types and sources of the ledger by name."""
        return Lookup(self.ledger)

    @cached_property
    def taken(self) -> set[str]:
        """Return the ids and former ids of all events. A new event cannot have these ids."""
        return self.files.taken("events")

    @cached_property
    def _declared_actors(self) -> ActorIndex:
        return ActorIndex(actor for actor in self.ledger.actors.values() if actor.declared)

    def value(self, kind: Kind, value: Any) -> Any:
        """Return a value with ids in place of names, and codes in place of countries."""
        if isinstance(kind, ListOf) and isinstance(value, list):
            return self._list(kind, value)
        table = kind.table if isinstance(kind, SourceItem) else kind
        if isinstance(table, Table) and isinstance(value, Mapping):
            value = {key: self.value(table.inner(key), item) for key, item in value.items()}
            return self.sources.source(value) if isinstance(kind, SourceItem) else value
        if isinstance(kind, MapOf) and isinstance(value, Mapping):
            return self._map(kind, value)
        resolve = self._resolvers.get(kind.refers_to or kind)
        return resolve(value) if resolve is not None and isinstance(value, str) else value

    def _list(self, kind: ListOf, value: Iterable[Any]) -> list[Any]:
        values: list[Any] = []
        errors: list[UsageError] = []
        for item in value:
            try:
                values.append(self.value(kind.item, item))
            except UsageError as error:
                errors.append(error)
        if len(errors) == 1:
            raise errors[0]
        if errors:
            raise UsageError(*(sentence for error in errors for sentence in error.args))
        return values

    def _map(self, kind: MapOf, value: Mapping[str, Any]) -> dict[str, Any]:
        by_name: dict[str, Any] = {}
        resolve = self._resolvers.get(kind.refers_to or kind.name)
        for text, item in value.items():
            name = text if resolve is None or text == "extra" else resolve(text)
            if name in by_name:
                what = f'{kind.refers_to} "{name}"' if kind.refers_to else f'"{name}"'
                raise UsageError(given_twice(what))
            by_name[name] = self.value(kind.inner(name), item)
        return by_name

    def _resolved(
        self, kind: str, fields: Fields, options: Mapping[str, str] = NOTHING
    ) -> tuple[dict[str, Any], list[str]]:
        resolved = dict(fields)
        sentences: list[str] = []
        # Who the participants are decides what other keys mean.
        last = ("initiator", "sources")
        for key, value in sorted(fields.items(), key=lambda item: item[0] in last):
            self._option = options.get(key)
            try:
                resolved[key] = self.value(TABLES[kind].inner(key), value)
            except UsageError as error:
                sentences += error.args
                # One message is enough: not also one on a missing key.
                if key not in (*TABLES[kind].required, *TABLES[kind].either):
                    del resolved[key]
            if key == "actors":
                self._participants = {*map(str, resolved.get(key, ()))}
        if kind == "events":
            try:
                resolved = with_country(resolved, self.notes)
            except UsageError as error:
                sentences += error.args
        return resolved, sentences

    def check(self, kind: str, fields: Fields) -> None:
        """Raise UsageError if a value in `fields` is invalid. Required keys may be missing."""
        resolved, sentences = self._resolved(kind, fields)
        for key, value in resolved.items():
            sentences += TABLES[kind].keys[key].kind.problems(value, (kind, 0, key))
        if sentences:
            raise UsageError(*sentences)

    def refuse_invalid(self, kind: str, fields: Fields, sentences: Iterable[str] = ()) -> None:
        """Raise UsageError if `fields` has errors, or if `sentences` is not empty."""
        keys = {key: value for key, value in fields.items() if key != "id" or kind in DATED}
        if sentences := [*sentences, *NEW_ENTRIES[kind].problems(keys, (kind, 0))]:
            raise UsageError(*dict.fromkeys(sentences))

    def actor(self, name: str) -> str:
        """Return the id of the only actor that matches a name."""
        index = self.lookup.index
        if not index.loose(name):
            self.refuse_several(name)
            bare, country = name_and_country(name)
            country = country or "COUNTRY"
            if self._option:
                new = f"{self._option} {shell_word(f'{bare} ({country})')}"
            else:
                new = f"`chrono add actor {shell_word(bare)} --country {shell_word(country)}`"
            raise unknown_actor(name, index, new)
        return self.lookup.actor(name).id

    def refuse_several(self, text: str, new: str = "") -> None:
        """Raise SeveralNamesError if a text looks like the names of several people: `A and B`."""
        names = separate_names(text, lambda one: self.lookup.index.loose(one) or country_of(one))
        if len(names) < 2 or text in self.single:
            return
        options = ""
        if option := new or self._option:
            known = option.replace("new-", "")
            options = " ".join(
                f"{known if self.lookup.index.loose(name) else option} {shell_word(name)}"
                for name in names
            )
        raise SeveralNamesError(several_names(text, names, options), names)

    def _note_several(self, name: str, id: str) -> None:
        try:
            self.refuse_several(name)
        except SeveralNamesError as error:
            several = f'"{name}" may be {len(error.names)} names'
            remedy = f"run `chrono remove actors.{id}`, and add each of them"
            self.notes.append(f"{several}; if so, {remedy}")

    def type(self, name: str) -> str:
        """Return the id of the only type that matches a name."""
        ids = sorted(self.lookup.type(name))
        if len(ids) > 1:
            raise UsageError(several_match(name, "types", ids))
        return ids[0]

    @cached_property
    def _countries(self) -> CountryResolver:
        return CountryResolver(self.ledger, self.notes)

    def country(self, text: str) -> str:
        """Return the code of a country, or the name of an organisation."""
        return self._countries.resolve(text)

    def _initiator(self, name: str) -> str:
        return name if name == "disputed" else self._side(name)

    def _side(self, name: str) -> str:
        if country := self._party(name):
            return country
        try:
            return self.actor(name)
        except UnknownActorError:
            if not (near := nearest_countries(name)):
                raise
            raise UsageError(f'unknown actor or country "{name}"{suggestion(near)}') from None

    def _party(self, name: str) -> str | None:
        if is_country(name):
            return name
        code = self._countries.known(name, with_note=False)
        if code is None or self.lookup.index.exact(name):
            return None
        if own := [one for one in self.lookup.index.loose(name) if one.id in self._participants]:
            choices = [*(f"{actor.name} ({actor.id})" for actor in own), f"the country {code}"]
            raise UsageError(several_match(name, "parties", choices))
        return self._countries.known(name)

    def _speaker(self, name: str) -> str:
        if self.lookup.index.loose(name):
            return self.actor(name)
        what = "is not an actor in this ledger; the claim uses the name as it is"
        self.notes.append(f'"{name}" {what}')
        return name

    def note_aliases(self, names: Iterable[Any], of: str | None = None) -> None:
        """Add a note for each of `names` that is a name of another actor."""
        for name in names:
            for actor in self.lookup.index.named(name) if isinstance(name, str) else ():
                if actor.id != of:
                    other = f"{actor.name} ({actor.id}), so it now matches two actors"
                    self.notes.append(f'"{name}" is already a name of {other}')

    def event(
        self, fields: Fields, new: Mapping[str, Iterable[str]] | None = None
    ) -> list[NewEntry]:
        """Return the new entries for an event: the new actors of the event, then the event."""
        people: dict[str, NewEntry] = {}
        event, sentences = self._resolved("events", fields, NOTHING if new is None else _NEW)
        if new is not None:
            known = (one for file in self.files.source_files for one in file.data.get("events", ()))
            event = with_known_country(event, known, self.notes)
        for key, name in ((key, name) for key, names in (new or {}).items() for name in names):
            try:
                actor = self._new_actor(name, people, _NEW[key].replace("new-", ""))
            except UsageError as error:
                sentences += error.args
                event[key] = [*event.get(key, ()), name]  # so that the key is not missing, too
            else:
                people[actor.id] = actor
                event[key] = [*event.get(key, ()), actor.id]
        if event.get("status") == "held":
            del event["status"]  # the default
        self.refuse_invalid("events", event, sentences)
        if "id" not in event:
            event["id"] = self.event_id(event, {id: actor.fields for id, actor in people.items()})
        self.taken.add(str(event["id"]))
        return [*people.values(), NewEntry("events", event)]

    def event_id(
        self, fields: Fields, new: Mapping[str, Fields] = NOTHING, sign: str | None = None
    ) -> str:
        """Return a readable id for a new event. No other event has this id."""
        actors = [
            Actor(name, new[name]["name"], country=new[name].get("country"))
            if name in new
            else self.ledger.actors.get(name, Actor(name, name))
            for name in map(str, fields.get("actors", ()))
        ]
        date, type, place = (str(fields.get(key, "")) for key in ("date", "type", "place"))
        if sign is not None:
            return free_id(content_ids(date, actors, place, sign), self.taken, self._numbers)
        return free_id(event_ids(date, type, actors, place), self.taken, self._numbers)

    def entry(self, kind: str, fields: Fields) -> NewEntry:
        """Return a new entry for the table `kind`, such as "actors"."""
        entry, sentences = self._resolved(kind, fields)
        self.refuse_invalid(kind, entry, sentences)
        self.note_aliases(entry.get("aliases", ()))
        if "id" not in entry:
            if kind == "actors":
                entry["id"] = self._actor_id(entry["name"])
            else:
                text = " ".join(str(entry.get(key, "")) for key in _ID_PARTS[kind])
                built_in = self.ledger.types if kind == "types" else ()
                entry["id"] = id_of(text, {*self.files.taken(kind), *built_in})
        if kind == "actors":
            self._note_several(entry["name"], entry["id"])
        return NewEntry(kind, entry)

    def _new_actor(self, text: str, others: Mapping[str, NewEntry], option: str) -> NewEntry:
        """Return a new actor for a name, which may end with a country: `Jane Roe (US)`."""
        if not self._declared_actors.exact(text):
            self.refuse_several(text, option.replace("--", "--new-"))
        name, bracket = name_and_country(text)
        country = self._countries.known(bracket or "", with_note=False)
        if country is None:
            self._countries.refuse_misspelt(bracket or "")
            name = text.strip()
        fields = {"id": self._actor_id(name, others, f'; use {option} "{name}"'), "name": name}
        return NewEntry("actors", fields | ({"country": country} if country else {}))

    def _actor_id(self, name: str, others: Mapping[str, NewEntry] = NOTHING, hint: str = "") -> str:
        if not name.strip():
            raise UsageError("a new actor needs a name")
        if fold(name) in {fold(other.fields["name"]) for other in others.values()}:
            raise UsageError(given_twice(f'new actor "{name}"'))
        if matches := self._declared_actors.exact(name):
            raise UsageError(f"{matches[0].name} ({matches[0].id}) is already in the ledger{hint}")
        id = id_of(name, {*self._declared_actors.taken, *others})
        if id != (base := slug(name)):
            self.notes.append(id_replaced(base, name, id))
        return id
