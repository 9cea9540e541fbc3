"""Statements as data, in the form that `chrono schema statements` describes."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from typing import Any

from chrono.core.calendar import Time
from chrono.core.countries import COUNTRIES
from chrono.core.date_errors import DateError
from chrono.core.dates import When
from chrono.core.lookup import Lookup
from chrono.core.names import fold
from chrono.core.periods import Period
from chrono.core.proof.frames import Frame, Limits
from chrono.core.proof.lexicon import Lexicon, Party, Place, split
from chrono.core.spans import Span
from chrono.errors import UsageError

KEYS = frozenset((
    "text", "line", "column", "who", "types", "when", "where", "number", "rank", "tags", "denied",
    "unread", "verdict", "reading", "answer", "ids",
))  # fmt: skip
"""The keys of a statement, which `statement_schema` describes."""

_OR = " or "


def frame_of(statement: object, lexicon: Lexicon) -> Frame:
    """Return the frame of a statement. Raises UsageError for one that is not as in the schema."""
    if not isinstance(statement, dict):
        raise UsageError('a statement must be an object, such as {"who": ["Xi", "Trump"]}')
    statement = {key: value for key, value in statement.items() if value is not None}
    for key in statement:
        if key not in KEYS:
            raise UsageError(f'unknown key "{key}"; the keys are in `chrono schema statements`')
    ledger, lookup = lexicon.ledger, Lookup(lexicon.ledger)
    named = _words(statement, "types")
    types = frozenset(id for name in named for id in lookup.type(name))
    types = types or frozenset(id for id, type in ledger.types.items() if type.contact)
    who = tuple(_party(name, lexicon, lookup) for name in _words(statement, "who"))
    if not who:
        raise UsageError('"who" is missing; name who took part')
    number, rank = _number(statement.get("number")), statement.get("rank")
    if rank is not None and (not isinstance(rank, int) or isinstance(rank, bool) or rank == 0):
        raise UsageError('"rank" must be a whole number such as 2, or -1 for the last')
    denied, unread = statement.get("denied", False), statement.get("unread", "")
    if not isinstance(denied, bool) or not isinstance(unread, str):
        raise UsageError('"denied" must be true or false, and "unread" a text')
    tags = tuple(_words(statement, "tags"))
    if unknown := [tag for tag in tags if tag not in lexicon.tags]:
        raise UsageError(f'"tags": no event or coverage has the tag "{unknown[0]}"')
    return Frame(
        0, 0, types, types, who, tuple(map(_time, _words(statement, "when"))),
        tuple(_place(name, lexicon, lookup) for name in _words(statement, "where")),
        number, rank, tags, denied=denied, unread=unread,
    )  # fmt: skip


def as_statement(frame: Frame) -> dict[str, Any]:
    """Return the statement of a frame, which `frame_of` reads again."""
    low, high = frame.number or (None, None)
    limits = {key: one for key, one in (("min", low), ("max", high)) if one is not None}
    number: Any = low if low == high else limits
    found = {
        "who": [_OR.join(sorted(one.ids)) if len(one.ids) < 3 or not one.nation else one.nation
                for one in frame.who],
        "types": sorted(frame.narrow if frame.number else frame.types),
        "when": [_OR.join(_written(span, time) for span in time.readings) for time in frame.when],
        "where": [one.text if one.city else _OR.join(sorted(one.names or one.countries))
                  for one in frame.where if one.known],
        "number": number, "rank": frame.rank, "tags": [*frame.tags],
        "denied": frame.denied or None, "unread": frame.unread or None,
    }  # fmt: skip
    return {key: value for key, value in found.items() if value not in (None, [])}


def _words(statement: Mapping[str, Any], key: str) -> Sequence[str]:
    value = statement.get(key, [])
    if not isinstance(value, list) or not all(isinstance(one, str) and one for one in value):
        raise UsageError(f'"{key}" must be a list of texts, such as ["{_EXAMPLES[key]}"]')
    return value


_EXAMPLES = {"who": "Xi Jinping", "types": "call", "tags": "trade", "when": "2025-10-30",
             "where": "Busan"}  # fmt: skip


def _party(text: str, lexicon: Lexicon, lookup: Lookup) -> Party:
    kind, country = lexicon.proper.get(split(text), ("", None))
    if kind in ("nation", "capital") or text in lexicon.by_country:
        nation = text if text in lexicon.by_country else str(country)
        return Party(lexicon.by_country.get(nation, frozenset()), nation, (), text)
    ids = frozenset(lookup.actor(name).id for name in text.split(_OR))
    return Party(ids, "", (), text)


def _place(text: str, lexicon: Lexicon, lookup: Lookup) -> Place:
    names, countries = set[str](), set[str]()
    is_city = False
    for name in text.split(_OR):
        kind, value = lexicon.proper.get(split(name), ("", None))
        if fold(name) in {fold(place) for place in lexicon.ledger.words["places"]}:
            names |= lookup.places_named(name)
        elif kind == "where" and isinstance(value, Place):
            names |= value.names
            countries |= value.countries
        elif kind in ("nation", "capital") or name in COUNTRIES:
            countries.add(name if name in COUNTRIES else str(value))
            is_city = kind == "capital"
        else:
            countries |= lookup.place_country(name)
    return Place(frozenset(names), frozenset(countries), is_city and not names, text=text)


def _time(text: str) -> Time:
    """Return the time of a text such as `2025-05-10/2025-05-11` or `2025-01.. or 2025-02..`."""
    readings: list[Span] = []
    exact = True
    for part in text.split(_OR):
        try:
            if ".." in part and not re.match(r"[\[{]", part):
                readings.append(Period.parse(part).span)
                exact = False
            else:
                when = When.parse(part)
                readings.append(when.days)
                exact = exact and when.precision == "day"
        except DateError as error:
            raise UsageError(f'"when": {error}') from None
    return Time(tuple(readings), "", exact, True)


def _written(span: Span, time: Time) -> str:
    first, last = span
    if time.relation in ("since", "after"):
        return f"{first if time.relation == 'since' else _next(last)}.."
    if time.relation in ("until", "before"):
        return f"..{last if time.relation == 'until' else _next(first, -1)}"
    if time.exact and not time.relation:
        return str(first) if first == last else f"{first}/{last}"
    return f"{first or ''}..{last or ''}"


def _next(day: Any, step: int = 1) -> str:
    return str(day + dt.timedelta(step)) if day else ""


def _number(value: Any) -> Limits | None:
    if value is None:
        return None
    low, high = (value.get("min"), value.get("max")) if isinstance(value, dict) else (value, value)
    for limit in (low, high):
        if limit is not None and (type(limit) is not int or limit < 0):
            raise UsageError('"number" must be a whole number, or such as {"min": 2}')
    return Limits(low, high)
