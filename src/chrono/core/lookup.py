"""Find the actors, types, tags, countries and places in a ledger by a typed word."""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Collection, Iterable, Mapping
from functools import cached_property

from chrono.core.actor_errors import actor_labels, require_one_actor, unknown_actor
from chrono.core.continents import continent_named
from chrono.core.countries import country_name, country_of, place_in_country
from chrono.core.country_lookup import listed_countries, match_country, not_a_country
from chrono.core.english import first_few
from chrono.core.extra import extra_texts, require_extra_names
from chrono.core.model import Actor, Ledger
from chrono.core.names import (
    MOST_SUGGESTIONS,
    SMALL,
    fold,
    holds_words,
    nearest,
    spelled,
    unknown_id,
    unknown_word,
    with_start,
    words,
)
from chrono.core.note_kinds import Note, NoteKind
from chrono.core.origins import Origins
from chrono.core.sentences import several_match, shell_word, suggestion
from chrono.errors import UsageError


class ActorIndex:
    """An index of actors by id, name, alias and word."""

    def __init__(self, actors: Iterable[Actor] = ()) -> None:
        self.by_id: dict[str, Actor] = {}
        self._by_former_id: dict[str, Actor] = {}
        self._by_name: dict[str, dict[str, Actor]] = {}
        for actor in actors:
            self.add(actor)

    def add(self, actor: Actor) -> None:
        """Add an actor to the index. The id must be new."""
        self.by_id[actor.id] = actor
        self._by_former_id.update(dict.fromkeys(actor.former_ids, actor))
        for name in actor.all_names:
            self._by_name.setdefault(fold(name), {})[actor.id] = actor
        self.__dict__.pop("_by_word", None)

    def exact(self, name: str) -> tuple[Actor, ...]:
        """Return the actor with this id or former id, or else all actors with this name."""
        if (actor := self.with_id(name)) is not None:
            return (actor,)
        return self.named(name)

    @property
    def taken(self) -> Collection[str]:
        """Return the ids and former ids of all actors."""
        return ChainMap(self.by_id, self._by_former_id)

    def with_id(self, id: str) -> Actor | None:
        """Return the actor with this id or former id, or None if there is none."""
        return self.by_id.get(id) or self._by_former_id.get(id)

    def named(self, name: str) -> tuple[Actor, ...]:
        """Return all actors with this id, former id, name or alias, ignoring case and accents."""
        return tuple(self._by_name.get(fold(name), {}).values())

    def loose(self, name: str) -> tuple[Actor, ...]:
        """Return the actors with this id or name, or else the actors from `with_words`."""
        return self.exact(name) or self.with_words(name)

    def with_words(self, name: str) -> tuple[Actor, ...]:
        """Return all actors with a name or alias that contains every word of `name`."""
        wanted = words(name)
        rarest = min((self._by_word.get(word, {}) for word in wanted), key=len, default={})
        return tuple(
            actor
            for actor in rarest.values()
            if any(holds_words(text, wanted) for text in (actor.name, *actor.aliases))
        )

    def is_named_in(self, text: str, actor: Actor) -> bool:
        """Return whether a text has a name of the actor, or a word that names only this actor."""
        held, names = set(words(text)), (actor.name, *actor.aliases)
        return (
            any(self._by_word.get(word, {}).keys() == {actor.id} for word in held - SMALL)
            or any((wanted := words(name)) and held.issuperset(wanted) for name in names)
            # In some scripts there are no spaces between words.
            or any(fold(name) in fold(text) for name in names if not name.isascii())
        )

    def nearest(self, name: str) -> list[Actor]:
        """Return a few actors with a word in a name that begins with `name` or is similar."""
        near: dict[str, Actor] = {}
        pieces = sorted(words(name), key=len, reverse=True)
        longer = self._with_beginning(pieces[0]) if len(pieces) == 1 else {}
        for piece in (fold(name), *pieces):
            if len(pieces) > 1 and piece.isascii() and len(piece) < 4:
                continue  # a short word of a longer name, such as May, resembles too many others
            for match in (*nearest(piece, self._by_word), *with_start(piece, self._by_word)):
                near |= longer if match[:1] != piece[:1] else {}
                near |= {} if match in SMALL else self._by_word[match]
        near |= longer
        return list(near.values())[:MOST_SUGGESTIONS]

    def _with_beginning(self, beginning: str) -> dict[str, Actor]:
        """Return the actors with a word that begins with a text of two or more letters, by id.

        The actors are in the order of the ledger, which often begins with the principals.
        """
        found = (word for word in self._by_word if word.startswith(beginning) and word not in SMALL)
        ids = {id for word in found for id in self._by_word[word]} if len(beginning) > 1 else ()
        return {id: actor for id, actor in self.by_id.items() if id in ids}

    @cached_property
    def _by_word(self) -> Mapping[str, Mapping[str, Actor]]:
        by_word: dict[str, dict[str, Actor]] = {}
        for actor in self.by_id.values():
            for text in actor.all_names:
                for piece in (fold(text), *words(text)):
                    by_word.setdefault(piece, {})[actor.id] = actor
        return by_word


