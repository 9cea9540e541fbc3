"""What in a ledger points to a thing, so that it cannot be taken away."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from chrono.core.model import BUILT_IN_TYPES, Claim, Event, Ledger, Source


def pointing_to(ledger: Ledger, kind: str, id: str) -> list[str]:
    """What needs the thing of that kind and id, a phrase for each: `2025-11-24-call follows it`.

    Nothing needs a claim, and nothing a table that only changes a built-in type.
    """
    if kind == "events":
        return [phrase for event in ledger.events for phrase in _to_event(event, id)]
    if kind == "claims" or (kind == "types" and id in {type.id for type in BUILT_IN_TYPES}):
        return []
    named = {"actors": _actors, "types": _types, "sources": _sources}[kind]
    things: list[Event | Claim] = [*ledger.events, *ledger.claims]
    found = [f"{thing.id} names it" for thing in things if id in set(named(thing))]
    if kind == "actors":
        sources = [source for source in ledger.sources.values() if id in set(_sides([source]))]
        found += [f"the source {source.id} names it" for source in sources]
        found += ["it is one of the principals"] * (id in {one.id for one in ledger.principals})
    return found


def _to_event(event: Event, id: str) -> Iterator[str]:
    if id in event.follows:
        yield f"{event.id} follows it"
    if event.part_of == id:
        yield f"{event.id} is part of it"


def _actors(thing: Event | Claim) -> Iterator[str | None]:
    yield from (actor.id for actor in thing.actors)
    if isinstance(thing, Event):
        yield from (actor.id for actor in thing.present)
        yield thing.initiator
    else:
        yield thing.by.id
    yield from _sides(source for source in thing.sources if source.id is None or source.says)


def _sides(sources: Iterable[Source]) -> Iterator[str | None]:
    for source in sources:
        yield source.side
        yield source.says.get("initiator")


def _types(thing: Event | Claim) -> Iterator[str | None]:
    if isinstance(thing, Event):
        yield thing.type.id
    else:
        yield from (*(kind.id for kind in thing.types), *thing.counts)
    yield from (source.says.get("type") for source in thing.sources)


def _sources(thing: Event | Claim) -> Iterator[str | None]:
    yield from (source.id for source in thing.sources)
