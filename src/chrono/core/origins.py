"""Find the origin of a source: the agency that wrote the report, or else the publisher."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import TypeVar

from chrono.core.model import Ledger, Publisher, Source
from chrono.core.names import fold

AnyLedger = TypeVar("AnyLedger", bound=Ledger)


class Origins:
    """An index of publishers that gives each publisher one name for all spellings."""

    def __init__(self, publishers: Mapping[str, Publisher]) -> None:
        self._declared: dict[str, str] = {}
        for publisher in publishers.values():
            names = (publisher.name, *publisher.aliases)
            self._declared.update(dict.fromkeys(map(fold, names), publisher.name))
        for publisher in publishers.values():
            for text in publisher.all_names:
                self._declared.setdefault(fold(text), publisher.name)

    def name(self, text: str) -> str:
        """Return the name of the publisher with this name, alias or id, or else `text`."""
        return self._declared.get(fold(text), text)

    def publisher(self, source: Source) -> str:
        """Return the name of the publisher of a source."""
        return self.name(source.publisher)

    def origin(self, source: Source) -> str:
        """Return the name of a source's origin. Without an origin, return the publisher's name."""
        return self.name(source.origin or source.publisher)

    def both(self, source: Source) -> tuple[str, str]:
        """Return (name of the publisher, name of the origin) of a source."""
        return self.publisher(source), self.origin(source)

    def names(self, sources: Iterable[Source]) -> dict[str, None]:
        """Return the names of the origins of sources, without duplicates, as the keys of a dict."""
        return dict.fromkeys(map(self.origin, sources))


def without_origins(ledger: AnyLedger, origins: Collection[str]) -> AnyLedger:
    """Return the ledger without the sources whose origin is one of `origins`.

    The ids of the events that lose all sources are added to the field `unsupported` of the ledger.
    """
    if not origins:
        return ledger
    known = Origins(ledger.publishers)

    def rest(sources: Iterable[Source]) -> tuple[Source, ...]:
        return tuple(source for source in sources if known.origin(source) not in origins)

    events = tuple(event._replace(sources=rest(event.sources)) for event in ledger.events)
    bare = {
        event.id
        for event, before in zip(events, ledger.events, strict=True)
        if before.sources and not event.sources
    }
    return ledger._replace(
        events=events,
        claims=tuple(claim._replace(sources=rest(claim.sources)) for claim in ledger.claims),
        sources={id: one for id, one in ledger.sources.items() if rest([one])},
        unsupported=ledger.unsupported | bare,
    )
