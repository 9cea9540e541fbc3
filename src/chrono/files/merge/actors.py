"""Who is meant by the names in a table; who is new is declared, with an id made of the name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from chrono.core.countries import BODIES, COUNTRIES, country_of, name_and_country
from chrono.core.english import join_or
from chrono.core.ids import id_of, slug
from chrono.core.lookup import ActorIndex
from chrono.core.model import Actor
from chrono.core.names import fold, words
from chrono.errors import UsageError
from chrono.files.format.dump import actor_fields
from chrono.files.format.kinds import as_id
from chrono.files.format.new_entry import NewEntry

_MOST = 10
"""So many words are said of names that are alike."""


class People:
    """The actors of a ledger, and those who come in with a table.

    `told` are those of whom the table, or its rules, know more than a name, by id. `new` are those
    who come in. `notes` are to be said to who asked: whom a name was taken for that is written
    otherwise, and whose id is somebody else's already.
    """

    def __init__(self, known: Mapping[str, Actor], told: Mapping[str, Mapping[str, Any]]) -> None:
        self._known = {id: actor for id, actor in known.items() if actor.declared}
        self._told = told
        self._told_by_name = _by_name(told)
        self.new: dict[str, dict[str, Any]] = {}
        self.notes: dict[str, None] = {}
        self._ledger_index = ActorIndex(self._known.values())
        self._index = ActorIndex()
        self._written: set[str] = set()
        self._countries: dict[str, str | None] = {}
        self._nations: dict[str, str] = {}
        self._guessed: dict[str, str] = {}
        self._records: dict[tuple[str, str], str] = {}
        self._meant_by: dict[str, str] = {}
        for actor in self._known.values():
            self._call(actor.id, actor.country, actor.name, actor.aliases)

    def _call(self, id: str, country: str | None, name: str, aliases: Iterable[str]) -> None:
        self._countries[id] = country
        self._index.add(Actor(id, name, tuple(aliases)))
        self._written.update(text.casefold() for text in (id, name, *aliases))
        if code := _nation(name):
            self._nations.setdefault(code, id)

    def id(self, name: str, country: str | None = None) -> str:
        """The id of who is called that; somebody new gets one. Raises UsageError."""
        found = self._exact(name)
        if found is None and (code := _nation(name)) in self._nations:
            found = self._nations[str(code)]
            self._note_taken(name, found)
        if found is None:
            told = self._told_by_name.get(fold(name), ())
            if len(told) > 1:
                raise UsageError(f'"{name}" may be {join_or(told)}: write the id')
            if told:
                return self._declare(told[0], self._told[told[0]])
            found = self._by_words(name)
        if found is None:
            return self._declare(None, {"name": name, "country": country or _nation(name)})
        self._agree(found, name, country)
        return found

    def of_record(self, id: str, name: str) -> str:
        """The id here of an actor that has an id and a name of its own elsewhere.

        Two of one name there stay two here.
        """
        if (id, name) not in self._records:
            found = self.id(id) if id == name and id not in self._told else self._recorded(id, name)
            self._records[id, name] = found
            self._meant_by.setdefault(found, id)
        return self._records[id, name]

    def _recorded(self, id: str, name: str) -> str:
        fields = self._told.get(id, {"name": name})
        country = fields.get("country")
        found = [
            one
            for one in self._named(name)
            if self._meant_by.get(one, id) == id
            and (one == id or one not in self._told)
            and (country is None or self._countries[one] in (None, country))
        ]
        if id in found:
            found = [id]
        if len(found) > 1:
            raise UsageError(f'"{name}" may be {join_or(found)}: give {id} the id of one of them')
        if not found:
            return self._declare(id, fields)
        self._agree(found[0], name, country)
        return found[0]

    def now(self, name: str) -> str:
        """The id by which who stands in an event by name is called once the table is in."""
        found = self._named(name)
        return found[0] if name not in self._countries and len(found) == 1 else name

    def _exact(self, name: str) -> str | None:
        if name in self._countries:
            return name
        found = self._named(name)
        if len(found) > 1:
            raise UsageError(f'"{name}" may be {join_or(found)}: write the id')
        if found and name.casefold() not in self._written:
            self._note_taken(name, found[0])
        return found[0] if found else None

    def _named(self, name: str) -> list[str]:
        """The ids of the actors with this id, name or alias, case and accents aside."""
        return [actor.id for actor in self._index.named(name)]

    def _note_taken(self, name: str, id: str) -> None:
        called = self.new[id]["name"] if id in self.new else self._known[id].name
        self.notes[f'"{name}" is taken for {called} ({id})'] = None

    def _agree(self, id: str, name: str, country: str | None) -> None:
        """Raise UsageError where one of that name is known to be of another country."""
        there = self._countries[id]
        if country is None or there == country:
            return
        if there is not None:
            raise UsageError(
                f"{name} is of {country} here, and {id} of {there}: they are two, and need two "
                "names or ids"
            )
        self._countries[id] = country
        if id in self.new:
            self.new[id]["country"] = country
        else:
            self.notes[f"{id} has no country in the ledger, and {country} in the file"] = None

    def _by_words(self, name: str) -> str | None:
        """The one of the ledger's actors whose name has all of these words; that is said."""
        if name in self._guessed:
            return self._guessed[name]
        if _nation(name) is not None:
            return None  # China is no company with that word in its name
        found = sorted(self._ledger_index.loose(name), key=lambda actor: actor.id)
        if len(found) > 1:
            who = join_or([f"{actor.name} ({actor.id})" for actor in found])
            raise UsageError(f'"{name}" may be {who}: write the whole name')
        if not found:
            return None
        self._note_taken(name, found[0].id)
        self._guessed[name] = found[0].id
        return found[0].id

    def _declare(self, id: str | None, fields: Mapping[str, Any]) -> str:
        name = str(fields["name"]).strip()
        if not name or "\n" in name or "\r" in name:
            raise UsageError(f'"{name}" is no name of an actor: that is one line with a word')
        found = {key: value for key, value in fields.items() if key != "id" and value is not None}
        base = id if id is not None and id == as_id(id) else slug(name)
        if base in self.new and self.new[base]["name"] == base != name:
            new = base  # so far nothing but its id was known
        elif base and base not in self._countries:
            new = base
        else:
            try:
                new = id_of(name, self._countries)
            except UsageError:
                raise UsageError(
                    f'no id can be made of the name "{name}": declare it in the ledger or the rules'
                ) from None
            self.notes[f'the id "{base}" is somebody else\'s: {name} gets "{new}"'] = None
        self.new[new] = {"id": new, **found, "name": name}
        self._call(new, found.get("country"), name, found.get("aliases", ()))
        return new

    def additions(self, used: set[str]) -> list[NewEntry]:
        """The new ones of these ids, in the order in which they appeared."""
        return [NewEntry("actors", fields) for id, fields in self.new.items() if id in used]

    def alike(self, used: set[str]) -> list[str]:
        """A word on each new one whose name is another's with fewer words; ten at the most."""
        names = {id: actor.name for id, actor in self._known.items()}
        names |= {id: str(fields["name"]) for id, fields in self.new.items() if id in used}
        split = {id: set(words(name)) for id, name in names.items()}
        holding: dict[str, set[str]] = {}
        for id, parts in split.items():
            for part in parts:
                holding.setdefault(part, set()).add(id)
        said: list[str] = []
        for id in self.new:
            if id not in used or _nation(names[id]) is not None or not split[id]:
                continue
            rarest = sorted((holding[part] for part in split[id]), key=len)
            larger = set.intersection(*rarest) - {id} if len(rarest[0]) <= 100 else set()
            said += [
                f"{names[id]} ({id}) is new, beside {names[other]} ({other}): are they two?"
                for other in sorted(larger)
            ]
            if len(said) > _MOST:
                return [*said[:_MOST], "and more names are alike: `chrono actors` has them"]
        return said


