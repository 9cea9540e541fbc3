"""Find out what the cells of a column contain, such as dates, countries, names or a few words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from functools import cached_property

from chrono.core.countries import exact_country, place_in_country, split_country
from chrono.core.lists import Separator, separators, split_list
from chrono.core.names import words
from chrono.files.exchange.import_table import ImportTable
from chrono.files.format.kinds import LINE
from chrono.files.merge import dates
from chrono.files.merge.rows import texts_of

MISSING = {
    "-", "--", "–", "—", "?", ".", "n/a", "na", "n.a.", "nan", "#n/a", "nil", "none", "null",
    "unknown", "tba", "tbc", "tbd",
}  # fmt: skip
"""Texts, in lower case, that may mean that a value is missing."""
_ANSWERS = {*"yes no y n true false t f 0 1 oui non ja nein si sí".split()}  # noqa: SIM905
_TITLES = {
    *"president minister premier secretary king queen emperor prince chancellor mr mrs ms dr sir "  # noqa: SIM905
    "ambassador general pope sultan emir foreign prime".split()
}
_MOST_TEXTS = 500
"""The maximum number of different texts that are tested to find out what a column contains."""


class Column:
    """A column of a table."""

    def __init__(self, table: ImportTable, name: str, at: int) -> None:
        cells = [texts_of(row, name) for row in table.rows]
        found = Counter(text for some in cells for text in dict.fromkeys(some))
        self.name, self.at, self.total = name, at, len(table.rows)
        apart = re.sub("(?<=[a-z])(?=[A-Z0-9])|(?<=[0-9])(?=[A-Z])", " ", name.replace("_", " "))
        self.words = words(apart)
        self.missing = {text: found[text] for text in found if text.casefold() in MISSING}
        self.texts = {
            text: number for text, number in found.items() if text not in {"", *self.missing}
        }
        self.filled = sum(any(text in self.texts for text in some) for some in cells)
        self.has_lists = any(len(some) > 1 for some in cells)

    @property
    def text(self) -> str:
        """Return the words of the column's name in one text."""
        return " ".join(self.words)

    def mostly(self, test: Callable[[str], object], share: float = 0.5) -> bool:
        """Return whether a share of the column's different texts passes a test."""
        texts = [*self.texts][:_MOST_TEXTS]
        return bool(texts) and sum(map(bool, map(test, texts))) >= share * len(texts)

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

    @cached_property
    def elements(self) -> Counter[str]:
        """Return the number of cells with each element of the lists in the cells."""
        found: Counter[str] = Counter()
        for text, number in self.texts.items():
            found.update(dict.fromkeys(filter(None, split_list(text, self.signs)), number))
        return found

    @cached_property
    def holds_dates(self) -> bool:
        """Return whether at least half of the texts are dates, and not other numbers."""
        if self.mostly(str.isdigit) and any(len(text) not in (4, 8) for text in self.texts):
            return False
        return self.mostly(
            lambda text: dates.edtf(text) or dates.has_known_format(text) or dates.in_words(text)
        )

    @cached_property
    def holds_urls(self) -> bool:
        """Return whether at least half of the texts are web addresses."""
        return self.mostly(re.compile("https?://", re.IGNORECASE).match)

    @cached_property
    def holds_countries(self) -> bool:
        """Return whether at least half of the elements are countries, not answers such as no."""
        known = sum(exact_country(one) is not None for one in self.elements)
        answers = all(one.casefold() in _ANSWERS for one in self.elements)
        return 2 * known >= len(self.elements) > 0 and not answers

    @cached_property
    def holds_words(self) -> bool:
        """Return whether the texts are short, and neither dates nor links nor numbers."""
        is_short = self.mostly(lambda text: len(text) <= 150 and "\n" not in text, 0.9)
        has_letters = self.mostly(lambda text: any(map(str.isalpha, text)))
        return is_short and has_letters and not self.holds_dates and not self.holds_urls

    @cached_property
    def holds_few_words(self) -> bool:
        """Return whether the texts are a few words, most of which are in several rows."""
        most = max(3, min(40, self.filled // 4))
        is_short = all(len(text.split()) <= 4 for text in self.texts)
        return self.holds_words and 0 < len(self.texts) <= most and is_short

    @cached_property
    def holds_sentences(self) -> bool:
        """Return whether nearly all texts are different and have several words."""
        several = re.compile(r"([^\W\d_]+\W+){3}[^\W\d_]").search
        return 10 * len(self.texts) >= 7 * self.filled > 0 and self.mostly(several)

    @cached_property
    def holds_people(self) -> bool:
        """Return whether the texts may be names of people: with a title, a country or two words."""

        def is_person(name: str) -> bool:
            own = name.split()
            capitals = sum(word[:1].isupper() for word in own)
            has_title = not _TITLES.isdisjoint(words(name)) or split_country(name)[1]
            return 1 < len(own) < 9 and (bool(has_title) or (len(own) < 5 and capitals == len(own)))

        known = sum(map(is_person, self.elements))
        places = sum(place_in_country(one) is not None for one in self.elements)
        return (
            self.holds_words and 2 * known > len(self.elements) and 4 * places < len(self.elements)
        )

    @cached_property
    def holds_ids(self) -> bool:
        """Return whether nearly all texts are different codes without spaces."""
        are_codes = self.mostly(re.compile(r"\S{1,40}").fullmatch, 0.95)
        is_different = 10 * len(self.texts) >= 9 * self.total > 0
        return are_codes and is_different and not self.holds_dates and not self.holds_urls


def _is_line(name: str) -> bool:
    return not LINE.problems(name, ("column",))


def columns_of(table: ImportTable, names: Sequence[str]) -> list[Column]:
    """Return the columns with these names that have any text."""
    found = (Column(table, name, at) for at, name in enumerate(names) if _is_line(name))
    return [column for column in found if column.texts or column.missing]
