"""Move the country at the end of a place, such as `Geneva, Switzerland`, to its own field."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from chrono.core.causes import Caused
from chrono.core.countries import (
    PlaceInCountry,
    country_name,
    place_in_country,
    possible_codes,
)
from chrono.core.english import join_and, join_or, plural
from chrono.errors import UsageError
from chrono.files.merge import cells, remedies
from chrono.files.merge.readers import CountryReader
from chrono.files.merge.rules import Rules
from chrono.files.toml.emit import key_text, literal

_OF_OTHER_COUNTRIES = {
    "HK", "MO", "TW", "PS", "EH", "XK", "PR", "GU", "VI", "AS", "MP", "GI", "BM", "KY", "VG", "FK",
    "JE", "GG", "IM", "GL", "FO", "RE", "GP", "MQ", "GF", "NC", "PF", "AW", "CW", "SX",
}  # fmt: skip
"""Codes of places that may also have the code of the country to which they belong."""


class PlaceReader:
    """A reader that separates places and countries, if the rules have `split_place`.

    `templates`: the columns and templates of the field `place`
    """

    def __init__(self, rules: Rules, countries: CountryReader, templates: Sequence[str]) -> None:
        self._rules, self._countries = rules, countries
        self._column = cells.only_column(cells.as_template(templates[0])) if templates else None
        self._whole: list[str] = []  # places that end with a country
        self._other: list[tuple[str, str]] = []  # places that end with another country than theirs

    def notes(self) -> Iterator[str]:
        """Yield a note on places that end with a country, without the rule `split_place`."""
        if self._whole:
            ends = "ends" if len(self._whole) == 1 else "end"
            number = plural(len(self._whole), "place")
            remedy = remedies.split_places(self._rules)
            yield f"{number} such as {literal(self._whole[0])} {ends} with a country; {remedy}"
        if self._other:
            (place, country), *_ = self._other
            ends = "ends" if len(self._other) == 1 else "end"
            number = plural(len(self._other), "place")
            yield (
                f"{number} {ends} with another country than place_country: {literal(place)} is in "
                f"{country_name(country)} ({country}); codes must be those of ISO 3166-1"
            )

    def split(self, event: dict[str, Any]) -> None:
        """Move the country of the event's place to `place_country`.

        Raises UsageError if the name may be that of two countries, or of a country and a region.
        """
        if not isinstance(place := event.get("place"), str):
            return
        found = place_in_country(place, self._countries.by_name)
        country = event.get("place_country")
        is_clear = found and not {found.country, country} & _OF_OTHER_COUNTRIES
        if found and is_clear and country and country not in (found.country, found.other):
            self._other.append((place, country))
        if not self._rules.split_place:
            if "place_country" not in event and place_in_country(place):
                self._whole.append(place)
            return
        event["place"] = place = place.rstrip(", ")  # of "{town}, {land}" without a land
        found = place_in_country(place, self._countries.by_name)
        if place.startswith(",") and (country := self._countries.by_name(place.lstrip(", "))):
            found = PlaceInCountry("", country)  # without a town
        if "place_country" not in event:
            self._refuse_ambiguous(place, found)
        if found and event.get("place_country", found.country) == found.country:
            last = place.rpartition(",")[2].strip()
            self._countries.note_shared(found.country, last, place, self._column)
            event |= {"place": found.place, "place_country": found.country}

    def _refuse_ambiguous(self, place: str, found: PlaceInCountry | None) -> None:
        town, _, last = (part.strip() for part in place.rpartition(","))
        codes = possible_codes(last) if town and not found else ()
        table = f"values.{key_text(self._column or 'COLUMN')}"
        if len(codes) > 1:
            names = [*map(country_name, codes)]
            both = join_or([literal(f"{town}, {name}") for name in names])
            ways = remedies.write(self._rules, f"{literal(place)} = {both}", table)
            why = f" ends with a name of {join_and(names)}; {ways}"
        # A column of countries, as in "{town}, {land}", has no regions.
        elif found and found.other and self._column and not self._countries.is_declared(last):
            body = remedies.write(self._rules, f"bodies = {literal([*self._rules.bodies, last])}")
            region = literal(f"{place}, {country_name(found.other)}")
            ways = f"if it is the region, write {literal(place)} = {region} under [{table}]"
            either = f"a country ({found.country}) and of a region ({found.other})"
            why = f" ends with the name of {either}; if it is the country, {body}; {ways}"
        else:
            return
        raise UsageError(Caused("place ", place, why, cause=("place", last)))
