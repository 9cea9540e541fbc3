"""Read a file of any import format as a table of rows."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from itertools import groupby
from pathlib import Path
from typing import Any, NamedTuple

from chrono.core.countries import exact_country
from chrono.core.english import join_or
from chrono.core.model import NOTHING, Actor, Claim, EventType, Publisher, Source
from chrono.core.names import choose
from chrono.errors import LedgerError, Problem, UsageError
from chrono.files.exchange.record import OF_ACTOR
from chrono.files.exchange.registry import Format, able_to, format_of_file
from chrono.files.read.text import STDIN, Text, as_text, label, read_bytes, unreadable


class Row(NamedTuple):
    """A row of a file to import, or several joined rows of the same event.

    - `number`: the number that messages use for the row
    - `values`: maps the name of a column to the value of its cell
    - `texts`: the text of the row in the file, or the text of each joined row
    - `problem`: the reason why the row cannot be read, or None
    - `problems`: maps the name of a column to the reason why its cell cannot be read
    - `parts`: the joined rows
    - `derived`: the names in `values` whose values are inside other values of the row
    """

    number: int
    values: Mapping[str, Any]
    texts: tuple[str, ...] = ()
    problem: str | None = None
    problems: Mapping[str, str] = NOTHING
    parts: tuple[Row, ...] = ()
    derived: tuple[str, ...] = ()


class ImportTable(NamedTuple):
    """The rows and other records of a file to import.

    - `noun`: the word that messages use for a row, such as "row" or "object"
    - `rejects`: a function that takes rows and returns a file with only these rows, or None
    - `fields`: maps a key of an event to the name of its column, if the names differ
    - `countries`: maps the name of an actor to a country
    - `all_actors`: whether to import actors without events, too
    - `is_record`: whether each row may be a complete event that chrono exported
    - `arguments`: the file and the options that read it, for commands: `a.txt --from csv`
    - `row_text`: a function that takes the cells of a row and returns its text for `rejects`, or
      None
    """

    noun: str
    columns: Sequence[str]
    rows: Sequence[Row]
    rejects: Callable[[Sequence[Row]], str] | None
    fields: Mapping[str, str] = NOTHING
    actors: Mapping[str, Actor] = NOTHING
    countries: Mapping[str, str] = NOTHING
    types: Sequence[EventType] = ()
    sources: Sequence[Source] = ()
    publishers: Sequence[Publisher] = ()
    claims: Sequence[Claim] = ()
    all_actors: bool = False
    notes: Sequence[str] = ()
    is_record: bool = False
    arguments: str = "FILE"
    row_text: Callable[[Sequence[object]], str] | None = None

    @property
    def unit(self) -> str:
        """Return the word that messages use for a row: "event" for joined rows, or else `noun`."""
        return "event" if any(row.parts for row in self.rows) else self.noun


class Binary(NamedTuple):
    """The bytes of a file that is not text. `name`: the name that messages use for the file."""

    name: str
    content: bytes


def format_to_read(name: str, word: str | None) -> Format:
    """Return the format called `word`, or else the format for the suffix of a file.

    `name`: the name of the file. Raises UsageError if the format is unknown, and LedgerError for
    spreadsheets of other programs, such as `.ods`.
    """
    readable = able_to("read")
    if word is not None:
        return readable[choose(word, readable, "import format")]
    if (format := format_of_file(name, "read")) is not None:
        return format
    remedy = f"add --from FORMAT ({join_or([*readable])})"
    if name == STDIN:
        raise UsageError(f"cannot tell the format of standard input; {remedy}")
    suffix = Path(name).suffix
    if suffix.lower() in (".xls", ".xlsb", ".ods", ".numbers"):
        message = f"{suffix} files cannot be read; save the sheet as xlsx or csv"
        raise unreadable(name, message)
    if suffix.lower() in (".md", ".markdown", ".html", ".htm", ".docx", ".odt", ".pdf"):
        message = f"{suffix} files cannot be read; copy the table into a spreadsheet program, and "
        raise unreadable(name, f"{message}save it as xlsx or csv")
    raise UsageError(f"cannot tell the format of {name}; {remedy}")


_ARCHIVE = b"PK\x03\x04"
OLD_EXCEL = b"\xd0\xcf\x11\xe0"
"""The first bytes of an old Excel file, and of a workbook with a password."""


def read_file(
    format: Format,
    name: str,
    sheet: str | None = None,
    join_actors: bool = True,
    encoding: str | None = None,
    skip: int = 0,
) -> ImportTable:
    """Return the import table of a file. The name `-` is standard input.

    - `sheet`: the name of the sheet of a workbook, or None for the first visible sheet
    - `encoding`: the encoding of a text that is not UTF-8
    - `skip`: the number of lines above the header of a table

    Raises UsageError if the format has no sheets but `sheet` is set. Raises LedgerError if the file
    cannot be read.
    """
    if sheet is not None and "sheet" not in format.options:
        raise UsageError("--sheet applies only to xlsx; omit --sheet")
    if skip and "skip" not in format.options:
        raise UsageError(f"skip does not apply to {format.name}, which has no header; omit skip")
    options: dict[str, Any] = {"sheet": sheet} if sheet is not None else {}
    options |= {"skip": skip} if skip else {}
    content = read_bytes(name)
    file = Binary(label(name), content)
    if format.binary:
        return read_table(format, file, join_actors, **options)
    if content.startswith((_ARCHIVE, OLD_EXCEL)):
        why = f"this is not a {format.name} file; for an Excel file, add --from xlsx"
        raise unreadable(file.name, why)
    return read_table(format, _text(name, content, encoding), join_actors, **options)


def _text(name: str, content: bytes, encoding: str | None) -> Text:
    if encoding is not None:
        try:
            return Text(label(name), content.decode(encoding).removeprefix("\ufeff"))
        except UnicodeDecodeError as error:
            line = content.count(b"\n", 0, error.start) + 1
            why = f"this file is not valid {encoding} (byte 0x{content[error.start]:02x})"
            raise unreadable(label(name), why, line) from None
    try:
        return as_text(name, content, utf16=True)
    except LedgerError as error:
        for one in ("windows-1252", "latin-1"):  # every text is valid latin-1
            with suppress(UnicodeDecodeError):
                content.decode(one)
                break
        why = f'; if it is from an older program, write encoding = "{one}" in a rules file'
        problems = [each._replace(message=each.message + why) for each in error.problems]
        raise LedgerError(problems) from None


def read_table(
    format: Format, file: Text | Binary, join_actors: bool = True, **options: Any
) -> ImportTable:
    """Return the import table of a file. Raises LedgerError if the file is not in `format`.

    `join_actors`: whether to join the rows of each event. A file from `chrono list --long` has a
    row for each actor. `options`: more arguments for the function that reads the format.
    """
    table: ImportTable = format.function("read")(file, **options)
    return _with_joined_actors(table) if join_actors else table


def _with_joined_actors(table: ImportTable) -> ImportTable:
    if not {"id", *OF_ACTOR} <= {*table.columns}:
        return table
    countries: dict[str, str] = {}
    rows = []
    # The rows of one event share all other values; an unreadable row shares nothing.
    for _, group in groupby(
        table.rows,
        lambda row: row.number if row.problem or not row.values.get("id") else _without_actor(row),
    ):
        same = [*group]
        named = [row.values for row in same if row.values.get("actor")]
        names = [str(values["actor"]) for values in named]
        values = {"actors": names, **_without_actor(same[0])}
        ids = values["actors"]  # of records in JSON
        keys = ids if isinstance(ids, list) and len(ids) == len(names) else names
        problem = same[0].problem
        for key, word in zip(keys, (str(one.get("country") or "") for one in named), strict=True):
            country = exact_country(word) or word
            if country and (other := countries.setdefault(str(key), country)) != country:
                problem = f"{key} has the country {country} here, but {other} in an earlier row"
        texts = tuple(text for row in same for text in row.texts)
        rows.append(same[0]._replace(values=values, texts=texts, problem=problem))
    columns = dict.fromkeys([*table.columns, "actors"])
    kept = [name for name in columns if name not in OF_ACTOR]
    return table._replace(columns=kept, rows=rows, countries=countries)


def _without_actor(row: Row) -> dict[str, Any]:
    return {name: value for name, value in row.values.items() if name not in OF_ACTOR}


_DATA = (
    re.compile("[0-9]{4}-?[0-9]{2}-?[0-9]{2}([T ].*)?"),
    re.compile("[0-9]{1,2}([./-])[0-9]{1,2}\\1[0-9]{2,4}"),
    re.compile("https?://.*"),
)
"""The forms of cells that are dates and web addresses."""


def column_names(
    path: str, header: Sequence[str], rows: Sequence[Sequence[object]], number: int = 1
) -> list[str]:
    """Return the names of the columns of a table, from the cells of its header.

    A column without a name is called `column 3`, for example, or "" if the column is empty. Raises
    LedgerError if a name is repeated, if all names are missing, or if the header is a row of data.
    """
    for at, name in enumerate(header):
        below = [str(cells[at]) for cells in rows[:100] if at < len(cells) and cells[at]]
        kind = next((kind for kind in _DATA if kind.fullmatch(name.strip())), None)
        alike = [one for one in below if kind and kind.fullmatch(one.strip())]
        if 2 * len(alike) > len(below):
            why = f'row {number} has "{name.strip()}", which is not the name of a column'
            raise unreadable(path, f"{why}; add a first row with the names of the columns")
    columns = [" ".join(name.split()) if "\n" in name else name.strip() for name in header]
    for at, name in enumerate(columns):
        if not name and any(at < len(cells) and str(cells[at]).strip() for cells in rows):
            columns[at] = f"column {at + 1}"
    twice = [column for column, times in Counter(columns).items() if column and times > 1]
    wrong = [f'duplicate column "{column}" in the header; rename one' for column in twice]
    if not any(columns):
        wrong.append("no header; add a first row with the names of the columns")
    if wrong:
        raise LedgerError([Problem(path, 0, f"row {number}: {each}", "file") for each in wrong])
    return columns


def columns_of(rows: Sequence[Row]) -> list[str]:
    """Return the columns that have a value in any row, in the order in which they first appear."""
    return [*dict.fromkeys(key for row in rows for key in row.values)]
