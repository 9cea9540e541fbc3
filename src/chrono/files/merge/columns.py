"""Propose a field of events for each column of a table, by the column's name and its cells."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from functools import cached_property

from chrono.core.countries import exact_country
from chrono.core.date_errors import DateError
from chrono.core.dates import When
from chrono.core.lists import Separator, separators
from chrono.core.model import STATUSES
from chrono.core.spans import MONTHS
from chrono.errors import UsageError
from chrono.files.exchange.import_table import ImportTable
from chrono.files.merge import date_formats
from chrono.files.merge.cells import is_template
from chrono.files.merge.ditto_marks import is_ditto
from chrono.files.merge.field_names import FIELD_NAMES, spelt
from chrono.files.merge.json_paths import list_around
from chrono.files.merge.rules import locate_field

MISSING = {
    "-", "--", "–", "—", "?", ".", "n/a", "na", "n.a.", "nan", "#n/a", "nil", "none", "null",
    "unknown", "tba", "tbc", "tbd",
}  # fmt: skip
"""Texts, in lower case, that may mean that a value is missing."""


_MOST_TEXTS = 500
"""The maximum number of different texts that are tested to find out what a column contains."""


class Column:
    """A column of a table.

    - `total`: the number of rows
    - `filled`: the number of cells that have a value
    - `texts`: maps each text to the number of cells with this text, or of lists that contain it
    - `dittos`: as `texts`, but for ditto marks
    - `missing`: as `texts`, but for texts that may mean a missing value, such as `n/a`
    - `parent`: the list of objects in which a path such as `people.name` is, or ""
    """

    def __init__(self, table: ImportTable, name: str) -> None:
        values = [row.values.get(name) for row in table.rows]
        texts = [_texts(value) for value in values]
        cells = Counter(text for some in texts for text in some)
        self.name = name
        self.parent = list_around(table.rows, name)
        self.total = len(table.rows)
        self.missing = {text: cells[text] for text in cells if text.casefold() in MISSING}
        self.dittos = {text: cells[text] for text in cells if is_ditto(text)}
        others = {"", *self.missing, *self.dittos}
        self.texts = {text: number for text, number in cells.items() if text not in others}
        self.filled = sum(not self.texts.keys().isdisjoint(some) for some in texts)

    @cached_property
    def separators(self) -> list[Separator]:
        """Return the possible separators between names in the cells."""
        return separators(self.texts)

    def is_mostly(self, test: Callable[[str], object]) -> bool:
        """Return whether at least half of the column's different texts pass a test."""
        texts = [*self.texts][:_MOST_TEXTS]
        return bool(texts) and 2 * sum(map(bool, map(test, texts))) >= len(texts)

    @cached_property
    def holds_dates(self) -> bool:
        """Return whether at least half of the texts are dates, in EDTF, a known format or words."""
        return self.is_mostly(
            lambda text: is_date(text) or date_formats.has_known_format(text) or date_in_words(text)
        )

    @cached_property
    def holds_numbers(self) -> bool:
        """Return whether at least half of the texts are numbers, and some cannot be dates."""
        are_numbers = self.is_mostly(re.compile("[0-9]+").fullmatch)
        return are_numbers and any(len(text) not in (4, 8) for text in self.texts)

    @cached_property
    def holds_urls(self) -> bool:
        """Return whether at least half of the texts are web addresses."""
        return self.is_mostly(re.compile("https?://", re.IGNORECASE).match)

    @cached_property
    def holds_countries(self) -> bool:
        """Return whether at least half of the texts are names or codes of countries.

        In a column with only words such as `SI` and `NO`, they are answers, not codes.
        """
        return self.is_mostly(exact_country) and not are_answers(self.texts)

    @cached_property
    def holds_lines(self) -> bool:
        """Return whether no text has several lines, and at least half of the texts are short."""
        is_short = self.is_mostly(lambda text: len(text) <= 150)
        return is_short and not any("\n" in text for text in self.texts)

    @property
    def holds_words(self) -> bool:
        """Return whether the texts may be names or other short texts, not dates or links."""
        return self.holds_lines and not self.holds_dates and not self.holds_urls

    @property
    def holds_ids(self) -> bool:
        """Return whether the texts may be ids, since they are short and nearly all different."""
        return 10 * len(self.texts) >= 9 * self.total and self.holds_words


def _texts(value: object) -> dict[str, None]:
    # The texts of a cell. A list has several texts.
    items = value if isinstance(value, list) else [value]
    plain = (one for one in items if not isinstance(one, (list, dict, type(None))))
    return dict.fromkeys(str(one).strip() for one in plain)


