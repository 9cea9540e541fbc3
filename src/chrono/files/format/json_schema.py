"""The ledger's format as a JSON Schema (2020-12), for editors that complete and check while typing.

Made from the very readers of `keys.py`, so that an editor and the loader hold a value for the same.
What needs the whole ledger, an id that exists, a name that is one actor's, is beyond a schema.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from chrono.core.countries import BODIES, COUNTRIES
from chrono.core.english import join_or
from chrono.core.model import BUILT_IN_TYPES
from chrono.core.periods import PLAIN_PERIOD
from chrono.core.precisions import POINT, PRECISIONS, any_of
from chrono.files.format import keys, kinds
from chrono.files.format.kinds import Choice, Each, Items, Keys, Reader

Schema = dict[str, Any]

ID = "https://github.com/chrono-ledger/chrono/ledger.schema.json"
"""The name that the schema bears; nothing is fetched from there."""


def schema() -> Schema:
    """The schema of a ledger, as JSON can hold it."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": ID,
        "title": "chrono ledger",
        "description": "A chronology of diplomatic contacts, format version 1.",
        "type": "object",
        "properties": {
            "ledger": _table(keys.LEDGER, "ledger"),
            "actors": _registry(keys.ACTOR, "actor", kinds.identifier),
            "types": _types(),
            "sources": _registry(keys.SOURCE, "source"),
            "events": _list_of(_table(keys.EVENT, "event")),
            "claims": _list_of(_table(keys.CLAIM, "claim")),
            "extra": _of(kinds.free),
        },
        "additionalProperties": False,
        "$defs": {
            "date": _one_of("A date: a TOML date, or EDTF in quotes.", DATES),
            "period": _one_of(
                "A period such as 2025, 2025-10, 2025-Q4 or 2025-06..2025-08.", PERIODS
            ),
            "country": {
                "description": "A code of ISO 3166-1 alpha-2, or a body's name.",
                "anyOf": [
                    {"enum": [*COUNTRIES, *BODIES]},
                    {"title": "a body's name", **_text(r"(?=.*\S)(?:.|...+)")},
                ],
            },
            "source": _table(keys.INLINE_SOURCE, "source"),
        },
    }


def _list_of(item: Schema) -> Schema:
    return {"type": "array", "items": item}


def _registry(table: Keys, name: str, id: Reader | None = None) -> Schema:
    """Tables by their ids."""
    found: Schema = {"type": "object", "additionalProperties": _table(table, name)}
    if id is not None:
        found["propertyNames"] = _of(id)
    return found


def _types() -> Schema:
    """Built-in types may be changed in part; a new one must have a label."""
    changed = _table(keys.TYPE, "type")
    return {
        "type": "object",
        "properties": {kind.id: changed for kind in BUILT_IN_TYPES},
        "additionalProperties": {**changed, "required": ["label"]},
        "propertyNames": {"not": {"const": "total"}},
    }


def _table(table: Keys, name: str) -> Schema:
    """An object with these keys and no other."""
    said = DESCRIPTIONS.get(name, {})
    found: Schema = {
        "type": "object",
        "properties": {
            key: _described(_of(reader, key in table.required), said.get(key))
            for key, reader in table.readers.items()
        },
        "additionalProperties": False,
    }
    if table.required:
        found["required"] = list(table.required)
    if table.either:
        found["anyOf"] = [{"required": [key]} for key in table.either]
    return found


def _described(found: Schema, text: str | None) -> Schema:
    return {"description": text, **found} if text else found


# -- values -----------------------------------------------------------------------------------


def _of(reader: Reader, required: bool = True) -> Schema:
    """The schema of what a reader takes; a text that is not required may be empty."""
    if isinstance(reader, Choice):
        return {"enum": list(reader.options)}
    if isinstance(reader, Items):
        found = _list_of(_of(reader.item))
        return {**found, "minItems": 1} if reader.filled else found
    if isinstance(reader, Each):
        return _each(reader)
    if isinstance(reader, Keys):
        return _table(reader, _NAMES.get(id(reader), ""))
    if not required and reader in (kinds.text, kinds.line, kinds.country):
        blank: Schema = {"type": "string", "pattern": r"^\s*$"}
        return {"type": "string"} if reader is kinds.text else {"anyOf": [_of(reader), blank]}
    return _VALUES[reader]()


