"""Places that end with the name of a country, such as `Berlin, Germany`."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from chrono.core.countries import BODIES, country_named

_REGIONS = {"GE": "US", "LU": "BE", "NE": "NG"}
"""Code of a country -> the code of another country, which has a region with the same name."""


class PlaceInCountry(NamedTuple):
    """A place, without its country, and the country.

    `other`: the code of another country that may be meant, since it has a region with the same
    name as `country`: `US` for `Atlanta, Georgia`; else None.
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
    """The parts of a place that ends with the name of a country: `Berlin, Germany`; else None.

    `named`: a function from a name to the country, or to None. By default, organisations and ISO
    codes are no countries, since `GA` may be Gabon or a state of the US.
    """
    parts = text.split(",")
    for at in range(1, len(parts)):  # the name of a country may have a comma
        place, last = (",".join(some).strip() for some in (parts[:at], parts[at:]))
        if place and (country := named(last)):
            return PlaceInCountry(place, country, _REGIONS.get(country))
    return None
