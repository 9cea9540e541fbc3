"""Propose the tables `[values.COLUMN]` of a rules file, which replace texts in a column."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from chrono.core.countries import exact_country, name_and_country, possible_codes, quoted_codes
from chrono.core.english import join_or, plural
from chrono.core.lists import split_list
from chrono.core.model import EventType
from chrono.core.names import fold
from chrono.files.exchange.import_table import ImportTable
from chrono.files.merge import date_formats
from chrono.files.merge.columns import Column, are_answers, date_in_words, is_date
from chrono.files.merge.records import PLACEHOLDER, nearest_types
from chrono.files.toml.emit import key_text, literal
from chrono.files.write.sources import host_of

MOST_VALUES = 60
"""The maximum number of values of a column that a rules file lists."""


def commented(rule: str, *reasons: str) -> str:
    """Return a proposal: a rule after `#`, and the reasons for the rule in a comment."""
    reason = "; ".join(filter(None, reasons))
    return f"#{rule}  # {reason}" if reason else f"#{rule}"


def cells(number: int) -> str:
    """Return a number with a noun: `1 cell` or `3 cells`."""
    return plural(number, "cell")


def signs_of(column: Column) -> list[str]:
    """Return the probable separators of the lists in a column."""
    return [
        sign
        for sign, texts, likely in column.separators
        if sign == ";"
        or (likely and 20 * sum(column.texts[text] for text in texts) >= column.filled)
    ]


def types_of(column: Column | None, types: Mapping[str, EventType]) -> Iterator[str]:
    """Yield the lines of `[values.COLUMN]` that replace texts with types of event."""
    if column is None:
        return
    known = {fold(text): kind.id for kind in types.values() for text in kind.all_names}
    yield f"[values.{key_text(column.name)}]"
    yield f"# The types are {join_or([*types])}."
    for text, number in sorted(column.texts.items(), key=lambda item: -item[1])[:MOST_VALUES]:
        if id := known.get(fold(text)):
            hint = "read like this without the line"
            yield commented(f"{literal(text)} = {literal(id)}", cells(number), hint)
            continue
        near = nearest_types(text, types)
        doubt = f"{join_or(near)}?" if near else "no similar type"
        hint = "" if len(near) == 1 else f"{doubt}; write one of the types"
        target = near[0] if len(near) == 1 else PLACEHOLDER
        yield commented(f"{literal(text)} = {literal(target)}", cells(number), hint)
    if (more := len(column.texts) - MOST_VALUES) > 0:
        yield f"# and {plural(more, 'other text')}"


def dates_of(used: Mapping[str, Column]) -> Iterator[str]:
    """Yield the lines of `[values.COLUMN]` that give dates for texts in an unknown date format.

    `used`: the column of each field.
    """
    for column in (used[field] for field in ("date", "end") if field in used):
        texts = [
            text
            for text in column.texts
            if not is_date(text) and not date_formats.has_known_format(text)
        ]
        if texts:
            yield f"[values.{key_text(column.name)}]"
            yield "# Write a date for each text, such as 2025-06 or 2025-06~ (about June 2025)."
        dates = {text: date_in_words(text) for text in texts}
        unread = [text for text in texts if not dates[text]]
        for text in (text for text in texts if text not in unread[MOST_VALUES:]):
            number = cells(column.texts[text])
            rule = f"{literal(text)} = {literal(dates[text] or 'DATE')}"
            yield commented(rule, number) if dates[text] else f"# {rule}  # {number}"
        if (more := len(unread) - MOST_VALUES) > 0:
            yield f"# and {plural(more, 'other text')}"


def countries_of(
    people: Column, columns: Sequence[Column], used: Mapping[str, Column], table: ImportTable
) -> Column | None:
    """Return the column whose cells list the countries of the people in the same row.

    Return None if there is no such column.

    - `people`: the column of people
    - `used`: the column of each field. These columns are not searched.
    """
    mapped = {column.name for column in used.values()}
    for column in columns:
        if people.parent and column.parent == people.parent and column.holds_countries:
            return column
    for column in (one for one in columns if one.name not in mapped and signs_of(one)):
        signs = signs_of(people), signs_of(column)
        countries = [*dict.fromkeys(c for text in column.texts for c in split_list(text, signs[1]))]
        parallel = sum(
            len(split_list(str(row.values.get(people.name) or ""), signs[0]))
            == len(split_list(str(row.values.get(column.name) or ""), signs[1]))
            for row in table.rows
        )
        known = sum(_code(country) is not None for country in countries)
        if are_answers(countries):
            continue
        if 2 * known > len(countries) and 10 * parallel >= 9 * len(table.rows):
            return column
    return None


def _code(word: str) -> str | None:
    return exact_country(word) or exact_country(name_and_country(word)[0])


def country_codes(column: Column | None) -> Iterator[str]:
    """Yield the lines of `[values.COLUMN]` that replace unknown texts with codes of countries."""
    if column is None:
        return
    numbers: Counter[str] = Counter()
    for text, number in column.texts.items():
        words = filter(None, split_list(text, signs_of(column)))
        numbers.update(dict.fromkeys(words, number))
    unknown = [(word, number) for word, number in numbers.items() if not exact_country(word)]
    if unknown:
        yield f"[values.{key_text(column.name)}]"
    for word, number in unknown[:MOST_VALUES]:
        rule = f"{literal(word)} = {literal(_code(word) or 'COUNTRY')}"
        either = join_or(quoted_codes(possible_codes(word)))
        reason = "; ".join(filter(None, (cells(number), either)))
        yield commented(rule, cells(number)) if _code(word) else f"# {rule}  # {reason}"


def hosts_of(used: Mapping[str, Column]) -> Iterator[str]:
    """Yield the lines of `[values.COLUMN]` that replace the hosts of links with publishers.

    `used`: the column of each field.
    """
    column = used.get("sources[1].url")
    if column is None or "sources[1].publisher" in used:
        return
    hosts: Counter[str] = Counter()
    for text, number in column.texts.items():
        hosts[host_of(text)] += number
    found = [(name, number) for name, number in hosts.most_common(MOST_VALUES) if name]
    if not found:
        return
    yield f"[values.{key_text(f'{column.name}:host')}]"
    yield "# The publishers of the links. Replace a host after the = by the name of its publisher."
    for name, number in found:
        yield commented(f"{literal(name)} = {literal(name)}", cells(number))
    if (more := len([*filter(None, hosts)]) - len(found)) > 0:
        yield f"# and {plural(more, 'other host')}"
