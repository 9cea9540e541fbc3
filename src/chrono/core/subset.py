"""A part of a ledger that stands by itself: some events, with all that they name and no more."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from chrono.core.claims import ClaimVerdict, judge_all
from chrono.core.model import BUILT_IN_TYPES, NOTHING, Claim, Event, Ledger, Source
from chrono.core.query import Query, by_status
from chrono.core.references import links, named_in, names_of, not_duplicates

EVERY = Query()
"""What asks for nothing in particular."""


class Subset(NamedTuple):
    """The part, a sound ledger, and what did not come along with it.

    `said` is what its events were asked for by, in words. `claims` are its claims beside its own
    numbers. `cut` are the links to events that stayed behind, each as a phrase; `unlike` the ids
    of the claims to which the part would give another answer than the whole. `private` counts what
    was kept back: events, sources, notes; `others` by status what else would fit.
    """

    ledger: Ledger
    said: tuple[str, ...] = ()
    claims: tuple[ClaimVerdict, ...] = ()
    cut: tuple[str, ...] = ()
    unlike: tuple[str, ...] = ()
    private: Mapping[str, int] = NOTHING
    others: Mapping[str, int] = NOTHING


def subset(
    ledger: Ledger,
    events: Iterable[Event],
    query: Query = EVERY,
    private: bool = False,
    others: Iterable[Event] = (),
) -> Subset:
    """The part of a ledger that these events make, which a query has chosen.

    `others` would have been chosen but for their status.
    What is `private` and all notes stay behind, unless that is wanted. A claim comes along where
    the part gives it the same numbers as the whole does.
    """
    wanted = {event.id for event in events}
    chosen = [event for event in ledger.events if event.id in wanted]
    kept = [event for event in chosen if private or not event.private]
    ids = {event.id for event in kept}
    shown = [_shown(ledger, event, ids, private) for event in kept]
    part = ledger._replace(
        events=tuple(shown),
        covers=ledger.covers.narrowed(query.period) or ledger.covers,
        claims=tuple(
            claim._replace(sources=_public(ledger, claim.sources, private))
            for claim in ledger.claims
        ),
    )
    alike, unlike = _judged(ledger, part)
    return Subset(
        _with_needed(part._replace(claims=tuple(judged.claim for judged in alike))),
        (*query.said, *["contacts only"] * query.contacts),
        tuple(alike),
        tuple(phrase for event in kept for phrase in cut_links(event, ids)),
        tuple(unlike),
        _kept_back(chosen, kept, shown),
        by_status(one for one in others if private or not one.private),
    )


def _shown(ledger: Ledger, event: Event, ids: Collection[str], private: bool) -> Event:
    return within(event, ids)._replace(
        extra=_without_others(event, ids),
        notes=event.notes if private else None,
        sources=_public(ledger, event.sources, private),
    )


def _without_others(event: Event, ids: Collection[str]) -> Mapping[str, Any]:
    """Data of the author's own, in which `check` reads one link: it tells of no other event."""
    others = not_duplicates(event)
    if all(id in ids for id in others):
        return event.extra
    kept = [id for id in others if id in ids]
    rest = {key: value for key, value in event.extra.items() if key != "not_duplicate_of"}
    return {**rest, "not_duplicate_of": kept} if kept else rest


def _public(ledger: Ledger, sources: Iterable[Source], private: bool) -> tuple[Source, ...]:
    """The sources that may be shown; one that stands on a private one stands by itself."""

    def alone(source: Source) -> Source:
        base = ledger.sources.get(source.id or "")
        return source._replace(id=None) if base is not None and base.private else source

    return tuple(
        source if private else alone(source) for source in sources if private or not source.private
    )


def within(event: Event, ids: Collection[str]) -> Event:
    """An event with those of its links that lead to events of these ids."""
    return event._replace(
        follows=tuple(id for id in event.follows if id in ids),
        part_of=event.part_of if event.part_of in ids else None,
    )


def cut_links(event: Event, ids: Collection[str]) -> Iterator[str]:
    """The other links, each as a phrase."""
    for link in links(event.follows, event.part_of):
        if link.id not in ids:
            yield f"{event.id} {link.verb} {link.id}"


def _kept_back(chosen: list[Event], kept: list[Event], shown: list[Event]) -> Mapping[str, int]:
    def sources(events: Iterable[Event]) -> int:
        return sum(len(event.sources) for event in events)

    found = {
        "event": len(chosen) - len(kept),
        "source": sources(kept) - sources(shown),
        "note": sum(one.notes != other.notes for one, other in zip(kept, shown, strict=True)),
    }
    return {what: number for what, number in found.items() if number}


def _judged(whole: Ledger, part: Ledger) -> tuple[list[ClaimVerdict], list[str]]:
    """The claims whose numbers are the same in a part, and the ids of the others."""
    alike: list[ClaimVerdict] = []
    unlike: list[str] = []
    everything = len(whole.events) == len(part.events)
    for before, after in zip(
        judge_all(whole.claims, whole), judge_all(part.claims, part), strict=True
    ):
        told = everything or any(reading.events for reading in after.readings)
        if told and _numbers(before) == _numbers(after):
            alike.append(after)
        else:
            unlike.append(after.claim.id)
    return alike, unlike


def _numbers(judged: ClaimVerdict) -> list[object]:
    return [
        (reading.verdict, [(one.what, one.low, one.high) for one in reading.stated])
        for reading in judged.readings
    ]


def _with_needed(part: Ledger) -> Ledger:
    """A part with only those actors, types and sources that its events and claims name."""
    records: list[Event | Claim] = [*part.events, *part.claims]
    cited = {source.id for record in records for source in record.sources}
    part = part._replace(sources={id: part.sources[id] for id in part.sources if id in cited})
    named = named_in(part)
    built_in = {type.id for type in BUILT_IN_TYPES}
    actors = {
        id: actor for id, actor in part.actors.items() if not named.isdisjoint(names_of(actor))
    }
    return part._replace(
        actors=actors,
        principals=tuple(actor for actor in part.principals if actor.id in actors),
        types={
            id: type for id, type in part.types.items() if id in built_in or ("types", id) in named
        },
    )
