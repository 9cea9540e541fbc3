"""The ledger's format as tables of keys: what each table may hold, and by which reader.

The one place that names the format's keys: the loader, its schema and its messages go by it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from chrono.core.model import DATE_KEYS, STATUSES
from chrono.files.format.kinds import (
    WRONG,
    Choice,
    Each,
    Items,
    Keys,
    Reader,
    Report,
    boolean,
    country,
    identifier,
    line,
    number,
    period,
    readings,
    shown,
    text,
    url,
    when,
)

if TYPE_CHECKING:
    from chrono.files.toml.blocks import Path

SAYS = Keys({"date": when, "type": text, "place": line, "initiator": line})
_SOURCE: Mapping[str, Reader] = {
    "publisher": line,
    "origin": line,
    "title": line,
    "url": url,
    "date": when,
    "archive": url,
    "side": line,
    "grade": Choice("A", "B", "C", "D", "E", "F"),
    "quote": text,
    "says": SAYS,
    "private": boolean,
}
INLINE_SOURCE = Keys({"ref": line, **_SOURCE}, either=("publisher", "ref"))


def source(value: Any, at: Path, report: Report) -> Any:
    """An element of `sources`: the id of a declared source, or a table of its own."""
    if isinstance(value, str):
        if value.startswith(("http://", "https://")):
            report(at, 'a source by its address is a table: { publisher = "…", url = "…" }')
            return WRONG
        return text(value, at, report)
    return INLINE_SOURCE(value, at, report)


ROLE = Keys({"title": line, "from": when, "until": when}, required=("title",))

VERSION = 1
"""The format version that this chrono reads and writes; a higher one is refused before this."""


def version(value: Any, at: Path, report: Report) -> Any:
    """The format's version, a whole number from 1 on."""
    if isinstance(value, bool) or not isinstance(value, int) or value < 1:
        report(at, f"version is {shown(value)}: the format's version is {VERSION}")
        return WRONG
    return value


LEDGER = Keys(
    {
        "version": version,
        "title": line,
        "description": text,
        "covers": period,
        "principals": Items(line),
        "include": Items(line),
    }
)
ACTOR = Keys(
    {"name": line, "aliases": Items(line), "country": country, "roles": Items(ROLE)},
    required=("name",),
)
TYPE = Keys({"label": line, "plural": line, "contact": boolean})
SOURCE = Keys(_SOURCE, required=("publisher",))
DATES = Keys(dict.fromkeys(DATE_KEYS, when))
EVENT = Keys(
    {
        "id": identifier,
        "date": when,
        "type": text,
        "title": line,
        "actors": Items(line, filled=True),
        "present": Items(line),
        "place": line,
        "place_country": country,
        "initiator": line,
        "summary": text,
        "notes": text,
        "tags": Items(line),
        "status": Choice(*STATUSES),
        "follows": Items(line),
        "part_of": line,
        "local_dates": Each(when, country, whole=True),
        "dates": DATES,
        "private": boolean,
        "sources": Items(source),
    },
    required=("id", "date", "type", "title", "actors"),
)
CLAIM = Keys(
    {
        "id": line,
        "by": line,
        "date": when,
        "as_of": when,
        "statement": text,
        "wording": Choice("paraphrased", "quoted"),
        "window": text,
        "period": readings,
        "actors": Items(line),
        "types": Items(text),
        "tags": Items(line),
        "counts": Each(number, filled=True),
        "total": number,
        "disputed": text,
        "sources": Items(source),
    },
    required=("id", "by", "date", "statement", "period"),
    either=("counts", "total"),
)
TABLES: Mapping[str, str] = {
    "ledger": "[ledger]",
    "actors": "[actors.ID]",
    "types": "[types.ID]",
    "sources": "[sources.ID]",
    "events": "[[events]]",
    "claims": "[[claims]]",
    "extra": "[extra]",
}
"""The tables that a ledger may have, and how each is written."""
