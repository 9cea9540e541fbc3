"""Read the actors, types and publishers of a table to import, and find renamed entries."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any

from chrono.core.english import join_and, join_or
from chrono.core.model import BUILT_IN_TYPES, Actor, EventType, Publisher, Source
from chrono.core.names import fold, nearest, words
from chrono.core.sentences import suggestion
from chrono.errors import UsageError
from chrono.files.exchange.import_table import ImportTable
from chrono.files.format.dump import actor_fields, publisher_fields, source_fields, type_fields
from chrono.files.format.ids import slug
from chrono.files.format.keys import FORMER_IDS
from chrono.files.format.kinds import as_id
from chrono.files.format.new_entry import Fields, NewEntry
from chrono.files.format.reference_paths import KINDS, reference_paths
from chrono.files.merge.remedies import rules_file, write
from chrono.files.merge.rules import Rules
from chrono.files.merge.sources import in_old_order
from chrono.files.toml.emit import key_text, literal
from chrono.files.write.apply import Change
from chrono.files.write.entry import copied, value_at
from chrono.files.write.ledger_files import LedgerFiles
from chrono.files.write.names import NameResolver


def actor_records(table: ImportTable) -> dict[str, Fields]:
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


class OurIds:
    """The ids that entries of another ledger have in this ledger.

    `renamed`: maps the other ledger's ids to this ledger's, by kind of entry, such as "actors".
    """

    def __init__(self, files: LedgerFiles, table: ImportTable) -> None:
        self._files = files
        self.renamed: dict[str, dict[str, str]] = {}
        entries: dict[str, Iterable[tuple[Any, Any]]] = {
            "events": ((row.values.get("id"), row.values.get(FORMER_IDS)) for row in table.rows),
            "actors": ((actor.id, actor.former_ids) for actor in table.actors.values()),
            "types": ((kind.id, kind.former_ids) for kind in table.types),
            "sources": ((source.id, source.former_ids) for source in table.sources),
            "claims": ((claim.id, claim.former_ids) for claim in table.claims),
        }
        for kind, ids in entries.items():
            self.renamed[kind] = {
                id: files.current_id(kind, old)
                for id, former in ids
                if former and isinstance(former, (list, tuple)) and not files.find(kind, id)
                for old in [*filter(partial(files.find, kind), map(str, former))][:1]
            }

    def of(self, kind: str, id: str) -> str:
        """Return the id in this ledger of the entry that has the id `id` in the other ledger.

        `kind`: the kind of entry, such as "actors". An unknown id is returned unchanged.
        """
        return self.renamed[kind].get(id) or self._files.current_id(kind, id)

    def put_into(self, kind: str, fields: Fields) -> dict[str, Any]:
        """Return `fields`, with this ledger's ids in references.

        `kind`: the kind of the entry with these fields, such as "events".
        """
        data: dict[str, Any] = {kind: [copied(dict(fields))]}
        for path, text, refers_to, is_key in [*reference_paths(data)]:
            if (new := self.of(KINDS[refers_to], text)) == text:
                continue
            holder = value_at(data, path[:-1])
            holder[new if is_key else path[-1]] = holder.pop(text) if is_key else new
        entry: dict[str, Any] = data[kind][0]
        return entry

    def sources(self, sources: Iterable[Source]) -> list[dict[str, Any]]:
        """Return the fields of `sources`, with this ledger's ids in references."""
        return [self.put_into("sources", source_fields(source)) for source in sources]


def actor_update(existing: Actor, other: Actor) -> tuple[Change, str]:
    """Return the change that adds values of `other` to `existing`, and a label such as `actors.xi
    (aliases)`.
    """
    ours, theirs = actor_fields(existing), actor_fields(other)
    offices = {(role["title"], str(role.get("from"))) for role in ours.get("roles", ())}
    if other.id != existing.id:  # in the ledger, it was not renamed
        theirs.pop(FORMER_IDS, None)
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


def new_publishers(table: ImportTable, known: Iterable[Publisher]) -> Iterator[NewEntry]:
    """Yield the publishers of a table that share no id and no name with a publisher in `known`."""
    taken = {fold(text) for publisher in known for text in publisher.all_names}
    for publisher in table.publishers:
        if taken.isdisjoint(map(fold, publisher.all_names)):
            yield NewEntry("publishers", publisher_fields(publisher))


def new_types(
    table: ImportTable, rules: Rules, known: Mapping[str, EventType], is_listed: bool
) -> dict[str, dict[str, Any]]:
    """Return the fields of the new types in a table or in the rules, by id.

    Raises UsageError if a type is a contact type in the ledger only, or in the table or rules only.

    - `known`: the types of the ledger by id
    - `is_listed`: whether the rows are from `chrono list`, so that a row may have a new type
    """
    types = dict(rules.declared.get("types", {}))
    for kind in (known[name] for name in types if name in known):
        own = types[kind.id].get("contact", kind.contact)
        if kind not in BUILT_IN_TYPES and own != kind.contact:
            where = "in only one of the ledger and the rules file"
            remedy = 'set "contact" to the same value in both'
            raise UsageError(f'type "{kind.id}" is a contact type {where}; {remedy}')
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
        if id not in known or (known[id] in BUILT_IN_TYPES and _changes(known[id], fields))
    }


def _changes(known: EventType, fields: Fields) -> bool:
    return any(getattr(known, key, value) != value for key, value in fields.items())


