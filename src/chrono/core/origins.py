"""Origins: whose reporting a source carries, under one name for all spellings of `[publishers]`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from chrono.core.model import Publisher, Source
from chrono.core.names import fold


class Origins:
    """The declared publishers of a ledger, by which texts in sources get one name.

    Names are compared without case and accents. A text that names no declared publisher is its own
    name, exactly as it is written.
    """

    def __init__(self, publishers: Mapping[str, Publisher]) -> None:
        self._publishers = publishers.values()
        self._known: dict[str, str] = {}
        self._declared: dict[str, str] = {}
        for publisher in self._publishers:
            names = (publisher.name, *publisher.aliases)
            self._declared.update(dict.fromkeys(map(fold, names), publisher.name))
        for publisher in self._publishers:
            for text in publisher.all_names:
                self._declared.setdefault(fold(text), publisher.name)

    def name(self, text: str) -> str:
        """The name of the declared publisher that `text` names; without one, `text` itself."""
        if text not in self._known:
            self._known[text] = self._declared.get(fold(text), text)
        return self._known[text]

    def publisher(self, source: Source) -> str:
        """The name of a source's publisher."""
        return self.name(source.publisher)

    def origin(self, source: Source) -> str:
        """The name of a source's origin: its `origin` if it has one, otherwise its publisher."""
        return self.name(source.origin or source.publisher)

    def both(self, source: Source) -> tuple[str, str]:
        """The names of a source's publisher and of its origin."""
        return self.publisher(source), self.origin(source)

    def names(self, sources: Iterable[Source]) -> dict[str, None]:
        """The origins of several sources, each once, in order."""
        return dict.fromkeys(map(self.origin, sources))
