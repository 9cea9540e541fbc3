"""Read the types, sources and publishers of a table to import, and find renamed entries."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import partial
from itertools import chain
from typing import Any

from chrono.core.causes import Caused
from chrono.core.english import join_or
from chrono.core.model import BUILT_IN_TYPES, EventType, Publisher, Source
from chrono.core.names import fold, nearest, words
from chrono.core.sentences import suggestion
from chrono.errors import UsageError
from chrono.files.exchange.import_table import ImportTable
from chrono.files.format.content import source_reference
from chrono.files.format.dump import publisher_fields, source_fields, type_fields, without_empty
from chrono.files.format.ids import slug
from chrono.files.format.keys import FORMER_IDS, INLINE_SOURCE
from chrono.files.format.kinds import as_id
from chrono.files.format.new_entry import Fields, NewEntry
from chrono.files.format.reference_paths import KINDS, reference_paths
from chrono.files.merge.cells import column_and_part, only_column
from chrono.files.merge.rules import Rules, map_fields, templates_of, write_value
from chrono.files.write.entry import copied, value_at
from chrono.files.write.ledger_files import LedgerFiles
from chrono.files.write.names import NameResolver


class OurIds:
    """The ids that entries of another ledger have in this ledger, by kind and id."""

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
        """Return the id in this ledger of an entry of the other ledger."""
        return self.renamed[kind].get(id) or self._files.current_id(kind, id)

    def put_into(self, kind: str, fields: Fields) -> dict[str, Any]:
        """Return the fields of an entry with this ledger's ids in references."""
        data: dict[str, Any] = {kind: [copied(dict(fields))]}
        for path, text, refers_to, is_key in [*reference_paths(data)]:
            if (new := self.of(KINDS[refers_to], text)) != text:
                holder = value_at(data, path[:-1])
                holder[new if is_key else path[-1]] = holder.pop(text) if is_key else new
        entry: dict[str, Any] = data[kind][0]
        return entry


def new_publishers(table: ImportTable, known: Iterable[Publisher]) -> Iterator[NewEntry]:
    """Yield the publishers of a table that share no id and no name with a known publisher."""
    taken = {fold(text) for publisher in known for text in publisher.all_names}
    for publisher in table.publishers:
        if taken.isdisjoint(map(fold, publisher.all_names)):
            yield NewEntry("publishers", publisher_fields(publisher))


# -- sources --------------------------------------------------------------------------------------


