"""Check the places in new entries and edits, and separate the country from a place."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from chrono.core.countries import country_name, place_in_country
from chrono.core.names import fold
from chrono.core.sentences import bad_value
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
    """Return the fields of an event. A place such as `Berlin, Germany` is divided into two fields.

    `country_before`: the earlier value of `place_country`, or None if it had no value.

    Raises UsageError if `place_country` contradicts the place. Raises UsageError if `place_country`
    is missing for a name such as `Georgia`, which may be a country or a region.
    """
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
    """Return the fields of an event, with the country that other events have for the same place.

    If the other events have no country or different countries, none is added.
    """
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
