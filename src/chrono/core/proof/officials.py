"""Offices, governments and groups of officials in a sentence: `both presidents`, `Beijing`."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property, lru_cache

from chrono.core.countries import country_name
from chrono.core.model import Actor, Ledger
from chrono.core.proof.nations import any_of, governments, nations_in
from chrono.core.proof.offices import GROUPS, Office, government, offices_of, plain
from chrono.core.proof.people import UNKNOWN, Party, People
from chrono.core.proof.words import Forms, Mark, Phrases, words_in

_ARTICLES = r"(?:(?:[Tt]he|[Bb]oth|[Tt]heir|[Tt]wo) )*"

_COLLEAGUES = Forms[str]((
    (_ARTICLES + r"(?i:defen[cs]e (?:ministers|chiefs|secretaries))\b", "defence",
     "defence defense"),
    (_ARTICLES + r"(?i:foreign ministers|top diplomats|chief diplomats|diplomatic chiefs)\b",
     "foreign", "ministers diplomats chiefs"),
    (_ARTICLES + r"(?i:presidents|heads of state)\b", "presidents", "presidents heads"),
    (_ARTICLES + r"(?i:commerce (?:ministers|chiefs|secretaries))\b", "commerce", "commerce"),
))  # fmt: skip
"""Offices in the plural, and their key in GROUPS."""

_SIDES = Forms[None]((
    (r"(?:[Tt]he|[Bb]oth) (?:two )?(?:sides|countries|governments|powers|nations|capitals)", None,
     "sides countries governments powers nations capitals"),
))  # fmt: skip

_TAGGED = Forms[str]((
    (r"(?:[Tt]he|[Bb]oth)(?: two)? (?P<tag>\w+)ies\b", "", "the both"),
    (r"(?:[Tt]he|[Bb]oth)(?: two)? armed forces\b", "military", "armed"),
))  # fmt: skip
"""Sides by a tag of their events: `the two militaries`."""

_LEADERS = Forms[None](((r"(?<![\w-])(?:[Aa] |[Tt]he |their )?leaders['’]", None, "leaders"),))

_HEADS = frozenset(("president", "premier", "prime minister", "chancellor"))
"""Phrases of offices whose holders are leaders."""

_OFFICIALS = "leaders officials executives lawmakers negotiators diplomats ministers senators"


@lru_cache(maxsize=64)
def _officials(nations: Sequence[str]) -> re.Pattern[str]:
    """A pattern for the officials of some countries."""
    return re.compile(
        rf"(?<![\w-])(?P<nation>{any_of(nations)})(?:['’]s)? (?:\w+ )?"
        rf"(?:{_OFFICIALS.replace(' ', '|')})\b"
    )


@lru_cache(maxsize=256)
def _office(phrases: Sequence[str], nations: Sequence[str]) -> re.Pattern[str]:
    """A pattern for some offices, with the country before or after them."""
    nation = any_of(nations)
    return re.compile(
        rf"(?<![\w-])(?:(?:[Tt]he|[Aa]|its|their|his) )?(?:(?P<whose>{nation})(?:['’]s)? )?"
        rf"(?:then-|former )?(?i:(?P<office>{any_of(phrases)}))(?![\w-])"
        rf"(?: (?:of|to) (?:the )?(?P<of>{nation})(?!\w))?"
    )


class Officials:
    """The offices in a ledger, and the countries whose officials meet."""

    def __init__(self, ledger: Ledger, day: dt.date) -> None:
        self.ledger, self.day = ledger, day
        self.offices = tuple(offices_of(ledger.actors.values()))
        self.named: dict[str, list[Actor]] = {}
        """Word of a name -> the people whom the text has named in full with it, the last first."""
        self._sides: dict[str, Party] = {}

    def party(self, actor: Actor) -> Party:
        """The party that is one actor."""
        return Party(frozenset((actor.id,)), actor.name)

    def side(self, country: str) -> Party:
        """The party that is any actor of a country."""
        if country not in self._sides:
            ids = frozenset(a.id for a in self.ledger.actors.values() if a.country == country)
            self._sides[country] = Party(ids, country_name(country), country=country)
        return self._sides[country]

    @cached_property
    def countries(self) -> tuple[str, ...]:
        """The two countries with the most contacts in the ledger, or fewer."""
        contacts = (event for event in self.ledger.events if event.contact)
        numbers = Counter(country for event in contacts for country in event.countries)
        return tuple(country for country, _ in numbers.most_common(2))

    @cached_property
    def _held(self) -> Sequence[Office]:
        """The offices held on the day of the text."""
        return [office for office in self.offices if office.held_on(self.day)]

    def leaders(self, pair: tuple[Party, ...]) -> tuple[Party, ...]:
        """Whom "the two leaders" means: a pair if both are heads, or else the principals."""
        heads = {one.actor.id for one in self._held if not one.phrases.isdisjoint(_HEADS)}
        principals = tuple(map(self.party, self.ledger.principals))
        named = bool(pair) and all(party.actors & heads for party in pair)
        return pair if named or len(principals) != 2 else principals

    def counterpart(self, party: Party) -> Party | None:
        """The person with the same office in the other country, such as its foreign minister."""
        for phrases in GROUPS.values():
            colleagues = [one for one in self._held if one.phrases & phrases]
            own = [one.actor.country for one in colleagues if one.actor.id in party.actors]
            others = {
                one.actor.id: one.actor for one in colleagues
                if own and one.actor.country in self.countries and one.actor.country != own[0]
            }  # fmt: skip
            if len(others) == 1:
                return self.party(*others.values())
        return None

    def marks(self, text: str) -> Iterator[Mark]:
        """Yield the offices, groups and countries that a sentence names."""
        nations = nations_in(text)
        yield from self._offices(text, nations)
        for match, key in _COLLEAGUES.found(text):
            yield Mark(*match.span(), "people", self._colleagues[key])
        if len(self.countries) == 2:
            yield from self._both_sides(text)
        if len(self.ledger.principals) == 2:
            parties = tuple(map(self.party, self.ledger.principals))
            for match, _ in _LEADERS.found(text):
                yield Mark(*match.span(), "people", People(parties, title=True))
        for match in self._governments.found(text):
            yield Mark(*match.span(), "country", governments()[match[0]])
        if nations and not words_in(text).isdisjoint(_OFFICIALS.split()):
            yield from self._of_nations(text, nations)

    def _of_nations(self, text: str, nations: Sequence[str]) -> Iterator[Mark]:
        """Yield the officials of some countries: `Chinese officials`, `U.S. trade negotiators`."""
        for match in _officials(nations).finditer(text):
            if (country := government(match["nation"])) in self.countries:
                yield Mark(*match.span(), "people", People((self.side(country),), title=True))

    def _both_sides(self, text: str) -> Iterator[Mark]:
        parties = tuple(map(self.side, self.countries))
        for match, _ in _SIDES.found(text):
            yield Mark(*match.span(), "people", People(parties, title=True))
        for match, tag in _TAGGED.found(text):
            tag = tag or f"{match['tag']}y"
            if tag in self.ledger.words.get("tags", ()):
                yield Mark(*match.span(), "people", People(parties, title=True, tag=tag))

    @cached_property
    def _governments(self) -> Phrases:
        return Phrases(governments(), r"(?<![\w-])PHRASE(?!\w)")

    @cached_property
    def _colleagues(self) -> Mapping[str, People]:
        """Key in GROUPS -> the two people who hold such an office, or UNKNOWN."""
        return {key: self._holders_of(phrases) for key, phrases in GROUPS.items()} | {
            "presidents": self._presidents
        }

    @property
    def _presidents(self) -> People:
        holders, principals = self._holders_of(GROUPS["presidents"]), self.ledger.principals
        if holders.unknown or len(principals) != 2:
            return holders
        return People(tuple(map(self.party, principals)), title=True)

    def _holders_of(self, phrases: frozenset[str]) -> People:
        parties = []
        for country in self.countries:
            actors = {
                one.actor.id: one.actor for one in self._held
                if one.actor.country == country and one.phrases & phrases
            }  # fmt: skip
            if len(actors) != 1:
                return UNKNOWN
            parties.append(self.party(*actors.values()))
        return People(tuple(parties), title=True)

    # -- offices ----------------------------------------------------------------------------------

    @cached_property
    def _spellings(self) -> frozenset[str]:
        """The phrases for offices as texts spell them."""
        phrases = {phrase for one in self.offices for phrase in one.phrases if len(phrase) > 4}
        phrases |= {phrase.replace("defence", "defense") for phrase in phrases}
        phrases |= {phrase.replace("vice-", "vice ") for phrase in phrases}
        return frozenset(phrases)

    @cached_property
    def _words_of_offices(self) -> Mapping[str, Sequence[tuple[frozenset[str], str]]]:
        """A word of some phrases for offices -> (all the words, the phrase) for each of them."""
        found: dict[str, list[tuple[frozenset[str], str]]] = {}
        for phrase in self._spellings:
            words = words_in(phrase)
            found.setdefault(max(words, key=len), []).append((words, phrase))
        return found

    def _offices(self, text: str, nations: Sequence[str]) -> Iterator[Mark]:
        present = words_in(text)
        known = self._words_of_offices
        phrases = {
            phrase for word in present & known.keys() for words, phrase in known[word]
            if words <= present
        }  # fmt: skip
        if not phrases:
            return
        spellings = tuple(sorted(phrases, key=lambda phrase: (-len(phrase), phrase)))
        for match in _office(spellings, nations).finditer(text):
            phrase = plain(match["office"])
            country = government(match["whose"] or "") or government(match["of"] or "")
            holders = [
                one for one in self.offices
                if phrase in one.phrases and (not country or one.actor.country == country)
            ]  # fmt: skip
            yield Mark(*match.span(), "people", self._holder(phrase, holders))

    def _holder(self, phrase: str, holders: Sequence[Office]) -> People:
        """Who holds an office on the day of the text, and by a second reading whoever held it."""
        actors = [*{one.actor.id: one.actor for one in holders if one in self._held}.values()]
        if len(actors) > 1:
            named = [one for one in actors if any(one in known for known in self.named.values())]
            actors = named or actors
        if not actors:
            return UNKNOWN
        actor, *others = actors
        parties = (self.party(actor),)
        if others:
            rest = tuple(map(self.party, others))
            return People(parties, title=True, rest=rest, unsure=True)
        everyone = frozenset(one.actor.id for one in holders if one.actor.country == actor.country)
        whoever = (Party(everyone, f"the {phrase}", phrase),) if len(everyone) > 1 else ()
        return People(parties, whoever, title=True)
