"""Propose a field of events for each column of a table, by the column's name and its cells."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from typing import NamedTuple

from chrono.core.countries import exact_country, place_in_country, split_country
from chrono.core.lists import split_list
from chrono.core.model import STATUSES
from chrono.files.exchange.import_table import ImportTable
from chrono.files.merge.cells import is_template, name_and_country_of
from chrono.files.merge.columns import Column
from chrono.files.merge.field_names import COUNTERPARTS, FIELD_NAMES, OTHER_DATES, spelt
from chrono.files.merge.field_templates import is_field_of_objects
from chrono.files.merge.footnotes import marked_cells, with_footnotes_removed
from chrono.files.merge.json_paths import flattened, is_even
from chrono.files.merge.people_countries import countries_of, determines
from chrono.files.merge.rules import Rules
from chrono.files.toml.emit import literal

COUNTRIES = "actors.country"
"""The name under which `Proposal.used` has the column of the participants' countries."""


class Proposal(NamedTuple):
    """The probable columns of a table's fields.

    - `table`: the table, with a column for each path in JSON
    - `columns`: its columns
    - `fields`: the column or template of each field, or a list of them
    - `used`: the column of each field that has one, and that of COUNTRIES
    - `notes`: for a field, another possible rule and when it is right
    - `footnotes`: the cells with footnote marks, by column
    """

    table: ImportTable
    columns: Sequence[Column]
    fields: Mapping[str, str | Sequence[str]]
    used: Mapping[str, Column]
    notes: Mapping[str, str]
    footnotes: Mapping[str, Sequence[str]]

    def has_other_lists(self, column: Column, people: Column) -> bool:
        """Return whether a column of JSON has lists that do not go with those of people."""
        names = (column.name, people.name)
        lengths = ([_length(row.values.get(name)) for name in names] for row in self.table.rows)
        are_equal = all(own in (0, 1, number) for own, number in lengths)
        return not are_equal or not all(is_even(row, names) for row in self.table.rows)


def proposal_for(table: ImportTable) -> Proposal:
    """Return the probable columns of the fields of a table."""
    table = flattened(table, [one for one in table.columns if is_field_of_objects(one, table)])
    footnotes = marked_cells(table)
    table = with_footnotes_removed(table, Rules())
    columns = [Column(table, column) for column in table.columns if column]
    fields: dict[str, str | Sequence[str]] = {**proposed(columns)}
    by_name = {column.name: column for column in columns}
    used = {field: by_name[one] for field, one in fields.items() if one in by_name}
    notes: dict[str, str] = {}
    if _are_elsewhere(table, used):  # such as codes of FIPS, in which CH is China
        del fields["place_country"], used["place_country"]
    if people := used.get("actors"):
        fields["actors"], countries = _people_template(people, columns, used, table, notes)
        used |= {COUNTRIES: countries} if countries else {}
        if countries is used.get("place_country"):
            used.pop("place_country", None)
            fields.pop("place_country", None)
        if others := [*_siblings(people.name, str(fields["actors"]), by_name)]:
            fields["actors"] = [str(fields["actors"]), *(template for _, template in others)]
            if is_template(str(fields["title"])):  # which may be only " in Rome", without a name
                fields["title"] = [people.name, *(name for name, _ in others)]
    if "sources[1].url" in used and "sources[1].publisher" not in fields:
        fields["sources[1].publisher"] = f"{{{used['sources[1].url'].name}:host}}"
    return Proposal(table, columns, fields, used, notes, footnotes)


def _are_elsewhere(table: ImportTable, used: Mapping[str, Column]) -> bool:
    """Return whether most places such as `Rome, Italy` have another country in its column."""
    if not {"place", "place_country"} <= used.keys():
        return False
    names = (used["place"].name, used["place_country"].name)
    cells = Counter(tuple(str(row.values.get(name) or "") for name in names) for row in table.rows)
    known = others = 0
    for (place, word), number in cells.items():
        if (found := place_in_country(place)) and (code := exact_country(word)):
            known += number
            others += number * (code not in (found.country, found.other))
    return others > 1 and 2 * others > known


