"""Look up the words of filters in a ledger: actors, types, tags, countries and places.

An unknown word raises UsageError with the nearest known words; a result is never empty.
"""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cached_property

from chrono.core.countries import BODIES, country_name, country_of
from chrono.core.english import first_few
from chrono.core.model import Actor, Ledger
from chrono.core.names import MOST_SUGGESTIONS, fold, holds_words, nearest, unknown_word, words
from chrono.core.origins import Origins
from chrono.core.sentences import several_match, suggestion
from chrono.errors import UsageError


class ActorIndex:
    """An index of actors by id, name, alias and word; `by_id`: id -> actor, in order of adding."""

    def __init__(self, actors: Iterable[Actor] = ()) -> None:
        self.by_id: dict[str, Actor] = {}
        self._by_former_id: dict[str, Actor] = {}
        self._by_name: dict[str, dict[str, Actor]] = {}
        for actor in actors:
            self.add(actor)

    def add(self, actor: Actor) -> None:
        """Add an actor, whose id must be new."""
        self.by_id[actor.id] = actor
        self._by_former_id.update(dict.fromkeys(actor.former_ids, actor))
        for name in actor.all_names:
            self._by_name.setdefault(fold(name), {})[actor.id] = actor
        self.__dict__.pop("_by_word", None)

    def exact(self, name: str) -> tuple[Actor, ...]:
        """Only the actor with exactly this id or former id; without one, all from `named`."""
        if (actor := self.with_id(name)) is not None:
            return (actor,)
        return self.named(name)

    @property
    def taken(self) -> Collection[str]:
        """The ids and former ids of all actors, which a new actor cannot have."""
        return ChainMap(self.by_id, self._by_former_id)

    def with_id(self, id: str) -> Actor | None:
        """The actor with exactly this id, or else with this former id; None if there is none."""
        return self.by_id.get(id) or self._by_former_id.get(id)

    def named(self, name: str) -> tuple[Actor, ...]:
        """All actors with this id, former id, name or alias, ignoring case and accents."""
        return tuple(self._by_name.get(fold(name), {}).values())

    def loose(self, name: str) -> tuple[Actor, ...]:
        """The actors from `exact`; if there are none, the actors from `with_words`."""
        return self.exact(name) or self.with_words(name)

    def with_words(self, name: str) -> tuple[Actor, ...]:
        """All actors with a name or alias that contains every word of `name`."""
        wanted = words(name)
        rarest = min((self._by_word.get(word, {}) for word in wanted), key=len, default={})
        return tuple(
            actor
            for actor in rarest.values()
            if any(holds_words(text, wanted) for text in (actor.name, *actor.aliases))
        )

    def nearest(self, name: str) -> list[Actor]:
        """Up to MOST_SUGGESTIONS actors with a name, or a word of one, that resembles `name`."""
        near: dict[str, Actor] = {}
        for piece in (fold(name), *sorted(words(name), key=len, reverse=True)):
            matches = nearest(piece, self._by_word)
            for text in self._by_word:
                shorter, longer = sorted((piece, text))  # a prefix sorts before the longer text
                if longer.startswith(shorter) and (len(shorter) > 2 or not shorter.isascii()):
                    matches.append(text)
            for match in matches:
                near |= self._by_word[match]
        return list(near.values())[:MOST_SUGGESTIONS]

    @cached_property
    def _by_word(self) -> Mapping[str, Mapping[str, Actor]]:
        """Folded id, name or alias, or a word of one -> (id -> actor) for actors that have it."""
        by_word: dict[str, dict[str, Actor]] = {}
        for actor in self.by_id.values():
            for text in actor.all_names:
                for piece in (fold(text), *words(text)):
                    by_word.setdefault(piece, {})[actor.id] = actor
        return by_word