class Lookup:
    """An index that finds actors, types, tags, countries and places in a ledger by a typed word."""

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger
        self.matches: dict[str, tuple[Actor, ...]] = {}
        self._meanings: dict[str, Note] = {}

    @cached_property
    def index(self) -> ActorIndex:
        """Return the index of all actors in the ledger."""
        return ActorIndex(self.ledger.actors.values())

    def actors(self, name: str, index: ActorIndex | None = None) -> tuple[Actor, ...]:
        """Return all actors that match a name. Raises UsageError if no actor matches."""
        known = index or self.index
        if not (matches := known.loose(name)):
            raise unknown_actor(name, known, country=index is None)
        self.matches[name] = matches
        return matches

    def actor(self, name: str) -> Actor:
        """Return the only actor that matches a name. Raises UsageError if none or several match."""
        actors = self.actors(name)
        require_one_actor(name, actors)
        return actors[0]

    def require_unique_names(self) -> None:
        """Raise UsageError if a name that was looked up matches several actors."""
        for name, actors in self.matches.items():
            require_one_actor(name, actors, self._country_option(name))

    def _country_option(self, name: str) -> str:
        codes = self.countries_named(country_of(name) or name)  # a body may be the ledger's own
        is_country = len(codes) == 1 and not self.index.exact(name)
        return f"--country {shell_word(min(codes))}" if is_country else ""

    def _use_place_country(self, name: str, purpose: str = "") -> str:
        if not match_country(name, self.ledger.words["place_countries"], continents=True).countries:
            return ""
        return f"; {purpose}use --place-country {shell_word(name)}"

    @property
    def notes(self) -> list[Note]:
        """Return a note for each name that matches several actors, or an actor and a country."""
        sentences: list[str] = []
        for name, actors in self.matches.items():
            labels, option = actor_labels(actors), self._country_option(name)
            if option:
                several = f'the {len(actors)} actors with "{name}" in their names are'
                who = several if len(actors) > 1 else f"{labels[0]} is"
                every = f"for all actors from the country, use {option}"
                sentences.append(f"only {who} included; {every}")
            elif len(actors) > 1:
                every = f"{len(actors)} actors; {('both', 'all')[len(actors) > 2]} are included"
                sentences.append(f'"{name}" matches {every}: {first_few(labels, word="and")}')
        notes = (Note(sentence, NoteKind.MEANING) for sentence in sentences)
        return [*self._meanings.values(), *notes]

    def speakers(self, name: str) -> tuple[Actor, ...]:
        """Return all actors and claim speakers with this name. Raises UsageError if none match."""
        speakers = {claim.by.id: claim.by for claim in self.ledger.claims}
        return self.actors(name, ActorIndex({**self.ledger.actors, **speakers}.values()))

    def type(self, name: str) -> frozenset[str]:
        """Return the ids of the types with this id, former id, name or alias.

        Raises UsageError if there are none.
        """
        if found := self.types_named(name):
            return found
        wanted = words(name)
        labels = ((f'"{kind.id}"', kind.label) for kind in self.ledger.types.values())
        similar = [id for id, label in labels if wanted and holds_words(label, wanted)]
        if similar:
            raise UsageError(f'unknown type "{name}"{suggestion(similar[:MOST_SUGGESTIONS])}')
        raise UsageError(unknown_word(name, self.ledger.types, "type"))

    def types_named(self, name: str) -> frozenset[str]:
        """Return the ids of the types with this id, former id, name or alias, or an empty set."""
        types = self.ledger.types
        if name in types:
            return frozenset((name,))
        if former := frozenset(kind.id for kind in types.values() if name in kind.former_ids):
            return former
        names = {kind.id: {*kind.all_names} for kind in types.values()}
        spellings = spelled(name, {spelling for spelt in names.values() for spelling in spelt})
        return frozenset(id for id, spelt in names.items() if spelt & spellings)

    def offices(self, text: str) -> frozenset[str]:
        """Return the titles of the actors' offices that contain all words of a text.

        Raises UsageError if there are none.
        """
        titles = {role.title for actor in self.ledger.actors.values() for role in actor.roles}
        wanted = words(text)
        if found := frozenset(title for title in titles if wanted and holds_words(title, wanted)):
            return found
        pieces = {piece for title in titles for piece in (title, *title.split())}
        return _refuse(text, titles, "office", proposed=pieces)

    def event(self, id: str) -> str:
        """Return the id of the event with this id or former id.

        Raises UsageError if there is none, and LookupError if not all events were read.
        """
        if self.ledger.vocabulary is not None:
            raise LookupError("events")
        if (event := self.ledger.event(id)) is not None:
            return event.id
        ids = [event.id for event in self.ledger.events]
        raise UsageError(unknown_id("event", id, ids, ""))

    def extra(self, name: str, value: str) -> frozenset[str]:
        """Return the values of a key in `extra` that differ from `value` only in case or accents.

        Raises UsageError for an unknown key or value, and LookupError if not all events were read.
        """
        if self.ledger.vocabulary is not None:
            raise LookupError("extra")
        extras = [record.extra for record in self.ledger.records]
        require_extra_names([name], extras)
        known = {text for extra in extras for text in extra_texts(extra, name)}
        return spelled(value, known) or _refuse(value, known, f"extra.{name}")

    def tag(self, tag: str) -> frozenset[str]:
        """Return the tag, or else tags that differ only in case or accents.

        Raises UsageError if there are none.
        """
        return self.tags_named(tag) or _refuse(tag, self._tags, "tag")

    def tags_named(self, tag: str, used: bool = False) -> frozenset[str]:
        """Return the tag, or else tags that differ only in case or accents. The set may be empty.

        `used`: whether to search only the tags of events.
        """
        return spelled(tag, self.ledger.words["tags"] if used else self._tags)

    @property
    def _tags(self) -> frozenset[str]:
        return self.ledger.words["tags"].union(*(row.tags for row in self.ledger.coverage))

    def country(self, country: str) -> frozenset[str]:
        """Return the code of the country whose code or name is `country`, as a set with one
        element.

        Raises UsageError if no actor is from there, or if two countries have the name.
        """
        codes = self._codes
        if matches := self._only_country(country, codes):
            return matches
        if country_of(country):
            remedy = self._use_place_country(country, "for events there, ")
            remedy = remedy or _has_countries(codes, "actors from", "actors with a country")
            raise UsageError(f"no actor is from {_with_name(country)}{remedy}")
        raise UsageError(not_a_country(country, codes, "--country"))

    def countries_named(self, country: str) -> frozenset[str]:
        """Return the codes of the actors' countries that have this code or name."""
        return match_country(country, self._codes).countries

    @property
    def _codes(self) -> set[str]:
        return {actor.country for actor in self.ledger.actors.values() if actor.country}

    def place_countries_named(self, country: str) -> frozenset[str]:
        """Return the codes of the events' countries that have this code or name."""
        return match_country(country, self.ledger.words["place_countries"]).countries

    def place_country(self, country: str) -> frozenset[str]:
        """Return the codes of the events' countries with this code or name, or on this continent.

        Raises UsageError if no country matches, or if two countries have the name.
        """
        known = self.ledger.words["place_countries"]
        if matches := self._only_country(country, known, continents=True):
            return matches
        if country_of(country):
            otherwise = _has_countries(known, "places in", "places with a country")
            raise UsageError(f"no event took place in {_with_name(country)}{otherwise}")
        raise UsageError(not_a_country(country, known, "--place-country"))

    def _only_country(
        self, word: str, known: Collection[str], continents: bool = False
    ) -> frozenset[str]:
        match = match_country(word, known, continents)
        if match.error:
            raise UsageError(match.error)
        if match.note:
            self._meanings[word] = match.note
        return match.countries

    def initiator(self, name: str) -> frozenset[str]:
        """Return the values of the key `initiator` that match a name: ids, countries or "disputed".

        Raises UsageError for an unknown name.
        """
        if name == "disputed":
            return frozenset((name,))
        exact = {actor.id for actor in self.index.exact(name)}
        if found := exact | self._only_country(name, self._codes):
            return frozenset(found)
        return frozenset(actor.id for actor in self.actors(name))

    @cached_property
    def origins(self) -> Origins:
        """Return an index that gives the origin of each source."""
        return Origins(self.ledger.publishers)

    def origin(self, name: str) -> frozenset[str]:
        """Return the names of the origins that differ from `name` only in case or accents.

        If there are none, return the only origin with all words of `name`. Raises UsageError if
        none or several have these words, and LookupError if not all events were read.
        """
        if self.ledger.vocabulary is not None:
            raise LookupError("origins")
        sources = (source for record in self.ledger.records for source in record.sources)
        declared = self.ledger.publishers.values()
        known = {*self.origins.names(sources), *(one.name for one in declared)}
        wanted = fold(self.origins.name(name))
        if matches := frozenset(one for one in known if fold(one) == wanted):
            return matches
        texts = {*known, *(alias for one in declared for alias in one.aliases)}
        sought = words(name)
        holding = {
            self.origins.name(text) for text in texts if sought and holds_words(text, sought)
        }
        if len(holding) > 1:
            raise UsageError(several_match(name, "origins", sorted(holding)))
        return frozenset(holding) or _refuse(name, known, "origin", proposed=texts)

    def places_named(self, place: str) -> frozenset[str]:
        """Return the place if it is known, or else places that differ only in case or accents."""
        return spelled(place, self.ledger.words["places"])

    def places_with_words(self, place: str) -> frozenset[str]:
        """Return the places whose names contain all words of `place`, or an empty set."""
        wanted, known = words(place), self.ledger.words["places"]
        return frozenset(name for name in known if wanted and holds_words(name, wanted))

    def places(self, place: str) -> frozenset[str]:
        """Return the places with this name, or else the places whose names contain all its words.

        Raises UsageError if there are none.
        """
        if matches := self.places_named(place) or self.places_with_words(place):
            return matches
        if remedy := self._use_place_country(place):
            noun = "continent" if continent_named(place) else "country"
            raise UsageError(f'"{place}" is a {noun}{remedy}')
        if (found := place_in_country(place)) and self.places_named(found.place):
            options = f"--place {shell_word(found.place)} --place-country {found.country}"
            raise UsageError(f'"{place}" is a place and its country; use {options}')
        known = self.ledger.words["places"]
        pieces = {piece for name in known for piece in (name, *name.split())}
        return _refuse(place, known, "place", proposed=pieces)


def _refuse(
    word: str, known: Collection[str], noun: str, proposed: Collection[str] = ()
) -> frozenset[str]:
    raise UsageError(unknown_word(word, proposed or known, noun, _choices(known, f"{noun}s")))


def _choices(known: Collection[str], nouns: str) -> str:
    if len(known) < 2:
        return f"; the ledger has {f'only {next(iter(known))}' if known else f'no {nouns}'}"
    return f"; choose {first_few(sorted(known), word='or')}"


def _with_name(country: str) -> str:
    """Return a country as typed, with its name if that is different: `"ch" (Switzerland)`."""
    name = country_name(country_of(country) or country)
    return f'"{country}"' + f" ({name})" * (fold(name) != fold(country))


def _has_countries(codes: Collection[str], some: str, nouns: str) -> str:
    if not codes:
        return f"; the ledger has no {nouns}"
    these = "this country" if len(codes) == 1 else "these countries"
    return f"; the ledger has {some} {these}: {listed_countries(codes)}"