def _length(value: object) -> int:
    return len(value) if isinstance(value, list) else 1


def _people_template(
    people: Column, columns: Sequence[Column], used: Mapping[str, Column], table: ImportTable,
    notes: dict[str, str],
) -> tuple[str, Column | None]:  # fmt: skip
    """Return (column or template of the participants, column of their countries or None)."""
    if any(
        split_country(element)[1]
        for text in people.texts
        for element in split_list(text, people.signs)
    ):
        return name_and_country_of(people.name), None
    countries = countries_of(people, columns, used, table)
    of_place = used.get("place_country")
    if not countries and of_place and len(spelt(of_place.name)) == 1 and not people.signs:
        template = f"{{{people.name}}} ({{{of_place.name}}})"
        of_people = determines(people, of_place, table)
        place = used.get("place")
        of_places = determines(place, of_place, table) if place else None
        if of_people and not of_places:
            countries = of_place
            other = f"place_country = {literal(of_place.name)}"
            where = f"If {of_place.name} has the countries of the places"
            notes["actors"] = f"{where}, write actors = {literal(people.name)} and {other} instead."
        elif of_people is not False:
            where = f"If {of_place.name} has the countries of {people.name}"
            notes["place_country"] = f"{where}, write actors = {literal(template)} instead."
    if countries is None:
        return people.name, None
    return f"{{{people.name}}} ({{{countries.name}}})", countries


def _siblings(name: str, template: str, columns: Collection[str]) -> Iterator[tuple[str, str]]:
    """Yield (column, template) for the other columns of participants, such as `Actor2Name`.

    `name`, `template`: the column of the first participants and the template with it, such as
    `Actor1Name` and `{Actor1Name} ({Actor1CountryCode})`.
    """
    if not (digits := re.search("[0-9]+", name)):
        return
    for number in range(int(digits[0]) + 1, int(digits[0]) + 20):
        other = name.replace(digits[0], str(number))
        if other not in columns:
            return
        yield other, template.replace(digits[0], str(number))


# -- the column of each field ---------------------------------------------------------------------


def _holds_names(column: Column) -> bool:
    return column.holds_words and column.holds_letters


def _holds_prose(column: Column) -> bool:
    return not column.holds_urls and not column.holds_dates and column.holds_letters


_TESTS: Mapping[str, Callable[[Column], object]] = {
    "id": lambda column: column.holds_ids,
    "date": lambda column: column.holds_dates,
    "end": lambda column: column.holds_dates,
    "title": lambda column: column.holds_lines and _holds_prose(column),
    "place_country": lambda column: column.holds_countries,
    "summary": _holds_prose,
    "status": lambda column: not {*STATUSES}.isdisjoint(map(str.lower, column.texts)),
    "sources[1].url": lambda column: column.holds_urls,
    "notes": lambda column: not column.holds_urls and not column.holds_dates,
}
"""The tests for the columns of fields. Other fields need a column of short texts with letters."""

_NAMES = {"name", "names", "nom", "noms", "nombre", "nombres", "nome", "naam"}
_SUBJECTS: Sequence[tuple[set[str], set[str]]] = (
    ({*FIELD_NAMES["place"]}, {"place", "place_country"}),
    ({*FIELD_NAMES["actors"], *COUNTERPARTS} - _NAMES - {"body"}, {"actors"}),
    ({"source", "publisher", "outlet", "newspaper", "quelle", "fuente", "fonte"}, set()),
)
"""Pairs (words in the names of columns, the fields that such columns can have)."""
_NOT_PLACES = {*FIELD_NAMES["place_country"], "code", "lat", "lon", "long", "type"}
_ABOUT_SUBJECTS = {"id", "type", "title", "actors", "place", "place_country", "summary", "tags"}


