"""The names and words of a ledger that completion offers, and the search for a name or word.

Latin letters match names in other scripts: `wangyi` matches 王毅.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cached_property, lru_cache
from itertools import islice
from typing import NamedTuple

from chrono.core.countries import COUNTRIES, country_name
from chrono.core.dates import When
from chrono.core.english import date, joined
from chrono.core.model import Actor, Ledger, Source
from chrono.core.names import fold
from chrono.files.format.ids import slug

MOST = 100
"""The maximum number of completions in one answer."""


class Entry(NamedTuple):
    """A word that completion offers.

    - `text`: the text to insert
    - `label`: the text to show
    - `names`: all texts by which a search can find the word
    - `letters`: the letters and digits of the names, in lower case without accents. A search looks
      for the typed text in this text.
    """

    text: str
    label: str
    detail: str
    names: tuple[str, ...]
    letters: str


def squeezed(text: str) -> str:
    """Return the letters and digits of a text in lower case without accents: `sao2` for `São-2`."""
    return re.sub(r"[\W_]+", "", fold(text))


@lru_cache(2**16)  # most names stay the same from one check to the next
def entry(text: str, label: str, detail: str, names: tuple[str, ...]) -> Entry:
    """Return the entry for a word.

    `names`: texts other than `text` by which a search finds the word.
    """
    all_names = tuple(dict.fromkeys((text, *names)))
    forms: dict[str, None] = {}
    for name in all_names:
        forms[squeezed(name)] = None
        if not name.isascii():
            forms[slug(name).replace("-", "")] = None
        words = re.split(r"[\W_]+", fold(name))
        forms |= dict.fromkeys("".join(words[at:]) for at in range(1, len(words)))
    letters = "\n".join(form for form in forms if form)
    return Entry(text, label, detail, all_names, f"\n{letters}\n")


class Vocabulary:
    """The names and words of a ledger, with a property for each kind, such as actors or tags.

    `earlier`: the vocabulary of the ledger's last version without errors, or None. The method
    `search` also returns entries of this version.
    """

    def __init__(self, ledger: Ledger, earlier: Vocabulary | None = None) -> None:
        self.ledger = ledger
        self._earlier = earlier

    def search(self, kind: str, typed: str) -> list[tuple[Entry, str]]:
        """Return up to `MOST` pairs (entry, name that matches) for a typed text, best first.

        If no name begins with the typed text, the pair has the typed text in place of the name.

        `kind`: the name of a property, such as "actors".
        """
        entries: Sequence[Entry] = getattr(self, kind)
        if self._earlier is not None:
            known = {each.text for each in entries}
            older: Sequence[Entry] = getattr(self._earlier, kind)
            entries = [*entries, *(each for each in older if each.text not in known)]
        wanted = squeezed(typed) or slug(typed).replace("-", "")
        at_start, start = f"\n{wanted}", fold(typed)
        found = (each for each in entries if wanted in each.letters)
        ranked = sorted(islice(found, 10 * MOST), key=lambda each: at_start not in each.letters)
        return [
            (each, next((name for name in each.names if fold(name).startswith(start)), typed))
            for each in ranked[:MOST]
        ]

    @cached_property
    def actors(self) -> Sequence[Entry]:
        """Return an entry for each actor, in the order of the ledger."""
        actors = dict(self._earlier.ledger.actors) if self._earlier else {}
        for id, actor in self.ledger.actors.items():
            if actor.declared or id not in actors:  # the declaration may be in an invalid block
                actors[id] = actor
        return [_actor(actor) for actor in actors.values()]

    @cached_property
    def speakers(self) -> Sequence[Entry]:
        """Return an entry for each actor, and for each speaker of a claim who is not an actor."""
        known = {each.text for each in self.actors}
        speakers = {claim.by.id: claim.by for claim in self.ledger.claims}
        return [*self.actors, *(_actor(one) for id, one in speakers.items() if id not in known)]

    @cached_property
    def initiators(self) -> Sequence[Entry]:
        """Return an entry for each actor, for each country of an actor, and for "disputed"."""
        return [*self.sides, entry("disputed", "disputed", "each side says another", ())]

    @cached_property
    def sides(self) -> Sequence[Entry]:
        """Return an entry for each actor, and for each country of an actor."""
        countries = dict.fromkeys(one.country for one in self.ledger.actors.values())
        return [*self.actors, *(_country(code) for code in countries if code)]

    @cached_property
    def events(self) -> Sequence[Entry]:
        """Return an entry for each event, newest first."""
        return [_event(one.id, one.when, one.title) for one in reversed(self.ledger.events)]

    @cached_property
    def claims(self) -> Sequence[Entry]:
        """Return an entry for each claim, newest first."""
        return [
            entry(claim.id, claim.id, claim.statement, (claim.statement,))
            for claim in reversed(self.ledger.claims)
        ]

    @cached_property
    def sources(self) -> Sequence[Entry]:
        """Return an entry for each declared source."""
        return [
            entry(id, id, _described(source), (source.name, source.title or ""))
            for id, source in self.ledger.sources.items()
        ]

    @cached_property
    def types(self) -> Sequence[Entry]:
        """Return an entry for each type of event."""
        return [entry(id, id, kind.label, kind.all_names) for id, kind in self.ledger.types.items()]

    @cached_property
    def countries(self) -> Sequence[Entry]:
        """Return an entry for each country. Countries of actors and places come first."""
        used = [actor.country for actor in self.ledger.actors.values() if actor.country]
        places = sorted(self.ledger.words["place_countries"])
        return [_country(code) for code in dict.fromkeys((*used, *places, *COUNTRIES))]

    @cached_property
    def publishers(self) -> Sequence[Entry]:
        """Return an entry for each name of a publisher or of an origin."""
        ledger = self.ledger
        sources = (source for record in ledger.records for source in record.sources)
        names = [
            name
            for source in (*ledger.sources.values(), *sources)
            for name in (source.publisher, source.origin)
        ]
        names += [name for one in ledger.publishers.values() for name in (one.name, *one.aliases)]
        return [entry(name, name, "", ()) for name in dict.fromkeys(names) if name]

    @cached_property
    def places(self) -> Sequence[Entry]:
        """Return an entry for each place of an event. The detail is the country of the place."""
        places = {event.place: event.place_country for event in self.ledger.events if event.place}
        return [
            entry(place, place, country_name(country) if country else "", ())
            for place, country in sorted(places.items())
        ]

    @cached_property
    def tags(self) -> Sequence[Entry]:
        """Return an entry for each tag of an event."""
        return [entry(tag, tag, "", ()) for tag in sorted(self.ledger.words["tags"])]


KINDS: Mapping[str, str] = {
    "actor": "actors", "speaker": "speakers", "initiator": "initiators", "side": "sides",
    "event": "events", "claim": "claims", "source": "sources", "type": "types",
}  # fmt: skip
"""For each kind of reference, as in `Kind.refers_to`, the property of `Vocabulary` for it."""


def _actor(actor: Actor) -> Entry:
    country = country_name(actor.country) if actor.country else ""
    aliases = ", ".join(actor.aliases)
    label = actor.name if actor.declared else f"{actor.name} (not declared)"
    return entry(actor.id, label, joined((country, aliases)), (actor.name, *actor.aliases))


@lru_cache(2**16)
def _event(id: str, when: When, title: str) -> Entry:
    return entry(id, id, joined((date(when), title), ", "), (title,))


def _country(code: str) -> Entry:
    name = country_name(code)
    return entry(code, code if code == name else f"{code} {name}", name, (name,))


def _described(source: Source) -> str:
    day = date(source.date) if source.date else ""
    return joined((source.name, source.title or "", day), ", ")
