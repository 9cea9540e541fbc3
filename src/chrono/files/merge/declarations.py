"""Match the actors that rows name with the ledger's actors; declare new actors and types."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

from chrono.core.countries import country_of, name_and_country
from chrono.core.english import first_few, join_and, plural
from chrono.core.lookup import ActorIndex
from chrono.core.model import BUILT_IN_TYPES, Actor, EventType
from chrono.core.names import nearest
from chrono.core.sentences import id_replaced, several_match
from chrono.errors import UsageError
from chrono.files.exchange.import_table import ImportTable
from chrono.files.format.dump import actor_fields, type_fields
from chrono.files.format.ids import id_of, slug
from chrono.files.format.kinds import LINE, as_id
from chrono.files.format.new_entry import Fields, NewEntry
from chrono.files.merge.existing import in_old_order
from chrono.files.merge.rules import Rules
from chrono.files.write.apply import Change

_MOST_ALIKE = 10
"""The maximum number of notes on possible duplicates."""


class ActorMatcher:
    """Finds the actors that rows name, by id, name or alias; an unknown name adds an actor.

    `known`: the ledger's declared actors; `records`: id -> fields of the actors with an id in the
    table; `declared`: id -> fields of the actors in the rules; `new`: id -> fields of new actors;
    `notes`: the notes to the user, as keys, so that none is repeated.
    """

    def __init__(
        self, known: Iterable[Actor], records: Mapping[str, Fields], declared: Mapping[str, Fields]
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
        """The id of the actor with this name; an unknown name adds an actor.

        `country`: the actor's country in the row, or None. Raises UsageError if several actors have
        the name, if the actor has another country, or if a new actor cannot have this name.
        """
        if name in self._records:  # two actors of the same name are two ids
            if name not in self._ids_of_records:
                self._ids_of_records[name] = self._match_record(name)
                self._matched.add(self._ids_of_records[name])
            return self._ids_of_records[name]
        nation = self._by_nation.get(_nation(name) or "", "")  # by any of the country's names
        actor = _only(name, self._index.exact(name)) or self._index.by_id.get(nation)
        if actor is not None:
            if name.casefold() not in map(str.casefold, actor.all_names):
                self.notes[f'"{name}" was matched to {actor.name} ({actor.id})'] = None
            self._set_country(actor, name, country)
            return actor.id
        if declared := _only(name, self._declared_index.exact(name)):
            return self._create(declared.id, self._declared[declared.id])
        return self._create(None, {"name": name, "country": country or _nation(name)})

    def id_after_import(self, name: str) -> str:
        """The id after the import of the actor `name`; `name` itself if none or several match."""
        actors = self._index.exact(name)
        return actors[0].id if len(actors) == 1 else name

    def _match_record(self, id: str) -> str:
        """The ledger's id of the actor who has this `id` in the table; adds the actor if new."""
        fields = self._declared[id]
        name, country = str(fields["name"]), fields.get("country")
        actors = [
            actor
            for actor in self._index.named(name)
            if actor.id not in self._matched
            and (id in (actor.id, *actor.former_ids) or actor.id not in self._declared)
            and (not country or actor.country in (None, country))
        ]
        actors = [one for one in actors if id in (one.id, *one.former_ids)] or actors
        actor = _only(name, actors, f"for {id}, write")
        if actor is None:
            return self._create(id, fields)
        self._set_country(actor, name, country)
        return actor.id

    def _set_country(self, actor: Actor, name: str, country: str | None) -> None:
        if country is None or actor.country == country:
            return
        if actor.country is not None:
            raise UsageError(
                f"{name} has the country {country} here, but {actor.id} has {actor.country}; "
                "correct one, or use another name or id"
            )
        self._index.add(actor._replace(country=country))
        if actor.id in self.new:
            self.new[actor.id]["country"] = country
        else:
            note = f"{actor.id} has no country in the ledger but {country} in the file; kept yours"
            self.notes[note] = None

    def _create(self, id: str | None, fields: Fields) -> str:
        """Add an actor and return its id: `id` if valid and free, or else an id from the name.

        Raises UsageError if the name is invalid or gives no id.
        """
        name = str(fields["name"]).strip()
        if LINE.problems(name, ("name",)):
            raise UsageError(f'"{name}" is not a valid name of an actor; write one line of text')
        new = id if id is not None and id == as_id(id) else slug(name)
        if not new or new in self._index.taken:
            try:
                new, taken = id_of(name, self._index.taken), new
            except UsageError:
                raise UsageError(
                    f'cannot make an id from the name "{name}"; declare this actor in the ledger '
                    "or the rules file"
                ) from None
            self.notes[id_replaced(taken, name, new)] = None
        values = {key: value for key, value in fields.items() if value is not None}
        self.new[new] = {**values, "id": new, "name": name}
        self._add(Actor(new, name, tuple(values.get("aliases", ())), values.get("country")))
        return new

    def additions(self, used: Collection[str]) -> list[NewEntry]:
        """The new actors whose ids are in `used`, in the order in which they appeared."""
        return [NewEntry("actors", fields) for id, fields in self.new.items() if id in used]

    def possible_duplicates(self, used: Collection[str]) -> list[str]:
        """Notes on each new actor in `used` whose name has only words of another actor's name."""
        notes: list[str] = []
        for id in (id for id in self.new if id in used):
            name = self._index.by_id[id].name
            if _nation(name) is not None:  # China is not like a company with China in its name
                continue
            for other in sorted(self._index.with_words(name), key=lambda one: one.id):
                if other.id == id or (other.id in self.new and other.id not in used):
                    continue
                if len(notes) == _MOST_ALIKE:
                    return [
                        *notes,
                        "more possible duplicates not shown; run `chrono actors` for a list",
                    ]
                there = f"{other.name} ({other.id})"
                notes.append(
                    f"possible duplicate: the new actor {name} ({id}) may be the same as {there}"
                )
        return notes


