"""csljson: the sources as CSL-JSON, which Zotero, pandoc and citation managers read.

See https://github.com/citation-style-language/schema (csl-data.json). One item a source, each with
an id to cite it by. What no field of CSL is for (quotes, what a source says of an event) stays out.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from chrono.core import english
from chrono.core.countries import country_name
from chrono.core.dates import When
from chrono.core.model import Ledger, Source
from chrono.core.subset import Subset
from chrono.core.text import escape_controls
from chrono.files.exchange.citations import cited, source_ids, source_key
from chrono.files.exchange.json import dumps
from chrono.files.exchange.registry import Document

FORMATS = {
    "csljson": {"help": "the sources, for Zotero and pandoc", "claims": True, "links": False},
}


def export_csljson(subset: Subset) -> Document:
    """An item for each source of the excerpt's events and claims, in the order they are named."""
    ledger = subset.ledger
    names = source_ids(ledger)
    sources = {names[source_key(source)]: source for source in cited(ledger)}
    items = [_item(id, source, ledger) for id, source in sources.items()]
    return Document(dumps(items, indent=2) + "\n")


def _item(id: str, source: Source, ledger: Ledger) -> dict[str, Any]:
    # Whether it was in print or on the air is not known: it is a page, or just a document.
    page = source.url is not None or source.archive is not None
    # Whose text it is. Without a title a style has nothing else to cite it by.
    author = source.origin or (source.publisher if source.title is None else None)
    found = {
        "id": id,
        "type": "webpage" if page else "document",
        "title": source.title,
        "container-title" if page else "publisher": source.publisher,
        "author": [{"literal": escape_controls(author)}] if author else None,
        "issued": issued(source.date) if source.date else None,
        "URL": source.url,
        "archive_location": source.archive,
        "note": _note(source, ledger),
    }
    return {
        key: escape_controls(value) if isinstance(value, str) else value
        for key, value in found.items()
        if value is not None
    }


def _note(source: Source, ledger: Ledger) -> str | None:
    """`Account of China, graded B`: the ledger's own judgement, for which CSL has no field."""
    side = source.side or ""
    who = ledger.actors[side].name if side in ledger.actors else country_name(side)
    parts = [f"account of {who}" if who else "", f"graded {source.grade}" if source.grade else ""]
    said = english.joined(parts, ", ")
    return said[0].upper() + said[1:] if said else None


def issued(when: When) -> Mapping[str, Any]:
    """A date as CSL has it: its parts as far as they are known, and else its words."""
    season = when.precision == "season" and not (when.interval or when.one_of_a_set)
    parts = [[int(when.text[:4])]] if season else when.numbers
    if parts is None:
        return {"literal": english.date(when)}
    found: dict[str, Any] = {"date-parts": parts}
    if season:
        found["season"] = int(when.text[5:7]) - 20
    if when.approximate or when.uncertain:
        found["circa"] = True
    return found
