"""Find the exchange formats. Each format is declared by the module that implements it.

A module declares formats by a literal `FORMATS`, which maps the name of a format to values for the
fields of `Format`. The names of the module's functions show which actions a format supports:

- `write_NAME(rows, style)` yields rows as text, for `-o NAME`
- `prose_NAME(ledger, events, whole)` yields events as sentences, for `list` and `show` by default
- `sections_NAME(ledger, sections)` yields events as sentences, below titles, for `agenda`
- `citations_NAME(sources)` yields sources as lines of a bibliography, for `sources` by default
- `digest_NAME(overview)` yields the numbers of `summary` as a text
- `dump_NAME(value)` returns one object as text, if `write_NAME` writes rows as objects
- `export_NAME(subset, **options)` makes a Document, for `chrono export NAME`
- `read_NAME(text)` makes an ImportTable, for `chrono import`; a `binary` format takes a Binary
- `check_output_NAME(path)` raises WriteError if a Document must not be written to a path

This module does not import the modules of the formats, so a command imports only those it uses.
"""

from __future__ import annotations

import re
from ast import literal_eval
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any, Literal, NamedTuple, get_args

from chrono.core.note_kinds import Note

Action = Literal[
    "write", "prose", "sections", "citations", "digest", "dump", "export", "read", "check_output"
]
_DECLARATION = re.compile(r"\nFORMATS\b.*?= (\{.*\}|\{\n(?:.*\n)*?\})\n")
"""Matches an assignment to `FORMATS`, on one line, or on several lines of which the last is `}`."""

ORDER: Mapping[str, Sequence[str]] = {
    "write": ("tsv", "csv", "json", "jsonl", "markdown"),
    "read": ("csv", "tsv", "xlsx", "json", "jsonl", "ics", "toml"),
    "export": (
        "toml", "html", "svg", "markdown", "template", "ics", "timelinejs", "sqlite", "csljson",
        "jsonl",
    ),
}  # fmt: skip
"""The formats that are listed first for an action. Other formats follow by name."""


class Format(NamedTuple):
    """An exchange format, such as csv.

    - `module`: the name of the module that declares the format
    - `actions`: the actions that the format supports, such as "write"
    - `help`: the description of an exported document
    - `suffixes`: the suffixes of files, such as `.csv`
    - `options`: the names of the options for export or import
    - `header`: whether rows can have a header line
    - `page`: whether a document is for a browser, so that a terminal shows it only on request
    - `claims`: whether a document contains claims
    - `links`: whether a document contains links between events
    """

    name: str
    module: str
    actions: frozenset[str]
    help: str = ""
    suffixes: Sequence[str] = ()
    options: Sequence[str] = ()
    header: bool = False
    binary: bool = False
    page: bool = False
    claims: bool = False
    links: bool = True

    def function(self, action: Action) -> Any:
        """Import the module of the format, and return its function, such as `write_csv`."""
        module = import_module(f"chrono.files.exchange.{self.module}")
        return getattr(module, f"{action}_{self.name}")


class Document(NamedTuple):
    """An exported document.

    - `content`: the text or the bytes. An iterator can be read only once.
    - `contains`: the exported records, such as `3 events`, or "" if their number is not known. None
      means that all selected events were exported.
    """

    content: bytes | str | Iterable[bytes | str]
    notes: tuple[str | Note, ...] = ()
    contains: str | None = None

    @property
    def text(self) -> str:
        """Return the whole document as text. If `content` is an iterator, this works only once."""
        return b"".join(self.pieces()).decode()

    def pieces(self) -> Iterator[bytes]:
        """Yield the document in pieces, as bytes."""
        pieces: Any = [self.content] if isinstance(self.content, (bytes, str)) else self.content
        return (
            piece.encode(errors="backslashreplace") if isinstance(piece, str) else piece
            for piece in pieces
        )


@cache
def formats() -> Mapping[str, Format]:
    """Return all declared formats by name."""
    modules = Path(__file__).parent.glob("*.py")
    return {format.name: format for path in modules for format in declared_in(path)}


def declared_in(path: Path) -> Iterator[Format]:
    """Yield the formats that the module at `path` declares.

    Raises ValueError if the module's `FORMATS` is invalid.
    """
    code = path.read_text("utf-8")
    if declaration := _DECLARATION.search(code):
        try:
            for name, fields in literal_eval(declaration[1]).items():
                able = (each for each in get_args(Action) if f"\ndef {each}_{name}(" in code)
                yield Format(name, path.stem, frozenset(able), **fields)
        except (SyntaxError, TypeError, ValueError) as error:
            raise ValueError(f"FORMATS in files/exchange/{path.name}: {error}") from error


def able_to(action: Action) -> Mapping[str, Format]:
    """Return the formats that support an action, by name."""
    able = {name: one for name, one in sorted(formats().items()) if action in one.actions}
    first = {name: able[name] for name in ORDER.get(action, ()) if name in able}
    return first | able


def format_of_file(name: str, action: Action) -> Format | None:
    """Return the format that has the suffix of the file `name` and supports `action`, or None if
    there is none.
    """
    suffix = Path(name).suffix.lower()
    return next((format for format in able_to(action).values() if suffix in format.suffixes), None)
