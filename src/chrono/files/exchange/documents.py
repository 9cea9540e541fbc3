"""The documents that a part of a ledger becomes: one module a format, imported only when used."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from importlib import import_module
from typing import Any, NamedTuple, Protocol

from chrono.core.subset import Subset

EXPORTS = {
    "toml": "a ledger of its own",
    "html": "a page to publish",
    "ics": "a calendar",
    "timelinejs": "a web timeline, for TimelineJS 3",
    "sqlite": "a database",
    "csljson": "the sources, for Zotero and pandoc",
    "jsonl": "the events for another engine, an object a line",
}
"""Format name -> what it makes. Each has a module of its name, with a function `export`."""


_MODULES = {"ics": "ics_writer", "toml": "toml_writer"}


class Document(NamedTuple):
    """A document, as bytes, text or pieces of it, and the words that its maker must hear.

    Pieces may be made as they go out, and then go out but once.
    """

    content: bytes | str | Iterable[bytes | str]
    words: tuple[str, ...] = ()

    def pieces(self) -> Iterator[bytes]:
        """Its bytes, in as many pieces as it is made in."""
        whole = isinstance(self.content, (bytes, str))
        pieces: Iterable[Any] = [self.content] if whole else self.content
        for piece in pieces:
            yield piece.encode() if isinstance(piece, str) else piece


class Exporter(Protocol):
    """Makes the document.

    `coarse` says that coarse dates are to be shown by all their days; `today` is the day of which
    a document is, if it says so.
    """

    def __call__(
        self, subset: Subset, *, coarse: bool = False, today: dt.date | None = None
    ) -> Document: ...


def exporter(name: str) -> Exporter:
    """The maker of a format's documents."""
    found: Exporter = import_module(f"chrono.files.exchange.{_MODULES.get(name, name)}").export
    return found