class Lookup:
    """A lookup of words in one ledger; `ambiguous`: name that matched several actors -> actors."""

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger
        self.ambiguous: dict[str, tuple[Actor, ...]] = {}

    @cached_property
    def index(self) -> ActorIndex:
        """The ledger's actors."""
        return ActorIndex(self.ledger.actors.values())

    def actors(self, name: str, index: ActorIndex | None = None) -> tuple[Actor, ...]:
        """The actors of `index` (or the ledger) called `name`. Raises UsageError if none match."""
        known = index or self.index
        if not (matches := known.loose(name)):
            raise UsageError(unknown_actor(name, known, country=index is None))
        if len(matches) > 1:
            self.ambiguous[name] = matches
        return matches

    def actor(self, name: str) -> Actor:
        """The only actor that a name matches. Raises UsageError if none or several match."""
        actors = self.actors(name)
        _require_one(name, actors)
        return actors[0]

    def require_unique_names(self) -> None:
        """Raise UsageError if a name that was looked up matched several actors."""
        for name, actors in self.ambiguous.items():
            _require_one(name, actors)

    @property
    def notes(self) -> list[str]:
        """A sentence for each ambiguous name."""
        return [
            f'"{name}" matches {len(actors)} actors, all included: '
            f"{first_few(_labels(actors), word='and')}"
            for name, actors in self.ambiguous.items()
        ]

    def speakers(self, name: str) -> tuple[Actor, ...]:
        """The actors and claims' speakers that `name` matches. Raises UsageError if none match."""
        speakers = {claim.by.id: claim.by for claim in self.ledger.claims}
        return self.actors(name, ActorIndex({**self.ledger.actors, **speakers}.values()))

    def type(self, name: str) -> frozenset[str]:
        """The ids of the types called `name`: by id, else by former id, else by label or plural.

        Raises UsageError if there is none.
        """
        types = self.ledger.types
        if name in types:
            return frozenset((name,))
        if former := frozenset(kind.id for kind in types.values() if name in kind.former_ids):
            return former
        names = {kind.id: {kind.id, kind.label, kind.plural} for kind in types.values()}
        spellings = _spelled(name, {spelling for spelt in names.values() for spelling in spelt})
        if not spellings:
            raise UsageError(unknown_word(name, types, "type"))
        return frozenset(id for id, spelt in names.items() if spelt & spellings)

    def tag(self, tag: str) -> frozenset[str]:
        """The tag, else tags that differ only in case or accents. Raises UsageError if none do."""
        tags = self.ledger.words["tags"].union(*(row.tags for row in self.ledger.coverage))
        return _spelled(tag, tags) or _refuse(tag, tags, "tag")

    def country(self, country: str) -> frozenset[str]:
        """The codes of actors' countries with this code or name. Raises UsageError if unknown."""
        codes = {actor.country for actor in self.ledger.actors.values() if actor.country}
        if matches := _countries(country, codes):
            return matches
        if country_of(country):
            raise UsageError(f'no actor is from "{country}"{_choices(codes)}')
        # Only names are suggested: a two-letter code with one letter changed is another country.
        return _refuse(country, codes, "country", proposed={country_name(one) for one in codes})

    def place_country(self, country: str) -> frozenset[str]:
        """The countries of places with this code or name. Raises UsageError if there is none."""
        known = self.ledger.words["place_countries"]
        if matches := _countries(country, known):
            return matches
        if code := country_of(country):
            raise UsageError(f'no event took place in "{country_name(code)}"{_choices(known)}')
        return _refuse(country, known, "country", proposed={country_name(code) for code in known})

    def initiator(self, name: str) -> frozenset[str]:
        """The values of `initiator` that `name` means: ids of actors, a country or "disputed".

        A country does not stand for its people. Raises UsageError for an unknown name.
        """
        if name == "disputed":
            return frozenset((name,))
        nations = {actor.country for actor in self.ledger.actors.values() if actor.country}
        exact = {actor.id for actor in self.index.exact(name)}
        if found := exact | _countries(name, nations):
            return frozenset(found)
        return frozenset(actor.id for actor in self.actors(name))

    @cached_property
    def origins(self) -> Origins:
        """The names of the ledger's publishers."""
        return Origins(self.ledger.publishers)

    def origin(self, name: str) -> frozenset[str]:
        """The origins called `name`, or else the only one with all its words.

        Raises UsageError if there is none or several, and LookupError if not all events were read.
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

    def places(self, place: str) -> frozenset[str]:
        """The place `place`, else places with all its words. Raises UsageError if none match."""
        known = self.ledger.words["places"]
        wanted = words(place)
        holding = frozenset(name for name in known if wanted and holds_words(name, wanted))
        if matches := _spelled(place, known) or holding:
            return matches
        pieces = {piece for name in known for piece in (name, *name.split())}
        return _refuse(place, known, "place", proposed=pieces)


def _countries(word: str, codes: Iterable[str]) -> frozenset[str]:
    """Those of `codes` that are spelled `word`, by code or name."""
    codes = {*codes}
    spellings = {country_name(code): code for code in codes}
    spellings |= {BODIES.get(code, code): code for code in codes}
    return frozenset(spellings[spelling] for spelling in _spelled(word, spellings))


def _labels(actors: Iterable[Actor]) -> list[str]:
    return [f"{actor.name} ({actor.id})" for actor in actors]


def _require_one(name: str, actors: Sequence[Actor]) -> None:
    if len(actors) > 1:
        raise UsageError(several_match(name, "actors", _labels(actors)))


def _spelled(word: str, known: Iterable[str]) -> frozenset[str]:
    """Only `word` if it is known, else all known words that differ from it in case or accents."""
    known = set(known)
    if word in known:
        return frozenset((word,))
    folded = fold(word)
    return frozenset(name for name in known if fold(name) == folded)


def actor_not_found(name: str, index: ActorIndex) -> str:
    """The sentence for a name that matches no actor, with the nearest names if there are any."""
    return f'unknown actor "{name}"{suggestion(_labels(index.nearest(name)))}'


def unknown_actor(name: str, index: ActorIndex, remedy: str = "", country: bool = False) -> str:
    """The message of `actor_not_found`, with what to type instead.

    `remedy`: ways to add the actor, in words; `country`: whether `--country` may be used instead.
    """
    add = f"add a new person with {remedy}" if remedy else ""
    sentence = actor_not_found(name, index)
    if sentence.endswith("?"):
        return sentence + (f" Or {add}" if add else "")
    hint = add or "run `chrono actors` for a list"
    if country and (code := country_of(name)):
        quoted = code if len(code) == 2 else f'"{code}"'
        hint = f"for a country, use --country {quoted}"
    return f"{sentence}; {hint}"


def _refuse(
    word: str, known: Collection[str], noun: str, proposed: Collection[str] = ()
) -> frozenset[str]:
    """Raise UsageError with similar words of `proposed` (or `known`), else some known words."""
    message = unknown_word(word, proposed or known, noun, _choices(known))
    raise UsageError(message)


def _choices(known: Collection[str]) -> str:
    """The end of a message: `; choose CN or US`."""
    return f"; choose {first_few(sorted(known), word='or')}" if known else "; the ledger has none"
