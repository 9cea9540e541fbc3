"""Read and judge who hosted an event: `Ann hosted Ben` is only right in Ann's country."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from chrono.core import english
from chrono.core.countries import COUNTRIES, country_name
from chrono.core.model import Event
from chrono.core.proof.clauses import Clause
from chrono.core.proof.names import Names
from chrono.core.proof.people import Party
from chrono.core.proof.places import Place
from chrono.core.proof.statements import Description, Hosting
from chrono.core.verdicts import TextVerdict

_HOSTED = re.compile(
    r"(?P<passive>(?:was|were|been) )?(?:(?P<strict>hosted|hosts)"
    r"|received|receives|welcomed|greeted|granted an audience|gave an audience)"
)
_BY = re.compile(r"\bby ")


def hosting(text: str, clause: Clause, parties: Sequence[Party], names: Names) -> Hosting | None:
    """Return the countries of the hosts and the guests in a clause such as `Ann hosted Ben`.

    Return None if the clause does not tell hosts and guests apart.

    - `text`: the sentence
    - `parties`: everyone who takes part, including those that only pronouns mean
    """
    nucleus = clause.nucleus
    end = nucleus.end if nucleus else 0  # the noun in `received Ann for talks`
    verb = next((mark for mark in reversed(clause.of("verb")) if mark.end <= end), None)
    if verb is None:
        return None
    match = _HOSTED.fullmatch(text, verb.start, verb.end)
    visited = text[verb.start : verb.end] == "visited"
    if match is None and not visited:
        return None
    by = _BY.search(text, verb.end)
    passive = match is not None and bool(match["passive"] or text.startswith(" by ", verb.end))
    if passive and by is None:
        return None

    def countries(start: int, end: int) -> set[str]:
        marks = [mark for mark in clause.marks if start <= mark.start and mark.end <= end]
        named = [party for mark in marks if mark.kind == "people" for party in mark.value.parties]
        own = [party for party in named if any(party.actors == one.actors for one in parties)]
        return names.countries_of(own) or {mark.value for mark in marks if mark.kind == "country"}

    everyone = names.countries_of(parties)
    first = countries(0, verb.start)
    second = countries(by.end() if passive and by else verb.end, len(text))
    first, second = first or everyone - second, second or everyone - first
    if not first or first & second:
        return None
    if passive or visited:
        first, second = second, first
    if not first:
        return None  # `Ann visited Rome`
    return Hosting(frozenset(first), frozenset(second), bool(match and match["strict"]))


def in_host_country(about: Description) -> Description | None:
    """Return a description of several events with the hosts' country as the place.

    Return None if the description already has another place.
    """
    if about.hosting is None:
        return about
    codes = about.hosting.hosts
    if about.places or not codes <= COUNTRIES.keys():
        return None
    name = english.join_or(country_names(codes))
    return about._replace(places=(Place(name, codes, prep=True),))


def country_names(codes: Iterable[str]) -> list[str]:
    """Return the names of countries in alphabetical order. Other codes stay as they are."""
    return sorted(country_name(code) for code in codes)


def elsewhere(about: Description) -> Description:
    """Return a description without its places, or with the hosts' country as the place.

    Events that fit the result are those among which an event of the description has a rank.
    """
    about = about._replace(places=())
    return in_host_country(about) or about


def host_verdict(about: Description, events: Sequence[Event]) -> tuple[TextVerdict, str] | None:
    """Return (verdict, text) if the place of an event does not fit the hosts, or else None.

    Hosts are in their own country. Someone can receive guests in a third country, too, so such a
    statement depends on how it is read.
    """
    if about.hosting is None:
        return None
    hosts, guests, strict = about.hosting
    for event in events:
        code, place = event.place_country, english.place(event)
        if code is None:
            return "cannot tell", "the ledger does not have the country of the place"
        if code in hosts:
            continue
        if code in guests:
            return "differs", place
        if hosts <= COUNTRIES.keys():  # a body such as the EU may host anywhere
            return ("differs", place) if strict else ("depends", place)
    return None
