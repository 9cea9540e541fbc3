"""Make a JSON Schema (2020-12) of the ledger's format."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from chrono.core.countries import BODIES, COUNTRIES, LETTER
from chrono.core.english import join_or
from chrono.core.model import BUILT_IN
from chrono.core.periods import PLAIN_PERIOD
from chrono.core.precisions import POINT, PRECISIONS, any_of
from chrono.files.format import keys
from chrono.files.format.containers import ListOf, Table
from chrono.files.format.kind import Schema, one_line_matching
from chrono.files.format.kinds import EXTRA
from chrono.files.format.kinds import ID as ID_KIND

ID = "https://github.com/chrono-ledger/chrono/ledger.schema.json"
"""The identifier of the schema. Nothing is fetched from this address."""


_PERIOD = "A period such as 2025, 2025-10, 2025-Q4 or 2025-06..2025-08."
_COUNTRY = "An ISO 3166-1 alpha-2 code, or the name of an international organisation."


def schema() -> Schema:
    """Return the JSON Schema of a ledger, as data for `dumps`."""
    body_name = one_line_matching(rf"(?=.*\S)(?=.*{LETTER})(?:.|...+)")
    body = {"title": "an international organisation", **body_name}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": ID,
        "title": "chrono ledger",
        "description": "A chronology of diplomatic contacts, format version 1.",
        "type": "object",
        "properties": {
            "ledger": keys.LEDGER.schema(),
            "coverage": ListOf(keys.COVERAGE).schema(),
            "actors": {**_by_id(keys.ACTOR), "propertyNames": ID_KIND.schema()},
            "types": _types(),
            "publishers": _by_id(keys.PUBLISHER),
            "sources": _by_id(keys.SOURCE),
            "events": ListOf(keys.EVENT).schema(),
            "claims": ListOf(keys.CLAIM).schema(),
            "extra": EXTRA.schema(),
        },
        "additionalProperties": False,
        "$defs": {
            "date": _one_of("A TOML date, or an EDTF date in quotes.", DATES),
            "period": _one_of(_PERIOD, PERIODS),
            "country": {"description": _COUNTRY, "anyOf": [{"enum": [*COUNTRIES, *BODIES]}, body]},
            "source": keys.INLINE_SOURCE.schema(),
        },
    }


def _by_id(table: Table) -> Schema:
    return {"type": "object", "additionalProperties": table.schema()}


def _types() -> Schema:
    changed = keys.TYPE.schema()
    return {
        "type": "object",
        "properties": dict.fromkeys(BUILT_IN, changed),
        "additionalProperties": {**changed, "required": ["label"]},
        "propertyNames": {"not": {"const": "total"}},
    }


def _one_of(description: str, patterns: Mapping[str, str]) -> Schema:
    forms = [{"title": title, **one_line_matching(pattern)} for title, pattern in patterns.items()]
    return {"description": description, "anyOf": forms}


_MEMBER = any_of(rf"{POINT}(?:\.\.(?:{POINT})?)?", rf"\.\.{POINT}")
_SET = rf"\[{_MEMBER}(?:,{_MEMBER})*\]"
_END = any_of(POINT, _SET)

DATES = {
    f"a {join_or([name for name in PRECISIONS if name != 'time'])}": POINT,
    "a time of day": PRECISIONS["time"].pattern,
    "an interval": any_of(rf"{_END}/(?:{_END}|\.\.)?", rf"(?:\.\.)?/{_END}"),
    "one of a set": _SET,
}
"""The pattern of each form of a date, by the title of the form.

The patterns also match a range that ends before it begins.
"""

PERIODS = {
    "a day, month, quarter or year": PLAIN_PERIOD,
    "a range of periods": any_of(rf"{PLAIN_PERIOD}\.\.(?:{PLAIN_PERIOD})?", rf"\.\.{PLAIN_PERIOD}"),
}
"""The pattern of each form of a period, by the title of the form.

The patterns also match a period that ends before it begins.
"""


def dumps(schema: Mapping[str, Any] | Sequence[Any]) -> str:
    """Return data, such as a schema, as indented JSON text that ends with a line end."""
    import json  # imported here: reading a ledger does not need it

    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"
