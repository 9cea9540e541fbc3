"""Resolve the names of actors, types and sources in new entries and edits to ids.

Names are looked up like names in filters, and each must match exactly one record.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from typing import Any

from chrono.core.countries import (
    COUNTRIES,
    country_of,
    is_country,
    misnamed_country,
    name_and_country,
)
from chrono.core.lookup import ActorIndex, Lookup, actor_not_found, unknown_actor
from chrono.core.model import NOTHING, Actor, Ledger
from chrono.core.names import fold, holds_words, other_ids, words
from chrono.core.sentences import given_twice, id_replaced, several_match
from chrono.errors import UnknownActorError, UsageError
from chrono.files.format.containers import MapOf
from chrono.files.format.content import source_reference
from chrono.files.format.dump import source_fields, without_empty
from chrono.files.format.ids import content_ids, event_ids, free_id, id_of, slug
from chrono.files.format.keys import NEW_ENTRIES, TABLES
from chrono.files.format.new_entry import DATED, Fields, NewEntry
from chrono.files.write.ledger_files import LedgerFiles

_ID_PARTS = {"claims": ("by", "date"), "sources": ("publisher", "date"), "types": ("label",)}
"""The keys from which the id of a new entry is made."""

_NEW = {"actors": "--new-actor", "present": "--new-present"}
"""The options of `chrono add` for new actors."""


class NameResolver:
    """Replaces the names of actors, types and sources by ids, and makes new entries of a ledger."""

    def __init__(self, files: LedgerFiles) -> None:
        self.files = files
        self.notes = files.notes
        self._numbers: dict[str, int] = {}
        self._option: str | None = None
        self._resolvers: Mapping[str, Callable[[Any], Any]] = {
            "actor": self.actor, "type": self.type, "initiator": self._initiator,
            "speaker": self._speaker, "source": self._source,
            "event": lambda id: files.current_id("events", id),
        }  # fmt: skip

    @property
    def ledger(self) -> Ledger:
        """The ledger with its actors, types and sources, but without events and claims."""
        return self.files.names

    @cached_property
    def lookup(self) -> Lookup:
        """The index that finds actors, types and sources of the ledger by name."""
        return Lookup(self.ledger)

    @cached_property
    def taken(self) -> set[str]:
        """The ids and former ids of all events, including new events.

        Another event cannot have them.
        """
        return self.files.taken("events")

    @cached_property
    def _declared_actors(self) -> ActorIndex:
        return ActorIndex(actor for actor in self.ledger.actors.values() if actor.declared)

    def value(self, kind: str, key: str, value: Any) -> Any:
        """The value of a key in the table `kind`, such as "events", with ids instead of names.

        Raises UsageError if a name matches no record, or several records.
        """
        row = TABLES[kind].keys.get(key)
        if row is None or (resolve := self._resolvers.get(row.kind.refers_to)) is None:
            return value
        named = (str, Mapping) if row.kind.refers_to == "source" else str
        if isinstance(value, list):
            return [resolve(item) if isinstance(item, named) else item for item in value]
        if not isinstance(row.kind, MapOf) or not isinstance(value, Mapping):
            return resolve(value) if isinstance(value, named) else value
        by_id: dict[Any, Any] = {}
        for name, item in value.items():
            if (id := resolve(name)) in by_id:
                raise UsageError(given_twice(f'type "{id}"'))
            by_id[id] = item
        return by_id

    def _resolved(
        self, kind: str, fields: Fields, options: Mapping[str, str] = NOTHING
    ) -> tuple[dict[str, Any], list[str]]:
        """The `fields` with ids instead of names, and error messages.

        The messages are about names that do not match exactly one record. `options`: key -> the
        option of the command that adds a new actor under this key.
        """
        resolved = dict(fields)
        sentences: list[str] = []
        for key, value in fields.items():
            self._option = options.get(key)
            try:
                resolved[key] = self.value(kind, key, value)
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
        """Raise UsageError if `fields` is invalid or there are `sentences`; the id may be missing.

        `sentences`: messages about other errors, which are reported together with those of
        `fields`.
        """
        keys = {key: value for key, value in fields.items() if key != "id" or kind in DATED}
        if sentences := [*sentences, *NEW_ENTRIES[kind].problems(keys, (kind, 0))]:
            raise UsageError(*sentences)

    def actor(self, name: str) -> str:
        """The id of the actor with this name. Raises UsageError unless exactly one matches."""
        index = self.lookup.index
        if not index.loose(name):
            remedies = [*filter(None, [self._option]), "`chrono add actor`"]
            message = unknown_actor(name, index, " or ".join(remedies))
            raise UnknownActorError(message, actor_not_found(name, index))
        return self.lookup.actor(name).id

    def type(self, name: str) -> str:
        """The id of the type with this name. Raises UsageError unless exactly one type matches."""
        ids = sorted(self.lookup.type(name))
        if len(ids) > 1:
            raise UsageError(several_match(name, "types", ids))
        return ids[0]

    def _initiator(self, name: str) -> str:
        if name == "disputed" or is_country(name):
            return name
        if not self.lookup.index.loose(name) and (problem := misnamed_country(name)):
            raise UsageError(f"initiator {problem}")
        return self.actor(name)

    def _speaker(self, name: str) -> str:
        if self.lookup.index.loose(name):
            return self.actor(name)
        self.notes.append(
            f'"{name}" is not an actor in this ledger; the claim uses the name as it is'
        )
        return name

    def _source(self, item: str | Fields) -> Any:
        sources = self.ledger.sources
        if isinstance(item, str):
            item = self.files.current_id("sources", item)
            if item in sources or "://" in item:
                return item
            wanted = words(item) or [item]
            labels = {id: f"{source.publisher} {id}" for id, source in sources.items()}
            ids = [id for id, label in labels.items() if holds_words(label, wanted)]
            hint = other_ids(item, ids, sources) or "; run `chrono add source`"
            raise UsageError(f'unknown source "{item}"{hint}')
        id, fields = item.get("id"), without_empty(item, ("id",))
        if not isinstance(id, str):
            return fields if id is None else item
        id = self.files.current_id("sources", id)
        if id not in sources:
            return fields
        declared = without_empty(source_fields(sources[id]), ("id",))
        return source_reference(id, fields, declared, item.keys() - fields.keys())

    def note_aliases(self, names: Iterable[Any], of: str | None = None) -> None:
        """Add a note for each alias in `names` that is also a name of an actor other than `of`."""
        for name in names:
            for actor in self.lookup.index.named(name) if isinstance(name, str) else ():
                if actor.id != of:
                    self.notes.append(f'"{name}" is also a name of {actor.name} ({actor.id})')

    def event(
        self, fields: Fields, new: Mapping[str, Iterable[str]] | None = None
    ) -> list[NewEntry]:
        """The new entries for an event with these `fields`: its new actors, then the event.

        `new`: key of the event, such as `actors` -> names of new actors, or None if the command has
        no options for new actors. If `fields` has no id, a readable id is made. Raises UsageError
        with all problems if the event is invalid.
        """
        people: dict[str, NewEntry] = {}
        event, sentences = self._resolved("events", fields, NOTHING if new is None else _NEW)
        for key, name in ((key, name) for key, names in (new or {}).items() for name in names):
            try:
                actor = self._new_actor(name, people, _NEW[key].replace("new-", ""))
            except UsageError as error:
                sentences += error.args
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
        """A readable id for a new event, which no other event has.

        `new`: id -> fields of each new actor of the event; `sign`: the `fingerprint` of the
        imported row with the event, or None.
        """
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
        """A new entry of the table `kind` with these `fields`.

        A missing id is made from the fields. This is for claims, actors, types, publishers and
        sources. Raises UsageError with all problems if `fields` is invalid.
        """
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
        return NewEntry(kind, entry)

    def _new_actor(self, text: str, others: Mapping[str, NewEntry], option: str) -> NewEntry:
        """A new actor for a text with a name and perhaps a country's code: `Jane Roe (US)`.

        Raises UsageError if the brackets have a country's name, as in `(Spain)`, or if the actor
        exists. `option`: the option for existing actors, as the remedy in the message.
        """
        name, country = name_and_country(text)
        if country and country.upper() in COUNTRIES:
            country = country.upper()
        if not country or not is_country(country):
            if code := country_of(country or ""):
                raise UsageError(f'"{text}": write "{name} ({code})"')
            name, country = text.strip(), None
        fields = {"id": self._actor_id(name, others, f'; use {option} "{name}"'), "name": name}
        return NewEntry("actors", fields | ({"country": country} if country else {}))

    def _actor_id(self, name: str, others: Mapping[str, NewEntry] = NOTHING, hint: str = "") -> str:
        """An unused id made from the name of a new actor.

        Raises UsageError if `name` is blank or an actor already has it. `others`: id -> other new
        actors; `hint`: ends the message if the actor is in the ledger.
        """
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