class SourceMatcher:
    """A matcher that finds the declared sources in rows, and declares those with an id in rows."""

    def __init__(
        self, rules: Rules, known: Mapping[str, Source], table: ImportTable, ours: OurIds
    ) -> None:
        self._rules, self._known = rules, known
        own = (ours.put_into("sources", source_fields(source)) for source in table.sources)
        declared = {**{str(one["id"]): one for one in own}, **rules.declared.get("sources", {})}
        self._current = {old: id for id, source in known.items() for old in source.former_ids}
        self._current |= ours.renamed["sources"]
        self._bases: dict[str, Fields] = {
            **{id: {"id": id, **one} for id, one in declared.items() if id not in self._current},
            **{id: source_fields(source) for id, source in known.items()},
        }
        self._only_in_rows: set[str] = set()

    def collect(self, rows: Iterable[Fields]) -> None:
        """Declare each source whose id is only in `rows`, with the values that all rows share."""
        all_shared: dict[str, dict[str, Any]] = {}
        lists = [row["sources"] for row in rows if isinstance(row.get("sources"), list)]
        for item in chain.from_iterable(lists):
            id = item.get("id") if isinstance(item, Mapping) else None
            if isinstance(id, str) and id not in self._current:
                fields = INLINE_SOURCE.parse(without_empty(item, ("id", FORMER_IDS)))
                shared = all_shared.get(id, fields).items()
                all_shared[id] = {key: one for key, one in shared if fields.get(key) == one}
        self._only_in_rows = all_shared.keys() - self._bases.keys()
        for id in self._only_in_rows:
            if "publisher" in all_shared[id] and id:
                self._bases[id] = {"id": id, **all_shared[id]}

    def resolved(self, sources: Any) -> Any:
        """Return the sources of a row as a ledger has them: a list of ids and tables."""
        return [*map(self._resolved, sources)] if isinstance(sources, list) else sources

    def _resolved(self, item: Any) -> Any:
        if isinstance(item, str):
            item = self._current.get(item, item)
            if item in self._bases or "://" in item:
                return item
            if item != as_id(item) or not any(sign.isdigit() for sign in item):
                return {"publisher": item}  # a word without digits is no id
            raise UsageError(f'unknown source "{item}"; declare it under [sources.{item}]')
        if not isinstance(item, Mapping):
            return item
        fields, id = INLINE_SOURCE.parse(without_empty(item, ("id", FORMER_IDS))), item.get("id")
        id = self._current.get(id, id) if isinstance(id, str) else None
        if id not in self._bases:
            if "url" in fields and fields.keys().isdisjoint(("publisher", "ref")):
                raise UsageError(self._without_publisher(str(fields["url"])))
            return fields
        declared = {key: value for key, value in self._bases[id].items() if key != "id"}
        return source_reference(id, fields, declared, item.get("private") is False)

    def _without_publisher(self, url: str) -> Caused:
        rules, mapped = self._rules, "sources[1].url"
        templates = templates_of(rules, mapped) or templates_of(rules, "sources") or ["{COLUMN}"]
        column = only_column(templates[0]) or "COLUMN"
        if "://" not in url:
            remedy = write_value(rules, column, url, "")
            return Caused("the source ", url, f" is not a web address; {remedy}")
        fields = {} if mapped in rules.map else {mapped: column}
        fields["sources[1].publisher"] = f"{{{column}:host}}"
        why = f" has no publisher; {map_fields(rules, fields)}"
        return Caused("the source ", url, why + " instead of sources" * ("sources" in rules.map))

    def of_rows(self, fields: Fields) -> list[str]:
        """Return the ids of an event's sources that only rows declare."""
        ids = (
            one.get("ref") if isinstance(one, Mapping) else one for one in fields.get("sources", ())
        )
        return [id for id in ids if id in self._only_in_rows]

    def additions(self, entries: Iterable[Fields], ids: Iterable[str]) -> list[NewEntry]:
        """Return the new sources to which `entries` refer, and those with `ids`."""
        items = chain.from_iterable(fields.get("sources") or () for fields in entries)
        used = dict.fromkeys(one.get("ref") if isinstance(one, Mapping) else one for one in items)
        used |= dict.fromkeys(ids)
        new = [id for id in used if id in self._bases and id not in self._known]
        return [NewEntry("sources", self._bases[id]) for id in new]


# -- types ----------------------------------------------------------------------------------------

_SYNONYMS: Mapping[str, str] = {
    "meeting": "summit, bilateral, face to face, in person, encounter, audience, reception, "
    "treffen, begegnung, gipfel, rencontre, sommet, encuentro, cumbre, встреча, 会见, 会晤",
    "call": "phone, telephone, phone call, telephone call, ring, telefonat, "
    "anruf, appel, entretien téléphonique, llamada, telefonata, звонок, 通话, 电话",
    "video": "video call, videoconference, video link, virtual, virtual meeting, online meeting, "
    "teleconference, zoom, videokonferenz, visioconférence, videoconferencia, 视频会议",
    "talks": "negotiation, negotiations, consultation, consultations, round, dialogue, gespräche, "
    "verhandlungen, pourparlers, négociations, negociaciones, переговоры, 会谈, 磋商",
    "visit": "trip, travel, travels, journey, tour, state visit, besuch, reise, visite, 访问",
    "letter": "message, note, telegram, e mail, mail, brief, schreiben, lettre, carta, письмо",
    "statement": "declaration, communique, press release, remarks, speech, erklärung, 声明",
    "agreement": "treaty, accord, pact, deal, memorandum, abkommen, vertrag, traité, acuerdo, 协议",
    "measure": "sanction, sanctions, tariff, tariffs, ban, maßnahme, mesure, medida, санкции, 措施",
}
"""Words for a built-in type in tables, with commas, by the type's id."""


