"""Read the part of a large ledger that a request needs, if the ledger is known to be valid."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from functools import partial
from itertools import chain
from typing import Any

from chrono.core.countries import BODY_NAMES
from chrono.core.dates import When
from chrono.core.expressions import AnyCondition
from chrono.core.model import BUILT_IN_TYPES, Event, Ledger
from chrono.core.periods import EVERYTHING
from chrono.core.query import Query, Question, resolve
from chrono.core.spans import Containment
from chrono.errors import LedgerError, UsageError
from chrono.files.format.keys import FORMER_IDS, PARTICIPANTS
from chrono.files.index import cache
from chrono.files.index.blocks import CONDITION_KEYS, Blocks
from chrono.files.index.load import CompletionRequest
from chrono.files.read.diagnostics import Diagnostics, Place
from chrono.files.read.resolve import Resolver
from chrono.files.read.source_files import SourceFile, gather
from chrono.files.read.storage import Storage

Request = Question | CompletionRequest | Collection[str]
"""The events to read: events for a question or a completion, or events with certain ids."""


def load_part(
    contents: Mapping[str, bytes], digests: Mapping[str, str], request: Request, storage: Storage
) -> Ledger | None:
    """Return a ledger with all actors, types, sources and claims, and at least the needed events.

    Return None if the whole ledger must be read.

    - `contents`: the bytes of each file by path, without included files
    - `digests`: the digest of each file by path, without included files
    - `request`: the needed events. For ids of events, linked events are needed, too
    """
    try:
        return _Part(contents, digests, storage).ledger(request)
    except (OSError, ValueError, LookupError, LedgerError):
        return None


class _Part:
    def __init__(
        self, contents: Mapping[str, bytes], digests: Mapping[str, str], storage: Storage
    ) -> None:
        entry = cache.read(cache.key(digests.values()))
        if entry is None:
            raise ValueError("not known to be valid")
        self.by_id = entry.by_id
        self.blocks: list[Blocks] = []

        def opened(name: str) -> SourceFile:
            if name not in contents and not storage.is_file(name):
                raise ValueError("not a file that can be read twice")
            content = contents[name] if name in contents else storage.read(name)
            number = len(self.blocks)
            digest = digests.get(name) or cache.digest(content)
            if entry.digests[number : number + 1] != (digest,):
                raise ValueError("another file than the one that was valid")
            self.blocks.append(blocks := Blocks(content, entry.exceptions[number]))
            data = {**blocks.base, "events": []}
            return SourceFile(storage.label(name), "", data, path=name)

        self.diagnostics = Diagnostics()
        self.files = gather([*contents], self.diagnostics, opened, storage)
        if self.diagnostics or len(self.blocks) != len(entry.digests):
            raise ValueError("other files than those that were valid")

    def ledger(self, request: Request) -> Ledger:
        """Return the ledger with at least the events that `request` needs.

        Raises ValueError or LookupError if the whole ledger must be read.
        """
        names = () if self.by_id else tuple(dict.fromkeys(self._texts(*PARTICIPANTS)))
        resolver = Resolver(self.files, self.diagnostics, participants=names)
        resolver.current.update(self._former_ids())
        ledger = resolver.build()._replace(vocabulary=self._vocabulary(request))
        wanted = self._wanted(request, ledger, resolver)
        for file, blocks, starts in zip(self.files, self.blocks, wanted, strict=True):
            file.data["events"] = blocks.events(starts)
        ledger = ledger._replace(events=resolver.events())
        if self.diagnostics:
            raise ValueError("a problem in a ledger that was valid")
        return ledger

    def _former_ids(self) -> Iterator[tuple[tuple[str, str], str]]:
        for blocks in self.blocks:
            for event in blocks.events(blocks.containing([FORMER_IDS])):
                yield from ((("event", id), event["id"]) for id in event.get(FORMER_IDS, ()))

    def _texts(self, *keys: str) -> Iterator[str]:
        for blocks in self.blocks:
            rows = dict.fromkeys(zip(*map(blocks.column, keys), strict=True))
            yield from chain.from_iterable(chain.from_iterable(rows))

    def _vocabulary(self, request: Request) -> Mapping[str, frozenset[Any]]:
        wanted: set[str] = set()
        if isinstance(request, Question):
            wanted = {key for row in request.applied for key in row.keys}
            names = {row.name.removeprefix("not_") for row in request.applied}
            if names & {"country", "place"}:
                wanted.add("place_country")  # a message may suggest it
        elif isinstance(request, CompletionRequest):
            wanted = {request.kind}
        elif not request:  # no events are needed, so the caller looks words up
            wanted = {"tags", "places", "place_country"}
        words: dict[str, frozenset[Any]] = {}
        if "tags" in wanted:
            words["tags"] = frozenset(self._texts("tags"))
        if wanted & {"place", "places"}:
            places = {place for blocks in self.blocks for place in blocks.column("place")}
            words["places"] = frozenset(filter(str.strip, places - {None}))
        if "place_country" in wanted:
            countries = {code for blocks in self.blocks for code in blocks.column("place_country")}
            codes = (code for code in countries - {None} if code.strip())
            words["place_countries"] = frozenset(BODY_NAMES.get(code, code) for code in codes)
        if "dates" in wanted:
            dates = {date for blocks in self.blocks for date in blocks.column("date")}
            words["dates"] = frozenset(map(_when, dates))
        return words

    def _wanted(
        self, request: Request, ledger: Ledger, resolver: Resolver
    ) -> Sequence[Collection[int]]:
        nothing: Sequence[Collection[int]] = [() for _ in self.blocks]
        if isinstance(request, CompletionRequest):
            text = request.text.lower()  # ids are in lower case
            if request.kind != "ids":
                return nothing
            return [blocks.containing([text]) if text else blocks.starts for blocks in self.blocks]
        if not isinstance(request, Question):
            return self._linked({*request}, resolver.current)
        try:
            query = resolve(request, ledger)
        except UsageError:
            return nothing  # the caller will get the same error
        if query.actors and self.by_id:
            ids = [actor.id for actor in min(query.actors, key=len)]
            return [blocks.containing(f'"{id}"' for id in ids) for blocks in self.blocks]
        return [self._passing(blocks, query, resolver) for blocks in self.blocks]

    def _linked(
        self, ids: Collection[str], current: Mapping[tuple[str, str], str]
    ) -> Sequence[Collection[int]]:
        ids = {current.get(("event", id), id) for id in ids}
        ids.update(former for (_, former), id in current.items() if id in ids)
        naming = [blocks.containing(ids) for blocks in self.blocks]
        links = {
            link
            for blocks, starts in zip(self.blocks, naming, strict=True)
            for event in blocks.events(starts)
            if event["id"] in ids
            for link in (*event.get("follows", ()), event.get("part_of", event["id"]))
        }
        return [
            starts | blocks.containing(links)
            for blocks, starts in zip(self.blocks, naming, strict=True)
        ]

    def _passing(self, blocks: Blocks, query: Query, resolver: Resolver) -> Collection[int]:
        def may_meet(values: Sequence[Any]) -> bool:
            when = _when(values[0])  # it may begin in the period or continue into it
            fits = (when.starts_in(query.period), when.runs_in(query.period))
            return any(fit is not Containment.NO for fit in fits)

        tests: list[tuple[Sequence[str], Callable[[Sequence[Any]], bool]]] = [
            (condition.keys, partial(_passes, condition, resolver))
            for condition in query.conditions
            if CONDITION_KEYS.issuperset(condition.keys)
        ]
        if query.period != EVERYTHING:
            tests.append((("date",), may_meet))
        starts: Collection[int] = blocks.starts
        for keys, passes in tests:
            rows = [*zip(*map(blocks.column, keys), strict=True)]
            fitting = {row for row in {*rows} if passes(row)}
            pairs = zip(blocks.starts, rows, strict=True)
            starts = {start for start, row in pairs if row in fitting}.intersection(starts)
        return starts


def _passes(condition: AnyCondition, resolver: Resolver, values: Sequence[Any]) -> bool:
    fields = dict(zip(condition.keys, values, strict=True))
    place = Place(resolver.files[0], (), Diagnostics())
    for key in fields.keys() & {*PARTICIPANTS}:
        fields[key] = resolver.actors.participants(fields[key], place, key)
    if fields.get("place_country") is not None:
        fields["place_country"] = BODY_NAMES.get(*[fields["place_country"]] * 2)
    if "type" in fields:
        fields["type"] = resolver.type(fields["type"], place)
    return condition(_EMPTY._replace(**fields)) is not Containment.NO


_EMPTY = Event("", When.parse("2025"), BUILT_IN_TYPES[0], "", ())


def _when(date: dt.date | str) -> When:
    return When.parse(date) if isinstance(date, str) else When.on(date)