def _fits(field: str, words: Sequence[str]) -> bool:
    """Return whether a column can have the values of a field: `Place name` has no actors.

    `words`: the words in the column's name.
    """
    subjects = [fields for some, fields in _SUBJECTS if not some.isdisjoint(words)]
    is_about = field in _ABOUT_SUBJECTS and subjects
    return not is_about or any(field in fields for fields in subjects)


def proposed(columns: Sequence[Column]) -> dict[str, str]:
    """Return the column or template that probably has the values of each field, by field.

    Fields without a probable column are left out.
    """
    found: dict[str, str] = {}
    free = {
        one.name: one
        for one in columns
        if one.texts and one.has_only_texts and not is_template(one.name)
    }
    for field in FIELD_NAMES:
        if name := _best(field, free):
            found[field] = name
            parent = free.pop(name).parent
            if field == "actors" and parent:  # the others are about the same people
                free = {name: one for name, one in free.items() if one.parent != parent}
    if "date" not in found:
        single = [one for one in free.values() if not one.has_lists]
        days = [one for one in single if one.holds_dates and not one.holds_numbers]
        days.sort(key=lambda column: all(map(str.isdigit, column.texts)))  # years last
        days.sort(key=lambda column: _is_other_date(spelt(column.name)))
        found |= {"date": days[0].name} if days else {}
    if "date" not in found:
        found.pop("end", None)
    if "title" not in found:
        sentences = [name for name, one in free.items() if one.holds_sentences]
        found |= {"title": sentences[0]} if sentences else {}
    if "title" not in found and "actors" in found:
        filled = {column.name: column.filled for column in columns}
        places = [found[key] for key in ("place", "place_country") if key in found]
        who = f"{{{found['actors']}}}"
        found["title"] = who
        if "type" in found:
            found["title"] = f"{{{found['type']}:cell}}: {who}"
        elif places:
            found["title"] = f"{who} in {{{max(places, key=lambda name: filled[name])}}}"
    return {field: found[field] for field in FIELD_NAMES if field in found}


def _best(field: str, columns: Mapping[str, Column]) -> str | None:
    test: Callable[[Column], object] = _TESTS.get(field, _holds_names)
    candidates = _candidates(field, columns)
    if field not in ("actors", "tags"):
        candidates = [name for name in candidates if not columns[name].has_lists]
    if best := next((name for name in candidates if test(columns[name])), None):
        return best
    names = (name for name in candidates if " ".join(spelt(name)) in FIELD_NAMES[field])
    has_years = re.compile(r"[0-9]{4}|[0-9]{1,2}[./-][0-9]{1,2}[./-][0-9]{2}").search
    is_date = field == "date"
    return next((name for name in names if is_date and columns[name].is_mostly(has_years)), None)


def _candidates(field: str, columns: Collection[str]) -> list[str]:
    """Return the columns whose name is a name of the field or has one as a word, likeliest first.

    In JSON, the last key of a path counts more than the others.
    """
    names = FIELD_NAMES[field]
    own = {name: spelt(name) for name in columns}
    last = {name: spelt(name.rpartition(".")[2]) for name in columns if "." in name}
    whole = [column for name in names for column in own if " ".join(own[column]) == name]
    parts = [column for name in names for column in last if " ".join(last[column]) == name]
    parts += [
        column
        for name in names
        for column in own
        if field != "id" and len(name) > 2 and name in own[column] and "id" not in own[column]
    ]
    if field == "actors":
        parts.sort(key=lambda column: _NAMES.isdisjoint(own[column]))  # `people.name` before `role`
        parts += [column for column in own if not COUNTERPARTS.isdisjoint(own[column])]
    parts = [column for column in parts if _fits(field, own[column])]
    if field == "place":  # `location.name` before `location.country`
        parts.sort(key=lambda column: not _NOT_PLACES.isdisjoint(own[column]))
    if field in ("date", "end"):
        parts.sort(key=lambda column: _is_other_date(own[column]))
    return [*dict.fromkeys([*whole, *parts])]


def _is_other_date(words: Sequence[str]) -> bool:
    return not OTHER_DATES.isdisjoint(words)
