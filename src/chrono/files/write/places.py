"""Check the places and countries in new entries and edits."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import Any

from chrono.core.countries import (
    COUNTRIES,
    codes_by_name,
    country_name,
    country_of,
    country_problem,
    is_country,
    place_in_country,
)
from chrono.core.model import Ledger
from chrono.core.names import fold, nearest_word_by_word
from chrono.core.sentences import bad_value, suggestion
from chrono.errors import UsageError
from chrono.files.format.new_entry import Fields


def refuse_address(place: str) -> str:
    """Return the place. Raises UsageError if the place is a web address."""
    if "://" in place:
        wanted = "a town or a building, and put the web address after --source"
        raise UsageError(bad_value("place", place, wanted))
    return place


def with_country(
    fields: Fields, notes: list[str], country_before: str | None = None
) -> dict[str, Any]:
    """Return the fields of an event."""
    text, place_country = fields.get("place"), fields.get("place_country")
    found = place_in_country(text) if isinstance(text, str) else None
    if found is None:
        return dict(fields)
    place, country, other = found
    if place_country is None and country_before in (country, other):
        place_country = country_before
    if place_country is None and other is not None:
        either = f"{country_name(country)} may be a country ({country}) or a region ({other})"
        raise UsageError(f'place "{text}": {either}; set place_country to {country} or {other}')
    if place_country not in (None, country, other):
        remedy = f'write place_country {country}, or only the town, "{place}"'
        raise UsageError(
            f'place "{text}" is in {country}, but place_country is {place_country}; {remedy}'
        )
    if place_country is not None and place_country == other:
        return dict(fields)
    notes.append(f'"{text}" becomes place "{place}" and place_country {country}')
    return {**fields, "place": place, "place_country": country}


def with_known_country(
    fields: Fields, events: Iterable[Fields], notes: list[str]
) -> dict[str, Any]:
    """Return the fields of an event, with the country that other events have for the same place."""
    place = fields.get("place")
    if not isinstance(place, str) or "place_country" in fields:
        return dict(fields)
    here = (event for event in events if fold(str(event.get("place", ""))) == fold(place))
    countries = {event["place_country"] for event in here if "place_country" in event}
    if len(countries) == 1:
        country = countries.pop()
        notes.append(f'place_country is set to {country}, as in other events at "{place}"')
        return {**fields, "place_country": country}
    return dict(fields)


class CountryResolver:
    """A resolver that replaces the names of countries by codes, and corrects names of
    organisations.
    """

    def __init__(self, ledger: Ledger, notes: list[str]) -> None:
        self._ledger = ledger
        self._notes = notes

    @cached_property
    def _bodies(self) -> dict[str, str]:
        names = {actor.country for actor in self._ledger.actors.values() if actor.country}
        return {fold(name): name for name in names if not is_country(name)}

    def known(self, text: str, with_note: bool = True) -> str | None:
        """Return the code of the country with this name, or the name of an organisation in the
        ledger.
        """
        text = text.strip()
        if is_country(text) or not text:
            return text or None
        country = self._bodies.get(fold(text)) or country_of(text)
        if country and with_note and fold(country) != fold(text):
            self._notes.append(f'"{text}" becomes {country}')
        return country

    def resolve(self, text: str) -> str:
        """Return the code of a country, or the name of an organisation."""
        if country := self.known(text):
            return country
        if "://" in text or (len(text.strip()) == 1 and text.isascii()):
            wanted = "a country's name or code, or the organisation's name in full"
            raise UsageError(bad_value("country", text, wanted))
        if not country_problem(text):
            self.refuse_misspelt(text)
            self._notes.append(f'"{text}" is not a known country, so it becomes an organisation')
        return text

    def refuse_misspelt(self, text: str) -> None:
        """Raise UsageError if a text is similar to the name of a country."""
        if near := nearest_countries(text):
            other = f'To write "{text}" all the same, edit the ledger file'
            raise UsageError(f'unknown country "{text}"{suggestion(near)} {other}')


def nearest_countries(text: str) -> list[str]:
    """Return the countries with similar names, such as `Germany (DE)`, most similar first."""
    names = codes_by_name()
    codes = dict.fromkeys(names[name] for name in nearest_word_by_word(text, names))
    return [f"{COUNTRIES[code]} ({code})" for code in codes]
