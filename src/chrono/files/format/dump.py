"""Things of the core as a ledger writes them: an event, an actor, a claim … as keys and values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from chrono.core.dates import When
from chrono.core.model import BUILT_IN_TYPES, Actor, Claim, Event, EventType, Ledger, Number, Source
from chrono.core.periods import EVERYTHING
from chrono.files.format import keys
from chrono.files.format.content import has_content, source_reference
from chrono.files.format.typed_values import typed

_BUILT_IN = {kind.id: kind for kind in BUILT_IN_TYPES}


def ledger_fields(ledger: Ledger) -> dict[str, Any]:
    """The keys of [ledger]."""
    covers = ledger.covers.text if ledger.covers != EVERYTHING else None
    principals = [actor.id for actor in ledger.principals]
    found = {"title": ledger.title, "description": ledger.description, "covers": covers}
    return {"version": keys.VERSION, **_said({**found, "principals": principals})}


def event_fields(event: Event, declared: Mapping[str, Source]) -> dict[str, Any]:
    """The keys of an event; of a declared source its id, with what this event has differently."""
    found = {key: value for key, value in event._asdict().items() if key in keys.EVENT.readers}
    return _said(
        {
            **found,
            "date": _date(event.when),
            "type": event.type.id,
            "actors": _ids(event.actors),
            "present": _ids(event.present),
            "status": event.status if event.status != "held" else None,
            "sources": [_source(source, declared) for source in event.sources],
        }
    )


def whole_event_fields(event: Event) -> dict[str, Any]:
    """The same with all that its sources say, also of those that are declared."""
    sources = [source_fields(source) for source in event.sources]
    return {**event_fields(event, {}), **({"sources": sources} if sources else {})}


def claim_fields(claim: Claim, declared: Mapping[str, Source]) -> dict[str, Any]:
    """The keys of a claim."""
    found = {key: value for key, value in claim._asdict().items() if key in keys.CLAIM.readers}
    (name, only), *others = claim.readings
    readings = {name: period.text for name, period in claim.readings}
    return _said(
        {
            **found,
            "by": claim.by.id,
            "as_of": claim.as_of if claim.as_of != claim.date else None,
            "period": only.text if name is None and not others else readings,
            "actors": _ids(claim.actors),
            "types": [kind.id for kind in claim.types],
            "sources": [_source(source, declared) for source in claim.sources],
        }
    )


def actor_fields(actor: Actor) -> dict[str, Any]:
    """The keys of an actor, and its id."""
    roles = [
        _said({"title": role.title, "from": role.since, "until": role.until, "extra": role.extra})
        for role in actor.roles
    ]
    found = {"id": actor.id, "name": actor.name, "aliases": actor.aliases}
    return _said({**found, "country": actor.country, "roles": roles, "extra": actor.extra})


def type_fields(kind: EventType) -> dict[str, Any] | None:
    """The keys of a type, and its id; None where it is as it is built in."""
    if kind == (built_in := _BUILT_IN.get(kind.id)):
        return None
    found: dict[str, Any] = {"id": kind.id, "label": kind.label, "plural": kind.plural}
    if kind.contact != (built_in.contact if built_in else False):
        found["contact"] = kind.contact
    return {**found, **_said({"extra": kind.extra})}


def source_fields(source: Source) -> dict[str, Any]:
    """The keys of a source, and its id if it is a declared one."""
    found = {"id": source.id, **source._asdict()}
    return _said({**found, "private": source.private or None})


def _source(source: Source, declared: Mapping[str, Source]) -> Any:
    own = {key: value for key, value in source_fields(source).items() if key != "id"}
    if source.id is None or (base := declared.get(source.id)) is None:
        return own
    if source.private is False and base.private:
        own["private"] = False
    return source_reference(source.id, own, source_fields(base))


def _ids(actors: Sequence[Actor]) -> list[str]:
    return [actor.id for actor in actors]


def _date(when: When) -> Any:
    """A plain day or time as TOML's own, and else the EDTF text."""
    return typed(keys.EVENT.readers["date"], when.text)


def _plain(value: Any) -> Any:
    """A value in TOML's terms; what the user wrote under `extra` stays of its kind."""
    if isinstance(value, When):
        return _date(value)
    if isinstance(value, Number):
        if value.min == value.max:
            return value.min
        return {key: bound for key, bound in value._asdict().items() if bound is not None}
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    return value


def _said(found: Mapping[str, Any]) -> dict[str, Any]:
    """The keys that say something, their values in TOML's terms."""
    plain = {key: _plain(value) for key, value in found.items() if value is not None}
    return {
        key: value
        for key, value in plain.items()
        if has_content(value) and not (key == "private" and value is False)
    }
