"""Find out what the cells of a column contain, such as dates, countries or names."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Callable, Iterable
from contextlib import suppress
from functools import cached_property

from chrono.core.countries import exact_country
from chrono.core.date_errors import DateError
from chrono.core.dates import When
from chrono.core.lists import Separator, separators
from chrono.core.spans import MONTHS
from chrono.errors import UsageError
from chrono.files.exchange.import_table import ImportTable
from chrono.files.merge import date_formats
from chrono.files.merge.cells import is_text
from chrono.files.merge.ditto_marks import is_ditto
from chrono.files.merge.foreign_months import in_english
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
    - `empty`: the numbers of the rows with an empty cell
    - `texts`: maps each text to the number of cells with this text, or of lists that contain it
    - `dittos`: as `texts`, but for ditto marks
    - `missing`: as `texts`, but for texts that may mean a missing value, such as `n/a`
    - `has_only_texts`: whether the cells have no values such as `true` or `1.5` of JSON
    - `has_lists`: whether a cell of JSON has a list of several values
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
        lists = (value if isinstance(value, list) else [value] for value in values)
        self.has_only_texts = all(
            one is None or is_text(one) or isinstance(one, dt.date)
            for some in lists
            for one in some
        )
        self.has_lists = any(isinstance(value, list) and len(value) > 1 for value in values)
        self.empty = {row.number for row, some in zip(table.rows, texts, strict=True) if "" in some}
        self.filled = sum(not self.texts.keys().isdisjoint(some) for some in texts)

    @cached_property
    def separators(self) -> list[Separator]:
        """Return the possible separators between names in the cells."""
        return separators(self.texts)

    @cached_property
    def signs(self) -> list[str]:
        """Return the probable separators of the lists in the cells."""
        return [
            sign
            for sign, texts, likely in self.separators
            if sign == ";"
            or (likely and 20 * sum(self.texts[text] for text in texts) >= self.filled)
        ]

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

    @cached_property
    def holds_letters(self) -> bool:
        """Return whether at least half of the texts have a letter, unlike times and coordinates."""
        return self.is_mostly(lambda text: any(map(str.isalpha, text)))

    @property
    def holds_words(self) -> bool:
        """Return whether the texts may be names or other short texts, not dates or links."""
        return self.holds_lines and not self.holds_dates and not self.holds_urls

    @property
    def holds_sentences(self) -> bool:
        """Return whether the texts may be titles: nearly all are different, and have words."""
        return self.holds_ids and self.is_mostly(re.compile(r"([^\W\d_]+\W+){2}[^\W\d_]").search)

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

    `early June 2024` gives the month. Months in some other languages are known, too. A text with
    several meanings gives None.
    """
    text = in_english(text)
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
