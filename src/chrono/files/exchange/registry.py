"""The registry of outside formats: each is declared by the one module that reads and writes it.

A module of this folder is a format's if it assigns `FORMATS`, a literal: format name -> the fields
of `Format` that the format sets. What a format can do follows from the module's functions:

- `write_NAME(rows, style)` gives rows as text, for `-o NAME`
- `export_NAME(subset, **options)` makes a document, for `chrono export NAME`
- `read_NAME(text)` gives the rows of a file, for `chrono import`
- `check_output_NAME(path)` refuses a file that its document must not replace

Declarations are taken from the source text: a command imports only the format that it uses.
"""

from __future__ import annotations

import re
from ast import literal_eval
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any, Literal, NamedTuple

Action = Literal["write", "export", "read", "check_output"]

_DECLARATION = re.compile(r"^FORMATS = (\{.*?^\})", re.M | re.S)
_FUNCTION = re.compile(r"^def (write|export|read|check_output)_(\w+)\(", re.M)


class Format(NamedTuple):
    """An outside format. `actions` are what its module has a function for.

    `help` says what `chrono export` makes, `suffixes` which files are of the format, and `options`
    which options its exporter takes. `objects`: rows are written as objects with every key;
    `header`: they may have a header line; `binary`: the document is no text; `claims` and `links`:
    the document holds the ledger's claims, and the links between its events.
    """

    name: str
    module: str
    actions: frozenset[str]
    help: str = ""
    suffixes: Sequence[str] = ()
    options: Sequence[str] = ()
    objects: bool = False
    header: bool = False
    binary: bool = False
    claims: bool = False
    links: bool = True

    def function(self, action: Action) -> Any:
        """Import the function that the format's module has for an action."""
        module = import_module(f"chrono.files.exchange.{self.module}")
        return getattr(module, f"{action}_{self.name}")


class Document(NamedTuple):
    """A document, as bytes, text or pieces of these, and notes for the user.

    Pieces may be made while they are written, and so can be taken only once.
    """

    content: bytes | str | Iterable[bytes | str]
    notes: tuple[str, ...] = ()

    def pieces(self) -> Iterator[bytes]:
        """Give the document's bytes, in as many pieces as it is made in."""
        whole = isinstance(self.content, (bytes, str))
        pieces: Iterable[Any] = [self.content] if whole else self.content
        for piece in pieces:
            yield piece.encode() if isinstance(piece, str) else piece


@cache
def formats() -> Mapping[str, Format]:
    """Read every declared format, by name."""
    declared: dict[str, Format] = {}
    for path in sorted(Path(__file__).parent.glob("*.py")):
        source = path.read_text(encoding="utf-8")
        if not (declaration := _DECLARATION.search(source)):
            continue
        functions = _FUNCTION.findall(source)
        for name, fields in literal_eval(declaration[1]).items():
            actions = frozenset(action for action, of in functions if of == name)
            declared[name] = Format(name, path.stem, actions, **fields)
    return declared


def able_to(action: Action) -> dict[str, Format]:
    """Give the formats that have a function for an action, by name."""
    return {name: one for name, one in formats().items() if action in one.actions}


def format_of_file(name: str, action: Action) -> Format | None:
    """Give the format that a file's suffix stands for, if one has a function for the action."""
    suffix = Path(name).suffix.lower()
    matching = (one for one in able_to(action).values() if suffix in one.suffixes)
    return next(matching, None)
