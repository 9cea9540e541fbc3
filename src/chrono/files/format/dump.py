"""Convert records, such as an Event or an Actor, to TOML values by key ("fields")."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from chrono.core.coverage import short_form
from chrono.core.model import BUILT_IN, Actor, Claim, Event, EventType, Ledger, Publisher, Source
from chrono.errors import UsageError
from chrono.files.format import keys
from chrono.files.format.content import has_content, source_reference

_EVENT, _CLAIM = (table.without("sources") for table in (keys.EVENT, keys.CLAIM))
FLAGS = frozenset(
    name
    for table in (keys.EVENT, keys.SOURCE)
    for name, key in table.keys.items()
    if key.default is False
)
"""The keys of events and sources that are false by default, such as `private`."""


def ledger_fields(ledger: Ledger) -> dict[str, Any]:
    """Return the fields of the table `[ledger]` that have content, except `include` and `extra`."""
    covers, _ = short_form(ledger.coverage)
    fields = {
        "version": keys.VERSION,
        "title": ledger.title,
        "description": ledger.description,
        "covers": covers and covers.text,
        "principals": [actor.id for actor in ledger.principals],
    }
    return {key: value for key, value in fields.items() if has_content(value)}


def event_fields(event: Event, declared: Mapping[str, Source]) -> dict[str, Any]:
    """Return the fields of an event by key. Declared sources are written as references.

    `declared`: the declared sources by id.
    """
    return {**_EVENT.dump(event), **_references(event, declared)}


def claim_fields(claim: Claim, declared: Mapping[str, Source]) -> dict[str, Any]:
    """Return the fields of a claim by key. Declared sources are written as references.

    `declared`: the declared sources by id.
    """
    fields = {**_CLAIM.dump(claim), **_references(claim, declared)}
    if claim.as_of == claim.date:
        del fields["as_of"]
    return fields


def actor_fields(actor: Actor) -> dict[str, Any]:
    """Return the fields of an actor by key, including `id`."""
    return {"id": actor.id, **keys.ACTOR.dump(actor)}


def type_fields(kind: EventType) -> dict[str, Any] | None:
    """Return the fields of an event type by key, including `id`, or None for an unchanged built-in
    type.
    """
    if kind == (built_in := BUILT_IN.get(kind.id)):
        return None
    fields = {"id": kind.id, **keys.TYPE.dump(kind)}
    if kind.contact == (built_in.contact if built_in else False):
        del fields["contact"]
    return fields


def publisher_fields(publisher: Publisher) -> dict[str, Any]:
    """Return the fields of a publisher by key, including `id`."""
    return {"id": publisher.id, **keys.PUBLISHER.dump(publisher)}


def source_fields(source: Source) -> dict[str, Any]:
    """Return the fields of a source by key, including `id` if the source is declared."""
    return dict(keys.SOURCE_ITEM.dump(source))


def _references(owner: Event | Claim, declared: Mapping[str, Source]) -> dict[str, Any]:
    sources = []
    for source in owner.sources:
        base = declared.get(source.id) if source.id is not None else None
        if source is base:
            sources.append(source.id)
            continue
        fields = keys.SOURCE.dump(source)
        if source.id is not None and base is not None:
            cleared = (flag for flag in FLAGS if getattr(base, flag, False))
            fields |= {flag: False for flag in cleared if not getattr(source, flag)}
            fields = source_reference(source.id, fields, keys.SOURCE.dump(base))
        sources.append(fields)
    return {"sources": sources} if sources else {}


def without_empty(record: Mapping[str, Any], omit: Collection[str] = ()) -> dict[str, Any]:
    """Return the fields of a record from JSON, without empty values, and without flags that are
    false.

    A flag is a key such as `private`. `omit`: more keys to leave out. Raises UsageError for None in
    a list, except under `sources`.
    """
    return {
        key: _without_null(value, key)
        for key, value in record.items()
        if key not in omit and has_content(value) and not (key in FLAGS and value is False)
    }


def _without_null(value: Any, key: str) -> Any:
    if isinstance(value, Mapping):
        return {name: _without_null(item, name) for name, item in value.items() if item is not None}
    if isinstance(value, list):
        if None in value:
            raise UsageError(f"{key} contains null; remove it from the list")
        if key == "sources":  # None in a source removes a key of its declared source
            return value
        return [_without_null(item, key) for item in value]
    return value
