"""Put the reading of a statement into words: `4 phone calls, Ann Ash with Ben Birch, 2025`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from chrono.core import english
from chrono.core.model import EventType, Number
from chrono.core.proof.hosts import country_names
from chrono.core.proof.kinds import Kind
from chrono.core.proof.statements import Description, Statement
from chrono.core.proof.times import Distance, Time
from chrono.core.proof.words import ORDINALS
from chrono.core.spans import Span

Types = Mapping[str, EventType]

_ORDINALS = {0: "the only", -1: "the last"}
_ORDINALS |= {number: f"the {word}" for word, number in ORDINALS.items() if number <= 5}


def reading(statement: Statement, types: Types) -> str:
    """Return a phrase that states how chrono read a statement: `4 phone calls, 2025`."""
    return ", ".join(filter(None, _parts(statement, types)))


def _parts(statement: Statement, types: Types) -> Iterator[str]:
    about = statement.about
    yield _head(statement, types)
    yield from _who_and_where(about)
    yield english.join_and([_days(time.span) for time in about.times])
    # The start of a period comes before its end: `after 11 May and up to 10 Oct`.
    order = sorted(statement.windows, key=lambda time: time.prep in ("until", "by", "before"))
    yield " and ".join(_window(time) for time in order if time not in about.times)
    if statement.bound:
        way, event = statement.bound
        yield f"{way} {_event(event, types)}"
    if statement.distance:
        yield _distance(statement.distance, _event(statement.other or Description(), types))


def _head(statement: Statement, types: Types) -> str:
    kind, amount, ordinal = statement.about.kind, statement.amount, statement.ordinal
    if amount is not None:
        number = amount.low if amount.low == amount.high or amount.high is None else amount.high
        words = "no" if amount.high == 0 else str(Number(amount.low, amount.high))
        return f"{words} {_kind(kind, types, number)}"
    if ordinal is not None:
        name = _kind(kind, types, 1)
        return f"{_ORDINALS[ordinal]} {name}" if ordinal in _ORDINALS else f"{name} {ordinal}"
    return _kind(kind, types, 1) if kind else ""


def _kind(kind: Kind | None, types: Types, number: int | None) -> str:
    tag = f"{english.join_or(sorted(kind.tags))} " if kind and kind.tagged else ""
    if kind is None or {id for id, type in types.items() if type.contact} <= kind.types:
        return f"{tag}contact" if number == 1 else f"{tag}contacts"
    known = [type.called(number) for id, type in types.items() if id in kind.types]
    return tag + english.join_or(known or sorted(kind.types))


def _who_and_where(about: Description) -> Iterator[str]:
    if about.parties:
        yield english.together([party.label for party in about.parties])
    if about.places:
        yield f"in {english.join_or([place.name for place in about.places])}"
    if about.hosting and about.hosting.hosts:
        yield f"hosted by {english.join_or(country_names(about.hosting.hosts))}"


def _event(about: Description, types: Types) -> str:
    named = [f'"{event.title}"' for event in about.named]
    ordinal = [_ORDINALS.get(about.ordinal, "an earlier")] if about.ordinal is not None else []
    kind = [_kind(about.kind, types, 1)] if about.kind and not named else []
    days = [_days(time.span) for time in about.times]
    parts = (*named, " ".join((*ordinal, *kind)), *_who_and_where(about), *days)
    return ", ".join(filter(None, parts))


def _days(days: Span) -> str:
    return english.span(days, True)


def _window(time: Time) -> str:
    first, last = time.span
    prep = "up to" if time.prep in ("by", "until") else time.prep
    day = {"since": first, "before": first, "up to": last, "after": last}.get(prep)
    return f"{prep} {english.short(day, True)}" if day else _days(time.span)


def _distance(distance: Distance, other: str) -> str:
    low, high, way = distance.low, distance.high, distance.way
    days = f"{low}" if low == high else f"{low} to {high}" if low else f"at most {high}"
    unit = "day" if low == high == 1 else "days"
    if way in ("near", "between"):
        return f"{days} {unit} from {other}"
    return f"the same day as {other}" if low == high == 0 else f"{days} {unit} {way} {other}"
