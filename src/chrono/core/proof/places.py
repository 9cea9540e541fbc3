"""Places in a sentence: those of a ledger, countries, continents, and other names after `in`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cached_property, lru_cache
from typing import NamedTuple

from chrono.core.model import Event, Ledger
from chrono.core.names import fold
from chrono.core.proof.nations import CONTINENTS, country_names
from chrono.core.proof.words import Mark, Phrases, compiled
from chrono.core.spans import MONTHS

_folded = lru_cache(maxsize=1024)(fold)


class Place(NamedTuple):
    """A place that a text names. `countries`: the codes of a country or continent, or empty.

    `known`: whether it is a country, a continent, or a place of the ledger; `prep`: whether the
    text says that something was there; `dated`: whether a date follows it.
    """

    name: str
    countries: frozenset[str] = frozenset()
    known: bool = True
    prep: bool = False
    dated: bool = False

    def fits(self, event: Event) -> bool | None:
        """Whether an event was there; None if the ledger does not say where it was."""
        if not self.known:
            return False if event.place else None
        if self.countries:
            code = event.place_country
            return None if code is None else code in self.countries
        if event.place is None:
            return None
        name, place = _folded(self.name), _folded(event.place)
        return name in place or place in name


_PREPOSITION = re.compile(r"\b(in|at|near|outside|from|to|into|of) (?:the )?$", re.IGNORECASE)
_INSIDE = ("in", "at", "near", "outside")
_LISTED = re.compile(r"(?:, | and |, and )$")
_DATE_AFTER = r",? (?:on|in) (?:the )?(?:DAY|MONTH)|,? DAY MONTH"

_OTHER_NAME = re.compile(
    r"\b(?:[Ii]n|[Aa]t|[Oo]utside|[Nn]ear) (?:the )?"
    r"(?P<name>"
    r"(?:(?:San|New|Los|Las|St\.?|Hong|Abu|Tel|Saint|Port|Den|The|Kuala|Mar-a) ?)?"
    r"[A-Z][\w-]{2,}(?: [A-Z][\w]{2,})?)\b(?! \d{1,3}\b)"
)
"""A name of a place that the ledger does not have."""

_NO_PLACE = re.compile(
    rf"(?:{'|'.join(MONTHS)}|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec"
    r"|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday"
    r"|Congress|Parliament|Senate|House|Chinese|American|Trump|Mr"
    r"|Round|Table|Figure|Annex|Article)\b"
)
"""Names after `in` that are no places."""


class Places:
    """The places that a text may name."""

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger

    @cached_property
    def _by_name(self) -> dict[str, Place]:
        found = {name: Place(name, frozenset((code,))) for name, code in country_names().items()}
        found |= {name: Place(name, codes) for name, codes in CONTINENTS.items()}
        found |= {name: Place(name) for name in self.ledger.words.get("places", ())}
        return found

    @cached_property
    def _names(self) -> Phrases:
        return Phrases(self._by_name, r"(?<![\w-])PHRASE(?!['’]s)(?![\w-])")

    def marks(self, text: str, people: Sequence[Mark]) -> Iterator[Mark]:
        """Yield the places of a sentence. `people`: the names in it, which are no places."""
        known = [*self._known(text)]
        yield from known
        taken = [(mark.end - len(mark.value.name), mark.end) for mark in known]
        taken += [(mark.start, mark.end) for mark in people]
        for match in _OTHER_NAME.finditer(text):
            start, end = match.span("name")
            inside = any(start < last and first < end for first, last in taken)
            if not inside and not _NO_PLACE.match(match["name"]):
                place = Place(match["name"], known=False, prep=True)
                yield Mark(match.start(), end, "place", place)

    def _known(self, text: str) -> Iterator[Mark]:
        """Yield the countries, continents and places of the ledger in a sentence."""
        last_end, last_inside = -1, False
        for match in self._names.found(text):
            start, end = match.span()
            preposition = _PREPOSITION.search(text[:start])
            inside = bool(preposition and preposition[1].lower() in _INSIDE)
            begin = preposition.start() if preposition and inside else start
            if last_end >= 0 and start - last_end < 6 and _LISTED.search(text[:start]):
                inside = inside or last_inside  # `in London, Geneva and Madrid`
            last_end, last_inside = end, inside
            dated = bool(compiled(_DATE_AFTER).match(text, end))
            place = self._by_name[match[0]]._replace(prep=inside or dated, dated=dated)
            yield Mark(begin, end, "place", place)
