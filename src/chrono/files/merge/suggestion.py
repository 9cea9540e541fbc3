"""Write a first rules file for a table, with a reason for each proposed rule.

A proposal is a line that begins with `#` but no space. Delete the `#` to accept the proposal.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from itertools import count

from chrono.core import english
from chrono.core.countries import (
    country_problem,
    exact_country,
    place_in_country,
    possible_codes,
    quoted_codes,
    split_country,
)
from chrono.core.dates import When
from chrono.core.english import first_few, join_or, plural
from chrono.core.lists import split_list
from chrono.core.model import EventType
from chrono.core.names import fold
from chrono.core.text import escape_controls
from chrono.errors import UsageError
from chrono.files.exchange.import_table import ImportTable
from chrono.files.format.ids import id_of
from chrono.files.format.keys import EVENT
from chrono.files.format.kinds import LINE
from chrono.files.merge import date_formats
from chrono.files.merge.cells import as_template, columns_of, is_template
from chrono.files.merge.columns import Column, is_date, is_field
from chrono.files.merge.field_names import COUNTERPARTS, spelt
from chrono.files.merge.field_templates import field_of
from chrono.files.merge.people_countries import country_code
from chrono.files.merge.proposals import COUNTRIES, Proposal, proposal_for
from chrono.files.merge.rules import listed
from chrono.files.merge.suggested_values import (
    MOST_VALUES,
    cells,
    commented,
    country_codes,
    dates_of,
    hosts_of,
    types_of,
)
from chrono.files.toml.emit import key_text, literal

_LONGEST_EXAMPLE = 50
"""The maximum length of the text of a cell in a comment [characters]."""
_MOST_ACTORS = 50
"""The maximum number of actors that a rules file lists."""
_LISTS = ("actors", COUNTRIES, "tags")
_REQUIRED = [key for key in EVENT.required if key != "id"]


def suggested(table: ImportTable, name: str, command: str, types: Mapping[str, EventType]) -> str:
    """Return the text of a rules file with proposed rules for a table.

    - `name`: the name of the table's file
    - `command`: the command that imports the table with the rules file
    """
    proposal = proposal_for(table)
    columns, fields, used = proposal.columns, proposal.fields, proposal.used
    by_name = {column.name: column for column in columns}
    rows = plural(len(table.rows), table.noun)
    blocks = [
        [
            f"# Rules for {name} ({rows}), proposed from its columns and cells.",
            "# Lines that start with # but no space after it are proposals: delete the # to accept "
            "one.",
            f"# Then run `{command}`.",
        ],
        [*_footnotes(proposal.footnotes)],
        [*_dates(used)],
        [*_lists(used)],
        [*_missing(columns)],
        [*_fill_down(columns, used.get("date"))],
        [*_places(used)],
        [*_event(used.get("id", by_name.get("id")))],
        [*_bodies(used.get("place_country"))],
        ["[map]", *_map(proposal), *_extra(proposal)],
        ["[set]", *_set(fields, types)],
        [*types_of(used.get("type"), types)],
        [*dates_of(used)],
        [*country_codes(used.get(COUNTRIES))],
        [*_place_countries(used.get("place_country"))],
        [*hosts_of(used)],
        [*_actors(used)],
    ]
    return "\n".join(
        "".join(f"{escape_controls(line)}\n" for line in block) for block in blocks if block
    )


def _quoted(texts: Iterable[str]) -> str:
    return first_few([literal(text) for text in texts], 3)


# -- dates ----------------------------------------------------------------------------------------


def _dates(used: Mapping[str, Column]) -> Iterator[str]:
    formats: dict[str, None] = {}
    for column in (used[field] for field in ("date", "end") if field in used):
        unknown: list[str] = []
        for texts in date_formats.by_shape(text for text in column.texts if not is_date(text)):
            number = cells(sum(column.texts[text] for text in texts))
            read = date_formats.readings(texts)
            if not read.formats or len(read.unread) > len(texts) // 2:
                unknown += texts
                continue
            ways = [
                f"{form} ({read.example} is {english.date(When.parse(date))})"
                for form, date in zip(read.formats, read.dates, strict=False)
            ]
            which = f", read by {read.formats[0]}"
            if len(read.formats) > 1:
                which = f", read by {join_or(ways or read.formats)}; keep only one of them"
            unread = f"; not {_quoted(read.unread)}" if read.unread else ""
            yield f"# {column.name}: {number} such as {literal(texts[0])}{which}{unread}"
            formats |= dict.fromkeys(read.formats)
        if unknown:
            number = cells(sum(column.texts[text] for text in unknown))
            yield f"# {column.name}: {number} in no known format: {_quoted(unknown)}"
            yield f"#   Write their dates under [values.{key_text(column.name)}] below."
    if formats:
        yield f"#date_format = {literal([*formats])}"
        if any("%y" in form for form in formats):
            texts = [
                text for field in ("date", "end") if field in used for text in used[field].texts
            ]
            yield f"#century = {_century(texts, formats)}  # of years with two digits"


def _century(texts: Iterable[str], formats: Iterable[str]) -> int:
    """Return the probable first of the hundred years of texts with years of two digits."""
    short = [form for form in formats if "%y" in form]
    dates = [date_formats.parse_date(text, one, 2000) for text in texts for one in short]
    years = {int(date[2:4]) for date in dates if date}
    if not years or max(years) < 50:
        return 2000
    return 1900 + min(year for year in years if year > 30) * (min(years) < 50)


# -- footnotes, lists, missing values and places --------------------------------------------------


def _footnotes(found: Mapping[str, Sequence[str]]) -> Iterator[str]:
    for name, texts in found.items():
        example = literal(texts[0][:_LONGEST_EXAMPLE])
        yield f"# {name}: {cells(len(texts))} with a footnote mark, such as {example}"
    if found:
        yield '#footnotes = "remove"'


def _lists(used: Mapping[str, Column]) -> Iterator[str]:
    rules: dict[str, Sequence[str]] = {}
    for column in (used[field] for field in _LISTS if field in used):
        signs = column.signs
        for sign, texts, _ in column.separators:
            number = sum(column.texts[text] for text in texts)
            doubt = "" if sign in signs else "; few of the parts are in other cells"
            example = f"with {literal(sign)}, such as {literal(texts[0])}"
            yield f"# {column.name}: {cells(number)} {example}{doubt}"
        if signs:
            rules[column.name] = signs
    if any(signs != [";"] for signs in rules.values()):
        yield f"#split = {literal(rules)}"


def _missing(columns: Sequence[Column]) -> Iterator[str]:
    found: dict[str, list[str]] = {}
    for column in columns:
        for text, number in column.missing.items():
            found.setdefault(text, []).append(f"{cells(number)} in {column.name}")
    if found:
        yield from (f"# {literal(text)}: {', '.join(where)}" for text, where in found.items())
        yield f"#missing = {literal([*found])}"


def _fill_down(columns: Sequence[Column], dates: Column | None) -> Iterator[str]:
    marked = {column.name: column.dittos for column in columns if column.dittos}
    for name, dittos in marked.items():
        mark = literal(next(iter(dittos)))
        yield f"# {name}: {cells(sum(dittos.values()))} with a ditto mark such as {mark}"
    if marked:
        yield f"#fill_down = {literal([*marked])}"
    elif dates and (empty := dates.total - dates.filled - sum(dates.missing.values())) > 0:
        number = plural(empty, "empty cell")
        yield f'# {dates.name}: {number}; if they repeat the cell above, delete the next "# "'
        yield f"# fill_down = {literal([one.name for one in columns if dates.empty <= one.empty])}"


def _places(used: Mapping[str, Column]) -> Iterator[str]:
    column = used.get("place")
    if column is None or "place_country" in used:
        return
    texts = [text for text in column.texts if place_in_country(text)]
    if texts:
        number = cells(sum(column.texts[text] for text in texts))
        example = f"{column.name}: {number} such as {literal(texts[0])}"
        yield commented("split_place = true", example)


def _event(ids: Column | None) -> Iterator[str]:
    if ids is not None and len(ids.texts) < ids.filled:
        number = f"{plural(len(ids.texts), 'id')} in {cells(ids.filled)}"
        rule = f"event = {literal(f'{{{ids.name}}}')}"
        yield commented(rule, f"{number}; if the rows with the same id are one event")


# -- [map] and [set] ------------------------------------------------------------------------------


def _map(proposal: Proposal) -> Iterator[str]:
    fields, used = proposal.fields, proposal.used
    for field, template in fields.items():
        column = used.get(field)
        reasons = [_content(column, field)] if column else ["from other columns"]
        if column and field == "actors" and template != column.name:
            bracket = "each with its country in the same place of a list"
            if COUNTRIES in used and not used[COUNTRIES].parent and not used[COUNTRIES].signs:
                bracket = f"with the countries in {used[COUNTRIES].name}"
            reasons += [bracket] if COUNTRIES in used else _brackets(column)
        if field == "sources[1].publisher" and not column:
            reasons = ["the host of the link"]
        ids = column.texts if column and field == "id" else {}
        if twice := [id for id, number in ids.items() if number > 1]:
            reasons.append(f"in several rows: {_quoted(twice)}")
        yield commented(f"{key_text(field)} = {literal(template)}", *reasons)
        if field in proposal.notes:
            yield f"# {proposal.notes[field]}"
    for field in (key for key in _REQUIRED if key not in fields and key != "type"):
        why = "required; replace COLUMN by the name of a column"
        yield f'# {field} = "COLUMN"  # {why}, and delete the first "# "'


def _extra(proposal: Proposal) -> Iterator[str]:
    fields, used = proposal.fields, proposal.used
    mapped = {column.name for column in used.values()}
    templates = [one for some in fields.values() for one in listed(some)]
    mapped |= {name for template in templates for name in columns_of(as_template(template))}
    actors = fields.get("actors")
    paths = {path for row in proposal.table.rows for path in row.derived}
    keys: dict[str, None] = {}
    has_hint = False
    for column in proposal.columns:
        if column.name in mapped or not column.texts:
            continue
        if is_field(field_of(column.name)) and column.name not in paths:
            yield f"# {column.name}: imported as the field of this name"
            continue
        if is_template(column.name):
            yield f"# {column.name}: rename this column to map it, since braces mark columns"
            continue
        key = re.sub(r"\W+", "_", fold(column.name)).strip("_") or "column"
        key = next(one for n in count(1) if (one := key + f"_{n}" * (n > 1)) not in keys)
        keys[key] = None
        yield commented(f"extra.{key_text(key)} = {literal(column.name)}", _content(column))
        if not isinstance(actors, str):
            continue
        if column.holds_words and not COUNTERPARTS.isdisjoint(spelt(column.name)):
            both = literal([actors, column.name])
            yield f"# If they take part, too, write actors = {both} instead."
        is_list = "actors" in used and proposal.has_other_lists(column, used["actors"])
        if column.holds_countries and not is_template(actors) and not has_hint and not is_list:
            has_hint = True
            both = literal(f"{{{actors}}} ({{{column.name}}})")
            yield f"# If these are the countries of {actors}, write actors = {both} instead."


def _content(column: Column, field: str = "") -> str:
    if not column.texts:
        return "empty"
    empty = column.total - column.filled
    kind = next((kind for kind, holds in _KINDS.items() if holds(column)), "text")
    if kind == "country" and field not in ("", "place_country"):  # such as the type "réunion"
        kind = "text"
    number = f"{cells(column.filled)} with {plural(len(column.texts), kind, _PLURALS.get(kind))}"
    example = " ".join(next(iter(column.texts)).split())
    example = f"{example[:_LONGEST_EXAMPLE]}…" if len(example) > _LONGEST_EXAMPLE else example
    empties = f", {empty} empty" if empty else ""
    return f"{number}{empties}, such as {literal(example)}"


_KINDS: Mapping[str, Callable[[Column], bool]] = {
    "number": lambda column: column.holds_numbers,
    "date": lambda column: column.holds_dates,
    "web address": lambda column: column.holds_urls,
    "country": lambda column: column.holds_countries,
}
_PLURALS = {"web address": "web addresses", "country": "countries"}


def _set(fields: Iterable[str], types: Mapping[str, EventType]) -> Iterator[str]:
    if "type" not in fields:
        yield commented('type = "other"', f"for every row; choose {join_or([*types])}")
    if not any(field.startswith("sources") for field in fields):
        yield "# If all rows have the same source, add a table [sources.ID] at the end of the file."
        yield "# In the line below, replace ID with the id of the source, and delete the #."
        yield '# sources = ["ID"]'


# -- values ---------------------------------------------------------------------------------------


def _bodies(column: Column | None) -> Iterator[str]:
    unknown = [text for text in (column.texts if column else ()) if not country_code(text)]
    if column is None or not unknown or not _is_in_english(column):
        return
    for text in unknown[:MOST_VALUES]:
        codes = possible_codes(text)
        target = f"; write {literal(text)} = {' or '.join(quoted_codes(codes))}" if codes else ""
        remedy = f"{target} under [values.{key_text(column.name)}]" if target else ""
        number = cells(column.texts[text])
        yield f"# {column.name}: {literal(text)} is not a country ({number}){remedy}"
    if bodies := [text for text in unknown if not country_problem(text)]:
        yield commented(f"bodies = {literal(bodies)}", "if these are not misspelt countries")


def _is_in_english(column: Column) -> bool:
    # Names such as "Chine", in the column "Pays", are no organisations.
    return not {"country", "countries", "state", "nation"}.isdisjoint(spelt(column.name))


def _place_countries(column: Column | None) -> Iterator[str]:
    if column is not None:
        yield from country_codes(column, are_all=not _is_in_english(column))


# -- publishers and people ------------------------------------------------------------------------


def _people(column: Column) -> Counter[tuple[str, str]]:
    found: Counter[tuple[str, str]] = Counter()
    signs = column.signs
    for text, number in column.texts.items():
        for element in dict.fromkeys(filter(None, split_list(text, signs))):
            found[split_country(element)] += number
    return found


def _brackets(column: Column) -> Iterator[str]:
    people = {one: number for one, number in _people(column).items() if one[1]}
    for name, country in [*people][:1]:
        number = cells(sum(people.values()))
        yield f"{number} with a country such as {literal(f'{name} ({country})')}"


def _actors(used: Mapping[str, Column]) -> Iterator[str]:
    column = used.get("actors")
    if column is None:
        return
    numbers: Counter[str] = Counter()
    names: dict[str, str] = {}
    countries: dict[str, dict[str, None]] = {}
    for (name, word), number in _people(column).items():
        is_name = any(map(str.isalnum, name)) and not LINE.problems(name, ("name",))
        if not is_name or exact_country(name):
            continue
        key = fold(name)
        names.setdefault(key, name)
        numbers[key] += number
        countries.setdefault(key, {}).update({code: None} if (code := exact_country(word)) else {})
    if not names:
        return
    yield "# The people in the imported file. If you know a person's country, write its code, such"
    yield '# as "FR". Then delete the # at the start of that person\'s three lines.'
    taken: set[str] = set()
    for key, number in numbers.most_common(_MOST_ACTORS):
        with suppress(UsageError):
            id = id_of(names[key], taken)
            taken.add(id)
            yield f"#[actors.{id}]"
            yield commented(f"name = {literal(names[key])}", cells(number))
            codes = [*countries[key]]
            if len(codes) == 1:
                yield commented(f"country = {literal(codes[0])}")
            else:
                yield '# country = ""' + f"  # {join_or(codes)}?" * bool(codes)
    if (more := len(names) - _MOST_ACTORS) > 0:
        yield f"# and {plural(more, 'other name')}"
