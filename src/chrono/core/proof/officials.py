"""Find offices, governments and groups of officials in a sentence: `both presidents`, `Beijing`."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache, cached_property, lru_cache

from chrono.core.countries import country_name
from chrono.core.model import Actor, Ledger
from chrono.core.proof.groups import Group, groups, leader_of
from chrono.core.proof.nations import any_of, governments, nations_in
from chrono.core.proof.offices import GROUPS, Office, government, offices_of, plain
from chrono.core.proof.people import UNKNOWN, Party, People, party_of
from chrono.core.proof.words import Forms, Mark, Phrases, has_word, one_form, words_in

_SIDES = one_form(
    r"(?:[Tt]he|[Bb]oth) (?:two )?(?:sides|countries|governments|powers|nations|capitals)",
    "sides countries governments powers nations capitals",
)
_TAGGED = Forms[str]((
    (r"(?:[Tt]he|[Bb]oth)(?: two)? (?P<tag>\w+)ies\b", "", "the both"),
    (r"(?:[Tt]he|[Bb]oth)(?: two)? armed forces\b", "military", "armed"),
))  # fmt: skip
"""Patterns of words such as `both armed forces`, each with the tag of the events that it means.

For the tag "", the tag is the group "tag" of the match.
"""
_LEADERS = one_form(
    r"(?<![\w-])(?:(?:[Aa] |[Tt]he |their )?leaders['’]"
    r"|(?:at (?:the )?)?(?:leaders?|presidential)[- ]level\b"
    r"|presidential(?= (?:phone |telephone )?(?:calls?|meetings?|conversations?)\b))",
    "leaders leader presidential",
)
"""Matches words before a contact of the leaders: `the leaders' call`, `a leader-level call`."""

_HEADS = frozenset(("president", "premier", "prime minister", "chancellor"))
"""Phrases of offices whose holders are leaders."""

_OFFICIALS = "leaders officials executives lawmakers negotiators diplomats ministers senators"


@lru_cache(maxsize=64)
def _officials(nations: Sequence[str]) -> re.Pattern[str]:
    return re.compile(
        rf"(?<![\w-])(?P<nation>{any_of(nations)})(?:['’]s)? (?:\w+ )?"
        rf"(?:{_OFFICIALS.replace(' ', '|')})\b"
    )


_OF_BODY = re.compile(r" of (?:the )?[A-Z]")


@lru_cache(maxsize=256)
def _office(phrases: Sequence[str], nations: Sequence[str]) -> re.Pattern[str]:
    nation = any_of(nations)
    office = any_of(phrases).replace(r"\ of\ ", r"\ of\ (?:the\ )?")
    return re.compile(
        rf"(?<![\w-])(?:(?:[Tt]he|[Aa]|its|their|his) )?(?:(?P<whose>{nation})(?:['’]s)? )?"
        rf"(?:then-|former )?(?i:(?P<office>{office}))(?![\w-])"
        rf"(?: (?:of|to) (?:the )?(?P<of>{nation})(?!\w))?"
    )


@cache
def _governments() -> Phrases:
    return Phrases(governments(), r"(?<![\w-])PHRASE(?!\w)")


class Officials:
    """The holders of the offices in a ledger, to be found in sentences."""

    def __init__(self, ledger: Ledger, day: dt.date) -> None:
        self.ledger, self.day = ledger, day
        self.offices = tuple(offices_of(ledger.actors.values()))
        self.named: dict[str, list[Actor]] = {}
        """The people named in full, by each word of their names, the last one first."""

    @cached_property
    def side(self) -> Callable[[str], Party]:
        """Return a function that takes a country code and returns the party of this country."""
        ids: defaultdict[str | None, set[str]] = defaultdict(set)
        for actor in self.ledger.actors.values():
            ids[actor.country].add(actor.id)
        return cache(lambda code: Party(frozenset(ids[code]), country_name(code), country=code))

    @cached_property
    def countries(self) -> tuple[str, ...]:
        """Return the codes of the two countries with the most contacts in the ledger.

        There may be only one code, or none.
        """
        contacts = (event for event in self.ledger.events if event.contact)
        numbers = Counter(country for event in contacts for country in event.countries)
        return tuple(country for country, _ in numbers.most_common(2))

    def countries_of(self, parties: Iterable[Party]) -> set[str]:
        """Return the countries of the actors of some parties.

        An actor without a country counts as a country of its own.
        """
        actors = [self.ledger.actors[id] for party in parties for id in party.actors]
        return {actor.country or actor.id for actor in actors}

    @cached_property
    def _held(self) -> Sequence[Office]:
        return [office for office in self.offices if office.held_on(self.day)]

    def leaders(self, pair: tuple[Party, ...]) -> tuple[Party, ...]:
        """Return the parties that `the two leaders` means.

        `pair`: the parties of the last contact. If all parties of `pair` are heads of state or
        government, the result is `pair`. Otherwise the result is the ledger's main actors if there
        are two, or else `pair`.
        """
        named = bool(pair) and all(p.actors & self._heads and not p.country for p in pair)
        return pair if named or len(self.principals) != 2 else self.principals

    @cached_property
    def principals(self) -> tuple[Party, ...]:
        """Return the main actors of the ledger as parties."""
        return tuple(map(party_of, self.ledger.principals))

    @cached_property
    def _heads(self) -> frozenset[str]:
        return frozenset(actor.id for actor in self._actors_with(_HEADS))

    def counterpart(self, party: Party) -> Party | None:
        """Return the only person from another country with an office like that of `party`.

        Return None if there is not exactly one such person. Only the two countries with the most
        contacts in the ledger count.
        """
        for phrases in GROUPS.values():
            colleagues = self._actors_with(phrases)
            own = [actor.country for actor in colleagues if actor.id in party.actors]
            others = [
                actor for actor in colleagues
                if own and actor.country in self.countries and actor.country != own[0]
            ]  # fmt: skip
            if len(others) == 1:
                return party_of(others[0])
        return None

    def _actors_with(self, phrases: frozenset[str]) -> list[Actor]:
        offices = (office for office in self._held if office.phrases & phrases)
        return [*{office.actor.id: office.actor for office in offices}.values()]

    def marks(self, text: str) -> Iterator[Mark]:
        """Yield the marks of offices, groups and governments in a sentence."""
        nations = nations_in(text)
        yield from self._offices(text, nations)
        for group in groups(text, nations):
            yield Mark(group.start, group.end, "people", self._members(group))
        if nations and has_word(text, "leader"):
            yield from self._leader(text, nations)
        if len(self.countries) == 2:
            yield from self._both_sides(text)
        if len(self.principals) == 2:
            for match, _ in _LEADERS.matches(text):
                yield Mark(*match.span(), "people", People(self.principals, title=True))
        for match in _governments().matches(text):
            yield Mark(*match.span(), "country", governments()[match[0]])
        if nations and not words_in(text).isdisjoint(_OFFICIALS.split()):
            yield from self._of_nations(text, nations)

    def _of_nations(self, text: str, nations: Sequence[str]) -> Iterator[Mark]:
        for match in _officials(nations).finditer(text):
            if (country := government(match["nation"])) in self.countries:
                leader = self._leader_of(country) if match[0].endswith("leaders") else None
                holders = (party_of(leader),) if leader else ()
                yield Mark(
                    *match.span(), "people", People((self.side(country),), holders, title=True)
                )

    def _leader(self, text: str, nations: Sequence[str]) -> Iterator[Mark]:
        """Yield the marks of words such as `the French leader`, for main actors of the ledger."""
        for match in leader_of(tuple(nations)).finditer(text):
            if leader := self._leader_of(government(match["whose"] or match["of"])):
                yield Mark(*match.span(), "people", People((party_of(leader),), title=True))

    def _leader_of(self, country: str | None) -> Actor | None:
        leaders = [one for one in self.ledger.principals if one.country == country]
        return leaders[0] if len(leaders) == 1 else None

    def _members(self, group: Group) -> People:
        countries, leaders = {*group.countries}, self.ledger.principals
        if group.key in ("leaders", "presidents") and countries:
            known = len(leaders) == 2 and {one.country for one in leaders} == countries
            return People(self.principals, title=True) if known else UNKNOWN
        if countries and countries != {*self.countries}:
            return UNKNOWN
        if group.key == "leaders":
            return People((), pronoun="leaders")
        people = self._colleagues.get(group.key, UNKNOWN)
        if group.key == "presidents" and not people.unknown and len(self.principals) == 2:
            return People(self.principals, title=True)
        return people

    def _both_sides(self, text: str) -> Iterator[Mark]:
        """Yield the marks of `the two sides`: the two countries with the most contacts."""
        parties = tuple(map(self.side, self.countries))
        for match, _ in _SIDES.matches(text):
            yield Mark(*match.span(), "people", People(parties, title=True))
        for match, tag in _TAGGED.matches(text):
            tag = tag or f"{match['tag']}y"
            if tag in self.ledger.words.get("tags", ()):
                yield Mark(*match.span(), "people", People(parties, title=True, tag=tag))

    @cached_property
    def _colleagues(self) -> Mapping[str, People]:
        return {key: self._holders_of(phrases) for key, phrases in GROUPS.items()}

    def _holders_of(self, phrases: frozenset[str]) -> People:
        actors = self._actors_with(phrases)
        by_country = [[one for one in actors if one.country == code] for code in self.countries]
        if any(len(holders) != 1 for holders in by_country):
            return UNKNOWN
        parties = tuple(party_of(*holders) for holders in by_country)
        whoever = tuple(self._whoever(holders[0], phrases) for holders in by_country)
        return People(parties, () if whoever == parties else whoever, title=True)

    def _whoever(self, holder: Actor, phrases: frozenset[str]) -> Party:
        """Return the party of anyone from the holder's country who has held the same office."""
        phrase = min(phrases.intersection(*(
            one.phrases for one in self._held if one.actor is holder and one.phrases & phrases
        )))  # fmt: skip
        everyone = frozenset(
            one.actor.id for one in self.offices
            if phrase in one.phrases and one.actor.country == holder.country
        )  # fmt: skip
        return Party(everyone, f"the {phrase}", phrase) if len(everyone) > 1 else party_of(holder)

    # -- offices ----------------------------------------------------------------------------------

    @cached_property
    def _spellings(self) -> frozenset[str]:
        phrases = {phrase for one in self.offices for phrase in one.phrases if len(phrase) > 4}
        phrases |= {phrase.replace("defence", "defense") for phrase in phrases}
        phrases |= {phrase.replace("vice-", "vice ") for phrase in phrases}
        return frozenset(phrases)

    @cached_property
    def _words_of_offices(self) -> Mapping[str, Sequence[tuple[frozenset[str], str]]]:
        """Return (words, phrase) for each phrase of an office, by the longest of these words."""
        phrases: dict[str, list[tuple[frozenset[str], str]]] = {}
        for phrase in self._spellings:
            words = words_in(phrase)
            phrases.setdefault(max(words, key=len), []).append((words, phrase))
        return phrases

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
            if not match["of"] and _OF_BODY.match(text, match.end()):
                continue  # `president of the Senate`
            phrase = plain(match["office"])
            country = government(match["whose"] or "") or government(match["of"] or "")
            holders = [
                one for one in self.offices
                if phrase in one.phrases and (not country or one.actor.country == country)
            ]  # fmt: skip
            yield Mark(*match.span(), "people", self._holder(phrase, holders))

    def _holder(self, phrase: str, holders: Sequence[Office]) -> People:
        actors = [*{one.actor.id: one.actor for one in holders if one in self._held}.values()]
        if len(actors) > 1:
            named = [one for one in actors if any(one in known for known in self.named.values())]
            actors = named or actors
        if not actors:
            return UNKNOWN
        actor, *others = actors
        parties = (party_of(actor),)
        if others:
            rest = tuple(map(party_of, others))
            return People(parties, title=True, rest=rest, unsure=True)
        everyone = frozenset(one.actor.id for one in holders if one.actor.country == actor.country)
        whoever = (Party(everyone, f"the {phrase}", phrase),) if len(everyone) > 1 else ()
        return People(parties, whoever, title=True)
