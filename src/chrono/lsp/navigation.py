"""Go to the declaration of an entry, list the uses of an entry, and outline a ledger."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby, islice

from lsprotocol import types

from chrono.core.english import bucket
from chrono.core.time_buckets import bucket_of
from chrono.files.format.keys import ENTRIES, noun
from chrono.files.format.kinds import DATE
from chrono.files.format.new_entry import DATED
from chrono.files.toml.blocks import TABLES
from chrono.files.toml.lines import line_end
from chrono.lsp.analysis import Analysis
from chrono.lsp.cursor import Cursor
from chrono.lsp.source_ranges import SourceRanges
from chrono.lsp.targets import Target, declarations, target_at, uses
from chrono.lsp.vocabulary import KINDS

_ICONS = {
    "events": types.SymbolKind.Event,
    "claims": types.SymbolKind.String,
    "actors": types.SymbolKind.Class,
    "types": types.SymbolKind.Enum,
    "publishers": types.SymbolKind.Module,
    "sources": types.SymbolKind.File,
    "ledger": types.SymbolKind.Namespace,
    "coverage": types.SymbolKind.Boolean,
}
MOST_SYMBOLS = 3000
"""The maximum number of entries in an outline."""

_TITLES = {"events": "title", "sources": "title", "types": "label", "claims": "statement"}
"""For each table, the key with the title of an entry. In other tables, it is `name`."""

MOST = 200
"""The maximum number of entries in an answer to a search of the workspace."""


def definition(cursor: Cursor, analysis: Analysis) -> list[types.Location]:
    """Return the places where the entry at the cursor is declared."""
    target = target_at(cursor, analysis)
    return [*declarations(target, analysis)] if target else []


def references(cursor: Cursor, analysis: Analysis, declared: bool) -> list[types.Location]:
    """Return the places where the entry at the cursor is used.

    `declared`: whether to include the places where the entry is declared.
    """
    if (target := target_at(cursor, analysis)) is None:
        return []
    return [*(declarations(target, analysis) if declared else ()), *uses(target, analysis)]


def symbols(source: SourceRanges) -> list[types.DocumentSymbol]:
    """Return the outline of a file: the tables in order, and the events by month.

    If there are more than `MOST_SYMBOLS` entries, only tables and months are listed.
    """
    entries = sorted(_entries(source), key=lambda entry: entry[1].range.start.line)
    are_shown = len(entries) <= MOST_SYMBOLS
    return [
        _group(name, [symbol for _, symbol in members], are_shown) if name else next(members)[1]
        for name, members in groupby(entries, key=lambda entry: entry[0])
    ]


def _entries(source: SourceRanges) -> Iterator[tuple[str, types.DocumentSymbol]]:
    for kind in TABLES:
        value = source.file.data.get(kind, ())
        if kind == "ledger" and value:
            yield from _symbol(source, "ledger", ("ledger",), "[ledger]", "", "")
            continue
        steps = value.items() if isinstance(value, Mapping) else enumerate(value)
        for step, fields in steps:
            if not isinstance(fields, Mapping):
                continue
            title = fields.get(_TITLES.get(kind, "name"))
            id = fields.get("id") if kind in DATED else step
            name = str(title or fields.get("publisher") or id or fields.get("period") or noun(kind))
            group = _month(fields.get("date")) if kind == "events" else kind.capitalize()
            yield from _symbol(source, kind, (kind, step), name, str(id or ""), group)


def _symbol(
    source: SourceRanges, kind: str, path: tuple[str | int, ...], name: str, id: str, group: str
) -> Iterator[tuple[str, types.DocumentSymbol]]:
    text, pieces = source.file.valid_text, source.file.blocks.pieces(path)
    if pieces:
        start, end = pieces[0]
        head = line_end(text, start)
    elif item := source.item(path):  # such as events = [{ … }]
        start, end = item.start, item.end
        head = end
    else:  # written with dots, such as actors.x.name = "X"
        return
    end, head = (start + len(text[start:at].rstrip()) for at in (end, head))
    whole, own = source.range(start, end), source.range(start, head)
    symbol = types.DocumentSymbol(
        name=" ".join(name.split()) or noun(kind),
        kind=_ICONS[kind],
        range=whole,
        selection_range=own,
        detail=id if id != name else None,
    )
    yield group, symbol


def _group(
    name: str, members: Sequence[types.DocumentSymbol], are_shown: bool
) -> types.DocumentSymbol:
    whole = types.Range(members[0].range.start, members[-1].range.end)
    return types.DocumentSymbol(
        name=name, kind=types.SymbolKind.Namespace, range=whole,
        selection_range=members[0].selection_range, children=[*members] if are_shown else None,
    )  # fmt: skip


def _month(value: object) -> str:
    errors: list[object] = []
    when = DATE.check(value, ("date",), errors)  # type: ignore[arg-type]
    return bucket(bucket_of(when.starts, "month")) if not errors else "Date unknown"


def workspace_symbols(typed: str, analyses: Sequence[Analysis]) -> list[types.WorkspaceSymbol]:
    """Return up to `MOST` entries of all ledgers that match a typed text."""
    found = (
        types.WorkspaceSymbol(
            location=location,
            name=entry.label,
            kind=_ICONS[kind],
            container_name=entry.detail or None,
        )
        for analysis in analyses
        for kind in filter(ENTRIES.__contains__, KINDS.values())
        for entry, _ in analysis.vocabulary.search(kind, typed)
        for location in declarations(Target(kind, entry.text), analysis)
    )
    return [*islice(found, MOST)]
