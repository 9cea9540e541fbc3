"""Find the column with the countries of the people in a table, for proposals of rules."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from chrono.core.countries import exact_country, name_and_country
from chrono.core.lists import split_list
from chrono.files.exchange.import_table import ImportTable
from chrono.files.merge.columns import Column, are_answers
from chrono.files.merge.field_names import spelt
from chrono.files.merge.json_paths import is_even

_NOT_WHO = {"name", "names", "country", "countries", "nation", "nationality", "code", "iso", "full",
            "iso2", "iso3", "short"}  # fmt: skip
"""Words in the names of columns that do not name a group of people."""


def country_code(word: str) -> str | None:
    """Return the code of a country such as `China` or `China (PRC)`, or None if it is unknown."""
    return exact_country(word) or exact_country(name_and_country(word)[0])


def countries_of(
    people: Column, columns: Sequence[Column], used: Mapping[str, Column], table: ImportTable
) -> Column | None:
    """Return the column whose cells have the countries of the people in the same row.

    Return None if there is no such column.

    - `people`: the column of people
    - `used`: the column of each field. These columns are not searched.
    """
    mapped = {column.name for column in used.values()}
    if people.parent:
        for column in columns:
            is_even_in_all = (is_even(row, (people.name, column.name)) for row in table.rows)
            if column.parent == people.parent and column.holds_countries and all(is_even_in_all):
                return column
    who = {*spelt(people.name)} - _NOT_WHO
    others = [one for one in columns if one.name not in mapped and one.parent == people.parent]
    likely = sorted(others, key=lambda column: "country" not in spelt(column.name))
    for column in likely if not people.parent else ():
        own = {*spelt(column.name)}
        if column.holds_countries and own != who and own - _NOT_WHO == who:
            return column
    place_country = used.get("place_country")
    if place_country and len(spelt(place_country.name)) == 1:
        others.append(place_country)
    return next((one for one in others if one.signs and _are_parallel(people, one, table)), None)


def _are_parallel(people: Column, column: Column, table: ImportTable) -> bool:
    countries = [*dict.fromkeys(c for text in column.texts for c in split_list(text, column.signs))]
    parallel = sum(
        len(split_list(str(row.values.get(people.name) or ""), people.signs))
        == len(split_list(str(row.values.get(column.name) or ""), column.signs))
        for row in table.rows
    )
    known = sum(country_code(country) is not None for country in countries)
    if are_answers(countries):
        return False
    return 2 * known > len(countries) and 10 * parallel >= 9 * len(table.rows)


def determines(column: Column, countries: Column, table: ImportTable) -> bool | None:
    """Return whether each text of a column always has the same country in the same row.

    The result is None if this cannot be known: no text is in several rows, or all rows have the
    same country.
    """
    found: dict[str, set[str]] = defaultdict(set)
    numbers: Counter[str] = Counter()
    for row in table.rows:
        text, country = (str(row.values.get(one.name) or "").strip() for one in (column, countries))
        if text in column.texts and country in countries.texts:
            found[text].add(country)
            numbers[text] += 1
    is_known = max(numbers.values(), default=0) > 1 and len(countries.texts) > 1
    return all(len(some) == 1 for some in found.values()) if is_known else None
