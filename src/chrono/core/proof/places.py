"""Find places in a sentence: places of the ledger, countries, continents, and names after `in`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cached_property, lru_cache
from typing import NamedTuple

from chrono.core.model import Event, Ledger
from chrono.core.names import fold
from chrono.core.proof.nations import REGIONS, adjectives, capitals, countries_in, country_names
from chrono.core.proof.words import Mark, Phrases, bare, compiled, overlaps
from chrono.core.spans import WEEKDAYS

_folded = lru_cache(maxsize=1024)(fold)


class Place(NamedTuple):
    """A place that a text names.

    - `countries`: one code for a country, several for a continent. Empty for other places
    - `known`: True for a country, a continent and a place in the ledger, False for other names
    - `prep`: whether the text states that something happened at the place, as in `in Rome`
    - `dated`: whether a date follows the name
    - `listed`: whether the name is in a list, as in `in Rome and Bern`
    - `part`: whether the place is somewhere in `countries`, as in `in the Italian capital`
    """

    name: str
    countries: frozenset[str] = frozenset()
    known: bool = True
    prep: bool = False
    dated: bool = False
    listed: bool = False
    part: bool = False

    def fits(self, event: Event) -> bool | None:
        """Return whether an event was at this place. Return None if this is unknown."""
        if not self.known:
            return False if event.place else None
        if self.countries:
            code = event.place_country
            inside = None if code is None else code in self.countries
            return None if self.part and inside else inside
        if event.place is None:
            return None
        name, place = _folded(self.name), _folded(event.place)
        return name in place or place in name


_PREPOSITION = re.compile(
    r"\b(in|at|near|outside|from|to|into|of) (?:either |both )?(?:the )?$", re.IGNORECASE
)
_INSIDE = ("in", "at", "near", "outside")
_TOWN = (
    r"(?:capital|city|town|port|resort|island|village|suburb|province|region|airport|harbou?r"
    r"|state|district)"
)
_THE_TOWN = rf"[IiAa][nt] the (?:[\w-]+ ){{0,4}}?{_TOWN}(?: city)?"
_IN_TOWN = re.compile(rf"\b{_THE_TOWN}(?:,| of| and)? (?:the )?$")
"""Matches words before the name of a place: `in the Italian port of`."""
_SOMEWHERE = re.compile(
    rf"\b[IiAa][nt] (?:the )?(?P<nation>(?:[A-Z][\w.]+)(?: [A-Z]\w+)?)(?:['’]s?)? (?:[a-z-]+ )?"
    rf"(?P<town>{_TOWN})\b(?!,? (?:of )?[A-Z]|,? and [A-Z])"
)
"""Matches a place without a name, such as `in the Italian capital`."""
_WENT = (
    r"(?:(?:flew|flown|flies|travel(?:l)?(?:ed|s)|went|gone|goes|came|comes|returned|headed|drove)"
    r"(?: on| back| down| over| out)?(?: in)?(?:to| to)|arriv(?:ed|es) in|landed in)"
)
_VISITED = r"(?:visit(?:ed|s)|tour(?:ed|s))"
_WENT_TO = re.compile(rf"\b(?:{_WENT}|{_VISITED}) (?:the )?$")
_HOSTED = re.compile(
    r"(?:,? which)?(?: (?:ha[sd]|also|then|again|later|jointly))* (?:hosted|hosts|was (?:the )?host"
    r"|was the (?:venue|site|setting|scene)|played host)\b"
)
"""Matches words after the place of an event: `Rome hosted the talks`."""
_LISTED = re.compile(r"(?:, |,? (?:and|or|nor) )$")
_DATE_AFTER = (
    r",? (?:(?:on|in) (?:the )?)?(?:(?:early|mid|late)[ -])?"
    r"(?:(?:DAY(?:DASH))?DAY (?:of )?MONTH|MONTH)|,? (?:on|in) (?:the )?DAY"
)

_OTHER_NAME = re.compile(
    rf"\b(?:{_THE_TOWN} of|[Ii]n|[Aa]t|[Oo]utside|[Nn]ear|{_WENT}) (?:the )?"
    r"(?P<name>(?:(?:San|New|Los|Las|St\.?|Hong|Abu|Tel|Saint|Port|Den|The|Kuala|Mar-a) ?)?"
    r"[A-Z][\w-]{2,}(?: [A-Z][\w]{2,})?)\b(?! \d{1,3}\b)"
)
"""Matches the name of a place that may not be in the ledger."""

_NAME = r"[A-Z][\w’'-]+(?: [A-Z][\w-]+)*"
_END = (
    r"(?=[.,;:)]|$| (?:on|in|at|for|with|by|this|last|next|late|early|earlier|during|over|since"
    r"|from|between|before|after|until|till|up|to|through|throughout|within|under|amid|despite|following"
    r"|ahead|again|together|alone|once|twice|as|but|or|then|while|when|where|which|who)\b)"
)
_NO_VERB = re.compile(_END)
_LIST = re.compile(rf"(?:, {_NAME})*,? and {_NAME}{_END}")
"""Matches the rest of a list of places after its first name: `, Paris and Rome`."""
_ITEM = re.compile(rf"{_NAME}")

_NO_PLACE = compiled(
    rf"(?:MONTH|{'|'.join(WEEKDAYS)}"
    r"|Congress|Parliament|Senate|House|Trump|Mr"
    r"|Round|Table|Figure|Annex|Article)\b"
)
"""Matches words after `in` that do not name a place."""


def _is_adjective(name: str) -> bool:
    """Return whether a name begins with an adjective, as in `in the South Korean port of Busan`."""
    return any(word in adjectives() for word in (name, name.split()[0]))


class Places:
    """The places of a ledger and other names of places, to be found in sentences."""

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger

    @cached_property
    def _by_name(self) -> dict[str, Place]:
        places = {name: Place(name, frozenset((code,))) for name, code in country_names().items()}
        places |= {name: Place(name, codes) for name, codes in REGIONS.items()}
        places |= {name: Place(name) for name in capitals()}
        places |= {name: Place(name) for name in self.ledger.words.get("places", ())}
        return {bare(name): place for name, place in places.items()}

    @cached_property
    def _countries(self) -> dict[str, set[str]]:
        found: dict[str, set[str]] = {}
        for event in self.ledger.events:
            if event.place and event.place_country:
                found.setdefault(bare(event.place), set()).add(event.place_country)
        return found

    @cached_property
    def _names(self) -> Phrases:
        return Phrases(self._by_name, r"(?<![\w-])PHRASE(?!['’]s)(?![\w-])")

    def marks(self, text: str, people: Sequence[Mark]) -> Iterator[Mark]:
        """Yield the marks of places in a sentence. Names of `people` are omitted."""
        known = [*self._known(bare(text))]
        known = self._with_lists(known, text, people)
        yield from known
        yield from self._somewhere(text)
        names = [mark._replace(start=mark.end - len(mark.value.name)) for mark in known]
        for match in _OTHER_NAME.finditer(text):
            taken = overlaps(*match.span("name"), (*names, *people))
            if (
                not taken
                and not _NO_PLACE.match(match["name"])
                and not _is_adjective(match["name"])
            ):
                place = Place(match["name"], known=False, prep=True)
                yield Mark(match.start(), match.end("name"), "place", place)

    def _somewhere(self, text: str) -> Iterator[Mark]:
        """Yield the marks of places without a name, such as `in the Italian capital`."""
        for match in _SOMEWHERE.finditer(text):
            codes = countries_in(match["nation"])
            if len(codes) != 1:
                continue
            names = [name for name, code in capitals().items() if code in codes]
            name = text[match.start("nation") : match.end()]
            place = Place(f"the {name}", codes, prep=True, part=True)
            if match["town"] == "capital" and len(names) == 1:
                place = Place(names[0], prep=True)
            yield Mark(*match.span(), "place", place)

    def _with_lists(self, known: list[Mark], text: str, people: Sequence[Mark]) -> list[Mark]:
        """Return the marks of known places, with those of the other places in the same lists.

        In `met in Rome, Bern and Oslo`, something happened at each of the three places.
        """
        items: dict[int, Mark] = {}
        for mark in known:
            rest = _LIST.match(text, mark.end) if mark.value.prep else None
            if rest is None or overlaps(*rest.span(), people) or mark.start in items:
                continue
            for match in _ITEM.finditer(text, *rest.span()):
                name = bare(match[0])
                place = self._by_name.get(name, Place(match[0], known=False))
                place = place._replace(prep=True, listed=True)
                if _NO_PLACE.match(name) or _is_adjective(name) or place.countries:
                    break
                items[match.start()] = Mark(*match.span(), "place", place)
        return sorted([*items.values(), *(mark for mark in known if mark.start not in items)])

    def _known(self, text: str) -> Iterator[Mark]:
        last_end, last_inside, last = -1, False, ""
        for match in self._names.matches(text):
            start, end = match.span()
            preposition = _PREPOSITION.search(text[:start])
            word, named = preposition[1].lower() if preposition else "", self._by_name[match[0]]
            inside = word in _INSIDE and not (word == "outside" and named.countries)
            if text[last_end:start] == ", " and named.countries & self._countries.get(last, set()):
                last_end = end  # `Geneva, Switzerland`
                continue
            begin = preposition.start() if preposition and inside else start
            inside = inside or bool(
                _WENT_TO.search(text, 0, start) or _IN_TOWN.search(text[:start])
            )
            near = last_end >= 0 and start - last_end < 6 and _LISTED.search(text[:start])
            if near and (near[0] == ", " or _NO_VERB.match(text, end)):
                inside = inside or last_inside  # `in London, Geneva and Madrid`
            last_end, last_inside, last = end, inside, match[0]
            dated = bool(compiled(_DATE_AFTER).match(text, end))
            hosts = not named.countries and bool(_HOSTED.match(text, end))
            place = named._replace(prep=inside or dated or hosts, dated=dated)
            yield Mark(begin, end, "place", place)
