"""Read the cells in which a country is expected; nothing else in a table is taken for a country."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from chrono.core.countries import (
    COUNTRIES,
    country_named,
    country_of,
    country_problem,
    exact_country,
    is_country,
    possible_codes,
)
from chrono.core.english import join_or
from chrono.core.names import fold, nearest
from chrono.core.sentences import suggestion
from chrono.errors import UsageError
from chrono.files.format.new_entry import Fields
from chrono.files.merge.cells import only_column
from chrono.files.merge.rules import Rules
from chrono.files.toml.emit import key_text, literal
from chrono.files.write.ledger_files import LedgerFiles


class CountryReader:
    """Finds the country that a cell names, by its code or name, or by the rules.

    `known`: the countries of actors and places in the ledger; `trusts`: whether chrono wrote the
    table, so that an unknown word is the name of a body; `bodies`: such words, as keys.
    """

    def __init__(self, rules: Rules, known: Iterable[str] = (), trusts: bool = False) -> None:
        self._trusts = trusts
        self.bodies: dict[str, None] = {}
        self._found: dict[str, str | None] = {}
        self._names: dict[str, str] = {fold(name): name for name in known if not is_country(name)}
        self._names |= {fold(name): country_of(name) or name for name in rules.bodies}
        for fields in rules.declared.get("actors", {}).values():
            for name in _names(fields):
                self._names[fold(name)] = str(fields.get("country") or fields["name"])

    def is_country(self, text: str) -> bool:
        """Whether `text` is the name or code of a country, or a name that the rules declare."""
        return self.find(text) is not None

    def find(self, text: str) -> str | None:
        """The country `text` as a ledger writes it; None if it is unknown."""
        if text not in self._found:
            self._found[text] = self._names.get(fold(text)) or exact_country(text)
        return self._found[text]

    def by_name(self, text: str) -> str | None:
        """The country with the name `text`, as a ledger writes it; None for codes."""
        return self._names.get(fold(text)) or country_named(text)

    def country(self, text: str, template: str) -> str:
        """The country `text` as a ledger writes it: its alpha-2 code, or the name of a body.

        `template`: the template that gave `text`. Raises UsageError if the country is unknown.
        """
        country = self.find(text)
        if country is None and self._trusts:
            self.bodies[text] = None
            return text
        if country is None:
            raise UsageError(_unknown(text, template))
        return country


def known_countries(files: LedgerFiles) -> set[str]:
    """The countries and bodies of the ledger's actors and places."""
    names = {actor.country for actor in files.names.actors.values()}
    for source_file in files.source_files:
        names |= {fields.get("place_country") for fields in source_file.data.get("events", ())}
    return {name for name in names if isinstance(name, str)}


def _names(fields: Fields) -> Iterator[str]:
    aliases: Any = fields.get("aliases") or ()
    return (name for name in (fields.get("name"), *aliases) if isinstance(name, str))


def _unknown(text: str, template: str) -> str:
    """The message for an unknown country, with what to write in a rules file."""
    column = only_column(template)
    where, table = (f"column {column}", key_text(column)) if column else (template, "COLUMN")
    codes = possible_codes(text)
    near = codes or nearest(text, COUNTRIES.values())  # Western Samoa is not Western Sahara
    hint = suggestion([f'"{one}"' for one in near])
    word = literal(text)
    target = literal(codes[0] if len(codes) == 1 else "COUNTRY")
    replacement = f"{word} = {target} under [values.{table}]"
    missing = f"missing = [{word}] to treat it as empty"
    body = [] if country_problem(text) else [f"bodies = [{word}] to accept it as a party"]
    if near:
        remedies = [replacement, *body, missing]
    elif any(map(str.isalnum, text)):
        remedies = [*body, replacement, missing]
    else:
        remedies = [missing, replacement]
    start = " In" if hint else "; in"
    return (
        f'unknown country "{text}" in {where}{hint}{start} a rules file, write {join_or(remedies)}'
    )
