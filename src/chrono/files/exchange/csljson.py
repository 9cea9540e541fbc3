"""Write the format `csljson`: sources as CSL-JSON, for pandoc and citation managers such as Zotero.

For the format, see https://github.com/citation-style-language/schema (csl-data.json).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

from chrono.core import english
from chrono.core.dates import When
from chrono.core.model import Ledger, Source
from chrono.core.subset import Subset
from chrono.core.text import escape_controls
from chrono.files.exchange.cited_sources import cited, source_ids, source_key
from chrono.files.exchange.json import dump_json
from chrono.files.exchange.registry import Document

FORMATS = {
    "csljson": {"help": "the sources, for Zotero or pandoc", "claims": True, "links": False},
}


def export_csljson(subset: Subset) -> Document:
    """Return a document with a CSL-JSON item for each source, in the order of first citation."""
    ledger = subset.ledger
    ids = source_ids(subset.whole)
    sources = {ids[source_key(source)]: source for source in cited(ledger)}
    locators: dict[str, set[str | None]] = {}
    for source in cited(ledger):
        locators.setdefault(ids[source_key(source)], set()).add(source.locator)
    # A source that is cited at several places has no place of its own.
    own = {id: min(places, key=str) for id, places in locators.items() if len(places) == 1}
    items = [source_item(id, source, own.get(id), ledger) for id, source in sources.items()]
    contains = english.plural(len(items), "source")
    return Document(dump_json(items), tuple(_notes(items)), contains)


def _notes(items: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    for key, noun in (("title", "title"), ("issued", "date")):
        if number := sum(key not in item for item in items):
            yield f"{english.plural(number, 'source has', 'sources have')} no {noun}"


def source_item(id: str, source: Source, locator: str | None, ledger: Ledger) -> dict[str, Any]:
    """Return a source as a CSL-JSON item.

    `locator`: the cited part of the source, such as a page, or None for the whole source.
    """
    # A source may have been printed or broadcast, so its type is a web page or just a document.
    page = source.url is not None or source.archive is not None
    # A citation style cites a source without a title by its author. Without an author, that is the
    # publisher, which a style would otherwise cite twice.
    by_publisher = not (source.author or source.origin or source.title)
    author = source.publisher if by_publisher else source.author or source.origin
    report = f"report by {source.origin}" if source.author and source.origin else ""
    host = urlsplit(source.archive).hostname if source.archive else None
    # The ledger's judgement, for which CSL has no field.
    side = f"side: {ledger.name_of(source.side)}" if source.side else ""
    note = english.joined([report, side, f"grade {source.grade}" if source.grade else ""], ", ")
    item = {
        "id": id,
        "type": "webpage" if page else "document",
        "title": source.title,
        "container-title" if page else "publisher": None if by_publisher else source.publisher,
        "author": [{"literal": escape_controls(author)}] if author else None,
        "issued": issued(source.date) if source.date else None,
        "accessed": issued(source.accessed) if source.accessed else None,
        "URL": source.url,
        "language": source.language,
        "locator": locator,
        "archive": host,
        "archive_location": source.archive,
        "note": english.capitalised(note) or None,
    }
    known = {key: value for key, value in item.items() if value is not None}
    texts = {key: escape_controls(value) for key, value in known.items() if isinstance(value, str)}
    return known | texts


def issued(when: When) -> dict[str, Any]:
    """Return a date as a CSL date, such as `{"date-parts": [[2025, 10, 30]]}`.

    If CSL cannot express the date, `literal` has the date as English text.
    """
    season = when.precision == "season" and not (when.interval or when.one_of_a_set)
    parts = [[int(when.text[:4])]] if season else when.numbers
    if parts is None:
        return {"literal": english.date(when)}
    date: dict[str, Any] = {"date-parts": parts}
    if season:
        date["season"] = int(when.text[5:7]) - 20
    if when.approximate or when.uncertain:
        date["circa"] = True
    return date
