"""The JSON Schema (2020-12) of a statement, for `chrono schema statements`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

_STRINGS: Mapping[str, Any] = {"type": "array", "items": {"type": "string"}}
_NUMBER: Mapping[str, Any] = {"type": "integer", "minimum": 0}
SCHEMA: Mapping[str, Any] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "title": "A statement of a text about contacts",
    "type": "object",
    "required": ["who"],
    "properties": {
        "text": {"type": "string", "description": "The words of the text."},
        "line": {**_NUMBER, "description": "The line of the text, from 1."},
        "column": {**_NUMBER, "description": "The column of the text, from 1."},
        "who": {**_STRINGS, "minItems": 1, "description":
                "Who took part: actors by name or id, or countries. All must have taken part."},
        "types": {**_STRINGS, "description":
                  "The types of contact it can be, such as call; without types, any."},
        "when": {**_STRINGS, "description":
                 "When: a date in EDTF for the days of one event, such as 2025-05-10/2025-05-11, or"
                 " a period as in `chrono count`, such as 2025-01-20.. for since 20 January. Join"
                 " two readings of one date by ` or `. All elements must fit."},
        "where": {**_STRINGS, "description": "Where: places as in the ledger, or countries."},
        "number": {"description": "How many contacts; without it, one event is meant.", "anyOf": [
            _NUMBER, {"type": "object", "properties": {"min": _NUMBER, "max": _NUMBER},
                      "additionalProperties": False}]},
        "rank": {"type": "integer", "description":
                 "Which contact in order: 2 for the second, -1 for the last."},
        "tags": {**_STRINGS, "description": "The tags of the ledger that the contacts have."},
        "denied": {"type": "boolean", "description": "Whether it says that there was none."},
        "unread": {"type": "string", "description":
                   "Why it cannot be judged; chrono then says only `not read`."},
        "verdict": {"type": "string", "description": "Written by chrono, and not read."},
        "reading": {"type": "string", "description": "Written by chrono, and not read."},
        "answer": {"type": ["string", "null"], "description": "Written by chrono, and not read."},
        "ids": {**_STRINGS, "description": "Written by chrono, and not read."},
    },
    "additionalProperties": False,
}  # fmt: skip
"""The JSON Schema of a statement."""
