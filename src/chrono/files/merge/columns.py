"""Propose which columns of a table are which fields of events, by their names and their cells.

These are proposals to the user, in an error or in a rules file: an import never acts on them.
"""

from __future__ import annotations

import re
import shlex
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property

from chrono.core.countries import exact_country
from chrono.core.date_errors import DateError
from chrono.core.dates import When
from chrono.errors import UsageError
from chrono.files.exchange.import_table import ImportTable
from chrono.files.merge import date_formats
from chrono.files.merge.cells import is_template
from chrono.files.merge.field_names import FIELD_NAMES, spelt
from chrono.files.merge.rules import locate_field

MISSING = {
    "-", "--", "–", "—", "?", ".", "n/a", "na", "n.a.", "nan", "#n/a", "nil", "none", "null",
    "unknown", "tba", "tbc", "tbd",
}  # fmt: skip
"""The texts, in small letters, that may mean that a value is missing."""


_MOST_TEXTS = 500
"""The maximum number of different texts by which a column is judged."""


class Column:
    """A column of a table: its `name`, and its `texts` with their numbers of cells.

    Cells that are empty, or that are lists or tables in JSON, are left out. So are the texts in
    MISSING, which are in `missing` instead. `total`: the number of rows.
    """

    def __init__(self, table: ImportTable, name: str) -> None:
        values = (row.values.get(name) for row in table.rows)
        cells = Counter(
            str(value).strip()
            for value in values
            if not isinstance(value, (list, dict, type(None)))
        )
        self.name = name
        self.total = len(table.rows)
        self.missing = {text: cells[text] for text in cells if text.casefold() in MISSING}
        self.texts = {text: cells[text] for text in cells if text and text not in self.missing}

    @cached_property
    def filled(self) -> int:
        """The number of cells with a text."""
        return sum(self.texts.values())

    def is_mostly(self, test: Callable[[str], object]) -> bool:
        """Whether at least half of the texts, or of the first _MOST_TEXTS, pass a test."""
        texts = [*self.texts][:_MOST_TEXTS]
        return bool(texts) and 2 * sum(map(bool, map(test, texts))) >= len(texts)

    @cached_property
    def holds_dates(self) -> bool:
        """Whether most cells are dates, in EDTF or another known format."""
        return self.is_mostly(lambda text: is_date(text) or date_formats.has_known_format(text))

    @cached_property
    def holds_urls(self) -> bool:
        """Whether most cells are web addresses."""
        return self.is_mostly(re.compile("https?://", re.IGNORECASE).match)

    @cached_property
    def holds_countries(self) -> bool:
        """Whether most cells are names or codes of countries."""
        return self.is_mostly(exact_country)

    @cached_property
    def holds_lines(self) -> bool:
        """Whether all cells are one line, and most are short."""
        is_short = self.is_mostly(lambda text: len(text) <= 150)
        return is_short and not any("\n" in text for text in self.texts)

    @property
    def holds_words(self) -> bool:
        """Whether the cells may be names or other short texts, and are no dates or addresses."""
        return self.holds_lines and not self.holds_dates and not self.holds_urls

    @property
    def holds_ids(self) -> bool:
        """Whether nearly every row has a text of its own."""
        return 10 * len(self.texts) >= 9 * self.total and self.holds_words


def is_field(name: str) -> bool:
    """Whether a column of this name is imported as the field of this name."""
    try:
        return bool(locate_field(name))
    except UsageError:
        return False


def is_date(text: str) -> bool:
    """Whether a text is a date in EDTF."""
    try:
        When.parse(text)
    except DateError:
        return False
    return True


_TESTS: Mapping[str, Callable[[Column], object]] = {
    "id": lambda column: column.holds_ids,
    "date": lambda column: column.holds_dates,
    "end": lambda column: column.holds_dates,
    "title": lambda column: column.holds_lines,
    "place_country": lambda column: column.holds_countries,
    "summary": lambda column: not column.holds_urls,
    "sources[1].url": lambda column: column.holds_urls,
    "notes": lambda column: not column.holds_urls,
}
"""Field -> a test of a column for it; other fields are for columns of words."""


def proposed(columns: Sequence[Column], known: Sequence[str] = ()) -> dict[str, str]:
    """Field -> the column or template that may be it. `known`: fields that need no proposal."""
    found: dict[str, str] = {}
    free = {
        column.name: column for column in columns if column.texts and not is_template(column.name)
    }
    for field, names in FIELD_NAMES.items():
        if field in known:
            continue
        test = _TESTS.get(field, lambda column: column.holds_words)
        column = _best(names, free, test, field == "id")
        if column is not None:
            found[field] = column.name
            del free[column.name]
    if "date" not in (*found, *known):
        days = [column.name for column in free.values() if column.holds_dates]
        found |= {"date": days[0]} if days else {}
    if "date" not in (*found, *known):
        found.pop("end", None)
    if "title" not in (*found, *known) and (title := _title(found, columns)):
        found["title"] = title
    return {field: found[field] for field in FIELD_NAMES if field in found}


def _best(
    names: Sequence[str],
    columns: Mapping[str, Column],
    test: Callable[[Column], object],
    whole_only: bool,
) -> Column | None:
    """The column with one of the names, or (unless `whole_only`) with one as a word of its name."""
    all_spelt = [(spelt(name), column) for name, column in columns.items()]
    candidates = [column for name in names for own, column in all_spelt if " ".join(own) == name]
    candidates += [
        column
        for name in names
        for own, column in all_spelt
        if not whole_only and len(name) > 2 and name in own and "id" not in own
    ]
    return next((column for column in candidates if test(column)), None)


def _title(found: Mapping[str, str], columns: Sequence[Column]) -> str | None:
    """A template of a title from other columns, those with the most texts first."""
    actors, kind = found.get("actors"), found.get("type")
    places = [found[key] for key in ("place", "place_country") if key in found]
    filled = {column.name: column.filled for column in columns}
    place = max(places, key=lambda name: filled[name], default=None)
    if actors is None:
        return None
    if kind is not None:
        return f"{{{kind}}}: {{{actors}}}"
    return f"{{{actors}}} in {{{place}}}" if place else f"{{{actors}}}"


def map_option(field: str, template: str) -> str:
    """The option that maps a field: `--map date=Date`, in quotes for a shell if necessary."""
    return f"--map {shlex.quote(f'{field}={template}')}"
