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
from chrono.core.names import words
from chrono.errors import UsageError
from chrono.files.exchange.import_table import ImportTable
from chrono.files.merge import date_formats
from chrono.files.merge.cells import is_template
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


_FIELDS: Mapping[str, tuple[str, Callable[[Column], object]]] = {
    "id": ("id, event id, uid, nr, no, key", lambda column: column.holds_ids),
    "date": ("date, start date, date from, day, when, start, begin", lambda one: one.holds_dates),
    "end": ("end, end date, date to, until, finish", lambda column: column.holds_dates),
    "type": ("type, event type, kind, category, form", lambda column: column.holds_words),
    "title": ("title, headline, subject, event", lambda column: column.holds_lines),
    "actors": (
        "actors, actor, participants, participant, who, parties, people, person, traveller, "
        "traveler, visitor, leader, minister, official, name, names, agency, organisation, "
        "organization, body",
        lambda column: column.holds_words,
    ),
    "place": ("place, where, location, venue, city, locale, town", lambda one: one.holds_words),
    "place_country": ("place country, host country, country", lambda one: one.holds_countries),
    "summary": (
        "summary, description, remarks, details, event, text, abstract, comment, comments",
        lambda column: not column.holds_urls,
    ),
    "tags": ("tags, tag, topics, topic, keywords", lambda column: column.holds_words),
    "status": ("status", lambda column: column.holds_words),
    "sources[1].url": ("url, link, source, source url, source link, web", lambda c: c.holds_urls),
    "sources[1].publisher": (
        "publisher, source, outlet, newspaper", lambda column: column.holds_words,
    ),
    "notes": ("notes, note", lambda column: not column.holds_urls),
}  # fmt: skip
"""Field -> the names that its column may have, the best first, and a test of the column."""

_OTHERS = ("with", "met", "counterpart", "partner", "guest", "host")
"""The names of a column with further actors."""


def proposed(columns: Sequence[Column], known: Sequence[str] = ()) -> dict[str, str]:
    """Field -> the column or template that may be it. `known`: fields that need no proposal."""
    found: dict[str, str] = {}
    free = {
        column.name: column for column in columns if column.texts and not is_template(column.name)
    }
    for field, (names, test) in _FIELDS.items():
        if field in known:
            continue
        column = _best(names.split(", "), free, test, field == "id")
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
    return {field: found[field] for field in _FIELDS if field in found}


def _best(
    names: Sequence[str],
    columns: Mapping[str, Column],
    test: Callable[[Column], object],
    whole_only: bool,
) -> Column | None:
    """The column with one of the names, or (unless `whole_only`) with one as a word of its name."""
    spelt = [(words(name.replace("_", " ")), column) for name, column in columns.items()]
    candidates = [column for name in names for own, column in spelt if " ".join(own) == name]
    candidates += [
        column
        for name in names
        for own, column in spelt
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
