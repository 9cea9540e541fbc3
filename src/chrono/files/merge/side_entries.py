"""The actors and types that an import adds together with a table's events."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

from chrono.core.english import first_few, join_and, plural
from chrono.core.model import BUILT_IN_TYPES, Actor, EventType
from chrono.core.names import nearest
from chrono.errors import UsageError
from chrono.files.exchange.import_table import ImportTable
from chrono.files.format.dump import actor_fields, type_fields
from chrono.files.format.kinds import as_id
from chrono.files.format.new_entry import NewEntry
from chrono.files.merge.existing import in_old_order
from chrono.files.merge.rules import Rules
from chrono.files.write.apply import Change

Fields = Mapping[str, Any]


def actor_records(table: ImportTable) -> dict[str, Fields]:
    """The fields of the actors to which a table gives ids, by that id.

    Records of `list` have the ids and the names of actors, but only the ids of those present.
    """
    records: dict[str, Fields] = {}
    for row in table.rows:
        ids, names = row.values.get("actors"), row.values.get("actor_names")
        if isinstance(ids, list) and isinstance(names, list) and len(ids) == len(names):
            for id, name in zip(ids, names, strict=True):
                if isinstance(id, str) and isinstance(name, str) and id != name:
                    records.setdefault(id, {"name": name, "country": table.countries.get(name)})
    declared = (actor for actor in table.people.values() if actor.declared)
    return records | {actor.id: actor_fields(actor) for actor in declared}


def more_of_actor(here: Actor, actor: Actor) -> tuple[Change, str]:
    """The data on an actor that only another ledger has, as a change and its label."""
    ours, theirs = actor_fields(here), actor_fields(actor)
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
    return Change("actors", here.id, more), f"actors.{here.id} ({join_and([*more])})"


def new_types(
    table: ImportTable, rules: Rules, known: Mapping[str, EventType], is_listed: bool
) -> dict[str, dict[str, Any]]:
    """The fields of the new types that a table or its rules declare, by id.

    Raises UsageError if a type is a contact only in one of the two, which would change counts.
    """
    types = dict(rules.declared.get("types", {}))
    if is_listed:
        types |= _types_of_records(table, {*known, *types})
    for kind in table.beside.types:
        if kind.id not in known or known[kind.id] in BUILT_IN_TYPES:
            types[kind.id] = type_fields(kind) or {}
        elif known[kind.id].contact != kind.contact:
            raise UsageError(
                f'the type "{kind.id}" is a contact in one of the two and none in the other: '
                "give it another id in one of them"
            )
    return {
        id: {"id": id, **fields}
        for id, fields in types.items()
        if id not in known or (known[id] in BUILT_IN_TYPES and "label" in fields)
    }


def _types_of_records(table: ImportTable, known: Collection[str]) -> dict[str, dict[str, Any]]:
    """The types of another ledger in records of `list`, by id.

    JSON records whether each event is a contact. Other tables do not, and there a word near a
    known type is probably a misspelling.
    """
    types: dict[str, dict[str, Any]] = {}
    for row in table.rows:
        id, contact = row.values.get("type"), row.values.get("contact")
        if not isinstance(id, str) or id in known or id != as_id(id):
            continue
        if contact is None and nearest(id, known):
            continue
        fields = types.setdefault(id, {"label": id.replace("-", " ")})
        if contact in (True, "true"):
            fields["contact"] = True
    return types


def notes_on(entries: Iterable[NewEntry], known_types: Collection[str]) -> Iterator[str]:
    """Notes on new actors and types."""
    entries = [*entries]
    actors = [entry for entry in entries if entry.kind == "actors"]
    if actors:
        names = first_few([str(actor.fields["name"]) for actor in actors], 8)
        yield f"new under [actors]: {plural(len(actors), 'actor')}, {names}"
    if mails := [actor.id for actor in actors if "@" in str(actor.fields["name"])]:
        yield f"addresses for names, which exports show: {first_few(mails)}"
    if stateless := [actor.id for actor in actors if "country" not in actor.fields]:
        yield (
            f"{plural(len(stateless), 'new actor')} without a country, and so each counted "
            f"as one of its own: {first_few(stateless, 8)}"
        )
    for entry in entries:
        if entry.kind == "types" and entry.id not in known_types:
            contact = "a contact" if entry.fields.get("contact") else "no contact"
            yield f"new under [types]: {entry.id}, {contact}"


def ids_of_actors(entries: Iterable[Fields], keys: Sequence[str]) -> set[str]:
    """The ids of all actors that entries name under these keys, as single values or in lists."""
    values = [fields[key] for fields in entries for key in keys if key in fields]
    return {str(id) for value in values for id in (value if isinstance(value, list) else [value])}
