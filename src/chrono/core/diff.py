"""Compare two ledgers: which records differ, and so which counts and verdicts differ."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from chrono.core.claims import judge_all
from chrono.core.counting import Count, tally
from chrono.core.model import Actor, EventType, Ledger, Source
from chrono.core.query import Query, select


class Difference(NamedTuple):
    """One difference between two ledgers: in a record, a count of contacts or a claim's verdict.

    `kind`: a kind of record ("event", "claim", "actor", "type", "source", or "ledger" for
    `[ledger]`), "count" or "verdict"; `change`: "added", "removed" or "changed" for a record, else
    "moved"; `id`: of the record (or "ledger"), of the counted type (or "total"), or of the claim;
    `before`, `after`: for a changed record, changed key -> value; for a count, the two counts; for
    a verdict, the two verdicts (None if a ledger lacks the claim); otherwise None.
    """

    kind: str
    change: str
    id: str
    before: Any = None
    after: Any = None

    @property
    def keys(self) -> list[str]:
        """The keys whose values differ in a changed record; empty if the record is not changed."""
        return list(self.before) if self.change == "changed" else []


def compare(old: Ledger, new: Ledger) -> Iterator[Difference]:
    """Yield the differences in content of two ledgers; how their files are written is ignored.

    A change of a declared actor, type or source is not repeated for the records that name it.
    Undeclared actors are not compared. Within a kind the order is added, removed, changed.
    """
    records = _records(new)
    for kind, before in _records(old).items():
        after = records[kind]
        yield from (Difference(kind, "added", id) for id in after if id not in before)
        yield from (Difference(kind, "removed", id) for id in before if id not in after)
        for id in before:
            if id in after:
                values, new_values = _values(before[id], old), _values(after[id], new)
                if keys := [key for key in values if not same(values[key], new_values[key])]:
                    changed = [{key: side[key] for key in keys} for side in (values, new_values)]
                    yield Difference(kind, "changed", id, *changed)
    yield from _counts(old, new)
    yield from _verdicts(old, new)


def _records(ledger: Ledger) -> dict[str, Mapping[str, Any]]:
    return {
        "event": {event.id: event for event in ledger.events},
        "claim": {claim.id: claim for claim in ledger.claims},
        "actor": {id: actor for id, actor in ledger.actors.items() if actor.declared},
        "type": ledger.types,
        "source": ledger.sources,
        "ledger": {"ledger": ledger},
    }


def same(value: Any, other: Any) -> bool:
    """Whether two values are equal and of one type: 1 differs from True, and nan equals nan."""
    if isinstance(value, Mapping) and isinstance(other, Mapping):
        return value.keys() == other.keys() and all(same(value[key], other[key]) for key in value)
    if isinstance(value, (list, tuple)) and isinstance(other, (list, tuple)):
        return len(value) == len(other) and all(map(same, value, other))
    return type(value) is type(other) and bool(value == other or value != value != other != other)


def _values(record: Any, ledger: Ledger) -> dict[str, Any]:
    """Key in a ledger file -> value, for each field of a record; the key of `when` is `date`."""
    fields = record._asdict()
    if isinstance(record, Ledger):
        fields = {key: fields[key] for key in ("title", "description", "covers", "principals")}
        fields["covers"] = record.covers.text
    keys = {"when": "date", "readings": "period"}
    return {keys.get(field, field): _plain(value, ledger) for field, value in fields.items()}


def _plain(value: Any, ledger: Ledger) -> Any:
    """The value with lists for tuples, and with ids for actors, types and declared sources.

    A source that differs from its declaration becomes a dict: its id as `ref`, and the differences.
    """
    if type(value) is tuple:
        return [_plain(item, ledger) for item in value]
    if isinstance(value, (Actor, EventType)):
        return value.id
    if not isinstance(value, Source) or (declared := ledger.sources.get(value.id or "")) is None:
        return value
    fields = value._asdict().items()
    differences = {key: own for key, own in fields if not same(own, getattr(declared, key))}
    return {"ref": value.id, **differences} if differences else value.id


def _counts(old: Ledger, new: Ledger) -> Iterator[Difference]:
    """A difference for each type, and for the total, whose greatest number of contacts differs."""
    contacts = Query(contacts=True)
    before, after = (
        tally(select(ledger, contacts), ["type"], ledger.types) for ledger in (old, new)
    )
    for id in dict.fromkeys((*old.types, *new.types)):
        counts = [side.rows.get((id,), Count([])) for side in (before, after)]
        if counts[0].max != counts[1].max:
            yield Difference("count", "moved", id, *counts)
    if before.total.max != after.total.max:
        yield Difference("count", "moved", "total", before.total, after.total)


def _verdicts(old: Ledger, new: Ledger) -> Iterator[Difference]:
    """A difference for each claim whose verdict differs, also for added and removed claims."""
    before, after = (
        {verdict.claim.id: verdict.verdict for verdict in judge_all(ledger.claims, ledger)}
        for ledger in (old, new)
    )
    for id in dict.fromkeys((*before, *after)):
        if before.get(id) != after.get(id):
            yield Difference("verdict", "moved", id, before.get(id), after.get(id))
