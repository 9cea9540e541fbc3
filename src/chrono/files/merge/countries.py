"""Read the countries in cells, and the country at the end of a place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from chrono.core.causes import Caused
from chrono.core.countries import (
    COUNTRIES,
    SHARED_WITH,
    PlaceInCountry,
    codes_with_name,
    country_name,
    country_named,
    country_of,
    country_problem,
    exact_country,
    is_country,
    name_and_country,
    place_in_country,
    possible_codes,
    quoted_codes,
)
from chrono.core.english import first_few, join_and, join_or, plural
from chrono.core.lists import SIGNS, split_list
from chrono.core.names import fold, nearest_word_by_word
from chrono.core.sentences import suggestion
from chrono.errors import UsageError
from chrono.files.merge.cells import only_column
from chrono.files.merge.rules import Rules, split_lists, write, write_value
from chrono.files.toml.emit import key_text, literal

_OF_OTHER_COUNTRIES = {
    *"HK MO TW PS EH XK PR GU VI AS MP GI BM KY VG FK JE GG IM GL FO RE GP MQ GF NC PF AW CW "  # noqa: SIM905
    "SX".split()
}
"""Codes of places that may also have the code of the country to which they belong."""


class CountryReader:
    """A reader that finds the country in a cell by code or name, or by the rules."""

    def __init__(self, rules: Rules, known: Iterable[str] = (), trusts: bool = False) -> None:
        self._rules, self._trusts = rules, trusts
        self._new: dict[str, None] = {}
        self._shared: dict[tuple[str, str | None], str] = {}
        self._found: dict[str, str | None] = {}
        self._problems: dict[tuple[str, str], str] = {}
        self._read: dict[str, dict[str, str]] = {}  # names in cells, by code and folded name
        self._whole: list[str] = []  # places that end with a country
        self._other: list[tuple[str, str]] = []  # places that end with another country than theirs
        self._names = {fold(name): name for name in known if not is_country(name)}
        self._names |= {fold(name): country_of(name) or name for name in rules.bodies}
        for fields in rules.declared.get("actors", {}).values():
            for name in (fields.get("name"), *(fields.get("aliases") or ())):
                if isinstance(name, str):
                    self._names[fold(name)] = str(fields.get("country") or fields["name"])

    def find(self, text: str) -> str | None:
        """Return the country with the code or name `text`, or None if it is unknown."""
        if text not in self._found:
            self._found[text] = self._names.get(fold(text)) or exact_country(text)
        return self._found[text]

    def country(self, text: str, template: str) -> str:
        """Return the country with the code or name `text`, which is in a column or a template."""
        country = self.find(text)
        if country is None and not self._trusts:
            if (text, template) not in self._problems:  # which takes long, for a common word
                self._problems[text, template] = self._unknown(text, template)
            raise UsageError(self._problems[text, template])
        if country is None:
            self._new[text] = None
        elif country != text:
            self._read.setdefault(country, {}).setdefault(fold(text), text)
        if country in SHARED_WITH:
            self._note_shared(country, text, text, only_column(template))
        return country or text

    def notes(self) -> Iterator[str]:
        """Yield notes on countries and places that need a look."""
        if self._new:
            names = first_few([*self._new])
            yield f"no country code found for {names}; treated as international organisations"
        several = [
            f"{join_and([literal(one) for one in names.values()])} ({code})"
            for code, names in self._read.items()
            if len(names) > 1 and is_country(code) and not all(map(_is_code, names.values()))
        ]
        if several:
            what = plural(len(several), "country has several names", "countries have several names")
            apart = "to keep two apart, give one a name of its own under [values.COLUMN]"
            yield f"{what} in this file: {first_few(several)}; {apart}"
        yield from self._shared.values()
        if self._whole:
            remedy = "add --split-place"
            remedy = write(self._rules, "split_place = true") if self._rules.file else remedy
            number = plural(len(self._whole), "place")
            ends = "ends" if len(self._whole) == 1 else "end"
            yield f"{number} such as {literal(self._whole[0])} {ends} with a country; {remedy}"
        if self._other:
            place, country = self._other[0]
            number = plural(len(self._other), "place")
            ends = "ends" if len(self._other) == 1 else "end"
            yield (
                f"{number} {ends} with another country than place_country: {literal(place)} is in "
                f"{country_name(country)} ({country}); codes must be those of ISO 3166-1"
            )

    def _note_shared(self, code: str, name: str, text: str, column: str | None) -> None:
        second = SHARED_WITH.get(code, "")
        if second in codes_with_name(name) and fold(name) not in self._names:
            other = country_name(second)
            value = second if text == name else text.removesuffix(name) + other
            self._shared[name, column] = (
                f'"{name}" was read as {country_name(code)} ({code}); where it is {other} '
                f"({second}), {write_value(self._rules, column, text, value)}"
            )

    def _unknown(self, text: str, template: str) -> str:
        rules, column = self._rules, only_column(template)
        where = f"column {column}" if column else template
        parts = [*filter(None, split_list(text, SIGNS))]
        known = [self.find(part) or self.find(name_and_country(part)[0]) for part in parts]
        if len(parts) > 1 and all(known):

            def split(texts: list[str]) -> str:
                signs = [
                    sign for sign in SIGNS if any(split_list(one, [sign])[1:] for one in texts)
                ]
                return split_lists(rules, signs, column or "COLUMN")

            return Caused("", text, f" in {where} is several countries", remedy=split)  # type: ignore[arg-type]
        bare = self.find(name_and_country(text)[0])  # in China (PRC)
        codes = possible_codes(text) or ((bare,) if bare else ())
        near = quoted_codes(codes)
        near = near or [f'"{one}"' for one in nearest_word_by_word(text, COUNTRIES.values())]
        value = literal(codes[0] if len(codes) == 1 else "COUNTRY")
        replacement = f"{literal(text)} = {value} under [values.{key_text(column or 'COLUMN')}]"
        above = " above the first [section]" * rules.has_sections
        missing = f"missing = {literal([*rules.missing, text])}{above} to treat it as empty"
        body = f"bodies = {literal([*rules.bodies, text])}{above} to accept it as an organisation"
        bodies = [] if country_problem(text) else [body]
        remedies = [*bodies, replacement, missing]
        if near:
            remedies = [replacement, *bodies, missing]
        elif not any(map(str.isalnum, text)):
            remedies = [missing, replacement]
        hint = suggestion(near)
        file = rules.file or "a rules file"
        start = " In" if hint else "; in"
        return f'unknown country "{text}" in {where}{hint}{start} {file}, write {join_or(remedies)}'

    # -- places

    def split_place(self, event: dict[str, Any], column: str | None) -> None:
        """Move the country of the event's place to `place_country`, if the rules say so."""
        if not isinstance(place := event.get("place"), str):
            return
        found = place_in_country(place, self._by_name)
        country = event.get("place_country")
        is_clear = found and not {found.country, country} & _OF_OTHER_COUNTRIES
        if found and is_clear and country and country not in (found.country, found.other):
            self._other.append((place, country))
        if not self._rules.split_place:
            if "place_country" not in event and place_in_country(place):
                self._whole.append(place)
            return
        is_bare = column is None or place.startswith(",")
        event["place"] = place = place.strip(", ")
        found = place_in_country(place, self._by_name)
        if is_bare and found is None and (own := self._by_name(place)):
            found = PlaceInCountry("", own)  # of "{town}, {land}" without a town
        if "place_country" not in event:
            self._refuse_ambiguous(place, found, column)
        if found and event.get("place_country", found.country) == found.country:
            last = place.rpartition(",")[2].strip()
            self._note_shared(found.country, last, place, column)
            event |= {"place": found.place, "place_country": found.country}
            if not found.place:
                del event["place"]

    def _by_name(self, text: str) -> str | None:
        return self._names.get(fold(text)) or country_named(text)

    def _refuse_ambiguous(
        self, place: str, found: PlaceInCountry | None, column: str | None
    ) -> None:
        town, _, last = (part.strip() for part in place.rpartition(","))
        codes = possible_codes(last) if town and not found else ()
        table = f"values.{key_text(column or 'COLUMN')}"
        if len(codes) > 1:
            names = [*map(country_name, codes)]
            both = join_or([literal(f"{town}, {name}") for name in names])
            ways = write(self._rules, f"{literal(place)} = {both}", table)
            why = f" ends with a name of {join_and(names)}; {ways}"
        # A column of countries, as in "{town}, {land}", has no regions.
        elif found and found.other and column and fold(last) not in self._names:
            region = literal(f"{place}, {country_name(found.other)}")
            body = write(self._rules, f"bodies = {literal([*self._rules.bodies, last])}")
            either = f"a country ({found.country}) and of a region ({found.other})"
            ways = f"if it is the region, write {literal(place)} = {region} under [{table}]"
            why = f" ends with the name of {either}; if it is the country, {body}; {ways}"
        else:
            return
        raise UsageError(Caused("place ", place, why, cause=("place", last)))


def _is_code(text: str) -> bool:
    return text.isupper() and len(text) <= 3
