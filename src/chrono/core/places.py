"""Divide places that end with the name of a country, such as `Berlin, Germany`."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from chrono.core.countries import BODIES, country_named

_REGIONS = {"GE": "US", "LU": "BE", "NE": "NG"}
"""Countries whose name is also that of a region, with the countries of these regions."""


class PlaceInCountry(NamedTuple):
    """The name of a place, and the code of its country.

    `other`: the code of another country that the text may mean. For `Atlanta, Georgia`, this is
    `US`, since Georgia is also a state of the US.
    """

    place: str
    country: str
    other: str | None = None


def _country(text: str) -> str | None:
    country = country_named(text)
    return None if country in BODIES else country


def place_in_country(
    text: str, named: Callable[[str], str | None] = _country
) -> PlaceInCountry | None:
    """Return the place and the code of its country for a text such as `Berlin, Germany`.

    Return None if the text does not end with a country.

    `named`: a function that takes a name and returns the code of a country, or None if no country
    has this name. By default, ISO codes are ignored, since `GA` may be Gabon or a state of the US.
    """
    parts = text.split(",")
    for at in range(1, len(parts)):  # the name of a country may have a comma
        place, last = (",".join(some).strip() for some in (parts[:at], parts[at:]))
        if place and (country := named(last)):
            return PlaceInCountry(place, country, _REGIONS.get(country))
    return None
