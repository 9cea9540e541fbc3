"""What the words of a question mean in one ledger: actors, types, tags, countries, places.

A word that means nothing is an error with the nearest that does, never an empty answer.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence, Set

from chrono.core.countries import country_name, country_of
from chrono.core.english import join_and, join_or
from chrono.core.model import Actor, Ledger
from chrono.core.names import did_you_mean, find_actors, fold, holds_words, nearest_actors, words
from chrono.errors import UsageError


class Names:
    """Looks up the words of a question in one ledger; collects what is to be said about them."""

    def __init__(self, ledger: Ledger, exact: bool) -> None:
        self.ledger = ledger
        self.exact = exact
        self.notes: list[str] = []

    def actors(self, name: str, everybody: Iterable[Actor] | None = None) -> tuple[Actor, ...]:
        """Whom a name means; several only where that is allowed, and then it is said."""
        everybody = self.ledger.actors.values() if everybody is None else list(everybody)
        found = find_actors(name, everybody)
        if not found:
            raise UsageError(nobody(name, everybody))
        if len(found) > 1:
            called = [f"{actor.name} ({actor.id})" for actor in found]
            if self.exact:
                who = join_or(called)
                raise UsageError(f'"{name}" may be {who}: name one of them')
            note = f'"{name}" means {len(found)} actors: {join_and(called)}'
            if note not in self.notes:
                self.notes.append(note)
        return tuple(found)

    def speakers(self, name: str) -> tuple[Actor, ...]:
        """Who is meant of those who made a claim, or could have made one."""
        speaking = {claim.by.id: claim.by for claim in self.ledger.claims}
        return self.actors(name, {**self.ledger.actors, **speaking}.values())

    def type(self, name: str) -> frozenset[str]:
        """The id of a type, by its id or its label."""
        if name in self.ledger.types:
            return frozenset((name,))
        labels: dict[str, set[str]] = {}
        for kind in self.ledger.types.values():
            for spelling in (kind.plural, kind.label, kind.id):
                labels.setdefault(spelling, set()).add(kind.id)
        found = _spelled(name, labels)
        if not found:
            ids = [*self.ledger.types]
            hint = did_you_mean(name, ids) or f": it knows {join_and(ids)}"
            raise UsageError(f'this ledger has no type "{name}"{hint}')
        return frozenset().union(*(labels[spelling] for spelling in found))

    def tag(self, tag: str) -> frozenset[str]:
        """The tag as the ledger writes it."""
        return self._known("tag", tag, self.ledger.tags)

    def country(self, code: str) -> frozenset[str]:
        """A country of one of the actors, by its code or its name."""
        known = {actor.country for actor in self.ledger.actors.values() if actor.country}
        named = {country_name(code): code for code in known}
        found = _spelled(country_name(code.upper()), known) or {
            named[name] for name in _spelled(code, named)
        }
        # Only names are proposed: of two letters, one is no slip, but another country.
        return frozenset(found) or self._known("country", code, known, named)

    def _known(
        self, noun: str, word: str, known: Set[str], proposed: Iterable[str] | None = None
    ) -> frozenset[str]:
        """The one of the known words that is meant; `proposed` are those of a hint."""
        if found := _spelled(word, known):
            return found
        near = did_you_mean(word, sorted(known if proposed is None else proposed))
        raise UsageError(f'this ledger has no {noun} "{word}"{near or _some(sorted(known))}')

    def places(self, place: str) -> frozenset[str]:
        """The places that the words name: one as a whole, or else all that hold every word."""
        known = self.ledger.places
        wanted = words(place)
        holding = frozenset(name for name in known if wanted and holds_words(name, wanted))
        if found := _spelled(place, known) or holding:
            return found
        pieces = [piece for name in sorted(known) for piece in (name, *name.split())]
        hint = did_you_mean(place, pieces) or _some(sorted(known))
        raise UsageError(f'this ledger has no place "{place}"{hint}')


def _spelled(word: str, known: Iterable[str]) -> frozenset[str]:
    """The one that is spelled just so, or else those that differ in case and accents alone."""
    known = set(known)
    if word in known:
        return frozenset((word,))
    folded = fold(word)
    return frozenset(name for name in known if fold(name) == folded)


def nobody(name: str, actors: Iterable[Actor]) -> str:
    """The sentence for a name that matches nothing, with the nearest names."""
    near = nearest_actors(name, actors)
    who = join_or([f"{actor.name} ({actor.id})" for actor in near])
    hint = f"did you mean {who}?" if near else "`chrono actors` lists everybody"
    if not near and (country := country_of(name)):
        hint = f"--country {country} asks for those of a country"
    return f'nobody in this ledger is called "{name}": {hint}'


def _some(known: Sequence[str]) -> str:
    if not known:
        return ": it has none at all"
    more = ", …" if len(known) > 8 else ""
    return f": it has {', '.join(known[:8])}{more}"
