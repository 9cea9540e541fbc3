"""References between the records of a ledger, such as from an event to its actors."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from typing import Literal, NamedTuple

from chrono.core.coverage import CoverageRow
from chrono.core.english import first_few
from chrono.core.model import BUILT_IN_TYPES, NOTHING, Actor, Claim, Event, Ledger, Source
from chrono.core.sentences import shell_word

Kind = Literal["events", "actors", "names", "types", "sources"]


class Reference(NamedTuple):
    """A reference from one record to another record.

    - `kind`: the table of the other record, or "names" for the value of a key `side` or `initiator`
    - `id`: the id of the other record. For "names", a country, or an id, name or alias of an actor.
    - `key`: the key of a link between events, or None for other references
    """

    kind: Kind
    id: str
    key: Literal["follows", "part_of"] | None = None


def references(
    record: Event | Claim | Source | CoverageRow, declared: Mapping[str, Source] = NOTHING
) -> Iterator[Reference]:
    """Yield all references of a record, including those of an event's or a claim's sources.

    `declared`: the declared sources by id. The references of a source that is equal to one of these
    sources are left out.
    """
    if isinstance(record, Source):
        yield from _named("names", [record.side, record.says.get("initiator")])
        yield from _named("types", [record.says.get("type")])
        return
    if isinstance(record, CoverageRow):
        yield from _named("actors", (actor.id for actor in record.actors))
        yield from _named("types", (type.id for type in record.types))
        return
    if isinstance(record, Event):
        yield Reference("types", record.type.id)
        yield from _named("actors", (actor.id for actor in record.present))
        if record.initiator is not None:
            yield Reference("names", record.initiator)
        yield from links(record.follows, record.part_of)
    else:
        yield Reference("actors", record.by.id)
        yield from _named("types", (type.id for type in record.types))
        yield from _named("types", record.counts)
    yield from _named("actors", (actor.id for actor in record.actors))
    for source in record.sources:
        if source.id is not None:
            yield Reference("sources", source.id)
        if (source.side or source.says) and source != declared.get(source.id or ""):
            yield from references(source)


def _named(kind: Kind, ids: Iterable[str | None]) -> Iterator[Reference]:
    return (Reference(kind, id) for id in ids if id is not None)


def links(follows: Iterable[str], part_of: str | None) -> Iterator[Reference]:
    """Yield a reference for each event id in `follows`, and for `part_of` if this is not None."""
    yield from (Reference("events", id, "follows") for id in dict.fromkeys(follows))
    if part_of is not None:
        yield Reference("events", part_of, "part_of")


NOT_DUPLICATE_OF = "not_duplicate_of"
"""The key under `extra` for the ids of records that look alike but are different."""


def not_duplicates(record: Event | Actor) -> list[str]:
    """Return the ids in `extra.not_duplicate_of` of a record. The value may be one id or a list."""
    value = record.extra.get(NOT_DUPLICATE_OF)
    ids = value if isinstance(value, (list, tuple)) else [value]
    return [id for id in ids if isinstance(id, str)]


def mark_different(record: Event | Actor, name: str) -> str:
    """Return the command that adds an id or a name to `extra.not_duplicate_of` of a record."""
    edited = record.id if isinstance(record, Event) else f"actors.{record.id}"
    sign = "+=" if not_duplicates(record) else "="
    change = shell_word(f"extra.{NOT_DUPLICATE_OF}{sign}{name}")
    return f"chrono edit {shell_word(edited)} --set {change}"


def names_of(actor: Actor) -> set[tuple[Kind, str]]:
    """Return all pairs (kind, id) by which a reference can refer to the actor."""
    return {("actors", actor.id), *(("names", text) for text in actor.all_names)}


def named_in(ledger: Ledger) -> set[tuple[Kind, str]]:
    """Return (kind, id) of all references to actors, names and types in a ledger."""
    events = ledger.events
    sources = [one for event in events for one in event.sources if one.side or one.says]
    others: Iterable[Claim | Source | CoverageRow] = chain(
        ledger.claims, ledger.sources.values(), ledger.coverage, sources
    )
    found = {one[:2] for record in others for one in references(record, ledger.sources)}
    # For many events, `references` would take ten times as long.
    ids = {actor.id for event in events for actor in (*event.actors, *event.present)}
    found.update(("actors", id) for id in ids)
    found.update(("names", event.initiator) for event in events if event.initiator is not None)
    found.update(("types", id) for id in {event.type.id for event in events})
    return found


def _all_references(ledger: Ledger) -> Iterator[tuple[str, Reference]]:
    for record in ledger.records:
        yield from ((f'"{record.id}"', ref) for ref in references(record, ledger.sources))
    for id, source in ledger.sources.items():
        yield from ((f'the source "{id}"', ref) for ref in references(source))
    for row in ledger.coverage:
        yield from (("the coverage", ref) for ref in references(row))


def referrers(ledger: Ledger, kind: str, id: str) -> list[str]:
    """Return phrases on why a record is needed, such as `"2025-11-24-call" refers to this event`.

    `kind`: the table of the record, such as "actors".
    """
    if kind == "types" and id in {type.id for type in BUILT_IN_TYPES}:
        return []
    this = f"this {kind.removesuffix('s')}"
    actor = ledger.actors.get(id) if kind == "actors" else None
    wanted = names_of(actor) if actor else {(kind, id)}
    labels: dict[str | None, dict[str, None]] = {}
    for label, reference in _all_references(ledger):
        if reference[:2] in wanted:
            labels.setdefault(reference.key, {})[label] = None
    phrases = [
        f"{first_few([*found], word='and')} {'refers' if len(found) == 1 else 'refer'} to {this}"
        + (f' in "{key}"' if key else "")
        for key, found in labels.items()
    ]
    return phrases + ["the ledger lists this actor under principals"] * (actor in ledger.principals)
