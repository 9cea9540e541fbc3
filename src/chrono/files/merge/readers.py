"""Read the cells of a row by the rules of an import: texts, lists, countries and participants."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from chrono.core.causes import Caused
from chrono.core.countries import (
    COUNTRIES,
    SHARED_WITH,
    codes_with_name,
    country_name,
    country_named,
    country_of,
    country_problem,
    exact_country,
    is_country,
    name_and_country,
    possible_codes,
    quoted_codes,
    split_country,
)
from chrono.core.english import first_few, join_and, join_or, plural
from chrono.core.lists import SIGNS, split_list
from chrono.core.names import fold, nearest_word_by_word
from chrono.core.sentences import suggestion
from chrono.errors import UsageError
from chrono.files.exchange.import_table import Row
from chrono.files.merge import cells
from chrono.files.merge.json_paths import refuse_uneven
from chrono.files.merge.remedies import above_sections, rules_file, split_column, split_lines
from chrono.files.merge.rules import Rules, listed
from chrono.files.toml.emit import key_text, literal
from chrono.files.write.sources import host_of


class CellReader:
    """A reader of the texts and lists in the cells of rows, by the rules of an import."""

    def __init__(self, rules: Rules) -> None:
        self.rules = rules
        self._values = rules.values
        self._missing = {*rules.missing}
        self._split = rules.split
        self._bodies = {*map(fold, rules.bodies)}
        self._split_columns: set[str] = set()
        self.hosts: dict[str, dict[str, None]] = {}
        """The hosts that the rules do not replace, by part of a column such as `Link:host`."""

    def text(self, row: Row, column: str) -> str:
        """Return the text of the cell of `row` in `column`, or "" if there is no such cell."""
        value = row.values.get(column)
        base, part = ("", "") if column in row.values else cells.column_and_part(column)
        if part in ("cell", "host"):
            whole = row.values.get(base)
            return self._part(column, cells.trim("" if whole is None else str(whole)))
        if isinstance(value, list) or part:
            separator = next(iter(self._split.of(base or column)), ";")
            return f"{separator} ".join(filter(None, self.elements(row, column)))
        return self.replaced(column, "" if value is None else str(value))

    def replaced(self, column: str, text: str) -> str:
        """Return the replacement of `text` by the rules for a column, or "" for a missing value.

        Without a rule, only white space at the start and end is removed.
        """
        bare = cells.trim(text)
        replacement = self._values.get(column, {}).get(bare)
        if replacement is None:
            return "" if bare in self._missing else cells.trim_lines(text)
        return cells.trim(replacement)

    def elements(self, row: Row, column: str, with_urls: bool = False) -> list[str]:
        """Return the elements of the list in a cell. An empty element is "".

        `with_urls`: whether elements may contain web addresses.
        """
        base, part = ("", "") if column in row.values else cells.column_and_part(column)
        if part:
            with_urls = with_urls or part == "host"
            return [self._part(column, one) for one in self.elements(row, base, with_urls)]
        value = row.values.get(column)
        if isinstance(value, list):
            return [self.replaced(column, str(element)) for element in value]
        separators = self._split.of(column)
        text = cells.trim_lines("" if value is None else str(value))
        if (whole := self.replaced(column, text)) != text:
            return split_list(whole, separators, with_urls)
        elements = cells.from_json(text, list)
        if not elements or not all(isinstance(item, str) for item in elements):
            elements = split_list(text, separators, with_urls)
        if len(elements) > 1:
            self._split_columns.add(column)
        return [self.replaced(column, element) for element in elements]

    def has_split(self, template: str) -> bool:
        """Return whether a cell in a column of the template was split into several elements."""
        columns = (cells.column_and_part(name)[0] or name for name in cells.columns_of(template))
        return not self._split_columns.isdisjoint(columns)

    def _part(self, column: str, text: str) -> str:
        base, part = cells.column_and_part(column)
        if part == "cell":
            return text
        if part == "host":
            found = host_of(text)
            name = self.replaced(column, found)
            if found and name == found:
                self.hosts.setdefault(column, {})[found] = None
            return name
        words = self._values.get(f"{base}:country", {})
        name, country = split_country(text, lambda one: one in words or fold(one) in self._bodies)
        return self.replaced(column, name if part == "name" else country)

    def filled(
        self, row: Row, templates: Sequence[str], with_urls: bool = False
    ) -> Iterator[tuple[str, ...]]:
        """Yield the filled `templates` for each element of the lists in a row.

        For example, the templates `("{who}", "{land}")` give `("Jane", "US")` and `("Xi", "CN")`
        for a row with `Jane; Xi` and `US; CN`. A list with one element is repeated. Raises
        UsageError if two longer lists have different lengths, or if values do not belong to the
        same objects of JSON. `with_urls`: whether elements may contain web addresses.
        """
        columns = dict.fromkeys(name for one in templates for name in cells.columns_of(one))
        if row.derived:
            refuse_uneven(row, [cells.column_and_part(name)[0] or name for name in columns])
        elements = {name: self.elements(row, name, with_urls) for name in columns}
        lengths = {len(part): name for name, part in elements.items() if len(part) > 1}
        if len(lengths) > 1:  # the blanks at the ends of lists do not count
            for part in elements.values():
                while part and not part[-1]:
                    part.pop()
            lengths = {len(part): name for name, part in elements.items() if len(part) > 1}
        if len(lengths) > 1:
            counts = join_and([f"{number} in {name}" for number, name in lengths.items()])
            raise UsageError(
                f"different numbers of items in a list ({counts}); write the same number in each"
            )
        for at in range(max(lengths, default=1)):
            cell = {name: part[at % len(part)] if part else "" for name, part in elements.items()}
            yield tuple(cells.filled(template, cell.__getitem__).strip() for template in templates)


# -- countries ------------------------------------------------------------------------------------


class CountryReader:
    """A reader that finds the country in a cell by code or name, or by the rules.

    A country is an alpha-2 code or the name of an organisation.
    """

    def __init__(self, rules: Rules, known: Iterable[str] = (), trusts: bool = False) -> None:
        self._rules = rules
        self._trusts = trusts
        self._bodies: dict[str, None] = {}
        self._shared: dict[tuple[str, str | None], str] = {}
        self._found: dict[str, str | None] = {}
        self._problems: dict[tuple[str, str], str] = {}
        self._names: dict[str, str] = {fold(name): name for name in known if not is_country(name)}
        self._names |= {fold(name): country_of(name) or name for name in rules.bodies}
        for fields in rules.declared.get("actors", {}).values():
            for name in (fields.get("name"), *(fields.get("aliases") or ())):
                if isinstance(name, str):
                    self._names[fold(name)] = str(fields.get("country") or fields["name"])

    def find(self, text: str) -> str | None:
        """Return the code of the country with the code or name `text`, or None if it is unknown.

        For an organisation, the result is its name.
        """
        if text not in self._found:
            self._found[text] = self._names.get(fold(text)) or exact_country(text)
        return self._found[text]

    def by_name(self, text: str) -> str | None:
        """Return the code of the country with the name `text`, or None if no country has this name.

        For an organisation, the result is its name. For a code, the result is None.
        """
        return self._names.get(fold(text)) or country_named(text)

    def country(self, text: str, template: str) -> str:
        """Return the code of the country with the code or name `text`.

        For an organisation, the result is its name. An unknown text counts as an organisation if
        the argument `trusts` was true, and otherwise raises UsageError.

        `template`: the column or template of the text, for the error message.
        """
        country = self.find(text)
        if country is None and not self._trusts:
            if (text, template) not in self._problems:  # which takes long, for a common word
                problem = _unknown_country(text, template, self.find, self._rules)
                self._problems[text, template] = problem
            raise UsageError(self._problems[text, template])
        if country is None:
            self._bodies[text] = None
        if country in SHARED_WITH:
            self.note_shared(country, text, text, cells.only_column(template))
        return country or text

    def is_declared(self, text: str) -> bool:
        """Return whether the rules or the ledger have `text` as a name for an organisation."""
        return fold(text) in self._names

    def note_shared(self, code: str, name: str, text: str, column: str | None) -> None:
        """Add a note if many people also use the name of a country for another country.

        - `name`: the name of the country with the code `code` in the cell
        - `text`: the text of the cell, which ends with `name`
        - `column`: the column of the cell, or None for a template with several columns
        """
        second = SHARED_WITH.get(code, "")
        if second not in codes_with_name(name) or self.is_declared(name):
            return
        other = country_name(second)
        target = second if text == name else text.removesuffix(name) + other
        rule = f"{literal(text)} = {literal(target)}"
        where = f"[values.{key_text(column or 'COLUMN')}] in {rules_file(self._rules)}"
        self._shared[name, column] = (
            f'"{name}" was read as {country_name(code)} ({code}); where it is {other} '
            f"({second}), write {rule} under {where}"
        )

    def notes(self) -> Iterator[str]:
        """Yield notes on texts that became organisations, and on names that two countries share."""
        if self._bodies:
            names = first_few([*self._bodies])
            yield f"no country code found for {names}; treated as international organisations"
        yield from self._shared.values()


def _unknown_country(
    text: str, template: str, find: Callable[[str], str | None], rules: Rules
) -> str:
    file = rules_file(rules)
    column = cells.only_column(template)
    where, table = (f"column {column}", key_text(column)) if column else (template, "COLUMN")

    def split(texts: Sequence[str]) -> str:
        signs = [sign for sign in SIGNS if any(split_list(one, [sign])[1:] for one in texts)]
        return split_column(rules, column or "COLUMN", signs)

    parts = [*filter(None, split_list(text, SIGNS))]
    if len(parts) > 1 and all(find(part) or find(name_and_country(part)[0]) for part in parts):
        why = f" in {where} is several countries"
        return Caused("", text, why, remedy=split)
    bare = find(name_and_country(text)[0])  # in China (PRC)
    codes = possible_codes(text) or ((bare,) if bare else ())
    similar = nearest_word_by_word(text, COUNTRIES.values())
    near = quoted_codes(codes) or [f'"{name}"' for name in similar]
    hint = suggestion(near)
    word = literal(text)
    target = literal(codes[0] if len(codes) == 1 else "COUNTRY")
    replacement = f"{word} = {target} under [values.{table}]"
    above = above_sections(rules)
    missing = f"missing = {literal([*rules.missing, text])}{above} to treat it as empty"
    bodies = f"bodies = {literal([*rules.bodies, text])}{above} to accept it as an organisation"
    body = [] if country_problem(text) else [bodies]
    if near:
        remedies = [replacement, *body, missing]
    elif any(map(str.isalnum, text)):
        remedies = [*body, replacement, missing]
    else:
        remedies = [missing, replacement]
    start = " In" if hint else "; in"
    return f'unknown country "{text}" in {where}{hint}{start} {file}, write {join_or(remedies)}'


# -- participants ---------------------------------------------------------------------------------


class Participant(NamedTuple):
    """A participant in the event of a row.

    - `name`: the name, or "" if the row has only an id
    - `country`: an alpha-2 code or the name of an organisation, or None for no country
    - `is_country`: whether the name is in a column of countries
    """

    name: str
    country: str | None = None
    id: str | None = None
    is_country: bool = False

    @property
    def label(self) -> str | None:
        """Return the name, or the id of a participant without a name."""
        return self.name or self.id


class Slot(NamedTuple):
    """The templates for the names, countries and ids of participants in a row. "" means no
    template.

    `is_country`: whether the names are in a column of countries.
    """

    name: str
    country: str = ""
    id: str = ""
    is_country: bool = False

    def participants(
        self, row: Row, reader: CellReader, countries: CountryReader
    ) -> Iterator[Participant]:
        """Yield the participants in a row. Raises UsageError if a country is unknown."""
        problems: list[str] = []
        for name, country, id in reader.filled(row, (self.name, self.country, self.id)):
            if "\n" in name:
                problems.append(_several_lines(name, self.name, reader.rules))
                continue
            word, template = (name, self.name) if self.is_country else (country, self.country)
            try:
                code = countries.country(word, template) if (name or id) and word else None
            except UsageError as error:
                problems += error.args
                continue
            if name or id:
                yield Participant(name, code, id or None, self.is_country)
        if problems:
            raise UsageError(*problems)


def _several_lines(name: str, template: str, rules: Rules) -> str:
    column = cells.only_column(template) or "COLUMN"
    remedy = split_lines(rules, column)
    if "\n" in rules.split.of(column):
        remedy = "write it on one line, since brackets are not split"
    return Caused("", name.partition("\n")[0], f" is the first of several lines; {remedy}")


def participant(text: str, countries: CountryReader) -> Participant:
    """Return the participant for a text in the rules, such as `Jane Roe (US)`."""
    name, country = _name_and_country(text, countries.find)
    return Participant(name, countries.country(country, country) if country else None)


def slots_by_key(
    keys: Sequence[str],
    fields: Mapping[str, str | Sequence[str]],
    rules: Rules,
    countries: CountryReader,
) -> dict[str, list[Slot]]:
    """Return the templates of participants for each of `keys`, such as `actors`.

    Raises UsageError if names, countries and ids have different numbers of templates. `fields`: the
    templates of each field.
    """
    templates = {name: [*map(cells.as_template, listed(one))] for name, one in fields.items()}
    slots = {key: [*_slots(key, templates, rules, countries.find)] for key in keys}
    columns = {cells.only_column(slot.country) for some in slots.values() for slot in some}
    columns |= {*map(cells.only_column, templates.get("place_country", ()))}

    def marked(slot: Slot) -> Slot:
        column = cells.only_column(slot.name)
        if column is not None and slot.country in ("", slot.name) and column in columns:
            return slot._replace(country="", is_country=True)
        return slot

    return {key: [*map(marked, some)] for key, some in slots.items() if some}


def _slots(
    key: str, fields: Mapping[str, Sequence[str]], rules: Rules, find: Callable[[str], str | None]
) -> Iterator[Slot]:
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
    for template in whole:
        for piece in rules.split.pieces(template):
            yield Slot(*_name_and_country(piece, find))
    for at, template in enumerate(names):
        name, country = _name_and_country(template, find)
        if countries:
            name, country = template, countries[at]
        yield Slot(name, country, ids[at] if ids else "")


def _name_and_country(template: str, find: Callable[[str], Any]) -> tuple[str, str]:
    """Return the templates of the name and the country in a template such as `{who} ({land})`.

    The brackets must contain a column or a known country: `{who} (late)` is the template of a name.
    """
    columns = iter(cells.columns_of(template))
    name, bracket = name_and_country(re.sub(r"\{[^{}]*\}", "\0", template))
    if not bracket or not name or (bracket != "\0" and not find(bracket)):
        return template, ""
    name, country = (re.sub("\0", lambda _: f"{{{next(columns)}}}", one) for one in (name, bracket))
    return name, country