def nearest_types(word: str, types: Mapping[str, EventType]) -> list[str]:
    """Return the ids of the types that `word` may mean: by name, by synonym, or by spelling."""

    def sharing(names: Mapping[str, str]) -> list[str]:
        shared = {id: len(wanted.intersection(words(name))) for id, name in names.items()}
        most = max(shared.values(), default=0)
        return [id for id in shared if most and shared[id] == most]

    wanted = {one for one in words(word) if len(one) > 2}
    own = sharing({id: f"{id} {kind.label} {kind.plural}" for id, kind in types.items()})
    if len(own) == 1:
        return own
    text, synonyms = " ".join(words(word)), {id: _SYNONYMS[id] for id in _SYNONYMS if id in types}
    exact = [
        id
        for id, names in synonyms.items()
        if text in (" ".join(words(name)) for name in names.split(", "))
    ]
    return exact or own or sharing(synonyms) or nearest(word, types)


def new_types(
    table: ImportTable, rules: Rules, known: Mapping[str, EventType], is_listed: bool
) -> dict[str, dict[str, Any]]:
    """Return the fields of the new types in a table or in the rules, by id."""
    types = dict(rules.declared.get("types", {}))
    for kind in (known[name] for name in types if name in known):
        if (
            kind not in BUILT_IN_TYPES
            and types[kind.id].get("contact", kind.contact) != kind.contact
        ):
            where = "in only one of the ledger and the rules file"
            remedy = 'set "contact" to the same value in both'
            raise UsageError(f'type "{kind.id}" is a contact type {where}; {remedy}')
    earlier = {*known, *types}
    for row in table.rows if is_listed else ():
        id, contact = row.values.get("type"), row.values.get("contact")
        if not isinstance(id, str) or id in earlier or id != as_id(id):
            continue
        if contact is not None or not nearest(id, earlier):
            fields = types[id] = {**types.get(id, {"label": id.replace("-", " ")})}
            if contact in (True, "true"):
                fields["contact"] = True
    for kind in table.types:
        if kind.id not in known or known[kind.id] in BUILT_IN_TYPES:
            types[kind.id] = type_fields(kind) or {}
        elif known[kind.id].contact != kind.contact:
            where = "in only one of the two ledgers; use another id in one of them"
            raise UsageError(f'type "{kind.id}" is a contact type {where}')

    def changes(id: str, fields: Fields) -> bool:
        return any(getattr(known[id], key, value) != value for key, value in fields.items())

    return {
        id: {"id": id, **fields}
        for id, fields in types.items()
        if id not in known or (known[id] in BUILT_IN_TYPES and changes(id, fields))
    }


def type_id(names: NameResolver, new: Collection[str], rules: Rules, name: Any) -> Any:
    """Return the id of the only type called `name`. The types `new` are not in the ledger yet."""
    if not isinstance(name, str) or name in new:
        return name
    try:
        return names.type(name)
    except UsageError:
        raise UsageError(_unknown_type(name, names.ledger.types, rules, new)) from None


def _unknown_type(
    word: str, types: Mapping[str, EventType], rules: Rules, new: Collection[str]
) -> str:
    ids = [*types, *(id for id in new if id not in types)]
    templates = templates_of(rules, "type")
    column = only_column(templates[0]) if templates else "type"
    column = column and column_and_part(column)[0]
    near = [slug(word)] if slug(word) in new else nearest_types(word, types) or nearest(word, new)
    if any(word in texts.values() for texts in rules.values.values()):
        remedy = f"change it in {rules.file}"
    else:
        remedy = write_value(rules, column, word, near[0] if len(near) == 1 else "TYPE")
    if near:
        hint = suggestion([f'"{id}"' for id in near])
        return f'unknown type "{word}"{hint} If so, {remedy}'
    return f'unknown type "{word}"; {remedy}, with one of {join_or(ids)}'
