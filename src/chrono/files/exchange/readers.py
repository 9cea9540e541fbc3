"""Tables of other programs: one module a format that reads it as rows, imported only when used."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any, NamedTuple, Protocol

from chrono.core.english import join_or
from chrono.core.model import NOTHING, Actor, Claim, EventType, Source
from chrono.core.names import choose
from chrono.errors import UsageError
from chrono.files.read.text import STDIN, read_text

FORMATS = {
    "csv": "delimited_reader",
    "tsv": "delimited_reader",
    "json": "json_reader",
    "jsonl": "json_reader",
    "ics": "ics_reader",
    "toml": "toml_reader",
}
"""Format name -> the module that reads it, with a function of the format's name."""

SUFFIXES = {
    ".csv": "csv", ".tsv": "tsv", ".tab": "tsv", ".json": "json", ".jsonl": "jsonl",
    ".ndjson": "jsonl", ".ics": "ics", ".toml": "toml",
}  # fmt: skip
"""What a file's name says of its format."""


class Row(NamedTuple):
    """One row: its number as who wrote the file sees it, what stands in its columns, and its text.

    `wrong` is why it cannot be read, where it cannot.
    """

    number: int
    values: Mapping[str, Any]
    raw: str = ""
    wrong: str | None = None


class SideTables(NamedTuple):
    """What a ledger brings besides events; `whole` says that all its actors come in as well."""

    types: Sequence[EventType] = ()
    sources: Sequence[Source] = ()
    claims: Sequence[Claim] = ()
    whole: bool = False


class Table(NamedTuple):
    """A file as rows. `noun` is what one is called; `columns` are their names, in order.

    `fields` says which of the columns are keys of an event by another name; `people` are actors of
    whom the file knows more than a name, by id, and `countries` those of which a name is.
    `rejects` makes a file of some of its rows, where each stands for itself.
    """

    noun: str
    columns: Sequence[str]
    rows: Sequence[Row]
    rejects: Callable[[Sequence[Row]], str] | None
    fields: Mapping[str, str] = NOTHING
    people: Mapping[str, Actor] = NOTHING
    countries: Mapping[str, str] = NOTHING
    beside: SideTables = SideTables()


class Reader(Protocol):
    """Reads a text as a table. Raises LedgerError where it is none at all."""

    def __call__(self, text: str, name: str) -> Table: ...


def format_of(name: str, said: str | None) -> str:
    """The format of a file: what was said, or what its name says."""
    if said is not None:
        return choose(said, FORMATS, "format to import")
    if (found := SUFFIXES.get(Path(name).suffix.lower())) is not None:
        return found
    ways = f"--from takes {join_or([*FORMATS])}"
    if name == STDIN:
        raise UsageError(f"standard input has no name to tell its format by: {ways}")
    sheet = Path(name).suffix.lower() in (".xlsx", ".xls", ".ods", ".numbers")
    way = "save the sheet as csv" if sheet else ways
    raise UsageError(f"the name of {name} does not tell its format: {way}")


MARK = "\ufeff"
"""What may stand before a text, and says in which order its bytes come."""


def read(name: str) -> str:
    """The text of a file or of standard input, with the mark before it if it has one.

    UTF-8, or UTF-16 with its mark. Raises LedgerError where it cannot be read.
    """
    text = read_text(name, utf16=True)
    return MARK + text.text if text.marked else text.text


def reader(name: str) -> Reader:
    """The reader of a format."""
    found: Reader = getattr(import_module(f"chrono.files.exchange.{FORMATS[name]}"), name)
    return found
