"""Who is meant by the names in a table; who is new is declared, with an id made of the name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from chrono.core.countries import BODIES, BODY_NAMES, COUNTRIES, country_of
from chrono.core.model import Actor
from chrono.core.names import any_of, find_actors, fold, words
from chrono.errors import AskedWrongly
from chrono.files.addition import Addition
from chrono.files.fields import actor_fields
from chrono.files.ids import id_of, slug
from chrono.files.readers import as_id


class People:
    """The actors of a ledger, and those who come in with a table.

    `told` are those of whom the table, or its rules, know more than a name, by id. `notes` are to
    be said to who asked: whom a part of a name was taken for, and who shares an id's letters.
    """

    def __init__(self, known: Mapping[str, Actor], told: Mapping[str, Mapping[str, Any]]) -> None:
        self._known = known
        self._told = told
        self._called: dict[str, list[str]] = {}
        self._told_by_name: dict[str, str] = {}
        self._countries: dict[str, str | None] = {}
        self.new: dict[str, dict[str, Any]] = {}
        self.notes: dict[str, None] = {}
        self._taken = set()
        for actor in known.values():
            self._call(actor.id, (actor.id, actor.name, *actor.aliases))
            if actor.declared:
                self._taken.add(actor.id)
                self._countries[actor.id] = actor.country
        for id, fields in told.items():
            for name in (id, fields["name"], *fields.get("aliases", ())):
                self._told_by_name.setdefault(fold(name), id)
        self._guessed: dict[str, str] = {}

    def _call(self, id: str, names: Iterable[str]) -> None:
        for name in dict.fromkeys(map(fold, names)):
            owners = self._called.setdefault(name, [])
            if id not in owners:
                owners.append(id)

    def id(self, name: str, country: str | None = None) -> str:
        """The id of who is called that; somebody new gets one. Raises AskedWrongly."""
        if (found := self._exact(name)) is not None:
            self._agree(found, name, country)
            return found
        if (told := self._told_by_name.get(fold(name))) is not None:
            return self._declare(told, self._told[told])
        if name not in self._guessed and (taken := self._by_words(name)) is not None:
            self._guessed[name] = taken
        if name in self._guessed:
            self._agree(self._guessed[name], name, country)
            return self._guessed[name]
        return self._declare(None, {"name": name, "country": country or _nation(name)})

    def of_record(self, id: str, name: str) -> str:
        """The id here of an actor that has an id and a name of its own elsewhere."""
        if fold(name) in {fold(id)} and id not in self._told:
            return self.id(id)
        if id in self._called.get(fold(name), ()):
            return id
        if (found := self._exact(name)) is not None and found != name:
            return found
        fields = self._told.get(id, {"name": name})
        return self._declare(id, fields)

    def now(self, name: str) -> str:
        """The id by which who stands in an event by name is called once the table is in."""
        return next((id for id in self._called.get(fold(name), ()) if id in self._taken), name)

    def _exact(self, name: str) -> str | None:
        if name in self._taken:
            return name
        declared = [id for id in self._called.get(fold(name), ()) if id in self._taken]
        if len(declared) > 1:
            raise AskedWrongly(f'"{name}" may be {any_of(declared)}: write the id')
        return declared[0] if declared else None

    def _agree(self, id: str, name: str, country: str | None) -> None:
        """Raise AskedWrongly where one of that name is known to be of another country."""
        there = self._countries.get(id)
        if country is not None and there is not None and there != country:
            raise AskedWrongly(
                f"{name} is of {country} here, and {id} of {there}: they are two, and need two "
                "names or ids"
            )

    def _by_words(self, name: str) -> str | None:
        """The one of the ledger's actors whose name has all of these words; that is said."""
        if _nation(name) is not None:
            return None  # China is no company with that word in its name
        found = find_actors(name, (actor for actor in self._known.values() if actor.declared))
        if len(found) > 1:
            who = any_of([f"{actor.name} ({actor.id})" for actor in found])
            raise AskedWrongly(f'"{name}" may be {who}: write the whole name')
        if not found:
            return None
        self.notes[f'"{name}" is taken for {found[0].name} ({found[0].id})'] = None
        return found[0].id

    def _declare(self, id: str | None, fields: Mapping[str, Any]) -> str:
        name = str(fields["name"]).strip()
        if not name or "\n" in name or "\r" in name:
            raise AskedWrongly(
                f'"{name}" is no name of an actor: it is one line that says something'
            )
        wish = id if id is not None and id == as_id(id) else None
        new = wish if wish and wish not in self._taken else None
        if new is None:
            try:
                new = id_of(name, self._taken)
            except AskedWrongly:
                raise AskedWrongly(
                    f'no id can be made of the name "{name}": declare it in the ledger or the rules'
                ) from None
            if new != (base := wish or slug(name)):
                self.notes[f'the id "{base}" is somebody else\'s: {name} gets "{new}"'] = None
        found = {key: value for key, value in fields.items() if key != "id" and value is not None}
        self.new[new] = {"id": new, **found, "name": name}
        self._taken.add(new)
        self._countries[new] = found.get("country")
        self._call(new, (new, name, *found.get("aliases", ())))
        return new

    def additions(self, used: set[str]) -> list[Addition]:
        """The new ones of these ids, in the order in which they appeared."""
        return [Addition("actors", fields) for id, fields in self.new.items() if id in used]

    def alike(self, used: set[str]) -> list[str]:
        """A word on each new one whose name is another's with more words or fewer."""
        names = {id: actor.name for id, actor in self._known.items() if actor.declared}
        names |= {id: str(fields["name"]) for id, fields in self.new.items() if id in used}
        holding: dict[str, set[str]] = {}
        split = {id: set(words(name)) for id, name in names.items()}
        for id, parts in split.items():
            for part in parts:
                holding.setdefault(part, set()).add(id)
        said = []
        for id in self.new:
            if id not in used or _nation(names[id]) is not None or not split[id]:
                continue
            larger = set.intersection(*(holding[part] for part in split[id])) - {id}
            said += [
                f"{names[id]} is new, beside {names[other]} ({other}): are they two?"
                for other in sorted(larger)
            ]
        return said


def declared(actors: Mapping[str, Actor]) -> dict[str, dict[str, Any]]:
    """What a ledger says of its actors, by id."""
    return {actor.id: actor_fields(actor) for actor in actors.values() if actor.declared}


def bracketed(text: str) -> tuple[str, str | None]:
    """`Jane Roe (US)`, or `(United States)`, as a name and a country; other brackets stay."""
    head, _, rest = text.strip().removesuffix(")").rpartition("(")
    if text.strip().endswith(")") and head.strip() and (code := country_of(rest.strip())):
        return head.strip(), code
    if text.strip().endswith(")") and head.strip() and rest.strip() in {*BODIES, *BODY_NAMES}:
        return head.strip(), BODY_NAMES.get(rest.strip(), rest.strip())
    return text.strip(), None


def _nation(name: str) -> str | None:
    """The code of a country that is an actor by its own name."""
    if len(name) > 3 or (name.isupper() and len(name) > 1):
        code = country_of(name)
        return code if code in COUNTRIES or code in BODIES else None
    return None
