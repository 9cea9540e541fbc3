"""Find the references in the data of a ledger file: texts that name an entry of the ledger."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from chrono.core.references import NOT_DUPLICATE_OF
from chrono.files.format.containers import ListOf, MapOf, Table
from chrono.files.format.keys import TABLES, noun
from chrono.files.format.kind import Kind
from chrono.files.format.kinds import Text
from chrono.files.format.ledger_kinds import SourceItem

if TYPE_CHECKING:
    from chrono.files.toml.blocks import Path

KINDS: Mapping[str, str] = {
    **{noun(name): name for name in TABLES},
    **dict.fromkeys(("initiator", "speaker", "side"), "actors"),
}
"""The table of the other entry, by the kind of a reference, as in `Kind.refers_to`."""


class ReferencePath(NamedTuple):
    """A reference in a ledger file: a text that is the id or name of an entry.

    - `path`: the path of the text, from the top of the file
    - `refers_to`: what the text names, such as "actor", "side" or "speaker"
    - `is_key`: whether the text is a key of a table
    """

    path: Path
    text: str
    refers_to: str
    is_key: bool = False

    @property
    def kind(self) -> str:
        """Return the table of the entry that the text refers to, such as `actors`."""
        return KINDS[self.refers_to]


def reference_paths(data: Mapping[str, Any]) -> Iterator[ReferencePath]:
    """Yield every reference in the data of a ledger file, in order.

    Each `side` and `initiator` is included, even if the text is a country and not an actor.
    """
    for name, table in TABLES.items():
        value = data.get(name)
        if name == "ledger":
            yield from _inside(table, value, (name,))
            continue
        entries = value.items() if isinstance(value, Mapping) else enumerate(value or ())
        for step, entry in entries:
            yield from _inside(table, entry, (name, step))
            if isinstance(entry, Mapping) and isinstance(extra := entry.get("extra"), Mapping):
                yield from _in_extra(name, extra, (name, step, "extra"))


def _in_extra(name: str, extra: Mapping[str, Any], path: Path) -> Iterator[ReferencePath]:
    own = ListOf(Text(noun(name)))
    ids = extra.get(NOT_DUPLICATE_OF)
    kind: Kind = own.item if isinstance(ids, str) else own
    yield from _inside(kind, ids, (*path, NOT_DUPLICATE_OF))


def _inside(kind: Kind, value: Any, path: Path) -> Iterator[ReferencePath]:
    if isinstance(value, str):
        if kind.refers_to:
            yield ReferencePath(path, value, kind.refers_to)
    elif isinstance(kind, ListOf):
        for index, item in enumerate(value if isinstance(value, list) else ()):
            yield from _inside(kind.item, item, (*path, index))
    elif isinstance(kind, MapOf):
        for name in value if isinstance(value, Mapping) else ():
            if name != "extra":
                yield ReferencePath((*path, name), name, kind.refers_to, is_key=True)
    else:
        table = kind.table if isinstance(kind, SourceItem) else kind
        if isinstance(table, Table) and isinstance(value, Mapping):
            for name in _leading(table):
                if name in value:
                    yield from _inside(table.keys[name].kind, value[name], (*path, name))


@cache
def _leading(table: Table) -> list[str]:
    return [name for name, key in table.keys.items() if _may_refer(key.kind)]


def _may_refer(kind: Kind) -> bool:
    if isinstance(kind, ListOf):
        return _may_refer(kind.item)
    return bool(kind.refers_to or (isinstance(kind, Table) and _leading(kind)))
