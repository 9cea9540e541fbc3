"""Make a Ledger from the data of its files: check all values, and look up names and ids."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from operator import attrgetter
from typing import Any

from chrono.core.coverage import CoverageRow
from chrono.core.dates import When
from chrono.core.english import join_and, join_or
from chrono.core.model import Actor, Claim, Event, EventType, Ledger, Source
from chrono.core.names import unknown_word
from chrono.core.progress import counted
from chrono.core.sentences import given_twice, id_used
from chrono.files.format import keys
from chrono.files.format.content import without_import
from chrono.files.format.kind import type_name
from chrono.files.read.declarations import Declarations
from chrono.files.read.diagnostics import Place, check_tables
from chrono.files.read.source_files import SourceFile, list_of, table_of

Row = tuple[Place, Mapping[str, Any]]
"""The place of a table, and its valid fields."""

_OTHER_PARTICIPANTS = [key for key in keys.PARTICIPANTS if key != "actors"]


class Resolver(Declarations):
    """A resolver that makes a ledger from its files. Actors and other records replace names and
    ids.
    """

    def build(self) -> Ledger:
        """Return the ledger. If problems are reported, the ledger may be incomplete or invalid."""
        heads: list[Row] = []
        for file in self.files:
            self._check_top(file)
            if "ledger" in file.data:
                place = Place(file, ("ledger",), self._diagnostics)
                value = table_of(file.data["ledger"])  # any other value has been reported
                heads.append((place, place.check(keys.LEDGER, value)))
        head = heads[0][1] if heads else {}
        self.read()
        events, claims = self.events(), tuple(self._claims())
        self.check_former_ids()
        principals = [
            self.actors.mentioned(fields.get("principals", ()), place / "principals")
            for place, fields in heads
        ]
        covers = [CoverageRow(head["covers"])] if "covers" in head else []
        return Ledger(
            events=events,
            actors=dict(self.actors.index.by_id),
            types=self.types,
            publishers=self.publishers,
            sources=self.sources,
            claims=claims,
            principals=principals[0] if principals else (),
            title=head.get("title"),
            description=head.get("description"),
            coverage=(*covers, *self._coverage()),
            files=tuple(file.name for file in self.files),
        )

    def names(self) -> Ledger:
        """Return the ledger without events and claims, but with all participants of events."""
        self.read()
        for place, event in self._rows("events"):
            for key in keys.PARTICIPANTS:
                if key in event:
                    self.actors.participants(event[key], place, key)
        actors = dict(self.actors.index.by_id)
        return Ledger(
            actors=actors, types=self.types, sources=self.sources, publishers=self.publishers
        )

    def _check_top(self, file: SourceFile) -> None:
        for key, value in file.data.items():
            place = Place(file, (key,), self._diagnostics)
            if key not in keys.HEADERS:
                if key in keys.LEDGER.keys:
                    place.error(f'unknown key "{key}" at the top; write it under [ledger]')
                    continue
                otherwise = f"; choose {join_or([*keys.HEADERS.values()])}"
                place.error(unknown_word(key, keys.HEADERS, "header", otherwise))
            elif not isinstance(value, list if keys.HEADERS[key].startswith("[[") else dict):
                wanted = keys.HEADERS[key]
                wrong = f'"{key}" is {type_name(value)}'
                if isinstance(value, dict):  # `[events]`, or `[events.ID]`
                    wrong = f'"{key}" needs double brackets, and no id after it'
                elif isinstance(value, list) and value and isinstance(value[0], dict):
                    wrong = f'"{key}" needs single brackets'
                place.error(f"{wrong}; write {wanted}")

    def _coverage(self) -> Iterator[CoverageRow]:
        for place, fields in check_tables(keys.COVERAGE, self._rows("coverage")):
            names = fields.get("actors", ())
            actors = self.actors.mentioned(names, place / "actors", only_known=True)
            own = {"actors": actors, "types": self._types(fields, place)}
            if "period" in fields:
                yield CoverageRow(**{**fields, **own})

    def _types(self, fields: Mapping[str, Any], place: Place) -> tuple[EventType, ...]:
        names = enumerate(fields.get("types", ()))
        types = [self.type(name, place / "types" / index) for index, name in names]
        return tuple(filter(None, types))

    def events(self) -> tuple[Event, ...]:
        """Return the events in the files, sorted by date.

        The method `read` must be called first.
        """
        events: list[Event] = []
        linked: list[Row] = []
        number = sum(len(list_of(file.data.get("events"))) for file in self.files)
        rows = counted(self._rows("events"), "Reading events", number)
        for place, fields in check_tables(keys.EVENT, rows):
            if "follows" in fields or "part_of" in fields:
                linked.append((place, fields))
            event = self._event(fields, place)
            if self._is_new("event", fields, place) and event is not None:
                events.append(event)
        if self._participants is None:
            self._check_links(linked)
            _check_circles(linked, self.current)
        for at, event in enumerate(events if linked and self.current else ()):
            if event.follows or event.part_of is not None:
                follows = tuple(self.current.get(("event", id), id) for id in event.follows)
                part_of = self.current.get(("event", event.part_of or ""), event.part_of)
                events[at] = event._replace(follows=follows, part_of=part_of)
        return tuple(sorted(events, key=attrgetter("sort_key")))

    def _rows(self, kind: str) -> Iterator[tuple[Place, Any]]:
        for file in self.files:
            for index, value in enumerate(list_of(file.data.get(kind))):
                yield Place(file, (kind, index), self._diagnostics), value

    def _event(self, fields: dict[str, Any], place: Place) -> Event | None:
        actors = self.actors.participants(fields.get("actors", ()), place, "actors")
        fields["actors"] = actors
        name = fields.get("type")
        kind = self.types.get(name or "") or self.type(name, place / "type")
        fields["type"] = kind
        for key in _OTHER_PARTICIPANTS:
            if key in fields:
                fields[key] = self.actors.participants(fields[key], place, key)
        if len(fields.get("tags", ())) > 1:
            fields["tags"] = tuple(dict.fromkeys(fields["tags"]))
        if "sources" in fields:
            fields["sources"] = self._sources(fields["sources"], actors, place)
        if "extra" in fields:
            fields["extra"] = without_import(fields["extra"])
        if "initiator" in fields:
            where, candidates = place / "initiator", actors or self.actors.declared
            name = fields["initiator"]
            fields["initiator"] = self.actors.initiator(name, candidates, where)
        if "local_dates" in fields:
            _check_local_dates(fields, place)
        when = fields["when"] = fields.pop("date", None)
        is_complete = when and kind and actors and "id" in fields and "title" in fields
        return Event(**fields) if is_complete else None

    def _is_new(self, noun: str, fields: Mapping[str, Any], place: Place) -> bool:
        """Record the place of an entry, and return whether its id is new. Report a repeated id."""
        if "id" not in fields:
            return False
        if keys.FORMER_IDS in fields:
            self.add_former_ids(noun, fields["id"], fields, place)
        earlier = self.places.setdefault((noun, fields["id"]), place)
        if earlier is not place:
            where = (earlier / "id").text
            (place / "id").error(id_used(noun, fields["id"], where), "id")
        return earlier is place

    def _check_links(self, events: Sequence[Row]) -> None:
        ids = {id for noun, id in (*self.places, *self.current) if noun == "event"}
        for place, event in events:
            own, follows, whole = event.get("id"), event.get("follows", ()), event.get("part_of")
            for at, link in enumerate(follows if whole is None else (*follows, whole)):
                is_own = self.current.get(("event", link), link) == own
                if not is_own and (link in ids or link in self.unreported):
                    continue
                is_follows = at < len(follows)
                where = place / "follows" / at if is_follows else place / "part_of"
                if is_own:
                    verb = "follows" if is_follows else "is part of"
                    where.error(f'"{link}" {verb} itself; remove this link', "link")
                else:
                    hint = self._diagnostics.hint(link, ids, own)
                    hint = hint or "; write the id of an event in this ledger"
                    where.error(f'unknown event "{link}" in "{where.path[2]}"{hint}', "link")

    def _sources(
        self, items: Sequence[Any], actors: Sequence[Actor], place: Place
    ) -> tuple[Source, ...]:
        sources = []
        for index, item in enumerate(items):
            if isinstance(item, str):
                source = self.sources.get(item)
                if source is None:
                    source = self.source(item, place / "sources" / index)
            else:
                fields = {key: value for key, value in item.items() if key != "ref"}
                if "says" in item or "side" in item:
                    fields = self.checked_source(fields, place / "sources" / index, actors)
                if "ref" in item:
                    source = self.source(item["ref"], place / "sources" / index / "ref")
                    source = source and source._replace(**fields)
                else:
                    source = Source(**fields) if "publisher" in fields else None
            if source is not None:
                sources.append(source)
        return tuple(sources)

    def _claims(self) -> list[Claim]:
        claims: list[Claim] = []
        for place, fields in check_tables(keys.CLAIM, self._rows("claims")):
            claim = self._claim(fields, place)
            if self._is_new("claim", fields, place) and claim is not None:
                claims.append(claim)
        return sorted(claims, key=lambda claim: (*claim.date.sort_key, claim.id))

    def _claim(self, fields: Mapping[str, Any], place: Place) -> Claim | None:
        by, sources = fields.get("by"), fields.get("sources", ())
        actors = self.actors.mentioned(fields.get("actors", ()), place / "actors")
        counts = {}
        for name, number in fields.get("counts", {}).items():
            kind = self.type(name, place / "counts" / name)
            if kind is not None and kind.id in counts:
                (place / "counts" / name).error(given_twice(f'the type "{kind.id}"'))
            counts[kind.id if kind else name] = number
        resolved = {
            **fields,
            "actors": actors,
            "counts": counts,
            "types": self._types(fields, place),
            "sources": self._sources(sources, actors, place),
            "by": by and self.actors.look_up(by, place / "by"),
            "as_of": fields.get("as_of", fields.get("date")),
            "readings": fields.get("period"),
        }
        resolved.pop("period", None)
        required = ("id", "by", "date", "statement", "readings")
        return Claim(**resolved) if all(resolved.get(key) for key in required) else None


def _check_local_dates(fields: Mapping[str, Any], place: Place) -> None:
    local: Mapping[str, When] = fields["local_dates"]
    date: When | None = fields.get("date")
    if not local or date is None:
        return
    written = [when.written for when in (date, *local.values())]
    days, *others = ((when.starts, when.ends) for when in written)
    if days not in others:
        texts = join_or([f'"{when.text}"' for when in local.values()])
        message = f'date "{date.text}" is not in local_dates; write date = {texts}'
        (place / "local_dates").error(message, "local-dates")


def _check_circles(events: Sequence[Row], current: Mapping[tuple[str, str], str]) -> None:
    parts = [(event.get("id"), event["part_of"]) for _, event in events if "part_of" in event]
    wholes = {id: current.get(("event", whole), whole) for id, whole in parts}
    seen: set[str] = set()
    for place, event in events:
        trail: dict[str, None] = {}
        id = event.get("id")
        while id is not None and id not in seen and id not in trail:
            trail[id] = None
            id = wholes.get(id)
        if id in trail and wholes[id] != id:
            members = list(trail)
            circle = [*members[members.index(id) :], id]
            steps = join_and([f'"{part}" of "{whole}"' for part, whole in pairwise(circle)])
            chain = steps.replace(" of ", " is part of ", 1)
            (place / "part_of").error(f'{chain}; remove one "part_of"', "link")
        seen.update(trail)