def ids_of_actors(entries: Iterable[Fields], keys: Sequence[str]) -> set[str]:
    """Return all ids that the entries have under `keys`, such as `actors` or `initiator`."""
    values = [fields[key] for fields in entries for key in keys if key in fields]
    return {str(id) for value in values for id in (value if isinstance(value, list) else [value])}


PLACEHOLDER = "TYPE"
"""The word in a rules file that the user must replace with a type."""

_SYNONYMS = {
    "meeting": (
        "summit, bilateral, bilateral meeting, face to face, in person, encounter, audience, "
        "reception, working lunch, working dinner, treffen, begegnung, gipfel, rencontre, réunion, "
        "sommet, encuentro, reunión, cumbre, incontro, vertice, встреча, саммит, 会见, 会晤, 峰会"
    ),
    "call": (
        "phone, telephone, phone call, telephone call, telephone conversation, ring, telefonat, "
        "anruf, appel, entretien téléphonique, llamada, llamada telefónica, telefonata, звонок, "
        "телефонный разговор, 通话, 电话"
    ),
    "video": (
        "video call, videoconference, video conference, video link, virtual, virtual meeting, "
        "online meeting, teleconference, zoom, vtc, videoschalte, videokonferenz, visioconférence, "
        "videoconferencia, videollamada, videoconferenza, видеоконференция, 视频会议, 视频通话"
    ),
    "talks": (
        "negotiation, negotiations, consultation, consultations, round, dialogue, gespräch, "
        "gespräche, verhandlungen, konsultationen, pourparlers, négociations, negociaciones, "
        "negoziati, переговоры, 会谈, 磋商, 谈判"
    ),
    "visit": (
        "trip, travel, travels, journey, tour, state visit, besuch, staatsbesuch, reise, visite, "
        "visita, viaje, визит, 访问"
    ),
    "letter": "message, note, telegram, e mail, mail, brief, schreiben, lettre, carta, письмо",
    "statement": (
        "declaration, communique, press release, remarks, speech, announcement, erklärung, rede, "
        "déclaration, discours, declaración, discurso, заявление, 声明, 讲话"
    ),
    "agreement": (
        "treaty, accord, pact, deal, memorandum, abkommen, vereinbarung, vertrag, traité, acuerdo, "
        "tratado, accordo, соглашение, договор, 协议, 协定"
    ),
    "measure": (
        "sanction, sanctions, tariff, tariffs, ban, maßnahme, sanktion, sanktionen, mesure, "
        "medida, мера, санкции, 措施, 制裁"
    ),
}
"""Words for a built-in type in tables in several languages, with commas, by the type's id."""


def nearest_types(word: str, types: Mapping[str, EventType]) -> list[str]:
    """Return the ids of the types that `word` may mean.

    Types with a matching name or synonym are the result if there are any. Otherwise the result is
    the types with a similar spelling.
    """

    def sharing(names: Mapping[str, str]) -> list[str]:
        shared = {id: len(wanted.intersection(words(name))) for id, name in names.items()}
        most = max(shared.values(), default=0)
        return [id for id in shared if most and shared[id] == most]

    wanted = {one for one in words(word) if len(one) > 2}
    own = sharing({id: f"{id} {kind.label} {kind.plural}" for id, kind in types.items()})
    if len(own) == 1:
        return own
    text = " ".join(words(word))
    synonyms = {id: names for id, names in _SYNONYMS.items() if id in types}
    exact = [
        id
        for id, names in synonyms.items()
        if text in (" ".join(words(name)) for name in names.split(", "))
    ]
    return exact or own or sharing(synonyms) or nearest(word, types)


def type_id(
    names: NameResolver, new: Collection[str], rules: Rules, table: ImportTable, name: Any
) -> Any:
    """Return the id of the type called `name`. If `name` is not a string, it is returned unchanged.

    Raises UsageError unless exactly one type has this name. The message suggests an import rule.
    `new`: the ids of the types that the table adds.
    """
    if not isinstance(name, str) or name in new:
        return name
    try:
        names.lookup.type(name)
    except UsageError:
        column = rules.map.get("type", "type")
        is_path = any(column in row.derived for row in table.rows[:1])
        if not isinstance(column, str) or not (is_path or column in table.columns):
            column = "COLUMN"
        raise UsageError(_unknown_type(name, names.ledger.types, column, rules, new)) from None
    return names.type(name)


def _unknown_type(
    word: str, types: Mapping[str, EventType], column: str, rules: Rules, new: Collection[str]
) -> str:
    ids = [*types, *(id for id in new if id not in types)]
    table = f"values.{key_text(column)}"
    if word == PLACEHOLDER:
        where = f"under [{table}]"
        return f'"{word}" {where} is a placeholder; write one of {join_or(ids)}'
    near = [slug(word)] if slug(word) in new else nearest_types(word, types) or nearest(word, new)
    target = literal(near[0] if len(near) == 1 else PLACEHOLDER)
    replaced = [text for text, new in rules.values.get(column, {}).items() if new == word]
    if replaced:
        old = f"{literal(replaced[0])} = "
        where = f"under [{table}] in {rules_file(rules)}"
        remedy = f"change {old}{literal(word)} to {old}{target} {where}"
    else:
        remedy = write(rules, f"{literal(word)} = {target}", table)
    if near:
        hint = suggestion([f'"{id}"' for id in near])
        return f'unknown type "{word}"{hint} If so, {remedy}'
    return f'unknown type "{word}"; {remedy}, with one of {join_or(ids)}'