_ANSWERS = {
    "yes", "no", "y", "n", "true", "false", "t", "f", "0", "1", "oui", "non", "ja", "nein", "nee",
    "si", "sí", "sì", "sim", "nao", "não", "nej", "nei", "da", "ne", "nu", "tak", "nie", "igen",
    "nem", "kyllä", "ei", "evet", "hayır", "да", "нет", "ні", "так",
}  # fmt: skip
"""Texts that mean yes or no in English and other languages, in lower case."""


def are_answers(texts: Iterable[str]) -> bool:
    """Return whether all texts mean yes or no."""
    return all(text.casefold() in _ANSWERS for text in texts)


def is_field(name: str) -> bool:
    """Return whether a column's name is the name of a field, such as `date`, and needs no rule."""
    with suppress(UsageError):
        return bool(locate_field(name))
    return False


def is_date(text: str) -> bool:
    """Return whether a text is an EDTF date, such as `2025-10`."""
    with suppress(DateError):
        return bool(When.parse(text))
    return False


_ABOUT = re.compile(r"(c\.|ca\.?|circa|about|around|approx\.?|approximately)\s+", re.IGNORECASE)
_PART = re.compile(r"(early|mid|late|(the )?(beginning|middle|end) of)[\s-]+", re.IGNORECASE)
_WITH_MONTH = re.compile(
    rf"(?=.{{,80}}$)(?=.*[0-9]{{4}}).*\b({'|'.join(name[:3] for name in MONTHS)})", re.IGNORECASE
)


def date_in_words(text: str) -> str | None:
    """Return the EDTF date of a text such as `c. June 2024` or `2 May – 5 May 2022`.

    `early June 2024` gives the month. A text with several meanings gives None.
    """
    about = _ABOUT.match(text)
    start = about or _PART.match(text)
    rest = text[start.end() :] if start else text
    dates = {rest} if is_date(rest) else set()
    if not dates and rest != text:
        forms = date_formats.readings([rest]).formats
        dates = {date for form in forms if (date := date_formats.parse_date(rest, form))}
    if not dates and not start and _WITH_MONTH.match(text):
        from chrono.core.english_dates import read_date

        with suppress(DateError):
            plain = re.sub(r"\s+[-–—]\s*|[-–—]\s+", " – ", text)
            dates = {read_date(plain, dt.date.max)}
    date = dates.pop() if len(dates) == 1 else "["
    return None if date.startswith("[") else f"{date}{'~' if about else ''}"


_TESTS: Mapping[str, Callable[[Column], object]] = {
    "id": lambda column: column.holds_ids,
    "date": lambda column: column.holds_dates,
    "end": lambda column: column.holds_dates,
    "title": lambda column: column.holds_lines,
    "place_country": lambda column: column.holds_countries,
    "summary": lambda column: not column.holds_urls and not column.holds_dates,
    "status": lambda column: not {*STATUSES}.isdisjoint(map(str.lower, column.texts)),
    "sources[1].url": lambda column: column.holds_urls,
    "notes": lambda column: not column.holds_urls and not column.holds_dates,
}
"""The tests for the columns of fields. Other fields need a column of short texts."""


def proposed(columns: Sequence[Column]) -> dict[str, str]:
    """Return the column or template that probably has the values of each field, by field.

    Fields without a probable column are left out.
    """
    found: dict[str, str] = {}
    free = {one.name: one for one in columns if one.texts and not is_template(one.name)}
    for field in FIELD_NAMES:
        if name := _best(field, free):
            found[field] = name
            parent = free.pop(name).parent
            if field == "actors" and parent:  # the others are about the same people
                free = {name: one for name, one in free.items() if one.parent != parent}
    if "date" not in found:
        days = [one for one in free.values() if one.holds_dates and not one.holds_numbers]
        days.sort(key=lambda column: all(map(str.isdigit, column.texts)))  # years last
        found |= {"date": days[0].name} if days else {}
    if "date" not in found:
        found.pop("end", None)
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
    # The column whose name is a name of the field or, except for `id`, contains one as a word.
    names = FIELD_NAMES[field]
    test: Callable[[Column], object] = _TESTS.get(field, lambda column: column.holds_words)
    all_spelt = [(spelt(name), name) for name in columns]
    candidates = [column for name in names for own, column in all_spelt if " ".join(own) == name]
    candidates += [
        column
        for name in names
        for own, column in all_spelt
        if field != "id" and len(name) > 2 and name in own and "id" not in own
    ]
    if field == "actors":  # `people.name` is likelier than `people.role`
        candidates.sort(key=lambda name: bool(columns[name].parent) and not _NAME.search(name))
    return next((name for name in candidates if test(columns[name])), None)


_NAME = re.compile(r"name\Z", re.IGNORECASE)
