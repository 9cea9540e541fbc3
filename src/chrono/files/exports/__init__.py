"""The documents that a part of a ledger becomes: one module a format, imported only when used."""

from __future__ import annotations

import datetime as dt
from importlib import import_module
from typing import NamedTuple, Protocol

from chrono.core.excerpt import Excerpt

EXPORTS = {
    "toml": "a ledger of its own",
    "html": "a page to publish",
    "ics": "a calendar",
    "timelinejs": "a web timeline, for TimelineJS 3",
    "sqlite": "a database",
    "csljson": "the sources, for Zotero and pandoc",
}
"""Format name -> what it makes. Each has a module of its name, with a function `export`."""


class Document(NamedTuple):
    """A document, as text or as bytes, and the words that its maker must hear about it."""

    content: str | bytes
    words: tuple[str, ...] = ()


class Exporter(Protocol):
    """Makes the document.

    `coarse` says that coarse dates are to be shown by all their days; `today` is the day of which
    a document is, if it says so.
    """

    def __call__(
        self, excerpt: Excerpt, *, coarse: bool = False, today: dt.date | None = None
    ) -> Document: ...


def exporter(name: str) -> Exporter:
    """The maker of a format's documents."""
    found: Exporter = import_module(f"{__name__}.{name}").export
    return found
