"""Compare two ledgers: which records differ, and which counts and verdicts change with them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from chrono.core.claims import Verdict, judge_all
from chrono.core.counting import Count, tally
from chrono.core.model import Actor, EventType, Ledger, Source
from chrono.core.query import Query, select


class RecordChange(NamedTuple):
    """A record that is in both ledgers and differs: its keys, each with the old and new value."""

    id: str
    keys: Mapping[str, tuple[Any, Any]]


class Changes(NamedTuple):
    """How the records of one kind differ: ids in the order of the new and of the old ledger."""

    added: tuple[str, ...]
    removed: tuple[str, ...]
    changed: tuple[RecordChange, ...]

    def __bool__(self) -> bool:
        return bool(self.added or self.removed or self.changed)


class NumberChange(NamedTuple):
    """A count or a verdict that differs; a side is None if that ledger has no such claim.

    `what` is the id of an event type or of a claim, or "total".
    """

    what: str
    before: Count | Verdict | None
    after: Count | Verdict | None


class Comparison(NamedTuple):
    """All differences between two ledgers. `counts` are of contacts, by type and in total."""

    events: Changes
    claims: Changes
    actors: Changes
    types: Changes
    sources: Changes
    ledgers: Changes
    counts: tuple[NumberChange, ...]
    verdicts: tuple[NumberChange, ...]


def compare(old: Ledger, new: Ledger) -> Comparison:
    """Compare the content of two ledgers, however it is written.

    A change of a declared actor, type or source is reported once, and not for each record that
    names it. Actors that are not declared are left out.
    """
    before, after = _records(old), _records(new)
    changes = {kind: _changes(before[kind], after[kind], old, new) for kind in before}
    return Comparison(**changes, counts=_counts(old, new), verdicts=_verdicts(old, new))


def _records(ledger: Ledger) -> dict[str, Mapping[str, Any]]:
    """The records of each kind by id; the kinds are the fields of `Comparison`."""
    return {
        "events": {event.id: event for event in ledger.events},
        "claims": {claim.id: claim for claim in ledger.claims},
        "actors": {id: actor for id, actor in ledger.actors.items() if actor.declared},
        "types": ledger.types,
        "sources": ledger.sources,
        "ledgers": {"ledger": ledger},
    }


def _changes(
    before: Mapping[str, Any], after: Mapping[str, Any], old: Ledger, new: Ledger
) -> Changes:
    changed = []
    for id in before:
        if id in after and (before[id] != after[id] or _may_differ(before[id])):
            values, new_values = _values(before[id], old), _values(after[id], new)
            differing = {
                key: (value, new_values[key])
                for key, value in values.items()
                if not same(value, new_values[key])
            }
            if differing:
                changed.append(RecordChange(id, differing))
    return Changes(
        tuple(id for id in after if id not in before),
        tuple(id for id in before if id not in after),
        tuple(changed),
    )


def _may_differ(record: Any) -> bool:
    """Whether a record can differ from an equal one: 1 == True in the data of `extra`."""
    return bool(getattr(record, "extra", True) or getattr(record, "sources", ()))


def same(value: Any, other: Any) -> bool:
    """Whether two values are the same and of the same kinds: 1 is not true, and nan is nan."""
    if isinstance(value, Mapping) and isinstance(other, Mapping):
        return value.keys() == other.keys() and all(same(value[key], other[key]) for key in value)
    if isinstance(value, (list, tuple)) and isinstance(other, (list, tuple)):
        return len(value) == len(other) and all(map(same, value, other))
    return type(value) is type(other) and bool(value == other or value != value != other != other)


def _values(record: Any, ledger: Ledger) -> dict[str, Any]:
    """The values of a record by their keys in the ledger, where named records are ids."""
    if isinstance(record, Ledger):
        return {
            "title": record.title,
            "description": record.description,
            "covers": record.covers.text,
            "principals": [actor.id for actor in record.principals],
        }
    keys = {"when": "date", "readings": "period"}
    return {
        keys.get(field, field): _cited(value, ledger) if field == "sources" else _ids(value)
        for field, value in record._asdict().items()
    }


def _ids(value: Any) -> Any:
    """The value, with ids in place of actors and types."""
    if isinstance(value, (Actor, EventType)):
        return value.id
    is_group = type(value) is tuple and value and isinstance(value[0], (Actor, EventType))
    return [item.id for item in value] if is_group else value


def _cited(sources: Iterable[Source], ledger: Ledger) -> list[Any]:
    """The sources of a record. A reference to a declared source is its id, with any differences."""
    cited: list[Any] = []
    for source in sources:
        declared = ledger.sources.get(source.id or "")
        if declared is None:
            cited.append(source)
            continue
        differences = {
            key: value
            for key, value in source._asdict().items()
            if not same(value, getattr(declared, key))
        }
        cited.append({"ref": source.id, **differences} if differences else source.id)
    return cited


def _counts(old: Ledger, new: Ledger) -> tuple[NumberChange, ...]:
    """The types whose number of contacts differs, and the total if it differs."""
    contacts = Query(contacts=True)
    before, after = (
        tally(select(ledger, contacts), ["type"], ledger.types) for ledger in (old, new)
    )
    types = dict.fromkeys((*old.types, *new.types))
    none = Count([])
    pairs = [
        (type, before.rows.get((type,), none), after.rows.get((type,), none)) for type in types
    ]
    pairs.append(("total", before.total, after.total))
    return tuple(NumberChange(*pair) for pair in pairs if pair[1].max != pair[2].max)


def _verdicts(old: Ledger, new: Ledger) -> tuple[NumberChange, ...]:
    """The claims whose verdict differs, added and removed claims included."""
    before, after = (
        {judged.claim.id: judged.verdict for judged in judge_all(ledger.claims, ledger)}
        for ledger in (old, new)
    )
    return tuple(
        NumberChange(id, before.get(id), after.get(id))
        for id in dict.fromkeys((*before, *after))
        if before.get(id) != after.get(id)
    )
