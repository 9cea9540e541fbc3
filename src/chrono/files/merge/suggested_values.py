"""Propose the tables `[values.COLUMN]` of a rules file, which replace texts in a column."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from chrono.core.countries import exact_country, possible_codes, quoted_codes
from chrono.core.english import join_or, plural
from chrono.core.lists import split_list
from chrono.core.model import EventType
from chrono.core.names import fold
from chrono.files.merge import date_formats
from chrono.files.merge.columns import Column, date_in_words, is_date
from chrono.files.merge.people_countries import country_code
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


def country_codes(column: Column | None, are_all: bool = True) -> Iterator[str]:
    """Yield the lines of `[values.COLUMN]` that replace unknown texts with codes of countries.

    `are_all`: whether to yield a line for the user to fill in if the country is unknown.
    """
    if column is None:
        return
    numbers: Counter[str] = Counter()
    for text, number in column.texts.items():
        words = filter(None, split_list(text, column.signs))
        numbers.update(dict.fromkeys(words, number))
    unknown = [
        (word, number)
        for word, number in numbers.items()
        if not exact_country(word) and (are_all or country_code(word))
    ]
    if unknown:
        yield f"[values.{key_text(column.name)}]"
    for word, number in unknown[:MOST_VALUES]:
        rule = f"{literal(word)} = {literal(country_code(word) or 'COUNTRY')}"
        either = join_or(quoted_codes(possible_codes(word)))
        reason = "; ".join(filter(None, (cells(number), either)))
        yield commented(rule, cells(number)) if country_code(word) else f"# {rule}  # {reason}"


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
