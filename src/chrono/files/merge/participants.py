"""Who takes part in an event, as the rules of an import and the cells of a row name them."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from chrono.core.countries import name_and_country
from chrono.core.english import plural
from chrono.errors import UsageError
from chrono.files.exchange.import_table import Row
from chrono.files.merge.cell_reader import CellReader
from chrono.files.merge.cells import as_template, columns_of, only_column
from chrono.files.merge.country_cells import CountryReader
from chrono.files.merge.rules import Separators, listed


class Participant(NamedTuple):
    """Someone who takes part in the event of a row.

    `name`: the name in the row; `country`: the country that the row gives, as a ledger writes it;
    `id`: the id in the row, if the rules map one; `is_country`: whether the name itself is in a
    column of countries.
    """

    name: str
    country: str | None = None
    id: str | None = None
    is_country: bool = False

    @property
    def text(self) -> str:
        """The name, the country and the id, as far as the row has them."""
        return "; ".join(filter(None, (self.name, self.country, self.id)))


def names_of(value: Any) -> Any:
    """A list of participants as a list of their names; other values are unchanged."""
    if not isinstance(value, list):
        return value
    return [one.name if isinstance(one, Participant) else one for one in value]


class Slot(NamedTuple):
    """The templates of the participants in one list; `country` and `id` may be "".

    `is_country`: whether the names are in a column of countries.
    """

    name: str
    country: str = ""
    id: str = ""
    is_country: bool = False

    def participants(
        self, row: Row, reader: CellReader, countries: CountryReader
    ) -> Iterator[Participant]:
        """The participants in a row; an element without a name is left out.

        Raises UsageError for a word in the place of a country that is none.
        """
        problems: list[str] = []
        for name, country, id in reader.filled(row, (self.name, self.country, self.id)):
            if not name:
                continue
            word, template = (name, self.name) if self.is_country else (country, self.country)
            try:
                code = countries.country(word, template) if word else None
            except UsageError as error:
                problems += error.args
                continue
            yield Participant(name, code, id or None, self.is_country)
        if problems:
            raise UsageError(*problems)


def participant(text: str, countries: CountryReader) -> Participant:
    """The participant in a text of the rules, such as `Jane Roe (US)`."""
    name, country = _name_and_country(text, countries.is_country)
    return Participant(name, countries.country(country, country) if country else None)


def slots_by_key(
    keys: Sequence[str],
    fields: Mapping[str, str | Sequence[str]],
    split: Separators,
    is_country: Callable[[str], bool],
) -> dict[str, list[Slot]]:
    """The slots of each of `keys`, such as `actors`, that the fields of a table have.

    `fields`: field -> template or templates; `is_country`: whether a text in a template is a
    country. A column is one of countries everywhere if it is `place_country`, `actors.country` or
    the bracket of a template such as `{who} ({land})`. Raises UsageError if the parts of the
    participants have different numbers of templates.
    """
    slots = {
        key: _slots(key, {name: listed(one) for name, one in fields.items()}, split, is_country)
        for key in keys
    }
    countries = {only_column(slot.country) for some in slots.values() for slot in some}
    countries |= {only_column(as_template(one)) for one in listed(fields.get("place_country", ()))}
    countries.discard(None)
    return {key: [_marked(slot, countries) for slot in some] for key, some in slots.items() if some}


def _slots(
    key: str,
    fields: Mapping[str, Sequence[str]],
    split: Separators,
    is_country: Callable[[str], bool],
) -> list[Slot]:
    ids, countries = fields.get(f"{key}.id", ()), fields.get(f"{key}.country", ())
    whole, names = fields.get(key, ()), fields.get(f"{key}.name", ())
    if (ids or countries) and not names:
        whole, names = (), whole
    for part, templates in (("id", ids), ("country", countries)):
        if templates and not names:
            raise UsageError(f"{key}.{part} needs names; map {key}.name to the column of names")
        if templates and len(templates) != len(names):
            number, columns = plural(len(templates), "column"), f"as many as {key}.name"
            raise UsageError(f"{key}.{part} has {number}; map {columns} ({len(names)})")
    pieces = (piece for one in whole for piece in split.pieces(as_template(one)))
    slots = [Slot(*_name_and_country(piece, is_country)) for piece in pieces]
    for at, name in enumerate(map(as_template, names)):
        id = as_template(ids[at]) if ids else ""
        bracketed = _name_and_country(name, is_country)
        slots.append(
            Slot(name, as_template(countries[at]), id) if countries else Slot(*bracketed, id)
        )
    return slots


def _name_and_country(template: str, is_country: Callable[[str], bool]) -> tuple[str, str]:
    """The templates of the name and the country in `{who} ({land})`; other brackets are names."""
    columns = iter(columns_of(template))
    name, bracket = name_and_country(re.sub(r"\{[^{}]*\}", "\0", template))
    if not bracket or not name or (bracket != "\0" and not is_country(bracket)):
        return template, ""
    name, country = (re.sub("\0", lambda _: f"{{{next(columns)}}}", one) for one in (name, bracket))
    return name, country


def _marked(slot: Slot, countries: Collection[str | None]) -> Slot:
    """The slot, with `is_country` if its names are in a column of `countries`."""
    column = only_column(slot.name)
    if column is not None and slot.country in ("", slot.name) and column in countries:
        return slot._replace(country="", is_country=True)
    return slot