def _each(reader: Each) -> Schema:
    found: Schema = {
        "type": "object",
        "properties": {"extra": _of(kinds.free)},
        "additionalProperties": _of(reader.value),
    }
    if reader.name is not None:
        found["propertyNames"] = {"anyOf": [_of(reader.name), {"const": "extra"}]}
    if reader.filled:
        alone = {"required": ["extra"], "maxProperties": 1}
        found |= {"minProperties": 1, "not": alone}
    return found


def _text(pattern: str) -> Schema:
    """A text of one line that is just so."""
    return {"type": "string", "pattern": f"^({pattern})$", "not": {"pattern": r"[\r\n]"}}


def _one_of(description: str, patterns: Mapping[str, str]) -> Schema:
    """A text of one of a few forms: an editor then says so, and does not show a pattern."""
    forms = [{"title": title, **_text(pattern)} for title, pattern in patterns.items()]
    return {"description": description, "anyOf": forms}


def _count() -> Schema:
    whole = {"type": "integer", "minimum": 0, "maximum": 2**63 - 1}
    bounds = {
        "type": "object",
        "properties": {"min": whole, "max": whole},
        "additionalProperties": False,
        "minProperties": 1,
    }
    return {"anyOf": [whole, bounds]}


def _readings() -> Schema:
    return {"anyOf": [_ref("period"), _each(Each(kinds.period, filled=True))]}


def _source() -> Schema:
    said = {"type": "string", "pattern": r"\S", "not": {"pattern": "^https?://"}}
    return {"anyOf": [said, _ref("source")]}


def _ref(name: str) -> Schema:
    return {"$ref": f"#/$defs/{name}"}


_VALUES: Mapping[Reader, Callable[[], Schema]] = {
    kinds.text: lambda: {"type": "string", "pattern": r"\S"},
    kinds.line: lambda: {"type": "string", "pattern": r"\S", "not": {"pattern": r"[\r\n]"}},
    kinds.identifier: lambda: _text("[a-z0-9-]+"),
    kinds.boolean: lambda: {"type": "boolean"},
    keys.version: lambda: {"type": "integer", "minimum": 1, "maximum": keys.VERSION},
    kinds.when: lambda: _ref("date"),
    kinds.period: lambda: _ref("period"),
    kinds.country: lambda: _ref("country"),
    kinds.url: lambda: _text(r"[hH][tT][tT][pP][sS]?://[^\s/?#]+\S*"),
    kinds.number: _count,
    kinds.readings: _readings,
    keys.source: _source,
    kinds.free: lambda: {"type": "object"},
}
"""Each reader of a single value -> the schema of what it takes."""

_NAMES = {id(keys.ROLE): "role", id(keys.DATES): "dates", id(keys.SAYS): "says"}
"""The tables that stand within others, by what their keys are described under."""


# -- dates ------------------------------------------------------------------------------------


_MEMBER = any_of(rf"{POINT}(?:\.\.(?:{POINT})?)?", rf"\.\.{POINT}")
_SET = rf"\[{_MEMBER}(?:,{_MEMBER})*\]"
_END = any_of(POINT, _SET)

DATES = {
    f"a {join_or([name for name in PRECISIONS if name != 'time'])}": POINT,
    "a time of day": PRECISIONS["time"].pattern,
    "an interval": any_of(rf"{_END}/(?:{_END}|\.\.)?", rf"(?:\.\.)?/{_END}"),
    "one of a set": _SET,
}
"""Every date that is one, and those that end before they begin."""

PERIODS = {
    "a day, month, quarter or year": PLAIN_PERIOD,
    "from one to another": any_of(
        rf"{PLAIN_PERIOD}\.\.(?:{PLAIN_PERIOD})?", rf"\.\.{PLAIN_PERIOD}"
    ),
}
"""Every period that is one, and those that end before they begin."""


