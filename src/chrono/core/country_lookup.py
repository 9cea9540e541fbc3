"""Find the countries of a ledger that match a typed name, abbreviation or code."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import NamedTuple

from chrono.core.continents import continent_named, without_continent
from chrono.core.countries import BODIES, BODY_NAMES, codes_with_name, country_name
from chrono.core.english import first_few, join_or
from chrono.core.names import spelled, unknown_word
from chrono.core.note_kinds import Note, NoteKind
from chrono.core.sentences import meaning, several_match, shell_word


class CountryMatch(NamedTuple):
    """The countries of a ledger that match a typed word.

    - `countries`: codes of the countries, or names of bodies
    - `error`: the error message if countries of the ledger share the word as a name, else ""
    - `note`: a note with the meaning of the word, or None if the meaning is obvious
    """

    countries: frozenset[str]
    error: str = ""
    note: Note | None = None


def match_country(word: str, known: Iterable[str], continents: bool = False) -> CountryMatch:
    """Return the countries in `known` with the code or the name `word`, in any usual spelling.

    `continents`: whether the name of a continent means all countries of the continent.
    """
    known = {*known}
    spellings = {country_name(code): code for code in known}
    spellings |= {BODIES.get(code, code): code for code in known}
    if exact := spelled(word, spellings):
        return CountryMatch(frozenset(spellings[spelling] for spelling in exact))
    codes = codes_with_name(word)
    if continents and (inside := continent_named(word) & known):
        unknown = ", ".join(map(country_name, without_continent(known)))
        out = f'"{word}" leaves out places whose continent is not known: {unknown}'
        return CountryMatch(inside, note=Note(out, NoteKind.SELECTION) if unknown else None)
    found = frozenset(known.intersection(BODY_NAMES.get(code, code) for code in codes))
    if len(codes) < 2 or not found:
        return CountryMatch(found)
    if len(found) > 1:
        names = sorted(f'"{country_name(code)}"' for code in found)
        return CountryMatch(found, several_match(word, "countries", names))
    [code] = found
    return CountryMatch(found, note=meaning(word, f"{country_name(code)} ({code})"))


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
