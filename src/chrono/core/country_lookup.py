"""Find the countries of a ledger that match a typed name, abbreviation or code."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import NamedTuple

from chrono.core.continents import continent_named
from chrono.core.countries import BODIES, BODY_NAMES, codes_with_name, country_name
from chrono.core.english import first_few, join_and, join_or
from chrono.core.names import spelled, unknown_word
from chrono.core.note_kinds import Note, NoteKind
from chrono.core.sentences import meaning, several_match, shell_word


class CountryMatch(NamedTuple):
    """The countries of a ledger that match a typed word.

    - `countries`: codes of the countries, or names of bodies
    - `shares_name`: whether several countries in the world have the name `word`
    """

    word: str
    countries: frozenset[str]
    shares_name: bool = False
    is_continent: bool = False

    @property
    def error(self) -> str:
        """Return the error message if countries of the ledger share the name `word`, else ""."""
        if not self.shares_name or len(self.countries) < 2:
            return ""
        names = sorted(f'"{country_name(code)}"' for code in self.countries)
        return several_match(self.word, "countries", names)

    @property
    def note(self) -> Note | None:
        """Return a note with the meaning of the word, or None if the meaning is obvious."""
        if self.is_continent:
            names = join_and(sorted(map(country_name, self.countries)))
            return Note(
                f'this ledger has these countries in "{self.word}": {names}', NoteKind.MEANING
            )
        if not self.shares_name or len(self.countries) != 1:
            return None
        [code] = self.countries
        return meaning(self.word, f"{country_name(code)} ({code})")


def match_country(word: str, known: Iterable[str], continents: bool = False) -> CountryMatch:
    """Return the countries in `known` with the code or the name `word`, in any usual spelling.

    `continents`: whether the name of a continent means all countries of the continent.
    """
    known = {*known}
    spellings = {country_name(code): code for code in known}
    spellings |= {BODIES.get(code, code): code for code in known}
    if exact := spelled(word, spellings):
        return CountryMatch(word, frozenset(spellings[spelling] for spelling in exact))
    codes = codes_with_name(word)
    if continents and (inside := continent_named(word) & known):
        return CountryMatch(word, inside, is_continent=True)
    found = known.intersection(BODY_NAMES.get(code, code) for code in codes)
    return CountryMatch(word, frozenset(found), len(codes) > 1)


def not_a_country(word: str, known: Collection[str], option: str) -> str:
    """Return the error message for a word that is not a country.

    - `known`: the countries of the ledger
    - `option`: the option for the message, such as `--country`
    """
    if codes := continent_named(word):
        return _continent(word, [code for code in known if code in codes], option)
    # Only names are suggested: a two-letter code with one letter changed is another country.
    names = {country_name(code): code for code in known}
    otherwise = f"; the ledger has {listed_countries(known)}" if known else ""
    return unknown_word(word, names, "country", otherwise)


def listed_countries(codes: Iterable[str]) -> str:
    """Return a list such as `China (CN) and Turkey (TR)`, or "" if there are no countries."""
    names = sorted((country_name(code), code) for code in codes)
    listed = [name if name == code else f"{name} ({code})" for name, code in names]
    return first_few(listed, word="and") if listed else ""


def _continent(word: str, inside: Collection[str], option: str) -> str:
    options = [f"{option} {shell_word(name)}" for name in sorted(map(country_name, inside))]
    if not options:
        return f'"{word}" is a continent, and this ledger has none of its countries'
    ones = "only country" if len(options) == 1 else "countries"
    why = f'"{word}" is a continent, not a country; for its {ones} in this ledger, use'
    return f"{why} {join_or(options)}"
