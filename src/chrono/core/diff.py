"""Two ledgers side by side: what was added, removed and changed, and which numbers move by it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple, TypeVar

from chrono.core.claims import Verdict, judge_all
from chrono.core.counting import Count, tally
from chrono.core.model import Actor, Claim, Event, EventType, Ledger, Source
from chrono.core.query import Query, select

_Thing = TypeVar("_Thing", Event, Claim, Actor, EventType, Source, Ledger)


class Changed(NamedTuple):
    """One thing that stands in both ledgers and differs: its keys, each before and after."""

    id: str
    keys: Mapping[str, tuple[Any, Any]]


class Changes(NamedTuple):
    """What differs between the things of one kind, by id, in the order of the ledgers."""

    added: tuple[str, ...]
    removed: tuple[str, ...]
    changed: tuple[Changed, ...]

    def __bool__(self) -> bool:
        return bool(self.added or self.removed or self.changed)


class NumberChange(NamedTuple):
    """A number or a verdict that is another now; None where there was none, or is none."""

    what: str
    before: Count | Verdict | None
    after: Count | Verdict | None


class Comparison(NamedTuple):
    """All that differs between two ledgers. `counts` are of contacts, by type and in all."""

    events: Changes
    claims: Changes
    actors: Changes
    types: Changes
    sources: Changes
    ledgers: Changes
    counts: tuple[NumberChange, ...]
    verdicts: tuple[NumberChange, ...]


def compare(old: Ledger, new: Ledger) -> Comparison:
    """What differs between two ledgers, and what moves because of it."""
    return Comparison(
        events=_changes(_by_id(old.events), _by_id(new.events), _event_keys(old, new)),
        claims=_changes(_by_id(old.claims), _by_id(new.claims), _claim_keys(old, new)),
        actors=_changes(_declared(old), _declared(new), _keys),
        types=_changes(old.types, new.types, _keys),
        sources=_changes(old.sources, new.sources, _keys),
        ledgers=_changes({"ledger": old}, {"ledger": new}, _ledger_keys),
        counts=_counts(old, new),
        verdicts=_verdicts(old, new),
    )


def _by_id(things: Sequence[Any]) -> dict[str, Any]:
    return {thing.id: thing for thing in things}


def _declared(book: Ledger) -> dict[str, Actor]:
    return {id: actor for id, actor in book.actors.items() if actor.declared}


_Keys = Callable[[Any, bool], dict[str, Any]]
"""A thing's values by their keys in the ledger; the flag says whether it is of the new one."""


def _changes(old: Mapping[str, _Thing], new: Mapping[str, _Thing], keys: _Keys) -> Changes:
    changed = []
    for id in old:
        if id in new and (old[id] != new[id] or _has_extra(old[id])):
            before, after = keys(old[id], False), keys(new[id], True)
            differing = {
                key: (before[key], after[key])
                for key in before
                if not _same(before[key], after[key])
            }
            if differing:
                changed.append(Changed(id, differing))
    return Changes(
        tuple(id for id in new if id not in old),
        tuple(id for id in old if id not in new),
        tuple(changed),
    )


def _has_extra(thing: Any) -> bool:
    """Whether it holds data of the user's own, for which Python's 1 == True says too little."""
    return bool(getattr(thing, "extra", True) or getattr(thing, "sources", ()))


def _same(one: Any, other: Any) -> bool:
    """Whether two values say the same: 1 is not true, and what is no number is itself."""
    if isinstance(one, Mapping) and isinstance(other, Mapping):
        return one.keys() == other.keys() and all(_same(one[key], other[key]) for key in one)
    if type(one) is not type(other):
        return False
    if isinstance(one, (list, tuple)):
        return len(one) == len(other) and all(map(_same, one, other))
    return bool(one == other or one != one != other != other)


def _ledger_keys(book: Ledger, new: bool) -> dict[str, Any]:
    return {
        "title": book.title,
        "description": book.description,
        "covers": book.covers.text,
        "principals": [actor.id for actor in book.principals],
    }


def _keys(thing: Any, new: bool) -> dict[str, Any]:
    found: dict[str, Any] = thing._asdict()
    return found


def _event_keys(old: Ledger, new: Ledger) -> _Keys:
    """Actors, types and declared sources are compared by id: what changed in them is told once."""

    def keys(event: Event, is_new: bool) -> dict[str, Any]:
        book = new if is_new else old
        named = {"when": "date"}
        found = {named.get(key, key): value for key, value in event._asdict().items()}
        found["date"] = event.when.text
        found["type"] = event.type.id
        found["actors"] = [actor.id for actor in event.actors]
        found["present"] = [actor.id for actor in event.present]
        found["sources"] = _cited(event.sources, book)
        return found

    return keys


def _claim_keys(old: Ledger, new: Ledger) -> _Keys:
    def keys(claim: Claim, is_new: bool) -> dict[str, Any]:
        book = new if is_new else old
        named = {"readings": "period"}
        found = {named.get(key, key): value for key, value in claim._asdict().items()}
        found["by"] = claim.by.id
        found["actors"] = [actor.id for actor in claim.actors]
        found["types"] = [kind.id for kind in claim.types]
        found["sources"] = _cited(claim.sources, book)
        return found

    return keys


def _cited(sources: Sequence[Source], book: Ledger) -> list[Any]:
    """Each source; of one that starts from a declared one its id, and what is its own."""
    found: list[Any] = []
    for one in sources:
        base = book.sources.get(one.id or "")
        if base is None:
            found.append(one)
            continue
        own = {
            key: value
            for key, value in one._asdict().items()
            if not _same(value, getattr(base, key))
        }
        found.append({"ref": one.id, **own} if own else one.id)
    return found


def _counts(old: Ledger, new: Ledger) -> tuple[NumberChange, ...]:
    """The numbers of contacts that are others now."""
    contacts = Query(contacts=True)
    before, after = (tally(select(book, contacts), ["type"], book.types) for book in (old, new))
    moved = []
    for kind in dict.fromkeys((*old.types, *new.types)):
        one, other = (found.rows.get((kind,), Count([])) for found in (before, after))
        if one.max != other.max:
            moved.append(NumberChange(kind, one, other))
    if before.total.max != after.total.max:
        moved.append(NumberChange("total", before.total, after.total))
    return tuple(moved)


def _verdicts(old: Ledger, new: Ledger) -> tuple[NumberChange, ...]:
    """The verdicts of claims that are others now; of a new claim, and of one that is gone, too."""
    before, after = (
        {judged.claim.id: judged.verdict for judged in judge_all(book.claims, book)}
        for book in (old, new)
    )
    return tuple(
        NumberChange(id, before.get(id), after.get(id))
        for id in dict.fromkeys((*before, *after))
        if before.get(id) != after.get(id)
    )