def _only(name: str, actors: Collection[Actor], verb: str = "write") -> Actor | None:
    if len(actors) > 1:
        raise UsageError(several_match(name, "actors", [actor.id for actor in actors], verb))
    return next(iter(actors), None)


def parse_bracketed(text: str) -> tuple[str, str | None]:
    """The name and country code in `Jane Roe (US)`; other text is a name, with None as country."""
    name, words = name_and_country(text)
    if not words or not name:  # a template whose column is empty
        return name, None
    code = country_of(words)
    return (name, code) if code else (text.strip(), None)


def _nation(name: str) -> str | None:
    """The code of the country or body `name`, or None; 2 or 3 letters count only in capitals."""
    return country_of(name) if len(name) > 3 or (name.isupper() and len(name) > 1) else None


# -- the actors and types of a table ---------------------------------------------------------------


def actor_records(table: ImportTable) -> dict[str, Fields]:
    """The fields of the actors who have an id in the table, by that id.

    Rows of `list` contain ids and names of the actors in `actors`, but only ids in `present`.
    """
    records: dict[str, Fields] = {}
    for row in table.rows:
        ids, names = row.values.get("actors"), row.values.get("actor_names")
        if isinstance(ids, list) and isinstance(names, list) and len(ids) == len(names):
            for id, name in zip(ids, names, strict=True):
                if isinstance(id, str) and isinstance(name, str) and id != name:
                    records.setdefault(id, {"name": name, "country": table.countries.get(name)})
    declared = (actor for actor in table.actors.values() if actor.declared)
    return records | {actor.id: actor_fields(actor) for actor in declared}


def actor_update(existing: Actor, other: Actor) -> tuple[Change, str]:
    """The change that adds to `existing` what only `other` has; and a label for it in notes."""
    ours, theirs = actor_fields(existing), actor_fields(other)
    offices = {(role["title"], str(role.get("from"))) for role in ours.get("roles", ())}
    theirs["roles"] = [
        role
        for role in theirs.get("roles", ())
        if (role["title"], str(role.get("from"))) not in offices
    ]
    more: dict[str, Any] = {}
    for key in ("aliases", "roles"):
        own = ours.get(key, ())
        both = in_old_order(own, [*own, *theirs.get(key, ())])
        if len(both) > len(own):
            more[key] = both
    more |= {key: value for key, value in theirs.items() if value and key not in ours}
    return Change("actors", existing.id, more), f"actors.{existing.id} ({join_and([*more])})"


def new_types(
    table: ImportTable, rules: Rules, known: Mapping[str, EventType], is_listed: bool
) -> dict[str, dict[str, Any]]:
    """The fields of the new types that a table or its rules declare, by id.

    `is_listed`: whether the rows are records of `list`, whose types may be new. A type in a row
    without a value for `contact` is not new if it is similar to a known type: it is probably
    misspelt. Raises UsageError if a type is a contact only in the ledger or only in the table.
    """
    types = dict(rules.declared.get("types", {}))
    earlier = {*known, *types}
    for row in table.rows if is_listed else ():
        id, contact = row.values.get("type"), row.values.get("contact")
        if not isinstance(id, str) or id in earlier or id != as_id(id):
            continue
        if contact is None and nearest(id, earlier):
            continue
        fields = types[id] = {**types.get(id, {"label": id.replace("-", " ")})}
        if contact in (True, "true"):
            fields["contact"] = True
    for kind in table.types:
        if kind.id not in known or known[kind.id] in BUILT_IN_TYPES:
            types[kind.id] = type_fields(kind) or {}
        elif known[kind.id].contact != kind.contact:
            raise UsageError(
                f'type "{kind.id}" is a contact type in only one of the two ledgers; use another '
                "id in one of them"
            )
    return {
        id: {"id": id, **fields}
        for id, fields in types.items()
        if id not in known or (known[id] in BUILT_IN_TYPES and "label" in fields)
    }


def notes_on(entries: Sequence[NewEntry], known_types: Collection[str]) -> Iterator[str]:
    """Notes on the new actors and types in `entries`; types in `known_types` are not new."""
    actors = [entry for entry in entries if entry.kind == "actors"]
    if actors:
        names = first_few([str(actor.fields["name"]) for actor in actors], 8)
        yield f"{plural(len(actors), 'new actor')}: {names}"
    if mails := [actor.id for actor in actors if "@" in str(actor.fields["name"])]:
        number = plural(len(mails), "new actor")
        yield f"{number} named by e-mail address, which exports show: {first_few(mails)}"
    if stateless := [actor.id for actor in actors if "country" not in actor.fields]:
        yield (
            f"{plural(len(stateless), 'new actor')} without a country, treated as "
            f"{'a country of its own' if len(stateless) == 1 else 'countries of their own'}: "
            f"{first_few(stateless, 8)}"
        )
    for entry in entries:
        if entry.kind == "types" and entry.id not in known_types:
            contact = "a contact type" if entry.fields.get("contact") else "not a contact type"
            yield f"new type: {entry.id} ({contact})"


def ids_of_actors(entries: Iterable[Fields], keys: Sequence[str]) -> set[str]:
    """The ids of all actors that `entries` name under `keys`, as single values or in lists."""
    values = [fields[key] for fields in entries for key in keys if key in fields]
    return {str(id) for value in values for id in (value if isinstance(value, list) else [value])}