def _by_name(told: Mapping[str, Mapping[str, Any]]) -> dict[str, list[str]]:
    """The ids of those who are told of by what they are called: id, name, or else an alias."""
    found: dict[str, list[str]] = {}
    for id, fields in told.items():
        for name in dict.fromkeys((fold(id), fold(fields["name"]))):
            found.setdefault(name, []).append(id)
    aliases: dict[str, list[str]] = {}
    for id, fields in told.items():
        for name in dict.fromkeys(map(fold, fields.get("aliases", ()))):
            aliases.setdefault(name, []).append(id)
    return {**aliases, **found}


def declared(actors: Mapping[str, Actor]) -> dict[str, dict[str, Any]]:
    """What a ledger says of its actors, by id."""
    return {actor.id: actor_fields(actor) for actor in actors.values() if actor.declared}


def bracketed(text: str) -> tuple[str, str | None]:
    """`Jane Roe (US)`, or `(United States)`, as a name and a country; other brackets stay."""
    name, words = name_and_country(text)
    if not words or not name:  # a template whose column said nothing
        return name, None
    code = country_of(words)
    return (name, code) if code else (text.strip(), None)


def _nation(name: str) -> str | None:
    """The code of a country that is an actor by its own name."""
    if len(name) > 3 or (name.isupper() and len(name) > 1):
        code = country_of(name)
        return code if code in COUNTRIES or code in BODIES else None
    return None