# -- what an editor says of a key ---------------------------------------------------------------

DESCRIPTIONS: Mapping[str, Mapping[str, str]] = {
    "ledger": {
        "version": "The version of the format.",
        "title": "What the ledger is called.",
        "description": "What it holds, and by which rules.",
        "covers": "The period it was kept for; nothing is said about silence outside it.",
        "principals": "Whose contacts head the summary.",
        "include": "Further files, relative to this one; * and ** match many.",
    },
    "actor": {
        "name": "The name, as it is shown.",
        "aliases": "Other names, in any script; a search finds whole words of them.",
        "country": "The country or body that it acts for.",
        "roles": "The offices it held, each with its days.",
    },
    "role": {
        "title": "The office.",
        "from": "The first day.",
        "until": "The last day.",
    },
    "type": {
        "label": "What one is called.",
        "plural": "What several are called.",
        "contact": "Whether such an event between two countries is a contact.",
    },
    "source": {
        "ref": "The id of a declared source that this one starts from.",
        "publisher": "Who put it out.",
        "origin": "Whose text it is, when that is another.",
        "title": "The headline.",
        "url": "Where it stands, http or https.",
        "date": "When it was published.",
        "archive": "A copy that will last, http or https.",
        "side": "Whose account it is: a country or an actor.",
        "grade": "A (best) to F, your own judgement.",
        "quote": "A short quotation.",
        "says": "Where this source differs from the event.",
        "private": "Left out of every export.",
    },
    "says": {
        "date": "The date that it gives.",
        "type": "The type that it gives.",
        "place": "The place that it gives.",
        "initiator": "Who asked for it, according to it.",
    },
    "event": {
        "id": "Of a-z, 0-9 and hyphens; no other event has it.",
        "date": "When: a day, or as much as is known, in EDTF.",
        "type": "What kind of event: meeting, call, video, talks … or one of your own.",
        "title": "What happened, on one line.",
        "actors": "Who deal with each other: ids, names or aliases.",
        "present": "Who were there; found by --present, never counted.",
        "place": "Where.",
        "place_country": "In which country.",
        "initiator": 'Who asked for it: one of the actors, a country, or "disputed".',
        "summary": "Free text, of many lines if need be.",
        "notes": "Your own; no export shows them.",
        "tags": "Words to find it by.",
        "status": "held where nothing is said; only what was held is counted.",
        "follows": "The ids of the events that this one follows up.",
        "part_of": "The id of the event that this one belongs to.",
        "local_dates": "When the capitals' dates differ: by country; date is one of them.",
        "dates": "Further dates in the life of a plan or a measure.",
        "private": "Left out of every export.",
        "sources": "Who says so: ids of declared sources, or tables.",
    },
    "dates": {
        "announced": "When it was made known.",
        "planned": "When it was to be.",
        "signed": "When it was signed.",
        "effective": "When it came into force.",
        "suspended": "When it was suspended.",
        "ended": "When it ended, or is to end.",
    },
    "claim": {
        "id": "No other claim has it.",
        "by": "Who said it: an actor, or a name.",
        "date": "When it was said.",
        "as_of": "The last day whose events count; the day it was said where left out.",
        "statement": "What was said.",
        "wording": "Whether these are the speaker's own words.",
        "window": "The window in the speaker's words.",
        "period": "The window as a period, or each reading of it by name.",
        "actors": "Only events in which all of them take part.",
        "types": "What total counts; all contact types where left out.",
        "tags": "Only events that bear all of these.",
        "counts": "How many of each type: 4, { min = 40 } or { max = 3 }.",
        "total": "How many in all.",
        "disputed": "Why a known disagreement stands; then check passes.",
        "sources": "Where it was said.",
    },
}
"""Table -> key -> one sentence; `extra` needs none."""


def dumps(found: Mapping[str, Any] | Sequence[Any]) -> str:
    """The schema as the file has it."""
    import json  # only here: the loader knows no schema

    return json.dumps(found, ensure_ascii=False, indent=2) + "\n"
