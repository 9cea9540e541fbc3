"""Read and judge who hosted an event: `Ann hosted Ben` is only right in Ann's country."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from chrono.core import english
from chrono.core.countries import COUNTRIES, country_name
from chrono.core.model import Event
from chrono.core.proof.clauses import Clause
from chrono.core.proof.host_words import HostWords, host_words
from chrono.core.proof.matching import was_there
from chrono.core.proof.names import Names
from chrono.core.proof.people import Party
from chrono.core.proof.places import Place
from chrono.core.proof.statements import Description, Hosting
from chrono.core.proof.words import Mark
from chrono.core.verdicts import TextVerdict

_HOSTED = re.compile(
    r"(?P<passive>(?:was|were|been) )?(?:(?P<strict>hosted|hosts)"
    r"|received|receives|welcomed|greeted|granted an audience|gave an audience)"
)
_BY = re.compile(r"\bby (?:the )?")
_IN_A_ROW = re.compile(r",? and (?:the )?|, (?:the )?|[–-]| ?")
_AUXILIARY = re.compile(
    r"(?:,? (?:who|which|that))?(?: (?:ha[sd]|have|is|was|also|both|first|later|then|again|once"
    r"|twice|\w+ly))*,? "
)


def hosting(text: str, clause: Clause, parties: Sequence[Party], names: Names) -> Hosting | None:
    """Return the countries of the hosts and the guests in a clause such as `Ann hosted Ben`.

    Return None if the clause does not tell hosts and guests apart.

    - `text`: the sentence
    - `parties`: everyone who takes part, including those that only pronouns mean
    """
    nucleus = clause.nucleus
    words = host_words(text, nucleus) if nucleus and nucleus.kind == "noun" else None
    if words and words.start >= clause.start:
        return _of_noun(text, clause, parties, names, words)
    end = nucleus.end if nucleus else 0  # the noun in `received Ann for talks`
    verb = next((mark for mark in reversed(clause.of("verb")) if mark.end <= end), None)
    return _of_verb(text, clause, parties, names, verb) if verb else None


def _of_noun(
    text: str, clause: Clause, parties: Sequence[Party], names: Names, words: HostWords
) -> Hosting | None:
    """Return the hosts in words such as `Rome hosted the talks between Ann and Ben`."""
    if not words.hosts:  # `arranged`
        return Hosting(frozenset(), frozenset(), False, of_noun=True) if words.apart else None
    marks = (
        _row(text, clause, words.end, after=True) if words.passive
        else _row(text, clause, words.start, after=False)
    )  # fmt: skip
    if any(mark.kind == "place" for mark in marks):
        return None  # it is the place of the contact
    people = [party for mark in marks if mark.kind == "people" for party in mark.value.parties]
    hosts = names.countries_of(people) | {mark.value for mark in marks if mark.kind == "country"}
    guests = names.countries_of(parties) - hosts
    apart = tuple(people) if words.apart else ()
    return Hosting(frozenset(hosts), frozenset(guests), True, of_noun=True, people=apart)


def _of_verb(
    text: str, clause: Clause, parties: Sequence[Party], names: Names, verb: Mark
) -> Hosting | None:
    """Return the hosts in words such as `Ann hosted Ben` and `Ben visited Ann`."""
    match = _HOSTED.fullmatch(text, verb.start, verb.end)
    visited = text[verb.start : verb.end] == "visited"
    if match is None and not visited:
        return None
    by = _BY.search(text, verb.end)
    passive = match is not None and bool(match["passive"] or text.startswith(" by ", verb.end))
    if passive and by is None:
        return None

    def countries(marks: Sequence[Mark]) -> set[str]:
        named = [party for mark in marks if mark.kind == "people" for party in mark.value.parties]
        own = [party for party in named if any(party.actors == one.actors for one in parties)]
        return names.countries_of(own) or {mark.value for mark in marks if mark.kind == "country"}

    row = _row(text, clause, verb.start, after=False)
    if any(mark.kind == "place" for mark in row):
        return None  # `Rome hosted Ann`
    everyone = names.countries_of(parties)
    object_start = by.end() if passive and by else verb.end
    first = countries(row or [mark for mark in clause.marks if mark.end <= verb.start])
    second = countries([mark for mark in clause.marks if mark.start >= object_start])
    if match and _has_unread_host(text, clause, verb, by.end() if passive and by else None):
        return Hosting(frozenset(), frozenset(everyone), bool(match["strict"]))
    first, second = first or everyone - second, second or everyone - first
    if passive or visited:
        first, second = second, first
    if not first or not second - first:
        return None  # `Ann visited Rome`
    return Hosting(frozenset(first), frozenset(second - first), bool(match and match["strict"]))


def _row(text: str, clause: Clause, at: int, after: bool) -> list[Mark]:
    """Return the marks of the list of hosts that begins or ends at position `at` [characters]."""
    row: list[Mark] = []
    marks = clause.of("people", "country", "place")
    for mark in marks if after else reversed(marks):
        if (mark.start < at) if after else (mark.end > at):
            continue
        gap = (at, mark.start) if after else (mark.end, at)
        pattern = _IN_A_ROW if row or after else _AUXILIARY
        if not pattern.fullmatch(text, *gap):
            break
        row.append(mark)
        at = mark.end if after else mark.start
    return row


def _has_unread_host(text: str, clause: Clause, verb: Mark, by: int | None) -> bool:
    """Return whether the host is not read, as in `The club hosted Ann and Ben`.

    `by`: the position after `by` [characters], or None if the verb is active.
    """
    if by is not None:
        return not _row(text, clause, by, after=True)
    marks = [mark for mark in clause.marks if mark.end <= verb.start]
    subject = [mark for mark in marks if mark.kind in ("people", "country")]
    if any(mark.kind == "people" and mark.value.pronoun != "it" for mark in subject):
        return False
    if subject and subject[-1].kind == "country":
        return not _row(text, clause, verb.start, after=False)  # `Italy's club`
    words = [*text[clause.start : verb.start]]
    for mark in marks:
        if mark not in subject:
            words[mark.start - clause.start : mark.end - clause.start] = " "
    return not clause.joined or bool(re.search(r"[A-Z]", "".join(words)))


_NO_HOST = "the ledger does not have who hosted or arranged it"


def in_host_country(about: Description) -> Description | None:
    """Return a description of several events with the hosts' country as the place.

    Return None if the description already has another place.
    """
    if about.hosting is None:
        return about
    codes = about.hosting.hosts
    if about.places or not codes or not codes <= COUNTRIES.keys():
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
    if about.hosting and about.hosting.of_noun:  # `hosted the third round`, of all rounds
        return about
    return in_host_country(about) or about


def host_verdict(about: Description, events: Sequence[Event]) -> tuple[TextVerdict, str] | None:
    """Return (verdict, text) if the place of an event does not fit the hosts, or else None.

    Hosts are in their own country. Someone can receive guests in a third country, too, so such a
    statement depends on how it is read.
    """
    if about.hosting is None:
        return None
    hosts, guests, strict, _, people = about.hosting
    if not hosts:
        return "cannot tell", _NO_HOST
    for event in events:
        code, place = event.place_country, english.place(event)
        own = {*event.countries, *(actor.id for actor in event.actors)}
        if code is None:
            return "cannot tell", "the ledger does not have the country of the place"
        if code in guests:
            return "differs", place
        if hosts <= COUNTRIES.keys() and code not in hosts:
            return ("differs", place) if strict else ("depends", place)
        if not all(was_there(event, party) for party in people):
            return "cannot tell", _NO_HOST
        if not (hosts <= COUNTRIES.keys() or hosts <= own):  # a body may host anywhere
            return "cannot tell", _NO_HOST
    return None
