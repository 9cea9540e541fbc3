"""Who and what is meant by the names in something new: ids for actors, types and sources.

Names are looked up as a question's are (SPEC §4), and each must mean exactly one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from typing import Any

from chrono.core.countries import (
    COUNTRIES,
    country_problem,
    is_country,
    name_and_country,
)
from chrono.core.english import there_are
from chrono.core.ids import event_ids, free_id, id_of, slug
from chrono.core.lookup import ActorIndex, Lookup, unknown_actor
from chrono.core.model import NOTHING, Actor
from chrono.core.names import did_you_mean, fold, holds_words, words
from chrono.errors import UnknownActorError, UsageError
from chrono.files.format import keys
from chrono.files.format.content import source_reference, without_empty
from chrono.files.format.dump import source_fields
from chrono.files.format.kind import Errors
from chrono.files.format.new_entry import NewEntry
from chrono.files.write.transaction import LedgerFiles


class AlreadyThere(UsageError):
    """Who is to be new is known."""


class NameResolver:
    """The names of one ledger; collects what is to be said about them in `notes`."""

    def __init__(self, opened: LedgerFiles) -> None:
        self.opened = opened
        self.ledger = opened.names
        self.notes: list[str] = []
        self.names = Lookup(self.ledger, unique_names=True)
        self.taken = set(opened.ids("events"))
        self._numbers: dict[str, int] = {}

    def resolve(self, kind: str, fields: Mapping[str, Any]) -> dict[str, Any]:
        """The fields with ids for names. Raises UsageError, a sentence for all that is wrong."""
        found, wrong = self._named(kind, fields)
        return self.checked(kind, found, wrong)

    def look_at(self, kind: str, fields: Mapping[str, Any]) -> None:
        """Raise UsageError where one of some fields is wrong; others may still be missing."""
        found, wrong = self._named(kind, fields)
        errors: Errors = []
        for key, value in found.items():
            keys.TABLES[kind].keys[key].kind.check(value, (kind, 0, key), errors)
        if wrong or errors:
            raise UsageError(*wrong, *(error.message for error in errors))

    def _named(self, kind: str, fields: Mapping[str, Any]) -> tuple[dict[str, Any], list[str]]:
        """The fields with ids for names, and what is wrong with these."""
        found = dict(fields)
        wrong: list[str] = []
        for key, resolve in self._RESOLVERS.get(kind, {}).items():
            if key in found:
                try:
                    found[key] = resolve(self, found[key])
                except UsageError as error:
                    wrong += error.args
        return found, wrong

    def checked(self, kind: str, found: dict[str, Any], wrong: list[str]) -> dict[str, Any]:
        """The keys of something new, if all are good and nothing was `wrong` with them before."""
        errors: Errors = []
        keys.NEW_ENTRIES[kind].check(found, (kind, 0), errors)
        if wrong or errors:
            raise UsageError(*wrong, *(error.message for error in errors))
        return found

    def value(self, kind: str, key: str, value: Any) -> Any:
        """The value of one key, with ids for names."""
        resolve = self._RESOLVERS.get(kind, {}).get(key)
        return resolve(self, value) if resolve else value

    def actor(self, name: Any) -> Any:
        """The id of the one actor whom a name means."""
        if not isinstance(name, str):
            return name
        index = self.names.index
        if not index.loose(name):
            message = unknown_actor(name, index)
            raise UnknownActorError(message, "--new-actor or `chrono add actor`")
        return self.names.actors(name)[0].id

    def actors(self, names: Any) -> Any:
        """The ids of those whom a list names."""
        return [self.actor(name) for name in names] if isinstance(names, list) else names

    def type(self, name: Any) -> Any:
        """The id of a type, by its id or its label."""
        if not isinstance(name, str):
            return name
        found = sorted(self.names.type(name))
        if len(found) > 1:
            raise UsageError(f'"{name}" may be the type {" or ".join(found)}: write its id')
        return found[0]

    def types(self, names: Any) -> Any:
        """The ids of those types that a list names."""
        return [self.type(name) for name in names] if isinstance(names, list) else names

    def counts(self, counts: Any) -> Any:
        """Numbers by type."""
        if not isinstance(counts, Mapping):
            return counts
        found: dict[Any, Any] = {}
        for name, number in counts.items():
            if (id := self.type(name)) in found:
                raise UsageError(f'"{name}" is the type {id}, which is counted already')
            found[id] = number
        return found

    def initiator(self, name: Any) -> Any:
        """An actor's id, a country, or "disputed"."""
        if not isinstance(name, str) or name == "disputed" or is_country(name):
            return name
        if self.names.index.loose(name):
            return self.actor(name)
        if (problem := country_problem(name)) and "write" in problem:
            raise UsageError(f"initiator: {problem}")
        return self.actor(name)

    def speaker(self, name: Any) -> Any:
        """Who speaks need be nobody in the ledger, and then stays the name that he has."""
        if not isinstance(name, str) or self.names.index.loose(name):
            return self.actor(name)
        self.notes.append(
            f'nobody in this ledger is called "{name}": it stands in the claim as a name'
        )
        return name

    def sources(self, sources: Any) -> Any:
        """The ids of declared sources; records of these as references to them."""
        if not isinstance(sources, list):
            return sources
        return [
            self._source_id(item) if isinstance(item, str) else self._source(item)
            for item in sources
        ]

    def _source_id(self, id: str) -> str:
        if id in self.ledger.sources or "://" in id:
            return id
        named = [
            source.id
            for source in self.ledger.sources.values()
            if source.id and holds_words(f"{source.publisher} {source.id}", words(id) or [id])
        ]
        some = f"; {there_are(named[:5])}" if named else ""
        hint = some or did_you_mean(id, self.ledger.sources)
        raise UsageError(f'there is no source "{id}" under [sources]{hint}')

    def _source(self, item: Any) -> Any:
        if not isinstance(item, Mapping):
            return item
        id, own = item.get("id"), without_empty(item, ("id",))
        if not isinstance(id, str):
            return own if id is None else item
        if (source := self.ledger.sources.get(id)) is None:
            return own
        declared = without_empty(source_fields(source), ("id",))
        return source_reference(id, own, declared, item.keys() - own.keys())

    def aliases(self, names: Any, own: str | None = None) -> Any:
        """Names as they are; that one of them is somebody else's, too, is said."""
        for name in names if isinstance(names, list) else ():
            for actor in self.names.index.named(name) if isinstance(name, str) else ():
                if actor.id != own:
                    self.notes.append(f'"{name}" is a name of {actor.name} ({actor.id}), too')
        return names

    def event(
        self, given: Mapping[str, Any], new: Mapping[str, Iterable[str]] = NOTHING
    ) -> list[NewEntry]:
        """An event, after those who are `new` in it, by `actors` and `present`.

        One without an id gets a readable one.
        """
        people: dict[str, NewEntry] = {}
        fields, wrong = self._named("events", given)
        for key, name in ((key, name) for key, names in new.items() for name in names):
            try:
                actor = self.new_actor(name, people)
            except UsageError as error:
                wrong += error.args
            else:
                people[actor.id] = actor
                fields[key] = [*fields.get(key, ()), actor.id]
        if fields.get("status") == "held":
            del fields["status"]  # as is said by saying nothing
        self.checked("events", fields, wrong)
        if "id" not in fields:
            new_people = {id: addition.fields for id, addition in people.items()}
            fields["id"] = self.event_id(fields, new_people)
        self.taken.add(str(fields["id"]))
        return [*people.values(), NewEntry("events", fields)]

    def event_id(
        self, fields: Mapping[str, Any], new: Mapping[str, Mapping[str, Any]] = NOTHING
    ) -> str:
        """A free, readable id for an event; `new` are those of its actors who are not there yet."""
        actors = [
            Actor(name, new[name]["name"], country=new[name].get("country"))
            if name in new
            else self.ledger.actors.get(name, Actor(name, name))
            for name in map(str, fields.get("actors", ()))
        ]
        date, type, place = (str(fields.get(key, "")) for key in ("date", "type", "place"))
        return free_id(event_ids(date, type, actors, place), self.taken, self._numbers)

    def claim(self, given: Mapping[str, Any]) -> NewEntry:
        """A claim; one without an id gets one of its speaker and day."""
        fields = self.resolve("claims", given)
        if "id" not in fields:
            name = f"{fields.get('by', '')} {fields.get('date', '')}"
            fields["id"] = id_of(name, self.opened.ids("claims"))
        return NewEntry("claims", fields)

    @cached_property
    def _declared_actors(self) -> ActorIndex:
        return ActorIndex(actor for actor in self.ledger.actors.values() if actor.declared)

    def new_actor(self, text: str, others: Mapping[str, NewEntry] = NOTHING) -> NewEntry:
        """`Jane Roe (US)` as an actor. Raises UsageError where there is one of that name."""
        name, country = _with_country(text)
        fields = {"name": name, **({"country": country} if country else {})}
        try:
            return self.actor_named(name, fields, others)
        except AlreadyThere as error:
            raise UsageError(f'{error}: --actor "{name}"') from None

    def actor_named(
        self, name: str, fields: Mapping[str, Any], others: Mapping[str, NewEntry] = NOTHING
    ) -> NewEntry:
        """A new actor with an id made of the name. Raises UsageError where there is one."""
        if not name.strip():
            raise UsageError("a new actor needs a name")
        if fold(name) in {fold(other.fields["name"]) for other in others.values()}:
            raise UsageError(f'"{name}" is given as new twice')
        declared = self._declared_actors
        if matches := declared.exact(name):
            raise AlreadyThere(f"there is {matches[0].name} ({matches[0].id}) already")
        id = id_of(name, {*declared.by_id, *others})
        if id != (base := slug(name)):
            self.notes.append(f'the id "{base}" is somebody else\'s: {name} gets "{id}"')
        return NewEntry("actors", {"id": id, **fields})

    _RESOLVERS: Mapping[str, Mapping[str, Callable[[NameResolver, Any], Any]]] = {
        "events": {
            "actors": actors, "present": actors, "type": type, "initiator": initiator,
            "sources": sources,
        },
        "ledger": {"principals": actors},
        "claims": {
            "by": speaker, "actors": actors, "types": types, "counts": counts, "sources": sources,
        },
    }  # fmt: skip


def _with_country(text: str) -> tuple[str, str | None]:
    """A name, and the country that stands behind it in brackets, if it is one.

    Raises UsageError where it is a country that is written otherwise: `(Spain)`.
    """
    name, words = name_and_country(text)
    country = words.upper() if words and words.upper() in COUNTRIES else words
    if country and is_country(country):
        return name, country
    if country and (problem := country_problem(country)) and "write" in problem:
        raise UsageError(f"{text}: {problem}")
    return text.strip(), None
