"""What in a ledger points to a thing, so that it cannot be taken away."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from itertools import chain

from chrono.core.model import BUILT_IN_TYPES, Claim, Event, Ledger, Source


def pointing_to(ledger: Ledger, kind: str, id: str) -> list[str]:
    """What needs the thing of that kind and id, a phrase for each: `2025-11-24-call follows it`.

    Nothing needs a claim, and nothing a table that only changes a built-in type.
    """
    if kind == "events":
        return [phrase for event in ledger.events for phrase in _to_event(event, id)]
    if kind == "claims" or (kind == "types" and id in {type.id for type in BUILT_IN_TYPES}):
        return []
    if kind == "actors":
        actor = ledger.actors.get(id)
        called = {actor.id, actor.name, *actor.aliases} if actor else {id}
        found = _naming(ledger, called, _people, _people_of_source)
        return found + ["it is one of the principals"] * (actor in ledger.principals)
    if kind == "types":
        return _naming(ledger, {id}, _types, _types_of_source)
    return _naming(ledger, {id}, lambda thing: [source.id for source in thing.sources], _nothing)


_Named = Iterable[str | None]


def _naming(
    ledger: Ledger,
    names: Collection[str],
    in_thing: Callable[[Event | Claim], _Named],
    in_source: Callable[[Source], _Named],
) -> list[str]:
    """The events, claims and sources that hold one of the names."""
    found = []
    things: list[Event | Claim] = [*ledger.events, *ledger.claims]
    for thing in things:
        # What a declared source says of itself is not the event's.
        own = [source for source in thing.sources if source != ledger.sources.get(source.id or "")]
        if any(
            name in names for name in [*in_thing(thing), *chain.from_iterable(map(in_source, own))]
        ):
            found.append(f"{thing.id} names it")
    for source in ledger.sources.values():
        if any(name in names for name in in_source(source)):
            found.append(f"the source {source.id} names it")
    return found


def _nothing(_: Source) -> _Named:
    return ()


def _to_event(event: Event, id: str) -> Iterator[str]:
    if id in event.follows:
        yield f"{event.id} follows it"
    if event.part_of == id:
        yield f"{event.id} is part of it"


def _people(thing: Event | Claim) -> _Named:
    yield from (actor.id for actor in thing.actors)
    if isinstance(thing, Event):
        yield from (actor.id for actor in thing.present)
    else:
        yield thing.by.id


def _people_of_source(source: Source) -> _Named:
    return source.side, source.says.get("initiator")


def _types(thing: Event | Claim) -> _Named:
    if isinstance(thing, Event):
        return (thing.type.id,)
    return (*(kind.id for kind in thing.types), *thing.counts)


def _types_of_source(source: Source) -> _Named:
    return (source.says.get("type"),)
