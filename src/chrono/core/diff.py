"""Compare two ledgers: find the records that differ, and the counts and verdicts that change."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from chrono.core.claims import judge_all
from chrono.core.counting import Count, tally
from chrono.core.coverage import short_form
from chrono.core.model import Actor, EventType, Ledger, Source
from chrono.core.query import Match, Query, select
from chrono.core.same_value import same_value


class Difference(NamedTuple):
    """One difference between two ledgers: in a record, a count of contacts, or a claim's verdict.

    - `kind`: "count", "verdict", or the kind of record ("event", "claim", "actor", "type",
      "publisher", "source", "ledger")
    - `change`: "added", "removed" or "changed" for a record, "moved" for a count or a verdict
    - `id`: the id of the record or claim; for a count, the id of the type, or "total"
    - `before`: the value in the old ledger
    - `after`: the value in the new ledger

    For a changed record, both values are dicts of the keys that differ. For an added or removed
    record, both values are None.
    """

    kind: str
    change: str
    id: str
    before: Any = None
    after: Any = None

    @property
    def keys(self) -> list[str]:
        """Return the keys that differ in a changed record, or [] for other differences."""
        return list(self.before) if self.change == "changed" else []


Ids = Mapping[tuple[str, str], str]
"""The new id of each record of the old ledger whose id has changed, by (kind, old id)."""


def differences(old: Ledger, new: Ledger) -> Iterator[Difference]:
    """Yield the differences in content between two ledgers.

    A change in a declared actor, type or source is reported once, and not for each reference to the
    record. A renamed record is reported as changed. Undeclared actors are not compared.
    """
    old_records, records = _records(old), _records(new)
    new_ids = {
        (kind, former): id
        for kind, before in old_records.items()
        for id, record in records[kind].items()
        for former in getattr(record, "former_ids", ())
        if former in before and former not in records[kind]
    }
    for kind, after in records.items():
        before = {}
        for id, record in old_records[kind].items():
            new_id = new_ids.get((kind, id), id)
            # A record that was joined with another is removed; a renamed record is changed.
            before[id if new_id in old_records[kind] else new_id] = record
        yield from (Difference(kind, "added", id) for id in after if id not in before)
        yield from (Difference(kind, "removed", id) for id in before if id not in after)
        for id in before:
            if id in after:
                values, new_values = _values(before[id], old, new_ids), _values(after[id], new, {})
                if keys := [key for key in values if not same_value(values[key], new_values[key])]:
                    changed = [{key: side[key] for key in keys} for side in (values, new_values)]
                    yield Difference(kind, "changed", id, *changed)
    yield from _counts(old, new, new_ids)
    yield from _verdicts(old, new, new_ids)


def _records(ledger: Ledger) -> dict[str, Mapping[str, Any]]:
    return {
        "event": {event.id: event for event in ledger.events},
        "claim": {claim.id: claim for claim in ledger.claims},
        "actor": {id: actor for id, actor in ledger.actors.items() if actor.declared},
        "type": ledger.types,
        "publisher": ledger.publishers,
        "source": ledger.sources,
        "ledger": {"ledger": ledger},
    }


_IDS = {
    "follows": "event", "part_of": "event", "initiator": "actor", "side": "actor", "counts": "type",
    "type": "type", "says": "says",
}  # fmt: skip
"""The kind of record whose ids a field has. "says" is a table with such fields."""


def _values(record: Any, ledger: Ledger, new_ids: Ids) -> dict[str, Any]:
    fields = record._asdict()
    if isinstance(record, EventType):
        del fields["look"]  # which follows from the other fields, and is not in a file
    if isinstance(record, Ledger):
        covers, rows = short_form(record.coverage)
        own = {key: fields[key] for key in ("title", "description", "principals")}
        coverage = tuple(_translated(row.values(), ledger, new_ids) for row in rows)
        fields = {**own, "covers": covers and covers.text, "coverage": coverage}
    keys = {"when": "date", "readings": "period"}
    plain = _translated(fields, ledger, new_ids)
    return {keys.get(field, field): value for field, value in plain.items()}


def _plain(value: Any, ledger: Ledger, new_ids: Ids, kind: str = "") -> Any:
    """Return a value for comparison, with ids for actors, types and sources.

    A source that differs from its declaration becomes a dict of its id (under `ref`) and the fields
    that differ.
    """
    if type(value) is tuple:
        return [_plain(item, ledger, new_ids, kind) for item in value]
    if isinstance(value, (Actor, EventType)):
        noun = "actor" if isinstance(value, Actor) else "type"
        return new_ids.get((noun, value.id), value.id)
    if isinstance(value, str):
        return new_ids.get((kind, value), value)
    if isinstance(value, Mapping) and kind == "type":
        return {new_ids.get((kind, key), key): item for key, item in value.items()}
    if isinstance(value, Mapping) and kind == "says":
        return _translated(value, ledger, new_ids)
    if not isinstance(value, Source):
        return value
    if (declared := ledger.sources.get(value.id or "")) is None:
        return value._replace(**_translated(value._asdict(), ledger, new_ids))
    fields = value._asdict().items()
    differences = {key: own for key, own in fields if not same_value(own, getattr(declared, key))}
    id = new_ids.get(("source", declared.id or ""), declared.id)
    return {"ref": id, **_translated(differences, ledger, new_ids)} if differences else id


def _translated(fields: Mapping[str, Any], ledger: Ledger, new_ids: Ids) -> dict[str, Any]:
    return {key: _plain(one, ledger, new_ids, _IDS.get(key, "")) for key, one in fields.items()}


def _counts(old: Ledger, new: Ledger, new_ids: Ids) -> Iterator[Difference]:
    contacts = Query(contacts=True)
    before, after = (tally(select(ledger, contacts), ["type"]) for ledger in (old, new))
    matches: dict[str, list[Match]] = {}
    for (id,), count in before.rows.items():
        matches.setdefault(new_ids.get(("type", id), id), []).extend(count.matches)
    for id in dict.fromkeys((*old.types, *new.types)):
        counts = [Count(matches.get(id, [])), after.rows.get((id,), Count([]))]
        if counts[0].max != counts[1].max:
            yield Difference("count", "moved", id, *counts)
    if before.total.max != after.total.max:
        yield Difference("count", "moved", "total", before.total, after.total)


def _verdicts(old: Ledger, new: Ledger, new_ids: Ids) -> Iterator[Difference]:
    before, after = (
        {verdict.claim.id: verdict.verdict for verdict in judge_all(ledger.claims, ledger)}
        for ledger in (old, new)
    )
    joined = {id for kind, id in new_ids if kind == "claim" and new_ids[kind, id] in before}
    before = {
        id if id in joined else new_ids.get(("claim", id), id): one for id, one in before.items()
    }
    for id in dict.fromkeys((*before, *after)):
        if before.get(id) != after.get(id):
            yield Difference("verdict", "moved", id, before.get(id), after.get(id))
